/** The house's table of gradients at kinks, poles and ties: one test for each row, in both modes. */
import {
  abs,
  acos,
  atan2,
  cbrt,
  clip,
  cummax,
  cumprod,
  div,
  divideNoNan,
  elu,
  equal,
  expm1,
  floor,
  fmax,
  greater,
  hypot,
  jacfwd,
  jacrev,
  leakyRelu,
  linalg,
  log,
  log1p,
  logaddexp,
  logSigmoid,
  logsumexp,
  max,
  maximum,
  median,
  minimum,
  mod,
  mul,
  norm,
  pow,
  prod,
  relu,
  relu6,
  sign,
  sin,
  sinc,
  slice,
  softmax,
  sort,
  special,
  sqrt,
  std,
  type Tensor,
  TensorError,
  tensor,
  variance,
  where,
  xlogy,
} from "nabla";
import { describe, expect, test } from "vitest";

const { Infinity: inf } = globalThis;
type Gradient = number | number[] | number[][];

/** expression, point(s), gradient with respect to each argument (undefined: not stated here) */
type Row = readonly [
  name: string,
  f: (...xs: Tensor[]) => Tensor,
  at: readonly Gradient[],
  gradients: readonly (Gradient | undefined)[],
];

const rows: readonly Row[] = [
  ["relu at 0", relu, [0], [0]],
  ["relu6 at 0", relu6, [0], [0]],
  ["relu6 at 6", relu6, [6], [0]],
  ["sign at 0", sign, [0], [0]],
  ["floor at 0", floor, [0], [0]],
  ["leakyRelu at 0", (x) => leakyRelu(x, 0.01), [0], [0.01]],
  ["elu at 0", (x) => elu(x), [0], [1]],
  ["abs at 0", abs, [0], [0]],
  ["clip at both ends", (x) => clip(x, -1, 1).sum(), [[-1, 1]], [[0, 0]]],
  ["maximum, tie", maximum, [2, 2], [0.5, 0.5]],
  ["minimum, tie", minimum, [2, 2], [0.5, 0.5]],
  ["fmax, tie", fmax, [2, 2], [0.5, 0.5]],
  ["max, two tied of three", (x) => max(x), [[3, 3, 1]], [[0.5, 0.5, 0]]],
  ["max along an axis, tie", (x) => max(x, 0), [[3, 3, 1]], [[0.5, 0.5, 0]]],
  ["median of equal numbers", (x) => median(x), [[1, 1, 1]], [undefined]],
  ["median of an even count", (x) => median(x), [[1, 2, 3, 4]], [[0, 0.5, 0.5, 0]]],
  ["sort with ties is stable", (x) => sort(x).mul([1, 2, 4]).sum(), [[2, 1, 2]], [[2, 1, 4]]],
  ["sqrt at 0", sqrt, [0], [inf]],
  ["log at 0", log, [0], [inf]],
  ["x^0.5 at 0", (x) => pow(x, 0.5), [0], [inf]],
  ["cbrt at 0", cbrt, [0], [inf]],
  ["log1p at -1", log1p, [-1], [inf]],
  ["2-norm at 0", (x) => norm(x), [[0, 0]], [[0, 0]]],
  [
    "Frobenius norm at 0",
    (x) => norm(x),
    [
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      [
        [0, 0],
        [0, 0],
      ],
    ],
  ],
  ["1-norm at (0, 2)", (x) => norm(x, 1), [[0, 2]], [[0, 1]]],
  ["max norm, tie", (x) => norm(x, inf), [[2, -2]], [[0.5, -0.5]]],
  ["hypot at (0, 0)", hypot, [0, 0], [0, 0]],
  ["pow(0, 0) with respect to x", pow, [0, 0], [0, undefined]],
  ["pow(-2, 2) with respect to y", pow, [-2, 2], [-4, NaN]],
  ["xlogy(0, 2)", xlogy, [0, 2], [Math.log(2), 0]],
  ["x log x at 0 has the limit", (x) => x.mul(log(x)), [0], [-inf]],
  ["entr at 0 has the limit", (x) => special.entr(x), [0], [inf]],
  ["acos at 1", acos, [1], [-inf]],
  ["prod with one zero", (x) => prod(x), [[2, 0, 3]], [[0, 6, 0]]],
  ["prod with two zeros", (x) => prod(x), [[2, 0, 0]], [[0, 0, 0]]],
  ["cumprod with a zero", (x) => cumprod(x, 0).sum(), [[2, 0, 3]], [[1, 8, 0]]],
  ["std of a constant", (x) => std(x), [[4, 4, 4]], [[0, 0, 0]]],
  ["logsumexp, all -∞", (x) => logsumexp(x), [[-inf, -inf]], [[0, 0]]],
  ["softmax, all -∞", (x) => softmax(x).sum(), [[-inf, -inf]], [[0, 0]]],
  ["logaddexp, both -∞", logaddexp, [-inf, -inf], [0, 0]],
  ["logsumexp with +∞", (x) => logsumexp(x), [[1, inf]], [[0, 1]]],
  ["logaddexp with +∞", logaddexp, [1, inf], [0, 1]],
  ["where(x > 0, √x, 0) at 0", (x) => where(greater(x, 0), sqrt(x), 0), [0], [0]],
  ["where(x = 0, 1, sin x / x) at 0", (x) => where(equal(x, 0), 1, div(sin(x), x)), [0], [0]],
  ["divideNoNan(1, 0)", divideNoNan, [1, 0], [0, 0]],
  ["sinc at 0", sinc, [0], [0]],
  ["logSigmoid at -800", logSigmoid, [-800], [1]],
  ["expm1 at 1e-20", expm1, [1e-20], [1]],
  ["mod(5.5, 2)", mod, [5.5, 2], [1, -2]],
  ["a step", (x) => greater(x, 0).astype("float64"), [0], [0]],
  [
    "det of a singular matrix",
    (x) => linalg.det(x),
    [
      [
        [1, 2],
        [2, 4],
      ],
    ],
    [
      [
        [4, -2],
        [-2, 1],
      ],
    ],
  ],
  [
    "singular values, repeated",
    (x) => linalg.svd(x).s.sum(),
    [
      [
        [2, 0],
        [0, 2],
      ],
    ],
    [
      [
        [1, 0],
        [0, 1],
      ],
    ],
  ],
  ["i1 at 0", (x) => special.i1(x), [0], [0.5]],
  ["spence at 1.2", (x) => special.spence(x), [1.2], [-Math.log(1.2) / 0.2]],
  ["logNdtr at -40", (x) => special.logNdtr(x), [-40], [40.024968847207276]],
  [
    "cosine similarity with a zero vector",
    (x, y) => divideNoNan(x.dot(y), mul(norm(x), norm(y))),
    [
      [0, 0],
      [1, 2],
    ],
    [
      [0, 0],
      [0, 0],
    ],
  ],
  ["a NaN from the branch not taken", (x) => where(tensor([true, false]), x, x.mul(NaN)).sum(), [[1, 2]], [[1, NaN]]],
];

describe.for(rows.map((row) => [row[0], row] as const))("%s", ([, [, f, at, gradients]]) => {
  test.for(["forward", "reverse"])("%s mode", (mode) => {
    const jacobian = mode === "forward" ? jacfwd : jacrev;
    gradients.forEach((want, argnums) => {
      if (want === undefined) return;
      const got = jacobian(f, { argnums })(...(at as never[])).tolist();
      compare(got, want);
    });
  });
});

function compare(got: unknown, want: unknown): void {
  if (Array.isArray(want)) {
    expect((got as unknown[]).length).toBe(want.length);
    want.forEach((w, i) => compare((got as unknown[])[i], w));
  } else if (Number.isFinite(want)) expect(got).toBeCloseTo(want as number, 12);
  else expect(got).toBe(want);
}

describe("rows that state a choice", () => {
  test("median of three equal numbers: the gradients sum to 1", () => {
    const got = jacrev((x) => median(x))([1, 1, 1]).tolist() as number[];
    expect(got.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
  });

  test("atan2 at (0, 0) has no NaN", () => {
    expect(jacrev(atan2, { argnums: [0, 1] })(0, 0).map((x) => Math.abs(x.item()))).toEqual([0, 0]);
  });

  test("pow(0, 0) with respect to y is stated and not NaN", () => {
    expect(jacrev(pow, { argnums: 1 })(0, 0).item()).not.toBeNaN();
  });

  test("xlogy(0, 0) is stated and not NaN", () => {
    for (const argnums of [0, 1]) expect(jacrev(xlogy, { argnums })(0, 0).item()).not.toBeNaN();
  });

  test("cummax of three equal numbers: every result has gradient 1 in all", () => {
    const rows = jacrev((x) => cummax(x, 0))([1, 1, 1]).tolist() as number[][];
    for (const row of rows) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
  });

  test("the variance of one point without correction is 0, with correction an error", () => {
    expect(variance([3]).item()).toBe(0);
    expect(() => variance([3], undefined, { correction: 1 })).toThrow(TensorError);
  });

  test("a repeated eigenvalue: what does not depend on the choice of vectors is exact", () => {
    const squares = (a: Tensor): Tensor => linalg.eigh(a).values.square().sum();
    expect(
      jacrev(squares)([
        [2, 0],
        [0, 2],
      ]).tolist(),
    ).toEqual([
      [4, 0],
      [0, 4],
    ]);
    const projector = (a: Tensor): Tensor => {
      const { vectors } = linalg.eigh(a);
      const pair = vectors.at(slice(), slice(0, 2));
      return pair
        .matmul(pair.transpose())
        .mul([
          [1, 2, 3],
          [2, 4, 5],
          [3, 5, 6],
        ])
        .sum();
    };
    const a = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 3],
    ];
    expect(jacrev(projector)(a).tolist()).toEqual(
      [
        [0, 0, -1.5],
        [0, 0, -2.5],
        [-1.5, -2.5, 0],
      ].map((row) => row.map((x) => expect.closeTo(x, 12))),
    );
  });

  test("pinv where the rank is deficient is finite, by the formula of constant rank", () => {
    const got = jacrev((a) => linalg.pinv(a).sum())([
      [1, 0],
      [0, 0],
    ]).tolist() as number[][];
    for (const row of got) for (const x of row) expect(Number.isFinite(x)).toBe(true);
  });
});
