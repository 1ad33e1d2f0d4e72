/**
 * Expectations of SymPy's matrix derivative tests (sympy 1.14.0, sympy/matrices/expressions/tests/test_derivatives.py) that are in
 * scope, as data: what is differentiated, by what, the result.
 */
import { describe, expect, it } from "vitest";
import type { Tensor } from "../../src/core/tensor.ts";
import { add, mul, power, sub } from "../../src/calculus/build.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import { apply } from "../../src/calculus/functions.ts";
import { half, minusOne, number, ofRational, symbol, two } from "../../src/calculus/leaves.ts";
import * as M from "../../src/calculus/matrix/index.ts";
import { toText } from "../../src/calculus/print/text.ts";
import { cos, grad, log, sin, tan } from "../../src/entries/index.ts";
import { distance, SIZES, valuesFor } from "./matrixSamples.ts";

const { matmul: mm, transpose: T, trace: tr, inverse: inv, hadamard: had, matrix, vector } = M;
const [A, B, C, D, X] = ["A", "B", "C", "D", "X"].map((name) => matrix(name, "n"));
const [a, b, c, d, x, y] = ["a", "b", "c", "d", "x", "y"].map((name) => vector(name, "n"));
const i = symbol("i");
const I = M.identity("n");
const zero = (...dimensions: string[]): Expression => mul(number(0), M.ones(dimensions));
const plus = add;
const times = mul;
const third = ofRational({ n: 1n, d: 3n });
const AXBC = plus(mm(A, X, B), C);
const XCX = mm(T(X), C, X);
const K = plus(A, XCX);

type Row = readonly [f: Expression, by: Expression, expected: Expression];

const scalars: readonly Row[] = [
  [mm(T(x), M.ones(["n"])), x, M.ones(["n"])],
  [mm(T(a), inv(X), b), X, times(minusOne, mm(inv(T(X)), a, T(b), inv(T(X))))],
  [M.det(inv(X)), X, times(minusOne, M.det(inv(X)), T(inv(X)))],
  [tr(mm(A, inv(X), B)), X, times(minusOne, T(mm(inv(X), B, A, inv(X))))],
  [tr(inv(plus(X, A))), X, times(minusOne, M.matrixPower(T(inv(plus(X, A))), two))],
  [mm(T(x), a), x, a],
  [mm(T(a), x), x, a],
  [mm(T(a), X, b), X, mm(a, T(b))],
  [mm(T(a), T(X), b), X, mm(b, T(a))],
  [mm(T(a), X, a), X, mm(a, T(a))],
  [mm(T(a), T(X), a), X, mm(a, T(a))],
  [mm(T(b), T(X), X, c), X, plus(mm(X, b, T(c)), mm(X, c, T(b)))],
  [
    mm(T(plus(mm(B, x), b)), C, plus(mm(D, x), d)),
    x,
    plus(mm(T(B), C, plus(mm(D, x), d)), mm(T(D), T(C), plus(mm(B, x), b))),
  ],
  [mm(T(x), B, x), x, plus(mm(B, x), mm(T(B), x))],
  [mm(T(b), T(X), D, X, c), X, plus(mm(T(D), X, b, T(c)), mm(D, X, c, T(b)))],
  [
    mm(T(plus(mm(X, b), c)), D, plus(mm(X, b), c)),
    X,
    plus(mm(D, plus(mm(X, b), c), T(b)), mm(T(D), plus(mm(X, b), c), T(b))),
  ],
  [tr(X), X, I],
  [tr(mm(X, A)), X, T(A)],
  [tr(mm(A, X, B)), X, mm(T(A), T(B))],
  [tr(mm(A, T(X), B)), X, mm(B, A)],
  [tr(mm(T(X), A)), X, A],
  [tr(mm(A, T(X))), X, A],
  [tr(M.kron(A, X)), X, times(tr(A), I)],
  [tr(M.matrixPower(X, two)), X, times(two, T(X))],
  [tr(mm(M.matrixPower(X, two), B)), X, T(plus(mm(X, B), mm(B, X)))],
  [tr(mm(X, X, B)), X, T(plus(mm(X, B), mm(B, X)))],
  [tr(mm(T(X), B, X)), X, plus(mm(B, X), mm(T(B), X))],
  [tr(mm(B, X, T(X))), X, plus(mm(B, X), mm(T(B), X))],
  [tr(mm(X, T(X), B)), X, plus(mm(B, X), mm(T(B), X))],
  [tr(mm(X, B, T(X))), X, plus(mm(X, T(B)), mm(X, B))],
  [tr(mm(B, T(X), X)), X, plus(mm(X, T(B)), mm(X, B))],
  [tr(mm(T(X), X, B)), X, plus(mm(X, T(B)), mm(X, B))],
  [tr(mm(A, X, B, X)), X, plus(mm(T(A), T(X), T(B)), mm(T(B), T(X), T(A)))],
  [tr(mm(T(X), X)), X, times(two, X)],
  [tr(mm(X, T(X))), X, times(two, X)],
  [tr(mm(T(B), T(X), C, X, B)), X, plus(mm(T(C), X, B, T(B)), mm(C, X, B, T(B)))],
  [tr(mm(T(X), B, X, C)), X, plus(mm(B, X, C), mm(T(B), X, T(C)))],
  [tr(mm(A, X, B, T(X), C)), X, plus(mm(T(A), T(C), X, T(B)), mm(C, A, X, B))],
  [tr(mm(AXBC, T(AXBC))), X, times(two, mm(T(A), AXBC, T(B)))],
  [
    tr(mm(T(B), T(X), C, X, T(X), C, X, B)),
    X,
    plus(
      mm(C, X, T(X), C, X, B, T(B)),
      mm(T(C), X, B, T(B), T(X), T(C), X),
      mm(C, X, B, T(B), T(X), C, X),
      mm(T(C), X, T(X), T(C), X, B, T(B)),
    ),
  ],
  [
    tr(mm(inv(XCX), A)),
    X,
    sub(
      times(minusOne, mm(inv(T(X)), T(A), inv(X), inv(T(C)), inv(T(X)))),
      mm(inv(T(X)), A, inv(X), inv(C), inv(T(X))),
    ),
  ],
  [
    tr(mm(inv(K), T(X), B, X)),
    X,
    plus(
      mm(B, X, inv(K)),
      times(minusOne, mm(C, X, inv(K), T(X), B, X, inv(K))),
      times(minusOne, mm(T(C), X, inv(T(K)), T(X), T(B), X, inv(T(K)))),
      mm(T(B), X, inv(T(K))),
    ),
  ],
  [times(number(3), tr(A)), A, times(number(3), I)],
  [symbol("q"), A, zero("n", "n")],
  [power(tr(A), two), A, times(two, tr(A), I)],
  [tr(times(tr(A), A)), A, times(two, tr(A), I)],
  [tr(times(tr(times(tr(A), A)), A)), A, times(number(3), power(tr(A), two), I)],
  [mm(T(x), y), x, y],
  [power(mm(T(x), y), half), x, times(half, power(mm(T(x), y), times(minusOne, half)), y)],
  [power(mm(T(x), x), half), x, times(power(mm(T(x), x), times(minusOne, half)), x)],
  [
    power(mm(T(c), a, T(x), b), half),
    x,
    times(half, mm(T(a), c), power(mm(T(c), a, T(x), b), times(minusOne, half)), b),
  ],
  [
    power(mm(T(c), a, T(x), b), third),
    x,
    times(third, mm(T(a), c), power(mm(T(c), a, T(x), b), times(number(-2), third)), b),
  ],
  [power(mm(T(a), X, b), half), X, times(half, power(mm(T(a), X, b), times(minusOne, half)), mm(a, T(b)))],
  [
    times(mm(T(d), x), power(mm(T(a), X, b), half), mm(T(y), c)),
    X,
    times(half, power(mm(T(a), X, b), times(minusOne, half)), mm(T(x), d), mm(T(y), c), mm(a, T(b))),
  ],
  [mm(T(M.ones(["n"])), apply(sin.op, x)), x, apply(cos.op, x)],
  [mm(T(a), apply(sin.op, x)), x, had(a, apply(cos.op, x))],
  [mm(T(a), apply(log.op, mm(A, x))), x, mm(T(A), had(a, M.elementPower(mm(A, x), minusOne)))],
  [mm(T(a), had(x, y)), x, had(a, y)],
  [mm(T(a), had(x, x)), x, times(two, had(a, x))],
  [mm(T(a), M.diag(x), b), x, had(a, b)],
  [tr(mm(A, M.diag(x))), x, M.diagonal(A)],
];

const byScalar: readonly Row[] = [
  [A, i, zero("n", "n")],
  [mm(A, plus(X, B), c), i, zero("n")],
  [x, i, zero("n")],
  [mm(T(x), y), i, number(0)],
  [plus(x, y), i, zero("n")],
  [M.elementPower(x, i), i, had(M.elementPower(x, i), apply(log.op, x))],
  [had(times(i, M.ones(["n"])), x, y), i, had(x, y)],
  [times(i, x), i, x],
  [times(apply(sin.op, i), mm(A, B, x)), i, times(apply(cos.op, i), mm(A, B, x))],
  [tr(times(power(i, two), X)), i, times(two, i, tr(X))],
  [apply(sin.op, times(power(i, two), x)), i, times(two, i, had(x, apply(cos.op, times(power(i, two), x))))],
];

const vectors: readonly Row[] = [
  [x, x, I],
  [T(x), x, I],
  [times(two, symbol("mu"), x), x, times(two, symbol("mu"), I)],
  [mm(x, T(x), x), x, plus(times(mm(T(x), x), I), times(two, mm(x, T(x))))],
  [apply(tan.op, x), x, M.diag(M.plus([number(1), M.elementPower(apply(tan.op, x), two)]))],
  [apply(sin.op, mm(A, x)), x, mm(M.diag(apply(cos.op, mm(A, x))), A)],
  [mm(A, apply(sin.op, x)), x, mm(A, M.diag(apply(cos.op, x)))],
  [had(x, y), x, M.diag(y)],
  [mm(A, x), x, A],
];

describe("SymPy's expectations", () => {
  it("are many", () => expect(scalars.length + byScalar.length + vectors.length).toBeGreaterThan(75));
  for (const [f, by, expected] of scalars) {
    it(`gradient of ${toText(f)} by ${toText(by)}`, () => {
      const got = M.gradientOf(f, by);
      expect(toText(M.expandMatrix(got))).toBe(toText(M.expandMatrix(expected)));
      expect(M.equalMatrix(got, expected)).toBe(true);
      const values = valuesFor([f, by], 4);
      const numeric = grad((t: Tensor) => M.toTensor(f, new Map(values).set(by, t), SIZES).add(t.sum().mul(0)));
      const error = distance(M.toTensor(got, values, SIZES), numeric(values.get(by) as Tensor) as Tensor);
      // A root of a negative number has no value at this point.
      expect(Number.isNaN(M.toTensor(f, values, SIZES).item()) || error < 1e-9).toBe(true);
    });
  }
  for (const [f, by, expected] of [...byScalar, ...vectors]) {
    it(`Jacobian of ${toText(f)} by ${toText(by)}`, () => {
      const got = M.jacobianOf(f, by);
      expect(toText(M.expandMatrix(got))).toBe(toText(M.expandMatrix(expected)));
      expect(M.equalMatrix(got, expected)).toBe(true);
    });
  }
});
