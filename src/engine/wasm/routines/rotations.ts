/** Plane rotations of vectors of float64, and the sign convention of eigenvectors and singular vectors. */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { subtract } from "./update.ts";
import { addLargest, byFours, multiplyAdd } from "./vectors.ts";
import { routine, type Writer } from "./writer.ts";

/** (x, y, n, c, s): (x, y) <- (c x - s y, s x + c y), as small corrections like `rotate` of src/ops/linalg/dense/vectors.ts. */
export function addRotate(module: ModuleBuilder, relaxed: boolean): FunctionBuilder {
  return routine(module, undefined, ["i32", "i32", "i32", "f64", "f64"], undefined, (w, [x, y, n, c, s]) => {
    const tau = w.let("f64", w.op("f64.div", s, w.op("f64.add", w.f64(1), c)));
    const [sines, taus] = [s, tau].map((value) => w.let("v128", w.op("f64x2.splat", value)));
    const [xs, ys, a, b] = [w.f.local("v128"), w.f.local("v128"), w.f.local("f64"), w.f.local("f64")];
    byFours(
      w,
      [x, y],
      n,
      () => {
        for (const at of [0, 16]) {
          w.set(xs, w.at("v128.load", at, x));
          w.set(ys, w.at("v128.load", at, y));
          const [toX, toY] = [multiplyAdd(w, relaxed, ys, taus, xs), subtract(w, relaxed, xs, taus, ys)];
          w.store("v128.store", x, subtract(w, relaxed, xs, sines, toX), at);
          w.store("v128.store", y, multiplyAdd(w, relaxed, ys, sines, toY), at);
        }
      },
      () => {
        w.set(a, w.at("f64.load", 0, x));
        w.set(b, w.at("f64.load", 0, y));
        const toX = w.op("f64.mul", s, w.op("f64.add", b, w.op("f64.mul", tau, a)));
        const toY = w.op("f64.mul", s, w.op("f64.sub", a, w.op("f64.mul", tau, b)));
        w.store("f64.store", x, w.op("f64.sub", a, toX));
        w.store("f64.store", y, w.op("f64.add", b, toY));
      },
    );
  });
}

/** (x, n) to 1 or -1: the sign that makes the first element positive that is the largest but for a relative 1e-8. */
export function addLeadingSign(module: ModuleBuilder): FunctionBuilder {
  const largest = addLargest(module);
  return routine(module, undefined, ["i32", "i32"], "f64", (w, [x, n]) => {
    const value = w.f.local("f64");
    const threshold = w.let("f64", w.op("f64.mul", w.call(largest, x, n), w.f64(1 - 1e-8)));
    w.for(0, n, 1, () => {
      w.set(value, w.at("f64.load", 0, x));
      w.if(w.op("f64.ge", w.op("f64.abs", value), threshold), () =>
        w.return(w.select(w.op("f64.lt", value, w.f64(0)), w.f64(-1), w.f64(1))),
      );
      w.bump(x, 8);
    });
    w.push(w.f64(1));
  });
}

/** √(x² + y²) without overflow or underflow, into the local `to`, which may be none of the others. */
export function setHypot(w: Writer, to: Local, x: Local, y: Local): void {
  const [large, small] = [w.f.local("f64"), w.f.local("f64")];
  w.set(large, w.op("f64.max", w.op("f64.abs", x), w.op("f64.abs", y)));
  w.set(small, w.op("f64.min", w.op("f64.abs", x), w.op("f64.abs", y)));
  w.set(small, w.op("f64.div", small, large));
  const length = w.op("f64.sqrt", w.op("f64.add", w.f64(1), w.op("f64.mul", small, small)));
  w.set(to, w.select(w.op("f64.eq", large, w.f64(0)), w.f64(0), w.op("f64.mul", large, length)));
  w.f.free(large);
  w.f.free(small);
}

/**
 * The tangent of the smaller angle with cot 2θ = zeta, into the local `to`. Beyond 1e9 the square of zeta could overflow, and
 * √(1 + zeta²) is zeta to the last bit.
 */
export function setTangent(w: Writer, to: Local, zeta: Local): void {
  const size = w.f.local("f64");
  w.set(size, w.op("f64.abs", zeta));
  const root = w.op("f64.sqrt", w.op("f64.add", w.f64(1), w.op("f64.mul", size, size)));
  const divisor = w.op("f64.add", size, w.select(w.op("f64.gt", size, w.f64(1e9)), size, root));
  const sign = w.select(w.op("f64.ge", zeta, w.f64(0)), w.f64(1), w.f64(-1));
  w.set(to, w.op("f64.div", sign, divisor));
  w.f.free(size);
}
