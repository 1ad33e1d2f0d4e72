import { describe, expect, test } from "vitest";
import { ModuleBuilder } from "../../src/engine/wasm/assembler.ts";
import { wasm } from "../../src/engine/wasm/platform.ts";
import { addGemm, gemmWork } from "../../src/engine/wasm/routines/gemm.ts";
import type { FloatType } from "../../src/engine/wasm/routines/tile.ts";

const memory = new wasm!.Memory({ initial: 256 });

function instantiate(type: FloatType, relaxed: boolean): ((...args: number[]) => number) | undefined {
  const module = new ModuleBuilder();
  addGemm(module, type, relaxed);
  const bytes = module.encode();
  if (relaxed && !wasm!.validate(bytes)) return undefined;
  return new wasm!.Instance(new wasm!.Module(bytes), { env: { memory } }).exports.gemm;
}

/** Integers from a linear congruential generator: Numerical Recipes in C, 2nd ed., §7.1. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Operand {
  /** Byte address of element (0, 0), and strides in numbers. */
  readonly at: number;
  readonly row: number;
  readonly col: number;
  readonly value: (i: number, j: number) => number;
}

/** Lays out operands in memory, each with what it must not read or write around it. */
class Memory {
  readonly numbers: Float32Array | Float64Array;
  readonly size: number;
  private next: number;

  constructor(type: FloatType) {
    this.numbers = type === "f32" ? new Float32Array(memory.buffer) : new Float64Array(memory.buffer);
    this.size = this.numbers.BYTES_PER_ELEMENT;
    this.next = 1024;
    this.numbers.fill(Number.NaN);
  }

  take(count: number): number {
    const at = this.next;
    this.next += (count + 5) * this.size;
    if (this.next > this.numbers.byteLength) throw new Error("the memory is too small");
    return at;
  }

  operand(rows: number, columns: number, layout: number, random: (below: number) => number): Operand {
    const gap = layout >= 4 ? 3 : 0;
    const step = layout === 6 ? 2 : 1;
    const transposed = layout % 2 === 1;
    const lead = (transposed ? rows : columns) * step + gap;
    let [row, col] = transposed ? [step, lead] : [lead, step];
    const start = this.take(lead * (transposed ? columns : rows) + 1);
    let first = start / this.size;
    if (layout === 2 && rows > 0 && columns > 0) {
      first += (rows - 1) * row + (columns - 1) * col;
      [row, col] = [-row, -col];
    } else if (layout === 3) [row, col] = [0, 1];
    const place = (i: number, j: number): number => first + i * row + j * col;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) this.numbers[place(i, j)] = (random(4001) - 2000) / 1000 + 1e-4 * random(10);
    }
    return { at: first * this.size, row, col, value: (i, j) => this.numbers[place(i, j)] };
  }
}

const LAYOUTS = 7;

/** Checks one product, whole and in parts. */
function check(type: FloatType, gemm: (...args: number[]) => number, sizes: readonly number[], seed: number): void {
  const [m, n, k] = sizes;
  const random = generator(seed);
  const space = new Memory(type);
  const a = space.operand(m, k, random(LAYOUTS), random);
  const b = space.operand(k, n, random(LAYOUTS), random);
  const cRow = n + random(4);
  const [whole, parts] = [space.take(m * cRow), space.take(m * cRow)];
  const bytes = gemmWork(type, m, n, k);
  const work = (space.take(bytes / space.size + 2) + 15) & -16;
  const run = (c: number, from: number, to: number): number =>
    gemm(m, n, k, a.at, a.row, a.col, b.at, b.row, b.col, c, cRow, work, from, to);
  run(whole, 0, m);
  expect(space.numbers[(work + bytes) / space.size], "behind the workspace").toBeNaN();
  for (let from = 0; from < m; ) {
    const to = Math.min(m, from + 1 + random(m));
    run(parts, from, to);
    from = to;
  }
  const unit = type === "f32" ? 2 ** -24 : 2 ** -53;
  const depth = Math.min(256, k) + Math.ceil(k / 256) + 1;
  const [first, second] = [whole / space.size, parts / space.size];
  let worst = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < cRow; j++) {
      const [x, y] = [space.numbers[first + i * cRow + j], space.numbers[second + i * cRow + j]];
      if (!Object.is(x, y)) expect(y, `${sizes} at ${i}, ${j}: in parts`).toBe(x);
      if (j >= n) {
        if (!Number.isNaN(x)) expect(x, `${sizes} at ${i}, ${j}: behind the row`).toBeNaN();
        continue;
      }
      let [sum, scale] = [0, 0];
      for (let p = 0; p < k; p++) {
        const product = a.value(i, p) * b.value(p, j);
        sum += product;
        scale += Math.abs(product);
      }
      const bound = (depth + (type === "f64" ? k : 0)) * unit * scale;
      if (!(Math.abs(x - sum) <= bound)) expect(x, `${sizes} at ${i}, ${j}`).toBe(sum);
      if (bound > 0) worst = Math.max(worst, Math.abs(x - sum) / bound);
    }
  }
  expect(worst).toBeLessThanOrEqual(1);
}

const SIZES = [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 63, 65, 129, 257];

describe.each(["f32", "f64"] as const)("gemm %s", (type) => {
  for (const relaxed of [false, true]) {
    const gemm = instantiate(type, relaxed);
    describe.skipIf(gemm === undefined)(relaxed ? "rounded once" : "rounded twice", () => {
      test("sizes mixed at random", () => {
        const random = generator(7);
        const size = (): number => SIZES[random(SIZES.length)];
        for (let trial = 0; trial < 250; trial++) check(type, gemm!, [size(), size(), size()], trial);
      });

      test.each([
        ["one column", SIZES.flatMap((m) => SIZES.map((k) => [m, 1, k]))],
        ["one row", SIZES.flatMap((n) => SIZES.map((k) => [1, n, k]))],
        ["outer products", SIZES.flatMap((m) => SIZES.map((n) => [m, n, 1]))],
      ])("%s", (_, sizes) => {
        sizes.forEach((one, seed) => check(type, gemm!, one, seed));
      });

      test("more than a block of everything", () => {
        check(type, gemm!, [1025, 9, 300], 1);
        check(type, gemm!, [521, 400, 30], 2);
        check(type, gemm!, [40, 390, 1030], 3);
        check(type, gemm!, [1, 300, 5000], 4);
        check(type, gemm!, [300, 1, 5000], 5);
      });
    });
  }
});
