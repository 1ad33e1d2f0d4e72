/** Whole numbers near x, and x kept in a range. Steps have derivative 0 everywhere, at the jumps as well. */
import { isFloat } from "../base/dtypes.ts";
import { toTensor } from "../core/convert.ts";
import { elementwise, type Range, type Ternary, type Unary } from "../core/elementwise.ts";
import type { ElementKernel } from "../core/kernel.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { type Checks, isNumber, readOptions } from "./arguments.ts";
import { equal, greater, isnan, less, logicalAnd, where } from "./compare.ts";

const REAL: Range = [-1e3, 1e3];
const HARD: readonly number[] = [0, -0, 0.5, -0.5, 1.5, 2.5, 2 ** 52 + 1, Infinity, -Infinity];
const EXACT: { readonly f32: number; readonly f64: number } = { f32: 0, f64: 0 };

const step = (name: string, choose: (x: number) => number, kernel: ElementKernel): Unary =>
  elementwise({
    name,
    domain: { x: REAL },
    hard: HARD,
    ulp: EXACT,
    takes: "number",
    eval: choose,
    kernel: (k, x) => (k.isFloat(x) ? kernel(k, x) : x),
    source: "IEEE 754-2019, 5.9",
  });

/**
 * The largest whole number ≤ x.
 * @param x - any shape; integers stay as they are, bool counts as int32
 * @returns the shape and dtype of x; derivative 0
 * @example floor([1.5, -1.5]) // => Tensor [1, -2]
 * @source IEEE 754-2019, 5.9
 * @peers torch.floor, tf.math.floor, jax.numpy.floor, mxnet.np.floor, numpy.floor
 * @math \lfloor x \rfloor
 * @see ceil
 * @keywords round down
 */
export const floor: Unary = /*@__PURE__*/ step("floor", Math.floor, (k, x) => k.floor(x));

/**
 * The smallest whole number ≥ x.
 * @param x - any shape; integers stay as they are, bool counts as int32
 * @returns the shape and dtype of x; derivative 0
 * @example ceil([1.5, -1.5]) // => Tensor [2, -1]
 * @source IEEE 754-2019, 5.9
 * @peers torch.ceil, tf.math.ceil, jax.numpy.ceil, mxnet.np.ceil, numpy.ceil
 * @math \lceil x \rceil
 * @see floor, round
 * @keywords round up, ceiling
 */
export const ceil: Unary = /*@__PURE__*/ step("ceil", Math.ceil, (k, x) => k.ceil(x));

/**
 * The whole number next to x, the even one of two equally near.
 * @param x - any shape; integers stay as they are, bool counts as int32
 * @returns the shape and dtype of x; derivative 0
 * @example round([0.5, 1.5, 2.4]) // => Tensor [0, 2, 2]
 * @source IEEE 754-2019, 5.9, roundToIntegralTiesToEven
 * @peers torch.round, tf.math.round, jax.numpy.round, mxnet.np.round_, numpy.round
 * @see floor, ceil, trunc
 * @keywords nearest integer, bankers rounding
 */
export const round: Unary = /*@__PURE__*/ step("round", roundToEven, (k, x) => k.nearest(x));

/**
 * x without its fraction.
 * @param x - any shape; integers stay as they are, bool counts as int32
 * @returns the shape and dtype of x; derivative 0
 * @example trunc([1.5, -1.5]) // => Tensor [1, -1]
 * @source IEEE 754-2019, 5.9
 * @peers torch.trunc, jax.numpy.trunc, mxnet.np.trunc, numpy.trunc
 * @math \operatorname{trunc} x
 * @see floor, round
 * @keywords integer part, round towards zero, fix
 */
export const trunc: Unary = /*@__PURE__*/ step("trunc", Math.trunc, (k, x) => k.trunc(x));

/** From here on float64 numbers are whole; adding it and taking it away rounds as the hardware does: to even. */
const WHOLE = 2 ** 52;

function roundToEven(x: number): number {
  const size = Math.abs(x);
  if (!(size < WHOLE)) return x;
  const rounded = size + WHOLE - WHOLE;
  return x < 0 || Object.is(x, -0) ? -rounded : rounded;
}

/**
 * x where it lies between low and high, else the nearer of them.
 *
 * The derivative with respect to x is 1 inside and 0 outside and at both ends: there it is the element of least norm between 0
 * and 1. With respect to low it is 1 where x < low, with respect to high 1 where x > high.
 * @param x - any shape; bool counts as int32
 * @param low - a shape that broadcasts with it; -Infinity for no bound
 * @param high - the same; Infinity for no bound. Where high < low the result is high
 * @returns the common shape and dtype
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example clip([-2, 0.5, 3], -1, 1) // => Tensor [-1, 0.5, 1]
 * @source NumPy, numpy.clip
 * @peers torch.clip, torch.clamp, jax.numpy.clip, mxnet.np.clip, numpy.clip
 * @math \min(\max(x, a), b)
 * @see maximum, minimum
 * @keywords clamp, limit, bound values
 */
export const clip: Ternary = /*@__PURE__*/ elementwise({
  name: "clip",
  domain: { x: [-4, 4], low: [-3, -1], high: [1, 3] },
  hard: HARD,
  ulp: EXACT,
  takes: "number",
  eval: (x, low, high) => Math.min(Math.max(x, low), high),
  kernel: (k, x, low, high) => {
    if (k.isFloat(x)) return k.min(k.max(x, low), high);
    const raised = k.select(k.lt(x, low), low, x);
    return k.select(k.lt(high, raised), high, raised);
  },
  partials: {
    x: ({ x, low, high }) => logicalAnd(greater(x, low), less(x, high)),
    low: ({ x, low, high }) => logicalAnd(less(x, low), less(low, high)),
    high: ({ x, low, high }) => where(less(low, high), greater(x, high), 1),
  },
  source: "numpy.clip",
});

/** What {@link nanToNum} puts in place. */
export interface NanToNumOptions {
  /** For NaN. Default 0. */
  readonly nan?: number;
  /** For ∞. Default the largest finite number of the dtype. */
  readonly posinf?: number;
  /** For -∞. Default the least finite number of the dtype. */
  readonly neginf?: number;
}

const NAN_TO_NUM: Checks<NanToNumOptions> = { nan: isNumber, posinf: isNumber, neginf: isNumber };

const LARGEST_FLOAT32 = 3.4028234663852886e38; // (2 - 2^-23) 2^127

/**
 * x with finite numbers in place of NaN and the infinities. The derivative is 1 where x is finite and 0 elsewhere.
 * @param x - any shape; integers stay as they are
 * @param options - the numbers to put: `nan`, default 0; `posinf` and `neginf`, by default the ends of the dtype's range
 * @returns the shape and dtype of x
 * @throws TensorError "value" when an option is no number
 * @example nanToNum([1, NaN, Infinity], { posinf: 9 }) // => Tensor [1, 0, 9]
 * @source NumPy, numpy.nan_to_num
 * @peers torch.nan_to_num, jax.numpy.nan_to_num, mxnet.np.nan_to_num, numpy.nan_to_num
 * @see isnan
 * @keywords replace NaN, fill missing
 */
export function nanToNum(x: TensorLike, options?: NanToNumOptions): Tensor {
  const value = toTensor(x, "nanToNum");
  const largest = value.dtype === "float32" ? LARGEST_FLOAT32 : Number.MAX_VALUE;
  const { nan = 0, posinf = largest, neginf = -largest } = readOptions("nanToNum", options, NAN_TO_NUM);
  if (!isFloat(value.dtype)) return value;
  const top = where(equal(value, Infinity), posinf, value);
  return where(isnan(value), nan, where(equal(value, -Infinity), neginf, top));
}
