/** Structural ops in their compiled form: reductions, softmax, windows, indices, random draws. Their loops call no JavaScript. */
import * as nabla from "nabla";
import { grad, jit, random, type Tensor, tensor, trace, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import type { DType } from "../../src/base/dtypes.ts";
import { type Graph, graphOf } from "../../src/compile/graph.ts";
import { failure } from "../assertions.ts";
import { compiledDifference, EXACT } from "./compare.ts";

type F = (x: Tensor) => Tensor;

const byName = { ...nabla };

/** Ops of the compiled program that run their own `evaluate`. */
function called(f: (...args: never[]) => unknown, args: readonly unknown[]): string[] {
  const names = ({ nodes }: Graph): string[] =>
    nodes.flatMap(({ lower, op, bodies }) => [...(lower === undefined ? [op.name] : []), ...bodies.flatMap(names)]);
  return names(graphOf(trace(f as never)(...(args as never[]))));
}

/** Numbers with ties and zeros. */
function sample(shape: readonly number[], dtype: DType): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const numbers = Array.from(random.normal(random.key(size), [size]).mul(3).data(), (x, i) =>
    i % 3 === 0 ? Math.round(x) : x,
  );
  const given =
    dtype === "bool"
      ? numbers.map((x) => (x > -2 ? 1 : 0))
      : dtype.includes("int")
        ? numbers.map((x) => Math.abs(Math.round(x)))
        : numbers;
  return tensor(given, { dtype }).reshape(shape);
}

const reductions = ["mean", "prod", "any", "all", "countNonzero", "nanmax", "nanmin", "argmax", "argmin"] as const;
const floatReductions = ["logsumexp", "var", "std", "norm"] as const;
const orders = [0.5, 1, 3, Infinity, 0];

const named: Readonly<Record<string, (x: Tensor, axis?: number) => Tensor>> = {
  ...Object.fromEntries(
    [...reductions, ...floatReductions]
      .filter((name) => name !== "norm")
      .map((name) => [name, (x: Tensor, axis?: number) => byName[name as "mean"](x, axis)]),
  ),
  ...Object.fromEntries([2, ...orders].map((p) => [`norm ${p}`, (x: Tensor, axis?: number) => nabla.norm(x, p, axis)])),
  softmax: (x, axis = -1) => nabla.softmax(x, axis),
  logSoftmax: (x, axis = -1) => nabla.logSoftmax(x, axis),
};

const isFloatOnly = (name: string): boolean => !(reductions as readonly string[]).includes(name);

describe.each(Object.entries(named))("%s", (name, f) => {
  const dtypes: DType[] = isFloatOnly(name)
    ? ["float64", "float32"]
    : ["float64", "float32", "int32", "uint32", "bool"];

  test.each(dtypes)("%s, along any axis, of any size", (dtype) => {
    for (const shape of [[1], [3], [7, 5], [2, 3, 4], [33], [130], [3, 65], [65, 3], [0, 3]]) {
      for (const axis of [undefined, 0, 1]) {
        if ((axis ?? 0) >= shape.length || (shape[0] === 0 && axis !== 1)) continue;
        expect(
          compiledDifference((x: Tensor) => f(x, axis), [sample(shape, dtype)]),
          `${shape} ${axis}`,
        ).toBe("");
      }
    }
  });

  test("NaN, infinities, ties, numbers that overflow", () => {
    const N = Number.NaN;
    const rows = [[N, 1, 2], [N, N, N], [Infinity, 1, N], [-Infinity, -Infinity, -Infinity], [Infinity, Infinity, -Infinity], [-Infinity, 3, 3], [0, 0, 0], [0, -0, 1], [1e200, 1e200, -1e200], [1e-200, 0, 1e-200], [1e-320, 0, 0], [1000, 1000, -1000]]; // biome-ignore format: rows
    for (const row of rows) expect(compiledDifference(f as F, [tensor(row)]), String(row)).toBe("");
    const single = [
      [1e30, 1e30, 1e-30],
      [3e20, -3e20, 1],
      [1e-30, 1e-30, 0],
      [N, 1, 2],
    ];
    if (name === "norm 3") return; // float32 cubes of numbers far apart
    for (const row of single)
      expect(compiledDifference(f as F, [tensor(row, { dtype: "float32" })]), String(row)).toBe("");
  });

  test("calls no JavaScript, and is batched and differentiated", () => {
    const x = sample([4, 6], "float64");
    expect(called(f, [x])).toEqual([]);
    expect(compiledDifference(vmap(f as F), [x])).toBe("");
    const total = (y: Tensor): Tensor => f(y).square().astype("float64").sum();
    if (name === "prod") return; // its derivative is made of scans
    expect(called(grad(total), [x])).toEqual([]);
    expect(compiledDifference(grad(total), [x])).toBe("");
    expect(
      compiledDifference(
        grad((y: Tensor) => grad(total)(y).square().sum()),
        [x],
      ),
    ).toBe("");
  });
});

test("equal elements have no deviation at all", () => {
  for (const value of [1 / 49, 0.1, 1e17 + 1]) {
    for (const dtype of ["float64", "float32"] as const) {
      const x = tensor(new Array<number>(49).fill(value), { dtype });
      expect(jit((y: Tensor) => y.std())(x).item()).toBe(0);
      expect(
        jit(grad((y: Tensor) => y.std()))(x)
          .countNonzero()
          .item(),
      ).toBe(0);
    }
  }
});

test("a sum of float32 that is no float32 does not spoil var, std, norm and prod", () => {
  const x = tensor([3e38, -3e38, 3e38], { dtype: "float32" });
  for (const f of [nabla.std, nabla.norm] as F[]) expect(compiledDifference(f, [x])).toBe("");
  expect(compiledDifference((y: Tensor) => y.prod(), [tensor([1e30, 1e30, 1e-30, 1e-30], { dtype: "float32" })])).toBe(
    "",
  );
});

// ---------------------------------------------------------------- windows

describe.each(["maxPool2d", "avgPool2d"] as const)("%s", (name) => {
  const geometries = [
    { shape: [2, 8, 8], size: 2 },
    { shape: [3, 7, 9], size: 3, stride: 2 },
    { shape: [7, 9], size: 3, stride: 1, padding: 1 },
    { shape: [7, 9], size: [2, 3], stride: [1, 2], padding: [1, 2] },
    { shape: [33, 40], size: 2 },
    { shape: [0, 4, 4], size: 2 },
  ];

  test.each(geometries)("%j", ({ shape, size, ...options }) => {
    const f: F = (x) => byName[name](x, size, options);
    const total = (x: Tensor): Tensor => f(x).square().sum();
    for (const dtype of ["float64", "float32"] as const) {
      const x = sample(shape, dtype);
      expect(compiledDifference(f, [x])).toBe("");
      expect(compiledDifference(grad(total), [x])).toBe("");
      expect(
        compiledDifference(
          grad((y: Tensor) => grad(total)(y).square().sum()),
          [x],
        ),
      ).toBe("");
      expect(called(grad(total), [x])).toEqual([]);
    }
    if (shape.length > 2) expect(compiledDifference(vmap(f), [sample(shape, "float64")])).toBe("");
  });
});

// ---------------------------------------------------------------- indices

describe("indices", () => {
  const table = tensor([[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]); // biome-ignore format: rows
  const pick = (x: Tensor, i: Tensor): Tensor => nabla.take(x, i, 0);

  test.each(["int32", "uint32", "float64", "float32"] as const)("%s", (dtype) => {
    for (const indices of [[0, 3, 1], [2], [], [3, 3, 3, 3, 3]]) {
      expect(compiledDifference(pick, [table, tensor(indices, { dtype })], EXACT)).toBe("");
    }
    expect(called(pick, [table, tensor([1], { dtype })])).toEqual([]);
  });

  test("negative ones count from the end", () => {
    expect(compiledDifference(pick, [table, tensor([-1, -4, 0], { dtype: "int32" })], EXACT)).toBe("");
  });

  test.each([
    [[0, 4], "int32"],
    [[-5, 0, 0, 0, 0], "int32"],
    [[0, 0, 0, 7], "uint32"],
    [[1.5], "float64"],
    [[0, Number.NaN], "float32"],
  ] as [number[], DType][])("%j of %s are refused, as without jit", (indices, dtype) => {
    const args = [table, tensor(indices, { dtype })] as const;
    const { code, message } = failure(() => jit(pick)(...args));
    expect([code, message]).toEqual(["index", failure(() => pick(...args)).message]);
  });

  test("one-hot, the losses of labels, and their gradients call no JavaScript", () => {
    const labels = tensor([2, 0, 1, 1], { dtype: "int32" });
    const loss = (x: Tensor, y: Tensor): Tensor => nabla.crossEntropy(x, y);
    const hot = (y: Tensor): Tensor => nabla.oneHot(y, 3);
    expect(compiledDifference(grad(loss), [table, labels])).toBe("");
    expect(compiledDifference(hot, [labels], EXACT)).toBe("");
    expect([...called(grad(loss), [table, labels]), ...called(hot, [labels])]).toEqual([]);
  });

  test.each(["set", "add", "mul", "min", "max"] as const)("updated by %s", (mode) => {
    const f = (x: Tensor, i: Tensor, u: Tensor): Tensor => nabla.withAt(x, [i], u, { op: mode });
    const places = tensor([0, 3, 3, 1, 3], { dtype: "int32" });
    for (const dtype of ["float64", "float32", "int32", "uint32"] as const) {
      const updates = sample([5, 3], dtype);
      expect(compiledDifference(f, [table.astype(dtype), places, updates])).toBe("");
      expect(called(f, [table.astype(dtype), places, updates])).toEqual([]);
    }
    const total = (x: Tensor, u: Tensor): Tensor => f(x, places, u).square().sum();
    expect(compiledDifference(grad(total, { argnums: [0, 1] }), [table, sample([5, 3], "float64")])).toBe("");
    expect(compiledDifference(vmap((i: Tensor) => f(table, i, sample([5, 3], "float64"))), [tensor([[0, 1, 2, 3, 0], [1, 1, 1, 1, 1]], { dtype: "int32" })])).toBe(""); // biome-ignore format: one line
  });

  test("inside a loop, with constants of its own", () => {
    const f = (x: Tensor): Tensor =>
      nabla.foriLoop(
        0,
        3,
        (i: Tensor, c: Tensor) => c.add(nabla.take(x.mul(nabla.arange(3)), i, 0).softmax()).add(nabla.argmax(x.add(c))),
        nabla.zeros([3]),
      );
    expect(compiledDifference(f, [table])).toBe("");
  });
});

// ---------------------------------------------------------------- random numbers

describe("random numbers are those of eager mode", () => {
  const key = random.key(7);
  const scalarsOf = (
    dtype: "float64" | "float32",
  ): Record<string, (k: Tensor, shape: readonly number[]) => Tensor> => ({
    uniform: (k, shape) => random.uniform(k, shape, { dtype }),
    "uniform between": (k, shape) => random.uniform(k, shape, { low: 2, high: 5, dtype }),
    sign: (k, shape) => random.normal(k, shape, { dtype }).greater(0),
  });
  const exact: Record<string, (k: Tensor, shape: readonly number[]) => Tensor> = {
    ...scalarsOf("float64"),
    ...Object.fromEntries(Object.entries(scalarsOf("float32")).map(([name, f]) => [`${name} float32`, f])),
    bits: (k, shape) => random.bits(k, shape),
    split: (k, shape) => random.split(k, shape),
    bernoulli: (k, shape) => random.bernoulli(k, 0.3, shape),
    rademacher: (k, shape) => random.rademacher(k, shape),
    dropout: (k, shape) => random.dropout(k, nabla.ones(shape), 0.4),
    "randint 10": (k, shape) => random.randint(k, shape, 0, 10),
    "randint -5": (k, shape) => random.randint(k, shape, -5, 7),
    "randint all": (k, shape) => random.randint(k, shape, 0, 2 ** 32, { dtype: "uint32" }),
    // Every other draw is rejected, and drawn again.
    "randint rejected": (k, shape) => random.randint(k, shape, 0, 2 ** 31 + 1, { dtype: "uint32" }),
    "randint int32": (k, shape) => random.randint(k, shape, -(2 ** 31), 2 ** 31),
  };
  const shapes = [[], [1], [2], [5], [7, 3], [33], [0], [2, 0], [1001], [4, 5, 6]];

  test.each(Object.entries(exact))("%s", (_, f) => {
    for (const shape of shapes)
      expect(
        compiledDifference((k: Tensor) => f(k, shape), [key], EXACT),
        `[${shape}]`,
      ).toBe("");
    expect(called((k: Tensor) => f(k, [7, 3]), [key])).toEqual([]);
  });

  test("normal, gumbel, exponential, truncatedNormal to rounding", () => {
    for (const dtype of ["float64", "float32"] as const) {
      for (const shape of shapes) {
        const draws = (k: Tensor): Tensor[] => [
          random.normal(k, shape, { dtype }),
          random.gumbel(k, shape, { dtype }),
          random.exponential(k, shape, { dtype }),
          random.truncatedNormal(k, -1, 2, shape, { dtype }),
        ];
        expect(compiledDifference(draws, [key])).toBe("");
      }
    }
    expect(called((k: Tensor) => random.normal(k, [7, 3]), [key])).toEqual([]);
  });

  test("keys of keys, under vmap, in loops", () => {
    const chain = (k: Tensor): Tensor => {
      let sum = nabla.zeros([3]);
      for (let i = 0; i < 4; i++) {
        const keys = random.split(k);
        sum = sum.add(random.uniform(keys.at(0), [3]));
        k = random.foldIn(keys.at(1), i);
      }
      return sum;
    };
    expect(compiledDifference(chain, [key])).toBe("");
    expect(compiledDifference(vmap(chain), [random.split(key, 5)])).toBe("");
    const each = vmap((k: Tensor, n: Tensor) => random.randint(k, [3], 0, n));
    expect(compiledDifference(each, [random.split(key, 3), tensor([1, 6, 1000], { dtype: "int32" })], EXACT)).toBe("");
    const walk = (k: Tensor): unknown =>
      nabla.scan(
        (c: Tensor, q: Tensor) => [c.add(random.normal(q, [])), random.uniform(q, [2])],
        0,
        random.split(k, 5),
      );
    expect(compiledDifference(walk, [key])).toBe("");
  });

  test("parameters have gradients, and are checked", () => {
    const f = (scale: Tensor, k: Tensor): Tensor => random.normal(k, [5], { scale }).sum();
    expect(compiledDifference(grad(f), [tensor(2), key])).toBe("");
    const cases: [(k: Tensor, p: Tensor) => Tensor, Tensor][] = [
      [(k, p) => random.normal(k, [2, 3], { scale: p }), tensor([1, -1, 2])],
      [(k, p) => random.normal(k, [], { scale: p }), tensor(Number.NaN)],
      [(k, p) => random.exponential(k, [3], { rate: p }), tensor([1, 0, 2], { dtype: "float32" })],
      [(k, p) => random.bernoulli(k, p, [7]), tensor(1.1)],
      [(k, p) => random.randint(k, [7], p, 5), tensor(0.5)],
      [(k, p) => random.foldIn(k, p), tensor(-1, { dtype: "int32" })],
      [(k, p) => random.categorical(k, p), tensor([0, Number.NaN])],
    ];
    for (const [g, p] of cases) {
      const { code, message } = failure(() => jit(g)(key, p));
      expect([code, message]).toEqual(["value", failure(() => g(key, p)).message]);
    }
  });
});
