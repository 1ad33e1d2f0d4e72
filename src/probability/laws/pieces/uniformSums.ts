/** Sums of n numbers that are uniform between 0 and 1: density and distribution function, both in logarithms. */
import type { FloatDType } from "../../../base/dtypes.ts";
import type { Shape } from "../../../base/shapes.ts";
import { fullOf } from "../../../core/convert.ts";
import { type Binary, elementwise, type Unary } from "../../../core/elementwise.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { add, neg, sub } from "../../../ops/arithmetic.ts";
import { less, where } from "../../../ops/compare.ts";
import { whileLoop } from "../../../ops/control/while.ts";
import { exp, log1p } from "../../../ops/exponential.ts";
import { any } from "../../../ops/reduce.ts";
import { logGamma } from "../../../ops/scalar/stirling.ts";
import { uniform } from "../../../random/continuous.ts";
import { foldIn, type Key } from "../../../random/key.ts";

const MOST_BY_ROWS = 128;

/** log f_n(x); 0 for n < 1, as if there were no density. */
const logDensityOf = (n: number, x: number): number => {
  if (!(x >= 0 && x <= n) || n < 1) return Number.isNaN(x) || Number.isNaN(n) ? NaN : -Infinity;
  const y = Math.min(x, n - x);
  if (y <= 1) return n === 1 ? 0 : (n - 1) * Math.log(y) - logFactorial(n - 1);
  return n <= MOST_BY_ROWS ? logRow(n, y).first : logByContour(n, y, false);
};

/** log F_n(x) */
const logCdfOf = (n: number, x: number): number => {
  if (!(x > 0)) return Number.isNaN(x) ? NaN : -Infinity;
  if (x >= n) return 0;
  if (x > n / 2) return Math.log1p(-Math.exp(logCdfOf(n, n - x)));
  if (x <= 1) return n * Math.log(x) - logFactorial(n);
  return n <= MOST_BY_ROWS ? logRow(n + 1, x).total : logByContour(n, x, true);
};

const logFactorial = (n: number): number => logGamma(n + 1)[0];

/**
 * log f_n(x) and log Σ f_n(x - j), j = 0, 1, ..., which is log F_{n-1}(x): by the recurrence of B-splines, whose terms are all
 * positive, with a scale taken out where numbers become small.
 * @source de Boor, A practical guide to splines (1978), X
 */
function logRow(n: number, x: number): { first: number; total: number } {
  const last = Math.floor(x);
  const row = new Float64Array(last + 2);
  row[last] = 1;
  let scale = 0;
  for (let m = 2; m <= n; m++) {
    let largest = 0;
    for (let j = Math.max(0, last - m + 1); j <= last; j++) {
      row[j] = ((x - j) * row[j] + (m - x + j) * row[j + 1]) / (m - 1);
      largest = Math.max(largest, row[j]);
    }
    if (largest > 1e-100) continue;
    scale += Math.log(largest);
    for (let j = 0; j <= last; j++) row[j] /= largest;
  }
  return { first: Math.log(row[0]) + scale, total: Math.log(row.reduce((a, b) => a + b)) + scale };
}

/**
 * The same for many n: Laplace's transform is inverted along a line through the saddle point, where nothing cancels.
 * @source Daniels, Saddlepoint approximations in statistics, Annals of Mathematical Statistics 25 (1954)
 */
function logByContour(n: number, x: number, isCdf: boolean): number {
  let s = saddle(x / n);
  let width = 1 / Math.sqrt(n * curvature(s));
  if (isCdf && s > -1.5 * width) {
    s = -1.5 * width;
    width = 1 / Math.sqrt(n * curvature(s));
  }
  const base = Math.abs(s) < 1e-300 ? 1 : Math.expm1(s) / s;
  const e = Math.exp(s);
  const step = width / 5;
  let total = 0;
  for (let k = 0; k <= 60; k++) {
    const t = k * step;
    // (e^(s + it) - 1)/(s + it)/base
    const [a, b] = [Math.expm1(s) * Math.cos(t) - 2 * Math.sin(t / 2) ** 2, e * Math.sin(t)];
    const below = (s * s + t * t) * base;
    const [re, im] = k === 0 ? [1, 0] : [(a * s + b * t) / below, (b * s - a * t) / below];
    const size = Math.exp(n * Math.log(Math.hypot(re, im)));
    const angle = n * Math.atan2(im, re) - t * x;
    const value = isCdf
      ? (size * (-s * Math.cos(angle) - t * Math.sin(angle))) / (s * s + t * t)
      : size * Math.cos(angle);
    total += k === 0 ? value / 2 : value;
  }
  return n * Math.log(base) - s * x + Math.log((total * step) / Math.PI);
}

/** The s <= 0 at which the mean of a uniform number with the weight e^(s u) is r. */
function saddle(r: number): number {
  let [low, high] = [-2 / r, 0];
  let s = Math.max(12 * (r - 0.5), low / 2);
  for (let i = 0; i < 60 && high - low > 1e-9 * Math.abs(low); i++) {
    const gap = meanAt(s) - r;
    if (gap > 0) high = s;
    else low = s;
    const next = s - gap / curvature(s);
    s = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(gap) < 1e-9 * r) break;
  }
  return s;
}

const meanAt = (s: number): number => (Math.abs(s) < 1e-3 ? 0.5 + s / 12 : -1 / Math.expm1(-s) - 1 / s);

const curvature = (s: number): number =>
  Math.abs(s) < 1e-2 ? 1 / 12 - (s * s) / 240 : 1 / (s * s) - 1 / (4 * Math.sinh(s / 2) ** 2);

/** log f_n(x) of the sum of n uniform numbers. */
export const logSumDensity: Binary = /*@__PURE__*/ elementwise({
  name: "logSumDensity",
  domain: { n: [1, 40], x: [0, 40] },
  ulp: { f32: 1, f64: 64 },
  eval: logDensityOf,
  partials: {
    // f_n' = f_{n-1}(x) - f_{n-1}(x - 1)
    x: ({ n, x, out }) =>
      sub(exp(sub(logSumDensity(sub(n, 1), x), out)), exp(sub(logSumDensity(sub(n, 1), sub(x, 1)), out))),
  },
  source: "de Boor 1978, X",
});

/** log P(the sum of n uniform numbers <= x) */
const logSumCdf: Binary = /*@__PURE__*/ elementwise({
  name: "logSumCdf",
  domain: { n: [1, 40], x: [0, 40] },
  ulp: { f32: 1, f64: 64 },
  eval: logCdfOf,
  partials: { x: ({ n, x, out }) => exp(sub(logSumDensity(n, x), out)) },
  source: "de Boor 1978, X",
});

/** log P(the sum <= x), by the rest n - x where that is shorter. */
export function logSumShare(n: Tensor, x: Tensor, rest: Tensor): Tensor {
  const isShort = less(x, rest);
  return where(isShort, logSumCdf(n, x), log1p(neg(exp(logSumCdf(n, where(isShort, 0, rest))))));
}

/** -∫ f log f, from knot to knot of the piecewise polynomial up to its middle, by the double exponential rule. */
function entropyOf(n: number): number {
  if (n === 1) return 0;
  // On the first piece f is a power.
  let total = ((n - 1) / n ** 2 + logFactorial(n - 1) / n) * Math.exp(-logFactorial(n - 1));
  const middle = n / 2;
  for (let low = Math.max(1, Math.floor(middle - 3 * Math.sqrt(n))); low < middle; low++) {
    const width = Math.min(1, middle - low);
    for (let k = -28; k <= 28; k++) {
      const t = k * 0.125;
      const s = (Math.PI / 2) * Math.sinh(t);
      const at = logDensityOf(n, low + width / (1 + Math.exp(-2 * s)));
      const weight = (Math.PI / 4) * 0.125 * width * (Math.cosh(t) / Math.cosh(s) ** 2);
      total -= at > -Infinity ? weight * at * Math.exp(at) : 0;
    }
  }
  return 2 * total;
}

/** The entropy of the sum of n uniform numbers. */
export const sumEntropy: Unary = /*@__PURE__*/ elementwise({
  name: "sumEntropy",
  domain: { n: [1, 40] },
  ulp: { f32: 1, f64: 64 },
  eval: entropyOf,
  source: "Takahasi & Mori 1974",
});

/** Sums of n uniform numbers, n at each place of a batch. */
export function sumsOfUniforms(key: Key, n: Tensor, shape: Shape, dtype: FloatDType): Tensor {
  const [, sums] = whileLoop(
    ([i]: readonly Tensor[]) => any(less(i, n)),
    ([i, total]: readonly Tensor[]) => {
      const next = uniform(foldIn(key, i), shape, { dtype });
      return [add(i, 1), add(total, where(less(i, n), next, 0))];
    },
    [fullOf([], 0, "int32"), fullOf(shape, 0, dtype)] as readonly Tensor[],
  ) as readonly Tensor[];
  return sums;
}
