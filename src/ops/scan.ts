/** Scans: at each place the result of all elements up to it, along one axis. */
import { isInteger } from "../base/dtypes.ts";
import { normalizeAxis } from "../base/shapes.ts";
import { cast, reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { elementwise, promoteAll, scale } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import type { JvpAt, Op, Tangent } from "../core/op.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { div, neg } from "./arithmetic.ts";
import { where } from "./compare.ts";
import { same } from "./extrema.ts";
import { expDifference as expDifferenceKernel } from "./kernel/shares.ts";
import { type Line, lineOp, type LineParams, type Rows } from "./lines.ts";
import { recurrence, shift } from "./recurrence.ts";
import { exp as expOf, twoSum } from "./scalar/extended.ts";

/** Binds a scan to an axis; without one it goes through all elements in row-major order. A 0-d tensor stays 0-d. */
function scanAlong(op: Op<LineParams>, x: Tensor, axis: number | null | undefined): Tensor {
  if (axis !== undefined && axis !== null) {
    return bind1(op, [x], { axis: normalizeAxis(op.name, axis, x.ndim) });
  }
  const out = bind1(op, [x.ndim === 1 ? x : reshapeTo(x, [x.size])], { axis: 0 });
  return x.ndim === 0 ? reshapeTo(out, []) : out;
}

// ---------------------------------------------------------------- sums and products

/** Starts from -0, which is the neutral element of addition. */
const sums: Line = (x, y, from, step, n) => {
  let sum = -0;
  for (let k = 0, at = from; k < n; k++, at += step) {
    sum += x[at];
    y[at] = sum;
  }
};

const sumsOfIntegers: Line = (x, y, from, step, n) => {
  let sum = 0;
  for (let k = 0, at = from; k < n; k++, at += step) {
    sum = (sum + x[at]) | 0;
    y[at] = sum;
  }
};

const sumsOfRows: Rows = (x, y, from, inner, n) => {
  for (let at = from; at < from + inner; at++) y[at] = x[at];
  for (let at = from + inner; at < from + n * inner; at++) y[at] = y[at - inner] + x[at];
};

/** The transpose runs backwards. */
export const cumsumOp: Op<LineParams> = /*@__PURE__*/ lineOp({
  name: "cumsum",
  line: (dtype) => (isInteger(dtype) ? sumsOfIntegers : sums),
  rows: sumsOfRows,
  routine: "cumsum",
  linear: [0],
  transpose: ({ cotangents: [ct], params: { axis, reverse } }) => [
    ct && bind1(cumsumOp, [ct], { axis, reverse: !reverse }),
  ],
});

const products: Line = (x, y, from, step, n) => {
  let product = 1;
  for (let k = 0, at = from; k < n; k++, at += step) {
    product *= x[at];
    y[at] = product;
  }
};

const productsOfIntegers: Line = (x, y, from, step, n) => {
  let product = 1;
  for (let k = 0, at = from; k < n; k++, at += step) {
    product = Math.imul(product, x[at]);
    y[at] = product;
  }
};

/** y′ₖ = xₖ·y′ₖ₋₁ + yₖ₋₁·x′ₖ: no division, so zeros are exact to every order. */
export const cumprodOp: Op<LineParams> = /*@__PURE__*/ lineOp({
  name: "cumprod",
  line: (dtype) => (isInteger(dtype) ? productsOfIntegers : products),
  routine: "cumprod",
  jvp: ({ primals: [x], tangents: [t], outs: [y], params }) => {
    const before = shift(y, params.axis, params.reverse ? -1 : 1, 1);
    return [t && recurrence(x, scale(before, t), params)];
  },
});

/**
 * Sums of all elements up to each place.
 * @param x - any shape; bool is summed as int32
 * @param axis - an axis, or nothing to go through all elements in row-major order
 * @returns the shape and dtype of x; without an axis [size]. float32 is summed in float64, integers wrap modulo 2³²
 * @throws TensorError "axis" when x lacks the axis
 * @example cumsum([[1, 2, 3], [4, 5, 6]], 1) // => Tensor [[1, 3, 6], [4, 9, 15]]
 * @source Blelloch, Prefix sums and their applications, 1990
 * @peers torch.cumsum, tf.math.cumsum, jax.numpy.cumsum, mxnet.np.cumsum, numpy.cumsum
 * @math y_k = \sum_{i \le k} x_i
 * @see sum, logcumsumexp
 * @keywords running sum, cumulative sum, running total
 */
export function cumsum(x: TensorLike, axis?: number | null): Tensor {
  return scanAlong(cumsumOp, promoteAll([toTensor(x, "cumsum")], "number", "cumsum")[0], axis);
}

/**
 * Products of all elements up to each place. The derivatives are exact also where elements are 0.
 * @param x - any shape; bool is multiplied as int32
 * @param axis - an axis, or nothing to go through all elements in row-major order
 * @returns the shape and dtype of x; without an axis [size]. Integers wrap modulo 2³²
 * @throws TensorError "axis" when x lacks the axis
 * @example
 * cumprod([1, 2, 3, 4]); // => Tensor [1, 2, 6, 24]
 * grad((x) => x.cumprod().sum())([2, 0, 3]); // => Tensor [1, 8, 0]
 * @source Blelloch, Prefix sums and their applications, 1990
 * @peers torch.cumprod, tf.math.cumprod, jax.numpy.cumprod, numpy.cumprod
 * @math y_k = \prod_{i \le k} x_i
 * @see prod
 * @keywords running product, cumulative product
 */
export function cumprod(x: TensorLike, axis?: number | null): Tensor {
  return scanAlong(cumprodOp, promoteAll([toTensor(x, "cumprod")], "number", "cumprod")[0], axis);
}

// ---------------------------------------------------------------- extrema

const maxima: Line = (x, y, from, step, n) => {
  let best = x[from];
  for (let k = 0, at = from; k < n; k++, at += step) {
    const value = x[at];
    if (value > best || value !== value) best = value;
    y[at] = best;
  }
};

const minima: Line = (x, y, from, step, n) => {
  let best = x[from];
  for (let k = 0, at = from; k < n; k++, at += step) {
    const value = x[at];
    if (value < best || value !== value) best = value;
    y[at] = best;
  }
};

/**
 * At each place the mean of the tangents of the elements so far that are the extremum there, as for `max`: their sum and their
 * number start anew wherever the extremum does.
 */
function jvpExtrema({ primals: [x], tangents: [t], outs: [y], params }: JvpAt<LineParams>): Tangent[] {
  if (t === undefined) return [];
  const goesOn = cast(same(y, shift(y, params.axis, params.reverse ? -1 : 1)), t.dtype);
  const ties = same(x, y);
  return [div(recurrence(goesOn, where(ties, t, 0), params), recurrence(goesOn, cast(ties, t.dtype), params))];
}

const cummaxOp: Op<LineParams> = /*@__PURE__*/ lineOp({
  name: "cummax",
  line: () => maxima,
  routine: "cummax",
  jvp: jvpExtrema,
});
const cumminOp: Op<LineParams> = /*@__PURE__*/ lineOp({
  name: "cummin",
  line: () => minima,
  routine: "cummin",
  jvp: jvpExtrema,
});

/**
 * The largest element up to each place; NaN from the first NaN on. Ties share the derivative evenly, as in `max`: at the third
 * of three equal elements each has one third.
 * @param x - any shape and dtype
 * @param axis - an axis, or nothing to go through all elements in row-major order
 * @returns the shape and dtype of x; without an axis [size]
 * @throws TensorError "axis" when x lacks the axis
 * @example cummax([1, 3, 2, 5]) // => Tensor [1, 3, 3, 5]
 * @source Blelloch, Prefix sums and their applications, 1990
 * @peers torch.cummax, jax.lax.cummax
 * @math y_k = \max_{i \le k} x_i
 * @see max
 * @keywords running maximum, cumulative maximum
 */
export function cummax(x: TensorLike, axis?: number | null): Tensor {
  return scanAlong(cummaxOp, toTensor(x, "cummax"), axis);
}

/**
 * The smallest element up to each place; NaN from the first NaN on. Ties share the derivative evenly, as in `min`.
 * @param x - any shape and dtype
 * @param axis - an axis, or nothing to go through all elements in row-major order
 * @returns the shape and dtype of x; without an axis [size]
 * @throws TensorError "axis" when x lacks the axis
 * @example cummin([3, 1, 2, 0]) // => Tensor [3, 1, 1, 0]
 * @source Blelloch, Prefix sums and their applications, 1990
 * @peers torch.cummin, jax.lax.cummin
 * @math y_k = \min_{i \le k} x_i
 * @see min
 * @keywords running minimum, cumulative minimum
 */
export function cummin(x: TensorLike, axis?: number | null): Tensor {
  return scanAlong(cumminOp, toTensor(x, "cummin"), axis);
}

// ---------------------------------------------------------------- log-sum-exp

/** The sum is e^top · (1 + rest): it neither overflows nor loses what is small. */
const logSums: Line = (x, y, from, step, n) => {
  let [top, rest] = [-Infinity, 0];
  for (let k = 0, at = from; k < n; k++, at += step) {
    const value = x[at];
    if (value > top) [top, rest] = [value, (1 + rest) * Math.exp(top - value)];
    else if (k > 0) rest += value === top ? 1 : Math.exp(value - top);
    else if (value !== value) rest = value;
    y[at] = top + Math.log1p(rest);
  }
};

/** exp(x - y) where x <= y, with the limits 0 for two times -∞ and 1 for two times ∞. */
const expDifference: (x: Tensor, y: Tensor) => Tensor = /*@__PURE__*/ elementwise({
  name: "expDifference",
  domain: { x: [-10, 0], y: [0, 10] },
  ulp: { f32: 2, f64: 2 },
  eval: (x, y) => (x === y ? (x === -Infinity ? 0 : 1) : expOf(twoSum(x, -y))),
  kernel: expDifferenceKernel,
  partials: { x: ({ out }) => out, y: ({ out }) => neg(out) },
  source: "IEEE 754-2019, 9.2.1",
});

/** y′ₖ = exp(yₖ₋₁ - yₖ)·y′ₖ₋₁ + exp(xₖ - yₖ)·x′ₖ, in which no factor exceeds 1. */
const logcumsumexpOp: Op<LineParams> = /*@__PURE__*/ lineOp({
  name: "logcumsumexp",
  line: () => logSums,
  routine: "logcumsumexp",
  // JavaScript's functions compute it either way.
  fromElements: Infinity,
  jvp: ({ primals: [x], tangents: [t], outs: [y], params }) => {
    const before = shift(y, params.axis, params.reverse ? -1 : 1, -Infinity);
    return [t && recurrence(expDifference(before, y), scale(expDifference(x, y), t), params)];
  },
});

/**
 * log Σ exp of all elements up to each place, without overflow. Where all of them are -∞ the derivative is 0; each +∞ has the
 * derivative 1.
 * @param x - any shape; integers and bool become floats
 * @param axis - an axis, or nothing to go through all elements in row-major order
 * @returns the shape of x; without an axis [size]
 * @throws TensorError "axis" when x lacks the axis
 * @example logcumsumexp([1000, 1000]) // => Tensor [1000, 1000.69314718]
 * @source Blanchard, Higham & Higham, Accurately computing the log-sum-exp and softmax functions, 2021
 * @peers torch.logcumsumexp
 * @math y_k = \ln\sum_{i \le k} e^{x_i}
 * @see logsumexp, cumsum
 * @keywords cumulative log-sum-exp
 */
export function logcumsumexp(x: TensorLike, axis?: number | null): Tensor {
  return scanAlong(logcumsumexpOp, promoteAll([toTensor(x, "logcumsumexp")], "float", "logcumsumexp")[0], axis);
}
