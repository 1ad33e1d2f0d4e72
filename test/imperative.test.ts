/** requiresGrad, backward and their kin: Dive into Deep Learning 2.5 as PyTorch tells it, higher derivatives, hooks. */
import { add, arange, equal, exp, grad, norm, ones, sin, type Tensor, TensorError, tensor, vmap, zeros } from "nabla";
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

const x03 = (): Tensor => arange(4).requiresGrad();

describe("the book's cells (1B, PyTorch)", () => {
  test("A2–A5: no gradient at first, then 4x", () => {
    const x = x03();
    expect(x.grad).toBeUndefined();
    const y = x.dot(x).mul(2);
    expect(y.item()).toBe(28);
    y.backward();
    expect(numbers(x.grad)).toEqual([0, 4, 8, 12]);
    expect(numbers(equal(x.grad as Tensor, x.mul(4)))).toEqual([true, true, true, true]);
  });

  test("S1: gradients add up until they are zeroed", () => {
    const x = x03();
    x.dot(x).mul(2).backward();
    x.sum().backward();
    expect(numbers(x.grad)).toEqual([1, 5, 9, 13]);
    x.mul(x).sum().backward();
    expect(numbers(x.grad)).toEqual([1, 7, 13, 19]);
    expect(x.zeroGrad()).toBe(x);
    expect(numbers(x.grad)).toEqual([0, 0, 0, 0]);
    x.sum().backward();
    expect(numbers(x.grad)).toEqual([1, 1, 1, 1]);
    x.zeroGrad();
    x.mul(x).sum().backward();
    expect(numbers(x.grad)).toEqual([0, 2, 4, 6]);
  });

  test("A7: a vector with weights; S3: without them it raises", () => {
    const x = x03();
    x.mul(x).backward({ gradient: ones(4) });
    expect(numbers(x.grad)).toEqual([0, 2, 4, 6]);
    const error = errorOf(() => x.mul(x).backward());
    expect(error.code).toBe("scalar");
    expect(error.message).toContain("[4]");
    expect(error.message).toContain("y.sum().backward()");
  });

  test("A8–A9: detach stops z at u, and y has its own graph still", () => {
    const x = x03();
    const y = x.mul(x);
    const u = y.detach();
    u.mul(x).sum().backward();
    expect(numbers(u)).toEqual([0, 1, 4, 9]);
    expect(numbers(x.grad)).toEqual([0, 1, 4, 9]);
    x.zeroGrad();
    y.sum().backward();
    expect(numbers(x.grad)).toEqual([0, 2, 4, 6]);
  });

  test("S5: without the detach the second backward fails", () => {
    const x = x03();
    const y = x.mul(x);
    y.mul(x).sum().backward();
    expect(numbers(x.grad)).toEqual([0, 3, 12, 27]);
    expect(errorOf(() => y.sum().backward()).code).toBe("freed");
    expect(numbers(x.grad)).toEqual([0, 3, 12, 27]);
  });

  const f = (a: Tensor): Tensor => {
    let b = a.mul(2);
    while (norm(b).item() < 1000) b = b.mul(2);
    return b.sum().item() > 0 ? b : b.mul(100);
  };

  test("A10–A12: control flow; the gradient is d/a", () => {
    for (const [value, k] of [
      [1, 1024],
      [-1, 102400],
      [0.5, 2048],
      [-0.5, 204800],
      [3, 512],
      [499, 4],
      [500, 2],
      [1000, 2],
    ]) {
      const a = tensor(value).requiresGrad();
      const d = f(a);
      d.backward();
      expect(numbers(a.grad)).toBe(k);
      expect(numbers(equal(a.grad as Tensor, d.div(a)))).toBe(true);
    }
  });

  test("S8: one k for all elements", () => {
    for (const [value, k] of [
      [[1, 2, 3], 512],
      [[-1, -2, -3], 51200],
      [[1, -1], 102400],
      [[0.1, 0.2], 8192],
    ] as const) {
      const a = tensor(value).requiresGrad();
      const d = f(a);
      expect(errorOf(() => d.backward()).code).toBe("scalar");
      d.sum().backward();
      expect(numbers(a.grad)).toEqual(value.map(() => k));
    }
    expect(numbers(f(tensor([1, 2, 3])))).toEqual([512, 1024, 1536]);
  });

  test("E0: a vector's backward is that of the sum", () => {
    const x = x03();
    x.mul(x).backward({ gradient: [1, 1, 1, 1] });
    const u = x.detach().requiresGrad();
    u.mul(u).sum().backward();
    expect(numbers(x.grad)).toEqual(numbers(u.grad));
  });

  test("E0: a gradient attached on the way cuts the graph", () => {
    const x = ones(4).requiresGrad();
    const y = ones(4).mul(2).requiresGrad();
    const u = x.mul(y).detach().requiresGrad();
    u.mul(5).sub(x).sum().backward();
    expect(numbers(x.grad)).toEqual([-1, -1, -1, -1]);
    expect(numbers(u.grad)).toEqual([5, 5, 5, 5]);
    expect(y.grad).toBeUndefined();
  });

  test("S12: the default float of all frameworks is at hand, and the gradient has the dtype of its tensor", () => {
    const x = tensor(new Float32Array([0, 1, 2, 3])).requiresGrad();
    x.dot(x).mul(2).backward();
    expect(x.grad?.dtype).toBe("float32");
    expect(numbers(x.grad)).toEqual([0, 4, 8, 12]);
    const mixed = tensor(new Float32Array([1, 2])).requiresGrad();
    mixed
      .mul(tensor([0.1, 0.2]))
      .sum()
      .backward();
    expect(mixed.grad?.dtype).toBe("float32");
    const scalar = tensor(2, { dtype: "float32" }).requiresGrad();
    scalar
      .mul(tensor([1, 2]))
      .sum()
      .backward();
    expect([scalar.grad?.dtype, numbers(scalar.grad)]).toEqual(["float32", 3]);
  });

  test("S13: the gradient of the norm at 0 is 0", () => {
    const x = zeros(3).requiresGrad();
    norm(x).backward();
    expect(numbers(x.grad)).toEqual([0, 0, 0]);
  });
});

describe("going back twice (S4)", () => {
  test("raises where values are needed that were freed", () => {
    const x = x03();
    const y = x.dot(x).mul(2);
    y.backward();
    const error = errorOf(() => y.backward());
    expect(error.code).toBe("freed");
    expect(error.message).toContain("retainGraph: true");
    expect(numbers(x.grad)).toEqual([0, 4, 8, 12]);
  });

  test("doubles with retainGraph", () => {
    const x = x03();
    const y = x.dot(x).mul(2);
    y.backward({ retainGraph: true });
    y.backward();
    expect(numbers(x.grad)).toEqual([0, 8, 16, 24]);
    expect(errorOf(() => y.backward()).code).toBe("freed");
  });

  test("is allowed where no op needs a value", () => {
    const x = ones(4).requiresGrad();
    const y = x.sum();
    y.backward();
    y.backward();
    expect(numbers(x.grad)).toEqual([2, 2, 2, 2]);
  });

  test("a part shared by two results is freed by the first", () => {
    const x = x03();
    const shared = exp(x);
    const a = shared.sum();
    const b = shared.mean();
    a.backward();
    const error = errorOf(() => b.backward());
    expect([error.code, error.message]).toEqual(["freed", expect.stringContaining("exp")]);
  });
});

describe("higher derivatives", () => {
  test("x³ at 2: 12, 12, 6", () => {
    const x = tensor(2).requiresGrad();
    x.mul(x).mul(x).backward({ createGraph: true });
    const first = x.grad as Tensor;
    x.zeroGrad();
    first.backward({ createGraph: true });
    const second = x.grad as Tensor;
    x.zeroGrad();
    second.backward();
    expect([first, second, x.grad as Tensor].map((g) => g.item())).toEqual([12, 12, 6]);
  });

  test("a penalty on the gradient", () => {
    const w = tensor([1, 2]).requiresGrad();
    const loss = exp(w).sum();
    loss.backward({ createGraph: true });
    const slope = w.grad as Tensor;
    w.zeroGrad();
    slope.mul(slope).sum().backward();
    const expected = grad((w) => exp(w).square().sum())([1, 2]);
    expect(numbers(w.grad)).toEqual(numbers(expected));
  });

  test("without createGraph gradients are constants", () => {
    const x = tensor(2).requiresGrad();
    x.mul(x).backward();
    expect(errorOf(() => x.grad?.backward()).code).toBe("unconnected");
  });

  test("of grad, jvp and batches inside", () => {
    const x = tensor(0.5).requiresGrad();
    grad(sin)(x).backward();
    expect(x.grad?.item()).toBeCloseTo(-Math.sin(0.5), 15);
    const a = tensor([1, 2, 3]).requiresGrad();
    vmap((v) => v.mul(v))(a)
      .sum()
      .backward();
    expect(numbers(a.grad)).toEqual([2, 4, 6]);
  });
});

describe("hooks and kept gradients", () => {
  test("a hook sees the whole gradient of a pass, and may replace it", () => {
    const x = tensor([3, 4]).requiresGrad();
    const seen: unknown[] = [];
    const u = x.mul(2);
    const stopLooking = u.onGradient((g) => void seen.push(g.tolist()));
    const remove = x.onGradient((g) => g.mul(10));
    add(u, u.mul(u)).sum().backward();
    expect(seen).toEqual([[13, 17]]);
    expect(numbers(x.grad)).toEqual([260, 340]);
    remove();
    stopLooking();
    x.zeroGrad();
    x.mul(2).sum().backward();
    expect(numbers(x.grad)).toEqual([2, 2]);
    expect(seen.length).toBe(1);
  });

  test("a hook on a computed tensor acts on what is behind it", () => {
    const x = tensor([1, -1]).requiresGrad();
    const u = x.mul(3).retainGrad();
    u.onGradient((g) => g.mul([1, 0]));
    u.sum().backward();
    expect([numbers(u.grad), numbers(x.grad)]).toEqual([
      [1, 0],
      [3, 0],
    ]);
  });

  test("a replacement of another shape raises, and changes nothing", () => {
    const x = tensor([1, 2]).requiresGrad();
    x.onGradient((g) => g.sum());
    expect(errorOf(() => x.sum().backward()).code).toBe("shape");
    expect(x.grad).toBeUndefined();
    expect(errorOf(() => x.onGradient(3 as never)).code).toBe("value");
  });

  test("computed tensors keep gradients when asked to", () => {
    const x = tensor(3).requiresGrad();
    const u = x.mul(x);
    expect(errorOf(() => u.grad).message).toContain("retainGrad()");
    expect(u.retainGrad()).toBe(u);
    u.mul(u).backward({ retainGraph: true });
    expect([u.grad?.item(), x.grad?.item()]).toEqual([18, 108]);
    u.backward();
    expect([u.grad?.item(), x.grad?.item()]).toEqual([19, 114]);
  });

  test("two tensors of one op", () => {
    const a = tensor([
      [2, 1],
      [1, 3],
    ]).requiresGrad();
    const b = tensor([[1], [2]]).requiresGrad();
    a.matmul(b).sum().backward();
    expect(numbers(a.grad)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(numbers(b.grad)).toEqual([[3], [4]]);
  });
});
