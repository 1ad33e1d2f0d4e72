/**
 * Systems of equations whose matrix is factored: a x = b or aᵀ x = b.
 *
 *     solveFactored(factors, order, b, x, n, k, count, aStep, bStep, transpose, work)
 *
 * Op `solve` with the arguments (a, factors, order, b), of which a is not needed; params: transpose, 0 or 1. factors [n, n] and order int32
 * [n] are those of `lu`, b and x are [n, k], `count` of each one after the other; aStep (of factors and order) and bStep are 0 where the
 * same one serves all, else 1. Gives -1, or (which of the count)·n + (place of the first pivot that is 0): error "singular"; x is not valid
 * then. x may not be b. `work` has {@link solveWork} bytes.
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addCopy, bytesOf, type Float } from "./copy.ts";
import { addFirstZero, addSolveRows, addSubstitute } from "./triangular.ts";
import { addUpdate, UPDATE_WORK } from "./update.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** Bytes of work space. */
export const solveWork = (type: Float, n: number, k: number): number =>
  UPDATE_WORK + 8 * n * k + (type === "f64" ? 0 : 8 * n * n);

/** Adds the routine `solveFactored`. */
export function addSolveFactored(module: ModuleBuilder, type: Float, relaxed: boolean): FunctionBuilder {
  const copyIn = addCopy(module, "f64", type);
  const one = addOne(module, type, relaxed);
  const zero = addFirstZero(module);
  const bytes = bytesOf(type);
  return routine(
    module,
    "solveFactored",
    11,
    "i32",
    (w, [factors, order, b, x, n, k, count, aStep, bStep, transpose, work]) => {
      const [square, size] = [w.int(w.mul(n, n)), w.int(w.mul(n, k))];
      const t = w.int(factors);
      if (type !== "f64") w.set(t, w.element(w.add(work, UPDATE_WORK), size, 8));
      w.for(0, count, 1, (batch) => {
        if (type === "f64") w.set(t, factors);
        else w.do(w.call(copyIn, t, n, 1, factors, n, 1, n, n));
        const place = w.int(w.call(zero, t, n));
        w.if(w.op("i32.ge_s", place, 0), () => w.return(w.add(w.mul(batch, n), place)));
        w.do(w.call(one, t, order, b, x, n, k, transpose, work));
        w.bump(factors, w.mul(w.mul(square, aStep), bytes));
        w.bump(order, w.mul(w.mul(n, aStep), 4));
        w.bump(b, w.mul(w.mul(size, bStep), bytes));
        w.bump(x, w.mul(size, bytes));
      });
      w.push(-1);
    },
  );
}

/** (t, order, b, x, n, k, transpose, work): one system; t is of float64. */
function addOne(module: ModuleBuilder, type: Float, relaxed: boolean): FunctionBuilder {
  const [copyIn, copyOut] = [addCopy(module, "f64", type), addCopy(module, type, "f64")];
  const solve = addSolveRows(module, addUpdate(module, relaxed), addSubstitute(module, relaxed));
  return routine(module, undefined, 8, undefined, (w, [t, order, b, x, n, k, transpose, work]) => {
    const y = w.int(w.add(work, UPDATE_WORK));
    // Upper triangles, and what they act on, are read from the end.
    const last = w.int(w.element(y, w.mul(w.sub(n, 1), k), 8));
    const corner = w.int(w.element(t, w.sub(w.mul(n, n), 1), 8));
    const [back, up] = [w.int(w.sub(0, k)), w.int(w.sub(0, n))];
    const row = (base: Local, i: Local, size: number): Term => w.element(base, w.mul(i, k), size);
    w.if(
      transpose,
      () => {
        w.do(w.call(copyIn, y, k, 1, b, k, 1, n, k));
        w.do(w.call(solve, t, 1, n, y, k, n, k, 0, work));
        w.do(w.call(solve, corner, -1, up, last, back, n, k, 1, work));
        eachRow(w, order, n, (i, place) =>
          w.do(w.call(copyOut, row(x, place, bytesOf(type)), k, 1, row(y, i, 8), k, 1, 1, k)),
        );
      },
      () => {
        eachRow(w, order, n, (i, place) =>
          w.do(w.call(copyIn, row(y, i, 8), k, 1, row(b, place, bytesOf(type)), k, 1, 1, k)),
        );
        w.do(w.call(solve, t, n, 1, y, k, n, k, 1, work));
        w.do(w.call(solve, corner, up, -1, last, back, n, k, 0, work));
        w.do(w.call(copyOut, x, k, 1, y, k, 1, n, k));
      },
    );
  });
}

function eachRow(w: Writer, order: Local, n: Local, body: (i: Local, place: Local) => void): void {
  w.for(0, n, 1, (i) => body(i, w.int(w.at("i32.load", 0, w.element(order, i, 4)))));
}
