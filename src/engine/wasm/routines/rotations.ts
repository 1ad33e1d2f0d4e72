/** Plane rotations of vectors of float64, and the sign convention of eigenvectors and singular vectors. */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addLargest } from "./vectors.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** (x, y, n, c, s): (x, y) <- (c x - s y, s x + c y), as small corrections like `rotate` of src/ops/linalg/dense/vectors.ts. */
export function addRotate(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, ["i32", "i32", "i32", "f64", "f64"], undefined, (w, [x, y, n, c, s]) => {
    const tau = w.let("f64", w.op("f64.div", s, w.op("f64.add", w.f64(1), c)));
    const [sines, taus] = [s, tau].map((value) => w.let("v128", w.op("f64x2.splat", value)));
    const i = w.int(0);
    const end = w.int(w.op("i32.and", n, -2));
    const step = (type: "v128" | "f64", kind: string, sine: Local, correction: Local, bytes: number): void => {
      const [a, b] = [w.f.local(type), w.f.local(type)];
      w.rest(i, type === "v128" ? end : n, bytes / 8, () => {
        w.set(a, w.at(`${type}.load`, 0, x));
        w.set(b, w.at(`${type}.load`, 0, y));
        const mul = (p: Term, q: Term): Term => w.op(`${kind}.mul`, p, q);
        const toX = mul(sine, w.op(`${kind}.add`, b, mul(correction, a)));
        const toY = mul(sine, w.op(`${kind}.sub`, a, mul(correction, b)));
        w.store(`${type}.store`, x, w.op(`${kind}.sub`, a, toX));
        w.store(`${type}.store`, y, w.op(`${kind}.add`, b, toY));
        w.bump(x, bytes);
        w.bump(y, bytes);
      });
    };
    step("v128", "f64x2", sines, taus, 16);
    step("f64", "f64", s, tau, 8);
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
