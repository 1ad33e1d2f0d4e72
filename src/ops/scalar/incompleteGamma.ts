/**
 * Regularised incomplete gamma functions P and Q and their inverses.
 * Regions: Temme's uniform expansion (DLMF 8.12) for a >= 50 near x = a; Taylor series (DLMF 8.11.4) below; continued fraction
 * (DLMF 8.9.2) above; a cancellation-free series for Q at small a, x. Prefactors are exponentials of double-double logarithms.
 */
import {
  add,
  divide,
  exp,
  log,
  log1pOf,
  minusLog1pmx,
  multiply,
  polynomial,
  productError,
  sumError,
  twoSum,
} from "./extended.ts";
import { erfc, ndtri } from "./erf.ts";
import { density } from "./densities.ts";
import { logGamma } from "./stirling.ts";
import { gamma, lgamma1p } from "./gamma.ts";
import { TEMME } from "./tables.ts";

const TEMME_FROM = 50; // the table's range: a >= 50, |x - a| <= 0.3 a
const MAX_TERMS = 100000; // every loop below needs far fewer: about 10 sqrt(a) with a < 50 or x/a < 0.7 or > 1.3
const TINY = 1e-300;

/** sum_{n >= 0} x^n/((a + 1) ··· (a + n)), all terms positive, in double-double (the sum has about 10 sqrt(a) terms). */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let termLow = 0;
  let sum = 1;
  let sumLow = 0;
  for (let n = 1; n < MAX_TERMS; n++) {
    const d = a + n;
    const dLow = sumError(a, n, d);
    const p = term * x;
    const pLow = productError(term, x, p) + termLow * x;
    term = p / d;
    const back = term * d;
    termLow = (p - back - productError(term, d, back) + pLow - term * dLow) / d;
    const next = sum + term;
    sumLow += sumError(sum, term, next) + termLow;
    sum = next;
    if (!(term >= 1e-19 * sum) && d > x) break;
  }
  return sum + sumLow;
}

/**
 * The continued fraction K with Q(a, x) = density(a, x) K, x >= 0.6 and x > a: 1/(x + 1 - a - 1(1 - a)/(x + 3 - a - ...)) (DLMF 8.9.2).
 * A forward pass finds how many levels are needed, a backward pass evaluates them with damped rounding errors.
 */
function upperFraction(a: number, x: number): number {
  const levels = fractionLevels(a, x);
  if (a < 2 && x < 5) {
    // Started from the fixed point of its tail, t = x + k/(1 + k/t).
    // The uncontracted fraction 1/(x + (1 - a)/(1 + 1/(x + (2 - a)/(1 + ...)))) has positive parts only but for 1 - a (DLMF 8.9.1).
    let positive = Math.sqrt(levels * x) + x / 2;
    for (let k = levels; k >= 1; k--) positive = x + (k - a) / (1 + k / positive);
    return 1 / positive;
  }
  let value = x - a + 2 * levels + 1;
  for (let k = levels; k >= 1; k--) value = x - a + 2 * k - 1 - (k * (k - a)) / value;
  return 1 / value;
}

/** Levels until the modified Lentz product moves by less than 2^-56. */
function fractionLevels(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  for (let k = 1; k < MAX_TERMS; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b || TINY);
    c = b + numerator / c || TINY;
    if (!(Math.abs(c * d - 1) >= 1.4e-17)) return k + 2; // NaN stops too
  }
  return MAX_TERMS;
}

/** Q(a, x) for a < 1, 0 < x < 0.6 without 1 - P: 1 - e^u - a e^u sum_{n >= 1} (-x)^n/((a + n) n!), u = a log x - log Γ(1 + a). */
function smallUpper(a: number, x: number): number {
  const u = a * Math.log(x) - lgamma1p(a);
  let power = 1;
  let sum = 0;
  for (let n = 1; n < 40; n++) {
    power *= -x / n;
    const term = power / (a + n);
    sum += term;
    if (Math.abs(term) < 1e-19) break;
  }
  return -Math.expm1(u) - Math.exp(u) * a * sum;
}

/** [P, Q] by Temme's expansion: with η²/2 = u - log(1 + u), P = erfc(-η sqrt(a/2))/2 - R, Q = erfc(η sqrt(a/2))/2 + R. */
function temme(a: number, x: number): readonly [number, number] {
  const u = divide(twoSum(x, -a), [a, 0]);
  const phi = minusLog1pmx(u);
  const eta = Math.sign(u[0]) * Math.sqrt(2 * phi[0]);
  const z = Math.sqrt(a * phi[0]); // |η| sqrt(a/2)
  const exact = multiply(phi, [a, 0]); // erfc needs exp(-z²): correct z by the residual of z²
  const square = z * z;
  const low = z > 0 ? (exact[0] - square - productError(z, z, square) + exact[1]) / (2 * z) : 0;
  const gauss = Math.exp(-exact[0]);
  const tail = 0.5 * (erfc(z) - 1.1283791670955126 * low * gauss); // 2/√π
  let series = 0;
  for (let k = TEMME.length - 1; k >= 0; k--) series = series / a + polynomial(TEMME[k], eta);
  const rest = (gauss * series) / Math.sqrt(2 * Math.PI * a);
  return u[0] < 0 ? [tail - rest, 1 - tail + rest] : [1 - tail - rest, tail + rest];
}

/** From this x on Q <= 1/2 or so and the continued fraction serves; below it the series. */
function fractionFrom(a: number): number {
  return a < 1 ? 0.6 : a;
}

function nearTransition(a: number, x: number): boolean {
  return a >= TEMME_FROM && Math.abs(x - a) <= 0.3 * a;
}

/** [P, Q] for finite a, x > 0. */
function both(a: number, x: number): readonly [number, number] {
  if (nearTransition(a, x)) return temme(a, x);
  if (x >= fractionFrom(a)) {
    const q = density(a, x) * upperFraction(a, x);
    return [1 - q, q];
  }
  const p = (density(a, x) / a) * lowerSeries(a, x);
  return [p, a < 1 && p > 0.25 ? smallUpper(a, x) : 1 - p];
}

/** P or Q where an argument is 0, infinite or outside the domain, else undefined; SciPy's conventions. */
function edge(a: number, x: number, atZero: number): number | undefined {
  if (!(a >= 0 && x >= 0)) return NaN;
  if (a === 0) return x > 0 ? 1 - atZero : NaN;
  if (x === 0) return atZero;
  if (a === Infinity) return x === Infinity ? NaN : atZero;
  if (x === Infinity) return 1 - atZero;
  return undefined;
}

/** P(a, x) = ∫_0^x t^(a-1) e^-t dt/Γ(a); a >= 0, x >= 0; 4 ulp. @source DLMF 8.2.4, 8.11.4, 8.9.2, 8.12. */
export function gammainc(a: number, x: number): number {
  return edge(a, x, 0) ?? Math.min(both(a, x)[0], 1);
}

/** Q(a, x) = 1 - P(a, x) without cancellation; a >= 0, x >= 0; 4 ulp. @source as gammainc. */
export function gammaincc(a: number, x: number): number {
  return edge(a, x, 1) ?? Math.min(both(a, x)[1], 1);
}

/** The x with P(a, x) = p; a > 0, 0 <= p <= 1; 4 ulp times max(1, 1/(2a)), the condition of x. @source Newton in log x on the smaller of P, Q. */
export function gammaincinv(a: number, p: number): number {
  if (!(a > 0 && p >= 0 && p <= 1) || a === Infinity) return NaN;
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  return p <= 0.5 ? solve(a, p, false) : solve(a, 1 - p, true); // 1 - p is exact above 1/2
}

/** The x with Q(a, x) = q; a > 0, 0 <= q <= 1; as gammaincinv. @source as gammaincinv. */
export function gammainccinv(a: number, q: number): number {
  if (!(a > 0 && q >= 0 && q <= 1) || a === Infinity) return NaN;
  if (q === 0) return Infinity;
  if (q === 1) return 0;
  return q <= 0.5 ? solve(a, q, true) : solve(a, 1 - q, false);
}

/** The root of x^a/Γ(a + 1) = p (upper: = 1 - p); in double-double because of the division by a small a. */
function leadingRoot(a: number, p: number, upper: boolean): number {
  const target = upper ? log1pOf([-p, 0]) : log(p);
  const scale = a < 1e-3 ? ([lgamma1p(a), 0] as const) : add(logGamma(a), log(a));
  const sum = add(target, scale);
  return Math.abs(sum[0]) > 800 * a ? (sum[0] < 0 ? 0 : 1) : exp(divide(sum, [a, 0]));
}

/** First guess for P = p (upper: Q = p), p <= 1/2: leading term of P for small x, else Wilson-Hilferty. */
function firstGuess(a: number, p: number, upper: boolean, leading: number): number {
  if (a < 0.6 && upper && p < 0.3)
    return Math.max(leading < 1 ? leading : 0, -Math.log(p * gamma(a)) > 1 ? -Math.log(p * gamma(a)) : 0.5);
  if (leading < 0.2 * (a + 1)) return leading;
  const z = (upper ? -1 : 1) * ndtri(p);
  const t = 1 - 1 / (9 * a) + z / (3 * Math.sqrt(a));
  return t > 0.1 ? a * t * t * t : leading;
}

/**
 * Newton's method on log P (or log Q) as a function of log x, kept inside a bracket that every evaluation narrows. log P is concave and
 * log Q concave in log x, so steps from the far side never run away; 200 steps bound the loop, 4 to 8 are usual.
 */
function solve(a: number, p: number, upper: boolean): number {
  let low = 0;
  let high = Infinity;
  // While x << 1, P = x^a/Γ(a + 1) to the last bit, and log x = (log p + log Γ(a + 1))/a.
  const lead = leadingRoot(a, p, upper);
  if (lead < 1e-17) return lead;
  let x = firstGuess(a, p, upper, lead);
  for (let step = 0; step < 200; step++) {
    const [lower, complement] = both(a, x);
    const value = upper ? complement : lower;
    const tooSmall = upper ? value > p : value < p;
    if (value === p) return x;
    if (tooSmall) low = x;
    else high = x;
    const slope = density(a, x); // x dP/dx
    const relative = Math.abs(value / p - 1) < 0.1 ? Math.log1p((value - p) / p) : Math.log(value / p);
    let next = value > 0 && slope > 0 ? x * Math.exp(((upper ? 1 : -1) * relative * value) / slope) : NaN;
    if (Math.abs(next - x) <= 1e-9 * x) return next; // Newton is quadratic: the next error is below 1e-16
    if (!(next > low && next < high))
      next = high === Infinity ? 2 * x + 1 : low === 0 ? x / 16 : Math.sqrt(low) * Math.sqrt(high);
    if (next === x) return x;
    x = next;
  }
  return x;
}
