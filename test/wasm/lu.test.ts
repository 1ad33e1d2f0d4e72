/** LU factors, what is solved with them, and determinants as WebAssembly routines against the reference. */
import { describe, expect, test } from "vitest";
import type { TypedArray } from "../../src/base/dtypes.ts";
import { addCofactor, cofactorWork } from "../../src/engine/wasm/routines/cofactor.ts";
import { addDeterminant, addLu, addSlogdet, determinantWork, luWork } from "../../src/engine/wasm/routines/lu.ts";
import { addSolveFactored, solveWork } from "../../src/engine/wasm/routines/solve.ts";
import { cofactors, determinant, signedLogDeterminant } from "../../src/ops/linalg/dense/adjugate.ts";
import { lu } from "../../src/ops/linalg/dense/lu.ts";
import { solveFactored } from "../../src/ops/linalg/dense/solve.ts";
import { CLASSES, distance, elementsOf, KINDS, Machine, randomNumbers, SIZES, wide } from "./machine.ts";

describe.each(KINDS)("%s, relaxed %s", (type, relaxed) => {
  const epsilon = type === "f64" ? 2 ** -52 : 2 ** -23;
  const random = (count: number, seed: number): TypedArray => elementsOf(type, count, randomNumbers(seed));

  describe("lu", () => {
    const machine = new Machine((module) => addLu(module, type, relaxed));
    const run = (a: TypedArray, m: number, n: number, count = 1) => {
      machine.reset();
      const [from, packed, order] = [machine.put(a), machine.space(a.byteLength), machine.space(4 * m * count)];
      const bytes = luWork(type, m, n);
      const work = machine.space(bytes);
      machine.exports.lu(from, packed, order, m, n, count, work);
      machine.checkEnd(work, bytes);
      return {
        packed: machine.get<TypedArray>(CLASSES[type], packed, a.length),
        order: machine.get(Int32Array, order, m * count),
      };
    };

    test.each(SIZES)("%d rows", (m) => {
      for (const n of SIZES) {
        const a = random(m * n, 31 * m + n + 1);
        const { packed, order } = run(a, m, n);
        const want = lu(wide(a), m, n);
        expect(order).toEqual(want.pivots);
        expect(distance(packed, want.lu)).toBeLessThan(300 * epsilon);
      }
    });

    test("order 300", () => {
      const a = random(90000, 7);
      const { packed, order } = run(a, 300, 300);
      const want = lu(wide(a), 300, 300);
      expect(order).toEqual(want.pivots);
      expect(distance(packed, want.lu)).toBeLessThan(3000 * epsilon);
    });

    test("a stack", () => {
      const [m, n] = [35, 34];
      const a = random(3 * m * n, 5);
      const { packed, order } = run(a, m, n, 3);
      for (let b = 0; b < 3; b++) {
        const want = lu(wide(a.subarray(b * m * n, (b + 1) * m * n)), m, n);
        expect(order.subarray(b * m, (b + 1) * m)).toEqual(want.pivots);
        expect(distance(packed.subarray(b * m * n, (b + 1) * m * n), want.lu)).toBeLessThan(100 * epsilon);
      }
    });

    test("ties, zero pivots and NaN as in the reference", () => {
      for (const n of [3, 31, 32, 33, 70]) {
        const zeros = elementsOf(type, n * n, () => 0);
        const ones = elementsOf(type, n * n, () => 1);
        const low = elementsOf(type, n * n, (at) => (Math.floor(at / n) % 3) * ((at % n) % 3));
        const withNaN = random(n * n, n);
        withNaN[(n - 1) * n + Math.floor(n / 2)] = NaN;
        for (const a of [zeros, ones, low, withNaN]) {
          const { packed, order } = run(a, n, n);
          const want = lu(wide(a), n, n);
          expect(order).toEqual(want.pivots);
          expect(distance(packed, want.lu)).toBeLessThan(100 * epsilon);
        }
      }
    });
  });

  describe("solveFactored", () => {
    const machine = new Machine((module) => addSolveFactored(module, type, relaxed));
    const run = (
      f: TypedArray,
      order: Int32Array,
      b: TypedArray,
      n: number,
      k: number,
      steps: number[],
      t: boolean,
    ) => {
      machine.reset();
      const size = 2 * n * k;
      const [at, places, right, to] = [machine.put(f), machine.put(order), machine.put(b), machine.space(8 * size)];
      const bytes = solveWork(type, n, k);
      const work = machine.space(bytes);
      const result = machine.exports.solveFactored(at, places, right, to, n, k, 2, ...steps, t ? 1 : 0, work);
      machine.checkEnd(work, bytes);
      return { result, x: machine.get<TypedArray>(CLASSES[type], to, size) };
    };

    test.each([false, true])("transposed: %s", (transpose) => {
      for (const n of [...SIZES, 65]) {
        const [factors, order] = [elementsOf(type, 2 * n * n, () => 0), new Int32Array(2 * n)];
        for (let batch = 0; batch < 2; batch++) {
          const a = random(n * n, n + batch);
          for (let i = 0; i < n; i++) a[i * n + ((i * 7 + 3) % n)] += 2 * Math.sqrt(n); // well-conditioned, out of order
          const { lu: packed, pivots } = lu(wide(a), n, n);
          factors.set(packed, batch * n * n);
          order.set(pivots, batch * n);
        }
        for (const k of [0, 1, 3, 17]) {
          const b = random(2 * n * k, k + 1);
          for (const [aStep, bStep] of [
            [1, 1],
            [0, 1],
            [1, 0],
          ]) {
            const { result, x } = run(factors, order, b, n, k, [aStep, bStep], transpose);
            expect(result).toBe(-1);
            for (let batch = 0; batch < 2; batch++) {
              const [f, r] = [batch * aStep, batch * bStep];
              const want = solveFactored(
                wide(factors.subarray(f * n * n, (f + 1) * n * n)),
                order.subarray(f * n, (f + 1) * n),
                wide(b.subarray(r * n * k, (r + 1) * n * k)),
                n,
                k,
                transpose,
              ).x;
              expect(distance(x.subarray(batch * n * k, (batch + 1) * n * k), want)).toBeLessThan(100 * epsilon);
            }
          }
        }
      }
    });

    test("the first pivot that is zero", () => {
      const factors = elementsOf(type, 18, (at) => (at === 13 ? 0 : 1));
      const order = Int32Array.of(0, 1, 2, 2, 1, 0);
      for (const t of [false, true]) expect(run(factors, order, random(6, 1), 3, 1, [1, 1], t).result).toBe(3 + 1);
      for (const t of [false, true]) expect(run(factors, order, random(6, 1), 3, 1, [0, 1], t).result).toBe(-1);
    });
  });

  describe("determinants", () => {
    const of = (a: TypedArray, n: number, count: number) => {
      const machine = new Machine((module) => addDeterminant(module, type, relaxed));
      const other = new Machine((module) => {
        const log = module.import("log", { params: ["f64"], results: ["f64"] });
        addSlogdet(module, type, relaxed, log);
      });
      const bytes = determinantWork(n);
      const [from, to, work] = [machine.put(a), machine.space(8 * count), machine.space(bytes)];
      machine.exports.det(from, to, n, count, work);
      machine.checkEnd(work, bytes);
      const [at, signs, logs, space] = [
        other.put(a),
        other.space(8 * count),
        other.space(8 * count),
        other.space(bytes),
      ];
      other.exports.slogdet(at, signs, logs, n, count, space);
      const read = (machine: Machine, at: number): TypedArray => machine.get<TypedArray>(CLASSES[type], at, count);
      return { det: read(machine, to), sign: read(other, signs), logabs: read(other, logs) };
    };

    test.each(SIZES)("order %d", (n) => {
      const [a, count] = [random(3 * n * n, n + 2), 3];
      const { det, sign, logabs } = of(a, n, count);
      for (let b = 0; b < count; b++) {
        const part = wide(a.subarray(b * n * n, (b + 1) * n * n));
        expect(
          distance(
            [det[b]],
            elementsOf(type, 1, () => determinant(part, n)),
          ),
        ).toBeLessThan(1000 * epsilon);
        expect(distance([sign[b], logabs[b]], signedLogDeterminant(part, n))).toBeLessThan(1000 * epsilon);
      }
    });

    test("singular, huge and tiny ones, NaN", () => {
      const big = type === "f64" ? 2 ** 1000 : 2 ** 120;
      const cases = [
        [1, 2, 2, 4],
        [0, 1, 1, 0],
        [big, 0, 0, 1 / big],
        [big, 1, 0, big],
        [1 / big, 0, 0, -1 / big],
        [NaN, 1, 1, 1],
        [-0, 0, 0, 1],
        [Infinity, 0, 0, -1],
      ];
      const { det, sign, logabs } = of(
        elementsOf(type, 4 * cases.length, (at) => cases[at >> 2][at & 3]),
        2,
        cases.length,
      );
      cases.forEach((a, i) => {
        const [wantSign, wantLog] = signedLogDeterminant(Float64Array.from(a), 2);
        expect(det[i]).toBe(elementsOf(type, 1, () => determinant(Float64Array.from(a), 2))[0]);
        expect(sign[i]).toBe(wantSign);
        expect(logabs[i]).toBe(elementsOf(type, 1, () => wantLog)[0]);
      });
    });

    test("products beyond the range on the way", () => {
      const n = 9;
      const scale = type === "f64" ? 2 ** 1000 : 2 ** 120;
      for (const small of [false, true]) {
        // Huge pivots first, tiny ones last, or the other way round; one of both signs in the middle.
        const values = [scale, scale, scale, scale, -3, 1 / scale, 1 / scale, 1 / scale, 1 / scale];
        if (small) values.reverse();
        const a = elementsOf(type, n * n, (at) => (at % (n + 1) === 0 ? values[at / (n + 1)] : 0));
        expect(of(a, n, 1).det[0]).toBe(-3);
      }
    });
  });

  describe("cofactor", () => {
    const machine = new Machine((module) => addCofactor(module, type, relaxed));
    const compare = (a: TypedArray, n: number, count: number): void => {
      machine.reset();
      const bytes = cofactorWork(n);
      const [from, to, work] = [machine.put(a), machine.space(a.byteLength), machine.space(bytes)];
      machine.exports.cofactor(from, to, n, count, work);
      machine.checkEnd(work, bytes);
      const got = machine.get<TypedArray>(CLASSES[type], to, a.length);
      for (let b = 0; b < count; b++) {
        const part = <T extends TypedArray>(x: T): TypedArray => x.subarray(b * n * n, (b + 1) * n * n);
        expect(distance(part(got), cofactors(wide(part(a)), n)), `${n}`).toBeLessThan(2000 * epsilon);
      }
    };

    test("sizes", () => {
      for (const n of SIZES.filter((n) => n < 50)) compare(random(3 * n * n, n + 1), n, 3);
    });

    test("singular matrices, NaN", () => {
      for (const n of [2, 3, 6]) {
        compare(
          elementsOf(type, n * n, () => 0),
          n,
          1,
        );
        compare(
          elementsOf(type, n * n, () => 1),
          n,
          1,
        );
        if (n < 6)
          compare(
            elementsOf(type, n * n, (at) => Math.floor(at / n) + (at % n)),
            n,
            1,
          );
        compare(
          elementsOf(type, n * n, (at) => (at === 1 ? NaN : at * at)),
          n,
          1,
        );
      }
    });
  });
});
