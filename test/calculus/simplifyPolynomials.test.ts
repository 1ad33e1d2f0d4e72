/** Polynomials against SymPy. */
import { describe, expect, test } from "vitest";
import { power, productOf } from "../../src/calculus/build.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import { same } from "../../src/calculus/intern.ts";
import { number, symbol } from "../../src/calculus/leaves.ts";
import { parseText } from "../../src/calculus/parse/index.ts";
import { gcdPoly } from "../../src/calculus/simplify/divisor.ts";
import { expand } from "../../src/calculus/simplify/expand.ts";
import { factor } from "../../src/calculus/simplify/factor.ts";
import { divideExact, type Poly } from "../../src/calculus/simplify/layered.ts";
import * as polynomial from "../../src/calculus/polynomial/arithmetic.ts";
import { squareFree } from "../../src/calculus/polynomial/factor.ts";
import { polynomialFormula, rationalPolynomial } from "../../src/calculus/polynomial/formula.ts";
import { primitiveFactors } from "../../src/calculus/simplify/factored.ts";
import { Ring } from "../../src/calculus/simplify/ring.ts";
import golden from "./simplify/polynomials.json" with { type: "json" };

const x = symbol("x");

/** A sum as a polynomial of a ring, without its number. */
function read(ring: Ring, formula: Expression): Poly {
  const { factors } = ring.convert(formula);
  return ring.multiplyOut(factors);
}

describe("greatest common divisors", () => {
  test.each(golden.gcd)("of $a and $b", ({ a, b, gcd }) => {
    const [p, q, wanted] = [a, b, gcd].map((text) => parseText(text));
    const ring = new Ring([p, q], 1000);
    const [left, right] = [read(ring, p), read(ring, q)];
    const found = gcdPoly(left, right);
    expect(same(ring.polynomial(found), wanted)).toBe(true);
    expect(divideExact(left, found)).toBeDefined();
    expect(divideExact(right, found)).toBeDefined();
  });

  test.each(golden.gcd.slice(0, 30))("dense, of $a and $b", ({ a, b, gcd }) => {
    const [p, q, wanted] = [a, b, gcd].map((text) => rationalPolynomial(parseText(text), x) as polynomial.Polynomial);
    expect(polynomial.gcdOfPolynomials(p, q)).toEqual(polynomial.monic(wanted));
    const [s, t] = polynomial.bezout(p, q);
    expect(polynomial.addPolynomials(polynomial.mulPolynomials(s, p), polynomial.mulPolynomials(t, q))).toEqual(
      polynomial.monic(wanted),
    );
  });
});

describe("factors", () => {
  test.each(golden.factors)("of $p", ({ p, factors }) => {
    const formula = parseText(p);
    const wanted = productOf(factors.map(([f, k]) => power(parseText(f as string), number(k as number))));
    const ring = new Ring([formula, wanted], 4000);
    // Up to a number: signs may stand anywhere.
    const parts = ring
      .convert(factor(formula))
      .factors.flatMap(([f, k]) => primitiveFactors(f).factors.map(([g, m]) => `${ring.polynomial(g).hash} ${m * k}`));
    const expected = ring.convert(wanted).factors.map(([f, k]) => `${ring.polynomial(f).hash} ${k}`);
    expect(parts.sort()).toEqual(expected.sort());
    expect(same(expand(factor(formula)), formula)).toBe(true);
  });
});

describe("dense polynomials", () => {
  test("division and square-free parts", () => {
    const p = rationalPolynomial(parseText("2x^4 - 3x^2 + x - 5"), x) as polynomial.Polynomial;
    const d = rationalPolynomial(parseText("x^2 + x + 1"), x) as polynomial.Polynomial;
    const [quotient, rest] = polynomial.dividePolynomials(p, d);
    expect(polynomial.addPolynomials(polynomial.mulPolynomials(quotient, d), rest)).toEqual(p);
    expect(rest.length).toBeLessThan(d.length);
    const square = rationalPolynomial(expand(parseText("3(x - 1)(x + 2)^2 (x^2 + 1)^3")), x) as polynomial.Polynomial;
    expect(squareFree(square).map(({ factor: f, times }) => [f.length - 1, times])).toEqual([
      [1, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(polynomialFormula(polynomial.derivativeOf(p), x)).toBe(parseText("8x^3 - 6x + 1"));
    expect(rationalPolynomial(parseText("sin(x) + 1"), x)).toBeUndefined();
    expect(rationalPolynomial(parseText("a x + 1"), x)).toBeUndefined();
    expect(rationalPolynomial(parseText("x^2/3 + 1/x"), x)).toBeUndefined();
  });
});
