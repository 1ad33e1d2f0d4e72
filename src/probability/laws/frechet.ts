/** The Fréchet law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, reciprocal, sub } from "../../ops/arithmetic.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { EULER } from "../../ops/scalar/constants.ts";
import { lgamma } from "../../ops/special/gamma.ts";
import { greaterThan, positive, real } from "../constraints/numbers.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { logRatio } from "./pieces/logRatio.ts";
import { rawMoments } from "./pieces/rawMoments.ts";

/** Of the distance from the lower end. */
const moments = /*@__PURE__*/ rawMoments<Values<"loc" | "scale" | "concentration">>({
  scale: ({ scale }) => scale,
  logMoment: ({ concentration }, k) => lgamma(sub(1, div(k, concentration))),
  order: ({ concentration }) => concentration,
});

/**
 * The Fréchet distribution: the largest of many numbers with tails of powers, such as floods.
 * @param loc - the lower end m, any shape
 * @param scale - s > 0, a shape that broadcasts with it
 * @param concentration - α > 0, a shape that broadcasts with them; moments up to this order are finite
 * @returns a distribution of numbers > loc
 * @throws TensorError "value" when scale or concentration is not positive and finite, "shape" when the shapes do not broadcast
 * @example Frechet(0, 2, 3).cdf([1, 2, 4]) // => Tensor [0.00033546, 0.36787944, 0.8824969]
 * @math P(X \le x) = e^{-\left(\frac{x - m}{s}\right)^{-\alpha}}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 22
 * @peers scipy.stats.invweibull
 * @see GeneralizedExtremeValue, Weibull, Gumbel
 * @keywords inverse Weibull, extreme value type II
 */
export const Frechet: Law<
  [loc: TensorLike, scale: TensorLike, concentration: TensorLike],
  "loc" | "scale" | "concentration"
> = /*@__PURE__*/ law({
  name: "Frechet",
  kind: "continuous",
  parameters: { loc: { constraint: real }, scale: { constraint: positive }, concentration: { constraint: positive } },
  support: ({ loc }) => greaterThan(loc),
  logProb: ({ loc, scale, concentration }, x) => {
    const away = sub(x, loc);
    const z = mul(concentration, logRatio(away, scale));
    return sub(sub(sub(log(concentration), z), log(away)), exp(neg(z)));
  },
  logCdf: ({ loc, scale, concentration }, x) => neg(exp(mul(concentration, logRatio(scale, sub(x, loc))))),
  icdf: ({ loc, scale, concentration }, q) => add(loc, mul(scale, exp(neg(div(log(neg(log(q))), concentration))))),
  isf: ({ loc, scale, concentration }, q) =>
    add(loc, mul(scale, exp(neg(div(log(neg(log1p(neg(q)))), concentration))))),
  ...moments,
  mean: (p) => add(p.loc, moments.mean(p)),
  mode: ({ loc, scale, concentration: a }) => add(loc, mul(scale, exp(neg(div(log1p(reciprocal(a)), a))))),
  entropy: ({ scale, concentration: a }) => add(add(1 + EULER, div(EULER, a)), sub(log(scale), log(a))),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 22",
});
