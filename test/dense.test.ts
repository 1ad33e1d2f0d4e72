import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cholesky } from "../src/ops/linalg/dense/cholesky.ts";
import { eigh } from "../src/ops/linalg/dense/eigh.ts";
import { padeCoefficients, padePlan, padeThetas } from "../src/ops/linalg/dense/expm.ts";
import { lu } from "../src/ops/linalg/dense/lu.ts";
import { matmul } from "../src/ops/linalg/dense/matmul.ts";
import { qr } from "../src/ops/linalg/dense/qr.ts";
import { svd } from "../src/ops/linalg/dense/svd.ts";
import { solveTriangular } from "../src/ops/linalg/dense/triangular.ts";

// Oracle values: tools/golden/dense.py (NumPy/LAPACK, SciPy, mpmath; versions inside the JSON).
interface Golden {
  readonly name: string;
  readonly m: number;
  readonly n: number;
  readonly a: readonly number[];
  readonly values: readonly number[];
  readonly s: readonly number[];
  readonly r: readonly number[];
  readonly lu: readonly number[];
  readonly pivots: readonly number[];
  readonly l: readonly number[];
  readonly value: readonly number[];
  readonly relative: boolean;
}
const golden = JSON.parse(readFileSync(new URL("./fixtures/dense.json", import.meta.url), "utf8")) as Record<
  "eigh" | "svd" | "qr" | "lu" | "cholesky" | "expm",
  readonly Golden[]
>;

const EPS = 2 ** -52;

/** Bounds are BOUND * n * EPS * norm; the measured worst cases are below 2 n EPS. */
const BOUND = 5;

// mulberry32: a small seeded generator, so that the matrices are the same in every run.
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

function make(m: number, n: number, entry: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: m * n }, (_, at) => entry(Math.floor(at / n), at % n));
}

/** "2x3 4x5" is [[2, 3], [4, 5]]. */
const sizes = (text: string) => text.split(" ").map((size) => size.split("x").map(Number));

const transpose = (a: Float64Array, m: number, n: number) => make(n, m, (i, j) => a[j * n + i]);
const largest = (a: Float64Array) => a.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** Frobenius norm after an exact scaling, with that scale: matrices near the ends of the range stay comparable. */
function normalise(a: Float64Array): { scaled: Float64Array; scale: number; norm: number } {
  const most = largest(a);
  const scale = most === 0 ? 1 : 2 ** -Math.min(1022, Math.max(-1022, Math.floor(Math.log2(most))));
  const scaled = a.map((x) => x * scale);
  return { scaled, scale, norm: Math.sqrt(scaled.reduce((sum, x) => sum + x * x, 0)) };
}

function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number, what: string): void {
  expect(got.length, what).toBe(want.length);
  let worst = 0;
  for (let i = 0; i < got.length; i++) {
    const gap = Math.abs(got[i] - want[i]);
    if (!(gap <= worst)) worst = gap;
  }
  expect(worst, what).toBeLessThanOrEqual(tolerance);
}

function expectOrthonormal(q: Float64Array, m: number, k: number, what: string): void {
  const gram = matmul(q, q, k, m, k, { transposeA: true });
  expectClose(
    gram,
    make(k, k, (i, j) => (i === j ? 1 : 0)),
    BOUND * Math.max(m, 1) * EPS,
    what,
  );
}

function expectUpper(r: Float64Array, m: number, n: number, what: string): void {
  for (let i = 0; i < m; i++) for (let j = 0; j < Math.min(i, n); j++) expect(r[i * n + j], what).toBe(0);
}

/** The first `count` columns of the m x n matrix have a positive largest component. */
function expectLeadingPositive(v: Float64Array, m: number, n: number, count: number, what: string): void {
  for (let j = 0; j < count; j++) {
    const column = make(m, 1, (i) => v[i * n + j]);
    const threshold = largest(column) * (1 - 1e-8);
    expect(
      column.find((x) => Math.abs(x) >= threshold),
      what,
    ).toBeGreaterThan(0);
  }
}

/** Matrices of every awkward kind and shape; the eigenproblem tests take the square ones. */
function matrices(): { name: string; m: number; n: number; a: Float64Array }[] {
  const random = generator(20261124);
  const list: { name: string; m: number; n: number; a: Float64Array }[] = [];
  const add = (name: string, m: number, n: number, entry: (i: number, j: number) => number) =>
    list.push({ name: `${name} ${m}x${n}`, m, n, a: make(m, n, entry) });
  for (const [m, n] of sizes("0x0 0x3 3x0 1x1 1x5 5x1 2x2 9x4 4x9 25x40 40x25")) {
    add("random", m, n, () => random());
    add("zero", m, n, () => 0);
    add("constant", m, n, () => 3);
  }
  for (const n of [3, 8, 16, 17, 33]) {
    add("random", n, n, () => random());
    add("hilbert", n, n, (i, j) => 1 / (i + j + 1));
    add("columns graded", n, n, (_, j) => random() * 2 ** (-20 * j));
    add("rows graded", n, n, (i) => random() * 2 ** (-20 * i));
    add("upper ones", n, n, (i, j) => (i <= j ? 1 : 0));
    add("sparse integers", n, n, () => Math.trunc(random() * 1.5));
    add("one zero column", n, n, (_, j) => (j === 1 ? 0 : random()));
    add("equal rows", n, n, (i, j) => Math.sin((i % 2) * 7 + j));
    add("huge", n, n, () => random() * 1e307);
    add("tiny", n, n, () => random() * 1e-290);
    add("whole range", n, n, () => [0, 1, -1, 5e-324, 1e300, 2 ** -970, 1e-150][Math.floor((random() + 1) * 3.5)]);
    add("whole range, no largest", n, n, () => [0, 5e-324, 2 ** -970, 2 ** 40][Math.floor((random() + 1) * 2)]);
    add("wild exponents", n, n, () => random() * 2 ** Math.trunc(random() * 900));
  }
  // The cosine of the two rotated rows stays at one or two units roundoff, above LAPACK's sqrt(2) u.
  add("stubborn cosine", 4, 2, (i, j) => [3, 1, 0, 1, 1, 3, 2, 0][i * 2 + j]);
  add("subnormal column", 4, 2, (i, j) => (j === 0 ? Number(i === 0) : i * 5e-324));
  return list;
}

test("qr reconstructs, q is orthonormal, r is triangular", () => {
  for (const { name, m, n, a } of matrices()) {
    const { scaled, scale, norm } = normalise(a);
    for (const mode of ["reduced", "complete"] as const) {
      const k = mode === "complete" ? m : Math.min(m, n);
      const { q, r } = qr(a, m, n, mode);
      expectOrthonormal(q, m, k, `${name} ${mode} q`);
      expectUpper(r, k, n, `${name} ${mode} r`);
      const product = matmul(
        q,
        r.map((x) => x * scale),
        m,
        k,
        n,
      );
      expectClose(product, scaled, BOUND * Math.max(m, n) * EPS * norm, `${name} ${mode} q r`);
    }
  }
});

test("svd reconstructs, u and vh are orthonormal, s descends", () => {
  for (const { name, m, n, a } of matrices()) {
    const { scaled, scale, norm } = normalise(a);
    for (const full of [false, true]) {
      const k = Math.min(m, n);
      const [p, q] = full ? [m, n] : [k, k];
      const { u, s, vh, converged } = svd(a, m, n, full);
      expect(converged, name).toBe(true);
      expect([u.length, s.length, vh.length], name).toEqual([m * p, k, q * n]);
      expectOrthonormal(u, m, p, `${name} u`);
      expectOrthonormal(transpose(vh, q, n), n, q, `${name} vh`);
      for (let i = 0; i < k; i++) expect(s[i], name).toSatisfy((x: number) => x >= 0 && !(x > s[i - 1]));
      expectLeadingPositive(u, m, p, k, `${name} u`);
      const us = make(m, q, (i, j) => (j < k ? u[i * p + j] * (s[j] * scale) : 0));
      expectClose(matmul(us, vh, m, q, n), scaled, BOUND * Math.max(m, n) * EPS * norm, `${name} u s vh`);
    }
  }
});

test("eigh reconstructs, vectors are orthonormal with a positive largest component, values ascend", () => {
  for (const { name, m, n, a } of matrices()) {
    if (m !== n) continue;
    const symmetric = make(n, n, (i, j) => a[Math.max(i, j) * n + Math.min(i, j)]);
    const { scaled, scale, norm } = normalise(symmetric);
    const { values, vectors, converged } = eigh(a, n);
    expect(converged, name).toBe(true);
    expectOrthonormal(vectors, n, n, `${name} vectors`);
    const product = make(n, n, (i, j) => vectors[i * n + j] * (values[j] * scale));
    const rebuilt = matmul(product, vectors, n, n, n, { transposeB: true });
    expectClose(rebuilt, scaled, BOUND * Math.max(n, 1) * EPS * norm, `${name} v w vᵀ`);
    expectLeadingPositive(vectors, n, n, n, name);
    for (let j = 1; j < n; j++) expect(values[j], name).toBeGreaterThanOrEqual(values[j - 1]);
  }
});

test("lu reconstructs the permuted matrix with multipliers of at most 1", () => {
  for (const { name, m, n, a } of matrices()) {
    const k = Math.min(m, n);
    const { scaled, scale, norm } = normalise(a);
    const { lu: packed, pivots, sign } = lu(a, m, n);
    const lower = make(m, k, (i, j) => (i === j ? 1 : i > j ? packed[i * n + j] : 0));
    const upper = make(k, n, (i, j) => (i <= j ? packed[i * n + j] * scale : 0));
    expect(largest(lower), name).toBeLessThanOrEqual(1);
    const permuted = make(m, n, (i, j) => scaled[pivots[i] * n + j]);
    expectClose(matmul(lower, upper, m, k, n), permuted, BOUND * Math.max(m, n) * EPS * norm, name);
    expect(sign, name).toBe(permutationSign(pivots));
  }
  expect(lu(Float64Array.of(1, 2, 2, 4), 2, 2).singularAt).toBe(1);
  expect(lu(Float64Array.of(1, 2, 2, 5), 2, 2).singularAt).toBe(-1);
  expect(lu(new Float64Array(9), 3, 3).singularAt).toBe(0);
});

function permutationSign(order: Int32Array): number {
  let inversions = 0;
  for (let i = 0; i < order.length; i++) for (let j = 0; j < i; j++) if (order[j] > order[i]) inversions++;
  return inversions % 2 === 0 ? 1 : -1;
}

test("cholesky reads the lower triangle, reconstructs, and names the first bad pivot", () => {
  const random = generator(7);
  for (let n = 0; n <= 40; n += 5) {
    const factor = make(n, n, () => random());
    const a = matmul(factor, factor, n, n, n, { transposeB: true });
    for (let i = 0; i < n; i++) a[i * n + i] += 1;
    const onlyLower = make(n, n, (i, j) => (j > i ? NaN : a[i * n + j]));
    const { l, failed } = cholesky(onlyLower, n);
    expect(failed).toBe(-1);
    expectUpper(transpose(l, n, n), n, n, "l");
    expectClose(matmul(l, l, n, n, n, { transposeB: true }), a, BOUND * n * EPS * largest(a), `n = ${n}`);
  }
  expect(cholesky(Float64Array.of(1, 2, 2, 1), 2).failed).toBe(1);
  expect(cholesky(Float64Array.of(0), 1).failed).toBe(0);
  expect(cholesky(Float64Array.of(1, 0, NaN, 1), 2).failed).toBe(1);
  expect(cholesky(Float64Array.of(Infinity), 1).failed).toBe(0);
});

test("solveTriangular solves every variant with a small residual", () => {
  const random = generator(11);
  for (const n of [0, 1, 4, 31]) {
    for (const k of [0, 1, 3]) {
      for (let bits = 0; bits < 8; bits++) {
        const [lower, transposed, unitDiagonal] = [bits & 1, bits & 2, bits & 4].map((bit) => bit > 0);
        const stored = make(n, n, (i, j) => (i === j ? 2 + random() : random()));
        const b = make(n, k, () => random());
        const { x, singularAt } = solveTriangular(stored, b, n, k, { lower, transpose: transposed, unitDiagonal });
        expect(singularAt).toBe(-1);
        const t = make(n, n, (i, j) => {
          if (i === j) return unitDiagonal ? 1 : stored[i * n + i];
          return j < i === lower ? stored[i * n + j] : 0;
        });
        const back = matmul(t, x, n, n, k, { transposeA: transposed });
        expectClose(back, b, BOUND * n * EPS * n * (1 + largest(x)), `variant ${bits}, n = ${n}`);
      }
    }
  }
  const singular = solveTriangular(Float64Array.of(1, 2, 0, 0), Float64Array.of(1, 1), 2, 1);
  expect(singular.singularAt).toBe(1);
  expect([...singular.x]).toEqual([NaN, NaN]);
});

test("matmul equals the textbook loop bit for bit, for every layout and element type", () => {
  const random = generator(13);
  const shapes = sizes("0x2x3 2x0x3 1x1x1 3x4x5 1x300x41 41x300x1 33x65x67 18x300x130");
  for (const [m, k, n] of shapes) {
    for (const kind of [Float64Array, Float32Array, Int32Array, Uint32Array]) {
      const whole = kind === Int32Array || kind === Uint32Array;
      const entry = () => (whole ? Math.trunc(random() * 2 ** 31) : random());
      const a = kind.from(make(m, k, entry));
      const b = kind.from(make(k, n, entry));
      const want = kind.from(
        make(m, n, (i, j) => {
          let sum = 0;
          for (let l = 0; l < k; l++) {
            const term = whole ? Math.imul(a[i * k + l], b[l * n + j]) : a[i * k + l] * b[l * n + j];
            sum += term;
          }
          return sum;
        }),
      );
      const at = kind.from(transpose(Float64Array.from(a), m, k));
      const bt = kind.from(transpose(Float64Array.from(b), k, n));
      expect(matmul(a, b, m, k, n)).toEqual(want);
      expect(matmul(at, b, m, k, n, { transposeA: true })).toEqual(want);
      expect(matmul(a, bt, m, k, n, { transposeB: true })).toEqual(want);
      expect(matmul(at, bt, m, k, n, { transposeA: true, transposeB: true })).toEqual(want);
    }
  }
});

test("agreement with LAPACK and mpmath", () => {
  const close = (got: Float64Array, want: readonly number[], scale: number, size: number, name: string) => {
    const factor = normalise(Float64Array.of(scale)).scale;
    const tolerance = BOUND * Math.max(size, 2) * EPS * Math.abs(scale * factor);
    expectClose(
      got.map((x) => x * factor),
      want.map((x) => x * factor),
      tolerance,
      name,
    );
  };
  for (const { name, n, a, values } of golden.eigh) {
    const got = eigh(Float64Array.from(a), n).values;
    close(got, values, Math.max(-values[0], values[n - 1]), n, `eigh ${name}`);
  }
  for (const { name, m, n, a, s, relative } of golden.svd) {
    const got = svd(Float64Array.from(a), m, n).s;
    close(got, s, s[0], Math.max(m, n), `svd ${name}`);
    if (!relative) continue;
    for (let i = 0; i < n; i++) expect(Math.abs(got[i] / s[i] - 1), name).toBeLessThan(BOUND * n * EPS);
  }
  for (const { name, m, n, a, r } of golden.qr) {
    close(qr(Float64Array.from(a), m, n).r, r, largest(Float64Array.from(r)), Math.max(m, n), `qr ${name}`);
  }
  for (const { name, m, n, a, lu: packed, pivots } of golden.lu) {
    const got = lu(Float64Array.from(a), m, n);
    expect([...got.pivots], name).toEqual(pivots);
    close(got.lu, packed, largest(Float64Array.from(packed)), n, `lu ${name}`);
  }
  for (const { name, n, a, l } of golden.cholesky) {
    close(cholesky(Float64Array.from(a), n).l, l, largest(Float64Array.from(l)), n, `cholesky ${name}`);
  }
});

test("small exact cases come out exactly", () => {
  expect([...eigh(Float64Array.of(2, 1, 1, 2), 2).values]).toEqual([1, 3]);
  expect([...eigh(Float64Array.of(3, 0, 0, 0, 1, 0, 0, 0, 2), 3).values]).toEqual([1, 2, 3]);
  expect([...eigh(Float64Array.of(1, 99, 0, 1), 2).values]).toEqual([1, 1]); // the upper triangle is not read
  expect([...svd(Float64Array.of(0, 3, -4, 0), 2, 2).s]).toEqual([4, 3]);
  expect([...svd(Float64Array.of(1, 0, 0, 1e-300), 2, 2).s]).toEqual([1, 1e-300]);
  expect([...svd(Float64Array.of(1e300, 0, 0, 1e-20), 2, 2).s]).toEqual([1e300, 1e-20]);
  expect([...eigh(Float64Array.of(1e300, 0, 0, 1e-20), 2).values]).toEqual([1e-20, 1e300]);
  expect([...qr(Float64Array.of(3, 4), 2, 1).r]).toEqual([-5]);
});

test("NaN and Infinity end with a status or NaN, in every position", () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    for (const n of [1, 2, 5, 18]) {
      for (const at of [0, n - 1, n * (n - 1), n * n - 1, Math.floor((n * n) / 2)]) {
        const a = make(n, n, (i, j) => (i === j ? 4 : 1 / (i + j + 1)));
        a[at] = bad;
        const decomposition = svd(a, n, n, true);
        expect(decomposition.converged).toBe(false);
        expect(decomposition.s.every(Number.isNaN)).toBe(true);
        const { q, r } = qr(a, n, n);
        expect(q.every(Number.isNaN) && r.every(Number.isNaN)).toBe(true);
        const inLower = at % n <= Math.floor(at / n);
        const eigen = eigh(a, n);
        expect(eigen.converged).toBe(!inLower);
        expect(eigen.values.every(Number.isNaN)).toBe(inLower);
        expect(cholesky(a, n).failed >= 0).toBe(inLower);
        const factors = lu(a, n, n);
        expect(factors.lu.every(Number.isFinite)).toBe(false);
      }
    }
  }
  const hidden = lu(Float64Array.of(NaN, 1, 0, 1), 2, 2);
  expect(hidden.lu[0]).toBeNaN();
});

test("Padé data: coefficients by their formula, plan by norm, exp of matrices against mpmath", () => {
  const factorial = (x: number): bigint => (x < 2 ? 1n : BigInt(x) * factorial(x - 1));
  for (const m of [3, 5, 7, 9, 13] as const) {
    const exact = padeCoefficients[m].map((_, j) => factorial(2 * m - j) / (factorial(m - j) * factorial(j)));
    expect(padeCoefficients[m].map(BigInt)).toEqual(exact);
    expect(padePlan(padeThetas[m])).toEqual({ degree: m, squarings: 0 });
  }
  expect(padePlan(100)).toEqual({ degree: 13, squarings: 5 });
  expect(padePlan(NaN)).toEqual({ degree: 13, squarings: 0 });
  for (const { name, n, a, value } of golden.expm) {
    const want = Float64Array.from(value);
    expectClose(exponential(Float64Array.from(a), n), want, 40 * n * EPS * largest(want), `expm ${name}`);
  }
});

/** exp(a) as the comment of expm.ts says, out of matmul, lu and triangular solves. */
function exponential(a: Float64Array, n: number): Float64Array {
  const columnSums = Array.from({ length: n }, (_, j) =>
    make(n, 1, (i) => Math.abs(a[i * n + j])).reduce((s, x) => s + x),
  );
  const { degree, squarings } = padePlan(Math.max(...columnSums));
  const times = (x: Float64Array, y: Float64Array) => matmul(x, y, n, n, n);
  const shrunk = a.map((x) => x / 2 ** squarings);
  let power = make(n, n, (i, j) => (i === j ? 1 : 0));
  const sums = [new Float64Array(n * n), new Float64Array(n * n)];
  padeCoefficients[degree].forEach((b, j) => {
    for (let i = 0; i < n * n; i++) sums[j % 2][i] += b * power[i];
    power = times(power, shrunk);
  });
  const [v, u] = sums;
  const { lu: packed, pivots } = lu(
    v.map((x, i) => x - u[i]),
    n,
    n,
  );
  const right = make(n, n, (i, j) => v[pivots[i] * n + j] + u[pivots[i] * n + j]);
  const middle = solveTriangular(packed, right, n, n, { lower: true, unitDiagonal: true }).x;
  let result = solveTriangular(packed, middle, n, n).x;
  for (let i = 0; i < squarings; i++) result = times(result, result);
  return result;
}
