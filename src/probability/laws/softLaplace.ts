/** The law of the hyperbolic secant. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { greater, less, where } from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { asinh, logCosh } from "../../ops/hyperbolic.ts";
import { minimum } from "../../ops/maximum.ts";
import { LOG_PI, LOG_TAU } from "../../ops/scalar/constants.ts";
import { atan, tan } from "../../ops/trigonometric.ts";
import { positive, real } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";

/**
 * The hyperbolic secant distribution, a Laplace distribution with a smooth peak.
 * @param loc - the mean μ, any shape, default 0
 * @param scale - σ > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example SoftLaplace().cdf([-1, 0, 1]) // => Tensor [0.22441701, 0.5, 0.77558299]
 * @math p(x) = \frac{1}{\pi\sigma} \operatorname{sech}\frac{x - \mu}{\sigma}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 23.11
 * @peers scipy.stats.hypsecant
 * @see Laplace, Logistic
 * @keywords sech
 */
export const SoftLaplace: Law<[loc?: TensorLike, scale?: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "SoftLaplace",
  kind: "continuous",
  parameters: { loc: { constraint: real, default: 0 }, scale: { constraint: positive, default: 1 } },
  support: real,
  logProb: ({ loc, scale }, x) => neg(add(logCosh(div(sub(x, loc), scale)), add(log(scale), LOG_PI))),
  cdf: ({ loc, scale }, x) => mul(2 / Math.PI, atan(exp(div(sub(x, loc), scale)))),
  sf: ({ loc, scale }, x) => mul(2 / Math.PI, atan(exp(div(sub(loc, x), scale)))),
  logCdf: ({ loc, scale }, x) => logBelow(div(sub(x, loc), scale)),
  logSf: ({ loc, scale }, x) => logBelow(div(sub(loc, x), scale)),
  icdf: ({ loc, scale }, q) => add(loc, mul(scale, quantile(q))),
  isf: ({ loc, scale }, q) => sub(loc, mul(scale, quantile(q))),
  mean: ({ loc }) => loc,
  variance: ({ scale }) => mul(Math.PI ** 2 / 4, square(scale)),
  mode: ({ loc }) => loc,
  median: ({ loc }) => loc,
  skewness: () => 0,
  kurtosis: () => 2,
  entropy: ({ scale }) => add(log(scale), LOG_TAU),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 23.11",
});

/** log((2/π) atan(e^z)) */
function logBelow(z: Tensor): Tensor {
  const isLow = less(z, -40);
  const inside = log(atan(exp(where(isLow, 0, z))));
  const upper = log1p(mul(-2 / Math.PI, atan(exp(neg(z)))));
  return where(greater(z, 0), upper, add(Math.LN2 - LOG_PI, where(isLow, z, inside)));
}

/** log tan(πq/2), from the nearest of the places 0, 1/2 and 1 */
function quantile(q: Tensor): Tensor {
  const ends = log(tan(mul(Math.PI / 2, minimum(q, sub(1, q)))));
  const near = asinh(tan(mul(Math.PI, sub(q, 0.5))));
  return where(less(q, 0.25), ends, where(greater(q, 0.75), neg(ends), near));
}
