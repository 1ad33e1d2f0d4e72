/** The public face: what it takes for formulas and variables, what it refuses, and how results show themselves. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { TensorError } from "nabla";
import * as calculus from "nabla/calculus";
import { D, formula, gradient, jacobian, limit, matrix, steps, symbol, taylor, vector, verify } from "nabla/calculus";

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof TensorError ? error.code : String(error);
  }
  return "nothing is refused";
};

test("formulas are taken as formulas, text, LaTeX and numbers; variables as symbols and names", () => {
  for (const f of [formula("x^2"), "x^2", "\\frac{x^3}{x}"]) {
    for (const x of [symbol("x"), "x"]) expect(String(D(f, x))).toBe("2x");
  }
  expect(String(D(3, "x"))).toBe("0");
  const positive = formula("x^2", { symbols: { x: "positive" } });
  expect(String(D(positive, "x"))).toBe("2x");
});

describe("refuses", () => {
  test.for([
    ["a number for a variable", () => D("x^2", "3"), "value"],
    ["a formula for a variable", () => D("x^2", "x + 1"), "value"],
    ["no name", () => D("x^2", ""), "value"],
    ["text that is no formula", () => D("x +* 1", "x"), "syntax"],
    ["an order below 0", () => D("x^2", "x", -1), "value"],
    ["an unknown side", () => limit("x", "x", 0, "up" as never), "value"],
    ["a vector for a scalar", () => gradient(formula`${vector("x")}`, "x"), "shape"],
    ["facts about square matrices for others", () => matrix("A", 2, 3, { symmetric: true }), "shape"],
    ["too many terms", () => calculus.expand("(a + b)^40", { limit: 5 }), "value"],
    ["fields of another length", () => calculus.divergence(["x"], ["x", "y"]), "value"],
  ] as const)("%s", ([, run, code]) => expect(codeOf(run)).toBe(code));
});

test("layouts: gradients lie like the variable, Jacobians have rows for the formula", () => {
  const [A, x] = [matrix("A", "m", "n"), vector("x", "n")];
  const f = formula`${A} ${x}`;
  expect(String(jacobian(f, "x"))).toBe("A");
  expect(String(jacobian(f, "x", { layout: "gradient" }))).toBe("Aᵀ");
  expect(String(gradient(formula`${vector("b")}^T ${vector("x")}`, "x", { layout: "numerator" }))).toBe("bᵀ");
});

test("results show themselves, and stay data", () => {
  const rows = gradient("x^2 y", ["x", "y"]);
  expect(rows.labels).toEqual(["x", "y"]);
  expect([inspect(rows), String(rows)]).toEqual(["[2x y, x^2]", "[2x y, x^2]"]);
  expect(rows.latex()).toBe("\\begin{pmatrix} 2xy \\\\ x^{2} \\end{pmatrix}");
  const found = steps("x^2 sin x", "x");
  const data = found.data();
  expect(String(found).split("\n").at(-1)).toContain("= x^2 cos(x) + 2x sin(x)");
  expect("steps" in data && data.steps.map(({ rule }) => rule)).toEqual(["product rule", "power rule", "sine rule"]);
  expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  expect(String(limit("1/x", "x", 0))).toBe("none: the limits of the two sides differ");
  expect(String(taylor("e^x", "x", 1, 1))).toBe("e + e (x - 1) + O((x - 1)^2)");
});

test("verify tells how often it compared, and finds no counterexample of a right derivative", () => {
  expect(verify("x^x", "x")).toMatchObject({ agrees: true, points: 20 });
  expect(verify("x^x", "x").counterexample).toBeUndefined();
});
