import { expect, test } from "vitest";
import { add, power } from "../../../src/calculus/build.ts";
import { evaluateNumber } from "../../../src/calculus/evaluate/number.ts";
import { number, symbol, two } from "../../../src/calculus/leaves.ts";

test("a symbol is the same object after any number of formulas", () => {
  const square = power(symbol("kept"), two);
  for (let k = 0; k < 140_000; k++) number(1000 + k);
  expect(evaluateNumber(add(square, symbol("kept")), new Map([[symbol("kept"), 3]]))).toBe(12);
});
