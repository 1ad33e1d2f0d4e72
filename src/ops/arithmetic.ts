/** Sums, products, quotients, and what is left of a number without its sign. */
import { type Binary, elementwise, neg, type Range, type Ternary, type Unary } from "../core/elementwise.ts";
import { equal, where } from "./compare.ts";
import { lerp as lerpOf } from "./scalar/extended.ts";
import { lerp as lerpKernel } from "./kernel/interpolation.ts";

export { add, neg } from "../core/elementwise.ts";

const REAL: Range = [-1e3, 1e3];
const ROUNDED: { readonly f32: number; readonly f64: number } = { f32: 0.5, f64: 0.5 };
const EXACT: { readonly f32: number; readonly f64: number } = { f32: 0, f64: 0 };
const IEEE = "IEEE 754-2019, 5.4.1";

/**
 * The difference x - y, element by element.
 * @param x - any shape; bool counts as int32
 * @param y - a shape that broadcasts with it
 * @returns the common shape and dtype; integers wrap modulo 2³²
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example sub([1, 2], 10) // => Tensor [-9, -8]
 * @source IEEE 754-2019, 5.4.1
 * @peers torch.sub, jax.lax.sub, numpy.subtract, jax.numpy.subtract, tf.math.subtract, mxnet.np.subtract
 * @math z = x - y
 * @see add
 * @keywords minus, difference
 */
export const sub: Binary = /*@__PURE__*/ elementwise({
  name: "sub",
  domain: { x: REAL, y: REAL },
  hard: [0, -0, 1e300, Infinity, -Infinity],
  ulp: ROUNDED,
  takes: "number",
  eval: (x, y) => x - y,
  kernel: (k, x, y) => k.sub(x, y),
  partials: { x: () => 1, y: () => -1 },
  linear: ["x", "y"],
  source: IEEE,
});

/**
 * x · y, element by element.
 * @param x - any shape; bool counts as int32
 * @param y - a shape that broadcasts with it
 * @returns the common shape and dtype; integers wrap modulo 2³²
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example mul([1, 2], 10) // => Tensor [10, 20]
 * @source IEEE 754-2019, 5.4.1
 * @peers torch.mul, jax.lax.mul, numpy.multiply, jax.numpy.multiply, tf.math.multiply, mxnet.np.multiply
 * @math z = x\,y
 * @see div, prod
 * @keywords times, product, Hadamard product, elementwise product
 */
export const mul: Binary = /*@__PURE__*/ elementwise({
  name: "mul",
  domain: { x: REAL, y: REAL },
  hard: [0, -0, 1e-300, 1e300, Infinity],
  ulp: ROUNDED,
  takes: "number",
  eval: (x, y) => x * y,
  evalInteger: Math.imul,
  kernel: (k, x, y) => k.mul(x, y),
  partials: { x: ({ y }) => y, y: ({ x }) => x },
  linear: ["x", "y"],
  bilinear: true,
  source: IEEE,
});

/**
 * The quotient x / y, element by element.
 * @param x - any shape; integers become floats
 * @param y - a shape that broadcasts with it
 * @returns the common shape; x/0 is ±Infinity and 0/0 NaN, as in IEEE 754
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example div([1, 3], 2) // => Tensor [0.5, 1.5]
 * @source IEEE 754-2019, 5.4.1
 * @peers torch.div, jax.lax.div, numpy.divide, jax.numpy.divide, tf.math.divide, mxnet.np.divide
 * @math z = \frac{x}{y}
 * @see divideNoNan, floorDiv
 * @keywords division, quotient, ratio
 */
export const div: Binary = /*@__PURE__*/ elementwise({
  name: "div",
  domain: { x: REAL, y: [0.1, 1e3] },
  hard: [0, -0, 1e-300, 1e300, Infinity],
  ulp: ROUNDED,
  eval: (x, y) => x / y,
  kernel: (k, x, y) => k.div(x, y),
  partials: { x: ({ y }) => reciprocal(y), y: ({ y, out }) => neg(div(out, y)) },
  linear: ["x"],
  source: IEEE,
});

/**
 * The reciprocal 1 / x of each element.
 * @param x - any shape; integers become floats
 * @returns the shape of x; ±Infinity at ±0
 * @example reciprocal([2, 4]) // => Tensor [0.5, 0.25]
 * @source IEEE 754-2019, 5.4.1
 * @peers torch.reciprocal, tf.math.reciprocal, jax.numpy.reciprocal, mxnet.np.reciprocal, numpy.reciprocal
 * @math \frac{1}{x}
 * @see div
 * @keywords inverse of a number, one over x
 */
export const reciprocal: Unary = /*@__PURE__*/ elementwise({
  name: "reciprocal",
  domain: { x: [0.1, 1e3] },
  hard: [0, -0, 1e-300, 1e300, Infinity],
  ulp: ROUNDED,
  eval: (x) => 1 / x,
  kernel: (k, x) => k.div(1, x),
  partials: { x: ({ out }) => neg(square(out)) },
  source: IEEE,
});

/**
 * The square x² of each element.
 * @param x - any shape; bool counts as int32
 * @returns the shape and dtype of x; integers wrap modulo 2³²
 * @example square([1, -2, 3]) // => Tensor [1, 4, 9]
 * @source IEEE 754-2019, 5.4.1
 * @peers torch.square, tf.math.square, jax.numpy.square, mxnet.np.square, numpy.square
 * @math x^2
 * @see sqrt
 * @keywords squared, power of two
 */
export const square: Unary = /*@__PURE__*/ elementwise({
  name: "square",
  domain: { x: REAL },
  hard: [0, -0, 1e-200, 1e200, Infinity],
  ulp: ROUNDED,
  takes: "number",
  eval: (x) => x * x,
  evalInteger: (x) => Math.imul(x, x),
  kernel: (k, x) => k.mul(x, x),
  partials: { x: ({ x }) => mul(2, x) },
  source: IEEE,
});

/**
 * The squared difference (x - y)².
 * @param x - any shape; bool counts as int32
 * @param y - a shape that broadcasts with it
 * @returns the common shape and dtype; integers wrap modulo 2³²
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example squaredDifference([1, 2], 4) // => Tensor [9, 4]
 * @source IEEE 754-2019, 5.4.1
 * @peers tf.math.squared_difference
 * @math (x - y)^2
 * @see mse
 * @keywords squared error
 */
export const squaredDifference: Binary = /*@__PURE__*/ elementwise({
  name: "squaredDifference",
  domain: { x: REAL, y: REAL },
  hard: [0, 1e-200, 1e200, Infinity],
  ulp: { f32: 2, f64: 2 },
  takes: "number",
  eval: (x, y) => (x - y) * (x - y),
  evalInteger: (x, y) => Math.imul(x - y, x - y),
  kernel: (k, x, y) => k.mul(k.sub(x, y), k.sub(x, y)),
  partials: { x: ({ x, y }) => mul(2, sub(x, y)), y: ({ x, y }) => mul(2, sub(y, x)) },
  source: IEEE,
});

/**
 * The absolute value |x| of each element. Its derivative at 0 is 0, the subgradient of least norm.
 * @param x - any shape; bool counts as int32
 * @returns the shape and dtype of x; the smallest int32 has no opposite and stays
 * @example
 * abs([1, -2]) // => Tensor [1, 2]
 * grad((x) => abs(x))(0) // => Tensor 0
 * @source IEEE 754-2019, 5.5.1
 * @peers torch.abs, tf.math.abs, jax.numpy.abs, mxnet.np.abs, numpy.abs
 * @math |x| = \max(x, -x)
 * @see sign
 * @keywords absolute value, magnitude, modulus
 */
export const abs: Unary = /*@__PURE__*/ elementwise({
  name: "abs",
  domain: { x: REAL },
  hard: [0, -0, Infinity, -Infinity],
  ulp: EXACT,
  takes: "number",
  eval: Math.abs,
  kernel: (k, x) => (k.unsigned ? x : k.abs(x)),
  partials: { x: ({ x }) => sign(x) },
  source: "IEEE 754-2019, 5.5.1",
});

/**
 * -1, 0 or 1 by the sign of x. Its derivative is 0 everywhere.
 * @param x - any shape; bool counts as int32
 * @returns the shape and dtype of x; NaN for NaN
 * @example sign([2, 0, -3]) // => Tensor [1, 0, -1]
 * @source Graham, Knuth & Patashnik, Concrete Mathematics, 2nd ed., 9.1
 * @peers torch.sign, tf.math.sign, jax.numpy.sign, mxnet.np.sign, numpy.sign
 * @math \operatorname{sgn} x
 * @see copysign
 * @keywords signum, positive or negative
 */
export const sign: Unary = /*@__PURE__*/ elementwise({
  name: "sign",
  domain: { x: REAL },
  hard: [0, -0, Infinity, -Infinity],
  ulp: EXACT,
  takes: "number",
  eval: Math.sign,
  kernel: (k, x) => k.select(k.gt(x, 0), 1, k.unsigned ? x : k.select(k.lt(x, 0), -1, x)),
  source: "Concrete Mathematics 9.1",
});

/**
 * |x| with the sign of y. The derivative with respect to x at 0 is 0, that with respect to y is 0 everywhere.
 * @param x - any shape; integers become floats
 * @param y - a shape that broadcasts with it; -0 counts as negative, NaN as positive
 * @returns the common shape
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example copysign([1, 2], [-1, 1]) // => Tensor [-1, 2]
 * @source IEEE 754-2019, 5.5.1
 * @peers torch.copysign, jax.numpy.copysign, mxnet.np.copysign, numpy.copysign
 * @math |x|\operatorname{sgn} y
 * @see sign
 * @keywords sign transfer
 */
export const copysign: Binary = /*@__PURE__*/ elementwise({
  name: "copysign",
  domain: { x: REAL, y: REAL },
  hard: [0, -0, Infinity, -Infinity],
  ulp: EXACT,
  eval: (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x)),
  kernel: (k, x, y) => k.copysign(x, k.select(k.isNaN(y), 1, y)),
  // The sign of out, and of x: 0 where x is.
  partials: { x: ({ x, out }) => where(equal(x, out), abs(sign(x)), neg(abs(sign(x)))) },
  source: "IEEE 754-2019, 5.5.1",
});

/**
 * The point between x and y that divides their distance by weight: x + weight · (y - x).
 * @param x - any shape; integers become floats
 * @param y - a shape that broadcasts with it
 * @param weight - a shape that broadcasts with both; 0 gives x, 1 gives y, both exactly
 * @returns the common shape
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example lerp([0, 10], [1, 20], 0.25) // => Tensor [0.25, 12.5]
 * @source Waring-Lagrange interpolation of degree 1, DLMF 3.3.1
 * @peers torch.lerp
 * @math x + w\,(y - x)
 * @see interp
 * @keywords linear interpolation, blend, mix
 */
export const lerp: Ternary = /*@__PURE__*/ elementwise({
  name: "lerp",
  domain: { x: REAL, y: REAL, weight: [-1, 2] },
  hard: [0, 1, 0.5, 1e-17],
  ulp: { f32: 1, f64: 1 },
  eval: lerpOf,
  kernel: lerpKernel,
  partials: { x: ({ weight }) => sub(1, weight), y: ({ weight }) => weight, weight: ({ x, y }) => sub(y, x) },
  source: "DLMF 3.3.1",
});
