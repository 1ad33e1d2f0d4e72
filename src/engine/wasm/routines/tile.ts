/** What products of matrices are made of: numbers as vectors, and the tile, a small block of the result held in registers. */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { routine, type Writer } from "./writer.ts";

export type FloatType = "f32" | "f64";

/** How numbers of a type are read, written and multiplied. */
export interface Numbers {
  readonly type: FloatType;
  /** Bytes of a number. */
  readonly size: number;
  /** Numbers of a vector. */
  readonly lanes: number;
  /** Prefix of the instructions on vectors. */
  readonly vector: "f32x4" | "f64x2";
  /** Reads one number into all lanes. */
  readonly splat: string;
  /** Reads one number into the first lane, with zeros behind it, and writes it. */
  readonly one: { readonly load: string; readonly store: string };
  /** x · y + sum is rounded once. */
  readonly relaxed: boolean;
}

export function numbersOf(type: FloatType, relaxed: boolean): Numbers {
  const size = type === "f32" ? 4 : 8;
  const bits = 8 * size;
  return {
    type,
    size,
    lanes: 16 / size,
    vector: type === "f32" ? "f32x4" : "f64x2",
    splat: `v128.load${bits}_splat`,
    one: { load: `v128.load${bits}_zero`, store: `v128.store${bits}_lane` },
    relaxed,
  };
}

/** sum += x · y */
export function multiplyAdd(w: Writer, { vector, relaxed }: Numbers, x: Local, y: Local, sum: Local): void {
  w.set(
    sum,
    relaxed ? w.op(`${vector}.relaxed_madd`, x, y, sum) : w.op(`${vector}.add`, sum, w.op(`${vector}.mul`, x, y)),
  );
}

/** `for (; count ≥ step; count -= step)` */
export function repeat(w: Writer, count: Local, step: number, body: () => void): void {
  w.if(w.op("i32.ge_s", count, step), () => {
    w.f.loop(() => {
      body();
      w.bump(count, -step);
      w.push(w.op("i32.ge_s", count, step));
      w.f.breakIf(0);
    });
  });
}

/** So many products are summed in a row, at most. A strip of B of that length, 8 KB, stays in the first cache. */
export const DEPTH = 256;

/**
 * Rows of a tile, and vectors in a row. x64 leaves 15 registers to V8: 12 sums, 2 vectors of B and the number of A fill them;
 * and 12 sums are more than the 8 that two units with a latency of 4 cycles need. Measured, GFLOP/s in f32 on one core: 6×2 64,
 * 4×2 54, 8×1 52, 4×3 (spills) 44, 6×1 43. Unrolling over k gains nothing, and loses half on Node 20.
 */
export const TILE_ROWS = 6;
export const TILE_VECTORS = 2;
/** Rows of a lower tile for what is left: one with fewer takes as long. */
export const FEW_ROWS = 4;
/** Bytes of a row. */
export const TILE_BYTES: number = 16 * TILE_VECTORS;

/**
 * C (+)= A · B for one tile, (k, a, aStep, b, bStep, c, cStep, add), all steps in bytes, k ≥ 1. Each sum runs over k in order
 * and starts at 0; it is added to what C holds if `add` is not 0. Row p of B is at b + p · bStep, row i of C at c + i · cStep.
 * @param along - element (i, p) of A is at a + i · aStep + p · size: its rows are contiguous; otherwise at a + p · aStep + i · size
 */
export function addTile(
  module: ModuleBuilder,
  numbers: Numbers,
  rows: number,
  vectors: number,
  along: boolean,
): FunctionBuilder {
  return routine(module, undefined, 8, undefined, (w, [k, a, aStep, b, bStep, c, cStep, add]) => {
    const { size, vector, splat } = numbers;
    const newVector = (): Local => w.f.local("v128");
    const ofB = Array.from({ length: vectors }, newVector);
    const sums = Array.from({ length: rows }, () => Array.from({ length: vectors }, newVector));
    const ofA = newVector();
    const pointers = along ? rowPointers(w, a, aStep, rows) : [a];
    w.f.loop(() => {
      ofB.forEach((local, v) => w.set(local, w.at("v128.load", 16 * v, b)));
      sums.forEach((row, i) => {
        w.set(ofA, along ? w.op(splat, pointers[i]) : w.at(splat, i * size, a));
        row.forEach((sum, v) => multiplyAdd(w, numbers, ofA, ofB[v], sum));
      });
      w.bump(b, bStep);
      for (const pointer of pointers) w.bump(pointer, along ? size : aStep);
      w.bump(k, -1);
      w.push(k);
      w.f.breakIf(0);
    });
    const ofC = rowPointers(w, c, cStep, rows);
    const each = (use: (sum: Local, pointer: Local, offset: number) => void): void =>
      sums.forEach((row, i) => row.forEach((sum, v) => use(sum, ofC[i], 16 * v)));
    w.if(add, () =>
      each((sum, pointer, offset) => w.set(sum, w.op(`${vector}.add`, w.at("v128.load", offset, pointer), sum))),
    );
    each((sum, pointer, offset) => w.store("v128.store", pointer, sum, offset));
  });
}

/** Pointers to so many rows, the first of which is `first`. */
function rowPointers(w: Writer, first: Local, step: Local, rows: number): readonly Local[] {
  const pointers = [first];
  while (pointers.length < rows) pointers.push(w.int(w.add(pointers[pointers.length - 1], step)));
  return pointers;
}
