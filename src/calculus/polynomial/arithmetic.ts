/** Polynomials in one variable with fractions as coefficients, the constant first: arithmetic and greatest common divisors. */
import * as q from "../../base/rational.ts";
import type { Rational } from "../../base/rational.ts";

/** Coefficients of 1, x, x², …; the last is not 0; [] is the zero polynomial. */
export type Polynomial = readonly Rational[];

export function trimmed(p: readonly Rational[]): Polynomial {
  let length = p.length;
  while (length > 0 && q.isZero(p[length - 1])) length--;
  return length === p.length ? p : p.slice(0, length);
}

export const degreeOf = (p: Polynomial): number => p.length - 1;
export const leadOf = (p: Polynomial): Rational => p[p.length - 1] ?? q.ZERO;

export function addPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  return trimmed(
    Array.from({ length: Math.max(a.length, b.length) }, (_, k) => q.addRational(a[k] ?? q.ZERO, b[k] ?? q.ZERO)),
  );
}

export const scalePolynomial = (p: Polynomial, by: Rational): Polynomial => trimmed(p.map((c) => q.mulRational(c, by)));

export function mulPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  if (a.length === 0 || b.length === 0) return [];
  const product: Rational[] = Array.from({ length: a.length + b.length - 1 }, () => q.ZERO);
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) product[i + j] = q.addRational(product[i + j], q.mulRational(a[i], b[j]));
  }
  return trimmed(product);
}

export function powPolynomial(p: Polynomial, power: number): Polynomial {
  let product: Polynomial = [q.ONE];
  for (let k = 0; k < power; k++) product = mulPolynomials(product, p);
  return product;
}

/** a = quotient·b + remainder; b is not 0. */
export function dividePolynomials(
  a: Polynomial,
  b: Polynomial,
): readonly [quotient: Polynomial, remainder: Polynomial] {
  const rest = [...a];
  const quotient: Rational[] = Array.from({ length: Math.max(0, a.length - b.length + 1) }, () => q.ZERO);
  const inverse = q.reciprocalRational(leadOf(b));
  for (let k = a.length - b.length; k >= 0; k--) {
    const factor = q.mulRational(rest[k + b.length - 1], inverse);
    quotient[k] = factor;
    for (let j = 0; j < b.length; j++)
      rest[k + j] = q.addRational(rest[k + j], q.negRational(q.mulRational(factor, b[j])));
  }
  return [trimmed(quotient), trimmed(rest)];
}

/** With leading coefficient 1. */
export const monic = (p: Polynomial): Polynomial =>
  p.length === 0 ? p : scalePolynomial(p, q.reciprocalRational(leadOf(p)));

export function gcdOfPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  while (b.length > 0) [a, b] = [b, monic(dividePolynomials(a, b)[1])];
  return monic(a);
}

export const derivativeOf = (p: Polynomial): Polynomial =>
  trimmed(p.slice(1).map((c, k) => q.mulRational(c, { n: BigInt(k + 1), d: 1n })));

/** s and t such that s·a + t·b is the monic greatest common divisor. */
export function bezout(a: Polynomial, b: Polynomial): readonly [s: Polynomial, t: Polynomial] {
  let [r0, r1, s0, s1]: Polynomial[] = [a, b, [q.ONE], []];
  let [t0, t1]: Polynomial[] = [[], [q.ONE]];
  const minus = (x: Polynomial, y: Polynomial): Polynomial => addPolynomials(x, scalePolynomial(y, q.MINUS_ONE));
  while (r1.length > 0) {
    const [quotient, rest] = dividePolynomials(r0, r1);
    [r0, r1] = [r1, rest];
    [s0, s1] = [s1, minus(s0, mulPolynomials(quotient, s1))];
    [t0, t1] = [t1, minus(t0, mulPolynomials(quotient, t1))];
  }
  const scale = q.reciprocalRational(leadOf(r0));
  return [scalePolynomial(s0, scale), scalePolynomial(t0, scale)];
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
