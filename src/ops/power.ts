/** Powers, roots and the length of a pair. */
import { type Binary, elementwise, neg, type Range, scale, type Ternary, type Unary } from "../core/elementwise.ts";
import { add, div, mul, square, sub } from "./arithmetic.ts";
import { divideNoNan } from "./division.ts";
import { xlogy } from "./logarithmic.ts";
import { pow as powOf } from "./scalar/elementary.ts";
import {
  cbrt as cbrtKernel,
  cosine as cosineKernel,
  hypot as hypotKernel,
  monomial as monomialKernel,
  pow as powKernel,
  powLog as powLogKernel,
} from "./kernel/power.ts";

const POSITIVE: Range = [0.01, 1e3];
const HARD: readonly number[] = [0, -0, 1e-300, 1, 1e300, Infinity, -Infinity];

/**
 * x to the power y.
 *
 * The derivative with respect to x is y x^(y-1), 0 where y = 0 whatever x is: with a plain number for y all derivatives are those
 * of the power, also at 0 and below. The derivative with respect to y is x^y log x: its limit 0 at x = 0 < y, NaN for x < 0, and
 * 0 at (0, 0), where there is no limit.
 * @param x - any shape; integers become floats
 * @param y - a shape that broadcasts with it
 * @returns the common shape; 1 where y = 0, NaN where x < 0 and y is not whole
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example
 * pow([1, 2, -3], 2) // => Tensor [1, 4, 9]
 * grad((x) => pow(x, 3))(-2) // => Tensor 12
 * @source IEEE 754-2019, 9.2.1; DLMF 4.2.26
 * @peers torch.pow, tf.math.pow, jax.numpy.pow, numpy.pow, numpy.power, jax.numpy.power, mxnet.np.power
 * @math x^y
 * @see square, sqrt
 * @keywords exponentiate, raise to a power
 */
export const pow: Binary = /*@__PURE__*/ elementwise({
  name: "pow",
  domain: { x: POSITIVE, y: [-3, 4] },
  hard: [0, -0, 1, -1, 2, 0.5, -2, 1e-300, 1e300, Infinity, -Infinity],
  ulp: { f32: 2, f64: 2 },
  eval: powOf,
  kernel: powKernel,
  partials: { x: ({ x, y }) => monomial(y, x, sub(y, 1)), y: ({ x, y }) => powLog(x, y) },
  source: "IEEE 754-2019, 9.2.1",
});

/** c x^y, 0 where c = 0: the powers that differentiation makes end where they should. */
const monomial: Ternary = /*@__PURE__*/ elementwise({
  name: "monomial",
  domain: { c: [-10, 10], x: POSITIVE, y: [-3, 4] },
  ulp: { f32: 2, f64: 2 },
  eval: (c, x, y) => (c === 0 ? 0 : c * powOf(x, y)),
  kernel: monomialKernel,
  partials: {
    c: ({ x, y }) => pow(x, y),
    x: ({ c, x, y }) => monomial(mul(c, y), x, sub(y, 1)),
    y: ({ c, x, y }) => scale(powLog(x, y), c),
  },
  linear: ["c"],
  source: "DLMF 4.2.26",
});

/** x^y log x, the derivative of x^y with respect to y; 0 at x = 0 ≤ y. */
const powLog: Binary = /*@__PURE__*/ elementwise({
  name: "powLog",
  domain: { x: POSITIVE, y: [-3, 4] },
  ulp: { f32: 2, f64: 4 },
  eval: (x, y) => {
    const power = powOf(x, y);
    return power === 0 || (x === 0 && y === 0) ? 0 : power * Math.log(x);
  },
  kernel: powLogKernel,
  partials: {
    x: ({ x, y }) => add(scale(xlogy(pow(x, sub(y, 1)), x), y), pow(x, sub(y, 1))),
    y: ({ x, out }) => xlogy(out, x),
  },
  source: "DLMF 4.2.26",
});

/**
 * The square root √x of each element.
 * @param x - any shape, x ≥ 0; integers become floats
 * @returns the shape of x; NaN below 0. The derivative at 0 is Infinity
 * @example sqrt([4, 2]) // => Tensor [2, 1.41421356]
 * @source IEEE 754-2019, 5.4.1
 * @peers torch.sqrt, tf.math.sqrt, jax.numpy.sqrt, mxnet.np.sqrt, numpy.sqrt
 * @math \sqrt{x}
 * @see rsqrt, square
 * @keywords square root
 */
export const sqrt: Unary = /*@__PURE__*/ elementwise({
  name: "sqrt",
  domain: { x: POSITIVE },
  hard: HARD,
  ulp: { f32: 0.5, f64: 0.5 },
  eval: Math.sqrt,
  kernel: (k, x) => k.sqrt(x),
  partials: { x: ({ out }) => div(0.5, out) },
  source: "IEEE 754-2019, 5.4.1",
});

/**
 * The reciprocal square root 1/√x.
 * @param x - any shape, x ≥ 0; integers become floats
 * @returns the shape of x; Infinity at 0, NaN below
 * @example rsqrt([4, 0.25]) // => Tensor [0.5, 2]
 * @source IEEE 754-2019, 9.2.1, rSqrt
 * @peers torch.rsqrt, tf.math.rsqrt, jax.lax.rsqrt
 * @math \frac{1}{\sqrt{x}}
 * @see sqrt
 * @keywords inverse square root
 */
export const rsqrt: Unary = /*@__PURE__*/ elementwise({
  name: "rsqrt",
  domain: { x: POSITIVE },
  hard: HARD,
  ulp: { f32: 1.5, f64: 1.5 },
  eval: (x) => 1 / Math.sqrt(x),
  kernel: (k, x) => k.div(1, k.sqrt(x)),
  partials: { x: ({ x, out }) => mul(-0.5, div(out, x)) },
  source: "IEEE 754-2019, 9.2.1",
});

/**
 * The real cube root.
 * @param x - any shape; integers become floats
 * @returns the shape of x, with its sign. The derivative at 0 is Infinity
 * @example cbrt([8, -27]) // => Tensor [2, -3]
 * @source C17, 7.12.7.1
 * @peers jax.numpy.cbrt, mxnet.np.cbrt, numpy.cbrt
 * @math \sqrt[3]{x}
 * @see sqrt
 */
export const cbrt: Unary = /*@__PURE__*/ elementwise({
  name: "cbrt",
  domain: { x: POSITIVE },
  hard: HARD,
  ulp: { f32: 1, f64: 1 },
  eval: Math.cbrt,
  kernel: cbrtKernel,
  partials: { x: ({ out }) => div(1 / 3, square(out)) },
  source: "C17, 7.12.7.1",
});

/**
 * √(x² + y²) without overflow on the way. The derivative at (0, 0) is (0, 0), the subgradient of least norm.
 * @param x - any shape; integers become floats
 * @param y - a shape that broadcasts with it
 * @returns the common shape
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example
 * hypot(3, 4) // => Tensor 5
 * hypot(1e200, 0) // => Tensor 1e+200
 * @source IEEE 754-2019, 9.2.1
 * @peers torch.hypot, jax.numpy.hypot, mxnet.np.hypot, numpy.hypot
 * @math \sqrt{x^2 + y^2}
 * @see norm
 * @keywords hypotenuse, length of a vector, distance
 */
export const hypot: Binary = /*@__PURE__*/ elementwise({
  name: "hypot",
  domain: { x: [-1e3, 1e3], y: [-1e3, 1e3] },
  hard: HARD,
  ulp: { f32: 1, f64: 2 },
  eval: Math.hypot,
  kernel: hypotKernel,
  partials: { x: ({ x, y }) => cosine(x, y), y: ({ x, y }) => cosine(y, x) },
  source: "IEEE 754-2019, 9.2.1",
});

/** x/√(x² + y²), the cosine of the angle to the x axis; 0 at (0, 0). Its derivatives are products, so that nothing cancels. @internal */
export const cosine: Binary = /*@__PURE__*/ elementwise({
  name: "cosine",
  domain: { x: [-1e3, 1e3], y: [-1e3, 1e3] },
  ulp: { f32: 1, f64: 3 },
  eval: (x, y) => {
    if (Math.abs(x) === Infinity) return Math.sign(x) * (Math.abs(y) === Infinity ? Math.SQRT1_2 : 1);
    return x === 0 && y === 0 ? 0 : x / Math.hypot(x, y);
  },
  kernel: cosineKernel,
  partials: {
    x: ({ x, y }) => divideNoNan(square(cosine(y, x)), hypot(x, y)),
    y: ({ x, y, out }) => neg(divideNoNan(mul(out, cosine(y, x)), hypot(x, y))),
  },
  source: "DLMF 4.21(iii)",
});
