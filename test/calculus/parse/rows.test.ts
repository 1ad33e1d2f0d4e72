/** Texts and LaTeX against formulas that were built by hand. */
import { describe, expect, test } from "vitest";
import type { Expression } from "../../../src/calculus/expression.ts";
import { same } from "../../../src/calculus/intern.ts";
import { formula, parseLatex, parseText } from "../../../src/calculus/parse/index.ts";
import { toText } from "../../../src/calculus/print/text.ts";
import { latexRows } from "./latexRows.ts";
import { matrixLatexRows, matrixOptions, matrixTextRows } from "./matrixRows.ts";
import { textRows } from "./textRows.ts";

type Rows = readonly (readonly [Expression, ...string[]])[];
const flat = (rows: Rows): [string, Expression][] =>
  rows.flatMap(([wanted, ...texts]) => texts.map((text): [string, Expression] => [text, wanted]));

function agrees(got: Expression, wanted: Expression): void {
  expect(toText(got)).toBe(toText(wanted));
  expect(same(got, wanted)).toBe(true);
}

test("there are enough rows", () => {
  expect(flat(textRows).length + flat(latexRows).length).toBeGreaterThan(500);
});

describe("text", () => {
  test.for(flat(textRows))("%s", ([text, wanted]) => agrees(parseText(text), wanted));
});

describe("LaTeX", () => {
  test.for(flat(latexRows))("%s", ([text, wanted]) => agrees(parseLatex(text), wanted));
});

describe("vectors and matrices", () => {
  test.for(flat(matrixTextRows))("%s", ([text, wanted]) => agrees(parseText(text, matrixOptions), wanted));
  test.for(flat(matrixLatexRows))("%s", ([text, wanted]) => agrees(parseLatex(text, matrixOptions), wanted));
});

describe("formula reads both", () => {
  test.for(flat(latexRows).filter(([text]) => /\\[a-z]/.test(text)))("%s", ([text, wanted]) => {
    agrees(formula(text), wanted);
  });
});
