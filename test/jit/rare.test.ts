/** What most programs do not need is left out of their code: rare points, and products with vectors. */
import { setTimeout as after } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { arange, cond, jit, matmul, random, setThreads, sin, type Tensor, tensor } from "nabla";
import { pool } from "../../src/engine/wasm/executable.ts";
import { wasm } from "../../src/engine/wasm/platform.ts";

const webAssembly = wasm as { Module: new (bytes: Uint8Array<ArrayBuffer>) => object };
const { Module } = webAssembly;
let modules = 0;

beforeEach(() => {
  // Probes of the runtime come before all.
  jit((x: Tensor) => x.neg())(1);
  modules = 0;
  webAssembly.Module = class extends Module {
    constructor(bytes: Uint8Array<ArrayBuffer>) {
      super(bytes);
      modules++;
    }
  };
});
afterEach(() => {
  webAssembly.Module = Module;
});

describe("rare points", () => {
  test("cost a module when the first is met, and never again", () => {
    const f = jit((x: Tensor) => x.sin().add(x.cos().sum()));
    const common = [0.5, 1, 2, 3, 4];
    const before = f(common).tolist();
    expect(modules).toBe(1);
    expect(f([0.5, 1e30, -1e22, Infinity, 4]).tolist()).toEqual(new Array(5).fill(NaN));
    expect(modules).toBe(2);
    const [one, two] = f([1e30, 1e22]).tolist() as number[];
    expect(one).toBeCloseTo(Math.sin(1e30) + Math.cos(1e30) + Math.cos(1e22), 14);
    expect(two).toBeCloseTo(Math.sin(1e22) + Math.cos(1e30) + Math.cos(1e22), 14);
    expect(f(common).tolist()).toEqual(before);
    // The program of two elements, and its rare points.
    expect(modules).toBe(4);
    f([1e30, 2, 3, 4, 5]);
    f([1e30, 1e22]);
    expect(modules).toBe(4);
  });

  test("are as in eager mode, alone and among others, in one number, a choice and rows", () => {
    const x = random.normal(random.key(0), [37, 11]).mul(tensor([1, 1e9, 1, 1, 1e30, 1, 1, 1, 1, 1e300, 1]));
    expect(jit(sin)(1e30).item()).toBe(sin(1e30).item());
    const eager = x.sin().tolist() as number[][];
    const compiled = jit((v: Tensor) => v.sin())(x).tolist() as number[][];
    eager.forEach((row, i) => row.forEach((value, j) => expect(compiled[i][j]).toBeCloseTo(value, 15)));
    const either = jit((v: Tensor) =>
      cond(
        v.greater(0),
        (y) => y.sin(),
        (y) => y.cos(),
        v,
      ),
    );
    for (const value of [1, -1, 1e30, -1e30]) {
      expect(either(value).item()).toBeCloseTo(value > 0 ? Math.sin(value) : Math.cos(value), 15);
    }
    const rows = (v: Tensor): Tensor => v.sin().softmax(1).log().sum(1);
    const [here, there] = [rows(x).tolist() as number[], jit(rows)(x).tolist() as number[]];
    here.forEach((value, i) => expect(there[i]).toBeCloseTo(value, 12));
  });
});

test("rare points that workers meet are left to the caller", async () => {
  const x = random.normal(random.key(1), [500_000]);
  const f = jit((v: Tensor) => v.sin().mul(2));
  const far = x.with(250_001, 1e30);
  const [want, wantFar] = [f(x).data(), f(far).data()];
  expect(wantFar[250_001]).toBe(2 * Math.sin(1e30));
  setThreads(2);
  try {
    for (let i = 0; pool.listening === 0; i++) {
      if (i === 2000) throw new Error("the worker does not start");
      f(x);
      await after(2);
    }
    for (let i = 0; i < 5; i++) expect([f(far).data(), f(x).data()]).toEqual([wantFar, want]);
  } finally {
    setThreads(1);
  }
});

test("products with a vector or of two, for which there is code of their own", () => {
  const product = jit((a: Tensor, b: Tensor) => matmul(a, b));
  for (const [m, k, n] of [
    [1, 5, 7],
    [6, 5, 1],
    [6, 1, 7],
    [6, 5, 7],
    [1, 1, 1],
    [3, 0, 2],
    [0, 1, 2],
  ]) {
    const a = arange(m * k)
      .add(1)
      .reshape([m, k]);
    const b = arange(k * n)
      .sub(3)
      .reshape([k, n]);
    const [rows, columns] = [a.tolist() as number[][], b.tolist() as number[][]];
    const want = rows.map((row) =>
      Array.from({ length: n }, (_, j) => row.reduce((sum, value, p) => sum + value * columns[p][j], 0)),
    );
    expect(product(a, b).tolist()).toEqual(want);
  }
});
