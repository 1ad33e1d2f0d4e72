/** Hyperbolic functions and their inverses on lanes. Polynomials: tools/golden/minimax.py. */
import type { Kernel, Lane } from "../../core/kernel.ts";
import { decayed, expFactors, halfAngle, signOf } from "./exponential.ts";
import { choose, type Fit, fitted } from "./fit.ts";
import { log1pOfPart, logOfSum } from "./logarithmic.ts";

/** (sinh x - x)/x³ for |x| ≤ 1, in x²: SINH64, SINH32. */
const SINH: Fit = {
  f64: [
    0.16666666666666669, 0.008333333333332912, 0.00019841269841593484, 2.7557319106679563e-6, 2.5052131023897993e-8,
    1.605665594081138e-10, 7.776742286795769e-13,
  ],
  f32: [0.1666671633720398, 0.008330274373292923, 0.00020372831204440445],
};

/**
 * tanh x = (e^2x - 1)/(e^2x + 1) with e^2x = 2^n (c + r)/(c - r), c = r coth r: ((2^n - 1) c + (2^n + 1) r) divided by the same plus
 * 2 (c - r), so that far from 0 errors of it cancel. Where n = 0 it is 2r, exactly.
 */
export function tanh(k: Kernel, x: Lane): Lane {
  const { r, gain, power } = halfAngle(k, k.abs(x), choose(x, 22, 10));
  const less = k.sub(power, 1);
  const up = k.add(less, k.fma(k.add(power, 1), r, k.mul(less, gain)));
  const drop = k.sub(r, gain);
  const down = k.sub(1, drop);
  const lost = k.sub(k.sub(1, down), drop);
  return signOf(k, k.div(up, k.fma(down, 2, k.fma(lost, 2, up))), x);
}

/** sinh x for |x| ≤ 1. */
function sinhNear(k: Kernel, x: Lane): Lane {
  const square = k.mul(x, x);
  return k.fma(k.mul(x, square), fitted(k, square, SINH), x);
}

/** e^x/2 and e^-x/2 for x ≥ 0. */
function halves(k: Kernel, x: Lane): { readonly up: Lane; readonly down: Lane } {
  const { value, scale } = expFactors(k, x, { doublings: -1 });
  const up = k.mul(value, scale);
  return { up, down: k.div(0.25, up) };
}

export function sinh(k: Kernel, x: Lane): Lane {
  const size = k.abs(x);
  const { up, down } = halves(k, size);
  return signOf(k, k.select(k.lt(size, 1), sinhNear(k, size), k.sub(up, down)), x);
}

export function cosh(k: Kernel, x: Lane): Lane {
  const { up, down } = halves(k, k.abs(x));
  return k.add(up, down);
}

/** log cosh x = log(1 + 2 sinh²(x/2)) = |x| - log 2 + log(1 + e^-2|x|). */
export function logCosh(k: Kernel, x: Lane): Lane {
  const size = k.abs(x);
  const isNear = k.lt(size, 1);
  const half = sinhNear(k, k.mul(size, 0.5));
  const part = log1pOfPart(k, k.select(isNear, k.mul(k.mul(half, 2), half), decayed(k, k.mul(size, -2))));
  return k.select(isNear, part, k.add(size, k.sub(part, Math.LN2)));
}

/** log(1 + x) for x ≥ 0, or log 2x where `isLarge`, for which x must be too large to tell the difference. */
function logBeyond(k: Kernel, x: Lane, isLarge: Lane): Lane {
  const sum = k.select(isLarge, x, k.add(x, 1));
  const rest = k.select(isLarge, 0, k.sub(x, k.sub(sum, 1)));
  return logOfSum(k, sum, rest, k.fromMask(isLarge, x.type as "f64"));
}

/** sgn x log(1 + |x| + x²/(1 + √(1 + x²))). */
export function asinh(k: Kernel, x: Lane): Lane {
  const size = k.abs(x);
  const isLarge = k.gt(size, choose(x, 2 ** 28, 2 ** 14));
  const square = k.mul(size, size);
  const part = k.add(size, k.div(square, k.add(k.sqrt(k.add(square, 1)), 1)));
  return signOf(k, logBeyond(k, k.select(isLarge, size, part), isLarge), x);
}

/** log(1 + t + √(2t + t²)), t = x - 1. */
export function acosh(k: Kernel, x: Lane): Lane {
  const isLarge = k.gt(x, choose(x, 2 ** 28, 2 ** 14));
  const t = k.sub(x, 1);
  const part = k.add(t, k.sqrt(k.fma(t, t, k.add(t, t))));
  return k.select(k.lt(x, 1), Number.NaN, logBeyond(k, k.select(isLarge, x, part), isLarge));
}

/** sgn x log(1 + 2|x|/(1 - |x|))/2. */
export function atanh(k: Kernel, x: Lane): Lane {
  const size = k.abs(x);
  const odds = k.div(k.add(size, size), k.sub(1, size));
  const sum = k.add(odds, 1);
  return signOf(k, k.mul(logOfSum(k, sum, k.sub(odds, k.sub(sum, 1))), 0.5), x);
}
