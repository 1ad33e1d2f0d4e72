/** The exponential law. */
import type { TensorLike } from "../../core/tensor.ts";
import { div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { log1mexp } from "../../ops/logarithmic.ts";
import { exponential } from "../../random/continuous.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";

/**
 * The exponential distribution: the waiting time for what happens `rate` times in a unit of time.
 * @param rate - λ > 0, any shape, default 1; the mean is 1/λ
 * @returns a distribution of numbers >= 0
 * @throws TensorError "value" when rate is not positive and finite
 * @example Exponential(2).sf([0, 1]) // => Tensor [1, 0.13533528]
 * @math p(x) = \lambda e^{-\lambda x},\quad x \ge 0
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 19
 * @peers torch.distributions.Exponential, tfp.distributions.Exponential, scipy.stats.expon
 * @see random.exponential
 * @keywords waiting time, memoryless, Poisson process
 */
export const Exponential: Law<[rate?: TensorLike], "rate"> = /*@__PURE__*/ law({
  name: "Exponential",
  kind: "continuous",
  parameters: { rate: { constraint: positive, default: 1 } },
  support: nonnegative,
  logProb: ({ rate }, x) => sub(log(rate), mul(rate, x)),
  cdf: ({ rate }, x) => neg(expm1(neg(mul(rate, x)))),
  sf: ({ rate }, x) => exp(neg(mul(rate, x))),
  logCdf: ({ rate }, x) => log1mexp(mul(rate, x)),
  logSf: ({ rate }, x) => neg(mul(rate, x)),
  icdf: ({ rate }, q) => neg(div(log1p(neg(q)), rate)),
  isf: ({ rate }, q) => neg(div(log(q), rate)),
  sample: ({ rate }, key, shape) => exponential(key, shape, { rate }),
  mean: ({ rate }) => reciprocal(rate),
  variance: ({ rate }) => square(reciprocal(rate)),
  mode: () => 0,
  median: ({ rate }) => div(Math.LN2, rate),
  skewness: () => 2,
  kurtosis: () => 6,
  entropy: ({ rate }) => sub(1, log(rate)),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 19",
});
