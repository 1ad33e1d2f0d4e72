/** Polynomials in one variable over the rationals: arithmetic, division, greatest common divisors, square-free parts. */
import { integerOf, power, productOf, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { number, ofRational, rationalOf } from "../leaves.ts";
import * as q from "../rational.ts";
import type { Rational } from "../rational.ts";
import { coefficientsIn } from "./expand.ts";

/** Coefficients by power; the last one is not 0, and [] is 0. */
export type Polynomial = readonly Rational[];

function trimmed(c: Rational[]): Polynomial {
  while (c.length > 0 && q.isZero(c[c.length - 1])) c.pop();
  return c;
}

const at = (p: Polynomial, k: number): Rational => p[k] ?? q.ZERO;
const sub = (a: Rational, b: Rational): Rational => q.addRational(a, q.negRational(b));

export const degree = (p: Polynomial): number => p.length - 1;
export const lead = (p: Polynomial): Rational => at(p, p.length - 1);

export function plus(a: Polynomial, b: Polynomial): Polynomial {
  return trimmed(Array.from({ length: Math.max(a.length, b.length) }, (_, k) => q.addRational(at(a, k), at(b, k))));
}

export function minus(a: Polynomial, b: Polynomial): Polynomial {
  return plus(a, scale(b, q.MINUS_ONE));
}

export function scale(p: Polynomial, by: Rational): Polynomial {
  return q.isZero(by) ? [] : p.map((c) => q.mulRational(c, by));
}

export function multiply(a: Polynomial, b: Polynomial): Polynomial {
  if (a.length === 0 || b.length === 0) return [];
  const c: Rational[] = new Array(a.length + b.length - 1).fill(q.ZERO);
  a.forEach((x, i) => b.forEach((y, j) => (c[i + j] = q.addRational(c[i + j], q.mulRational(x, y)))));
  return c;
}

/** pᵏ for k ≥ 0. */
export function raise(p: Polynomial, k: number): Polynomial {
  let result: Polynomial = [q.ONE];
  for (let step = 0; step < k; step++) result = multiply(result, p);
  return result;
}

/** Quotient and rest: a = quotient · b + rest, for b ≠ 0. */
export function divide(a: Polynomial, b: Polynomial): readonly [quotient: Polynomial, rest: Polynomial] {
  const rest = [...a];
  const quotient: Rational[] = new Array(Math.max(0, a.length - b.length + 1)).fill(q.ZERO);
  const inverse = q.reciprocalRational(lead(b));
  for (let place = quotient.length - 1; place >= 0; place--) {
    const factor = q.mulRational(rest[place + b.length - 1], inverse);
    quotient[place] = factor;
    if (!q.isZero(factor)) b.forEach((c, k) => (rest[place + k] = sub(rest[place + k], q.mulRational(factor, c))));
  }
  return [trimmed(quotient), trimmed(rest)];
}

/** The polynomial divided by its leading coefficient. */
export const monic = (p: Polynomial): Polynomial => (p.length === 0 ? p : scale(p, q.reciprocalRational(lead(p))));

/** The greatest common divisor, monic; [] only of two zeros. */
export function gcd(a: Polynomial, b: Polynomial): Polynomial {
  let [x, y] = [a, b];
  while (y.length > 0) [x, y] = [y, monic(divide(x, y)[1])];
  return monic(x);
}

/** s a + t b = the greatest common divisor. */
export function extendedGcd(
  a: Polynomial,
  b: Polynomial,
): { readonly gcd: Polynomial; readonly s: Polynomial; readonly t: Polynomial } {
  let [x, y]: [Polynomial, Polynomial] = [a, b];
  let [s, nextS]: [Polynomial, Polynomial] = [[q.ONE], []];
  let [t, nextT]: [Polynomial, Polynomial] = [[], [q.ONE]];
  while (y.length > 0) {
    const [quotient, rest] = divide(x, y);
    [x, y] = [y, rest];
    [s, nextS] = [nextS, minus(s, multiply(quotient, nextS))];
    [t, nextT] = [nextT, minus(t, multiply(quotient, nextT))];
  }
  const unit = q.reciprocalRational(lead(x));
  return { gcd: scale(x, unit), s: scale(s, unit), t: scale(t, unit) };
}

export function slope(p: Polynomial): Polynomial {
  return p.slice(1).map((c, k) => q.mulRational(c, { n: BigInt(k + 1), d: 1n }));
}

/** Monic square-free factors with their powers: p = lead · f₁ f₂² … (Yun 1976). */
export function squareFree(p: Polynomial): (readonly [factor: Polynomial, power: number])[] {
  const found: (readonly [Polynomial, number])[] = [];
  const common = gcd(p, slope(p));
  let rest = divide(monic(p), common)[0];
  let other = divide(slope(monic(p)), common)[0];
  for (let k = 1; rest.length > 1; k++) {
    const difference = minus(other, slope(rest));
    const factor = gcd(rest, difference);
    if (factor.length > 1) found.push([factor, k]);
    rest = divide(rest, factor)[0];
    other = divide(difference, factor)[0];
  }
  return found;
}

/** The value at a fraction, by Horner's rule. */
export function valueAt(p: Polynomial, x: Rational): Rational {
  return p.reduceRight((sum, c) => q.addRational(q.mulRational(sum, x), c), q.ZERO);
}

/** c · whole, with whole numbers that have no common divisor. */
export function cleared(p: Polynomial): { readonly c: Rational; readonly whole: bigint[] } {
  let d = 1n;
  for (const each of p) d = (d * each.d) / q.gcd(d, each.d);
  const whole = p.map((each) => (each.n * d) / each.d);
  let content = 0n;
  for (const each of whole) content = q.gcd(each < 0n ? -each : each, content);
  if (content === 0n) return { c: q.ONE, whole: [] };
  if (whole[whole.length - 1] < 0n) content = -content;
  return { c: q.rational(content, d), whole: whole.map((each) => each / content) };
}

/** Powers above that make no dense polynomial. */
const LARGEST_DEGREE = 1000;

/**
 * A formula as a polynomial in a variable with rational coefficients. Thus polynomialOf(x² - 1, x) is [-1, 0, 1].
 * @param x - a formula
 * @param variable - the symbol
 * @returns the coefficients by power; undefined where it is no such polynomial
 */
export function polynomialOf(x: Expression, variable: Expression): Polynomial | undefined {
  const found: Rational[] = [];
  for (const [p, coefficient] of coefficientsIn(x, variable)) {
    const value = rationalOf(coefficient);
    const k = exponentOf(p, variable);
    if (value === undefined || k === undefined) return undefined;
    while (found.length <= k) found.push(q.ZERO);
    found[k] = value;
  }
  return trimmed(found);
}

function exponentOf(p: Expression, variable: Expression): number | undefined {
  if (same(p, variable)) return 1;
  if (p.kind === "number") return 0;
  const k = p.kind === "power" && same(p.args[0], variable) ? integerOf(p.args[1]) : undefined;
  return k === undefined || k < 0n || k > BigInt(LARGEST_DEGREE) ? undefined : Number(k);
}

/** The polynomial as a formula of a variable. */
export function formulaOf(p: Polynomial, variable: Expression): Expression {
  return sumOf(p.map((c, k) => productOf([ofRational(c), power(variable, number(k))])));
}
