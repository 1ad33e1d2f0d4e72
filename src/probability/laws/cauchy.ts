/** Cauchy's law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, reciprocal, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { minimum } from "../../ops/maximum.ts";
import { LOG_PI } from "../../ops/scalar/constants.ts";
import { atan2, tan } from "../../ops/trigonometric.ts";
import { positive, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { standardize } from "./pieces/locScale.ts";
import { log1pSquare } from "./pieces/smooth.ts";

/**
 * The Cauchy distribution: the ratio of two normal numbers, with tails so heavy that there is no mean.
 * @param loc - the middle x₀, any shape, default 0
 * @param scale - half the distance of the quartiles γ > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers; mean, variance, skewness and kurtosis are NaN
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example Cauchy().sf([1, 1e10]) // => Tensor [2.5e-1, 3.18309886e-11]
 * @math p(x) = \frac{1}{\pi\gamma\left(1 + \left(\frac{x - x_0}{\gamma}\right)^2\right)}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 16
 * @peers torch.distributions.Cauchy, tfp.distributions.Cauchy, scipy.stats.cauchy
 * @see StudentT, HalfCauchy
 * @keywords Lorentz distribution, heavy tails
 */
export const Cauchy: Law<[loc?: TensorLike, scale?: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "Cauchy",
  kind: "continuous",
  parameters: { loc: { constraint: real, default: 0 }, scale: { constraint: positive, default: 1 } },
  support: real,
  logProb: (p, x) => neg(add(log1pSquare(standardize(p, x)), add(log(p.scale), LOG_PI))),
  cdf: (p, x) => div(atan2(1, neg(standardize(p, x))), Math.PI),
  sf: (p, x) => div(atan2(1, standardize(p, x)), Math.PI),
  icdf: ({ loc, scale }, q) => sub(loc, mul(scale, upperQuantile(q))),
  isf: ({ loc, scale }, q) => add(loc, mul(scale, upperQuantile(q))),
  mean: () => NaN,
  variance: () => NaN,
  mode: ({ loc }) => loc,
  median: ({ loc }) => loc,
  skewness: () => NaN,
  kurtosis: () => NaN,
  entropy: ({ scale }) => add(log(scale), Math.log(4 * Math.PI)),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 16",
});

/** cot(π q), from the end or the middle, whichever is nearer. */
function upperQuantile(q: Tensor): Tensor {
  const tail = minimum(q, sub(1, q));
  const far = reciprocal(tan(mul(Math.PI, tail)));
  const size = where(less(tail, 0.25), far, tan(mul(Math.PI, sub(0.5, tail))));
  return where(less(q, 0.5), size, neg(size));
}
