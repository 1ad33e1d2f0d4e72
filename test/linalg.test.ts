/** Products and linear algebra: values, matrices without elements, degenerate ones, errors. */
import { describe, expect, test } from "vitest";
import { checkGradients, dot, einsum, grad, jacrev, kron, linalg, matmul, outer, slice, type Tensor } from "nabla";
import { wrap } from "../src/core/tensor.ts";
import { close, eye, numbers, spd, sumOf, swap, symmetric } from "./matrices.ts";

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
    close(jacrev(project)(degenerate().astype("float32")).astype("float64"), jacobian, 1e-5);
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
  test("of other matrices the symmetric part is taken", () => {
    const [a, part] = [
      [
        [4, 3],
        [1, 5],
      ],
      [
        [4, 2],
        [2, 5],
      ],
    ];
    close(linalg.cholesky(a), linalg.cholesky(part));
    close(linalg.eigvalsh(a), linalg.eigvalsh(part));
  });
  test("a triangular solve reads its triangle only", () => {
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
    const a = [
      [3, 0],
      [0, 0.5],
    ];
    expect([linalg.cond(a).item(), linalg.cond(a, -2).item()]).toEqual([6, 1 / 6]);
    const b = [
      [1, 2],
      [3, 4],
    ];
    const orders = [1, -1, Infinity, -Infinity, "fro"] as const;
    const conds = orders.map((order) => linalg.cond(b, order).item());
    [21, 6, 21, 6, 15].forEach((want, i) => expect(conds[i], String(orders[i])).toBeCloseTo(want, 12));
  });
  test("residuals of least squares are the squares of a x - b", () => {
    const [a, b] = [numbers([4, 2]), numbers([4, 3], 2)];
    const { x, residuals } = linalg.lstsq(a, b);
    close(residuals, matmul(a, x).sub(b).square().sum(0));
    expect(residuals.data().every((r) => r > 0.01)).toBe(true);
    close(linalg.lstsq(a, b.at(slice(), 1)).residuals, residuals.at(1));
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
  test("kron of different ranks", () => {
    expect(kron([1, 2], [[3], [4]]).tolist()).toEqual([
      [3, 6],
      [4, 8],
    ]);
    expect(kron([[3], [4]], [1, 2]).tolist()).toEqual([
      [3, 6],
      [4, 8],
    ]);
    expect(kron(2, [1, 2]).tolist()).toEqual([2, 4]);
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
