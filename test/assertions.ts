/** What several suites assert. */
import { type Tensor, TensorError } from "nabla";
import { expect } from "vitest";

/** Shapes are equal, and elements up to a tolerance relative to the largest (or to 1). */
export function close(got: Tensor, want: Tensor, tolerance = 1e-11): void {
  expect(got.shape).toEqual(want.shape);
  const [a, b] = [got.data(), want.data()];
  const size = Math.max(1, ...b.map(Math.abs));
  for (let i = 0; i < b.length; i++) {
    expect(Math.abs(a[i] - b[i]) / size, `${got} and ${want}`).toBeLessThanOrEqual(tolerance);
  }
}

/** The error of Nabla that a function throws. */
export function failure(f: () => unknown): TensorError {
  try {
    f();
  } catch (error) {
    if (error instanceof TensorError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
