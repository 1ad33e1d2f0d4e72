/** Matrices for tests. */
import { expect } from "vitest";
import { einsum, matmul, Tensor, vdot } from "nabla";
import { type TensorLike, wrap } from "../src/core/tensor.ts";

/** Numbers between -1 and 1 without a pattern, the same in every run. */
export function numbers(shape: readonly number[], seed = 1): Tensor {
  let state = seed * 7919;
  const size = shape.reduce((n, s) => n * s, 1);
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
  for (let i = 0; i < 5; i++) next();
  return wrap(Float64Array.from({ length: size }, next), shape, "float64");
}

export const float32 = (x: Tensor): Tensor => wrap(new Float32Array(x.data()), x.shape, "float32");
export const swap = (x: Tensor): Tensor => einsum("...ij->...ji", x);
export const eye = (n: number): Tensor =>
  wrap(
    Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
    [n, n],
    "float64",
  );
export const eyeLike = (x: Tensor): Tensor => eye(x.shape.at(-1) as number).astype(x.dtype);
/** Symmetric and positive definite, as a function of any square matrix. */
export const spd = (x: Tensor): Tensor => matmul(x, swap(x)).add(eyeLike(x));
export const symmetric = (x: Tensor): Tensor => x.add(swap(x));
/** Well-conditioned. */
export const regular = (x: Tensor): Tensor => x.add(eyeLike(x).mul(2));
export const sumOf = (x: Tensor): Tensor => vdot(x, numbers(x.shape, 77));

export function close(got: Tensor, want: TensorLike, tolerance = 1e-12): void {
  const expected =
    want instanceof Tensor ? want : wrap(Float64Array.from([want].flat(9) as number[]), shapeOf(want), "float64");
  expect(got.shape).toEqual(expected.shape);
  const [a, b] = [got.data(), expected.data()];
  for (let i = 0; i < a.length; i++) {
    if (!(Math.abs(a[i] - b[i]) <= tolerance * Math.max(1, Math.abs(b[i]))))
      expect.fail(`[${i}]: ${a[i]} instead of ${b[i]}`);
  }
}

export const shapeOf = (value: unknown): number[] => (Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : []);
