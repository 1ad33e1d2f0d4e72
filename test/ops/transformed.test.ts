/** Walks every function that is not elementwise, by its samples: what becomes of its derivatives under other transformations. */
import { grad, jacfwd, jacrev, jvp, stack, type Tensor, trace, vjp, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import { isFloat } from "../../src/base/dtypes.ts";
import { close } from "../assertions.ts";
import { cases, prepare, together } from "./cases.ts";
import { numbers } from "./samples.ts";

type Flat = (...xs: Tensor[]) => Tensor[];

const modes = { jacfwd, jacrev };
const nestings = Object.entries(modes).flatMap(([outer, f]) =>
  Object.entries(modes).map(([inner, g]) => [`${outer} of ${inner}`, f, g] as const),
);

describe.for(cases.filter(([, , { order }]) => order !== 0))("%s", ([, f, sample]) => {
  const { call, tensors, floats } = prepare(f, sample);

  /** A scalar of all results, curved in each. */
  const total = (...xs: Tensor[]): Tensor =>
    call(...xs)
      .filter(({ dtype }) => isFloat(dtype))
      .map((out, i) => out.mul(out).mul(numbers(out.shape, i)).sum())
      .reduce((a, b) => a.add(b));
  const gradients = (...xs: Tensor[]): Tensor[] => grad(total, { argnums: floats })(...xs) as unknown as Tensor[];

  test("second derivatives are the same in every nesting of modes", () => {
    if ((sample.order ?? 2) < 2) return;
    for (const i of floats) {
      for (const j of floats.filter((place) => place >= i)) {
        const second = (outer: typeof jacfwd, inner: typeof jacfwd): Tensor =>
          outer((y: Tensor) =>
            inner((x: Tensor) => total(...tensors.with(j, y).with(i, x)))(i === j ? y : tensors[i]),
          )(tensors[j]);
        const want = second(jacfwd, jacrev);
        expect(want.shape).toEqual([...tensors[i].shape, ...tensors[j].shape]);
        for (const [, outer, inner] of nestings) close(second(outer, inner), want);
      }
    }
  });

  test("gradients and tangents under vmap are those of a loop, over all arguments and over each alone", () => {
    if (sample.noVmap !== undefined) return;
    const directions = tensors.map((x, i) => (floats.includes(i) ? numbers(x.shape, 20 + i) : undefined));
    const both: Flat = (...xs) => [...gradients(...xs), jvp(total)(xs as never, directions as never)[1] as Tensor];
    const batches = tensors.map((x, i) => (floats.includes(i) ? [x, numbers(x.shape, 60 + i).mul(0.1).add(x)] : [x, x]));
    for (const chosen of together(tensors.map((_, i) => i))) {
      const inAxes = tensors.map((_, i) => (chosen.includes(i) ? 0 : null));
      const mapped = vmap(both, { inAxes })(...batches.map((list, i) => (chosen.includes(i) ? stack(list) : list[0])));
      for (let b = 0; b < 2; b++) {
        both(...batches.map((list, i) => list[chosen.includes(i) ? b : 0])).forEach((x, o) => close(mapped[o].at(b), x));
      }
    }
  });

  test("a traced gradient is the same", () => {
    if (sample.noTrace !== undefined) return;
    trace(gradients)(...tensors)
      .run(tensors)
      .forEach((x, i) => close(x, gradients(...tensors)[i]));
  });

  test("tangents and gradients have the dtype of what they belong to, and are those of float64", () => {
    const narrow = tensors.map((x, i) => (floats.includes(i) ? x.astype("float32") : x));
    const tangents = (xs: readonly Tensor[]) =>
      xs.map((x, i) => (floats.includes(i) ? numbers(x.shape, 20 + i).astype(x.dtype as "float32") : undefined));
    const [outs, found] = jvp(call)(narrow as never, tangents(narrow) as never) as unknown as [Tensor[], Tensor[]];
    expect(found.map(({ dtype }) => dtype)).toEqual(outs.map(({ dtype }) => dtype));
    const exact = jvp(call)(tensors as never, tangents(tensors) as never)[1] as unknown as Tensor[];
    found.forEach((t, i) => close(t, exact[i], 1e-3));
    const [, pullback] = vjp(call as Flat, { argnums: floats })(...narrow);
    const weigh = (xs: readonly Tensor[]): Tensor[] =>
      xs.map((x, i) => (isFloat(x.dtype) ? numbers(x.shape, 40 + i).astype(x.dtype) : x));
    const back = pullback(weigh(outs) as never) as unknown as Tensor[];
    expect(back.map(({ dtype }) => dtype)).toEqual(floats.map(() => "float32"));
    const want = vjp(call as Flat, { argnums: floats })(...tensors)[1](weigh(call(...tensors)) as never);
    back.forEach((x, i) => close(x, (want as unknown as Tensor[])[i], 1e-3));
  });
});
