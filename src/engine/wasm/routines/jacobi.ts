/** One-sided Jacobi: rotates the rows of a matrix of float64 until they are orthogonal, as in src/ops/linalg/dense/svd.ts. */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addRotate, setTangent } from "./rotations.ts";
import { addDot, addNorm } from "./vectors.ts";
import { routine, type Term } from "./writer.ts";

/** LAPACK's limit (dgesvj NSWEEP); 3 to 6 are used. */
const SWEEPS = 30;

/** Rows with a norm below this have inner products that may underflow. */
const SMALL_NORM = 2 ** -450;

/** Rows with a norm below this have too few digits left to be turned: they keep their length, not their direction. */
export const LOST_NORM: number = 2 ** -960;

const UNIT_ROUNDOFF = 2 ** -53;

/** (rows, rotations, s, n) to 1 where it converged: n rows of n elements, sorted by their norms s, and the rotations that did it. */
export function addOrthogonalise(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  const dot = addDot(module, relaxed);
  const norm = addNorm(module, dot);
  const largest = addBringLargest(module);
  const pair = addPair(module, relaxed, dot, norm);
  return routine(module, undefined, 4, "i32", (w, [rows, rotations, s, n]) => {
    w.clear(rotations, w.mul(w.mul(n, n), 8));
    w.for(0, n, 1, (i) => {
      w.store("f64.store", w.element(rotations, w.mul(i, w.add(n, 1)), 8), w.f64(1));
      w.store("f64.store", w.element(s, i, 8), w.call(norm, w.element(rows, w.mul(i, n), 8), n));
    });
    const changed = w.int(1);
    w.for(0, SWEEPS, 1, () =>
      w.if(changed, () => {
        w.set(changed, 0);
        w.for(0, n, 1, (p) => {
          w.do(w.call(largest, rows, rotations, s, n, p));
          w.for(w.add(p, 1), n, 1, (q) =>
            w.set(changed, w.op("i32.or", changed, w.call(pair, rows, rotations, s, n, p, q))),
          );
        });
      }),
    );
    w.push(w.op("i32.eqz", changed));
  });
}

/** (rows, rotations, s, n, p): the longest of the rows from p on comes to p (de Rijk, SIAM J. Sci. Stat. Comput. 10 (1989), 359–371). */
function addBringLargest(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, 5, undefined, (w, [rows, rotations, s, n, p]) => {
    const [best, largest, value] = [w.int(p), w.f.local("f64"), w.f.local("f64")];
    w.set(largest, w.at("f64.load", 0, w.element(s, p, 8)));
    w.for(w.add(p, 1), n, 1, (q) => {
      w.set(value, w.at("f64.load", 0, w.element(s, q, 8)));
      w.if(w.op("f64.gt", value, largest), () => {
        w.set(largest, value);
        w.set(best, q);
      });
    });
    w.if(w.op("i32.eq", best, p), () => w.return());
    const exchange = (base: Local, width: Term): void => {
      const [x, y] = [p, best].map((i) => w.int(w.element(base, w.mul(i, width), 8)));
      const end = w.int(width);
      w.for(0, end, 1, () => {
        w.set(value, w.at("f64.load", 0, x));
        w.store("f64.store", x, w.at("f64.load", 0, y));
        w.store("f64.store", y, value);
        w.bump(x, 8);
        w.bump(y, 8);
      });
    };
    exchange(rows, n);
    exchange(rotations, n);
    exchange(s, 1);
  });
}

/** (rows, rotations, s, n, p, q) to 1 where it turned rows p and q; 0 where their cosine is within the tolerance already. */
function addPair(
  module: ModuleBuilder,
  relaxed: boolean,
  dot: FunctionBuilder,
  norm: FunctionBuilder,
): FunctionBuilder {
  const rotate = addRotate(module, relaxed);
  const cosineOf = addCosine(module, dot);
  return routine(module, undefined, 6, "i32", (w, [rows, rotations, s, n, p, q]) => {
    const [atP, atQ] = [p, q].map((i) => w.int(w.element(s, i, 8)));
    const [lengthP, lengthQ] = [atP, atQ].map((at) => w.let("f64", w.at("f64.load", 0, at)));
    w.if(w.op("f64.lt", w.op("f64.min", lengthP, lengthQ), w.f64(LOST_NORM)), () => w.return(0));
    const [x, y] = [p, q].map((i) => w.int(w.element(rows, w.mul(i, n), 8)));
    const cosine = w.let("f64", w.call(cosineOf, x, y, n, lengthP, lengthQ));
    // dgesvj takes √n u, which the rounding of the rows alone can exceed for small n.
    const root = w.op("f64.sqrt", w.op("f64.convert_i32_s", n));
    const tolerance = w.op("f64.mul", w.op("f64.add", w.f64(4), root), w.f64(UNIT_ROUNDOFF));
    w.if(w.op("f64.le", w.op("f64.abs", cosine), tolerance), () => w.return(0));
    // cot 2θ = (|q|² - |p|²) / (2 p·q), by ratios of norms so that no square overflows (Drmač & Veselić).
    const ratios = w.op("f64.sub", w.op("f64.div", lengthQ, lengthP), w.op("f64.div", lengthP, lengthQ));
    const zeta = w.let("f64", w.op("f64.div", ratios, w.op("f64.mul", w.f64(2), cosine)));
    const [t, c, sine] = [w.f.local("f64"), w.f.local("f64"), w.f.local("f64")];
    setTangent(w, t, zeta);
    w.if(w.op("f64.eq", t, w.f64(0)), () => w.return(0));
    w.set(c, w.op("f64.div", w.f64(1), w.op("f64.sqrt", w.op("f64.add", w.f64(1), w.op("f64.mul", t, t)))));
    w.set(sine, w.op("f64.mul", t, c));
    w.do(w.call(rotate, x, y, n, c, sine));
    const [u, v] = [p, q].map((i) => w.element(rotations, w.mul(i, n), 8));
    w.do(w.call(rotate, u, v, n, c, sine));
    w.store("f64.store", atP, w.call(norm, x, n));
    w.store("f64.store", atQ, w.call(norm, y, n));
    w.push(1);
  });
}

/** (x, y, n, length of x, of y) to the cosine of the angle between them. */
function addCosine(module: ModuleBuilder, dot: FunctionBuilder): FunctionBuilder {
  return routine(module, undefined, ["i32", "i32", "i32", "f64", "f64"], "f64", (w, [x, y, n, lengthX, lengthY]) => {
    w.if(w.op("f64.gt", w.op("f64.min", lengthX, lengthY), w.f64(SMALL_NORM)), () =>
      w.return(w.op("f64.div", w.op("f64.div", w.call(dot, x, y, n), lengthX), lengthY)),
    );
    const sum = w.let("f64", w.f64(0));
    w.for(0, n, 1, () => {
      const [a, b] = [
        w.op("f64.div", w.at("f64.load", 0, x), lengthX),
        w.op("f64.div", w.at("f64.load", 0, y), lengthY),
      ];
      w.set(sum, w.op("f64.add", sum, w.op("f64.mul", a, b)));
      w.bump(x, 8);
      w.bump(y, 8);
    });
    w.push(sum);
  });
}
