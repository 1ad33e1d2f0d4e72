/** Distribution functions of counts as sums of probabilities. */
import { broadcastShapes } from "../../../base/shapes.ts";
import { broadcast } from "../../../core/basic.ts";
import { zerosOf } from "../../../core/convert.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { add } from "../../../ops/arithmetic.ts";
import { greater, lessEqual, logicalAnd, where } from "../../../ops/compare.ts";
import { whileLoop } from "../../../ops/control/while.ts";
import { exp } from "../../../ops/exponential.ts";
import { any } from "../../../ops/reduce.ts";
import { floor } from "../../../ops/rounding.ts";
import { stopGradient } from "../../../ops/stopGradient.ts";

/** Σ exp(logProb(k)) for from ≤ k ≤ to: as many steps as the longest of the sums has terms, all terms positive. */
export function sumBetween(logProb: (k: Tensor) => Tensor, from: Tensor, to: Tensor): Tensor {
  const [low, high] = [stopGradient(floor(from)), stopGradient(floor(to))];
  const shape = broadcastShapes("cdf", [low.shape, high.shape, logProb(low).shape]);
  const start = broadcast(low, shape);
  const [, total] = whileLoop(
    ([k]: readonly Tensor[]) => any(lessEqual(k, high)),
    ([k, sum]: readonly Tensor[]) => {
      const inside = logicalAnd(lessEqual(k, high), greater(k, -Infinity));
      return [add(k, 1), add(sum, where(inside, exp(logProb(k)), 0))];
    },
    [start, zerosOf(shape, start.dtype)] as readonly Tensor[],
  ) as readonly Tensor[];
  return total;
}
