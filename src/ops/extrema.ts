/** The largest and the smallest, and where they are. */
import { isFloat } from "../base/dtypes.ts";
import { type Axes, normalizeAxes, normalizeAxis, type Shape, sizeOf, stridesOf, unravel } from "../base/shapes.ts";
import { cast, sumOver } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { elementwise } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Monoid, weighted } from "../core/lowering.ts";
import { type JvpAt, type Op, primitive, type Tangent } from "../core/op.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { div, sub } from "./arithmetic.ts";
import {
  type AxesParams,
  countOver,
  inFront,
  keepdimsOf,
  type Kernel,
  reduce,
  reduction,
  type ReduceOptions,
  requireElements,
  spread,
} from "./reduction.ts";
import { isnan, where } from "./compare.ts";
import { isMask } from "../core/kernel.ts";

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
  kernel: (k, x, y) =>
    isMask(x.type) ? k.not(k.xor(x, y)) : k.isFloat(x) ? k.or(k.eq(x, y), k.and(k.isNaN(x), k.isNaN(y))) : k.eq(x, y),
  source: "IEEE 754-2019, 5.11",
});

/** The mean of the tangents of those elements that are the extremum: of the subgradients, the one of least norm. */
function jvpExtremum({ primals: [x], tangents: [t], outs: [out], params: { axes } }: JvpAt<AxesParams>): Tangent[] {
  if (t === undefined) return [];
  const ties = same(x, spread(out, x, axes));
  return [div(sumOver(where(ties, t, 0), axes), sumOver(cast(ties, t.dtype), axes))];
}

function extremum(
  name: string,
  kernel: Kernel,
  lower: { monoid: Monoid } | { worst: number; of: Op<AxesParams> },
): Op<AxesParams> {
  const form = "monoid" in lower ? lower : { expand: withoutNaN(lower.of, lower.worst) };
  return reduction({ name, ...form, kernel: () => kernel, nonempty: true, jvp: jvpExtremum });
}

/** The extremum with NaN taken for the worst of numbers, and NaN where there is nothing else. */
function withoutNaN(op: Op<AxesParams>, worst: number) {
  return (x: Tensor, params: AxesParams): Tensor => {
    if (!isFloat(x.dtype)) return bind1(op, [x], params);
    const missing = isnan(x);
    const best = bind1(op, [where(missing, worst, x)], params);
    return where(bind1(minOp, [missing], params), Number.NaN, best);
  };
}

const maxOp: Op<AxesParams> = /*@__PURE__*/ extremum("max", largest, { monoid: "max" });
const minOp: Op<AxesParams> = /*@__PURE__*/ extremum("min", smallest, { monoid: "min" });
const nanmaxOp: Op<AxesParams> = /*@__PURE__*/ extremum("nanmax", largestNumber, { of: maxOp, worst: -Infinity });
const nanminOp: Op<AxesParams> = /*@__PURE__*/ extremum("nanmin", smallestNumber, { of: minOp, worst: Infinity });

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
 * @peers torch.max, jax.numpy.max, mxnet.np.max, numpy.max, tf.reduce_max, torch.amax
 * @math \max_i x_i
 * @see argmax, maximum
 * @keywords maximum of a tensor, reduce max
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
 * @peers torch.min, jax.numpy.min, mxnet.np.min, numpy.min, tf.reduce_min, torch.amin
 * @math \min_i x_i
 * @see argmin, minimum
 * @keywords minimum of a tensor, reduce min
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
 * @peers jax.numpy.nanmax, mxnet.np.nanmax, numpy.nanmax
 * @see max
 * @keywords maximum without NaN
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
 * @peers jax.numpy.nanmin, mxnet.np.nanmin, numpy.nanmin
 * @see min
 * @keywords minimum without NaN
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
 * @peers jax.numpy.ptp, mxnet.np.ptp, numpy.ptp
 * @math \max_i x_i - \min_i x_i
 * @see max
 * @keywords spread
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

/** For each element its place among those along the axes, in row-major order; the argument is not read. */
const placeOp: Op<AxesParams> = /*@__PURE__*/ primitive({
  name: "place",
  infer: ([{ shape }]) => [{ shape, dtype: "int32", weak: false }],
  evaluate: ([{ shape }], { axes }) => {
    const steps = stridesAlong(shape, axes);
    return [Int32Array.from({ length: sizeOf(shape) }, (_, i) => dot(unravel(i, shape), steps))];
  },
  lower: {
    kind: "elements",
    element: ({ k, place, out: { shape }, params: { axes } }) => k.index(weighted(k, place, stridesAlong(shape, axes))),
  },
  jvp: () => [],
  batch: ({ args, params: { axes } }) => inFront(bind1(placeOp, args, { axes: axes.map((axis) => axis + 1) })),
});

/** Steps in row-major order along some axes, 0 along the others. */
function stridesAlong(shape: Shape, axes: readonly number[]): number[] {
  const strides = stridesOf(axes.map((axis) => shape[axis]));
  return shape.map((_, axis) => (axes.includes(axis) ? strides[axes.indexOf(axis)] : 0));
}

const dot = (x: readonly number[], y: readonly number[]): number => x.reduce((sum, value, i) => sum + value * y[i], 0);

/** @param of - the extremum whose place is wanted */
function placing(name: string, kernel: Kernel, of: Op<AxesParams>): Op<AxesParams> {
  return reduction({
    name,
    kernel: () => kernel,
    gives: "int32",
    nonempty: true,
    // The first of the elements that are the extremum, which is NaN where one is.
    expand: (x, params) => {
      const ties = same(x, spread(bind1(of, [x], params), x, params.axes));
      return bind1(minOp, [where(ties, bind1(placeOp, [x], params), countOver(x, params.axes))], params);
    },
    jvp: () => [],
  });
}

const argmaxOp: Op<AxesParams> = /*@__PURE__*/ placing("argmax", placeOfLargest, maxOp);
const argminOp: Op<AxesParams> = /*@__PURE__*/ placing("argmin", placeOfSmallest, minOp);

/**
 * The place of the largest element: of the first one where there are several, and of the first NaN where there is one.
 * @param x - any shape and dtype
 * @param axis - an axis, or nothing for the place among all elements in row-major order
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns int32, x without the axis
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements to choose from
 * @example argmax([[1, 5], [7, 2]], 1) // => Tensor [1, 0] int32
 * @source Dive into Deep Learning 4.4.3
 * @peers torch.argmax, tf.math.argmax, jax.numpy.argmax, mxnet.np.argmax, numpy.argmax
 * @math \arg\max_i x_i
 * @see max, topk
 * @keywords index of the maximum, position of the largest, predicted class
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
 * @peers torch.argmin, tf.math.argmin, jax.numpy.argmin, mxnet.np.argmin, numpy.argmin
 * @math \arg\min_i x_i
 * @see min
 * @keywords index of the minimum, position of the smallest
 */
export function argmin(x: TensorLike, axis?: number | null, options?: ReduceOptions): Tensor {
  return place(argminOp, toTensor(x, "argmin"), axis, options);
}

/** A list of axes has no place that one number could tell. */
function place(op: Op<AxesParams>, x: Tensor, axis: number | null | undefined, options?: ReduceOptions): Tensor {
  return reduce(op, x, axis === null || axis === undefined ? axis : normalizeAxis(op.name, axis, x.ndim), options);
}
