/** Functions of the normal distribution beyond the error functions: the quantile of a logarithm, and Owen's T. */
import { SQRT_TAU, SQRT_TWO_OVER_PI } from "./constants.ts";
import { erfcx, logNdtr, ndtr, ndtri } from "./erf.ts";
import { integrate } from "./quadrature.ts";
import { normalDensity } from "./slopes.ts";

/** The x with log Φ(x) = y, y <= 0; 4 ulp. @source ndtri, whose condition is small; below e^-700 Newton's method on log Φ. */
export function ndtriExp(y: number): number {
  if (!(y <= 0)) return NaN;
  if (y > -0.5) return -ndtri(-Math.expm1(y));
  if (y > -700 || y === -Infinity) return ndtri(Math.exp(y));
  const square = -2 * y;
  let x = -Math.sqrt(square - Math.log(square * 2 * Math.PI));
  // log Φ is concave and its slope at x is √(2/π)/erfcx(-x/√2)
  for (let step = 0; step < 3; step++) x -= ((logNdtr(x) - y) * erfcx(-x * Math.SQRT1_2)) / SQRT_TWO_OVER_PI;
  return x;
}

/** Q(h) = Φ(-h). */
const upper = (h: number): number => ndtr(-h);

/** ∫_0^a e^(-h²(1 + x²)/2)/(1 + x²) dx/(2π), 0 <= a <= 1, h >= 0. */
function integral(h: number, a: number): number {
  if (h > 39 || a === 0) return 0; // the density is
  const end = Math.min(a, 9.4 / h); // e^-44
  const inner = integrate((x) => Math.exp(-0.5 * h * h * x * x) / (1 + x * x), 0, end);
  return (normalDensity(h) / SQRT_TAU) * inner;
}

/** Owen's T(h, a); all h, a; 8 ulp. @source Owen, Ann. Math. Statist. 27 (1956); Gauss-Legendre for |a| <= 1, else T(h, a) by T(ah, 1/a). */
export function owensT(h: number, a: number): number {
  if (Number.isNaN(h) || Number.isNaN(a)) return NaN;
  const [x, t] = [Math.abs(h), Math.abs(a)];
  if (a === 0 || x === Infinity) return 0 * Math.sign(a);
  const value =
    t <= 1
      ? integral(x, t)
      : x === 0
        ? Math.atan(t) / (2 * Math.PI)
        : 0.5 * (upper(x) + upper(x * t)) - upper(x) * upper(x * t) - integral(x * t, 1 / t);
  return Math.sign(a) * value;
}

/** T(h, ∞) - T(h, a) = ∫_a^∞, a >= 0, h >= 0; 32 ulp. @source as owensT. */
export function owensTail(h: number, a: number): number {
  if (!(h >= 0 && a >= 0)) return NaN;
  if (h === Infinity || a === Infinity) return 0;
  if (h === 0) return Math.atan2(1, a) / (2 * Math.PI);
  if (h * Math.max(a, 1) < 1.5) {
    return a < 1 ? 0.5 * upper(h) - integral(h, a) : upper(h * a) * (upper(h) - 0.5) + integral(h * a, 1 / a);
  }
  const slope = h * h * a; // x = a + w
  const end = 88 / (slope + Math.sqrt(slope * slope + 88 * h * h));
  const inner = integrate((w) => Math.exp(-w * (slope + 0.5 * h * h * w)) / (1 + (a + w) * (a + w)), 0, end);
  return normalDensity(h * a) * normalDensity(h) * inner;
}
