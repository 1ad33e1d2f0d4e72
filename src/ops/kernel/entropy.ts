/** Kernels of the terms that entropies and divergences are sums of. */
import type { Kernel, Lane } from "../../core/kernel.ts";
import { choose, productError } from "./fit.ts";
import { log, log1p, logOfSum, near } from "./logarithmic.ts";

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
  const quotient = k.div(x, y);
  const product = k.mul(quotient, y);
  const rest = k.sub(k.sub(x, product), productError(k, quotient, y, product));
  return logOfSum(k, quotient, k.div(rest, y));
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

/** x (w - log(1 + w)) with w = (y - x)/x. */
export function klDivKernel(k: Kernel, x: Lane, y: Lane): Lane {
  const w = k.div(k.sub(y, x), x);
  const { half, rest } = near(k, w);
  const drop = k.select(k.lt(k.abs(w), 0.4), k.sub(half, rest), k.sub(w, log1p(k, w)));
  return withZero(k, x, y, k.mul(x, drop), y);
}
