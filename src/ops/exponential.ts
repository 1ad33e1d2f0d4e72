/** Exponentials and logarithms of one number. */
import { elementwise, type Range, type Unary } from "../core/elementwise.ts";
import { add, div, mul, reciprocal } from "./arithmetic.ts";
import { exp as expKernel, exp2 as exp2Kernel, expm1 as expm1Kernel } from "./kernel/exponential.ts";
import {
  log as logKernel,
  log10 as log10Kernel,
  log1p as log1pKernel,
  log2 as log2Kernel,
} from "./kernel/logarithmic.ts";
import { exp2 as exp2Of } from "./scalar/elementary.ts";

const EXPONENT: Range = [-745, 709];
const POSITIVE: Range = [0.01, 1e3];
const HARD: readonly number[] = [0, -0, 1e-20, 1, 700, -700, Infinity, -Infinity];
const ULP: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 1 };

/**
 * The exponential eˣ of each element.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example exp([0, 1]) // => Tensor [1, 2.718281828459045]
 * @source DLMF 4.2.19
 * @peers torch.exp, tf.math.exp, jax.numpy.exp, mxnet.np.exp, numpy.exp
 * @math e^x
 * @see log, expm1
 * @keywords exponential, e to the x
 */
export const exp: Unary = /*@__PURE__*/ elementwise({
  name: "exp",
  domain: { x: EXPONENT },
  hard: HARD,
  ulp: ULP,
  eval: Math.exp,
  kernel: (k, x) => expKernel(k, x),
  partials: { x: ({ out }) => out },
  source: "DLMF 4.2.19",
});

/**
 * 2ˣ, exact for whole x.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example exp2([0, 3, -1]) // => Tensor [1, 8, 0.5]
 * @source DLMF 4.2.26
 * @peers torch.exp2, jax.numpy.exp2, numpy.exp2
 * @math 2^x
 * @see log2
 * @keywords power of two
 */
export const exp2: Unary = /*@__PURE__*/ elementwise({
  name: "exp2",
  domain: { x: [-1074, 1023] },
  hard: HARD,
  ulp: { f32: 1.25, f64: 2 },
  eval: exp2Of,
  kernel: (k, x) => exp2Kernel(k, x),
  partials: { x: ({ out }) => mul(Math.LN2, out) },
  source: "DLMF 4.2.26",
});

/**
 * eˣ - 1 without cancellation near 0.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example expm1(1e-20) // => Tensor 1e-20
 * @source DLMF 4.2.19; Kahan, Branch cuts for complex elementary functions, 1987
 * @peers torch.expm1, tf.math.expm1, jax.numpy.expm1, mxnet.np.expm1, numpy.expm1
 * @math e^x - 1
 * @see log1p
 * @keywords exponential minus one
 */
export const expm1: Unary = /*@__PURE__*/ elementwise({
  name: "expm1",
  domain: { x: EXPONENT },
  hard: HARD,
  ulp: { f32: 1.25, f64: 1.25 },
  eval: Math.expm1,
  kernel: (k, x) => expm1Kernel(k, x),
  partials: { x: ({ x }) => exp(x) },
  source: "DLMF 4.2.19",
});

/**
 * The natural logarithm.
 * @param x - any shape, x ≥ 0; integers become floats
 * @returns the shape of x; -Infinity at 0, where the derivative is Infinity; NaN below
 * @example log([1, Math.E]) // => Tensor [0, 1]
 * @source DLMF 4.2.2
 * @peers torch.log, tf.math.log, jax.numpy.log, mxnet.np.log, numpy.log
 * @math \ln x = \int_1^x \frac{dt}{t}
 * @see exp, log1p
 * @keywords ln
 */
export const log: Unary = /*@__PURE__*/ elementwise({
  name: "log",
  domain: { x: POSITIVE },
  hard: HARD,
  ulp: ULP,
  eval: Math.log,
  kernel: (k, x) => logKernel(k, x),
  partials: { x: ({ x }) => reciprocal(x) },
  source: "DLMF 4.2.2",
});

/**
 * The logarithm to base 2.
 * @param x - any shape, x ≥ 0; integers become floats
 * @returns the shape of x; -Infinity at 0, where the derivative is Infinity; NaN below
 * @example log2([1, 8]) // => Tensor [0, 3]
 * @source DLMF 4.2.14
 * @peers torch.log2, jax.numpy.log2, mxnet.np.log2, numpy.log2
 * @math \log_2 x
 * @see exp2
 * @keywords binary logarithm, bits
 */
export const log2: Unary = /*@__PURE__*/ elementwise({
  name: "log2",
  domain: { x: POSITIVE },
  hard: HARD,
  ulp: ULP,
  eval: Math.log2,
  kernel: (k, x) => log2Kernel(k, x),
  partials: { x: ({ x }) => div(Math.LOG2E, x) },
  source: "DLMF 4.2.14",
});

/**
 * The logarithm to base 10.
 * @param x - any shape, x ≥ 0; integers become floats
 * @returns the shape of x; -Infinity at 0, where the derivative is Infinity; NaN below
 * @example log10([1, 1000]) // => Tensor [0, 3]
 * @source DLMF 4.2.14
 * @peers torch.log10, jax.numpy.log10, mxnet.np.log10, numpy.log10
 * @math \log_{10} x
 * @see log
 * @keywords common logarithm, decimal logarithm
 */
export const log10: Unary = /*@__PURE__*/ elementwise({
  name: "log10",
  domain: { x: POSITIVE },
  hard: HARD,
  ulp: ULP,
  eval: Math.log10,
  kernel: (k, x) => log10Kernel(k, x),
  partials: { x: ({ x }) => div(Math.LOG10E, x) },
  source: "DLMF 4.2.14",
});

/**
 * log(1 + x) without cancellation near 0.
 * @param x - any shape, x ≥ -1; integers become floats
 * @returns the shape of x; -Infinity at -1, where the derivative is Infinity; NaN below
 * @example log1p(1e-20) // => Tensor 1e-20
 * @source DLMF 4.2.2; Kahan, Branch cuts for complex elementary functions, 1987
 * @peers torch.log1p, tf.math.log1p, jax.numpy.log1p, mxnet.np.log1p, numpy.log1p
 * @math \ln(1 + x)
 * @see expm1
 * @keywords log of one plus
 */
export const log1p: Unary = /*@__PURE__*/ elementwise({
  name: "log1p",
  domain: { x: [-0.95, 1e3] },
  hard: HARD,
  ulp: ULP,
  eval: Math.log1p,
  kernel: (k, x) => log1pKernel(k, x),
  partials: { x: ({ x }) => reciprocal(add(1, x)) },
  source: "DLMF 4.2.2",
});
