/** Logistic functions on lanes. */
import type { Kernel, Lane } from "../../core/kernel.ts";
import { ndtrKernel } from "./erf.ts";
import { atLeast, exp, expFactors } from "./exponential.ts";
import { choose } from "./fit.ts";
import { log1pOfPart, logOfSum } from "./logarithmic.ts";

/** The larger of x and 0, never -0. */
export const positivePart = (k: Kernel, x: Lane): Lane => k.select(k.le(x, 0), 0, x);

/** 1/(1 + e^-x), with an exponential that does not overflow. */
export function sigmoid(k: Kernel, x: Lane): Lane {
  const power = exp(k, k.neg(k.abs(x)), true);
  return k.div(k.select(k.lt(x, 0), power, 1), k.add(power, 1));
}

/** x/(1 + e^-x); the power of two comes last, so that no digits are lost to underflow before it. */
export function silu(k: Kernel, x: Lane): Lane {
  const { value, scale } = expFactors(k, k.neg(k.abs(x)), { isNegative: true });
  const isNegative = k.lt(x, 0);
  // Beyond these e^x is 0, and at -∞ the product would be NaN.
  const bounded = atLeast(k, x, choose(x, -760, -115));
  const above = k.select(isNegative, k.mul(bounded, value), x);
  return k.mul(k.div(above, k.fma(value, scale, 1)), k.select(isNegative, scale, 1));
}

/** log(1 + e^x). */
export const softplus = (k: Kernel, x: Lane): Lane =>
  k.add(positivePart(k, x), log1pOfPart(k, exp(k, k.neg(k.abs(x)), true)));

/** log(p/(1 - p)), for ¼ < p < ¾ as log(1 + (2p - 1)/(1 - p)). */
export function logit(k: Kernel, p: Lane): Lane {
  const isMiddle = k.and(k.gt(p, 0.25), k.lt(p, 0.75));
  const quotient = k.div(k.select(isMiddle, k.sub(k.add(p, p), 1), p), k.sub(1, p));
  const sum = k.select(isMiddle, k.add(quotient, 1), quotient);
  const rest = k.select(isMiddle, k.sub(quotient, k.sub(sum, 1)), 0);
  return k.rare(k.lt(k.abs(p), choose(p, 2 ** -1022, 2 ** -126)), logOfSum(k, sum, rest));
}

/** x Φ(x). Where Φ is subnormal in float32 and the product is not yet 0, the scalar function computes. */
export function gelu(k: Kernel, x: Lane): Lane {
  const value = k.select(k.eq(x, -Infinity), -0, k.mul(x, ndtrKernel(k, x)));
  return x.type === "f64" ? value : k.rare(k.and(k.lt(x, -12.9), k.gt(x, -15)), value);
}
