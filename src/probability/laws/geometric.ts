/** The geometric law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { equal, where } from "../../ops/compare.ts";
import { exp, expm1 } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import { geometric } from "../../random/counts.ts";
import { nonnegativeInteger } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { drawnAs } from "./pieces/counts.ts";
import { trial, trialLogs } from "./pieces/trial.ts";

/**
 * The geometric distribution: how many trials fail before the first that succeeds. Counted from 0, as in PyTorch; SciPy's `geom` counts
 * the success as well.
 * @param probs - the probability of success, more than 0, at most 1, any shape
 * @param logits - its log odds, in place of probs
 * @returns a distribution of counts 0, 1, 2, …
 * @throws TensorError "value" when probs is 0 or no probability, or both or neither are given
 * @example Geometric(0.25).prob([0, 1, 2]) // => Tensor [0.25, 0.1875, 0.140625]
 * @math P(X = k) = (1 - p)^k p
 * @source Johnson, Kemp & Kotz, Univariate discrete distributions, 5.2
 * @peers torch.distributions.Geometric, tfp.distributions.Geometric
 * @see NegativeBinomial, random.geometric
 * @keywords waiting time, failures before success
 */
export const Geometric: Law<[probs?: TensorLike], "probs" | "logits"> = /*@__PURE__*/ law({
  name: "Geometric",
  kind: "discrete",
  parameters: trial,
  derived: trialLogs,
  conditions: ({ probs }) => [{ value: probs, rule: "positive", argument: "probs" }],
  support: nonnegativeInteger,
  logProb: ({ logProbs, logRest }, x) => add(where(equal(x, 0), 0, mul(x, logRest)), logProbs),
  cdf: ({ logRest }, x) => neg(expm1(mul(add(x, 1), logRest))),
  sf: ({ logRest }, x) => exp(mul(add(x, 1), logRest)),
  logSf: ({ logRest }, x) => mul(add(x, 1), logRest),
  // The sampler counts the success as well.
  sample: ({ probs }, key, shape) => sub(geometric(key, probs, shape, drawnAs(probs)), 1),
  mean: ({ probs, rest }) => div(rest, probs),
  variance: ({ probs, rest }) => div(rest, square(probs)),
  mode: () => 0,
  skewness: ({ probs, rest }) => div(sub(2, probs), sqrt(rest)),
  kurtosis: ({ probs, rest }) => add(6, div(square(probs), rest)),
  entropy: ({ probs, rest, logProbs, logRest }) =>
    neg(add(logProbs, where(equal(rest, 0), 0, div(mul(rest, logRest), probs)))),
  source: "Johnson, Kemp & Kotz, Univariate discrete distributions, 5.2",
});
