/** The samplers with parameters, and what their draws must look like: the list that the tests of samplers walk. */
import { random, type Tensor, tensor } from "nabla";
import { ndtr } from "../src/ops/scalar/erf.ts";
import { betainc } from "../src/ops/scalar/incompleteBeta.ts";
import { gammainc } from "../src/ops/scalar/incompleteGamma.ts";

type Draw<O> = (key: Tensor, shape: number[], options?: O) => Tensor;

/** A continuous law: its draws, and its distribution function. */
export interface Continuous {
  readonly draw: Draw<{ readonly dtype: "float64" | "float32" }>;
  readonly cdf: (x: number) => number;
}

/** A law of counts: its draws, and the probability of each count. */
export interface Counted {
  readonly draw: Draw<{ readonly dtype: "int32" | "float64" }>;
  readonly probability: (k: number) => number;
}

const tCdf = (df: number) => (x: number) => {
  const tail = betainc(df / 2, 1 / 2, df / (df + x * x)) / 2;
  return x > 0 ? 1 - tail : tail;
};
const chi2Cdf = (df: number) => (x: number) => (x <= 0 ? 0 : gammainc(df / 2, x / 2));
const maxwellCdf = (x: number): number => chi2Cdf(3)(x * x);

/** By quadrature of the density, which is enough here. */
function vonMisesCdf(kappa: number, loc: number): (x: number) => number {
  const n = 20_000;
  const sums = new Float64Array(n + 1);
  const density = (x: number): number => Math.exp(kappa * (Math.cos(x - loc) - 1));
  const at = (i: number): number => -Math.PI + (2 * Math.PI * i) / n;
  for (let i = 0; i < n; i++) sums[i + 1] = sums[i] + (density(at(i)) + 4 * density(at(i + 0.5)) + density(at(i + 1)));
  return (x) => {
    const place = ((x + Math.PI) / (2 * Math.PI)) * n;
    const i = Math.min(n - 1, Math.max(0, Math.floor(place)));
    return Math.min(1, Math.max(0, (sums[i] + (sums[i + 1] - sums[i]) * (place - i)) / sums[n]));
  };
}

function waldCdf(mean: number, narrow: number): (x: number) => number {
  return (x) => {
    if (x <= 0) return 0;
    const root = Math.sqrt(narrow / x);
    return ndtr(root * (x / mean - 1)) + Math.exp((2 * narrow) / mean) * ndtr(-root * (x / mean + 1));
  };
}

const gammaLaw = (a: number, rate = 1): Continuous => ({
  draw: (key, shape, options) => random.gamma(key, a, shape, { ...options, rate }),
  cdf: (x) => (x <= 0 ? 0 : gammainc(a, x * rate)),
});

export const continuous: Readonly<Record<string, Continuous>> = {
  cauchy: {
    draw: (key, shape, options) => random.cauchy(key, shape, { ...options, loc: 1, scale: 2 }),
    cdf: (x) => 0.5 + Math.atan((x - 1) / 2) / Math.PI,
  },
  laplace: {
    draw: random.laplace,
    cdf: (x) => (x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2),
  },
  logistic: { draw: random.logistic, cdf: (x) => 1 / (1 + Math.exp(-x)) },
  lognormal: {
    draw: (key, shape, options) => random.lognormal(key, shape, { ...options, loc: 1, scale: 0.5 }),
    cdf: (x) => (x <= 0 ? 0 : ndtr((Math.log(x) - 1) / 0.5)),
  },
  rayleigh: { draw: random.rayleigh, cdf: (x) => (x <= 0 ? 0 : -Math.expm1((-x * x) / 2)) },
  maxwell: { draw: random.maxwell, cdf: (x) => (x <= 0 ? 0 : maxwellCdf(x)) },
  doublesidedMaxwell: { draw: random.doublesidedMaxwell, cdf: (x) => (1 + Math.sign(x) * maxwellCdf(Math.abs(x))) / 2 },
  weibull: {
    draw: (key, shape, options) => random.weibull(key, 1.5, shape, { ...options, scale: 2 }),
    cdf: (x) => (x <= 0 ? 0 : -Math.expm1(-((x / 2) ** 1.5))),
  },
  pareto: {
    draw: (key, shape, options) => random.pareto(key, 3, shape, options),
    cdf: (x) => (x <= 1 ? 0 : 1 - x ** -3),
  },
  power: {
    draw: (key, shape, options) => random.power(key, 3, shape, options),
    cdf: (x) => Math.min(1, Math.max(0, x)) ** 3,
  },
  triangular: {
    draw: (key, shape, options) => random.triangular(key, 0, 1, 4, shape, options),
    cdf: (x) => (x <= 0 ? 0 : x <= 1 ? (x * x) / 4 : x < 4 ? 1 - (4 - x) ** 2 / 12 : 1),
  },
  wald: {
    draw: (key, shape, options) => random.wald(key, 2, shape, { ...options, concentration: 3 }),
    cdf: waldCdf(2, 3),
  },
  "vonMises, wide": {
    draw: (key, shape, options) => random.vonMises(key, 0.3, shape, options),
    cdf: vonMisesCdf(0.3, 0),
  },
  vonMises: {
    draw: (key, shape, options) => random.vonMises(key, 4, shape, { ...options, loc: 1 }),
    cdf: vonMisesCdf(4, 1),
  },
  "gamma, below 1": gammaLaw(0.3),
  gamma: gammaLaw(2, 3),
  "gamma, of 1": gammaLaw(1),
  "gamma, large": gammaLaw(1000),
  logGamma: {
    draw: (key, shape, options) => random.logGamma(key, 0.01, shape, options),
    // P(a, x) is x^a/Γ(a + 1) where x is tiny.
    cdf: (y) => (y < -30 ? Math.exp(0.01 * y) / 0.9943258511915062 : gammainc(0.01, Math.exp(y))),
  },
  chisquare: { draw: (key, shape, options) => random.chisquare(key, 3, shape, options), cdf: chi2Cdf(3) },
  beta: {
    draw: (key, shape, options) => random.beta(key, 2, 0.5, shape, options),
    cdf: (x) => (x <= 0 ? 0 : x >= 1 ? 1 : betainc(2, 0.5, x)),
  },
  dirichlet: {
    draw: (key, shape, options) =>
      random
        .dirichlet(key, [1, 2, 3], shape, options)
        .mul(tensor([0, 1, 0], options))
        .sum(-1),
    cdf: (x) => (x <= 0 ? 0 : x >= 1 ? 1 : betainc(2, 4, x)),
  },
  studentT: { draw: (key, shape, options) => random.studentT(key, 3, shape, options), cdf: tCdf(3) },
  f: {
    draw: (key, shape, options) => random.f(key, 4, 6, shape, options),
    cdf: (x) => (x <= 0 ? 0 : betainc(2, 3, (4 * x) / (4 * x + 6))),
  },
  generalizedNormal: {
    draw: (key, shape, options) => random.generalizedNormal(key, 1.5, shape, options),
    cdf: (x) => (1 + Math.sign(x) * gammainc(1 / 1.5, Math.abs(x) ** 1.5)) / 2,
  },
  multivariateNormal: {
    draw: (key, shape, options) => {
      const covariance = [
        [2, 1],
        [1, 2],
      ];
      return random
        .multivariateNormal(key, [0, 1], covariance, shape, options)
        .mul(tensor([1, -1], options))
        .sum(-1);
    },
    cdf: (x) => ndtr((x + 1) / Math.SQRT2),
  },
  // The height of a point on a sphere is uniform (Archimedes).
  sphere: {
    draw: (key, shape, options) =>
      random
        .sphere(key, 3, shape, options)
        .mul(tensor([1, 0, 0], options))
        .sum(-1),
    cdf: (x) => (x + 1) / 2,
  },
  ball: {
    draw: (key, shape, options) => random.ball(key, 3, shape, options).square().sum(-1),
    cdf: (x) => Math.min(1, Math.max(0, x)) ** 1.5,
  },
  orthogonal: {
    draw: (key, shape, options) => {
      const entry = [
        [0, 0, 0],
        [0, 1, 0],
        [0, 0, 0],
      ];
      return random.orthogonal(key, 3, shape, options).mul(tensor(entry, options)).sum([-1, -2]);
    },
    cdf: (x) => (x + 1) / 2,
  },
};

/** Probabilities from that of a count on by quotients of neighbours. */
function chain(first: number, quotient: (k: number) => number, from = 0): (k: number) => number {
  const known = [first];
  return (k) => {
    if (k < from) return 0;
    while (known.length <= k - from) known.push(known[known.length - 1] * quotient(from + known.length));
    return known[k - from];
  };
}

const poisson = (rate: number): Counted => ({
  draw: (key, shape, options) => random.poisson(key, rate, shape, options),
  probability: chain(Math.exp(-rate), (k) => rate / k),
});

const binomial = (n: number, p: number): Counted => ({
  draw: (key, shape, options) => random.binomial(key, n, p, shape, options),
  probability: chain((1 - p) ** n, (k) => (((n - k + 1) / k) * p) / (1 - p)),
});

function hypergeometric(good: number, bad: number, draws: number): Counted {
  let first = 1;
  const least = Math.max(0, draws - bad);
  // C(good, least) C(bad, draws - least)/C(good + bad, draws), factor by factor.
  const choose = (n: number, k: number): number => {
    let log = 0;
    for (let i = 0; i < k; i++) log += Math.log((n - i) / (i + 1));
    return log;
  };
  first = Math.exp(choose(good, least) + choose(bad, draws - least) - choose(good + bad, draws));
  const quotient = (k: number): number => ((good - k + 1) * (draws - k + 1)) / (k * (bad - draws + k));
  return {
    draw: (key, shape, options) => random.hypergeometric(key, good, bad, draws, shape, options),
    probability: chain(first, quotient, least),
  };
}

const ZETA_3 = 1.2020569031595942;

export const counted: Readonly<Record<string, Counted>> = {
  "poisson, 0.1": poisson(0.1),
  "poisson, 4": poisson(4),
  "poisson, 30": poisson(30),
  "poisson, 300": poisson(300),
  "binomial, few": binomial(20, 0.3),
  "binomial, mostly": binomial(20, 0.9),
  "binomial, many": binomial(1000, 0.4),
  "binomial, most": binomial(300, 0.9),
  negativeBinomial: {
    draw: (key, shape, options) => random.negativeBinomial(key, 3, 0.2, shape, options),
    probability: chain(0.2 ** 3, (k) => ((k + 2) / k) * 0.8),
  },
  geometric: {
    draw: (key, shape, options) => random.geometric(key, 0.2, shape, options),
    probability: chain(0.2, () => 0.8, 1),
  },
  "hypergeometric, few": hypergeometric(5, 15, 8),
  "hypergeometric, at least some": hypergeometric(12, 5, 9),
  "hypergeometric, many": hypergeometric(400, 700, 300),
  "hypergeometric, most": hypergeometric(700, 400, 800),
  zipf: {
    draw: (key, shape) => random.zipf(key, 3, shape).minimum(100),
    probability: (k) => (k < 1 || k > 99 ? 0 : k ** -3 / ZETA_3),
  },
  logseries: {
    draw: (key, shape, options) => random.logseries(key, 0.9, shape, options),
    probability: chain(-0.9 / Math.log(0.1), (k) => (0.9 * (k - 1)) / k, 1),
  },
  categorical: {
    draw: (key, shape) => random.categorical(key, [0, Math.log(3), -Infinity, 0], { shape }),
    probability: (k) => [0.2, 0.6, 0, 0.2][k] ?? 0,
  },
  "multinomial, few trials": {
    draw: (key, shape) => random.multinomial(key, 10, [0.3, 0.6, 0.1], { shape }).mul([1, 0, 0]).sum(-1),
    probability: binomial(10, 0.3).probability,
  },
  "multinomial, many trials": {
    draw: (key, shape) => random.multinomial(key, 200, [0.6, 0.3, 0.1], { shape }).mul([0, 1, 0]).sum(-1),
    probability: binomial(200, 0.3).probability,
  },
  multivariateHypergeometric: {
    draw: (key, shape) => random.multivariateHypergeometric(key, [10, 5, 5], 8, { shape }).mul([0, 1, 0]).sum(-1),
    probability: hypergeometric(5, 15, 8).probability,
  },
};
