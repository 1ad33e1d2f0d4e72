/**
 * Polynomials in several variables over the whole numbers, as polynomials in the first variable whose coefficients are polynomials
 * in the others. Division and greatest common divisors are natural in this form.
 */

/** A whole number, or c[0] + c[1] v + …, where the coefficients have later variables only and the last one is not 0. */
export type Poly = bigint | Layer;

export interface Layer {
  readonly v: number;
  readonly c: readonly Poly[];
}

/** A formula or a computation that is too large for polynomials: the formula stays as it is. */
export class TooLarge extends Error {}

const isNumber = (p: Poly): p is bigint => typeof p === "bigint";
const NO_VARIABLE = Number.POSITIVE_INFINITY;

export const variableOf = (p: Poly): number => (isNumber(p) ? NO_VARIABLE : p.v);
export const isZeroPoly = (p: Poly): boolean => p === 0n;

/** c[0] + c[1] v + …, without zeros at the end. */
export function layer(v: number, c: readonly Poly[]): Poly {
  let length = c.length;
  while (length > 0 && c[length - 1] === 0n) length--;
  if (length === 0) return 0n;
  if (length === 1) return c[0];
  return { v, c: length === c.length ? c : c.slice(0, length) };
}

/** vᵏ */
export function monomial(v: number, k = 1): Poly {
  if (k === 0) return 1n;
  const c: Poly[] = new Array(k + 1).fill(0n);
  c[k] = 1n;
  return { v, c };
}

export function addPoly(a: Poly, b: Poly): Poly {
  if (a === 0n) return b;
  if (b === 0n) return a;
  if (isNumber(a)) return isNumber(b) ? a + b : addPoly(b, a);
  if (variableOf(b) < a.v) return addPoly(b, a);
  if (isNumber(b) || b.v !== a.v) return { v: a.v, c: [addPoly(a.c[0], b), ...a.c.slice(1)] };
  const [long, short] = a.c.length >= b.c.length ? [a.c, b.c] : [b.c, a.c];
  return layer(
    a.v,
    long.map((c, k) => (k < short.length ? addPoly(c, short[k]) : c)),
  );
}

export function scalePoly(p: Poly, by: bigint): Poly {
  if (by === 1n) return p;
  if (by === 0n) return 0n;
  return isNumber(p) ? p * by : { v: p.v, c: p.c.map((c) => scalePoly(c, by)) };
}

export const negPoly = (p: Poly): Poly => scalePoly(p, -1n);
export const subPoly = (a: Poly, b: Poly): Poly => addPoly(a, negPoly(b));

export function mulPoly(a: Poly, b: Poly): Poly {
  if (isNumber(a)) return scalePoly(b, a);
  if (isNumber(b)) return scalePoly(a, b);
  if (b.v < a.v) return mulPoly(b, a);
  if (b.v !== a.v) return { v: a.v, c: a.c.map((c) => mulPoly(c, b)) };
  const c: Poly[] = new Array(a.c.length + b.c.length - 1).fill(0n);
  for (let i = 0; i < a.c.length; i++) {
    if (a.c[i] === 0n) continue;
    for (let j = 0; j < b.c.length; j++) {
      if (b.c[j] !== 0n) c[i + j] = addPoly(c[i + j], mulPoly(a.c[i], b.c[j]));
    }
  }
  return layer(a.v, c);
}

/** Undefined where it has more than `limit` terms. */
export function powPoly(p: Poly, k: number, limit: number): Poly | undefined {
  let result: Poly = k === 0 ? 1n : p;
  for (let step = 1; step < k; step++) {
    result = mulPoly(result, p);
    if (termsOf(result) > limit) return undefined;
  }
  return result;
}

/** How many terms it has when multiplied out. */
export function termsOf(p: Poly): number {
  if (isNumber(p)) return p === 0n ? 0 : 1;
  let total = 0;
  for (const c of p.c) total += termsOf(c);
  return total;
}

export const degreeOf = (p: Poly): number => (isNumber(p) ? 0 : p.c.length - 1);

/** The variables in it. */
export function variablesOf(p: Poly, into: Set<number> = new Set()): Set<number> {
  if (isNumber(p)) return into;
  into.add(p.v);
  for (const c of p.c) variablesOf(c, into);
  return into;
}

/** The number before the leading term. */
export function leadingNumber(p: Poly): bigint {
  let at = p;
  while (!isNumber(at)) at = at.c[at.c.length - 1];
  return at;
}

export function samePoly(a: Poly, b: Poly): boolean {
  if (isNumber(a) || isNumber(b)) return a === b;
  return a.v === b.v && a.c.length === b.c.length && a.c.every((c, k) => samePoly(c, b.c[k]));
}

/** a/b where that is a polynomial; undefined otherwise. */
export function divideExact(a: Poly, b: Poly): Poly | undefined {
  if (a === 0n) return 0n;
  if (isNumber(b)) return divideByNumber(a, b);
  if (isNumber(a) || a.v > b.v) return undefined;
  if (a.v < b.v) return mapExact(a, (c) => divideExact(c, b));
  const rest = [...a.c];
  const lead = b.c[b.c.length - 1];
  const quotient: Poly[] = [];
  for (let at = rest.length - b.c.length; at >= 0; at--) {
    const factor = divideExact(rest[at + b.c.length - 1], lead);
    if (factor === undefined) return undefined;
    quotient[at] = factor;
    if (factor !== 0n) b.c.forEach((c, k) => (rest[at + k] = subPoly(rest[at + k], mulPoly(factor, c))));
  }
  return quotient.length > 0 && rest.every(isZeroPoly) ? layer(a.v, quotient) : undefined;
}

function divideByNumber(a: Poly, b: bigint): Poly | undefined {
  if (b === 1n) return a;
  if (isNumber(a)) return b !== 0n && a % b === 0n ? a / b : undefined;
  return mapExact(a, (c) => divideByNumber(c, b));
}

function mapExact(a: Layer, f: (c: Poly) => Poly | undefined): Poly | undefined {
  const c: Poly[] = [];
  for (const each of a.c) {
    const made = f(each);
    if (made === undefined) return undefined;
    c.push(made);
  }
  return { v: a.v, c };
}

/** The value with numbers for some variables, modulo a prime below 2²⁶. */
export function evaluateModulo(p: Poly, at: (v: number) => number, prime: number): number {
  if (isNumber(p)) return Number(((p % BigInt(prime)) + BigInt(prime)) % BigInt(prime));
  const x = at(p.v);
  let value = 0;
  for (let k = p.c.length - 1; k >= 0; k--) value = (value * x + evaluateModulo(p.c[k], at, prime)) % prime;
  return value;
}

/** The derivative with respect to its first variable. */
export function slopeOf(p: Layer): Poly {
  return layer(
    p.v,
    p.c.slice(1).map((c, k) => scalePoly(c, BigInt(k + 1))),
  );
}

/** A variable by itself. */
export const isVariable = (p: Poly): boolean =>
  typeof p !== "bigint" && p.c.length === 2 && p.c[0] === 0n && p.c[1] === 1n;
