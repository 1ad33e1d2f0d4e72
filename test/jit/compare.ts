/** What the suites of `jit` assert: the same trees, shapes, dtypes, weak flags and numbers as without it. */
import { jit, Tensor, type TypedArray } from "nabla";
import { flatten } from "../../src/base/trees.ts";

/** How far apart numbers may be, relative to the largest of their tensor (or to 1). */
export interface Tolerance {
  readonly float64: number;
  readonly float32: number;
}

/** Kernels and JavaScript's own functions round differently, by a few units. */
export const CLOSE: Tolerance = { float64: 1e-12, float32: 2e-5 };
/** No rounding at all, or the same. */
export const EXACT: Tolerance = { float64: 0, float32: 0 };

const describeLeaf = (x: unknown): string =>
  x instanceof Tensor ? `${x.weak ? "weak " : ""}${x.dtype}[${x.shape.join(", ")}]` : String(x);

/** What is wrong with the first result, against the second: "" where nothing is. */
export function difference(got: unknown, want: unknown, tolerance: Tolerance = CLOSE): string {
  const [a, b] = [flatten(got), flatten(want)];
  if (JSON.stringify(a.structure) !== JSON.stringify(b.structure)) {
    return `the structure is ${JSON.stringify(a.structure)}, not ${JSON.stringify(b.structure)}`;
  }
  for (const [i, x] of a.leaves.entries()) {
    const y = b.leaves[i];
    const [is, was] = [describeLeaf(x), describeLeaf(y)];
    if (is !== was) return `result ${i} is ${is}, not ${was}`;
    const wrong = x instanceof Tensor && y instanceof Tensor ? differentElements(x, y, tolerance) : "";
    if (wrong !== "") return `result ${i}, ${is}: ${wrong}`;
  }
  return "";
}

function differentElements(x: Tensor, y: Tensor, tolerance: Tolerance): string {
  const [a, b] = [x.data(), y.data()];
  if (a.constructor !== b.constructor || a.length !== b.length) {
    return `${a.constructor.name}(${a.length}), not ${b.constructor.name}(${b.length})`;
  }
  const relative = x.dtype === "float64" || x.dtype === "float32" ? tolerance[x.dtype] : 0;
  const bound = relative * largest(b);
  for (let i = 0; i < a.length; i++) {
    // Both zeros are one number here: sums and products of zeros may be done in another order.
    if (a[i] === b[i] || Object.is(a[i], b[i]) || Math.abs(a[i] - b[i]) <= bound) continue;
    return `[${i}] is ${a[i]}, not ${b[i]}`;
  }
  return "";
}

function largest(array: TypedArray): number {
  let most = 1;
  for (const x of array) if (Math.abs(x) < Infinity) most = Math.max(most, Math.abs(x));
  return most;
}

/** Compiled, twice (traced and found again), against not compiled: "" where all is the same. */
export function compiledDifference<A extends readonly unknown[]>(
  f: (...args: A) => unknown,
  args: A,
  tolerance: Tolerance = CLOSE,
): string {
  const want = f(...args);
  const compiled = jit(f as never) as unknown as (...args: A) => unknown;
  return difference(compiled(...args), want, tolerance) || difference(compiled(...args), want, tolerance);
}
