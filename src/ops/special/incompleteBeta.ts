/** The incomplete beta function, its complement, their logarithms and inverses, differentiable in every argument as often as wanted. */
import { type Elementwise, elementwise, neg, type Range, type Ternary } from "../../core/elementwise.ts";
import type { Tensor } from "../../core/tensor.ts";
import { add, div, mul, reciprocal, sub } from "../arithmetic.ts";
import * as orders from "../scalar/betaOrders.ts";
import * as densities from "../scalar/densities.ts";
import * as betas from "../scalar/incompleteBeta.ts";
import * as logs from "../scalar/logIncomplete.ts";

const SHAPE: Range = [0.3, 50];
const ORDER: Range = [0, 3];
const UNIT: Range = [0.03, 0.97];
const HARD: readonly number[] = [0, 1e-10, 0.5, 1, 15, 50, 1000, Infinity];
const ULP: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 8 };
const INVERSE: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 16 };
/** First derivatives keep 1e-14; higher ones lose digits next to their roots. */
const SLOPE: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 45 };

/**
 * The regularized incomplete beta function I(a, b, x) = ∫₀ˣ t^(a-1) (1 - t)^(b-1) dt/B(a, b).
 * @param a - any shape, a > 0; integers become floats
 * @param b - a shape that broadcasts with it, b > 0
 * @param x - a shape that broadcasts with both, 0 ≤ x ≤ 1
 * @returns the common shape, between 0 and 1; 4 ulp, 8 for b < 1 next to x = 1
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example betainc(2, 3, 0.5) // => Tensor 0.6875
 * @source DLMF 8.17.2; DiDonato & Morris, ACM TOMS 18 (1992); derivatives in a and b: Gauss-Legendre on the integral
 * @peers tf.math.betainc, jax.scipy.special.betainc, scipy.special.betainc
 * @math I_x(a, b) = \frac{1}{\mathrm{B}(a, b)} \int_0^x t^{a-1}(1 - t)^{b-1}\,dt
 * @see special.betaincc, special.betaincinv
 * @keywords beta distribution cdf
 */
export const betainc: Ternary = /*@__PURE__*/ elementwise({
  name: "betainc",
  domain: { a: SHAPE, b: SHAPE, x: UNIT },
  hard: HARD,
  ulp: ULP,
  eval: betas.betainc,
  partials: {
    a: ({ a, b, x }) => betaincOfOrder(1, 0, a, b, x),
    b: ({ a, b, x }) => betaincOfOrder(0, 1, a, b, x),
    x: ({ a, b, x }) => betaDensity(a, b, x),
  },
  source: "DLMF 8.17.2",
});

/**
 * The complement 1 - I(a, b, x) of the regularized incomplete beta function, without cancellation.
 * @param a - any shape, a > 0; integers become floats
 * @param b - a shape that broadcasts with it, b > 0
 * @param x - a shape that broadcasts with both, 0 ≤ x ≤ 1
 * @returns the common shape, between 0 and 1; 4 ulp, 8 for a < 1 next to x = 0
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example betaincc(2, 3, 0.5) // => Tensor 0.3125
 * @source DLMF 8.17.4
 * @peers scipy.special.betaincc
 * @math 1 - I_x(a, b)
 * @see special.betainc
 * @keywords beta survival function
 */
export const betaincc: Ternary = /*@__PURE__*/ elementwise({
  name: "betaincc",
  domain: { a: SHAPE, b: SHAPE, x: UNIT },
  hard: HARD,
  ulp: ULP,
  eval: betas.betaincc,
  partials: {
    a: ({ a, b, x }) => neg(betaincOfOrder(1, 0, a, b, x)),
    b: ({ a, b, x }) => neg(betaincOfOrder(0, 1, a, b, x)),
    x: ({ a, b, x }) => neg(betaDensity(a, b, x)),
  },
  source: "DLMF 8.17.4",
});

/**
 * The logarithm of I(a, b, x), also where it underflows or is next to 1.
 * @param a - any shape, a > 0; integers become floats
 * @param b - a shape that broadcasts with it, b > 0
 * @param x - a shape that broadcasts with both, 0 ≤ x ≤ 1
 * @returns the common shape; 8 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logBetainc(2, 3, [1e-200, 0.5]) // => Tensor [-919.24227773, -0.37469345]
 * @source DLMF 8.17.2, 8.17.20
 * @math \ln I_x(a, b)
 * @see special.betainc, special.logBetaincc
 * @keywords log cdf of the beta distribution
 */
export const logBetainc: Ternary = /*@__PURE__*/ elementwise({
  name: "logBetainc",
  domain: { a: SHAPE, b: SHAPE, x: UNIT },
  hard: HARD,
  ulp: ULP,
  eval: logs.logBetainc,
  partials: {
    a: ({ a, b, x }) => div(betaQuotient(1, 0, a, b, x), betaQuotient(0, 0, a, b, x)),
    b: ({ a, b, x }) => div(betaQuotient(0, 1, a, b, x), betaQuotient(0, 0, a, b, x)),
    x: ({ a, b, x }) => reciprocal(betaQuotient(0, 0, a, b, x)),
  },
  source: "DLMF 8.17.2, 8.17.20",
});

/**
 * The logarithm of 1 - I(a, b, x), also where it underflows or is next to 1.
 * @param a - any shape, a > 0; integers become floats
 * @param b - a shape that broadcasts with it, b > 0
 * @param x - a shape that broadcasts with both, 0 ≤ x ≤ 1
 * @returns the common shape; 8 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logBetaincc(2, 300, [0.5, 0.9]) // => Tensor [-202.92687433, -685.17340908]
 * @source DLMF 8.17.4, 8.17.20
 * @math \ln(1 - I_x(a, b))
 * @see special.betaincc, special.logBetainc
 * @keywords log survival function of the beta distribution
 */
export const logBetaincc: Ternary = /*@__PURE__*/ elementwise({
  name: "logBetaincc",
  domain: { a: SHAPE, b: SHAPE, x: UNIT },
  hard: HARD,
  ulp: ULP,
  eval: logs.logBetaincc,
  partials: {
    a: ({ a, b, x }) => neg(div(betaQuotient(1, 0, a, b, x), betaUpperQuotient(a, b, x))),
    b: ({ a, b, x }) => neg(div(betaQuotient(0, 1, a, b, x), betaUpperQuotient(a, b, x))),
    x: ({ a, b, x }) => neg(reciprocal(betaUpperQuotient(a, b, x))),
  },
  source: "DLMF 8.17.4, 8.17.20",
});

/** p = x^(a-1) (1 - x)^(b-1)/B(a, b). */
const betaDensity: Ternary = /*@__PURE__*/ elementwise({
  name: "betaDensity",
  domain: { a: SHAPE, b: SHAPE, x: UNIT },
  ulp: { f32: 1, f64: 4 },
  eval: densities.betaDensity,
  partials: {
    a: ({ a, b, x }) => betaDensityOfOrder(1, 0, a, b, x),
    b: ({ a, b, x }) => betaDensityOfOrder(0, 1, a, b, x),
    x: ({ a, b, x, out }) => mul(out, logSlope(a, b, x)),
  },
  source: "DLMF 8.17.1",
});

/** ∂ log p/∂x. */
const logSlope = (a: Tensor, b: Tensor, x: Tensor): Tensor => sub(div(sub(a, 1), x), div(sub(b, 1), sub(1, x)));

/** m f/x - n g/(1 - x): what differentiating m times in a and n times in b leaves of ∂ log p/∂x. */
const mixed = (m: Tensor, n: Tensor, x: Tensor, f: Tensor, g: Tensor): Tensor =>
  sub(div(mul(m, f), x), div(mul(n, g), sub(1, x)));

/** ∂ᵐ⁺ⁿp/∂aᵐ∂bⁿ, m and n whole; 0 where one is negative. */
const betaDensityOfOrder: Elementwise = /*@__PURE__*/ elementwise({
  name: "betaDensityOfOrder",
  domain: { m: ORDER, n: ORDER, a: SHAPE, b: SHAPE, x: UNIT },
  ulp: SLOPE,
  eval: orders.betaDensityOfOrder,
  partials: {
    a: ({ m, n, a, b, x }) => betaDensityOfOrder(add(m, 1), n, a, b, x),
    b: ({ m, n, a, b, x }) => betaDensityOfOrder(m, add(n, 1), a, b, x),
    x: ({ m, n, a, b, x, out }) => {
      const [f, g] = [betaDensityOfOrder(sub(m, 1), n, a, b, x), betaDensityOfOrder(m, sub(n, 1), a, b, x)];
      return add(mul(out, logSlope(a, b, x)), mixed(m, n, x, f, g));
    },
  },
  source: "DLMF 8.17.1",
});

/** ∂ᵐ⁺ⁿI/∂aᵐ∂bⁿ, m + n ≥ 1. */
const betaincOfOrder: Elementwise = /*@__PURE__*/ elementwise({
  name: "betaincOfOrder",
  domain: { m: ORDER, n: [1, 3], a: SHAPE, b: SHAPE, x: UNIT },
  ulp: SLOPE,
  eval: orders.betaincOfOrder,
  partials: {
    a: ({ m, n, a, b, x }) => betaincOfOrder(add(m, 1), n, a, b, x),
    b: ({ m, n, a, b, x }) => betaincOfOrder(m, add(n, 1), a, b, x),
    x: ({ m, n, a, b, x }) => betaDensityOfOrder(m, n, a, b, x),
  },
  source: "DLMF 8.17.2",
});

/** ∂ᵐ⁺ⁿp/∂aᵐ∂bⁿ over p; 0 where m or n is negative. */
const betaDensityQuotient: Elementwise = /*@__PURE__*/ elementwise({
  name: "betaDensityQuotient",
  domain: { m: ORDER, n: ORDER, a: SHAPE, b: SHAPE, x: UNIT },
  ulp: SLOPE,
  eval: orders.betaDensityQuotient,
  partials: {
    a: ({ m, n, a, b, x, out }) =>
      sub(betaDensityQuotient(add(m, 1), n, a, b, x), mul(out, betaDensityQuotient(1, 0, a, b, x))),
    b: ({ m, n, a, b, x, out }) =>
      sub(betaDensityQuotient(m, add(n, 1), a, b, x), mul(out, betaDensityQuotient(0, 1, a, b, x))),
    x: ({ m, n, a, b, x }) =>
      mixed(m, n, x, betaDensityQuotient(sub(m, 1), n, a, b, x), betaDensityQuotient(m, sub(n, 1), a, b, x)),
  },
  source: "DLMF 8.17.1",
});

/** ∂ᵐ⁺ⁿI/∂aᵐ∂bⁿ over p, which does not underflow. */
const betaQuotient: Elementwise = /*@__PURE__*/ elementwise({
  name: "betaQuotient",
  domain: { m: ORDER, n: ORDER, a: SHAPE, b: SHAPE, x: UNIT },
  ulp: SLOPE,
  eval: orders.betaQuotient,
  partials: {
    a: ({ m, n, a, b, x, out }) =>
      sub(betaQuotient(add(m, 1), n, a, b, x), mul(out, betaDensityQuotient(1, 0, a, b, x))),
    b: ({ m, n, a, b, x, out }) =>
      sub(betaQuotient(m, add(n, 1), a, b, x), mul(out, betaDensityQuotient(0, 1, a, b, x))),
    x: ({ m, n, a, b, x, out }) => sub(betaDensityQuotient(m, n, a, b, x), mul(out, logSlope(a, b, x))),
  },
  source: "DLMF 8.17.2",
});

/** 1 - I over p. */
const betaUpperQuotient: Ternary = /*@__PURE__*/ elementwise({
  name: "betaUpperQuotient",
  domain: { a: SHAPE, b: SHAPE, x: UNIT },
  ulp: SLOPE,
  eval: orders.betaUpperQuotient,
  partials: {
    a: ({ a, b, x, out }) => neg(add(betaQuotient(1, 0, a, b, x), mul(out, betaDensityQuotient(1, 0, a, b, x)))),
    b: ({ a, b, x, out }) => neg(add(betaQuotient(0, 1, a, b, x), mul(out, betaDensityQuotient(0, 1, a, b, x)))),
    x: ({ a, b, x, out }) => neg(add(1, mul(out, logSlope(a, b, x)))),
  },
  source: "DLMF 8.17.4",
});

/** ∂x/∂a at constant I(a, b, x): how a sample x of the beta distribution moves with a. @internal */
const betaSlopeA = (a: Tensor, b: Tensor, x: Tensor): Tensor => neg(betaQuotient(1, 0, a, b, x));

/** ∂x/∂b at constant I(a, b, x). @internal */
const betaSlopeB = (a: Tensor, b: Tensor, x: Tensor): Tensor => neg(betaQuotient(0, 1, a, b, x));

/**
 * The x with I(a, b, x) = p.
 * @param a - any shape, a > 0; integers become floats
 * @param b - a shape that broadcasts with it, b > 0
 * @param p - a shape that broadcasts with both, 0 ≤ p ≤ 1
 * @returns the common shape; NaN outside; 4 ulp times max(1, 1/(2a)), the condition of x
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example betaincinv(2, 3, 0.6875) // => Tensor 0.5
 * @source DLMF 8.17.2; derivatives by the implicit function theorem
 * @peers scipy.special.betaincinv
 * @math I_x(a, b) = p
 * @see special.betainc
 * @keywords beta quantile
 */
export const betaincinv: Ternary = /*@__PURE__*/ elementwise({
  name: "betaincinv",
  domain: { a: SHAPE, b: SHAPE, p: UNIT },
  hard: HARD,
  ulp: INVERSE,
  eval: betas.betaincinv,
  partials: {
    a: ({ a, b, out }) => betaSlopeA(a, b, out),
    b: ({ a, b, out }) => betaSlopeB(a, b, out),
    p: ({ a, b, out }) => reciprocal(betaDensity(a, b, out)),
  },
  source: "DLMF 8.17.2",
});

/**
 * The x with 1 - I(a, b, x) = q.
 * @param a - any shape, a > 0; integers become floats
 * @param b - a shape that broadcasts with it, b > 0
 * @param q - a shape that broadcasts with both, 0 ≤ q ≤ 1
 * @returns the common shape; NaN outside; 4 ulp times max(1, 1/(2a)), the condition of x
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example betainccinv(2, 3, 0.3125) // => Tensor 0.5
 * @source DLMF 8.17.4; derivatives by the implicit function theorem
 * @peers scipy.special.betainccinv
 * @math 1 - I_x(a, b) = q
 * @see special.betaincc
 * @keywords inverse survival function of the beta distribution
 */
export const betainccinv: Ternary = /*@__PURE__*/ elementwise({
  name: "betainccinv",
  domain: { a: SHAPE, b: SHAPE, q: UNIT },
  hard: HARD,
  ulp: INVERSE,
  eval: betas.betainccinv,
  partials: {
    a: ({ a, b, out }) => betaSlopeA(a, b, out),
    b: ({ a, b, out }) => betaSlopeB(a, b, out),
    q: ({ a, b, out }) => neg(reciprocal(betaDensity(a, b, out))),
  },
  source: "DLMF 8.17.4",
});
