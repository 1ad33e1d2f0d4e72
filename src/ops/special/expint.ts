/** Exponential integrals and the dilogarithm. */
import { type Binary, elementwise, neg, type Range, type Unary } from "../../core/elementwise.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { checkInteger } from "../arguments.ts";
import { add, div, sub } from "../arithmetic.ts";
import { exp } from "../exponential.ts";
import * as kernel from "../kernel/expint.ts";
import { expnOfOrder, logOverComplement } from "../scalar/derivatives.ts";
import * as scalar from "../scalar/expint.ts";

const POSITIVE: Range = [0.05, 50];
const HARD: readonly number[] = [0, 1e-300, 0.3725, 1, 1.5, 40, 700, 720, Infinity];
const ULP: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 4 };

/**
 * The exponential integral Ei(x), the principal value of ∫ eᵗ/t dt from -∞ to x.
 * @param x - any shape; integers become floats
 * @returns the shape of x; -Infinity at 0; 4 ulp, also at its root
 * @example expi([1, -1]) // => Tensor [1.89511782, -0.21938393]
 * @source DLMF 6.2.5
 * @peers jax.scipy.special.expi, scipy.special.expi
 * @math \operatorname{Ei}(x) = \int_{-\infty}^x \frac{e^t}{t}\,dt
 * @see special.exp1
 */
export const expi: Unary = /*@__PURE__*/ elementwise({
  name: "expi",
  domain: { x: POSITIVE },
  hard: HARD,
  ulp: ULP,
  eval: scalar.expi,
  kernel: kernel.expiKernel,
  partials: { x: ({ x }) => div(exp(x), x) },
  source: "DLMF 6.2.5",
});

/**
 * The exponential integral E₁(x) = ∫ e⁻ᵗ/t dt from x to ∞.
 * @param x - any shape, x ≥ 0; integers become floats
 * @returns the shape of x; Infinity at 0, NaN below; 4 ulp
 * @example exp1(1) // => Tensor 0.21938393439552029
 * @source DLMF 6.2.1
 * @peers jax.scipy.special.exp1, scipy.special.exp1
 * @math E_1(x) = \int_x^\infty \frac{e^{-t}}{t}\,dt
 * @see special.expn
 */
export const exp1: Unary = /*@__PURE__*/ elementwise({
  name: "exp1",
  domain: { x: POSITIVE },
  hard: HARD,
  ulp: ULP,
  eval: scalar.exp1,
  kernel: kernel.exp1Kernel,
  partials: { x: ({ x }) => neg(div(exp(neg(x)), x)) },
  source: "DLMF 6.2.1",
});

/** Eₙ(x), n whole, also negative. */
const expnOf: Binary = /*@__PURE__*/ elementwise({
  name: "expn",
  domain: { n: [-2, 6], x: POSITIVE },
  hard: HARD,
  ulp: ULP,
  eval: expnOfOrder,
  partials: { x: ({ n, x }) => neg(expnOf(sub(n, 1), x)) },
  source: "DLMF 8.19.3",
});

/**
 * The generalized exponential integral Eₙ(x) = ∫ e^(-xt) t⁻ⁿ dt from 1 to ∞.
 * @param n - a whole number ≥ 0
 * @param x - any shape, x ≥ 0; integers become floats
 * @returns the shape of x; NaN below 0; 4 ulp
 * @throws TensorError "value" when n is not a whole number ≥ 0
 * @example expn(2, [0, 1]) // => Tensor [1, 0.14849551]
 * @source DLMF 8.19.3
 * @peers jax.scipy.special.expn, scipy.special.expn
 * @math E_n(x) = \int_1^\infty \frac{e^{-xt}}{t^n}\,dt
 * @see special.exp1
 */
export function expn(n: number, x: TensorLike): Tensor {
  return expnOf(checkInteger("expn", "n", n, 0), x);
}

/**
 * Spence's function ∫ log t/(1 - t) dt from 1 to x, which is the dilogarithm Li₂(1 - x).
 * @param x - any shape, x ≥ 0; integers become floats
 * @returns the shape of x; NaN below 0; 2 ulp
 * @example spence([0, 1, 2]) // => Tensor [1.64493407, 0, -0.82246703]
 * @source DLMF 25.12.2
 * @peers jax.scipy.special.spence, scipy.special.spence
 * @math \operatorname{Li}_2(1 - x) = \int_x^1 \frac{\ln t}{t - 1}\,dt
 * @see log
 */
export const spence: Unary = /*@__PURE__*/ elementwise({
  name: "spence",
  domain: { x: POSITIVE },
  hard: [0, 0.3, 1, 3.3, 1e300, Infinity],
  ulp: { f32: 1, f64: 2 },
  eval: scalar.spence,
  kernel: kernel.spenceKernel,
  partials: { x: ({ x }) => logQuotientOfOrder(0, x) },
  source: "DLMF 25.12.2",
});

/** The n-th derivative of log x/(1 - x), n whole; there is no gap at 1. */
const logQuotientOfOrder: Binary = /*@__PURE__*/ elementwise({
  name: "logQuotientOfOrder",
  domain: { n: [0, 3], x: POSITIVE },
  ulp: { f32: 2.5, f64: 8 },
  eval: logOverComplement,
  kernel: kernel.logQuotientOfOrderKernel,
  partials: { x: ({ n, x }) => logQuotientOfOrder(add(n, 1), x) },
  source: "DLMF 25.12.2",
});
