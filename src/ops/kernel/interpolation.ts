/** Points between two others, on lanes. */
import type { Kernel, Lane } from "../../core/kernel.ts";
import { productError } from "./fit.ts";

/** a + b - sum, exactly (Knuth's TwoSum). */
export function sumError(k: Kernel, a: Lane, b: Lane, sum: Lane): Lane {
  const part = k.sub(sum, a);
  return k.add(k.sub(a, k.sub(sum, part)), k.sub(b, part));
}

/** Neither infinite nor NaN. */
export const isFinite = (k: Kernel, x: Lane): Lane => k.eq(k.sub(x, x), 0);

/** x + w (y - x), rounded once; where parts overflow, (1 - w) x + w y. */
export function lerp(k: Kernel, from: Lane, to: Lane, weight: Lane): Lane {
  const [x, y, w] = [from, to, weight].map((lane) => k.convert(lane, "f64"));
  const distance = k.sub(y, x);
  const product = k.mul(w, distance);
  const sum = k.add(x, product);
  const error = k.fma(w, sumError(k, y, k.neg(x), distance), productError(k, w, distance, product));
  const low = k.add(sumError(k, x, product, sum), error);
  const whole = k.select(isFinite(k, low), k.add(sum, low), sum);
  const apart = k.add(k.mul(k.sub(1, w), x), k.mul(w, y));
  return k.convert(k.select(isFinite(k, distance), whole, apart), from.type);
}

/** low + part (high - low), exact at the ends and where both are equal, and without overflow. */
export function between(k: Kernel, from: Lane, to: Lane, share: Lane): Lane {
  const [low, high, part] = [from, to, share].map((lane) => k.convert(lane, "f64"));
  const distance = k.sub(high, low);
  const near = k.add(low, k.mul(part, distance));
  const apart = k.add(k.mul(k.sub(1, part), low), k.mul(part, high));
  const inside = k.select(k.eq(part, 1), high, k.select(isFinite(k, distance), near, apart));
  const isLow = k.or(k.eq(part, 0), k.eq(low, high));
  return k.convert(k.select(isLow, k.add(low, k.mul(part, 0)), inside), from.type);
}
