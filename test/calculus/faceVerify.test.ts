import { expect, test } from "vitest";
import { formula, verify } from "nabla/calculus";

const symbols = {
  X: "square",
  A: "square",
  B: "matrix",
  x: "vector",
  a: "vector",
  b: "vector",
  S: "symmetric",
  P: "positive definite",
  Q: "orthogonal",
  K: "diagonal",
} as const;

test.each([
  ["log det X", "X"],
  ["tr(A X)", "X"],
  ["tr(X^T A X)", "X"],
  ["||X||_F^2", "X"],
  ["a^T X^-1 b", "X"],
  ["det X", "X"],
  ["||B x||^2", "x"],
  ["logsumexp(x)", "x"],
  ["||x||", "x"],
  ["softmax(x)", "x"],
  ["B x", "x"],
  ["log det P", "P"],
  ["x^T S x", "S"],
  ["x^T S x", "x"],
  ["||Q x||^2", "x"],
  ["x^T K x", "x"],
  ["t x^T x", "t"],
])("the closed form of %s by %s agrees with automatic differentiation", (text, variable) => {
  const { agrees, points, worst } = verify(formula(text, { symbols }), variable);
  expect({ agrees, points }).toEqual({ agrees: true, points: 6 });
  expect(worst).toBeLessThan(1e-11);
});

test("what cannot be compared is refused, not passed", () => {
  expect(() => verify(formula("A X", { symbols }), "X")).toThrow("unsupported: a derivative with 4 axes");
});
