/** Matrix calculus: listed identities, structure, numbers. */
import { describe, expect, it } from "vitest";
import type { Expression } from "../../src/calculus/expression.ts";
import { toText } from "../../src/calculus/print/text.ts";
import { add, mul, power, sub } from "../../src/calculus/build.ts";
import { half, one, symbol, two } from "../../src/calculus/leaves.ts";
import { symbolsOf } from "../../src/calculus/substitute.ts";
import * as M from "../../src/calculus/matrix/index.ts";
import * as N from "../../src/entries/index.ts";
import { grad, hessian, jacrev, jit, jvp, linalg, tensor } from "../../src/entries/index.ts";
import type { Tensor } from "../../src/core/tensor.ts";
import { gradients, type Identity, others } from "./matrixIdentities.ts";
import { draws } from "./matrixDraws.ts";
import { x, X, Z } from "./matrixFuzz.ts";
import { distance, isWrong, sample, SIZES, valuesFor } from "./matrixSamples.ts";

/** 2X and 2 X are the same text here. */
const closely = (text: string): string => text.replace(/(\d) /g, "$1");

const derive = ({ kind, f, by, options }: Identity): Expression =>
  kind === "jacobian" ? M.jacobianOf(f, by) : kind === "hessian" ? M.hessianOf(f, by) : M.gradientOf(f, by, options);

function numeric({ kind, f, by }: Identity, values: Map<Expression, Tensor>): Tensor {
  const g = (t: Tensor): Tensor => M.toTensor(f, new Map(values).set(by, t));
  const at = values.get(by) as Tensor;
  return (kind === "jacobian" ? jacrev(g)(at) : kind === "hessian" ? hessian(g)(at) : grad(g)(at)) as Tensor;
}

/** Central differences in each element. */
function differences({ f, by }: Identity, values: Map<Expression, Tensor>): Tensor {
  const at = values.get(by) as Tensor;
  const h = 1e-5;
  const flat = at.reshape([at.size]).tolist() as number[];
  const value = (place: number, step: number): number => {
    const moved = tensor(flat.with(place, flat[place] + step)).reshape(at.shape);
    return M.toTensor(f, new Map(values).set(by, moved)).item() as number;
  };
  return tensor(flat.map((_, place) => (value(place, h) - value(place, -h)) / (2 * h))).reshape(at.shape);
}

describe("the identities of symbolic.md", () => {
  it("has 61 gradients, and 9 Jacobians and Hessians", () => {
    expect(others.length).toBe(9);
    expect(gradients.length).toBeGreaterThanOrEqual(61);
  });
  for (const row of [...gradients, ...others]) {
    it(`${row.kind ?? "gradient"} of ${row.name}`, () => {
      const got = derive(row);
      if (row.text !== undefined) expect(closely(toText(got))).toBe(closely(row.text));
      if (!M.equalMatrix(got, row.expected)) {
        expect(`${toText(got)} expands to ${toText(M.expandMatrix(got))}`).toBe(
          `${toText(row.expected)} expands to ${toText(M.expandMatrix(row.expected))}`,
        );
      }
      const values = valuesFor([row.f, row.by, got, row.expected], 7);
      const closed = M.toTensor(got, values);
      if (row.name === "log det X, X symmetric") return;
      expect(distance(closed, numeric(row, values))).toBeLessThan(1e-9);
      if (row.kind === undefined) expect(distance(closed, differences(row, values))).toBeLessThan(1e-6);
    });
  }
});

describe("steps", () => {
  it("read as a textbook", () => {
    const { steps, layout, structure } = M.gradientSteps(M.matmul(M.transpose(x), A, x), x);
    expect([layout, structure]).toEqual(["gradient", "unstructured"]);
    expect(steps.map(({ rule, text }) => `${rule}: ${text}`)).toEqual([
      "product rule: d(xᵀ A x) = xᵀ Aᵀ dx + xᵀ A dx",
      "df = tr(Gᵀ dX): df = xᵀ (A + Aᵀ) dx",
      "gradient: ∇f = (A + Aᵀ) x",
    ]);
    const second = M.gradientSteps(M.logdet(M.plus([M.matmul(M.transpose(X), X), S])), X);
    expect(second.steps.map(({ rule }) => rule)).toEqual([
      "logarithm of the determinant",
      "sum rule",
      "product rule",
      "put together",
      "df = tr(Gᵀ dX)",
      "gradient",
    ]);
  });

  it("are equal before and after, at every step of every identity and of random formulas", { timeout: 60_000 }, () => {
    let count = 0;
    const check = (f: Expression, variable: Expression, seed: number): void => {
      const values = valuesFor([f, variable], seed);
      const direction = tensor(draws(seed + 1).array(values.get(variable)?.shape ?? []));
      const along = (u: Expression): Tensor =>
        jvp((t: Tensor) => M.toTensor(u, new Map(values).set(variable, t), SIZES))(
          [values.get(variable) as Tensor],
          [direction],
        )[1] as Tensor;
      const evaluate = (x: Expression): Tensor => {
        const all = new Map(values);
        for (const part of partsOf(x)) {
          if (M.headOf(part)?.name === "differential") all.set(part, along(part.args[0]));
        }
        return M.toTensor(x, all, SIZES);
      };
      for (const { rule, before, after, text } of M.gradientSteps(f, variable).steps) {
        // The last step is that to the free entries, where there are fewer.
        if (rule === "gradient" && M.isSymmetric(variable)) continue;
        const error = distance(evaluate(before), evaluate(after));
        if (isWrong(error)) throw new Error(`${rule}: ${text}: ${error}`);
        count++;
      }
    };
    for (const { f, by } of gradients) check(f, by, 11);
    for (let seed = 1; seed < 600; seed++) {
      const { f } = sample(seed * 7, "s", 1 + (seed % 3), X);
      if (symbolsOf(f).includes(X)) check(f, X, seed);
    }
    expect(count).toBeGreaterThan(1000);
  });
});

const partsOf = (root: Expression): Expression[] => {
  const seen = new Set<Expression>();
  const stack = [root];
  for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
    if (seen.has(part)) continue;
    seen.add(part);
    stack.push(...part.args);
  }
  return [...seen];
};

const A = M.matrix("A", "n");
const S = M.matrix("S", "n", "n", { symmetric: true });

describe("structured variables", () => {
  const a = M.vector("a", "n");
  const formulas = (Y: Expression): readonly Expression[] => [
    M.logdet(Y),
    M.trace(M.matmul(A, Y)),
    M.matmul(M.transpose(a), M.inverse(Y), a),
    M.trace(M.matmul(Y, A, Y, A)),
    M.squaredNorm(M.matmul(A, Y)),
    M.det(Y),
  ];
  const cases: readonly (readonly [string, Expression, (t: Tensor) => Tensor])[] = [
    ["symmetric", M.matrix("Y", "n", "n", { symmetric: true }), (t) => N.add(N.tril(t), N.tril(t, -1).transpose())],
    ["diagonal", M.matrix("Y", "n", "n", { diagonal: true }), (t) => N.diag(N.diagonal(t))],
    ["lower triangular", M.matrix("Y", "n", "n", { triangular: "lower" }), (t) => N.tril(t)],
    ["upper triangular", M.matrix("Y", "n", "n", { triangular: "upper" }), (t) => N.triu(t)],
  ];
  for (const [name, Y, spread] of cases) {
    it(`${name}: the derivative by each free entry`, () => {
      for (const f of formulas(Y)) {
        const values = valuesFor([f, Y], 3);
        const at = values.get(Y) as Tensor;
        const byEntry = grad((t: Tensor) => M.toTensor(f, new Map(values).set(Y, spread(t))))(at) as Tensor;
        const derivation = M.gradientSteps(f, Y);
        expect(derivation.structure).toContain(name);
        const closed = M.toTensor(derivation.value, values);
        const free = name === "symmetric" ? N.tril(closed) : closed;
        expect(distance(free, byEntry)).toBeLessThan(1e-10);
        if (name === "symmetric") {
          const projected = M.toTensor(M.gradientOf(f, Y, { structure: "projected" }), values);
          const full = grad((t: Tensor) => M.toTensor(f, new Map(values).set(Y, N.mul(0.5, N.add(t, t.transpose())))))(
            at,
          ) as Tensor;
          expect(distance(projected, full)).toBeLessThan(1e-10);
        }
      }
    });
  }
  it("orthogonal: what is left on the tangents, whichever way the formula is written", () => {
    const Q = M.matrix("Q", "n", "n", { orthogonal: true });
    const values = valuesFor([A, X], 3);
    const { q } = linalg.qr(values.get(X) as Tensor);
    const f = M.trace(M.matmul(A, M.inverse(Q), A, Q, Q));
    const derivation = M.gradientSteps(f, Q);
    expect(derivation.structure).toContain("orthogonal");
    const closed = M.toTensor(derivation.value, new Map(values).set(Q, q));
    const a0 = values.get(A) as Tensor;
    const plain = (t: Tensor): Tensor => linalg.trace(a0.matmul(linalg.inv(t)).matmul(a0).matmul(t).matmul(t));
    const g = grad(plain)(q) as Tensor;
    const tangent = N.mul(0.5, N.sub(g, q.matmul(g.transpose()).matmul(q)));
    expect(distance(closed, tangent)).toBeLessThan(1e-10);
    expect(M.evaluateMatrix(M.gradientOf(M.trace(M.matmul(M.transpose(Q), Q, A)), Q), { n: 1 })).toEqual([[0]]);
  });
  it("Hessians by structured matrices are refused", () => {
    const Y = M.matrix("Y", "n", "n", { symmetric: true });
    expect(() => M.hessianOf(M.logdet(Y), Y)).toThrow(/unsupported: the Hessian by a structured matrix at Y/);
    expect(M.hessianOf(M.logdet(X), X).dimensions).toEqual(["n·n", "n·n"]);
  });
});

describe("what SymPy gets wrong", () => {
  const a = M.vector("a", "n");
  const W = M.matrix("W", "p", "m");
  const k = symbol("k", { dimensions: [], integer: true });
  const rows: readonly (readonly [Expression, Expression, string])[] = [
    [M.logdet(X), X, "X^-ᵀ"],
    [M.logdet(M.matmul(W, M.transpose(W))), W, "2 (W Wᵀ)^-1 W"],
    [M.logsumexp(x), x, "softmax(x)"],
    [mul(M.trace(M.matmul(M.transpose(X), X)), M.det(X)), X, "det(X) (tr(Xᵀ X) X^-ᵀ + 2X)"],
    [M.trace(M.matrixPower(X, k)), X, "k (Xᵀ)^(k - 1)"],
    [power(M.matmul(M.transpose(x), x), half), x, "x/sqrt(xᵀ x)"],
    [M.sumOfElements(M.hadamard(x, x)), x, "2x"],
    [M.matmul(M.transpose(a), M.hadamard(x, a)), x, "a^⊙2"],
    [add(M.norm(x), M.norm(sub(x, a))), x, "(x - a)/‖x - a‖ + x/‖x‖"],
    [power(add(M.trace(X), one), two), X, "2 (tr(X) + 1) I"],
  ];
  for (const [f, by, text] of rows) {
    it(toText(f), () => {
      const got = M.gradientOf(f, by);
      expect(closely(toText(got))).toBe(closely(text));
      const values = valuesFor([f, by], 5);
      expect(
        distance(
          M.toTensor(got, values, SIZES),
          grad((t: Tensor) => M.toTensor(f, new Map(values).set(by, t), SIZES))(values.get(by) as Tensor) as Tensor,
        ),
      ).toBeLessThan(1e-10);
    });
  }
});

describe("what is known of matrices", () => {
  const [Q, L, P] = [
    M.matrix("Q", "n", "n", { orthogonal: true }),
    M.matrix("L", "n", "n", { diagonal: true }),
    M.matrix("P", "n", "n", { positiveDefinite: true }),
  ];
  const { matmul: mm, transpose: T } = M;
  const rows: readonly (readonly [Expression, string])[] = [
    [mm(T(Q), Q, x), "x"],
    [M.inverse(Q), "Qᵀ"],
    [mm(Q, T(Q)), "I"],
    [T(mm(L, P)), "P L"],
    [mm(T(x), P, x), "xᵀ P x"],
    [M.gradientOf(mm(T(x), P, x), x), "2P x"],
    [M.gradientOf(mm(T(x), T(Q), Q, x), x), "2x"],
    [mm(A, M.inverse(A), X), "X"],
    [M.inverse(mm(A, X)), "X^-1 A^-1"],
    [T(M.inverse(A)), "A^-ᵀ"],
    [M.trace(mm(A, X, M.inverse(A))), "tr(X)"],
    [M.logdet(mm(P, P)), "2 log|det(P)|"],
    [mm(M.inverse(mm(T(Z), Z)), T(Z), Z), "I"],
    [M.trace(M.identity("n")), "n"],
    [M.vec(M.unvec(M.vector("v", 6), 2, 3)), "v"],
  ];
  for (const [got, text] of rows) it(text, () => expect(closely(toText(got))).toBe(closely(text)));
  it("the pseudo-inverse at full rank", () => {
    const B = M.matrix("B", "m", "n");
    for (const f of [M.trace(mm(M.pseudoinverse(Z), B)), M.squaredNorm(mm(M.pseudoinverse(Z), M.vector("u", "m")))]) {
      const values = valuesFor([f, Z], 6);
      const expected = grad((t: Tensor) => M.toTensor(f, new Map(values).set(Z, t)))(values.get(Z) as Tensor) as Tensor;
      expect(distance(M.toTensor(M.gradientOf(f, Z), values), expected)).toBeLessThan(1e-10);
    }
  });
});

describe("layout, dimensions and refusals", () => {
  const B = M.matrix("B", "p", "q");
  it("states and follows the layout", () => {
    const f = M.trace(M.matmul(A, X));
    expect(toText(M.gradientOf(f, X))).toBe("Aᵀ");
    expect(toText(M.gradientOf(f, X, { layout: "numerator" }))).toBe("A");
    expect(M.gradientSteps(f, X, { layout: "numerator" }).layout).toBe("numerator");
    expect(toText(M.jacobianOf(M.matmul(A, x), x))).toBe("A");
    expect(toText(M.jacobianOf(M.matmul(A, x), x, { layout: "gradient" }))).toBe("Aᵀ");
  });
  it("names the dimensions that differ", () => {
    expect(() => M.matmul(A, B)).toThrow(/\[n, n\] meets one of dimensions \[p, q\]: n columns, p rows/);
    expect(() => M.trace(B)).toThrow(/\[p, q\] is not square/);
    expect(() => M.inverse(B)).toThrow(/\[p, q\] is not square/);
    expect(() => M.det(B)).toThrow(/\[p, q\] is not square/);
    expect(() => M.hadamard(A, B)).toThrow(/\[n, n\] and \[p, q\] differ/);
    expect(() => add(A, B)).toThrow(/differ/);
    expect(() => M.diag(A)).toThrow(/not those of a vector/);
    expect(() => M.gradientOf(A, X)).toThrow(/defined for a scalar, and the formula has dimensions \[n, n\]/);
    expect(() => M.matrix("Q", "m", "n", { symmetric: true })).toThrow(/square/);
    expect(() =>
      M.toTensor(
        A,
        new Map([
          [
            A,
            tensor([
              [1, 2, 3],
              [4, 5, 6],
            ]),
          ],
        ]),
      ),
    ).toThrow(/axis 1 of "A" has size 3, and n is 2/);
    expect(() => M.evaluateMatrix(A, { n: 2 })).toThrow(/"A" has no value/);
  });
  it("refuses what has no form in matrix notation, with its place", () => {
    expect(() => M.gradientOf(M.trace(M.matmul(A, M.expm(X))), X)).toThrow(
      /unsupported: the differential of expm.* at expm\(X\)/,
    );
    expect(() => M.jacobianOf(M.diag(x), x)).toThrow(/unsupported: the Jacobian of diag at diag\(dx\)/);
    expect(() => M.gradientOf(M.matmul(M.transpose(x), x), M.matmul(A, x))).toThrow(/no variable/);
    expect(() => M.matrixPower(X, half)).toThrow(/unsupported/);
  });
  it("is 0 where the formula does not depend on the variable", () => {
    const zeros = M.gradientOf(M.trace(A), X);
    expect(zeros.dimensions).toEqual(["n", "n"]);
    expect(M.evaluateMatrix(zeros, { n: 2 })).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});

describe("traced functions", () => {
  const X = M.matrix("X", "m", "n");
  const [w, y] = [M.vector("w", "n"), M.vector("y", "m")];
  const rows: readonly (readonly [string, (...args: Tensor[]) => Tensor, readonly Expression[], string])[] = [
    ["quadratic form", (x, A) => x.dot(A.matmul(x)), [x, A], "(A + Aᵀ) x"],
    ["mean squared error", (w, X, y) => X.matmul(w).sub(y).square().mean(), [w, X, y], "(2/m) Xᵀ (X w - y)"],
    [
      "logistic loss",
      (w, X, y) => N.log(N.add(N.exp(X.matmul(w).mul(y).neg()), 1)).sum(),
      [w, X, y],
      "-Xᵀ (y ⊙ sigmoid(-y ⊙ (X w)))",
    ],
    ["slogdet", (A) => linalg.slogdet(A).logabsdet, [A], "A^-ᵀ"],
    ["logdet", (A) => linalg.logdet(A), [A], "A^-ᵀ"],
    ["trace", (A) => linalg.trace(A.matmul(A)), [A], "2Aᵀ"],
    ["inv", (A, x) => x.dot(linalg.inv(A).matmul(x)), [A, x], "-A^-ᵀ x xᵀ A^-ᵀ"],
    ["solve", (A, x) => x.dot(linalg.solve(A, x)), [A, x], "-A^-ᵀ x xᵀ A^-ᵀ"],
    ["logsumexp", (x) => N.logsumexp(x), [x], "softmax(x)"],
    ["norm", (x) => N.norm(x), [x], "x/‖x‖"],
    ["Frobenius", (X) => linalg.norm(X), [X], "X/‖X‖_F"],
    ["rows by a vector", (X, w) => X.mul(w).sum(), [X, w], "1 wᵀ"],
    ["columns by a vector", (X, y) => X.mul(y.reshape([y.size, 1])).sum(), [X, y], "y 1ᵀ"],
    ["broadcast sum", (X, w) => X.add(w).square().sum(), [X, w], "2 (1 wᵀ + X)"],
    ["column sums", (X) => X.sum(0).square().sum(), [X], "2 * 1 1ᵀ X"],
    ["expm", (A) => linalg.trace(linalg.expm(A)), [A], "expm(Aᵀ)"],
  ];
  for (const [name, f, symbols, text] of rows) {
    it(name, () => {
      const formula = M.fromFunction(f, symbols);
      const values = valuesFor([formula, ...symbols], 9);
      const args = symbols.map((s) => values.get(s) as Tensor);
      expect(distance(M.toTensor(formula, values, SIZES), f(...args))).toBeLessThan(1e-12);
      const got = M.gradientOf(formula, symbols[0]);
      expect(toText(got).replace(/ /g, "")).toBe(text.replace(/ /g, ""));
      expect(distance(M.toTensor(got, values, SIZES), grad(f)(...args) as Tensor)).toBeLessThan(1e-10);
    });
  }
  it("refuses a function of the sizes themselves, and ops without a formula", () => {
    expect(() => M.fromFunction((t) => t.sum().div(t.size), [x])).toThrow(
      /unsupported: the function computes with the sizes/,
    );
    expect(() => M.fromFunction((t) => N.cumsum(t).sum(), [x])).toThrow(/unsupported: the op cumsum/);
  });
  it("compiles", () => {
    const g = M.gradientOf(M.matmul(M.transpose(x), A, x), x);
    const run = jit((a: Tensor, t: Tensor) =>
      M.toTensor(
        g,
        new Map([
          [A, a],
          [x, t],
        ]),
      ),
    );
    expect(
      (
        run(
          [
            [1, 2],
            [3, 4],
          ] as never,
          [1, 1] as never,
        ) as Tensor
      ).tolist(),
    ).toEqual([7, 13]);
  });
});
