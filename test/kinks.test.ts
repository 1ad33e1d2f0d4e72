/** The house's table of gradients at kinks, poles and ties: one test for each row, in both modes. */
import {
  atan2,
  cummax,
  jacfwd,
  jacrev,
  linalg,
  median,
  pow,
  slice,
  type Tensor,
  TensorError,
  variance,
  xlogy,
} from "nabla";
import { describe, expect, test } from "vitest";
import { rows } from "./kinkRows.ts";

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
