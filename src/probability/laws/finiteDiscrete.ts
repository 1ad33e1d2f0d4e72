/** The law of finitely many values. */
import { broadcast, moveAxis } from "../../core/basic.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { mul, square, sub } from "../../ops/arithmetic.ts";
import { equal, greater, greaterEqual, lessEqual, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { argmax, max, min } from "../../ops/extrema.ts";
import { any, sum } from "../../ops/reduce.ts";
import { entr } from "../../ops/special/entropy.ts";
import { categorical } from "../../random/categories.ts";
import { interval } from "../constraints/numbers.ts";
import { realVector, simplex } from "../constraints/vectors.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, row, sizeOf } from "./pieces/columns.ts";
import { entryAt } from "./pieces/table.ts";

/**
 * The distribution of finitely many numbers, each with its probability.
 * @param outcomes - k different numbers along the last axis
 * @param probs - their probabilities, with the sum 1
 * @returns a distribution of these numbers
 * @throws TensorError "value" when probs are no probabilities, "shape" when there are not as many
 * @example
 * const returns = FiniteDiscrete([0, 2, 10], [0.5, 0.4, 0.1]);
 * returns.mean(); // => Tensor 1.8
 * returns.variance(); // => Tensor 8.360000000000001
 * @math P(X = x_i) = p_i
 * @source Dive into Deep Learning 2.6.6
 * @peers tfp.distributions.FiniteDiscrete
 * @see Categorical, Empirical
 * @keywords discrete random variable, table of probabilities, expectation and variance
 */
export const FiniteDiscrete: Law<[outcomes: TensorLike, probs: TensorLike], "outcomes" | "probs"> = /*@__PURE__*/ law({
  name: "FiniteDiscrete",
  kind: "mixed",
  parameters: { outcomes: { constraint: realVector }, probs: { constraint: simplex } },
  derived: { center: ({ outcomes, probs }) => sum(mul(outcomes, probs), -1) },
  support: ({ outcomes }) => {
    const range = interval(min(outcomes, -1), max(outcomes, -1));
    return { ...range, name: "outcomes", holds: (x) => any(equal(last(x as Tensor), outcomes), -1) };
  },
  logProb: ({ outcomes, probs }, x) => log(sum(where(equal(last(x), outcomes), probs, 0), -1)),
  cdf: ({ outcomes, probs }, x) => sum(where(lessEqual(outcomes, last(x)), probs, 0), -1),
  sf: ({ outcomes, probs }, x) => sum(where(greater(outcomes, last(x)), probs, 0), -1),
  // The least outcome up to which the probabilities reach q.
  icdf: ({ outcomes, probs }, q) => {
    const upTo = sum(where(lessEqual(row(outcomes), last(outcomes)), row(probs), 0), -1);
    return min(where(greaterEqual(upTo, last(q)), outcomes, Infinity), -1);
  },
  isf: ({ outcomes, probs }, q) => {
    const above = sum(where(greater(row(outcomes), last(outcomes)), row(probs), 0), -1);
    return min(where(lessEqual(above, last(q)), outcomes, Infinity), -1);
  },
  sample: ({ outcomes, probs }, key, shape) => entryAt(outcomes, categorical(key, log(probs), { shape })),
  gradient: "none",
  mean: ({ center }) => center,
  variance: ({ outcomes, probs, center }) => sum(mul(probs, square(sub(outcomes, last(center)))), -1),
  mode: ({ outcomes, probs }) => entryAt(outcomes, argmax(probs, -1)),
  entropy: ({ probs }) => sum(entr(probs), -1),
  enumerate: ({ outcomes }) =>
    broadcast(moveAxis(outcomes, outcomes.ndim - 1, 0), [sizeOf(outcomes), ...outcomes.shape.slice(0, -1)]),
  source: "Dive into Deep Learning 2.6.6",
});
