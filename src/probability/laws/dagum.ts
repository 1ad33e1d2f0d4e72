/** The Dagum law. */
import type { TensorLike } from "../../core/tensor.ts";
import { logSigmoid, softplus } from "../../ops/activation.ts";
import { add, div, mul, neg, reciprocal, sub } from "../../ops/arithmetic.ts";
import { equal, greater, where } from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { xlogy } from "../../ops/logarithmic.ts";
import { EULER } from "../../ops/scalar/constants.ts";
import { digamma, lbeta } from "../../ops/special/gamma.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { logExpm1 } from "./pieces/logExpm1.ts";
import { logRatio } from "./pieces/logRatio.ts";
import { rawMoments } from "./pieces/rawMoments.ts";

/**
 * The Dagum distribution: the reciprocal of a number of the Burr distribution, such as incomes.
 * @param concentration - the exponent p > 0 of the distribution function, any shape
 * @param sharpness - the power a > 0, a shape that broadcasts with it; moments up to this order are finite
 * @param scale - b > 0, a shape that broadcasts with them, default 1
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example Dagum(2, 3).cdf([1, 2]) // => Tensor [0.25, 0.79012346]
 * @math P(X \le x) = \left(1 + \left(\tfrac{x}{b}\right)^{-a}\right)^{-p}
 * @source Dagum, A new model of personal income distribution, Economie Appliquée 30 (1977)
 * @peers scipy.stats.burr
 * @see Burr, LogLogistic
 * @keywords Burr III, inverse Burr, income distribution
 */
export const Dagum: Law<
  [concentration: TensorLike, sharpness: TensorLike, scale?: TensorLike],
  "concentration" | "sharpness" | "scale"
> = /*@__PURE__*/ law({
  name: "Dagum",
  kind: "continuous",
  parameters: {
    concentration: { constraint: positive },
    sharpness: { constraint: positive },
    scale: { constraint: positive, default: 1 },
  },
  support: nonnegative,
  logProb: ({ scale, concentration, sharpness }, x) => {
    const z = mul(sharpness, logRatio(scale, x));
    const front = add(log(concentration), log(sharpness));
    const inside = sub(add(sub(front, mul(concentration, softplus(z))), logSigmoid(z)), log(x));
    const power = mul(concentration, sharpness);
    const atZero = sub(add(front, xlogy(sub(power, 1), x)), mul(power, log(scale)));
    return where(equal(x, 0), atZero, inside);
  },
  logCdf: ({ scale, concentration, sharpness }, x) =>
    neg(mul(concentration, softplus(mul(sharpness, logRatio(scale, x))))),
  icdf: ({ scale, concentration, sharpness }, q) =>
    mul(scale, exp(neg(div(logExpm1(neg(div(log(q), concentration))), sharpness)))),
  isf: ({ scale, concentration, sharpness }, q) =>
    mul(scale, exp(neg(div(logExpm1(neg(div(log1p(neg(q)), concentration))), sharpness)))),
  .../*@__PURE__*/ rawMoments<Values<"scale" | "concentration" | "sharpness">>({
    scale: ({ scale }) => scale,
    logMoment: ({ concentration, sharpness }, k) => {
      const share = div(k, sharpness);
      return add(log(concentration), lbeta(sub(1, share), add(concentration, share)));
    },
    order: ({ sharpness }) => sharpness,
  }),
  mode: ({ scale, concentration, sharpness }) => {
    const ratio = div(sub(mul(concentration, sharpness), 1), add(sharpness, 1));
    return where(greater(ratio, 0), mul(scale, exp(div(log(ratio), sharpness))), 0);
  },
  entropy: ({ scale, concentration, sharpness }) => {
    // E log(1 + Z) = 1/p and E log Z = ψ(1) - ψ(p) of Z = (X/b)^-a
    const drop = neg(add(EULER, digamma(concentration)));
    const constant = sub(log(scale), add(log(concentration), log(sharpness)));
    const powers = mul(add(reciprocal(sharpness), 1), drop);
    return add(sub(constant, powers), add(1, reciprocal(concentration)));
  },
  source: "Dagum 1977",
});
