/** Logarithms of ratios. */
import type { Tensor, TensorLike } from "../../../core/tensor.ts";
import { abs, div, sub } from "../../../ops/arithmetic.ts";
import { less, where } from "../../../ops/compare.ts";
import { log, log1p } from "../../../ops/exponential.ts";

/** log(x/y) of positive numbers, also where they are next to each other, or their ratio is no float. */
export function logRatio(x: TensorLike, y: TensorLike): Tensor {
  const change = div(sub(x, y), y);
  return where(less(abs(change), 0.5), log1p(change), sub(log(x), log(y)));
}
