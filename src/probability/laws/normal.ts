/** The normal law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { logNdtr, ndtr, ndtri } from "../../ops/special/erf.ts";
import { normal } from "../../random/continuous.ts";
import { positive, real } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";

/**
 * The normal distribution: sums of many small things.
 * @param loc - the mean μ, any shape, default 0
 * @param scale - the standard deviation σ > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example Normal(0, 2).logProb([0, 1]) // => Tensor [-1.61208571, -1.73708571]
 * @math p(x) = \frac{1}{\sigma\sqrt{2\pi}}\, e^{-\frac{(x - \mu)^2}{2\sigma^2}}
 * @source Dive into Deep Learning 3.1.3; Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 13
 * @peers torch.distributions.Normal, tfp.distributions.Normal, scipy.stats.norm
 * @see random.normal
 * @keywords Gaussian bell curve
 */
export const Normal: Law<[loc?: TensorLike, scale?: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "Normal",
  kind: "continuous",
  parameters: { loc: { constraint: real, default: 0 }, scale: { constraint: positive, default: 1 } },
  support: real,
  logProb: ({ loc, scale }, x) => sub(mul(-0.5, square(div(sub(x, loc), scale))), add(log(scale), HALF_LOG_TAU)),
  cdf: ({ loc, scale }, x) => ndtr(div(sub(x, loc), scale)),
  sf: ({ loc, scale }, x) => ndtr(div(sub(loc, x), scale)),
  logCdf: ({ loc, scale }, x) => logNdtr(div(sub(x, loc), scale)),
  logSf: ({ loc, scale }, x) => logNdtr(div(sub(loc, x), scale)),
  icdf: ({ loc, scale }, q) => add(loc, mul(scale, ndtri(q))),
  isf: ({ loc, scale }, q) => sub(loc, mul(scale, ndtri(q))),
  sample: ({ loc, scale }, key, shape) => normal(key, shape, { loc, scale }),
  mean: ({ loc }) => loc,
  variance: ({ scale }) => square(scale),
  mode: ({ loc }) => loc,
  median: ({ loc }) => loc,
  skewness: () => 0,
  kurtosis: () => 0,
  entropy: ({ scale }) => add(log(scale), HALF_LOG_TAU + 0.5),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 13",
});
