/** The Burr law. */
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
 * The Burr distribution of the type XII: a power of a number of the Lomax distribution, such as incomes and lifetimes.
 * @param scale - α > 0, any shape
 * @param concentration - the exponent k > 0 of the tail of the power, a shape that broadcasts with it
 * @param sharpness - the power c > 0, a shape that broadcasts with them; moments up to the order c k are finite
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example Burr(1, 2, 3).sf([0, 1, 2]) // => Tensor [1, 0.25, 0.01234568]
 * @math P(X > x) = \left(1 + \left(\tfrac{x}{\alpha}\right)^c\right)^{-k}
 * @source Burr, Cumulative frequency functions, Annals of Mathematical Statistics 13 (1942)
 * @peers scipy.stats.burr12
 * @see Dagum, Lomax, LogLogistic
 * @keywords Singh-Maddala, income distribution
 */
export const Burr: Law<
  [scale: TensorLike, concentration: TensorLike, sharpness: TensorLike],
  "scale" | "concentration" | "sharpness"
> = /*@__PURE__*/ law({
  name: "Burr",
  kind: "continuous",
  parameters: {
    scale: { constraint: positive },
    concentration: { constraint: positive },
    sharpness: { constraint: positive },
  },
  support: nonnegative,
  logProb: ({ scale, concentration, sharpness }, x) => {
    const z = mul(sharpness, logRatio(x, scale));
    const front = add(log(concentration), log(sharpness));
    const inside = sub(add(sub(front, mul(concentration, softplus(z))), logSigmoid(z)), log(x));
    return where(equal(x, 0), sub(add(front, xlogy(sub(sharpness, 1), x)), log(scale)), inside);
  },
  logSf: ({ scale, concentration, sharpness }, x) =>
    neg(mul(concentration, softplus(mul(sharpness, logRatio(x, scale))))),
  icdf: ({ scale, concentration, sharpness }, q) =>
    mul(scale, exp(div(logExpm1(neg(div(log1p(neg(q)), concentration))), sharpness))),
  isf: ({ scale, concentration, sharpness }, q) =>
    mul(scale, exp(div(logExpm1(neg(div(log(q), concentration))), sharpness))),
  .../*@__PURE__*/ rawMoments<Values<"scale" | "concentration" | "sharpness">>({
    scale: ({ scale }) => scale,
    logMoment: ({ concentration, sharpness }, k) => {
      const share = div(k, sharpness);
      return add(log(concentration), lbeta(add(1, share), sub(concentration, share)));
    },
    order: ({ concentration, sharpness }) => mul(concentration, sharpness),
  }),
  mode: ({ scale, concentration, sharpness }) => {
    const ratio = div(sub(sharpness, 1), add(mul(sharpness, concentration), 1));
    return where(greater(sharpness, 1), mul(scale, exp(div(log(ratio), sharpness))), 0);
  },
  entropy: ({ scale, concentration, sharpness }) => {
    // E log(1 + Z) = 1/k and E log Z = ψ(1) - ψ(k) of Z = (X/α)^c
    const drop = neg(add(EULER, digamma(concentration)));
    const constant = sub(log(scale), add(log(concentration), log(sharpness)));
    const powers = mul(sub(reciprocal(sharpness), 1), drop);
    return add(add(constant, powers), add(1, reciprocal(concentration)));
  },
  source: "Burr 1942",
});
