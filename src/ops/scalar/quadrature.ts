/** Integrals of smooth functions that fall exponentially, and the parts of their exponents that would cancel. */
import { GAUSS_SQUARES } from "./tables.ts";

/** ∫ f from `start` to `end`, most places next to `start`; 1e-15 relative where f falls smoothly by e⁻⁴⁴ or so, or is smoother. */
export function integrate(f: (w: number) => number, start: number, end: number): number {
  let sum = 0;
  for (let i = 0; i < GAUSS_SQUARES.length; i += 2)
    sum += GAUSS_SQUARES[i + 1] * f(start + (end - start) * GAUSS_SQUARES[i]);
  return sum * (end - start);
}

/** The w with slope w + curvature w²/(2 + w) = target: a bound of where convex exponents with these reach the target. */
export function reach(slope: number, curvature: number, target: number): number {
  const half = slope - target / 2;
  const lead = slope + curvature;
  const root = Math.sqrt(half * half + 2 * target * lead);
  return half > 0 ? (2 * target) / (half + root) : (root - half) / lead;
}

// 1/(k + 2)! for k >= 0
const EXP_TAIL: readonly number[] = [
  1 / 2,
  1 / 6,
  1 / 24,
  1 / 120,
  1 / 720,
  1 / 5040,
  1 / 40320,
  1 / 362880,
  1 / 3628800,
  1 / 39916800,
  1 / 479001600,
  1 / 6227020800,
];

/** e^w - 1 - w without cancellation; 2 ulp. */
export function expTail(w: number): number {
  if (Math.abs(w) > 0.4) return Math.expm1(w) - w;
  let sum = 0;
  for (let k = EXP_TAIL.length - 1; k >= 0; k--) sum = sum * w + EXP_TAIL[k];
  return w * w * sum;
}

// 1/(2 k + 3) for k >= 0
const ATANH_TAIL: readonly number[] = [1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13, 1 / 15, 1 / 17, 1 / 19, 1 / 21];

/** z - log(1 + z) for |z| <= 0.3 without cancellation; 2 ulp. @source z = 2 s/(1 - s), log(1 + z) = 2 atanh s, |s| < 0.18. */
function logTail(z: number): number {
  const s = z / (2 + z);
  const q = s * s;
  let sum = 0;
  for (let k = ATANH_TAIL.length - 1; k >= 0; k--) sum = sum * q + ATANH_TAIL[k];
  return s * z - 2 * s * q * sum;
}

/** With x + y = 1: x w + log(y + x e^-w) for w >= 0, about x y w²/2 for small w. */
export function tilt(x: number, y: number, w: number): number {
  if (x <= 0.5) {
    const z = x * Math.expm1(-w);
    return z > -0.3 ? x * expTail(-w) - logTail(z) : x * w + Math.log1p(z);
  }
  if (w > 700) return x * w + Math.log(y);
  const z = y * Math.expm1(w); // y + x e^-w = e^-w (1 + z)
  return z < 0.3 ? y * expTail(w) - logTail(z) : Math.log1p(z) - y * w;
}

/** n over k for small whole numbers. */
export function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - i + 1)) / i;
  return product;
}
