/** The Plackett-Luce law. */
import { broadcast, cast } from "../../core/basic.ts";
import { broadcastShapes } from "../../base/shapes.ts";
import type { TensorLike } from "../../core/tensor.ts";
import { add, neg, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { flip } from "../../ops/rearrange.ts";
import { clip } from "../../ops/rounding.ts";
import { sum } from "../../ops/reduce.ts";
import { logcumsumexp } from "../../ops/scan.ts";
import { argsort } from "../../ops/sort.ts";
import { takeAlongAxis } from "../../ops/take.ts";
import { gumbel } from "../../random/continuous.ts";
import { permutation } from "../constraints/vectors.ts";
import { type Law, law } from "../distribution/law.ts";
import { sizeOf } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { positiveVector } from "./pieces/vectors.ts";

/**
 * The Plackett-Luce distribution of rankings: places are taken one after the other, each in proportion to the scores of those left.
 * @param scores - numbers > 0 along the last axis
 * @returns a distribution of permutations of 0 … n - 1: who comes first, second, …
 * @throws TensorError "value" when a score is not positive and finite
 * @example PlackettLuce([1, 1, 2]).prob([2, 0, 1]) // => Tensor 0.25
 * @math P(\pi) = \prod_i \frac{w_{\pi_i}}{\sum_{j \ge i} w_{\pi_j}}
 * @source Plackett, The analysis of permutations, 1975
 * @peers tfp.distributions.PlackettLuce
 * @see Categorical
 * @keywords ranking, permutation, learning to rank
 */
export const PlackettLuce: Law<[scores: TensorLike], "scores"> = /*@__PURE__*/ law({
  name: "PlackettLuce",
  kind: "discrete",
  parameters: { scores: { constraint: positiveVector } },
  support: permutation,
  eventShape: ({ scores }) => [sizeOf(scores)],
  logProb: ({ scores }, x) => {
    const shape = broadcastShapes("logProb", [scores.shape, x.shape]);
    const places = cast(clip(broadcast(x, shape), 0, sizeOf(scores) - 1), "int32");
    const ranked = takeAlongAxis(broadcast(log(scores), shape), places, shape.length - 1);
    return sum(sub(ranked, flip(logcumsumexp(flip(ranked, -1), -1), -1)), -1);
  },
  sample: ({ scores }, key, shape) => {
    const noisy = add(log(scores), gumbel(key, [...shape, sizeOf(scores)], drawnAs(scores)));
    return cast(argsort(neg(noisy), -1), drawnAs(scores).dtype);
  },
  mode: ({ scores }) => cast(argsort(neg(scores), -1), drawnAs(scores).dtype),
  source: "Plackett, The analysis of permutations, 1975",
});
