/** Exponentials of matrices as WebAssembly routines against the reference. */
import { describe, expect, test } from "vitest";
import type { TypedArray } from "../../src/base/dtypes.ts";
import { addExpm, expmWork } from "../../src/engine/wasm/routines/expm.ts";
import { exponential } from "../../src/ops/linalg/dense/exponential.ts";
import { CLASSES, distance, elementsOf, KINDS, Machine, randomNumbers, SIZES, wide } from "./machine.ts";

describe.each(KINDS)("%s, relaxed %s", (type, relaxed) => {
  const epsilon = type === "f64" ? 2 ** -52 : 2 ** -23;

  describe.each([0, 1, 2, 3])("%d directions", (directions) => {
    const machine = new Machine((module) => addExpm(module, type, relaxed, directions));
    const run = (args: readonly TypedArray[], n: number, count: number, steps: number): TypedArray => {
      machine.reset();
      const places = args.map((x) => machine.put(x));
      const to = machine.space(count * n * n * args[0].BYTES_PER_ELEMENT);
      const bytes = expmWork(n, directions);
      const work = machine.space(bytes);
      machine.exports.expm(...places, to, n, count, steps, work);
      machine.checkEnd(work, bytes);
      return machine.get<TypedArray>(CLASSES[type], to, count * n * n);
    };
    const matrices = (n: number, norm: number, count = 1): TypedArray[] =>
      Array.from({ length: directions + 1 }, (_, i) => {
        const next = randomNumbers(n * 7 + i + 1);
        return elementsOf(type, n * n * count, () => (next() * (i === 0 ? norm : 1)) / Math.max(n, 1));
      });
    const compare = (args: readonly TypedArray[], n: number): void => {
      const [a, ...along] = args.map(wide);
      const want = exponential(a, along, n);
      // Rounding is multiplied by the norm, as for every method of this kind.
      expect(distance(run(args, n, 1, 0), want), `${n}`).toBeLessThan(2000 * epsilon);
    };

    test("sizes", () => {
      for (const n of SIZES.filter((n) => n < 50)) compare(matrices(n, 2), n);
    });

    test("all degrees, and squarings", () => {
      for (const norm of [0, 0.01, 0.2, 0.7, 1.8, 4, 8, 30, 100]) compare(matrices(6, norm), 6);
    });

    test("a stack, some arguments of which are one matrix", () => {
      const [n, count] = [5, 3];
      const all = matrices(n, 1, count);
      const args = all.map((x, i) => (i === 1 ? x.slice(0, n * n) : x));
      const got = run(args, n, count, directions > 0 ? 0b1101 : 1);
      for (let b = 0; b < count; b++) {
        const part = (x: TypedArray, at: number): Float64Array => wide(x.subarray(at * n * n, (at + 1) * n * n));
        const [a, ...along] = args.map((x, i) => part(x, i === 1 ? 0 : b));
        expect(distance(part(got, b), exponential(a, along, n))).toBeLessThan(100 * epsilon);
      }
    });

    test("NaN", () => {
      const args = matrices(3, 1);
      args[0][4] = NaN;
      expect(run(args, 3, 1, 0).every(Number.isNaN)).toBe(true);
    });
  });
});
