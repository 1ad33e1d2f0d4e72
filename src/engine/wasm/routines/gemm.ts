/** The product of two matrices. */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addGemv, addOuter, gemvWork, outerWork } from "./gemv.ts";
import { addPack } from "./pack.ts";
import { addStrip, LINE, TILE_SPACE } from "./strip.ts";
import { DEPTH, type FloatType, numbersOf, type Numbers, TILE_ROWS } from "./tile.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** So many rows of A are multiplied at once: at most 512 KB, which stay in the second cache. */
const ROWS = 252;
/** With fewer columns, A is read where it is, if one of its strides allows. */
const PACK_A = 128;
/** With fewer rows, B is read where it is, if its rows are contiguous. */
const PACK_B = 24;

/** The workspace: a tile, a strip of B, panels of A. */
const STRIP = TILE_SPACE;
const PANELS: number = STRIP + DEPTH * LINE;

/** Bytes of workspace that a product needs. */
export function gemmWork(type: FloatType, m: number, n: number, k: number): number {
  const size = type === "f32" ? 4 : 8;
  if (m === 1 || n === 1) return gemvWork(size, k);
  if (k === 1) return outerWork(size, n);
  const panels = Math.ceil(Math.min(m, ROWS) / TILE_ROWS);
  return PANELS + panels * TILE_ROWS * Math.min(k, DEPTH) * size;
}

/** Is it a product with a vector, or of two? */
export const isThin = (m: number, n: number, k: number): boolean => Math.min(m, n, k) <= 1;

/** Which products a `gemm` is for: no thin ones, only these, or all. What is left out takes a third of its code. */
export type Products = "wide" | "thin" | "all";

/**
 * Rows rowFrom to rowTo of C = A · B, for A [m, k] and B [k, n] of any strides, and C with neighbouring elements in a row:
 *
 *     gemm(m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, work, rowFrom, rowTo)
 *
 * Pointers are in bytes, strides in elements; `work` has {@link gemmWork} bytes. k is divided into equal blocks of at most 256.
 * Each element of C is the sum over the blocks, in order, of sums over a block, in order: so it does not depend on which rows
 * are asked for, and |error| ≤ (d + ⌈k / d⌉) u |A| |B| to first order, with d = min(k, 256) and u half an ulp of 1; one u more
 * where products are rounded (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. 2002, §3.1 and 4.2).
 */
export function addGemm(
  module: ModuleBuilder,
  type: FloatType,
  relaxed: boolean,
  products: Products = "all",
): FunctionBuilder {
  const numbers = numbersOf(type, relaxed);
  const thin = products === "wide" ? undefined : { gemv: addGemv(module, numbers), outer: addOuter(module, numbers) };
  const block = products === "thin" ? undefined : addBlock(module, numbers);
  return routine(module, "gemm", 14, undefined, (w, params) => {
    const [m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, work, rowFrom, rowTo] = params;
    const { size } = numbers;
    for (const stride of [aRow, aCol, bRow, bCol, cRow]) w.set(stride, w.mul(stride, size));
    w.bump(a, w.mul(rowFrom, aRow));
    w.bump(c, w.mul(rowFrom, cRow));
    const left = w.int(w.sub(rowTo, rowFrom));
    const instead = (condition: Term, act: () => void): void =>
      w.if(condition, () => {
        act();
        w.return();
      });
    instead(w.op("i32.lt_s", w.min(n, left), 1), () => {});
    instead(w.op("i32.lt_s", k, 1), () => clear(w, left, c, cRow, w.mul(n, size)));
    if (thin !== undefined) {
      const { gemv, outer } = thin;
      instead(w.op("i32.eq", n, 1), w.call(gemv, left, k, a, aRow, aCol, b, bRow, c, cRow, work));
      instead(w.op("i32.eq", m, 1), w.call(gemv, n, k, b, bCol, bRow, a, aCol, c, size, work));
      instead(w.op("i32.eq", k, 1), w.call(outer, left, n, a, aRow, b, bCol, c, cRow, work));
    }
    if (block === undefined) return;
    const blocks = w.op("i32.div_s", w.add(k, DEPTH - 1), DEPTH);
    const depth = w.int(w.op("i32.div_s", w.sub(w.add(k, blocks), 1), blocks));
    w.for(0, left, ROWS, (i) => {
      const rows = w.int(w.min(w.sub(left, i), ROWS));
      const [ofA, ofC] = [w.add(a, w.mul(i, aRow)), w.int(w.add(c, w.mul(i, cRow)))];
      const count = w.f.local("i32");
      w.for(0, k, 1, (p) => {
        w.set(count, w.min(w.sub(k, p), depth));
        const [fromA, fromB] = [w.add(ofA, w.mul(p, aCol)), w.add(b, w.mul(p, bRow))];
        w.do(w.call(block, rows, n, count, fromA, aRow, aCol, fromB, bRow, bCol, ofC, cRow, work, p));
        w.bump(p, w.sub(count, 1));
      });
    });
  });
}

/** So many rows of C = 0. */
function clear(w: Writer, rows: Local, c: Local, cRow: Local, bytes: Term): void {
  w.for(0, rows, 1, () => {
    w.push(c, 0, bytes);
    w.f.memoryFill();
    w.bump(c, cRow);
  });
}

/** C (+)= A · B for k ≤ DEPTH: (rows, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, work, add), strides in bytes. */
function addBlock(module: ModuleBuilder, numbers: Numbers): FunctionBuilder {
  const { size } = numbers;
  const width = LINE / size;
  const [packA, packB] = [addPack(module, numbers, TILE_ROWS), addPack(module, numbers, width)];
  const strip = addStrip(module, numbers);
  return routine(module, undefined, 13, undefined, (w, params) => {
    const [rows, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, work, add] = params;
    const isOne = (stride: Local): Term => w.op("i32.eq", stride, size);
    const along = w.int(isOne(aCol));
    const aStep = w.int(w.select(along, aRow, aCol));
    const aPanel = w.int(w.mul(w.select(along, aRow, size), TILE_ROWS));
    // Rows that do not fill a panel are packed in any case.
    const packed = w.int(w.sub(rows, w.op("i32.rem_s", rows, TILE_ROWS)));
    const tail = w.int(w.add(work, PANELS));
    const ordered = w.op("i32.or", isOne(aRow), along);
    w.if(w.op("i32.or", w.op("i32.ge_s", n, PACK_A), w.op("i32.eqz", ordered)), () => w.set(packed, 0));
    const whole = w.int(w.op("i32.eqz", packed));
    w.rest(packed, rows, TILE_ROWS, () => {
      w.set(tail, w.add(work, w.add(PANELS, w.mul(w.mul(packed, whole), w.mul(k, size)))));
      const count = w.min(w.sub(rows, packed), TILE_ROWS);
      w.do(w.call(packA, k, count, w.add(a, w.mul(packed, aRow)), aCol, aRow, tail));
    });
    w.if(whole, () => {
      w.set(along, 0);
      w.set(aStep, TILE_ROWS * size);
      w.set(aPanel, w.mul(k, TILE_ROWS * size));
      w.set(a, w.add(work, PANELS));
    });
    const direct = w.int(w.op("i32.and", isOne(bCol), w.op("i32.lt_s", rows, PACK_B)));
    const [used, ofB, bStep] = [w.f.local("i32"), w.f.local("i32"), w.f.local("i32")];
    w.for(0, n, width, (j) => {
      w.set(used, w.min(w.sub(n, j), width));
      w.set(ofB, b);
      w.set(bStep, bRow);
      w.if(w.op("i32.lt_s", w.mul(used, direct), width), () => {
        w.set(ofB, w.add(work, STRIP));
        w.set(bStep, LINE);
        w.do(w.call(packB, k, used, b, bRow, bCol, ofB));
      });
      w.do(w.call(strip, rows, k, a, aStep, aPanel, along, tail, ofB, bStep, c, cRow, used, add, work));
      w.bump(b, w.mul(bCol, width));
      w.bump(c, LINE);
    });
  });
}
