/** Derivatives come out as a textbook prints them. */
import { describe, expect, test } from "vitest";
import { derive } from "../../../src/calculus/differentiate/derive.ts";
import type { Expression } from "../../../src/calculus/expression.ts";
import { same } from "../../../src/calculus/intern.ts";
import { symbol } from "../../../src/calculus/leaves.ts";
import { parseText } from "../../../src/calculus/parse/index.ts";
import { toText } from "../../../src/calculus/print/text.ts";
import { leaves } from "../../../src/calculus/simplify/measure.ts";
import { simplify } from "../../../src/calculus/simplify/simplify.ts";
import { compare } from "./compare.ts";
import { otherForms, textbook, type TextbookRow } from "./textbook.ts";

const x = symbol("x");
const rows = Object.values(textbook).flat();
const nameOf = ([formula, , order = 1]: TextbookRow): string =>
  `${formula}${["", "", " twice", " three times"][order]}`;

function raw([formula, , order = 1]: TextbookRow): Expression {
  let derivative = parseText(formula);
  for (let k = 0; k < order; k++) derivative = derive(derivative, x);
  return derivative;
}

describe.each(Object.entries(textbook))("%s", (_, group) => {
  test.each(group.map((row) => [nameOf(row), row] as const))("%s", (name, row) => {
    const [derivative, expected] = [raw(row), parseText(row[1])];
    const simple = simplify(derivative);
    for (const other of [derivative, simple]) {
      expect(compare(other, expected, x)).toEqual({ good: 20, wrong: [] });
    }
    if (otherForms.has(name)) {
      // Take it off the list when it does.
      expect(toText(simple)).not.toBe(row[1]);
    } else expect(toText(simple)).toBe(row[1]);
    expect(same(parseText(toText(simple)), simple)).toBe(true);
  });
});

test("sizes are those of the textbook: median at most 1, none above 1.5", () => {
  const ratios = rows.map((row) => leaves(simplify(raw(row))) / leaves(parseText(row[1]))).sort((a, b) => a - b);
  expect(ratios[Math.floor(ratios.length / 2)]).toBeLessThanOrEqual(1);
  expect(ratios[ratios.length - 1]).toBeLessThanOrEqual(1.5);
});

test("enough of them, and few in another form", () => {
  expect(rows.length - otherForms.size).toBeGreaterThanOrEqual(150);
  const names = new Set(rows.map(nameOf));
  expect([...otherForms].filter((name) => !names.has(name))).toEqual([]);
});
