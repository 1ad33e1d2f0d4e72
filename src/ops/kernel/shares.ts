/** Shares and quotients of powers that are kept as logarithms, on lanes. */
import type { Kernel, Lane } from "../../core/kernel.ts";
import { exp, expm1 } from "./exponential.ts";
import { isFinite, sumError } from "./interpolation.ts";

/** x - y and what it was rounded by. */
function difference(k: Kernel, x: Lane, y: Lane): readonly [Lane, Lane] {
  const value = k.sub(x, y);
  return [value, sumError(k, x, k.neg(y), value)];
}

/** b^x/(b^x + b^y): the logistic function of the difference, whose rounding is put back. @param logBase - ln b */
export function share(k: Kernel, x: Lane, y: Lane, power: (x: Lane) => Lane, logBase: number): Lane {
  const [d, error] = difference(k, x, y);
  const small = power(k.neg(k.abs(d)));
  const below = k.add(small, 1);
  const isFirst = k.gt(d, 0);
  const part = k.div(k.select(isFirst, k.constant(1, x.type), small), below);
  const other = k.div(k.select(isFirst, small, 1), below);
  const value = k.add(part, k.mul(k.mul(k.mul(error, logBase), part), other));
  // Two infinite numbers.
  const both = k.select(k.eq(x, -Infinity), k.constant(0, x.type), 0.5);
  return k.select(isFinite(k, d), value, k.select(k.eq(x, y), both, part));
}

/** e^x/(e^x - e^y) = -1/(e^(y - x) - 1), in float64, for it is small where e^(y - x) may overflow. */
export function odds(k: Kernel, first: Lane, second: Lane): Lane {
  const [x, y] = [k.convert(first, "f64"), k.convert(second, "f64")];
  const [d, error] = difference(k, y, x);
  const value = k.div(-1, expm1(k, d));
  const better = k.fma(k.mul(error, value), k.sub(value, 1), value);
  const sound = k.select(k.and(isFinite(k, d), isFinite(k, value)), better, value);
  const same = k.select(k.eq(x, -Infinity), k.constant(0, "f64"), Infinity);
  return k.convert(k.select(k.eq(x, y), same, sound), first.type);
}

/** e^(x - y) where x ≤ y, with the limits 0 for two times -∞ and 1 for two times ∞. */
export function expDifference(k: Kernel, x: Lane, y: Lane): Lane {
  const [d, error] = difference(k, x, y);
  const power = exp(k, d);
  const better = k.fma(power, error, power);
  const same = k.select(k.eq(x, -Infinity), k.constant(0, x.type), 1);
  return k.select(k.eq(x, y), same, k.select(isFinite(k, better), better, power));
}
