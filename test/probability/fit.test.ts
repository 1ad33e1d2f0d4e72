/** Maximum likelihood: every law finds the parameters that made the draws, SciPy's fits are found again, closed forms are tops. */
import { describe, expect, test } from "vitest";
import { random, type Tensor, TensorError } from "nabla";
import * as pr from "../../src/entries/probability.ts";
import written from "../fixtures/probability/fits.json" with { type: "json" };
import { laws, make, univariate } from "./laws/golden.ts";

const { fit } = pr;

type Numbers = Readonly<Record<string, unknown>>;

/** Parameters that draws are made with, and those that are fixed. */
const drawn: Readonly<Record<string, readonly [parameters: Numbers, fixed?: Numbers]>> = {
  Normal: [{ loc: 2, scale: 3 }],
  Uniform: [{ low: 2, high: 5 }],
  Exponential: [{ rate: 2 }],
  Gamma: [{ concentration: 2.5, rate: 1.5 }],
  Beta: [{ concentration1: 2, concentration0: 3 }],
  StudentT: [{ df: 5, loc: 1, scale: 2 }],
  Cauchy: [{ loc: 1, scale: 2 }],
  Laplace: [{ loc: 1, scale: 2 }],
  Logistic: [{ loc: 1, scale: 2 }],
  Gumbel: [{ loc: 1, scale: 2 }],
  LogNormal: [{ loc: 0.5, scale: 0.8 }],
  HalfNormal: [{ scale: 2 }],
  HalfCauchy: [{ scale: 2 }],
  HalfStudentT: [{ df: 4, scale: 2 }],
  Chi: [{ df: 3 }],
  Chi2: [{ df: 4 }],
  InverseGamma: [{ concentration: 3, scale: 2 }],
  InverseGaussian: [{ loc: 2, concentration: 3 }],
  FisherSnedecor: [{ df1: 5, df2: 10 }],
  Pareto: [{ scale: 2, concentration: 3 }],
  Weibull: [{ scale: 2, concentration: 1.5 }],
  Kumaraswamy: [{ concentration1: 2, concentration0: 3 }],
  ContinuousBernoulli: [{ probs: 0.3 }],
  VonMises: [{ loc: 0.5, concentration: 2 }],
  Triangular: [{ low: 0, peak: 1, high: 4 }],
  TruncatedNormal: [{ loc: 0, scale: 1, low: -1, high: 2 }],
  TruncatedCauchy: [{ loc: 0, scale: 1, low: -1, high: 2 }],
  GeneralizedPareto: [{ loc: 1, scale: 2, concentration: 0.3 }],
  GeneralizedExtremeValue: [{ loc: 1, scale: 2, concentration: 0.2 }],
  GeneralizedNormal: [{ loc: 1, scale: 2, power: 1.5 }],
  SkewNormal: [{ loc: 1, scale: 2, skewness: 3 }],
  AsymmetricLaplace: [{ loc: 1, scale: 2, asymmetry: 0.7 }],
  JohnsonSU: [{ skewness: 0.5, tailweight: 1.5, loc: 1, scale: 2 }],
  SinhArcsinh: [{ loc: 1, scale: 2, skewness: 0.3, tailweight: 1.2 }],
  ExponentiallyModifiedGaussian: [{ loc: 1, scale: 1, rate: 0.7 }],
  ExpGamma: [{ concentration: 2, rate: 1.5 }],
  LogitNormal: [{ loc: 0.5, scale: 0.8 }],
  LogLogistic: [{ scale: 2, concentration: 3 }],
  LogUniform: [{ low: 1, high: 10 }],
  Moyal: [{ loc: 1, scale: 2 }],
  Levy: [{ loc: 1, scale: 2 }],
  Gompertz: [{ concentration: 0.5, rate: 1.2 }],
  Rayleigh: [{ scale: 2 }],
  Maxwell: [{ scale: 2 }],
  DoublesidedMaxwell: [{ loc: 1, scale: 2 }],
  Rice: [{ distance: 2, scale: 1 }],
  Nakagami: [{ concentration: 2, spread: 3 }],
  BetaPrime: [{ concentration1: 3, concentration0: 4 }],
  Lomax: [{ scale: 2, concentration: 3 }],
  Burr: [{ scale: 2, concentration: 3, sharpness: 1.5 }],
  Dagum: [{ concentration: 2, sharpness: 1.5, scale: 3 }],
  NoncentralChi2: [{ df: 4, noncentrality: 3 }, { df: 4 }],
  NormalInverseGaussian: [{ loc: 1, scale: 2, tailweight: 1.5, skewness: 0.5 }],
  PERT: [{ low: 0, peak: 1, high: 4 }],
  BetaProportion: [{ mean: 0.3, concentration: 5 }],
  DoubleWeibull: [{ loc: 1, scale: 2, concentration: 1.5 }],
  SoftLaplace: [{ loc: 1, scale: 2 }],
  Horseshoe: [{ scale: 2 }],
  RelaxedBernoulli: [{ temperature: 0.7, probs: 0.4 }],
  TwoPieceNormal: [{ loc: 1, scale: 2, skewness: 1.5 }],
  PowerLaw: [{ exponent: 1.5, low: 1, high: 4 }],
  Frechet: [{ loc: 1, scale: 2, concentration: 3 }],
  FoldedNormal: [{ loc: 1, scale: 1 }],
  Bates: [{ total: 4, low: 1, high: 3 }, { total: 4 }],
  Stable: [
    { stability: 1.6, skew: 0.2, loc: 1, scale: 2 },
    { stability: 1.6, skew: 0.2, loc: 1 },
  ],
  Bernoulli: [{ probs: 0.3 }],
  Geometric: [{ probs: 0.3 }],
  Binomial: [{ total: 10, probs: 0.3 }, { total: 10 }],
  NegativeBinomial: [{ total: 3, probs: 0.4 }],
  Poisson: [{ rate: 4 }],
  Categorical: [{ probs: [0.2, 0.3, 0.5] }],
  DiscreteUniform: [{ low: 2, high: 7 }],
  BetaBinomial: [{ total: 10, concentration1: 2, concentration0: 3 }, { total: 10 }],
  BetaNegativeBinomial: [{ total: 3, concentration1: 4, concentration0: 2 }, { total: 3 }],
  Skellam: [{ rate1: 3, rate2: 2 }],
  Zipf: [{ power: 2.5 }],
  GammaPoisson: [{ concentration: 3, rate: 0.5 }],
  OrderedLogistic: [{ cutpoints: [-1, 0, 1.5], loc: 0 }],
  Logarithmic: [{ probs: 0.6 }],
  DiscreteLaplace: [{ rate: 0.8 }],
  Delta: [{ value: 2 }],
  FiniteDiscrete: [{ outcomes: [1, 2, 5], probs: [0.2, 0.3, 0.5] }],
  MultivariateNormal: [
    {
      loc: [1, 2],
      covariance: [
        [2, 1],
        [1, 3],
      ],
    },
  ],
  Dirichlet: [{ concentration: [1, 2, 3] }],
  DirichletMultinomial: [{ total: 5, concentration: [1, 2, 3] }],
  Multinomial: [{ total: 5, probs: [0.2, 0.3, 0.5] }],
  OneHotCategorical: [{ probs: [0.2, 0.3, 0.5] }],
  MultivariateStudentT: [
    {
      df: 5,
      loc: [1, 2],
      scaleTril: [
        [1, 0],
        [0.5, 1],
      ],
    },
  ],
  Wishart: [
    {
      df: 5,
      covariance: [
        [2, 1],
        [1, 3],
      ],
    },
  ],
  InverseWishart: [
    {
      df: 6,
      scale: [
        [2, 1],
        [1, 3],
      ],
    },
  ],
  PlackettLuce: [{ scores: [0.2, 0.3, 0.5] }],
  LogisticNormal: [{ loc: [1, 2], scale: [1, 0.5] }],
  RelaxedOneHotCategorical: [{ temperature: 0.7, probs: [0.2, 0.3, 0.5] }],
  LowRankMultivariateNormal: [{ loc: [0, 1], factor: [[1], [0]], diagonal: [1, 2] }, { factor: [[1], [0]] }],
  LKJ: [{ size: 3, concentration: 2 }],
  LKJCholesky: [{ size: 3, concentration: 2 }],
  VonMisesFisher: [{ direction: [0.6, 0.8], concentration: 3 }],
  PowerSpherical: [{ direction: [0.6, 0.8], concentration: 3 }],
  MatrixNormal: [
    {
      loc: [[0, 0]],
      scaleRow: [[1]],
      scaleColumn: [
        [1, 0],
        [0.5, 2],
      ],
    },
    { scaleRow: [[1]] },
  ],
};

/** Laws whose parameters are all integers, or data themselves. */
const without = ["Hypergeometric", "IrwinHall", "Empirical"];

test("every law of one variable is tried", () => {
  expect(univariate.filter((name) => !(name in drawn) && !without.includes(name))).toEqual([]);
});

describe.each(Object.entries(drawn))("%s", (name, [parameters, fixed]) => {
  test("finds what made the draws", { timeout: 60000 }, () => {
    const truth = make(name, parameters as never);
    const count = name === "Stable" ? 200 : 1000;
    const x = truth.sample(random.key(7), [count]);
    const found = fit(laws[name], x, fixed === undefined ? undefined : { fixed: fixed as never });
    expect(found.converged).toBe(true);
    const best = found.logLikelihood;
    expect(best).toBeGreaterThanOrEqual(truth.logProb(x).sum().item() - 1e-6 * Math.abs(best));
    const wrong = Object.keys(found.standardErrors).flatMap((each) => {
      const [got, want, error] = [
        found.parameters[each],
        truth.parameters[each as never] as Tensor,
        found.standardErrors[each],
      ].map((values) => Array.from(values.data(), Number));
      return got.flatMap((value, i) =>
        Math.abs(value - want[i]) <= 5 * error[i] + 1e-12
          ? []
          : [`${each}[${i}]: ${value} ± ${error[i]}, made with ${want[i]}`],
      );
    });
    expect(wrong).toEqual([]);
  });
});

describe("SciPy", () => {
  test.each(written.fits)("$law", ({ law, data, parameters, logLikelihood }) => {
    const found = fit(laws[law], data);
    expect(found.converged).toBe(true);
    expect(found.logLikelihood).toBeGreaterThan(logLikelihood - 1e-7);
    for (const [name, value] of Object.entries(parameters)) {
      const [got, error] = [found.parameters[name].item(), found.standardErrors[name].item()];
      expect(Math.abs(got - Number(value)), name).toBeLessThan(2e-3 * error + 1e-9);
    }
  });
});

describe("the answer", () => {
  const data = [0.5, 1, 1.5, 3];

  test("standard errors of closed forms are the known ones", () => {
    const normal = fit(pr.Normal, data);
    const [n, scale] = [4, normal.parameters.scale.item()];
    expect(normal.method).toBe("closed form");
    expect(normal.standardErrors.loc.item()).toBeCloseTo(scale / Math.sqrt(n), 12);
    expect(normal.standardErrors.scale.item()).toBeCloseTo(scale / Math.sqrt(2 * n), 12);
    expect(normal.covariance.shape).toEqual([2, 2]);
    const bernoulli = fit(pr.Bernoulli, [1, 0, 0, 1, 0, 0, 0, 0]);
    expect(bernoulli.standardErrors.probs.item()).toBeCloseTo(Math.sqrt((0.25 * 0.75) / 8), 12);
    const uniform = fit(pr.Uniform, data);
    expect(uniform.standardErrors.low.item()).toBeCloseTo(2.5 / 4, 12);
  });

  test("weights count data", () => {
    const [weighted, repeated] = [fit(pr.Gamma, data, { weights: [1, 2, 0, 3] }), fit(pr.Gamma, [0.5, 1, 1, 3, 3, 3])];
    expect(weighted.parameters.rate.item()).toBeCloseTo(repeated.parameters.rate.item(), 8);
    expect(weighted.standardErrors.rate.item()).toBeCloseTo(repeated.standardErrors.rate.item(), 8);
    expect(weighted.logLikelihood).toBeCloseTo(repeated.logLikelihood, 10);
  });

  test("fixed parameters stay", () => {
    const found = fit(pr.Normal, data, { fixed: { loc: 1 } });
    expect(found.parameters.loc.item()).toBe(1);
    expect(found.parameters.scale.item()).toBeCloseTo(Math.sqrt((0.25 + 0 + 0.25 + 4) / 4), 9);
    expect(Object.keys(found.standardErrors)).toEqual(["scale"]);
  });

  test("prints as a table", () => {
    expect(String(fit(pr.Exponential, data)).split("\n")).toEqual([
      "Exponential: log-likelihood -5.62186 (closed form)",
      "parameter  estimate  standard error",
      "rate       0.666667        0.333333",
    ]);
  });
});

describe("errors", () => {
  const fails = (f: () => unknown): [string, string] => {
    try {
      f();
    } catch (error) {
      if (error instanceof TensorError) return [error.code, error.message];
      throw error;
    }
    return ["none", ""];
  };

  test("name the first value outside of the support", () => {
    const [code, text] = fails(() => fit(pr.Exponential, [1, 2, -3, -4]));
    expect([code, /data\[2\]/.test(text), /-3/.test(text)]).toEqual(["value", true, true]);
    expect(fails(() => fit(pr.Poisson, [1, 2.5]))[1]).toMatch(/2\.5/);
    expect(fails(() => fit(pr.Pareto, [1, -2]))[1]).toMatch(/data\[1\]/);
    expect(fails(() => fit(pr.Normal, [1, Number.NaN]))[0]).toBe("value");
    expect(fails(() => fit(pr.Binomial, [1, 11], { fixed: { total: 10 } }))[1]).toMatch(/data\[1\]/);
  });

  test("shapes, integers, names", () => {
    expect(fails(() => fit(pr.Normal, [[1, 2]]))[0]).toBe("shape");
    expect(fails(() => fit(pr.Normal, []))[0]).toBe("shape");
    expect(fails(() => fit(pr.Binomial, [1, 2]))[1]).toMatch(/total/);
    expect(fails(() => fit(pr.Normal, [1, 2], { fixed: { mean: 1 } as never }))[1]).toMatch(/mean/);
    expect(fails(() => fit(3 as never, [1]))[0]).toBe("value");
    expect(fails(() => fit(pr.Normal, [1, 2], { weights: [1] }))[0]).toBe("shape");
    expect(fails(() => fit(pr.Normal, [1, 2], { weights: [1, -1] }))[0]).toBe("value");
  });
});
