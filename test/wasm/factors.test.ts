/** Cholesky factors and triangular systems as WebAssembly routines against the reference. */
import { describe, expect, test } from "vitest";
import type { TypedArray } from "../../src/base/dtypes.ts";
import { addCholesky, choleskyWork } from "../../src/engine/wasm/routines/cholesky.ts";
import { addTriangularSolve, triangularWork } from "../../src/engine/wasm/routines/triangular.ts";
import { cholesky } from "../../src/ops/linalg/dense/cholesky.ts";
import { solveTriangular } from "../../src/ops/linalg/dense/triangular.ts";
import { CLASSES, distance, elementsOf, KINDS, Machine, randomNumbers, SIZES, wide } from "./machine.ts";

describe.each(KINDS)("%s, relaxed %s", (type, relaxed) => {
  const epsilon = type === "f64" ? 2 ** -52 : 2 ** -23;

  describe("cholesky", () => {
    const machine = new Machine((module) => addCholesky(module, type, relaxed));
    const run = (a: TypedArray, n: number, count: number): { readonly result: number; readonly l: TypedArray } => {
      machine.reset();
      const [from, to] = [machine.put(a), machine.space(a.byteLength)];
      const bytes = choleskyWork(n);
      const work = machine.space(bytes);
      const result = machine.exports.cholesky(from, to, n, count, work);
      machine.checkEnd(work, bytes);
      return { result, l: machine.get<TypedArray>(CLASSES[type], to, a.length) };
    };
    /** Positive definite by its diagonal; above it NaN, which nobody reads. */
    const definite = (n: number, seed: number): TypedArray => {
      const next = randomNumbers(seed);
      return elementsOf(type, n * n, (at) => {
        const [i, j] = [Math.floor(at / n), at % n];
        return i === j ? n / 2 + 1 + next() : i > j ? next() : NaN;
      });
    };

    test.each([...SIZES, 32, 64, 100, 300])("order %d", (n) => {
      const a = definite(n, n + 1);
      const { result, l } = run(a, n, 1);
      expect(result).toBe(-1);
      expect(distance(l, cholesky(wide(a), n).l)).toBeLessThan(8 * epsilon);
      expect(l.every((value, at) => at % n <= Math.floor(at / n) || Object.is(value, 0))).toBe(true);
    });

    test("a stack, and the first that fails", () => {
      const n = 40;
      const a = elementsOf(type, 3 * n * n, () => 0);
      for (let b = 0; b < 3; b++) a.set(definite(n, b), b * n * n);
      const { result, l } = run(a, n, 3);
      expect(result).toBe(-1);
      for (let b = 0; b < 3; b++) {
        const [from, to] = [b * n * n, (b + 1) * n * n];
        expect(distance(l.subarray(from, to), cholesky(wide(a.subarray(from, to)), n).l)).toBeLessThan(8 * epsilon);
      }
      for (const place of [0, 1, 31, 32, 39]) {
        for (const bad of [-100, 0, NaN, Infinity, -Infinity]) {
          const broken = a.slice();
          broken[n * n + place * n + place] = bad;
          expect(run(broken, n, 3).result).toBe(n + place);
        }
      }
      const broken = a.slice();
      broken[2 * n * n + 35 * n + 3] = NaN;
      expect(run(broken, n, 3).result).toBe(2 * n + 35);
    });

    test("an ill-conditioned matrix: a small residual all the same", () => {
      const n = 12;
      const hilbert = elementsOf(type, n * n, (at) => 1 / (Math.floor(at / n) + (at % n) + 1));
      const { result, l } = run(hilbert, n, 1);
      if (type === "f32") return expect(result).toBe(cholesky(wide(hilbert), n).failed);
      expect(result).toBe(-1);
      const product = elementsOf("f64", n * n, (at) => {
        const [i, j] = [Math.floor(at / n), at % n];
        let sum = 0;
        for (let k = 0; k < n; k++) sum += l[i * n + k] * l[j * n + k];
        return sum;
      });
      expect(distance(product, hilbert)).toBeLessThan(n * epsilon);
    });
  });

  describe("triangularSolve", () => {
    const machine = new Machine((module) => addTriangularSolve(module, type, relaxed));
    const flags = [false, true];
    const options = flags.flatMap((lower) =>
      flags.flatMap((transpose) => flags.map((unitDiagonal) => ({ lower, transpose, unitDiagonal }))),
    );
    type Options = (typeof options)[number];
    const run = (a: TypedArray, b: TypedArray, n: number, k: number, steps: readonly number[], o: Options) => {
      const count = 2;
      machine.reset();
      const [t, right, to] = [machine.put(a), machine.put(b), machine.space(count * n * k * b.BYTES_PER_ELEMENT)];
      const bytes = triangularWork(type, n, k);
      const work = machine.space(bytes);
      const flagsOf = [o.lower, o.transpose, o.unitDiagonal].map(Number);
      const result = machine.exports.triangularSolve(t, right, to, n, k, count, ...steps, ...flagsOf, work);
      machine.checkEnd(work, bytes);
      expect(machine.get<TypedArray>(CLASSES[type], t, a.length).every((value, i) => Object.is(value, a[i]))).toBe(
        true,
      );
      return { result, x: machine.get<TypedArray>(CLASSES[type], to, count * n * k) };
    };
    const matrices = (n: number, seed: number): TypedArray => {
      const next = randomNumbers(seed);
      return elementsOf(type, 2 * n * n, (at) => {
        const diagonal = Math.floor((at % (n * n)) / n) === at % n;
        return diagonal ? 2 + next() : next() / Math.sqrt(n + 1);
      });
    };

    test.each(options)("%o", (o) => {
      for (const n of [...SIZES, 65]) {
        for (const k of n > 60 ? [1, 11] : [0, 1, 2, 3, 4, 7, 8, 33]) {
          const next = randomNumbers(n + k);
          const [a, b] = [matrices(n, n), elementsOf(type, 2 * n * k, next)];
          for (const steps of [
            [1, 1],
            [0, 1],
            [1, 0],
          ]) {
            const { result, x } = run(a, b, n, k, steps, o);
            expect(result).toBe(-1);
            for (let batch = 0; batch < 2; batch++) {
              const part = (x: TypedArray, size: number, step: number): Float64Array =>
                wide(x.subarray(batch * step * size, (batch * step + 1) * size));
              const want = solveTriangular(part(a, n * n, steps[0]), part(b, n * k, steps[1]), n, k, o).x;
              expect(distance(part(x, n * k, 1), want), `${n} ${k}`).toBeLessThan(50 * epsilon);
            }
          }
        }
      }
    });

    test("zeros on the diagonal", () => {
      const n = 40;
      const [a, b] = [matrices(n, 1), elementsOf(type, 2 * n, () => 1)];
      a[n * n + 35 * n + 35] = 0;
      a[n * n + 37 * n + 37] = -0;
      for (const o of options) expect(run(a, b, n, 1, [1, 1], o).result).toBe(o.unitDiagonal ? -1 : n + 35);
      a[0] = NaN;
      const { result, x } = run(a, b, n, 1, [0, 1], { lower: true, transpose: false, unitDiagonal: false });
      expect(result).toBe(-1);
      expect(x.every(Number.isNaN)).toBe(true);
    });
  });
});
