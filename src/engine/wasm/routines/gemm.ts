/** The product of two matrices. */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addGemv, addOuter, gemvWork, outerWork } from "./gemv.ts";
import { addPack } from "./pack.ts";
import {
  addTile,
  DEPTH,
  type FloatType,
  type Numbers,
  numbersOf,
  repeat,
  TILE_BYTES,
  TILE_ROWS,
  TILE_VECTORS,
} from "./tile.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** So many rows of A are packed at once: at most 1 MB, which stays in the second cache. */
const ROWS = 252;
/** With fewer columns, A is read where it is, if one of its strides allows. */
const PACK_A = 384;
/** With fewer rows, B is read where it is, if its rows are contiguous. */
const PACK_B = 24;

/** Bytes of a row in a strip of B: what the caches hold together. */
const LINE = 64;

/** The workspace: a tile, a strip of B, panels of A. */
const STRIP: number = TILE_ROWS * TILE_BYTES;
const PANELS: number = STRIP + DEPTH * LINE;

/** Bytes of workspace that a product needs. */
export function gemmWork(type: FloatType, m: number, n: number, k: number): number {
  const size = type === "f32" ? 4 : 8;
  if (m === 1 || n === 1) return gemvWork(size, k);
  if (k === 1) return outerWork(size, n);
  const panels = Math.ceil(Math.min(m, ROWS) / TILE_ROWS);
  return PANELS + panels * TILE_ROWS * Math.min(k, DEPTH) * size;
}

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
export function addGemm(module: ModuleBuilder, type: FloatType, relaxed: boolean): FunctionBuilder {
  const numbers = numbersOf(type, relaxed);
  const [gemv, outer] = [addGemv(module, numbers), addOuter(module, numbers)];
  const block = addBlock(module, numbers);
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
    instead(w.op("i32.eq", n, 1), w.call(gemv, left, k, a, aRow, aCol, b, bRow, c, cRow, work));
    instead(w.op("i32.eq", m, 1), w.call(gemv, n, k, b, bCol, bRow, a, aCol, c, size, work));
    instead(w.op("i32.eq", k, 1), w.call(outer, left, n, a, aRow, b, bCol, c, cRow, work));
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
  const panels = addPanels(module, numbers);
  return routine(module, undefined, 13, undefined, (w, params) => {
    const [rows, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, work, add] = params;
    const isOne = (stride: Local): Term => w.op("i32.eq", stride, size);
    const along = w.int(isOne(aCol));
    const aStep = w.int(w.select(along, aRow, aCol));
    const aPanel = w.int(w.mul(w.select(along, aRow, size), TILE_ROWS));
    const ordered = w.op("i32.or", isOne(aRow), along);
    w.if(w.op("i32.or", w.op("i32.ge_s", n, PACK_A), w.op("i32.eqz", ordered)), () => {
      w.set(along, 0);
      w.set(aStep, TILE_ROWS * size);
      w.set(aPanel, w.mul(k, TILE_ROWS * size));
      const to = w.int(w.add(work, PANELS));
      w.for(0, rows, TILE_ROWS, (i) => {
        const count = w.min(w.sub(rows, i), TILE_ROWS);
        w.do(w.call(packA, k, count, w.add(a, w.mul(i, aRow)), aCol, aRow, to));
        w.bump(to, aPanel);
      });
      w.set(a, w.add(work, PANELS));
    });
    const direct = w.int(w.op("i32.and", isOne(bCol), w.op("i32.lt_s", rows, PACK_B)));
    const [used, strip, bStep] = [w.f.local("i32"), w.f.local("i32"), w.f.local("i32")];
    w.for(0, n, width, (j) => {
      w.set(used, w.min(w.sub(n, j), width));
      w.set(strip, b);
      w.set(bStep, bRow);
      w.if(w.op("i32.lt_s", w.mul(used, direct), width), () => {
        w.set(strip, w.add(work, STRIP));
        w.set(bStep, LINE);
        w.do(w.call(packB, k, used, b, bRow, bCol, strip));
      });
      w.do(w.call(panels, rows, k, a, aStep, aPanel, along, strip, bStep, c, cRow, used, add, work));
      w.bump(b, w.mul(bCol, width));
      w.bump(c, LINE);
    });
  });
}

/**
 * All rows of a strip of C: (rows, k, a, aStep, aPanel, along, b, bStep, c, cRow, used, add, tile), where `aPanel` leads to the next
 * rows of A, and `used` of the strip's columns exist; a tile that is not full goes through the workspace `tile`.
 */
function addPanels(module: ModuleBuilder, numbers: Numbers): FunctionBuilder {
  const { size, lanes } = numbers;
  const tiles = addTiles(module, numbers);
  const edge = addEdge(module, numbers);
  return routine(module, undefined, 13, undefined, (w, params) => {
    const [rows, k, a, aStep, aPanel, along, b, bStep, c, cRow, used, add, tile] = params;
    const [count, ofB, ofC] = [w.f.local("i32"), w.f.local("i32"), w.f.local("i32")];
    /** The tile of `count` rows. */
    const multiply = (vectors: number, to: Local, step: Term, sum: Term): void => {
      const among = (list: readonly FunctionBuilder[]): void => {
        const from = (i: number): void => {
          const call = w.call(list[i], k, a, aStep, ofB, bStep, to, step, sum);
          if (i === 0) call();
          else w.if(w.op("i32.eq", count, i + 1), call, () => from(i - 1));
        };
        from(TILE_ROWS - 1);
      };
      const [across, alongs] = tiles[vectors - 1];
      w.if(
        along,
        () => among(alongs),
        () => among(across),
      );
    };
    const width = TILE_BYTES / size;
    const left = w.f.local("i32");
    w.for(0, rows, TILE_ROWS, (i) => {
      w.set(count, w.min(w.sub(rows, i), TILE_ROWS));
      w.set(ofB, b);
      w.set(ofC, c);
      w.set(left, used);
      repeat(w, left, width, () => {
        multiply(TILE_VECTORS, ofC, cRow, add);
        w.bump(ofB, TILE_BYTES);
        w.bump(ofC, TILE_BYTES);
      });
      w.if(left, () => {
        w.if(
          w.op("i32.gt_s", left, lanes),
          () => multiply(TILE_VECTORS, tile, TILE_BYTES, 0),
          () => multiply(1, tile, TILE_BYTES, 0),
        );
        w.do(w.call(edge, count, left, tile, ofC, cRow, add));
      });
      w.bump(a, aPanel);
      w.bump(c, w.mul(cRow, TILE_ROWS));
    });
  });
}

/** Tiles by their vectors in a row, whether A's rows are contiguous, and their rows. */
function addTiles(module: ModuleBuilder, numbers: Numbers): readonly (readonly (readonly FunctionBuilder[])[])[] {
  return Array.from({ length: TILE_VECTORS }, (_, vectors) =>
    [false, true].map((along) =>
      Array.from({ length: TILE_ROWS }, (_, rows) => addTile(module, numbers, rows + 1, vectors + 1, along)),
    ),
  );
}

/** The first columns of a tile go to C: (rows, used, tile, c, cRow, add). */
function addEdge(module: ModuleBuilder, { size, type }: Numbers): FunctionBuilder {
  return routine(module, undefined, 6, undefined, (w, [rows, used, tile, c, cRow, add]) => {
    const [from, to] = [w.f.local("i32"), w.f.local("i32")];
    const load = (pointer: Local): Term => w.op(`${type}.load`, pointer);
    w.for(0, rows, 1, () => {
      w.set(from, tile);
      w.set(to, c);
      w.for(0, used, 1, () => {
        w.if(
          add,
          () => w.store(`${type}.store`, to, w.op(`${type}.add`, load(to), load(from))),
          () => w.store(`${type}.store`, to, load(from)),
        );
        w.bump(from, size);
        w.bump(to, size);
      });
      w.bump(tile, TILE_BYTES);
      w.bump(c, cRow);
    });
  });
}
