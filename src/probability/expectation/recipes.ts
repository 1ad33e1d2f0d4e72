/** What is special in fitting a law: estimates in closed form, ends that are the ends of the data, sizes, and what data cannot tell. */
import { makeTensor } from "../../core/convert.ts";
import type { Tensor } from "../../core/tensor.ts";
import { abs, add, div, mul, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { logit } from "../../ops/activation.ts";
import { equal } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { swap } from "../../ops/linalg/matrices.ts";
import { matmul } from "../../ops/matmul.ts";
import { sqrt } from "../../ops/power.ts";
import { slice } from "../../ops/indexing.ts";
import { sum } from "../../ops/reduce.ts";
import { cumsum } from "../../ops/scan.ts";
import { stickBreaking } from "../bijectors/vectors.ts";
import { simplex } from "../constraints/vectors.ts";
import type { Constraint } from "../constraints/constraint.ts";

/** Data with weights of the sum 1, [n] beside [n, ...event]. */
export interface Sample {
  readonly x: Tensor;
  readonly weights: Tensor;
  /** Σ w f(x) */
  readonly mean: (f: (x: Tensor) => Tensor) => Tensor;
}

type Numbers = Readonly<Record<string, Tensor | number>>;

export interface Recipe {
  /** Parameters that are the least or the largest of the data. */
  readonly ends?: Readonly<Record<string, "least" | "most">>;
  /** The other parameters, most likely given the ends. */
  readonly closed?: (data: Sample, ends: Numbers) => Numbers;
  /** What the data say without an estimate, such as sizes; and values for parameters that data cannot tell. */
  readonly known?: (x: Tensor) => Numbers;
  /** How many numbers vectors of parameters have, where it is not that of an event. */
  readonly size?: (x: Tensor) => number;
  /** The likelihood has kinks or many tops by this parameter, so that curvature does not tell: searched without derivatives. */
  readonly searched?: string;
  /** A set where the parameter is determined. */
  readonly constraints?: Readonly<Record<string, Constraint>>;
}

const same = (x: Tensor): Tensor => x;

/** Mean and variance of f(x). */
function moments({ mean }: Sample, f: (x: Tensor) => Tensor = same): readonly [Tensor, Tensor] {
  const center = mean(f);
  return [center, mean((x) => square(sub(f(x), center)))];
}

const normalOf =
  (f?: (x: Tensor) => Tensor) =>
  (data: Sample): Numbers => {
    const [loc, variance] = moments(data, f);
    return { loc, scale: sqrt(variance) };
  };

/** The weighted quantile of 1/2 of numbers. */
function medianOf({ x, weights }: Sample): number {
  const [values, shares] = [Array.from(x.data() as Float64Array), Array.from(weights.data() as Float64Array)];
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  let below = 0;
  for (let i = 0; i < order.length; i++) {
    below += shares[order[i]];
    if (below > 0.5 + 1e-12) return values[order[i]];
    if (below >= 0.5 - 1e-12) return (values[order[i]] + values[order[Math.min(i + 1, order.length - 1)]]) / 2;
  }
  return values[order[order.length - 1]];
}

const numbersOf = (x: Tensor): number[] => Array.from(x.data() as Float64Array);

const largest = (x: Tensor): number => Array.from(x.data() as Float64Array).reduce((a, b) => Math.max(a, b), 0);

/** Shares of the values 0, 1, … */
const shares = (data: Sample): Tensor => {
  const count = largest(data.x) + 1;
  const values = makeTensor(
    Float64Array.from({ length: count }, (_, i) => i),
    "float64",
    "fit",
  );
  return sum(mul(equal(data.x.reshape([-1, 1]), values), data.weights.reshape([-1, 1])), 0);
};

const vectorMoments = (data: Sample, f: (x: Tensor) => Tensor = same): { loc: Tensor; covariance: Tensor } => {
  const loc = data.mean(f);
  const away = sub(f(data.x), loc);
  return { loc, covariance: matmul(swap(mul(away, data.weights.reshape([-1, 1]))), away) };
};

const rowSums = (x: Tensor): Numbers => ({ total: Math.max(...Array.from(sum(x, -1).data() as Float64Array)) });

/** By the laws' names. */
export const recipes: Readonly<Record<string, Recipe>> = /*@__PURE__*/ (() => ({
  Normal: { closed: normalOf() },
  LogNormal: { closed: normalOf(log) },
  LogitNormal: { closed: normalOf(logit) },
  Uniform: { ends: { low: "least", high: "most" }, closed: () => ({}) },
  LogUniform: { ends: { low: "least", high: "most" }, closed: () => ({}) },
  DiscreteUniform: { ends: { low: "least", high: "most" }, closed: () => ({}) },
  Exponential: { closed: ({ mean }) => ({ rate: reciprocal(mean(same)) }) },
  Laplace: {
    searched: "loc",
    closed: (data) => {
      const loc = medianOf(data);
      return { loc, scale: data.mean((x) => abs(sub(x, loc))) };
    },
  },
  HalfNormal: { closed: ({ mean }) => ({ scale: sqrt(mean(square)) }) },
  Rayleigh: { closed: ({ mean }) => ({ scale: sqrt(mul(0.5, mean(square))) }) },
  Maxwell: { closed: ({ mean }) => ({ scale: sqrt(div(mean(square), 3)) }) },
  Pareto: {
    ends: { scale: "least" },
    closed: ({ mean }, { scale }) => ({ concentration: reciprocal(mean((x) => log(div(x, scale)))) }),
  },
  InverseGaussian: {
    closed: ({ mean }) => {
      const loc = mean(same);
      return { loc, concentration: reciprocal(sub(mean(reciprocal), reciprocal(loc))) };
    },
  },
  Bernoulli: { closed: ({ mean }) => ({ probs: mean(same) }) },
  Geometric: { closed: ({ mean }) => ({ probs: reciprocal(add(1, mean(same))) }) },
  Poisson: { closed: ({ mean }) => ({ rate: mean(same) }) },
  Categorical: { closed: (data) => ({ probs: shares(data) }) },
  OneHotCategorical: { closed: ({ mean }) => ({ probs: mean(same) }) },
  OneHotCategoricalStraightThrough: { closed: ({ mean }) => ({ probs: mean(same) }) },
  Multinomial: {
    known: rowSums,
    closed: ({ mean }) => {
      const counts = mean(same);
      return { probs: div(counts, sum(counts)) };
    },
  },
  MultivariateNormal: { closed: (data) => vectorMoments(data) },
  LogisticNormal: { closed: normalOf((x) => stickBreaking.inverse(x)) },
  Delta: { known: (x) => ({ value: x.at(0) }) },
  Empirical: { known: (x) => ({ samples: x }) },
  FiniteDiscrete: {
    known: (x) => ({ outcomes: asTensor([...new Set(numbersOf(x))].sort((a, b) => a - b)) }),
    closed: ({ x, weights }, { outcomes }) => ({
      probs: sum(mul(equal(x.reshape([-1, 1]), outcomes), weights.reshape([-1, 1])), 0),
    }),
  },
  OrderedLogistic: {
    known: () => ({ loc: 0 }),
    closed: (data) => ({ cutpoints: logit(cumsum(shares(data), 0).at(slice(0, -1))) }),
  },
  Triangular: { searched: "peak" },
  AsymmetricLaplace: { searched: "loc" },
  DoubleWeibull: { searched: "loc" },
  DoublesidedMaxwell: { searched: "loc" },
  PowerLaw: { ends: { low: "least", high: "most" } },
  TruncatedNormal: { ends: { low: "least", high: "most" } },
  TruncatedCauchy: { ends: { low: "least", high: "most" } },
  GeneralizedPareto: { ends: { loc: "least" } },
  DirichletMultinomial: { known: rowSums },
  PlackettLuce: { constraints: { scores: simplex } },
  LKJ: { known: (x) => ({ size: x.shape[1] }) },
  LKJCholesky: { known: (x) => ({ size: x.shape[1] }) },
}))();

const asTensor = (values: readonly number[]): Tensor => makeTensor(values, "float64", "fit");
