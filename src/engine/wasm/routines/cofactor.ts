/**
 * The matrix of cofactors, the derivative of the determinant; right where the matrix is singular too.
 *
 *     cofactor(a, out, n, count, work)
 *
 * Op `cofactor`, no params. a and out are [n, n], `count` of each one after the other; never an error. `work` has {@link cofactorWork} bytes.
 *
 * As in `cofactors` of src/ops/linalg/dense/adjugate.ts: those of the factors l and u, whose product with rows put back they are.
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addCopy, bytesOf, type Float } from "./copy.ts";
import { addFactor } from "./lu.ts";
import { addSolveRows, addSubstitute } from "./triangular.ts";
import { addUpdate, UPDATE_WORK } from "./update.ts";
import { addScale, addSubtractMultiple } from "./vectors.ts";
import { routine, type Writer } from "./writer.ts";

/** Bytes of work space. */
export const cofactorWork = (n: number): number => UPDATE_WORK + 8 * (2 * n * n + n);

/** Adds the routine `cofactor`. */
export function addCofactor(module: ModuleBuilder, type: Float, relaxed: boolean): FunctionBuilder {
  const [copyIn, copyOut] = [addCopy(module, "f64", type), addCopy(module, type, "f64")];
  const factor = addFactor(module, relaxed);
  const ofUpper = addOfUpper(module, relaxed);
  const solve = addSolveRows(module, addUpdate(module, relaxed), addSubstitute(module, relaxed));
  const bytes = bytesOf(type);
  return routine(module, "cofactor", 5, undefined, (w, [a, out, n, count, work]) => {
    const size = w.int(w.mul(n, n));
    const matrix = w.int(w.add(work, UPDATE_WORK));
    const c = w.int(w.element(matrix, size, 8));
    const order = w.int(w.element(c, size, 8));
    w.for(0, count, 1, () => {
      w.if(
        w.op("i32.eq", n, 2),
        () => cofactorsOfTwo(w, type, a, out),
        () => {
          w.do(w.call(copyIn, matrix, n, 1, a, n, 1, n, n));
          const sign = w.int(w.call(factor, matrix, order, n, n, work));
          w.do(w.call(ofUpper, matrix, c, n, sign));
          // Times l⁻ᵀ: an upper triangle, from its end.
          const [corner, last] = [w.element(matrix, w.sub(size, 1), 8), w.element(c, w.sub(size, n), 8)];
          w.do(w.call(solve, corner, -1, w.sub(0, n), last, w.sub(0, n), n, n, 1, work));
          w.for(0, n, 1, (i) => {
            const place = w.at("i32.load", 0, w.element(order, i, 4));
            w.do(
              w.call(copyOut, w.element(out, w.mul(place, n), bytes), n, 1, w.element(c, w.mul(i, n), 8), n, 1, 1, n),
            );
          });
        },
      );
      w.bump(a, w.mul(size, bytes));
      w.bump(out, w.mul(size, bytes));
    });
  });
}

/** Without rounding. 0 - x, as zeros have no sign in the reference. */
function cofactorsOfTwo(w: Writer, type: Float, a: Local, out: Local): void {
  const bytes = bytesOf(type);
  const zero = (): void => void (type === "f64" ? w.f.f64(0) : w.f.f32(0));
  [3, 2, 1, 0].forEach((from, to) => {
    const value = w.at(`${type}.load`, from * bytes, a);
    const inner = from === 1 || from === 2;
    w.store(`${type}.store`, out, inner ? w.op(`${type}.sub`, zero, value) : value, to * bytes);
  });
}

/**
 * (factors, c, n, sign): cof(u) from the leading blocks of u, without any division: for u = [v x; 0 μ] it is
 * [μ cof(v), 0; -xᵀ cof(v), det(v)].
 */
function addOfUpper(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  const [subtract, scale] = [addSubtractMultiple(module, relaxed), addScale(module, "mul")];
  return routine(module, undefined, 4, undefined, (w, [factors, c, n, sign]) => {
    const [det, pivot] = [w.let("f64", w.op("f64.convert_i32_s", sign)), w.f.local("f64")];
    const stride = w.int(w.mul(n, 8));
    w.clear(c, w.mul(stride, n));
    const row = w.int(c);
    w.for(0, n, 1, (k) => {
      const column = w.int(w.element(factors, k, 8));
      const [above, end] = [w.int(c), w.int(k)];
      w.set(pivot, w.at("f64.load", 0, w.element(factors, w.mul(k, w.add(n, 1)), 8)));
      w.for(0, end, 1, (i) => {
        const length = w.int(w.add(i, 1));
        w.do(w.call(subtract, row, w.at("f64.load", 0, column), above, length));
        w.do(w.call(scale, above, pivot, length));
        w.bump(above, stride);
        w.bump(column, stride);
      });
      w.store("f64.store", w.element(row, k, 8), det);
      w.set(det, w.op("f64.mul", det, pivot));
      w.bump(row, stride);
    });
  });
}
