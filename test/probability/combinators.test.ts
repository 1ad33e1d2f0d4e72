/** Distributions made of others: totals, derivatives, quantiles, moments and draws of each kind and of nests of them. */
import { grad, jit, random, tensor, type Tensor, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import * as bijectors from "../../src/probability/bijectors/index.ts";
import {
  censored,
  expand,
  hurdle,
  inflated,
  mask,
  mixture,
  quantized,
  transformed,
  truncated,
} from "../../src/probability/combinators/index.ts";
import type { Distribution } from "../../src/probability/distribution/distribution.ts";
import {
  Beta,
  Binomial,
  Delta,
  Exponential,
  Gamma,
  Laplace,
  Normal,
  Poisson,
  Uniform,
} from "../../src/probability/laws/index.ts";
import { numbers, vector } from "./laws/golden.ts";
import { totalOfDensity, totalOfProbabilities, valuesOf } from "./laws/quadrature.ts";

const two = (): Distribution => mixture([0.3, 0.7], [Normal(-2, 1), Normal(2, 0.5)]);

/** Densities. */
const smooth: Readonly<Record<string, Distribution>> = {
  "mixture, list": two(),
  "mixture, batch, logits": mixture({ logits: [1, 3] }, Normal([-2, 2], [1, 3])),
  "mixture of different laws": mixture([0.2, 0.5, 0.3], [Gamma(2, 1), Normal(0, 1), Laplace(1, 2)]),
  "mixture with a gap": mixture([0.5, 0.5], [Uniform(0, 1), Uniform(2, 3)]),
  "transformed, rising": transformed(Gamma(2, 3), bijectors.exp),
  "transformed, falling": transformed(Gamma(2, 3), bijectors.affine(1, -2)),
  "transformed, sigmoid": transformed(Normal(0, 1), bijectors.sigmoid),
  "truncated both sides": truncated(Normal(0, 1), { low: -1, high: 2 }),
  "truncated below": truncated(Gamma(2, 1), { low: 1 }),
  "truncated above": truncated(Normal(0, 1), { high: -1 }),
  "truncated far above": truncated(Normal(0, 1), { low: 20 }),
  "truncated far below": truncated(Normal(0, 1), { high: -20 }),
  "truncated narrow": truncated(Normal(0, 1), { low: 5, high: 5.001 }),
  "truncated beyond the support": truncated(Beta(2, 3), { low: -4, high: 0.5 }),
  "mixture of truncated of transformed": mixture(
    [0.4, 0.6],
    [truncated(transformed(Normal(0, 1), bijectors.exp), { low: 0.5, high: 3 }), Exponential(2)],
  ),
  "truncated of mixture": truncated(two(), { low: -1, high: 3 }),
  "transformed of mixture of truncated": transformed(
    mixture([0.5, 0.5], [truncated(Normal(0, 1), { low: 0 }), Exponential(2)]),
    bijectors.affine(0, -1),
  ),
  "truncated of truncated": truncated(truncated(Normal(0, 1), { low: 0 }), { high: 1 }),
  "mixture of mixtures": mixture([0.5, 0.5], [two(), two()]),
  "mask that keeps": mask(two(), true),
  "expand to the same": expand(two(), []),
};

/** Where densities have kinks. */
const KINKS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "mixture of different laws": { loc: 0, peak: 1 },
  "mixture of truncated of transformed": { loc: 0.5, peak: 3 },
};

/** Probabilities of integers. */
const counts: Readonly<Record<string, Distribution>> = {
  "mixture of counts": mixture([0.3, 0.7], [Poisson(2), Binomial(10, 0.4)]),
  "mixture of a batch of counts": mixture([0.3, 0.7], Poisson([2, 9])),
  "truncated counts": truncated(Poisson(4), { low: 2, high: 6 }),
  "truncated counts between integers": truncated(Poisson(4), { low: 0.5, high: 6.5 }),
  "truncated counts below": truncated(Poisson(4), { low: 1 }),
  "truncated counts far out": truncated(Poisson(4), { low: 40 }),
  "censored counts": censored(Poisson(4), { low: 2, high: 6 }),
  inflated: inflated(Poisson(2), 0.3),
  "inflated at 3": inflated(Binomial(5, 0.5), 0.2, 3),
  hurdle: hurdle(Poisson(2), 0.3),
  quantized: quantized(Normal(0.3, 2)),
  "quantized between ends": quantized(Normal(0, 1), { low: -1, high: 2 }),
  "quantized of positive numbers": quantized(Gamma(2, 0.5)),
  "quantized mixture": quantized(two()),
  "mixture of hurdle and truncated": mixture([0.5, 0.5], [hurdle(Poisson(2), 0.3), truncated(Poisson(4), { low: 2 })]),
  "truncated of inflated": truncated(inflated(Poisson(2), 0.3), { high: 4 }),
  "inflated of quantized": inflated(quantized(Normal(3, 1)), 0.25),
  "shifted counts": transformed(Poisson(3), bijectors.affine(2, 1)),
};

/** Probability on points and between them. */
const mixed: Readonly<Record<string, Distribution>> = {
  censored: censored(Normal(0, 1), { low: -1, high: 2 }),
  "censored above": censored(Exponential(1), { high: 2 }),
  "inflated number": inflated(Gamma(2, 1), 0.3),
  "inflated inside": inflated(Normal(0, 1), 0.3, 0.5),
  "hurdle of numbers": hurdle(Gamma(2, 1), 0.3),
  "mixture of point and density": mixture([0.4, 0.6], [Delta(0.5), Normal(0, 1)]),
  "mixture of counts and density": mixture([0.4, 0.6], [Poisson(2), Normal(0, 1)]),
  "truncated of censored": truncated(censored(Normal(0, 1), { low: -1 }), { high: 1 }),
  "truncated of censored, at the point": truncated(censored(Normal(0, 1), { low: -1 }), { low: -1, high: 1 }),
  "transformed of censored": transformed(censored(Normal(0, 1), { low: -1 }), bijectors.affine(1, 2)),
};

const univariate = { ...smooth, ...counts, ...mixed };
const LEVELS = [1e-12, 0.003, 0.04, 0.17, 0.31, 0.48, 0.66, 0.83, 0.95, 0.996];

function close(got: readonly number[], want: readonly number[], bound: number, what: string, unit = 0): void {
  const wrong = got.flatMap((v, i) =>
    Object.is(v, want[i]) || v === want[i] || Math.abs(v - want[i]) <= bound * Math.max(Math.abs(want[i]), unit)
      ? []
      : [`${what}[${i}]: got ${v}, want ${want[i]}`],
  );
  expect(wrong).toEqual([]);
}

const key = random.key(5);

describe.each(Object.entries(smooth))("%s", (name, d) => {
  const x = d.icdf(vector(LEVELS.slice(1)));

  test("the density has the integral 1 and is the derivative of cdf", () => {
    if (!d.name.includes("Uniform")) close([totalOfDensity(d, KINKS[name] ?? {})], [1], 1e-7, "total");
    const density = numbers(d.prob(x));
    close(numbers(grad((t: Tensor) => d.cdf(t).sum())(x) as Tensor), density, 1e-9, "cdf'");
    close(numbers((grad((t: Tensor) => d.sf(t).sum())(x) as Tensor).neg()), density, 1e-9, "-sf'");
  });

  test("quantiles are inverse to cdf and sf", () => {
    const q = vector(LEVELS);
    for (const [f, inverse] of [["cdf", "icdf"] as const, ["sf", "isf"] as const]) {
      const at = d[inverse](q);
      // The last digit of a quantile moves the probability by so much.
      const digit = numbers(d.prob(at).mul(at.abs())).map((v) => 4 * v * 2 ** -52);
      const wrong = numbers(d[f](at)).filter(
        (v, i) => !(Math.abs(v - LEVELS[i]) <= digit[i] + 1e-11 * LEVELS[i] + 4e-16),
      );
      expect(wrong, f).toEqual([]);
    }
    close(numbers(jit((t: Tensor) => d.icdf(t))(q)), numbers(d.icdf(q)), 1e-9, "jit", 1e-9);
  });

  test("quantiles have the derivative 1/pdf", () => {
    const q = vector(LEVELS.slice(1));
    const slope = numbers(grad((t: Tensor) => d.icdf(t).sum())(q) as Tensor);
    close(
      slope,
      numbers(d.prob(x)).map((p) => 1 / p),
      1e-8,
      "icdf'",
    );
  });
});

describe.each(Object.entries(counts))("%s", (_, d) => {
  const values = valuesOf(d);
  const p = numbers(d.prob(vector(values)));

  test("probabilities sum to 1, and their sums are cdf", () => {
    close([totalOfProbabilities(d)], [1], 1e-12, "total");
    let sum = d.cdf(values[0] - 1).item();
    close(
      numbers(d.cdf(vector(values))),
      p.map((v) => (sum += v)),
      1e-11,
      "cdf",
    );
    const under = numbers(d.cdf(vector(values.map((v) => v - 0.5))));
    close(under.slice(1), numbers(d.cdf(vector(values))).slice(0, -1), 1e-12, "cdf between");
    close(
      numbers(d.prob(vector(values.map((v) => v + 0.5)))),
      p.map(() => 0),
      0,
      "between",
    );
  });

  test("quantiles are the least values that reach the probability", () => {
    const cdf = numbers(d.cdf(vector(values)));
    const want = LEVELS.map((q) => values[cdf.findIndex((v) => v >= q)]);
    close(numbers(d.icdf(vector(LEVELS))), want, 0, "icdf");
    close(
      LEVELS.map((q) => d.icdf(q).item()),
      want,
      0,
      "icdf, one by one",
    );
    close(numbers(jit((t: Tensor) => d.icdf(t))(vector(LEVELS))), want, 0, "icdf, jit");
    const [sf, upper] = [numbers(d.sf(vector(values))), LEVELS.slice(1)];
    close(
      numbers(d.isf(vector(upper))),
      upper.map((q) => values[sf.findIndex((v) => v <= q)]),
      0,
      "isf",
    );
  });

  test("mean and variance are sums", () => {
    const mean = values.reduce((sum, v, i) => sum + v * p[i], 0);
    close([d.mean().item()], [mean], 1e-9, "mean", 1e-3);
    close([d.variance().item()], [values.reduce((sum, v, i) => sum + (v - mean) ** 2 * p[i], 0)], 1e-9, "variance");
  });
});

describe.each(Object.entries(univariate))("%s", (_, d) => {
  const count = 40_000;
  const draws = numbers(d.sample(key, [count]));
  const places = [...new Set(numbers(d.sample(random.key(6), [60])))].sort((a, b) => a - b);

  test("draws are distributed as cdf says", () => {
    const share = places.map((at) => draws.filter((v) => v <= at).length / count);
    const cdf = numbers(d.cdf(vector(places)));
    // Dvoretzky, Kiefer, Wolfowitz and Massart with the error rate 1e-9.
    expect(Math.max(...share.map((v, i) => Math.abs(v - cdf[i])))).toBeLessThan(Math.sqrt(Math.log(2e9) / (2 * count)));
    expect(numbers(d.support.holds(vector(draws))).every((v) => v === 1)).toBe(true);
    expect(numbers(d.logProb(vector(draws))).every((v) => v > -Infinity)).toBe(true);
  });

  test("mean and variance are those of the draws", () => {
    // Points and densities together have no sum or integral, unless a formula stands for it.
    if (d.facts.kind === "mixed" && d.facts.mean === undefined) return;
    const mean = draws.reduce((a, b) => a + b, 0) / count;
    const centered = draws.map((v) => (v - mean) ** 2);
    const variance = centered.reduce((a, b) => a + b, 0) / count;
    const fourth = centered.reduce((a, b) => a + b * b, 0) / count;
    // Six standard errors.
    expect(Math.abs(d.mean().item() - mean)).toBeLessThan(6 * Math.sqrt(variance / count));
    if (!d.name.startsWith("exp(")) {
      expect(Math.abs(d.variance().item() - variance)).toBeLessThan(6 * Math.sqrt(fourth / count));
    }
  });

  test("ends, NaN and infinities", () => {
    close(numbers(d.cdf(vector([-Infinity, Infinity, Number.NaN]))), [0, 1, Number.NaN], 0, "cdf");
    close(numbers(d.sf(vector([-Infinity, Infinity, Number.NaN]))), [1, 0, Number.NaN], 0, "sf");
    close(
      numbers(d.logProb(vector([-Infinity, Infinity, Number.NaN]))),
      [-Infinity, -Infinity, Number.NaN],
      0,
      "logProb",
    );
    close(numbers(d.logProb(vector([-0]))), numbers(d.logProb(vector([0]))), 0, "-0");
    const outside = vector([-1e300, 1e300]);
    close(numbers(d.prob(outside)), [0, 0], 0, "far out");
    const slope = numbers(grad((t: Tensor) => d.prob(t).sum())(outside) as Tensor);
    expect(slope.every((v) => v === 0)).toBe(true);
  });

  test("cdf + sf = 1, and the logarithms agree", () => {
    const at = vector(places);
    const [cdf, sf] = [numbers(d.cdf(at)), numbers(d.sf(at))];
    close(
      cdf.map((v, i) => v + sf[i]),
      cdf.map(() => 1),
      1e-12,
      "cdf + sf",
    );
    close(numbers(d.logCdf(at)).map(Math.exp), cdf, 1e-11, "logCdf", 1e-290);
    close(numbers(d.logSf(at)).map(Math.exp), sf, 1e-11, "logSf", 1e-290);
  });

  test("shapes, jit and vmap", () => {
    expect(d.sample(key, []).shape).toEqual([]);
    expect(d.sample(key, [0]).shape).toEqual([0]);
    expect(d.logProb(tensor([])).shape).toEqual([0]);
    expect(d.icdf(tensor([])).shape).toEqual([0]);
    const at = vector(places.slice(0, 3));
    for (const f of ["logProb", "cdf", "sf"] as const) {
      close(numbers(jit((x: Tensor) => d[f](x))(at)), numbers(d[f](at)), 1e-12, `jit ${f}`, 1e-300);
      close(numbers(vmap((x: Tensor) => d[f](x))(at)), numbers(d[f](at)), 1e-12, `vmap ${f}`, 1e-300);
    }
    close(numbers(jit((k: Tensor) => d.sample(k, [4]))(key)), numbers(d.sample(key, [4])), 1e-9, "jit sample", 1e-9);
    expect(random.detectReuse(() => d.sample(random.key(11), [3])).shape).toEqual([3]);
  });
});
