/** The largest and the smallest, and where they are. */
import { type Axes, normalizeAxes, normalizeAxis } from "../base/shapes.ts";
import { cast, sumOver } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { elementwise } from "../core/elementwise.ts";
import type { Monoid } from "../core/lowering.ts";
import type { JvpAt, Op, Tangent } from "../core/op.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { div, sub } from "./arithmetic.ts";
import {
  type AxesParams,
  keepdimsOf,
  type Kernel,
  reduce,
  reduction,
  type ReduceOptions,
  requireElements,
  spread,
} from "./reduction.ts";
import { where } from "./compare.ts";

const largest: Kernel = (x, from, step, n) => {
  let best = x[from];
  for (let k = 1, at = from + step; k < n; k++, at += step) {
    const value = x[at];
    if (value > best || value !== value) best = value;
  }
  return best;
};

const smallest: Kernel = (x, from, step, n) => {
  let best = x[from];
  for (let k = 1, at = from + step; k < n; k++, at += step) {
    const value = x[at];
    if (value < best || value !== value) best = value;
  }
  return best;
};

const largestNumber: Kernel = (x, from, step, n) => {
  let best = Number.NaN;
  for (let k = 0, at = from; k < n; k++, at += step) if (!(x[at] <= best)) best = x[at] === x[at] ? x[at] : best;
  return best;
};

const smallestNumber: Kernel = (x, from, step, n) => {
  let best = Number.NaN;
  for (let k = 0, at = from; k < n; k++, at += step) if (!(x[at] >= best)) best = x[at] === x[at] ? x[at] : best;
  return best;
};

/** Equal, or both NaN. */
export const same: (x: Tensor, y: Tensor) => Tensor = /*@__PURE__*/ elementwise({
  name: "same",
  domain: { x: [-1e3, 1e3], y: [-1e3, 1e3] },
  ulp: { f32: 0, f64: 0 },
  takes: "any",
  gives: "bool",
  eval: (x, y) => (x === y || (x !== x && y !== y) ? 1 : 0),
  source: "IEEE 754-2019, 5.11",
});

/** The mean of the tangents of those elements that are the extremum: of the subgradients, the one of least norm. */
function jvpExtremum({ primals: [x], tangents: [t], outs: [out], params: { axes } }: JvpAt<AxesParams>): Tangent[] {
  if (t === undefined) return [];
  const ties = same(x, spread(out, x, axes));
  return [div(sumOver(where(ties, t, 0), axes), sumOver(cast(ties, t.dtype), axes))];
}

function extremum(name: string, kernel: Kernel, monoid?: Monoid): Op<AxesParams> {
  return reduction({ name, monoid, kernel: () => kernel, nonempty: true, jvp: jvpExtremum });
}

const maxOp: Op<AxesParams> = /*@__PURE__*/ extremum("max", largest, "max");
const minOp: Op<AxesParams> = /*@__PURE__*/ extremum("min", smallest, "min");
const nanmaxOp: Op<AxesParams> = /*@__PURE__*/ extremum("nanmax", largestNumber);
const nanminOp: Op<AxesParams> = /*@__PURE__*/ extremum("nanmin", smallestNumber);

/**
 * The largest element along some axes; NaN where there is one. Ties share the derivative evenly.
 * @param x - any shape and dtype
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes, of the dtype of x
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements to choose from
 * @example
 * max([[1, 5], [7, 2]], 1); // => Tensor [5, 7]
 * grad((x) => x.max())([1, 3, 3]); // => Tensor [0, 0.5, 0.5]
 * @source the subgradient of least norm: Clarke, Optimization and Nonsmooth Analysis, 1990, §2.3
 */
export function max(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  return reduce(maxOp, toTensor(x, "max"), axis, options);
}

/**
 * The smallest element along some axes; NaN where there is one. Ties share the derivative evenly.
 * @param x - any shape and dtype
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes, of the dtype of x
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements to choose from
 * @example min([[1, 5], [7, 2]], 1) // => Tensor [1, 2]
 * @source the subgradient of least norm: Clarke, Optimization and Nonsmooth Analysis, 1990, §2.3
 */
export function min(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  return reduce(minOp, toTensor(x, "min"), axis, options);
}

/**
 * The largest element along some axes, NaN left aside. Ties share the derivative evenly.
 * @param x - any shape and dtype
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes, of the dtype of x; NaN where all is NaN
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements to choose from
 * @example nanmax([1, NaN, 2]) // => Tensor 2
 * @source NaN stands for a missing value, as in NumPy
 */
export function nanmax(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  return reduce(nanmaxOp, toTensor(x, "nanmax"), axis, options);
}

/**
 * The smallest element along some axes, NaN left aside. Ties share the derivative evenly.
 * @param x - any shape and dtype
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes, of the dtype of x; NaN where all is NaN
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements to choose from
 * @example nanmin([3, NaN, 2]) // => Tensor 2
 * @source NaN stands for a missing value, as in NumPy
 */
export function nanmin(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  return reduce(nanminOp, toTensor(x, "nanmin"), axis, options);
}

/**
 * The range of the values along some axes: the largest less the smallest ("peak to peak").
 * @param x - any shape; bool counts as int32
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes, of the dtype of x
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements
 * @example ptp([[1, 5], [7, 2]], 1) // => Tensor [4, 5]
 * @source the sample range: David & Nagaraja, Order Statistics, 3rd ed., §2.3
 */
export function ptp(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  const values = toTensor(x, "ptp");
  const axes = normalizeAxes("ptp", axis, values.ndim);
  const keepdims = keepdimsOf("ptp", options);
  requireElements("ptp", values, axes);
  return sub(reduce(maxOp, values, axes, { keepdims }), reduce(minOp, values, axes, { keepdims }));
}

// ---------------------------------------------------------------- places

const placeOfLargest: Kernel = (x, from, step, n) => {
  let [best, place] = [x[from], 0];
  for (let k = 1, at = from + step; k < n; k++, at += step) {
    const value = x[at];
    if (value > best || (value !== value && best === best)) [best, place] = [value, k];
  }
  return place;
};

const placeOfSmallest: Kernel = (x, from, step, n) => {
  let [best, place] = [x[from], 0];
  for (let k = 1, at = from + step; k < n; k++, at += step) {
    const value = x[at];
    if (value < best || (value !== value && best === best)) [best, place] = [value, k];
  }
  return place;
};

function placing(name: string, kernel: Kernel): Op<AxesParams> {
  return reduction({ name, kernel: () => kernel, gives: "int32", nonempty: true, jvp: () => [] });
}

const argmaxOp: Op<AxesParams> = /*@__PURE__*/ placing("argmax", placeOfLargest);
const argminOp: Op<AxesParams> = /*@__PURE__*/ placing("argmin", placeOfSmallest);

/**
 * The place of the largest element: of the first one where there are several, and of the first NaN where there is one.
 * @param x - any shape and dtype
 * @param axis - an axis, or nothing for the place among all elements in row-major order
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns int32, x without the axis
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements to choose from
 * @example argmax([[1, 5], [7, 2]], 1) // => Tensor [1, 0] int32
 * @source Dive into Deep Learning 4.4.3
 */
export function argmax(x: TensorLike, axis?: number | null, options?: ReduceOptions): Tensor {
  return place(argmaxOp, toTensor(x, "argmax"), axis, options);
}

/**
 * The place of the smallest element: of the first one where there are several, and of the first NaN where there is one.
 * @param x - any shape and dtype
 * @param axis - an axis, or nothing for the place among all elements in row-major order
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns int32, x without the axis
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements to choose from
 * @example argmin([[1, 5], [7, 2]], 1) // => Tensor [0, 1] int32
 * @source Dive into Deep Learning 4.4.3
 */
export function argmin(x: TensorLike, axis?: number | null, options?: ReduceOptions): Tensor {
  return place(argminOp, toTensor(x, "argmin"), axis, options);
}

/** A list of axes has no place that one number could tell. */
function place(op: Op<AxesParams>, x: Tensor, axis: number | null | undefined, options?: ReduceOptions): Tensor {
  return reduce(op, x, axis === null || axis === undefined ? axis : normalizeAxis(op.name, axis, x.ndim), options);
}
