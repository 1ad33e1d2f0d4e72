/**
 * The incomplete gamma and beta functions and their inverses, differentiable in every argument: once more than SciPy computes
 * them. With respect to the parameters a and b there are derivatives up to order 2.
 */
import { fail } from "../../base/errors.ts";
import { type Binary, elementwise, neg, type Range, type Ternary } from "../../core/elementwise.ts";
import type { Tensor } from "../../core/tensor.ts";
import { add, div, mul, reciprocal, square, sub } from "../arithmetic.ts";
import { log } from "../exponential.ts";
import { xlog1py, xlogy } from "../logarithmic.ts";
import * as densities from "../scalar/densities.ts";
import * as betas from "../scalar/incompleteBeta.ts";
import * as gammas from "../scalar/incompleteGamma.ts";
import * as seconds from "../scalar/incompleteSecond.ts";
import { digamma, digammaDrop, trigamma } from "./gamma.ts";

const SHAPE: Range = [0.3, 50];
const UNIT: Range = [0.03, 0.97];
const HARD: readonly number[] = [0, 1e-10, 0.5, 1, 15, 50, 1000, Infinity];
const ULP: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 4 };
const INVERSE: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 16 };

const refuse = (op: string, argument: string) => (): never => fail("order", { op, argument, order: 3 });

// ---------------------------------------------------------------- gamma

/**
 * The regularized lower incomplete gamma function P(a, x) = ∫₀ˣ t^(a-1) e^(-t) dt/Γ(a).
 * @param a - any shape, a > 0; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @returns the common shape, between 0 and 1; 4 ulp
 * @throws TensorError "shape" when the shapes do not broadcast, "order" for a third derivative with respect to a
 * @example gammainc(2, [1, 3]) // => Tensor [0.26424112, 0.80085173]
 * @source DLMF 8.2.4; derivatives with respect to a term by term from 8.11.4, 8.9.2 and 8.12.7
 * @peers torch.special.gammainc, jax.scipy.special.gammainc, scipy.special.gammainc
 * @math P(a, x) = \frac{1}{\Gamma(a)} \int_0^x t^{a-1} e^{-t}\,dt
 * @see special.gammaincc, special.gammaincinv
 * @keywords gamma distribution cdf, chi-squared cdf
 */
export const gammainc: Binary = /*@__PURE__*/ elementwise({
  name: "gammainc",
  domain: { a: SHAPE, x: [0.05, 80] },
  hard: HARD,
  ulp: ULP,
  order: 2,
  eval: gammas.gammainc,
  partials: { a: ({ a, x }) => gammaincDa(a, x), x: ({ a, x }) => gammaDensity(a, x) },
  source: "DLMF 8.2.4",
});

/**
 * The regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x), without cancellation.
 * @param a - any shape, a > 0; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @returns the common shape, between 0 and 1; 4 ulp
 * @throws TensorError "shape" when the shapes do not broadcast, "order" for a third derivative with respect to a
 * @example gammaincc(2, [1, 3]) // => Tensor [0.73575888, 0.19914827]
 * @source DLMF 8.2.4
 * @peers torch.special.gammaincc, jax.scipy.special.gammaincc, scipy.special.gammaincc
 * @math Q(a, x) = \frac{1}{\Gamma(a)} \int_x^\infty t^{a-1} e^{-t}\,dt
 * @see special.gammainc
 * @keywords survival function
 */
export const gammaincc: Binary = /*@__PURE__*/ elementwise({
  name: "gammaincc",
  domain: { a: SHAPE, x: [0.05, 80] },
  hard: HARD,
  ulp: ULP,
  order: 2,
  eval: gammas.gammaincc,
  partials: { a: ({ a, x }) => neg(gammaincDa(a, x)), x: ({ a, x }) => neg(gammaDensity(a, x)) },
  source: "DLMF 8.2.4",
});

/** x^(a-1) e^(-x)/Γ(a). */
const gammaDensity: Binary = /*@__PURE__*/ elementwise({
  name: "gammaDensity",
  domain: { a: SHAPE, x: [0.05, 80] },
  ulp: ULP,
  eval: densities.gammaDensity,
  partials: {
    a: ({ a, x, out }) => gammaDensitySlope(a, x, out),
    x: ({ a, x, out }) => mul(out, sub(div(sub(a, 1), x), 1)),
  },
  source: "DLMF 8.2.1",
});

/** ∂/∂a of the density: (log x - ψ(a)) times it, 0 where it is 0. */
const gammaDensitySlope = (a: Tensor, x: Tensor, density: Tensor): Tensor =>
  sub(xlogy(density, x), mul(density, digamma(a)));

/** ∂P(a, x)/∂a. */
const gammaincDa: Binary = /*@__PURE__*/ elementwise({
  name: "gammaincDa",
  domain: { a: SHAPE, x: [0.05, 80] },
  ulp: { f32: 1, f64: 4500 },
  eval: gammas.gammaincDa,
  partials: { a: ({ a, x }) => gammaincDaa(a, x), x: ({ a, x }) => gammaDensitySlope(a, x, gammaDensity(a, x)) },
  source: "DLMF 8.11.4, 8.9.2, 8.12.7",
});

/** ∂²P(a, x)/∂a². */
const gammaincDaa: Binary = /*@__PURE__*/ elementwise({
  name: "gammaincDaa",
  domain: { a: SHAPE, x: [0.05, 80] },
  ulp: { f32: 1, f64: 45000 },
  eval: seconds.gammaincDaa,
  partials: {
    a: /*@__PURE__*/ refuse("gammainc", "a"),
    x: ({ a, x }) => mul(gammaDensity(a, x), sub(square(sub(log(x), digamma(a))), trigamma(a))),
  },
  source: "DLMF 8.11.4, 8.9.2",
});

/**
 * The x with P(a, x) = p.
 * @param a - any shape, a > 0; integers become floats
 * @param p - a shape that broadcasts with it, 0 ≤ p ≤ 1
 * @returns the common shape; NaN outside; 4 ulp times max(1, 1/(2a)), the condition of x
 * @throws TensorError "shape" when the shapes do not broadcast, "order" for a third derivative with respect to a
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
  order: 2,
  eval: gammas.gammaincinv,
  partials: {
    a: ({ a, out }) => neg(div(gammaincDa(a, out), gammaDensity(a, out))),
    p: ({ a, out }) => reciprocal(gammaDensity(a, out)),
  },
  source: "DLMF 8.12",
});

/**
 * The x with Q(a, x) = q.
 * @param a - any shape, a > 0; integers become floats
 * @param q - a shape that broadcasts with it, 0 ≤ q ≤ 1
 * @returns the common shape; NaN outside; 4 ulp times max(1, 1/(2a)), the condition of x
 * @throws TensorError "shape" when the shapes do not broadcast, "order" for a third derivative with respect to a
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
  order: 2,
  eval: gammas.gammainccinv,
  partials: {
    a: ({ a, out }) => neg(div(gammaincDa(a, out), gammaDensity(a, out))),
    q: ({ a, out }) => neg(reciprocal(gammaDensity(a, out))),
  },
  source: "DLMF 8.12",
});

// ---------------------------------------------------------------- beta

/**
 * The regularized incomplete beta function I(a, b, x) = ∫₀ˣ t^(a-1) (1 - t)^(b-1) dt/B(a, b).
 * @param a - any shape, a > 0; integers become floats
 * @param b - a shape that broadcasts with it, b > 0
 * @param x - a shape that broadcasts with both, 0 ≤ x ≤ 1
 * @returns the common shape, between 0 and 1; 4 ulp, 8 for b < 1 next to x = 1
 * @throws TensorError "shape" when the shapes do not broadcast, "order" for a third derivative with respect to a and b
 * @example betainc(2, 3, 0.5) // => Tensor 0.6875
 * @source DLMF 8.17.2; DiDonato & Morris, ACM TOMS 18 (1992); derivatives term by term from DLMF 8.17.8
 * @peers tf.math.betainc, jax.scipy.special.betainc, scipy.special.betainc
 * @math I_x(a, b) = \frac{1}{\mathrm{B}(a, b)} \int_0^x t^{a-1}(1 - t)^{b-1}\,dt
 * @see special.betaincinv
 * @keywords beta distribution cdf
 */
export const betainc: Ternary = /*@__PURE__*/ elementwise({
  name: "betainc",
  domain: { a: SHAPE, b: SHAPE, x: UNIT },
  hard: HARD,
  ulp: { f32: 1, f64: 8 },
  order: 2,
  eval: betas.betainc,
  partials: {
    a: ({ a, b, x }) => betaincDa(a, b, x),
    b: ({ a, b, x }) => betaincDb(a, b, x),
    x: ({ a, b, x }) => betaDensity(a, b, x),
  },
  source: "DLMF 8.17.2",
});

/** x^(a-1) (1 - x)^(b-1)/B(a, b). */
const betaDensity: Ternary = /*@__PURE__*/ elementwise({
  name: "betaDensity",
  domain: { a: SHAPE, b: SHAPE, x: UNIT },
  ulp: ULP,
  eval: densities.betaDensity,
  partials: {
    a: ({ a, b, x, out }) => inFirst(a, b, x, out),
    b: ({ a, b, x, out }) => inSecond(a, b, x, out),
    x: ({ a, b, x, out }) => mul(out, sub(div(sub(a, 1), x), div(sub(b, 1), sub(1, x)))),
  },
  source: "DLMF 8.17.1",
});

/** ∂/∂a of the density: (log x - ψ(a) + ψ(a + b)) times it, 0 where it is 0. */
const inFirst = (a: Tensor, b: Tensor, x: Tensor, density: Tensor): Tensor =>
  sub(xlogy(density, x), mul(density, digammaDrop(a, b)));

/** ∂/∂b of the density: (log(1 - x) - ψ(b) + ψ(a + b)) times it, 0 where it is 0. */
const inSecond = (a: Tensor, b: Tensor, x: Tensor, density: Tensor): Tensor =>
  sub(xlog1py(density, neg(x)), mul(density, digammaDrop(b, a)));

/** ∂I/∂a. */
const betaincDa: Ternary = /*@__PURE__*/ elementwise({
  name: "betaincDa",
  domain: { a: SHAPE, b: SHAPE, x: UNIT },
  ulp: { f32: 1, f64: 45000 },
  eval: betas.betaincDa,
  partials: {
    a: ({ a, b, x }) => betaincDaa(a, b, x),
    b: ({ a, b, x }) => betaincDab(a, b, x),
    x: ({ a, b, x }) => inFirst(a, b, x, betaDensity(a, b, x)),
  },
  source: "DLMF 8.17.8",
});

/** ∂I/∂b. */
const betaincDb: Ternary = /*@__PURE__*/ elementwise({
  name: "betaincDb",
  domain: { a: SHAPE, b: SHAPE, x: UNIT },
  ulp: { f32: 1, f64: 45000 },
  eval: betas.betaincDb,
  partials: {
    a: ({ a, b, x }) => betaincDab(a, b, x),
    b: ({ a, b, x }) => betaincDbb(a, b, x),
    x: ({ a, b, x }) => inSecond(a, b, x, betaDensity(a, b, x)),
  },
  source: "DLMF 8.17.8",
});

/** ∂²I/∂a², ∂²I/∂a∂b and ∂²I/∂b²; with respect to x the densities go on. */
const betaSecond = (
  name: string,
  value: (a: number, b: number, x: number) => number,
  inX: (a: Tensor, b: Tensor, x: Tensor, density: Tensor) => Tensor,
): Ternary =>
  elementwise({
    name,
    domain: { a: SHAPE, b: SHAPE, x: UNIT },
    ulp: { f32: 1, f64: 450000 },
    eval: value,
    partials: {
      a: refuse("betainc", "a"),
      b: refuse("betainc", "b"),
      x: ({ a, b, x }) => inX(a, b, x, betaDensity(a, b, x)),
    },
    source: "DLMF 8.17.8",
  });

const logSlopeA = (a: Tensor, b: Tensor, x: Tensor): Tensor => sub(log(x), digammaDrop(a, b));
const logSlopeB = (a: Tensor, b: Tensor, x: Tensor): Tensor => sub(log(sub(1, x)), digammaDrop(b, a));

const betaincDaa: Ternary = /*@__PURE__*/ betaSecond("betaincDaa", seconds.betaincDaa, (a, b, x, density) =>
  mul(density, sub(square(logSlopeA(a, b, x)), sub(trigamma(a), trigamma(add(a, b))))),
);
const betaincDab: Ternary = /*@__PURE__*/ betaSecond("betaincDab", seconds.betaincDab, (a, b, x, density) =>
  mul(density, add(mul(logSlopeA(a, b, x), logSlopeB(a, b, x)), trigamma(add(a, b)))),
);
const betaincDbb: Ternary = /*@__PURE__*/ betaSecond("betaincDbb", seconds.betaincDbb, (a, b, x, density) =>
  mul(density, sub(square(logSlopeB(a, b, x)), sub(trigamma(b), trigamma(add(a, b))))),
);

/**
 * The x with I(a, b, x) = p.
 * @param a - any shape, a > 0; integers become floats
 * @param b - a shape that broadcasts with it, b > 0
 * @param p - a shape that broadcasts with both, 0 ≤ p ≤ 1
 * @returns the common shape; NaN outside; 4 ulp times max(1, 1/(2a)), the condition of x
 * @throws TensorError "shape" when the shapes do not broadcast, "order" for a third derivative with respect to a and b
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
  order: 2,
  eval: betas.betaincinv,
  partials: {
    a: ({ a, b, out }) => neg(div(betaincDa(a, b, out), betaDensity(a, b, out))),
    b: ({ a, b, out }) => neg(div(betaincDb(a, b, out), betaDensity(a, b, out))),
    p: ({ a, b, out }) => reciprocal(betaDensity(a, b, out)),
  },
  source: "DLMF 8.17.2",
});
