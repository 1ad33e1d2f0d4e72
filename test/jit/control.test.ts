/** The cases of test/control.test.ts, compiled, under every transformation. */
import { grad, hessian, jacrev, jit, jvp, stack, type Tensor, tensor, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import { close } from "../assertions.ts";
import { cases, type F } from "../controlCases.ts";
import { compiledDifference } from "./compare.ts";

const direction = tensor([0.5, -1, 2]);
const alongDirection =
  (f: F): F =>
  (x) =>
    jvp(f)([x], [direction])[1];

const transformations: Readonly<Record<string, (f: F) => F>> = {
  value: (f) => f,
  grad: (f) => grad(f),
  jvp: alongDirection,
  "grad of jvp": (f) => grad(alongDirection(f)),
  "jvp of grad": (f) => alongDirection(grad(f)),
  hessian: (f) => hessian(f),
  "jacrev of grad": (f) => jacrev(grad(f)),
};

const at = tensor([
  [0.7, 0.4, 1.2],
  [-0.8, 0.9, 0.3],
  [0.2, 0.5, 0.1],
]);

describe.each(cases)("$name", ({ f, plain }) => {
  test.each(Object.entries(transformations))("%s", (_, transform) => {
    const inside = jit(transform(f));
    const outside = transform(jit(f));
    const batched = jit(vmap(transform(f)));
    for (const x of at) {
      const want = transform(plain)(x);
      close(inside(x), want);
      close(outside(x), want);
    }
    const rows = stack([...at].map((x) => transform(plain)(x)));
    close(batched(at), rows);
    close(vmap(outside)(at), rows);
  });

  test("gradient of a batch", () => {
    const total = (x: Tensor): Tensor => vmap(f)(x).mul([1, 2, 3]).sum();
    close(jit(grad(total))(at), stack([...at].map((x, i) => grad(plain)(x).mul(i + 1))));
  });

  test("float32", () => {
    const x = at.at(0).astype("float32");
    const tolerance = { float64: 1e-5, float32: 1e-4 };
    expect(compiledDifference(f, [x], tolerance)).toBe("");
    expect(compiledDifference(grad(f), [x], tolerance)).toBe("");
  });
});
