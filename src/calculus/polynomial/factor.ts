/** Factors of polynomials over the fractions, and partial fractions. */
import * as q from "../../base/rational.ts";
import type { Rational } from "../../base/rational.ts";
import {
  addPolynomials,
  bezout,
  cleared,
  degreeOf,
  derivativeOf,
  dividePolynomials,
  gcdOfPolynomials,
  leadOf,
  monic,
  mulPolynomials,
  type Polynomial,
  powPolynomial,
  scalePolynomial,
} from "./arithmetic.ts";
import { irreducibleFactors } from "./irreducible.ts";

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

/** p = coefficient · ∏ factor^times. A factor may be reducible where splitting it would take too long. */
export function factorPolynomial(p: Polynomial): Factors {
  const factors: Factor[] = [];
  for (const { factor, times } of squareFree(monic(p))) {
    const { whole } = cleared(factor);
    for (const part of irreducibleFactors(whole) ?? [whole]) {
      factors.push({ factor: monic(part.map((c) => q.rational(c))), times });
    }
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

/** Two polynomials without a common factor. */
export interface Fraction {
  readonly numerator: Polynomial;
  readonly denominator: Polynomial;
}

/** numerator / base^times, the numerator of lower degree than the base. */
export interface PartialFraction {
  readonly numerator: Polynomial;
  readonly base: Polynomial;
  readonly times: number;
}

/** A polynomial and fractions that add up to a quotient. */
export interface PartialFractions {
  readonly whole: Polynomial;
  readonly fractions: readonly PartialFraction[];
}

/** N/(p₁^k₁ p₂^k₂ …): numerators by the extended Euclidean algorithm, then their digits to the base p. */
export function partialFractions({ numerator, denominator }: Fraction): PartialFractions {
  const [whole, rest] = dividePolynomials(numerator, denominator);
  const { coefficient, factors } = factorPolynomial(denominator);
  const scaled = scalePolynomial(rest, q.reciprocalRational(coefficient));
  const fractions: PartialFraction[] = [];
  for (const { factor, times } of factors) {
    const own = powPolynomial(factor, times);
    const others = factors
      .filter((each) => each.factor !== factor)
      .reduce<Polynomial>((product, each) => mulPolynomials(product, powPolynomial(each.factor, each.times)), [q.ONE]);
    const [, inverse] = bezout(own, others);
    let share = dividePolynomials(mulPolynomials(scaled, inverse), own)[1];
    for (let k = times; k >= 1; k--) {
      const [quotient, digit] = dividePolynomials(share, factor);
      if (digit.length > 0) fractions.push({ numerator: digit, base: factor, times: k });
      share = quotient;
    }
  }
  return { whole, fractions };
}
