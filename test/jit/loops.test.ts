/** Compiled loops and choices: what they can be made of, bounds, errors. */
import {
  associativeScan,
  cond,
  foriLoop,
  grad,
  jacfwd,
  jit,
  jvp,
  map,
  scan,
  stack,
  switchCase,
  type Tensor,
  tensor,
  vmap,
  whileLoop,
  zeros,
} from "nabla";
import { describe, expect, test } from "vitest";
import { failure } from "../assertions.ts";
import type { F } from "../controlCases.ts";
import { numbers } from "../ops/samples.ts";
import { CLOSE, compiledDifference } from "./compare.ts";

/** One function that is compiled and not. */
type Loop = readonly [name: string, f: (...xs: Tensor[]) => unknown, args: readonly Tensor[]];

const v = numbers([5], 1);
const w = numbers([5, 3], 2);
const int = (x: number | readonly number[]): Tensor => tensor(x as number[], { dtype: "int32" });

const loops: readonly Loop[] = [
  ["carry swapped", (a, b) => scan(([p, q], x) => [[q, p.add(x)], p], [a, b], v), [tensor(1), tensor(2)]],
  [
    "carry rotated",
    (a, b) => scan(([p, q, r]) => [[q, r, p], q], [a, b, a.mul(b)], null, { length: 4 }),
    [v, v.mul(2)],
  ],
  ["carry passed through", (a, b) => scan(([p, q], x) => [[p, q.add(x)], p.mul(x)], [a, b], v), [tensor(1), tensor(2)]],
  ["nothing but passed through", (a) => scan((c, x) => [c, x], a, v), [w]],
  ["ys that are the carry", (a) => scan((c, x) => [c.add(x), c], a, w), [numbers([3])]],
  ["ys that are the next carry", (a) => scan((c, x) => [c.add(x), c.add(x)], a, w), [numbers([3])]],
  ["ys twice the same", (a) => scan((c, x) => [c.add(x), { y: x, z: x, s: x.sum() }], a, w), [numbers([3])]],
  ["ys that are numbers", (a) => scan((c, x) => [c.add(x), 3], a, v), [tensor(1)]],
  ["ys that are a constant tensor", (a) => scan((c, x) => [c.add(x), tensor([1, 2])], a, v), [tensor(1)]],
  ["ys from outside", (a, b) => scan((c, x) => [c.add(x), b], a, v), [tensor(1), w]],
  ["carry becomes a number", (a) => scan((c, x) => [tensor(2), c.add(x)], a, v), [tensor(1)]],
  ["carry becomes a value from outside", (a, b) => scan((c, x) => [b, c.add(x)], a, v), [tensor(1), tensor(7)]],
  [
    "both carries become the same",
    (a, b) => scan(([p, q], x) => [[p.add(q), p.add(q)], x], [a, b], v),
    [tensor(1), tensor(2)],
  ],
  ["initial carries are the same", (a) => scan(([p, q], x) => [[p.add(x), q.mul(x)], p], [a, a], v), [tensor(1)]],
  ["reverse", (a) => scan((c, x) => [c.mul(0.5).add(x), c], a, w, { reverse: true }), [numbers([3])]],
  [
    "ys of several shapes and dtypes",
    (a) =>
      scan((c, x) => [c.add(x), [c.reshape([3, 1]), c.sum().greater(0), c.sum().astype("float32"), int([1, 2])]], a, w),
    [numbers([3])],
  ],
  [
    "xs of several dtypes",
    (a, n, m) => scan((c, x) => [c.add(x.n).add(x.m), x.n.mul(2)], a, { n, m }),
    [tensor(1), int([1, 2, 3]), tensor([true, false, true])],
  ],
  ["bools carried", (a) => scan((c, x) => [c.logicalXor(x.greater(0)), c], a, v), [tensor(true)]],
  [
    "bools, seven at once",
    (a) => scan((c, x) => [c.logicalXor(x.greater(0)), c.logicalNot()], a, numbers([4, 7])),
    [numbers([7], 3).greater(0)],
  ],
  ["no steps", (a, x) => scan((c, row) => [c.add(row.sum()), { y: row.mul(2), c }], a, x), [tensor(1), zeros([0, 3])]],
  ["one step", (a, x) => scan((c, row) => [c.add(row.sum()), row], a, x), [tensor(1), numbers([1, 3])]],
  ["rows without elements", (a, x) => scan((c, row) => [c.add(row.sum()), row], a, x), [tensor(1), zeros([3, 0])]],
  ["carry without elements", (a) => scan((c) => [c.mul(2), c.sum()], a, null, { length: 3 }), [zeros([0, 2])]],
  ["xs reshaped, transposed and flipped", (x) => scan((c, row) => [c.add(row), row], zeros([5]), x.T.flip(1)), [w]],
  [
    "results used further",
    (a) => {
      const [c, ys] = scan((s, x) => [s.add(x), s.mul(x)], a, v);
      return ys.mul(c).sum().add(ys.at(2));
    },
    [tensor(0.5)],
  ],
  [
    "scan in a scan in a scan",
    (a) =>
      scan(
        (c, r) => [scan((d, x) => [scan((e) => [e.mul(x).add(d), e], d, null, { length: 2 })[0], d], c, r)[0], c],
        a,
        w,
      ),
    [tensor(0.3)],
  ],
  [
    "scan in cond in a scan",
    (a) =>
      scan(
        (c, r) => [
          cond(
            r.sum().greater(0),
            () => scan((d, x) => [d.mul(x), d], c, r)[0],
            () => c.add(r.sum()),
          ),
          c,
        ],
        a,
        w,
      ),
    [tensor(0.3)],
  ],
  [
    "cond in a scan in cond",
    (a) =>
      cond(
        a.greater(0),
        () =>
          scan(
            (c, x) => [
              cond(
                x.greater(0),
                () => c.add(x),
                () => c,
              ),
              c,
            ],
            a,
            v,
          )[1],
        () => v.mul(2),
      ),
    [tensor(0.3)],
  ],
  ["large carry", (a) => scan((c, x) => [c.add(x), c.sum()], a, v), [numbers([40, 40])]],
  ["large rows", (a) => scan((c, x) => [c.add(x.mean()), x.mul(c)], a, numbers([3, 1500])), [tensor(1)]],
  [
    "large swap",
    (a, b) => scan(([p, q], x) => [[q, p.mul(x)], p.sum()], [a, b], v),
    [numbers([700]), numbers([700], 1)],
  ],
  ["foriLoop", (a) => foriLoop(2, 7, (i, y) => y.mul(0.5).add(i), a), [w]],
  ["foriLoop that does nothing", (a) => foriLoop(0, 3, (_, y) => y, a), [w]],
  ["foriLoop without a step", (a) => foriLoop(3, 3, (_, y) => y.mul(2), a), [w]],
  ["foriLoop from tensors", (a, n) => foriLoop(1, n, (i, y) => y.mul(a).add(i), a), [tensor(0.5), int(4)]],
  ["foriLoop from -2", (a, n) => foriLoop(-2, n, (i, y) => y.add(i), a), [tensor(0.5), int(-4)]],
  [
    "whileLoop",
    (a) =>
      whileLoop(
        (y) => y.less(100),
        (y) => y.mul(2),
        a,
      ),
    [tensor(3)],
  ],
  [
    "whileLoop without a turn",
    (a) =>
      whileLoop(
        (y) => y.less(0),
        (y) => y.mul(2),
        a,
      ),
    [tensor(3)],
  ],
  [
    "whileLoop of a tree, swapped",
    (a, b) =>
      whileLoop(
        ({ n }) => n.less(5),
        ({ n, p, q }) => ({ n: n.add(1), p: q, q: p.add(n) }),
        { n: int(0), p: a, q: b },
      ),
    [v, v.neg()],
  ],
  [
    "whileLoop on a bool",
    (a) =>
      whileLoop(
        ({ on }) => on,
        ({ on, x }) => ({ on: x.less(9), x: x.add(2).mul(on) }),
        { on: tensor(true), x: a },
      ),
    [tensor(3)],
  ],
  [
    "whileLoop with a condition from outside",
    (a, b) =>
      whileLoop(
        (y) => y.sum().less(b),
        (y) => y.add(1),
        a,
      ),
    [v, tensor(30)],
  ],
  [
    "whileLoop in whileLoop",
    (a) =>
      whileLoop(
        (y) => y.less(50),
        (y) =>
          whileLoop(
            (z) => z.less(y.mul(1.5)),
            (z) => z.add(1),
            y,
          ),
        a,
      ),
    [tensor(2)],
  ],
  [
    "large whileLoop",
    (a) =>
      whileLoop(
        (y) => y.sum().less(500),
        (y) => y.add(0.125),
        a,
      ),
    [numbers([40, 40])],
  ],
  [
    "cond of trees",
    (p, a, b) =>
      cond(
        p,
        (x, y) => ({ s: x.add(y), t: x }),
        (x, y) => ({ s: x, t: y.mul(x) }),
        a,
        b,
      ),
    [tensor(false), v, v.mul(3)],
  ],
  [
    "cond of constants",
    (p) => [
      cond(
        p,
        () => 1,
        () => 2,
      ),
      cond(
        p,
        () => tensor([1, 2]),
        () => zeros([2]),
      ),
    ],
    [tensor(true)],
  ],
  [
    "cond of its operands",
    (p, a, b) =>
      cond(
        p,
        (x, y) => [x, y, x],
        (x, y) => [y, x, x],
        a,
        b,
      ),
    [tensor(false), v, v.mul(3)],
  ],
  [
    "cond of reshaped operands",
    (p, a, b) =>
      cond(
        p,
        () => a.reshape([5, 1]),
        () => b.T.at([0]).reshape([5, 1]),
      ),
    [tensor(false), v, w],
  ],
  [
    "cond of large tensors",
    (p, a) =>
      cond(
        p,
        () => a.mul(2),
        () => a,
      ),
    [tensor(false), numbers([900])],
  ],
  [
    "cond whose predicate is computed",
    (a) =>
      cond(
        a.sum().greater(0).logicalNot(),
        () => a.sin(),
        () => a.exp(),
      ),
    [v],
  ],
  [
    "switchCase of many",
    (i, a) => switchCase(i, [() => a, () => a.mul(2), () => a.sin(), () => a.sum().add(a), () => a.neg()]),
    [int(3), v],
  ],
  ["switchCase of one", (i, a) => switchCase(i, [() => a.mul(2)]), [int(0), v]],
  [
    "switchCase in foriLoop",
    (a) => foriLoop(0, 6, (i, y) => switchCase(i.mod(3), [() => y.add(1), () => y.mul(2), () => y.sub(i)]), a),
    [v],
  ],
  ["map", (a) => map((x) => x.mul(a.sum()).sin(), a), [w]],
  ["map of trees", (a) => map(({ p, q }) => ({ r: p.add(q), s: p.sum() }), { p: a, q: a.mul(2) }), [w]],
  ["associativeScan", (a) => associativeScan((x, y) => x.mul(y).add(x), a), [numbers([13])]],
  [
    "associativeScan, reverse along an axis",
    (a) => associativeScan((x, y) => x.add(y), a, { axis: 1, reverse: true }),
    [numbers([3, 9])],
  ],
  ["associativeScan of matrices", (a) => associativeScan((x, y) => x.matmul(y), a), [numbers([5, 3, 3])]],
];

describe("what loops and choices can be made of", () => {
  test.each(loops)("%s", (_, f, args) => {
    expect(compiledDifference(f, [...args], CLOSE)).toBe("");
  });

  test.each(loops.filter(([, , args]) => args[0].dtype === "float64"))("tangents: %s", (_, f, args) => {
    if (!args.every(({ dtype }) => dtype === "float64")) return;
    const along = (...xs: Tensor[]): unknown => jvp(f as never)(xs as never, xs as never);
    expect(compiledDifference(along, [...args], CLOSE)).toBe("");
  });

  test.each(loops.filter(([name]) => !/while|tensors|no steps|without|from -2/.test(name)))(
    "batches: %s",
    (_, f, args) => {
      const rows = args.map((x) => stack([x, x, x]));
      expect(compiledDifference(vmap(f as never) as never, rows as never, CLOSE)).toBe("");
    },
  );
});

describe("bounds", () => {
  const doubled =
    (maxIterations: number): F =>
    (x) =>
      whileLoop(
        (y) => y.less(100),
        (y) => y.mul(2),
        x,
        { maxIterations },
      );

  test("exceeded: an error, after which the program works", () => {
    const f = jit(doubled(5));
    expect(f(4).item()).toBe(128);
    for (let i = 0; i < 3; i++) {
      const error = failure(() => f(1));
      expect(error.code).toBe("budget");
      expect(error.message).toContain("whileLoop: stopped after 5 iterations");
      expect(f(50).item()).toBe(100);
      expect(f(4).item()).toBe(128);
    }
  });

  test("so does its gradient", () => {
    const f = jit(grad(doubled(5)));
    expect(f(4).item()).toBe(32);
    expect(failure(() => f(1)).code).toBe("budget");
    expect(f(4).item()).toBe(32);
    expect(failure(() => jit(vmap(doubled(5)))([50, 1])).code).toBe("budget");
    expect(failure(() => vmap(jit(doubled(5)))([50, 1])).code).toBe("budget");
  });

  test("are exact", () => {
    expect(jit(doubled(7))(1).item()).toBe(128);
    expect(failure(() => jit(doubled(6))(1)).code).toBe("budget");
    expect(jit(doubled(0))(200).item()).toBe(200);
    expect(failure(() => jit(doubled(0))(1)).code).toBe("budget");
    expect(jit(doubled(2 ** 31))(1).item()).toBe(128);
    expect(jit(doubled(2 ** 40))(1).item()).toBe(128);
  });

  test("a loop without a bound has no gradient", () => {
    const f: F = (x) =>
      whileLoop(
        (y) => y.less(100),
        (y) => y.mul(2),
        x,
      );
    expect(failure(() => jit(grad(f))(1)).message).toContain("maxIterations");
    expect(failure(() => grad(jit(f))(1)).message).toContain("maxIterations");
    expect(jit(jacfwd(f))(1).item()).toBe(128);
    expect(jacfwd(jit(f))(1).item()).toBe(128);
  });

  test("an index without a branch is an error, each time", () => {
    const f = jit((i: Tensor) => switchCase(i, [() => 1, () => 2]));
    expect(f(int(1)).item()).toBe(2);
    for (const bad of [2, -3]) expect(failure(() => f(int(bad))).code).toBe("index");
    expect(f(int(0)).item()).toBe(1);
    expect(failure(() => jit((i: Tensor) => switchCase(i, [() => 1, () => 2]))(0.5)).code).toBe("index");
  });

  test("a long loop is compiled once and quick", () => {
    const f = jit((x: Tensor) => foriLoop(0, 1_000_000, (_, y) => y.mul(0.999999).add(1e-6), x));
    let y = 0.25;
    for (let i = 0; i < 1_000_000; i++) y = y * 0.999999 + 1e-6;
    expect(f(0.25).item()).toBeCloseTo(y, 9);
  });
});
