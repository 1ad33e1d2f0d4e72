/** Walks every function that is not elementwise, by its samples: derivatives, transposes, batches, traces, float32. */
import { checkGradients, jvp, stack, type Tensor, trace, vjp, vmap } from "nabla";
import { Tensor as TensorClass } from "nabla";
import { describe, expect, test } from "vitest";
import { isFloat } from "../../src/base/dtypes.ts";
import { flatten, unflatten } from "../../src/base/trees.ts";
import { functions } from "./list.ts";
import { numbers, type Sample, samples } from "./samples.ts";

/** Functions that take functions have a suite of their own (control.test.ts); slices are no tensors (indexing.test.ts). */
const OTHER_SUITES = new Set("cond switchCase whileLoop foriLoop scan associativeScan slice Slice".split(" "));

const elementwise = (f: unknown): boolean => (f as { op?: { kind: string } }).op?.kind === "elementwise";
const walked = [...functions].filter(([name, f]) => !elementwise(f) && !OTHER_SUITES.has(name));

test("every function has samples", () => {
  expect(walked.map(([name]) => name).filter((name) => samples[name] === undefined)).toEqual([]);
});

/** A sample as a function of its tensors alone, with the tensors of its result. */
function prepare(f: unknown, { args, take }: Sample) {
  const { leaves, structure } = flatten(args);
  const places = leaves.flatMap((leaf, i) => (leaf instanceof TensorClass ? [i] : []));
  const call = (...xs: Tensor[]): readonly Tensor[] => {
    const filled = leaves.map((leaf, i) => (places.includes(i) ? xs[places.indexOf(i)] : leaf));
    const result = (f as (...given: unknown[]) => unknown)(...(unflatten(structure, filled) as unknown[]));
    const taken = take === undefined ? result : take(result as never);
    return flatten(taken).leaves.filter((leaf): leaf is Tensor => leaf instanceof TensorClass);
  };
  return { call, tensors: places.map((i) => leaves[i] as Tensor) };
}

const dot = (x: Tensor, y: Tensor): number => x.mul(y).sum().item();

function expectClose(got: Tensor, want: Tensor, tolerance = 1e-12): void {
  expect(got.shape).toEqual(want.shape);
  const [a, b] = [got.data(), want.data()];
  const scale = Math.max(1, ...[...b].map(Math.abs).filter(Number.isFinite));
  for (let i = 0; i < a.length; i++) {
    if (!Object.is(a[i], b[i]) && !(Math.abs(a[i] - b[i]) <= tolerance * scale)) expect(a[i]).toBe(b[i]);
  }
}

const cases = walked.flatMap(([name, f]) => (samples[name] ?? []).map((sample, i) => [`${name} ${i}`, f, sample] as const));

describe.for(cases)("%s", ([, f, sample]) => {
  const { call, tensors } = prepare(f, sample);
  const floats = tensors.map((x) => isFloat(x.dtype));
  const order = sample.order ?? 2;

  test("runs", () => {
    expect(call(...tensors).length).toBeGreaterThan(0);
  });

  test("has right derivatives in both modes", () => {
    if (order === 0) return;
    const rows = checkGradients(call, { order, rtol: 1e-5, atol: 1e-6 })(...tensors);
    expect(rows.reduce((n, { count }) => n + count, 0)).toBeGreaterThan(0);
  });

  test("its reverse mode is the transpose of its forward mode", () => {
    if (order === 0) return;
    const tangents = tensors.map((x, i) => (floats[i] ? numbers(x.shape, 20 + i) : undefined));
    const [outs, found] = jvp(call)(tensors as never, tangents as never) as unknown as [Tensor[], Tensor[]];
    const differentiable = outs.map((out) => isFloat(out.dtype));
    const cotangents = outs.map((out, i) => (differentiable[i] ? numbers(out.shape, 40 + i) : out));
    const pick = tensors.flatMap((_, i) => (floats[i] ? [i] : []));
    const [, pullback] = vjp(call as (...xs: Tensor[]) => Tensor[], { argnums: pick })(...tensors);
    const back = pullback(cotangents as never) as unknown as Tensor[];
    const forward = found.reduce((sum, t, i) => sum + (differentiable[i] ? dot(t, cotangents[i]) : 0), 0);
    const reverse = back.reduce((sum, x, i) => sum + dot(x, tangents[pick[i]] as Tensor), 0);
    expect(Math.abs(forward - reverse)).toBeLessThanOrEqual(1e-10 * (1 + Math.abs(forward)));
  });

  test("vmap is a loop", () => {
    if (sample.noVmap !== undefined || tensors.length === 0) return;
    const batches = tensors.map((x, i) => (floats[i] ? [x, numbers(x.shape, 60 + i).mul(0.1).add(x), x.mul(0.9)] : [x, x, x]));
    const mapped = vmap(call as (...xs: Tensor[]) => Tensor[])(...batches.map((list) => stack(list)));
    for (let b = 0; b < 3; b++) {
      const single = call(...batches.map((list) => list[b]));
      single.forEach((out, o) => expectClose(mapped[o].at(b), out));
    }
    // Only the first tensor batched.
    const first = vmap(call as (...xs: Tensor[]) => Tensor[], { inAxes: tensors.map((_, i) => (i === 0 ? 0 : null)) });
    const partly = first(stack(batches[0]), ...tensors.slice(1));
    for (let b = 0; b < 3; b++) call(batches[0][b], ...tensors.slice(1)).forEach((out, o) => expectClose(partly[o].at(b), out));
  });

  test("a traced program computes the same", () => {
    if (sample.noTrace !== undefined || tensors.length === 0) return;
    const program = trace(call)(...tensors);
    const outs = call(...tensors);
    program.run(tensors).forEach((out, o) => {
      expect(out.dtype).toBe(outs[o].dtype);
      expectClose(out, outs[o]);
    });
  });

  test("stays float32", () => {
    if (order === 0 || tensors.length === 0) return;
    const narrow = tensors.map((x, i) => (floats[i] ? x.astype("float32") : x));
    const outs = call(...tensors);
    call(...narrow).forEach((out, o) => {
      if (!isFloat(out.dtype) || sample.args.includes("float64")) return;
      expect(out.dtype).toBe("float32");
      expectClose(out, outs[o], 2e-4);
    });
  });
});
