/** Every function keeps the value of random formulas. */
import { describe, expect, test } from "vitest";
import { mul, power } from "../../src/calculus/build.ts";
import { derive } from "../../src/calculus/differentiate/derive.ts";
import { evaluateComplex } from "../../src/calculus/evaluate/complex.ts";
import { evaluateNumber } from "../../src/calculus/evaluate/number.ts";
import { generator, leavesOf, samplePoint } from "../../src/calculus/evaluate/points.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import { same } from "../../src/calculus/intern.ts";
import { number, symbol } from "../../src/calculus/leaves.ts";
import { toText } from "../../src/calculus/print/text.ts";
import { equal } from "../../src/calculus/simplify/equal.ts";
import { collect, expand } from "../../src/calculus/simplify/expand.ts";
import { apart, factor, together } from "../../src/calculus/simplify/factor.ts";
import { compareSize, leaves } from "../../src/calculus/simplify/measure.ts";
import { simplify, simplifyWithSteps } from "../../src/calculus/simplify/simplify.ts";
import { randomFormula, randomPolynomial } from "./simplify/random.ts";

const x = symbol("x");
const POINTS = 20;

/** How often both have the same value, and the first point where they have not. */
function compare(a: Expression, b: Expression, seed: number): { readonly agreed: number; readonly wrong?: string } {
  const symbols = leavesOf(a, b);
  const draw = generator(seed);
  let agreed = 0;
  for (let attempt = 0; attempt < POINTS * 4 && agreed < POINTS; attempt++) {
    const values = samplePoint(symbols, draw, attempt);
    const [p, q] = [evaluateNumber(a, values), evaluateNumber(b, values)];
    // Rounding of large parts that cancel is no difference.
    const scale = largestPart(a, values);
    if (!Number.isFinite(p) || !Number.isFinite(q) || !(scale < 1e8)) continue;
    if (Math.abs(p - q) > 1e-10 * Math.max(1, scale)) {
      return { agreed, wrong: `${toText(a)} is ${p}, ${toText(b)} is ${q} at ${[...values.values()].join(", ")}` };
    }
    agreed++;
  }
  return { agreed };
}

/** The largest value of any part, and of the reciprocal of any denominator. */
function largestPart(root: Expression, values: ReadonlyMap<Expression, number>): number {
  let largest = 1;
  const seen = new Set<Expression>();
  const stack = [root];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const value = Math.abs(evaluateNumber(at, values));
    if (value > largest) largest = value;
    stack.push(...at.args);
  }
  return largest;
}

/** Derivatives are what simplification is for; that of floor x has none. */
function slopeOf(formula: Expression): Expression {
  try {
    return derive(formula, x);
  } catch {
    return formula;
  }
}

const FUNCTIONS: readonly (readonly [string, (formula: Expression) => Expression])[] = [
  ["simplify", simplify],
  ["expand", (formula) => expand(formula)],
  ["factor", factor],
  ["together", together],
  ["collect", (formula) => collect(formula, x)],
];

describe.each(FUNCTIONS)("%s", (name, f) => {
  test("keeps the value of 2,000 random formulas", () => {
    const draw = generator(20261126);
    let compared = 0;
    for (let row = 0; row < 2000; row++) {
      const formula = randomFormula(draw, 2 + (row % 4));
      const { agreed, wrong } = compare(formula, f(formula), row);
      expect(wrong, `${name} of row ${row}`).toBeUndefined();
      if (agreed > 0) compared++;
    }
    expect(compared).toBeGreaterThan(1500);
  });
});

test("simplify is never larger and repeats itself", () => {
  const draw = generator(7);
  let smaller = 0;
  for (let row = 0; row < 1000; row++) {
    const formula = row % 2 === 0 ? randomFormula(draw, 2 + (row % 4)) : slopeOf(randomFormula(draw, 3 + (row % 3)));
    const simple = simplify(formula);
    // σ(-x) and cos arcsin x have named forms that are longer.
    const hasNamedForm = /sigmoid|arc|abs|\|/.test(toText(formula));
    if (!hasNamedForm) expect(leaves(simple), toText(formula)).toBeLessThanOrEqual(leaves(formula));
    if (leaves(simple) < leaves(formula)) smaller++;
    expect(compareSize(simplify(simple), simple), toText(simple)).toBe(0);
  }
  expect(smaller).toBeGreaterThan(100);
});

test("the steps of simplify are equal in value, one by one", () => {
  const draw = generator(99);
  let steps = 0;
  for (let row = 0; row < 500; row++) {
    const formula = slopeOf(randomFormula(draw, 3 + (row % 3)));
    const found = simplifyWithSteps(formula);
    expect(same(found.result, simplify(formula)) || compareSize(found.result, simplify(formula)) <= 0).toBe(true);
    for (const { rule, before, after } of found.steps) {
      const { wrong } = compare(before, after, row);
      expect(wrong, rule).toBeUndefined();
      steps++;
    }
  }
  expect(steps).toBeGreaterThan(120);
});

test("expand, factor and together agree at complex points, where roots and logarithms are absent", () => {
  const draw = generator(5);
  const symbols = [symbol("x"), symbol("y")];
  const complex = (): { re: number; im: number } => ({ re: draw() * 4 - 2, im: draw() * 4 - 2 });
  for (let row = 0; row < 200; row++) {
    const formula = mul(randomPolynomial(draw, symbols, 3), randomPolynomial(draw, symbols, 2));
    const values = new Map(symbols.map((leaf) => [leaf, complex()]));
    for (const f of [expand, factor, together, simplify]) {
      const [a, b] = [evaluateComplex(formula, values), evaluateComplex(f(formula), values)];
      expect(Math.hypot(a.re - b.re, a.im - b.im)).toBeLessThan(1e-9 * Math.max(1, Math.hypot(a.re, a.im), 1e3));
    }
  }
});

describe("factor", () => {
  test("multiplied out it is the input: one variable", () => {
    const draw = generator(1);
    for (let row = 0; row < 300; row++) {
      const parts = Array.from({ length: 2 + (row % 3) }, () => randomPolynomial(draw, [x], 3));
      const product = expand(mul(...parts));
      const found = factor(product);
      expect(same(expand(found), product), toText(product)).toBe(true);
      expect(leaves(factor(found))).toBe(leaves(found));
    }
  });

  test("multiplied out it is the input: several variables, with the factors found", () => {
    const draw = generator(2);
    const symbols = [symbol("x"), symbol("y"), symbol("z")];
    let found = 0;
    let wanted = 0;
    for (let row = 0; row < 100; row++) {
      const parts = [
        randomPolynomial(draw, symbols.slice(0, 2), 2),
        randomPolynomial(draw, symbols.slice(0, 2 + (row % 2)), 2),
      ];
      const product = expand(mul(...parts));
      const result = factor(product);
      expect(same(expand(result), product), toText(product)).toBe(true);
      if (product.kind === "sum") wanted++;
      if (product.kind === "sum" && result.kind !== "sum") found++;
    }
    expect(found).toBeGreaterThan(wanted * 0.9);
  });
});

test("apart and together of rational functions of one variable", () => {
  const draw = generator(3);
  for (let row = 0; row < 100; row++) {
    const [above, below, other] = [3, 2, 2].map((terms) => randomPolynomial(draw, [x], terms));
    if (below === number(0) || other === number(0)) continue;
    let fraction: Expression;
    try {
      fraction = mul(above, power(below, number(-1)), power(other, number(-1)));
    } catch {
      continue;
    }
    const parts = apart(fraction, x);
    expect(equal(parts, fraction).equal, toText(fraction)).not.toBe(false);
    expect(equal(together(parts), fraction).equal).not.toBe(false);
  }
});
