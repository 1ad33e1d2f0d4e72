/** Scalar functions of numbers that are kept as logarithms, and their derivatives. */
import { exp2, log1mexp } from "./elementary.ts";
import { sumError } from "./extended.ts";

/** log2(2^a + 2^b); all a, b; 2 ulp except near its zeros 2^a + 2^b = 1 (absolute 2^-53). @source max + log2(1 + 2^-|a-b|). */
export function logaddexp2(a: number, b: number): number {
  if (a === b) return a + 1;
  const high = Math.max(a, b);
  const low = Math.min(a, b);
  if (Number.isNaN(high)) return NaN;
  if (low === -Infinity || high === Infinity) return high;
  return high + Math.log1p(exp2(low - high)) * Math.LOG2E;
}

/** log(e^a - e^b), a >= b; 2 ulp except near its zeros e^a - e^b = 1 (absolute 2^-53). @source a + log(1 - e^(b - a)). */
export function logdiffexp(a: number, b: number): number {
  if (b === -Infinity) return a;
  if (a === b) return a === Infinity ? NaN : -Infinity;
  return a + log1mexp(b - a);
}

/** e^a/(e^a + e^b); 0 where both are -∞, 1/2 where both are ∞; 3 ulp. @source logistic function of a - b, whose rounding is put back. */
export const expShare = (a: number, b: number): number => share(a, b, Math.exp, 1);

/** 2^a/(2^a + 2^b), as expShare. */
export const exp2Share = (a: number, b: number): number => share(a, b, exp2, Math.LN2);

function share(a: number, b: number, power: (x: number) => number, logBase: number): number {
  const d = a - b;
  if (d - d !== 0) return d > 0 ? 1 : d < 0 ? 0 : a === -Infinity && b === -Infinity ? 0 : a === b ? 0.5 : NaN;
  const small = power(-Math.abs(d));
  const part = (d > 0 ? 1 : small) / (1 + small);
  // The derivative of the logistic function with respect to d is part (1 - part).
  return part + logBase * sumError(a, -b, d) * part * ((d > 0 ? small : 1) / (1 + small));
}

/** e^a/(e^a - e^b) = -1/expm1(b - a); ∞ where a = b, but 0 where both are -∞; 3 ulp. @source the rounding of b - a is put back. */
export function odds(a: number, b: number): number {
  if (a === b) return a === -Infinity ? 0 : Infinity;
  const d = b - a;
  const value = -1 / Math.expm1(d);
  // d/dd of -1/expm1(d) is value (value - 1)
  return d - d === 0 && value - value === 0 ? value + sumError(b, -a, d) * value * (value - 1) : value;
}

/** log cosh x; all x; 4 ulp. @source log1p(2 sinh²(x/2)) below 1, |x| - log 2 + log1p(e^-2|x|) above. */
export function logCosh(x: number): number {
  const a = Math.abs(x);
  if (a < 1) {
    const s = Math.sinh(0.5 * a);
    return Math.log1p(2 * s * s);
  }
  return a + (Math.log1p(Math.exp(-2 * a)) - Math.LN2);
}

/** 1/(1 + e^-x); all x; 2 ulp. @source the form whose exponential does not overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** x/(1 + e^-x); all x, -0 at -∞; 2 ulp. @source sigmoid; below -700 two factors, so that e^x does not lose bits to underflow. */
export function silu(x: number): number {
  if (x > -700) return x * sigmoid(x);
  const root = Math.exp(0.5 * x);
  return root === 0 ? -0 : x * root * root;
}

/** log(1 + e^x); all x; 2 ulp. @source max(x, 0) + log1p(e^-|x|). */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** log(p/(1 - p)); 0 <= p <= 1; 3 ulp. @source log1p((2p - 1)/(1 - p)) for 1/4 < p < 3/4, where 2p - 1 is exact. */
export function logit(p: number): number {
  return p > 0.25 && p < 0.75 ? Math.log1p((2 * p - 1) / (1 - p)) : Math.log(p / (1 - p));
}
