/** Logarithms of probabilities of counts, without the cancellation of large factorials. */
import { HALF_LOG_TAU } from "../ops/scalar/constants.ts";
import { lgamma } from "../ops/scalar/gamma.ts";

/**
 * n log(n/m) + m - n: how much less likely than m a count n is where m is expected.
 * @source Loader, Fast and accurate computation of binomial probabilities (2000), §3
 */
function deviance(n: number, m: number): number {
  if (n === 0) return m;
  const difference = n - m;
  if (Math.abs(difference) > 0.1 * (n + m)) return n * Math.log(n / m) - difference;
  // n log((1 + v)/(1 - v)) with v = (n - m)/(n + m), as a series.
  const v = difference / (n + m);
  const square = v * v;
  let sum = difference * v;
  for (let power = 2 * n * v * square, j = 3; ; power *= square, j += 2) {
    const more = sum + power / j;
    if (more === sum) return sum;
    sum = more;
  }
}

/** log n! - (n + 1/2) log n + n - log(2π)/2, and 0 for 0, where it has no part. @source DLMF 5.11.1 */
function correction(n: number): number {
  if (n < 16) return SMALL[n];
  const square = 1 / (n * n);
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - square / 1188) * square) * square) * square) / n;
}

const SMALL: readonly number[] = /*@__PURE__*/ Array.from({ length: 16 }, (_, n) =>
  n === 0 ? 0 : lgamma(n + 1) - (n + 0.5) * Math.log(n) + n - HALF_LOG_TAU,
);

/** log(√(2πn)), and 0 for 0. */
const width = (n: number): number => (n === 0 ? 0 : HALF_LOG_TAU + Math.log(n) / 2);

export const poissonLog = (k: number, rate: number): number => -correction(k) - deviance(k, rate) - width(k);

export function binomialLog(k: number, n: number, p: number): number {
  const rest = n - k;
  const corrections = correction(n) - correction(k) - correction(rest);
  return corrections - deviance(k, n * p) - deviance(rest, n * (1 - p)) + width(n) - width(k) - width(rest);
}

/** As a product of binomial probabilities, with that p with which they are largest; up to what does not depend on k. */
export function hypergeometricPart(k: number, good: number, bad: number, draws: number): number {
  const p = draws / (good + bad);
  return binomialLog(k, good, p) + binomialLog(draws - k, bad, p);
}

export const hypergeometricLog = (k: number, good: number, bad: number, draws: number): number =>
  hypergeometricPart(k, good, bad, draws) - binomialLog(draws, good + bad, draws / (good + bad));
