/** Derivatives that SymPy's tests take, by value. */
import { describe, expect, test } from "vitest";
import { derive } from "../../../src/calculus/differentiate/derive.ts";
import { symbol } from "../../../src/calculus/leaves.ts";
import fixture from "../../fixtures/sympyDerivatives.json" with { type: "json" };
import { compare } from "./compare.ts";
import { formulaOf, type Nested, shown } from "./nested.ts";

type Row = readonly [file: string, variables: readonly string[], f: Nested, derivative: Nested];
const rows = fixture.rows as unknown as readonly Row[];
const isAsserted = ([file]: Row): boolean => file.includes("tests/test_");

/** Rows that no point decides, with the reason. */
const undecided: ReadonlyMap<string, string> = new Map([
  [
    "arsech((-3 + (-1 * I * xi)))",
    "1/√(x² - 1) is the derivative of arcosh on the right half of the plane, and all points are left",
  ],
]);

describe.each([
  ["asserted by its tests", rows.filter(isAsserted)],
  ["taken on the way", rows.filter((row) => !isAsserted(row))],
] as const)("SymPy's derivatives, %s", (_, some) => {
  test.each(some.map((row) => [`${shown(row[2])} by ${row[1].join(", ")}`, row] as const))("%s", (__, row) => {
    const [, names, nested, expected] = row;
    const variables = names.map((name) => symbol(name));
    const of = formulaOf(nested);
    const derivative = variables.reduce((f, variable) => derive(f, variable), of);
    const { good, wrong } = compare(derivative, formulaOf(expected), variables[0], { of });
    expect(wrong).toEqual([]);
    if (undecided.has(shown(nested))) expect(good).toBe(0);
    else expect(good).toBeGreaterThanOrEqual(10);
  });
});

test("enough of them", () => {
  expect(rows.length).toBeGreaterThanOrEqual(200);
  expect(rows.filter(isAsserted).length).toBeGreaterThanOrEqual(120);
});
