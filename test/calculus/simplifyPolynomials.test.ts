/** Polynomials against SymPy. */
import { describe, expect, test } from "vitest";
import { power, productOf } from "../../src/calculus/build.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import { same } from "../../src/calculus/intern.ts";
import { number, symbol } from "../../src/calculus/leaves.ts";
import { parseText } from "../../src/calculus/parse/index.ts";
import { rational } from "../../src/calculus/rational.ts";
import { gcdPoly } from "../../src/calculus/simplify/divisor.ts";
import { expand } from "../../src/calculus/simplify/expand.ts";
import { factor } from "../../src/calculus/simplify/factor.ts";
import { divideExact, type Poly } from "../../src/calculus/simplify/layered.ts";
import * as polynomial from "../../src/calculus/simplify/polynomial.ts";
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
    const [p, q, wanted] = [a, b, gcd].map(
      (text) => polynomial.polynomialOf(parseText(text), x) as polynomial.Polynomial,
    );
    expect(polynomial.gcd(p, q)).toEqual(polynomial.monic(wanted));
    const { gcd: found, s, t } = polynomial.extendedGcd(p, q);
    expect(polynomial.plus(polynomial.multiply(s, p), polynomial.multiply(t, q))).toEqual(found);
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
  test("division, values and square-free parts", () => {
    const p = polynomial.polynomialOf(parseText("2x^4 - 3x^2 + x - 5"), x) as polynomial.Polynomial;
    const d = polynomial.polynomialOf(parseText("x^2 + x + 1"), x) as polynomial.Polynomial;
    const [quotient, rest] = polynomial.divide(p, d);
    expect(polynomial.plus(polynomial.multiply(quotient, d), rest)).toEqual(p);
    expect(rest.length).toBeLessThan(d.length);
    expect(polynomial.valueAt(p, rational(1n, 2n))).toEqual(rational(-41n, 8n));
    const square = polynomial.polynomialOf(
      expand(parseText("3(x - 1)(x + 2)^2 (x^2 + 1)^3")),
      x,
    ) as polynomial.Polynomial;
    expect(polynomial.squareFree(square).map(([f, k]) => [f.length - 1, k])).toEqual([
      [1, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(polynomial.formulaOf(polynomial.slope(p), x)).toBe(parseText("8x^3 - 6x + 1"));
    expect(polynomial.polynomialOf(parseText("sin(x) + 1"), x)).toBeUndefined();
    expect(polynomial.polynomialOf(parseText("a x + 1"), x)).toBeUndefined();
    expect(polynomial.polynomialOf(parseText("x^2/3 + 1/x"), x)).toBeUndefined();
  });
});
