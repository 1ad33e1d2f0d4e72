/** Eigenvalues and singular values as WebAssembly routines against the reference. */
import { describe, expect, test } from "vitest";
import type { TypedArray } from "../../src/base/dtypes.ts";
import { addEigh, eighWork } from "../../src/engine/wasm/routines/eigh.ts";
import { addSvd, svdWork } from "../../src/engine/wasm/routines/svd.ts";
import { eigh } from "../../src/ops/linalg/dense/eigh.ts";
import { svd } from "../../src/ops/linalg/dense/svd.ts";
import { CLASSES, distance, elementsOf, KINDS, Machine, randomNumbers, SIZES, wide } from "./machine.ts";

/** The largest element of xᵀ y - identity, for columns. */
function fromOrthogonal(x: TypedArray, rows: number, columns: number): number {
  let worst = 0;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? -1 : 0;
      for (let k = 0; k < rows; k++) sum += x[k * columns + i] * x[k * columns + j];
      worst = Math.max(worst, Math.abs(sum));
    }
  }
  return worst;
}

describe.each(KINDS)("%s, relaxed %s", (type, relaxed) => {
  const epsilon = type === "f64" ? 2 ** -52 : 2 ** -23;

  describe("eigh", () => {
    const machine = new Machine((module) => addEigh(module, type, relaxed));
    const run = (a: TypedArray, n: number, count = 1) => {
      machine.reset();
      const [from, values, vectors] = [machine.put(a), machine.space(8 * n * count), machine.space(a.byteLength)];
      const bytes = eighWork(n);
      const work = machine.space(bytes);
      const result = machine.exports.eigh(from, values, vectors, n, count, work);
      machine.checkEnd(work, bytes);
      return {
        result,
        values: machine.get<TypedArray>(CLASSES[type], values, n * count),
        vectors: machine.get<TypedArray>(CLASSES[type], vectors, a.length),
      };
    };
    /** Above the diagonal NaN, which nobody reads. */
    const symmetric = (n: number, seed: number): TypedArray => {
      const next = randomNumbers(seed);
      return elementsOf(type, n * n, (at) => (Math.floor(at / n) >= at % n ? next() : NaN));
    };
    const compare = (a: TypedArray, n: number, tolerance: number): void => {
      const { result, values, vectors } = run(a, n);
      const want = eigh(wide(a), n);
      expect(result).toBe(-1);
      expect(distance(values, want.values), `values ${n}`).toBeLessThan(tolerance * epsilon);
      expect(fromOrthogonal(vectors, n, n), `vectors ${n}`).toBeLessThan((n + 8) * epsilon);
      let [residual, size] = [0, 0];
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          let sum = -values[j] * vectors[i * n + j];
          for (let k = 0; k < n; k++) sum += a[i >= k ? i * n + k : k * n + i] * vectors[k * n + j];
          residual = Math.max(residual, Math.abs(sum));
        }
        size = Math.max(size, Math.abs(values[i]));
      }
      expect(residual, `residual ${n}`).toBeLessThanOrEqual((n + 8) * epsilon * size);
    };

    test.each([...SIZES, 6, 32, 64, 65])("order %d", (n) => {
      const a = symmetric(n, n + 1);
      compare(a, n, 50);
      // The signs of the vectors, where the eigenvalues are not too near to each other.
      if (n > 0 && n < 20) expect(distance(run(a, n).vectors, eigh(wide(a), n).vectors)).toBeLessThan(1e4 * epsilon);
    });

    test("zeros, equal eigenvalues, huge and tiny elements", () => {
      for (const n of [3, 16, 17, 40]) {
        const a = symmetric(n, n + 5);
        const big = type === "f64" ? 2 ** 1015 : 2 ** 120;
        for (const scale of [0, big, 1 / big]) {
          const scaled = a.map((x) => (Number.isNaN(x) ? 0 : x * scale));
          const { result, values, vectors } = run(scaled, n);
          expect(result).toBe(-1);
          expect(distance(values, eigh(wide(scaled), n).values)).toBeLessThan(50 * epsilon);
          expect(fromOrthogonal(vectors, n, n)).toBeLessThan((n + 8) * epsilon);
        }
        compare(
          elementsOf(type, n * n, () => 1),
          n,
          50,
        );
        compare(
          elementsOf(type, n * n, (at) => (at % (n + 1) === 0 ? 2 : 0)),
          n,
          50,
        );
        // Small eigenvalues beside large ones.
        compare(
          elementsOf(type, n * n, (at) => 1 / (Math.floor(at / n) + (at % n) + 1)),
          n,
          50,
        );
      }
    });

    test("a stack, and the first that does not converge", () => {
      for (const n of [5, 20]) {
        const a = elementsOf(type, 3 * n * n, () => 0);
        for (let b = 0; b < 3; b++) a.set(symmetric(n, b + 1), b * n * n);
        const { result, values } = run(a, n, 3);
        expect(result).toBe(-1);
        for (let b = 0; b < 3; b++) {
          const want = eigh(wide(a.subarray(b * n * n, (b + 1) * n * n)), n).values;
          expect(distance(values.subarray(b * n, (b + 1) * n), want)).toBeLessThan(50 * epsilon);
        }
        for (const bad of [NaN, Infinity]) {
          const broken = a.slice();
          broken[n * n + 2 * n + 1] = bad;
          expect(run(broken, n, 3).result).toBe(1);
        }
      }
    });
  });

  describe("svd", () => {
    const machine = new Machine((module) => addSvd(module, type, relaxed));
    const run = (a: TypedArray, m: number, n: number, full: boolean, count = 1) => {
      const k = Math.min(m, n);
      const [uSize, vSize] = [m * (full ? m : k), n * (full ? n : k)];
      machine.reset();
      const from = machine.put(a);
      const [u, s, vh] = [uSize, k, vSize].map((size) => machine.space(size * count * a.BYTES_PER_ELEMENT));
      const bytes = svdWork(m, n, full);
      const work = machine.space(bytes);
      const result = machine.exports.svd(from, u, s, vh, m, n, full ? 1 : 0, count, work);
      machine.checkEnd(work, bytes);
      const read = (at: number, size: number): TypedArray => machine.get<TypedArray>(CLASSES[type], at, size * count);
      return { result, u: read(u, uSize), s: read(s, k), vh: read(vh, vSize) };
    };
    const compare = (a: TypedArray, m: number, n: number, full: boolean): void => {
      const { result, u, s, vh } = run(a, m, n, full);
      const k = Math.min(m, n);
      const [columns, rows] = full ? [m, n] : [k, k];
      expect(result).toBe(-1);
      expect(distance(s, svd(wide(a), m, n, full).s), `s ${m} ${n}`).toBeLessThan(50 * epsilon);
      expect(fromOrthogonal(u, m, columns), `u ${m} ${n}`).toBeLessThan((m + 20) * epsilon);
      const v = elementsOf("f64", vh.length, (at) => vh[(at % rows) * n + Math.floor(at / rows)]);
      expect(fromOrthogonal(v, n, rows), `v ${m} ${n}`).toBeLessThan((n + 20) * epsilon);
      const product = elementsOf("f64", m * n, (at) => {
        let sum = 0;
        for (let i = 0; i < k; i++) sum += u[Math.floor(at / n) * columns + i] * s[i] * vh[i * n + (at % n)];
        return sum;
      });
      expect(distance(product, a), `product ${m} ${n}`).toBeLessThan((m + n + 20) * epsilon);
    };

    test.each(SIZES.filter((n) => n < 100))("%d rows", (m) => {
      for (const n of SIZES.filter((n) => n < 40)) {
        const a = elementsOf(type, m * n, randomNumbers(m * 131 + n + 1));
        for (const full of [false, true]) compare(a, m, n, full);
        if (m > 8 || n > 8) continue;
        const [got, want] = [run(a, m, n, false), svd(wide(a), m, n)];
        expect(distance(got.u, want.u)).toBeLessThan(1e4 * epsilon);
        expect(distance(got.vh, want.vh)).toBeLessThan(1e4 * epsilon);
      }
    });

    test("127 rows", () => {
      for (const full of [false, true]) compare(elementsOf(type, 127 * 65, randomNumbers(3)), 127, 65, full);
    });

    test("matrices of low rank, huge and tiny ones", () => {
      const big = type === "f64" ? 2 ** 1015 : 2 ** 120;
      for (const [m, n] of [
        [3, 3],
        [40, 35],
        [35, 40],
      ]) {
        const base = elementsOf(type, m * n, randomNumbers(m));
        const low = base.map((_, at) => (Math.floor(at / n) % 3) + (at % n));
        for (const full of [false, true]) {
          for (const a of [base.map(() => 0), base.map(() => 1), low, base.map((x, at) => (at % n > 2 ? 0 : x))]) {
            compare(a, m, n, full);
          }
        }
        for (const scale of [big, 1 / big]) {
          const scaled = base.map((x) => x * scale);
          const { result, s, u } = run(scaled, m, n, false);
          expect(result).toBe(-1);
          expect(distance(s, svd(wide(scaled), m, n).s)).toBeLessThan(50 * epsilon);
          expect(fromOrthogonal(u, m, Math.min(m, n))).toBeLessThan(60 * epsilon);
        }
      }
    });

    test("small singular values are relatively accurate", () => {
      if (type === "f32") return;
      const n = 20;
      const next = randomNumbers(8);
      const a = elementsOf(type, n * n, (at) => next() * 2 ** (-20 * (at % n)));
      const [got, want] = [run(a, n, n, false).s, svd(wide(a), n, n).s];
      got.forEach((value, i) => expect(Math.abs(value / want[i] - 1)).toBeLessThan(1e4 * epsilon));
    });

    test("a stack, and the first that does not converge", () => {
      const [m, n] = [9, 5];
      const a = elementsOf(type, 3 * m * n, randomNumbers(2));
      for (const full of [false, true]) {
        const { result, s, u, vh } = run(a, m, n, full, 3);
        expect(result).toBe(-1);
        for (let b = 0; b < 3; b++) {
          const part = (x: TypedArray): TypedArray => x.subarray((b * x.length) / 3, ((b + 1) * x.length) / 3);
          const want = svd(wide(part(a)), m, n, full);
          expect(distance(part(s), want.s)).toBeLessThan(50 * epsilon);
          expect(distance(part(u), want.u)).toBeLessThan(1e4 * epsilon);
          expect(distance(part(vh), want.vh)).toBeLessThan(1e4 * epsilon);
        }
      }
      a[2 * m * n + 7] = NaN;
      expect(run(a, m, n, false, 3).result).toBe(2);
    });
  });
});
