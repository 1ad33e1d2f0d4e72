/** What `jit` promises besides the numbers: when it traces, what it takes and gives, constants, static arguments. */
import {
  cond,
  defaultDtype,
  grad,
  jit,
  noGrad,
  setDefaultDtype,
  slice,
  Tensor,
  tensor,
  trace,
  vmap,
  zeros,
} from "nabla";
import { afterEach, describe, expect, test } from "vitest";
import { failure } from "../assertions.ts";
import { numbers } from "../ops/samples.ts";
import { compiledDifference, difference } from "./compare.ts";

/** Counts how often a function runs. */
function counted<A extends readonly unknown[], R>(f: (...args: A) => R): { f: (...args: A) => R; count: () => number } {
  let n = 0;
  return { f: (...args) => (n++, f(...args)), count: () => n };
}

const int = (x: number | readonly number[]): Tensor => tensor(x as number[], { dtype: "int32" });

describe("traces", () => {
  test("once for each shape, dtype and weakness, whatever the order of the calls", () => {
    const double = (x: Tensor): Tensor => x.mul(2);
    const { f, count } = counted(double);
    const g = jit(f);
    const args = [
      tensor([1, 2]),
      tensor([1, 2, 3]),
      tensor([[1, 2]]),
      tensor([1, 2], { dtype: "float32" }),
      int([1, 2]),
      tensor(1),
      zeros([0]),
    ];
    for (let i = 0; i < 3; i++) {
      for (const x of args) expect(difference(g(x), double(x))).toBe("");
      expect([g(1).item(), g(1).weak]).toEqual([2, true]);
    }
    expect(count()).toBe(args.length + 1);
    for (const x of args.toReversed()) g(x);
    expect(count()).toBe(args.length + 1);
    expect(g([1, 2] as never).toArray()).toEqual([2, 4]);
    expect(count()).toBe(args.length + 1);
  });

  test("numbers are weak, tensors are not", () => {
    const g = jit((x: Tensor, y: Tensor) => x.add(y));
    const x = tensor([1, 2], { dtype: "float32" });
    expect(g(x, 1).dtype).toBe("float32");
    expect(g(x, tensor(1)).dtype).toBe("float64");
    expect(g(x, 1).dtype).toBe("float32");
    expect([g(1, 2).weak, g(tensor(1), 2).weak, g(1, 2).weak]).toEqual([true, false, true]);
    expect([g(1, 2).item(), g(-0, -0).item(), g(NaN, 1).item(), g(1e-320, 0).item()]).toEqual([3, -0, NaN, 1e-320]);
  });

  test("once for each structure", () => {
    const { f, count } = counted((p: Record<string, Tensor> | readonly Tensor[]) =>
      Object.values(p).reduce((a, b) => a.sub(b)),
    );
    const g = jit(f as never) as unknown as (p: unknown) => Tensor;
    const [a, b] = [tensor(5), tensor(3)];
    for (let i = 0; i < 2; i++) {
      expect(g({ a, b }).item()).toBe(2);
      expect(g({ b, a }).item()).toBe(-2);
      expect(g([a, b]).item()).toBe(2);
      expect(g({ a, b, c: a }).item()).toBe(-3);
      expect(g({ a, c: b }).item()).toBe(2);
    }
    expect(count()).toBe(5);
  });

  test("once for each argument that is no tensor", () => {
    const { f, count } = counted(
      (x: Tensor, how: "sin" | "cos", options?: { readonly twice: boolean; readonly n?: number }) =>
        options?.twice === true ? x[how]()[how]() : x[how](),
    );
    const g = jit(f as never) as unknown as (...args: unknown[]) => Tensor;
    for (let i = 0; i < 2; i++) {
      expect(g(1, "sin").item()).toBeCloseTo(Math.sin(1), 14);
      expect(g(1, "cos").item()).toBeCloseTo(Math.cos(1), 14);
      expect(g(1, "sin", undefined).item()).toBeCloseTo(Math.sin(1), 14);
    }
    expect(count()).toBe(3);
    const h = jit((x: Tensor, k: (x: Tensor) => Tensor) => k(x));
    expect([h(2, (x) => x.mul(3)).item(), h(2, (x) => x.mul(5)).item()]).toEqual([6, 10]);
  });

  test("effects happen while it is traced, and then no more", () => {
    const seen: string[] = [];
    const g = jit((x: Tensor) => (seen.push(String(x)), x.mul(2)));
    expect([g(1).item(), g(2).item(), g(3).item()]).toEqual([2, 4, 6]);
    expect(seen).toEqual(["Tensor(float64[] under jit)"]);
  });

  test("again after the default dtype has changed", () => {
    const g = jit((x: Tensor) => x.div(3));
    expect(g(int([1, 2])).dtype).toBe("float64");
    setDefaultDtype("float32");
    expect([g(int([1, 2])).dtype, g(1).dtype]).toEqual(["float32", "float32"]);
    setDefaultDtype("float64");
    expect([g(int([1, 2])).dtype, g(1).dtype]).toEqual(["float64", "float64"]);
  });

  afterEach(() => {
    if (defaultDtype() !== "float64") setDefaultDtype("float64");
  });
});

describe("results", () => {
  const x = numbers([2, 3]);
  const large = numbers([40, 30]);

  test.each<[string, (...xs: Tensor[]) => unknown, Tensor[]]>([
    ["arguments", (a, b) => [b, a, a], [x, large]],
    ["reshaped arguments", (a, b) => [a.reshape([3, 2]), b.reshape([-1]), a.reshape([3, 2]).reshape([6])], [x, large]],
    ["views of arguments", (a, b) => [a.T, b.at(slice(3, 9)), b.T, b.flip(0)], [x, large]],
    [
      "duplicates",
      (a) => {
        const y = a.sin();
        return [y, y, [y], { y }];
      },
      [x],
    ],
    [
      "duplicates of large ones",
      (a) => {
        const y = a.sin();
        return [y, y.reshape([-1]), y, y.reshape([30, 40])];
      },
      [large],
    ],
    ["constants", (a) => [x, large, a, large.reshape([-1])], [x]],
    ["constants that are computed", (a) => [x.add(1), zeros([3]), a], [x]],
    ["scalars", (a) => [a.sum(), a.sum().astype("float32"), a.sum().astype("int32"), a.sum().greater(0)], [x]],
    ["empty ones", (a) => [a.at(slice(0, 0)), zeros([0, 3]), a.at(slice(0, 0)).sum(0)], [x]],
    [
      "of every dtype",
      (a) => (["float64", "float32", "int32", "uint32", "bool"] as const).map((dtype) => a.abs().mul(3).astype(dtype)),
      [x],
    ],
    ["trees", (a) => ({ p: [a, { q: a.mul(2) }], r: {}, s: [] }), [x]],
    [
      "an expression and what it is made of",
      (a) => {
        const y = a.exp();
        return [y, y.sum(), y.sum(0), y.div(y.sum())];
      },
      [x],
    ],
    [
      "a large expression and what it is made of",
      (a) => {
        const y = a.exp();
        return [y.div(y.sum(1, { keepdims: true })), y, y.sum(0)];
      },
      [large],
    ],
  ])("%s", (_, f, args) => {
    expect(compiledDifference(f, args)).toBe("");
    expect(
      compiledDifference(
        f,
        args.map((arg) => arg.astype("float32")),
      ),
    ).toBe("");
  });

  test("numbers become tensors", () => {
    const got = jit((a: Tensor) => [1.5, a, [1, 2], true])(x) as unknown as Tensor[];
    expect(got.map((y) => y.toArray())).toEqual([1.5, x.toArray(), [1, 2], true]);
    expect(jit(() => 3)()).toBeInstanceOf(Tensor);
    expect((jit(() => -0)() as unknown as Tensor).item()).toBe(-0);
  });

  test("no arguments", () => {
    expect(jit(() => tensor([1, 2]).mul(3))().toArray()).toEqual([3, 6]);
    const seen = jit(() => [x, { x }]);
    expect(difference(seen(), [x, { x }])).toBe("");
  });

  test("a result is not changed by later calls", () => {
    const f = jit((a: Tensor) => [a.mul(2), a.sum(), a]);
    for (const shape of [[3], [2000]]) {
      const results = [1, 2, 3].map((n) => f(zeros(shape).add(n)));
      results.forEach(([twice, sum, same], i) => {
        expect([twice.at(0).item(), sum.item(), same.at(0).item()]).toEqual([2 * (i + 1), (i + 1) * shape[0], i + 1]);
      });
      const data = results[0][0].data();
      data.fill(7);
      expect(results[0][0].at(0).item()).toBe(2);
    }
  });

  test("of one program go into another, and into itself", () => {
    const f = jit((a: Tensor) => a.mul(0.5).add(1));
    for (const start of [tensor(0), zeros([3]), zeros([3000])]) {
      let y = start;
      for (let i = 0; i < 40; i++) y = f(y);
      expect(y.sum().div(y.size).item()).toBeCloseTo(2, 9);
    }
  });
});

describe("nested", () => {
  const square = jit((x: Tensor) => x.mul(x));

  test("jit in jit is one program", () => {
    const f = jit((x: Tensor) => square(square(x)).add(jit((y: Tensor) => y.mul(x))(x)));
    expect(f(2).item()).toBe(20);
    expect(
      difference(
        f(numbers([3])),
        numbers([3])
          .square()
          .square()
          .add(numbers([3]).square()),
      ),
    ).toBe("");
    expect(grad(f)(2).item()).toBe(36);
    expect(jit(grad(f))(2).item()).toBe(36);
    expect(jit(jit(jit(square)))(3).item()).toBe(9);
  });

  test("with numbers, which may be reshaped, carried and returned", () => {
    const inner = jit((x: Tensor, n: Tensor) => [
      x.mul(n),
      n.reshape([1]),
      n,
      n.broadcastTo([2]),
      cond(
        x.sum().greater(0),
        () => n.reshape([1]),
        () => n.add(1).reshape([1]),
      ),
    ]);
    const outer = (x: Tensor): unknown => inner(x, 2);
    expect(compiledDifference(outer, [numbers([3])])).toBe("");
    expect(compiledDifference(outer, [numbers([3], 1)])).toBe("");
  });

  test("traced programs show it as an op", () => {
    expect(String(trace(square)(2))).toMatch(/jit\[program = program/);
    expect(
      trace(square)(2)
        .run([tensor(5)])[0]
        .item(),
    ).toBe(25);
  });

  test("in all orders with the other transformations", () => {
    const f = (x: Tensor): Tensor => square(x).mul(x).sum();
    const g = grad(jit(grad(jit((x: Tensor) => square(x).mul(x)))));
    expect(g(2).item()).toBe(12);
    const x = numbers([3]);
    expect(difference(jit(vmap(grad(jit(f))))(x), x.square().mul(3))).toBe("");
    expect(difference(vmap(jit(grad(f)))(x), x.square().mul(3))).toBe("");
    expect(difference(grad((y: Tensor) => vmap(jit(f))(y).sum())(x), x.square().mul(3))).toBe("");
    expect(difference(vmap(vmap(square))(numbers([2, 3])), numbers([2, 3]).square())).toBe("");
  });

  test("noGrad inside stays so", () => {
    const f = (x: Tensor): Tensor => noGrad(() => x.mul(x)).mul(x);
    expect([grad(f)(3).item(), grad(jit(f))(3).item(), jit(grad(f))(3).item()]).toEqual([9, 9, 9]);
  });
});

describe("static arguments", () => {
  const power = (x: Tensor, n: number): Tensor => {
    let y = x;
    for (let i = 1; i < n; i++) y = y.mul(x);
    return y;
  };

  test("are passed as they are, once for each value", () => {
    const { f, count } = counted(power);
    const g = jit(f as (x: Tensor, n: unknown) => Tensor, { staticArgnums: 1 });
    for (let i = 0; i < 2; i++)
      expect([g(2, 3).item(), g(2, 5).item(), g(tensor([1, 2]), 3).toArray()]).toEqual([8, 32, [1, 8]]);
    expect(count()).toBe(3);
    expect(g(2, NaN).item()).toBe(2);
    expect(g(2, NaN).item()).toBe(2);
    expect(count()).toBe(4);
    const last = jit(power as (x: Tensor, n: unknown) => Tensor, { staticArgnums: [-1] });
    expect(last(2, 3).item()).toBe(8);
    expect((grad(last as never)(2 as never, 3 as never) as unknown as Tensor).item()).toBe(12);
  });

  test("can be anything", () => {
    const seen: unknown[] = [];
    const g = jit((a: unknown, x: Tensor, b: unknown) => (seen.push(a, b), x.mul(2)), { staticArgnums: [0, 2] });
    const [list, fixed] = [[1, 2], tensor([3])];
    expect(g(list, 2, fixed).item()).toBe(4);
    expect(g(list, 3, fixed).item()).toBe(6);
    expect(seen).toHaveLength(2);
    expect([seen[0] === list, seen[1] === fixed]).toEqual([true, true]);
    expect(g(null as never, 3, undefined as never).item()).toBe(6);
  });

  test.each<[string, unknown]>([
    ["too large", 2],
    ["too small", -3],
    ["no integer", 0.5],
    ["no number", "1"],
    ["in a list", [0, 7]],
    ["an object", {}],
    ["null", null],
  ])("places that are not: %s", (_, staticArgnums) => {
    const error = failure(() => jit(power as (x: Tensor, n: unknown) => Tensor, { staticArgnums } as never)(2, 3));
    expect(error.code).toBe("value");
    expect(error.message).toContain("staticArgnums");
  });

  test("the same place twice, and none", () => {
    expect(jit(power as (x: Tensor, n: unknown) => Tensor, { staticArgnums: [1, 1, -1] })(2, 3).item()).toBe(8);
    expect(jit((x: Tensor) => x, { staticArgnums: [] })(2).item()).toBe(2);
  });
});
