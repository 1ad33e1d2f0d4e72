/** Walks every function that is not elementwise, by its samples: what becomes of its derivatives under other transformations. */
import { grad, jvp, stack, type Tensor, trace, vjp, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import { isFloat } from "../../src/base/dtypes.ts";
import { cases, expectClose, prepare, together } from "./cases.ts";
import { numbers } from "./samples.ts";

type Flat = (...xs: Tensor[]) => Tensor[];
type Scalar = (...xs: Tensor[]) => Tensor;

const dot = (xs: readonly Tensor[], ys: readonly Tensor[]): Tensor =>
  xs.map((x, i) => x.mul(ys[i]).sum()).reduce((a, b) => a.add(b));

describe.for(cases.filter(([, , { order }]) => order !== 0))("%s", ([, f, sample]) => {
  const { call, tensors, floats } = prepare(f, sample);
  /** Its results curved, so that a linear function has second derivatives as well. */
  const curved: Flat = (...xs) => call(...xs).flatMap((out) => (isFloat(out.dtype) ? [out.mul(out)] : []));
  const total: Scalar = (...xs) => dot(curved(...xs), weights);
  const weights = curved(...tensors).map((out, i) => numbers(out.shape, i));
  const gradients: Flat = (...xs) => grad(total, { argnums: floats })(...xs) as unknown as Tensor[];
  const directions = tensors.map((x, i) => (floats.includes(i) ? numbers(x.shape, 20 + i) : undefined));
  const tangent =
    (g: Scalar): Scalar =>
    (...xs) =>
      jvp(g)(xs as never, directions as never)[1] as Tensor;

  test("derivatives of batches of tangents and of cotangents are the same, in both modes", () => {
    if ((sample.order ?? 2) < 2) return;
    const vs = floats.map((i) => numbers([2, ...tensors[i].shape], 50 + i));
    const cs = weights.map(({ shape }, i) => numbers([2, ...shape], 70 + i));
    /** Σ ⟨c, df(x) v⟩ over the batch, by tangents. */
    const forward: Scalar = (...xs) => {
      const along = (...given: Tensor[]): Tensor[] => {
        const tangents = xs.map((_, i) => given[floats.indexOf(i)]);
        return jvp(curved)(xs as never, tangents as never)[1] as unknown as Tensor[];
      };
      return dot(vmap(along)(...vs) as Tensor[], cs);
    };
    /** The same by cotangents. */
    const reverse: Scalar = (...xs) => {
      const [, pullback] = vjp(curved, { argnums: floats })(...xs);
      return dot(vmap((...given: Tensor[]) => pullback(given as never) as unknown as Tensor[])(...cs) as Tensor[], vs);
    };
    expectClose(reverse(...tensors), forward(...tensors), 1e-11);
    const slopes = [forward, reverse].map((g) => grad(g, { argnums: floats })(...tensors) as unknown as Tensor[]);
    slopes[0].forEach((x, i) => expectClose(slopes[1][i], x, 1e-10));
    const want = dot(
      slopes[0],
      floats.map((i) => directions[i] as Tensor),
    );
    for (const g of [forward, reverse]) expectClose(tangent(g)(...tensors), want, 1e-10);
  });

  test("gradients and tangents under vmap are those of a loop, over all arguments and over each alone", () => {
    if (sample.noVmap !== undefined) return;
    const both: Flat = (...xs) => [...gradients(...xs), tangent(total)(...xs)];
    const batches = tensors.map((x, i) =>
      floats.includes(i)
        ? [
            x,
            numbers(x.shape, 60 + i)
              .mul(0.1)
              .add(x),
          ]
        : [x, x],
    );
    for (const chosen of together(tensors.map((_, i) => i))) {
      const inAxes = tensors.map((_, i) => (chosen.includes(i) ? 0 : null));
      const mapped = vmap(both, { inAxes })(...batches.map((list, i) => (chosen.includes(i) ? stack(list) : list[0])));
      for (let b = 0; b < 2; b++) {
        both(...batches.map((list, i) => list[chosen.includes(i) ? b : 0])).forEach((x, o) =>
          expectClose(mapped[o].at(b), x, 1e-11),
        );
      }
    }
  });

  test("a traced gradient is the same", () => {
    if (sample.noTrace !== undefined) return;
    const want = gradients(...tensors);
    const got = trace(gradients)(...tensors).run(tensors);
    got.forEach((x, i) => expectClose(x, want[i], 1e-11));
  });

  test("tangents and gradients have the dtype of what they belong to, and are those of float64", () => {
    const narrow = tensors.map((x, i) => (floats.includes(i) ? x.astype("float32") : x));
    const tangents = (xs: readonly Tensor[]) =>
      xs.map((x, i) => (floats.includes(i) ? numbers(x.shape, 20 + i).astype(x.dtype as "float32") : undefined));
    const [outs, found] = jvp(call)(narrow as never, tangents(narrow) as never) as unknown as [Tensor[], Tensor[]];
    expect(found.map(({ dtype }) => dtype)).toEqual(outs.map(({ dtype }) => dtype));
    const exact = jvp(call)(tensors as never, tangents(tensors) as never)[1] as unknown as Tensor[];
    found.forEach((t, i) => expectClose(t, exact[i], 1e-3));
    const [, pullback] = vjp(call as Flat, { argnums: floats })(...narrow);
    const weigh = (xs: readonly Tensor[]): Tensor[] =>
      xs.map((x, i) => (isFloat(x.dtype) ? numbers(x.shape, 40 + i).astype(x.dtype) : x));
    const back = pullback(weigh(outs) as never) as unknown as Tensor[];
    expect(back.map(({ dtype }) => dtype)).toEqual(floats.map(() => "float32"));
    for (const x of back) expect(x.data()).toBeInstanceOf(Float32Array);
    const want = vjp(call as Flat, { argnums: floats })(...tensors)[1](weigh(call(...tensors)) as never);
    back.forEach((x, i) => expectClose(x, (want as unknown as Tensor[])[i], 1e-3));
  });
});
