/**
 * The Cholesky factor l lᵀ = a.
 *
 *     cholesky(a, l, n, count, work)
 *
 * Op `cholesky`, no params. a and l are [n, n], `count` of each one after the other; only the lower triangle of a is read. Gives -1, or
 * (which of the count)·n + (place of the first pivot that is no positive finite number): error "not-positive-definite"; l is not valid
 * then. `work` has {@link choleskyWork} bytes.
 *
 * Inside it is float64 and the upper factor lᵀ, block row by block row, from the block rows above (Golub & Van Loan, Matrix Computations,
 * 4th ed., §4.2.9, the left-looking form): so all inner loops run along rows.
 */
import type { FunctionBuilder, ModuleBuilder } from "../assembler.ts";
import { addCopy, bytesOf, type Float } from "./copy.ts";
import { addSubstitute } from "./triangular.ts";
import { addUpdate, UPDATE_WORK } from "./update.ts";
import { routine } from "./writer.ts";

const BLOCK = 32;

/** Bytes of work space. */
export const choleskyWork = (n: number): number => UPDATE_WORK + 8 * n * n;

/** Adds the routine `cholesky`. */
export function addCholesky(module: ModuleBuilder, type: Float, relaxed: boolean): FunctionBuilder {
  const [copyIn, copyOut] = [addCopy(module, "f64", type), addCopy(module, type, "f64")];
  const factor = addFactor(module, addUpdate(module, relaxed), addSubstitute(module, relaxed));
  const bytes = bytesOf(type);
  return routine(module, "cholesky", 5, "i32", (w, [a, l, n, count, work]) => {
    const upper = w.int(w.add(work, UPDATE_WORK));
    const stride = w.int(w.mul(w.mul(n, n), bytes));
    w.for(0, count, 1, (batch) => {
      w.do(w.call(copyIn, upper, 1, n, a, n, 1, n, n));
      const failed = w.int(w.call(factor, upper, n, work));
      w.if(w.op("i32.ge_s", failed, 0), () => w.return(w.add(w.mul(batch, n), failed)));
      w.do(w.call(copyOut, l, 1, n, upper, n, 1, n, n));
      w.for(1, n, 1, (i) => {
        const above = w.element(l, w.add(w.mul(w.sub(i, 1), n), i), bytes);
        w.clear(above, w.mul(w.sub(n, i), bytes));
      });
      w.bump(a, stride);
      w.bump(l, stride);
    });
    w.push(-1);
  });
}

/** (u, n, work): the upper triangle of u becomes the factor; gives the place of the bad pivot, or -1. */
function addFactor(module: ModuleBuilder, update: FunctionBuilder, substitute: FunctionBuilder): FunctionBuilder {
  const diagonal = addDiagonalBlock(module);
  return routine(module, undefined, 3, "i32", (w, [u, n, work]) => {
    w.for(0, n, BLOCK, (j) => {
      const rows = w.int(w.min(w.sub(n, j), BLOCK));
      const rest = w.int(w.sub(n, j));
      const column = w.int(w.element(u, j, 8));
      const block = w.int(w.element(column, w.mul(j, n), 8));
      w.if(j, () => w.do(w.call(update, block, n, column, 1, n, column, n, 1, rows, rest, j, work)));
      const failed = w.int(w.call(diagonal, block, n, rows));
      w.if(w.op("i32.ge_s", failed, 0), () => w.return(w.add(j, failed)));
      w.do(w.call(substitute, block, 1, n, w.element(block, rows, 8), n, rows, w.sub(rest, rows), 0));
    });
    w.push(-1);
  });
}

/** (u, row stride, n): one block, row by row. */
function addDiagonalBlock(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, 3, "i32", (w, [u, stride, n]) => {
    w.set(stride, w.mul(stride, 8));
    const [pivot, factor] = [w.f.local("f64"), w.f.local("f64")];
    const row = w.int(u);
    w.for(0, n, 1, (k) => {
      w.set(pivot, w.at("f64.load", 0, row));
      const good = w.op("i32.and", w.op("f64.gt", pivot, w.f64(0)), w.op("f64.lt", pivot, w.f64(Infinity)));
      w.if(w.op("i32.eqz", good), () => w.return(k));
      w.set(pivot, w.op("f64.sqrt", pivot));
      w.store("f64.store", row, pivot);
      const rest = w.int(w.sub(n, k));
      w.for(1, rest, 1, (c) => {
        const at = w.element(row, c, 8);
        w.store("f64.store", at, w.op("f64.div", w.at("f64.load", 0, at), pivot));
      });
      const target = w.int(row);
      w.for(1, rest, 1, (i) => {
        w.bump(target, stride);
        w.set(factor, w.at("f64.load", 0, w.element(row, i, 8)));
        w.for(i, rest, 1, (c) => {
          const at = w.element(target, c, 8);
          const product = w.op("f64.mul", factor, w.at("f64.load", 0, w.element(row, c, 8)));
          w.store("f64.store", at, w.op("f64.sub", w.at("f64.load", 0, at), product));
        });
      });
      w.bump(row, w.add(stride, 8));
    });
    w.push(-1);
  });
}
