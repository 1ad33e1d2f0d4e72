/** Vectors of float64 in memory, one element after the other: sums of products, lengths, and what factorisations do to them. */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { subtract } from "./update.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** Runs over some vectors by fours and then one by one; the pointers are advanced. */
export function byFours(w: Writer, pointers: readonly Local[], n: Local, four: () => void, one: () => void): void {
  const i = w.int(0);
  const end = w.int(w.op("i32.and", n, -4));
  const advance = (by: number): void => {
    for (const p of pointers) w.bump(p, by);
  };
  w.rest(i, end, 4, () => {
    four();
    advance(32);
  });
  w.rest(i, n, 1, () => {
    one();
    advance(8);
  });
}

/** sum + x·y */
export function multiplyAdd(w: Writer, relaxed: boolean, sum: Term, x: Term, y: Term): Term {
  if (relaxed) return w.op("f64x2.relaxed_madd", x, y, sum);
  return w.op("f64x2.add", sum, w.op("f64x2.mul", x, y));
}

/** (x, y, n) to x · y, in four sums as in the reference. */
export function addDot(module: ModuleBuilder, relaxed = false): FunctionBuilder {
  return routine(module, undefined, ["i32", "i32", "i32"], "f64", (w, [x, y, n]) => {
    const sums = [w.f.local("v128"), w.f.local("v128")];
    const first = w.f.local("f64");
    const i = w.int(0);
    const end = w.int(w.op("i32.and", n, -4));
    w.rest(i, end, 4, () => {
      sums.forEach((sum, half) => {
        const [a, b] = [x, y].map((p) => w.at("v128.load", 16 * half, p));
        w.set(sum, multiplyAdd(w, relaxed, sum, a, b));
      });
      w.bump(x, 32);
      w.bump(y, 32);
    });
    w.set(first, w.at("f64x2.extract_lane", 0, sums[0]));
    w.rest(i, n, 1, () => {
      w.set(first, w.op("f64.add", first, w.op("f64.mul", w.at("f64.load", 0, x), w.at("f64.load", 0, y))));
      w.bump(x, 8);
      w.bump(y, 8);
    });
    const [second, third, fourth] = [
      w.at("f64x2.extract_lane", 1, sums[0]),
      w.at("f64x2.extract_lane", 0, sums[1]),
      w.at("f64x2.extract_lane", 1, sums[1]),
    ];
    w.push(w.op("f64.add", w.op("f64.add", first, second), w.op("f64.add", third, fourth)));
  });
}

/** (x, factor, y, n): x -= factor·y */
export function addSubtractMultiple(module: ModuleBuilder, relaxed = false): FunctionBuilder {
  return routine(module, undefined, ["i32", "f64", "i32", "i32"], undefined, (w, [x, factor, y, n]) => {
    const factors = w.let("v128", w.op("f64x2.splat", factor));
    const four = (): void => {
      for (const at of [0, 16]) {
        const [a, b] = [w.at("v128.load", at, x), w.at("v128.load", at, y)];
        w.store("v128.store", x, subtract(w, relaxed, a, factors, b), at);
      }
    };
    byFours(w, [x, y], n, four, () => {
      const product = w.op("f64.mul", factor, w.at("f64.load", 0, y));
      w.store("f64.store", x, w.op("f64.sub", w.at("f64.load", 0, x), product));
    });
  });
}

/** (x, factor, n): x becomes x·factor, or x / factor. */
export function addScale(module: ModuleBuilder, op: "mul" | "div"): FunctionBuilder {
  return routine(module, undefined, ["i32", "f64", "i32"], undefined, (w, [x, factor, n]) => {
    const factors = w.let("v128", w.op("f64x2.splat", factor));
    const four = (): void => {
      for (const at of [0, 16]) w.store("v128.store", x, w.op(`f64x2.${op}`, w.at("v128.load", at, x), factors), at);
    };
    byFours(w, [x], n, four, () => w.store("f64.store", x, w.op(`f64.${op}`, w.at("f64.load", 0, x), factor)));
  });
}

/** (x, n): the largest magnitude, NaN where there is one; 0 for none. */
export function addLargest(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, ["i32", "i32"], "f64", (w, [x, n]) => {
    const both = w.f.local("v128");
    const largest = w.f.local("f64");
    const four = (): void => {
      for (const at of [0, 16]) w.set(both, w.op("f64x2.max", both, w.op("f64x2.abs", w.at("v128.load", at, x))));
    };
    byFours(w, [x], n, four, () => w.set(largest, w.op("f64.max", largest, w.op("f64.abs", w.at("f64.load", 0, x)))));
    for (const lane of [0, 1]) w.set(largest, w.op("f64.max", largest, w.at("f64x2.extract_lane", lane, both)));
    w.push(largest);
  });
}

/** Between these a sum of squares has neither overflowed nor lost digits to underflow: see src/ops/linalg/dense/vectors.ts. */
const SAFE_LOW = 2 ** -970;
const SAFE_HIGH = 2 ** 1023;

/** (x, n): the Euclidean norm, free of harmful overflow and underflow. */
export function addNorm(module: ModuleBuilder, dot: FunctionBuilder): FunctionBuilder {
  const largestOf = addLargest(module);
  return routine(module, undefined, ["i32", "i32"], "f64", (w, [x, n]) => {
    const sum = w.let("f64", w.call(dot, x, x, n));
    const isSafe = w.op("i32.and", w.op("f64.ge", sum, w.f64(SAFE_LOW)), w.op("f64.le", sum, w.f64(SAFE_HIGH)));
    w.if(isSafe, () => w.return(w.op("f64.sqrt", sum)));
    const [largest, ratio] = [w.let("f64", w.call(largestOf, x, n)), w.f.local("f64")];
    w.if(isZeroOrNotFinite(w, largest), () => w.return(largest));
    w.set(sum, w.f64(0));
    w.for(0, n, 1, () => {
      w.set(ratio, w.op("f64.div", w.at("f64.load", 0, x), largest));
      w.set(sum, w.op("f64.add", sum, w.op("f64.mul", ratio, ratio)));
      w.bump(x, 8);
    });
    w.push(w.op("f64.mul", largest, w.op("f64.sqrt", sum)));
  });
}

/** For magnitudes. */
function isZeroOrNotFinite(w: Writer, x: Local): Term {
  const isFinite = w.op("f64.lt", x, w.f64(Infinity));
  return w.op("i32.or", w.op("f64.eq", x, w.f64(0)), w.op("i32.eqz", isFinite));
}

/**
 * (x, n): the power of two that brings the largest magnitude into a comfortable range, NaN where an element is not finite; the same as
 * `powerOfTwoScale` of src/ops/linalg/dense/vectors.ts, with the logarithm from the bits of the exponent.
 */
export function addPowerOfTwoScale(module: ModuleBuilder): FunctionBuilder {
  const largestOf = addLargest(module);
  return routine(module, undefined, ["i32", "i32"], "f64", (w, [x, n]) => {
    const largest = w.let("f64", w.call(largestOf, x, n));
    w.if(w.op("i32.eqz", w.op("f64.lt", largest, w.f64(Infinity))), () => w.return(w.f64(NaN)));
    const isComfortable = w.op(
      "i32.and",
      w.op("f64.ge", largest, w.f64(2 ** -200)),
      w.op("f64.le", largest, w.f64(2 ** 400)),
    );
    w.if(w.op("i32.or", isComfortable, w.op("f64.eq", largest, w.f64(0))), () => w.return(w.f64(1)));
    const biased = w.op(
      "i32.wrap_i64",
      w.op("i64.shr_u", w.op("i64.reinterpret_f64", largest), () => w.f.i64(52n)),
    );
    // The exponent of the result, biased as well: 1023 - (biased - 1023), and 400 more for a huge one.
    const extra = w.select(w.op("f64.gt", largest, w.f64(1)), 400, 0);
    const exponent = w.min(w.add(w.sub(2046, biased), extra), 2046);
    w.push(
      w.op(
        "f64.reinterpret_i64",
        w.op("i64.shl", w.op("i64.extend_i32_u", exponent), () => w.f.i64(52n)),
      ),
    );
  });
}
