/**
 * Eigenvalues and eigenvectors of symmetric matrices: a v = v λ.
 *
 *     eigh(a, values, vectors, n, count, work)
 *
 * Op `eigh`; its param names who asks, for errors. a is [n, n], of which the lower triangle is read, values [n] ascending, vectors [n, n] with
 * an eigenvector in each column, `count` of each one after the other. Gives -1, or which of the count did not converge, since an element is
 * NaN or infinite: error "not-converged". `work` has {@link eighWork} bytes.
 *
 * As in src/ops/linalg/dense/eigh.ts: cyclic Jacobi for small matrices, tridiagonal form beyond; float64 inside.
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addCopy, bytesOf, type Float } from "./copy.ts";
import { addReflections, householderWork, tBytes } from "./householder.ts";
import { addLeadingSign, addRotate, setTangent } from "./rotations.ts";
import { addTridiagonalEigen } from "./tridiagonal.ts";
import { addUpdate } from "./update.ts";
import { addPowerOfTwoScale, addScale } from "./vectors.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** Up to this order Jacobi's method is used: more accurate. */
const JACOBI_ORDER = 16;

/** 6–9 sweeps are needed (Golub & Van Loan, 4th ed., §8.5.3); the bound only guarantees an end. */
const JACOBI_SWEEPS = 60;

const UNIT_ROUNDOFF = 2 ** -53;

/** Bytes of work space. */
export const eighWork = (n: number): number => 8 * (2 * n * n + 5 * n) + tBytes(n) + householderWork(n, n);

/** Adds the routine `eigh`. */
export function addEigh(module: ModuleBuilder, type: Float, relaxed: boolean): FunctionBuilder {
  const copyIn = addCopy(module, "f64", type);
  const [scaleOf, multiply] = [addPowerOfTwoScale(module), addScale(module, "mul")];
  const jacobi = addJacobi(module, relaxed);
  const tridiagonal = addTridiagonalEigen(module, addReflections(module, addUpdate(module, relaxed), relaxed), relaxed);
  const order = addOrder(module);
  const bytes = bytesOf(type);
  const deliver = addDeliver(module, type);
  return routine(module, "eigh", 6, "i32", (w, [a, values, vectors, n, count, work]) => {
    const scale = w.f.local("f64");
    const size = w.int(w.mul(n, n));
    const rows = w.int(w.element(work, size, 8));
    const d = w.int(w.element(rows, size, 8));
    const places = w.int(w.element(d, w.mul(n, 4), 8));
    const t = w.int(w.element(places, n, 8));
    const space = w.int(w.add(t, w.mul(w.op("i32.shr_u", w.add(n, 31), 5), tBytes(1))));
    const good = w.f.local("i32");
    w.for(0, count, 1, (batch) => {
      w.do(w.call(copyIn, work, n, 1, a, n, 1, n, n));
      copyLower(w, work, n);
      w.set(scale, w.call(scaleOf, work, size));
      w.if(w.op("f64.ne", scale, scale), () => w.return(batch));
      w.do(w.call(multiply, work, scale, size));
      const small = w.op("i32.le_s", n, JACOBI_ORDER);
      w.if(
        small,
        () => w.set(good, w.call(jacobi, work, rows, n, d)),
        () => w.set(good, w.call(tridiagonal, work, rows, n, d, t, space)),
      );
      w.if(w.op("i32.eqz", good), () => w.return(batch));
      w.do(w.call(order, d, places, n));
      w.do(w.call(deliver, d, places, rows, n, scale, values, vectors));
      w.bump(a, w.mul(size, bytes));
      w.bump(vectors, w.mul(size, bytes));
      w.bump(values, w.mul(n, bytes));
    });
    w.push(-1);
  });
}

/** (d, places, rows, n, scale, values, vectors): in order, without the scale, and each vector with its sign in a column. */
function addDeliver(module: ModuleBuilder, type: Float): FunctionBuilder {
  const leadingSign = addLeadingSign(module);
  const bytes = bytesOf(type);
  const store = (w: Writer, at: Term, value: Term): void =>
    w.store(`${type}.store`, at, type === "f64" ? value : w.op("f32.demote_f64", value));
  const params = ["i32", "i32", "i32", "i32", "f64", "i32", "i32"] as const;
  return routine(module, undefined, params, undefined, (w, [d, places, rows, n, scale, values, vectors]) => {
    const sign = w.f.local("f64");
    w.for(0, n, 1, (j) => {
      const place = w.int(w.at("i32.load", 0, w.element(places, j, 4)));
      const row = w.int(w.element(rows, w.mul(place, n), 8));
      store(w, w.element(values, j, bytes), w.op("f64.div", w.at("f64.load", 0, w.element(d, place, 8)), scale));
      w.set(sign, w.call(leadingSign, row, n));
      const to = w.int(w.element(vectors, j, bytes));
      w.for(0, n, 1, () => {
        store(w, to, w.op("f64.mul", sign, w.at("f64.load", 0, row)));
        w.bump(to, w.mul(n, bytes));
        w.bump(row, 8);
      });
    });
  });
}

/** The lower triangle into the upper one. */
function copyLower(w: Writer, matrix: Local, n: Local): void {
  w.for(1, n, 1, (i) =>
    w.for(0, i, 1, (j) => {
      const value = w.at("f64.load", 0, w.element(matrix, w.add(w.mul(i, n), j), 8));
      w.store("f64.store", w.element(matrix, w.add(w.mul(j, n), i), 8), value);
    }),
  );
}

/** (values, places, n): the places in ascending order of the values, by insertion. */
function addOrder(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, 3, undefined, (w, [values, places, n]) => {
    const value = w.f.local("f64");
    w.for(0, n, 1, (i) => {
      w.set(value, w.at("f64.load", 0, w.element(values, i, 8)));
      const hole = w.int(w.element(places, i, 4));
      w.f.block(() => {
        w.f.loop(() => {
          w.push(w.op("i32.le_u", hole, places));
          w.f.breakIf(1);
          const before = w.int(w.at("i32.load", 0, w.sub(hole, 4)));
          w.push(w.op("f64.le", w.at("f64.load", 0, w.element(values, before, 8)), value));
          w.f.breakIf(1);
          w.store("i32.store", hole, before);
          w.bump(hole, -4);
          w.f.break(0);
        });
      });
      w.store("i32.store", hole, i);
    });
  });
}

/** (w, rows, n, d) to 1 where it converged: cyclic Jacobi by rows (Golub & Van Loan, 4th ed., §8.5); w is overwritten. */
function addJacobi(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  const annihilate = addAnnihilate(module, relaxed);
  return routine(module, undefined, 4, "i32", (w, [matrix, rows, n, d]) => {
    w.clear(rows, w.mul(w.mul(n, n), 8));
    w.for(0, n, 1, (i) => w.store("f64.store", w.element(rows, w.mul(i, w.add(n, 1)), 8), w.f64(1)));
    const changed = w.int(1);
    const last = w.int(w.sub(n, 1));
    w.for(0, JACOBI_SWEEPS, 1, () =>
      w.if(changed, () => {
        w.set(changed, 0);
        w.for(0, last, 1, (p) =>
          w.for(w.add(p, 1), n, 1, (q) =>
            w.set(changed, w.op("i32.or", changed, w.call(annihilate, matrix, rows, n, p, q))),
          ),
        );
      }),
    );
    w.for(0, n, 1, (i) => {
      const value = w.at("f64.load", 0, w.element(matrix, w.mul(i, w.add(n, 1)), 8));
      w.store("f64.store", w.element(d, i, 8), value);
    });
    w.push(w.op("i32.eqz", changed));
  });
}

/**
 * (w, rows, n, p, q) to 1 where it rotated so that w[p, q] is 0; 0 where that is negligible beside the diagonal (Demmel & Veselić, SIAM J.
 * Matrix Anal. Appl. 13 (1992), 1204–1245).
 */
function addAnnihilate(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  const rotate = addRotate(module, relaxed);
  return routine(module, undefined, 5, "i32", (w, [matrix, rows, n, p, q]) => {
    const at = (i: Local, j: Local): Local => w.int(w.element(matrix, w.add(w.mul(i, n), j), 8));
    const [pp, pq, qp, qq] = [at(p, p), at(p, q), at(q, p), at(q, q)];
    const load = (address: Term): Local => w.let("f64", w.at("f64.load", 0, address));
    const root = (x: Local): Term => w.op("f64.sqrt", w.op("f64.abs", x));
    const off = load(pq);
    w.if(w.op("f64.eq", off, w.f64(0)), () => w.return(0));
    const [dp, dq, t, c, s] = [load(pp), load(qq), w.f.local("f64"), w.f.local("f64"), w.f.local("f64")];
    const clear = (): void => {
      for (const place of [pq, qp]) w.store("f64.store", place, w.f64(0));
    };
    const bound = w.op("f64.mul", w.op("f64.mul", w.f64(UNIT_ROUNDOFF), root(dp)), root(dq));
    w.if(w.op("f64.le", w.op("f64.abs", off), bound), () => {
      clear();
      w.return(0);
    });
    const zeta = w.let("f64", w.op("f64.div", w.op("f64.sub", dq, dp), w.op("f64.mul", w.f64(2), off)));
    setTangent(w, t, zeta);
    w.set(c, w.op("f64.div", w.f64(1), w.op("f64.sqrt", w.op("f64.add", w.f64(1), w.op("f64.mul", t, t)))));
    w.set(s, w.op("f64.mul", t, c));
    const [first, second] = [p, q].map((i) => w.int(w.element(matrix, w.mul(i, n), 8)));
    w.do(w.call(rotate, first, second, n, c, s));
    for (const [row, column] of [
      [first, p],
      [second, q],
    ]) {
      w.for(0, n, 1, (i) => {
        const value = w.at("f64.load", 0, w.element(row, i, 8));
        w.store("f64.store", w.element(matrix, w.add(w.mul(i, n), column), 8), value);
      });
    }
    // The 2 x 2 block by small corrections (Rutishauser, Numerische Mathematik 9 (1966), 1–10).
    w.store("f64.store", pp, w.op("f64.sub", dp, w.op("f64.mul", t, off)));
    w.store("f64.store", qq, w.op("f64.add", dq, w.op("f64.mul", t, off)));
    clear();
    const [x, y] = [p, q].map((i) => w.element(rows, w.mul(i, n), 8));
    w.do(w.call(rotate, x, y, n, c, s));
    w.push(1);
  });
}
