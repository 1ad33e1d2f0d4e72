/** Derivatives and batches of indexing. */
import {
  arange,
  checkGradients,
  grad,
  type Index,
  jvp,
  putAlongAxis,
  segmentMax,
  segmentMean,
  segmentMin,
  segmentProd,
  segmentSum,
  slice,
  sum,
  take,
  takeAlongAxis,
  type Tensor,
  tensor,
  vmap,
  withAt,
} from "nabla";
import { expect, test } from "vitest";
import { traceFlat } from "../../src/core/program.ts";
import { codeOf } from "./codeOf.ts";

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

test("traced, with indices that are not known yet", () => {
  const k = tensor([2, 0], { dtype: "int32" });
  const program = traceFlat(
    (x, i) => [x.at(i, slice(1)), x.with([i], 0), takeAlongAxis(x, i.reshape([1, 2]), 1)],
    [x34, k],
  );
  const want = [x34.at(k, slice(1)), x34.with([k], 0), takeAlongAxis(x34, [[2, 0]], 1)];
  expect(program.run([x34, k]).map((x) => x.toArray())).toEqual(want.map((x) => x.toArray()));
  expect(codeOf(() => program.run([x34, tensor([2, 7], { dtype: "int32" })]))).toBe("index");
  expect(codeOf(() => traceFlat((x) => [x.at(x.astype("bool"))], [x34]))).toBe("concrete");
});
