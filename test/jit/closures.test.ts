/** Values from outside of a compiled function: constants, values that transformations follow, tensors that record. */
import {
  grad,
  GradientTape,
  hessian,
  jacfwd,
  jit,
  jvp,
  noGrad,
  scan,
  stack,
  type Tensor,
  tensor,
  vjp,
  vmap,
} from "nabla";
import { describe, expect, test } from "vitest";
import { close, failure } from "../assertions.ts";
import { numbers } from "../ops/samples.ts";
import { difference } from "./compare.ts";

const x = numbers([3]);
const w = numbers([3], 1).add(2);

describe("plain tensors are constants", () => {
  test("read when the function is traced", () => {
    let factor = tensor(2);
    const f = jit((y: Tensor) => y.mul(factor).add(w));
    close(f(x), x.mul(2).add(w));
    factor = tensor(3);
    close(f(x), x.mul(2).add(w));
    close(f(numbers([2, 3])), numbers([2, 3]).mul(3).add(w));
  });

  test("small, large, empty, of every dtype", () => {
    const constants = [
      tensor(2),
      numbers([4]),
      numbers([60, 60]),
      tensor([], { dtype: "float32" }),
      tensor([true, false]),
      tensor([1, 2], { dtype: "int32" }),
    ];
    const f = (y: Tensor): Tensor[] => constants.map((c) => c.mul(y));
    const compiled = jit(f);
    const strong = tensor(3);
    expect(difference(compiled(strong), f(strong))).toBe("");
  });
});

describe("values that transformations follow", () => {
  test("grad, jvp, vmap around a closure", () => {
    const by = (v: Tensor): Tensor => jit((y: Tensor) => y.mul(v).sin().sum())(x);
    const plain = (v: Tensor): Tensor => x.mul(v).sin().sum();
    close(grad(by)(w), grad(plain)(w));
    close(jvp(by)([w], [x])[1], jvp(plain)([w], [x])[1]);
    close(hessian(by)(w), hessian(plain)(w));
    close(jacfwd(grad(by))(w), hessian(plain)(w));
    const batch = stack([w, x, w.mul(2)]);
    close(vmap(by)(batch), vmap(plain)(batch));
    close(vmap(grad(by))(batch), vmap(grad(plain))(batch));
    close(jit(grad(by))(w), grad(plain)(w));
    close(jit(vmap(grad(by)))(batch), vmap(grad(plain))(batch));
  });

  test("a function that is kept never keeps one of them", () => {
    let v: Tensor = w;
    const f = jit((y: Tensor) => y.mul(v).sum());
    const by = (u: Tensor): Tensor => {
      v = u;
      return f(x);
    };
    close(grad(by)(w), x);
    close(grad(by)(x), x);
    close(vmap(by)(stack([w, x])), stack([w.mul(x).sum(), x.mul(x).sum()]));
    expect(jvp(by)([w], [x])[1].item()).toBeCloseTo(x.mul(x).sum().item(), 12);
    expect(by(w).item()).toBeCloseTo(w.mul(x).sum().item(), 12);
  });

  test("of two levels, and as argument as well", () => {
    const f = (a: Tensor): Tensor => grad((b: Tensor) => jit((c: Tensor) => c.mul(a).mul(b).mul(b))(a))(a);
    expect(f(tensor(3)).item()).toBe(54);
    expect(grad(f)(3).item()).toBe(54);
    expect(jit(grad(f))(3).item()).toBe(54);
    expect(vmap(grad(f))([1, 3]).toArray()).toEqual([6, 54]);
  });

  test("a closure over a traced value that is only returned", () => {
    const f = (a: Tensor): Tensor => {
      const [p, q, r] = jit(() => [a, a.mul(2), 3])() as unknown as Tensor[];
      return p.mul(q).mul(r);
    };
    expect(grad(f)(2).item()).toBe(24);
    expect(jit(grad(f))(2).item()).toBe(24);
  });

  test("in a scan, compiled and not", () => {
    const f = (a: Tensor): Tensor => scan((c, v) => [jit((y: Tensor) => y.mul(v).add(a))(c), null], 1, x)[0];
    const plain = (a: Tensor): Tensor => [...x].reduce((c, v) => c.mul(v).add(a), tensor(1));
    close(f(tensor(2)), plain(tensor(2)));
    close(grad(f)(2), grad(plain)(2));
    close(jit(grad(f))(2), grad(plain)(2));
    close(grad(jit(f))(2), grad(plain)(2));
  });
});

describe("tensors that record", () => {
  test("backward through arguments", () => {
    const f = jit((a: Tensor, b: Tensor) => a.mul(b).sin().sum());
    const [a, b] = [tensor(x), tensor(w)].map((y) => y.detach().requiresGrad());
    for (let i = 1; i <= 3; i++) {
      f(a, b).backward();
      const want = grad((p: Tensor, q: Tensor) => p.mul(q).sin().sum(), { argnums: [0, 1] })(x, w);
      close(a.grad as Tensor, want[0].mul(i));
      close(b.grad as Tensor, want[1].mul(i));
    }
    expect(f(x, w).item()).toBeCloseTo(x.mul(w).sin().sum().item(), 12);
  });

  test("backward through a closure, also when the function was compiled before", () => {
    const v = tensor(w.toArray());
    const f = jit((y: Tensor) => y.mul(v).sum());
    f(x);
    v.requiresGrad();
    f(x).backward();
    close(v.grad as Tensor, x);
    f(x).backward();
    close(v.grad as Tensor, x.mul(2));
    expect(noGrad(() => f(x)).item()).toBeCloseTo(x.mul(w).sum().item(), 12);
  });

  test("second derivatives, by createGraph", () => {
    const f = jit((y: Tensor) => y.mul(y).mul(y).sum());
    const v = tensor(x.toArray()).requiresGrad();
    f(v).backward({ createGraph: true });
    const g = v.grad as Tensor;
    close(g.detach(), x.square().mul(3));
    v.zeroGrad();
    g.sum().backward();
    close(v.grad as Tensor, x.mul(6));
  });

  test("a step of gradient descent", () => {
    const loss = jit((p: { readonly w: Tensor; readonly b: Tensor }, y: Tensor) =>
      p.w.mul(y).add(p.b).sub(1).square().mean(),
    );
    let [v, b] = [tensor([0, 0, 0]), tensor(0)];
    for (let i = 0; i < 50; i++) {
      v.requiresGrad();
      b.requiresGrad();
      loss({ w: v, b }, x).backward();
      [v, b] = noGrad(() => [v.sub((v.grad as Tensor).mul(0.5)).detach(), b.sub((b.grad as Tensor).mul(0.5)).detach()]);
    }
    expect(loss({ w: v, b }, x).item()).toBeLessThan(1e-3);
  });

  test("a tape around", () => {
    const f = jit((y: Tensor) => y.mul(w).sin().sum());
    const want = grad((y: Tensor) => y.mul(w).sin().sum())(x);
    for (let i = 0; i < 2; i++) {
      const tape = new GradientTape({ persistent: true });
      tape.watch(x);
      const value = f(x);
      close(tape.gradient(value, x), want);
      close(tape.gradient(value, x), want);
    }
    const outer = new GradientTape();
    outer.watch(x);
    const inner = new GradientTape();
    inner.watch(x);
    const slope = inner.gradient(f(x), x).sum();
    close(outer.gradient(slope, x), grad((y: Tensor) => grad((z: Tensor) => z.mul(w).sin().sum())(y).sum())(x));
  });

  test("a tape around a closure, also when the function was compiled before", () => {
    const f = jit((y: Tensor) => y.mul(w).sum());
    f(x);
    const tape = new GradientTape();
    tape.watch(w);
    close(tape.gradient(f(x), w), x);
  });

  test("a tape inside", () => {
    const slope = (y: Tensor): Tensor => {
      const tape = new GradientTape();
      tape.watch(y);
      return tape.gradient(y.mul(y).mul(w).sum(), y);
    };
    const [plain, compiled] = [slope, jit(slope)].map((g) => {
      try {
        return g(x).toArray() as unknown;
      } catch (error) {
        return (error as { code: string }).code;
      }
    });
    expect(compiled).toEqual(plain);
    // As without jit: a tape records known values only where it is so in a trace.
    expect(typeof compiled === "string" ? compiled : "gradient").toMatch(/gradient|transformation|concrete/);
  });

  test("requiresGrad inside is an error, as in all transformations", () => {
    expect(failure(() => jit((y: Tensor) => y.mul(1).requiresGrad())(1)).code).toBe(
      failure(() => grad((y: Tensor) => y.mul(1).requiresGrad())(1)).code,
    );
  });

  test("detach and stopped records", () => {
    const f = jit((y: Tensor) => y.mul(y.detach()));
    const v = tensor(3).requiresGrad();
    f(v).backward();
    expect(v.grad?.item()).toBe(3);
    expect(grad(f)(3).item()).toBe(3);
    const [, pullback] = vjp(jit((y: Tensor) => y.square()))(3);
    expect((pullback(1) as unknown as Tensor[])[0].item()).toBe(6);
  });
});
