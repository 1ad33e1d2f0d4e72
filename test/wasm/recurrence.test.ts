/** Recurrences, logarithms of sums, and searches as WebAssembly routines against the reference. */
import { flip, logcumsumexp, searchsorted, tensor, type Tensor } from "nabla";
import { describe, expect, test } from "vitest";
import type { TypedArray } from "../../src/base/dtypes.ts";
import { arrayOf } from "../../src/core/tensor.ts";
import { addLogSums, addRecurrence } from "../../src/engine/wasm/routines/recurrence.ts";
import { addSearch, type SearchType } from "../../src/engine/wasm/routines/search.ts";
import { recurrence } from "../../src/ops/recurrence.ts";
import { CLASSES, elementsOf, Machine, randomNumbers, SIZES } from "./machine.ts";

const special = [-0, 0, 1, -1, Infinity, -Infinity, NaN];
const dtypes = { f64: "float64", f32: "float32", i32: "int32", u32: "uint32", u8: "bool" } as const;

function messy(type: "f64" | "f32", count: number, seed: number): TypedArray {
  const next = randomNumbers(seed);
  const wild = seed % 2 === 1 ? 0.8 : 2;
  return elementsOf(type, count, () => (next() > wild ? special[Math.floor((next() + 1) * 3.5)] : next() * 2));
}

const f64ToF64 = { params: ["f64"], results: ["f64"] } as const;

describe.each(["f64", "f32"] as const)("%s", (type) => {
  const shapes = [...SIZES.map((n) => [3, n, 1]), ...SIZES.map((n) => [2, 9, n]), [5, 40, 2], [0, 4, 3]];

  test("recurrence", () => {
    const machine = new Machine((module) => addRecurrence(module, type));
    shapes.forEach((shape, seed) => {
      for (const reverse of [false, true]) {
        machine.reset();
        const count = shape.reduce((x, y) => x * y);
        const [a, b] = [messy(type, count, 2 * seed + 1), messy(type, count, seed + 9)];
        const [at, bt, y] = [machine.put(a), machine.put(b), machine.space(b.byteLength)];
        const [outer, length, inner] = shape;
        machine.exports.recurrence(at, bt, y, outer, length, inner, inner, reverse ? 1 : 0);
        const toTensor = (x: TypedArray): Tensor => tensor(x, { dtype: dtypes[type] }).reshape(shape);
        const want = arrayOf(recurrence(toTensor(a), toTensor(b), { axis: 1, reverse }));
        expect(machine.get<TypedArray>(CLASSES[type], y, count)).toEqual(want);
        machine.exports.recurrence(at, bt, bt, outer, length, inner, inner, reverse ? 1 : 0);
        expect(machine.get<TypedArray>(CLASSES[type], bt, count)).toEqual(want);
      }
    });
  });

  test("logcumsumexp", () => {
    const machine = new Machine((module) => {
      const [exp, log1p] = [module.import("exp", f64ToF64), module.import("log1p", f64ToF64)];
      addLogSums(module, type, exp, log1p);
    });
    shapes.forEach((shape, seed) => {
      for (const reverse of [false, true]) {
        machine.reset();
        const count = shape.reduce((x, y) => x * y);
        const x = messy(type, count, seed);
        const [from, to] = [machine.put(x), machine.space(x.byteLength)];
        const [outer, length, inner] = shape;
        machine.exports.logcumsumexp(from, to, outer, length, inner, inner, reverse ? 1 : 0);
        const values = tensor(x, { dtype: dtypes[type] }).reshape(shape);
        const scanned = logcumsumexp(reverse ? flip(values, 1) : values, 1);
        expect(machine.get<TypedArray>(CLASSES[type], to, count)).toEqual(
          arrayOf(reverse ? flip(scanned, 1) : scanned),
        );
      }
    });
  });
});

describe.each(["f64", "f32", "i32", "u32", "u8"] as const)("searchsorted %s", (type: SearchType) => {
  const machine = new Machine((module) => addSearch(module, type));
  const run = (sorted: TypedArray, values: TypedArray, rows: number, right: boolean) => {
    machine.reset();
    const [n, count] = [sorted.length / rows, values.length / rows];
    const [from, wanted, to] = [machine.put(sorted), machine.put(values), machine.space(4 * values.length)];
    const result = machine.exports.searchsorted(from, wanted, to, rows, n, count, right ? 1 : 0);
    return { result, places: machine.get(Int32Array, to, values.length) };
  };

  test("places", () => {
    for (const n of SIZES) {
      const next = randomNumbers(n + 1);
      const isFloat = type === "f64" || type === "f32";
      const any = (): number => {
        if (type === "u8") return next() > 0 ? 1 : 0;
        if (isFloat && next() > 0.7) return special[Math.floor((next() + 1) * 3.5)];
        return Math.round(next() * 10) * (isFloat ? 0.5 : next() > 0.5 ? 2 ** 27 : 1);
      };
      const sorted = elementsOf(type, n, any).sort();
      const values = elementsOf(type, 40, any);
      for (const side of ["left", "right"] as const) {
        const { result, places } = run(sorted, values, 1, side === "right");
        expect(result).toBe(-1);
        const [numbers, wanted] = [sorted, values].map((x) => tensor(x, { dtype: dtypes[type] }));
        expect(places).toEqual(arrayOf(searchsorted(numbers, wanted, { side })));
      }
    }
  });

  test("rows, and what is not ascending", () => {
    const sorted = elementsOf(type, 6, (i) => [0, 0, 1, 0, 1, 1][i]);
    const values = elementsOf(type, 4, (i) => [0, 1, 1, 0][i]);
    expect(run(sorted, values, 2, true)).toEqual({ result: -1, places: Int32Array.of(2, 3, 3, 1) });
    sorted[5] = 0;
    expect(run(sorted, values, 2, true).result).toBe(5);
    if (type !== "f64" && type !== "f32") return;
    expect(
      run(
        elementsOf(type, 3, (i) => [1, NaN, NaN][i]),
        values,
        1,
        true,
      ).result,
    ).toBe(-1);
    expect(
      run(
        elementsOf(type, 3, (i) => [1, NaN, 2][i]),
        values,
        1,
        true,
      ).result,
    ).toBe(2);
  });
});
