/**
 * Kernels of the gamma function and its relatives for positive arguments, which is where they are wanted; the scalar functions compute
 * elsewhere. float32 computes in float64. Quotients: tools/golden/minimaxSpecial.py; Stirling's formula from 9/4 on, DLMF 5.11.1.
 */
import type { ElementKernel, Kernel, Lane } from "../../core/kernel.ts";
import { expOfSum } from "./exponential.ts";
import { eitherRatio, inFloat64, productError, ratio } from "./fit.ts";
import { DIGAMMA, DIGAMMA_FAR, LGAMMA, STIRLING, TRIGAMMA, TRIGAMMA_FAR } from "./gammaTables.ts";
import { log, logPair } from "./logarithmic.ts";
import { longLog, quickSum, type Sum } from "./longLog.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;
const HALF_LOG_TWO_PI_LOW = -3.878294158067242e-17;
/** log Γ(x) from 9/4 on: (x - 1/2) log x - x + log(2π)/2 + a quotient/x. */
function stirling(k: Kernel, x: Lane, logarithm: Sum): Sum {
  const u = k.div(1, x);
  const factor = k.sub(x, 0.5);
  const product = k.mul(factor, logarithm.high);
  const error = k.fma(factor, logarithm.low, productError(k, factor, logarithm.high, product));
  const main = k.sub(product, x);
  const lost = k.sub(k.sub(product, main), x);
  const sum = quickSum(k, main, k.constant(HALF_LOG_TWO_PI, x.type));
  const tail = k.fma(u, ratio(k, k.mul(u, u), STIRLING), HALF_LOG_TWO_PI_LOW);
  return { high: sum.high, low: k.add(k.add(sum.low, k.add(lost, error)), tail) };
}

/** log Γ(x) for x from 2⁻¹⁰⁰⁰ to 2¹⁰⁰⁰ but for rounding the sum. */
function logGamma(k: Kernel, x: Lane, logarithm: Sum = longLog(k, x)): Sum {
  const far = stirling(k, x, logarithm);
  // Γ(x) = Γ(1 + x)/x below 3/4
  const isSmall = k.lt(x, 0.75);
  const isFar = k.ge(x, 2.25);
  const below = k.sub(x, 1);
  const t = k.select(isSmall, k.add(x, 0.25), k.sub(x, 0.75));
  const zeros = k.mul(k.select(isSmall, x, below), k.select(isSmall, below, k.sub(x, 2)));
  const middle = k.fma(zeros, ratio(k, t, LGAMMA), k.mul(zeros, 0.5));
  const high = k.select(isFar, far.high, k.select(isSmall, k.neg(logarithm.high), middle));
  return { high, low: k.select(isFar, far.low, k.select(isSmall, k.sub(middle, logarithm.low), 0)) };
}

const isUnusual = (k: Kernel, x: Lane): Lane => k.not(k.and(k.gt(x, 2 ** -1000), k.lt(x, 2 ** 1000)));

export const lgammaKernel: ElementKernel = /*@__PURE__*/ inFloat64((k, x) => {
  const { high, low } = logGamma(k, x);
  return k.rare(isUnusual(k, x), k.add(high, low));
});

// The root of digamma (OEIS A030169).
const ROOT = 1.4616321449683622;
const ROOT_LOW = 9.549995429965697e-17;

export const digammaKernel: ElementKernel = /*@__PURE__*/ inFloat64((k, x) => {
  const u = k.div(1, x);
  const far = k.sub(log(k, x), k.fma(k.mul(u, u), ratio(k, k.mul(u, u), DIGAMMA_FAR), k.mul(u, 0.5)));
  // ψ(x) = ψ(1 + x) - 1/x below 0.9
  const isSmall = k.lt(x, 0.9);
  const one = k.select(isSmall, k.constant(1, x.type), 0);
  const distance = k.sub(k.select(isSmall, k.sub(x, ROOT - 1), k.sub(x, ROOT)), ROOT_LOW);
  const middle = k.mul(distance, k.add(ratio(k, k.add(k.sub(x, 1.5), one), DIGAMMA), 0.625));
  const value = k.select(k.lt(x, 2.25), k.sub(middle, k.select(isSmall, u, 0)), far);
  return k.rare(isUnusual(k, x), value);
});

/** ψ'(x) = 1/x² + ψ'(1 + x) below 3. */
export const trigammaKernel: ElementKernel = /*@__PURE__*/ inFloat64((k, x) => {
  const u = k.div(1, x);
  const isNear = k.lt(x, 3);
  const value = eitherRatio(k, isNear, x, TRIGAMMA, u, TRIGAMMA_FAR);
  const far = k.mul(u, k.fma(u, value, 1));
  const unusual = k.not(k.and(k.gt(x, 2 ** -500), k.lt(x, 2 ** 1000)));
  return k.rare(unusual, k.select(isNear, k.add(k.div(1, k.mul(x, x)), value), far));
});

/** log Γ(x + more), |more| much smaller than x, with a logarithm so long that its exponential is good. */
function exactLogGamma(k: Kernel, x: Lane, more?: Lane): Sum {
  const [high, low] = logPair(k, x);
  const { high: main, low: rest } = logGamma(k, x, { high, low });
  const sum = twoSum(k, main, rest);
  // ψ(x) = log x - 1/(2x) - …, and only rounding errors are multiplied with it
  return more === undefined ? sum : { high: sum.high, low: k.fma(more, k.sub(high, k.div(0.5, x)), sum.low) };
}

/** a + b, exactly. */
function twoSum(k: Kernel, a: Lane, b: Lane): Sum {
  const high = k.add(a, b);
  const part = k.sub(high, a);
  return { high, low: k.add(k.sub(a, k.sub(high, part)), k.sub(b, part)) };
}

export const gammaKernel: ElementKernel = /*@__PURE__*/ inFloat64((k, x) => {
  const { high, low } = exactLogGamma(k, x);
  return k.rare(isUnusual(k, x), expOfSum(k, high, low));
});

export const factorialKernel: ElementKernel = /*@__PURE__*/ inFloat64((k, x) => {
  const next = twoSum(k, x, k.constant(1, x.type));
  const { high, low } = exactLogGamma(k, next.high, next.low);
  return k.rare(k.not(k.and(k.ge(x, 0), k.lt(x, 2 ** 1000))), expOfSum(k, high, low));
});

/** log B(a, b) = log Γ(a) + log Γ(b) - log Γ(a + b). */
function logBeta(k: Kernel, a: Lane, b: Lane): Sum {
  const both = twoSum(k, a, b);
  const [first, second, third] = [exactLogGamma(k, a), exactLogGamma(k, b), exactLogGamma(k, both.high, both.low)];
  const sum = twoSum(k, first.high, second.high);
  const rest = twoSum(k, sum.high, k.neg(third.high));
  return { high: rest.high, low: k.add(k.add(rest.low, sum.low), k.sub(k.add(first.low, second.low), third.low)) };
}

/** Beyond these the parts of log B cancel too much. */
function areUnusual(k: Kernel, a: Lane, b: Lane): Lane {
  const inside = (x: Lane): Lane => k.and(k.gt(x, 2 ** -1000), k.lt(x, 128));
  return k.not(k.and(inside(a), inside(b)));
}

export const betaKernel: ElementKernel = /*@__PURE__*/ inFloat64((k, a, b) => {
  const { high, low } = logBeta(k, a, b);
  return k.rare(areUnusual(k, a, b), expOfSum(k, high, low));
});

/** log |B(a, b)|; the scalar function where it is near 0. */
export const lbetaKernel: ElementKernel = /*@__PURE__*/ inFloat64((k, a, b) => {
  const { high, low } = logBeta(k, a, b);
  const value = k.add(high, low);
  return k.rare(k.or(areUnusual(k, a, b), k.lt(k.abs(value), 0.25)), value);
});
