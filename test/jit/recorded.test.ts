/** The recorded compositions of PyTorch and JAX and the house's table of kinks, compiled. */
import { grad, jacfwd, jacrev, jit, type Tensor, tensor, valueAndGrad } from "nabla";
import { describe, expect, test } from "vitest";
import { compositions, functionOf } from "../compositionCases.ts";
import { rows } from "../kinkRows.ts";
import { compiledDifference, difference } from "./compare.ts";

describe("compositions", () => {
  test.each(compositions.map((c) => [c.id, c] as const))("%i", (_, composition) => {
    const { value, grads } = composition;
    const { names, f, points } = functionOf(composition);
    const argnums = names.map((_, i) => i);
    const both = valueAndGrad(f, { argnums }) as unknown as (...xs: Tensor[]) => [Tensor, Tensor[]];
    const [got, found] = (jit(both as never) as unknown as typeof both)(...points);
    expect(Math.abs(got.item() - value)).toBeLessThanOrEqual(1e-10 * Math.abs(value));
    names.forEach((name, i) => {
      const want = grads[name].data.map(Number);
      const scale = Math.max(...want.map(Math.abs));
      const off = Math.max(...[...found[i].data()].map((x, k) => Math.abs(x - want[k])));
      expect(off, name).toBeLessThanOrEqual(1e-10 * scale);
    });
    const outside = grad(jit(f as never) as never, { argnums }) as unknown as (...xs: Tensor[]) => Tensor[];
    expect(difference(outside(...points), [...found], { float64: 1e-10, float32: 0 }), "grad(jit)").toBe("");
    const narrow = points.map((x) => (x.dtype === "float64" ? x.astype("float32") : x));
    expect(compiledDifference(both, narrow, { float64: 1e-4, float32: 1e-3 }), "float32").toBe("");
  });
});

describe("kinks", () => {
  test.each(rows.map((row) => [row[0], row] as const))("%s", (_, [, f, at, gradients]) => {
    for (const dtype of ["float64", "float32"] as const) {
      const points = at.map((x) => tensor(x as number[], { dtype }));
      for (const jacobian of [jacfwd, jacrev]) {
        gradients.forEach((want, argnums) => {
          if (want === undefined) return;
          const eager = jacobian(f as never, { argnums }) as unknown as (...xs: Tensor[]) => Tensor;
          const tolerance = { float64: 1e-12, float32: 1e-6 };
          expect(compiledDifference(eager, points, tolerance), `jit(${jacobian.name}), ${dtype}`).toBe("");
          const outside = jacobian(jit(f as never) as never, { argnums }) as unknown as (...xs: Tensor[]) => Tensor;
          expect(difference(outside(...points), eager(...points), tolerance), `${jacobian.name}(jit), ${dtype}`).toBe(
            "",
          );
        });
      }
    }
  });
});
