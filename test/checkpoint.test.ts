/** What checkpoints keep and what they compute again; stopGradient. */
import { checkpoint, grad, jacfwd, jvp, stopGradient, type Tensor, tensor, vmap, where, whileLoop } from "nabla";
import { trace } from "nabla/autodiff";
import { describe, expect, test } from "vitest";
import { linearizeFlat, nodesBehind } from "../src/core/linear.ts";
import { close } from "./assertions.ts";

type F = (x: Tensor) => Tensor;

const three = tensor(3, { dtype: "int32" });

describe("checkpoint", () => {
  const layer =
    (w: Tensor) =>
    (x: Tensor): Tensor =>
      x.mul(w).sin().exp().tanh().mul(x);

  test("keeps arguments only", () => {
    const residuals = (f: F): { ops: string[]; size: number } => {
      const { inputs, tangents } = linearizeFlat((x) => [f(x)], [tensor([1, 2, 3])]);
      const nodes = nodesBehind(inputs[0]!.interpreter, tangents);
      const kept = new Set(nodes.flatMap(({ args }) => args.filter((x) => x.array !== undefined && x.size > 1)));
      return { ops: nodes.map(({ op }) => op.name), size: kept.size };
    };
    const [one, two] = [layer(tensor([1, 2, 3])), layer(tensor([3, 2, 1]))];
    const plain = residuals((x) => two(one(x)));
    const saved = residuals((x) => checkpoint(two)(checkpoint(one)(x)));
    expect(plain.size).toBeGreaterThan(8);
    expect(saved).toEqual({ ops: ["linearCall", "linearCall"], size: 2 });
  });

  test("is evaluated once forwards and once on the way back", () => {
    let calls = 0;
    const f = checkpoint((x: Tensor) => {
      calls++;
      return x.sin().mul(x);
    });
    f(1);
    expect(calls).toBe(1);
    grad(f)(1);
    expect(calls).toBe(3);
    grad((x: Tensor) => f(f(x)))(1);
    expect(calls).toBe(7);
  });

  test("memory of a long chain grows with the arguments of the layers only", () => {
    const size = 1000;
    const deep = (wrap: (f: F) => F): number => {
      const step = wrap((x) => {
        let y = x;
        for (let i = 0; i < 20; i++) y = y.sin();
        return y;
      });
      const { inputs, tangents } = linearizeFlat(
        (x) => {
          let y = x;
          for (let i = 0; i < 10; i++) y = step(y);
          return [y];
        },
        [tensor(Array.from({ length: size }, (_, i) => i / size))],
      );
      const kept = new Set(
        nodesBehind(inputs[0]!.interpreter, tangents).flatMap(({ args }) =>
          args.filter((x) => x.size === size && x.array),
        ),
      );
      return kept.size;
    };
    expect(deep((f) => f)).toBe(200);
    expect(deep((f) => checkpoint(f))).toBe(10);
  });

  test("may branch on values", () => {
    const f: F = checkpoint((x: Tensor) => (x.item() > 0 ? x.mul(x) : x.sin()));
    expect(grad(f)(3).item()).toBe(6);
    expect(grad(f)(-1).item()).toBe(Math.cos(-1));
    const g: F = checkpoint((x: Tensor) =>
      whileLoop(
        (y) => y.less(100),
        (y) => y.mul(y),
        x,
      ),
    );
    expect(grad(g)(3).item()).toBe(8 * 3 ** 7);
  });

  test("gradients of what it uses from outside, recorded by backward", () => {
    const [x, w] = [tensor([1, 2, 3]).requiresGrad(), tensor([0.5, 1, 2]).requiresGrad()];
    checkpoint(layer(w))(x).sum().backward();
    const [dx, dw] = grad((a: Tensor, b: Tensor) => layer(b)(a).sum(), { argnums: [0, 1] })([1, 2, 3], [0.5, 1, 2]);
    close(x.grad as Tensor, dx);
    close(w.grad as Tensor, dw);
  });

  test("trees, other arguments and integers", () => {
    const f = checkpoint(({ a, n }: { a: Tensor; n: Tensor }, kind: string) => ({ [kind]: a.mul(n).sin(), n }));
    const g = (a: Tensor): Tensor => f({ a, n: three }, "y").y.sum();
    close(grad(g)([1, 2]), tensor([3 * Math.cos(3), 3 * Math.cos(6)]));
    close(jacfwd(g)([1, 2]), tensor([3 * Math.cos(3), 3 * Math.cos(6)]));
  });
});

describe("stopGradient", () => {
  const f: F = (x) => x.mul(stopGradient(x.mul(x)));
  test("a constant to every transformation", () => {
    expect(grad(f)(3).item()).toBe(9);
    expect(jvp(f)([3], [1])[1].item()).toBe(9);
    expect(grad(grad(f))(3).item()).toBe(0);
    expect(vmap(grad(f))([1, 3]).toArray()).toEqual([1, 9]);
    expect(
      trace(grad(f))(3)
        .run([tensor(2)])[0]
        .item(),
    ).toBe(4);
    expect(grad((x: Tensor) => trace(f)(1).run([x])[0])(3).item()).toBe(9);
    expect(grad((x: Tensor) => x.stopGradient().mul(2))(3).item()).toBe(0);
  });

  test("integers and trees of where stay what they are", () => {
    expect(stopGradient(three).dtype).toBe("int32");
    expect(stopGradient([1, 2]).toArray()).toEqual([1, 2]);
    expect(grad((x: Tensor) => where(x.greater(0), stopGradient(x), x.mul(3)).sum())([1, -1]).toArray()).toEqual([
      0, 3,
    ]);
  });
});
