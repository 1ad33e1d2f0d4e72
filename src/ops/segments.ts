/** Reductions of groups of rows that share a number. */
import { type DType, isFloat } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { checkSize, sameShape } from "../base/shapes.ts";
import { reshapeTo } from "../core/basic.ts";
import { fullOf, toTensor } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { div } from "./arithmetic.ts";
import { checkInteger } from "./arguments.ts";
import { type ScatterMode, toIndices } from "./gather.ts";
import { scatter } from "./scatter.ts";

interface Segments {
  readonly rows: Tensor;
  /** The segment of each row: int32, of the first axes of the rows. */
  readonly ids: Tensor;
  readonly count: number;
}

function readSegments(op: string, x: TensorLike, ids: TensorLike, count: number): Segments {
  const [rows] = promoteAll([toTensor(x, op)], "number", op);
  const size = checkInteger(op, "count", count, 0);
  const segments = toIndices(ids, op, 0, size);
  if (!sameShape(segments.shape, rows.shape.slice(0, segments.ndim))) {
    fail("shape", {
      op,
      problem: "the ids do not fit",
      shapes: { x: rows.shape, ids: segments.shape },
      expects: "ids for the first axes of x, one for each row",
      fix: "pass as many ids as x has rows, or move the axis of the rows to the front with moveaxis",
    });
  }
  checkSize(op, [size, ...rows.shape.slice(segments.ndim)], "the shape of the result");
  return { rows, ids: segments, count: size };
}

/** @param empty - what stands for a segment without rows */
function combineSegments(mode: ScatterMode, { rows, ids, count }: Segments, empty: number): Tensor {
  const shape = [count, ...rows.shape.slice(ids.ndim)];
  return scatter(mode, fullOf(shape, empty, rows.dtype), ids, rows);
}

/**
 * The sum of the rows of each segment.
 * @param x - shape [...ids, ...rest]
 * @param ids - for each row the number of its segment, in any order; negative ones count from the end
 * @param count - how many segments there are
 * @returns shape [count, ...rest]; 0 for a segment without rows
 * @throws TensorError "index" for an id out of range, "shape" when the ids do not fit, "value" for a count that is no integer >= 0
 * @example segmentSum([1, 2, 3, 4], [0, 1, 0, 1], 3) // => Tensor [4, 6, 0]
 * @source TensorFlow reference, tf.math.unsorted_segment_sum
 * @peers tf.math.segment_sum
 * @math y_g = \sum_{i:\,s_i = g} x_i
 * @see segmentMean
 * @keywords group by sum, scatter add, aggregate
 */
export function segmentSum(x: TensorLike, ids: TensorLike, count: number): Tensor {
  return combineSegments("add", readSegments("segmentSum", x, ids, count), 0);
}

/**
 * The product of the rows of each segment. Its derivative is the product of the other rows, zeros included.
 * @param x - shape [...ids, ...rest]
 * @param ids - for each row the number of its segment, in any order; negative ones count from the end
 * @param count - how many segments there are
 * @returns shape [count, ...rest]; 1 for a segment without rows
 * @throws TensorError as segmentSum
 * @example segmentProd([1, 2, 3, 4], [0, 1, 0, 1], 3) // => Tensor [3, 8, 1]
 * @source TensorFlow reference, tf.math.unsorted_segment_prod
 * @peers tf.math.segment_prod
 * @see segmentSum
 * @keywords group by product
 */
export function segmentProd(x: TensorLike, ids: TensorLike, count: number): Tensor {
  return combineSegments("mul", readSegments("segmentProd", x, ids, count), 1);
}

/**
 * The mean of the rows of each segment.
 * @param x - shape [...ids, ...rest]; integers become floats
 * @param ids - for each row the number of its segment, in any order; negative ones count from the end
 * @param count - how many segments there are
 * @returns shape [count, ...rest]; NaN for a segment without rows, as the mean of nothing
 * @throws TensorError as segmentSum
 * @example segmentMean([1, 2, 3, 4], [0, 1, 0, 1], 2) // => Tensor [2, 3]
 * @source TensorFlow reference, tf.math.unsorted_segment_mean, which gives 0 for a segment without rows
 * @peers tf.math.segment_mean
 * @see segmentSum
 * @keywords group by mean, average per group
 */
export function segmentMean(x: TensorLike, ids: TensorLike, count: number): Tensor {
  const { rows, ...segments } = readSegments("segmentMean", x, ids, count);
  const [floats] = promoteAll([rows], "float", "segmentMean");
  const ones = fullOf(segments.ids.shape, 1, floats.dtype);
  const sizes = combineSegments("add", { ...segments, rows: ones }, 0);
  const sums = combineSegments("add", { ...segments, rows: floats }, 0);
  return div(sums, reshapeTo(sizes, [count, ...sums.shape.slice(1).fill(1)]));
}

/**
 * The largest of the rows of each segment, element by element. Where several are the largest, they share the derivative.
 * @param x - shape [...ids, ...rest]
 * @param ids - for each row the number of its segment, in any order; negative ones count from the end
 * @param count - how many segments there are
 * @returns shape [count, ...rest]; for a segment without rows -Infinity, or the least integer of the dtype
 * @throws TensorError as segmentSum
 * @example segmentMax([1, 2, 3, 4], [0, 1, 0, 1], 2) // => Tensor [3, 4]
 * @source TensorFlow reference, tf.math.unsorted_segment_max
 * @peers tf.math.segment_max
 * @see segmentSum
 * @keywords group by maximum
 */
export function segmentMax(x: TensorLike, ids: TensorLike, count: number): Tensor {
  const segments = readSegments("segmentMax", x, ids, count);
  return combineSegments("max", segments, leastOf(segments.rows.dtype));
}

/**
 * The smallest of the rows of each segment, element by element. Where several are the smallest, they share the derivative.
 * @param x - shape [...ids, ...rest]
 * @param ids - for each row the number of its segment, in any order; negative ones count from the end
 * @param count - how many segments there are
 * @returns shape [count, ...rest]; for a segment without rows Infinity, or the greatest integer of the dtype
 * @throws TensorError as segmentSum
 * @example segmentMin([1, 2, 3, 4], [0, 1, 0, 1], 2) // => Tensor [1, 2]
 * @source TensorFlow reference, tf.math.unsorted_segment_min
 * @peers tf.math.segment_min
 * @see segmentSum
 * @keywords group by minimum
 */
export function segmentMin(x: TensorLike, ids: TensorLike, count: number): Tensor {
  const segments = readSegments("segmentMin", x, ids, count);
  return combineSegments("min", segments, greatestOf(segments.rows.dtype));
}

function leastOf(dtype: DType): number {
  if (isFloat(dtype)) return -Infinity;
  return dtype === "int32" ? -(2 ** 31) : 0;
}

function greatestOf(dtype: DType): number {
  if (isFloat(dtype)) return Infinity;
  return dtype === "int32" ? 2 ** 31 - 1 : 2 ** 32 - 1;
}
