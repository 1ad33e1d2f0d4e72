/** What is divided among threads: long reductions, products with vectors, many lines, stacks of matrices; the same bits always. */
import { afterEach, describe, expect, test } from "vitest";
import {
  argsort,
  eye,
  jit,
  linalg,
  random,
  searchsorted,
  segmentSum,
  setThreads,
  slice,
  sort,
  type Tensor,
  tensor,
  vmap,
} from "nabla";
import type { DType } from "../../src/base/dtypes.ts";
import { bitsOf, expectDivided, listening, over, tasks } from "./threading.ts";

afterEach(() => setThreads(1));

/** Numbers of any dtype. */
function some(shape: readonly number[], dtype: DType, seed = 0): Tensor {
  const numbers = random.normal(random.key(11 + seed), shape);
  return dtype === "float32" || dtype === "float64" ? numbers.astype(dtype) : numbers.mul(1000).abs().astype(dtype);
}

/** As many positive definite matrices. */
function definite(count: number, n: number, dtype: DType): Tensor {
  const a = some([count, n, n], dtype, n);
  return a.matmul(a.transpose([0, 2, 1])).add(eye(n).astype(dtype));
}

type Float = "float32" | "float64";
type Programs = Readonly<Record<string, (dtype: Float) => () => unknown>>;

/** Whose loops are short or add up. */
const loops: Programs = {
  "sums of all, with a store": (dtype) =>
    over((v: Tensor) => [v.sum(), v.square().sum(), v.max(), v.sin()], some([1_000_003], dtype)),
  "a sum of all across": (dtype) => over((v: Tensor) => v.mul(v.T).sum(), some([1009, 1009], dtype)),
  "sums of few columns": (dtype) => over((v: Tensor) => v.mul(2).exp().sum(0), some([200_003, 3], dtype)),
  "sums of eight columns": (dtype) => over((v: Tensor) => v.exp().sum(0), some([70_001, 8], dtype)),
  "sums of few rows": (dtype) => over((v: Tensor) => v.exp().sum(1), some([3, 200_003], dtype)),
  "sums over the first and last axis": (dtype) => over((v: Tensor) => v.exp().sum([0, 2]), some([1001, 5, 101], dtype)),
  "few outer turns": (dtype) =>
    over((v: Tensor) => v.exp().add(v.exp().transpose([0, 2, 1])), some([2, 503, 503], dtype)),
  "a product of two vectors": (dtype) => over((v: Tensor) => v.matmul(v.mul(2)), some([1_000_003], dtype)),
  "a product of few rows": (dtype) =>
    over((v: Tensor, u: Tensor) => v.matmul(u), some([3, 300_007], dtype), some([300_007], dtype)),
  "a tall product": (dtype) =>
    over((v: Tensor, u: Tensor) => v.T.matmul(u), some([40_001, 33], dtype), some([40_001, 7], dtype)),
  "a matrix and a vector": (dtype) =>
    over((v: Tensor, u: Tensor) => v.matmul(u), some([1003, 1201], dtype), some([1201], dtype)),
  "a transposed matrix and a vector": (dtype) =>
    over((v: Tensor, u: Tensor) => v.T.matmul(u), some([1003, 1201], dtype), some([1003], dtype)),
  "a vector and a transposed matrix": (dtype) =>
    over((v: Tensor, u: Tensor) => u.matmul(v.T), some([1985, 1001], dtype), some([1001], dtype)),
};

const lines: Programs = {
  "sorts of rows": (dtype) => over((v: Tensor) => [sort(v, 1), argsort(v, 1)], some([301, 503], dtype)),
  "sorts of columns": (dtype) => over((v: Tensor) => [sort(v, 0), argsort(v, 0)], some([503, 301], dtype)),
  "scans of rows": (dtype) => over((v: Tensor) => [v.cumsum(1), v.cumprod(1), v.cummax(1)], some([1003, 601], dtype)),
  "scans of columns": (dtype) => over((v: Tensor) => [v.cumsum(0), v.cummin(0)], some([1003, 601], dtype)),
  "scans of columns in reverse": (dtype) => over((v: Tensor) => v.flip(0).cumsum(0).flip(0), some([603, 1202], dtype)),
  "logarithms of sums": (dtype) => over((v: Tensor) => v.logcumsumexp(1), some([101, 603], dtype)),
  "places in sorted rows": (dtype) =>
    over(
      vmap((v: Tensor, u: Tensor) => searchsorted(v, u)),
      some([40, 503], dtype).sort(1),
      some([40, 2003], dtype, 1),
    ),
  "places in one sorted row": (dtype) =>
    over((v: Tensor, u: Tensor) => searchsorted(v, u), some([503], dtype).sort(0), some([40_003], dtype, 1)),
  "sums of rows by number": (dtype) =>
    over(
      (v: Tensor) => segmentSum(v, tensor(Int32Array.from({ length: 3001 }, (_, i) => (i * 7) % 201)), 201),
      some([3001, 203], dtype),
    ),
};

const stacks: Programs = {
  cholesky: (dtype) => over((a: Tensor) => linalg.cholesky(a), definite(2001, 9, dtype)),
  solve: (dtype) =>
    over((a: Tensor, b: Tensor) => linalg.solve(a, b), definite(2001, 9, dtype), some([2001, 9, 4], dtype)),
  "solve, one matrix": (dtype) =>
    over((a: Tensor, b: Tensor) => linalg.solve(a, b), definite(1, 9, dtype).at(0), some([3001, 9, 2], dtype)),
  det: (dtype) => over((a: Tensor) => [linalg.det(a), linalg.slogdet(a)], definite(2001, 7, dtype)),
  qr: (dtype) => over((a: Tensor) => linalg.qr(a), some([301, 12, 7], dtype)),
  eigh: (dtype) => over((a: Tensor) => linalg.eigh(a), definite(201, 7, dtype)),
  svd: (dtype) => over((a: Tensor) => linalg.svd(a), some([101, 7, 9], dtype)),
  expm: (dtype) => over((a: Tensor) => linalg.expm(a), some([301, 6, 6], dtype)),
};

for (const [kind, programs] of Object.entries({ loops, lines, stacks })) {
  describe.for(["float32", "float64"] as const)(`${kind}, %s`, (dtype) => {
    test.for(Object.keys(programs))("%s", { timeout: 60_000 }, (name) => expectDivided(programs[name](dtype)));
  });
}

/** Around multiples of vectors, of runs between additions with error term, and of blocks. */
const SIZES = [0, 1, -1, 2, 3, 4, 7, 8, 15, 16, 17, 511, 512, 513, 4095].map((more) => 2 ** 20 + more);

describe("reductions of all, around the borders of blocks", () => {
  test.for(["float64", "float32", "int32", "uint32"] as const)("%s", { timeout: 60_000 }, async (dtype) => {
    const all = some([2 ** 20 + 5000], dtype);
    const f = jit((v: Tensor) => [v.sum(), v.max(), v.min(), v.prod(), v.mul(v).sum()]);
    for (const size of SIZES) {
      const x = all.at(slice(0, size));
      const one = f(x);
      const [bits, before] = [bitsOf(one), tasks()];
      setThreads(3);
      await listening(2);
      expect(bitsOf(f(x))).toEqual(bits);
      expect(tasks()).toBeGreaterThan(before);
      setThreads(1);
      const part = Array.from(x.data());
      const [sum, sizes] = [part, part.map(Math.abs)].map((list) => list.reduce((a, v) => a + v, 0));
      const exact = dtype === "int32" ? sum | 0 : dtype === "uint32" ? sum >>> 0 : sum;
      const unit = { float64: 2 ** -53, float32: 2 ** -24, int32: 0, uint32: 0 }[dtype];
      expect(Math.abs(one[0].item() - exact)).toBeLessThanOrEqual(48 * unit * sizes);
      expect(one[1].item()).toBe(part.reduce((a, v) => Math.max(a, v)));
      expect(one[2].item()).toBe(part.reduce((a, v) => Math.min(a, v)));
    }
  });

  test("bools", async () => {
    const f = jit((v: Tensor) => [v.all(), v.any()]);
    const size = 5_000_001;
    for (const [rest, last] of [
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ]) {
      const x = tensor(new Uint8Array(size).fill(rest).fill(last, size - 1), { dtype: "bool" });
      const want = [rest === 1 && last === 1, rest === 1 || last === 1].map(Number);
      expect(f(x).map((t) => Number(t.item()))).toEqual(want);
      setThreads(2);
      await listening(1);
      const before = tasks();
      expect(f(x).map((t) => Number(t.item()))).toEqual(want);
      expect(tasks()).toBeGreaterThan(before);
      setThreads(1);
    }
  });

  test("what is not a number, and what is infinite, in the last block", () => {
    for (const [bad, want] of [
      [NaN, NaN],
      [Infinity, Infinity],
    ]) {
      const values = new Float64Array(1_000_001);
      values[1_000_000] = bad;
      const f = jit((v: Tensor) => [v.sum(), v.max()]);
      expect(f(tensor(values)).map((t) => t.item())).toEqual([want, want]);
    }
  });
});

test.for(["float64", "float32"] as const)("a sum with rare points, which workers cannot compute, %s", async (dtype) => {
  const x = some([600_001], dtype);
  const f = jit((v: Tensor) => [v.mul(1e9).sin().mul(v).sum(), v.square().sum()]);
  const want = bitsOf(f(x));
  setThreads(2);
  await listening(1);
  const before = tasks();
  for (let i = 0; i < 5; i++) expect(bitsOf(f(x))).toEqual(want);
  expect(tasks()).toBeGreaterThan(before);
});

test("small work stays on one thread", async () => {
  setThreads(2);
  await listening(1);
  const before = tasks();
  over((v: Tensor) => [v.sum(), v.sort(0), v.cumsum(0)], some([3000], "float64"))();
  over((v: Tensor) => v.matmul(v), some([3000], "float64"))();
  over((v: Tensor) => linalg.cholesky(v), definite(20, 4, "float64"))();
  expect(tasks()).toBe(before);
});

test("one matrix of many that is not positive definite is told of as on one thread", async () => {
  const a = definite(2001, 9, "float64");
  const bad = tensor(
    a.data().map((v, i) => (Math.floor(i / 81) === 1777 && (i % 81) % 10 === 0 ? -v : v)),
    { dtype: "float64" },
  );
  const f = jit((x: Tensor) => linalg.cholesky(x));
  const messageOf = (): string => {
    try {
      f(bad.reshape([2001, 9, 9]));
    } catch (error) {
      return String(error);
    }
    return "no error";
  };
  const want = messageOf();
  expect(want).toMatch(/positive definite/);
  setThreads(3);
  await listening(2);
  const before = tasks();
  for (let i = 0; i < 5; i++) expect(messageOf()).toBe(want);
  expect(tasks()).toBe(before + 5);
  expect(bitsOf(f(a))).toEqual(bitsOf(f(a)));
});
