/** The binomial law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, sub } from "../../ops/arithmetic.ts";
import { log1p } from "../../ops/exponential.ts";
import { minimum } from "../../ops/maximum.ts";
import { sqrt } from "../../ops/power.ts";
import { floor } from "../../ops/rounding.ts";
import { betainc, logBetainc } from "../../ops/special/incompleteBeta.ts";
import { binomial } from "../../random/counts.ts";
import { integerInterval, nonnegativeInteger } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { drawnAs, logBetaAt } from "./pieces/counts.ts";
import { trial, trialLogs } from "./pieces/trial.ts";

/**
 * The binomial distribution: how many of `total` trials succeed.
 * @param total - the number of trials, a whole number ≥ 0, any shape
 * @param probs - the probability of success, from 0 to 1, a shape that broadcasts with it
 * @param logits - its log odds, in place of probs
 * @returns a distribution of counts 0 … total
 * @throws TensorError "value" when total is no count or probs no probability, "shape" when the shapes do not broadcast
 * @example Binomial(10, 0.5).prob([0, 5]) // => Tensor [0.00097656, 0.24609375]
 * @math P(X = k) = \binom{n}{k} p^k (1 - p)^{n - k}
 * @source Johnson, Kemp & Kotz, Univariate discrete distributions, 3
 * @peers torch.distributions.Binomial, tfp.distributions.Binomial, scipy.stats.binom
 * @see Bernoulli, Multinomial, random.binomial
 * @keywords number of successes, coin flips
 */
export const Binomial: Law<[total: TensorLike, probs?: TensorLike], "total" | "probs" | "logits"> = /*@__PURE__*/ law({
  name: "Binomial",
  kind: "discrete",
  parameters: { total: { constraint: nonnegativeInteger }, ...trial },
  derived: trialLogs,
  support: ({ total }) => integerInterval(0, total),
  logProb: ({ total, probs, rest }, x) => sub(logBetaAt(add(x, 1), add(sub(total, x), 1), probs, rest), log1p(total)),
  cdf: ({ total, rest }, x) => betainc(sub(total, x), add(x, 1), rest),
  sf: ({ total, probs }, x) => betainc(add(x, 1), sub(total, x), probs),
  logCdf: ({ total, rest }, x) => logBetainc(sub(total, x), add(x, 1), rest),
  logSf: ({ total, probs }, x) => logBetainc(add(x, 1), sub(total, x), probs),
  sample: ({ total, probs }, key, shape) => binomial(key, total, probs, shape, drawnAs(probs)),
  mean: ({ total, probs }) => mul(total, probs),
  variance: ({ total, probs, rest }) => mul(total, mul(probs, rest)),
  mode: ({ total, probs }) => minimum(floor(mul(add(total, 1), probs)), total),
  skewness: ({ total, probs, rest }) => div(sub(rest, probs), sqrt(mul(total, mul(probs, rest)))),
  kurtosis: ({ total, probs, rest }) => div(sub(div(1, mul(probs, rest)), 6), total),
  source: "Johnson, Kemp & Kotz, Univariate discrete distributions, 3",
});
