/** Printed LaTeX renders in KaTeX, without a command that it does not know, and reads as in a textbook. */
import katex from "katex";
import { expect, test } from "vitest";
import { derive } from "../../../src/calculus/differentiate/derive.ts";
import type { Expression } from "../../../src/calculus/expression.ts";
import { symbol } from "../../../src/calculus/leaves.ts";
import { parseText } from "../../../src/calculus/parse/index.ts";
import { toLatex } from "../../../src/calculus/print/latex.ts";
import { stepsToLatex } from "../../../src/calculus/steps/latex.ts";
import { deriveWithSteps } from "../../../src/calculus/differentiate/record.ts";
import { gradient, steps } from "../../../src/calculus/face/index.ts";
import fixture from "../../fixtures/rubi.json" with { type: "json" };
import { formulaOf, type Nested } from "./nested.ts";

type Row = readonly [file: number, line: number, variable: string, integrand: Nested, antiderivative: Nested];
const rows = fixture.rows as unknown as readonly Row[];

/** What no textbook prints. */
const UGLY = /\d\s*\\cdot\s*[a-z]|\+\s*-|--|\^\{1\/2\}|\^\{\\frac\{1\}\{2\}\}|\\exponentialE|\{\}/;

function check(latex: string): void {
  expect(() => katex.renderToString(latex, { throwOnError: true, strict: "error" }), latex).not.toThrow();
  expect(latex).not.toMatch(UGLY);
}

test("formulas of Rubi's suite and their derivatives", () => {
  const all: Expression[] = rows.flatMap(([, , variable, ...both], at) =>
    at % 4 === 0 ? both.map((nested) => formulaOf(nested)).flatMap((x) => [x, derive(x, symbol(variable))]) : [],
  );
  expect(all.length).toBeGreaterThan(2500);
  for (const x of all) check(toLatex(x));
});

test("derivations", () => {
  const x = symbol("x");
  for (const text of [
    "x^2 sin x/(e^x + 1)",
    "x^x",
    "ln(x^2 + 1)/sqrt(x)",
    "arctan(1/x)",
    "|x| e^(-x^2/2)",
    "(2x + 1)^5",
  ]) {
    check(stepsToLatex(deriveWithSteps(parseText(text), x)));
  }
});

test("matrix formulas", () => {
  const symbols = { x: "vector", a: "vector", A: "square", S: "symmetric", X: "square" } as const;
  for (const text of ["x^T A x", "||x||", "log det X", "tr(A X^-1)", "||X||_F^2", "(x - a)^T S (x - a)"]) {
    const f = parseText(text, { symbols });
    const by = text.includes("X") ? "X" : "x";
    check(toLatex(f));
    check(toLatex(gradient(f, by)));
    check(steps(f, by).latex());
  }
});
