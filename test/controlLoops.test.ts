/** Control flow: the book's function, which branches run, programs as they print, long and empty loops, associative scans. */
import {
  associativeScan,
  cond,
  cumprod,
  cumsum,
  foriLoop,
  grad,
  hessian,
  jacfwd,
  jacrev,
  jvp,
  scan,
  stack,
  type Tensor,
  tensor,
  vmap,
  where,
  whileLoop,
  zeros,
} from "nabla";
import { trace } from "nabla/autodiff";
import { describe, expect, test } from "vitest";
import { close, failure } from "./assertions.ts";

type F = (x: Tensor) => Tensor;

describe("the book's function (2.5.4)", () => {
  const byWhile: F = (a) => {
    let b = a.mul(2);
    while (b.norm().item() < 1000) b = b.mul(2);
    return b.sum().item() > 0 ? b : b.mul(100);
  };
  const byOps: F = (a) => {
    const b = whileLoop(
      (c) => c.norm().less(1000),
      (c) => c.mul(2),
      a.mul(2),
    );
    return cond(
      b.sum().greater(0),
      () => b,
      () => b.mul(100),
    );
  };
  const bounded: F = (a) => {
    const b = whileLoop(
      (c) => c.norm().less(1000),
      (c) => c.mul(2),
      a.mul(2),
      { maxIterations: 30 },
    );
    return cond(
      b.sum().greater(0),
      () => b,
      () => b.mul(100),
    );
  };
  // ../shared/reference/d2l.md, A10
  const factors: readonly (readonly [a: number, k: number])[] = [
    [1, 1024],
    [-1, 102400],
    [0.5, 2048],
    [-0.5, 204800],
    [3, 512],
    [499, 4],
    [500, 2],
    [1000, 2],
  ];
  const vectors: readonly (readonly [a: readonly number[], k: number])[] = [
    [[1, 2, 3], 512],
    [[-1, -2, -3], 51200],
    [[1, -1], 102400],
    [[0.1, 0.2], 8192],
  ];

  test.each(factors)("a = %d: f(a) = %d a", (a, k) => {
    for (const f of [byWhile, byOps, bounded]) {
      expect(f(tensor(a)).item()).toBe(k * a);
      expect(grad(f)(a).item()).toBe(k);
      expect(jvp(f)([a], [1])[1].item()).toBe(k);
    }
    expect(
      trace(grad(bounded))(a)
        .run([tensor(a)])[0]
        .item(),
    ).toBe(k);
    expect(
      trace(jacfwd(byOps))(a)
        .run([tensor(a)])[0]
        .item(),
    ).toBe(k);
  });

  test.each(vectors)("a = %j", (a, k) => {
    const want = tensor(a).mul(k);
    for (const f of [byWhile, byOps]) {
      expect(f(tensor(a)).toArray()).toEqual(want.toArray());
      close(jacrev(f)(tensor(a)), tensor(a.map((_, i) => a.map((_, j) => (i === j ? k : 0)))));
    }
  });

  test("each element of a batch has a loop of its own", () => {
    const batch = tensor(factors.map(([a]) => a));
    const want = factors.map(([, k]) => k);
    expect(vmap(grad(byOps))(batch).toArray()).toEqual(want);
    expect(
      trace(vmap(grad(bounded)))(batch)
        .run([batch])[0]
        .toArray(),
    ).toEqual(want);
    const nested = stack([batch, batch.mul(2)]);
    expect(vmap(vmap(byOps))(nested).toArray()).toEqual(
      [...nested].map((row) => [...row].map((a) => byWhile(a).item())),
    );
  });

  test("f(0) does not end: the budget says so", () => {
    for (const run of [
      () => bounded(tensor(0)),
      () => trace(bounded)(0).run([tensor(0)]),
      () => trace(grad(bounded))(0).run([tensor(0)]),
      () => vmap(bounded)([1, 0, 2]),
    ]) {
      const error = failure(run);
      expect(error.code).toBe("budget");
      expect(error.message).toContain("whileLoop: stopped after 30 iterations");
    }
  });

  test("the budget is the number of iterations, exactly", () => {
    const triple =
      (maxIterations: number): F =>
      (x) =>
        whileLoop(
          ({ n }) => n.less(3),
          ({ n, y }) => ({ n: n.add(1), y: y.mul(x) }),
          { n: tensor(0).astype("int32"), y: tensor(1) },
          { maxIterations },
        ).y;
    const runs = (f: F): readonly (() => Tensor)[] => [
      () => f(tensor(2)),
      () => trace(f)(2).run([tensor(2)])[0],
      () => vmap(f)(tensor([2])).at(0),
      () => grad(f)(2),
      () => trace(grad(f))(2).run([tensor(2)])[0],
    ];
    expect(runs(triple(3)).map((run) => run().item())).toEqual([8, 8, 8, 12, 12]);
    for (const run of runs(triple(2))) expect(failure(run).code).toBe("budget");
  });

  test("reverse mode of a traced loop needs a bound", () => {
    const { code, message } = failure(() => trace(grad(byOps))(1));
    expect(code).toBe("value");
    expect(message).toContain("maxIterations");
    expect(grad((x: Tensor) => trace(byOps)(1).run([x])[0])(1).item()).toBe(1024);
  });
});

describe("what cond does and does not do", () => {
  test("runs one branch where the predicate is known", () => {
    const calls: string[] = [];
    const f = (x: Tensor): Tensor =>
      cond(
        x.greater(0),
        () => (calls.push("f"), x),
        () => (calls.push("g"), x.neg()),
      );
    grad(f)(1);
    vmap(f)([1, 2]);
    expect(calls).toEqual(["f", "f"]);
    vmap(f)([1, -2]);
    expect(calls.slice(2).toSorted()).toEqual(["f", "g"]);
  });

  test("so a recursion ends, in a batch as well", () => {
    const factorial = (n: Tensor): Tensor =>
      cond(
        n.less(2),
        () => 1,
        () => n.mul(factorial(n.sub(1))),
      );
    expect(factorial(tensor(5)).item()).toBe(120);
    expect(vmap(factorial)([1, 2, 5, 3]).toArray()).toEqual([1, 2, 120, 6]);
  });

  test("the branch not taken leaves no NaN in gradients of batches", () => {
    const f: F = (x) =>
      cond(
        x.greater(0),
        () => x.sqrt(),
        () => x.mul(0),
      );
    expect(vmap(grad(f))([4, 0, -1]).toArray()).toEqual([0.25, 0, 0]);
    expect(grad((x: Tensor) => vmap(f)(x).sum())([4, 0, -1]).toArray()).toEqual([0.25, 0, 0]);
  });

  test("agrees with where", () => {
    const f: F = (x) =>
      cond(
        x.greater(0),
        () => x.sin(),
        () => x.exp(),
      );
    const x = tensor([0.5, -0.5, 2]);
    close(vmap(f)(x), where(x.greater(0), x.sin(), x.exp()));
  });

  test("a plain number takes the dtype of the other branch", () => {
    const f: F = (x) =>
      cond(
        x.sum().greater(0),
        () => 0,
        () => x.sum(),
      );
    const x = tensor([-1, -2], { dtype: "float32" });
    expect(f(x).dtype).toBe("float32");
    expect(trace(f)(x).outputs[0].dtype).toBe("float32");
  });
});

describe("programs show their control flow", () => {
  test("scan and its gradient", () => {
    const f = (w: Tensor): Tensor => scan((h, x) => [h.mul(w).add(x), null], 0, [1, 2, 3])[0];
    expect(String(trace(f)(2))).toMatchInlineSnapshot(`
      "program (a: float64[]) with (b: float64[3]) {
        c: float64[] = scan[body = program (a: float64[], b: float64[], c: float64[]) {
            d: float64[] = mul(b, a)
            e: float64[] = add(d, c)
            return e
          }, length=3, reverse=false, constants=1, carry=1](a, 0, b)
        return c
      }"
    `);
    expect(String(trace(grad(f))(2))).toMatchInlineSnapshot(`
      "program (a: float64[]) with (b: float64[3]) {
        c: float64[], d: float64[3] = scan[body = program (a: float64[], b: float64[], c: float64[]) {
            d: float64[] = mul(b, a)
            e: float64[] = add(d, c)
            return e, b
          }, length=3, reverse=false, constants=1, carry=1](a, 0, b)
        e: float64[], f: float64[] = scan[body = program (a: float64[], b: float64[], c: float64[], d: float64[]) {
            e: float64[] = scale(d, c)
            f: float64[] = scale(a, c)
            g: float64[] = add(b, e)
            return g, f
          }, length=3, reverse=true, constants=1, carry=2](a, 0, 1, d)
        return e
      }"
    `);
  });

  test("cond and while", () => {
    const f: F = (x) =>
      whileLoop(
        (y) => y.less(x),
        (y) =>
          cond(
            y.greater(1),
            () => y.mul(2),
            () => y.add(x),
          ),
        0.5,
      );
    expect(String(trace(f)(2))).toMatchInlineSnapshot(`
      "program (a: float64[]) {
        b: float64[] = while[condition = program (a: float64[], b: float64[]) {
            c: bool[] = less(b, a)
            return c
          }, body = program (a: float64[], b: float64[]) {
            c: bool[] = greater(b, 1)
            d: int32[] = cast[dtype=int32](c)
            e: float64[] = cond[branches[0] = program (a: float64[], b: float64[]) {
                c: float64[] = add(a, b)
                return c
              }, branches[1] = program (a: float64[], b: float64[]) {
                c: float64[] = mul(a, 2)
                return c
              }](d, b, a)
            return e
          }, constants=1](a, 0.5)
        return b
      }"
    `);
  });

  test("what does not change in a loop is computed before it", () => {
    const f: F = (x) => foriLoop(0, 3, (_, y) => y.mul(x.sin()), x);
    const { equations } = trace(f)(2);
    expect(equations.map(({ op }) => op.name)).toEqual(["sin", "scan"]);
    const backward = trace(grad(f))(2).equations;
    expect(backward.filter(({ op }) => op.name === "sin")).toHaveLength(1);
  });
});

describe("scan", () => {
  test("long loops", () => {
    const inputs = tensor(Array.from({ length: 10_000 }, (_, i) => Math.sin(i)));
    const f = (w: Tensor): Tensor => scan((h, x) => [h.mul(w).add(x).tanh(), h], 0, inputs)[0];
    const gradient = grad(f)(0.9);
    close(trace(grad(f))(0.9).run([tensor(0.9)])[0], gradient);
    let [h, dh] = [0, 0];
    for (const x of inputs.data()) {
      const next = Math.tanh(0.9 * h + x);
      dh = (1 - next * next) * (h + 0.9 * dh);
      h = next;
    }
    close(gradient, tensor(dh));
  });

  test("no steps: the carry, and no rows of the shape that a step would give", () => {
    const f = (x: Tensor) => scan((c, row) => [c.add(row.sum()), { a: row.mul(2), b: c }], 1, x);
    const [carry, ys] = f(zeros([0, 3]));
    expect(carry.item()).toBe(1);
    expect([ys.a.shape, ys.b.shape]).toEqual([[0, 3], [0]]);
    expect(grad((x: Tensor) => f(x)[0])(zeros([0, 3])).shape).toEqual([0, 3]);
    expect(foriLoop(3, 1, (_, c) => c.mul(2), 5).item()).toBe(5);
  });

  test("plain numbers take the dtype of what comes back, and stay plain otherwise", () => {
    const x = tensor([1, 2], { dtype: "float32" });
    const f = (v: Tensor) => scan((c, y) => [c.add(y), c.mul(2)], 0, v);
    expect(f(x).map(({ dtype }) => dtype)).toEqual(["float32", "float32"]);
    expect(trace(f)(x).outputs.map(({ dtype }) => dtype)).toEqual(["float32", "float32"]);
    expect(f(x)[1].toArray()).toEqual([0, 2]);
  });

  test("keys of the carry may come in any order", () => {
    const [carry] = scan((c, x) => [{ b: c.b.add(x), a: c.a }, null], { a: tensor(1), b: tensor(2) }, [10, 20]);
    expect([carry.a.item(), carry.b.item()]).toEqual([1, 32]);
  });

  test("bounds of foriLoop that are tensors", () => {
    const f = (n: Tensor, x: Tensor): Tensor => foriLoop(0, n.astype("int32"), (i, y) => y.mul(x).add(i), x);
    const want = [2, 4, 9, 20];
    expect(want.map((_, n) => f(tensor(n), tensor(2)).item())).toEqual(want);
    expect(vmap(f, { inAxes: [0, null] })([0, 1, 2, 3], 2).toArray()).toEqual(want);
    const program = trace(f)(3, 2);
    expect(program.run([tensor(2), tensor(2)])[0].item()).toBe(9);
    const batched = trace(vmap(f, { inAxes: [0, null] }))([0, 1, 2, 3], 2);
    expect(batched.run([tensor([3, 2, 1, 0]), tensor(2)])[0].toArray()).toEqual(want.toReversed());
  });
});

describe("associativeScan", () => {
  const values = (n: number): Tensor => tensor(Array.from({ length: n }, (_, i) => Math.cos(3 * i) + 0.2));

  test.each([0, 1, 2, 3, 4, 5, 8, 13, 64, 100])("%d elements: sums and products", (n) => {
    const x = values(n);
    close(
      associativeScan((a, b) => a.add(b), x),
      cumsum(x),
    );
    close(
      associativeScan((a, b) => a.mul(b), x),
      cumprod(x),
    );
    if (n === 0) return;
    const [f, g]: F[] = [
      (y) =>
        associativeScan((a, b) => a.mul(b), y)
          .sin()
          .sum(),
      (y) => cumprod(y).sin().sum(),
    ];
    close(grad(f)(x), grad(g)(x));
    close(hessian(f)(x), hessian(g)(x));
  });

  test("axis and direction", () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(associativeScan((a, b) => a.add(b), x, { axis: 1, reverse: true }).toArray()).toEqual([
      [6, 5, 3],
      [15, 11, 6],
    ]);
    expect(associativeScan((a, b) => a.add(b), x, { axis: -1 }).toArray()).toEqual([
      [1, 3, 6],
      [4, 9, 15],
    ]);
    expect(associativeScan((a, b) => a.logicalOr(b), [false, true, false]).toArray()).toEqual([false, true, true]);
    expect(vmap((y: Tensor) => associativeScan((a, b) => a.add(b), y))(x).toArray()).toEqual([
      [1, 3, 6],
      [4, 9, 15],
    ]);
  });

  test("an operation that does not commute keeps the order", () => {
    const ms = tensor([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [0, 1],
        [1, 1],
      ],
      [
        [2, 0],
        [1, 3],
      ],
    ]);
    const all = associativeScan((a, b) => a.matmul(b), ms);
    close(all.at(2), ms.at(0).matmul(ms.at(1)).matmul(ms.at(2)));
  });
});
