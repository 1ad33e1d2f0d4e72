/** The half-normal law. */
import type { TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { erf, erfc, erfcinv, erfinv, logErfc } from "../../ops/special/erf.ts";
import { normal } from "../../random/continuous.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";

const HALF_LOG = 0.22579135264472744; // log(π/2)/2
const SKEWNESS = 0.995271746431156; // √2 (4 - π)/(π - 2)^(3/2)
const KURTOSIS = 0.8691773036059741; // 8 (π - 3)/(π - 2)²

/**
 * The half-normal distribution: the size of a normal number with mean 0.
 * @param scale - the standard deviation σ > 0 of the normal number, any shape, default 1
 * @returns a distribution of numbers >= 0
 * @throws TensorError "value" when scale is not positive and finite
 * @example HalfNormal(2).mean() // => Tensor 1.5957691216057308
 * @math p(x) = \frac{1}{\sigma}\sqrt{\frac{2}{\pi}}\, e^{-\frac{x^2}{2\sigma^2}}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 13
 * @peers torch.distributions.HalfNormal, tfp.distributions.HalfNormal, scipy.stats.halfnorm
 * @see Normal, FoldedNormal
 * @keywords prior of a scale, absolute value
 */
export const HalfNormal: Law<[scale?: TensorLike], "scale"> = /*@__PURE__*/ law({
  name: "HalfNormal",
  kind: "continuous",
  parameters: { scale: { constraint: positive, default: 1 } },
  derived: { wide: ({ scale }) => mul(scale, Math.SQRT2) },
  support: nonnegative,
  logProb: ({ scale }, x) => sub(mul(-0.5, square(div(x, scale))), add(log(scale), HALF_LOG)),
  cdf: ({ wide }, x) => erf(div(x, wide)),
  sf: ({ wide }, x) => erfc(div(x, wide)),
  logSf: ({ wide }, x) => logErfc(div(x, wide)),
  icdf: ({ wide }, q) => mul(wide, erfinv(q)),
  isf: ({ wide }, q) => mul(wide, erfcinv(q)),
  sample: ({ scale }, key, shape) => abs(normal(key, shape, { scale })),
  mean: ({ scale }) => mul(scale, Math.sqrt(2 / Math.PI)),
  variance: ({ scale }) => mul(square(scale), 1 - 2 / Math.PI),
  mode: () => 0,
  median: ({ wide }) => mul(wide, 0.47693627620446987),
  skewness: () => SKEWNESS,
  kurtosis: () => KURTOSIS,
  entropy: ({ scale }) => add(log(scale), HALF_LOG + 0.5),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 13",
});
