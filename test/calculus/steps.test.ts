import { describe, expect, test } from "vitest";
import type { Expression } from "../../src/calculus/expression.ts";
import { deriveWithSteps } from "../../src/calculus/differentiate/record.ts";
import { stepsToData } from "../../src/calculus/steps/data.ts";
import { stepsToLatex } from "../../src/calculus/steps/latex.ts";
import { showFormula } from "../../src/calculus/steps/print.ts";
import { stepsToText } from "../../src/calculus/steps/text.ts";
import { add, call, div, exp, mul, num, pow, sin, sub, x } from "./differentiate/formulas.ts";

const quotient = div(mul(pow(x, 2), sin(x)), add(exp(x), num(1)));
const polynomial = sub(mul(num(3), pow(x, 2)), mul(num(4), x));
const balanced = (text: string): boolean => text.split("{").length === text.split("}").length;

describe("a derivation as text", () => {
  test("rule names", () => {
    expect(stepsToText(deriveWithSteps(polynomial, x), "rules").split("\n")).toEqual([
      "sum rule",
      "constant multiple rule",
      "power rule",
      "constant multiple rule",
      "identity rule",
    ]);
  });
  test("full: numbered, indented, with bindings, other ways and notes", () => {
    const lines = stepsToText(deriveWithSteps(quotient, x)).split("\n");
    expect(lines[0]).toMatch(/^1 quotient rule with u = .*, v = .*: /);
    expect(lines[1]).toMatch(
      /^ {2}\(numerator and denominator .*; other ways: product rule, logarithmic differentiation\)/,
    );
    expect(lines.some((line) => /^ {2}1\.1 product rule with u = /.test(line))).toBe(true);
    expect(lines.some((line) => /^ {4}1\.1\.2 sine rule: /.test(line))).toBe(true);
    expect(lines.at(-2)).toMatch(/^where .*!= 0 \(the denominator is not 0\)$/);
  });
  test("compact: the whole expression after each step, ending in the result", () => {
    const steps = deriveWithSteps(polynomial, x);
    const lines = stepsToText(steps, "compact").split("\n");
    expect(lines[0]).toBe(showFormula(steps.derivation.before));
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe(`  = ${showFormula(steps.result)}   (identity rule)`);
  });
  test("the outer function of a chain has a step of its own", () => {
    const text = stepsToText(deriveWithSteps(sin(pow(x, 2)), x));
    expect(text).toMatch(/1\.1 sine rule: .*\n.*1\.2 power rule/);
  });
  test("a part that comes again is told once", () => {
    const text = stepsToText(deriveWithSteps(mul(sin(pow(x, 2)), exp(pow(x, 2))), x));
    expect(text.match(/power rule/g)).toHaveLength(1);
    expect(text.match(/as before/g)).toHaveLength(1);
  });
  test("deep chains stay readable", () => {
    let of: Expression = x;
    for (let k = 0; k < 100; k++) of = sin(of);
    const text = stepsToText(deriveWithSteps(of, x));
    expect(Math.max(...text.split("\n").map((line) => line.length - line.trimStart().length))).toBeLessThan(40);
  });
});

describe("a derivation as LaTeX", () => {
  test.each(["full", "compact", "rules"] as const)("%s", (detail) => {
    const latex = stepsToLatex(deriveWithSteps(quotient, x), detail);
    expect(latex.startsWith("\\begin{aligned}\n") && latex.endsWith("\n\\end{aligned}")).toBe(true);
    expect(balanced(latex)).toBe(true);
    expect(latex).toContain("\\text{quotient rule}");
    if (detail === "full") expect(latex).toContain("\\left(\\frac{u}{v}\\right)' = \\frac{u'v - uv'}{v^2}");
  });
  test("every pattern is balanced", () => {
    for (const of of [call("max", x, sin(x)), call("abs", x), pow(x, x), call("arcosh", x), call("gelu", x)]) {
      expect(balanced(stepsToLatex(deriveWithSteps(of, x), "full"))).toBe(true);
    }
  });
});

describe("a derivation as data", () => {
  test("survives JSON", () => {
    const data = stepsToData(deriveWithSteps(quotient, x));
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(data.steps[0]).toMatchObject({ number: "1", depth: 0, rule: "quotient rule" });
    expect(data.steps[0].alternatives.map(({ route }) => route)).toEqual(["product", "logarithmic"]);
    expect(data.lines.at(-1)?.text).toBe(data.result.text);
    expect(data.notes[0].condition?.text).toContain("!= 0");
  });
  test("tidy steps stand apart", () => {
    const data = stepsToData(deriveWithSteps(pow(x, 3), x, { simplify: () => mul(x, x, num(3), x) }));
    expect(data.tidy.map(({ rule }) => rule)).toEqual(["simplify"]);
    expect(data.lines.at(-1)?.rule).toBe("simplify");
  });
});
