/** The memory of compiled programs: blocks, residency, eviction, and what tensors see of it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { buildSync } from "esbuild";
import { type Tensor, TensorError, tensor, zeros } from "nabla";
import { afterEach, describe, expect, test, vi } from "vitest";
import { arrayOf, wrap } from "../../src/core/tensor.ts";
import { Allocator, LINE, SLACK } from "../../src/engine/wasm/allocator.ts";
import { Heap, LARGE } from "../../src/engine/wasm/heap.ts";

const MB = 2 ** 20;

/** Numbers from 0 to 1, always the same (Park & Miller's generator). */
function randomly(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function codeOf(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error instanceof TensorError ? error.code : error;
  }
  return "no error";
}

describe("allocator", () => {
  const [START, END] = [65536, 65536 + 64 * 1024];
  const sizeOf = (bytes: number): number => Math.ceil((bytes + SLACK) / LINE) * LINE;

  /** The first gap between blocks that is large enough. */
  function firstFit(blocks: ReadonlyMap<number, number>, bytes: number, end: number): number {
    let at = START;
    for (const [address, size] of [...blocks].toSorted(([a], [b]) => a - b)) {
      if (address - at >= sizeOf(bytes)) return at;
      at = address + size;
    }
    return end - at >= sizeOf(bytes) ? at : 0;
  }

  test.for([1, 2, 3, 4, 5])("does what a plain list of blocks does, seed %i", (seed) => {
    const random = randomly(seed);
    const allocator = new Allocator(START);
    const blocks = new Map<number, number>();
    let end = START;
    for (let i = 0; i < 4000; i++) {
      const bytes = Math.floor(random() ** 4 * 8000);
      if (random() < 0.55) {
        const address = allocator.allocate(bytes);
        expect(address).toBe(firstFit(blocks, bytes, end));
        if (address !== 0) {
          expect(address % LINE).toBe(0);
          blocks.set(address, sizeOf(bytes));
        } else if (end < END) {
          allocator.extend((end += Math.ceil(allocator.missing(bytes) / LINE) * LINE));
          expect(firstFit(blocks, bytes, end)).toBeGreaterThan(0);
        }
      } else if (blocks.size > 0) {
        const address = [...blocks.keys()][Math.floor(random() * blocks.size)];
        allocator.free(address);
        blocks.delete(address);
      }
      expect(allocator.used).toBe([...blocks.values()].reduce((sum, size) => sum + size, 0));
    }
    for (const address of blocks.keys()) allocator.free(address);
    expect(allocator.used).toBe(0);
    // All parts have joined.
    expect(allocator.allocate(end - START - SLACK)).toBe(START);
    expect(allocator.allocate(1)).toBe(0);
  });

  test("what is free at the end counts when it must be extended", () => {
    const allocator = new Allocator(START);
    allocator.extend(START + 1024);
    const address = allocator.allocate(100);
    expect(allocator.missing(2048 - SLACK)).toBe(2048 - (1024 - sizeOf(100)));
    allocator.extend(START + 1024 + allocator.missing(2048 - SLACK));
    expect(allocator.allocate(2048 - SLACK)).toBe(address + sizeOf(100));
  });

  test("a block cannot be freed twice", () => {
    const allocator = new Allocator(START);
    allocator.extend(END);
    const address = allocator.allocate(10);
    allocator.free(address);
    expect(codeOf(() => allocator.free(address))).toBe("internal");
  });
});

/** A result of a compiled program: `length` numbers from `first` on. */
function produce(heap: Heap, first: number, length: number): Tensor {
  const address = heap.allocate(8 * length);
  for (let i = 0; i < length; i++) heap.f64[(address >>> 3) + i] = first + i;
  return wrap(heap.adopt(address, "float64", length), [length], "float64");
}

const N = 4096;
const numbers = (first: number): Float64Array => Float64Array.from({ length: N }, (_, i) => first + i);
/** What a block of N numbers takes. */
const BLOCK = 8 * N + SLACK;

/** The elements that a program finds at the address. */
const seen = (heap: Heap, address: number, length = N): Float64Array =>
  heap.f64.slice(address >>> 3, (address >>> 3) + length);

describe("heap", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("no memory is made before it is used, and little at first", () => {
    const heap = new Heap();
    expect([heap.u8.length, heap.used]).toEqual([0, 0]);
    expect(heap.allocate(8)).toBe(65536);
    expect(heap.memory.buffer.byteLength).toBe(2 * MB);
  });

  test("views follow the memory when it grows", () => {
    const heap = new Heap();
    const first = heap.allocate(64);
    heap.f64[first >>> 3] = 42;
    const before = heap.u8;
    const second = heap.allocate(50 * MB);
    expect(before.length).toBe(0); // detached
    expect(heap.f64[first >>> 3]).toBe(42);
    heap.u8[second + 50 * MB - 1] = 7;
    for (const view of [heap.u8, heap.f64, heap.f32, heap.i32, heap.u32]) {
      expect(view.byteLength).toBe(heap.memory.buffer.byteLength);
    }
    const { byteLength } = heap.memory.buffer;
    heap.allocate(2 * MB);
    expect(heap.memory.buffer.byteLength).toBeGreaterThanOrEqual(1.5 * byteLength); // geometrically
  });

  test("a large array is copied in once, a short one into the scratch space of the caller", () => {
    const heap = new Heap();
    const scratch = heap.allocate(LARGE);
    const [large, short] = [wrap(numbers(5), [N], "float64"), tensor([1.5, 2.5, 3.5], { dtype: "float32" })];
    heap.begin();
    const address = heap.address(large, scratch);
    expect(seen(heap, address)).toEqual(numbers(5));
    expect(heap.address(short, scratch)).toBe(scratch);
    expect(heap.copyOut(scratch, "float32", 3)).toEqual(Float32Array.of(1.5, 2.5, 3.5));
    heap.end();
    const { used } = heap;
    expect(heap.address(large, scratch)).toBe(address);
    expect(heap.used).toBe(used);
    expect(large.data()).toEqual(numbers(5));
  });

  test.for(["float64", "float32", "int32", "uint32", "bool"] as const)("elements of dtype %s", (dtype) => {
    const heap = new Heap();
    for (const length of [3, 100]) {
      const values = Array.from({ length }, (_, i) => i % 2);
      const x = tensor(values, { dtype: dtype === "bool" ? "float64" : dtype }).astype(dtype);
      const address = heap.address(x);
      const y = wrap(heap.adopt(heap.allocate(1000), dtype, length), [length], dtype);
      heap.copyIn(x, heap.address(y));
      expect(heap.copyOut(address, dtype, length)).toEqual(x.data());
      expect(y.data()).toEqual(x.data());
      expect(y.data().constructor).toBe(x.data().constructor);
    }
  });

  test("what is read or copied stays as it was when the block is used anew", () => {
    const heap = new Heap({ budget: 2 * BLOCK });
    const x = produce(heap, 1, N);
    const [read, copy] = [arrayOf(x), x.data()];
    expect(arrayOf(x)).toBe(read);
    expect(copy).not.toBe(read);
    for (let i = 2; i < 8; i++) produce(heap, 1000 * i, N);
    expect([read, copy, x.data()]).toEqual([numbers(1), numbers(1), numbers(1)]);
  });

  test("the ones used longest ago are written back, and come in again", () => {
    const heap = new Heap({ budget: 8 * BLOCK });
    const call = (body: () => void): void => {
      heap.begin();
      body();
      heap.end();
    };
    const xs = Array.from({ length: 8 }, (_, i) => {
      let x = zeros([1]);
      call(() => void (x = produce(heap, i * N, N)));
      return x;
    });
    const places = xs.map((x) => heap.address(x));
    call(() => void heap.address(xs[0])); // used last
    call(() => void xs.push(produce(heap, 8 * N, N)));
    expect(heap.used).toBe(7 * BLOCK); // a quarter of the budget was freed, then one came
    expect(heap.address(xs[0])).toBe(places[0]);
    xs.forEach((x, i) => expect(x.data()).toEqual(numbers(i * N)));
    call(() => {
      const address = heap.address(xs[1]);
      expect(seen(heap, address)).toEqual(numbers(N));
      expect(heap.used).toBe(8 * BLOCK);
    });
  });

  test("random programs see right values, whatever is moved out", () => {
    const random = randomly(11);
    const heap = new Heap({ budget: 10 * BLOCK });
    const known: { x: Tensor; first: number }[] = [];
    for (let i = 0; i < 500; i++) {
      heap.begin();
      const used = Array.from({ length: Math.min(4, known.length) }, () => known[Math.floor(random() * known.length)]);
      const found = used.map(({ x }) => heap.address(x));
      const first = Math.floor(random() * 1e6);
      known.push({ x: random() < 0.3 ? wrap(numbers(first), [N], "float64") : produce(heap, first, N), first });
      found.forEach((address, k) => expect(heap.f64[(address >>> 3) + 7]).toBe(used[k].first + 7));
      heap.end();
      expect(heap.used).toBeLessThanOrEqual(10 * BLOCK);
      if (known.length > 30) known.splice(Math.floor(random() * 30), 1);
      const { x, first: begins } = known[Math.floor(random() * known.length)];
      if (random() < 0.2) expect(arrayOf(x)[N - 1]).toBe(begins + N - 1);
    }
    for (const { x, first } of known) expect(x.data()).toEqual(numbers(first));
  });

  test("what a call uses stays in its place until the call ends, also through calls inside", () => {
    const heap = new Heap({ budget: 4 * BLOCK });
    const [outer, both, inner] = [1, 2, 3].map((first) => produce(heap, first, N));
    const places: number[] = [];
    heap.begin();
    places.push(heap.address(outer), heap.address(both));
    heap.begin();
    places.push(heap.address(both), heap.address(inner));
    for (let i = 0; i < 5; i++) produce(heap, 1e5, N); // more than the budget: all in use
    expect(heap.used).toBe(8 * BLOCK);
    expect([outer, both, both, inner].map((x) => heap.address(x))).toEqual(places);
    heap.end();
    heap.setBudget(2 * BLOCK);
    expect(heap.used).toBe(2 * BLOCK);
    expect([outer, both].map((x) => heap.address(x))).toEqual(places.slice(0, 2));
    heap.end();
    heap.setBudget(0);
    expect(heap.used).toBe(0);
    expect([outer, both, inner].map((x) => x.at(0).item())).toEqual([1, 2, 3]);
  });

  test("too much is refused with the numbers, and the heap remains usable", () => {
    const heap = new Heap({ budget: 2 * BLOCK, maximumPages: 32 });
    const x = produce(heap, 3, N);
    expect(codeOf(() => heap.allocate(1e12))).toBe("memory");
    expect(codeOf(() => heap.allocate(2 * MB))).toBe("memory");
    const half = heap.allocate(MB);
    const told = /^f: needs 1048576 bytes at once, and of the 2031616 bytes .* 1048640 are in use/;
    expect(() => heap.allocate(MB, "f")).toThrow(told);
    expect(x.data()).toEqual(numbers(3));
    heap.free(half);
    expect(heap.used).toBe(0);
    expect(produce(heap, 9, N).data()).toEqual(numbers(9));
  });

  test("a tensor that does not fit keeps its elements", () => {
    const heap = new Heap({ maximumPages: 17 });
    const x = zeros([MB]);
    expect(codeOf(() => heap.address(x))).toBe("memory");
    expect(x.sum().item()).toBe(0);
  });

  test("a growth that the runtime refuses", () => {
    const heap = new Heap();
    const grow = vi.spyOn(heap.memory, "grow").mockImplementation(() => {
      throw new RangeError("no");
    });
    expect(codeOf(() => heap.allocate(4 * MB))).toBe("memory");
    expect(heap.allocate(MB)).toBe(65536);
    grow.mockRestore();
    expect(heap.allocate(4 * MB)).toBeGreaterThan(65536);
  });

  test("a runtime whose arrays are shorter than its memories", () => {
    const heap = new Heap();
    const address = heap.allocate(8);
    heap.f64[address >>> 3] = 42;
    const Native = Float64Array;
    const stub = class extends Native {
      constructor(...args: [ArrayBuffer, number, number]) {
        if (args[2] > MB) throw new RangeError("too long");
        super(...args);
      }
    };
    vi.stubGlobal("Float64Array", stub);
    expect(heap.allocate(3 * MB)).toBeGreaterThan(0);
    expect(codeOf(() => heap.allocate(30 * MB))).toBe("memory");
    expect(heap.f64[address >>> 3]).toBe(42);
    expect(heap.allocate(MB / 2)).toBeGreaterThan(0);
  });

  test("addresses beyond 2 GiB", () => {
    const heap = new Heap();
    const large = heap.allocate(2 ** 31 + 10 * MB);
    const x = produce(heap, 8, N);
    expect(heap.address(x)).toBeGreaterThan(2 ** 31);
    heap.setBudget(0);
    expect(x.data()).toEqual(numbers(8));
    expect(heap.address(x)).toBeGreaterThan(2 ** 31);
    expect(x.sum().item()).toBe(N * 8 + (N * (N - 1)) / 2);
    heap.free(large);
  });

  test("memory that threads share", () => {
    const heap = new Heap({ shared: true, maximumPages: 256, budget: 4 * BLOCK });
    const xs = Array.from({ length: 9 }, (_, i) => produce(heap, i, N));
    expect(heap.memory.buffer).toBeInstanceOf(SharedArrayBuffer);
    xs.forEach((x, i) => expect(x.data()).toEqual(numbers(i)));
    expect(xs[8].data().buffer).toBeInstanceOf(ArrayBuffer);
  });

  test("two heaps hand each other ordinary arrays", () => {
    const [one, other] = [new Heap(), new Heap()];
    const x = produce(one, 6, N);
    expect(seen(other, other.address(x))).toEqual(numbers(6));
    expect(seen(one, one.address(x))).toEqual(numbers(6));
  });

  test("the block of a dead tensor is freed by the garbage collector", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const heap = new Heap();
    const kept = produce(heap, 1, N);
    for (let i = 0; i < 50; i++) produce(heap, i, N);
    (() => heap.address(wrap(numbers(0), [N], "float64")))();
    expect(heap.used).toBe(52 * BLOCK);
    for (let i = 0; i < 20 && heap.used > BLOCK; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      collect();
    }
    expect(heap.used).toBe(BLOCK);
    expect(
      kept
        .reshape([2, N / 2])
        .at(0, 0)
        .item(),
    ).toBe(1);
  });
});

test("3,000 results of 8 MB in one synchronous loop", () => {
  const folder = mkdtempSync(join(tmpdir(), "nabla-heap-"));
  try {
    const entry = join(folder, "loop.ts");
    const source = (path: string): string => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).pathname);
    writeFileSync(
      entry,
      `import { Heap } from ${source("engine/wasm/heap.ts")};
      import { wrap } from ${source("core/tensor.ts")};
      const heap = new Heap();
      let [most, x] = [0, wrap(new Float64Array(1e6), [1e6], "float64")];
      for (let i = 0; i < 3000; i++) {
        heap.begin();
        const from = heap.address(x) >>> 3;
        const to = heap.allocate(8e6);
        heap.f64.copyWithin(to >>> 3, from, from + 1e6);
        for (const at of [0, 1e6 - 1]) heap.f64[(to >>> 3) + at] += 1;
        x = wrap(heap.adopt(to, "float64", 1e6), [1e6], "float64");
        heap.end();
        most = Math.max(most, process.memoryUsage.rss());
      }
      const array = x.data();
      console.log(JSON.stringify({ most, ends: [array[0], array[1], array[1e6 - 1]] }));`,
    );
    const outfile = join(folder, "loop.mjs");
    buildSync({ entryPoints: [entry], outfile, bundle: true, format: "esm", platform: "node", logLevel: "error" });
    const { most, ends } = JSON.parse(execFileSync(process.execPath, [outfile], { encoding: "utf8" }));
    expect(ends).toEqual([3000, 0, 3000]);
    expect(most / 1e6).toBeLessThan(500);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
