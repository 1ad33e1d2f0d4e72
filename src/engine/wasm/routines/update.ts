/**
 * C -= A·B in float64, the work horse of the factorisations.
 *
 *     subtractProduct(c, cRow, a, aRow, aCol, b, bRow, bCol, m, n, k, work)
 *
 * A is m x k, B k x n, C m x n with neighbouring elements in a row. Strides are in elements and may be negative; `work` has
 * {@link UPDATE_WORK} bytes. Parts of A and B are packed, so that tiles of 6 x 4 or 4 x 4 elements of C are computed from memory in order (Goto &
 * van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008)).
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** So many rows of A and so many terms of the sums are packed at a time: 240 KiB, inside a second-level cache. */
const ROWS = 120;
const DEPTH = 256;

/**
 * Rows and columns of a tile: its 12 vectors, two of B and one of A are what 16 registers hold. Where products need a register before
 * they are added, 4 rows are quicker.
 */
const TILE_ROWS = 6;
const TILE_ROWS_PLAIN = 4;
const TILE_COLUMNS = 4;

const PACKED_A = ROWS * DEPTH * 8;
const PACKED_B = TILE_COLUMNS * DEPTH * 8;

/** Bytes of work space: the packed parts, and a tile for the margins of C. */
export const UPDATE_WORK: number = PACKED_A + PACKED_B + TILE_ROWS * TILE_COLUMNS * 8;

/** @param relaxed - multiply and add with one rounding, where the machine can */
export function addUpdate(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  const tileRows = relaxed ? TILE_ROWS : TILE_ROWS_PLAIN;
  const [packA, packB] = [addPack(module, tileRows), addPack(module, TILE_COLUMNS)];
  const tile = addTile(module, relaxed, tileRows);
  return routine(module, undefined, 12, undefined, (w, [c, cRow, a, aRow, aCol, b, bRow, bCol, m, n, k, work]) => {
    const packedB = w.int(w.add(work, PACKED_A));
    const margin = w.add(packedB, PACKED_B);
    const bytes = [cRow, aRow, aCol, bRow, bCol].map((stride) => w.int(w.mul(stride, 8)));
    const [cRowBytes, aRowBytes, aColBytes, bRowBytes, bColBytes] = bytes;
    w.for(0, k, DEPTH, (p) => {
      const depth = w.int(w.min(w.sub(k, p), DEPTH));
      w.for(0, m, ROWS, (i) => {
        const rows = w.int(w.min(w.sub(m, i), ROWS));
        const firstA = w.int(w.add(a, w.add(w.mul(i, aRowBytes), w.mul(p, aColBytes))));
        w.for(0, rows, tileRows, (r) => {
          const strip = w.add(work, w.mul(w.mul(r, depth), 8));
          w.do(w.call(packA, strip, w.add(firstA, w.mul(r, aRowBytes)), aRowBytes, aColBytes, w.sub(rows, r), depth));
        });
        w.for(0, n, TILE_COLUMNS, (j) => {
          const firstB = w.add(b, w.add(w.mul(p, bRowBytes), w.mul(j, bColBytes)));
          w.do(w.call(packB, packedB, firstB, bColBytes, bRowBytes, w.sub(n, j), depth));
          const firstC = w.int(w.add(c, w.add(w.mul(i, cRowBytes), w.mul(j, 8))));
          w.for(0, rows, tileRows, (r) => {
            const strip = w.add(work, w.mul(w.mul(r, depth), 8));
            const at = w.add(firstC, w.mul(r, cRowBytes));
            w.do(w.call(tile, at, cRowBytes, strip, packedB, depth, w.sub(rows, r), w.sub(n, j), margin));
          });
        });
      });
    });
  });
}

/**
 * (to, from, across, along, lines, depth): `tile` lines, element by element side by side; zeros where there are fewer. Strides in bytes.
 */
function addPack(module: ModuleBuilder, tile: number): FunctionBuilder {
  return routine(module, undefined, 6, undefined, (w, [to, from, across, along, lines, depth]) => {
    const each = (body: () => void): void =>
      w.for(0, depth, 1, () => {
        body();
        w.bump(to, tile * 8);
        w.bump(from, along);
      });
    w.if(w.op("i32.ge_s", lines, tile), () => {
      w.if(w.op("i32.eq", across, 8), () => {
        each(() => {
          for (let offset = 0; offset < tile * 8; offset += 16)
            w.store("v128.store", to, w.at("v128.load", offset, from), offset);
        });
        w.return();
      });
      each(() => {
        for (let i = 0; i < tile; i++) {
          w.store("f64.store", to, w.at("f64.load", 0, w.add(from, w.mul(across, i))), 8 * i);
        }
      });
      w.return();
    });
    each(() => {
      for (let i = 0; i < tile; i++) {
        const at = w.add(from, w.mul(across, i));
        w.if(
          w.op("i32.gt_s", lines, i),
          () => w.store("f64.store", to, w.at("f64.load", 0, at), 8 * i),
          () => w.store("f64.store", to, w.f64(0), 8 * i),
        );
      }
    });
  });
}

/** (c, cRow in bytes, strip of A, tile of B, depth, rows, columns, margin) */
function addTile(module: ModuleBuilder, relaxed: boolean, tileRows: number): FunctionBuilder {
  return routine(module, undefined, 8, undefined, (w, [c, cRow, a, b, depth, rows, columns, margin]) => {
    const sums = Array.from({ length: 2 * tileRows }, () => w.f.local("v128"));
    const [left, right, factor] = [w.f.local("v128"), w.f.local("v128"), w.f.local("v128")];
    w.for(0, depth, 1, () => {
      w.set(left, w.at("v128.load", 0, b));
      w.set(right, w.at("v128.load", 16, b));
      for (let i = 0; i < tileRows; i++) {
        w.set(factor, w.at("v128.load64_splat", 8 * i, a));
        w.set(sums[2 * i], subtract(w, relaxed, sums[2 * i], factor, left));
        w.set(sums[2 * i + 1], subtract(w, relaxed, sums[2 * i + 1], factor, right));
      }
      w.bump(a, tileRows * 8);
      w.bump(b, TILE_COLUMNS * 8);
    });
    w.if(
      w.op("i32.and", w.op("i32.ge_s", rows, tileRows), w.op("i32.ge_s", columns, TILE_COLUMNS)),
      () => {
        for (let i = 0; i < tileRows; i++) {
          for (const half of [0, 1]) {
            const offset = 16 * half;
            w.store("v128.store", c, w.op("f64x2.add", w.at("v128.load", offset, c), sums[2 * i + half]), offset);
          }
          w.bump(c, cRow);
        }
      },
      () => {
        sums.forEach((sum, i) => w.store("v128.store", margin, sum, 16 * i));
        addMargin(w, tileRows, c, cRow, rows, columns, margin);
      },
    );
  });
}

/** sum - x·y */
export function subtract(w: Writer, relaxed: boolean, sum: Term, x: Term, y: Term): Term {
  if (relaxed) return w.op("f64x2.relaxed_nmadd", x, y, sum);
  return w.op("f64x2.sub", sum, w.op("f64x2.mul", x, y));
}

function addMargin(
  w: Writer,
  tileRows: number,
  c: Local,
  cRow: Local,
  rows: Local,
  columns: Local,
  margin: Local,
): void {
  w.set(rows, w.min(rows, tileRows));
  w.set(columns, w.min(columns, TILE_COLUMNS));
  w.for(0, rows, 1, () => {
    w.for(0, columns, 1, (j) => {
      const at = w.element(c, j, 8);
      w.store("f64.store", at, w.op("f64.add", w.at("f64.load", 0, at), w.at("f64.load", 0, w.element(margin, j, 8))));
    });
    w.bump(c, cRow);
    w.bump(margin, TILE_COLUMNS * 8);
  });
}
