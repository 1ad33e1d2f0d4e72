/** Whole arrays: elementwise functions, reductions, scans, sorting and random numbers. */
import { DOUBLE, type Input, SINGLE, spread, type Task } from "./task.ts";

const MILLION = 1_000_000;
const table = spread(3, [1000, 1000]);
const positive: Input = {
  shape: [MILLION],
  dtype: "float32",
  fill: { kind: "spread", seed: 5, scale: 0.5, offset: 0.5 },
};

const timesTorch = (most: number): Task["bars"] => [{ kind: "ratio", to: "torch", most }];

/** A million random numbers, or counts that need as many: faster than PyTorch and JAX. */
const sampler = (id: string, title: string, limit: number, check: readonly [number, number, number?]): Task => ({
  id,
  title,
  unit: "ms",
  inputs: {},
  check: { mean: check[0], variance: check[1], count: check[2] },
  bars: [
    { kind: "limit", value: limit },
    { kind: "ratio", to: "torch", most: 1 },
    { kind: "ratio", to: "jax", most: 1 },
  ],
});

const samples: readonly Task[] = [
  sampler("uniforms", "10⁶ uniforms", 3, [1 / 2, 1 / 12]),
  sampler("normals", "10⁶ normals", 6, [0, 1]),
  sampler("gammas", "10⁶ gammas(2)", 30, [2, 2]),
  sampler("poissons", "10⁶ Poisson(4)", 25, [4, 4]),
  sampler("binomials", "10⁶ binomial(20, 0.3)", 25, [6, 4.2]),
  // Probabilities in proportion to 1, 2, …, 1000.
  sampler("categories", "10⁶ of 1,000 categories", 15, [666, 55611]),
  sampler("multinomials", "10⁵ multinomial(10, 1/6)", 20, [10 / 6, (10 * 5) / 36, 6e5]),
];

export const arrays: readonly Task[] = [
  {
    id: "chain-f32",
    title: "exp(-x²)·sin x + tanh x, 10⁶, f32",
    unit: "ms",
    inputs: { x: spread(1, [MILLION]) },
    check: SINGLE,
    bars: [
      { kind: "limit", value: 3 },
      { kind: "ratio", to: "torch", most: 1 },
      { kind: "ratio", to: "JavaScript", most: 1 / 4 },
    ],
  },
  {
    id: "chain-f64",
    title: "exp(-x²)·sin x + tanh x, 10⁶, f64",
    unit: "ms",
    inputs: { x: spread(1, [MILLION], Math.sqrt(3), "float64") },
    check: DOUBLE,
    bars: [
      { kind: "limit", value: 8 },
      { kind: "ratio", to: "torch", most: 1 },
    ],
  },
  {
    id: "cumsum",
    title: "cumsum of the columns, 1000×1000",
    unit: "ms",
    inputs: { x: table },
    check: SINGLE,
    bars: timesTorch(1.5),
  },
  {
    id: "softmax",
    title: "softmax of the rows, 1000×1000",
    unit: "ms",
    inputs: { x: table },
    check: SINGLE,
    bars: timesTorch(1.5),
  },
  { id: "sum", title: "sum of 10⁶", unit: "ms", inputs: { x: positive }, check: SINGLE, bars: timesTorch(1.5) },
  {
    id: "transpose-add",
    title: "A + Bᵀ, 1000×1000",
    unit: "ms",
    inputs: { a: table, b: spread(4, [1000, 1000]) },
    check: SINGLE,
  },
  {
    id: "sort",
    title: "sort 10⁶",
    unit: "ms",
    inputs: { x: spread(6, [MILLION]) },
    check: SINGLE,
    bars: timesTorch(1),
  },
  ...samples,
];
