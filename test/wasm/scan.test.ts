/** The scans as WebAssembly routines against the reference, bit for bit. */
import { cummax, cummin, cumprod, cumsum, flip, tensor, type Tensor } from "nabla";
import { describe, expect, test } from "vitest";
import type { DType, TypedArray } from "../../src/base/dtypes.ts";
import { arrayOf } from "../../src/core/tensor.ts";
import { addScan, SCAN_WORK, type ScanOp, type ScanType } from "../../src/engine/wasm/routines/scan.ts";
import { CLASSES, elementsOf, Machine, randomNumbers, SIZES } from "./machine.ts";

const dtypes: Record<ScanType, DType> = { f64: "float64", f32: "float32", i32: "int32", u32: "uint32", u8: "bool" };
const functions = { add: cumsum, mul: cumprod, max: cummax, min: cummin };

/** Numbers with ties, zeros of both signs, infinities and NaN for floats; small and huge ones for integers. */
function messy(type: ScanType, count: number, seed: number): TypedArray {
  const next = randomNumbers(seed);
  const special = [-0, 0, 1, -1, Infinity, -Infinity, NaN];
  return elementsOf(type, count, () => {
    if (type === "u8") return next() > 0.5 ? 1 : 0;
    if (type === "i32" || type === "u32") return next() * (next() > 0 ? 5 : 2 ** 31);
    const wild = seed % 2 === 1 && next() > 0.9;
    return wild ? special[Math.floor((next() + 1) * 3.5)] : next() * 2;
  });
}

function expected(op: ScanOp, x: Tensor, reverse: boolean): TypedArray {
  const y = functions[op](reverse ? flip(x, 1) : x, 1);
  return arrayOf(reverse ? flip(y, 1) : y);
}

describe.each(["f64", "f32", "i32", "u32", "u8"] as const)("%s", (type) => {
  const ops: readonly ScanOp[] = type === "u8" ? ["max", "min"] : ["add", "mul", "max", "min"];
  test.each(ops)("%s", (op) => {
    const machine = new Machine((module) => addScan(module, op, type));
    let seed = 0;
    const check = (outer: number, length: number, inner: number, reverse: boolean): void => {
      machine.reset();
      const x = messy(type, outer * length * inner, ++seed);
      const [from, to, work] = [machine.put(x), machine.space(x.byteLength), machine.space(SCAN_WORK)];
      machine.exports.scan(from, to, outer, length, inner, inner, reverse ? 1 : 0, work);
      const y = machine.get<TypedArray>(CLASSES[type], to, x.length);
      machine.checkEnd(work, SCAN_WORK);
      const want = expected(op, tensor(x, { dtype: dtypes[type] }).reshape([outer, length, inner]), reverse);
      expect(y, `${outer} ${length} ${inner} ${reverse}`).toEqual(want);
      machine.exports.scan(from, from, outer, length, inner, inner, reverse ? 1 : 0, work);
      expect(machine.get<TypedArray>(CLASSES[type], from, x.length)).toEqual(want);
    };
    for (const reverse of [false, true]) {
      for (const length of SIZES) for (const outer of [0, 1, 4, 7]) check(outer, length, 1, reverse);
      for (const inner of SIZES) for (const length of [0, 1, 2, 9]) check(2, length, inner, reverse);
      check(1, 3, 2500, reverse);
    }
  });
});
