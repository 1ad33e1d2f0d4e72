/** Functions of the normal distribution beyond the error functions. */
import { type Binary, elementwise, neg, type Range, type Unary } from "../../core/elementwise.ts";
import { add, div, mul, square } from "../arithmetic.ts";
import { SQRT_TWO_OVER_PI } from "../scalar/constants.ts";
import * as scalar from "../scalar/normal.ts";
import { erf, erfc, erfcx, normalDensity } from "./erf.ts";

const REAL: Range = [-8, 8];

/**
 * The x with log Φ(x) = y: the quantile of the standard normal distribution for the logarithm of a probability.
 * @param y - any shape, y ≤ 0; integers become floats
 * @returns the shape of y; NaN above 0; 4 ulp, next to its root -log 2 an absolute 2⁻⁵²
 * @example ndtriExp([-1e5, -0.6931471805599453]) // => Tensor [-447.19789368, 0]
 * @source Newton's method on special.logNdtr
 * @peers scipy.special.ndtri_exp
 * @math \ln\Phi(x) = y
 * @see special.ndtri, special.logNdtr
 * @keywords log normal quantile, inverse of logNdtr
 */
export const ndtriExp: Unary = /*@__PURE__*/ elementwise({
  name: "ndtriExp",
  domain: { y: [-50, -0.01] },
  hard: [0, -1e-300, -1e-10, -0.5, -700, -1e5, -1e300, -Infinity],
  ulp: { f32: 2, f64: 4 },
  absolute: 2 ** -52,
  eval: scalar.ndtriExp,
  partials: { y: ({ out }) => div(erfcx(mul(-Math.SQRT1_2, out)), SQRT_TWO_OVER_PI) },
  source: "Newton's method on logNdtr",
});

/**
 * Owen's function T(h, a): the probability that X > h and 0 < Y < aX for independent standard normal X and Y.
 * @param h - any shape; integers become floats
 * @param a - a shape that broadcasts with it
 * @returns the common shape; 8 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example owensT(1, [0.5, Infinity]) // => Tensor [0.04306469, 0.07932763]
 * @source Owen, Ann. Math. Statist. 27 (1956)
 * @peers scipy.special.owens_t, tfp.math.owens_t
 * @math T(h, a) = \frac{1}{2\pi} \int_0^a \frac{e^{-h^2(1 + x^2)/2}}{1 + x^2}\,dx
 * @see special.ndtr
 * @keywords Owen's T function, skew normal cdf, bivariate normal
 */
export const owensT: Binary = /*@__PURE__*/ elementwise({
  name: "owensT",
  domain: { h: REAL, a: REAL },
  hard: [0, -0, 1e-10, 1, 1e5, Infinity, -Infinity],
  ulp: { f32: 2, f64: 8 },
  eval: scalar.owensT,
  partials: {
    h: ({ h, a }) => mul(-0.5, mul(normalDensity(h), erf(mul(Math.SQRT1_2, mul(a, h))))),
    a: ({ h, a }) => mul(normalDensity(h), div(normalDensity(mul(a, h)), add(1, square(a)))),
  },
  source: "Owen 1956",
});

/** T(h, ∞) - T(h, a), h, a ≥ 0, without cancellation: half the skew normal cdf at -h for skewness a. @internal */
export const owensTail: Binary = /*@__PURE__*/ elementwise({
  name: "owensTail",
  domain: { h: [0, 8], a: [0, 8] },
  ulp: { f32: 2, f64: 32 },
  eval: scalar.owensTail,
  partials: {
    h: ({ h, a }) => mul(-0.5, mul(normalDensity(h), erfc(mul(Math.SQRT1_2, mul(a, h))))),
    a: ({ h, a }) => neg(mul(normalDensity(h), div(normalDensity(mul(a, h)), add(1, square(a))))),
  },
  source: "Owen 1956",
});
