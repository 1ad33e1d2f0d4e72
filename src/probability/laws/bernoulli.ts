/** The Bernoulli law. */
import { broadcast, reshapeTo } from "../../core/basic.ts";
import { makeTensor } from "../../core/convert.ts";
import { cast } from "../../core/basic.ts";
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, sub } from "../../ops/arithmetic.ts";
import { equal, greater, lessEqual, where } from "../../ops/compare.ts";
import { sqrt } from "../../ops/power.ts";
import { entr } from "../../ops/special/entropy.ts";
import { bernoulli } from "../../random/bernoulli.ts";
import { boolean } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { drawnAs } from "./pieces/counts.ts";
import { trial, trialLogs } from "./pieces/trial.ts";

/**
 * The Bernoulli distribution: 1 with a probability, else 0.
 * @param probs - the probability of 1, from 0 to 1, any shape
 * @param logits - its log odds, in place of probs: `Bernoulli({ logits })`
 * @returns a distribution of 0 and 1
 * @throws TensorError "value" when probs is no probability, or both or neither are given
 * @example Bernoulli(0.3).logProb([0, 1]) // => Tensor [-0.35667494, -1.2039728]
 * @math P(X = 1) = p
 * @source Dive into Deep Learning 2.6; Johnson, Kemp & Kotz, Univariate discrete distributions, 3
 * @peers torch.distributions.Bernoulli, tfp.distributions.Bernoulli, scipy.stats.bernoulli
 * @see Binomial, random.bernoulli
 * @keywords coin flip, binary, logits
 */
export const Bernoulli: Law<[probs?: TensorLike], "probs" | "logits"> = /*@__PURE__*/ law({
  name: "Bernoulli",
  kind: "discrete",
  parameters: trial,
  derived: trialLogs,
  support: boolean,
  logProb: ({ logProbs, logRest }, x) => where(equal(x, 1), logProbs, logRest),
  cdf: ({ rest }) => rest,
  sf: ({ probs }) => probs,
  logCdf: ({ logRest }) => logRest,
  logSf: ({ logProbs }) => logProbs,
  icdf: ({ rest }, q) => where(lessEqual(q, rest), mul(rest, 0), 1),
  isf: ({ probs }, q) => where(lessEqual(probs, q), mul(probs, 0), 1),
  sample: ({ probs }, key, shape) => cast(bernoulli(key, probs, shape), drawnAs(probs).dtype),
  mean: ({ probs }) => probs,
  variance: ({ probs, rest }) => mul(probs, rest),
  mode: ({ probs }) => where(greater(probs, 0.5), add(mul(probs, 0), 1), 0),
  median: ({ probs }) => where(greater(probs, 0.5), add(mul(probs, 0), 1), 0),
  skewness: ({ probs, rest }) => div(sub(rest, probs), sqrt(mul(probs, rest))),
  kurtosis: ({ probs, rest }) => sub(div(1, mul(probs, rest)), 6),
  entropy: ({ probs, rest }) => add(entr(probs), entr(rest)),
  enumerate: ({ probs }) =>
    broadcast(reshapeTo(makeTensor([0, 1], drawnAs(probs).dtype, "Bernoulli"), [2, ...probs.shape.map(() => 1)]), [
      2,
      ...probs.shape,
    ]),
  source: "Johnson, Kemp & Kotz, Univariate discrete distributions, 3",
});
