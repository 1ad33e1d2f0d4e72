/** Bessel functions of orders 0 and 1. Their derivatives are means of those of the orders beside, so that 0 is a point like any other. */
import { type Binary, elementwise, neg, type Range, type Unary } from "../../core/elementwise.ts";
import { add, mul, sign, sub } from "../arithmetic.ts";
import * as kernel from "../kernel/bessel.ts";
import * as scalar from "../scalar/bessel.ts";
import * as orders from "../scalar/besselOrders.ts";

const REAL: Range = [-30, 30];
const HARD: readonly number[] = [0, -0, 1e-10, 7.75, 25, 50, 1e5, Infinity, -Infinity];
const ULP: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 4 };

/**
 * The modified Bessel function I₀(x).
 * @param x - any shape; integers become floats
 * @returns the shape of x; 4 ulp
 * @example i0([0, 1]) // => Tensor [1, 1.26606588]
 * @source DLMF 10.25.2
 * @peers torch.special.i0, jax.scipy.special.i0, scipy.special.i0
 * @math I_0(x) = \frac{1}{\pi} \int_0^\pi e^{x\cos\theta}\,d\theta
 * @see special.i0e, special.i1
 * @keywords modified Bessel function of order zero, von Mises
 */
export const i0: Unary = /*@__PURE__*/ elementwise({
  name: "i0",
  domain: { x: REAL },
  hard: HARD,
  ulp: ULP,
  eval: scalar.i0,
  kernel: kernel.i0Kernel,
  partials: { x: ({ x }) => i1(x) },
  source: "DLMF 10.25.2",
});

/**
 * The modified Bessel function I₁(x). Its derivative at 0 is 1/2.
 * @param x - any shape; integers become floats
 * @returns the shape of x; 4 ulp
 * @example
 * i1([0, 1]) // => Tensor [0, 0.5651591]
 * grad((x) => i1(x))(0) // => Tensor 0.5
 * @source DLMF 10.25.2
 * @peers torch.special.i1, jax.scipy.special.i1, scipy.special.i1
 * @math I_1(x) = I_0'(x)
 * @see special.i1e
 * @keywords modified Bessel function of order one
 */
export const i1: Unary = /*@__PURE__*/ elementwise({
  name: "i1",
  domain: { x: REAL },
  hard: HARD,
  ulp: ULP,
  eval: scalar.i1,
  kernel: kernel.i1Kernel,
  partials: { x: ({ x }) => mul(0.5, add(i0(x), besselI(2, x))) },
  source: "DLMF 10.25.2",
});

/** Iₙ(x), n whole. */
const besselI: Binary = /*@__PURE__*/ elementwise({
  name: "besselI",
  domain: { n: [0, 4], x: REAL },
  ulp: ULP,
  eval: orders.besselI,
  partials: { x: ({ n, x }) => mul(0.5, add(besselI(sub(n, 1), x), besselI(add(n, 1), x))) },
  source: "DLMF 10.29.1",
});

/**
 * e^(-|x|) I₀(x), which does not overflow. Its derivative at 0 is 0, the supergradient of least norm.
 * @param x - any shape; integers become floats
 * @returns the shape of x; 4 ulp
 * @example i0e([0, 1000]) // => Tensor [1, 0.01261724]
 * @source DLMF 10.25.2
 * @peers torch.special.i0e, jax.scipy.special.i0e, scipy.special.i0e
 * @math e^{-|x|} I_0(x)
 * @see special.i0
 * @keywords scaled modified Bessel
 */
export const i0e: Unary = /*@__PURE__*/ elementwise({
  name: "i0e",
  domain: { x: REAL },
  hard: HARD,
  ulp: ULP,
  eval: scalar.i0e,
  kernel: kernel.i0eKernel,
  partials: { x: ({ x, out }) => sub(i1e(x), mul(sign(x), out)) },
  source: "DLMF 10.25.2",
});

/**
 * e^(-|x|) I₁(x), which does not overflow. Its derivative at 0 is 1/2.
 * @param x - any shape; integers become floats
 * @returns the shape of x; 4 ulp
 * @example i1e([0, 1000]) // => Tensor [0, 0.01261093]
 * @source DLMF 10.25.2
 * @peers torch.special.i1e, jax.scipy.special.i1e, scipy.special.i1e
 * @math e^{-|x|} I_1(x)
 * @see special.i1
 * @keywords scaled modified Bessel
 */
export const i1e: Unary = /*@__PURE__*/ elementwise({
  name: "i1e",
  domain: { x: REAL },
  hard: HARD,
  ulp: ULP,
  eval: scalar.i1e,
  kernel: kernel.i1eKernel,
  partials: { x: ({ x, out }) => sub(mul(0.5, add(i0e(x), besselIe(2, x))), mul(sign(x), out)) },
  source: "DLMF 10.25.2",
});

/** e^(-|x|) Iₙ(x), n whole. */
const besselIe: Binary = /*@__PURE__*/ elementwise({
  name: "besselIe",
  domain: { n: [0, 4], x: REAL },
  ulp: ULP,
  eval: orders.besselIe,
  partials: {
    x: ({ n, x, out }) => sub(mul(0.5, add(besselIe(sub(n, 1), x), besselIe(add(n, 1), x))), mul(sign(x), out)),
  },
  source: "DLMF 10.29.1",
});

/**
 * The Bessel function J₀(x).
 * @param x - any shape; integers become floats
 * @returns the shape of x; 4 ulp for |x| ≤ 25 and an absolute 2⁻⁵³ besides, because its roots are no floats
 * @example j0([0, 1]) // => Tensor [1, 0.76519769]
 * @source DLMF 10.2.2, 10.17.3
 * @peers scipy.special.j0
 * @math J_0(x) = \frac{1}{\pi} \int_0^\pi \cos(x\sin\theta)\,d\theta
 * @see special.j1
 * @keywords Bessel function of order zero
 */
export const j0: Unary = /*@__PURE__*/ elementwise({
  name: "j0",
  domain: { x: REAL },
  hard: HARD,
  ulp: ULP,
  absolute: 2 ** -53,
  eval: scalar.j0,
  kernel: kernel.j0Kernel,
  partials: { x: ({ x }) => neg(j1(x)) },
  source: "DLMF 10.2.2",
});

/**
 * The Bessel function J₁(x).
 * @param x - any shape; integers become floats
 * @returns the shape of x; 4 ulp for |x| ≤ 25 and an absolute 2⁻⁵³ besides, because its roots are no floats
 * @example j1([0, 1]) // => Tensor [0, 0.44005059]
 * @source DLMF 10.2.2, 10.17.3
 * @peers scipy.special.j1
 * @math J_1(x) = -J_0'(x)
 * @see special.j0
 * @keywords Bessel function of order one
 */
export const j1: Unary = /*@__PURE__*/ elementwise({
  name: "j1",
  domain: { x: REAL },
  hard: HARD,
  ulp: ULP,
  absolute: 2 ** -53,
  eval: scalar.j1,
  kernel: kernel.j1Kernel,
  partials: { x: ({ x }) => mul(0.5, sub(j0(x), besselJ(2, x))) },
  source: "DLMF 10.2.2",
});

/** Jₙ(x), n whole. */
const besselJ: Binary = /*@__PURE__*/ elementwise({
  name: "besselJ",
  domain: { n: [0, 4], x: REAL },
  ulp: ULP,
  absolute: 2 ** -50,
  eval: orders.besselJ,
  partials: { x: ({ n, x }) => mul(0.5, sub(besselJ(sub(n, 1), x), besselJ(add(n, 1), x))) },
  source: "DLMF 10.6.1",
});
