/** Arithmetic that is exact as long as everything in it is: fractions, and float64 beside them. */
import {
  addRational,
  compareRational,
  exactRoot,
  fromNumber,
  isOne,
  isZero,
  MINUS_ONE,
  mulRational,
  negRational,
  ONE,
  parseDecimal,
  type Rational,
  rational,
  reciprocalRational,
  toNumber,
  ZERO,
} from "../../base/rational.ts";

/** An exact fraction, or a float64 that is as exact as floats are. */
export type Num = Rational | number;

export { ONE, ZERO };

export const isExact = (a: Num): a is Rational => typeof a !== "number";
export const floatOf = (a: Num): number => (typeof a === "number" ? a : toNumber(a));
export const isNothing = (a: Num): boolean => (typeof a === "number" ? a === 0 : isZero(a));
export const isAll = (a: Num): boolean => (typeof a === "number" ? a === 1 : isOne(a));

type Binary<R> = (a: Num, b: Num) => R;

const either =
  (exact: (a: Rational, b: Rational) => Rational, float: (a: number, b: number) => number): Binary<Num> =>
  (a, b) =>
    typeof a === "number" || typeof b === "number" ? float(floatOf(a), floatOf(b)) : exact(a, b);

export const plus: Binary<Num> = /*@__PURE__*/ either(addRational, (a, b) => a + b);
export const minus: Binary<Num> = /*@__PURE__*/ either(
  (a, b) => addRational(a, negRational(b)),
  (a, b) => a - b,
);
/** An exact 0 makes anything 0: what cannot happen has no rounding error. */
export const times: Binary<Num> = (a, b) =>
  (isExact(a) && isZero(a)) || (isExact(b) && isZero(b)) ? ZERO : product(a, b);
const product: Binary<Num> = /*@__PURE__*/ either(mulRational, (a, b) => a * b);

/** a/b; b is not 0. */
export const over: Binary<Num> = /*@__PURE__*/ either(
  (a, b) => mulRational(a, reciprocalRational(b)),
  (a, b) => a / b,
);

export const compare: Binary<number> = (a, b) =>
  isExact(a) && isExact(b) ? compareRational(a, b) : floatOf(a) - floatOf(b);

export const negated = (a: Num): Num => (isExact(a) ? mulRational(a, MINUS_ONE) : -a);
export const absolute = (a: Num): Num => (compare(a, ZERO) < 0 ? negated(a) : a);

export function total(terms: Iterable<Num>): Num {
  let sum: Num = ZERO;
  for (const term of terms) sum = plus(sum, term);
  return sum;
}

/** Exact for squares of fractions. */
export function rootOf(a: Num): Num {
  if (isExact(a) && a.n >= 0n) {
    const [n, d] = [exactRoot(a.n, 2n), exactRoot(a.d, 2n)];
    if (n !== undefined && d !== undefined) return rational(n, d);
  }
  return Math.sqrt(floatOf(a));
}

/** Sums of floats that should be 1 differ from it by rounding, and by digits that were left out. */
const ROUNDING = 1e-9;

/** Is it what it should be: exactly for fractions, up to rounding where there are floats? */
export const agrees: Binary<boolean> = (a, b) =>
  isExact(a) && isExact(b) ? compareRational(a, b) === 0 : Math.abs(floatOf(a) - floatOf(b)) <= ROUNDING;

/** "1/3", "-0.25", "1.5e-3", "2 / 7". */
function parseFraction(text: string): Rational | undefined {
  const [above, below, ...more] = text.split("/");
  if (more.length > 0) return undefined;
  const n = parseDecimal(above);
  if (below === undefined || n === undefined) return n;
  const d = parseDecimal(below);
  return d === undefined || isZero(d) ? undefined : mulRational(n, reciprocalRational(d));
}

const isRational = (value: object): value is Rational =>
  typeof (value as Rational).n === "bigint" && typeof (value as Rational).d === "bigint" && (value as Rational).d > 0n;

/**
 * The number that a value stands for: integers, bigints, fractions and texts of them exactly, other floats as they are, and what has
 * numbers inside (a scalar tensor, a formula without variables) by what it says of itself. Undefined for anything else.
 */
export function readNumber(value: unknown): Num | undefined {
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? fromNumber(value) : Number.isFinite(value) ? value : undefined;
  if (typeof value === "bigint") return rational(value);
  if (typeof value === "string") return parseFraction(value);
  if (typeof value !== "object" || value === null) return undefined;
  try {
    const { value: inside, item } = value as { value?: unknown; item?: unknown };
    if (isNum(inside)) return inside;
    if (isRational(value)) return rational(value.n, value.d);
    if (typeof item === "function") return readNumber(item.call(value));
    return Array.isArray(value) ? undefined : parseFraction(String(value));
  } catch {
    return undefined;
  }
}

const isNum = (value: unknown): value is Num => typeof value === "object" && value !== null && isRational(value);

// ---------------------------------------------------------------- as text

export const textOf = (a: Num): string => (isExact(a) ? (a.d === 1n ? `${a.n}` : `${a.n}/${a.d}`) : `${a}`);

/** More digits are shown as they are where a decimal ends with them. */
const LONGEST_DECIMAL = 12;

/** "= 0.0015" or "≈ 0.130605"; empty where the text says it already. @param digits - significant ones of what does not end */
export function decimalOf(a: Num, digits = 6): string {
  if (!isExact(a) || a.d === 1n) return "";
  const short = String(toNumber(a));
  const ends = endsAsDecimal(a) && short.length <= LONGEST_DECIMAL && !short.includes("e");
  return ends ? `= ${short}` : `≈ ${shortFloat(toNumber(a), digits)}`;
}

/** Divides a power of ten, so that `short` is exact when it is short. */
function endsAsDecimal({ d }: Rational): boolean {
  let rest = d;
  for (const prime of [2n, 5n]) while (rest % prime === 0n) rest /= prime;
  return rest === 1n;
}

/** With so many significant digits; without an exponent where that is readable. */
export function shortFloat(x: number, digits = 6): string {
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-6 || size >= 1e15)) return String(Number(x.toPrecision(digits)));
  return Number.isInteger(x)
    ? String(x)
    : Number(x.toPrecision(digits)).toString().includes("e")
      ? x.toPrecision(digits)
      : keepZeros(x, digits);
}

/** 0.830720, not 0.83072, which would claim fewer digits. */
function keepZeros(x: number, digits: number): string {
  const text = x.toPrecision(digits);
  return Number(text) === x ? String(x) : text;
}

export function latexOf(a: Num): string {
  if (isExact(a)) {
    const n = a.n < 0n ? -a.n : a.n;
    return a.d === 1n ? `${a.n}` : `${a.n < 0n ? "-" : ""}\\frac{${n}}{${a.d}}`;
  }
  const [digits, exponent] = String(a).split("e");
  return exponent === undefined ? digits : `${digits} \\times 10^{${Number(exponent)}}`;
}
