/**
 * Triangular systems t x = b.
 *
 *     triangularSolve(a, b, x, n, k, count, aStep, bStep, lower, transpose, unitDiagonal, work)
 *
 * Op `triangularSolve`, whose params are the three flags, 0 or 1. a is [n, n], b and x are [n, k], `count` of each one after the
 * other; aStep and bStep are 0 where the same matrix serves all, else 1. Gives -1, or (which of the count)·n + (place of the first zero
 * on the diagonal): error "singular"; x is not valid then. `work` has {@link triangularWork} bytes.
 *
 * Inside all is float64, and there is only the lower triangle: an upper one is read from its end (strides are negative then). Blocks of
 * rows are solved one after the other (Golub & Van Loan, Matrix Computations, 4th ed., §3.1.5).
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addCopy, bytesOf, type Float } from "./copy.ts";
import { addUpdate, subtract, UPDATE_WORK } from "./update.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** Rows of a block. */
const BLOCK = 32;

/** Bytes of work space. */
export const triangularWork = (type: Float, n: number, k: number): number =>
  UPDATE_WORK + (type === "f64" ? 0 : 8 * (n * n + n * k));

/** Adds the routine `triangularSolve`. */
export function addTriangularSolve(module: ModuleBuilder, type: Float, relaxed: boolean): FunctionBuilder {
  const copyIn = addCopy(module, "f64", type);
  const copyOut = type === "f64" ? undefined : addCopy(module, type, "f64");
  const solve = addSolveRows(module, addUpdate(module, relaxed), addSubstitute(module, relaxed));
  const zero = addFirstZero(module);
  return routine(
    module,
    "triangularSolve",
    12,
    "i32",
    (w, [a, b, x, n, k, count, aStep, bStep, lower, transpose, unit, work]) => {
      const bytes = bytesOf(type);
      const [square, size] = [w.int(w.mul(n, n)), w.int(w.mul(n, k))];
      const [t, solution] = [w.int(a), w.int(x)];
      if (copyOut !== undefined) {
        w.set(t, w.add(work, UPDATE_WORK));
        w.set(solution, w.element(t, square, 8));
      }
      // Of the transposed matrix rows are columns, and of an upper one the last row comes first.
      const [tRow, tCol] = [w.int(w.select(transpose, 1, n)), w.int(w.select(transpose, n, 1))];
      const backward = w.int(w.op("i32.eq", lower, transpose));
      const sign = w.int(w.select(backward, -1, 1));
      w.for(0, count, 1, (batch) => {
        if (copyOut !== undefined) w.do(w.call(copyIn, t, n, 1, a, n, 1, n, n));
        else w.set(t, a);
        w.do(w.call(copyIn, solution, k, 1, b, k, 1, n, k));
        w.if(w.op("i32.eqz", unit), () => {
          const place = w.int(w.call(zero, t, n));
          w.if(w.op("i32.ge_s", place, 0), () => w.return(w.add(w.mul(batch, n), place)));
        });
        const last = w.int(w.select(backward, w.sub(n, 1), 0));
        const firstT = w.element(t, w.mul(last, w.add(n, 1)), 8);
        const firstX = w.element(solution, w.mul(last, k), 8);
        w.do(w.call(solve, firstT, w.mul(tRow, sign), w.mul(tCol, sign), firstX, w.mul(k, sign), n, k, unit, work));
        if (copyOut !== undefined) w.do(w.call(copyOut, x, k, 1, solution, k, 1, n, k));
        w.bump(a, w.mul(w.mul(square, aStep), bytes));
        w.bump(b, w.mul(w.mul(size, bStep), bytes));
        w.bump(x, w.mul(size, bytes));
        if (copyOut === undefined) w.set(solution, x);
      });
      w.push(-1);
    },
  );
}

/** (t, n): the place of the first zero on the diagonal, or -1. */
export function addFirstZero(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, 2, "i32", (w, [t, n]) => {
    w.for(0, n, 1, (i) => {
      w.if(w.op("f64.eq", w.at("f64.load", 0, t), w.f64(0)), () => w.return(i));
      w.bump(t, w.mul(w.add(n, 1), 8));
    });
    w.push(-1);
  });
}

/** (t, tRow, tCol, x, xRow, n, k, unit, work): x <- t⁻¹ x for the lower triangle of t, block by block. */
export function addSolveRows(
  module: ModuleBuilder,
  update: FunctionBuilder,
  substitute: FunctionBuilder,
): FunctionBuilder {
  return routine(module, undefined, 9, undefined, (w, [t, tRow, tCol, x, xRow, n, k, unit, work]) => {
    const i = w.int(0);
    // For a few columns packing does not pay: all in one block.
    const block = w.int(w.select(w.op("i32.lt_s", k, 4), n, BLOCK));
    w.f.block(() => {
      w.f.loop(() => {
        w.push(w.op("i32.ge_s", i, n));
        w.f.breakIf(1);
        const rows = w.int(w.min(w.sub(n, i), block));
        const xs = w.int(w.element(x, w.mul(i, xRow), 8));
        w.if(i, () =>
          w.do(w.call(update, xs, xRow, w.element(t, w.mul(i, tRow), 8), tRow, tCol, x, xRow, 1, rows, k, i, work)),
        );
        const diagonal = w.element(t, w.mul(i, w.add(tRow, tCol)), 8);
        w.do(w.call(substitute, diagonal, tRow, tCol, xs, xRow, rows, k, unit));
        w.bump(i, block);
        w.f.break(0);
      });
    });
  });
}

/** (t, tRow, tCol, x, xRow, n, k, unit): the same by substitution, for some columns of x at a time. */
export function addSubstitute(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  return routine(module, undefined, 8, undefined, (w, [t, tRow, tCol, x, xRow, n, k, unit]) => {
    for (const stride of [tRow, tCol, xRow]) w.set(stride, w.mul(stride, 8));
    const column = w.int(0);
    for (const width of [8, 2, 1]) {
      const end = w.int(w.sub(k, width - 1));
      w.rest(column, end, width, () => {
        substituteColumns(w, relaxed, width, { t, tRow, tCol, x, xRow, n, unit });
        w.bump(x, 8 * width);
      });
    }
  });
}

type System = Readonly<Record<"t" | "tRow" | "tCol" | "x" | "xRow" | "n" | "unit", Local>>;

/** Strides in bytes. */
function substituteColumns(
  w: Writer,
  relaxed: boolean,
  width: number,
  { t, tRow, tCol, x, xRow, n, unit }: System,
): void {
  const single = width === 1;
  const kind = single ? "f64" : "f64x2";
  const load = single ? "f64.load" : "v128.load";
  const sums = Array.from({ length: Math.ceil(width / 2) }, () => w.f.local(single ? "f64" : "v128"));
  const factor = w.f.local(single ? "f64" : "v128");
  const readFactor = (address: Term): void =>
    w.set(factor, w.at(single ? "f64.load" : "v128.load64_splat", 0, address));
  const [row, known, element] = [w.int(x), w.f.local("i32"), w.f.local("i32")];
  const first = w.int(t);
  w.for(0, n, 1, (i) => {
    sums.forEach((sum, v) => w.set(sum, w.at(load, 16 * v, row)));
    w.set(known, x);
    w.set(element, first);
    w.for(0, i, 1, () => {
      readFactor(element);
      sums.forEach((sum, v) => {
        const value = w.at(load, 16 * v, known);
        w.set(
          sum,
          single ? w.op("f64.sub", sum, w.op("f64.mul", factor, value)) : subtract(w, relaxed, sum, factor, value),
        );
      });
      w.bump(element, tCol);
      w.bump(known, xRow);
    });
    w.if(w.op("i32.eqz", unit), () => {
      readFactor(element);
      for (const sum of sums) w.set(sum, w.op(`${kind}.div`, sum, factor));
    });
    sums.forEach((sum, v) => w.store(single ? "f64.store" : "v128.store", row, sum, 16 * v));
    w.bump(row, xRow);
    w.bump(first, tRow);
  });
}
