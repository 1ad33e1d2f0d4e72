/** Tests of distributions: each sampler against its distribution function, frequencies or moments, with fixed seeds. */
import { expect, test } from "vitest";
import { grad, random, type Tensor, tensor, vmap } from "nabla";
import { ndtr } from "../src/ops/scalar/erf.ts";
import { gammaincc } from "../src/ops/scalar/incompleteGamma.ts";

/** A right sampler fails one of the checks below with this probability; the seeds are fixed, so the outcome is, too. */
const FAILURE = 1e-5;

/** A normal number is farther from its mean with that probability: √2 erfcinv(1e-5). */
const DEVIATIONS = 4.417;

const N = 100_000;

const numbers = (x: Tensor): number[] => Array.from<number>(x.data());

/** Kolmogorov-Smirnov, by the bound 2 exp(-2 n D²) of Dvoretzky, Kiefer, Wolfowitz and Massart. */
function expectDistribution(x: Tensor, cdf: (x: number) => number): void {
  const sorted = numbers(x).sort((a, b) => a - b);
  const n = sorted.length;
  const distance = sorted.reduce(
    (d, value, i) => Math.max(d, Math.abs(cdf(value) - i / n), Math.abs(cdf(value) - (i + 1) / n)),
    0,
  );
  expect(distance).toBeLessThan(Math.sqrt(Math.log(2 / FAILURE) / (2 * n)));
}

/** Pearson's χ². */
function expectFrequencies(counts: ArrayLike<number>, probabilities: readonly number[]): void {
  const n = Array.from(counts).reduce((a, b) => a + b, 0);
  let [chi2, cells] = [0, 0];
  probabilities.forEach((p, i) => {
    if (p === 0) expect(counts[i]).toBe(0);
    else {
      cells++;
      chi2 += (counts[i] - n * p) ** 2 / (n * p);
    }
  });
  expect(gammaincc((cells - 1) / 2, chi2 / 2)).toBeGreaterThan(FAILURE);
}

function countsOf(x: Tensor, size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (const value of x.data()) counts[value]++;
  return counts;
}

/** The mean is within its standard errors, and the variance within 5 %, which is more than 4.4 of its own for all below. */
function expectMoments(x: Tensor, mean: number, variance: number): void {
  const data = numbers(x);
  const average = data.reduce((a, b) => a + b, 0) / data.length;
  expect(Math.abs(average - mean)).toBeLessThan(DEVIATIONS * Math.sqrt(variance / data.length));
  const spread = data.reduce((a, b) => a + (b - average) ** 2, 0) / data.length;
  expect(Math.abs(spread / variance - 1)).toBeLessThan(0.05);
}

const key = random.key(2024);
const even = (n: number): number[] => new Array<number>(n).fill(1 / n);

test.each(["float64", "float32"] as const)("continuous draws have their distributions, %s", (dtype) => {
  expectDistribution(random.uniform(key, [N], { dtype }), (x) => x);
  expectDistribution(random.uniform(key, [N], { low: -2, high: 3, dtype }), (x) => (x + 2) / 5);
  expectDistribution(random.normal(key, [N], { dtype }), ndtr);
  expectDistribution(random.normal(key, [N], { loc: 1, scale: 2, dtype }), (x) => ndtr((x - 1) / 2));
  expectDistribution(random.exponential(key, [N], { rate: 3, dtype }), (x) => -Math.expm1(-3 * x));
  expectDistribution(random.gumbel(key, [N], { loc: 1, scale: 2, dtype }), (x) => Math.exp(-Math.exp((1 - x) / 2)));
  const between = (a: number, b: number) => (x: number) => (ndtr(-a) - ndtr(-x)) / (ndtr(-a) - ndtr(-b));
  for (const [a, b] of [
    [-1, 2],
    [-Infinity, Infinity],
    [3, 4],
    [5, Infinity],
    [-Infinity, 0],
  ]) {
    const x = random.truncatedNormal(key, a, b, [N], { dtype });
    expectDistribution(x, between(a, b));
    expect(numbers(x).every((value) => value >= a && value <= b && Number.isFinite(value))).toBe(true);
  }
});

test("moments", () => {
  expectMoments(random.uniform(key, [N]), 1 / 2, 1 / 12);
  expectMoments(random.normal(key, [N]), 0, 1);
  expectMoments(random.exponential(key, [N]), 1, 1);
  expectMoments(random.gumbel(key, [N]), 0.5772156649015329, Math.PI ** 2 / 6);
  expectMoments(random.bernoulli(key, 0.3, [N]), 0.3, 0.21);
  expectMoments(random.rademacher(key, [N]), 0, 1);
  expectMoments(random.randint(key, [N], 0, 10), 4.5, 8.25);
});

test("neighbours and the draws of sibling keys are not correlated", () => {
  const correlation = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i < x.length && i < y.length; i++) sum += x[i] * y[i];
    return sum / Math.min(x.length, y.length);
  };
  const x = random.normal(key, [N]).data();
  const limit = DEVIATIONS / Math.sqrt(N);
  expect(Math.abs(correlation(x, x.subarray(1)))).toBeLessThan(limit);
  const [a, b] = vmap((k) => random.normal(k, [N]))(random.split(key)).toArray() as number[][];
  expect(Math.abs(correlation(a, b))).toBeLessThan(limit);
  expect(Math.abs(correlation(a, x))).toBeLessThan(limit);
  const c = random.normal(random.foldIn(key, 0), [N]).data();
  expect(Math.abs(correlation(c, x))).toBeLessThan(limit);
});

test("bits: each bit is set half of the time", () => {
  const counts = new Array<number>(32).fill(0);
  for (const word of random.bits(key, [N]).data()) for (let i = 0; i < 32; i++) counts[i] += (word >>> i) & 1;
  for (const count of counts) expect(Math.abs(count - N / 2)).toBeLessThan((DEVIATIONS * Math.sqrt(N)) / 2);
});

test("randint is even, also where a modulo is not", () => {
  expectFrequencies(countsOf(random.randint(key, [N], 0, 7), 7), even(7));
  // With 3 · 2^30 values a plain modulo of 32 bits would give the lower third half of the draws.
  const wide = random.randint(key, [N], 0, 3 * 2 ** 30, { dtype: "uint32" });
  expectFrequencies(countsOf(tensor(numbers(wide).map((x) => Math.floor(x / 2 ** 30))), 3), even(3));
  const signed = random.randint(key, [N], -(2 ** 31), 2 ** 31);
  expectFrequencies(countsOf(tensor(numbers(signed).map((x) => Math.floor(x / 2 ** 29) + 4)), 8), even(8));
});

test("randint keeps to its bounds, which may be tensors", () => {
  const low = tensor([0, -10, 100], { dtype: "int32" });
  const x = random.randint(key, [500, 3], low, low.add(tensor([1, 2, 50], { dtype: "int32" })));
  expect(x.dtype).toBe("int32");
  expect(x.max(0).toArray()).toEqual([0, -9, 149]);
  expect(x.min(0).toArray()).toEqual([0, -10, 100]);
});

test("all permutations are equally likely", () => {
  const orders = vmap((k) => random.permutation(k, 4))(random.split(key, 24_000)).toArray() as number[][];
  const counts = new Map<string, number>();
  for (const order of orders) counts.set(order.join(""), (counts.get(order.join("")) ?? 0) + 1);
  expect(counts.size).toBe(24);
  expectFrequencies([...counts.values()], even(24));
});

test("permutation and shuffle move whole rows and lose none", () => {
  const x = tensor([
    [0, 1, 2],
    [3, 4, 5],
    [6, 7, 8],
    [9, 10, 11],
  ]);
  const rows = random.permutation(key, x).toArray() as number[][];
  expect(rows.toSorted((a, b) => a[0] - b[0])).toEqual(x.toArray());
  expect(rows.map((row) => row[0] / 3)).toEqual(random.permutation(key, 4).toArray());
  const columns = random.permutation(key, x, -1);
  expect(columns.toArray()[0].toSorted()).toEqual([0, 1, 2]);
  expect(columns.toArray()).toEqual(random.shuffle(key, x, 1).toArray());
  expect(
    random
      .permutation(key, 1000)
      .toArray()
      .toSorted((a: number, b: number) => a - b),
  ).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect(random.permutation(key, 0).shape).toEqual([0]);
  const list = [{ a: 1 }, "b", null];
  const shuffled: unknown[] = random.shuffle(key, list);
  expect(new Set(shuffled)).toEqual(new Set(list));
  expect(list).toEqual([{ a: 1 }, "b", null]);
});

test("choice: frequencies with and without weights", () => {
  expectFrequencies(countsOf(random.choice(key, 5, { shape: [N] }), 5), even(5));
  const p = [0.1, 0, 0.6, 0.3];
  expectFrequencies(countsOf(random.choice(key, 4, { shape: [N], p }), 4), p);
  const letters = random.choice(
    key,
    [
      [1, 2],
      [3, 4],
    ],
    { shape: [3], axis: 1 },
  );
  expect(letters.shape).toEqual([2, 3]);
});

test("choice without replacement: each once, and in proportion to the weights that are left", () => {
  const all = random.choice(key, 100, { shape: [10, 10], replace: false });
  expect(new Set(all.data()).size).toBe(100);
  const keys = random.split(key, 20_000);
  const pairs = vmap((k) => random.choice(k, 4, { shape: [2], replace: false }))(keys).toArray() as [number, number][];
  expectFrequencies(
    countsOf(tensor(pairs.map(([a, b]) => 4 * a + b)), 16),
    Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 0 : 1 / 12)),
  );
  const p = [0.5, 0.3, 0.2, 0];
  const weighted = vmap((k) => random.choice(k, 4, { shape: [2], p, replace: false }))(keys).toArray() as [
    number,
    number,
  ][];
  const expected = Array.from({ length: 16 }, (_, i) => {
    const [a, b] = [i >> 2, i & 3];
    return a === b ? 0 : (p[a] * p[b]) / (1 - p[a]);
  });
  expectFrequencies(countsOf(tensor(weighted.map(([a, b]) => 4 * a + b)), 16), expected);
});

test("categorical: softmax frequencies, along any axis", () => {
  const logits = [0, -Infinity, Math.log(3), Math.log(2)];
  const p = [1 / 6, 0, 3 / 6, 2 / 6];
  expectFrequencies(countsOf(random.categorical(key, logits, { shape: [N] }), 4), p);
  const table = tensor([
    [0, 100],
    [100, 0],
    [0, 0],
  ]);
  expect(random.categorical(key, table, { axis: 0 }).shape).toEqual([2]);
  expect(random.categorical(key, table, { axis: 0 }).toArray()).toEqual([1, 0]);
  expect(random.categorical(key, table).shape).toEqual([3]);
  expect(
    random
      .categorical(
        key,
        [
          [0, 100],
          [100, 0],
        ],
        { shape: [5, 2] },
      )
      .toArray(),
  ).toEqual(new Array(5).fill([1, 0]));
});

test("multinomial: counts sum to n and are where the probabilities are (Dive into Deep Learning 2.6)", () => {
  const fair = even(6);
  expect(random.multinomial(key, 10, fair).sum().item()).toBe(10);
  const counts = random.multinomial(key, 1000, fair).div(1000).toArray() as number[];
  for (const p of counts) expect(Math.abs(p - 1 / 6)).toBeLessThan(5 * Math.sqrt(5 / 36 / 1000));
  const groups = random.multinomial(key, 10, fair, { shape: [500] });
  expect(groups.shape).toEqual([500, 6]);
  expect(groups.sum(1).toArray()).toEqual(new Array(500).fill(10));
  const p = [0.1, 0, 0.6, 0.3];
  expectFrequencies(random.multinomial(key, N, p).data(), p);
  const rows = random
    .multinomial(key, N, [
      [0.5, 0.5],
      [0.1, 0.9],
    ])
    .toArray() as number[][];
  expectFrequencies(rows[0], [0.5, 0.5]);
  expectFrequencies(rows[1], [0.1, 0.9]);
  expect(random.multinomial(key, 0, fair).toArray()).toEqual([0, 0, 0, 0, 0, 0]);
  // The variance of a count of groups is n p (1 - p).
  expectMoments(vmap((k) => random.multinomial(k, 20, [0.3, 0.7]).at(0))(random.split(key, 20_000)), 6, 4.2);
});

test("dropout keeps the mean, and the gradient passes where values do", () => {
  const x = tensor(new Array(N).fill(3));
  const y = random.dropout(key, x, 0.25);
  expect(new Set(y.data())).toEqual(new Set([0, 4]));
  expect(Math.abs(y.mean().item() - 3)).toBeLessThan(DEVIATIONS * Math.sqrt(3 / N));
  expect(random.dropout(key, [1, 2], 0).toArray()).toEqual([1, 2]);
  expect(random.dropout(key, [1, 2], 1).toArray()).toEqual([0, 0]);
  const slope = grad((v) => random.dropout(key, v, 0.5).sum());
  expect(slope([1, 2, 3, 4]).toArray()).toEqual(random.dropout(key, [1, 1, 1, 1], 0.5).toArray());
  expect(grad((v) => random.dropout(key, v, 1).sum())([1, 2]).toArray()).toEqual([0, 0]);
});

test("normals and their kin are finite at the ends of the bits", () => {
  const n = 1_000_000;
  for (const dtype of ["float64", "float32"] as const) {
    for (const draw of [random.normal, random.gumbel, random.exponential]) {
      expect(numbers(draw(key, [n], { dtype })).every(Number.isFinite)).toBe(true);
    }
  }
});
