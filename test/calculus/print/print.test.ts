/** Formulas as a textbook prints them. */
import { describe, expect, it, test } from "vitest";
import { add, mul, power, sub } from "../../../src/calculus/build.ts";
import { evaluateNumber } from "../../../src/calculus/evaluate/number.ts";
import type { Expression, MatrixHead } from "../../../src/calculus/expression.ts";
import { apply, functionNamed } from "../../../src/calculus/functions.ts";
import { intern, same } from "../../../src/calculus/intern.ts";
import { e, float, half, number, symbol, two } from "../../../src/calculus/leaves.ts";
import { parseLatex, parseText } from "../../../src/calculus/parse/index.ts";
import { toLatex } from "../../../src/calculus/print/latex.ts";
import { toText } from "../../../src/calculus/print/text.ts";
import { checkLatex } from "./checkLatex.ts";
import { isTame, randomFormula, randomNumbers, symbols } from "./random.ts";
import { read } from "./read.ts";
import { rows } from "./rows.ts";

const x = symbol("x");
const sine = (functionNamed("sin") as { op: Parameters<typeof apply>[0] }).op;

describe.each(Object.keys(rows))("%s", (title) => {
  test.each(rows[title])("%s", (formula, text, latex) => {
    const made = read(formula);
    expect(toText(made)).toBe(text);
    expect(toLatex(made)).toBe(latex);
    checkLatex(latex);
  });
});

const shuffled = <T>(parts: readonly T[], random: () => number): T[] =>
  parts
    .map((part) => [random(), part] as const)
    .sort(([a], [b]) => a - b)
    .map(([, part]) => part);

/** The same formula with the parts of all sums and products in another order. */
function disordered(root: Expression, random: () => number): Expression {
  const args = root.args.map((arg) => disordered(arg, random));
  const free = root.kind === "sum" || root.kind === "product";
  return intern(root.kind, root.payload as never, free ? shuffled(args, random) : args);
}

describe("the order of a formula", () => {
  it("does not depend on how it was made", () => {
    const random = randomNumbers(1);
    let changed = 0;
    for (let count = 0; count < 500; count++) {
      const formula = randomFormula(random, 4);
      const other = disordered(formula, random);
      if (!same(formula, other)) changed++;
      expect(toText(other)).toBe(toText(formula));
      expect(toLatex(other)).toBe(toLatex(formula));
    }
    expect(changed).toBeGreaterThan(200);
  });

  it("descends in the main variable that is asked for", () => {
    const formula = read("x^2 + x*a^3 + a");
    expect(toText(formula)).toBe("x^2 + a^3 x + a");
    expect(toText(formula, { variable: "a" })).toBe("x a^3 + a + x^2");
    expect(toLatex(formula, { variable: "a" })).toBe("xa^{3} + a + x^{2}");
  });
});

describe("printed text", () => {
  it("has the value of the formula, so that no parentheses are missing", () => {
    const random = randomNumbers(2);
    let compared = 0;
    for (let count = 0; count < 2000; count++) {
      const formula = randomFormula(random, 2 + (count % 4));
      const values = new Map(symbols.map((one) => [one, 0.3 + random()]));
      const value = evaluateNumber(formula, values);
      if (!isTame(formula, values)) continue;
      const again = read(toText(formula));
      const found = evaluateNumber(again, values);
      expect(Math.abs(found - value), toText(formula)).toBeLessThanOrEqual(1e-8 * (1 + Math.abs(value)));
      compared++;
    }
    expect(compared).toBeGreaterThan(1500);
  });

  it("has no parentheses that can be left out", () => {
    for (const text of Object.values(rows).flatMap((all) => all.map((row) => row[1]))) {
      expect(text).not.toMatch(/\(\(.*\)\)$|^\([^()]*\)$|\+ -|- -|(?<![\w'])\(\w+\)\^|\^\([a-z]\)/);
    }
  });

  test.each([
    ["x^2 + 2*x*y", "x² + 2x y"],
    ["1 - sqrt(x)", "1 − √x"],
    ["sqrt(x + 1)", "√(x + 1)"],
    ["x^(1/3)", "∛x"],
    ["2*pi*r", "2π r"],
    ["alpha*x + beta_1", "α x + β_1"],
    ["x*2^x", "x·2^x"],
    ["le(x, infinity)", "x ≤ ∞"],
    ["int(x^2, x, 0, 1)", "∫_0^1 x² dx"],
    ["x^12", "x¹²"],
    ["d(U_f_0(x, y), x)", "∂/∂x f(x, y)"],
    ["d(x^2*y, x, y)", "∂²/∂x∂y [x² y]"],
    ["int(exp(-x^2), x, -infinity, infinity)", "∫_{−∞}^∞ e^(−x²) dx"],
  ])("%s in Unicode", (formula, text) => {
    expect(toText(read(formula), { unicode: true })).toBe(text);
  });
});

describe("printed LaTeX", () => {
  it("is well-formed and has none of the ugly forms", () => {
    const random = randomNumbers(3);
    for (let count = 0; count < 1000; count++) {
      const latex = toLatex(randomFormula(random, 2 + (count % 4)));
      checkLatex(latex);
      expect(latex).not.toMatch(/\d \\cdot [a-z]|\+ ?-|- ?-|\^\{1\/2\}|\\frac\{[^{}]*\}\{1\}/);
    }
  });

  test.each([
    [symbol("x", { dimensions: ["n"] }), "\\mathbf{x}"],
    [symbol("beta", { dimensions: ["n"] }), "\\boldsymbol{\\beta}"],
    [symbol("X", { dimensions: ["m", "n"] }), "X"],
    [symbol("Sigma", { dimensions: ["n", "n"] }), "\\Sigma"],
    [float(1.5e-7), "1.5 \\cdot 10^{-7}"],
    [mul(float(0.25), power(x, two)), "0.25x^{2}"],
    [symbol("a&b"), "\\mathrm{a\\&b}"],
  ])("of a leaf (%#)", (leaf, latex) => {
    expect(toLatex(leaf)).toBe(latex);
    checkLatex(latex);
  });

  it("writes partial derivatives as asked", () => {
    const f = read("U_f_2_1(x, y)");
    expect(toLatex(f, { partials: "fraction" })).toBe("\\frac{\\partial^{3} f}{\\partial x^{2}\\,\\partial y}(x, y)");
    expect(toLatex(read("d(x^2*y, x)"), { partial: true })).toBe("\\frac{\\partial}{\\partial x}\\left[x^{2}y\\right]");
    expect(toLatex(read("U_f_1_1(x_1, x_2)"))).toBe("f_{x_{1}x_{2}}(x_{1}, x_{2})");
  });
});

describe("formulas with matrices", () => {
  const vector = symbol("x", { dimensions: ["n"] });
  const form: MatrixHead = {
    name: "form",
    dimensions: () => [],
    notation: ([x], write) => ({
      text: `${write(x, 3.5)}ᵀ S ${write(x, 2)}`,
      latex: `${write(x, 3.5)}^{\\top} S ${write(x, 2)}`,
      precedence: 2,
    }),
  };
  const quadratic = intern("matrix", form, [vector]);
  const shifted = intern("matrix", form, [sub(vector, symbol("mu", { dimensions: ["n"] }))]);
  test.each([
    [quadratic, "xᵀ S x", "\\mathbf{x}^{\\top} S \\mathbf{x}"],
    [
      shifted,
      "(x - mu)ᵀ S (x - mu)",
      "(\\mathbf{x} - \\boldsymbol{\\mu})^{\\top} S (\\mathbf{x} - \\boldsymbol{\\mu})",
    ],
    [mul(half, quadratic), "(1/2) xᵀ S x", "\\frac{1}{2} \\mathbf{x}^{\\top} S \\mathbf{x}"],
    [power(quadratic, two), "(xᵀ S x)^2", "(\\mathbf{x}^{\\top} S \\mathbf{x})^{2}"],
    [
      power(e, mul(number(-0.5), quadratic)),
      "e^(-(1/2) xᵀ S x)",
      "\\exp\\left(-\\frac{1}{2} \\mathbf{x}^{\\top} S \\mathbf{x}\\right)",
    ],
    [mul(two, vector), "2x", "2 \\mathbf{x}"],
    [mul(vector, power(quadratic, number(-1))), "x/(xᵀ S x)", "\\frac{\\mathbf{x}}{\\mathbf{x}^{\\top} S \\mathbf{x}}"],
    [power(vector, two), "x^⊙2", "\\mathbf{x}^{\\odot 2}"],
    [power(e, vector), "e^x", "\\exp(\\mathbf{x})"],
    [
      intern("matrix", { name: "rank", dimensions: () => [] }, [vector]),
      "rank(x)",
      "\\operatorname{rank}(\\mathbf{x})",
    ],
  ])("as their heads write them (%#)", (formula, text, latex) => {
    expect(toText(formula)).toBe(text);
    expect(toLatex(formula)).toBe(latex);
    checkLatex(latex);
  });
});

describe("the parser", () => {
  it("reads what is printed as the same formula", () => {
    const random = randomNumbers(6);
    for (let count = 0; count < 500; count++) {
      const formula = randomFormula(random, 2 + (count % 4));
      expect(same(parseText(toText(formula)), formula), toText(formula)).toBe(true);
      expect(same(parseText(toText(formula, { unicode: true })), formula)).toBe(true);
      expect(same(parseLatex(toLatex(formula)), formula), toLatex(formula)).toBe(true);
    }
  });
});

describe("large formulas", () => {
  it("prints sums of 1,000 terms", () => {
    const terms = Array.from({ length: 1000 }, (_, k) => mul(number(k + 2), power(x, number(k))));
    const text = toText(add(...terms));
    expect(text.startsWith("1001x^999 + 1000x^998 + ")).toBe(true);
    expect(text.endsWith(" + 3x + 2")).toBe(true);
    expect(toLatex(add(...terms)).split(" + ")).toHaveLength(1000);
  });

  it("prints compositions 5,000 deep", () => {
    let deep: Expression = x;
    for (let k = 0; k < 5000; k++) deep = apply(sine, deep);
    expect(toText(deep)).toBe(`${"sin(".repeat(5000)}x${")".repeat(5000)}`);
    expect(toLatex(deep).length).toBeGreaterThan(5000 * 4);
  });

  it("refuses texts that sharing would make endless, in no time", () => {
    let shared: Expression = x;
    for (let k = 0; k < 60; k++) shared = add(apply(sine, shared), power(sub(shared, number(1)), two));
    const start = performance.now();
    expect(() => toText(shared)).toThrow(/more than 1000000 characters/);
    expect(() => toLatex(shared)).toThrow(/more than 1000000 characters/);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
