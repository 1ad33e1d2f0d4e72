/** Hyperbolic functions and their inverses. */
import { elementwise, type Range, type Unary } from "../core/elementwise.ts";
import { add, mul, reciprocal, square, sub } from "./arithmetic.ts";
import {
  acosh as acoshKernel,
  asinh as asinhKernel,
  atanh as atanhKernel,
  cosh as coshKernel,
  logCosh as logCoshKernel,
  sinh as sinhKernel,
  tanh as tanhKernel,
} from "./kernel/hyperbolic.ts";
import { hypot, rsqrt } from "./power.ts";
import { logCosh as logCoshOf } from "./scalar/logarithmic.ts";

const EXPONENT: Range = [-700, 700];
const REAL: Range = [-1e3, 1e3];
const HARD: readonly number[] = [0, -0, 1e-8, 1e-4, 20, 710, Infinity, -Infinity];

/**
 * sinh x = (eˣ - e⁻ˣ)/2.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example sinh([0, 1]) // => Tensor [0, 1.17520119]
 * @source DLMF 4.28.1
 * @peers torch.sinh, tf.math.sinh, jax.numpy.sinh, mxnet.np.sinh, numpy.sinh
 * @math \sinh x = \frac{e^x - e^{-x}}{2}
 * @see asinh
 * @keywords hyperbolic sine
 */
export const sinh: Unary = /*@__PURE__*/ elementwise({
  name: "sinh",
  domain: { x: EXPONENT },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  eval: Math.sinh,
  kernel: sinhKernel,
  partials: { x: ({ x }) => cosh(x) },
  source: "DLMF 4.28.1",
});

/**
 * cosh x = (eˣ + e⁻ˣ)/2.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example cosh([0, 1]) // => Tensor [1, 1.54308063]
 * @source DLMF 4.28.2
 * @peers torch.cosh, tf.math.cosh, jax.numpy.cosh, mxnet.np.cosh, numpy.cosh
 * @math \cosh x = \frac{e^x + e^{-x}}{2}
 * @see acosh
 * @keywords hyperbolic cosine
 */
export const cosh: Unary = /*@__PURE__*/ elementwise({
  name: "cosh",
  domain: { x: EXPONENT },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  eval: Math.cosh,
  kernel: coshKernel,
  partials: { x: ({ x }) => sinh(x) },
  source: "DLMF 4.28.2",
});

/**
 * tanh x = sinh x/cosh x.
 * @param x - any shape; integers become floats
 * @returns the shape of x, between -1 and 1
 * @example tanh([0, 1]) // => Tensor [0, 0.76159416]
 * @source DLMF 4.28.4
 * @peers torch.tanh, tf.math.tanh, jax.numpy.tanh, mxnet.np.tanh, numpy.tanh
 * @math \tanh x = \frac{\sinh x}{\cosh x}
 * @see atanh, sigmoid
 * @keywords hyperbolic tangent, activation
 */
export const tanh: Unary = /*@__PURE__*/ elementwise({
  name: "tanh",
  domain: { x: [-20, 20] },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  eval: Math.tanh,
  kernel: tanhKernel,
  // 1 - out² would be 0 from x = 19 on.
  partials: { x: ({ x }) => square(reciprocal(cosh(x))) },
  source: "DLMF 4.28.4",
});

/**
 * The x with sinh equal to it.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example asinh([0, 1]) // => Tensor [0, 0.88137359]
 * @source DLMF 4.37.16
 * @peers torch.asinh, tf.math.asinh, jax.numpy.asinh, numpy.asinh
 * @math \operatorname{arsinh} x = \ln\left(x + \sqrt{x^2 + 1}\right)
 * @see sinh
 * @keywords arcsinh, inverse hyperbolic sine
 */
export const asinh: Unary = /*@__PURE__*/ elementwise({
  name: "asinh",
  domain: { x: REAL },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  eval: Math.asinh,
  kernel: asinhKernel,
  partials: { x: ({ x }) => reciprocal(hypot(1, x)) },
  source: "DLMF 4.37.16",
});

/**
 * The number ≥ 0 whose cosh is x.
 * @param x - any shape, x ≥ 1; integers become floats
 * @returns the shape of x; NaN below 1. The derivative at 1 is Infinity
 * @example acosh([1, 2]) // => Tensor [0, 1.3169579]
 * @source DLMF 4.37.19
 * @peers torch.acosh, tf.math.acosh, jax.numpy.acosh, numpy.acosh
 * @math \operatorname{arcosh} x = \ln\left(x + \sqrt{x^2 - 1}\right)
 * @see cosh
 * @keywords arccosh, inverse hyperbolic cosine
 */
export const acosh: Unary = /*@__PURE__*/ elementwise({
  name: "acosh",
  domain: { x: [1.05, 1e3] },
  hard: [1, 1.5, 1e300, Infinity, 0.5],
  ulp: { f32: 2, f64: 2 },
  eval: Math.acosh,
  kernel: acoshKernel,
  partials: { x: ({ x }) => mul(rsqrt(sub(x, 1)), rsqrt(add(x, 1))) },
  source: "DLMF 4.37.19",
});

/**
 * The number whose tanh is x.
 * @param x - any shape, -1 ≤ x ≤ 1; integers become floats
 * @returns the shape of x; ±Infinity at ±1, NaN outside
 * @example atanh([0, 0.5]) // => Tensor [0, 0.54930614]
 * @source DLMF 4.37.24
 * @peers torch.atanh, tf.math.atanh, jax.numpy.atanh, numpy.atanh
 * @math \operatorname{artanh} x = \tfrac{1}{2}\ln\frac{1 + x}{1 - x}
 * @see tanh
 * @keywords arctanh, inverse hyperbolic tangent, Fisher transformation
 */
export const atanh: Unary = /*@__PURE__*/ elementwise({
  name: "atanh",
  domain: { x: [-0.97, 0.97] },
  hard: [0, -0, 1e-8, 0.5, 1, -1, 1.5],
  ulp: { f32: 2, f64: 2 },
  eval: Math.atanh,
  kernel: atanhKernel,
  partials: { x: ({ x }) => reciprocal(mul(sub(1, x), add(1, x))) },
  source: "DLMF 4.37.24",
});

/**
 * log cosh x: x²/2 near 0 and |x| - log 2 far off, a smooth loss between the square and the absolute value.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example logCosh([0, 1]) // => Tensor [0, 0.43378083]
 * @source DLMF 4.28.2; log1p(2 sinh²(x/2)) near 0, |x| - log 2 + log1p(e^-2|x|) elsewhere
 * @math \ln\cosh x
 * @see huber
 * @keywords smooth absolute error
 */
export const logCosh: Unary = /*@__PURE__*/ elementwise({
  name: "logCosh",
  domain: { x: REAL },
  hard: HARD,
  ulp: { f32: 4, f64: 4 },
  eval: logCoshOf,
  kernel: logCoshKernel,
  partials: { x: ({ x }) => tanh(x) },
  source: "DLMF 4.28.2",
});
