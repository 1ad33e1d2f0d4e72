/**
 * Eigenvalues and eigenvectors of a symmetric matrix of float64 by reduction to tridiagonal form and implicit QR steps with Wilkinson's
 * shift (Golub & Van Loan, Matrix Computations, 4th ed., §8.3), as in src/ops/linalg/dense/tridiagonal.ts.
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { type Reflections, tauOf } from "./householder.ts";
import { addRotate, setHypot } from "./rotations.ts";
import { addDot, addSubtractMultiple } from "./vectors.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** LAPACK's limit (dsteqr MAXIT): on average 30 steps for each eigenvalue; about 1.7 are used. */
const STEPS_PER_VALUE = 30;

/** Off-diagonal entries below this are zero beside a norm of at least 2^-200, and their squares would underflow. */
const NEGLIGIBLE = 2 ** -500;

const UNIT_ROUNDOFF = 2 ** -53;

/**
 * (w, rows, n, d, t, work) to 1 where all were found, else 0: w, both triangles of it, is overwritten; the eigenvalues come to d, which has
 * 2n places, in any order, the eigenvectors to `rows`; t has room for the T of n reflectors.
 */
export function addTridiagonalEigen(module: ModuleBuilder, reflections: Reflections, relaxed: boolean): FunctionBuilder {
  const reduce = addReduce(module, reflections, relaxed);
  const step = addStep(module);
  return routine(module, undefined, 6, "i32", (w, [matrix, rows, n, d, t, work]) => {
    const e = w.int(w.element(d, n, 8));
    w.do(w.call(reduce, matrix, rows, n, d, e, t, work));
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
    const root = (offset: number): Term => w.op("f64.sqrt", w.op("f64.abs", w.at("f64.load", offset, w.element(d, i, 8))));
    const bound = w.op("f64.mul", w.op("f64.mul", w.f64(UNIT_ROUNDOFF), root(0)), root(8));
    const size = w.op("f64.abs", w.at("f64.load", 0, w.element(e, i, 8)));
    w.push(w.op("f64.le", size, w.op("f64.max", bound, w.f64(NEGLIGIBLE))));
  };
}

/** (w, rows, n, d, e, t, work): diagonal and off-diagonal of qᵀ w q, and qᵀ by rows. */
function addReduce(module: ModuleBuilder, { make, triangles, turn }: Reflections, relaxed: boolean): FunctionBuilder {
  const trailing = addTrailing(module, relaxed);
  return routine(module, undefined, 7, undefined, (w, [matrix, rows, n, d, e, t, work]) => {
    const tau = w.f.local("f64");
    const last = w.int(w.sub(n, 1));
    w.push(t, 0, w.mul(w.op("i32.shr_u", w.add(n, 31), 5), 32 * 32 * 8));
    w.f.memoryFill();
    const at = w.int(w.add(matrix, 8));
    w.for(0, last, 1, (k) => {
      const length = w.int(w.sub(last, k));
      w.set(tau, w.call(make, at, length));
      w.store("f64.store", tauOf(w, t, k), tau);
      w.store("f64.store", w.element(e, k, 8), w.at("f64.load", 0, at));
      // The product with the reflector needs some room, for which d is not yet used.
      w.if(w.op("f64.ne", tau, w.f64(0)), () => w.do(w.call(trailing, at, n, length, tau, d)));
      w.bump(at, w.mul(w.add(n, 1), 8));
    });
    w.push(rows, 0, w.mul(w.mul(n, n), 8));
    w.f.memoryFill();
    w.for(0, n, 1, (i) => {
      const place = w.int(w.mul(i, w.add(n, 1)));
      w.store("f64.store", w.element(d, i, 8), w.at("f64.load", 0, w.element(matrix, place, 8)));
      w.store("f64.store", w.element(rows, place, 8), w.f64(1));
    });
    // Reflector k acts on the components after k: in all but the first component it is a factorisation like another.
    w.if(w.op("i32.gt_s", n, 1), () => {
      w.do(w.call(triangles, w.add(matrix, 8), n, last, last, t, work));
      const second = w.element(rows, w.add(n, 1), 8);
      w.do(w.call(turn, w.add(matrix, 8), n, last, last, t, second, last, 1, work));
    });
  });
}

/**
 * (reflector, n, length, tau, p): the block behind <- H block H = block - v qᵀ - q vᵀ, with p = tau block v and q = p - (tau pᵀv / 2) v. Row
 * i of the block is i + 1 rows below the reflector.
 */
function addTrailing(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  const dot = addDot(module, relaxed);
  const subtract = addSubtractMultiple(module, relaxed);
  return routine(module, undefined, ["i32", "i32", "i32", "f64", "i32"], undefined, (w, [v, n, length, tau, p]) => {
    const [beta, half] = [w.let("f64", w.at("f64.load", 0, v)), w.f.local("f64")];
    w.store("f64.store", v, w.f64(1));
    const row = w.int(v);
    const stride = w.int(w.mul(n, 8));
    w.for(0, length, 1, (i) => {
      w.bump(row, stride);
      w.store("f64.store", w.element(p, i, 8), w.op("f64.mul", tau, w.call(dot, row, v, length)));
    });
    w.set(half, w.op("f64.mul", w.op("f64.mul", tau, w.call(dot, p, v, length)), w.f64(0.5)));
    w.do(w.call(subtract, p, half, v, length));
    w.set(row, v);
    w.for(0, length, 1, (i) => {
      w.bump(row, stride);
      w.do(w.call(subtract, row, w.at("f64.load", 0, w.element(v, i, 8)), p, length));
      w.do(w.call(subtract, row, w.at("f64.load", 0, w.element(p, i, 8)), v, length));
    });
    w.store("f64.store", v, beta);
  });
}

/** (d, e, rows, n, low, high): one implicit QR step on an unreduced block (Golub & Van Loan, 4th ed., Algorithm 8.3.2). */
function addStep(module: ModuleBuilder): FunctionBuilder {
  const rotate = addRotate(module);
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
