/** Walks every function that is not elementwise, by its samples: derivatives, transposes, batches, traces, float32. */
import { checkGradients, jvp, stack, type Tensor, trace, vjp, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import { isFloat } from "../../src/base/dtypes.ts";
import { cases, expectClose, prepare, together, walked } from "./cases.ts";
import { numbers, samples } from "./samples.ts";

test("every function has samples", () => {
  expect(walked.map(([name]) => name).filter((name) => samples[name] === undefined)).toEqual([]);
});

const dot = (x: Tensor, y: Tensor): number => x.mul(y).sum().item();

describe.for(cases)("%s", ([, f, sample]) => {
  const { call, tensors, floats } = prepare(f, sample);
  const order = sample.order ?? 2;

  test("runs", () => {
    expect(call(...tensors).length).toBeGreaterThan(0);
  });

  test("has right derivatives in both modes", () => {
    if (order === 0) return;
    const rows = checkGradients(call, { order, rtol: 1e-5, atol: 1e-6 })(...tensors);
    expect(rows.reduce((n, { count }) => n + count, 0)).toBeGreaterThan(0);
  });

  test("its reverse mode is the transpose of its forward mode, of all arguments and of each alone", () => {
    if (order === 0) return;
    for (const chosen of together(floats)) {
      const tangents = tensors.map((x, i) => (chosen.includes(i) ? numbers(x.shape, 20 + i) : undefined));
      const [outs, found] = jvp(call)(tensors as never, tangents as never) as unknown as [Tensor[], Tensor[]];
      const differentiable = outs.map((out) => isFloat(out.dtype));
      const cotangents = outs.map((out, i) => (differentiable[i] ? numbers(out.shape, 40 + i) : out));
      const [, pullback] = vjp(call as (...xs: Tensor[]) => Tensor[], { argnums: chosen })(...tensors);
      const back = pullback(cotangents as never) as unknown as Tensor[];
      expect(found.map(({ shape }) => shape)).toEqual(outs.map(({ shape }) => shape));
      expect(back.map(({ shape }) => shape)).toEqual(chosen.map((i) => tensors[i].shape));
      const forward = found.reduce((sum, t, i) => sum + (differentiable[i] ? dot(t, cotangents[i]) : 0), 0);
      const reverse = back.reduce((sum, x, i) => sum + dot(x, tangents[chosen[i]] as Tensor), 0);
      expect(Math.abs(forward - reverse)).toBeLessThanOrEqual(1e-10 * (1 + Math.abs(forward)));
    }
  });

  test("vmap is a loop, over all arguments and over each alone", () => {
    if (sample.noVmap !== undefined || tensors.length === 0) return;
    const batches = tensors.map((x, i) =>
      floats.includes(i)
        ? [
            x,
            numbers(x.shape, 60 + i)
              .mul(0.1)
              .add(x),
            x.mul(0.9),
          ]
        : [x, x, x],
    );
    for (const chosen of together(tensors.map((_, i) => i))) {
      const inAxes = tensors.map((_, i) => (chosen.includes(i) ? 0 : null));
      const args = batches.map((list, i) => (chosen.includes(i) ? stack(list) : list[0]));
      const mapped = vmap(call as (...xs: Tensor[]) => Tensor[], { inAxes })(...args);
      for (let b = 0; b < 3; b++) {
        const single = call(...batches.map((list, i) => list[chosen.includes(i) ? b : 0]));
        single.forEach((out, o) => expectClose(mapped[o].at(b), out));
      }
    }
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
    const narrow = tensors.map((x, i) => (floats.includes(i) ? x.astype("float32") : x));
    const outs = call(...tensors);
    call(...narrow).forEach((out, o) => {
      if (!isFloat(out.dtype) || sample.args.includes("float64")) return;
      expect(out.dtype).toBe("float32");
      expect(out.data()).toBeInstanceOf(Float32Array);
      expectClose(out, outs[o], 2e-4);
    });
  });
});
