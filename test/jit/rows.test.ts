/** Products and what follows them, a block of rows at a time: the same bits as step by step, and less memory. */
import { describe, expect, test } from "vitest";
import { explain, gelu, grad, jit, random, scan, slice, softmax, type Tensor, trace, valueAndGrad, zeros } from "nabla";
import { elementwise } from "../../src/core/elementwise.ts";
import { betweenOf, type Blocks, isBlocks } from "../../src/compile/rows.ts";
import type { Scheduled } from "../../src/engine/wasm/emitted.ts";
import { Executable } from "../../src/engine/wasm/executable.ts";

type F = (...xs: Tensor[]) => unknown;
type Float = "float32" | "float64";

/** How many products are in groups, also of graphs inside. */
function grouped({ groups, bodies }: Scheduled): number {
  const dots = ({ parts }: Blocks): number =>
    parts.reduce((sum, part) => sum + (isBlocks(part) ? dots(part) : Number("dot" in part)), 0);
  return [...bodies.values()].reduce(
    (sum, body) => sum + grouped(body),
    groups.reduce((sum, { blocks }) => sum + dots(blocks), 0),
  );
}

const bitsOf = (tensors: readonly Tensor[]): string[] =>
  tensors.map((x) => {
    const { buffer, byteOffset, byteLength } = x.data();
    return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("latin1");
  });

/** The same bits twice, and as a program that is profiled, which runs step by step. @returns the program */
function checked(f: F, args: readonly Tensor[]): Executable {
  const program = trace(f as never)(...(args as never[]));
  const together = new Executable(program);
  const want = bitsOf(new Executable(program, () => {}).run(args));
  for (let i = 0; i < 2; i++) {
    const got = bitsOf(together.run(args));
    expect(got.map((bits, k) => bits === want[k])).toEqual(want.map(() => true));
  }
  return together;
}

function expectGroups(f: F, args: readonly Tensor[], products: number): Executable {
  const executable = checked(f, args);
  expect(grouped(executable.emitted.scheduled)).toBe(products);
  return executable;
}

const key = random.key(3);
let used = 0;
const normal = (shape: readonly number[], dtype: Float = "float32"): Tensor =>
  random.normal(random.foldIn(key, used++), [...shape], { dtype });

const relu = (x: Tensor): Tensor => x.maximum(0);
const layer = (x: Tensor, w: Tensor, b: Tensor): Tensor => relu(x.matmul(w).add(b));
const attention = (q: Tensor, k: Tensor, v: Tensor): Tensor =>
  softmax(q.matmul(k.transpose(q.ndim === 2 ? [1, 0] : [0, 2, 1])).mul(0.125), -1).matmul(v);

describe.for(["float32", "float64"] as const)("%s", (dtype) => {
  const sizes = [
    [241, 3, 141],
    [256, 64, 128],
    [300, 300, 129],
    [481, 257, 96],
    [1023, 7, 33],
    [1024, 2, 1025],
    [1025, 65, 1023],
    [4001, 5, 16],
  ];
  test.for(sizes)("%i × %i × %i", ([m, k, n]) => {
    const [x, w, b, s] = [normal([m, k], dtype), normal([k, n], dtype), normal([n], dtype), normal([m, 1], dtype)];
    const args = [x, w, b];
    expectGroups((x, w) => relu(x.matmul(w)), args.slice(0, 2), 1);
    expectGroups(layer, args, 1);
    expectGroups((x, w, b) => gelu(x.T.mul(1).T.matmul(w).sub(b)).mul(2), args, 1);
    expectGroups((x, w) => softmax(x.matmul(w), -1), args.slice(0, 2), 1);
    expectGroups((x, w, s) => x.matmul(w).mul(s).add(s).exp().sum(1), [x, w, s], 1);
    expectGroups((x, w, b) => layer(x.T, w.T, b), [normal([k, m], dtype), normal([n, k], dtype), b], 1);
  });

  test("few rows, vectors and nothing: step by step", () => {
    for (const [m, k, n] of [
      [0, 3, 5],
      [1, 300, 4000],
      [3, 400, 4000],
      [240, 64, 300],
      [2000, 0, 100],
      [2000, 1, 100],
      [40_000, 5, 1],
    ])
      expectGroups(layer, [normal([m, k], dtype), normal([k, n], dtype), normal([n], dtype)], 0);
  });

  test.for([
    [8, 256, 64],
    [3, 241, 40],
    [5, 100, 100],
    [40, 48, 32],
    [100, 32, 24],
    [30, 37, 41],
  ])("%i heads of %i × %i", ([heads, length, depth]) => {
    const [q, k, v] = [0, 1, 2].map(() => normal([heads, length, depth], dtype));
    expectGroups(attention, [q, k, v], 2);
    const bias = normal([length], dtype);
    expectGroups(
      (q, k, bias) =>
        q
          .matmul(k.transpose([0, 2, 1]))
          .add(bias)
          .tanh(),
      [q, k, bias],
      1,
    );
    // Each matrix of a batch with one that all have in common, and the other way round.
    expectGroups((q, w, b) => layer(q, w, b), [q, normal([depth, 90], dtype), normal([90], dtype)], 1);
    checked((w, k) => relu(w.matmul(k)), [normal([77, length], dtype), k]);
    checked((q, k) => relu(q.matmul(k.transpose([0, 2, 1]))), [q, k]);
    checked((q, k) => softmax(q.transpose([0, 2, 1]).matmul(k), 1), [q, k]);
    checked((q, k) => relu(q.transpose([1, 0, 2]).matmul(k.transpose([1, 2, 0]))), [q, k]);
  });

  test("layers behind each other, of which only blocks are in memory", () => {
    const [x, w1, w2] = [normal([1000, 64], dtype), normal([64, 500], dtype), normal([500, 40], dtype)];
    const [b1, b2] = [normal([500], dtype), normal([40], dtype)];
    const f: F = (x, w1, b1, w2, b2) => layer(layer(x, w1, b1), w2, b2);
    const { emitted } = expectGroups(f, [x, w1, b1, w2, b2], 2);
    // Two tensors of 1000 × 500 are written and read.
    expect(betweenOf(emitted.scheduled.groups[0].blocks).length).toBe(3);
    expect(emitted.workspace).toBeLessThan(1000 * 500 * (dtype === "float32" ? 4 : 8));
  });

  test("a product that is also wanted, at once or later", () => {
    const [x, w, b] = [normal([500, 40], dtype), normal([40, 300], dtype), normal([300], dtype)];
    expectGroups(
      (x, w, b) => {
        const c = x.matmul(w);
        return [c, relu(c.add(b))];
      },
      [x, w, b],
      1,
    );
    expectGroups(
      (x, w, b) => {
        const c = x.matmul(w);
        const d = relu(c.add(b));
        return [d, c.T.mul(2), c.reshape([300, 500]), d.at(slice(null, null, -1))];
      },
      [x, w, b],
      1,
    );
    // What follows needs other rows.
    expectGroups(
      (x, w, b) =>
        x
          .matmul(w)
          .at(slice(null, null, -1))
          .add(b)
          .tanh(),
      [x, w, b],
      0,
    );
    expectGroups((x, w) => x.matmul(w).T.tanh(), [x, w], 0);
    expectGroups((x) => x.matmul(x.T).matmul(x), [normal([500, 40], dtype)], 2);
    checked((x) => x.matmul(x.T).add(1).matmul(x.matmul(x.T).sub(1)), [normal([300, 40], dtype)]);
  });

  test("gradients", () => {
    const [x, w1, w2] = [normal([600, 50], dtype), normal([50, 200], dtype), normal([200, 64], dtype)];
    const [b1, b2] = [normal([200], dtype), normal([64], dtype)];
    const loss = (...[w1, b1, w2, b2, x]: Tensor[]): Tensor =>
      softmax(layer(layer(x, w1, b1).mul(0.1), w2, b2), -1)
        .square()
        .sum();
    const all = { argnums: [0, 1, 2, 3, 4] } as const;
    const value = checked(valueAndGrad(loss as never, all as never) as never, [w1, b1, w2, b2, x]);
    expect(grouped(value.emitted.scheduled)).toBeGreaterThan(1);
    const [q, k, v] = [0, 1, 2].map(() => normal([4, 250, 32], dtype));
    const squares = (q: Tensor, k: Tensor, v: Tensor): Tensor => attention(q, k, v).square().sum();
    checked(grad(squares, { argnums: [0, 1, 2] }) as never, [q, k, v]);
    checked(grad((q: Tensor) => grad(squares)(q, k, v).square().sum()) as never, [q]);
  });

  test("rare points", () => {
    const args = [normal([500, 40], dtype).mul(1e9), normal([40, 300], dtype), normal([500, 1], dtype)];
    expectGroups((x, w, s) => softmax(x.matmul(w).sin().add(s), -1).tan(), args, 1);
    expectGroups((x, w) => x.matmul(w).sin(), args.slice(0, 2), 1);
  });

  test("functions of the caller's thread stay behind products, which threads share", () => {
    const one = elementwise({
      name: "hosted",
      domain: { x: [-1, 1] },
      ulp: { f32: 0.5, f64: 0.5 },
      eval: (x) => x + 1,
      source: "a test",
    });
    expectGroups((x, w) => one(x.matmul(w)), [normal([500, 40], dtype), normal([40, 300], dtype)], 0);
  });

  test("results in the place of arguments, unless a product of the group still reads those", () => {
    const [w, x] = [normal([300, 300], dtype), normal([300, 300], dtype)];
    const functions: readonly (readonly [number, (w: Tensor, x: Tensor) => Tensor])[] = [
      [1, (w, x) => w.sub(x.T.matmul(x).mul(0.01))],
      [0, (w, x) => w.sub(x.matmul(w).mul(0.01))],
      [0, (w, x) => w.sub(w.matmul(x).mul(0.01))],
    ];
    for (const [count, f] of functions) {
      expectGroups(f as F, [w, x], 1);
      const want = bitsOf([jit(f)(w, x)]);
      const used = jit(f, { donateArgnums: 0 });
      const copy = jit((w: Tensor) => w.mul(1))(w);
      expect(explain(used)(copy, x).inPlace.length).toBe(count);
      expect(bitsOf([used(copy, x)])).toEqual(want);
    }
  });

  test("inside of a loop", () => {
    const [x, w, b] = [normal([400, 90], dtype), normal([90, 90], dtype).mul(0.1), normal([90], dtype)];
    const f: F = (x, w, b) =>
      scan((h: Tensor) => [layer(h, w, b).mul(0.5).add(x), h.sum(1)] as [Tensor, Tensor], x, zeros([4]));
    expectGroups(f, [x, w, b], 1);
  });
});

test("explain tells what runs together", () => {
  const args = [normal([1000, 20]), normal([20, 200]), normal([200])] as const;
  const { kernels } = explain(layer)(...args);
  expect(kernels.map(({ kind, group }) => [kind, group])).toEqual([
    ["routine", { number: 1, rows: 1000, block: 240 }],
    ["loops", { number: 1, rows: 1000, block: 240 }],
  ]);
  expect(String(explain(layer)(...args))).toContain("together, 240 of 1000 rows at a time: 1 2");
  const profiled = explain(layer, { profile: true })(...args);
  expect(profiled.kernels.every(({ time }) => time !== undefined && time > 0)).toBe(true);
  expect(explain(layer)(normal([100, 20]), args[1], args[2]).kernels.map(({ group }) => group)).toEqual([
    undefined,
    undefined,
  ]);
});
