/** Products of matrices, divided among threads by rows or columns of the result, or many products one by one. */
import type { FunctionBuilder, ModuleBuilder, ValueType } from "../assembler.ts";
import { addGemm, gemmWork, type Products } from "./gemm.ts";
import type { Divide } from "./index.ts";
import type { FloatType } from "./tile.ts";
import { PIECE, productTime } from "../work.ts";
import { DOT_ROWS } from "./gemv.ts";
import { routine, Writer } from "./writer.ts";

/** Of so many multiplications a product is worth being divided: 200 µs at 50 GFLOP/s. */
export const LARGE_PRODUCT = 5e6;
/**
 * Pieces have at least so many rows, a multiple of the tile's, as every piece packs all of B; or so many columns, whole strips.
 * Measured, 1024 × 1024 in f32 on one thread, ms: whole 38, pieces of 252 rows 38, of 132 40, of 66 58; of 256 columns 39, of 64 44.
 */
const [ROWS, COLUMNS] = [96, 64];
/** The place of the workspace among the arguments of `gemm`. */
const WORK = 11;

/** `gemm` and, with the same arguments, `columns`: the last two are columns instead of rows. */
export function addDividedGemm(
  module: ModuleBuilder,
  type: FloatType,
  relaxed: boolean,
  products: Products,
): FunctionBuilder {
  const gemm = addGemm(module, type, relaxed, products);
  const size = type === "f32" ? 4 : 8;
  routine(module, "columns", 14, undefined, (w, [m, , k, a, aRow, aCol, b, bRow, bCol, c, cRow, work, from, to]) => {
    w.bump(b, w.mul(w.mul(from, bCol), size));
    w.bump(c, w.mul(from, size));
    w.do(w.call(gemm, m, w.sub(to, from), k, a, aRow, aCol, b, bRow, bCol, c, cRow, work, 0, m));
  });
  return gemm;
}

/** Which way a product is divided: by rows, or else by columns, and into pieces of multiples of how many. */
interface Cut {
  readonly byRows: boolean;
  readonly grain: number;
}

/**
 * By columns, which balances better, unless there are few. A single column, which a piece could be left with, would be a product with a
 * vector, which adds in another order.
 * @param contiguous - what is summed for an element lies side by side, if one factor is a vector
 */
export function cutOf(type: FloatType, m: number, n: number, k: number, contiguous: boolean): Cut {
  const byRows = n === 1 || (m > 1 && (m > 2 * n || n % COLUMNS === 1));
  const least = byRows ? ROWS : COLUMNS;
  if (m > 1 && n > 1) return { byRows, grain: least };
  const line = productTime(type, 1, 1, k);
  let grain = contiguous ? DOT_ROWS * Math.ceil(PIECE / line / DOT_ROWS) : least;
  while (!byRows && n % grain === 1) grain += DOT_ROWS;
  return { byRows, grain };
}

export const divideGemm =
  (type: FloatType): Divide =>
  (args) => {
    const [m, n, k, , , aCol, , bRow] = args;
    const { byRows, grain } = cutOf(type, m, n, k, (n === 1 ? aCol : bRow) === 1);
    const work = { place: WORK, bytes: gemmWork(type, m, n, k) };
    return { name: byRows ? "gemm" : "columns", division: { size: byRows ? m : n, grain, work } };
  };

/** As many products as there are: the arguments of `gemm` up to the workspace, steps of a, b and c in bytes, from, to. */
export function addGemmBatch(module: ModuleBuilder, type: FloatType, relaxed: boolean): FunctionBuilder {
  const params = 17;
  const batch = module.function({ params: new Array<ValueType>(params).fill("i32"), results: [] }, "batch");
  const gemm = addGemm(module, type, relaxed);
  const w = new Writer(batch);
  const [m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, work, aStep, bStep, cStep, from, to] = batch.params;
  w.rest(from, to, 1, () => {
    const [ofA, ofB, ofC] = (
      [
        [a, aStep],
        [b, bStep],
        [c, cStep],
      ] as const
    ).map(([x, step]) => w.add(x, w.mul(from, step)));
    w.do(w.call(gemm, m, n, k, ofA, aRow, aCol, ofB, bRow, bCol, ofC, cRow, work, 0, m));
  });
  return batch;
}

export const divideGemmBatch =
  (type: FloatType): Divide =>
  (args) => {
    const [m, n, k] = args;
    const work = { place: WORK, bytes: gemmWork(type, m, n, k) };
    return {
      name: "batch",
      division: { size: args[args.length - 1], grain: Math.ceil(PIECE / productTime(type, m, n, k)), work },
    };
  };
