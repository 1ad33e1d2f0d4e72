import { describe, expect, test } from "vitest";
import { add, div, exp, mul, sin, square, sub, type Tensor, TensorError } from "nabla";
import { differentiateNumerically } from "../../../src/calculus/numeric/differentiate.ts";
import { limitTable, numericalLimit } from "../../../src/calculus/numeric/limit.ts";
import { quadrature } from "../../../src/calculus/numeric/quadrature.ts";
import { read } from "../solve/read.ts";

const plain = (x: number): number => 3 * x ** 2 - 4 * x;
const tensors = (x: Tensor): Tensor => sub(mul(3, square(x)), mul(4, x));
const formula = read("3*x^2-4*x");

describe("the book's cell", () => {
  const doubles = [2.3000000000000043, 2.029999999999976, 2.0029999999993104, 2.000299999997956, 2.0000300000155837];

  test.each([
    ["a function of numbers", plain],
    ["a function of tensors", tensors],
  ])("raw doubles of %s", (_, f) => {
    const { rows } = limitTable(f, 1);
    expect(rows.map(({ quotient }) => quotient)).toEqual(doubles);
    expect(numericalLimit(f, 1, 0.1)).toBe(2.3000000000000043);
  });

  test("the text of a formula will do", () => {
    expect(numericalLimit("3x^2 - 4x", 1, 0.1)).toBe(numericalLimit(formula, 1, 0.1));
    expect(String(limitTable("3x^2 - 4x", 1))).toBe(String(limitTable(formula, 1)));
    expect(differentiateNumerically("3x^2 - 4x", 1, { method: "complex" }).value).toBe(2);
    expect(() => numericalLimit("3x^", 1, 0.1)).toThrow(TensorError);
  });

  test("prints its five lines", () => {
    expect(String(limitTable(tensors, 1))).toBe(
      [
        "h=0.10000, numerical limit=2.30000",
        "h=0.01000, numerical limit=2.03000",
        "h=0.00100, numerical limit=2.00300",
        "h=0.00010, numerical limit=2.00030",
        "h=0.00001, numerical limit=2.00003",
      ].join("\n"),
    );
  });

  test.each([
    ["tensors", tensors],
    ["a formula", formula],
  ])("float32 rounds every operation: %s", (_, f) => {
    const { rows } = limitTable(f, 1, { dtype: "float32" });
    expect(rows.map(({ quotient }) => quotient.toFixed(5))).toEqual([
      "2.30000",
      "2.02999",
      "2.00295",
      "2.00033",
      "2.00272",
    ]);
    for (const { quotient } of rows) expect(Math.fround(quotient)).toBe(quotient);
  });

  test("the cancellation table to h = 1e-16", () => {
    const h = Array.from({ length: 11 }, (_, k) => Number(`1e-${k + 6}`));
    const { rows, points } = limitTable(plain, 1, { h, derivative: 2 });
    expect(rows.map(({ quotient }) => quotient.toFixed(5))).toEqual([
      ...Array.from({ length: 6 }, () => "2.00000"),
      "2.00018",
      "1.99840",
      "1.99840",
      "2.22045",
      "0.00000",
    ]);
    expect(String(rows[10])).toBe("h=1e-16, numerical limit=0.00000");
    expect(rows[10].error).toBe(2);
    expect(points.error).toHaveLength(11);
  });

  test("from, to and factor; errors known for formulas", () => {
    const { rows } = limitTable(formula, 1, { from: 1, to: 1 / 16, factor: 0.5 });
    expect(rows.map(({ h }) => h)).toEqual([1, 0.5, 0.25, 0.125, 0.0625]);
    expect(rows.map(({ error }) => error)).toEqual([3, 1.5, 0.75, 0.375, 0.1875]);
  });

  test("refusals", () => {
    for (const run of [
      () => numericalLimit(plain, 1, 0),
      () => numericalLimit(plain, 1, 0.1, { dtype: "float32" }),
      () => numericalLimit(plain, 1, 0.1, { dtype: "int8" as "float32" }),
      () => limitTable(plain, 1, { to: 1e-3, factor: 2 }),
      () => numericalLimit(read("x*y"), 1, 0.1),
    ]) {
      expect(run).toThrow(TensorError);
    }
  });
});

describe("derivatives by differences", () => {
  const cases: [string, (x: number) => number, number, readonly number[]][] = [
    ["sin", Math.sin, 1, [Math.cos(1), -Math.sin(1), -Math.cos(1), Math.sin(1)]],
    ["exp", Math.exp, 0.5, [1, 1, 1, 1].map(() => Math.exp(0.5))],
    ["x^3", (x) => x ** 3, 2, [12, 12, 6, 0]],
    ["1/x far out", (x) => 1 / x, 50, [-1 / 2500, 2 / 125000, -6 / 6250000, 24 / 312500000]],
    ["ln", Math.log, 0.2, [5, -25, 250, -3750]],
  ];
  for (const method of ["forward", "central", "richardson"] as const) {
    test.each(cases)(`${method}: %s, with an honest error`, (_, f, x, wanted) => {
      const depth = method === "richardson" ? 4 : 2;
      for (let order = 1; order <= depth; order++) {
        const { value, error, h } = differentiateNumerically(f, x, { method, order });
        const off = Math.abs(value - wanted[order - 1]);
        expect(off).toBeLessThanOrEqual(3 * error + 1e-15);
        expect(error).toBeLessThan(
          ({ forward: 2e-2, central: 1e-2, richardson: 1e-4 }[method] as number) *
            Math.max(1, Math.abs(wanted[order - 1])),
        );
        expect(h).toBeGreaterThan(0);
      }
    });
  }

  test("Richardson reaches ten digits, the complex step all", () => {
    expect(differentiateNumerically(Math.sin, 1).value).toBeCloseTo(Math.cos(1), 11);
    for (const [text, x, wanted] of [
      ["sin(x)", 1, Math.cos(1)],
      ["x^3-1/x", 2, 12.25],
      ["exp(x)/x", 1.5, Math.exp(1.5) * (1 / 1.5 - 1 / 2.25)],
    ] as const) {
      const { value, error } = differentiateNumerically(read(text), x, { method: "complex" });
      expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-15);
      expect(error).toBeLessThan(1e-13);
    }
  });

  test("float32 and tensors", () => {
    const f = (x: Tensor): Tensor => div(exp(sin(x)), add(1, square(x)));
    const exact = differentiateNumerically(f, 0.7);
    const rough = differentiateNumerically(f, 0.7, { dtype: "float32" });
    expect(exact.error).toBeLessThan(1e-10);
    expect(Math.abs(rough.value - exact.value)).toBeLessThanOrEqual(rough.error);
    expect(rough.error).toBeLessThan(1e-3);
  });

  test("refusals", () => {
    expect(() => differentiateNumerically(plain, 1, { method: "complex" })).toThrow(TensorError);
    expect(() => differentiateNumerically(plain, 1, { order: 5 })).toThrow(TensorError);
    expect(() => differentiateNumerically(plain, 1, { method: "magic" as "central" })).toThrow(TensorError);
  });
});

describe("quadrature", () => {
  const inf = Infinity;
  test.each<[string, (x: number) => number, number, number, number]>([
    ["sin", Math.sin, 0, Math.PI, 2],
    ["backwards", Math.sin, Math.PI, 0, -2],
    ["1/√x", (x) => 1 / Math.sqrt(x), 0, 1, 2],
    ["1/√(1-x)", (x) => 1 / Math.sqrt(1 - x), 0, 1, 2],
    ["ln", Math.log, 0, 1, -1],
    ["the bell", (x) => Math.exp(-x * x), -inf, inf, Math.sqrt(Math.PI)],
    ["1/x²", (x) => 1 / x ** 2, 1, inf, 1],
    ["left tail", (x) => Math.exp(x), -inf, 0, 1],
    ["a corner", (x) => Math.abs(x - 0.3), 0, 1, 0.29],
    ["waves", (x) => Math.sin(100 * x), 0, 1, (1 - Math.cos(100)) / 100],
    ["ln inside", (x) => Math.log(Math.abs(x - 0.3)), 0, 1, 0.3 * Math.log(0.3) + 0.7 * Math.log(0.7) - 1],
    ["a spike", (x) => 1 / (1e-6 + x * x), -1, 1, 2e3 * Math.atan(1e3)],
  ])("%s, with an honest error", (_, f, a, b, wanted) => {
    const { value, error } = quadrature(f, a, b);
    expect(Math.abs(value - wanted)).toBeLessThanOrEqual(error + 1e-14 * Math.abs(wanted));
    expect(error).toBeLessThan(1e-6 * Math.abs(wanted));
  });

  test.each<[string, (x: number) => number, number, number]>([
    ["1/x at 0", (x) => 1 / x, 0, 1],
    ["1/x across 0", (x) => 1 / x, -1, 1],
    ["a pole inside", (x) => 1 / (x - 0.3), 0, 1],
    ["a double pole inside", (x) => 1 / (x - 0.3) ** 2, 0, 1],
    ["tan across π/2", Math.tan, 0, 2],
    ["1/x to infinity", (x) => 1 / x, 1, inf],
    ["a constant to infinity", () => 1, 0, inf],
    ["waves to infinity", Math.sin, 0, inf],
  ])("refuses: %s", (_, f, a, b) => {
    expect(() => quadrature(f, a, b)).toThrow(/unsupported: the integral/);
  });
});
