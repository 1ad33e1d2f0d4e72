import { describe, expect, test } from "vitest";
import { TensorError } from "nabla";
import { evaluateComplex } from "../../../src/calculus/evaluate/complex.ts";
import type { Expression } from "../../../src/calculus/expression.ts";
import { intern } from "../../../src/calculus/intern.ts";
import { number } from "../../../src/calculus/leaves.ts";
import { toText } from "../../../src/calculus/print/text.ts";
import * as q from "../../../src/base/rational.ts";
import { criticalPoints } from "../../../src/calculus/solve/criticalPoints.ts";
import { polynomialFormula, rationalFunction, rationalPolynomial } from "../../../src/calculus/polynomial/formula.ts";
import { mulPolynomials, type Polynomial, powPolynomial } from "../../../src/calculus/polynomial/arithmetic.ts";
import { factorPolynomial } from "../../../src/calculus/polynomial/factor.ts";
import { solve, solveWithNotes } from "../../../src/calculus/solve/solve.ts";
import { equations } from "./golden.ts";
import { read, x } from "./read.ts";

const texts = (found: readonly Expression[]): string[] => found.map((each) => toText(each));

describe("equations against SymPy", () => {
  test("there are 40 and more", () => expect(equations.length).toBeGreaterThanOrEqual(40));

  test.each(equations)("%s = 0", (f, real, wanted) => {
    const found = solve(read(f), x, { real }).map((each) => evaluateComplex(each, new Map()));
    expect(found).toHaveLength(wanted.length);
    for (const [re, im] of wanted) {
      const near = found.some(
        (each) => Math.hypot(each.re - re, each.im - im) < 1e-12 * Math.max(1, Math.hypot(re, im)),
      );
      expect(near, `${f} at ${re} + ${im}i`).toBe(true);
    }
  });
});

describe("exact solutions", () => {
  test.each([
    ["x^2-x-1", ["1/2 - sqrt(5)/2", "1/2 + sqrt(5)/2"]],
    ["x^2+1", ["-i", "i"]],
    ["a*x+b", ["-b/a"]],
    ["exp(x)-5", ["ln(5)"]],
    ["2^x-8", ["3"]],
    ["ln(x)-2", ["e^2"]],
    ["sqrt(x+1)-x+1", ["3"]],
    ["x^2", ["0"]],
    ["exp(x)", []],
    ["sin(x)-2", []],
    ["abs(x)+1", []],
    // Among real numbers: SymPy, which takes principal values, has 8 only.
    ["x^(2/3)-4", ["-8", "8"]],
  ])("%s", (f, wanted) => expect(texts(solve(read(f), x))).toEqual(wanted));

  test("an equation with two sides; letters as coefficients", () => {
    const equation = intern("relation", "=", [read("x^2"), read("2*x+3")]);
    expect(texts(solve(equation, x))).toEqual(["-1", "3"]);
    const [low, high] = solve(read("a*x^2+b*x+c"), x);
    const values = new Map(Object.entries({ a: 2, b: -3, c: 1 }).map(([name, re]) => [read(name), { re, im: 0 }]));
    expect([low, high].map((each) => evaluateComplex(each, values).re).sort()).toEqual([0.5, 1]);
  });

  test("principal values come with a note", () => {
    const { solutions, notes } = solveWithNotes(read("sin(x)-1/2"), x);
    expect(texts(solutions)).toEqual(["pi/6"]);
    expect(notes).toEqual(["principal value of arcsin only"]);
  });

  test("bisection in an interval, and exact where it can be", () => {
    const rough = solveWithNotes(read("x-cos(x)"), x, { interval: [0, 2] });
    expect(rough.exact).toBe(false);
    expect(rough.solutions.map((each) => each.payload)).toEqual([0.7390851332151607]);
    expect(texts(solve(read("x^2-2"), x, { interval: [0, 2] }))).toEqual(["sqrt(2)"]);
    expect(solve(read("sin(x)"), x, { interval: [-1, 7] })).toHaveLength(3);
  });

  test("poles and jumps are no zeros; odd roots of negative numbers are real", () => {
    const inside = (f: string): number => solve(read(f), x, { interval: [-2, 3] }).length;
    expect([inside("1/x+sin(x)/x^5"), inside("tanh(1/x)+cos(x)/9"), inside("1/(x-1/3)+exp(x)")]).toEqual([1, 0, 0]);
    expect(texts(solve(read("x^(1/3)-x"), x))).toEqual(["-1", "0", "1"]);
    expect(texts(solve(read("(x+2)*sqrt(x)"), x, { real: true }))).toEqual(["0"]);
  });

  test.each(["x-cos(x)", "x^5-x-1", "x*exp(x)-2*x^2", "x-x"])("refuses %s", (f) => {
    expect(() => solve(read(f), x)).toThrow(TensorError);
    expect(() => solve(read(f), x)).toThrow(/unsupported: .* at /);
  });
});

describe("polynomials over the fractions", () => {
  test.each([
    "x^12-1",
    "(x-1)^3*(x^2+1)^2*(2*x+3)",
    "x^4+4",
    "6*x^4-5*x^3-38*x^2-5*x+6",
    "(x^2+x+7)*(x^3-2)",
    "x^8-16",
  ])("%s", (text) => {
    const p = rationalPolynomial(read(text), x) as Polynomial;
    const { coefficient, factors } = factorPolynomial(p);
    const product = factors.reduce<Polynomial>(
      (all, { factor, times }) => mulPolynomials(all, powPolynomial(factor, times)),
      [coefficient],
    );
    expect(product.map(q.toNumber)).toEqual(p.map(q.toNumber));
    expect(factors.length).toBeGreaterThan(1);
  });

  test("quotients are cancelled", () => {
    const { numerator, denominator } = rationalFunction(read("(x^2-1)/(x^2-3*x+2)+1/(x-2)"), x) as {
      numerator: Polynomial;
      denominator: Polynomial;
    };
    expect([numerator, denominator].map((p) => toText(polynomialFormula(p, x)))).toEqual(["x + 2", "x - 2"]);
  });
});

describe("critical points", () => {
  test.each([
    ["3*x^2-4*x", ["2/3 minimum -4/3"]],
    ["x^2", ["0 minimum 0"]],
    ["x^3", ["0 inflection 0"]],
    ["x^4", ["0 minimum 0"]],
    ["-x^6", ["0 maximum 0"]],
    ["x^x", ["1/e minimum e^(-1/e)"]],
    ["x^3-3*x", ["-1 maximum 2", "1 minimum -2"]],
    ["abs(x)", ["0 minimum 0"]],
    ["abs(x^2-1)", ["-1 minimum 0", "0 maximum 1", "1 minimum 0"]],
    ["x+1/x", ["-1 maximum -2", "0 pole undefined", "1 minimum 2"]],
    ["x*exp(-x)", ["1 maximum 1/e"]],
    ["ln(x)/x", ["0 pole undefined", "e maximum 1/e"]],
    ["x^(2/3)", ["0 minimum 0"]],
    ["x^(1/3)", ["0 kink 0"]],
    ["x^3-1/x", ["0 pole undefined"]],
    ["exp(x)", []],
  ])("%s", (f, wanted) => {
    const shown = criticalPoints(read(f), x).map(
      (each) => `${toText(each.x)} ${each.kind} ${each.value && toText(each.value)}`,
    );
    expect(shown).toEqual(wanted);
  });

  test("says why, and refuses constants", () => {
    expect(criticalPoints(read("x^3"), x)[0].why).toBe("f''' > 0");
    expect(() => criticalPoints(number(3), x)).toThrow(TensorError);
  });
});
