/**
 * Each sampler against its law, by Pearson's χ² for a million draws; and what the samplers promise: streams that depend on nothing
 * but key and place, the same draws in compiled programs, for batches, with any number of threads.
 */
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { grad, jit, jvp, random, setThreads, type Tensor, tensor, vmap } from "nabla";
import { gammainc, gammaincc } from "../src/ops/scalar/incompleteGamma.ts";
import { betainc } from "../src/ops/scalar/incompleteBeta.ts";
import { continuous, counted } from "./randomLaws.ts";

/** A right sampler fails one of the tests below with this probability; the seeds are fixed, so the outcome is, too. */
const FAILURE = 1e-6;
const N = 1_000_000;
const BINS = 200;
const key = random.key(2026);

function expectFrequencies(counts: readonly number[], expected: readonly number[]): void {
  let [chi2, cells, rest, restExpected] = [0, -1, 0, 0];
  const add = (count: number, mean: number): void => {
    chi2 += (count - mean) ** 2 / mean;
    cells++;
  };
  // Cells in which little is expected are one cell.
  counts.forEach((count, i) => {
    if (expected[i] >= 10) add(count, expected[i]);
    else [rest, restExpected] = [rest + count, restExpected + expected[i]];
  });
  if (restExpected >= 10) add(rest, restExpected);
  else expect(rest).toBeLessThanOrEqual(50);
  if (cells > 0) expect(gammaincc(cells / 2, chi2 / 2), `χ² ${chi2} of ${cells}`).toBeGreaterThan(FAILURE);
}

/** The x with cdf(x) = p, by bisection of the floats. */
function quantile(cdf: (x: number) => number, p: number): number {
  let [from, to] = [-1, 1];
  while (cdf(from) > p) from *= 2;
  while (cdf(to) < p) to *= 2;
  for (let i = 0; i < 80; i++) {
    const middle = (from + to) / 2;
    if (cdf(middle) < p) from = middle;
    else to = middle;
  }
  return to;
}

describe.each(["float64", "float32"] as const)("draws have their distribution, %s", (dtype) => {
  test.each(Object.entries(continuous))("%s", (_, { draw, cdf }) => {
    const edges = Float64Array.from({ length: BINS - 1 }, (_, i) => quantile(cdf, (i + 1) / BINS));
    const x = jit((k: Tensor) => draw(k, [N], { dtype }))(key);
    expect(x.dtype).toBe(dtype);
    const counts = new Array<number>(BINS).fill(0);
    let strange = 0;
    for (const value of x.data()) {
      if (Number.isNaN(value)) strange++;
      let [from, to] = [0, BINS - 1];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (edges[middle] >= value) to = middle;
        else from = middle + 1;
      }
      counts[from]++;
    }
    expect(strange).toBe(0);
    expectFrequencies(counts, new Array<number>(BINS).fill(N / BINS));
  });
});

describe("counts have their probabilities", () => {
  test.each(Object.entries(counted))("%s", (_, { draw, probability }) => {
    const x = jit((k: Tensor) => draw(k, [N]))(key);
    const counts: number[] = [];
    for (const k of x.data()) counts[k] = (counts[k] ?? 0) + 1;
    const all = Array.from(counts, (count) => count ?? 0);
    const expected = all.map((_, k) => N * probability(k));
    // What was not drawn at all belongs to the rest.
    const beyond = N - expected.reduce((a, b) => a + b, 0);
    expectFrequencies([...all, 0], [...expected, Math.max(0, beyond)]);
    all.forEach((count, k) => {
      if (expected[k] === 0 && k < 100) expect(count).toBe(0);
    });
  });
});

// ---------------------------------------------------------------- the promise

const all = Object.entries({ ...continuous, ...counted }).map(
  ([name, { draw }]) => [name, draw as (key: Tensor, shape: number[]) => Tensor] as const,
);

const listed = (x: Tensor): number[] => Array.from<number>(x.data());

function expectClose(got: readonly number[], wanted: readonly number[], relative: number): void {
  expect(got.length).toBe(wanted.length);
  got.forEach((value, i) => {
    const error = Math.abs(value - wanted[i]);
    expect(error, `${value} for ${wanted[i]}`).toBeLessThanOrEqual(relative * Math.max(1, Math.abs(wanted[i])));
  });
}

test.each(all)("%s: an element depends on the key and its place only", (_, draw) => {
  const long = listed(draw(key, [40]));
  expectClose(listed(draw(key, [7])), long.slice(0, 7), 1e-12);
  expectClose(listed(draw(key, [2, 3, 4])), long.slice(0, 24), 1e-12);
  expect(draw(key, [0, 3]).shape).toEqual([0, 3]);
  // Long ones are computed by compiled code.
  expectClose(listed(draw(key, [5000])).slice(0, 40), long, 1e-12);
  expect(listed(draw(random.key(12), [40]))).not.toEqual(long);
});

test("float32: compiled code draws what plain loops draw", () => {
  for (const a of [0.3, 1, 2, 50, 1e6]) {
    const draw = (n: number): number[] => listed(random.gamma(key, a, [n], { dtype: "float32" }));
    const [short, long] = [draw(200), draw(5000).slice(0, 200)];
    expectClose(
      long.map((x) => x / a),
      short.map((x) => x / a),
      1e-5,
    );
  }
});

test.each(all)("%s: a batch of keys is a loop over keys, also compiled", (_, draw) => {
  const keys = random.split(key, 4);
  const f = (k: Tensor) => draw(k, [3, 2]);
  const each = [0, 1, 2, 3].flatMap((i) => listed(f(keys.at(i))));
  expectClose(listed(vmap(f)(keys)), each, 1e-12);
  expectClose(listed(jit(vmap(f))(keys)), each, 1e-12);
  expectClose(listed(vmap(vmap(f))(keys.reshape([2, 2, 2]))), each, 1e-12);
});

test("batched parameters give what a loop gives", () => {
  const loops: readonly ((a: Tensor) => Tensor)[] = [
    (a) => random.gamma(key, a, [5]),
    (a) => random.vonMises(key, a, [5]),
    (a) => random.wald(key, a, [5]),
    (a) => random.poisson(key, a, [5]),
    (a) => random.multinomial(key, 50, tensor([0.5, 0.5]), { shape: [5] }).mul(a),
    (a) => random.multinomial(key, a.ceil(), [0.2, 0.8], { shape: [5] }),
    (a) => random.categorical(key, a.mul([0, 1, 2]), { shape: [5] }),
  ];
  const values = [0.3, 2, 40];
  for (const f of loops) expect(listed(vmap(f)(tensor(values)))).toEqual(values.flatMap((a) => listed(f(tensor(a)))));
});

describe("threads", () => {
  afterAll(() => setThreads(1));
  test("do not change a draw", () => {
    const shape = [300_000];
    const samplers = [
      jit((k: Tensor) => random.gamma(k, 0.7, shape)),
      jit((k: Tensor) => random.poisson(k, 3, shape)),
      jit((k: Tensor) => random.cauchy(k, shape)),
    ];
    setThreads(1);
    const want = samplers.map((f) => f(key).data());
    setThreads(2);
    samplers.forEach((f, i) => {
      for (let turn = 0; turn < 3; turn++) expect(listed(f(key).equal(tensor(want[i])).all())).toEqual([1]);
    });
  });
});

// ---------------------------------------------------------------- JAX

interface Recorded {
  readonly f: string;
  readonly seed: number;
  readonly dtype: "float64" | "float32";
  readonly out: { readonly shape: readonly number[]; readonly data: readonly (number | string)[] };
}

// tools/golden/samplers.py: draws recorded from JAX where its algorithm is ours.
const recorded = (
  JSON.parse(readFileSync(new URL("./fixtures/randomSamplers.json", import.meta.url), "utf8")) as {
    readonly draws: readonly Recorded[];
  }
).draws;

type Options = { readonly dtype: "float64" | "float32" };
const covariance = [
  [2, 1],
  [1, 2],
];
const ours: Readonly<Record<string, (key: Tensor, options: Options) => Tensor>> = {
  laplace: (k, options) => random.laplace(k, [12], options),
  logistic: (k, options) => random.logistic(k, [12], options),
  lognormal: (k, options) => random.lognormal(k, [12], { ...options, scale: 0.5 }),
  maxwell: (k, options) => random.maxwell(k, [12], options),
  weibull: (k, options) => random.weibull(k, 1.5, [12], { ...options, scale: 2 }),
  pareto: (k, options) => random.pareto(k, 3, [12], options),
  triangular: (k, options) => random.triangular(k, 0, 1, 4, [12], options),
  wald: (k, options) => random.wald(k, 2, [12], options),
  multivariateNormal: (k, options) => random.multivariateNormal(k, [0, 1], covariance, [6], options),
  orthogonal: (k, options) => random.orthogonal(k, 3, [2], options),
};

test.each(Object.entries(ours))("%s gives JAX's values", (name, draw) => {
  const rows = recorded.filter(({ f }) => f === name);
  expect(rows.length).toBe(6);
  for (const { seed, dtype, out } of rows) {
    const x = draw(random.key(seed), { dtype });
    expect([x.shape, x.dtype]).toEqual([out.shape, dtype]);
    expectClose(listed(x), out.data.map(Number), dtype === "float64" ? 1e-12 : 2e-5);
  }
});

// ---------------------------------------------------------------- extremes

test("extreme parameters", () => {
  const finite = (x: Tensor): boolean => listed(x).every(Number.isFinite);
  expect(finite(random.logGamma(key, [1e-300, 1e-6, 1e6, 1e300], [50, 4]))).toBe(true);
  expect(listed(random.gamma(key, 1e-6, [50])).every((x) => x >= 0)).toBe(true);
  expect(listed(random.gamma(key, 1e12, [50])).every((x) => Math.abs(x / 1e12 - 1) < 1e-5)).toBe(true);
  expect(listed(random.beta(key, 1e-6, 1e-6, [50])).every((x) => x >= 0 && x <= 1)).toBe(true);
  const tiny = random.dirichlet(key, [1e-5, 1e-5, 1e-5], [50]);
  expectClose(listed(tiny.sum(-1)), new Array<number>(50).fill(1), 1e-12);
  expect(listed(random.vonMises(key, 0, [50])).some((x) => Math.abs(x) > 2)).toBe(true);
  expect(listed(random.vonMises(key, 1e12, [50])).every((x) => Math.abs(x) < 1e-5)).toBe(true);
  expect(finite(random.vonMises(key, 1e-300, [50]))).toBe(true);
  expect(finite(random.studentT(key, 1e6, [50]))).toBe(true);
  expect(listed(random.poisson(key, 0, [5]))).toEqual([0, 0, 0, 0, 0]);
  expect(listed(random.poisson(key, 2 ** 52, [5], { dtype: "float64" })).every(Number.isInteger)).toBe(true);
  expect(listed(random.binomial(key, 5, [0, 1], [2, 2]))).toEqual([0, 5, 0, 5]);
  expect(listed(random.binomial(key, 0, 0.5, [2]))).toEqual([0, 0]);
  expect(listed(random.hypergeometric(key, [3, 0, 5], [0, 4, 5], [2, 2, 10]))).toEqual([2, 0, 5]);
  expect(listed(random.geometric(key, 1, [3]))).toEqual([1, 1, 1]);
  expect(listed(random.triangular(key, 0, 0, 1, [50])).every((x) => x >= 0 && x < 1)).toBe(true);
  expect(listed(random.multinomial(key, tensor([0, 7]), [0, 1, 0]))).toEqual([0, 0, 0, 0, 7, 0]);
  expect(listed(random.zipf(key, 1.0001, [50])).every((x) => x >= 1)).toBe(true);
});

test("orthogonal matrices are orthogonal", () => {
  for (const [rows, columns] of [
    [4, 4],
    [3, 5],
    [5, 3],
  ]) {
    const x = random.orthogonal(key, rows, [2], { columns });
    expect(x.shape).toEqual([2, rows, columns]);
    const product = rows <= columns ? x.matmul(x.transpose([0, 2, 1])) : x.transpose([0, 2, 1]).matmul(x);
    const n = Math.min(rows, columns);
    const eye = Array.from({ length: 2 * n * n }, (_, i) => (Math.floor(i / n) % n === i % n ? 1 : 0));
    expectClose(listed(product), eye, 1e-12);
  }
});

test("singular covariances by eigenvalues", () => {
  const covariance = [
    [1, 1],
    [1, 1],
  ];
  expect(() => random.multivariateNormal(key, [0, 0], covariance)).toThrow(/positive definite/);
  const x = random.multivariateNormal(key, [0, 1], covariance, [100], { method: "eigh" });
  const gap = x.matmul(tensor([1, -1])).add(1);
  expectClose(listed(gap), new Array<number>(100).fill(0), 1e-7);
});

// ---------------------------------------------------------------- derivatives

/** dx/dθ = -∂F/∂θ / (∂F/∂x), by central differences. */
function slopeOf(cdf: (x: number, theta: number) => number, x: number, theta: number): number {
  const [h, g] = [1e-4 * theta, 1e-4 * Math.max(1e-3, Math.abs(x))];
  const byTheta = (cdf(x, theta + h) - cdf(x, theta - h)) / (2 * h);
  return -byTheta / ((cdf(x + g, theta) - cdf(x - g, theta)) / (2 * g));
}

const parameters: Readonly<Record<string, readonly [(a: Tensor) => Tensor, (x: number, a: number) => number, number]>> =
  {
    gamma: [(a) => random.gamma(key, a, [20]), (x, a) => gammainc(a, x), 2],
    "gamma below 1": [(a) => random.gamma(key, a, [20]), (x, a) => gammainc(a, x), 0.6],
    chisquare: [(a) => random.chisquare(key, a, [20]), (x, a) => gammainc(a / 2, x / 2), 3],
    wald: [(a) => random.wald(key, a, [20]), (x, a) => continuousWald(x, a), 1.5],
    vonMises: [(a) => random.vonMises(key, a, [20]), (x, a) => vonMisesBy(x, a), 2],
  };

const continuousWald = (x: number, mean: number): number => {
  const phi = (z: number): number => 0.5 * gammaincc(0.5, (z * z) / 2) * (z < 0 ? 1 : -1) + (z < 0 ? 0 : 1);
  return phi(Math.sqrt(1 / x) * (x / mean - 1)) + Math.exp(2 / mean) * phi(-Math.sqrt(1 / x) * (x / mean + 1));
};

/** Simpson's rule. */
function vonMisesBy(x: number, kappa: number): number {
  const integral = (from: number, to: number): number => {
    const n = 2000;
    let sum = 0;
    for (let i = 0; i <= n; i++) {
      const weight = i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2;
      sum += weight * Math.exp(kappa * (Math.cos(from + ((to - from) * i) / n) - 1));
    }
    return (sum * (to - from)) / (3 * n);
  };
  return integral(-Math.PI, x) / integral(-Math.PI, Math.PI);
}

test.each(Object.entries(parameters))("%s: samples move as their distribution function does", (_, [f, cdf, at]) => {
  const [x, tangent] = jvp(f)([at], [1]);
  const [values, slopes] = [listed(x), listed(tangent)];
  expectClose(
    slopes,
    values.map((value) => slopeOf(cdf, value, at)),
    1e-4,
  );
  // Second derivatives: how the slope changes along with the sample.
  const second = listed(jvp((a: Tensor) => jvp(f)([a], [1])[1])([at], [1])[1]);
  const h = 3e-3 * at;
  const along = (step: number): number[] => values.map((x, i) => slopeOf(cdf, x + step * slopes[i], at + step));
  const [above, below] = [along(h), along(-h)];
  expectClose(
    second,
    above.map((value, i) => (value - below[i]) / (2 * h)),
    2e-3,
  );
  // grad agrees with jvp.
  expectClose([grad((a: Tensor) => f(a).sum())(at).item()], [slopes.reduce((a, b) => a + b, 0)], 1e-10);
});

test("gradients of what is made of gamma numbers", () => {
  const check = (f: (a: Tensor) => Tensor, at: number): void => {
    const h = 1e-6 * at;
    // The same words, so the samples are smooth in the parameter but for rejections, which are rare.
    const slope = listed(jvp(f)([at], [1])[1]);
    expect(slope.every(Number.isFinite)).toBe(true);
    const [above, below] = [listed(f(tensor(at + h))), listed(f(tensor(at - h)))];
    expect(above.length).toBe(below.length);
  };
  check((a) => random.beta(key, a, 3, [10]), 2);
  check((a) => random.dirichlet(key, tensor([1, 2, 3]).mul(a), [4]), 0.5);
  check((a) => random.studentT(key, a, [10]), 3);
  check((a) => random.logGamma(key, a, [10]), 1e-5);
  // The mean of a beta number is a/(a + b): so is that of its derivative.
  const mean = grad((a: Tensor) => random.beta(key, a, 3, [200_000]).mean())(2).item();
  expect(Math.abs(mean - 3 / 25)).toBeLessThan(2e-3);
  expect(betainc(2, 3, 0.5)).toBeCloseTo(0.6875, 12);
});

// ---------------------------------------------------------------- errors

test("what is wrong with parameters is said", () => {
  const cases: readonly (readonly [() => unknown, RegExp])[] = [
    [() => random.gamma(key, -1), /gamma: "concentration" is -1/],
    [() => random.gamma(key, 1, undefined, { rate: 0 }), /gamma: "rate" is 0/],
    [() => random.beta(key, 1, [2, 0]), /beta: "concentration0" is 0 at \[1\]/],
    [() => random.dirichlet(key, 3), /dirichlet: "concentration" is a scalar/],
    [() => random.poisson(key, -0.5), /poisson: "rate" is -0.5/],
    [() => random.poisson(key, 1e10), /dtype: "float64"/],
    [() => random.binomial(key, 2.5, 0.5), /binomial: "n" is 2.5/],
    [() => random.binomial(key, 2, 1.5), /binomial: "p" is 1.5/],
    [() => random.geometric(key, 0), /geometric: "p" is 0/],
    [() => random.hypergeometric(key, 1, 2, 5), /no more draws than there are things/],
    [() => random.multivariateHypergeometric(key, [1, 2], 5), /no more draws than there are things/],
    [() => random.multivariateHypergeometric(key, 3, 1), /no kinds/],
    [() => random.zipf(key, 1), /zipf: "power" is 1/],
    [() => random.logseries(key, 1), /logseries: "p" is 1/],
    [() => random.triangular(key, 0, 2, 1), /triangular/],
    [() => random.vonMises(key, -1), /vonMises: "concentration" is -1/],
    [() => random.multivariateNormal(key, [0, 1], [[1]]), /"covariance" does not fit "mean"/],
    [() => random.sphere(key, 0), /sphere/],
    [() => random.multinomial(key, tensor([1, -1]), [1]), /multinomial: "n" is -1 at \[1\]/],
    [() => random.gamma(3 as never, 1), /gamma/],
  ];
  for (const [f, message] of cases) expect(f).toThrow(message);
  expect(() => jit((a: Tensor) => random.gamma(key, a))(-1)).toThrow(/gamma: "concentration" is -1/);
});
