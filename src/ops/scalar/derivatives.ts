/**
 * Derivatives of any order n of functions for which formulas in other functions would cancel: each is a function of (n, x), so
 * that the derivative of one is the next.
 */
import { TWO_OVER_SQRT_PI } from "./constants.ts";
import { cospi, sinc, sincDerivative as firstOfSinc, sinpi } from "./elementary.ts";
import { dawsn, erfcx } from "./erf.ts";
import { expn } from "./expint.ts";
import { DAWSON_QUARTERS } from "./tables.ts";

const MAX_TERMS = 200;

/** d^n/dx^n of sin(πx)/(πx), whole n >= 0; 4 ulp for n <= 2 away from its roots. @source Taylor series; x f^(n) + n f^(n-1) = π^(n-1) sin(πx + nπ/2). */
export function sincDerivative(n: number, x: number): number {
  if (n === 0) return sinc(x);
  if (n === 1) return firstOfSinc(x);
  if (Number.isNaN(x)) return NaN;
  if (Math.abs(x) === Infinity) return 0;
  // The recurrence loses n/|πx| a step, the series e^|πx|.
  if (Math.abs(x) < Math.max(1, n / Math.PI)) return sincSeries(n, x);
  let value = firstOfSinc(x);
  for (let k = 2; k <= n; k++) {
    const turn = [sinpi(x), cospi(x), -sinpi(x), -cospi(x)][k % 4]; // sin(πx + kπ/2)
    value = (Math.PI ** (k - 1) * turn - k * value) / x;
  }
  return value;
}

/** sum over 2k >= n of (-1)^k π^(2k) x^(2k-n) (2k)!/((2k-n)! (2k+1)!), the Taylor series differentiated n times. */
function sincSeries(n: number, x: number): number {
  const t = Math.PI * x;
  const first = n + (n % 2);
  const sign = (first / 2) % 2 === 0 ? 1 : -1;
  let term = (sign * Math.PI ** n * (first === n ? 1 : t)) / (first + 1); // (-1)^k π^n t^(2k-n)/((2k-n)! (2k + 1))
  let sum = 0;
  for (let k = first; k < first + MAX_TERMS; k += 2) {
    sum += term;
    if (Math.abs(term) < 1e-18 * Math.abs(sum)) break;
    term *= (-t * t * (k + 1)) / ((k + 3) * (k + 1 - n) * (k + 2 - n));
  }
  return sum;
}

/** d^n/dz^n of log z/(1 - z), z >= 0, whole n >= 0; 8 ulp for n <= 2. @source Taylor series about 1; (1 - z) g^(n) = n g^(n-1) + d^n/dz^n log z. */
export function logOverComplement(n: number, z: number): number {
  const u = 1 - z;
  if (n === 0) return u === 0 ? -1 : Math.abs(u) < 0.5 ? Math.log1p(-u) / u : z === Infinity ? 0 : Math.log(z) / u;
  if (z === Infinity) return 0;
  if (Math.abs(u) < 0.5) {
    // -sum u^k/(k + 1), differentiated
    let power = n % 2 === 0 ? -1 : 1; // -(-1)^n k!/(k - n)! u^(k - n)
    for (let k = 2; k <= n; k++) power *= k;
    let sum = 0;
    for (let k = n; k < n + MAX_TERMS; k++) {
      sum += power / (k + 1);
      if (Math.abs(power) < 1e-18 * Math.abs(sum)) break;
      power *= (u * (k + 1)) / (k + 1 - n);
    }
    return sum;
  }
  let value = Math.log(z) / u;
  let slope = 1 / z; // (-1)^(k-1) (k - 1)!/z^k
  for (let k = 1; k <= n; k++) {
    value = (k * value + slope) / u;
    slope *= -k / z;
  }
  return value;
}

/** d^n/dx^n of e^(x²) erfc(x), whole n >= 0; 8 ulp. @source DLMF 7.18.4; recurrence 7.18.7 below 1, continued fraction of the ratios above. */
export function erfcxDerivative(n: number, x: number): number {
  if (n === 0) return erfcx(x);
  if (x === Infinity) return 0;
  if (x < 1) {
    let previous = erfcx(x);
    let value = 2 * x * previous - TWO_OVER_SQRT_PI;
    for (let k = 1; k < n; k++) [previous, value] = [value, 2 * x * value + 2 * k * previous];
    return value;
  }
  // The k-th derivative is -2k r_k times the one before, r_k = i^k erfc/i^(k-1) erfc = 1/(2x + 2(k + 1) r_(k+1)).
  const last = n + Math.ceil(200 / (x * x)) + 10; // the fraction's error falls like exp(-x sqrt(8 k))
  let ratio = 1 / (x + Math.sqrt(x * x + 2 * last));
  let product = erfcx(x);
  for (let k = last; k >= 1; k--) {
    ratio = 1 / (2 * x + 2 * (k + 1) * ratio);
    if (k <= n) product *= -2 * k * ratio;
  }
  return product;
}

/** d^n/dx^n of Dawson's integral, whole n >= 0; 8 ulp for n <= 2 away from its roots. @source Taylor series at k/4 by DLMF 7.10.4; asymptotic 7.12.1. */
export function dawsnDerivative(n: number, x: number): number {
  if (n === 0) return dawsn(x);
  if (Number.isNaN(x)) return NaN;
  const a = Math.abs(x);
  const sign = x < 0 && n % 2 === 0 ? -1 : 1; // the function is odd
  if (a >= 7) return sign * dawsnTail(n, a);
  const k = Math.round(4 * a);
  const [x0, h] = [k / 4, a - k / 4];
  let previous = DAWSON_QUARTERS[2 * k]; // F^(j-1)(x0)
  let current = DAWSON_QUARTERS[2 * k + 1];
  let weight = 1; // h^(j-n)/(j - n)!
  let sum = 0;
  for (let j = 1; j < n + 24; j++) {
    if (j >= n) {
      sum += current * weight;
      weight *= h / (j - n + 1);
    }
    [previous, current] = [current, -2 * (x0 * current + j * previous)];
  }
  return sign * sum;
}

/** sum (2k - 1)!!/(2^(k+1) x^(2k+1)), differentiated n times; x >= 7. */
function dawsnTail(n: number, x: number): number {
  let term = (n % 2 === 0 ? 0.5 : -0.5) / x; // (-1)^n (2k - 1)!! (2k + n)!/((2k)! 2^(k+1) x^(2k+1+n))
  for (let k = 1; k <= n; k++) term *= k / x;
  let sum = 0;
  for (let k = 1; k < 40; k++) {
    sum += term;
    const next = (term * (2 * k + n - 1) * (2 * k + n)) / (4 * k * x * x);
    if (!(Math.abs(next) < Math.abs(term)) || Math.abs(next) < 1e-18 * Math.abs(sum)) break;
    term = next;
  }
  return sum;
}

/** E_n(x) for whole n, also negative: E_-m(x) = e^-x m!/x^(m+1) sum_{k <= m} x^k/k!; x >= 0; 4 ulp. @source DLMF 8.19.12. */
export function expnOfOrder(n: number, x: number): number {
  if (n >= 0) return expn(n, x);
  if (!(x >= 0)) return NaN;
  if (x === Infinity) return 0;
  let sum = 1 / x; // m!/(k! x^(m-k+1)) from k = m down
  let term = sum;
  for (let k = -n; k >= 1; k--) {
    term *= k / x;
    sum += term;
  }
  return Math.exp(-x) * sum;
}
