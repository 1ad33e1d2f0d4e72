/** The calls of test/ops/samples.ts as functions of their tensors alone, for the suites that walk all of them. */
import { Tensor } from "nabla";
import { expect } from "vitest";
import { isFloat } from "../../src/base/dtypes.ts";
import { flatten, unflatten } from "../../src/base/trees.ts";
import { type AnyOp, functions } from "./list.ts";
import { type Sample, samples } from "./samples.ts";

/** Functions that take functions have suites of their own (control.test.ts); slices are no tensors (indexing.test.ts). */
const OTHER_SUITES = new Set("cond switchCase whileLoop foriLoop scan map associativeScan slice Slice".split(" "));

const elementwise = (f: unknown): boolean => (f as { op?: { kind: string } }).op?.kind === "elementwise";

/** The functions that are not elementwise. */
export const walked: readonly (readonly [string, AnyOp])[] = [...functions].filter(
  ([name, f]) => !elementwise(f) && !OTHER_SUITES.has(name),
);

export const cases: readonly (readonly [string, AnyOp, Sample])[] = walked.flatMap(([name, f]) =>
  (samples[name] ?? []).map((sample, i) => [`${name} ${i}`, f, sample] as const),
);

/** A sample as a function of its tensors, with those of its result. */
export interface Prepared {
  readonly call: (...xs: Tensor[]) => Tensor[];
  readonly tensors: readonly Tensor[];
  /** The places of those that have derivatives. */
  readonly floats: readonly number[];
}

export function prepare(f: unknown, { args, take }: Sample): Prepared {
  const { leaves, structure } = flatten(args);
  const places = leaves.flatMap((leaf, i) => (leaf instanceof Tensor ? [i] : []));
  const call = (...xs: Tensor[]): Tensor[] => {
    const filled = leaves.map((leaf, i) => (places.includes(i) ? xs[places.indexOf(i)] : leaf));
    const result = (f as (...given: unknown[]) => unknown)(...(unflatten(structure, filled) as unknown[]));
    const taken = take === undefined ? result : take(result as never);
    return flatten(taken).leaves.filter((leaf): leaf is Tensor => leaf instanceof Tensor);
  };
  const tensors = places.map((i) => leaves[i] as Tensor);
  return { call, tensors, floats: tensors.flatMap(({ dtype }, i) => (isFloat(dtype) ? [i] : [])) };
}

/** All of them, and each alone: a rule may forget what happens where the others are constant. */
export const together = (places: readonly number[]): readonly (readonly number[])[] =>
  places.length > 1 ? [places, ...places.map((i) => [i])] : [places];

/** Equal shapes, and elements up to a tolerance relative to the largest, or to 1. */
export function expectClose(got: Tensor, want: Tensor, tolerance = 1e-12): void {
  expect(got.shape).toEqual(want.shape);
  const [a, b] = [got.data(), want.data()];
  const scale = Math.max(1, ...[...b].map(Math.abs).filter(Number.isFinite));
  for (let i = 0; i < a.length; i++) {
    if (!Object.is(a[i], b[i]) && !(Math.abs(a[i] - b[i]) <= tolerance * scale)) expect(a[i]).toBe(b[i]);
  }
}
