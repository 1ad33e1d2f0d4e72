/** Polynomials with fractions as coefficients, the constant first, and their factors. */
import * as q from "../rational.ts";
import type { Rational } from "../rational.ts";
import { type Complex, rootsOf } from "./numericRoots.ts";

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

export function evaluatePolynomial(p: Polynomial, x: Rational): Rational {
  return p.reduceRight((sum, c) => q.addRational(q.mulRational(sum, x), c), q.ZERO);
}

/** 1 = s·a + t·b for a and b without a common factor. */
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

/** A factor and how often it divides. */
export interface Factor {
  readonly factor: Polynomial;
  readonly times: number;
}

/** The factors over the fractions, monic, and the coefficient before them. */
export interface Factors {
  readonly coefficient: Rational;
  readonly factors: readonly Factor[];
}

/** Products of more roots than 2^this are not tried; a factor of higher degree may then be reducible. */
const MOST_ROOTS = 12;

/** p = coefficient · ∏ factor^times. */
export function factorPolynomial(p: Polynomial): Factors {
  const factors: Factor[] = [];
  for (const { factor, times } of squareFree(monic(p))) {
    for (const part of splitSquareFree(factor)) factors.push({ factor: part, times });
  }
  return { coefficient: leadOf(p), factors };
}

/** Factors without repeated roots (Yun 1976). */
export function squareFree(p: Polynomial): Factor[] {
  const found: Factor[] = [];
  const slope = derivativeOf(p);
  const common = gcdOfPolynomials(p, slope);
  let [b, c] = [dividePolynomials(p, common)[0], dividePolynomials(slope, common)[0]];
  for (let times = 1; degreeOf(b) > 0; times++) {
    const d = addPolynomials(c, scalePolynomial(derivativeOf(b), q.MINUS_ONE));
    const factor = gcdOfPolynomials(b, d);
    if (degreeOf(factor) > 0) found.push({ factor, times });
    [b, c] = [dividePolynomials(b, factor)[0], dividePolynomials(d, factor)[0]];
  }
  return found;
}

/** Guesses factors from the roots, multiplied together by twos, threes and so on; keeps those that divide exactly. */
function splitSquareFree(p: Polynomial): Polynomial[] {
  const found: Polynomial[] = [];
  let rest = p;
  let roots = degreeOf(p) > 1 ? rootsOf(p.map(q.toNumber)) : [];
  for (let size = 1; size * 2 <= degreeOf(rest) && size <= MOST_ROOTS / 2; ) {
    const hit = degreeOf(rest) > MOST_ROOTS && size > 2 ? undefined : findFactor(rest, roots, size);
    if (hit === undefined) size++;
    else {
      found.push(hit.factor);
      rest = hit.quotient;
      roots = roots.filter((root) => !hit.roots.includes(root));
    }
  }
  return degreeOf(rest) > 0 ? [...found, monic(rest)] : found;
}

interface Hit {
  readonly factor: Polynomial;
  readonly quotient: Polynomial;
  readonly roots: readonly Complex[];
}

function findFactor(p: Polynomial, roots: readonly Complex[], size: number): Hit | undefined {
  const scale = p.reduce((lcm, { d }) => (lcm * d) / q.gcd(lcm, d), 1n);
  for (const chosen of subsets(roots, size)) {
    const guess = rationalProduct(chosen, scale);
    if (guess === undefined) continue;
    const [quotient, remainder] = dividePolynomials(p, guess);
    if (remainder.length === 0) return { factor: guess, quotient, roots: chosen };
  }
  return undefined;
}

/** ∏ (x - root), if its coefficients over the common denominator are near whole numbers. */
function rationalProduct(roots: readonly Complex[], scale: bigint): Polynomial | undefined {
  let product: Complex[] = [{ re: 1, im: 0 }];
  for (const { re, im } of roots) {
    const next: Complex[] = Array.from({ length: product.length + 1 }, () => ({ re: 0, im: 0 }));
    product.forEach((c, k) => {
      next[k + 1] = { re: next[k + 1].re + c.re, im: next[k + 1].im + c.im };
      next[k] = { re: next[k].re - (c.re * re - c.im * im), im: next[k].im - (c.re * im + c.im * re) };
    });
    product = next;
  }
  const coefficients: Rational[] = [];
  for (const { re, im } of product) {
    const whole = Math.round(re * Number(scale));
    const size = 1e-6 * Math.max(1, Math.abs(whole));
    if (Math.abs(im * Number(scale)) > size || Math.abs(re * Number(scale) - whole) > size) return undefined;
    coefficients.push(q.rational(BigInt(whole), scale));
  }
  return trimmed(coefficients);
}

function* subsets<T>(items: readonly T[], size: number, from = 0): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let at = from; at + size <= items.length; at++) {
    for (const rest of subsets(items, size - 1, at + 1)) yield [items[at], ...rest];
  }
}
