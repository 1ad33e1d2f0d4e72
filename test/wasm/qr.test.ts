/** QR factors as WebAssembly routines against the reference. */
import { describe, expect, test } from "vitest";
import type { TypedArray } from "../../src/base/dtypes.ts";
import { addQr, qrWork } from "../../src/engine/wasm/routines/qr.ts";
import { qr } from "../../src/ops/linalg/dense/qr.ts";
import { CLASSES, distance, elementsOf, KINDS, Machine, randomNumbers, SIZES, wide } from "./machine.ts";

describe.each(KINDS)("%s, relaxed %s", (type, relaxed) => {
  const epsilon = type === "f64" ? 2 ** -52 : 2 ** -23;
  const machine = new Machine((module) => addQr(module, type, relaxed));
  const run = (a: TypedArray, m: number, n: number, complete: boolean, count = 1) => {
    const size = complete ? m : Math.min(m, n);
    machine.reset();
    const [from, q, r] = [machine.put(a), machine.space(8 * m * size * count), machine.space(8 * size * n * count)];
    const bytes = qrWork(m, n, complete);
    const work = machine.space(bytes);
    machine.exports.qr(from, q, r, m, n, complete ? 1 : 0, count, work);
    machine.checkEnd(work, bytes);
    return {
      q: machine.get<TypedArray>(CLASSES[type], q, m * size * count),
      r: machine.get<TypedArray>(CLASSES[type], r, size * n * count),
    };
  };
  const compare = (a: TypedArray, m: number, n: number, complete: boolean, tolerance: number): void => {
    const { q, r } = run(a, m, n, complete);
    const want = qr(wide(a), m, n, complete ? "complete" : "reduced");
    expect(distance(q, want.q), `q ${m} ${n}`).toBeLessThan(tolerance * epsilon);
    expect(distance(r, want.r), `r ${m} ${n}`).toBeLessThan(tolerance * epsilon);
    expect(r.every((value, at) => at % n >= Math.floor(at / n) || Object.is(value, 0))).toBe(true);
  };

  test.each(SIZES)("%d rows", (m) => {
    for (const n of SIZES) {
      for (const complete of [false, true]) {
        // The condition of random square matrices decides how far two right answers may be from each other.
        compare(elementsOf(type, m * n, randomNumbers(m * 131 + n + 1)), m, n, complete, 2000);
      }
    }
  });

  test("a stack", () => {
    const [m, n] = [40, 34];
    const a = elementsOf(type, 3 * m * n, randomNumbers(9));
    const { q, r } = run(a, m, n, false, 3);
    for (let b = 0; b < 3; b++) {
      const want = qr(wide(a.subarray(b * m * n, (b + 1) * m * n)), m, n);
      expect(distance(q.subarray(b * m * n, (b + 1) * m * n), want.q)).toBeLessThan(500 * epsilon);
      expect(distance(r.subarray(b * n * n, (b + 1) * n * n), want.r)).toBeLessThan(500 * epsilon);
    }
  });

  test("zeros, columns that are reduced already, huge and tiny ones, NaN", () => {
    const [m, n] = [37, 35];
    const big = type === "f64" ? 2 ** 1020 : 2 ** 126;
    const base = elementsOf(type, m * n, randomNumbers(4));
    const triangle = base.map((x, at) => (Math.floor(at / n) > at % n ? 0 : x));
    const scaled = [base.map((x) => x * big), base.map((x) => x / big)];
    const zeros = base.map(() => 0);
    for (const complete of [false, true]) {
      for (const a of [triangle, ...scaled, zeros]) compare(a, m, n, complete, 2000);
      // Each column at a scale of its own: reflectors of subnormal numbers.
      const graded = base.map((x, at) => x * (type === "f64" ? 2 ** (-30 * (at % n)) : 2 ** (-4 * (at % n))));
      compare(graded, m, n, complete, 5000);
      for (const bad of [NaN, Infinity]) {
        const broken = base.slice();
        broken[100] = bad;
        const { q, r } = run(broken, m, n, complete);
        expect(q.every(Number.isNaN) && r.every(Number.isNaN)).toBe(true);
      }
    }
  });

  test("order 200: orthogonal, and the product is the matrix", () => {
    const n = 200;
    const a = elementsOf(type, n * n, randomNumbers(77));
    const { q, r } = run(a, n, n, false);
    const [gram, product] = [new Float64Array(n * n), new Float64Array(n * n)];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        for (let k = 0; k < n; k++) {
          gram[i * n + j] += q[k * n + i] * q[k * n + j];
          product[i * n + j] += q[i * n + k] * r[k * n + j];
        }
      }
    }
    const identity = elementsOf("f64", n * n, (at) => (at % (n + 1) === 0 ? 1 : 0));
    expect(distance(gram, identity)).toBeLessThan(20 * epsilon);
    expect(distance(product, a)).toBeLessThan(40 * epsilon);
  });
});
