/** What is printed is read as the same formula; what is no formula is refused, and nothing else happens. */
import { describe, expect, test } from "vitest";
import { TensorError } from "../../../src/base/errors.ts";
import type { Expression } from "../../../src/calculus/expression.ts";
import { same } from "../../../src/calculus/intern.ts";
import { parseLatex, parseText, type ParseOptions } from "../../../src/calculus/parse/index.ts";
import { toLatex } from "../../../src/calculus/print/latex.ts";
import { toText } from "../../../src/calculus/print/text.ts";
import { drawFormula, drawUntilFine, generator, pick } from "./draws.ts";
import { latexRows } from "./latexRows.ts";
import { matrixLatexRows, matrixOptions, matrixTextRows } from "./matrixRows.ts";
import { textRows } from "./textRows.ts";

const ways = [
  ["text", toText, parseText],
  ["LaTeX", (x: Expression) => toLatex(x), parseLatex],
] as const;

describe.for(ways)("%s", ([, print, read]) => {
  test("the formulas of the rows", () => {
    const wrong = [...textRows, ...latexRows]
      .filter(([x]) => !same(read(print(x), { symbols: { lr: {} } }), x))
      .map(([x]) => print(x));
    expect(wrong).toEqual([]);
  });

  test("2,000 random formulas", () => {
    const draw = generator(20);
    const wrong: string[] = [];
    for (let count = 0; count < 2000; count++) {
      const x = drawUntilFine(draw, () => drawFormula(draw, 1 + (count % 4)));
      const printed = print(x);
      // Printed LaTeX does not tell a product of two sums from a sum of a sum.
      if (printed.split("\\sum").length > 2) continue;
      if (!same(read(printed), x)) wrong.push(`${printed} is read as ${print(read(printed))}`);
    }
    expect(wrong).toEqual([]);
  });

  test("formulas of vectors and matrices", () => {
    const open = /[01I]|bf/;
    const wrong = [...matrixTextRows, ...matrixLatexRows]
      .map(([x]) => [x, print(x)] as const)
      // The printed 0, 1 and I do not tell their size where they stand alone.
      .filter(([, text]) => !open.test(text.replace(/\^\{?-1|_1|\(1\/2\)|frac\{1\}/g, "")))
      .filter(([x, text]) => !same(read(text, matrixOptions), x))
      .map(([, text]) => text);
    expect(wrong).toEqual([]);
  });
});

const TEXT =
  "x y 2 3.5 10 1e3 + - * / ^ ( ) [ ] { } | || ! ' sin cos ln log_2 exp sqrt d/dx dy/dx D D( f( f' g(x) , ; = < pi e i ∂ ∇ ∇· ∇× ² ⁿ ᵀ _ _1 _{12} A T x^T I 1_ int( ∫ dx sum( lim( if otherwise → ⊙ ⊗ max( tr( det ‖ θ alpha 0 @ 😀 |_{x=1}".split(
    " ",
  );
const LATEX =
  "x y 2 35 + - * / ^ ( ) [ ] { } | ! ' \\sin \\cos \\ln \\log_2 \\frac \\frac{d}{dx} \\frac{ }{ \\sqrt \\sqrt[3] \\left( \\right) \\left| \\right| \\left. \\right|_{x=a} \\int _ _{ ^{ \\sum_{i=1}^{n} \\lim_{x\\to0} \\begin{cases} \\end{cases} & \\\\ \\begin{pmatrix} \\end{pmatrix} \\partial \\partial_x \\nabla \\nabla\\cdot \\mathbf \\mathbf{x} \\mathrm{d} \\operatorname{tr} \\dot \\binom \\top ^T \\| \\alpha \\foo \\ \\, f( f_{xy} dx d = \\le \\infty \\odot A 1 \\text{if} \\langle \\rangle".split(
    " ",
  );
const options: ParseOptions[] = [{}, matrixOptions, { functions: { f: ["x", "y"] }, variables: ["x", "y"] }];

/** Reads; only a TensorError that a user can understand may come of it. */
function survives(text: string, read: typeof parseText, given: ParseOptions): boolean {
  try {
    read(text, given);
    return true;
  } catch (error) {
    if (!(error instanceof TensorError) || error.code === "internal")
      throw new Error(JSON.stringify(text), { cause: error });
    if (error.code === "syntax") {
      const { position } = error.data as { position: number };
      if (!(position >= 0 && position <= text.length))
        throw new Error(`position ${position} of ${JSON.stringify(text)}`);
    }
    return false;
  }
}

test("4,000 random texts: formulas or errors", () => {
  const draw = generator(7);
  let fine = 0;
  for (let count = 0; count < 4000; count++) {
    const latex = draw() < 0.5;
    const length = 1 + Math.floor(draw() * 12);
    const text = Array.from({ length }, () => pick(draw, latex ? LATEX : TEXT)).join(draw() < 0.5 ? " " : "");
    if (survives(text, latex ? parseLatex : parseText, pick(draw, options))) fine++;
  }
  expect(fine).toBeGreaterThan(40);
});

test("4,000 texts with one mistake: formulas or errors", () => {
  const draw = generator(8);
  const texts = [...textRows, ...matrixTextRows].flatMap(([, ...rest]) => rest);
  const latex = [...latexRows, ...matrixLatexRows].flatMap(([, ...rest]) => rest);
  let fine = 0;
  for (let count = 0; count < 4000; count++) {
    const isLatex = draw() < 0.5;
    const text = pick(draw, isLatex ? latex : texts);
    const at = Math.floor(draw() * text.length);
    const put = draw() < 0.5 ? "" : pick(draw, isLatex ? LATEX : TEXT);
    const mutated = text.slice(0, at) + put + text.slice(at + Math.floor(draw() * 3));
    if (survives(mutated, isLatex ? parseLatex : parseText, pick(draw, options))) fine++;
  }
  expect(fine).toBeGreaterThan(800);
});
