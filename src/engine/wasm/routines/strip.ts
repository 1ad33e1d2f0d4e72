/** A strip of a product, from which products of matrices and convolutions are made: all rows of A with a few columns of B. */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addTile, FEW_ROWS, type Numbers, repeat, TILE_BYTES, TILE_ROWS, TILE_VECTORS } from "./tile.ts";
import { routine, type Term } from "./writer.ts";

/** Bytes of a row in a strip, so that no line of the cache is read or written for two of them: a few tiles. */
export const LINE = 64;
/** Bytes of workspace: one tile. */
export const TILE_SPACE: number = TILE_ROWS * TILE_BYTES;

/**
 * All rows of C for a strip of B: (rows, k, a, aStep, aPanel, along, tail, b, bStep, c, cRow, used, add, work). `aPanel` leads to
 * the next rows of A, and those at the end that do not fill a panel are at `tail`; `used` of the strip's columns exist.
 */
export function addStrip(module: ModuleBuilder, numbers: Numbers): FunctionBuilder {
  const edge = addEdge(module, numbers);
  const panel = (rows: number, along: boolean): FunctionBuilder => addPanel(module, numbers, edge, rows, along);
  const [across, contiguous, few] = [panel(TILE_ROWS, false), panel(TILE_ROWS, true), panel(FEW_ROWS, false)];
  return routine(module, undefined, 14, undefined, (w, params) => {
    const [rows, k, a, aStep, aPanel, along, tail, b, bStep, c, cRow, used, add, work] = params;
    const call = (callee: FunctionBuilder, ofA: Local, step: Term): (() => void) =>
      w.call(callee, rows, k, ofA, step, b, bStep, c, cRow, used, add, work);
    repeat(w, rows, TILE_ROWS, () => {
      w.if(along, call(contiguous, a, aStep), call(across, a, aStep));
      w.bump(a, aPanel);
      w.bump(c, w.mul(cRow, TILE_ROWS));
    });
    const step = TILE_ROWS * numbers.size;
    w.if(rows, () => w.if(w.op("i32.gt_s", rows, FEW_ROWS), call(across, tail, step), call(few, tail, step)));
  });
}

/**
 * One panel of A with a strip of B: (rows, k, a, aStep, b, bStep, c, cRow, used, add, work). Tiles that are not full, with fewer than
 * `most` rows or at the end of the strip, go through the workspace.
 */
function addPanel(
  module: ModuleBuilder,
  numbers: Numbers,
  edge: FunctionBuilder,
  most: number,
  along: boolean,
): FunctionBuilder {
  const { size, lanes } = numbers;
  const width = TILE_BYTES / size;
  const [narrow, wide] = [1, TILE_VECTORS].map((vectors) => addTile(module, numbers, most, vectors, along));
  return routine(module, undefined, 11, undefined, (w, params) => {
    const [rows, k, a, aStep, b, bStep, c, cRow, used, add, work] = params;
    const aside = (tile: FunctionBuilder): (() => void) => w.call(tile, k, a, aStep, b, bStep, work, TILE_BYTES, 0);
    w.f.loop(() => {
      w.if(
        w.op("i32.and", w.op("i32.ge_s", used, width), w.op("i32.ge_s", rows, most)),
        w.call(wide, k, a, aStep, b, bStep, c, cRow, add),
        () => {
          w.if(w.op("i32.gt_s", used, lanes), aside(wide), aside(narrow));
          w.do(w.call(edge, w.min(rows, most), w.min(used, width), work, c, cRow, add));
        },
      );
      w.bump(b, TILE_BYTES);
      w.bump(c, TILE_BYTES);
      w.bump(used, -width);
      w.push(w.op("i32.gt_s", used, 0));
      w.f.breakIf(0);
    });
  });
}

/** The first rows and columns of a tile go to C: (rows, columns, tile, c, cRow, add). */
function addEdge(module: ModuleBuilder, { type, size, lanes, vector }: Numbers): FunctionBuilder {
  return routine(module, undefined, 6, undefined, (w, [rows, columns, tile, c, cRow, add]) => {
    const [left, from, to] = [w.f.local("i32"), w.f.local("i32"), w.f.local("i32")];
    const move = (form: string, shape: string, bytes: number): void => {
      const load = (pointer: Local): Term => w.op(`${form}.load`, pointer);
      w.if(
        add,
        () => w.store(`${form}.store`, to, w.op(`${shape}.add`, load(to), load(from))),
        () => w.store(`${form}.store`, to, load(from)),
      );
      w.bump(from, bytes);
      w.bump(to, bytes);
    };
    repeat(w, rows, 1, () => {
      w.set(left, columns);
      w.set(from, tile);
      w.set(to, c);
      repeat(w, left, lanes, () => move("v128", vector, 16));
      repeat(w, left, 1, () => move(type, type, size));
      w.bump(tile, TILE_BYTES);
      w.bump(c, cRow);
    });
  });
}
