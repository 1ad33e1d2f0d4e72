/** Scattering as a WebAssembly routine against the reference, bit for bit. */
import { type Tensor, tensor } from "nabla";
import { describe, expect, test } from "vitest";
import type { TypedArray } from "../../src/base/dtypes.ts";
import { arrayOf } from "../../src/core/tensor.ts";
import { addScatter, isWide, SCATTER_COMBINES, SCATTER_TYPES } from "../../src/engine/wasm/routines/scatter.ts";
import { scatter } from "../../src/ops/scatter.ts";
import { CLASSES, elementsOf, Machine, randomNumbers } from "./machine.ts";

const dtypes = { f64: "float64", f32: "float32", i32: "int32", u32: "uint32", u8: "bool" } as const;
const special = [-0, 0, Infinity, -Infinity, NaN];

/** Rows, elements of each, updates. */
const sizes = [[1, 1, 1], [5, 1, 12], [3, 4, 7], [2, 3, 0], [4, 0, 3], [130, 2, 400], [6, 65, 3]]; // biome-ignore format: rows

describe.each(SCATTER_COMBINES)("%s", (combine) => {
  test.each(SCATTER_TYPES)("%s", (type) => {
    const machine = new Machine((module) => addScatter(module, combine, type));
    sizes.forEach(([rows, row, count], seed) => {
      const next = randomNumbers(seed + 1);
      const element = (): number => {
        if (type === "u8") return next() > 0 ? 1 : 0;
        if (type === "i32" || type === "u32") return Math.floor(next() * 2 ** 31);
        return next() > 0.9 ? special[Math.floor((next() + 1) * 2.5)] : next() * 2;
      };
      const [base, updates] = [elementsOf(type, rows * row, element), elementsOf(type, count * row, element)];
      const places = Int32Array.from({ length: count }, () => Math.floor(((next() + 1) / 2) * rows));
      const toTensor = (x: TypedArray, shape: readonly number[]): Tensor =>
        tensor(x, { dtype: dtypes[type] }).reshape(shape);
      const want = arrayOf(
        scatter(
          combine,
          toTensor(base, [rows, row]),
          tensor(places, { dtype: "int32" }),
          toTensor(updates, [count, row]),
        ),
      );
      machine.reset();
      const [b, i, u] = [base, places, updates].map((array) => machine.put(array));
      const out = machine.space(base.byteLength);
      const work = machine.space(isWide(combine, type) ? 8 * base.length : 0);
      // By halves, as threads share the columns.
      const half = row >> 1;
      const step = CLASSES[type].BYTES_PER_ELEMENT * half;
      machine.exports.scatter(b, i, u, out, rows, count, row, half, work);
      machine.exports.scatter(b + step, i, u + step, out + step, rows, count, row, row - half, work);
      expect(machine.get<TypedArray>(CLASSES[type], out, base.length)).toEqual(want);
      machine.exports.scatter(b, i, u, b, rows, count, row, row, work);
      expect(machine.get<TypedArray>(CLASSES[type], b, base.length)).toEqual(want);
    });
  });
});
