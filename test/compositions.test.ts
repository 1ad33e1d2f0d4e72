/** Gradients of random compositions of ops against those of PyTorch and JAX (tools/golden/compositions.py). */
import { type Tensor, trace, valueAndGrad } from "nabla";
import { describe, expect, test } from "vitest";
import { compositions, functionOf } from "./compositionCases.ts";

test("there are 200, of at least 60 ops", () => {
  expect(compositions.length).toBeGreaterThanOrEqual(200);
  const used = new Set(JSON.stringify(compositions.map(({ expr }) => expr)).match(/\["[a-zA-Z0-9.]+"/g));
  expect(used.size).toBeGreaterThanOrEqual(60);
});

describe.for(compositions.map((c) => [c.id, c] as const))("composition %i", ([, composition]) => {
  const { value, grads } = composition;
  const { names, f, points } = functionOf(composition);

  test("value and gradients", () => {
    const [got, found] = valueAndGrad(f, { argnums: names.map((_, i) => i) })(...points);
    expect(Math.abs(got.item() - value)).toBeLessThanOrEqual(1e-10 * Math.abs(value));
    names.forEach((name, i) => {
      const want = grads[name].data.map(Number);
      const scale = Math.max(...want.map(Math.abs));
      const values = [...(found as Tensor[])[i].data()];
      expect(values.length).toBe(want.length);
      const worst = Math.max(...values.map((x, k) => Math.abs(x - want[k])));
      expect(
        worst,
        `gradient with respect to ${name}: ${values.join(", ")} not ${want.join(", ")}`,
      ).toBeLessThanOrEqual(1e-10 * scale);
    });
  });

  test("traced, it is the same", () => {
    expect(
      trace(f)(...points)
        .run(points)[0]
        .item(),
    ).toBe(f(...points).item());
  });
});
