/** Products and linear algebra: derivatives to second order in both modes, batches, degenerate cases, errors. */
import { describe, expect, test } from "vitest";
import {
  checkGradients,
  cross,
  dot,
  einsum,
  grad,
  inner,
  jacrev,
  kron,
  linalg,
  matmul,
  outer,
  Tensor,
  tensordot,
  vdot,
  vmap,
} from "nabla";
import type { TensorLike } from "../src/core/tensor.ts";
import { wrap } from "../src/core/tensor.ts";
import { TensorError } from "../src/base/errors.ts";

/** Numbers between -1 and 1 without a pattern, the same in every run. */
function numbers(shape: readonly number[], seed = 1): Tensor {
  let state = seed * 7919;
  const size = shape.reduce((n, s) => n * s, 1);
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
  for (let i = 0; i < 5; i++) next();
  return wrap(Float64Array.from({ length: size }, next), shape, "float64");
}

const float32 = (x: Tensor): Tensor => wrap(new Float32Array(x.data()), x.shape, "float32");
const swap = (x: Tensor): Tensor => einsum("...ij->...ji", x);
const eye = (n: number): Tensor =>
  wrap(
    Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
    [n, n],
    "float64",
  );
const eyeLike = (x: Tensor): Tensor => eye(x.shape.at(-1) as number).astype(x.dtype);
/** Symmetric and positive definite, as a function of any square matrix. */
const spd = (x: Tensor): Tensor => matmul(x, swap(x)).add(eyeLike(x));
const symmetric = (x: Tensor): Tensor => x.add(swap(x));
/** Well-conditioned. */
const regular = (x: Tensor): Tensor => x.add(eyeLike(x).mul(2));
const sumOf = (x: Tensor): Tensor => vdot(x, numbers(x.shape, 77));

function close(got: Tensor, want: TensorLike, tolerance = 1e-12): void {
  const expected =
    want instanceof Tensor ? want : wrap(Float64Array.from([want].flat(9) as number[]), shapeOf(want), "float64");
  expect(got.shape).toEqual(expected.shape);
  const [a, b] = [got.data(), expected.data()];
  for (let i = 0; i < a.length; i++) {
    if (!(Math.abs(a[i] - b[i]) <= tolerance * Math.max(1, Math.abs(b[i]))))
      expect.fail(`[${i}]: ${a[i]} instead of ${b[i]}`);
  }
}

const shapeOf = (value: unknown): number[] => (Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : []);

function codeOf(f: () => unknown): { code: string; message: string } {
  try {
    f();
  } catch (error) {
    if (error instanceof TensorError) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: "none", message: "" };
}

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
  ["cross", cross, [2, 3], [3]],
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

describe("integers", () => {
  const a = wrap(Int32Array.of(2 ** 30, 1, 3, 4), [2, 2], "int32");
  test("wrap in products", () => {
    expect(matmul(a, a).dtype).toBe("int32");
    expect(matmul(a, a).tolist()).toEqual([
      [3, 2 ** 30 + 4],
      [(3 * 2 ** 30 + 12) | 0, 19],
    ]);
    expect(einsum("ij,jk->ik", a, a).tolist()).toEqual(matmul(a, a).tolist());
  });
  test("become floats in linear algebra", () => {
    expect(linalg.det(wrap(Int32Array.of(1, 2, 3, 4), [2, 2], "int32")).dtype).toBe("float64");
  });
});

describe("no elements", () => {
  test("products", () => {
    expect(matmul(numbers([2, 0]), numbers([0, 3])).tolist()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(matmul(numbers([0, 2, 3]), numbers([3, 1])).shape).toEqual([0, 2, 1]);
    expect(dot([], []).item()).toBe(0);
    expect(einsum("ij->", numbers([0, 2])).item()).toBe(0);
    expect(grad((x: Tensor) => matmul(x, numbers([0, 3])).sum())(numbers([2, 0])).shape).toEqual([2, 0]);
  });
  test("matrices", () => {
    const none = numbers([0, 0]);
    expect(linalg.det(none).item()).toBe(1);
    expect(linalg.slogdet(none).logabsdet.item()).toBe(0);
    for (const f of [linalg.inv, linalg.cholesky, linalg.expm, linalg.pinv]) expect(f(none).shape).toEqual([0, 0]);
    expect(linalg.svd(numbers([3, 0])).u.shape).toEqual([3, 0]);
    expect(linalg.svd(numbers([3, 0]), { fullMatrices: true }).u.shape).toEqual([3, 3]);
    expect(linalg.qr(numbers([3, 0]), { mode: "complete" }).q.shape).toEqual([3, 3]);
    expect(linalg.eigh(none).vectors.shape).toEqual([0, 0]);
    expect(linalg.solve(none, numbers([0, 2])).shape).toEqual([0, 2]);
    expect(linalg.lstsq(numbers([3, 0]), numbers([3])).x.shape).toEqual([0]);
    expect(linalg.matrixRank(numbers([0, 3])).item()).toBe(0);
    expect(linalg.det(numbers([0, 2, 2])).shape).toEqual([0]);
    expect(grad((x: Tensor) => linalg.inv(x).sum())(none).shape).toEqual([0, 0]);
    expect(grad((x: Tensor) => linalg.svd(x).u.sum())(numbers([2, 0])).shape).toEqual([2, 0]);
    expect(grad((x: Tensor) => linalg.pinv(x).sum())(numbers([2, 0])).shape).toEqual([2, 0]);
    expect(grad((x: Tensor) => linalg.qr(x).q.sum())(numbers([0, 2])).shape).toEqual([0, 2]);
    expect(grad((x: Tensor) => linalg.lu(x).u.sum())(numbers([0, 2])).shape).toEqual([0, 2]);
  });
});

describe("singular and degenerate", () => {
  test("the gradient of det is the matrix of cofactors", () => {
    expect(
      grad((a) => linalg.det(a))([
        [1, 2],
        [2, 4],
      ]).tolist(),
    ).toEqual([
      [4, -2],
      [-2, 1],
    ]);
    expect(
      grad((a) => linalg.det(a))([
        [0, 0],
        [0, 0],
      ]).tolist(),
    ).toEqual([
      [0, 0],
      [0, 0],
    ]);
    const rank1 = outer([1, 2, 3], [4, 5, 6]);
    close(
      grad((a) => linalg.det(a))(rank1),
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      1e-13,
    );
    const rank2 = [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ];
    close(
      grad((a) => linalg.det(a))(rank2),
      [
        [-3, 6, -3],
        [6, -12, 6],
        [-3, 6, -3],
      ],
      1e-13,
    );
  });
  test("the derivatives of det are right to second order where it is singular", () => {
    for (const a of [
      [
        [1, 2],
        [2, 4],
      ],
      [
        [0, 0],
        [0, 0],
      ],
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
      [
        [1, 2, 3],
        [2, 4, 6],
        [3, 6, 9],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    ]) {
      checkGradients((x: Tensor) => linalg.det(x), { order: 2 })(a);
    }
  });
  test("det neither overflows nor underflows on the way", () => {
    const diagonal = (values: number[]): Tensor =>
      wrap(
        Float64Array.from({ length: values.length ** 2 }, (_, i) =>
          i % (values.length + 1) === 0 ? values[i % values.length] : 0,
        ),
        [values.length, values.length],
        "float64",
      );
    expect(linalg.det(diagonal([1e300, 1e300, 1e-300, 1e-300])).item()).toBeCloseTo(1, 12);
    expect(linalg.det(diagonal([1e-300, 1e-300, 1e300, 1e300])).item()).toBeCloseTo(1, 12);
    expect(linalg.det(diagonal([1e300, -1e300])).item()).toBe(-Infinity);
    expect(linalg.det(diagonal([1e-300, 1e-300])).item()).toBe(0);
    expect(linalg.det(diagonal([5e-324, 1])).item()).toBe(5e-324);
    expect(linalg.slogdet(diagonal([1e-300, 1e-300])).logabsdet.item()).toBeCloseTo(-1381.5510557964274, 9);
  });
  test("equal eigenvalues", () => {
    // Sums over all equal eigenvalues: d Σ exp λ = exp(a).
    for (const a of [eye(3), degenerate()])
      close(grad((x: Tensor) => linalg.eigvalsh(x).exp().sum())(a), linalg.expm(a), 1e-13);
    // The projector on the space of the two equal ones, moved out of it: dp = (v wᵀ + w vᵀ) vᵀ da w / (λ_v - λ_w).
    const project = (x: Tensor): Tensor => {
      const v = linalg.eigh(x).vectors.mul([1, 1, 0]);
      return matmul(v, swap(v));
    };
    const jacobian = jacrev(project)(degenerate());
    expect(jacobian.data().every((value) => Math.abs(value) < 1)).toBe(true);
    checkGradients((e: Tensor) => project(degenerate().add(symmetric(e))), { order: 1, rtol: 1e-5 })(
      numbers([3, 3]).mul(0),
    );
  });
  test("equal singular values", () => {
    const polar = (x: Tensor): Tensor => {
      const { u, vh } = linalg.svd(x);
      return matmul(u, vh);
    };
    // The orthogonal factor of 1 + e is 1 + (e - eᵀ) / 2, though all singular values are equal.
    checkGradients(polar, { rtol: 1e-5 })(eye(3));
    checkGradients(polar, { rtol: 1e-5 })(degenerate());
    close(grad((x: Tensor) => linalg.svdvals(x).sum())(degenerate()), polar(degenerate()), 1e-13);
    checkGradients((x: Tensor) => linalg.norm(x, "nuc"), { order: 1 })(eye(3));
  });
  test("the nuclear norm has its subgradient of least norm at 0", () => {
    expect(
      grad((x) => linalg.norm(x, "nuc"))([
        [0, 0],
        [0, 0],
      ]).tolist(),
    ).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(
      grad((x) => linalg.norm(x, "nuc"))([
        [2, 0],
        [0, 0],
      ]).tolist(),
    ).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(
      grad((x) => linalg.norm(x))([
        [0, 0],
        [0, 0],
      ]).tolist(),
    ).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
  test("the pseudoinverse along matrices of the same rank", () => {
    const ofRank1 = (x: Tensor, y: Tensor): Tensor => linalg.pinv(outer(x, y));
    checkGradients(ofRank1, { order: 2, rtol: 1e-5 })([1, 2, 3], [0.5, -1]);
    checkGradients((x: Tensor, y: Tensor, b: Tensor) => linalg.lstsq(outer(x, y), b).x, { order: 2, rtol: 1e-5 })(
      [1, 2, 3],
      [0.5, -1],
      [1, 0, 2],
    );
    expect(linalg.lstsq(outer([1, 2, 3], [0.5, -1]), [1, 0, 2]).rank.item()).toBe(1);
  });
  test("gradients of factorizations of symmetric matrices are symmetric", () => {
    const a = spd(numbers([3, 3]));
    for (const f of [linalg.cholesky, linalg.eigvalsh, (x: Tensor) => linalg.eigh(x).vectors]) {
      const g = grad((x: Tensor) => sumOf(f(x)))(a);
      close(g, swap(g), 1e-12);
    }
  });
  test("only the lower triangle is read", () => {
    const a = [
      [4, 99],
      [2, 5],
    ];
    expect(linalg.cholesky(a).tolist()).toEqual([
      [2, 0],
      [1, 2],
    ]);
    close(
      linalg.eigvalsh(a),
      linalg.eigvalsh([
        [4, 2],
        [2, 5],
      ]),
    );
    expect(
      linalg
        .triangularSolve(
          [
            [2, 1],
            [NaN, 4],
          ],
          [4, 8],
        )
        .tolist(),
    ).toEqual([1, 2]);
  });
  test("cond and rank", () => {
    expect(
      linalg
        .cond([
          [1, 0],
          [0, 0],
        ])
        .item(),
    ).toBe(Infinity);
    expect(
      linalg
        .cond([
          [0, 0],
          [0, 0],
        ])
        .item(),
    ).toBe(Infinity);
    expect(
      linalg
        .matrixRank(
          [
            [1, 0],
            [0, 1e-10],
          ],
          { rtol: 1e-8 },
        )
        .item(),
    ).toBe(1);
    expect(linalg.matrixRank(eye(3)).dtype).toBe("int32");
  });
  test("logdet follows log", () => {
    expect(
      linalg
        .logdet([
          [1, 0],
          [0, -1],
        ])
        .item(),
    ).toBeNaN();
    expect(
      linalg
        .logdet([
          [1, 1],
          [1, 1],
        ])
        .item(),
    ).toBe(-Infinity);
  });
});

/** q diag(2, 2, 5) qᵀ for an orthogonal q; its equal eigenvalues are computed with rounding errors. */
function degenerate(): Tensor {
  const { q } = linalg.qr(numbers([3, 3], 9));
  return symmetric(matmul(q.mul([2, 2, 5]), swap(q))).mul(0.5);
}

describe("values", () => {
  test("factors multiply to the matrix", () => {
    for (const shape of [
      [4, 4],
      [5, 3],
      [3, 5],
      [2, 3, 4],
    ]) {
      const a = numbers(shape);
      const { p, l, u } = linalg.lu(a);
      close(matmul(matmul(p, l), u), a);
      for (const mode of ["reduced", "complete"] as const) {
        const { q, r } = linalg.qr(a, { mode });
        close(matmul(q, r), a);
      }
      const { u: left, s, vh } = linalg.svd(a);
      close(matmul(left.mul(s.expandDims(-2)), vh), a);
      close(matmul(matmul(a, linalg.pinv(a)), a), a);
    }
  });
  test("expm", () => {
    const a = [
      [0, -Math.PI],
      [Math.PI, 0],
    ];
    close(
      linalg.expm(a),
      [
        [-1, 0],
        [0, -1],
      ],
      1e-14,
    );
    close(
      linalg.expm([
        [0, 1e3],
        [0, 0],
      ]),
      [
        [1, 1e3],
        [0, 1],
      ],
      1e-12,
    );
    expect(
      linalg
        .expm([
          [NaN, 0],
          [0, 0],
        ])
        .data()[0],
    ).toBeNaN();
  });
  test("einsum finds the cheap order", () => {
    const [x, y] = [numbers([200, 2]), numbers([2, 200])];
    close(einsum("ij,jk,k->i", x, y, numbers([200])), matmul(x, matmul(y, numbers([200]))), 1e-10);
    close(linalg.multiDot([x, y, numbers([200])]), matmul(x, matmul(y, numbers([200]))), 1e-10);
  });
  test("matmul agrees with itself at every size, stored either way", () => {
    for (const [m, k, n] of [
      [1, 50, 50],
      [50, 50, 1],
      [17, 9, 33],
      [65, 130, 3],
    ]) {
      const [a, b] = [numbers([m, k]), numbers([k, n], 2)];
      const c = matmul(a, b);
      close(swap(matmul(swap(b), swap(a))), c, 1e-12);
      close(einsum("ik,kj->ij", a, b), einsum("ki,jk->ij", swap(a), swap(b)), 1e-12);
    }
  });
});

describe("errors", () => {
  const a = numbers([2, 3]);
  test.for<[string, () => unknown, string, string]>([
    ["matmul", () => matmul(a, a), "shape", '"k" is 3 (axis 1 of x) and 2 (axis 0 of y)'],
    ["matmul fix", () => matmul(a, a), "shape", "transpose y"],
    ["matmul scalar", () => matmul(a, 2), "shape", "y is a scalar"],
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
