/** Threads change nothing but the time: the same bits with any number of them, while they start, and after one died. */
import { buildSync } from "esbuild";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { concat, conv2d, jit, random, setThreads, slice, type Tensor, TensorError, threads, valueAndGrad } from "nabla";
import { ModuleBuilder } from "../../src/engine/wasm/assembler.ts";
import { heap, pool } from "../../src/engine/wasm/executable.ts";
import { wasm } from "../../src/engine/wasm/platform.ts";
import { type Kernel, kernelOf, Pool } from "../../src/engine/wasm/threads/pool.ts";
import { root } from "../../tools/entries.ts";
import { bitsOf, expectDivided, listening, over, tasks, wave } from "./threading.ts";

afterEach(() => setThreads(1));

const key = random.key(7);
const [key1, key2, key3, key4] = random.split(key, 4);
const x = random.normal(key1, [601, 1003]);
const a = random.normal(key2, [203, 301]);
const b = random.normal(key3, [301, 257]);
const w = random.normal(key4, [257, 129]).mul(0.1);

/** [9015, 1003]. */
const tall = concat(new Array<Tensor>(15).fill(x), 0).mul(x.at(1));

/** [200, 30, 40]. */
const cube = x.reshape(-1).at(slice(0, 240_000)).reshape([200, 30, 40]);

const mlp = (w1: Tensor, w2: Tensor): Tensor => a.matmul(w1.mul(0.1)).tanh().matmul(w2).square().mean();

const programs: Readonly<Record<string, (dtype: "float32" | "float64") => () => unknown>> = {
  elementwise: (dtype) => over(wave, x.astype(dtype)),
  "elementwise, an odd number in one row": (dtype) => over(wave, x.astype(dtype).reshape(-1)),
  softmax: (dtype) => over((v: Tensor) => v.softmax(1), x.astype(dtype)),
  "softmax of columns": (dtype) => over((v: Tensor) => v.softmax(0), x.astype(dtype)),
  "sums over both axes": (dtype) =>
    over((v: Tensor) => [wave(v).sum(0), wave(v).sum(1), wave(v).sum()], x.astype(dtype)),
  transpose: (dtype) => over((v: Tensor) => wave(v.T).add(v.T), x.astype(dtype)),
  comparison: (dtype) => over((v: Tensor) => wave(v).greater(0.25), x.astype(dtype)),
  "product by rows": (dtype) =>
    over((p: Tensor, q: Tensor) => p.T.matmul(q), x.astype(dtype), x.astype(dtype).at(slice(), slice(0, 90))),
  "product by columns": (dtype) => over((p: Tensor, q: Tensor) => p.matmul(q), a.astype(dtype), b.astype(dtype)),
  "product with a column more than pieces have": (dtype) =>
    over((p: Tensor, q: Tensor) => p.T.matmul(q), a.astype(dtype), x.astype(dtype).at(slice(0, 203), slice(0, 961))),
  "product with a vector": (dtype) =>
    over((p: Tensor, q: Tensor) => p.matmul(q), tall.astype(dtype), x.astype(dtype).at(0)),
  "product of a vector": (dtype) =>
    over((p: Tensor, q: Tensor) => p.matmul(q), x.astype(dtype).at(slice(), 0), tall.astype(dtype).reshape([601, -1])),
  "many products": (dtype) =>
    over((p: Tensor, q: Tensor) => p.matmul(q), cube.astype(dtype), cube.astype(dtype).transpose([0, 2, 1])),
  "many products with one matrix, transposed": (dtype) =>
    over(
      (p: Tensor, q: Tensor) => p.transpose([0, 2, 1]).matmul(q),
      cube.astype(dtype),
      x.astype(dtype).at(slice(0, 30), slice(0, 50)),
    ),
  "product and what follows its rows": (dtype) =>
    over(
      (p: Tensor, q: Tensor, r: Tensor) => p.T.matmul(q).add(r).maximum(0),
      x.astype(dtype),
      x.astype(dtype).at(slice(), slice(0, 90)),
      b.astype(dtype).at(0, slice(0, 90)),
    ),
  "attention, many heads": (dtype) =>
    over(
      (q: Tensor, k: Tensor, v: Tensor) =>
        q
          .matmul(k.transpose([0, 2, 1]))
          .softmax(-1)
          .matmul(v),
      cube.astype(dtype).reshape([20, 300, 40]),
      cube.astype(dtype).reshape([20, 300, 40]).mul(0.1),
      cube.astype(dtype).reshape([20, 300, 40]).add(1),
    ),
  "layers behind each other": (dtype) =>
    over(
      (p: Tensor, q: Tensor, r: Tensor) => [p.matmul(q).tanh().matmul(r).exp(), p.matmul(q).sum(1)],
      tall.astype(dtype).at(slice(0, 2000), slice(0, 301)),
      b.astype(dtype),
      w.astype(dtype),
    ),
  "rows of a product, parts of another one and blocks of sums": (dtype) =>
    over(
      (p: Tensor, q: Tensor) => [p.matmul(q).maximum(0).add(1), p.T.matmul(p), wave(p).sum(0)],
      tall.astype(dtype).at(slice(), slice(0, 40)),
      b.astype(dtype).at(slice(0, 40)),
    ),
  convolution: (dtype) =>
    over(
      (p: Tensor, q: Tensor) => conv2d(p, q),
      x.astype(dtype).at(slice(0, 600), slice(0, 1000)).reshape([10, 6, 100, 100]),
      a.astype(dtype).at(slice(0, 36), slice(0, 9)).reshape([6, 6, 3, 3]),
    ),
  "value and gradient of a network": (dtype) =>
    over(valueAndGrad(mlp, { argnums: [0, 1] }), b.astype(dtype), w.astype(dtype)),
};

interface Worker {
  readonly thread: { terminate(): void };
}
/** Behind the pool's back. */
const workersOf = (of: Pool): readonly Worker[] => (of as unknown as { readonly members: readonly Worker[] }).members;

describe("results", () => {
  describe.for(["float32", "float64"] as const)("%s", (dtype) => {
    test.for(Object.keys(programs))("%s", { timeout: 60_000 }, async (name) => {
      await expectDivided(programs[name](dtype));
    });
  });

  test("in one synchronous loop, while workers start", () => {
    const f = jit(wave);
    const want = bitsOf(f(x));
    setThreads(3);
    for (let i = 0; i < 60; i++) expect(bitsOf(f(x))[0] === want[0]).toBe(true);
  });

  test("rare points behind a product, which only the caller's thread computes", { timeout: 60_000 }, async () => {
    const f = over(
      (p: Tensor, q: Tensor) => p.matmul(q).mul(1e9).sin().add(1),
      tall.at(slice(0, 2000), slice(0, 301)),
      b,
    );
    const want = bitsOf(f());
    setThreads(2);
    await listening(1);
    const before = tasks();
    for (let i = 0; i < 5; i++) expect(bitsOf(f())[0] === want[0]).toBe(true);
    expect(tasks()).toBeGreaterThan(before);
  });

  test("outside of jit, and when the memory grows", async () => {
    const want = bitsOf(x.matmul(x.T).exp());
    setThreads(2);
    await listening(1);
    const large = heap.allocate(heap.u8.length);
    expect(bitsOf(x.matmul(x.T).exp())).toEqual(want);
    heap.free(large);
  });
});

describe("setThreads", () => {
  test("one thread at first, and again", async () => {
    expect(threads()).toBe(1);
    setThreads(2);
    expect(threads()).toBe(2);
    expect(pool.listening).toBe(0);
    await listening(1);
    setThreads(1);
    expect([threads(), pool.listening]).toEqual([1, 0]);
    setThreads(64);
    expect(threads()).toBe(64);
  });

  test.for([0, -1, 1.5, 65, Number.NaN, Infinity, "2", undefined, null])("%s is no number of threads", (count) => {
    const error = (() => {
      try {
        return setThreads(count as number);
      } catch (e) {
        return e;
      }
    })();
    expect(error).toBeInstanceOf(TensorError);
    expect((error as TensorError).code).toBe("value");
    expect(threads()).toBe(1);
  });
});

/** run(slow, from, to): word i of the memory becomes i + 1. */
function countingKernel(): Kernel {
  const builder = new ModuleBuilder(heap.isShared);
  const outside = builder.import("outside", { params: [], results: [] });
  const f = builder.function({ params: ["i32", "i32", "i32", "i32"], results: [] }, "run");
  const [address, behave, from, to] = f.params;
  // 1: calls a host function. Otherwise not 0: never ends.
  f.get(behave)
    .i32(1)
    .op("i32.eq")
    .if(() => f.call(outside));
  f.get(behave)
    .i32(1)
    .op("i32.gt_u")
    .if(() => f.loop(() => f.break(0)));
  f.while(from, to, 1, () => {
    f.get(address).get(from).i32(4).op("i32.mul").op("i32.add").get(from).i32(1).op("i32.add").op("i32.store");
  });
  const module = new wasm!.Module(builder.encode());
  const instance = new wasm!.Instance(module, { env: { memory: heap.memory, outside: () => {} } });
  return kernelOf(module, instance, "run");
}

const SIZE = 4096;

describe("workers that fail", () => {
  const checked = (
    own: Pool,
    kernel: Kernel,
    behave: number,
    work?: { readonly place: number; readonly bytes: number },
  ): number => {
    const address = heap.allocate(4 * SIZE);
    heap.u8.fill(0, address, address + 4 * SIZE);
    const start = performance.now();
    own.run(kernel, [address, behave], { size: SIZE, grain: 1, work });
    const time = performance.now() - start;
    const got = heap.i32.slice(address / 4, address / 4 + SIZE);
    expect(got.every((value, i) => value === i + 1)).toBe(true);
    heap.free(address);
    return time;
  };

  const started = async (): Promise<Pool> => {
    const own = new Pool(heap);
    own.setThreads(2);
    for (const kernel = countingKernel(); own.listening < 1; await after(2)) checked(own, kernel, 0);
    return own;
  };

  test("one that ends between calls is replaced", async () => {
    const f = jit(wave);
    const want = bitsOf(f(x));
    setThreads(2);
    await listening(1);
    workersOf(pool)[0].thread.terminate();
    for (let i = 0; i < 20; i++) expect(bitsOf(f(x))[0] === want[0]).toBe(true);
    await after(100);
    expect(workersOf(pool).length).toBe(0);
    await listening(1);
    for (let i = 0; i < 3; i++) expect(bitsOf(f(x))[0] === want[0]).toBe(true);
  });

  test("ones that end while they compute", { timeout: 60_000 }, async () => {
    const f = jit(wave);
    const want = bitsOf(f(x));
    setThreads(3);
    for (let round = 0; round < 5; round++) {
      await listening(2);
      // The thread is told to stop, and stops in the course of the calls.
      for (const { thread } of workersOf(pool)) thread.terminate();
      for (let i = 0; i < 3; i++) expect(bitsOf(f(x))[0] === want[0]).toBe(true);
      await after(20);
    }
  });

  test("one that calls what it does not have: the caller computes its piece", async () => {
    const own = await started();
    const kernel = countingKernel();
    for (let i = 0; i < 50; i++) checked(own, kernel, 1);
    expect(workersOf(own).length).toBe(1);
    const good = countingKernel();
    checked(own, good, 0);
    expect(good.failures).toBe(0);
    own.setThreads(1);
  });

  test("one that calls what its module imports of another one", async () => {
    const own = await started();
    const builder = new ModuleBuilder(heap.isShared);
    builder.function({ params: [], results: [] }, "nothing");
    const module = new wasm!.Module(builder.encode());
    const instance = new wasm!.Instance(module, { env: { memory: heap.memory } });
    const kernel = { ...countingKernel(), links: new Map([["outside", kernelOf(module, instance, "nothing")]]) };
    for (let i = 0; i < 50; i++) checked(own, kernel, 1);
    expect(kernel.failures).toBe(0);
    own.setThreads(1);
  });

  test("one that never answers is given up, and the next one works", { timeout: 60_000 }, async () => {
    const own = await started();
    const [stuck] = workersOf(own);
    const kernel = countingKernel();
    // A worker's own working space has an address that makes it run for ever; the caller is given 0.
    let time = 0;
    for (let i = 0; i < 1000 && workersOf(own)[0] === stuck; i++)
      time = checked(own, kernel, 0, { place: 1, bytes: 64 });
    expect(time).toBeGreaterThan(500);
    expect(time).toBeLessThan(10_000);
    expect(kernel.failures).toBe(1);
    while (own.listening < 1) {
      checked(own, countingKernel(), 0);
      await after(2);
    }
    for (let i = 0; i < 20; i++) checked(own, countingKernel(), 0);
    own.setThreads(1);
  });

  test("a host function that throws on the caller's thread", async () => {
    const own = await started();
    const kernel: Kernel = {
      ...countingKernel(),
      call: () => {
        throw new RangeError("mine");
      },
    };
    expect(() => own.run(kernel, [heap.allocate(4 * SIZE), 0], { size: SIZE, grain: 1 })).toThrow("mine");
    checked(own, countingKernel(), 0);
    own.setThreads(1);
  });
});

test("a process ends although there are workers", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "nabla-threads-"));
  try {
    const outfile = join(folder, "program.mjs");
    const contents = `
      import { exp, jit, ones, setThreads, sin } from "./src/entries/functional.ts";
      import { pool } from "./src/engine/wasm/executable.ts";
      setThreads(3);
      const f = jit((x) => exp(sin(x)));
      const x = ones([1000, 1000]);
      for (let i = 0; i < 500 && pool.listening < 2; i++) f(x);
      console.log(pool.listening);`;
    const stdin = { contents, resolveDir: root, loader: "ts" as const };
    buildSync({ stdin, bundle: true, platform: "node", format: "esm", ignoreAnnotations: true, outfile });
    const output = execFileSync(process.execPath, [outfile], { encoding: "utf8", timeout: 30_000 });
    expect(Number(output)).toBe(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
