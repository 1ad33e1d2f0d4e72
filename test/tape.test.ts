/** GradientTape: Dive into Deep Learning 2.5 as TensorFlow tells it, then nesting, Jacobians, errors. */
import {
  arange,
  concat,
  customJvp,
  equal,
  exp,
  grad,
  GradientTape,
  jacrev,
  jvp,
  norm,
  ones,
  sin,
  type Tensor,
  TensorError,
  tensor,
  trace,
  vmap,
  zeros,
} from "nabla";
import { describe, expect, test } from "vitest";

const numbers = (x: Tensor | undefined): unknown => x?.tolist();

function errorOf(body: () => unknown): TensorError {
  try {
    body();
  } catch (error) {
    if (error instanceof TensorError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** A tape that watches, what it made of the function, and both. */
function tapeOf(x: Tensor, f: (x: Tensor) => Tensor, persistent = false): { tape: GradientTape; y: Tensor } {
  const tape = new GradientTape({ persistent });
  tape.watch(x);
  const y = f(x);
  tape.stop();
  return { tape, y };
}

describe("the book's cells (1B, TensorFlow)", () => {
  const x = arange(4);

  test("A3–A5", () => {
    const { tape, y } = tapeOf(x, (x) => x.dot(x).mul(2));
    expect(y.item()).toBe(28);
    const gradient = tape.gradient(y, x);
    expect(numbers(gradient)).toEqual([0, 4, 8, 12]);
    expect(numbers(equal(gradient, x.mul(4)))).toEqual([true, true, true, true]);
  });

  test("A6: each call gives fresh gradients", () => {
    const { tape, y } = tapeOf(x, (x) => x.sum());
    expect(numbers(tape.gradient(y, x))).toEqual([1, 1, 1, 1]);
  });

  test("A7 and S3: a vector is summed, or weighed", () => {
    const { tape, y } = tapeOf(x, (x) => x.mul(x), true);
    expect(numbers(tape.gradient(y, x))).toEqual([0, 2, 4, 6]);
    expect(numbers(tape.gradient(y, x, { outputGradients: [1, 0, 2, 1] }))).toEqual([0, 0, 8, 6]);
    expect(numbers(tape.jacobian(y, x))).toEqual([
      [0, 0, 0, 0],
      [0, 2, 0, 0],
      [0, 0, 4, 0],
      [0, 0, 0, 6],
    ]);
  });

  test("A8–A9 and S6: detached, and asked a second time", () => {
    const tape = new GradientTape({ persistent: true });
    tape.watch(x);
    const y = x.mul(x);
    const u = y.detach();
    const z = u.mul(x);
    tape.stop();
    expect(numbers(tape.gradient(z, x))).toEqual([0, 1, 4, 9]);
    expect(numbers(tape.gradient(y, x))).toEqual([0, 2, 4, 6]);
  });

  test("A10–A12 and S7: control flow", () => {
    const f = (a: Tensor): Tensor => {
      let b = a.mul(2);
      while (norm(b).item() < 1000) b = b.mul(2);
      return b.sum().item() > 0 ? b : b.mul(100);
    };
    for (const [value, k] of [
      [1, 1024],
      [-1, 102400],
      [499, 4],
      [500, 2],
    ]) {
      const a = tensor(value);
      const { tape, y } = tapeOf(a, f);
      expect(tape.gradient(y, a).item()).toBe(k);
    }
    const a = tensor([1, -1]);
    const { tape, y } = tapeOf(a, f);
    expect(numbers(tape.gradient(y, a))).toEqual([102400, 102400]);
  });

  test("S4: asked twice without persistent", () => {
    const { tape, y } = tapeOf(x, (x) => x.mul(x));
    tape.gradient(y, x);
    for (const again of [() => tape.gradient(y, x), () => tape.jacobian(y, x)]) {
      const error = errorOf(again);
      expect(error.code).toBe("freed");
      expect(error.message).toContain("persistent: true");
    }
  });
});

describe("watching", () => {
  test("begins when the tape is made; `using` ends it", () => {
    const x = tensor(3);
    let y = x;
    let kept: GradientTape;
    {
      using tape = new GradientTape({ persistent: true });
      kept = tape;
      expect(tape.watch(x)).toBe(x);
      y = x.mul(x);
    }
    const later = x.mul(y);
    expect(kept.gradient(y, x).item()).toBe(6);
    expect(errorOf(() => kept.gradient(later, x)).code).toBe("unconnected");
  });

  test("is for trees, and gradients are trees like the sources", () => {
    const p = { w: tensor([1, 2]), layers: [tensor(3), tensor(4)] as const };
    const tape = new GradientTape();
    tape.watch(p);
    const y = p.w.mul(p.layers[0]).sum().add(p.layers[1].mul(p.layers[1]));
    const { w, layers } = tape.gradient(y, p);
    expect([numbers(w), numbers(layers[0]), numbers(layers[1])]).toEqual([[3, 3], 3, 8]);
  });

  test("comes with requiresGrad, and both faces see the same ops", () => {
    const x = tensor([1, 2]).requiresGrad();
    const tape = new GradientTape();
    const y = x.mul(x).sum();
    expect(numbers(tape.gradient(y, x))).toEqual([2, 4]);
    y.backward();
    expect(numbers(x.grad)).toEqual([2, 4]);
  });

  test("pauses inside of stopRecording", () => {
    const x = tensor(3);
    const tape = new GradientTape();
    tape.watch(x);
    const constant = tape.stopRecording(() => x.mul(x));
    expect(tape.gradient(constant.mul(x), x).item()).toBe(9);
    expect(errorOf(() => tape.stopRecording(async () => x)).code).toBe("value");
  });

  test("begins anew after reset", () => {
    const x = tensor(3);
    const tape = new GradientTape();
    tape.watch(x);
    const y = x.mul(x);
    tape.reset();
    expect(errorOf(() => tape.gradient(y, x)).code).toBe("unconnected");
    tape.reset();
    tape.watch(x);
    expect(tape.gradient(x.mul(x), x).item()).toBe(6);
    tape.reset();
    tape.watch(x);
    expect(tape.gradient(x.mul(2), x).item()).toBe(2);
  });

  test("follows 0-d values through conversions", () => {
    const x = tensor(2, { dtype: "float32" });
    const tape = new GradientTape();
    tape.watch(x);
    const g = tape.gradient(x.mul(x).mul(tensor([1, 2])), x);
    expect([g.dtype, g.item()]).toEqual(["float32", 12]);
    const weak = sin(0);
    const other = new GradientTape();
    other.watch(weak);
    expect(other.gradient(weak.mul(new Float32Array([1, 2])), weak).item()).toBe(3);
  });

  test("an intermediate value is a source as well", () => {
    const x = tensor(2);
    const tape = new GradientTape({ persistent: true });
    tape.watch(x);
    const u = x.mul(x);
    const y = u.mul(u);
    const found = tape.gradient(y, { x, u });
    expect([numbers(found.x), numbers(found.u)]).toEqual([32, 8]);
    expect(tape.gradient(u, u).item()).toBe(1);
    tape.stop();
  });

  test("what no source is behind is not differentiated", () => {
    const refuses = customJvp(
      (x: Tensor) => x.mul(2),
      (): never => {
        throw new Error("asked for");
      },
    );
    const [x, w] = [tensor(3), tensor(4)];
    const tape = new GradientTape({ persistent: true });
    tape.watch([x, w]);
    const y = x.mul(refuses(w));
    expect(tape.gradient(y, x).item()).toBe(8);
    expect(() => tape.gradient(y, w)).toThrow("asked for");
  });

  test("ends at once, also inside of a transformation", () => {
    const [x, late] = [tensor([1, 2]), tensor([3, 4])];
    const tape = new GradientTape({ persistent: true });
    tape.watch([x, late]);
    const y = vmap((p: Tensor, q: Tensor) => {
      const squared = p.mul(p);
      tape.stop();
      return [squared, q.mul(q)];
    })(x, late);
    expect(tape.gradient(y[0], x).tolist()).toEqual([2, 4]);
    expect(tape.gradient(y, [x, late], { unconnected: "undefined" }).map((g) => g?.tolist())).toEqual([
      [2, 4],
      undefined,
    ]);
  });

  test("several targets are added", () => {
    const x = tensor([1, 2]);
    const tape = new GradientTape({ persistent: true });
    tape.watch(x);
    const ys = [x.mul(3), x.mul(x).sum()];
    tape.stop();
    expect(numbers(tape.gradient(ys, x))).toEqual([5, 7]);
    expect(numbers(tape.gradient(ys, x, { outputGradients: [[1, 0], 2] }))).toEqual([7, 8]);
    expect(errorOf(() => tape.gradient(ys, x, { outputGradients: [1] })).code).toBe("tree");
    expect(errorOf(() => tape.gradient(ys, x, { outputGradients: [1, 1] })).code).toBe("shape");
  });
});

describe("more than one tape", () => {
  test("nested: x³ at 2 has slope 12 and curvature 12", () => {
    const x = tensor(2);
    const outer = new GradientTape();
    outer.watch(x);
    const inner = new GradientTape();
    inner.watch(x);
    const slope = inner.gradient(x.mul(x).mul(x), x);
    expect([slope.item(), outer.gradient(slope, x).item()]).toEqual([12, 12]);
  });

  test("a persistent tape that records can be asked for the gradient of its gradient", () => {
    using tape = new GradientTape({ persistent: true });
    const x = tape.watch(tensor(0.5));
    let y = sin(x);
    const found: number[] = [];
    for (let order = 1; order <= 4; order++) {
      y = tape.gradient(y, x);
      found.push(y.item());
    }
    const [s, c] = [Math.sin(0.5), Math.cos(0.5)];
    [c, -s, -c, s].forEach((expected, i) => expect(found[i]).toBeCloseTo(expected, 15));
  });

  test("over one computation, ending in any order", () => {
    const [x, w] = [tensor(2), tensor(5)];
    const first = new GradientTape();
    first.watch(x);
    const second = new GradientTape();
    second.watch(w);
    const y = x.mul(w);
    first.stop();
    const z = y.mul(w);
    second.stop();
    expect(first.gradient(y, x).item()).toBe(5);
    expect(second.gradient(z, w).item()).toBe(20);
    const third = new GradientTape();
    third.watch(x);
    expect(third.gradient(x.mul(x), x).item()).toBe(4);
  });

  test("around backward: the gradients it leaves are on the tape", () => {
    const x = tensor(2).requiresGrad();
    const tape = new GradientTape();
    x.mul(x).mul(x).backward();
    expect(tape.gradient(x.grad, x).item()).toBe(12);
  });

  test("restarting does not confuse the order", () => {
    const x = tensor(3);
    const a = new GradientTape();
    const b = new GradientTape();
    a.reset();
    a.watch(x);
    b.watch(x);
    const y = x.mul(x);
    expect([b.gradient(y, x).item(), a.gradient(y, x).item()]).toEqual([6, 6]);
  });

  test("one that was never stopped inside a transformation ends with it", () => {
    const x = tensor(3);
    grad((v) => {
      new GradientTape().watch(v);
      return v.mul(v);
    })(2);
    expect(x.mul(x).item()).toBe(9);
  });
});

describe("with the transformations", () => {
  const slope = (x: Tensor): Tensor => {
    const tape = new GradientTape();
    tape.watch(x);
    return tape.gradient(x.mul(x).mul(x).sum(), x);
  };

  test("inside of grad, jvp, vmap and trace", () => {
    expect(grad((x) => slope(x))(2).item()).toBe(12);
    expect(numbers(vmap(slope)([1, 2, 3]))).toEqual([3, 12, 27]);
    const [value, tangent] = jvp(slope)([tensor(2)], [tensor(1)]);
    expect([value.item(), tangent.item()]).toEqual([12, 12]);
    const program = trace(slope)([1, 2]);
    expect(numbers(program.run([tensor([1, 2])])[0])).toEqual([3, 12]);
  });

  test("outside of them", () => {
    const x = tensor([1, 2]);
    const tape = new GradientTape();
    tape.watch(x);
    const y = grad((v) => v.mul(v).mul(v).sum())(x)
      .mul(vmap((v) => v.mul(10))(x))
      .sum();
    expect(numbers(tape.gradient(y, x))).toEqual([90, 360]);
  });
  test("of a value known outside", () => {
    const w = tensor(5);
    const tape = new GradientTape();
    tape.watch(w);
    const y = grad((x) => x.mul(x).mul(w))(3);
    expect(tape.gradient(y, w).item()).toBe(6);
  });
});

describe("Jacobians", () => {
  const f = (x: Tensor): Tensor => concat([exp(x), x.mul(x)], 0);

  test("agree with jacrev, for trees too", () => {
    const x = tensor([
      [0.1, 0.2, 0.3],
      [1, 2, 3],
    ]);
    const { tape, y } = tapeOf(x, f, true);
    const jacobian = tape.jacobian(y, { x, again: [x] });
    expect(jacobian.x.shape).toEqual([4, 3, 2, 3]);
    expect(numbers(jacobian.x)).toEqual(numbers(jacrev(f)(x)));
    expect(numbers(jacobian.again[0])).toEqual(numbers(jacobian.x));
  });

  test("of scalars and of nothing", () => {
    const x = tensor([1, 2]);
    const { tape, y } = tapeOf(x, (x) => x.mul(x).sum(), true);
    expect(numbers(tape.jacobian(y, x))).toEqual([2, 4]);
    const none = zeros([0]);
    const other = tapeOf(none, (x) => x.mul(2));
    expect(other.tape.jacobian(other.y, none).shape).toEqual([0, 0]);
  });

  test("of batches, element by element", () => {
    const x = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const w = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const { tape, y } = tapeOf(x, (x) => x.mul(x).matmul(w), true);
    const found = tape.batchJacobian(y, x);
    expect(found.shape).toEqual([3, 3, 2]);
    const whole = jacrev((x) => x.mul(x).matmul(w))(x).tolist() as number[][][][];
    expect(numbers(found)).toEqual(whole.map((rows, b) => rows.map((row) => row[b])));
  });

  test("of batches whose sizes differ", () => {
    const x = ones([2, 3]);
    const { tape, y } = tapeOf(x, (x) => x.sum(0));
    expect(errorOf(() => tape.batchJacobian(y, x)).code).toBe("shape");
    expect(errorOf(() => tape.jacobian([y, y] as never, x)).code).toBe("tree");
  });
});

describe("what is not on the tape", () => {
  const setUp = (): { tape: GradientTape; x: Tensor; other: Tensor; y: Tensor } => {
    const [x, other] = [tensor([1, 2]), tensor(3)];
    const tape = new GradientTape({ persistent: true });
    tape.watch({ x, other });
    const y = x.mul(x).sum();
    tape.stop();
    return { tape, x, other, y };
  };

  test("raises, and names the source", () => {
    const { tape, x, other, y } = setUp();
    const error = errorOf(() => tape.gradient(y, { x, more: [other] }));
    expect([error.code, error.message]).toEqual(["unconnected", expect.stringContaining("source.more[0]")]);
    expect(errorOf(() => tape.gradient(y, tensor(1))).message).toContain("has not watched the source");
    expect(errorOf(() => tape.gradient(tensor(1), x)).message).toContain("not computed from a watched tensor");
    expect(errorOf(() => tape.jacobian(y, other)).code).toBe("unconnected");
  });

  test("gives zeros or holes when asked for", () => {
    const { tape, x, other, y } = setUp();
    const zero = tape.gradient(y, [x, other], { unconnected: "zero" });
    expect(zero.map((g) => numbers(g as Tensor))).toEqual([[2, 4], 0]);
    const holes = tape.gradient(y, [x, other], { unconnected: "undefined" });
    expect([numbers(holes[0]), holes[1]]).toEqual([[2, 4], undefined]);
    expect(numbers(tape.jacobian(x.mul(1), other, { unconnected: "zero" }))).toEqual([0, 0]);
    expect(tape.jacobian(y, other, { unconnected: "undefined" })).toBeUndefined();
    expect(errorOf(() => tape.gradient(y, other, { unconnected: "none" as never })).code).toBe("value");
  });

  test("numbers and integers", () => {
    const { tape, x, y } = setUp();
    expect(errorOf(() => tape.gradient(y.item(), x)).message).toContain("the target is 5");
    expect(errorOf(() => tape.gradient(y, [1, 2])).code).toBe("unconnected");
    expect(errorOf(() => tape.gradient(y, x.astype("int32"))).code).toBe("differentiable");
    expect(errorOf(() => tape.watch(tensor([1], { dtype: "int32" }))).code).toBe("differentiable");
    expect(errorOf(() => tape.watch(3)).code).toBe("value");
  });
});
