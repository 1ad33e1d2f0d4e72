/** Roots and powers on lanes. */
import type { Kernel, Lane } from "../../core/kernel.ts";
import { exp, expOfSum, powerOfCount, signOf } from "./exponential.ts";
import { productError, upper } from "./fit.ts";
import { joined, lifted, log, logPair, split } from "./logarithmic.ts";

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

/** x^y; of float32 in float64, but for constant y. */
export function pow(k: Kernel, x: Lane, y: Lane): Lane {
  const { value, finish } = powerOf(k, x, y);
  return finish(value);
}

/** c x^y, 0 where c = 0. */
export function monomial(k: Kernel, c: Lane, x: Lane, y: Lane): Lane {
  const { value, finish } = powerOf(k, x, y);
  return finish(k.select(k.eq(c, 0), 0, k.mul(k.convert(c, value.type), value)));
}

/** x^y log x, 0 where the power is. */
export function powLog(k: Kernel, x: Lane, y: Lane): Lane {
  const { value, finish } = powerOf(k, x, y);
  return k.rare(k.eq(x, 0), finish(k.select(k.eq(value, 0), 0, k.mul(value, log(k, k.convert(x, value.type))))));
}

/** A power, and what is to be done with what becomes of it: zeros, infinite and subnormal x and enormous y are left to the op. */
interface Power {
  readonly value: Lane;
  readonly finish: (result: Lane) => Lane;
}

function powerOf(k: Kernel, x: Lane, y: Lane): Power {
  const simple = y.op === "constant" ? constantPower(k, x, Number(y.data)) : undefined;
  if (simple !== undefined) return { value: simple, finish: (result) => result };
  const [base, exponent] = [k.convert(x, "f64"), k.convert(y, "f64")];
  const size = k.abs(base);
  const value = (x.type === "f64" ? powOf : powOf32)(k, size, exponent);
  const half = k.mul(exponent, 0.5);
  const ofWhole = k.select(k.eq(k.nearest(half), half), k.constant(1, "f64"), -1);
  const sign = k.select(k.eq(k.nearest(exponent), exponent), ofWhole, Number.NaN);
  const isUsual = k.and(k.and(k.ge(size, 2 ** -1022), k.lt(size, Infinity)), k.lt(k.abs(exponent), 2 ** 60));
  return {
    value: k.select(k.lt(base, 0), k.mul(value, sign), value),
    finish: (result) => k.rare(k.not(isUsual), k.convert(result, x.type)),
  };
}

/** e^(y log x) with the logarithm and the product in two parts, for x > 0. */
function powOf(k: Kernel, x: Lane, y: Lane): Lane {
  const [high, low] = logPair(k, x);
  const product = k.mul(y, high);
  return expOfSum(k, product, k.fma(y, low, productError(k, y, high, product)));
}

/** The same in float64, which is more than float32 needs. */
function powOf32(k: Kernel, x: Lane, y: Lane): Lane {
  const { exponent, f } = split(k, x);
  return exp(k, k.mul(y, joined(k, exponent, f)));
}

/** Powers that need no logarithm. */
function constantPower(k: Kernel, x: Lane, y: number): Lane | undefined {
  if (y === 0) return k.constant(1, x.type);
  if (y === -1) return k.div(1, x);
  if (y === 0.5) return k.select(k.eq(x, -Infinity), Infinity, k.sqrt(k.add(x, 0)));
  if (y === 1) return x;
  const square = k.mul(x, x);
  return y === 2 ? square : y === 3 ? k.mul(square, x) : y === 4 ? k.mul(square, square) : undefined;
}

/** Sums of squares that neither overflow nor underflow; of float32 in float64. */
function squares(k: Kernel, x: Lane, y: Lane): { readonly first: Lane; readonly sum: Lane; readonly isUnusual: Lane } {
  const [first, second] = [k.convert(x, "f64"), k.convert(y, "f64")];
  const sum = k.fma(first, first, k.mul(second, second));
  return { first, sum, isUnusual: k.not(k.and(k.gt(sum, 2 ** -960), k.lt(sum, Infinity))) };
}

/** √(x² + y²). */
export function hypot(k: Kernel, x: Lane, y: Lane): Lane {
  const { sum, isUnusual } = squares(k, x, y);
  return k.rare(isUnusual, k.convert(k.sqrt(sum), x.type));
}

/** x/√(x² + y²). */
export function cosine(k: Kernel, x: Lane, y: Lane): Lane {
  const { first, sum, isUnusual } = squares(k, x, y);
  return k.rare(isUnusual, k.convert(k.div(first, k.sqrt(sum)), x.type));
}
