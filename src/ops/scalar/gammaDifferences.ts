/** Differences of the digamma function, and derivatives of the Hurwitz zeta function in its exponent. */
import { sumError } from "./extended.ts";
import { digamma } from "./gamma.ts";

// B_2k/(2k), k >= 1: ψ(z) = log z - 1/(2z) - sum B_2k/(2k) z^-2k (DLMF 5.11.2); z >= 16.
const DIGAMMA_TAIL: readonly number[] = [
  1 / 12,
  -1 / 120,
  1 / 252,
  -1 / 240,
  1 / 132,
  -691 / 32760,
  1 / 12,
  -3617 / 8160,
];
const SHIFT_TO = 16;

/** ψ(a) - ψ(a + b), also where b is small beside a; 8 ulp for a, b > 0. @source DLMF 5.5.2, 5.11.2, each term as a difference. */
export function digammaDrop(a: number, b: number): number {
  if (!(a > 0 && b >= 0 && a + b < 1e300)) return digamma(a) - digamma(a + b);
  let sum = 0;
  let low = 0;
  let z = a;
  let zLow = 0; // z + zLow = a + steps
  for (let k = 0; z < SHIFT_TO; ) {
    const term = b / (z + zLow) / (z + b + zLow);
    const next = sum + term;
    low += sumError(sum, term, next);
    sum = next;
    z = a + ++k;
    zLow = sumError(a, k, z);
  }
  const w = z + b;
  const [s, t] = [1 / (z * z), 1 / (w * w)];
  // (s^k - t^k)/(s - t) by h_k = s h_(k-1) + t^(k-1), so that nothing cancels
  let quotient = 1;
  let power = 1;
  let tail = DIGAMMA_TAIL[0];
  for (let k = 1; k < DIGAMMA_TAIL.length; k++) {
    power *= t;
    quotient = s * quotient + power;
    tail += DIGAMMA_TAIL[k] * quotient;
  }
  const gap = (b / z / w) * (1 / z + 1 / w); // s - t
  return -(sum + (low + Math.log1p(b / z) + b / (2 * z) / w + gap * tail));
}

// B_2j/(2j)!, j >= 1 (DLMF 24.2.1), as in gamma.ts.
const EULER_MACLAURIN: readonly number[] = [
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
  1 / 74724249600,
  -3617 / 10670622842880000,
  43867 / 5109094217170944000,
  -174611 / 802857662698291200000,
];

/**
 * d^m/ds^m ζ(s, q) = sum (-log(q + k))^m (q + k)^-s, whole m >= 1, s > 1, q > 0; 1e-14 relative where the terms do not cancel.
 * @source Euler-Maclaurin, DLMF 25.11.28, as a truncated power series in s.
 */
export function zetaDerivative(m: number, s: number, q: number): number {
  if (!(s > 1 && q > 0) || s === Infinity || q === Infinity) return q === Infinity && s > 1 ? 0 : NaN;
  const count = Math.max(0, Math.ceil(Math.max(16, s + 10) - q));
  let sum = 0;
  for (let k = 0; k < count; k++) sum += (-Math.log(q + k)) ** m * (q + k) ** -s;
  const w = q + count;
  const logarithm = Math.log(w);
  // The bracket w/(s - 1) + 1/2 + sum B_2j/(2j)! (s)_(2j-1) w^(1-2j), then times w^-s; coefficients of ε^i at s + ε.
  const bracket = Array.from({ length: m + 1 }, (_, i) => w * (i % 2 === 0 ? 1 : -1) * (s - 1) ** -(i + 1));
  bracket[0] += 0.5;
  let rising = [s / w, 1 / w, ...new Array<number>(m).fill(0)];
  for (let j = 0; j < EULER_MACLAURIN.length; j++) {
    for (let i = 0; i <= m; i++) bracket[i] += EULER_MACLAURIN[j] * rising[i];
    for (const step of [2 * j + 1, 2 * j + 2]) {
      rising = rising.map((c, i) => (c * (s + step) + (i > 0 ? rising[i - 1] : 0)) / w);
    }
  }
  let factor = w ** -s; // coefficients of w^-(s + ε)
  let tail = 0;
  let factorial = 1;
  for (let i = 0; i <= m; i++) {
    tail += factor * bracket[m - i];
    factor *= -logarithm / (i + 1);
    if (i > 0) factorial *= i;
  }
  return sum + factorial * tail;
}
