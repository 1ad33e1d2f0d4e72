/** The categorical law as vectors. */
import { broadcast, cast, reshapeTo } from "../../core/basic.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, mul, sub } from "../../ops/arithmetic.ts";
import { equal, where } from "../../ops/compare.ts";
import { eye } from "../../ops/diagonals.ts";
import { argmax } from "../../ops/extrema.ts";
import { arange } from "../../ops/grids.ts";
import { sum } from "../../ops/reduce.ts";
import { entr } from "../../ops/special/entropy.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { categorical } from "../../random/categories.ts";
import { oneHot } from "../constraints/vectors.ts";
import { type Law, type LawDefinition, law } from "../distribution/law.ts";
import { last, sizeOf, trialCovariance } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { categories, categoryLogs } from "./pieces/table.ts";

type Names = "probs" | "logits";

/** A 1 at the place. */
function vectorOf(place: Tensor, probs: Tensor): Tensor {
  const k = sizeOf(probs);
  return cast(equal(last(place), arange(k, { dtype: "int32" })), drawnAs(probs).dtype);
}

const definition: LawDefinition<Names, "logProbs"> = {
  name: "OneHotCategorical",
  kind: "discrete",
  parameters: categories,
  derived: categoryLogs,
  support: oneHot,
  eventShape: ({ probs }) => probs.shape.slice(-1),
  logProb: ({ logProbs }, x) => sum(where(equal(x, 1), logProbs, 0), -1),
  sample: ({ logProbs }, key, shape) => vectorOf(categorical(key, logProbs, { shape }), logProbs),
  mean: ({ probs }) => probs,
  variance: ({ probs }) => mul(probs, sub(1, probs)),
  mode: ({ probs }) => vectorOf(cast(argmax(probs, -1), "int32"), probs),
  covariance: ({ probs }) => trialCovariance(probs),
  entropy: ({ probs }) => sum(entr(probs), -1),
  enumerate: ({ probs }) => {
    const k = sizeOf(probs);
    const rows = cast(eye(k), drawnAs(probs).dtype);
    const batch = probs.shape.slice(0, -1);
    return broadcast(reshapeTo(rows, [k, ...batch.map(() => 1), k]), [k, ...batch, k]);
  },
  source: "Murphy, Probabilistic machine learning: an introduction, 2.5",
};

/**
 * The categorical distribution as vectors with a 1 at the place of the category.
 * @param probs - probabilities along the last axis, with the sum 1
 * @param logits - their logarithms up to a constant, in place of probs
 * @returns a distribution of one-hot vectors
 * @throws TensorError "value" when probs are no probabilities, or both or neither are given
 * @example OneHotCategorical([0.2, 0.8]).prob([0, 1]) // => Tensor 0.8
 * @math P(X = e_i) = p_i
 * @source Murphy, Probabilistic machine learning: an introduction, 2.5
 * @peers torch.distributions.OneHotCategorical, tfp.distributions.OneHotCategorical
 * @see Categorical, OneHotCategoricalStraightThrough
 * @keywords one-hot, classes
 */
export const OneHotCategorical: Law<[probs?: TensorLike], Names> = /*@__PURE__*/ law(definition);

/**
 * OneHotCategorical whose draws pass gradients on as if they were the probabilities: biased, and often good enough.
 * @param probs - probabilities along the last axis, with the sum 1
 * @param logits - their logarithms up to a constant, in place of probs
 * @returns a distribution of one-hot vectors
 * @throws TensorError "value" when probs are no probabilities, or both or neither are given
 * @example
 * const pick = (logits: Tensor) =>
 *   OneHotCategoricalStraightThrough({ logits }).sample(random.key(0)).dot([1, 2]);
 * grad(pick)([0, 0]); // => Tensor [-0.25, 0.25]
 * @source Bengio, Léonard & Courville, Estimating or propagating gradients through stochastic neurons, 2013
 * @peers torch.distributions.OneHotCategoricalStraightThrough
 * @see RelaxedOneHotCategorical
 * @keywords straight-through estimator, Gumbel-softmax
 */
export const OneHotCategoricalStraightThrough: Law<[probs?: TensorLike], Names> = /*@__PURE__*/ law({
  ...definition,
  name: "OneHotCategoricalStraightThrough",
  gradient: "exact",
  sample: ({ logProbs, probs }, key, shape) =>
    add(vectorOf(categorical(key, logProbs, { shape }), logProbs), sub(probs, stopGradient(probs))),
});
