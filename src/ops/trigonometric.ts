/** Trigonometric functions, their inverses, sinc, degrees and radians. Angles are in radians. */
import { type Binary, elementwise, neg, type Range, type Unary } from "../core/elementwise.ts";
import { add, mul, reciprocal, square, sub } from "./arithmetic.ts";
import { divideNoNan } from "./division.ts";
import {
  acosKernel,
  asinKernel,
  atan2Kernel,
  atanKernel,
  cosKernel,
  sincKernel,
  sincOfOrderKernel,
  sinKernel,
  tanKernel,
} from "./kernel/trigonometric.ts";
import { cosine, hypot, rsqrt } from "./power.ts";
import { sinc as sincOf } from "./scalar/elementary.ts";
import { sincDerivative } from "./scalar/derivatives.ts";

const ANGLE: Range = [-100, 100];
const UNIT: Range = [-0.97, 0.97];
const REAL: Range = [-1e3, 1e3];
const HARD: readonly number[] = [0, -0, 1e-8, Math.PI / 2, Math.PI, 1e15, 1e22, Infinity];
const HARD_UNIT: readonly number[] = [0, -0, 1e-8, 0.5, 1, -1, 1.5];
const ULP: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 1 };

/**
 * The sine of each element, an angle in radians.
 * @param x - any shape, radians; integers become floats
 * @returns the shape of x; NaN at ±∞
 * @example sin([0, 1]) // => Tensor [0, 0.84147098]
 * @source DLMF 4.14.1
 * @peers torch.sin, tf.math.sin, jax.numpy.sin, mxnet.np.sin, numpy.sin
 * @math \sin x
 * @see asin
 * @keywords sine, trigonometry
 */
export const sin: Unary = /*@__PURE__*/ elementwise({
  name: "sin",
  domain: { x: ANGLE },
  hard: HARD,
  ulp: { f32: 2.5, f64: 1.5 },
  eval: Math.sin,
  kernel: sinKernel,
  partials: { x: ({ x }) => cos(x) },
  source: "DLMF 4.14.1",
});

/**
 * The cosine of each element, an angle in radians.
 * @param x - any shape, radians; integers become floats
 * @returns the shape of x; NaN at ±∞
 * @example cos([0, 1]) // => Tensor [1, 0.54030231]
 * @source DLMF 4.14.2
 * @peers torch.cos, tf.math.cos, jax.numpy.cos, mxnet.np.cos, numpy.cos
 * @math \cos x
 * @see acos
 * @keywords cosine, trigonometry
 */
export const cos: Unary = /*@__PURE__*/ elementwise({
  name: "cos",
  domain: { x: ANGLE },
  hard: HARD,
  ulp: { f32: 2.5, f64: 1.5 },
  eval: Math.cos,
  kernel: cosKernel,
  partials: { x: ({ x }) => neg(sin(x)) },
  source: "DLMF 4.14.2",
});

/**
 * The tangent of each element, an angle in radians.
 * @param x - any shape, radians; integers become floats
 * @returns the shape of x; NaN at ±∞
 * @example tan([0, 1]) // => Tensor [0, 1.55740772]
 * @source DLMF 4.14.4
 * @peers torch.tan, tf.math.tan, jax.numpy.tan, mxnet.np.tan, numpy.tan
 * @math \tan x = \frac{\sin x}{\cos x}
 * @see atan
 * @keywords tangent, trigonometry
 */
export const tan: Unary = /*@__PURE__*/ elementwise({
  name: "tan",
  domain: { x: [-1.5, 1.5] },
  hard: HARD,
  ulp: { f32: 1.5, f64: 1 },
  eval: Math.tan,
  kernel: tanKernel,
  partials: { x: ({ out }) => add(1, square(out)) },
  source: "DLMF 4.14.4",
});

/**
 * The angle in [-π/2, π/2] with sine x.
 * @param x - any shape, -1 ≤ x ≤ 1; integers become floats
 * @returns the shape of x; NaN outside. The derivative at ±1 is Infinity
 * @example asin([0, 1]) // => Tensor [0, 1.57079633]
 * @source DLMF 4.23.16
 * @peers torch.asin, tf.math.asin, jax.numpy.asin, numpy.asin
 * @math \sin(\arcsin x) = x,\quad -\tfrac{\pi}{2} \le \arcsin x \le \tfrac{\pi}{2}
 * @see sin
 * @keywords arcsin, inverse sine
 */
export const asin: Unary = /*@__PURE__*/ elementwise({
  name: "asin",
  domain: { x: UNIT },
  hard: HARD_UNIT,
  ulp: ULP,
  eval: Math.asin,
  kernel: asinKernel,
  partials: { x: ({ x }) => rsqrt(mul(sub(1, x), add(1, x))) },
  source: "DLMF 4.23.16",
});

/**
 * The angle in [0, π] with cosine x.
 * @param x - any shape, -1 ≤ x ≤ 1; integers become floats
 * @returns the shape of x; NaN outside. The derivative at ±1 is -Infinity
 * @example acos([1, 0]) // => Tensor [0, 1.57079633]
 * @source DLMF 4.23.16
 * @peers torch.acos, tf.math.acos, jax.numpy.acos, numpy.acos
 * @math \cos(\arccos x) = x,\quad 0 \le \arccos x \le \pi
 * @see cos
 * @keywords arccos, inverse cosine
 */
export const acos: Unary = /*@__PURE__*/ elementwise({
  name: "acos",
  domain: { x: UNIT },
  hard: HARD_UNIT,
  ulp: ULP,
  eval: Math.acos,
  kernel: acosKernel,
  partials: { x: ({ x }) => neg(rsqrt(mul(sub(1, x), add(1, x)))) },
  source: "DLMF 4.23.16",
});

/**
 * The angle in [-π/2, π/2] with tangent x.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example atan([0, 1]) // => Tensor [0, 0.78539816]
 * @source DLMF 4.23.26
 * @peers torch.atan, tf.math.atan, jax.numpy.atan, numpy.atan
 * @math \tan(\arctan x) = x
 * @see atan2
 * @keywords arctan, inverse tangent
 */
export const atan: Unary = /*@__PURE__*/ elementwise({
  name: "atan",
  domain: { x: REAL },
  hard: HARD,
  ulp: { f32: 1.5, f64: 1 },
  eval: Math.atan,
  kernel: atanKernel,
  partials: { x: ({ x }) => reciprocal(add(1, square(x))) },
  source: "DLMF 4.23.26",
});

/**
 * The angle in [-π, π] from the positive x axis to the point (x, y). Its derivatives at (0, 0) are 0, where it has none.
 * @param y - any shape, the ordinate; integers become floats
 * @param x - a shape that broadcasts with it, the abscissa
 * @returns the common shape; signed zeros choose the side of the cut
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example atan2([1, 1, -0], [1, -1, -1]) // => Tensor [0.78539816, 2.35619449, -3.14159265]
 * @source DLMF 4.23.26; IEEE 754-2019, 9.2.1
 * @peers torch.atan2, tf.math.atan2, jax.numpy.atan2, numpy.atan2
 * @math \operatorname{atan2}(y, x) = \arg(x + iy)
 * @see hypot
 * @keywords arctan2, angle of a vector, polar angle, phase
 */
export const atan2: Binary = /*@__PURE__*/ elementwise({
  name: "atan2",
  domain: { y: REAL, x: REAL },
  hard: [0, -0, 1, -1, 1e-300, 1e300, Infinity, -Infinity],
  ulp: { f32: 1.5, f64: 1 },
  eval: Math.atan2,
  kernel: atan2Kernel,
  partials: {
    y: ({ y, x }) => divideNoNan(cosine(x, y), hypot(x, y)),
    x: ({ y, x }) => neg(divideNoNan(cosine(y, x), hypot(x, y))),
  },
  source: "DLMF 4.23.26",
});

/**
 * sin(πx)/(πx), 1 at 0.
 * @param x - any shape; integers become floats
 * @returns the shape of x; exactly 0 at the other whole numbers
 * @example sinc([0, 0.5, 1]) // => Tensor [1, 0.63661977, 0]
 * @source DLMF 3.10 (Whittaker's cardinal function); NumPy, numpy.sinc
 * @peers torch.sinc, jax.numpy.sinc, numpy.sinc
 * @math \frac{\sin \pi x}{\pi x}
 * @see sin
 * @keywords cardinal sine
 */
export const sinc: Unary = /*@__PURE__*/ elementwise({
  name: "sinc",
  domain: { x: ANGLE },
  hard: [0, -0, 1e-9, 0.5, 1, 1.5, 1e5, Infinity],
  ulp: { f32: 2.5, f64: 3 },
  eval: sincOf,
  kernel: sincKernel,
  partials: { x: ({ x }) => sincOfOrder(1, x) },
  source: "DLMF 3.10",
});

/** The n-th derivative of sinc, n whole. */
const sincOfOrder: Binary = /*@__PURE__*/ elementwise({
  name: "sincOfOrder",
  domain: { n: [1, 4], x: ANGLE },
  ulp: { f32: 4, f64: 4 },
  absolute: 2 ** -50,
  eval: sincDerivative,
  kernel: sincOfOrderKernel,
  partials: { x: ({ n, x }) => sincOfOrder(add(n, 1), x) },
  source: "DLMF 3.10",
});

/**
 * Degrees as radians: πx/180.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example deg2rad(180) // => Tensor 3.141592653589793
 * @source DLMF 4.14
 * @peers torch.deg2rad, jax.numpy.deg2rad, mxnet.np.deg2rad, numpy.deg2rad
 * @math \frac{\pi x}{180}
 * @see rad2deg
 * @keywords degrees to radians
 */
export const deg2rad: Unary = /*@__PURE__*/ elementwise({
  name: "deg2rad",
  domain: { x: REAL },
  hard: [0, 90, 180, 1e300],
  ulp: { f32: 1, f64: 2 },
  eval: (x) => x * (Math.PI / 180),
  kernel: (k, x) => k.mul(x, Math.PI / 180),
  partials: { x: () => Math.PI / 180 },
  linear: ["x"],
  source: "DLMF 4.14",
});

/**
 * Radians as degrees: 180x/π.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example rad2deg(Math.PI) // => Tensor 180
 * @source DLMF 4.14
 * @peers torch.rad2deg, jax.numpy.rad2deg, mxnet.np.rad2deg, numpy.rad2deg
 * @math \frac{180\,x}{\pi}
 * @see deg2rad
 * @keywords radians to degrees
 */
export const rad2deg: Unary = /*@__PURE__*/ elementwise({
  name: "rad2deg",
  domain: { x: REAL },
  hard: [0, Math.PI, 1e300],
  ulp: { f32: 1, f64: 2 },
  eval: (x) => x * (180 / Math.PI),
  kernel: (k, x) => k.mul(x, 180 / Math.PI),
  partials: { x: () => 180 / Math.PI },
  linear: ["x"],
  source: "DLMF 4.14",
});
