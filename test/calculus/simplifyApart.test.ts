/** The quick proof that sums have no common divisor: it may miss some, and is never wrong. */
import { describe, expect, test } from "vitest";
import { mul, sumOf } from "../../src/calculus/build.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import { parseText } from "../../src/calculus/parse/index.ts";
import { areApart } from "../../src/calculus/simplify/apart.ts";
import { expand } from "../../src/calculus/simplify/expand.ts";
import { generator, pick } from "./parse/draws.ts";

const apart = (a: string, b: string): boolean => areApart([parseText(a)], [parseText(b)]);

describe("areApart", () => {
  test.each([
    ["x^2 cos(x) + 2x sin(x)", "e^x + 1"],
    ["e^(2x) + 1", "e^x + 1"],
    ["x^2 + 1", "x - 1"],
    ["x^2/3 + 1/(x + 1)", "2x + 5"],
    ["a^2 + b^2", "a - b"],
    ["2^(3x) + 2", "2^x + 1"],
    ["x^2 + x + 1", "x"],
  ])("%s and %s: yes", (a, b) => expect(apart(a, b)).toBe(true));

  test.each([
    ["x^2 - 1", "x - 1"],
    ["e^(2x) - 1", "e^x + 1"],
    ["8^x + 1", "8^x + 1"],
    ["x^2 + x", "x"],
    ["a^2 - b^2", "a - b"],
    ["1/(x - 1) + x", "x - 1"],
  ])("%s and %s: no", (a, b) => expect(apart(a, b)).toBe(false));

  test.each([
    ["x + 1", "sqrt(x) + 1"],
    ["e^x + 1", "e^(x/2) + 2"],
    ["x + 1", "x^2 + 1"],
  ])("%s and %s: unknown", (a, b) => expect(apart(a, b)).toBe(false));

  test("never of a multiple of the divisor", () => {
    const draw = generator(3);
    const parts = ["x", "y", "sin(x)", "e^x", "e^(2x)", "x y", "ln(x)^2", "x^3", "a^x"].map((text) => parseText(text));
    const sum = (count: number): Expression =>
      sumOf(
        Array.from({ length: count }, () =>
          mul(parseText(String(1 + Math.floor(draw() * 9))), pick(draw, parts)),
        ).concat(parseText("1")),
      );
    let found = 0;
    for (let row = 0; row < 500; row++) {
      const [divisor, other] = [sum(1 + (row % 3)), sum(2)];
      expect(areApart([expand(mul(divisor, other))], [divisor])).toBe(false);
      if (areApart([other], [divisor])) found++;
    }
    expect(found).toBeGreaterThan(200);
  });
});
