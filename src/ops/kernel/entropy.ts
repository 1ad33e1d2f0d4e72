/** Kernels of the terms that entropies and divergences are sums of. */
import type { ElementKernel, Kernel, Lane } from "../../core/kernel.ts";
import { AREA } from "./entropyTables.ts";
import { choose, divided, fitted, inFloat64 } from "./fit.ts";
import { log, logOfSum } from "./logarithmic.ts";
import { longLog } from "./longLog.ts";

/** -x log x, 0 at 0 and -∞ below. */
export function entrKernel(k: Kernel, x: Lane): Lane {
  const value = k.sub(0, k.mul(x, log(k, x)));
  return k.select(k.lt(x, 0), k.constant(-Infinity, x.type), k.select(k.eq(x, 0), 0, value));
}

/** Whether quotients of two of these, and what rounding takes from them, are normal numbers. */
const isUsual = (k: Kernel, x: Lane): Lane =>
  k.and(k.gt(x, choose(x, 2 ** -400, 2 ** -50)), k.lt(x, choose(x, 2 ** 400, 2 ** 50)));

const areUsual = (k: Kernel, x: Lane, y: Lane): Lane => k.and(isUsual(k, x), isUsual(k, y));

/** log(x/y) with what rounding takes from the quotient put back, so that there is no loss near x = y. */
function logQuotient(k: Kernel, x: Lane, y: Lane): Lane {
  const { quotient, lost } = divided(k, x, y);
  return logOfSum(k, quotient, lost);
}

export const logRatioKernel = (k: Kernel, x: Lane, y: Lane): Lane =>
  k.rare(k.not(areUsual(k, x, y)), logQuotient(k, x, y));

/** The value for usual x, y > 0; `atZero` for x = 0 < y, and the scalar function elsewhere. */
const withZero = (k: Kernel, x: Lane, y: Lane, value: Lane, atZero: Lane | number): Lane => {
  const isZero = k.and(k.eq(x, 0), k.gt(y, 0));
  return k.rare(k.not(k.or(areUsual(k, x, y), isZero)), k.select(isZero, atZero, value));
};

export const relEntrKernel = (k: Kernel, x: Lane, y: Lane): Lane =>
  withZero(k, x, y, k.mul(x, logQuotient(k, x, y)), 0);

/**
 * x (w - log(1 + w)) with w = (y - x)/x: by a series next to 0, elsewhere by a long logarithm, of y/x itself
 * where 1 + w would lose it. float32 computes in float64.
 */
export const klDivKernel: ElementKernel = /*@__PURE__*/ inFloat64((k, x, y) => {
  const difference = k.sub(y, x);
  const w = k.div(difference, x);
  // log(1 + w) = 2 artanh s (fdlibm, s_log1p.c)
  const s = k.div(w, k.add(w, 2));
  const square = k.mul(s, s);
  const half = k.mul(k.mul(w, 0.5), w);
  const near = k.sub(half, k.mul(s, k.fma(square, fitted(k, square, AREA), half)));
  const sum = k.add(w, 1);
  const { quotient, lost } = divided(k, y, x);
  const isSmall = k.lt(w, -0.5);
  const argument = k.select(isSmall, quotient, sum);
  const { high, low } = longLog(k, argument);
  const missing = k.div(k.select(isSmall, lost, k.sub(w, k.sub(sum, 1))), argument);
  // What y - x was rounded by where it is negative; elsewhere 1/(1 + w) makes it less.
  const rounded = k.select(isSmall, k.div(k.sub(y, k.add(difference, x)), x), 0);
  const far = k.sub(k.sub(w, high), k.sub(k.add(low, missing), rounded));
  const isNear = k.and(k.gt(w, -0.29), k.lt(w, 0.41));
  return withZero(k, x, y, k.mul(x, k.select(isNear, near, far)), y);
});
