/** Products and linear algebra: derivatives to second order in both modes against finite differences, batches against loops. */
import { describe, expect, test } from "vitest";
import {
  checkGradients,
  cross,
  dot,
  einsum,
  grad,
  inner,
  kron,
  linalg,
  matmul,
  outer,
  Tensor,
  tensordot,
  vdot,
  vmap,
} from "nabla";
import { wrap } from "../src/core/tensor.ts";
import { close, float32, numbers, regular, spd, sumOf, swap, symmetric } from "./matrices.ts";

/** Each is checked by finite differences, to second order, in both modes; then over a batch against a loop. */
const cases: readonly (readonly [
  name: string,
  f: (...xs: Tensor[]) => Tensor | Record<string, Tensor>,
  ...shapes: (readonly number[])[],
])[] = [
  ["matmul", matmul, [2, 3], [3, 2]],
  ["matmul vector matrix", matmul, [3], [3, 2]],
  ["matmul matrix vector", matmul, [2, 3], [3]],
  ["matmul vectors", matmul, [3], [3]],
  ["matmul batches", matmul, [2, 1, 2, 3], [2, 3, 1]],
  ["matmul batch matrix", matmul, [2, 2, 3], [3, 2]],
  ["matmul matrix batch", matmul, [2, 3], [2, 3, 1]],
  ["matmul vector batch", matmul, [3], [2, 3, 2]],
  ["matmul with itself", (x) => matmul(x, matmul(x, x)), [3, 3]],
  ["dot", dot, [2, 2, 3], [2, 3, 2]],
  ["dot of vectors", dot, [4], [4]],
  ["dot scalar", dot, [], [3]],
  ["vdot", vdot, [2, 3], [3, 2]],
  ["inner", inner, [2, 3], [4, 3]],
  ["outer", outer, [2], [3]],
  [
    "tensordot",
    (x, y) =>
      tensordot(x, y, [
        [2, 0],
        [0, 2],
      ]),
    [2, 2, 3],
    [3, 2, 2],
  ],
  ["tensordot 1", (x, y) => tensordot(x, y, 1), [2, 3], [3, 2]],
  ["kron", kron, [2, 1], [2, 2]],
  ["cross", (x, y) => cross(x, y), [2, 3], [3]],
  ["cross axis 0", (x, y) => cross(x, y, 0), [3, 2], [3, 2]],
  ["einsum chain", (x, y, z) => einsum("ij,jk,kl->il", x, y, z), [2, 3], [3, 2], [2, 2]],
  ["einsum diagonal", (x) => einsum("iij->ij", x), [2, 2, 3]],
  ["einsum trace", (x) => einsum("ii", x), [3, 3]],
  ["einsum batch", (x, y) => einsum("...ij,kj->...ki", x, y), [2, 2, 3], [2, 3]],
  ["einsum form", (x, a) => einsum("i,ij,j->", x, a, x), [3], [3, 3]],
  ["einsum elementwise", (x, y) => einsum("ij,ji->ij", x, y), [2, 3], [3, 2]],
  ["einsum ellipses", (x, y) => einsum("...i,...i->i...", x, y), [2, 1, 2], [3, 2]],
  ["cholesky", (x) => linalg.cholesky(spd(x)), [3, 3]],
  ["cholesky stack", (x) => linalg.cholesky(spd(x)), [2, 2, 2]],
  ["choleskySolve", (x, b) => linalg.choleskySolve(linalg.cholesky(spd(x)), b), [2, 2], [2]],
  ["triangularSolve", (x, b) => linalg.triangularSolve(regular(x), b), [3, 3], [3, 2]],
  ["triangularSolve lower", (x, b) => linalg.triangularSolve(regular(x), b, { lower: true }), [3, 3], [3]],
  [
    "triangularSolve transposed",
    (x, b) => linalg.triangularSolve(regular(x), b, { transpose: true, unitDiagonal: true }),
    [3, 3],
    [3],
  ],
  [
    "triangularSolve broadcast",
    (x, b) => linalg.triangularSolve(regular(x), b, { lower: true, transpose: true }),
    [2, 2],
    [2, 2, 1],
  ],
  ["lu", (x) => ({ ...linalg.lu(x) }), [3, 3]],
  ["lu tall", (x) => ({ ...linalg.lu(x) }), [3, 2]],
  ["lu wide", (x) => ({ ...linalg.lu(x) }), [2, 4]],
  ["solve", (a, b) => linalg.solve(regular(a), b), [3, 3], [3, 2]],
  ["solve vector", (a, b) => linalg.solve(regular(a), b), [3, 3], [3]],
  ["solve one matrix", (a, b) => linalg.solve(regular(a), b), [2, 2], [2, 2, 1]],
  ["solve one side", (a, b) => linalg.solve(regular(a), b), [2, 2, 2], [2, 1]],
  ["solve itself", (a) => linalg.solve(regular(a), a), [2, 2]],
  ["inv", (a) => linalg.inv(regular(a)), [3, 3]],
  ["det", linalg.det, [3, 3]],
  ["det stack", linalg.det, [2, 2, 2]],
  ["det of 1", linalg.det, [1, 1]],
  ["slogdet", (a) => ({ ...linalg.slogdet(a) }), [3, 3]],
  ["logdet", (a) => linalg.logdet(regular(a)), [3, 3]],
  ["qr", (a) => ({ ...linalg.qr(a) }), [3, 3]],
  ["qr tall", (a) => ({ ...linalg.qr(a) }), [4, 2]],
  ["qr wide", (a) => ({ ...linalg.qr(a) }), [2, 4]],
  ["qr complete", (a) => linalg.qr(a, { mode: "complete" }).r, [4, 2]],
  ["qr complete projector", (a) => projector(linalg.qr(a, { mode: "complete" }).q, 2), [4, 2]],
  ["eigh", (a) => ({ ...linalg.eigh(symmetric(a)) }), [3, 3]],
  ["eigh stack", (a) => linalg.eigh(symmetric(a)).values, [2, 2, 2]],
  ["eigvalsh", (a) => linalg.eigvalsh(symmetric(a)), [4, 4]],
  ["svd", (a) => ({ ...linalg.svd(a) }), [3, 3]],
  ["svd tall", (a) => ({ ...linalg.svd(a) }), [4, 2]],
  ["svd wide", (a) => ({ ...linalg.svd(a) }), [2, 3]],
  ["svd full projector", (a) => projector(linalg.svd(a, { fullMatrices: true }).u, 2), [4, 2]],
  ["svdvals", linalg.svdvals, [3, 2]],
  ["pinv tall", (a) => linalg.pinv(a), [3, 2]],
  ["pinv wide", (a) => linalg.pinv(a), [2, 3]],
  ["pinv square", (a) => linalg.pinv(regular(a)), [2, 2]],
  ["lstsq tall", (a, b) => least(a, b), [4, 2], [4]],
  ["lstsq wide", (a, b) => least(a, b), [2, 3], [2, 2]],
  ["expm", (a) => linalg.expm(a), [3, 3]],
  ["expm large", (a) => linalg.expm(a.mul(7)), [2, 2]],
  ["matrixPower", (a) => linalg.matrixPower(a, 5), [2, 2]],
  ["matrixPower negative", (a) => linalg.matrixPower(regular(a), -2), [2, 2]],
  ["multiDot", (x, y, z, w) => linalg.multiDot([x, y, z, w]), [3], [3, 2], [2, 4], [4]],
  ["cond", (a) => linalg.cond(a), [3, 2]],
  ["cond 1", (a) => linalg.cond(regular(a), 1), [2, 2]],
  ...(["fro", "nuc", 1, -1, 2, -2, Infinity, -Infinity] as const).map(
    (order) => [`norm ${order}`, (a: Tensor) => linalg.norm(a, order), [3, 2]] as const,
  ),
  ["norm axes", (a) => linalg.norm(a, "nuc", [2, 0], { keepdims: true }), [2, 2, 3]],
  ["norm vectors", (a) => linalg.norm(a, 3, 1), [2, 3]],
];

const projector = (q: Tensor, from: number): Tensor => {
  const free = q.mul(
    wrap(
      Float64Array.from({ length: 4 }, (_, i) => (i < from ? 0 : 1)),
      [4],
      "float64",
    ).astype(q.dtype),
  );
  return matmul(free, swap(free));
};

const least = (a: Tensor, b: Tensor): Record<string, Tensor> => {
  const { x, residuals, s } = linalg.lstsq(a, b);
  return { x, residuals, s };
};

const leavesOf = (result: Tensor | Record<string, Tensor>): Tensor[] =>
  result instanceof Tensor ? [result] : Object.values(result);

describe("derivatives", () => {
  test.for(cases)("%s", ([, f, ...shapes]) => {
    const args = shapes.map((shape, i) => numbers(shape, i + 3));
    checkGradients(f, { order: 2, rtol: 1e-5 })(...args);
  });

  test("third order", () => {
    const third = { order: 3, rtol: 1e-4, atol: 1e-6 };
    checkGradients((a) => linalg.det(a), third)(numbers([3, 3], 5));
    checkGradients((a) => linalg.expm(a), third)(numbers([2, 2], 5));
    checkGradients((a: Tensor) => linalg.logdet(spd(a)), third)(numbers([2, 2], 5));
  });
});

describe("batches", () => {
  test.for(cases)("%s", ([, f, ...shapes]) => {
    const args = shapes.map((shape, i) => numbers([3, ...shape], i + 3));
    const all = leavesOf(vmap(f)(...args));
    for (let i = 0; i < 3; i++) {
      const one = leavesOf(f(...args.map((x) => x.at(i))));
      one.forEach((x, o) => close(all[o].at(i), x, 1e-10));
    }
    // Some arguments are the same for all; and batches of gradients.
    if (shapes.length > 1) {
      const inAxes = shapes.map((_, i) => (i === 0 ? null : 0));
      const fixed = leavesOf(vmap(f, { inAxes })(args[0].at(1), ...args.slice(1)));
      leavesOf(f(args[0].at(1), ...args.slice(1).map((x) => x.at(2)))).forEach((x, o) =>
        close(fixed[o].at(2), x, 1e-10),
      );
    }
    const total = (...xs: Tensor[]): Tensor =>
      leavesOf(f(...xs))
        .map(sumOf)
        .reduce((a, b) => a.add(b));
    const gradients = vmap(grad(total))(...args) as Tensor;
    close(gradients.at(2), grad(total)(...args.map((x) => x.at(2))) as Tensor, 1e-9);
  });
});

test("float32 is accumulated in float64 and stays float32", () => {
  for (const [, f, ...shapes] of cases) {
    const args = shapes.map((shape, i) => numbers(shape, i + 3));
    const exact = leavesOf(f(...args));
    leavesOf(f(...args.map(float32))).forEach((x, i) => {
      expect(x.dtype).toBe("float32");
      close(x, exact[i], 1e-4);
    });
  }
});
