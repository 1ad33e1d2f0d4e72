/** log Γ and log B in double-double: the prefactors of the gamma and beta families come from here. */
import {
  add,
  divide,
  log,
  log1pOf,
  logOf,
  multiply,
  type Pair,
  polynomial,
  subtract,
  sumError,
  twoSum,
} from "./extended.ts";
import { sinpi } from "./elementary.ts";

const HALF_LOG_TWO_PI: Pair = [0.9189385332046728, -3.878294158067242e-17]; // log(2π)/2
const LOG_PI: Pair = [1.1447298858494002, 1.02659511627078e-17];
const TWELFTH: Pair = [1 / 12, 4.625929269271485e-18];
const ONE: Pair = [1, 0];
export const SHIFT_TO = 14;

// B_2k/(2k(2k - 1)) for k >= 2 (DLMF 5.11.1); at z = 14 the first omitted term is below 2^-80.
const STIRLING_TAIL: readonly number[] = [
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
  -174611 / 125400,
  77683 / 5796,
];

/** Stirling's correction log Γ(z) - ((z - 1/2) log z - z + log(2π)/2), z >= 14; absolute error 2^-71. @source DLMF 5.11.1. */
export function stirlingCorrection(z: Pair): Pair {
  if (z[0] > 1e20) return [1 / 12 / z[0], 0];
  const r = 1 / z[0];
  const s = r * r;
  return add(divide(TWELFTH, z), [r * s * polynomial(STIRLING_TAIL, s), 0]);
}

/** log Γ(z) for a pair z >= 14. */
function stirling(z: Pair): Pair {
  const main = subtract(multiply(subtract(z, [0.5, 0]), logOf(z)), z);
  return add(main, add(HALF_LOG_TWO_PI, stirlingCorrection(z)));
}

/** log|Γ(x)|, x finite and not a pole, 1e-300 < |x| < 1e290; absolute error about 2^-67 (1 + |x|), reflected below -20. */
export function logGamma(x: number): Pair {
  if (x >= SHIFT_TO) return stirling([x, 0]);
  if (x < -20) {
    // Γ(x) Γ(-x) = -π/(x sin πx) (DLMF 5.5.3)
    const sine = log(Math.abs(x * sinpi(x)));
    return subtract(subtract(LOG_PI, sine), logGamma(-x));
  }
  const steps = Math.ceil(SHIFT_TO - x);
  let product: Pair = [x, 0]; // Γ(x) = Γ(x + n)/(x (x + 1) ··· (x + n - 1))
  for (let k = 1; k < steps; k++) product = multiply(product, twoSum(x, k));
  if (product[0] < 0) product = [-product[0], -product[1]];
  return subtract(stirling(twoSum(x, steps)), logOf(product));
}

/** log Γ(b) - log Γ(a + b) for b >= 14, a > 0, without cancellation of the large parts. */
export function logGammaDrop(a: number, b: number): Pair {
  const sum = twoSum(a, b);
  const growth = multiply([b - 0.5, sumError(b, -0.5, b - 0.5)], log1pOf(divide([a, 0], [b, 0])));
  const drift = multiply([a, 0], subtract(logOf(sum), ONE));
  const correction = subtract(stirlingCorrection([b, 0]), stirlingCorrection(sum));
  return subtract(subtract(correction, growth), drift);
}

/** log Γ at a pair 0 < x < 30: the low part moves the result by ψ(x) lo, for which log is close enough. */
function logGammaOf(x: Pair, slope: number): Pair {
  return add(logGamma(x[0]), [x[1] * slope, 0]);
}

/** log B(a, b), a, b > 0 and below 1e290; absolute error about 2^-67 (1 + |log B|). @source DLMF 5.12.1, 5.11.1. */
export function logBeta(p: number, q: number): Pair {
  const a = Math.min(p, q);
  const b = Math.max(p, q);
  if (b < SHIFT_TO) {
    const sum = twoSum(a, b);
    // ψ(s) = (log Γ)'(s) by ψ(s + 14) - sum of reciprocals would be exact; lo is 2^-53 s, so 10 digits suffice.
    return subtract(add(logGamma(a), logGamma(b)), logGammaOf(sum, roughDigamma(sum[0])));
  }
  if (a < SHIFT_TO) return add(logGamma(a), logGammaDrop(a, b));
  // (a - 1/2) log(a/s) + b log(b/s) - log(b)/2 + log(2π)/2 + corrections
  const sum = twoSum(a, b);
  const ratio = divide([a, 0], [b, 0]);
  const first = multiply([a - 0.5, sumError(a, -0.5, a - 0.5)], logOf(divide([a, 0], sum)));
  const second = multiply([b, 0], log1pOf(ratio));
  const third = log(b);
  const base = subtract(first, add(second, [0.5 * third[0], 0.5 * third[1]]));
  return add(base, add(HALF_LOG_TWO_PI, betaCorrection(a, b)));
}

/** Stirling corrections of log B(a, b), a, b >= 14. */
export function betaCorrection(a: number, b: number): Pair {
  const parts = add(stirlingCorrection([a, 0]), stirlingCorrection([b, 0]));
  return subtract(parts, stirlingCorrection(twoSum(a, b)));
}

/** digamma to about 1e-13 for x > 0: only multiplies rounding errors. */
function roughDigamma(x: number): number {
  let sum = 0;
  let z = x;
  for (; z < 8; z++) sum -= 1 / z;
  const s = 1 / (z * z);
  return sum + Math.log(z) - 0.5 / z - s * (1 / 12 - s * (1 / 120 - s / 252)); // DLMF 5.11.2
}
