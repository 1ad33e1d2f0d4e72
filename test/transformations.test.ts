/** The transformations themselves: trees, places, axes, nesting. The rules of the ops are walked in test/ops. */
import {
  cond,
  grad,
  GradientTape,
  hessian,
  hvp,
  jacfwd,
  jacrev,
  jvp,
  linearize,
  linearTranspose,
  scan,
  type Tensor,
  tensor,
  trace,
  vjp,
  vmap,
  zeros,
} from "nabla";
import { describe, expect, test } from "vitest";
import { close, failure } from "./assertions.ts";

const x = tensor([1, 2, 3]);

/** A function that does not look at its argument. */
const always =
  (value: Tensor): ((x: Tensor) => Tensor) =>
  () =>
    value;

describe("vmap", () => {
  const a = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);

  test("takes the batch from any axis and puts it into any axis", () => {
    const twice = (row: Tensor): Tensor => row.mul([1, 10, 100]);
    const rows = [
      [1, 20, 300],
      [4, 50, 600],
    ];
    const columns = [
      [1, 4],
      [20, 50],
      [300, 600],
    ];
    expect(vmap(twice)(a).tolist()).toEqual(rows);
    expect(vmap(twice, { inAxes: 1 })(a.transpose()).tolist()).toEqual(rows);
    expect(vmap(twice, { inAxes: -1 })(a.transpose()).tolist()).toEqual(rows);
    expect(vmap(twice, { outAxes: 1 })(a).tolist()).toEqual(columns);
    expect(vmap(twice, { outAxes: -1 })(a).tolist()).toEqual(columns);
    expect(vmap(twice, { outAxes: -2 })(a).tolist()).toEqual(rows);
  });

  test("goes into trees, with an axis for each leaf or for all of a branch", () => {
    const f = ({ w, b }: { w: Tensor; b: Tensor }, [c]: readonly [Tensor]) => ({ sum: w.sum().add(b), c: c.mul(b) });
    const inAxes = [{ w: 1, b: null }, 0];
    const got = vmap(f, { inAxes, outAxes: { sum: 0, c: 1 } })({ w: a.transpose(), b: tensor(10) }, [a]);
    expect(got.sum.tolist()).toEqual([16, 25]);
    expect(got.c.tolist()).toEqual([
      [10, 40],
      [20, 50],
      [30, 60],
    ]);
  });

  test("repeats what does not differ, unless outAxes says null", () => {
    const f = (row: Tensor): readonly Tensor[] => [row.sum(), tensor([7, 8])];
    expect(vmap(f)(a)[1].tolist()).toEqual([
      [7, 8],
      [7, 8],
    ]);
    expect(vmap(f, { outAxes: [0, null] })(a)[1].tolist()).toEqual([7, 8]);
    expect(failure(() => vmap(f, { outAxes: [null, null] })(a)).code).toBe("value");
  });

  test("in vmap: each has its own batch, and values of the outer are constants of the inner", () => {
    const table = vmap((p: Tensor) => vmap((q: Tensor) => p.sub(q.mul(p)))(x))(tensor([1, 10]));
    expect(table.tolist()).toEqual([
      [0, -1, -2],
      [0, -10, -20],
    ]);
  });

  test("refuses batches of different sizes and scalars", () => {
    expect(failure(() => vmap((p: Tensor, q: Tensor) => p.add(q))(a, x)).code).toBe("value");
    expect(failure(() => vmap((p: Tensor) => p)(tensor(1))).code).toBe("axis");
  });
});

describe("places of arguments and results", () => {
  const f = (p: Tensor, q: Tensor): Tensor => p.mul(p).mul(q).sum();

  test("argnums count from either end, one or a list, in the order of the list", () => {
    const y = tensor([4, 5, 6]);
    const [byX, byY] = [
      [8, 20, 36],
      [1, 4, 9],
    ];
    expect(grad(f)(x, y).tolist()).toEqual(byX);
    expect(grad(f, { argnums: 1 })(x, y).tolist()).toEqual(byY);
    expect(grad(f, { argnums: -1 })(x, y).tolist()).toEqual(byY);
    expect(grad(f, { argnums: -2 })(x, y).tolist()).toEqual(byX);
    expect(grad(f, { argnums: [1, 0] })(x, y).map((g) => g.tolist())).toEqual([byY, byX]);
    for (const argnums of [2, -3, 0.5]) expect(failure(() => grad(f, { argnums })(x, y)).code).toBe("value");
  });

  test("Jacobians of trees: each result by each argument, zeros where one does not depend", () => {
    const g = (p: Tensor, q: Tensor) => ({ a: p.mul(2), b: [q.sum(), p.sum().mul(q)] as const });
    for (const jacobian of [jacfwd, jacrev]) {
      const { a, b } = jacobian(g, { argnums: [0, 1] })(tensor([1, 2]), tensor([3, 4, 5]));
      const list = [a, ...b].map((pair) => (pair as readonly Tensor[]).map((t) => t.tolist()));
      expect(list).toEqual([
        [
          [
            [2, 0],
            [0, 2],
          ],
          zeros([2, 3]).tolist(),
        ],
        [
          [0, 0],
          [1, 1, 1],
        ],
        [
          [
            [3, 3],
            [4, 4],
            [5, 5],
          ],
          [
            [3, 0, 0],
            [0, 3, 0],
            [0, 0, 3],
          ],
        ],
      ]);
    }
  });

  test("integers have no derivatives, vectors no gradient", () => {
    const whole = x.astype("int32");
    expect(failure(() => grad((p: Tensor) => p.sum())(whole)).code).toBe("differentiable");
    expect(failure(() => grad((p: Tensor) => p.sum().astype("int32"))(x)).code).toBe("differentiable");
    expect(failure(() => grad((p: Tensor) => p.mul(p))(x)).code).toBe("scalar");
    const [byX, rest] = grad((p: Tensor, n: Tensor) => [p.mul(n).sum(), p.mul(n)] as const, { hasAux: true })(x, whole);
    expect([byX.tolist(), rest.tolist()]).toEqual([
      [1, 2, 3],
      [1, 4, 9],
    ]);
  });

  test("what does not depend on the argument has derivative zero, of its shape", () => {
    const constant = (p: Tensor): readonly Tensor[] => [p.mul(2), tensor([7, 8])];
    expect(jvp(constant)([x], [x])[1].map((t) => t.tolist())).toEqual([
      [2, 4, 6],
      [0, 0],
    ]);
    expect(linearize(constant)(x)[1](x).map((t) => t.tolist())).toEqual([
      [2, 4, 6],
      [0, 0],
    ]);
    expect((grad(always(tensor(5)))(x) as Tensor).tolist()).toEqual([0, 0, 0]);
    expect(vjp((p: Tensor, q: Tensor) => p.mul(1).add(q.mul(0).sum()))(x, x)[1](x).map((t) => t.tolist())).toEqual([
      [1, 2, 3],
      [0, 0, 0],
    ]);
  });

  test("tangents and cotangents take the dtype of their values and must have their shape", () => {
    const narrow = x.astype("float32");
    const square = (p: Tensor): Tensor => p.mul(p);
    expect(jvp(square)([narrow], [[1, 1, 1]])[1].dtype).toBe("float32");
    expect(vjp(square)(narrow)[1]([1, 1, 1])[0].dtype).toBe("float32");
    expect(linearize(square)(narrow)[1]([1, 1, 1]).dtype).toBe("float32");
    for (const wrong of [1, [1, 2], [[1, 2, 3]]]) {
      expect(failure(() => jvp(square)([x], [wrong])).code).toBe("shape");
      expect(failure(() => vjp(square)(x)[1](wrong)).code).toBe("shape");
    }
  });
});

describe("nesting", () => {
  test("a value of the outer transformation is a constant of the inner, in every pair of modes", () => {
    // d/dx [x · d/dy (x y)] = d/dx x² = 2x, and not 2x + … as where the two are confused.
    const inner = {
      grad: (p: Tensor): Tensor => grad((y: Tensor) => p.mul(y))(1),
      jvp: (p: Tensor): Tensor => jvp((y: Tensor) => p.mul(y))([1], [1])[1],
    };
    for (const slope of Object.values(inner)) {
      const g = (p: Tensor): Tensor => p.mul(slope(p));
      expect(grad(g)(3).item()).toBe(6);
      expect(jvp(g)([3], [1])[1].item()).toBe(6);
    }
    // The inner function returns what belongs to the outer: its derivative is zero.
    const fixed = [
      (p: Tensor): Tensor => grad(always(p))(1) as Tensor,
      (p: Tensor): Tensor => jvp(always(p))([1], [1])[1],
      (p: Tensor): Tensor => linearize(always(p))(1)[1](1),
    ];
    for (const zero of fixed) {
      expect(jvp(zero)([3], [1]).map((t) => t.item())).toEqual([0, 0]);
      expect(grad((p: Tensor) => zero(p).add(p))(3).item()).toBe(1);
    }
  });

  test("the Hessian and its products with vectors", () => {
    const f = (p: Tensor): Tensor =>
      p
        .at(0)
        .mul(p.at(1))
        .mul(p.at(2))
        .add(p.at(0).mul(p.at(0)));
    const h = [
      [2, 3, 2],
      [3, 0, 1],
      [2, 1, 0],
    ];
    expect(hessian(f)(x).tolist()).toEqual(h);
    for (const v of [
      [1, 0, 0],
      [0, -1, 4],
    ]) {
      expect(hvp(f)(x, v).tolist()).toEqual(h.map((row) => row.reduce((sum, value, i) => sum + value * v[i], 0)));
    }
    const scaled = (p: Tensor, c: Tensor): Tensor => f(p).mul(c);
    expect(hvp(scaled)(x, [1, 0, 0], 10).tolist()).toEqual([20, 30, 20]);
  });

  test("transposes of linear functions, also of those that depend on another's argument", () => {
    const f = (p: Tensor): Tensor => p.mul([1, 2, 3]).sum();
    expect(linearTranspose(f)(x)(10)[0].tolist()).toEqual([10, 20, 30]);
    const twice = linearTranspose((p: Tensor) => linearTranspose((q: Tensor) => q.mul(p))(x)(x)[0])(x);
    expect(twice(x)[0].tolist()).toEqual([1, 4, 9]);
    for (const wrong of [
      (p: Tensor) => p.mul(p),
      (p: Tensor) => tensor(1).div(p),
      (p: Tensor) => p.exp(),
      always(tensor([1, 0])),
    ]) {
      expect(failure(() => linearTranspose(wrong)(x)).code).toBe("rule");
    }
    expect(linearTranspose(always(zeros([2])))(x)([1, 1])[0].tolist()).toEqual([0, 0, 0]);
  });

  test("a linear map that holds a loop, traced: batched, and then transposed", () => {
    const f = (p: Tensor): Tensor => scan((c, v) => [c.mul(v).add(v.sin()), null], tensor(0.5), p)[0];
    const cs = tensor([2, -3]);
    const back = (p: Tensor): Tensor => {
      const [, map] = linearize(f)(p);
      return linearTranspose((vs: Tensor) => vmap((v: Tensor) => map(v))(vs))(zeros([2, 3]))(cs)[0];
    };
    const want = cs.expandDims(1).mul(grad(f)(x));
    close(back(x), want);
    close(trace(back)(x).run([x])[0], want);
  });

  test("a branch of a traced function hides no value from a tape", () => {
    const w = tensor(2);
    using tape = new GradientTape();
    tape.watch(w);
    const program = trace((p: Tensor) =>
      cond(
        p.greater(0),
        () => p.mul(w),
        () => p,
      ),
    )(1);
    const [y] = program.run([tensor(3)]);
    expect(tape.gradient(y, w).item()).toBe(3);
  });
});
