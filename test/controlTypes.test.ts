/** Types of carries, rows, operands and results of control flow: tensors for all that stands for tensors, trees for trees. */
import {
  associativeScan,
  checkpoint,
  cond,
  foriLoop,
  map,
  scan,
  switchCase,
  type Tensor,
  tensor,
  trace,
  whileLoop,
} from "nabla";
import { expect, expectTypeOf, test } from "vitest";

const xs = tensor([
  [1, 2],
  [3, 4],
]);

test("scan: the carry is typed by init, rows by xs, results by what the step returns", () => {
  const step = ([h, n]: [Tensor, Tensor], x: Tensor) => [[h.mul(x), n.add(1)], { h, x }] as const;
  expectTypeOf(scan(step, [tensor([1, 2]), 0], xs)).toEqualTypeOf<
    [carry: [Tensor, Tensor], ys: { h: Tensor; x: Tensor }]
  >();
  const [[h, n], ys] = scan(([h, n], x) => [[h.mul(x), n.add(1)], { h, x }], [tensor([1, 2]), tensor(0)], xs);
  expectTypeOf(h).toEqualTypeOf<Tensor>();
  expectTypeOf(ys).toEqualTypeOf<{ h: Tensor; x: Tensor }>();
  expect([h.toArray(), n.item(), ys.h.toArray()]).toEqual([
    [3, 16],
    2,
    [
      [1, 2],
      [1, 4],
    ],
  ]);
  expectTypeOf(scan((c) => [c.mul(2), null], 1, null, { length: 3 })).toEqualTypeOf<[carry: Tensor, ys: null]>();
});

test("scan: the rows of its results are tensors like others, also of numbers; the length may be said besides", () => {
  const narrow = tensor([1, 2], { dtype: "float32" });
  const rows = (x: Tensor): Tensor => scan((c, row) => [c, [row.sum(), 7]] as const, 0, x, { length: 2 })[1][1];
  for (const ys of [rows(xs), trace(rows)(xs).run([xs])[0]]) {
    expect(ys.toArray()).toEqual([7, 7]);
    expect(ys.add(narrow).dtype).toBe("float64");
  }
});

test("scan: types that are named, functions that are made elsewhere", () => {
  interface Params {
    w: Tensor;
    b: Tensor[];
  }
  const start: Params = { w: tensor(1), b: [tensor(1)] };
  const [params] = scan((p: Params, x: Tensor) => [{ w: p.w.add(x.sum()), b: p.b }, x], start, xs);
  expectTypeOf(params).toEqualTypeOf<Params>();
  const step = checkpoint((c: Tensor, v: Tensor) => [c.mul(v), c] as const);
  expectTypeOf(scan(step, 0.5, xs.at(0))).toEqualTypeOf<[carry: Tensor, ys: Tensor]>();
  expect(() => scan((c) => [{ w: c.w.add(1) } as never, null], start, xs)).toThrow("structure");
});

test("whileLoop and foriLoop", () => {
  const found = whileLoop(
    ({ n, y }) => n.less(3).logicalAnd(y.sum().less(100)),
    ({ n, y }) => ({ n: n.add(1), y: y.mul(2) }),
    { n: 0, y: [1, 2] },
  );
  expectTypeOf(found).toEqualTypeOf<{ n: Tensor; y: Tensor }>();
  expect(found.y.toArray()).toEqual([8, 16]);
  const fibonacci = foriLoop(0, 10, (_, [a, b]) => [b, a.add(b)], [tensor(0), tensor(1)]);
  expectTypeOf(fibonacci).toEqualTypeOf<[Tensor, Tensor]>();
  expect(fibonacci[0].item()).toBe(55);
  const start = 1 as Tensor | number;
  expectTypeOf(
    whileLoop(
      (y) => y.less(3),
      (y) => y.add(1),
      start,
    ),
  ).toEqualTypeOf<Tensor>();
});

test("cond and switchCase", () => {
  const sum = cond(
    true,
    (a, { b }) => [a.add(b), 0],
    (a) => [1, a],
    1,
    { b: 2 },
  );
  expectTypeOf(sum).toEqualTypeOf<[Tensor, Tensor]>();
  expect(sum.map((x) => x.item())).toEqual([3, 0]);
  const doubled = switchCase(-1, [(x: Tensor, mode: string) => (mode === "a" ? x : x.neg()), (x) => x.mul(2)], 3, "a");
  expectTypeOf(doubled).toEqualTypeOf<Tensor>();
  expect(doubled.item()).toBe(6);
});

test("map and associativeScan", () => {
  expectTypeOf(map(({ a }) => [a, a.sum()], { a: xs })).toEqualTypeOf<[Tensor, Tensor]>();
  const sums = associativeScan(([a, b], [c, d]) => [a.add(c), b.add(d)], [xs, xs]);
  expectTypeOf(sums).toEqualTypeOf<[Tensor, Tensor]>();
  expect(sums[1].at(1).toArray()).toEqual([4, 6]);
});
