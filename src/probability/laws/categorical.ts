/** The categorical law. */
import { broadcast, cast, reshapeTo } from "../../core/basic.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { argmax } from "../../ops/extrema.ts";
import { mul, square, sub } from "../../ops/arithmetic.ts";
import { arange } from "../../ops/grids.ts";
import { sum } from "../../ops/reduce.ts";
import { entr } from "../../ops/special/entropy.ts";
import { categorical } from "../../random/categories.ts";
import { integerInterval } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, sizeOf } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { categories, categoryLogs, entryAt, lowerSums, upperSums } from "./pieces/table.ts";

/** 0, 1, …, k - 1. */
const places = (probs: Tensor): Tensor => arange(sizeOf(probs), { dtype: drawnAs(probs).dtype });

/**
 * The categorical distribution: one of the places 0 … k - 1, each with its probability.
 * @param probs - probabilities along the last axis, with the sum 1 to 1e-6: they are not made so silently
 * @param logits - their logarithms up to a constant, in place of probs; -Infinity for what never happens
 * @returns a distribution of int32 places; the axes before the last are the batch
 * @throws TensorError "value" when probs are negative or do not sum to 1, or both or neither are given
 * @example Categorical([0.2, 0.5, 0.3]).logProb([0, 1]) // => Tensor [-1.60943791, -0.69314718]
 * @math P(X = i) = p_i
 * @source Dive into Deep Learning 2.6
 * @peers torch.distributions.Categorical, tfp.distributions.Categorical
 * @see OneHotCategorical, Multinomial, FiniteDiscrete, random.categorical
 * @keywords classes, softmax, loaded die, discrete distribution
 */
export const Categorical: Law<[probs?: TensorLike], "probs" | "logits"> = /*@__PURE__*/ law({
  name: "Categorical",
  kind: "discrete",
  parameters: categories,
  derived: categoryLogs,
  support: ({ probs }) => integerInterval(0, sizeOf(probs) - 1),
  logProb: ({ logProbs }, x) => entryAt(logProbs, x),
  cdf: ({ probs }, x) => entryAt(lowerSums(probs), x),
  sf: ({ probs }, x) => entryAt(upperSums(probs), x),
  sample: ({ logProbs }, key, shape) => categorical(key, logProbs, { shape }),
  mean: ({ probs }) => sum(mul(probs, places(probs)), -1),
  variance: ({ probs }) => {
    const mean = sum(mul(probs, places(probs)), -1);
    return sum(mul(probs, square(sub(places(probs), last(mean)))), -1);
  },
  mode: ({ probs }) => cast(argmax(probs, -1), drawnAs(probs).dtype),
  entropy: ({ probs }) => sum(entr(probs), -1),
  enumerate: ({ probs }) => {
    const batch = probs.shape.slice(0, -1);
    const column = reshapeTo(places(probs), [sizeOf(probs), ...batch.map(() => 1)]);
    return broadcast(column, [column.shape[0], ...batch]);
  },
  source: "Murphy, Probabilistic machine learning: an introduction, 2.5",
});
