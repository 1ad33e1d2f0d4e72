/** Products of powers of polynomials: what quotients of polynomials are kept as. */
import * as q from "../../base/rational.ts";
import type { Rational } from "../../base/rational.ts";
import { contentOf, coprimeFactors } from "./divisor.ts";
import {
  isVariable,
  divideExact,
  isZeroPoly,
  leadingNumber,
  monomial,
  type Poly,
  samePoly,
  variablesOf,
} from "./layered.ts";

export type Factor = readonly [base: Poly, exponent: number];

/** c · base^exponent · …, with primitive bases, each once. */
export interface Factored {
  readonly c: Rational;
  readonly factors: readonly Factor[];
}

/** Whether a minus sign stands in it. */
export const hasNegative = (p: Poly): boolean => (typeof p === "bigint" ? p < 0n : p.c.some(hasNegative));

/** The exponent of a base, 0 where it is missing. */
export const exponentOf = (factors: readonly Factor[], base: Poly): number =>
  factors.find(([p]) => samePoly(p, base))?.[1] ?? 0;

/** Factors of the same base are one. */
export function multiply(parts: readonly Factored[]): Factored {
  let c = q.ONE;
  const factors: [Poly, number][] = [];
  for (const part of parts) {
    c = q.mulRational(c, part.c);
    for (const [p, k] of part.factors) {
      const found = factors.find(([base]) => samePoly(base, p));
      if (found === undefined) factors.push([p, k]);
      else found[1] += k;
    }
  }
  return { c, factors: factors.filter(([, k]) => k !== 0) };
}

/** A polynomial as content, powers of variables and a primitive rest with a positive leading number. */
export function primitiveFactors(p: Poly): { readonly content: bigint; readonly factors: Factor[] } {
  let content = contentOf(p);
  if (leadingNumber(p) < 0n) content = -content;
  let rest = divideExact(p, content) as Poly;
  const factors: Factor[] = [];
  for (const v of variablesOf(rest)) {
    const k = lowestPower(rest, v);
    if (k === 0) continue;
    factors.push([monomial(v), k]);
    rest = divideExact(rest, monomial(v, k)) as Poly;
  }
  if (typeof rest !== "bigint") factors.push([rest, 1]);
  return { content, factors };
}

/** How often a variable divides a polynomial. */
function lowestPower(p: Poly, v: number): number {
  if (typeof p === "bigint" || p.v > v) return 0;
  if (p.v === v) return p.c.findIndex((c) => !isZeroPoly(c));
  return Math.min(...p.c.filter((c) => !isZeroPoly(c)).map((c) => lowestPower(c, v)));
}

/** Denominators with common divisors are split, so that x² - 1 and x - 1 have the least common multiple x² - 1. */
export function splitDenominators(terms: readonly Factored[]): readonly Factored[] {
  const below: Poly[] = [];
  for (const { factors } of terms) {
    for (const [p, k] of factors) if (k < 0 && !below.some((base) => samePoly(base, p))) below.push(p);
  }
  if (below.filter((p) => !isVariable(p)).length < 1 || below.length < 2) return terms;
  const bases = coprimeFactors(below.map((p) => [p, 1])).map(([p]) => p);
  if (bases.length === below.length && bases.every((base) => below.some((p) => samePoly(p, base)))) return terms;
  return terms.map(({ c, factors }) =>
    multiply([
      { c, factors: factors.flatMap(([p, k]) => splitBy(p, bases).map(([part, m]): Factor => [part, m * k])) },
    ]),
  );
}

function splitBy(p: Poly, bases: readonly Poly[]): Factor[] {
  const parts: Factor[] = [];
  let rest = p;
  for (const base of bases) {
    for (let next = divideExact(rest, base); next !== undefined && typeof rest !== "bigint"; ) {
      parts.push([base, 1]);
      rest = next;
      next = divideExact(rest, base);
    }
  }
  if (rest !== 1n) parts.push([rest, 1]);
  return parts;
}
