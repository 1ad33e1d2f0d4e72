/**
 * The QR factorisation a = q r by Householder reflections, with the signs of LAPACK.
 *
 *     qr(a, q, r, m, n, complete, count, work)
 *
 * Op `qr`; complete is 1 for mode "complete", else 0. a is [m, n], q [m, size], r [size, n] with size = m where complete, else min(m, n);
 * `count` of each one after the other. Never an error: an element that is not finite fills both with NaN. `work` has {@link qrWork} bytes.
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addCopy, bytesOf, type Float } from "./copy.ts";
import { addReflections, householderWork, tBytes } from "./householder.ts";
import { addUpdate } from "./update.ts";
import { addPowerOfTwoScale, addScale } from "./vectors.ts";
import { routine, type Writer } from "./writer.ts";

/** Bytes of work space. */
export function qrWork(m: number, n: number, complete: boolean): number {
  const size = complete ? m : Math.min(m, n);
  return householderWork(m, Math.max(m, n)) + tBytes(Math.min(m, n)) + 8 * m * (n + size);
}

/** Adds the routine `qr`. */
export function addQr(module: ModuleBuilder, type: Float, relaxed: boolean): FunctionBuilder {
  const [copyIn, copyOut] = [addCopy(module, "f64", type), addCopy(module, type, "f64")];
  const { factor, turn } = addReflections(module, addUpdate(module, relaxed), relaxed);
  const [scaleOf, multiply, divide] = [addPowerOfTwoScale(module), addScale(module, "mul"), addScale(module, "div")];
  const bytes = bytesOf(type);
  return routine(module, "qr", 8, undefined, (w, [a, q, r, m, n, complete, count, work]) => {
    const scale = w.f.local("f64");
    const least = w.int(w.min(m, n));
    const size = w.int(w.select(complete, m, least));
    const [elements, qSize, rSize] = [w.int(w.mul(m, n)), w.int(w.mul(m, size)), w.int(w.mul(size, n))];
    const columns = work;
    const qColumns = w.int(w.element(columns, elements, 8));
    const t = w.int(w.element(qColumns, qSize, 8));
    const space = w.int(w.add(t, w.mul(w.op("i32.shr_u", w.add(least, 31), 5), tBytes(1))));
    w.for(0, count, 1, () => {
      w.do(w.call(copyIn, columns, 1, m, a, n, 1, m, n));
      w.set(scale, w.call(scaleOf, columns, elements));
      w.if(
        w.op("f64.ne", scale, scale),
        () => {
          fill(w, type, q, qSize, NaN);
          fill(w, type, r, rSize, NaN);
        },
        () => {
          w.if(w.op("f64.ne", scale, w.f64(1)), () => w.do(w.call(multiply, columns, scale, elements)));
          w.do(w.call(factor, columns, m, n, t, space));
          w.clear(qColumns, w.mul(qSize, 8));
          w.for(0, size, 1, (j) => w.store("f64.store", w.element(qColumns, w.mul(j, w.add(m, 1)), 8), w.f64(1)));
          w.do(w.call(turn, columns, m, m, least, t, qColumns, size, 1, space));
          w.do(w.call(copyOut, q, size, 1, qColumns, 1, m, m, size));
          w.if(w.op("f64.ne", scale, w.f64(1)), () => w.do(w.call(divide, columns, scale, elements)));
          w.do(w.call(copyOut, r, n, 1, columns, 1, m, size, n));
          clearBelow(w, r, size, n, bytes);
        },
      );
      w.bump(a, w.mul(elements, bytes));
      w.bump(q, w.mul(qSize, bytes));
      w.bump(r, w.mul(rSize, bytes));
    });
  });
}

export function fill(w: Writer, type: Float, at: Local, count: Local, value: number): void {
  w.for(0, count, 1, (i) =>
    w.store(`${type}.store`, w.element(at, i, bytesOf(type)), () => (type === "f64" ? w.f.f64(value) : w.f.f32(value))),
  );
}

/** Zeros below the diagonal. */
function clearBelow(w: Writer, r: Local, rows: Local, n: Local, bytes: number): void {
  w.for(1, rows, 1, (i) => {
    w.clear(w.element(r, w.mul(i, n), bytes), w.mul(w.min(i, n), bytes));
  });
}
