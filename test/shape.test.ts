/** Shape: derivatives, batches, dtypes, edges and errors. Values of NumPy are in test/ops/calls.test.ts. */
import * as fc from "fast-check";
import {
  arange,
  astype,
  broadcastArrays,
  broadcastTo,
  checkGradients,
  concat,
  diag,
  diagonal,
  expandDims,
  flatten,
  flip,
  full,
  grad,
  moveaxis,
  ones,
  pad,
  ravel,
  repeat,
  reshape,
  roll,
  rot90,
  split,
  squeeze,
  stack,
  swapaxes,
  type Tensor,
  tensor,
  tile,
  transpose,
  tril,
  triu,
  unstack,
  vmap,
  windows,
  zeros,
} from "nabla";
import { trace } from "nabla/linalg";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../src/base/errors.ts";
import { traceFlat } from "../src/core/program.ts";
import { codeOf } from "./indexing/codeOf.ts";

// ---------------------------------------------------------------- every function of shape

/** Linear functions of one tensor of this shape. */
const cases: readonly (readonly [string, readonly number[], (x: Tensor) => Tensor | Tensor[]])[] = [
  ["reshape", [2, 3], (x) => reshape(x, [3, -1])],
  ["flatten", [2, 3], (x) => flatten(x)],
  ["ravel", [], (x) => ravel(x)],
  ["transpose", [2, 3, 2], (x) => transpose(x)],
  ["transpose by axes", [2, 3, 2], (x) => transpose(x, [1, -1, 0])],
  ["moveaxis", [2, 3, 2], (x) => moveaxis(x, [0, 1], [-1, 0])],
  ["swapaxes", [2, 3], (x) => swapaxes(x, 0, -1)],
  ["squeeze", [1, 3, 1], (x) => squeeze(x)],
  ["squeeze an axis", [1, 3, 1], (x) => squeeze(x, -1)],
  ["expandDims", [2, 3], (x) => expandDims(x, [0, -1])],
  ["broadcastTo", [3, 1], (x) => broadcastTo(x, [2, 3, 2])],
  ["broadcastArrays", [3, 1], (x) => broadcastArrays([x, [1, 2]])],
  ["concat", [2, 2], (x) => concat([x, [[1, 2]], x])],
  ["concat, axis", [2, 2], (x) => concat([[[1], [2]], x, x], -1)],
  [
    "stack",
    [2, 2],
    (x) =>
      stack(
        [
          x,
          x,
          [
            [1, 2],
            [3, 4],
          ],
        ],
        1,
      ),
  ],
  ["unstack", [2, 3], (x) => unstack(x, 1)],
  ["split", [6, 2], (x) => split(x, 3)],
  ["split at", [2, 5], (x) => split(x, [1, 1, -1], 1)],
  ["tile", [2, 3], (x) => tile(x, [2, 1, 2])],
  ["tile, no copy", [2, 3], (x) => tile(x, 0)],
  ["repeat", [2, 3], (x) => repeat(x, 2, 1)],
  ["repeat each", [2, 3], (x) => repeat(x, [1, 0, 3], 1)],
  ["repeat, flat", [2, 2], (x) => repeat(x, 2)],
  ["flip", [2, 3], (x) => flip(x)],
  ["flip an axis", [2, 3], (x) => flip(x, 1)],
  ["roll", [2, 3], (x) => roll(x, -1)],
  ["roll axes", [2, 3], (x) => roll(x, [1, 5], [0, 1])],
  ["rot90", [2, 3], (x) => rot90(x, -1)],
  [
    "pad",
    [2, 3],
    (x) =>
      pad(x, [
        [1, 0],
        [0, 2],
      ]),
  ],
  ["pad with a value", [2, 3], (x) => pad(x, 1, { value: 7.5 })],
  ["pad edge", [2, 3], (x) => pad(x, 2, { mode: "edge" })],
  ["pad reflect", [2, 3], (x) => pad(x, 5, { mode: "reflect" })],
  ["pad symmetric", [2, 3], (x) => pad(x, 5, { mode: "symmetric" })],
  ["pad wrap", [2, 3], (x) => pad(x, [3, 4], { mode: "wrap" })],
  ["windows", [5, 2], (x) => windows(x, 3, 0)],
  ["windows with a step", [2, 7], (x) => windows(x, 3, -1, { step: 2 })],
  ["tril", [2, 3, 3], (x) => tril(x, 1)],
  ["triu", [3, 2], (x) => triu(x, -1)],
  ["diag of a vector", [3], (x) => diag(x, -1)],
  ["diag of a matrix", [3, 4], (x) => diag(x, 2)],
  ["diagonal", [2, 3, 4], (x) => diagonal(x, -1)],
  ["diagonal outside", [2, 3], (x) => diagonal(x, 9)],
  ["trace", [2, 3, 3], (x) => trace(x)],
  ["full", [2], (x) => full([3, 2], x)],
  ["astype", [2, 2], (x) => astype(x, x.dtype)],
];

const numbersFor = (shape: readonly number[]): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  return arange(size).mul(0.7).sub(1.3).reshape(shape);
};

const asList = (x: Tensor | Tensor[]): Tensor[] => (Array.isArray(x) ? x : [x]);
const values = (xs: Tensor | Tensor[]): unknown => asList(xs).map((x) => [x.shape, x.dtype, [...x.data()]]);

describe.each(cases)("%s", (_, shape, f) => {
  const x = numbersFor(shape);

  test("derivatives", () => {
    checkGradients((t: Tensor) => f(t.mul(t)), { order: 2 })(x);
  });

  test("batches", () => {
    const batch = stack([x, x.mul(-2), x.add(1)]);
    const got = asList(vmap((t: Tensor) => f(t))(batch));
    unstack(batch).forEach((one, i) => expect(values(got.map((y) => y.at(i)))).toEqual(values(f(one))));
    const axes = asList(vmap((t: Tensor) => f(t), { inAxes: -1 })(moveaxis(batch, 0, -1)));
    expect(values(axes)).toEqual(values(got));
  });

  test("traced", () => {
    const program = traceFlat((t) => asList(f(t)), [x]);
    expect(values(program.run([x]))).toEqual(values(f(x)));
  });

  test("dtypes", () => {
    for (const dtype of ["float32", "int32", "uint32", "bool"] as const) {
      const got = asList(f(astype(x, dtype)));
      const joined = _.startsWith("concat") || _.startsWith("stack") || _.startsWith("broadcastArrays");
      if (joined || (_ === "pad with a value" && dtype !== "float32")) continue;
      const summed = _ === "trace" && dtype === "bool" ? "int32" : dtype;
      expect(got.map((y) => y.dtype)).toEqual(got.map(() => summed));
      const want = asList(f(astype(astype(x, dtype), "float64"))).map((y) => [...astype(y, summed).data()]);
      expect(got.map((y) => [...y.data()])).toEqual(want);
    }
  });
});

// ---------------------------------------------------------------- edges

test("tensors without elements", () => {
  const empty = zeros([0, 3]);
  expect(reshape(empty, [3, 0, 2]).shape).toEqual([3, 0, 2]);
  expect(reshape(empty, [-1, 3]).shape).toEqual([0, 3]);
  expect(transpose(empty).shape).toEqual([3, 0]);
  expect(concat([empty, [[1, 2, 3]]]).toArray()).toEqual([[1, 2, 3]]);
  expect(split(empty, 1).map((x) => x.shape)).toEqual([[0, 3]]);
  expect(tile(empty, 2).shape).toEqual([0, 6]);
  expect(repeat(empty, [], 0).shape).toEqual([0, 3]);
  expect(repeat(empty, 3, 0).shape).toEqual([0, 3]);
  expect(flip(empty).shape).toEqual([0, 3]);
  expect(roll(empty, 1).shape).toEqual([0, 3]);
  expect(pad(empty, 1).shape).toEqual([2, 5]);
  expect(
    pad(
      empty,
      [
        [0, 0],
        [1, 1],
      ],
      { mode: "wrap" },
    ).shape,
  ).toEqual([0, 5]);
  expect(tril(empty).shape).toEqual([0, 3]);
  expect(diag([]).shape).toEqual([0, 0]);
  expect(diag([], 2).toArray()).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(diagonal(empty).shape).toEqual([0]);
  expect(trace(empty).item()).toBe(0);
  expect(unstack(empty)).toEqual([]);
  expect(stack([[], []]).shape).toEqual([2, 0]);
  expect(
    grad((x: Tensor) =>
      concat([x, [2]])
        .mul(3)
        .at(0),
    )(zeros([0])).shape,
  ).toEqual([0]);
  expect(grad((x: Tensor) => pad(x, 1).at(0))(zeros([0])).shape).toEqual([0]);
});

test("NaN and infinities stay where they are", () => {
  const x = tensor([
    [Number.NaN, Infinity],
    [-Infinity, 1],
  ]);
  expect(tril(x).toArray()).toEqual([
    [Number.NaN, 0],
    [-Infinity, 1],
  ]);
  expect(triu(x, 1).toArray()).toEqual([
    [0, Infinity],
    [0, 0],
  ]);
  expect(diag([Infinity, 2]).toArray()).toEqual([
    [Infinity, 0],
    [0, 2],
  ]);
  expect(grad((t: Tensor) => tril(t.mul(x)).at(1, 1))(ones([2, 2])).toArray()).toEqual([
    [0, 0],
    [0, 1],
  ]);
  expect(
    trace([
      [1, Number.NaN],
      [Infinity, 2],
    ]).item(),
  ).toBe(3);
});

test("roll takes one shift for many axes, and many for one", () => {
  const x = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(roll(x, 1, [0, 1]).toArray()).toEqual([
    [6, 5],
    [2, 1],
    [4, 3],
  ]);
  expect(roll(x, [1, 1], 0).toArray()).toEqual(roll(x, 2, 0).toArray());
});

test("the value of a pad has a derivative", () => {
  checkGradients((x: Tensor, v: Tensor) => pad(x, [[1, 2]], { value: v }).mul([1, 2, 3, 4, 5]))([1, 2], 3);
});

test("cuts of split are slices", () => {
  const any = fc.record({
    size: fc.integer({ min: 0, max: 6 }),
    cuts: fc.array(fc.integer({ min: -8, max: 8 }), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(any, ({ size, cuts }) => {
      const all = Array.from({ length: size }, (_, i) => i);
      const want = [...cuts, undefined].map((stop, i) => all.slice(i === 0 ? 0 : cuts[i - 1], stop));
      expect(split(tensor(all), cuts).map((x) => x.toArray())).toEqual(want);
    }),
  );
});

test("a margin of any width is periodic", () => {
  const any = fc.record({ size: fc.integer({ min: 1, max: 4 }), low: fc.nat(9), high: fc.nat(9) });
  fc.assert(
    fc.property(any, ({ size, low, high }) => {
      const mirror = (i: number, period: number): number => Math.abs(((i % period) + period) % period);
      const at = {
        reflect: (i: number) =>
          size === 1 ? 0 : Math.min(mirror(i, 2 * size - 2), 2 * size - 2 - mirror(i, 2 * size - 2)),
        wrap: (i: number) => mirror(i, size),
      };
      for (const mode of ["reflect", "wrap"] as const) {
        const want = Array.from({ length: low + size + high }, (_, i) => at[mode](i - low));
        expect(pad(arange(size), [low, high], { mode }).toArray()).toEqual(want);
      }
    }),
  );
});

// ---------------------------------------------------------------- errors

test.each<[ErrorCode, string, () => unknown]>([
  ["shape", "elements that do not fit", () => reshape([1, 2, 3], [2, 2])],
  ["shape", "elements that are left over", () => reshape([1, 2, 3], [2])],
  ["shape", "elements that do not divide", () => reshape([1, 2, 3], [2, -1])],
  ["shape", "-1 beside 0", () => reshape([], [0, -1])],
  ["value", "two open sizes", () => reshape([1, 2], [-1, -1])],
  ["value", "a size of -2", () => reshape([1, 2], [-2])],
  ["value", "sizes one by one", () => (reshape as (...x: unknown[]) => unknown)([1, 2], "2")],
  ["axis", "a missing axis", () => transpose([[1]], [0])],
  ["axis", "an axis twice", () => transpose([[1]], [0, 0])],
  ["axis", "an axis out of range", () => moveaxis([[1]], 2, 0)],
  ["value", "lists of different length", () => moveaxis([[1]], [0, 1], [0])],
  ["axis", "swapaxes out of range", () => swapaxes([1], 0, 1)],
  ["shape", "an axis that is not 1", () => squeeze([1, 2], 0)],
  ["axis", "expandDims out of range", () => expandDims([1], 3)],
  ["axis", "expandDims twice", () => expandDims([1], [0, 0])],
  ["shape", "what does not broadcast", () => broadcastTo([1, 2], [3])],
  ["shape", "fewer axes", () => broadcastTo([[1]], [1])],
  [
    "shape",
    "arrays that do not broadcast",
    () =>
      broadcastArrays([
        [1, 2],
        [1, 2, 3],
      ]),
  ],
  ["value", "nothing to join", () => concat([])],
  ["value", "tensors one by one", () => concat(tensor([1]) as never)],
  ["axis", "scalars to concat", () => concat([1, 2])],
  ["shape", "other sizes", () => concat([[[1, 2]], [[1]]])],
  ["shape", "other ranks", () => concat([[1], [[1]]])],
  ["shape", "other shapes to stack", () => stack([[1], [1, 2]])],
  ["axis", "stack out of range", () => stack([[1]], 2)],
  ["axis", "a scalar to unstack", () => unstack(1)],
  ["shape", "unequal blocks", () => split([1, 2, 3], 2)],
  ["value", "no block", () => split([1, 2, 3], 0)],
  ["value", "a fractional cut", () => split([1, 2, 3], [0.5])],
  ["value", "negative reps", () => tile([1], -1)],
  ["shape", "counts that do not fit", () => repeat([1, 2, 3], [1, 2], 0)],
  ["value", "negative counts", () => repeat([1], -1)],
  ["axis", "flip out of range", () => flip([1], 1)],
  ["value", "a fractional shift", () => roll([1], 0.5)],
  ["value", "shifts without axes", () => roll([[1]], [1, 2, 3], [0, 1])],
  ["axis", "rot90 of a vector", () => rot90([1])],
  ["axis", "rot90 in one axis", () => rot90([[1]], 1, [0, 0])],
  ["value", "a negative margin", () => pad([1], -1)],
  ["value", "pairs that do not fit", () => pad([[1]], [[1, 1]])],
  ["value", "an unknown mode", () => pad([1], 1, { mode: "mirror" as never })],
  ["value", "an empty axis", () => pad([], 1, { mode: "edge" })],
  ["shape", "a value that is no scalar", () => pad([1], 1, { value: [1, 2] })],
  ["value", "a window that is too long", () => windows([1, 2], 3)],
  ["value", "an empty window", () => windows([1, 2], 0)],
  ["value", "the step 0 of windows", () => windows([1, 2], 1, 0, { step: 0 })],
  ["shape", "a vector to tril", () => tril([1, 2])],
  ["shape", "a vector to trace", () => trace([1, 2])],
  ["shape", "three axes to diag", () => diag(zeros([1, 1, 1]))],
  ["value", "a fractional k", () => diag([1], 0.5)],
])("error %s: %s", (code, _, f) => {
  expect(codeOf(f)).toBe(code);
});
