/**
 * Eigenvalues and eigenvectors of a symmetric matrix of float64 by reduction to tridiagonal form and implicit QR steps with Wilkinson's
 * shift (Golub & Van Loan, Matrix Computations, 4th ed., §8.3), as in src/ops/linalg/dense/tridiagonal.ts.
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { type Reflections, tauOf } from "./householder.ts";
import { addRotate, setHypot } from "./rotations.ts";
import { subtract } from "./update.ts";
import { addDot, addSubtractMultiple, byFours, multiplyAdd } from "./vectors.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** LAPACK's limit (dsteqr MAXIT): on average 30 steps for each eigenvalue; about 1.7 are used. */
const STEPS_PER_VALUE = 30;

/** Off-diagonal entries below this are zero beside a norm of at least 2^-200, and their squares would underflow. */
const NEGLIGIBLE = 2 ** -500;

const UNIT_ROUNDOFF = 2 ** -53;

/**
 * (w, rows, n, d, t, work) to 1 where all were found, else 0: w, both triangles of it, is overwritten; the eigenvalues come to d, which has
 * 4n places, in any order, the eigenvectors to `rows`; t has room for the T of n reflectors.
 */
export function addTridiagonalEigen(
  module: ModuleBuilder,
  reflections: Reflections,
  relaxed: boolean,
): FunctionBuilder {
  const reduce = addReduce(module, reflections, relaxed);
  const step = addStep(module, relaxed);
  return routine(module, undefined, 6, "i32", (w, [matrix, rows, n, d, t, work]) => {
    const e = w.int(w.element(d, n, 8));
    w.do(w.call(reduce, matrix, rows, n, d, e, t, w.add(e, w.mul(n, 8)), work));
    const [steps, high, low] = [w.int(w.mul(n, STEPS_PER_VALUE)), w.int(w.sub(n, 1)), w.f.local("i32")];
    const negligible = addNegligible(w, d, e);
    w.f.block(() => {
      w.f.loop(() => {
        w.push(w.op("i32.le_s", high, 0));
        w.f.breakIf(1);
        w.set(low, w.sub(high, 1));
        w.if(
          negligible(low),
          () => {
            w.store("f64.store", w.element(e, low, 8), w.f64(0));
            w.set(high, low);
          },
          () => {
            w.if(w.op("i32.eqz", steps), () => w.return(0));
            w.bump(steps, -1);
            // Down to the start of the block that does not fall apart.
            w.f.block(() => {
              w.f.loop(() => {
                w.push(w.op("i32.le_s", low, 0));
                w.f.breakIf(1);
                const before = w.int(w.sub(low, 1));
                w.if(negligible(before), () => {
                  w.store("f64.store", w.element(e, before, 8), w.f64(0));
                  w.f.break(2);
                });
                w.set(low, before);
                w.f.break(0);
              });
            });
            w.do(w.call(step, d, e, rows, n, low, high));
          },
        );
        w.f.break(0);
      });
    });
    w.push(1);
  });
}

/** Whether e[i] is zero to rounding: e² <= u² |d_i d_{i+1}|, on square roots to stay clear of underflow (LAPACK dsteqr). */
function addNegligible(w: Writer, d: Local, e: Local): (i: Local) => Term {
  return (i) => () => {
    const root = (offset: number): Term =>
      w.op("f64.sqrt", w.op("f64.abs", w.at("f64.load", offset, w.element(d, i, 8))));
    const bound = w.op("f64.mul", w.op("f64.mul", w.f64(UNIT_ROUNDOFF), root(0)), root(8));
    const size = w.op("f64.abs", w.at("f64.load", 0, w.element(e, i, 8)));
    w.push(w.op("f64.le", size, w.op("f64.max", bound, w.f64(NEGLIGIBLE))));
  };
}

/**
 * (w, rows, n, d, e, t, room, work): diagonal and off-diagonal of qᵀ w q, and qᵀ by rows; room has 2n places.
 *
 * A reflection H makes H block H = block - v qᵀ - q vᵀ of the block behind, with p = tau block v and q = p - (tau pᵀv / 2) v. It is done
 * when the next reflection needs the products with its own v, so that the block is gone through once in each step (as in the fused
 * kernels of Howell, Demmel, Fulton, Hammarling & Marmol, ACM TOMS 34 (2008), no. 14).
 */
function addReduce(module: ModuleBuilder, { make, triangles, turn }: Reflections, relaxed: boolean): FunctionBuilder {
  const dot = addDot(module, relaxed);
  const subtractMultiple = addSubtractMultiple(module, relaxed);
  const updateRow = addUpdateRow(module, relaxed);
  return routine(module, undefined, 8, undefined, (w, [matrix, rows, n, d, e, t, room, work]) => {
    const [tau, half] = [w.f.local("f64"), w.f.local("f64")];
    const last = w.int(w.sub(n, 1));
    const stride = w.int(w.mul(n, 8));
    w.clear(t, w.mul(w.op("i32.shr_u", w.add(n, 31), 5), 32 * 32 * 8));
    // v and q of the step before, of which only their part from the current row on is needed; zeros at first.
    w.clear(room, w.mul(stride, 2));
    const [v, q, p] = [w.int(room), w.int(room), w.int(w.add(room, stride))];
    const first = (base: Term): Term => w.at("f64.load", 0, base);
    const diagonal = w.int(matrix);
    w.for(0, last, 1, (k) => {
      const length = w.int(w.sub(last, k));
      const next = w.int(w.add(diagonal, 8));
      w.drop(w.call(updateRow, diagonal, first(v), q, first(q), v, v, w.add(length, 1)));
      w.store("f64.store", w.element(d, k, 8), first(diagonal));
      w.set(tau, w.call(make, next, length));
      w.store("f64.store", tauOf(w, t, k), tau);
      w.store("f64.store", w.element(e, k, 8), first(next));
      w.store("f64.store", next, w.f64(1));
      const row = w.int(next);
      w.bump(v, 8);
      w.bump(q, 8);
      w.for(0, length, 1, (i) => {
        w.bump(row, stride);
        const [vi, qi] = [v, q].map((base) => first(w.element(base, i, 8)));
        const product = w.call(updateRow, row, vi, q, qi, v, next, length);
        w.store("f64.store", w.element(p, i, 8), w.op("f64.mul", tau, product));
      });
      w.set(half, w.op("f64.mul", w.op("f64.mul", tau, w.call(dot, p, next, length)), w.f64(0.5)));
      w.do(w.call(subtractMultiple, p, half, next, length));
      w.set(v, next);
      // The other half of the room is free now.
      w.set(q, p);
      w.set(p, w.select(w.op("i32.eq", p, room), w.add(room, stride), room));
      w.bump(diagonal, w.add(stride, 8));
    });
    w.if(n, () => w.store("f64.store", w.element(d, last, 8), first(diagonal)));
    w.clear(rows, w.mul(n, stride));
    w.for(0, n, 1, (i) => w.store("f64.store", w.element(rows, w.mul(i, w.add(n, 1)), 8), w.f64(1)));
    // Reflector k acts on the components after k: in all but the first component it is a factorisation like another.
    w.do(w.call(triangles, w.add(matrix, 8), n, last, last, t, work));
    w.do(w.call(turn, w.add(matrix, 8), n, last, last, t, w.element(rows, w.add(n, 1), 8), last, 1, work));
  });
}

/** (x, a, y, b, z, v, n) to x · v, after x -= a·y + b·z. */
function addUpdateRow(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  const params = ["i32", "f64", "i32", "f64", "i32", "i32", "i32"] as const;
  return routine(module, undefined, params, "f64", (w, [x, a, y, b, z, v, n]) => {
    const sums = [w.f.local("v128"), w.f.local("v128")];
    const [as, bs, value] = [
      w.let("v128", w.op("f64x2.splat", a)),
      w.let("v128", w.op("f64x2.splat", b)),
      w.f.local("v128"),
    ];
    const [total, one] = [w.f.local("f64"), w.f.local("f64")];
    byFours(
      w,
      [x, y, z, v],
      n,
      () =>
        sums.forEach((sum, i) => {
          const [xs, ys, zs, vs] = [x, y, z, v].map((at) => w.at("v128.load", 16 * i, at));
          w.set(value, subtract(w, relaxed, subtract(w, relaxed, xs, as, ys), bs, zs));
          w.store("v128.store", x, value, 16 * i);
          w.set(sum, multiplyAdd(w, relaxed, sum, value, vs));
        }),
      () => {
        const [xs, ys, zs, vs] = [x, y, z, v].map((at) => w.at("f64.load", 0, at));
        w.set(one, w.op("f64.sub", w.op("f64.sub", xs, w.op("f64.mul", a, ys)), w.op("f64.mul", b, zs)));
        w.store("f64.store", x, one);
        w.set(total, w.op("f64.add", total, w.op("f64.mul", one, vs)));
      },
    );
    w.set(value, w.op("f64x2.add", sums[0], sums[1]));
    for (const lane of [0, 1]) w.set(total, w.op("f64.add", total, w.at("f64x2.extract_lane", lane, value)));
    w.push(total);
  });
}

/** (d, e, rows, n, low, high): one implicit QR step on an unreduced block (Golub & Van Loan, 4th ed., Algorithm 8.3.2). */
function addStep(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  const rotate = addRotate(module, relaxed);
  return routine(module, undefined, 6, undefined, (w, [d, e, rows, n, low, high]) => {
    const real = (value: Term): Local => w.let("f64", value);
    const at = (base: Local, i: Term, offset = 0): Term => w.at("f64.load", offset, w.element(base, i, 8));
    const [add, sub, mul, div] = ["add", "sub", "mul", "div"].map(
      (name) =>
        (a: Term, b: Term): Term =>
          w.op(`f64.${name}`, a, b),
    );
    const before = w.int(w.sub(high, 1));
    const off = real(at(e, before));
    const delta = real(mul(sub(at(d, before), at(d, high)), w.f64(0.5)));
    const root = w.op("f64.copysign", w.op("f64.sqrt", add(mul(delta, delta), mul(off, off))), delta);
    const shift = sub(at(d, high), mul(div(off, add(delta, root)), off));
    const [x, z] = [real(sub(at(d, low), shift)), real(at(e, low))];
    const [r, c, s, dk, ek, dn] = Array.from({ length: 6 }, () => w.f.local("f64"));
    w.for(low, high, 1, (k) => {
      // The rotation that makes z zero; r takes the sign of x, so that c >= 0.
      setHypot(w, r, x, z);
      w.set(r, w.op("f64.copysign", r, x));
      const isZero = w.op("f64.eq", r, w.f64(0));
      w.set(c, w.select(isZero, w.f64(1), div(x, r)));
      w.set(s, w.select(isZero, w.f64(0), w.op("f64.neg", div(z, r))));
      const [dAt, eAt] = [w.int(w.element(d, k, 8)), w.int(w.element(e, k, 8))];
      w.if(w.op("i32.gt_s", k, low), () => w.store("f64.store", w.sub(eAt, 8), r));
      w.set(dk, w.at("f64.load", 0, dAt));
      w.set(ek, w.at("f64.load", 0, eAt));
      w.set(dn, w.at("f64.load", 8, dAt));
      // One common correction keeps the trace exact but for one rounding (EISPACK tql2).
      const correction = real(mul(s, sub(mul(s, sub(dn, dk)), mul(mul(w.f64(2), c), ek))));
      w.store("f64.store", dAt, add(dk, correction));
      w.store("f64.store", dAt, sub(dn, correction), 8);
      const turned = add(mul(mul(c, s), sub(dk, dn)), mul(sub(mul(c, c), mul(s, s)), ek));
      w.set(x, turned);
      w.store("f64.store", eAt, x);
      w.if(w.op("i32.lt_s", k, before), () => {
        w.set(z, mul(w.op("f64.neg", s), w.at("f64.load", 8, eAt)));
        w.store("f64.store", eAt, mul(w.at("f64.load", 8, eAt), c), 8);
      });
      const row = w.int(w.element(rows, w.mul(k, n), 8));
      w.do(w.call(rotate, row, w.element(row, n, 8), n, c, s));
    });
  });
}
