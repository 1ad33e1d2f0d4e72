/** Source made of formulas has their values. */
import { describe, expect, it, test } from "vitest";
import * as nabla from "../../../src/entries/functional.ts";
import { add, div, mul, power, sub } from "../../../src/calculus/build.ts";
import { evaluateNumber } from "../../../src/calculus/evaluate/number.ts";
import { apply, functions } from "../../../src/calculus/functions.ts";
import { i, number, symbol, two } from "../../../src/calculus/leaves.ts";
import { toTypeScript, type TypeScriptOptions } from "../../../src/calculus/print/typescript.ts";
import { isTame, randomFormula, randomNumbers, symbols } from "./random.ts";
import { read } from "./read.ts";

const names = ["x", "y", "a"];

/** JavaScript is TypeScript without types. */
function run(source: string, scope: Readonly<Record<string, unknown>>): number {
  const plain = source.replaceAll(/u: (?:number|TensorLike)/g, "u");
  const known = Object.keys(scope).filter((name) => name !== "var" && plain.includes(name));
  const made = new Function(...known, `"use strict"; return ${plain};`);
  const value: unknown = made(...known.map((name) => scope[name]));
  return typeof value === "number" ? value : Number((value as nabla.Tensor).item());
}

function compare(
  seed: number,
  count: number,
  options: TypeScriptOptions,
  scope: Readonly<Record<string, unknown>>,
): number {
  const random = randomNumbers(seed);
  let compared = 0;
  for (let k = 0; k < count; k++) {
    const formula = randomFormula(random, 2 + (k % 4));
    const point = symbols.map(() => 2 * random() - 0.7);
    const values = new Map(symbols.map((one, at) => [one, point[at]]));
    const value = evaluateNumber(formula, values);
    const source = toTypeScript(formula, {}, options);
    const found = run(source, { ...scope, ...Object.fromEntries(names.map((name, at) => [name, point[at]])) });
    if (!isTame(formula, values)) continue;
    expect(Math.abs(found - value), source).toBeLessThanOrEqual(1e-8 * (1 + Math.abs(value)));
    compared++;
  }
  return compared;
}

describe("toTypeScript", () => {
  test.each([
    ["3*x^2 - 4*x", "3 * x ** 2 - 4 * x", "sub(mul(3, square(x)), mul(4, x))"],
    ["x/2", "x / 2", "div(x, 2)"],
    ["-x^2", "-(x ** 2)", "neg(square(x))"],
    ["1 - x^2*y", "1 - x ** 2 * y", "sub(1, mul(square(x), y))"],
    ["-x^2*y/3", "-(x ** 2 * y / 3)", "neg(div(mul(square(x), y), 3))"],
    ["(-2)^x", "(-2) ** x", "pow(-2, x)"],
    ["(x + 1)/(2*y)", "(x + 1) / (2 * y)", "div(add(x, 1), mul(2, y))"],
    ["exp(-x)", "Math.exp(-x)", "exp(neg(x))"],
    ["sqrt(x)", "Math.sqrt(x)", "sqrt(x)"],
    ["ln(x)", "Math.log(x)", "log(x)"],
    ["max(x, y)", "Math.max(x, y)", "maximum(x, y)"],
    ["cases(x, gt(x, 0), -x)", "x > 0 ? x : -x", "where(greater(x, 0), x, neg(x))"],
    ["sigmoid(x)", "((u: number) => 1 / (1 + Math.exp(-u)))(x)", "sigmoid(x)"],
    ["1/3", "1 / 3", "1 / 3"],
  ])("%s", (formula, math, functional) => {
    expect(toTypeScript(read(formula))).toBe(math);
    expect(toTypeScript(read(formula), {}, { functions: "nabla" })).toBe(functional);
  });

  it("has the values of 2,000 random formulas with Math", () => {
    expect(compare(4, 2000, {}, {})).toBeGreaterThan(1500);
  });

  it("has the values of random formulas with the functions of Nabla", () => {
    expect(compare(5, 300, { functions: "nabla" }, nabla)).toBeGreaterThan(200);
  });

  it("knows every function of formulas by the name that Nabla exports", () => {
    for (const { op } of functions) {
      const args = Object.keys(op.definition.domain).map((_, at) => symbol(names[at]));
      const source = toTypeScript(apply(op, ...args), {}, { functions: "nabla" });
      const [x, y] =
        op.name.startsWith("a") || op.name === "logit" || op.name.endsWith("inv") ? [0.6, 0.2] : [1.3, 0.4];
      const at = op.name === "acosh" ? 1.5 : x;
      const value = evaluateNumber(
        apply(op, ...args),
        new Map([
          [symbol("x"), at],
          [symbol("y"), y],
        ]),
      );
      expect(run(source, { ...nabla, x: at, y }), source).toBeCloseTo(value, 12);
    }
  });

  it("names symbols as asked, and by identifiers in any case", () => {
    const formula = add(mul(symbol("learning rate"), symbol("class")), symbol("θ_1"));
    expect(toTypeScript(formula, { θ_1: "theta" })).toBe("class_ * learning_rate + theta");
    expect(() => toTypeScript(add(symbol("a b"), symbol("a_b")))).toThrow(/identifier a_b for both/);
  });

  it("refuses what has no value", () => {
    expect(() => toTypeScript(add(symbol("x"), i))).toThrow(/imaginary unit/);
    expect(() => toTypeScript(read("U_f_1(x)"))).toThrow(/unsupported/);
    expect(() => toTypeScript(read("int(x^2, x)"))).toThrow(/unsupported/);
    expect(() => toTypeScript(read("erf(x)"))).toThrow(/nabla/);
  });

  it("keeps 1/3 and odd roots of negative numbers exact", () => {
    const x = symbol("x");
    for (const exponent of [
      div(number(1), number(3)),
      div(number(2), number(3)),
      div(number(3), number(5)),
      div(number(-1), number(5)),
    ]) {
      const formula = sub(power(x, exponent), two);
      const value = evaluateNumber(formula, new Map([[x, -8]]));
      expect(run(toTypeScript(formula), { x: -8 })).toBeCloseTo(value, 12);
      expect(run(toTypeScript(formula, {}, { functions: "nabla" }), { ...nabla, x: -8 })).toBeCloseTo(value, 12);
    }
  });
});
