/** The log-normal law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { exp, expm1, log } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { logNdtr, ndtr, ndtri } from "../../ops/special/erf.ts";
import { normal } from "../../random/continuous.ts";
import { positive, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { standardize } from "./pieces/locScale.ts";

/**
 * The log-normal distribution: products of many small factors; its logarithm is normal.
 * @param loc - the mean μ of the logarithm, any shape, default 0
 * @param scale - its standard deviation σ > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of positive numbers
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example LogNormal(0, 0.5).cdf([1, 2]) // => Tensor [0.5, 0.91717148]
 * @math p(x) = \frac{1}{x\sigma\sqrt{2\pi}}\, e^{-\frac{(\ln x - \mu)^2}{2\sigma^2}}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 14
 * @peers torch.distributions.LogNormal, tfp.distributions.LogNormal, scipy.stats.lognorm
 * @see Normal
 * @keywords geometric mean, growth, Galton
 */
export const LogNormal: Law<[loc?: TensorLike, scale?: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "LogNormal",
  kind: "continuous",
  parameters: { loc: { constraint: real, default: 0 }, scale: { constraint: positive, default: 1 } },
  derived: { square: ({ scale }) => square(scale) },
  support: positive,
  logProb: (p, x) => sub(mul(-0.5, square(standardize(p, log(x)))), add(add(log(p.scale), HALF_LOG_TAU), log(x))),
  cdf: (p, x) => ndtr(standardize(p, log(x))),
  sf: (p, x) => ndtr(neg(standardize(p, log(x)))),
  logCdf: (p, x) => logNdtr(standardize(p, log(x))),
  logSf: (p, x) => logNdtr(neg(standardize(p, log(x)))),
  icdf: ({ loc, scale }, q) => exp(add(loc, mul(scale, ndtri(q)))),
  isf: ({ loc, scale }, q) => exp(sub(loc, mul(scale, ndtri(q)))),
  sample: ({ loc, scale }, key, shape) => exp(normal(key, shape, { loc, scale })),
  mean: ({ loc, square: s }) => exp(add(loc, mul(0.5, s))),
  variance: ({ loc, square: s }) => mul(expm1(s), exp(add(mul(2, loc), s))),
  mode: ({ loc, square: s }) => exp(sub(loc, s)),
  median: ({ loc }) => exp(loc),
  skewness: ({ square: s }) => mul(add(exp(s), 2), sqrt(expm1(s))),
  kurtosis: ({ square: s }) => add(expm1(mul(4, s)), add(mul(2, expm1(mul(3, s))), mul(3, expm1(mul(2, s))))),
  entropy: ({ loc, scale }) => add(loc, add(log(scale), HALF_LOG_TAU + 0.5)),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 14",
});
