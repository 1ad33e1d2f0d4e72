/** Indexing against a naive reading of NumPy's rules, its derivatives, batches and errors. */
import * as fc from "fast-check";
import {
  arange,
  at,
  checkGradients,
  ellipsis,
  grad,
  type Index,
  jvp,
  nonzero,
  putAlongAxis,
  segmentMax,
  segmentMean,
  segmentMin,
  segmentProd,
  segmentSum,
  slice,
  Slice,
  take,
  takeAlongAxis,
  Tensor,
  tensor,
  vmap,
  withAt,
  zeros,
} from "nabla";
import { describe, expect, test } from "vitest";
import { type ErrorCode, TensorError } from "../src/base/errors.ts";
import { sum } from "../src/ops/reduce.ts";

function codeOf(f: () => unknown): ErrorCode | "no error" {
  try {
    f();
    return "no error";
  } catch (error) {
    if (error instanceof TensorError) return error.code;
    throw error;
  }
}

// ---------------------------------------------------------------- the naive reference

interface Found {
  readonly shape: readonly number[];
  /** Where each element of the result comes from, in row-major order. */
  readonly places: readonly number[];
}

type Item = number | Slice | null | typeof ellipsis | Nested;
type Nested = readonly (number | boolean | Nested)[];

const shapeOf = (a: unknown): number[] => (Array.isArray(a) ? [a.length, ...(a.length > 0 ? shapeOf(a[0]) : [])] : []);
const pick = (a: unknown, index: readonly number[]): number =>
  index.reduce<unknown>((b, i) => (b as Nested)[i], a) as number;
const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
const unravel = (place: number, shape: readonly number[]): number[] =>
  shape.map((size, axis) => Math.floor(place / product(shape.slice(axis + 1))) % size);

function isMask(item: Item): item is Nested {
  const flat = Array.isArray(item) ? (item as unknown[]).flat(9) : [];
  return flat.length > 0 && flat.every((v) => typeof v === "boolean");
}

/** Python's range(*slice.indices(size)). */
function placesOf({ start, stop, step }: Slice, size: number): number[] {
  const all: number[] = [];
  const clip = (v: number, low: number, high: number): number => Math.min(Math.max(v < 0 ? v + size : v, low), high);
  if (step > 0) {
    for (
      let i = start === undefined ? 0 : clip(start, 0, size);
      i < (stop === undefined ? size : clip(stop, 0, size));
      i += step
    )
      all.push(i);
  } else {
    for (
      let i = start === undefined ? size - 1 : clip(start, -1, size - 1);
      i > (stop === undefined ? -1 : clip(stop, -1, size - 1));
      i += step
    )
      all.push(i);
  }
  return all;
}

/** Each axis of the result, by NumPy's user guide, section "Combining advanced and basic indexing". */
function naive(shape: readonly number[], index: readonly Item[]): Found {
  const noMasks = index.flatMap((item): Item[] => {
    if (!isMask(item)) return [item];
    const sizes = shapeOf(item);
    const hits = Array.from({ length: product(sizes) }, (_, p) => unravel(p, sizes)).filter((i) => pick(item, i));
    return sizes.map((_, axis) => hits.map((hit) => hit[axis]));
  });
  const count = noMasks.filter((item) => item !== null && item !== ellipsis).length;
  const rest: Item[] = new Array<Item>(shape.length - count).fill(slice());
  const where = noMasks.indexOf(ellipsis);
  const full = where < 0 ? [...noMasks, ...rest] : noMasks.toSpliced(where, 1, ...rest);
  const anyArray = full.some(Array.isArray);
  const isAdvanced = (item: Item): boolean => Array.isArray(item) || (anyArray && typeof item === "number");
  const advanced = full.flatMap((item, i) => (isAdvanced(item) ? [i] : []));
  const shapes = advanced.map((i) => shapeOf(full[i]));
  const ndim = Math.max(0, ...shapes.map((s) => s.length));
  const common = Array.from({ length: ndim }, (_, k) => {
    const sizes = shapes.flatMap((s) => (k - (ndim - s.length) >= 0 ? [s[k - (ndim - s.length)]] : []));
    return sizes.find((size) => size !== 1) ?? 1;
  });
  const together = advanced.every((i, k) => i === advanced[0] + k);
  // One entry for each axis of the result: a place along the axis of x, or a coordinate of the arrays.
  type Axis = { readonly size: number; readonly item: number; readonly values?: number[]; readonly array?: number };
  const axes: Axis[] = [];
  const arrays = common.map((size, array): Axis => ({ size, item: -1, array }));
  if (anyArray && !together) axes.push(...arrays);
  let axis = 0;
  const sources: number[] = [];
  full.forEach((item, i) => {
    sources[i] = axis;
    if (item === null) axes.push({ size: 1, item: -1 });
    else if (item instanceof Slice) {
      const values = placesOf(item, shape[axis]);
      axes.push({ size: values.length, item: i, values });
    } else if (anyArray && together && i === advanced[0]) axes.push(...arrays);
    if (item !== null) axis++;
  });
  const out = axes.map(({ size }) => size);
  const places = Array.from({ length: product(out) }, (_, p) => {
    const coordinate = unravel(p, out);
    const inX = new Array<number>(shape.length).fill(0);
    const inArrays = new Array<number>(ndim).fill(0);
    axes.forEach(({ item, values, array }, k) => {
      if (values !== undefined) inX[sources[item]] = values[coordinate[k]];
      if (array !== undefined) inArrays[array] = coordinate[k];
    });
    full.forEach((item, i) => {
      const size = shape[sources[i]];
      if (typeof item === "number") inX[sources[i]] = (item + size) % size;
      if (Array.isArray(item)) {
        const own = shapeOf(item);
        const value = pick(
          item,
          own.map((n, k) => (n === 1 ? 0 : inArrays[ndim - own.length + k])),
        );
        inX[sources[i]] = (value + size) % size;
      }
    });
    return inX.reduce((at, i, k) => at * shape[k] + i, 0);
  });
  return { shape: out, places };
}

// ---------------------------------------------------------------- random indices

const optional = (arbitrary: fc.Arbitrary<number>): fc.Arbitrary<number | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const anySlice: fc.Arbitrary<Slice> = fc
  .tuple(
    optional(fc.integer({ min: -6, max: 6 })),
    optional(fc.integer({ min: -6, max: 6 })),
    fc.integer({ min: -3, max: 3 }),
  )
  .map(([start, stop, step]) => slice(start, stop, step === 0 ? 1 : step));

function nestedOf(shape: readonly number[], element: fc.Arbitrary<number | boolean>): fc.Arbitrary<Nested> {
  if (shape.length === 1) return fc.array(element, { minLength: shape[0], maxLength: shape[0] });
  return fc.array(nestedOf(shape.slice(1), element), { minLength: shape[0], maxLength: shape[0] });
}

/** An array of indices into an axis that broadcasts to a common shape. */
function indicesInto(size: number, common: readonly number[]): fc.Arbitrary<Item> {
  return fc
    .tuple(
      fc.integer({ min: 0, max: common.length - 1 }),
      fc.array(fc.boolean(), { minLength: common.length, maxLength: common.length }),
    )
    .chain(([drop, ones]) => {
      const shape = common.map((n, i) => (ones[i] ? 1 : n)).slice(drop);
      return nestedOf(shape, fc.integer({ min: -size, max: size - 1 }));
    });
}

function itemInto(size: number, common: readonly number[]): fc.Arbitrary<Item> {
  if (size === 0) return anySlice;
  return fc.oneof(anySlice, fc.integer({ min: -size, max: size - 1 }), indicesInto(size, common));
}

interface Case {
  readonly shape: readonly number[];
  readonly index: readonly Item[];
}

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
    common: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }),
  })
  .chain(({ shape, common }) =>
    fc.record({
      shape: fc.constant(shape),
      items: fc.tuple(...shape.map((size) => itemInto(size, common))),
      drop: fc.integer({ min: 0, max: shape.length }),
      hole: fc.option(fc.integer({ min: 0, max: shape.length }), { nil: undefined }),
      news: fc.array(fc.integer({ min: 0, max: shape.length }), { maxLength: 2 }),
    }),
  )
  .map(({ shape, items, drop, hole, news }) => {
    // Axes without an item at the end, or, with an ellipsis, in the middle.
    const index: Item[] =
      hole === undefined ? items.slice(0, shape.length - drop) : items.toSpliced(hole, drop, ellipsis as Item);
    for (const place of news) index.splice(place, 0, null);
    return { shape, index };
  });

/** A mask over some neighbouring axes, the others whole or sliced. */
const maskCase: fc.Arbitrary<Case> = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
    from: fc.integer({ min: 0, max: 3 }),
    count: fc.integer({ min: 1, max: 2 }),
  })
  .chain(({ shape, from, count }) => {
    const first = Math.min(from, shape.length - 1);
    const covered = shape.slice(first, first + count);
    return fc.record({
      shape: fc.constant(shape),
      before: fc.tuple(
        ...shape.slice(0, first).map((size) => fc.oneof(anySlice, fc.integer({ min: -size, max: size - 1 }))),
      ),
      mask: nestedOf(covered, fc.boolean()),
      news: fc.boolean(),
    });
  })
  .map(({ shape, before, mask, news }) => ({ shape, index: [...before, mask, ...(news ? [null] : [])] }));

const show = ({ shape, index }: Case): string =>
  `[${shape}] at ${index.map((i) => (Array.isArray(i) ? JSON.stringify(i) : String(i))).join("; ")}`;

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

// ---------------------------------------------------------------- derivatives

const weights = (x: Tensor): Tensor => sum(x.mul(arange(x.size).mul(0.7).add(0.3).reshape(x.shape)));

const x34 = arange(12).mul(0.5).sub(2).reshape([3, 4]);

test.each<[string, readonly Index[]]>([
  ["integers", [1, -1]],
  ["slices", [slice(null, null, -2), slice(1, 3)]],
  ["new axes", [null, slice(2, 0, -1), null, 1]],
  [
    "arrays",
    [
      [0, 2, 0],
      [1, 1, 1],
    ],
  ],
  ["an array with duplicates", [[0, 0, 2, 0]]],
  [
    "array and slice",
    [
      slice(0, 2),
      [
        [0, 3],
        [3, 3],
      ],
    ],
  ],
  ["mask", [[true, false, true]]],
  ["nothing", [slice(2, 1)]],
])("derivatives of at and with: %s", (_, index) => {
  checkGradients((x: Tensor) => x.at(...index).mul(x.at(...index)), { order: 2 })(x34);
  const part = x34.at(...index);
  const value = part.mul(0.3).add(arange(part.size).mul(0.01).add(0.2).reshape(part.shape)); // no ties
  for (const op of ["set", "add", "mul", "min", "max"] as const) {
    checkGradients((x: Tensor, v: Tensor) => weights(x.with(index, v, { op })).mul(2), { order: 2 })(x34, value);
  }
});

test("gradients where places are chosen twice", () => {
  const f = (op: "set" | "add" | "mul" | "min" | "max") => (x: Tensor, v: Tensor) =>
    weights(x.with([[1, 1, 0]], v, { op }));
  const both = (op: Parameters<typeof f>[0], x: number[], v: number[]): unknown =>
    grad(f(op), { argnums: [0, 1] })(x, v).map((g) => g.toArray().map((n: number) => Math.round(n * 1e12) / 1e12));
  // the weights are 0.3, 1, 1.7
  expect(both("set", [1, 2, 3], [4, 5, 6])).toEqual([
    [0, 0, 1.7],
    [0, 1, 0.3],
  ]);
  expect(both("add", [1, 2, 3], [4, 5, 6])).toEqual([
    [0.3, 1, 1.7],
    [1, 1, 0.3],
  ]);
  expect(both("mul", [1, 2, 3], [4, 5, 6])).toEqual([
    [1.8, 20, 1.7],
    [10, 8, 0.3],
  ]);
  expect(both("mul", [1, 2, 3], [0, 5, 6])).toEqual([
    [1.8, 0, 1.7],
    [10, 0, 0.3],
  ]);
  expect(both("mul", [1, 2, 3], [0, 0, 0])).toEqual([
    [0, 0, 1.7],
    [0, 0, 0.3],
  ]);
  expect(both("max", [1, 2, 3], [4, 4, 1])).toEqual([
    [0.15, 0, 1.7],
    [0.5, 0.5, 0.15],
  ]);
  expect(both("min", [1, 2, 3], [2, 2, 1])).toEqual([
    [0.15, 0.333333333333, 1.7],
    [0.333333333333, 0.333333333333, 0.15],
  ]);
});

test("second derivatives of products with zeros", () => {
  const f = (v: Tensor): Tensor => sum(withAt([2, 3], [[0, 0, 1, 0]], v, { op: "mul" }));
  for (const v of [
    [1.5, 2, 3, 4],
    [0, 2, 3, 4],
    [0, 0, 3, 4],
    [0, 0, 0, 0],
  ])
    checkGradients(f, { order: 3 })(v);
});

test("an infinite cotangent does not reach what was overwritten", () => {
  const f = (v: Tensor): Tensor => sum(withAt([1], [[0, 0]], v).div(0));
  expect(grad(f)([1, 2]).toArray()).toEqual([0, Infinity]);
  expect(grad((x: Tensor) => sum(x.with([0], 2).div(0)))([1]).toArray()).toEqual([0]);
});

test("derivatives of take, takeAlongAxis, putAlongAxis and segments", () => {
  checkGradients(
    (x: Tensor) =>
      take(
        x,
        [
          [0, 2],
          [2, 2],
        ],
        1,
      ).mul(2),
    { order: 2 },
  )(x34);
  checkGradients(
    (x: Tensor) =>
      takeAlongAxis(
        x.mul(x),
        [
          [3, 0],
          [0, 0],
          [1, 2],
        ],
        1,
      ),
    { order: 2 },
  )(x34);
  checkGradients(
    (x: Tensor, v: Tensor) =>
      putAlongAxis(
        x,
        [
          [0, 0],
          [1, 3],
          [2, 2],
        ],
        v.mul(v),
        1,
      ),
    { order: 2 },
  )(x34, [
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const ids = [1, 0, 1];
  for (const f of [segmentSum, segmentMean, segmentProd, segmentMax, segmentMin]) {
    checkGradients((x: Tensor) => f(x.mul(x), ids, 2), { order: 2 })(x34.add(0.1));
  }
  expect(grad((x: Tensor) => sum(segmentMax(x, [0, 0, 0], 1)))([1, 3, 3]).toArray()).toEqual([0, 0.5, 0.5]);
});

test("forward mode", () => {
  const [out, tangent] = jvp((x: Tensor) => x.at([2, 0]).mul(2))([[1, 2, 3]], [[10, 20, 30]]);
  expect([out.toArray(), tangent.toArray()]).toEqual([
    [6, 2],
    [60, 20],
  ]);
});

// ---------------------------------------------------------------- batches

const batch = arange(24).mul(0.37).sub(3).reshape([2, 3, 4]);

function expectLikeLoop(f: (...xs: Tensor[]) => Tensor, inAxes: readonly (0 | null)[], ...args: Tensor[]): void {
  const got = vmap(f, { inAxes })(...args);
  const size = args[inAxes.indexOf(0)].shape[0];
  for (let i = 0; i < size; i++) {
    const want = f(...args.map((x, k) => (inAxes[k] === 0 ? x.at(i) : x)));
    expect(got.at(i).toArray()).toEqual(want.toArray());
  }
}

test("at and take under vmap, with batched indices or values or both", () => {
  const i = tensor(
    [
      [0, -1],
      [2, 1],
    ],
    { dtype: "int32" },
  );
  expectLikeLoop((x) => x.at(slice(), [0, 2, 2]), [0], batch);
  expectLikeLoop((x) => x.at(slice(null, null, -1), null, 1), [0], batch);
  expectLikeLoop((x, k) => x.at(k), [0, 0], batch, i);
  expectLikeLoop((x, k) => x.at(k), [null, 0], x34, i);
  expectLikeLoop((x, k) => x.at(k, k), [0, null], batch, tensor([1, 0]));
  expectLikeLoop((x, k) => take(x, k, 1), [0, 0], batch, i);
  expectLikeLoop((x, k) => x.at(slice(), k), [null, 0], x34, i);
  expectLikeLoop((x, k) => x.at(k), [null, 0], x34, tensor([2, 0]));
  expectLikeLoop((x, k) => takeAlongAxis(x, k, 0), [0, 0], batch, tensor([[[0, 1, 2, 0]], [[2, 2, -1, 0]]]));
  expectLikeLoop((x, k) => grad((y: Tensor) => weights(y.at(k)))(x), [0, 0], batch, i);
});

test.each(["set", "add", "mul", "min", "max"] as const)("with under vmap: %s", (op) => {
  const i = tensor([
    [0, -1, 0],
    [2, 1, 2],
  ]);
  const v = arange(24).mul(0.21).reshape([2, 3, 4]);
  for (const axes of [
    [0, 0, 0],
    [0, null, null],
    [null, 0, null],
    [null, null, 0],
    [0, 0, null],
  ] as const) {
    const args = [axes[0] === 0 ? batch : x34, axes[1] === 0 ? i : i.at(0), axes[2] === 0 ? v : v.at(1)];
    expectLikeLoop((x, k, u) => x.with([k], u, { op }), axes, ...args);
    expectLikeLoop((x, k, u) => grad((y: Tensor) => weights(y.with([k], u, { op })))(x), axes, ...args);
    expectLikeLoop((x, k, u) => grad((y: Tensor) => weights(x.with([k], y, { op })))(u), axes, ...args);
  }
});

test("vmap of vmap", () => {
  const i = tensor([
    [[0], [1]],
    [[2], [0]],
  ]);
  const got = vmap(vmap((x: Tensor, k: Tensor) => x.at(k)))(batch.at(slice(), slice(0, 2)), i);
  expect(got.shape).toEqual([2, 2, 1]);
  expect(got.at(1, 0, 0).item()).toBe(batch.at(1, 0, 2).item());
  const sums = vmap((x: Tensor, k: Tensor) => segmentSum(x, k, 2))(batch, [
    [0, 1, 1],
    [0, 0, 0],
  ]);
  expect(sums.at(1).toArray()).toEqual(segmentSum(batch.at(1), [0, 0, 0], 2).toArray());
});

// ---------------------------------------------------------------- errors

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
