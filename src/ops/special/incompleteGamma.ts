/** The incomplete gamma functions, their logarithms and inverses, differentiable in every argument as often as wanted. */
import { type Binary, elementwise, neg, type Range, type Ternary } from "../../core/elementwise.ts";
import type { Tensor } from "../../core/tensor.ts";
import { add, div, mul, reciprocal, sub } from "../arithmetic.ts";
import * as densities from "../scalar/densities.ts";
import * as orders from "../scalar/gammaOrders.ts";
import * as gammas from "../scalar/incompleteGamma.ts";
import * as logs from "../scalar/logIncomplete.ts";

const SHAPE: Range = [0.3, 50];
const PLACE: Range = [0.05, 80];
const ORDER: Range = [0, 3];
const UNIT: Range = [0.03, 0.97];
const HARD: readonly number[] = [0, 1e-10, 0.5, 1, 15, 50, 1000, Infinity];
const ULP: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 4 };
const INVERSE: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 16 };
const LOG: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 8 };
/** First derivatives keep 1e-14; higher ones lose digits next to their roots. */
const SLOPE: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 45 };

/**
 * The regularized lower incomplete gamma function P(a, x) = ∫₀ˣ t^(a-1) e^(-t) dt/Γ(a).
 * @param a - any shape, a > 0; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @returns the common shape, between 0 and 1; 4 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example gammainc(2, [1, 3]) // => Tensor [0.26424112, 0.80085173]
 * @source DLMF 8.2.4; derivatives with respect to a: Gauss-Legendre on the integral
 * @peers torch.special.gammainc, jax.scipy.special.gammainc, scipy.special.gammainc
 * @math P(a, x) = \frac{1}{\Gamma(a)} \int_0^x t^{a-1} e^{-t}\,dt
 * @see special.gammaincc, special.gammaincinv
 * @keywords gamma distribution cdf, chi-squared cdf
 */
export const gammainc: Binary = /*@__PURE__*/ elementwise({
  name: "gammainc",
  domain: { a: SHAPE, x: PLACE },
  hard: HARD,
  ulp: ULP,
  eval: gammas.gammainc,
  partials: { a: ({ a, x }) => gammaincOfOrder(1, a, x), x: ({ a, x }) => gammaDensity(a, x) },
  source: "DLMF 8.2.4",
});

/**
 * The regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x), without cancellation.
 * @param a - any shape, a > 0; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @returns the common shape, between 0 and 1; 4 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example gammaincc(2, [1, 3]) // => Tensor [0.73575888, 0.19914827]
 * @source DLMF 8.2.4
 * @peers torch.special.gammaincc, jax.scipy.special.gammaincc, scipy.special.gammaincc
 * @math Q(a, x) = \frac{1}{\Gamma(a)} \int_x^\infty t^{a-1} e^{-t}\,dt
 * @see special.gammainc
 * @keywords survival function
 */
export const gammaincc: Binary = /*@__PURE__*/ elementwise({
  name: "gammaincc",
  domain: { a: SHAPE, x: PLACE },
  hard: HARD,
  ulp: ULP,
  eval: gammas.gammaincc,
  partials: { a: ({ a, x }) => neg(gammaincOfOrder(1, a, x)), x: ({ a, x }) => neg(gammaDensity(a, x)) },
  source: "DLMF 8.2.4",
});

/**
 * The logarithm of P(a, x), also where P underflows or is next to 1.
 * @param a - any shape, a > 0; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @returns the common shape; 8 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logGammainc(3, [0.01, 30]) // => Tensor [-1.56147682e+1, -4.50101665e-11]
 * @source DLMF 8.2.4, 8.8.5
 * @math \ln P(a, x)
 * @see special.gammainc, special.logGammaincc
 * @keywords log cdf of the gamma distribution
 */
export const logGammainc: Binary = /*@__PURE__*/ elementwise({
  name: "logGammainc",
  domain: { a: SHAPE, x: PLACE },
  hard: HARD,
  ulp: LOG,
  eval: logs.logGammainc,
  partials: {
    a: ({ a, x }) => div(gammaQuotient(1, a, x), gammaQuotient(0, a, x)),
    x: ({ a, x }) => reciprocal(gammaQuotient(0, a, x)),
  },
  source: "DLMF 8.2.4, 8.8.5",
});

/**
 * The logarithm of Q(a, x), also where Q underflows or is next to 1.
 * @param a - any shape, a > 0; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @returns the common shape; 8 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logGammaincc(2, [1, 2000]) // => Tensor [-0.30685282, -1992.39859767]
 * @source DLMF 8.2.4, 8.9.2
 * @math \ln Q(a, x)
 * @see special.gammaincc, special.logGammainc
 * @keywords log survival function of the gamma distribution
 */
export const logGammaincc: Binary = /*@__PURE__*/ elementwise({
  name: "logGammaincc",
  domain: { a: SHAPE, x: PLACE },
  hard: HARD,
  ulp: LOG,
  eval: logs.logGammaincc,
  partials: {
    a: ({ a, x }) => neg(div(gammaQuotient(1, a, x), gammaUpperQuotient(a, x))),
    x: ({ a, x }) => neg(reciprocal(gammaUpperQuotient(a, x))),
  },
  source: "DLMF 8.2.4, 8.9.2",
});

/** p = x^(a-1) e^(-x)/Γ(a). */
const gammaDensity: Binary = /*@__PURE__*/ elementwise({
  name: "gammaDensity",
  domain: { a: SHAPE, x: PLACE },
  ulp: ULP,
  eval: densities.gammaDensity,
  partials: {
    a: ({ a, x }) => gammaDensityOfOrder(1, a, x),
    x: ({ a, x, out }) => mul(out, logSlope(a, x)),
  },
  source: "DLMF 8.2.1",
});

/** ∂ log p/∂x. */
const logSlope = (a: Tensor, x: Tensor): Tensor => sub(div(sub(a, 1), x), 1);

/** ∂ⁿp/∂aⁿ, n whole; 0 for n < 0. */
const gammaDensityOfOrder: Ternary = /*@__PURE__*/ elementwise({
  name: "gammaDensityOfOrder",
  domain: { n: ORDER, a: SHAPE, x: PLACE },
  ulp: SLOPE,
  eval: orders.gammaDensityOfOrder,
  partials: {
    a: ({ n, a, x }) => gammaDensityOfOrder(add(n, 1), a, x),
    x: ({ n, a, x, out }) => add(mul(out, logSlope(a, x)), div(mul(n, gammaDensityOfOrder(sub(n, 1), a, x)), x)),
  },
  source: "DLMF 8.2.1",
});

/** ∂ⁿP/∂aⁿ, n ≥ 1. */
const gammaincOfOrder: Ternary = /*@__PURE__*/ elementwise({
  name: "gammaincOfOrder",
  domain: { n: [1, 3], a: SHAPE, x: PLACE },
  ulp: SLOPE,
  eval: orders.gammaincOfOrder,
  partials: {
    a: ({ n, a, x }) => gammaincOfOrder(add(n, 1), a, x),
    x: ({ n, a, x }) => gammaDensityOfOrder(n, a, x),
  },
  source: "DLMF 8.2.4",
});

/** ∂ⁿp/∂aⁿ over p; 0 for n < 0. */
const gammaDensityQuotient: Ternary = /*@__PURE__*/ elementwise({
  name: "gammaDensityQuotient",
  domain: { n: ORDER, a: SHAPE, x: PLACE },
  ulp: SLOPE,
  eval: orders.gammaDensityQuotient,
  partials: {
    a: ({ n, a, x, out }) => sub(gammaDensityQuotient(add(n, 1), a, x), mul(out, gammaDensityQuotient(1, a, x))),
    x: ({ n, a, x }) => div(mul(n, gammaDensityQuotient(sub(n, 1), a, x)), x),
  },
  source: "DLMF 8.2.1",
});

/** ∂ⁿP/∂aⁿ over p, n ≥ 0, which does not underflow. */
const gammaQuotient: Ternary = /*@__PURE__*/ elementwise({
  name: "gammaQuotient",
  domain: { n: ORDER, a: SHAPE, x: PLACE },
  ulp: SLOPE,
  eval: orders.gammaQuotient,
  partials: {
    a: ({ n, a, x, out }) => sub(gammaQuotient(add(n, 1), a, x), mul(out, gammaDensityQuotient(1, a, x))),
    x: ({ n, a, x, out }) => sub(gammaDensityQuotient(n, a, x), mul(out, logSlope(a, x))),
  },
  source: "DLMF 8.2.4",
});

/** Q over p. */
const gammaUpperQuotient: Binary = /*@__PURE__*/ elementwise({
  name: "gammaUpperQuotient",
  domain: { a: SHAPE, x: PLACE },
  ulp: SLOPE,
  eval: orders.gammaUpperQuotient,
  partials: {
    a: ({ a, x, out }) => neg(add(gammaQuotient(1, a, x), mul(out, gammaDensityQuotient(1, a, x)))),
    x: ({ a, x, out }) => neg(add(1, mul(out, logSlope(a, x)))),
  },
  source: "DLMF 8.2.4",
});

/** ∂x/∂a at constant P(a, x): how a sample x of the standard gamma distribution moves with a. @internal */
export const gammaSlope = (a: Tensor, x: Tensor): Tensor => neg(gammaQuotient(1, a, x));

/**
 * The x with P(a, x) = p.
 * @param a - any shape, a > 0; integers become floats
 * @param p - a shape that broadcasts with it, 0 ≤ p ≤ 1
 * @returns the common shape; NaN outside; 4 ulp times max(1, 1/(2a)), the condition of x
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example gammaincinv(2, 0.5) // => Tensor 1.6783469900166608
 * @source DLMF 8.12; derivatives by the implicit function theorem
 * @peers scipy.special.gammaincinv
 * @math P(a, x) = p
 * @see special.gammainc
 * @keywords gamma quantile, inverse incomplete gamma
 */
export const gammaincinv: Binary = /*@__PURE__*/ elementwise({
  name: "gammaincinv",
  domain: { a: SHAPE, p: UNIT },
  hard: HARD,
  ulp: INVERSE,
  eval: gammas.gammaincinv,
  partials: {
    a: ({ a, out }) => gammaSlope(a, out),
    p: ({ a, out }) => reciprocal(gammaDensity(a, out)),
  },
  source: "DLMF 8.12",
});

/**
 * The x with Q(a, x) = q.
 * @param a - any shape, a > 0; integers become floats
 * @param q - a shape that broadcasts with it, 0 ≤ q ≤ 1
 * @returns the common shape; NaN outside; 4 ulp times max(1, 1/(2a)), the condition of x
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example gammainccinv(2, 1e-100) // => Tensor 235.72541016192412
 * @source DLMF 8.12; derivatives by the implicit function theorem
 * @peers scipy.special.gammainccinv
 * @math Q(a, x) = q
 * @see special.gammaincc
 * @keywords inverse incomplete gamma
 */
export const gammainccinv: Binary = /*@__PURE__*/ elementwise({
  name: "gammainccinv",
  domain: { a: SHAPE, q: UNIT },
  hard: HARD,
  ulp: INVERSE,
  eval: gammas.gammainccinv,
  partials: {
    a: ({ a, out }) => gammaSlope(a, out),
    q: ({ a, out }) => neg(reciprocal(gammaDensity(a, out))),
  },
  source: "DLMF 8.12",
});
