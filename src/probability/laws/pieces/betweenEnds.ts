/** Draws of open intervals. */
import type { Tensor } from "../../../core/tensor.ts";
import { clip } from "../../../ops/rounding.ts";

/** Numbers between 0 and 1 that rounding made 0 or 1, brought inside. */
export const betweenEnds = (x: Tensor): Tensor =>
  x.dtype === "float32" ? clip(x, 2 ** -126, 1 - 2 ** -24) : clip(x, 2 ** -1022, 1 - 2 ** -53);
