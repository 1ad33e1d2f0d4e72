/** What backward records and what it does not, its errors, and that nothing piles up. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  add,
  customJvp,
  div,
  equal,
  exp,
  floor,
  grad,
  GradientTape,
  mul,
  noGrad,
  ones,
  sum,
  type Tensor,
  TensorError,
  tensor,
  trace,
  vmap,
  zeros,
} from "nabla";
import { describe, expect, test } from "vitest";

const numbers = (x: Tensor | undefined): unknown => x?.tolist();

/** The error that is thrown, with its code and its text. */
function errorOf(body: () => unknown): TensorError {
  try {
    body();
  } catch (error) {
    if (error instanceof TensorError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("what is recorded", () => {
  test("requiresGrad returns the tensor itself, again and again", () => {
    const x = tensor(2);
    expect(x.requiresGrad()).toBe(x);
    x.mul(x).backward();
    x.requiresGrad();
    expect(x.grad?.item()).toBe(4);
  });

  test("noGrad is constant, with everything that began before it", () => {
    const x = tensor(3).requiresGrad();
    const c = noGrad(() => x.mul(x));
    expect(errorOf(() => c.backward()).code).toBe("unconnected");
    c.mul(x).backward();
    expect(x.grad?.item()).toBe(9);
    expect(grad((x) => noGrad(() => x.mul(x)).mul(x))(3).item()).toBe(9);
    expect(noGrad(() => grad((x) => x.mul(x))(3)).item()).toBe(6);
    expect(grad((x) => noGrad(() => grad((y: Tensor) => y.mul(y))(x)).mul(x))(3).item()).toBe(6);
    const tape = new GradientTape();
    tape.watch(x);
    expect(
      tape
        .gradient(
          mul(
            noGrad(() => x.mul(x)),
            x,
          ),
          x,
        )
        .item(),
    ).toBe(9);
  });

  test("what is constant stays so in a program", () => {
    const f = trace((x) =>
      noGrad(() => x.mul(x))
        .mul(x)
        .add(x.detach().mul(x)),
    )(3);
    expect(grad((x) => f.run([x])[0])(3).item()).toBe(12);
    expect(f.run([tensor(3)])[0].item()).toBe(36);
  });

  test("detach is constant under transformations, and cuts tapes", () => {
    expect(grad((x) => x.detach().mul(x))(3).item()).toBe(3);
    expect(numbers(vmap(grad((x) => x.detach().mul(x)))([1, 2]))).toEqual([1, 2]);
    const slope = (x: Tensor): Tensor => {
      const tape = new GradientTape();
      tape.watch(x);
      return tape.gradient(x.detach().mul(x), x);
    };
    expect([slope(tensor(3)).item(), grad(slope)(3).item()]).toEqual([3, 0]);
    expect(errorOf(() => grad((x) => (slope(x.detach()), new GradientTape().gradient(x.detach(), x)))(3)).code).toBe(
      "unconnected",
    );
  });

  test("noGrad ends with the function, also by an error, and refuses async ones", () => {
    const x = tensor(3).requiresGrad();
    expect(() => noGrad(() => x.reshape([5]))).toThrow();
    x.mul(x).backward();
    expect(x.grad?.item()).toBe(6);
    expect(errorOf(() => noGrad(async () => x)).code).toBe("value");
    expect(errorOf(() => noGrad(x as never)).code).toBe("value");
  });

  test("backward works inside of noGrad, and createGraph too", () => {
    const x = tensor(2).requiresGrad();
    const y = x.mul(x).mul(x);
    noGrad(() => y.backward({ createGraph: true }));
    const first = x.grad as Tensor;
    x.zeroGrad();
    first.backward();
    expect(x.grad?.item()).toBe(12);
  });

  test("a gradient is a constant even where it is a tensor of the graph", () => {
    const [x, weights] = [tensor([1, 2]).requiresGrad(), tensor([3, 4]).requiresGrad()];
    x.reshape([2]).backward({ gradient: weights });
    expect(numbers(x.grad)).toEqual([3, 4]);
    expect(errorOf(() => x.grad?.sum().backward()).code).toBe("unconnected");
  });

  test("a function with its own rule may return its argument, which stays what it was", () => {
    const triple = customJvp(
      (x: Tensor) => x,
      ([x], [t]) => [x, t.mul(3)],
    );
    const x = tensor([1, 2]).requiresGrad();
    const y = triple(x);
    y.mul(x).sum().backward();
    expect(numbers(x.grad)).toEqual([4, 8]);
    const z = tensor([1, 2]);
    const tape = new GradientTape();
    tape.watch(z);
    expect(numbers(tape.gradient(triple(z).mul(z), z))).toEqual([4, 8]);
  });

  test("a derivative that is zero everywhere gives zeros", () => {
    const x = tensor([1.5, 2.5]).requiresGrad();
    floor(x).sum().backward();
    expect(numbers(x.grad)).toEqual([0, 0]);
  });

  test("integers and comparisons leave the graph", () => {
    const x = tensor([1, 2]).requiresGrad();
    expect(errorOf(() => x.astype("int32").sum().backward()).code).toBe("differentiable");
    expect(errorOf(() => equal(x, 1).sum().astype("float64").backward()).code).toBe("unconnected");
  });

  test("empty tensors", () => {
    const x = zeros([0, 2]).requiresGrad();
    x.mul(x).sum().backward();
    expect(x.grad?.shape).toEqual([0, 2]);
  });

  test("a source alone", () => {
    const x = tensor(5).requiresGrad();
    x.backward();
    expect(x.grad?.item()).toBe(1);
  });

  test("deep graphs", () => {
    const x = tensor(1).requiresGrad();
    let y: Tensor = x;
    for (let i = 0; i < 20_000; i++) y = add(y, x);
    y.backward();
    expect(x.grad?.item()).toBe(20_001);
  });
});

describe("errors", () => {
  test("integers do not require gradients", () => {
    const error = errorOf(() => tensor([1, 2], { dtype: "int32" }).requiresGrad());
    expect([error.code, error.message]).toEqual(["differentiable", expect.stringContaining("int32")]);
  });

  test("nothing requires a gradient, or the value left the graph", () => {
    const x = tensor(2).requiresGrad();
    for (const y of [tensor(3).mul(3), tensor(x.mul(x).item()), x.detach()]) {
      const error = errorOf(() => y.backward());
      expect(error.code).toBe("unconnected");
      expect(error.message).toContain("requiresGrad()");
    }
    expect(errorOf(() => tensor(1).zeroGrad()).code).toBe("unconnected");
    expect(errorOf(() => tensor(1).retainGrad()).code).toBe("unconnected");
    expect(errorOf(() => tensor(1).onGradient(() => undefined)).code).toBe("unconnected");
  });

  test("a gradient of another shape", () => {
    const x = tensor([1, 2]).requiresGrad();
    const error = errorOf(() => x.mul(x).backward({ gradient: [1, 2, 3] }));
    expect([error.code, error.message]).toEqual(["shape", expect.stringContaining("gradient: [3]")]);
    expect(errorOf(() => x.sum().backward({ gradient: "1" as never })).code).toBe("tensor");
  });

  test("under grad and vmap", () => {
    for (const run of [(f: (x: Tensor) => Tensor) => grad(f)(2), (f: (x: Tensor) => Tensor) => vmap(f)([2, 3])]) {
      const inside: ((x: Tensor) => unknown)[] = [
        (x) => x.requiresGrad(),
        (x) => x.backward(),
        (x) => tensor(1).requiresGrad().mul(1).backward({ gradient: x }),
      ];
      for (const body of inside) {
        const error = errorOf(() => run((x) => (body(x), x)));
        expect(error.code).toBe("unconnected");
        expect(error.message).toMatch(/is a value of (differentiation|vmap)/);
      }
    }
  });

  test("an error on the way back leaves the gradients as they were", () => {
    const x = tensor([1, 2]).requiresGrad();
    const u = x.mul(1);
    u.onGradient(() => {
      throw new Error("mine");
    });
    const y = add(u, x).mul(x).sum();
    expect(() => y.backward()).toThrow("mine");
    expect(x.grad).toBeUndefined();
    x.mul(3).sum().backward();
    expect(numbers(x.grad)).toEqual([3, 3]);
  });
});

describe("memory", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  /** Weak references are cleared only after the job in which they were made. */
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve));
    collect();
  };

  test("dropping the result frees the graph, whether gone back through or not", async () => {
    const w = ones(1000).requiresGrad();
    const make = (goBack: boolean): WeakRef<Tensor> => {
      const inner = exp(w).mul(2);
      const loss = inner.mul(inner).sum();
      if (goBack) loss.backward();
      return new WeakRef(inner);
    };
    const references = [make(false), make(true)];
    await settle();
    expect(references.map((reference) => reference.deref())).toEqual([undefined, undefined]);
  });

  test("backward lets the values go even while the result is held", async () => {
    const w = ones(1000).requiresGrad();
    const make = (): { loss: Tensor; inner: WeakRef<Tensor> } => {
      const inner = exp(w);
      return { loss: inner.mul(inner).sum(), inner: new WeakRef(inner) };
    };
    const { loss, inner } = make();
    loss.backward();
    await settle();
    expect(inner.deref()).toBeUndefined();
    expect(loss.item()).toBeGreaterThan(0);
  });

  test("a training loop keeps one graph at most", async () => {
    let w = tensor([3, -2]).requiresGrad();
    const old: WeakRef<Tensor>[] = [];
    for (let step = 0; step < 200; step++) {
      w.mul(w).sum().backward();
      old.push(new WeakRef(w));
      w = noGrad(() => w.sub((w.grad as Tensor).mul(0.1))).requiresGrad();
    }
    await settle();
    // One or two may be left in registers of the engine.
    expect(old.filter((reference) => reference.deref() !== undefined).length).toBeLessThan(4);
    expect(Math.abs(sum(w.mul(w)).item())).toBeLessThan(1e-30);
    expect(div(w, w).shape).toEqual([2]);
  });
});
