/** The derivative of Rubi's antiderivatives is the integrand: 2,600 rows of its test suite, over all its folders. */
import { describe, expect, test } from "vitest";
import { derive } from "../../../src/calculus/differentiate/derive.ts";
import { symbol } from "../../../src/calculus/leaves.ts";
import fixture from "../../fixtures/rubi.json" with { type: "json" };
import { compare } from "./compare.ts";
import { formulaOf, type Nested, shown } from "./nested.ts";

type Row = readonly [file: number, line: number, variable: string, integrand: Nested, antiderivative: Nested];
const rows = fixture.rows as unknown as readonly Row[];
const { files } = fixture;

/** Rows that are refused, with the reason. */
const refused: ReadonlyMap<string, string> = new Map([
  ["3 Logarithms/3.5 Logarithm functions.m:299", "1/(x - ln(e^x)): symbols are real, so that this is 1/0"],
]);

/** Fewer points that agree than this decide nothing. */
const ENOUGH = 5;

type Verdict = "equal" | "wrong" | "undecided" | "refused";

function verdictOf([file, line, name, integrand, antiderivative]: Row): readonly [Verdict, string] {
  const place = `${files[file]}:${line}`;
  if (refused.has(place)) {
    expect(() => derive(formulaOf(antiderivative), symbol(name)), place).toThrow("division by zero");
    return ["refused", place];
  }
  const variable = symbol(name);
  const of = formulaOf(antiderivative);
  const { good, wrong } = compare(derive(of, variable), formulaOf(integrand), variable, { of });
  const message = `${place}: ${shown(integrand)}${wrong.length > 0 ? ` at ${JSON.stringify(wrong[0])}` : ""}`;
  return [wrong.length > 0 ? "wrong" : good < ENOUGH ? "undecided" : "equal", message];
}

const folderOf = ([file]: Row): string => files[file].split("/")[0];
const folders = [...new Set(rows.map(folderOf))];

describe("Rubi's antiderivatives", () => {
  test.each(folders)("%s", (folder) => {
    const found: Record<Verdict, string[]> = { equal: [], wrong: [], undecided: [], refused: [] };
    for (const row of rows) {
      if (folderOf(row) !== folder) continue;
      const [verdict, message] = verdictOf(row);
      found[verdict].push(message);
    }
    expect(found.wrong).toEqual([]);
    expect(found.undecided).toEqual([]);
    expect(found.refused).toEqual([...refused.keys()].filter((place) => place.startsWith(folder)));
  });

  test("are enough and from everywhere", () => {
    expect(rows.length).toBeGreaterThan(2500);
    expect(folders.length).toBe(9);
    expect(new Set(rows.map(([file]) => file)).size).toBe(files.length);
  });

  test("a wrong one is found", () => {
    const x = symbol("x");
    const [wrong, right] = [
      ["arctan", "x"],
      ["artanh", "x"],
    ].map((f) => derive(formulaOf(f as unknown as Nested), x));
    expect(compare(wrong, right, x).wrong.length).toBeGreaterThan(0);
    // A silent zero is found.
    expect(compare(formulaOf(0), right, x).wrong.length).toBeGreaterThan(0);
    // √x² is x on one half of the line only.
    const [root, line] = [["sqrt", ["^", "x", 2]], "x"].map((f) => formulaOf(f as Nested));
    expect(compare(root, line, x).wrong.length).toBeGreaterThan(0);
  });
});
