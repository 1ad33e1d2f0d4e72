/**
 * Householder reflections in float64 on matrices stored by columns, as in src/ops/linalg/dense/householder.ts: "columns" is a matrix with
 * column j of m elements at j·m, and a factored one holds r on and above the diagonal and below it the reflectors v with an implied
 * leading 1.
 *
 * A panel of 32 reflectors acts at once: H₀H₁… = 1 - V T Vᵀ with T upper triangular (Schreiber & Van Loan, SIAM J. Sci. Stat. Comput. 10
 * (1989), 53–57; Golub & Van Loan, Matrix Computations, 4th ed., §5.1.7). All of T are kept, those of a panel in 32 x 32 elements.
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { UPDATE_WORK } from "./update.ts";
import { addDot, addNorm, addScale, addSubtractMultiple } from "./vectors.ts";
import { routine, type Term, type Writer } from "./writer.ts";

const BLOCK = 32;
const T_BYTES = BLOCK * BLOCK * 8;

/** Where the tau of reflector k stands. */
export const tauOf = (w: Writer, t: Local, k: Local): Term =>
  w.element(
    t,
    w.add(w.mul(w.op("i32.shr_u", k, 5), BLOCK * BLOCK), w.mul(w.op("i32.and", k, BLOCK - 1), BLOCK + 1)),
    8,
  );

/** Bytes of the T of so many reflectors. */
export const tBytes = (count: number): number => Math.ceil(count / BLOCK) * T_BYTES;

/** Bytes of work space to factor columns of m elements, or to turn some: as many of them as `columns`. */
export const householderWork = (m: number, columns: number): number =>
  UPDATE_WORK + 8 * BLOCK * (m + 2 * columns) + BLOCK * 8;

/** Vectors shorter than this are lifted by 2^500 first: in subnormal numbers v and tau would not be orthogonal. */
const SHORT = 2 ** -960;
const LIFT = 2 ** 500;

export interface Reflections {
  /** (x, n) to tau: x becomes its reflector, as `makeReflector` of the reference. */
  readonly make: FunctionBuilder;
  /** (v, tau, c, n): c is reflected. */
  readonly apply: FunctionBuilder;
  /** (columns, m, n, t, work): factors the columns and leaves the T of each panel. */
  readonly factor: FunctionBuilder;
  /** (columns, stride, m, count, t, work): the T of reflectors that are there, from the tau that stand on their diagonals; else zeros. */
  readonly triangles: FunctionBuilder;
  /**
   * (columns, stride, m, count, t, c, rows, isUnit, work): q times each of the `rows` vectors of m elements at c; isUnit: they are e₀, e₁,
   * …. From one column to the next, and from one vector to the next, it is `stride` elements.
   */
  readonly turn: FunctionBuilder;
}

/** Adds what makes reflections and applies them. @param update - {@link addUpdate} */
export function addReflections(module: ModuleBuilder, update: FunctionBuilder, relaxed: boolean): Reflections {
  const dot = addDot(module, relaxed);
  const subtract = addSubtractMultiple(module, relaxed);
  const make = addMake(module, addNorm(module, dot), [addScale(module, "mul"), addScale(module, "div")]);
  const apply = addApply(module, dot, subtract);
  const block = addBlock(module, update);
  const panel = addPanelVectors(module);
  const triangle = addTriangle(module, dot);
  const factor = addFactor(module, { make, apply, panel, block, triangle });
  return { make, apply, factor, triangles: addTriangles(module, panel, triangle), turn: addTurn(module, panel, block) };
}

function addMake(
  module: ModuleBuilder,
  norm: FunctionBuilder,
  [multiply, divide]: readonly FunctionBuilder[],
): FunctionBuilder {
  return routine(module, undefined, ["i32", "i32"], "f64", (w, [x, n]) => {
    const rest = w.add(x, 8);
    const others = w.sub(n, 1);
    w.if(w.op("f64.eq", w.call(norm, rest, others), w.f64(0)), () => w.return(w.f64(0)));
    const [alpha, length, tau] = [
      w.let("f64", w.at("f64.load", 0, x)),
      w.let("f64", w.call(norm, x, n)),
      w.f.local("f64"),
    ];
    w.if(w.op("f64.lt", length, w.f64(SHORT)), () => {
      w.do(w.call(multiply, x, w.f64(LIFT), n));
      w.set(tau, w.call(w.f, x, n));
      w.store("f64.store", x, w.op("f64.div", w.at("f64.load", 0, x), w.f64(LIFT)));
      w.return(tau);
    });
    // beta has the sign opposite to alpha, so that nothing cancels.
    const isPositive = w.op("f64.ge", alpha, w.f64(0));
    const beta = w.let("f64", w.select(isPositive, w.op("f64.neg", length), length));
    w.do(w.call(divide, rest, w.op("f64.sub", alpha, beta), others));
    w.store("f64.store", x, beta);
    w.push(w.op("f64.div", w.op("f64.sub", beta, alpha), beta));
  });
}

function addApply(module: ModuleBuilder, dot: FunctionBuilder, subtract: FunctionBuilder): FunctionBuilder {
  return routine(module, undefined, ["i32", "f64", "i32", "i32"], undefined, (w, [v, tau, c, n]) => {
    w.if(w.op("f64.eq", tau, w.f64(0)), () => w.return());
    const others = w.sub(n, 1);
    const sum = w.op("f64.add", w.at("f64.load", 0, c), w.call(dot, w.add(v, 8), w.add(c, 8), others));
    const factor = w.let("f64", w.op("f64.mul", tau, sum));
    w.store("f64.store", c, w.op("f64.sub", w.at("f64.load", 0, c), factor));
    w.do(w.call(subtract, w.add(c, 8), factor, w.add(v, 8), others));
  });
}

/** (first column at the diagonal, m, n, count, v): the reflectors with their zeros and ones, `count` rows of n elements. */
function addPanelVectors(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, 5, undefined, (w, [from, m, n, count, v]) => {
    const bytes = w.int(w.mul(n, 8));
    w.for(0, count, 1, (i) => {
      const one = w.int(w.element(v, i, 8));
      w.clear(v, w.mul(i, 8));
      w.copy(one, w.element(from, i, 8), w.sub(bytes, w.mul(i, 8)));
      w.store("f64.store", one, w.f64(1));
      w.bump(v, bytes);
      w.bump(from, w.mul(m, 8));
    });
  });
}

/** (v, n, count, t, sums): T from the reflectors and the tau that stand on its diagonal (LAPACK dlarft). */
function addTriangle(module: ModuleBuilder, dot: FunctionBuilder): FunctionBuilder {
  return routine(module, undefined, 5, undefined, (w, [v, n, count, t, sums]) => {
    const [tau, sum] = [w.f.local("f64"), w.f.local("f64")];
    const [column, entry] = [w.int(t), w.f.local("i32")];
    w.for(0, count, 1, (i) => {
      const vector = w.int(w.element(v, w.mul(i, n), 8));
      w.set(tau, w.at("f64.load", 0, w.element(column, w.mul(i, BLOCK), 8)));
      w.for(0, i, 1, (j) => {
        const product = w.call(
          dot,
          w.element(w.element(v, w.mul(j, n), 8), i, 8),
          w.element(vector, i, 8),
          w.sub(n, i),
        );
        w.store("f64.store", w.element(sums, j, 8), product);
      });
      w.for(0, i, 1, (j) => {
        w.set(sum, w.f64(0));
        w.set(entry, w.element(t, w.mul(j, BLOCK), 8));
        w.for(j, i, 1, (l) => {
          const term = w.op(
            "f64.mul",
            w.at("f64.load", 0, w.element(entry, l, 8)),
            w.at("f64.load", 0, w.element(sums, l, 8)),
          );
          w.set(sum, w.op("f64.add", sum, term));
        });
        w.store("f64.store", w.element(entry, i, 8), w.op("f64.neg", w.op("f64.mul", tau, sum)));
      });
      w.bump(column, 8);
    });
  });
}

/** (v, n, count, t, tRow, tCol, c, cRow, rows, work): c -= c V T Vᵀ for `rows` vectors of n elements; work has W and its product with T. */
function addBlock(module: ModuleBuilder, update: FunctionBuilder): FunctionBuilder {
  return routine(module, undefined, 11, undefined, (w, [v, n, count, t, tRow, tCol, c, cRow, rows, products, work]) => {
    w.if(w.op("i32.le_s", rows, 0), () => w.return());
    const bytes = w.int(w.mul(w.mul(rows, count), 8));
    const second = w.int(w.add(products, bytes));
    w.clear(products, w.mul(bytes, 2));
    // -c V, and with -T the sign is gone again.
    w.do(w.call(update, products, count, c, cRow, 1, v, 1, n, rows, count, n, work));
    w.do(w.call(update, second, count, products, count, 1, t, tRow, tCol, rows, count, count, work));
    w.do(w.call(update, c, cRow, second, count, 1, v, n, 1, rows, n, count, work));
  });
}

interface Parts {
  readonly make: FunctionBuilder;
  readonly apply: FunctionBuilder;
  readonly panel: FunctionBuilder;
  readonly triangle: FunctionBuilder;
  readonly block: FunctionBuilder;
}

function addFactor(module: ModuleBuilder, { make, apply, panel, triangle, block }: Parts): FunctionBuilder {
  return routine(module, undefined, 5, undefined, (w, [columns, m, n, t, work]) => {
    const tau = w.f.local("f64");
    const count = w.int(w.min(m, n));
    const stride = w.int(w.mul(m, 8));
    const sums = w.int(w.add(work, UPDATE_WORK));
    const vectors = w.int(w.add(sums, BLOCK * 8));
    const products = w.int(w.element(vectors, w.mul(m, BLOCK), 8));
    const triangleAt = w.int(t);
    w.for(0, count, BLOCK, (k) => {
      const width = w.int(w.min(w.sub(count, k), BLOCK));
      const first = w.int(w.element(columns, w.mul(k, w.add(m, 1)), 8));
      const length = w.int(w.sub(m, k));
      w.clear(triangleAt, T_BYTES);
      const at = w.int(first);
      w.for(0, width, 1, (i) => {
        const rest = w.int(w.sub(length, i));
        w.set(tau, w.call(make, at, rest));
        w.store("f64.store", w.element(triangleAt, w.mul(i, BLOCK + 1), 8), tau);
        const other = w.int(at);
        w.for(w.add(i, 1), width, 1, () => {
          w.bump(other, stride);
          w.do(w.call(apply, at, tau, other, rest));
        });
        w.bump(at, w.add(stride, 8));
      });
      w.do(w.call(panel, first, m, length, width, vectors));
      w.do(w.call(triangle, vectors, length, width, triangleAt, sums));
      const behind = w.element(first, w.mul(width, m), 8);
      const others = w.sub(w.sub(n, k), width);
      w.do(w.call(block, vectors, length, width, triangleAt, BLOCK, 1, behind, m, others, products, work));
      w.bump(triangleAt, T_BYTES);
    });
  });
}

function addTriangles(module: ModuleBuilder, panel: FunctionBuilder, triangle: FunctionBuilder): FunctionBuilder {
  return routine(module, undefined, 6, undefined, (w, [columns, stride, m, count, t, work]) => {
    const sums = w.int(w.add(work, UPDATE_WORK));
    const vectors = w.int(w.add(sums, BLOCK * 8));
    w.for(0, count, BLOCK, (k) => {
      const width = w.int(w.min(w.sub(count, k), BLOCK));
      const length = w.int(w.sub(m, k));
      w.do(w.call(panel, w.element(columns, w.mul(k, w.add(stride, 1)), 8), stride, length, width, vectors));
      w.do(w.call(triangle, vectors, length, width, t, sums));
      w.bump(t, T_BYTES);
    });
  });
}

function addTurn(module: ModuleBuilder, panel: FunctionBuilder, block: FunctionBuilder): FunctionBuilder {
  return routine(module, undefined, 9, undefined, (w, [columns, stride, m, count, t, c, rows, isUnit, work]) => {
    const vectors = w.int(w.add(work, UPDATE_WORK + BLOCK * 8));
    const products = w.int(w.element(vectors, w.mul(m, BLOCK), 8));
    // From the last panel to the first.
    const panels = w.int(w.op("i32.div_s", w.add(count, BLOCK - 1), BLOCK));
    w.for(0, panels, 1, (p) => {
      const index = w.int(w.sub(w.sub(panels, 1), p));
      const k = w.int(w.mul(index, BLOCK));
      const width = w.int(w.min(w.sub(count, k), BLOCK));
      const length = w.int(w.sub(m, k));
      w.do(w.call(panel, w.element(columns, w.mul(k, w.add(stride, 1)), 8), stride, length, width, vectors));
      // The unit vectors before k are left alone.
      const skipped = w.int(w.select(isUnit, k, 0));
      const at = w.element(c, w.add(w.mul(skipped, stride), k), 8);
      const triangle = w.element(t, w.mul(index, BLOCK * BLOCK), 8);
      w.do(w.call(block, vectors, length, width, triangle, 1, BLOCK, at, stride, w.sub(rows, skipped), products, work));
    });
  });
}
