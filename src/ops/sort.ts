/** Sorting: values, places, and the first few of them. */
import { makeArray } from "../base/dtypes.ts";
import { normalizeAxis } from "../base/shapes.ts";
import { toTensor } from "../core/convert.ts";
import { bind1 } from "../core/interpreter.ts";
import type { Op } from "../core/op.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { checkBoolean, checkInteger, type Checks, readOptions } from "./arguments.ts";
import { sliceAxis } from "./blocks.ts";
import { lineOp, type LineParams } from "./lines.ts";
import { Sorter, sortValues } from "./order.ts";
import { takeAlongAxis } from "./take.ts";

interface SortParams extends LineParams {
  readonly descending: boolean;
}

/** Options of {@link sort} and {@link argsort}. */
export interface SortOptions {
  /** Begin with the largest. Default false. */
  readonly descending?: boolean;
}

const SORT: Checks<SortOptions> = { descending: checkBoolean };

/** Where values are equal, the derivative is that of the stable permutation. */
const sortOp: Op<SortParams> = /*@__PURE__*/ lineOp({
  name: "sort",
  line: (dtype, { descending }, n) => {
    const buffer = makeArray(dtype, n);
    return (x, y, from, step) => {
      sortValues(x, from, step, buffer, descending);
      for (let k = 0, at = from; k < n; k++, at += step) y[at] = buffer[k];
    };
  },
  routine: "sort",
  jvp: ({ primals: [x], tangents: [t], params }) => [t && takeAlongAxis(t, bind1(argsortOp, [x], params), params.axis)],
});

const argsortOp: Op<SortParams> = /*@__PURE__*/ lineOp({
  name: "argsort",
  line: (_, { descending }, n) => {
    const sorter = new Sorter(n);
    return (x, y, from, step) => {
      const places = sorter.sort(x, from, step, descending);
      for (let k = 0, at = from; k < n; k++, at += step) y[at] = places[k];
    };
  },
  routine: "argsort",
  gives: "int32",
  jvp: () => [],
});

/** Values in ascending order along a normalized axis. */
export function sortAlong(x: Tensor, axis: number): Tensor {
  return bind1(sortOp, [x], { axis, descending: false });
}

/**
 * The elements along an axis in ascending order. NaN counts as larger than all numbers, and so comes last; -0 equals 0. The
 * derivative is that of the permutation; equal elements keep their order.
 * @param x - at least one axis, any dtype
 * @param axis - default the last
 * @param options - `descending`: begin with the largest, default false; NaN comes first then
 * @returns the shape and dtype of x
 * @throws TensorError "axis" when x lacks the axis
 * @example
 * sort([3, 1, 2]); // => Tensor [1, 2, 3]
 * sort([3, 1, 2], 0, { descending: true }); // => Tensor [3, 2, 1]
 * @source Knuth, The Art of Computer Programming 3, 2nd ed., §5.2
 * @peers torch.sort, tf.sort, jax.numpy.sort, mxnet.np.sort, numpy.sort
 * @see argsort, topk
 */
export function sort(x: TensorLike, axis = -1, options?: SortOptions): Tensor {
  const { descending = false } = readOptions("sort", options, SORT);
  const values = toTensor(x, "sort");
  return bind1(sortOp, [values], { axis: normalizeAxis("sort", axis, values.ndim), descending });
}

/**
 * The places that sort: `takeAlongAxis(x, argsort(x), -1)` is `sort(x)`. Equal elements keep their order.
 * @param x - at least one axis, any dtype
 * @param axis - default the last
 * @param options - `descending`: begin with the largest, default false; NaN comes first then
 * @returns int32, the shape of x
 * @throws TensorError "axis" when x lacks the axis
 * @example argsort([30, 10, 20]) // => Tensor [1, 2, 0] int32
 * @source Knuth, The Art of Computer Programming 3, 2nd ed., §5.2.4
 * @peers torch.argsort, tf.argsort, jax.numpy.argsort, mxnet.np.argsort, numpy.argsort
 * @see sort, takeAlongAxis
 * @keywords sorting permutation, indices that sort, rank
 */
export function argsort(x: TensorLike, axis = -1, options?: SortOptions): Tensor {
  const { descending = false } = readOptions("argsort", options, SORT);
  const values = toTensor(x, "argsort");
  return bind1(argsortOp, [values], { axis: normalizeAxis("argsort", axis, values.ndim), descending });
}

/** What {@link topk} returns. */
export interface TopK {
  /** The k largest elements along the axis, in descending order; the dtype of x. */
  readonly values: Tensor;
  /** Where the values stand along the axis: int32. */
  readonly indices: Tensor;
}

/**
 * The k largest elements along an axis, in descending order. Of equal elements the first ones are taken; NaN counts as larger
 * than all numbers.
 * @param x - at least one axis, any dtype
 * @param k - how many, from 0 to the size of the axis
 * @param axis - default the last
 * @returns `values` and `indices`: the shape of x with size k on the axis
 * @throws TensorError "axis" when x lacks the axis, "value" when k is no such number
 * @example topk([1, 4, 2, 3], 2) // => { values: Tensor [4, 3], indices: Tensor [1, 3] int32 }
 * @source Knuth, The Art of Computer Programming 3, 2nd ed., §5.3.3
 * @peers torch.topk, tf.math.top_k, jax.lax.top_k, mxnet.npx.topk
 * @see sort, argmax
 * @keywords largest k, best k, top values
 */
export function topk(x: TensorLike, k: number, axis = -1): TopK {
  const values = toTensor(x, "topk");
  const at = normalizeAxis("topk", axis, values.ndim);
  const size = values.shape[at];
  const count = checkInteger("topk", "k", k, 0, size);
  const indices = sliceAxis(bind1(argsortOp, [values], { axis: at, descending: true }), at, {
    start: 0,
    size: count,
    step: 1,
  });
  return { values: takeAlongAxis(values, indices, at), indices };
}
