/**
 * The singular value decomposition u diag(s) vh = a.
 *
 *     svd(a, u, s, vh, m, n, full, count, work)
 *
 * Ops `svd` and `singular`; full is 0 or 1, their other param names who asks. With k = min(m, n): a is [m, n], u [m, full ? m : k], s [k]
 * descending, vh [full ? n : k, n], `count` of each one after the other. Gives -1, or which of the count did not converge, since an element
 * is NaN or infinite: error "not-converged". `work` has {@link svdWork} bytes.
 *
 * As in src/ops/linalg/dense/svd.ts: one-sided Jacobi rotations after two QR factorisations, the first with column pivoting (Drmač &
 * Veselić, SIAM J. Matrix Anal. Appl. 29 (2008), 1322–1362); float64 inside.
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addCopy, bytesOf, type Float } from "./copy.ts";
import { addReflections, householderWork, type Reflections, tauOf, tBytes } from "./householder.ts";
import { addOrthogonalise, LOST_NORM } from "./jacobi.ts";
import { addLeadingSign } from "./rotations.ts";
import { addUpdate } from "./update.ts";
import { addDot, addNorm, addPowerOfTwoScale, addScale } from "./vectors.ts";
import { routine, type Writer } from "./writer.ts";

/** Bytes of work space. */
export function svdWork(m: number, n: number, full: boolean): number {
  const [long, short] = [Math.max(m, n), Math.min(m, n)];
  const columns = full ? long : short;
  return (
    8 * (long * (short + columns) + 4 * short * short + 2 * short) + 3 * tBytes(short) + householderWork(long, long)
  );
}

/** Where the parts of the work space start: addresses, as locals. */
interface Parts {
  readonly columns: Local;
  readonly left: Local;
  readonly second: Local;
  readonly rows: Local;
  readonly right: Local;
  readonly basis: Local;
  readonly s: Local;
  readonly order: Local;
  readonly t: Local;
  readonly secondT: Local;
  readonly basisT: Local;
  readonly space: Local;
}

function layOut(w: Writer, work: Local, long: Local, short: Local, count: Local): Parts {
  let at = work;
  const take = (bytes: () => void): Local => {
    const start = at;
    at = w.int(w.add(at, bytes));
    return start;
  };
  const square = w.mul(w.mul(short, short), 8);
  const triangles = w.mul(w.op("i32.shr_u", w.add(short, 31), 5), tBytes(1));
  const columns = take(w.mul(w.mul(long, short), 8));
  const left = take(w.mul(w.mul(long, count), 8));
  const [second, rows, right, basis] = [take(square), take(square), take(square), take(square)];
  const [s, order] = [take(w.mul(short, 8)), take(w.mul(short, 8))];
  const [t, secondT, basisT] = [take(triangles), take(triangles), take(triangles)];
  return { columns, left, second, rows, right, basis, s, order, t, secondT, basisT, space: at };
}

/** Adds the routine `svd`. */
export function addSvd(module: ModuleBuilder, type: Float, relaxed: boolean): FunctionBuilder {
  const [copyIn, copyOut] = [addCopy(module, "f64", type), addCopy(module, type, "f64")];
  const [scaleOf, multiply, divide] = [addPowerOfTwoScale(module), addScale(module, "mul"), addScale(module, "div")];
  const decompose = addDecompose(module, relaxed, divide);
  const orient = addOrient(module, multiply);
  const bytes = bytesOf(type);
  return routine(module, "svd", 9, "i32", (w, [a, u, s, vh, m, n, full, count, work]) => {
    const scale = w.f.local("f64");
    const wide = w.int(w.op("i32.lt_s", m, n));
    const [long, short] = [w.int(w.max(m, n)), w.int(w.min(m, n))];
    const vectors = w.int(w.select(full, long, short));
    const size = w.int(w.mul(m, n));
    const parts = layOut(w, work, long, short, vectors);
    // The rows that become u, and those of vh.
    const [uRows, vRows] = [
      w.int(w.select(wide, parts.right, parts.left)),
      w.int(w.select(wide, parts.left, parts.right)),
    ];
    const [uCount, vCount] = [w.int(w.select(wide, short, vectors)), w.int(w.select(wide, vectors, short))];
    w.for(0, count, 1, (batch) => {
      // The taller of a and aᵀ, by columns.
      const [toRow, toCol] = [w.select(wide, n, 1), w.select(wide, 1, m)];
      w.do(w.call(copyIn, parts.columns, toRow, toCol, a, n, 1, m, n));
      w.set(scale, w.call(scaleOf, parts.columns, size));
      w.if(w.op("f64.ne", scale, scale), () => w.return(batch));
      w.do(w.call(multiply, parts.columns, scale, size));
      w.if(w.op("i32.eqz", w.call(decompose, work, long, short, vectors)), () => w.return(batch));
      w.do(w.call(divide, parts.s, scale, short));
      w.do(w.call(orient, uRows, m, vRows, n, short));
      w.do(w.call(copyOut, u, uCount, 1, uRows, 1, m, m, uCount));
      w.do(w.call(copyOut, s, 1, 1, parts.s, 1, 1, 1, short));
      w.do(w.call(copyOut, vh, n, 1, vRows, n, 1, vCount, n));
      w.bump(a, w.mul(size, bytes));
      w.bump(u, w.mul(w.mul(m, uCount), bytes));
      w.bump(s, w.mul(short, bytes));
      w.bump(vh, w.mul(w.mul(n, vCount), bytes));
    });
    w.push(-1);
  });
}

/** (work, m, n, count) to 1 where it converged: the tall matrix of the work space; see `decomposeTall` of the reference. */
function addDecompose(module: ModuleBuilder, relaxed: boolean, divide: FunctionBuilder): FunctionBuilder {
  const reflections = addReflections(module, addUpdate(module, relaxed), relaxed);
  const { factor, turn, triangles } = reflections;
  const pivoted = addPivoted(module, reflections);
  const upper = addUpper(module);
  const orthogonalise = addOrthogonalise(module, relaxed);
  const complete = addComplete(module, reflections, divide);
  return routine(module, undefined, 4, "i32", (w, [work, m, n, count]) => {
    const parts = layOut(w, work, m, n, count);
    const { columns, left, second, rows, right, basis, s, order, t, secondT, space } = parts;
    w.do(w.call(pivoted, columns, m, n, t, order));
    w.do(w.call(triangles, columns, m, m, n, t, space));
    w.do(w.call(upper, second, columns, m, n));
    w.do(w.call(factor, second, n, n, secondT, space));
    w.do(w.call(upper, rows, second, n, n));
    w.if(w.op("i32.eqz", w.call(orthogonalise, rows, right, s, n)), () => w.return(0));
    w.do(w.call(complete, rows, s, n, basis, parts.basisT, space));

    w.clear(left, w.mul(w.mul(count, m), 8));
    w.for(0, n, 1, (i) => {
      w.copy(w.element(left, w.mul(i, m), 8), w.element(rows, w.mul(i, n), 8), w.mul(n, 8));
    });
    w.for(n, count, 1, (i) => w.store("f64.store", w.element(left, w.mul(i, w.add(m, 1)), 8), w.f64(1)));
    w.do(w.call(turn, columns, m, m, n, t, left, count, 0, space));
    w.do(w.call(turn, second, n, n, n, secondT, right, n, 0, space));
    // The order of the columns, put back.
    w.for(0, n, 1, (i) => {
      const row = w.int(w.element(right, w.mul(i, n), 8));
      w.copy(basis, row, w.mul(n, 8));
      w.for(0, n, 1, (j) => {
        const place = w.at("i32.load", 0, w.element(order, j, 4));
        w.store("f64.store", w.element(row, place, 8), w.at("f64.load", 0, w.element(basis, j, 8)));
      });
    });
    w.push(1);
  });
}

/** (columns, m, n, t, order): QR with column pivoting; the norms are computed anew in every step, as in the reference. */
function addPivoted(module: ModuleBuilder, { make, apply }: Reflections): FunctionBuilder {
  const norm = addNorm(module, addDot(module));
  return routine(module, undefined, 5, undefined, (w, [columns, m, n, t, order]) => {
    const [length, largest, tau, value] = Array.from({ length: 4 }, () => w.f.local("f64"));
    const stride = w.int(w.mul(m, 8));
    w.for(0, n, 1, (j) => w.store("i32.store", w.element(order, j, 4), j));
    w.clear(t, w.mul(w.op("i32.shr_u", w.add(n, 31), 5), tBytes(1)));
    w.for(0, n, 1, (k) => {
      const rest = w.int(w.sub(m, k));
      const at = w.int(w.element(columns, w.mul(k, w.add(m, 1)), 8));
      const [best, column] = [w.int(k), w.int(at)];
      w.set(largest, w.f64(-1));
      w.for(k, n, 1, (j) => {
        w.set(length, w.call(norm, column, rest));
        w.if(w.op("f64.gt", length, largest), () => {
          w.set(largest, length);
          w.set(best, j);
        });
        w.bump(column, stride);
      });
      w.if(w.op("i32.ne", best, k), () => {
        const [x, y] = [k, best].map((j) => w.int(w.element(columns, w.mul(j, m), 8)));
        w.for(0, m, 1, () => {
          w.set(value, w.at("f64.load", 0, x));
          w.store("f64.store", x, w.at("f64.load", 0, y));
          w.store("f64.store", y, value);
          w.bump(x, 8);
          w.bump(y, 8);
        });
        const [here, there] = [k, best].map((j) => w.int(w.element(order, j, 4)));
        const place = w.int(w.at("i32.load", 0, here));
        w.store("i32.store", here, w.at("i32.load", 0, there));
        w.store("i32.store", there, place);
      });
      w.set(tau, w.call(make, at, rest));
      w.store("f64.store", tauOf(w, t, k), tau);
      w.set(column, at);
      w.for(w.add(k, 1), n, 1, () => {
        w.bump(column, stride);
        w.do(w.call(apply, at, tau, column, rest));
      });
    });
  });
}

/** (to, columns, m, n): the triangle r of a factored matrix, n x n by rows. */
function addUpper(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, 4, undefined, (w, [to, columns, m, n]) => {
    w.clear(to, w.mul(w.mul(n, n), 8));
    w.for(0, n, 1, (j) => {
      const last = w.int(w.add(j, 1));
      w.for(0, last, 1, (i) => {
        const value = w.at("f64.load", 0, w.element(columns, w.add(w.mul(j, m), i), 8));
        w.store("f64.store", w.element(to, w.add(w.mul(i, n), j), 8), value);
      });
    });
  });
}

/**
 * (rows, s, n, basis, t, work): rows of length 1; those of no length, the last ones, become an orthonormal basis of the complement. Basis
 * and t are room for it.
 */
function addComplete(module: ModuleBuilder, { factor, turn }: Reflections, divide: FunctionBuilder): FunctionBuilder {
  return routine(module, undefined, 6, undefined, (w, [rows, s, n, basis, t, work]) => {
    const rank = w.int(0);
    const length = w.f.local("f64");
    w.for(0, n, 1, (i) => {
      w.set(length, w.at("f64.load", 0, w.element(s, i, 8)));
      w.if(w.op("i32.and", w.op("i32.eq", rank, i), w.op("f64.ge", length, w.f64(LOST_NORM))), () => {
        w.do(w.call(divide, w.element(rows, w.mul(i, n), 8), length, n));
        w.bump(rank, 1);
      });
    });
    w.if(w.op("i32.eq", rank, n), () => w.return());
    const first = w.int(w.element(rows, w.mul(rank, n), 8));
    const others = w.int(w.sub(n, rank));
    w.copy(basis, rows, w.mul(w.mul(rank, n), 8));
    w.do(w.call(factor, basis, n, rank, t, work));
    w.clear(first, w.mul(w.mul(others, n), 8));
    w.for(rank, n, 1, (i) => w.store("f64.store", w.element(rows, w.mul(i, w.add(n, 1)), 8), w.f64(1)));
    w.do(w.call(turn, basis, n, n, rank, t, first, others, 0, work));
  });
}

/** (uRows, m, vRows, n, count): both vectors of a pair change sign where the leading component of u is negative. */
function addOrient(module: ModuleBuilder, multiply: FunctionBuilder): FunctionBuilder {
  const leadingSign = addLeadingSign(module);
  return routine(module, undefined, 5, undefined, (w, [u, m, v, n, count]) => {
    w.for(0, count, 1, () => {
      w.if(w.op("f64.lt", w.call(leadingSign, u, m), w.f64(0)), () => {
        w.do(w.call(multiply, u, w.f64(-1), m));
        w.do(w.call(multiply, v, w.f64(-1), n));
      });
      w.bump(u, w.mul(m, 8));
      w.bump(v, w.mul(n, 8));
    });
  });
}
