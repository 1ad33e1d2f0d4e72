/** Scans, sorts and searches, which are routines. */
import { afterEach, describe, expect, test } from "vitest";
import * as nabla from "nabla";
import { grad, jit, random, type Tensor, tensor, vmap } from "nabla";
import type { DType } from "../../src/base/dtypes.ts";
import { flatten } from "../../src/base/trees.ts";
import { numbers } from "../matrices.ts";
import type { Tolerance } from "./compare.ts";
import { by, check, compiled, expectSameErrors, type F, reference, restore } from "./engines.ts";

afterEach(restore);

const sample = (shape: readonly number[], dtype: DType, seed = 1): Tensor =>
  dtype === "bool"
    ? numbers(shape, seed).greater(0)
    : numbers(shape, seed)
        .mul(20)
        .round()
        .div(dtype === "float64" || dtype === "float32" ? 7 : 1)
        .astype(dtype);

// ---------------------------------------------------------------- lines

const NUMBERS: readonly DType[] = ["float64", "float32", "int32", "uint32"];
const ALL: readonly DType[] = [...NUMBERS, "bool"];
const EXACT: Tolerance = { float64: 0, float32: 0 };

const lines: readonly (readonly [string, readonly DType[], (x: Tensor, axis: number) => unknown])[] = [
  ["cumsum", ALL, (x, axis) => nabla.cumsum(x, axis)],
  ["cumprod", ALL, (x, axis) => nabla.cumprod(x, axis)],
  ["cummax", ALL, (x, axis) => nabla.cummax(x, axis)],
  ["cummin", ALL, (x, axis) => nabla.cummin(x, axis)],
  ["logcumsumexp", NUMBERS, (x, axis) => nabla.logcumsumexp(x, axis)],
  ["sort", ALL, (x, axis) => nabla.sort(x, axis)],
  ["sort descending", ALL, (x, axis) => nabla.sort(x, axis, { descending: true })],
  ["argsort", ALL, (x, axis) => nabla.argsort(x, axis)],
  ["argsort descending", ALL, (x, axis) => nabla.argsort(x, axis, { descending: true })],
  ["topk", ALL, (x, axis) => nabla.topk(x, 1, axis)],
];

describe.each(lines)("%s", (_, dtypes, f) => {
  test.each(dtypes)("%s", (dtype) => {
    for (const shape of [
      [1],
      [7],
      [3, 4],
      [5, 1, 3],
      [6, 70],
      [2500],
      [50, 60],
      [3, 40, 20],
      [3000, 1],
      [3, 0],
      [1030, 3],
    ]) {
      shape.forEach((size, axis) => {
        if (size > 0) check((x) => f(x, axis), [sample(shape, dtype)], EXACT, `${shape} along ${axis}`);
      });
    }
  });
});

const arrays = (x: unknown): unknown[] => flatten(x).leaves.map((leaf) => (leaf as Tensor).data());

test("NaN, infinities and zeros keep their places", () => {
  const values = Array.from(
    { length: 3000 },
    (_, i) => [Number.NaN, 1, -0, 0, Infinity, -Infinity, i, -i][(i * 7919) % 8],
  );
  for (const dtype of ["float64", "float32"] as const) {
    const x = tensor(values, { dtype });
    for (const [, , f] of lines) {
      const want = by(reference, () => f(x, 0));
      const run = jit((y: Tensor) => f(y, 0));
      // Signs of zeros too.
      for (const got of [run(x), by(compiled, () => f(x, 0))]) expect(arrays(got)).toEqual(arrays(want));
    }
  }
});

describe("searchsorted", () => {
  test.each(ALL)("%s", (dtype) => {
    for (const [n, count] of [
      [5, 7],
      [3000, 10],
      [10, 3000],
      [1, 2100],
      [0, 2100],
    ]) {
      const sorted = nabla.sort(sample([n], dtype));
      const values = sample([count], dtype, 2);
      for (const side of ["left", "right"] as const) {
        check((x, y) => nabla.searchsorted(x, y, { side }), [sorted, values], EXACT, `${n} ${count} ${side}`);
      }
    }
  });

  test("tables and values in a batch", () => {
    const [tables, values] = [nabla.sort(numbers([20, 30]), 1), numbers([20, 200])];
    check(vmap((x: Tensor, y: Tensor) => nabla.searchsorted(x, y)) as F, [tables, values], EXACT);
    check(
      vmap((x: Tensor, y: Tensor) => nabla.searchsorted(x, y), { inAxes: [null, 0] }) as F,
      [tables.at(0), values],
      EXACT,
    );
  });

  test("numbers that are not sorted", () => {
    const [sorted, values] = [nabla.arange(3000).astype("float64"), numbers([10])];
    const broken = tensor(sorted.data().map((x, i) => (i === 1234 ? -1 : x)));
    expectSameErrors((x, y) => nabla.searchsorted(x, y), [broken, values], [sorted, values], "value");
  });
});

test("derivatives of scans and sorts call no JavaScript", () => {
  const fs: readonly ((x: Tensor) => Tensor)[] = [
    (x) => nabla.cumsum(x, 0),
    (x) => nabla.cumprod(x, 1),
    (x) => nabla.cummax(x, 0),
    (x) => nabla.cummin(x, 1),
    (x) => nabla.logcumsumexp(x, 1),
    (x) => nabla.sort(x, 1),
    (x) => nabla.median(x, 0),
    (x) => nabla.prod(x, 1),
  ];
  for (const f of fs) {
    const gradient = grad((x: Tensor) => f(x).square().sum());
    for (const shape of [
      [3, 4],
      [50, 60],
    ]) {
      check(gradient as F, [random.uniform(random.key(3), shape)], { float64: 1e-10, float32: 0 }, String(f));
    }
  }
});
