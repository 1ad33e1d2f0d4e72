/** The concrete law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { sum } from "../../ops/reduce.ts";
import { logsumexp, softmax } from "../../ops/softmax.ts";
import { lgamma } from "../../ops/special/gamma.ts";
import { gumbel } from "../../random/continuous.ts";
import { positive } from "../constraints/numbers.ts";
import { simplex } from "../constraints/vectors.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, sizeOf } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { categories, categoryLogs } from "./pieces/table.ts";

/**
 * The relaxed one-hot categorical distribution: softmax of logits plus Gumbel noise at a temperature. Near one-hot for low
 * temperatures, and differentiable.
 * @param temperature - τ > 0, any shape
 * @param probs - probabilities along the last axis, with the sum 1
 * @param logits - their logarithms up to a constant, in place of probs
 * @returns a distribution of vectors of probabilities
 * @throws TensorError "value" when a parameter is out of range, "shape" when the shapes do not broadcast
 * @example RelaxedOneHotCategorical(1, [0.5, 0.5]).logProb([0.5, 0.5]) // => Tensor 0
 * @math p(x) = (k - 1)!\, \tau^{k - 1} \left(\sum_i p_i x_i^{-\tau}\right)^{-k} \prod_i p_i x_i^{-\tau - 1}
 * @source Maddison, Mnih & Teh, The concrete distribution, 2017; Jang, Gu & Poole, 2017
 * @peers torch.distributions.RelaxedOneHotCategorical, tfp.distributions.RelaxedOneHotCategorical
 * @see RelaxedBernoulli, OneHotCategorical
 * @keywords Gumbel-softmax, concrete distribution
 */
export const RelaxedOneHotCategorical: Law<
  [temperature: TensorLike, probs?: TensorLike],
  "temperature" | "probs" | "logits"
> = /*@__PURE__*/ law({
  name: "RelaxedOneHotCategorical",
  kind: "continuous",
  parameters: { temperature: { constraint: positive }, ...categories },
  derived: categoryLogs,
  support: simplex,
  eventShape: ({ probs }) => [sizeOf(probs)],
  logProb: ({ temperature, logProbs }, x) => {
    const k = sizeOf(logProbs);
    const score = sub(logProbs, mul(last(temperature), log(x)));
    const parts = sub(sum(sub(score, log(x)), -1), mul(k, logsumexp(score, -1)));
    return add(parts, add(mul(k - 1, log(temperature)), lgamma(k)));
  },
  sample: ({ temperature, logProbs }, key, shape) => {
    const noise = gumbel(key, [...shape, sizeOf(logProbs)], drawnAs(logProbs));
    return softmax(div(add(logProbs, noise), last(temperature)));
  },
  source: "Maddison, Mnih & Teh, The concrete distribution, 2017",
});
