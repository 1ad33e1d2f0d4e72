/**
 * Kernels of the Bessel functions of orders 0 and 1; float32 computes in float64. Polynomials and quotients: tools/golden/minimaxSpecial.py.
 * I: DLMF 10.25.2 and 10.40.1. J: without its first roots up to 6 (as Cephes, j0.c), Hankel's form beyond, DLMF 10.17.3.
 */
import type { ElementKernel, Kernel, Lane } from "../../core/kernel.ts";
import { I0, I0_FAR, I1, I1_FAR, J0, J1, P0, P1, Q0, Q1 } from "./besselTables.ts";
import { exp, expFactors } from "./exponential.ts";
import { fitted, inFloat64, ratio } from "./fit.ts";
import { cosine, isFar, sine } from "./trigonometric.ts";

interface Modified {
  readonly isNear: Lane;
  readonly a: Lane;
  /** I(a) for a ≤ 8. */
  readonly near: Lane;
  /** e^(-a) I(a) for a ≥ 8. */
  readonly far: Lane;
}

function modified(k: Kernel, x: Lane, order: 0 | 1): Modified {
  const a = k.abs(x);
  const half = k.mul(a, 0.5);
  const isNear = k.lt(a, 8);
  const z = k.mul(half, half);
  const series = fitted(k, z, order === 0 ? I0 : I1);
  const u = k.sub(k.div(16, a), 1);
  const far = k.div(fitted(k, u, order === 0 ? I0_FAR : I1_FAR), k.sqrt(a));
  return { isNear, a, near: order === 0 ? series : k.mul(half, series), far };
}

/** I(x); the scalar function where e^|x| may overflow. */
const modifiedKernel = (order: 0 | 1): ElementKernel =>
  inFloat64((k, x) => {
    const { isNear, a, near, far } = modified(k, x, order);
    const { value, scale } = expFactors(k, a);
    const size = k.select(isNear, near, k.mul(k.mul(value, far), scale));
    return k.rare(k.gt(a, 700), order === 0 ? size : k.copysign(size, x));
  });

/** e^(-|x|) I(x). */
const scaledKernel = (order: 0 | 1): ElementKernel =>
  inFloat64((k, x) => {
    const { isNear, a, near, far } = modified(k, x, order);
    const size = k.select(isNear, k.mul(near, exp(k, k.neg(a), true)), far);
    return order === 0 ? size : k.copysign(size, x);
  });

export const i0Kernel: ElementKernel = /*@__PURE__*/ modifiedKernel(0);
export const i1Kernel: ElementKernel = /*@__PURE__*/ modifiedKernel(1);
export const i0eKernel: ElementKernel = /*@__PURE__*/ scaledKernel(0);
export const i1eKernel: ElementKernel = /*@__PURE__*/ scaledKernel(1);

/** A root of J as high + low. */
type Root = readonly [high: number, low: number];

// DLMF 10.21(i), Table 10.21.1
const ROOTS_0: readonly Root[] = [
  [2.404825557695773, -1.176691651530894e-16],
  [5.520078110286311, 8.088597146146722e-17],
];
const ROOTS_1: readonly Root[] = [
  [3.8317059702075125, -1.5269184090088067e-16],
  [7.015586669815619, -9.414165653410389e-17],
];

/** x² - root² */
const without = (k: Kernel, a: Lane, [high, low]: Root): Lane => k.mul(k.sub(k.sub(a, high), low), k.add(a, high));

/** J up to 6: a polynomial times x² - root² for its roots, and x for order 1. */
function nearZero(k: Kernel, a: Lane, order: 0 | 1): Lane {
  let value = fitted(k, k.mul(a, a), order === 0 ? J0 : J1);
  for (const root of order === 0 ? ROOTS_0 : ROOTS_1) value = k.mul(value, without(k, a, root));
  return order === 0 ? value : k.mul(value, a);
}

/** √(2/(πx)) (P cos χ - Q sin χ), χ = x - (2 order + 1) π/4, by sine and cosine of x itself. */
function hankel(k: Kernel, a: Lane, order: 0 | 1): Lane {
  const u = k.div(6, a);
  const v = k.mul(u, u);
  const p = ratio(k, v, order === 0 ? P0 : P1);
  const q = k.mul(ratio(k, v, order === 0 ? Q0 : Q1), k.mul(u, 1 / 6));
  const [s, c] = [sine(k, a), cosine(k, a)];
  const [plus, minus] = [k.add(p, q), k.sub(p, q)];
  // √2 cos χ = c + s, √2 sin χ = s - c; a quarter turn further for order 1
  const wave = order === 0 ? k.add(k.mul(plus, c), k.mul(minus, s)) : k.sub(k.mul(plus, s), k.mul(minus, c));
  return k.div(wave, k.sqrt(k.mul(a, Math.PI)));
}

const besselKernel = (order: 0 | 1): ElementKernel =>
  inFloat64((k, x) => {
    const a = k.abs(x);
    const value = k.select(k.lt(a, 6), nearZero(k, a, order), hankel(k, a, order));
    const signed = order === 0 ? value : k.bits(k.xor(k.bits(value), k.and(k.bits(x), k.bits(k.constant(-0, "f64")))));
    return k.rare(isFar(k, x), signed);
  });

export const j0Kernel: ElementKernel = /*@__PURE__*/ besselKernel(0);
export const j1Kernel: ElementKernel = /*@__PURE__*/ besselKernel(1);
