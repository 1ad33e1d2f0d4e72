/**
 * LU factors with exchanged rows: a[order] = l u.
 *
 *     lu(a, packed, order, m, n, count, work)
 *
 * Ops `lu` and `factor`, no params. a and packed are [m, n], order is int32 [m], `count` of each one after the other; never an error.
 * packed holds l below the diagonal and u on and above it; row i of l u is row order[i] of a. `work` has {@link luWork} bytes.
 *
 *     det(a, out, n, count, work)
 *
 * Op `det`, no params. a is [n, n], out one number each. `work` has {@link determinantWork} bytes.
 *
 *     slogdet(a, sign, logabs, n, count, work)
 *
 * Op `slogdet`: the same with two results.
 *
 * Inside all is float64: panels of columns are factored by outer products, and the rest is updated block by block (Golub & Van Loan,
 * Matrix Computations, 4th ed., §3.4.4–3.4.6). As in the reference a NaN becomes the pivot of its column, and a pivot of 0 is passed over.
 */
import type { Callable, FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addCopy, bytesOf, type Float } from "./copy.ts";
import { addSubstitute } from "./triangular.ts";
import { addUpdate, subtract, UPDATE_WORK } from "./update.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** Columns of a panel. */
const BLOCK = 32;

/** Bytes of work space. */
export const luWork = (type: Float, m: number, n: number): number => UPDATE_WORK + (type === "f64" ? 0 : 8 * m * n);
export const determinantWork = (n: number): number => UPDATE_WORK + 8 * n * n + 4 * n;

/** Adds the routine `lu`. */
export function addLu(module: ModuleBuilder, type: Float, relaxed: boolean): FunctionBuilder {
  const copyIn = addCopy(module, "f64", type);
  const copyOut = type === "f64" ? undefined : addCopy(module, type, "f64");
  const factor = addFactor(module, relaxed);
  return routine(module, "lu", 7, undefined, (w, [a, packed, order, m, n, count, work]) => {
    const stride = w.int(w.mul(w.mul(m, n), bytesOf(type)));
    const matrix = copyOut === undefined ? packed : w.int(w.add(work, UPDATE_WORK));
    w.for(0, count, 1, () => {
      w.do(w.call(copyIn, matrix, n, 1, a, n, 1, m, n));
      w.drop(w.call(factor, matrix, order, m, n, work));
      if (copyOut !== undefined) w.do(w.call(copyOut, packed, n, 1, matrix, n, 1, m, n));
      w.bump(a, stride);
      w.bump(packed, stride);
      w.bump(order, w.mul(m, 4));
    });
  });
}

/** (a, order, m, n, work): a is overwritten; gives the sign of the permutation. */
export function addFactor(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  const update = addUpdate(module, relaxed);
  const substitute = addSubstitute(module, relaxed);
  const panel = addPanel(module, relaxed);
  return routine(module, undefined, 5, "i32", (w, [a, order, m, n, work]) => {
    w.for(0, m, 1, (i) => w.store("i32.store", w.element(order, i, 4), i));
    const sign = w.int(1);
    const count = w.int(w.min(m, n));
    w.for(0, count, BLOCK, (j) => {
      const width = w.int(w.min(w.sub(count, j), BLOCK));
      w.set(sign, w.mul(sign, w.call(panel, a, order, m, n, j, width)));
      const block = w.int(w.element(a, w.mul(j, w.add(n, 1)), 8));
      const right = w.int(w.element(block, width, 8));
      const below = w.int(w.element(block, w.mul(width, n), 8));
      const columns = w.int(w.sub(w.sub(n, j), width));
      const rows = w.int(w.sub(w.sub(m, j), width));
      w.do(w.call(substitute, block, n, 1, right, n, width, columns, 1));
      w.do(w.call(update, w.element(below, width, 8), n, below, n, 1, right, n, 1, rows, columns, width, work));
    });
    w.push(sign);
  });
}

/** (a, order, m, n, first column, columns): factors the columns from row `first` on; rows are exchanged whole. Gives the sign. */
function addPanel(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  const search = addPivotSearch(module);
  const swap = addSwap(module);
  const eliminate = addEliminate(module, relaxed);
  return routine(module, undefined, 6, "i32", (w, [a, order, m, n, first, columns]) => {
    const sign = w.int(1);
    const end = w.int(w.add(first, columns));
    const rowBytes = w.int(w.mul(n, 8));
    w.for(first, end, 1, (k) => {
      const diagonal = w.int(w.element(a, w.mul(k, w.add(n, 1)), 8));
      const rows = w.int(w.sub(m, k));
      const best = w.int(w.call(search, diagonal, rowBytes, rows));
      w.if(best, () => {
        const row = w.int(w.add(a, w.mul(k, rowBytes)));
        w.do(w.call(swap, row, w.add(row, w.mul(best, rowBytes)), n));
        const [here, there] = [w.int(w.element(order, k, 4)), w.int(w.element(order, w.add(k, best), 4))];
        const place = w.int(w.at("i32.load", 0, here));
        w.store("i32.store", here, w.at("i32.load", 0, there));
        w.store("i32.store", there, place);
        w.set(sign, w.sub(0, sign));
      });
      w.if(w.op("f64.ne", w.at("f64.load", 0, diagonal), w.f64(0)), () =>
        w.do(w.call(eliminate, diagonal, rowBytes, rows, w.sub(w.sub(end, k), 1))),
      );
    });
    w.push(sign);
  });
}

/** (from, step in bytes, n): the place of the first NaN, or else of the first largest magnitude. */
function addPivotSearch(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, 3, "i32", (w, [from, step, n]) => {
    const [value, largest] = [w.f.local("f64"), w.let("f64", w.f64(-1))];
    const best = w.int(0);
    w.for(0, n, 1, (i) => {
      w.set(value, w.op("f64.abs", w.at("f64.load", 0, from)));
      w.if(w.op("i32.eqz", w.op("f64.le", value, largest)), () => {
        w.set(best, i);
        w.if(w.op("f64.ne", value, value), () => w.return(best));
        w.set(largest, value);
      });
      w.bump(from, step);
    });
    w.push(best);
  });
}

/** (p, q, n): exchanges n numbers. */
function addSwap(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, 3, undefined, (w, [p, q, n]) => {
    const value = w.f.local("f64");
    w.for(0, n, 1, () => {
      w.set(value, w.at("f64.load", 0, p));
      w.store("f64.store", p, w.at("f64.load", 0, q));
      w.store("f64.store", q, value);
      w.bump(p, 8);
      w.bump(q, 8);
    });
  });
}

/** (pivot, row in bytes, rows, columns): multipliers below the pivot, and the columns behind it less their products. */
function addEliminate(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  return routine(module, undefined, 4, undefined, (w, [pivot, rowBytes, rows, columns]) => {
    const [divisor, factor] = [w.let("f64", w.at("f64.load", 0, pivot)), w.f.local("f64")];
    const factors = w.f.local("v128");
    const [target, p, q, column] = [w.int(pivot), w.f.local("i32"), w.f.local("i32"), w.f.local("i32")];
    const pairs = w.int(w.op("i32.and", columns, -2));
    w.for(1, rows, 1, () => {
      w.bump(target, rowBytes);
      w.set(factor, w.op("f64.div", w.at("f64.load", 0, target), divisor));
      w.set(factors, w.op("f64x2.splat", factor));
      w.store("f64.store", target, factor);
      w.set(p, w.add(target, 8));
      w.set(q, w.add(pivot, 8));
      w.set(column, 0);
      w.rest(column, pairs, 2, () => {
        w.store("v128.store", p, subtract(w, relaxed, w.at("v128.load", 0, p), factors, w.at("v128.load", 0, q)));
        w.bump(p, 16);
        w.bump(q, 16);
      });
      w.rest(column, columns, 1, () => {
        const product = w.op("f64.mul", factor, w.at("f64.load", 0, q));
        w.store("f64.store", p, w.op("f64.sub", w.at("f64.load", 0, p), product));
      });
    });
  });
}

// ---------------------------------------------------------------- determinants

/** The factors of each of `count` matrices; `use` gets the sign of the permutation and the address of the first pivot. */
function forEachFactored(
  w: Writer,
  module: { readonly type: Float; readonly copyIn: Callable; readonly factor: Callable },
  [a, n, count, work]: readonly Local[],
  use: (sign: Local, pivot: Local) => void,
): void {
  const matrix = w.int(w.add(work, UPDATE_WORK));
  const size = w.int(w.mul(n, n));
  const pivot = w.f.local("i32");
  w.for(0, count, 1, () => {
    w.do(w.call(module.copyIn, matrix, n, 1, a, n, 1, n, n));
    const sign = w.int(w.call(module.factor, matrix, w.element(matrix, size, 8), n, n, work));
    w.set(pivot, matrix);
    use(sign, pivot);
    w.bump(a, w.mul(size, bytesOf(module.type)));
  });
}

/** Multiplies by a power of two where the magnitude leaves the middle of the range, and counts that in `exponent`. */
function normalize(w: Writer, x: Local, exponent: Local): void {
  const size = w.op("f64.abs", x);
  const scale = (factor: number, by: number): void => {
    w.set(x, w.op("f64.mul", x, w.f64(factor)));
    w.bump(exponent, by);
  };
  w.if(
    w.op("f64.gt", size, w.f64(2 ** 300)),
    () => scale(2 ** -600, 1),
    () => w.if(w.op("f64.lt", size, w.f64(2 ** -300)), () => scale(2 ** 600, -1)),
  );
}

const round = (w: Writer, type: Float, value: Term): Term => (type === "f64" ? value : w.op("f32.demote_f64", value));

/** Adds the routine `det`. Products on the way may be huge, so powers of 2⁶⁰⁰ are counted apart. */
export function addDeterminant(module: ModuleBuilder, type: Float, relaxed: boolean): FunctionBuilder {
  const shared = { type, copyIn: addCopy(module, "f64", type), factor: addFactor(module, relaxed) };
  return routine(module, "det", 5, undefined, (w, [a, out, n, count, work]) => {
    const [product, factor, exponent] = [w.f.local("f64"), w.f.local("f64"), w.f.local("i32")];
    forEachFactored(w, shared, [a, n, count, work], (sign, pivot) => {
      w.set(product, w.op("f64.convert_i32_s", sign));
      w.set(exponent, 0);
      w.for(0, n, 1, () => {
        w.set(factor, w.at("f64.load", 0, pivot));
        normalize(w, factor, exponent);
        w.set(product, w.op("f64.mul", product, factor));
        normalize(w, product, exponent);
        w.bump(pivot, w.mul(w.add(n, 1), 8));
      });
      // Step by step: a third power is beyond the range, so three steps settle it.
      for (const [factor, by] of [
        [2 ** 600, -1],
        [2 ** -600, 1],
      ]) {
        for (let i = 0; i < 3; i++) {
          w.if(w.op(by < 0 ? "i32.gt_s" : "i32.lt_s", exponent, 0), () => {
            w.set(product, w.op("f64.mul", product, w.f64(factor)));
            w.bump(exponent, by);
          });
        }
      }
      w.store(`${type}.store`, out, round(w, type, product));
      w.bump(out, bytesOf(type));
    });
  });
}

/** Adds the routine `slogdet`. @param log - the natural logarithm, f64 to f64: imported, or of the module */
export function addSlogdet(module: ModuleBuilder, type: Float, relaxed: boolean, log: Callable): FunctionBuilder {
  const shared = { type, copyIn: addCopy(module, "f64", type), factor: addFactor(module, relaxed) };
  return routine(module, "slogdet", 6, undefined, (w, [a, signs, logs, n, count, work]) => {
    const [total, sum, value] = [w.f.local("f64"), w.f.local("f64"), w.f.local("f64")];
    const step = bytesOf(type);
    forEachFactored(w, shared, [a, n, count, work], (sign, pivot) => {
      w.set(total, w.op("f64.convert_i32_s", sign));
      w.set(sum, w.f64(0));
      w.for(0, n, 1, () => {
        w.set(value, w.at("f64.load", 0, pivot));
        w.set(sum, w.op("f64.add", sum, w.call(log, w.op("f64.abs", value))));
        // The sign of a number, 0 for ±0 and NaN for NaN.
        const isSigned = w.op("i32.or", w.op("f64.lt", value, w.f64(0)), w.op("f64.gt", value, w.f64(0)));
        w.if(isSigned, () => w.set(value, w.op("f64.copysign", w.f64(1), value)));
        w.set(total, w.op("f64.mul", total, value));
        w.bump(pivot, w.mul(w.add(n, 1), 8));
      });
      w.if(w.op("f64.eq", total, w.f64(0)), () => {
        w.set(total, w.f64(0));
        w.set(sum, w.f64(-Infinity));
      });
      w.store(`${type}.store`, signs, round(w, type, total));
      w.store(`${type}.store`, logs, round(w, type, sum));
      w.bump(signs, step);
      w.bump(logs, step);
    });
  });
}
