/** Products and linear algebra: what is raised, and what the message says. */
import { describe, expect, test } from "vitest";
import { cross, dot, einsum, grad, inner, linalg, matmul, tensordot, vdot } from "nabla";
import { TensorError } from "../src/base/errors.ts";
import { eye, numbers } from "./matrices.ts";

function codeOf(f: () => unknown): { code: string; message: string } {
  try {
    f();
  } catch (error) {
    if (error instanceof TensorError) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: "none", message: "" };
}

describe("errors", () => {
  const a = numbers([2, 3]);
  test.for<[string, () => unknown, string, string]>([
    ["matmul", () => matmul(a, a), "shape", '"k" is 3 (axis 1 of x) and 2 (axis 0 of y)'],
    ["matmul fix", () => matmul(a, a), "shape", 'transpose "y"'],
    ["matmul scalar", () => matmul(a, 2), "shape", '"y" is a scalar'],
    ["matmul batch", () => matmul(numbers([2, 2, 3]), numbers([3, 3, 2])), "shape", "cannot broadcast"],
    ["matmul vector", () => matmul([1, 2], [1, 2, 3]), "shape", '"k" is 2 (axis 0 of x) and 3 (axis 0 of y)'],
    ["dot", () => dot([1, 2], [1, 2, 3]), "shape", '"k" is 2'],
    ["vdot", () => vdot([1, 2], [1, 2, 3]), "shape", "x has 2 elements and y has 3"],
    ["inner", () => inner(a, [1, 2]), "shape", '"k" is 3'],
    ["tensordot", () => tensordot(a, a, 1), "shape", "axis 1 of x has size 3 and axis 0 of y has size 2"],
    ["tensordot axes", () => tensordot(a, a, 3), "value", '"axes" is 3'],
    ["tensordot lists", () => tensordot(a, a, [[0, 1], [0]]), "value", "axes"],
    ["cross", () => cross([1, 2], [3, 4]), "shape", '"3"'],
    [
      "einsum sizes",
      () => einsum("ij,jk", a, a),
      "shape",
      'index "j" is 3 (axis 1 of operand 0) and 2 (axis 0 of operand 1)',
    ],
    ["einsum diagonal", () => einsum("ii", a), "shape", 'index "i" is 2'],
    ["einsum count", () => einsum("ij,jk", a), "value", "the spec is for 2 operands, and there are 1"],
    ["einsum axes", () => einsum("i", a), "shape", '"i" names 1 axes, and operand 0 has 2'],
    ["einsum result", () => einsum("ij->k", a), "value", 'index "k" of the result is in no operand'],
    ["einsum twice", () => einsum("ij->ii", a), "value", 'index "i" is twice in the result'],
    ["einsum letters", () => einsum("i1", a), "value", '"1" in "i1" is no index'],
    ["einsum ellipsis", () => einsum("...j->j", a), "value", "no place"],
    ["einsum arrow", () => einsum("ij->i->j", a), "value", 'two "->"'],
    ["not square", () => linalg.inv(a), "shape", '"n" is 2 (axis 0 of a) and 3 (axis 1 of a)'],
    ["too few axes", () => linalg.det([1, 2]), "shape", '"a" has 1 axes instead of at least 2'],
    ["solve", () => linalg.solve(eye(2), [1, 2, 3]), "shape", '"n" is 2 (axis 0 of a) and 3 (axis 0 of b)'],
    [
      "singular",
      () =>
        linalg.solve(
          [
            [1, 2],
            [2, 4],
          ],
          [1, 1],
        ),
      "singular",
      'solve: "a" is singular: pivot 1 is exactly 0',
    ],
    [
      "singular inv",
      () =>
        linalg.inv([
          [
            [1, 0],
            [0, 1],
          ],
          [
            [0, 0],
            [0, 1],
          ],
        ]),
      "singular",
      'inv: "a" is singular: pivot 0 of matrix 1',
    ],
    [
      "singular triangle",
      () =>
        linalg.triangularSolve(
          [
            [1, 2],
            [0, 0],
          ],
          [1, 1],
        ),
      "singular",
      "pivot 1",
    ],
    [
      "singular slogdet",
      () =>
        grad((x) => linalg.slogdet(x).logabsdet)([
          [1, 2],
          [2, 4],
        ]),
      "singular",
      "slogdet",
    ],
    [
      "singular power",
      () =>
        linalg.matrixPower(
          [
            [0, 0],
            [0, 0],
          ],
          -1,
        ),
      "singular",
      "matrixPower",
    ],
    [
      "indefinite",
      () =>
        linalg.cholesky([
          [1, 0],
          [0, -1],
        ]),
      "not-positive-definite",
      "pivot 1",
    ],
    ["NaN in svd", () => linalg.svd([[NaN]]), "not-converged", "svd"],
    ["NaN in eigh", () => linalg.eigh([[Infinity]]), "not-converged", "eigh"],
    ["NaN in pinv", () => linalg.pinv([[NaN]]), "not-converged", "pinv"],
    ["NaN in cholesky", () => linalg.cholesky([[NaN]]), "not-positive-definite", "pivot 0"],
    ["power", () => linalg.matrixPower(eye(2), 0.5), "value", '"power" is 0.5'],
    ["rtol", () => linalg.pinv(eye(2), { rtol: -1 }), "value", "rtol"],
    ["norm order", () => linalg.norm(a, 3), "value", '"order" is 3'],
    ["norm nuc", () => linalg.norm([1, 2], "nuc"), "value", "nuc"],
    ["norm axes", () => linalg.norm(numbers([2, 2, 2]), 2), "value", "not over 3 axes"],
    ["mode", () => linalg.qr(a, { mode: "full" as "complete" }), "value", "mode"],
    ["multiDot", () => linalg.multiDot([a, a]), "shape", "matrices[0] has 3 columns and matrices[1] has 2 rows"],
    ["multiDot empty", () => linalg.multiDot([]), "value", "matrices"],
    ["lstsq", () => linalg.lstsq(a, [1, 2, 3]), "shape", '"m" is 2'],
  ])("%s", ([, f, code, part]) => {
    const error = codeOf(f);
    expect(error.code).toBe(code);
    expect(error.message).toContain(part);
  });
});
