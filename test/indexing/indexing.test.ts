/** Indexing against a naive reading of NumPy's rules, and its errors. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import {
  arange,
  at,
  ellipsis,
  type Index,
  nonzero,
  putAlongAxis,
  segmentMax,
  segmentMean,
  segmentMin,
  segmentProd,
  segmentSum,
  slice,
  take,
  takeAlongAxis,
  type Tensor,
  tensor,
  vmap,
  withAt,
  zeros,
} from "nabla";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../src/base/errors.ts";
import { codeOf } from "./codeOf.ts";
import { anyCase, maskCase, naive, product, show } from "./naive.ts";

describe("against a naive reading of NumPy's rules", () => {
  test.each([
    ["arrays, slices and integers", anyCase],
    ["masks", maskCase],
  ] as const)("at, %s", (_, cases) => {
    fc.assert(
      fc.property(cases, (c) => {
        const x = arange(product(c.shape)).reshape(c.shape);
        const want = naive(c.shape, c.index);
        const got = x.at(...(c.index as Index[]));
        expect(got.shape, show(c)).toEqual(want.shape);
        expect([...got.data()], show(c)).toEqual(want.places);
      }),
      { numRuns: 1500 },
    );
  });

  test.each(["set", "add", "mul", "min", "max"] as const)("with, %s", (op) => {
    const combine = {
      set: (_: number, b: number) => b,
      add: (a: number, b: number) => a + b,
      mul: (a: number, b: number) => a * b,
      min: Math.min,
      max: Math.max,
    };
    fc.assert(
      fc.property(fc.oneof(anyCase, maskCase), (c) => {
        const x = arange(product(c.shape)).add(0.5).reshape(c.shape);
        const { shape, places } = naive(c.shape, c.index);
        const value = arange(places.length).mul(0.25).sub(1).reshape(shape);
        const want = [...x.data()];
        places.forEach((place, i) => {
          want[place] = combine[op](want[place], i * 0.25 - 1);
        });
        const got = x.with(c.index as Index[], value, { op });
        expect(got.shape).toEqual(c.shape);
        expect([...got.data()], show(c)).toEqual(want);
      }),
      { numRuns: 300 },
    );
  });

  test("indices as tensors of every dtype, and as typed arrays", () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    for (const dtype of ["int32", "float64", "float32"] as const) {
      expect(x.at(slice(), tensor([2, -1, 0], { dtype })).toArray()).toEqual([
        [3, 3, 1],
        [6, 6, 4],
      ]);
    }
    expect(x.at(tensor([1], { dtype: "uint32" })).toArray()).toEqual([[4, 5, 6]]);
    expect(x.at(Int32Array.of(1, 0)).toArray()).toEqual([
      [4, 5, 6],
      [1, 2, 3],
    ]);
    expect(x.at(tensor(1)).toArray()).toEqual([4, 5, 6]);
    expect(x.at(x.at(0).at(0)).toArray()).toEqual([4, 5, 6]);
    expect(x.at([]).shape).toEqual([0, 3]);
    expect(x.at().toArray()).toEqual(x.toArray());
    expect(tensor(5).at().toArray()).toBe(5);
    expect(tensor(5).at(null, ellipsis, null).shape).toEqual([1, 1]);
  });
});

// ---------------------------------------------------------------- NumPy itself

interface Row {
  readonly shape: readonly number[];
  readonly index: readonly Encoded[];
}
type Encoded =
  | number
  | null
  | "..."
  | { readonly slice: readonly [number | null, number | null, number | null] }
  | { readonly shape: readonly number[]; readonly data: readonly number[]; readonly mask?: true };

function decode(item: Encoded): Index {
  if (item === "...") return ellipsis;
  if (item === null || typeof item === "number") return item;
  if ("slice" in item) return slice(...item.slice);
  return tensor(item.data, { dtype: item.mask ? "bool" : "int32" }).reshape(item.shape);
}

const golden = JSON.parse(readFileSync(new URL("../fixtures/indexing.json", import.meta.url), "utf8")) as {
  readonly reads: readonly (Row & { readonly outShape: readonly number[]; readonly out: readonly number[] })[];
  readonly errors: readonly Row[];
};

describe("as NumPy", () => {
  test("reads, and writes what was read", () => {
    for (const { shape, index, outShape, out } of golden.reads) {
      const x = arange(product(shape)).reshape(shape);
      const items = index.map(decode);
      const got = x.at(...items);
      expect([got.shape, [...got.data()]], JSON.stringify({ shape, index })).toEqual([outShape, out]);
      expect(
        x
          .mul(0)
          .with(items, got)
          .at(...items)
          .toArray(),
      ).toEqual(got.toArray());
    }
  });

  test("errors", () => {
    for (const { shape, index } of golden.errors) {
      const x = zeros(shape);
      expect(["index", "shape"], JSON.stringify({ shape, index })).toContain(codeOf(() => x.at(...index.map(decode))));
    }
  });
});

// ---------------------------------------------------------------- functions

test("take, takeAlongAxis, putAlongAxis", () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(
    take(x, [
      [0, 5],
      [-1, 2],
    ]).toArray(),
  ).toEqual([
    [1, 6],
    [6, 3],
  ]);
  expect(take(x, 1, 1).toArray()).toEqual([2, 5]);
  expect(take(x, [[1], [0]], 0).shape).toEqual([2, 1, 3]);
  expect(takeAlongAxis(x, [[2, 0, -3, 1]], 1).toArray()).toEqual([
    [3, 1, 1, 2],
    [6, 4, 4, 5],
  ]);
  expect(takeAlongAxis([[1, 2, 3]], [[0], [2]], -1).toArray()).toEqual([[1], [3]]);
  expect(
    putAlongAxis(
      x,
      [
        [0, 0],
        [2, -1],
      ],
      [[7, 8]],
      1,
    ).toArray(),
  ).toEqual([
    [8, 2, 3],
    [4, 5, 8],
  ]);
  expect(putAlongAxis(x, [[0, 0]], 1, 1, { op: "add" }).toArray()).toEqual([
    [3, 2, 3],
    [6, 5, 6],
  ]);
});

test("nonzero and masks", () => {
  expect(
    nonzero([
      [0, 2],
      [3, 0],
    ]).map((i) => i.toArray()),
  ).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(nonzero([0, Number.NaN, -0]).map((i) => i.toArray())).toEqual([[1]]);
  expect(nonzero(zeros([2, 0])).map((i) => i.shape)).toEqual([[0], [0]]);
  const x = tensor([
    [1, -2],
    [-3, 4],
  ]);
  expect(
    x
      .booleanMask([
        [true, false],
        [false, true],
      ])
      .toArray(),
  ).toEqual([1, 4]);
  expect(x.booleanMask([false, true]).toArray()).toEqual([[-3, 4]]);
  expect(x.at(slice(), [true, false]).toArray()).toEqual([[1], [-3]]);
  expect(
    x
      .with(
        tensor([
          [true, false],
          [false, true],
        ]),
        0,
      )
      .toArray(),
  ).toEqual([
    [0, -2],
    [-3, 0],
  ]);
});

test("segments", () => {
  const x = tensor([
    [1, 2],
    [3, 0],
    [5, 6],
    [3, 0],
  ]);
  const ids = [1, 0, 1, -2];
  expect(segmentSum(x, ids, 3).toArray()).toEqual([
    [3, 0],
    [9, 8],
    [0, 0],
  ]);
  expect(segmentMean(x, ids, 3).toArray()).toEqual([
    [3, 0],
    [3, 8 / 3],
    [Number.NaN, Number.NaN],
  ]);
  expect(segmentProd(x, ids, 3).toArray()).toEqual([
    [3, 0],
    [15, 0],
    [1, 1],
  ]);
  expect(segmentMax(x, ids, 3).toArray()).toEqual([
    [3, 0],
    [5, 6],
    [-Infinity, -Infinity],
  ]);
  expect(segmentMin(x, ids, 3).toArray()).toEqual([
    [3, 0],
    [1, 0],
    [Infinity, Infinity],
  ]);
  expect(segmentMin(tensor([1, 2], { dtype: "int32" }), [1, 1], 2).toArray()).toEqual([2147483647, 1]);
  expect(segmentMax(tensor([1, 2], { dtype: "int32" }), [1, 1], 2).toArray()).toEqual([-2147483648, 2]);
  expect(segmentMin(tensor([1, 2], { dtype: "uint32" }), [1, 1], 2).toArray()).toEqual([4294967295, 1]);
  expect(segmentMax(tensor([1, 2], { dtype: "uint32" }), [1, 1], 2).toArray()).toEqual([0, 2]);
  expect(segmentSum(tensor([true, true]), [0, 0], 1).toArray()).toEqual([2]);
  expect(
    segmentSum(
      x,
      [
        [0, 1],
        [1, 0],
        [0, 0],
        [1, 1],
      ],
      2,
    ).toArray(),
  ).toEqual([12, 8]);
  expect(segmentSum(zeros([0, 3]), [], 2).toArray()).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
});

test("the result of with has the dtype of x", () => {
  expect(tensor([1, 2], { dtype: "int32" }).with([0], 2.7).toString()).toBe("Tensor [2, 2] int32");
  expect(tensor([1, 2], { dtype: "float32" }).with([0], tensor(0.5)).dtype).toBe("float32");
  expect(tensor([true, false]).with([1], true).toArray()).toEqual([true, true]);
  expect(
    tensor([true, false])
      .with([[0, 0, 1]], true, { op: "add" })
      .data(),
  ).toEqual(Uint8Array.of(1, 1));
  expect(tensor([65536, 3], { dtype: "int32" }).with([0], 65537, { op: "mul" }).toArray()).toEqual([65536, 3]);
  const many = withAt(zeros(1, { dtype: "float32" }), [new Int32Array(1000)], 0.1, { op: "add" });
  expect(many.item()).toBe(Math.fround(1000 * Math.fround(0.1)));
});

// ---------------------------------------------------------------- errors

const x34 = arange(12).mul(0.5).sub(2).reshape([3, 4]);

test.each<[ErrorCode, () => unknown]>([
  ["index", () => x34.at(3)],
  ["index", () => x34.at(-4)],
  ["index", () => x34.at(1.5)],
  ["index", () => x34.at(Number.NaN)],
  ["index", () => x34.at([0, 3])],
  ["index", () => x34.at([0.5])],
  ["index", () => x34.at(tensor([0, Number.NaN]))],
  ["index", () => take([], [0])],
  ["index", () => take(x34, [4], 1)],
  ["index", () => takeAlongAxis(x34, [[4]], 1)],
  ["index", () => putAlongAxis(x34, [[3]], 1, 0)],
  ["index", () => x34.with([[3]], 0)],
  ["index", () => segmentSum([1], [2], 2)],
  ["index", () => vmap((x: Tensor, k: Tensor) => x.at(k))(x34, [0, 1, 4])],
  ["shape", () => x34.at(0, 0, 0)],
  ["shape", () => tensor(1).at(0)],
  ["shape", () => x34.at(ellipsis, 0, 0, slice())],
  ["shape", () => x34.at([0, 1], [0, 1, 2])],
  ["shape", () => x34.at([true, false])],
  ["shape", () => x34.at([[true, false, true]])],
  ["shape", () => x34.at(tensor(true))],
  ["shape", () => x34.with([0], [1, 2])],
  ["shape", () => x34.with([0], [[1, 2, 3, 4]])],
  ["shape", () => segmentSum(x34, [0, 1], 2)],
  ["shape", () => takeAlongAxis(x34, [0], 1)],
  ["shape", () => nonzero(3)],
  ["value", () => x34.at(ellipsis, ellipsis)],
  ["value", () => x34.at("0:1" as never)],
  ["value", () => x34.at(undefined as never)],
  ["value", () => x34.at({} as never)],
  ["value", () => x34.at(true)],
  ["value", () => slice(0, 1, 0)],
  ["value", () => slice(0.5)],
  ["value", () => x34.with([0], 1, { op: "sub" as never })],
  ["value", () => segmentSum([1], [0], -1)],
  ["value", () => segmentSum([1], [0], Number.NaN)],
  ["ragged", () => x34.at([[0, 1], [2]])],
  ["dtype", () => take(x34, [true], 0)],
  ["dtype", () => x34.booleanMask([0, 1, 1])],
  ["axis", () => take(x34, [0], 2)],
  ["axis", () => takeAlongAxis(x34, [[0]], -3)],
  ["concrete", () => vmap((x: Tensor) => x.at(x.astype("bool")))(x34)],
  ["concrete", () => vmap((x: Tensor) => nonzero(x))(x34)],
  ["shape", () => [...tensor(1)]],
])("error %s: %s", (code, f) => {
  expect(codeOf(f)).toBe(code);
});

test("an error names the index, its place and the axis", () => {
  expect(() =>
    at(x34, slice(), [
      [0, 1],
      [7, 2],
    ]),
  ).toThrow("at: index 7 at [1, 0] of the indices is out of range on axis 1 of size 4");
  for (const index of [4, -5, 0.5, NaN]) {
    expect(codeOf(() => x34.at(slice(), [0, index]))).toBe("index");
    expect(codeOf(() => x34.at(1, index))).toBe("index");
    expect(codeOf(() => take(x34, [index], 1))).toBe("index");
  }
  expect(x34.at(slice(), [-4]).toArray()).toEqual(x34.at(slice(), [0]).toArray());
  expect(() => x34.with([0], [1, 2])).toThrow(/^with: .*value.* does not broadcast/);
  expect(() => x34.with([5], 0)).toThrow("with: index 5 is out of range on axis 0 of size 3");
  expect(() => take(x34, [0.5], 0)).toThrow("take: index 0.5 at [0] of the indices is not an integer");
});

test("iteration and T", () => {
  expect(
    [
      ...tensor([
        [1, 2],
        [3, 4],
      ]),
    ].map((x) => x.toArray()),
  ).toEqual([
    [1, 2],
    [3, 4],
  ]);
  const [a, b] = tensor([5, 6]);
  expect(a.add(b).item()).toBe(11);
  expect([...zeros([0, 2])]).toEqual([]);
  expect(tensor([[1, 2]]).T.toArray()).toEqual([[1], [2]]);
  expect(zeros([2, 3, 4]).T.shape).toEqual([4, 3, 2]);
});
