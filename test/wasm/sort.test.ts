/** The sorts as WebAssembly routines against the reference, exactly. */
import { describe, expect, test } from "vitest";
import type { TypedArray } from "../../src/base/dtypes.ts";
import { addArgsort, addSort, sortWork, type SortType } from "../../src/engine/wasm/routines/sort.ts";
import { Sorter, sortValues } from "../../src/ops/order.ts";
import { CLASSES, elementsOf, Machine, randomNumbers, SIZES } from "./machine.ts";

/** Ties, zeros of both signs, infinities, NaN, tiny and huge numbers; in every third case numbers that hardly differ. */
function messy(type: SortType, count: number, seed: number): TypedArray {
  const next = randomNumbers(seed);
  const special = [-0, 0, 1, -1, Infinity, -Infinity, NaN, 5e-324, -1e-300, 1e300, -1e-42];
  return elementsOf(type, count, () => {
    if (type === "u8") return next() > 0.5 ? 1 : 0;
    if (seed % 3 === 0) return Math.round(next() * 3);
    if (type === "i32" || type === "u32") return next() * (next() > 0 ? 5 : 2 ** 31);
    return next() > 0.6 ? special[Math.floor(((next() + 1) / 2) * special.length)] : next();
  });
}

describe.each(["f64", "f32", "i32", "u32", "u8"] as const)("%s", (type) => {
  const machine = new Machine((module) => [addArgsort(module, type), addSort(module, type)]);
  const check = (x: TypedArray, outer: number, n: number, inner: number, descending: boolean): void => {
    machine.reset();
    const from = machine.put(x);
    const [places, values] = [machine.space(4 * x.length), machine.space(x.byteLength)];
    const bytes = sortWork(type, n);
    const work = machine.space(bytes);
    machine.exports.argsort(from, places, outer, n, inner, inner, descending ? 1 : 0, work);
    machine.exports.sort(from, values, outer, n, inner, inner, descending ? 1 : 0, work);
    machine.checkEnd(work, bytes);

    const [wantPlaces, wantValues] = [new Int32Array(x.length), x.slice()];
    const [sorter, buffer] = [new Sorter(n), x.slice(0, n)];
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const first = o * n * inner + i;
        sorter.sort(x, first, inner, descending).forEach((place, k) => (wantPlaces[first + k * inner] = place));
        sortValues(x, first, inner, buffer, descending);
        buffer.forEach((value, k) => (wantValues[first + k * inner] = value));
      }
    }
    expect(machine.get(Int32Array, places, x.length)).toEqual(wantPlaces);
    expect(machine.get<TypedArray>(CLASSES[type], values, x.length)).toEqual(wantValues);
  };

  test.each([false, true])("descending %s", (descending) => {
    let seed = 0;
    for (const n of [...SIZES, 47, 48, 49, 1000, 4095, 4096, 9000]) {
      check(messy(type, n, ++seed), 1, n, 1, descending);
      check(messy(type, 2 * n * 3, ++seed), 2, n, 3, descending);
    }
    check(messy(type, 0, 1), 0, 7, 3, descending);
  });

  test("numbers that agree in all but one digit", () => {
    const n = 5000;
    const next = randomNumbers(3);
    for (const scale of [1, 2 ** -11, 2 ** -22, 2 ** -33, 2 ** -44]) {
      check(
        elementsOf(type, n, () => 1 + Math.round(next() * 1000) * scale),
        1,
        n,
        1,
        false,
      );
    }
    check(
      elementsOf(type, n, () => 1),
      1,
      n,
      1,
      true,
    );
  });
});
