import { describe, expect, test } from "vitest";
import { TensorError } from "nabla";
import { evaluateNumber } from "../../../src/calculus/evaluate/number.ts";
import { laurent, taylor } from "../../../src/calculus/series/taylor.ts";
import { toText } from "../../../src/calculus/print/text.ts";
import { series } from "../solve/golden.ts";
import { read, x } from "../solve/read.ts";

describe("Taylor series against SymPy", () => {
  test("there are 30 and more", () => expect(series.length).toBeGreaterThanOrEqual(30));

  test.each(series)("%s at %s", (f, at, n, wanted) => {
    const { terms, order } = taylor(read(f), x, read(at), n);
    const found = wanted.map((_, k) => {
      const term = terms.find(({ power }) => power === k);
      return term === undefined ? 0 : evaluateNumber(term.coefficient, new Map());
    });
    found.forEach((value, k) =>
      expect(Math.abs(value - wanted[k])).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(wanted[k]))),
    );
    expect(order === undefined || order === n + 1).toBe(true);
  });
});

describe("what is printed and told", () => {
  test.each([
    ["sin(x)", "0", 4, "x - x^3/6 + O(x^5)"],
    ["1/(1-x)", "0", 3, "1 + x + x^2 + x^3 + O(x^4)"],
    ["exp(a*x)", "0", 2, "1 + a x + a^2 x^2/2 + O(x^3)"],
    ["cos(x)", "pi", 2, "-1 + (x - pi)^2/2 + O((x - pi)^3)"],
    ["x^3", "0", 5, "x^3"],
  ])("%s at %s", (f, at, n, wanted) => expect(String(taylor(read(f), x, read(at), n))).toBe(wanted));

  test("poles", () => {
    expect(String(laurent(read("1/sin(x)"), x, read("0"), 3))).toBe("1/x + x/6 + 7x^3/360 + O(x^4)");
    expect(String(laurent(read("1/(x^2*(1-x))"), x, read("0"), 1))).toBe("1/x^2 + 1/x + 1 + x + O(x^2)");
    expect(laurent(read("exp(x)/(x-1)^2"), x, read("1"), 0).terms.map(({ power }) => power)).toEqual([-2, -1, 0]);
  });

  test("steps name the known series", () => {
    const { steps } = taylor(read("exp(sin(x))"), x, read("0"), 3);
    expect(steps.map(({ rule }) => rule)).toEqual(["series of sin", "exponential series"]);
    expect(toText(steps[0].after)).toBe("x - x^3/6");
  });

  test("the remainder shrinks as its order says", () => {
    for (const [f, at, n] of [
      ["exp(sin(x))", "0", 5],
      ["x^x", "1", 4],
      ["arctan(x)", "1", 6],
    ] as const) {
      const { polynomial } = taylor(read(f), x, read(at), n);
      const center = Number(at);
      const off = (h: number): number => {
        const point = new Map([[x, center + h]]);
        return Math.abs(evaluateNumber(read(f), point) - evaluateNumber(polynomial, point));
      };
      expect(off(0.05) / off(0.1)).toBeLessThan(1.5 * 2 ** -(n + 1));
    }
  });

  test("high orders are quick", () => {
    const start = performance.now();
    const { terms } = taylor(read("tan(x)*exp(x)"), x, read("0"), 40);
    expect(terms.length).toBe(40);
    expect(performance.now() - start).toBeLessThan(4000);
  });
});

describe("refusals", () => {
  test.each([
    ["1/x", "0"],
    ["ln(x)", "0"],
    ["sqrt(x)", "0"],
    ["exp(1/x)", "0"],
    ["abs(x)", "0"],
    ["floor(x)", "0"],
    ["Gamma(x)", "1"],
  ])("%s at %s", (f, at) => {
    expect(() => taylor(read(f), x, read(at), 4)).toThrow(TensorError);
    expect(() => taylor(read(f), x, read(at), 4)).toThrow(/unsupported: .* at /);
  });
});
