/** Differences of the polygamma functions, and derivatives of the Hurwitz zeta function in its exponent. */
import { EULER_MACLAURIN } from "./constants.ts";
import { polygamma } from "./gamma.ts";

/** The direct sums here go to 16 at least, further than those of gamma.ts, so that a term less will do. */
const TERMS: readonly number[] = /*@__PURE__*/ EULER_MACLAURIN.slice(0, 10);

/** ψ^(n)(a) - ψ^(n)(a + b), whole n >= 0, also where b is small beside a; 4 ulp for a, b > 0. @source DLMF 5.15.1, 25.11.28, each term as a difference. */
export function polygammaDrop(n: number, a: number, b: number): number {
  if (!(a > 0 && b >= 0 && a + b < 1e300)) return polygamma(n, a) - polygamma(n, a + b);
  const s = n + 1;
  const fall = (power: number, z: number): number => -Math.expm1(-power * Math.log1p(b / z)) * z ** -power; // z^-p - (z + b)^-p
  const goal = Math.max(16, s + 10);
  let z = a;
  let sum = 0;
  for (let k = 0; z < goal; z = a + ++k) sum += fall(s, z);
  let tail = (n === 0 ? Math.log1p(b / z) : fall(n, z) / n) + 0.5 * fall(s, z);
  let rising = s; // (s)_(2j-1)
  for (let j = 1; j <= TERMS.length; j++) {
    tail += TERMS[j - 1] * rising * fall(s + 2 * j - 1, z);
    rising *= (s + 2 * j - 1) * (s + 2 * j);
  }
  let factor = n % 2 === 0 ? -1 : 1;
  for (let k = 2; k <= n; k++) factor *= k;
  return factor * (sum + tail);
}

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
  for (let j = 0; j < TERMS.length; j++) {
    for (let i = 0; i <= m; i++) bracket[i] += TERMS[j] * rising[i];
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
