/** Roots and powers on lanes. */
import type { Kernel, Lane } from "../../core/kernel.ts";
import { powerOfCount, signOf } from "./exponential.ts";
import { upper } from "./fit.ts";
import { lifted, split } from "./logarithmic.ts";

/** The cube root of 1 + f between √½ and √2: CBRT of tools/golden/minimax.py. */
const CBRT: readonly number[] = [
  0.9999991059303284, 0.3333188593387604, -0.11097398400306702, 0.06233903020620346, -0.044665779918432236,
  0.026542307808995247,
];

/** One step of Halley's from a start of few digits, whose square is exact (fdlibm, s_cbrt.c). */
export function cbrt(k: Kernel, x: Lane): Lane {
  const size = k.abs(x);
  const { x: normal, lift } = lifted(k, size);
  const { exponent, f } = split(k, normal);
  const power = k.sub(exponent, lift);
  // x = a 2^3third with the a of the exponents -1, 0 and 1.
  const third = k.nearest(k.mul(power, 1 / 3));
  const left = k.fma(third, -3, power);
  const isAbove = k.gt(left, 0);
  const isBelow = k.lt(left, 0);
  const among = (above: number, below: number): Lane =>
    k.select(isAbove, k.constant(above, x.type), k.select(isBelow, k.constant(below, x.type), 1));
  const a = k.mul(k.add(f, 1), among(2, 0.5));
  const start = upper(k, k.mul(k.polynomial(f, CBRT), among(Math.cbrt(2), Math.cbrt(0.5))));
  const quotient = k.div(a, k.mul(start, start));
  const root = k.fma(start, k.div(k.sub(quotient, start), k.add(k.add(start, start), quotient)), start);
  const value = k.mul(root, powerOfCount(k, third));
  return k.select(k.and(k.gt(size, 0), k.lt(size, Infinity)), signOf(k, value, x), x);
}
