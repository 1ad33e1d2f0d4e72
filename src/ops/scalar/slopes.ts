/** Derivatives of the error function family, kept accurate where formulas in other functions would lose digits. */
import { INVERSE_SQRT_TAU, SQRT_TAU, TWO_OVER_SQRT_PI } from "./constants.ts";
import { erfcinv, erfcx, erfinv, ndtri } from "./erf.ts";
import { productError } from "./extended.ts";

const HALF_SQRT_PI = 0.886226925452758; // √π/2

/** e^(factor x²) with the rounding error of x² put back; factor a small power of 2 or its opposite. */
function gaussian(x: number, factor: number): number {
  const square = x * x;
  if (!(square < 4e3)) return Math.exp(factor * square);
  const high = Math.round(square * 256) / 256; // exact in exp's reduction; the rest is small
  const low = square - high + (square > 1e-280 ? productError(x, x, square) : 0);
  return Math.exp(factor * high) * Math.exp(factor * low);
}

/** 2/√π e^(-x²), the derivative of erf; all x; 2 ulp. @source DLMF 7.10.1. */
export function erfSlope(x: number): number {
  return TWO_OVER_SQRT_PI * gaussian(x, -1);
}

/** e^(-x²/2)/√(2π); all x; 2 ulp. @source DLMF 7.18(ii). */
export function normalDensity(x: number): number {
  return INVERSE_SQRT_TAU * gaussian(x, -0.5);
}

/** √π/2 e^(t²), t = erfinv(p); -1 <= p <= 1; 4 ulp. @source DLMF 7.17; e^(t²) = erfcx(t)/erfc(t) in the tails. */
export function erfinvSlope(p: number): number {
  const a = Math.abs(p);
  if (!(a <= 1)) return NaN;
  if (a === 1) return Infinity;
  const t = erfinv(a);
  return HALF_SQRT_PI * (a < 0.5 ? gaussian(t, 1) : erfcx(t) / (1 - a));
}

/** -√π/2 e^(t²), t = erfcinv(y); 0 <= y <= 2; 4 ulp. @source as erfinvSlope. */
export function erfcinvSlope(y: number): number {
  if (!(y >= 0 && y <= 2)) return NaN;
  const near = y <= 1 ? y : 2 - y; // exact
  if (near === 0) return -Infinity;
  const t = erfcinv(near);
  return -HALF_SQRT_PI * (near > 0.5 ? gaussian(t, 1) : erfcx(t) / near);
}

/** √(2π) e^(t²/2), t = ndtri(p); 0 <= p <= 1; 5 ulp. @source as erfinvSlope. */
export function ndtriSlope(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  const near = p <= 0.5 ? p : 1 - p; // exact
  if (near === 0) return Infinity;
  const t = -ndtri(near);
  return SQRT_TAU * (near > 0.25 ? gaussian(t, 0.5) : (0.5 * erfcx(t * Math.SQRT1_2)) / near);
}
