/**
 * Regularised incomplete beta function, its complement and the inverses of both. The prefactor x^a (1-x)^b/B(a, b) is the exponential
 * of a double-double logarithm; the rest is a positive power series or a continued fraction evaluated from the inside outwards.
 */
import { add, divide, exp, log, log1pOf, type Pair, productError, sumError } from "./extended.ts";
import { logBeta } from "./stirling.ts";
import { isOutside, mirrored, type Point, pointAt } from "./densities.ts";
import { digamma, lgamma1p, polygamma } from "./gamma.ts";
import { ndtri } from "./erf.ts";

const MAX_LEVELS = 100000; // the fraction needs O(sqrt(max(a, b))) levels (DiDonato & Morris)
const MAX_TERMS = 2000000; // the series needs O(sqrt(a + b)) + 40/(1 - x) terms
const TINY = 1e-300;

/** sum_{n >= 0} (a + b)_n/(a + 1)_n x^n, positive terms in double-double; I = density/a times it (DLMF 8.17.8). */
function series(a: number, b: number, x: number): number {
  const base = a + b;
  const baseLow = sumError(a, b, base);
  let term = 1;
  let termLow = 0;
  let sum = 1;
  let sumLow = 0;
  for (let n = 1; n < MAX_TERMS; n++) {
    const up = base + (n - 1);
    const upLow = sumError(base, n - 1, up) + baseLow;
    const down = a + n;
    const downLow = sumError(a, n, down);
    const first = term * x;
    const firstLow = productError(term, x, first) + termLow * x;
    const p = first * up;
    const pLow = productError(first, up, p) + first * upLow + firstLow * up;
    term = p / down;
    const back = term * down;
    termLow = (p - back - productError(term, down, back) + pLow - term * downLow) / down;
    const next = sum + term;
    sumLow += sumError(sum, term, next) + termLow;
    sum = next;
    if (!(term >= 1e-19 * (1 - x) * sum) && up * x < down) break;
  }
  return sum + sumLow;
}

/** α_{n+1} of the fraction (DiDonato & Morris, ACM TOMS 18 (1992) 360-373, eq. 9). */
function alpha(p: Point, n: number): number {
  const d = p.a + 2 * n - 1;
  return ((p.a + n - 1) / d) * ((p.a + p.b + n - 1) / d) * n * (p.b - n) * p.x * p.x;
}

/** β_{n+1} of the same fraction. */
function betaTerm(p: Point, n: number): number {
  const growth = n === 0 ? 0 : (n * (p.b - n) * p.x) / (p.a + 2 * n - 1);
  return n + growth + ((p.a + n) / (p.a + 2 * n + 1)) * (p.lambda + 1 + n * (1 + p.y));
}

/** I = density/(β_1 + α_2/(β_2 + ...)), x at most about the mean a/(a + b); forward to count levels, backward to evaluate. */
function fraction(p: Point): number {
  const levels = fractionLevels(p);
  let value = betaTerm(p, levels);
  for (let n = levels; n >= 1; n--) value = betaTerm(p, n - 1) + alpha(p, n) / value;
  return 1 / value;
}

/** Levels until the modified Lentz product moves by less than 2^-56. */
function fractionLevels(p: Point): number {
  let c = 1 / TINY;
  let d = 1 / betaTerm(p, 0);
  for (let n = 1; n < MAX_LEVELS; n++) {
    const numerator = alpha(p, n);
    const b = betaTerm(p, n);
    d = 1 / (b + numerator * d || TINY);
    c = b + numerator / c || TINY;
    if (!(Math.abs(c * d - 1) >= 1.4e-17)) return n + 2; // NaN stops too
  }
  return MAX_LEVELS;
}

/** log(b B(a, b)) with relative accuracy also as b -> 0. */
function logScaledBeta(a: number, b: number): number {
  if (b > 0.004) {
    const sum = add(logBeta(a, b), log(b));
    return sum[0];
  }
  if (a < 0.06) return lgamma1p(a) + lgamma1p(b) - lgamma1p(a + b) + Math.log1p(b / a);
  // log Γ(a) - log Γ(a + b) by Taylor in b
  const taylor =
    digamma(a) +
    (b / 2) * (polygamma(1, a) + (b / 3) * (polygamma(2, a) + (b / 4) * (polygamma(3, a) + (b / 5) * polygamma(4, a))));
  return lgamma1p(b) - b * taylor;
}

/** I_x(a, b) for b < 1, x > 0.9, a y < 0.7: 1 - e^u (1 + b sum_{n >= 1} (1 - a)_n y^n/(n! (b + n))), u = b log y - log(b B). */
function smallB(p: Point): number {
  const logY = p.y < 0.5 && p.x > 0.5 ? Math.log(p.y) : Math.log1p(-p.x);
  const u = p.b * logY - logScaledBeta(p.a, p.b);
  let power = 1;
  let sum = 0;
  for (let n = 1; n < 60; n++) {
    power *= ((n - p.a) * p.y) / n;
    const term = power / (p.b + n);
    sum += term;
    if (Math.abs(term) < 1e-19) break;
  }
  return -Math.expm1(u) - Math.exp(u) * p.b * sum;
}

/** I directly (no 1 - ...) where that is cheap and accurate, else undefined. */
function direct(p: Point): number | undefined {
  if (p.b <= 1) {
    if (p.x <= 0.9) return (p.density / p.a) * series(p.a, p.b, p.x);
    if (p.b < 1 && p.a * p.y < 0.7) return smallB(p);
  }
  if (p.b * p.x <= 0.7 && p.x < 0.7) return (p.density / p.a) * series(p.a, p.b, p.x);
  if (p.lambda < 0) return undefined;
  return p.density * fraction(p);
}

/** [I, 1 - I], each accurate where one of the direct forms applies to it. */
function both(p: Point): readonly [number, number] {
  const lower = direct(p);
  const upper = lower === undefined || lower > 0.5 ? direct(mirrored(p)) : undefined;
  if (lower === undefined) return upper === undefined ? [NaN, NaN] : [1 - upper, upper];
  return [lower, upper ?? 1 - lower];
}

/** I_x(a, b) = ∫_0^x t^(a-1) (1-t)^(b-1) dt/B(a, b); finite a, b > 0, 0 <= x <= 1; 4 ulp, 8 for b < 1 and x > 0.9. @source DLMF 8.17.8, 8.17.4; ACM TOMS 708. */
export function betainc(a: number, b: number, x: number): number {
  if (isOutside(a, b, x)) return NaN;
  if (x === 0 || x === 1) return x;
  return Math.min(both(pointAt(a, b, x))[0], 1);
}

/** 1 - I_x(a, b) without cancellation; as betainc. @source as betainc. */
export function betaincc(a: number, b: number, x: number): number {
  if (isOutside(a, b, x)) return NaN;
  if (x === 0 || x === 1) return 1 - x;
  return Math.min(both(pointAt(a, b, x))[1], 1);
}

/** The x with I_x(a, b) = p; finite a, b > 0, 0 <= p <= 1; 4 ulp times max(1, 1/(4 min(a, b))). @source Newton in log x inside a bracket. */
export function betaincinv(a: number, b: number, p: number): number {
  if (isOutside(a, b, p)) return NaN;
  if (p === 0 || p === 1) return p;
  const middle = both(pointAt(a, b, 0.5))[0];
  if (middle === p) return 0.5;
  // Solve for the smaller of x and 1 - x, so that its relative accuracy survives.
  return middle > p ? solve(a, b, p, false) : 1 - solve(b, a, p, true);
}

/** The x with 1 - I_x(a, b) = q; as betaincinv. @source as betaincinv. */
export function betainccinv(a: number, b: number, q: number): number {
  if (isOutside(a, b, q)) return NaN;
  if (q === 0 || q === 1) return 1 - q;
  const middle = both(pointAt(a, b, 0.5))[1];
  if (middle === q) return 0.5;
  return middle < q ? solve(a, b, q, true) : 1 - solve(b, a, q, false);
}

/** The root of x^a/(a B(a, b)) = p (complement: = 1 - p); in double-double because of the division by a small a. */
function leadingRoot(a: number, b: number, p: number, complement: boolean): number {
  const target = complement ? log1pOf([-p, 0]) : log(p);
  const scale: Pair = a < 1e-3 ? [logScaledBeta(b, a), 0] : add(logBeta(a, b), log(a));
  const sum = add(target, scale);
  return Math.abs(sum[0]) > 800 * a ? (sum[0] < 0 ? 0 : 1) : exp(divide(sum, [a, 0]));
}

/** First guess for x <= 1/2: x^a/(a B) = p, or the normal approximation of the logit for a, b > 1. */
function firstGuess(a: number, b: number, p: number, complement: boolean, leading: number): number {
  if (a < 1 || b < 1 || leading * (b + 1) < 0.1 * (a + 1)) return Math.min(leading, 0.5);
  const z = complement ? -ndtri(p) : ndtri(p);
  const logit = Math.log(a / b) + z * Math.sqrt(1 / a + 1 / b);
  return Math.min(1 / (1 + Math.exp(-logit)), 0.5);
}

/**
 * The x in (0, 1/2] with I_x(a, b) = p, or 1 - I_x(a, b) = p if complement. Newton on log I or log(1 - I) in log x, whichever is the
 * smaller, inside a bracket; 200 steps bound the loop, 5 to 10 are usual.
 */
function solve(a: number, b: number, p: number, complement: boolean): number {
  let low = 0;
  let high = 1;
  // While x << 1/(1 + b), I = x^a/(a B) to the last bit, and log x = (log p + log(a B))/a.
  const lead = leadingRoot(a, b, p, complement);
  if (lead * (1 + b) < 1e-17) return lead;
  let x = firstGuess(a, b, p, complement, lead);
  const rest = 1 - p; // exact for p >= 1/2
  const upper = complement ? p <= 0.5 : p > 0.5; // compare the complement of I
  const goal = p <= 0.5 ? p : rest;
  for (let step = 0; step < 200; step++) {
    const point = pointAt(a, b, x);
    const value = both(point)[upper ? 1 : 0];
    if (value === goal) return x;
    if (upper ? value > goal : value < goal) low = x;
    else high = x;
    const slope = point.density / point.y; // x dI/dx
    const gap = (value - goal) / goal;
    const relative = Math.abs(gap) < 0.1 ? Math.log1p(gap) : Math.log(value / goal);
    let next = value > 0 && slope > 0 ? x * Math.exp(((upper ? 1 : -1) * relative * value) / slope) : NaN;
    if (Math.abs(next - x) <= 1e-9 * x) return next; // Newton is quadratic: the next error is below 1e-16
    if (!(next > low && next < high)) next = low === 0 ? x / 16 : Math.sqrt(low) * Math.sqrt(high);
    if (next === x || next === 0) return next;
    x = next;
  }
  return x;
}
