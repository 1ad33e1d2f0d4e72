/** Sorting, searching and tables of values. */
import {
  argsort,
  digitize,
  grad,
  interp,
  jacfwd,
  jacrev,
  searchsorted,
  sort,
  sum,
  takeAlongAxis,
  type Tensor,
  TensorError,
  tensor,
  topk,
  trace,
  unique,
  uniqueAll,
  vmap,
  zeros,
} from "nabla";
import { describe, expect, test } from "vitest";

const inf = Number.POSITIVE_INFINITY;
const descending = { descending: true };

function code(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    return error instanceof TensorError ? error.code : String(error);
  }
  return "no error";
}

/** Numbers with many ties, zeros of both signs, infinities and NaN. */
function messy(n: number, seed = 1): number[] {
  let state = seed;
  const special = [NaN, -0, 0, inf, -inf, 1, -1];
  return Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' LCG
    const kind = state >>> 28;
    return kind < special.length ? special[kind] : ((state >>> 8) % 50) - 25;
  });
}

/** NaN above all, ties by place. */
const before =
  (x: readonly number[]) =>
  (i: number, j: number): number => {
    const [a, b] = [x[i], x[j]];
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || i - j;
    return a < b ? -1 : a > b ? 1 : i - j;
  };

describe("sort", () => {
  test.for([0, 1, 2, 7, 8, 9, 16, 17, 100, 1000])("%i numbers as by comparison, both ways, stable", (n) => {
    const x = messy(n, n + 1);
    const places = x.map((_, i) => i).sort(before(x));
    const t = tensor(Float64Array.from(x));
    expect(argsort(t).tolist()).toEqual(places);
    const sorted = sort(t).tolist() as number[];
    places.forEach((place, i) => expect(sorted[i]).toBe(x[place]));

    const up = before(x);
    const down = x.map((_, i) => i).sort((i, j) => (Object.is(x[i], x[j]) || x[i] === x[j] ? i - j : up(j, i)));
    expect(argsort(t, -1, descending).tolist()).toEqual(down);
    const fallen = sort(t, 0, descending).tolist() as number[];
    down.forEach((place, i) => expect(fallen[i]).toBe(x[place]));
  });

  test("along any axis, of any dtype", () => {
    const x = tensor([
      [3, 1],
      [2, 9],
      [1, 5],
    ]);
    expect(sort(x, 0).tolist()).toEqual([
      [1, 1],
      [2, 5],
      [3, 9],
    ]);
    expect(argsort(x, 0, descending).tolist()).toEqual([
      [0, 1],
      [1, 2],
      [2, 0],
    ]);
    expect(sort(tensor([3, -1, 2], { dtype: "int32" })).toString()).toBe("Tensor [-1, 2, 3] int32");
    expect(sort(tensor([3, 4294967295, 2], { dtype: "uint32" }), 0, descending).tolist()).toEqual([4294967295, 3, 2]);
    expect(sort([true, false, true]).tolist()).toEqual([false, true, true]);
    expect(sort(new Float32Array([2.5, 0.5])).dtype).toBe("float32");
    expect(sort(zeros([0, 2]), 0).shape).toEqual([0, 2]);
    expect(sort(zeros([2, 0])).shape).toEqual([2, 0]);
    expect(code(() => sort(1))).toBe("axis");
    expect(code(() => sort([1], 1))).toBe("axis");
  });

  test("its derivative is the permutation, in both modes and batched", () => {
    const f = (x: Tensor): Tensor => sort(x).mul([1, 2, 3]).sum();
    expect(grad(f)([5, 4, 6]).tolist()).toEqual([2, 1, 3]);
    expect(
      vmap(grad(f))([
        [5, 4, 6],
        [1, 1, 1],
      ]).tolist(),
    ).toEqual([
      [2, 1, 3],
      [1, 2, 3],
    ]);
    expect(jacfwd((x: Tensor) => sort(x, 0, descending))([1, 3]).tolist()).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(takeAlongAxis([[3, 1, 2]], argsort([[3, 1, 2]]), -1).tolist()).toEqual([[1, 2, 3]]);
  });

  test("topk", () => {
    const { values, indices } = topk(
      [
        [1, 5, 5],
        [7, NaN, 8],
      ],
      2,
    );
    expect([values.tolist(), indices.tolist()]).toEqual([
      [
        [5, 5],
        [NaN, 8],
      ],
      [
        [1, 2],
        [1, 2],
      ],
    ]);
    expect(topk([1, 2], 0).values.shape).toEqual([0]);
    expect(grad((x: Tensor) => topk(x, 2, 0).values.sum())([1, 3, 2]).tolist()).toEqual([0, 1, 1]);
    expect(code(() => topk([1, 2], 3))).toBe("value");
    expect(code(() => topk([1, 2], 0.5))).toBe("value");
  });
});

describe("search", () => {
  test("places for NaN and infinities; batches of either side", () => {
    expect(searchsorted([-inf, 0, inf, NaN], [-inf, inf, NaN]).tolist()).toEqual([0, 2, 3]);
    expect(searchsorted([1, 2, NaN], NaN, { side: "right" }).item()).toBe(3);
    expect(
      vmap((s, v) => searchsorted(s, v))(
        [
          [1, 2],
          [3, 4],
        ],
        [2, 5],
      ).tolist(),
    ).toEqual([1, 2]);
    expect(
      vmap((s, v) => searchsorted(s, v), { inAxes: [0, null] })(
        [
          [1, 2],
          [3, 4],
        ],
        [2, 5],
      ).tolist(),
    ).toEqual([
      [1, 2],
      [0, 2],
    ]);
    const twice = vmap((v) =>
      vmap((s) => searchsorted(s, v))([
        [1, 2],
        [3, 4],
      ]),
    );
    expect(twice([2, 5]).tolist()).toEqual([
      [1, 0],
      [2, 2],
    ]);
    expect(code(() => searchsorted([2, 1], 0))).toBe("value");
    expect(code(() => searchsorted([NaN, 1], 0))).toBe("value");
    expect(code(() => searchsorted([[1]], 0))).toBe("shape");
    expect(code(() => searchsorted([1], 0, { side: "middle" as never }))).toBe("value");
  });

  test("digitize", () => {
    expect(digitize([0, 1, 2], [1, 2]).tolist()).toEqual([0, 1, 2]);
    expect(digitize([0, 1, 2], [1, 2], { right: true }).tolist()).toEqual([0, 0, 1]);
  });

  test("interp and its derivatives in all arguments", () => {
    const [xp, fp] = [
      [0, 1, 3],
      [2, 4, 0],
    ];
    expect(interp([-1, 0, 0.5, 1, 2, 3, 9, -inf, inf], xp, fp).tolist()).toEqual([2, 2, 3, 4, 2, 0, 0, 2, 0]);
    expect(interp(NaN, xp, fp).item()).toBeNaN();
    expect(interp([0, 5], [1], [7]).tolist()).toEqual([7, 7]);
    expect(interp([1, 2], [1, 1, 2, 2], [0, 5, 6, 9]).tolist()).toEqual([5, 9]);
    expect(jacrev((x: Tensor) => interp(x, xp, fp).sum())([-1, 0, 0.5, 1, 2, 3, 9]).tolist()).toEqual([
      0, 2, 2, -2, -2, -2, 0,
    ]);
    expect(jacrev((f: Tensor) => interp(2, xp, f))(fp).tolist()).toEqual([0, 0.5, 0.5]);
    expect(jacrev((p: Tensor) => interp(2, p, fp))(xp).tolist()).toEqual([0, 1, 1]);
    expect(jacrev((p: Tensor) => interp([-5, 9], p, fp).sum())(xp).tolist()).toEqual([0, 0, 0]);
    expect(code(() => interp(1, [], []))).toBe("shape");
    expect(code(() => interp(1, [1, 2], [1]))).toBe("shape");
    expect(code(() => interp(1, [2, 1], [1, 1]))).toBe("value");
  });

  test("unique", () => {
    const { values, indices, inverse, counts } = uniqueAll([
      [2, NaN, 2],
      [NaN, 0, -0],
    ]);
    expect(values.tolist()).toEqual([0, 2, NaN]);
    expect(indices.tolist()).toEqual([4, 0, 1]);
    expect(inverse.tolist()).toEqual([
      [1, 2, 1],
      [2, 0, 0],
    ]);
    expect(counts.tolist()).toEqual([2, 2, 2]);
    expect(unique([]).shape).toEqual([0]);
    expect(grad((x: Tensor) => sum(unique(x)))([1, 3, 1]).tolist()).toEqual([1, 1, 0]);
    expect(code(() => trace((x: Tensor) => unique(x))([1, 2]))).toBe("concrete");
  });
});
