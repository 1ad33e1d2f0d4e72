/** Creation: dtypes, copies, edges and errors. Values of NumPy are in test/ops/calls.test.ts. */
import {
  arange,
  astype,
  eye,
  fromFunction,
  full,
  fullLike,
  geomspace,
  grad,
  indices,
  linspace,
  logspace,
  meshgrid,
  oneHot,
  ones,
  onesLike,
  type Tensor,
  tensor,
  tri,
  vmap,
  zeros,
  zerosLike,
} from "nabla";
import { expect, test } from "vitest";
import { setDefaultDtype } from "../src/base/dtypes.ts";
import type { ErrorCode } from "../src/base/errors.ts";
import { codeOf } from "./indexing/codeOf.ts";

test("dtypes of tensors", () => {
  expect(tensor(1).dtype).toBe("float64");
  expect(tensor([true, false]).dtype).toBe("bool");
  expect(tensor([true, 2] as never).toString()).toBe("Tensor [1, 2]");
  for (const small of [Int8Array, Int16Array, Uint8Array, Uint8ClampedArray, Uint16Array]) {
    expect(tensor(new small([1, 2]) as Uint8Array).dtype).toBe("int32");
  }
  expect(tensor(new Float32Array([0.1])).dtype).toBe("float32");
  expect(tensor([Float32Array.of(1), Float32Array.of(2)] as never).shape).toEqual([2, 1]);
  expect(tensor([1.9, -1.9], { dtype: "int32" }).toArray()).toEqual([1, -1]);
  expect(tensor([2, 0, Number.NaN], { dtype: "bool" }).toArray()).toEqual([true, false, true]);
  expect(full([2], true).dtype).toBe("bool");
  expect(full(2, tensor(1, { dtype: "int32" })).dtype).toBe("int32");
  expect(zerosLike(tensor([1], { dtype: "int32" })).dtype).toBe("int32");
  expect(onesLike([true]).toArray()).toEqual([true]);
  expect(fullLike([1, 2], true).toArray()).toEqual([1, 1]);
  expect(arange(3).dtype).toBe("float64");
  expect(arange(3, { dtype: "int32" }).dtype).toBe("int32");
  expect(eye(2, { dtype: "bool" }).toArray()).toEqual([
    [true, false],
    [false, true],
  ]);
  expect(tri(2, 3, 1, { dtype: "int32" }).toString()).toBe("Tensor [[1, 1, 0],\n        [1, 1, 1]] int32");
  expect(indices([1, 2]).dtype).toBe("int32");
  expect(oneHot([1], 2, { dtype: "float32" }).dtype).toBe("float32");
  setDefaultDtype("float32");
  expect([zeros(1), linspace(0, 1, 2), arange(2), eye(1), tensor([1]), oneHot([0], 1)].map((x) => x.dtype)).toEqual(
    new Array(6).fill("float32"),
  );
  setDefaultDtype("float64");
});

test("a tensor is not made again, and an array is copied", () => {
  const x = tensor([1, 2]);
  expect(tensor(x)).toBe(x);
  expect(tensor(x, { dtype: "float64" })).toBe(x);
  const source = Float64Array.of(1, 2);
  const y = tensor(source);
  source[0] = 9;
  expect(y.toArray()).toEqual([1, 2]);
  const shape = [2, 3];
  const z = zeros(shape);
  shape[0] = 9;
  expect(z.shape).toEqual([2, 3]);
  expect(grad((t: Tensor) => tensor(t, { dtype: "float32" }).astype("float64"))(3).item()).toBe(1);
});

test("rows of numbers", () => {
  expect(arange(5, 0, -2).toArray()).toEqual([5, 3, 1]);
  expect(arange(0).shape).toEqual([0]);
  expect(arange(3, 1).shape).toEqual([0]);
  expect(arange(0, 3, 0.1).size).toBe(30); // Dive into Deep Learning 2.4.2
  expect(arange(-1, -6, -1).toArray()).toEqual([-1, -2, -3, -4, -5]);
  expect(linspace(0, 1, 1).toArray()).toEqual([0]);
  expect(linspace(0, 1, 1, { endpoint: false }).toArray()).toEqual([0]);
  expect(linspace(1, 2, 0).shape).toEqual([0]);
  expect(linspace(0.1, 0.7, 7).at(-1).item()).toBe(0.7);
  expect(linspace(0, 1, 11).toArray()).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  expect(linspace(5, 5, 3).toArray()).toEqual([5, 5, 5]);
  expect(linspace(-1.7e308, 1.7e308, 3).toArray()).toEqual([-1.7e308, 0, 1.7e308]);
  expect(linspace(0, 1).size).toBe(50);
  expect(logspace(-3, 3, 7).toArray()).toEqual([1e-3, 1e-2, 0.1, 1, 10, 100, 1000]);
  expect(logspace(0, 4, 5, { base: 2 }).toArray()).toEqual([1, 2, 4, 8, 16]);
  expect(geomspace(1, 1000, 4).toArray()).toEqual([1, 10, 100, 1000]);
  expect(geomspace(-1000, -1, 4).toArray()).toEqual([-1000, -100, -10, -1]);
  expect(geomspace(3, 7, 2).toArray()).toEqual([3, 7]);
});

test("grids and functions of indices", () => {
  expect(meshgrid([[1, 2, 3]]).map((x) => x.toArray())).toEqual([[1, 2, 3]]);
  expect(meshgrid([[1, 2], 5]).map((x) => x.shape)).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(fromFunction([2, 2], (i, j) => i === j).toArray()).toEqual([
    [true, false],
    [false, true],
  ]);
  expect(fromFunction(3, (i) => i * i).toArray()).toEqual([0, 1, 4]);
  expect(fromFunction([], () => 7).item()).toBe(7);
  expect(fromFunction([0, 2], () => 7).shape).toEqual([0, 2]);
  expect(indices([]).shape).toEqual([0]);
  expect(indices([2, 0]).shape).toEqual([2, 2, 0]);
  expect(oneHot(-1, 3).toArray()).toEqual([0, 0, 1]);
  expect(oneHot([[0], [1]], 2).toArray()).toEqual([[[1, 0]], [[0, 1]]]);
  expect(vmap((i: Tensor) => oneHot(i, 3))([2, 0]).toArray()).toEqual([
    [0, 0, 1],
    [1, 0, 0],
  ]);
});

// ---------------------------------------------------------------- errors

const circular: unknown[] = [];
circular.push(circular);
let deep: unknown = 1;
for (let i = 0; i < 5000; i++) deep = [deep];
const foreign = { shape: [2], dtype: "float32", dataSync: () => [1, 2] };

test.each<[ErrorCode, string, () => unknown]>([
  ["ragged", "rows of different length", () => tensor([[1, 2], [3]])],
  ["ragged", "a number among rows", () => tensor([[1, 2], 3] as never)],
  ["ragged", "a row among numbers", () => tensor([1, [2]] as never)],
  ["value", "a circular array", () => tensor(circular as never)],
  ["value", "a deep array", () => tensor(deep as never)],
  ["tensor", "a foreign tensor", () => tensor(foreign as never)],
  ["tensor", "a string", () => tensor("1" as never)],
  ["tensor", "undefined", () => tensor(undefined as never)],
  ["tensor", "null in an array", () => tensor([1, null] as never)],
  ["tensor", "an array with a hole", () => tensor(new Array(2) as never)],
  ["tensor", "bigints", () => tensor([1n] as never)],
  ["tensor", "tensors in an array", () => tensor([tensor([1]), tensor([2])] as never)],
  ["tensor", "a Map", () => tensor(new Map() as never)],
  ["value", "an unknown dtype", () => tensor([1], { dtype: "float16" as never })],
  ["value", "an unknown dtype for a tensor", () => tensor(tensor([1]), { dtype: "complex" as never })],
  ["value", "astype without a dtype", () => astype([1], undefined as never)],
  ["value", "a negative size", () => zeros([-1])],
  ["value", "a NaN size", () => ones([Number.NaN])],
  ["value", "a fractional size", () => full([1.5], 0)],
  ["value", "no shape", () => zeros(undefined as never)],
  ["value", "a huge shape", () => zeros([1e6, 1e6])],
  ["shape", "a value that does not broadcast", () => full([2], [1, 2, 3])],
  ["value", "the step 0", () => arange(0, 1, 0)],
  ["value", "a NaN bound", () => arange(Number.NaN)],
  ["value", "too many numbers", () => arange(0, 1, 1e-12)],
  ["value", "arange of nothing", () => (arange as () => unknown)()],
  ["value", "a fractional count", () => linspace(0, 1, 2.5)],
  ["value", "a negative count", () => linspace(0, 1, -1)],
  ["value", "an infinite bound", () => linspace(0, Infinity, 3)],
  ["value", "a negative base", () => logspace(0, 1, 3, { base: -1 })],
  ["value", "geomspace from 0", () => geomspace(0, 1)],
  ["value", "geomspace across 0", () => geomspace(-1, 1)],
  ["value", "a fractional identity", () => eye(1.5)],
  ["value", "a negative identity", () => eye(2, -1)],
  ["value", "a fractional diagonal", () => eye(2, 2, 0.5)],
  ["index", "oneHot out of range", () => oneHot([3], 3)],
  ["value", "f that is none", () => fromFunction([1], 1 as never)],
  ["tensor", "f that returns nothing", () => fromFunction([1], (() => undefined) as never)],
  ["value", "no grid", () => meshgrid([])],
  ["value", "an unknown indexing", () => meshgrid([[1]], { indexing: "yx" as never })],
  ["shape", "a grid of matrices", () => meshgrid([[[1]]])],
])("error %s: %s", (code, _, f) => {
  expect(codeOf(f)).toBe(code);
});

test("tensors in an array are pointed to stack", () => {
  expect(() => tensor([tensor([1])] as never)).toThrow("stack");
});
