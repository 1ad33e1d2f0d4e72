/** Every recorded call of NumPy, SciPy and PyTorch in test/fixtures/ops.json: the same shape, dtype kind and numbers. */
import { Tensor, TensorError } from "nabla";
import { describe, expect, test } from "vitest";
import { isFloat } from "../../src/base/dtypes.ts";
import { decodeArgument, type GoldenCall, type GoldenTensor, golden, isGoldenTensor } from "./golden.ts";
import { functions } from "./list.ts";

/** Relative to the largest element of the result; the oracles round differently. */
const TOLERANCE: Readonly<Record<string, number>> = {
  "linalg.cond": 1e-9,
  "linalg.pinv": 1e-11,
  "linalg.lstsq": 1e-11,
  "linalg.expm": 1e-12,
};
const USUAL = 1e-13;

const UNDEFINED_WHEN_EMPTY = new Set(["mean", "var", "std", "nanmean"]);

const holdsNaN = (args: readonly unknown[]): boolean => args.some((x) => isGoldenTensor(x) && x.data.includes("NaN"));

/** Functions that are methods at the top and functions of a namespace. */
const HOME: Readonly<Record<string, string>> = { trace: "linalg.trace" };

const byName = new Map<string, GoldenCall[]>();
for (const call of golden.calls) {
  const name = HOME[call.op] ?? call.op;
  byName.set(name, [...(byName.get(name) ?? []), call]);
}

function compare(got: unknown, want: unknown, tolerance: number, path: string): void {
  if (isGoldenTensor(want)) {
    expect(got, path).toBeInstanceOf(Tensor);
    compareTensors(got as Tensor, want, tolerance, path);
  } else if (Array.isArray(want)) {
    expect([...(got as Iterable<unknown>)].length, path).toBe(want.length);
    want.forEach((value, i) => compare([...(got as Iterable<unknown>)][i], value, tolerance, `${path}[${i}]`));
  } else {
    for (const [key, value] of Object.entries(want as object)) {
      compare((got as Record<string, unknown>)[key], value, tolerance, `${path}.${key}`);
    }
  }
}

function compareTensors(got: Tensor, want: GoldenTensor, tolerance: number, path: string): void {
  expect(got.shape, path).toEqual(want.shape);
  expect([isFloat(got.dtype), got.dtype === "bool"], `${path} is ${got.dtype}`).toEqual([
    isFloat(want.dtype),
    want.dtype === "bool",
  ]);
  const values = want.data.map(Number);
  const relative = want.dtype === "float32" ? 4 * 2 ** -24 : tolerance;
  const scale = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
  const wrong = [...got.data()].findIndex((x, i) => {
    const y = values[i];
    if (!Number.isFinite(y)) return !Object.is(x, y);
    return !(Math.abs(x - y) <= relative * scale);
  });
  expect(wrong < 0 ? "" : `[${wrong}] is ${got.data()[wrong]}, not ${values[wrong]}`, path).toBe("");
}

describe.for([...byName])("%s", ([name, calls]) => {
  test.for(calls.map((call, i) => [i, call] as [number, GoldenCall]))("call %i", ([, { args, out }]) => {
    const f = functions.get(name);
    expect(f, `${name} is exported`).toBeDefined();
    const run = (): unknown => (f as (...xs: unknown[]) => unknown)(...args.map(decodeArgument));
    // NumPy warns and answers NaN where there is nothing to average; a silent NaN is an error here.
    if (UNDEFINED_WHEN_EMPTY.has(name) && isGoldenTensor(out) && out.data.includes("NaN") && !holdsNaN(args)) {
      expect(run).toThrow(TensorError);
    } else compare(run(), out, TOLERANCE[name] ?? USUAL, name);
  });
});
