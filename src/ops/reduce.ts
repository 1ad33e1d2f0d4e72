/** Reductions: one number of many, along some axes or all. */
import { type Axes, normalizeAxes } from "../base/shapes.ts";
import { cast, pairwise, sumOver } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll, scale } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import type { Op } from "../core/op.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { div, mul } from "./arithmetic.ts";
import { cumprodOp } from "./scan.ts";
import { shift } from "./recurrence.ts";
import {
  type AxesParams,
  countOver,
  inFloat64,
  keep,
  keepdimsOf,
  type Kernel,
  mergeAxes,
  reduce,
  reduction,
  type ReduceOptions,
  requireElements,
  spread,
} from "./reduction.ts";
import { isnan, logicalNot, notEqual, where } from "./compare.ts";

export type { ReduceOptions } from "./reduction.ts";

/**
 * The sum along some axes, by pairs, so that the rounding error grows with log n.
 * @param x - any shape; bool is summed as int32
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes, of the dtype of x; float32 is summed in float64, above 2,047 elements
 * and in compiled programs in float32 with the errors kept (at most 34 units of roundoff of Σ|x|); integers wrap modulo 2³²; 0 for
 * no elements
 * @throws TensorError "axis" when x lacks the axis
 * @example sum([[1, 2], [3, 4]], 0) // => Tensor [4, 6]
 * @source Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §4.2
 * @peers torch.sum, jax.numpy.sum, mxnet.np.sum, numpy.sum, tf.reduce_sum, tf.math.reduce_sum
 * @math \sum_i x_i
 * @see mean, cumsum, prod
 * @keywords total, add up all elements, reduce sum
 */
export function sum(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  const [values] = promoteAll([toTensor(x, "sum")], "number", "sum");
  const axes = normalizeAxes("sum", axis, values.ndim);
  return keep(sumOver(values, axes), values, axes, keepdimsOf("sum", options));
}

const meanOp: Op<AxesParams> = /*@__PURE__*/ reduction({
  name: "mean",
  kernel: () => (x, from, step, n) => pairwise(x, from, step, n) / n,
  nonempty: true,
  expand: (x, { axes }) => div(sumOver(x, axes), countOver(x, axes)),
  linear: [0],
  transpose: ({ cotangents: [ct], args: [x], params: { axes } }) => [
    ct && spread(div(ct, countOver(x, axes)), x, axes),
  ],
});

/**
 * The arithmetic mean along some axes.
 * @param x - any shape; integers and bool become floats
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes; float32 is summed as by `sum`, with one rounding at the end
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements to take the mean of
 * @example mean([[1, 2], [3, 5]], 1) // => Tensor [1.5, 4]
 * @source Dive into Deep Learning 2.3.6
 * @peers torch.mean, jax.numpy.mean, mxnet.np.mean, numpy.mean, tf.reduce_mean
 * @math \bar{x} = \frac{1}{n}\sum_i x_i
 * @see average, median, variance
 * @keywords average, expectation, mu
 */
export function mean(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  return reduce(meanOp, promoteAll([toTensor(x, "mean")], "float", "mean")[0], axis, options);
}

// ---------------------------------------------------------------- products

const product: Kernel = (x, from, step, n) => {
  let result = 1;
  for (let k = 0, at = from; k < n; k++, at += step) result *= x[at];
  return result;
};

const productOfIntegers: Kernel = (x, from, step, n) => {
  let result = 1;
  for (let k = 0, at = from; k < n; k++, at += step) result = Math.imul(result, x[at]);
  return result;
};

/** ∂/∂xᵢ is the product of those before and those behind: no division, so zeros are exact to every order. */
const prodOp: Op<AxesParams> = /*@__PURE__*/ reduction({
  name: "prod",
  kernel: (dtype) => (dtype === "int32" || dtype === "uint32" ? productOfIntegers : product),
  monoid: "mul",
  // In float64, as in eager mode: a product may be of ordinary size where partial ones are not.
  expand: (x, params) => (x.dtype === "float32" ? inFloat64(x, (y) => bind1(prodOp, [y], params)) : undefined),
  jvp: ({ primals: [x], tangents: [t], params: { axes } }) => {
    if (t === undefined) return [];
    const factors = mergeAxes(x, axes);
    const axis = factors.ndim - 1;
    const before = shift(bind1(cumprodOp, [factors], { axis, reverse: false }), axis, 1, 1);
    const behind = shift(bind1(cumprodOp, [factors], { axis, reverse: true }), axis, -1, 1);
    return [sumOver(scale(mul(before, behind), mergeAxes(t, axes)), [axis])];
  },
});

/**
 * The product along some axes. Its derivatives are exact also where factors are 0.
 * @param x - any shape; bool is multiplied as int32
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes, of the dtype of x; integers wrap modulo 2³²; 1 for no elements
 * @throws TensorError "axis" when x lacks the axis
 * @example
 * prod([[1, 2], [3, 4]], 0); // => Tensor [3, 8]
 * grad((x) => x.prod())([2, 0, 3]); // => Tensor [0, 6, 0]
 * @source ISO 80000-2, 2-9.7
 * @peers torch.prod, jax.numpy.prod, mxnet.np.prod, numpy.prod, tf.reduce_prod
 * @math \prod_i x_i
 * @see cumprod, mul
 * @keywords product of all elements, multiply all
 */
export function prod(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  const [values] = promoteAll([toTensor(x, "prod")], "number", "prod");
  return reduce(prodOp, values, axis, options);
}

// ---------------------------------------------------------------- truth

const anyOp: Op<AxesParams> = /*@__PURE__*/ reduction({
  name: "any",
  kernel: () => (x, from, step, n) => {
    for (let k = 0, at = from; k < n; k++, at += step) if (x[at] !== 0) return 1;
    return 0;
  },
  monoid: "or",
  expand: (x, params) => (x.dtype === "bool" ? undefined : bind1(anyOp, [notEqual(x, 0)], params)),
  gives: "bool",
  jvp: () => [],
});

const allOp: Op<AxesParams> = /*@__PURE__*/ reduction({
  name: "all",
  kernel: () => (x, from, step, n) => {
    for (let k = 0, at = from; k < n; k++, at += step) if (x[at] === 0) return 0;
    return 1;
  },
  monoid: "and",
  expand: (x, params) => (x.dtype === "bool" ? undefined : bind1(allOp, [notEqual(x, 0)], params)),
  gives: "bool",
  jvp: () => [],
});

const countNonzeroOp: Op<AxesParams> = /*@__PURE__*/ reduction({
  name: "countNonzero",
  kernel: () => (x, from, step, n) => {
    let count = 0;
    for (let k = 0, at = from; k < n; k++, at += step) if (x[at] !== 0) count++;
    return count;
  },
  expand: (x, { axes }) => sumOver(cast(notEqual(x, 0), "int32"), axes),
  gives: "int32",
  jvp: () => [],
});

/**
 * Whether any element along some axes is true.
 * @param x - any shape and dtype; a number is true unless it is 0, NaN is true
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns bool, x without the axes; false for no elements
 * @throws TensorError "axis" when x lacks the axis
 * @example any([[0, 0], [0, 2]], 1) // => Tensor [false, true]
 * @source ISO 80000-2, 2-4.7
 * @peers torch.any, jax.numpy.any, numpy.any, tf.reduce_any
 * @math x_1 \vee x_2 \vee \cdots
 * @see all, logicalOr
 * @keywords exists, disjunction, reduce or
 */
export function any(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  return reduce(anyOp, toTensor(x, "any"), axis, options);
}

/**
 * Whether all elements along some axes are true.
 * @param x - any shape and dtype; a number is true unless it is 0, NaN is true
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns bool, x without the axes; true for no elements
 * @throws TensorError "axis" when x lacks the axis
 * @example all([[1, 1], [0, 2]], 1) // => Tensor [true, false]
 * @source ISO 80000-2, 2-4.6
 * @peers torch.all, jax.numpy.all, mxnet.np.all, numpy.all, tf.reduce_all
 * @math x_1 \wedge x_2 \wedge \cdots
 * @see any, logicalAnd
 * @keywords every, conjunction, reduce and
 */
export function all(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  return reduce(allOp, toTensor(x, "all"), axis, options);
}

/**
 * How many elements along some axes are not 0.
 * @param x - any shape and dtype; NaN is not 0
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns int32, x without the axes
 * @throws TensorError "axis" when x lacks the axis
 * @example countNonzero([[0, 1], [2, 3]], 1) // => Tensor [1, 2] int32
 * @source Hamming, Error detecting and error correcting codes, 1950 (the weight of a word)
 * @peers torch.count_nonzero, tf.math.count_nonzero, jax.numpy.count_nonzero, mxnet.np.count_nonzero, numpy.count_nonzero
 * @see nonzero
 * @keywords number of nonzeros, count true
 */
export function countNonzero(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  return reduce(countNonzeroOp, toTensor(x, "countNonzero"), axis, options);
}

// ---------------------------------------------------------------- without NaN

/**
 * The sum along some axes of all that is not NaN.
 * @param x - any shape; bool counts as int32
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes, of the dtype of x; 0 where all is NaN
 * @throws TensorError "axis" when x lacks the axis
 * @example nansum([1, NaN, 2]) // => Tensor 3
 * @source NaN stands for a missing value, as in NumPy
 * @peers torch.nansum, jax.numpy.nansum, numpy.nansum
 * @see sum
 * @keywords sum without NaN
 */
export function nansum(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  const [values] = promoteAll([toTensor(x, "nansum")], "number", "nansum");
  const axes = normalizeAxes("nansum", axis, values.ndim);
  return keep(sumOver(zeroNaN(values), axes), values, axes, keepdimsOf("nansum", options));
}

/**
 * The mean along some axes of all that is not NaN.
 * @param x - any shape; integers and bool become floats
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes; NaN where all is NaN
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements to take the mean of
 * @example nanmean([1, NaN, 2]) // => Tensor 1.5
 * @source NaN stands for a missing value, as in NumPy
 * @peers torch.nanmean, jax.numpy.nanmean, numpy.nanmean
 * @see mean
 * @keywords mean without NaN, average ignoring missing
 */
export function nanmean(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  const [values] = promoteAll([toTensor(x, "nanmean")], "float", "nanmean");
  const axes = normalizeAxes("nanmean", axis, values.ndim);
  requireElements("nanmean", values, axes);
  const count = sumOver(cast(logicalNot(isnan(values)), values.dtype), axes);
  return keep(div(sumOver(zeroNaN(values), axes), count), values, axes, keepdimsOf("nanmean", options));
}

const zeroNaN = (x: Tensor): Tensor => where(isnan(x), 0, x);
