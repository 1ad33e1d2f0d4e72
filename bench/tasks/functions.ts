/** Small functions, where the cost of a call decides. */
import { DOUBLE, type Input, SINGLE, spread, type Task } from "./task.ts";

const list = (...values: readonly number[]): Input => ({
  shape: [values.length],
  dtype: "float32",
  fill: { kind: "list", values },
});
const halves: Input = { shape: [100], dtype: "float64", fill: { kind: "even", value: 0.5 } };
const slope = { unit: "µs", inputs: {}, read: true, check: SINGLE } as const;

export const functions: readonly Task[] = [
  {
    ...slope,
    id: "slope",
    title: "grad(x·sin x) at 1, and read; compiled",
    bars: [
      { kind: "limit", value: 0.3 },
      { kind: "first call", most: 2 },
    ],
  },
  { ...slope, id: "slope-eager", title: "grad(x·sin x) at 1, and read; eager" },
  {
    id: "add",
    title: "add two 3-vectors, and read",
    unit: "µs",
    inputs: { a: list(1, 2, 3), b: list(4, 5, 6) },
    read: true,
    check: SINGLE,
  },
  {
    id: "rosenbrock",
    title: "Rosenbrock-100, value and gradient, f64",
    unit: "µs",
    inputs: { x: halves },
    check: DOUBLE,
    bars: [{ kind: "limit", value: 1 }],
  },
  {
    id: "rosenbrock-hessian",
    title: "Rosenbrock-100, Hessian, f64",
    unit: "µs",
    inputs: { x: halves },
    check: DOUBLE,
    bars: [{ kind: "limit", value: 30 }],
  },
  {
    // Of the mean and the logarithm of the deviation, given as [0.1, 0.2].
    id: "likelihood",
    title: "Normal log-likelihood, n = 1000, value and gradient, f64",
    unit: "µs",
    inputs: {
      x: spread(1, [1000], Math.sqrt(3), "float64"),
      p: { shape: [2], dtype: "float64", fill: { kind: "list", values: [0.1, 0.2] } },
    },
    check: DOUBLE,
    bars: [{ kind: "limit", value: 4 }],
  },
];
