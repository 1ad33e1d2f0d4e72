/** Linear algebra and convolution, which are routines. */
import { afterEach, describe, expect, test } from "vitest";
import * as nabla from "nabla";
import { grad, jit, linalg, Tensor, tensor, vmap } from "nabla";
import type { DType } from "../../src/base/dtypes.ts";
import { failure } from "../assertions.ts";
import { numbers, regular, spd } from "../matrices.ts";
import { difference } from "./compare.ts";
import { by, check, CLOSE, compiled, expectSameErrors, type F, PRODUCTS, reference, restore } from "./engines.ts";

afterEach(restore);

// ---------------------------------------------------------------- dense

/** Of one matrix [..., n, n]. */
const square: readonly (readonly [string, (x: Tensor) => Tensor, (x: Tensor) => unknown])[] = [
  ["cholesky", spd, (a) => linalg.cholesky(a)],
  ["lu", regular, (a) => linalg.lu(a)],
  ["det", regular, (a) => linalg.det(a)],
  ["slogdet", regular, (a) => linalg.slogdet(a)],
  ["logdet", spd, (a) => linalg.logdet(a)],
  ["inv", regular, (a) => linalg.inv(a)],
  ["qr", regular, (a) => linalg.qr(a)],
  ["eigh", (x) => x, (a) => linalg.eigh(a)],
  ["svd", (x) => x, (a) => linalg.svd(a)],
  ["expm", (x) => x, (a) => linalg.expm(a)],
];

const floats = ["float64", "float32"] as const;
/** Rows divided by √n, so that all are about as well-conditioned. */
const matrices = (shape: readonly number[], dtype: DType, seed = 1): Tensor =>
  numbers(shape, seed)
    .div(Math.sqrt(shape.at(-1) as number) + 1)
    .astype(dtype);

describe.each(square)("%s", (name, make, f) => {
  test.each(floats)("%s", (dtype) => {
    for (const shape of [
      [1, 1],
      [2, 2],
      [5, 5],
      [17, 17],
      [50, 50],
      [3, 7, 7],
      [2, 3, 20, 20],
      [600, 2, 2],
    ]) {
      check(f as F, [make(matrices(shape, dtype))], name === "expm" ? PRODUCTS : CLOSE, String(shape));
    }
  });

  test("without elements", () => {
    for (const shape of [
      [0, 0],
      [0, 4, 4],
      [3, 0, 0],
    ])
      check(f as F, [numbers(shape)], CLOSE, String(shape));
  });

  test("derivatives", () => {
    const total = (x: Tensor): Tensor => {
      const outs = Object.values(nabla.trace((y: Tensor) => f(make(y)))(x).outputs);
      const found = f(make(x));
      const leaves = found instanceof Tensor ? [found] : (Object.values(found as object) as Tensor[]);
      expect(leaves.length).toBe(outs.length);
      const sums = leaves.map((leaf, i) => leaf.mul(numbers(leaf.shape, i + 5)).sum());
      return sums.reduce((a, b) => a.add(b));
    };
    for (const n of [3, 20]) {
      const x = matrices([n, n], "float64", 3);
      const want = by(reference, () => grad(total)(x));
      for (const got of [jit(grad(total))(x), by(compiled, () => grad(total)(x))]) {
        expect(difference(got, want, { float64: 1e-8, float32: 0 })).toBe("");
      }
    }
  });
});

describe("matrices that are not square", () => {
  test.each(floats)("%s", (dtype) => {
    for (const shape of [
      [1, 5],
      [7, 3],
      [60, 40],
      [40, 60],
      [2, 90, 30],
    ]) {
      const a = [matrices(shape, dtype)];
      check((x) => linalg.qr(x), a, CLOSE, String(shape));
      check((x) => linalg.qr(x, { mode: "complete" }), a, CLOSE, String(shape));
      check((x) => linalg.svd(x), a, CLOSE, String(shape));
      check((x) => linalg.svdvals(x), a, CLOSE, String(shape));
      check((x) => linalg.lu(x), a, CLOSE, String(shape));
    }
    // The spaces that a full decomposition adds are only determined as spaces, but both ways take the same one.
    for (const shape of [
      [6, 2],
      [2, 50, 20],
    ]) {
      check((x) => linalg.svd(x, { fullMatrices: true }), [matrices(shape, dtype)], CLOSE, String(shape));
    }
  });
});

describe("systems of equations", () => {
  const shapes: readonly (readonly [readonly number[], readonly number[]])[] = [
    [[3, 3], [3]],
    [
      [5, 5],
      [5, 2],
    ],
    [
      [60, 60],
      [60, 7],
    ],
    [
      [4, 20, 20],
      [4, 20, 3],
    ],
    [
      [20, 20],
      [6, 20, 4],
    ],
    [
      [6, 20, 20],
      [20, 4],
    ],
    [
      [2, 3, 20, 20],
      [2, 3, 20, 1],
    ],
    [
      [0, 0],
      [0, 3],
    ],
    [
      [3, 3],
      [3, 0],
    ],
  ];

  test.each(floats)("%s", (dtype) => {
    for (const [left, right] of shapes) {
      const [a, b] = [regular(matrices(left, dtype)), numbers(right, 2).astype(dtype)];
      check((x, y) => linalg.solve(x, y), [a, b], CLOSE, `${left} ${right}`);
      for (const bits of [0, 1, 2, 3, 4, 5, 6, 7]) {
        const [lower, transpose, unitDiagonal] = [1, 2, 4].map((bit) => (bits & bit) !== 0);
        const options = { lower, transpose, unitDiagonal };
        check((x, y) => linalg.triangularSolve(x, y, options), [a, b], CLOSE, `${left} ${right} ${bits}`);
      }
    }
  });

  test("stacks that broadcast partly are left to plain loops", () => {
    const [a, b] = [regular(matrices([3, 1, 20, 20], "float64")), numbers([2, 20, 4])];
    for (const f of [linalg.solve, linalg.triangularSolve]) {
      const want = by(reference, () => f(a, b));
      expect(difference(jit((x: Tensor, y: Tensor) => f(x, y))(a, b), want)).toBe("");
      expect(
        difference(
          by(compiled, () => f(a, b)),
          want,
        ),
      ).toBe("");
    }
  });

  test("derivatives, also of the second order and in batches", () => {
    const loss = (a: Tensor, b: Tensor): Tensor => linalg.solve(regular(a), b).square().sum();
    const second = (a: Tensor, b: Tensor): Tensor => grad((x: Tensor) => grad(loss)(x, b).square().sum())(a);
    const triangular = grad((a: Tensor, b: Tensor) =>
      linalg
        .choleskySolve(linalg.cholesky(spd(a)), b)
        .square()
        .sum(),
    );
    const [a, b] = [matrices([3, 20, 20], "float64"), numbers([3, 20, 2])];
    for (const f of [grad(loss), second, triangular]) {
      const want = by(reference, () => vmap(f)(a, b));
      for (const got of [jit(vmap(f))(a, b), by(compiled, () => vmap(f)(a, b))]) {
        expect(difference(got, want, { float64: 1e-9, float32: 0 })).toBe("");
      }
    }
  });
});

test("derivatives of expm and det of higher order", () => {
  const a = matrices([17, 17], "float64");
  const direction = numbers([17, 17], 4);
  for (const f of [linalg.expm, linalg.det] as ((x: Tensor) => Tensor)[]) {
    const along = (g: (x: Tensor) => Tensor) => (x: Tensor) => nabla.jvp(g)([x], [direction])[1];
    for (const g of [along(f), along(along(f))]) {
      const want = by(reference, () => g(a));
      expect(difference(jit(g)(a), want, { float64: 1e-9, float32: 0 })).toBe("");
      expect(
        difference(
          by(compiled, () => g(a)),
          want,
          { float64: 1e-9, float32: 0 },
        ),
      ).toBe("");
    }
  }
});

describe("errors", () => {
  const broken = (x: Tensor, at: number, value: number): Tensor =>
    tensor(x.data().map((element, i) => (i === at ? value : element))).reshape(x.shape);
  const one = spd(matrices([50, 50], "float64"));
  const stack = spd(matrices([3, 30, 30], "float64"));
  const zeros = (x: Tensor, column: number): Tensor => {
    const n = x.shape.at(-1) as number;
    return tensor(x.data().map((element, i) => (i % n === column ? 0 : element))).reshape(x.shape);
  };

  test("not positive definite", () => {
    expectSameErrors((a) => linalg.cholesky(a), [broken(one, 7 * 51, -5)], [one], "not-positive-definite");
    expectSameErrors((a) => linalg.cholesky(a), [broken(stack, 900 + 4 * 31, -5)], [stack], "not-positive-definite");
  });
  test("singular", () => {
    const b = numbers([30, 2]);
    expectSameErrors((a) => linalg.inv(a), [zeros(one, 49)], [one], "singular");
    expectSameErrors((a, y) => linalg.solve(a, y), [zeros(stack, 29), b], [stack, b], "singular");
    expectSameErrors((a, y) => linalg.triangularSolve(a, y), [broken(stack, 5 * 31, 0), b], [stack, b], "singular");
  });
  test("not converged", () => {
    for (const f of [linalg.eigh, linalg.svd, linalg.svdvals, linalg.eigvalsh] as F[]) {
      expectSameErrors(f, [broken(one, 100, Number.NaN)], [one], "not-converged");
      expectSameErrors(f, [broken(stack, 1000, Infinity)], [stack], "not-converged");
    }
  });
  test("inside of a loop", () => {
    const f = (a: Tensor): Tensor =>
      nabla.scan((c: Tensor, x: Tensor) => [c, linalg.cholesky(x)], nabla.zeros([]), a)[1] as Tensor;
    const run = jit(f);
    const want = by(reference, () => f(stack));
    expect(difference(run(stack), want, CLOSE)).toBe("");
    expect(failure(() => run(broken(stack, 900, -1))).code).toBe("not-positive-definite");
    expect(difference(run(stack), want, CLOSE)).toBe("");
  });
});

// ---------------------------------------------------------------- convolutions

describe("convolution", () => {
  const cases: readonly (readonly [readonly number[], readonly number[], nabla.ConvolutionOptions])[] = [
    [[2, 3, 8, 9], [4, 3, 3, 3], {}],
    [[2, 4, 12, 12], [6, 2, 3, 2], { groups: 2, padding: 1, stride: 2 }],
    [[1, 6, 20, 20], [6, 1, 3, 3], { groups: 6, padding: "same", dilation: 2 }],
    [[16, 3, 16, 16], [8, 3, 5, 5], { padding: [2, 1] }],
    [[40, 8, 20, 20], [16, 8, 3, 3], { padding: 1 }],
    [[3, 2, 5, 5], [2, 2, 1, 1], {}],
    [[0, 2, 5, 5], [2, 2, 3, 3], {}],
  ];

  test.each(floats)("%s", (dtype) => {
    for (const [image, kernel, options] of cases) {
      const args = [numbers(image).astype(dtype), numbers(kernel, 2).astype(dtype)];
      check((x, w) => nabla.conv2d(x, w, options), args, PRODUCTS, `${image} ${kernel}`);
      const loss = (x: Tensor, w: Tensor): Tensor => nabla.conv2d(x, w, options).square().sum();
      const gradient = grad(loss, { argnums: [0, 1] }) as unknown as F;
      check(gradient, args, PRODUCTS, `gradient ${image} ${kernel}`);
    }
    check(
      (x, w) => nabla.conv1d(x, w, { stride: 3 }),
      [numbers([2, 3, 900]).astype(dtype), numbers([4, 3, 7]).astype(dtype)],
      PRODUCTS,
    );
    const transposed = [numbers([2, 3, 20, 20]).astype(dtype), numbers([3, 5, 3, 3]).astype(dtype)];
    check((x, w) => nabla.convTranspose2d(x, w, { stride: 2, padding: 1, outputPadding: 1 }), transposed, PRODUCTS);
  });

  test("in a batch; of integers by plain loops", () => {
    const [x, w] = [numbers([3, 2, 2, 20, 20]), numbers([3, 4, 2, 3, 3])];
    check(vmap((a: Tensor, b: Tensor) => nabla.conv2d(a, b)) as F, [x, w], PRODUCTS);
    check(vmap((a: Tensor, b: Tensor) => nabla.conv2d(a, b), { inAxes: [null, 0] }) as F, [x.at(0), w], PRODUCTS);
    const [i, k] = [numbers([2, 2, 30, 30]), numbers([3, 2, 3, 3])].map((a) => a.mul(20).astype("int32"));
    expect(
      difference(
        jit((a: Tensor, b: Tensor) => nabla.conv2d(a, b))(i, k),
        by(reference, () => nabla.conv2d(i, k)),
      ),
    ).toBe("");
  });
});
