/** What is printed reads back as the same formula, and simplification keeps values: on the formulas of Rubi's suite. */
import { expect, test } from "vitest";
import { derive } from "../../../src/calculus/differentiate/derive.ts";
import { same } from "../../../src/calculus/intern.ts";
import type { Expression } from "../../../src/calculus/expression.ts";
import { symbol } from "../../../src/calculus/leaves.ts";
import { parseLatex, parseText } from "../../../src/calculus/parse/index.ts";
import { toLatex } from "../../../src/calculus/print/latex.ts";
import { toText } from "../../../src/calculus/print/text.ts";
import { simplify } from "../../../src/calculus/simplify/simplify.ts";
import fixture from "../../fixtures/rubi.json" with { type: "json" };
import { compare } from "./compare.ts";
import { formulaOf, type Nested, type Reader, shown } from "./nested.ts";

type Row = readonly [file: number, line: number, variable: string, integrand: Nested, antiderivative: Nested];
const rows = fixture.rows as unknown as readonly Row[];

/** Letters that mean something else where they stand alone or before a parenthesis: the numbers e and i, d/dx, D, f(x). */
const MEANING = /^[eidDfghuvFGH]$/;
const renamed: Reader = {
  symbol: (name) => symbol(MEANING.test(name) ? `q_${name}` : name),
  call: () => undefined,
};

/** Of every second row. ln(e^x) is x for real x, and then 1/(x - ln(e^x)) has no value. */
function formulas(): Expression[] {
  return rows.flatMap(([, , , ...both], at) =>
    (at % 2 === 0 ? both : []).flatMap((nested) =>
      shown(nested).includes("ln((E ^ x))") ? [] : [formulaOf(nested, renamed)],
    ),
  );
}

test.each([
  ["text", toText, parseText],
  ["LaTeX", toLatex, parseLatex],
] as const)("%s", (_, print, parse) => {
  const all = formulas();
  expect(all.length).toBeGreaterThan(2500);
  const wrong = all.filter((x) => !same(parse(print(x)), x));
  expect(wrong.map((x) => print(x))).toEqual([]);
});

test("simplified derivatives of every twelfth row", () => {
  const wrong: string[] = [];
  rows.forEach(([, , name, integrand, antiderivative], at) => {
    if (at % 12 !== 0) return;
    const variable = symbol(name);
    const of = formulaOf(antiderivative);
    const derivative = simplify(derive(of, variable));
    // √a √b = √(ab) where both are real.
    const found = compare(derivative, formulaOf(integrand), variable, { of, half: true });
    if (found.wrong.length > 0)
      wrong.push(`${shown(integrand)}: ${toText(derivative)} ${JSON.stringify(found.wrong[0])}`);
  });
  expect(wrong).toEqual([]);
});
