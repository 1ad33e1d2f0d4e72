/** The noncentral chi-squared law as a mixture of central ones over Poisson numbers: sums of positive terms. */
import { gammainc as incompleteGamma, gammaincc as incompleteGammaRest } from "../../../ops/scalar/incompleteGamma.ts";
import { cast, reshapeTo } from "../../../core/basic.ts";
import { makeTensor } from "../../../core/convert.ts";
import { elementwise, type Range, type Ternary } from "../../../core/elementwise.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { add, div, mul, neg, reciprocal, sub } from "../../../ops/arithmetic.ts";
import { exp, log } from "../../../ops/exponential.ts";
import { maximum, minimum } from "../../../ops/maximum.ts";
import { hypot, rsqrt, sqrt } from "../../../ops/power.ts";
import { sum } from "../../../ops/reduce.ts";
import { ceil, floor } from "../../../ops/rounding.ts";
import { gammaDensity } from "../../../ops/scalar/densities.ts";
import { logGamma } from "../../../ops/scalar/stirling.ts";
import { softmax } from "../../../ops/softmax.ts";
import { digamma } from "../../../ops/special/gamma.ts";
import { gammaSlope } from "../../../ops/special/incompleteGamma.ts";
import { stopGradient } from "../../../ops/stopGradient.ts";
import { logGammaDensity } from "./densities.ts";

/** The numbers of a mixture that count: with j of them, a + j is the shape of the gamma law of y = x/2. */
interface Window {
  readonly center: number;
  readonly low: number;
  readonly high: number;
}

const REACH = 10;

/** The numbers around the most likely ones of the Poisson law with this mean, and around those that are likely given y. */
function windowOf(a: number, mean: number, y: number): Window {
  const center = Math.max(0, (Math.hypot(a - 1, 2 * Math.sqrt(mean * y)) - (a + 1)) / 2);
  const width = 1 / Math.sqrt(1 / (center + 1) + 1 / (center + a));
  const spread = Math.sqrt(mean + 1);
  const low = Math.max(0, Math.min(center - REACH * width, mean - REACH * spread));
  const high = Math.max(center + (REACH + 2) * width, mean + (REACH + 2) * spread) + 30;
  return { center: Math.floor(center), low: Math.floor(low), high: Math.ceil(high) };
}

/** log Σ Poisson(j; λ/2) χ²(x; k + 2j), from the largest term by the ratios of neighbours */
function logDensityOf(df: number, noncentrality: number, x: number): number {
  const [a, mean, y] = [df / 2, noncentrality / 2, x / 2];
  if (!(x >= 0)) return Number.isNaN(x) ? NaN : -Infinity;
  if (mean === 0 || y === 0) return logGamma1(a, y) - mean - Math.LN2;
  if (y === Infinity) return -Infinity;
  const [order, argument] = [a - 1, 2 * Math.sqrt(mean) * Math.sqrt(y)];
  if (argument > 1e10 + 1e4 * order ** 2) {
    // The Bessel function is next to its asymptotic form (DLMF 10.40.1).
    const bessel = Math.log1p((1 - 4 * order ** 2) / (8 * argument)) - Math.log(2 * Math.PI * argument) / 2;
    return bessel - (Math.sqrt(y) - Math.sqrt(mean)) ** 2 + (order / 2) * Math.log(y / mean) - Math.LN2;
  }
  const { center: c, low, high } = windowOf(a, mean, y);
  let total = 1;
  for (let j = c, term = 1; j < high && term > 1e-18; j++) total += term *= (mean / (j + 1)) * (y / (a + j));
  for (let j = c, term = 1; j > low && term > 1e-18; j--) total += term *= (j / mean) * ((a + j - 1) / y);
  return logGamma1(c + 1, mean) + logGamma1(a + c, y) + Math.log(total) - Math.LN2;
}

/** log(y^(a-1) e^-y/Γ(a)) */
const logGamma1 = (a: number, y: number): number => (a === 1 ? 0 : (a - 1) * Math.log(y)) - y - logGamma(a)[0];

/** P(X <= x), or P(X > x): the tails of neighbouring gamma laws differ by a density, and are summed up from the smallest. */
function tailOf(df: number, noncentrality: number, x: number, isLower: boolean): number {
  const [a, mean, y] = [df / 2, noncentrality / 2, x / 2];
  if (Number.isNaN(x)) return NaN;
  if (y <= 0) return isLower ? 0 : 1;
  // The length of the vector of normal numbers is so near to its mean, that beyond is no float.
  if (Math.sqrt(2 * y) > Math.sqrt(df + noncentrality) + 40) return isLower ? 1 : 0;
  if (mean === 0) return isLower ? incompleteGamma(a, y) : incompleteGammaRest(a, y);
  const { low, high } = windowOf(a, mean, y);
  const weights = densities(1, mean, low, high);
  const steps = densities(a + 1, y, low, high);
  let total = 0;
  if (isLower) {
    let tail = incompleteGamma(a + high, y);
    for (let j = high; j >= low; j--) {
      total += weights[j - low] * tail;
      if (j > low) tail += steps[j - 1 - low];
    }
  } else {
    let tail = incompleteGammaRest(a + low, y);
    for (let j = low; j <= high; j++) {
      total += weights[j - low] * tail;
      tail += steps[j - low];
    }
  }
  return Math.min(total, 1);
}

/** y^(s + j - 1) e^-y/Γ(s + j) for j = low ... high, from the largest one */
function densities(s: number, y: number, low: number, high: number): Float64Array {
  const found = new Float64Array(high - low + 1);
  const start = Math.min(Math.max(Math.floor(y - s + 1), low), high);
  found[start - low] = gammaDensity(s + start, y);
  for (let j = start + 1; j <= high; j++) found[j - low] = (found[j - 1 - low] * y) / (s + j - 1);
  for (let j = start; j > low; j--) found[j - 1 - low] = (found[j - low] * (s + j - 1)) / y;
  return found;
}

const DOMAIN: { readonly df: Range; readonly noncentrality: Range; readonly x: Range } = {
  df: [0.5, 50],
  noncentrality: [0.01, 100],
  x: [0.01, 100],
};
const SOURCE = "Benton & Krishnamoorthy, Computing discrete mixtures of continuous distributions, 2003";

/** The logarithm of the density. */
export const logNoncentralDensity: Ternary = /*@__PURE__*/ elementwise({
  name: "logNoncentralDensity",
  domain: DOMAIN,
  ulp: { f32: 1, f64: 256 },
  eval: logDensityOf,
  partials: {
    df: ({ df, noncentrality, x }) => slopeInDf(df, noncentrality, x),
    noncentrality: ({ df, noncentrality, x, out }) => mul(0.5, sub(exp(sub(next(df, noncentrality, x), out)), 1)),
    x: ({ df, noncentrality, x, out }) => {
      const ratio = exp(sub(next(df, noncentrality, x), out));
      const powers = add(sub(mul(0.5, df), 1), mul(0.5, mul(noncentrality, ratio)));
      return sub(div(powers, x), 0.5);
    },
  },
  source: SOURCE,
});

/** The density with two more degrees of freedom. */
const next = (df: Tensor, noncentrality: Tensor, x: Tensor): Tensor =>
  logNoncentralDensity(add(df, 2), noncentrality, x);

/** P(X <= x) */
export const noncentralCdf: Ternary = /*@__PURE__*/ elementwise({
  name: "noncentralCdf",
  domain: DOMAIN,
  ulp: { f32: 1, f64: 256 },
  eval: (df, noncentrality, x) => tailOf(df, noncentrality, x, true),
  partials: {
    df: ({ df, noncentrality, x }) => shiftInDf(df, noncentrality, x),
    noncentrality: ({ df, noncentrality, x }) => neg(exp(next(df, noncentrality, x))),
    x: ({ df, noncentrality, x }) => exp(logNoncentralDensity(df, noncentrality, x)),
  },
  source: SOURCE,
});

/** P(X > x) */
export const noncentralSf: Ternary = /*@__PURE__*/ elementwise({
  name: "noncentralSf",
  domain: DOMAIN,
  ulp: { f32: 1, f64: 256 },
  eval: (df, noncentrality, x) => tailOf(df, noncentrality, x, false),
  partials: {
    df: ({ df, noncentrality, x }) => neg(shiftInDf(df, noncentrality, x)),
    noncentrality: ({ df, noncentrality, x }) => exp(next(df, noncentrality, x)),
    x: ({ df, noncentrality, x }) => neg(exp(logNoncentralDensity(df, noncentrality, x))),
  },
  source: SOURCE,
});

// ---------------------------------------------------------------- derivatives in the degrees of freedom, as sums of ops

/** How many terms are summed: all that count, or evenly chosen ones where they are many and so alike that this is exact. */
const COUNT = 280;

/** The numbers along a first axis, and the logarithms of the terms of the density. */
function termsOf(
  df: Tensor,
  noncentrality: Tensor,
  x: Tensor,
): { shape: Tensor; mean: Tensor; y: Tensor; j: Tensor; step: Tensor } {
  const [a, mean, y] = [mul(0.5, df), mul(0.5, noncentrality), mul(0.5, x)];
  const center = maximum(mul(0.5, sub(hypot(sub(a, 1), mul(2, sqrt(mul(mean, y)))), add(a, 1))), 0);
  const width = rsqrt(add(reciprocal(add(center, 1)), reciprocal(add(center, a))));
  const spread = sqrt(add(mean, 1));
  const from = maximum(floor(minimum(sub(center, mul(REACH, width)), sub(mean, mul(REACH, spread)))), 0);
  const to = add(maximum(add(center, mul(REACH + 2, width)), add(mean, mul(REACH + 2, spread))), 30);
  const step = maximum(ceil(div(sub(to, from), COUNT)), 1);
  const index = cast(
    makeTensor(
      Float64Array.from({ length: COUNT + 1 }, (_, i) => i),
      "float64",
      "sum",
    ),
    from.dtype,
  );
  const column = reshapeTo(index, [COUNT + 1, ...new Array<number>(from.ndim).fill(1)]);
  const j = stopGradient(add(from, mul(step, column)));
  return { shape: add(a, j), mean, y, j, step: stopGradient(step) };
}

/** ∂ log f/∂k: the mean of (log y - ψ(a + j))/2 */
function slopeInDf(df: Tensor, noncentrality: Tensor, x: Tensor): Tensor {
  const { shape, mean, y, j } = termsOf(df, noncentrality, x);
  const shares = softmax(add(logGammaDensity(add(j, 1), mean), logGammaDensity(shape, y)), 0);
  return mul(0.5, sum(mul(shares, sub(log(y), digamma(shape))), 0));
}

/** ∂F/∂k: the mean of ∂P(a + j, y)/∂a/2 */
function shiftInDf(df: Tensor, noncentrality: Tensor, x: Tensor): Tensor {
  const { shape, mean, y, j, step } = termsOf(df, noncentrality, x);
  const slopes = mul(gammaSlope(shape, y), exp(add(logGammaDensity(add(j, 1), mean), logGammaDensity(shape, y))));
  return mul(-0.5, mul(step, sum(slopes, 0)));
}
