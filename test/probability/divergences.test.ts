/** Divergences: closed forms against quadrature and sums, infinities by supports, combinators, batches, derivatives, distances. */
import { describe, expect, test } from "vitest";
import { random, type Tensor, TensorError, tensor } from "nabla";
import { grad, vmap } from "nabla/autodiff";
import * as pr from "../../src/entries/probability.ts";
import written from "../fixtures/probability/divergences.json" with { type: "json" };
import { make } from "./laws/golden.ts";

const { kl, crossEntropy, jensenShannon, totalVariation, wasserstein1 } = pr;
const details = { details: true } as const;

type Stated = readonly [law: string, parameters: Readonly<Record<string, unknown>>];
const pairs = (written.pairs as unknown as readonly { p: Stated; q: Stated }[]).map(
  ({ p, q }) => [make(...p), make(...q)] as const,
);
const smooth = pairs.filter(([p]) => p.eventShape.length === 0 && p.facts.kind === "continuous");

const code = (f: () => unknown): [string, string] => {
  try {
    f();
  } catch (error) {
    if (error instanceof TensorError) return [error.code, error.message];
    throw error;
  }
  return ["none", ""];
};

describe("kl", () => {
  test("closed forms of one variable agree with quadrature, which states its error", () => {
    expect(smooth.length).toBeGreaterThan(150);
    const wrong = smooth.flatMap(([p, q]) => {
      const [closed, found] = [kl(p, q).item(), kl(p, q, { ...details, method: "quadrature" })];
      const value = found.value.item();
      if (closed === value || Math.abs(closed - value) <= 1e-9 * Math.max(1, closed)) return [];
      // Where the integral has no end, the last cells are a part of it.
      if (closed === Infinity && found.error.item() > 1e-3 * value) return [];
      return [`${p} ${q}: ${closed} and ${found}`];
    });
    expect(wrong).toEqual([]);
  });

  test("closed forms of discrete laws agree with sums", () => {
    const listed = pairs.filter(([p]) => p.facts.kind === "discrete" && p.eventShape.length === 0);
    expect(listed.length).toBeGreaterThan(15);
    for (const [p, q] of listed) {
      const [closed, found] = [kl(p, q).item(), kl(p, q, { method: "sum" }).item()];
      if (closed !== found) expect(found, `${p} ${q}`).toBeCloseTo(closed, 10);
    }
  });

  test("laws besides those of torch and TFP", () => {
    const more: readonly (readonly [pr.Distribution, pr.Distribution])[] = [
      [pr.InverseGaussian(1, 2), pr.InverseGaussian(2, 1)],
      [pr.Rayleigh(2), pr.Maxwell(1)],
      [pr.HalfNormal(2), pr.Nakagami(2, 3)],
      [pr.InverseGamma(3, 2), pr.InverseGamma(2, 1)],
      [pr.BetaPrime(2, 3), pr.BetaPrime(1, 4)],
      [pr.HalfCauchy(2), pr.HalfCauchy(1)],
      [pr.LogUniform(2, 3), pr.LogUniform(1, 5)],
      [pr.Uniform(-1, 2), pr.Laplace(0.5, 2)],
      [pr.Exponential(2), pr.Laplace(0.5, 2)],
      [pr.Logistic(0, 1), pr.Normal(1, 2)],
      [pr.Chi2(3), pr.Exponential(1)],
    ];
    for (const [p, q] of more) {
      const closed = kl(p, q, details);
      expect(closed.method, `${p} ${q}`).toBe("closed form");
      expect(kl(p, q, { method: "quadrature" }).item(), `${p} ${q}`).toBeCloseTo(closed.value.item(), 9);
    }
  });

  test("without a closed form: quadrature and sums", () => {
    const found = kl(pr.Exponential(2), pr.HalfCauchy(3), details);
    expect(found.method).toBe("quadrature");
    expect(found.error.item()).toBeLessThan(1e-12);
    // mpmath 1.3: quad(2e^-2x (log(2e^-2x) - log(2/(3π(1 + x²/9)))), [0, 1, 10, ∞])
    expect(found.value.item()).toBeCloseTo(1.2923851486695594, 12);
    expect(kl(pr.Poisson(3), pr.NegativeBinomial(2, 0.5), details).method).toBe("sum");
  });

  test("infinite where p leaves the support of q", () => {
    expect(kl(pr.Normal(0, 1), pr.Exponential(1)).item()).toBe(Infinity);
    expect(kl(pr.Uniform([0, 1], [1, 2]), pr.Uniform(0, 1.5)).toArray()).toEqual([Math.log(1.5), Infinity]);
    expect(kl(pr.Poisson(1), pr.Binomial(5, 0.5)).item()).toBe(Infinity);
    expect(kl(pr.Bernoulli(0.5), pr.Normal(0, 1)).item()).toBe(Infinity);
    expect(kl(pr.Bernoulli([0, 0.5]), pr.Bernoulli(0)).toArray()).toEqual([0, Infinity]);
    expect(kl(pr.Cauchy(0, 1), pr.Normal(0, 1)).item()).toBe(Infinity);
    expect(kl(pr.Binomial(3, 0.5), pr.Binomial(5, 0.5)).item()).toBeGreaterThan(0);
    expect(kl(pr.Binomial(5, 0.5), pr.Binomial(3, 0.5)).item()).toBe(Infinity);
    const multinomial = (total: number): pr.Distribution => pr.Multinomial({ total, probs: [0.5, 0.5] });
    expect(kl(multinomial(3), multinomial(4)).item()).toBe(Infinity);
  });

  test("combinators", () => {
    const vector = kl(pr.independent(pr.Normal([0, 1], 1)), pr.independent(pr.Normal(0, [1, 2])), details);
    expect(vector.method).toBe("closed form");
    expect(vector.value.item()).toBeCloseTo(
      kl(pr.Normal([0, 1], 1), pr.Normal(0, [1, 2]))
        .sum()
        .item(),
      14,
    );
    const logs = (scale: number): pr.Distribution => pr.transformed(pr.Normal(0, scale), pr.bijectors.exp);
    expect(kl(logs(1), logs(2)).item()).toBeCloseTo(kl(pr.LogNormal(0, 1), pr.LogNormal(0, 2)).item(), 14);
    expect(kl(pr.expand(pr.Normal(0, 1), [3]), pr.Normal(1, 1)).toArray()).toEqual([0.5, 0.5, 0.5]);
    const kept = kl(pr.mask(pr.Normal([0, 0], 1), [true, false]), pr.mask(pr.Normal(1, 1), true));
    expect(kept.toArray()).toEqual([0.5, 0]);
    const two = pr.mixture([0.5, 0.5], [pr.Normal(-1, 1), pr.Normal(1, 1)]);
    const found = kl(two, pr.Normal(0, 2), details);
    expect(found.method).toBe("quadrature");
    const drawn = kl(two, pr.Normal(0, 2), { ...details, method: "Monte Carlo", key: random.key(1), draws: 100000 });
    expect(Math.abs(drawn.value.item() - found.value.item())).toBeLessThan(5 * drawn.error.item());
  });

  test("draws need a key", () => {
    const p = pr.MultivariateStudentT(
      5,
      [0, 0],
      [
        [1, 0],
        [0, 1],
      ],
    );
    const q = pr.MultivariateNormal({
      loc: [0, 0],
      covariance: [
        [2, 0],
        [0, 2],
      ],
    });
    const [kind, text] = code(() => kl(q, p));
    expect([kind, /key: random\.key/.test(text)]).toEqual(["value", true]);
    const found = kl(q, p, { ...details, key: random.key(0), draws: 20000 });
    expect([found.method, found.draws]).toEqual(["Monte Carlo", 20000]);
    expect(found.error.item()).toBeGreaterThan(0);
    expect(String(found)).toMatch(/± .* \(Monte Carlo, 20000 draws\)/);
  });

  test("errors name both", () => {
    const [kind, text] = code(() => kl(pr.Dirichlet([1, 2]), pr.Normal(0, 1)));
    expect(kind).toBe("shape");
    expect(text).toMatch(/Dirichlet and Normal/);
    expect(code(() => kl(pr.Normal([0, 1], 1), pr.Normal([0, 1, 2], 1)))[0]).toBe("shape");
    expect(code(() => kl(pr.Normal(0, 1), 3 as never))[0]).toBe("value");
    expect(code(() => kl(pr.censored(pr.Normal(0, 1), { low: 0 }), pr.censored(pr.Normal(1, 1), { low: 0 })))[0]).toBe(
      "value",
    );
    expect(code(() => kl(pr.Normal(0, 1), pr.Normal(0, 1), { method: "sum" }))[0]).toBe("value");
  });

  test("batches, vmap and precision next to equality", () => {
    expect(kl(pr.Normal([0, 1], 1), pr.Normal([[0], [2]], 1)).toArray()).toEqual([
      [0, 0.5],
      [2, 0.5],
    ]);
    const each = vmap((loc: Tensor) => kl(pr.Normal(loc, 1), pr.Laplace(0, 1)))(tensor([0, 1, 2]));
    expect(each.toArray()).toEqual(kl(pr.Normal([0, 1, 2], 1), pr.Laplace(0, 1)).toArray());
    for (const [p, q] of pairs) if (String(p) === String(q)) expect(kl(p, q).item()).toBe(0);
    expect(kl(pr.Gamma(1e6, 1), pr.Gamma(1e6, 1)).item()).toBe(0);
    expect(kl(pr.Normal(1e8, 1), pr.Normal(1e8, 1.001)).item()).toBeCloseTo(9.98335e-7, 11);
  });

  test("derivatives of closed forms and of quadrature are the same", () => {
    const by = (method?: "quadrature"): number[] => [
      grad((a: Tensor) => kl(pr.Gamma(a, 1), pr.Gamma(2, 2), { method }))(tensor(1.5)).item(),
      grad((a: Tensor) => kl(pr.Uniform(0.5, a), pr.Exponential(2), { method }))(tensor(1.7)).item(),
      grad((a: Tensor) => kl(pr.Normal(a, 1), pr.Laplace(0, 1), { method }))(tensor(0.3)).item(),
    ];
    by("quadrature").forEach((x, i) => expect(x).toBeCloseTo(by()[i], 10));
  });
});

test("cross-entropy is entropy and divergence", () => {
  for (const [p, q] of [
    [pr.Normal(0, 1), pr.Normal(1, 2)],
    [pr.Bernoulli(0.3), pr.Bernoulli(0.6)],
    [pr.Exponential(2), pr.HalfCauchy(3)],
    [pr.Poisson(3), pr.Poisson(4)],
    [pr.Dirichlet([1, 2]), pr.Dirichlet([2, 2])],
  ] as const) {
    expect(crossEntropy(p, q).item(), String(p)).toBeCloseTo(p.entropy().item() + kl(p, q).item(), 10);
  }
});

describe("distances", () => {
  test("Jensen–Shannon", () => {
    expect(jensenShannon(pr.Bernoulli(0), pr.Bernoulli(1)).item()).toBeCloseTo(Math.LN2, 15);
    const [p, q] = [pr.Normal(0, 1), pr.Exponential(1)];
    const middle = pr.mixture([0.5, 0.5], [p, q]);
    const both = (kl(p, middle).item() + kl(q, middle).item()) / 2;
    expect(jensenShannon(p, q).item()).toBeCloseTo(both, 10);
    expect(jensenShannon(q, p).item()).toBeCloseTo(both, 10);
    expect(jensenShannon(pr.Uniform(0, 1), pr.Uniform(2, 3)).item()).toBeCloseTo(Math.LN2, 12);
    // The shares that are not common are a/2.
    const slope = grad((a: Tensor) => jensenShannon(pr.Uniform(0, 2), pr.Uniform(a, a.add(2))))(tensor(0.5));
    expect(slope.item()).toBeCloseTo(Math.LN2 / 2, 12);
  });

  test("total variation", () => {
    // 2 Φ(1/2) - 1, and halves that are nowhere common.
    expect(totalVariation(pr.Normal(0, 1), pr.Normal(1, 1)).item()).toBeCloseTo(0.38292492254802624, 14);
    expect(totalVariation(pr.Normal(0, 1), pr.Exponential(1)).item()).toBeCloseTo(0.5, 14);
    expect(totalVariation(pr.Bernoulli(0.3), pr.Bernoulli(0.5)).item()).toBeCloseTo(0.2, 15);
    expect(totalVariation(pr.Bernoulli(0.3), pr.Normal(0, 1)).item()).toBe(1);
    expect(grad((a: Tensor) => totalVariation(pr.Normal(a, 1), pr.Normal(0, 1)))(tensor(1)).item()).toBeCloseTo(
      Math.exp(-1 / 8) / Math.sqrt(2 * Math.PI),
      12,
    );
    const scales = totalVariation(pr.Normal(0, 1), pr.Normal(0, 2)).item();
    const c = Math.sqrt((8 / 3) * Math.LN2);
    expect(scales).toBeCloseTo(2 * (pr.Normal(0, 1).cdf(c).item() - pr.Normal(0, 2).cdf(c).item()), 13);
  });

  test("Wasserstein", () => {
    expect(wasserstein1(pr.Normal(0, 1), pr.Normal(3, 1)).item()).toBeCloseTo(3, 12);
    expect(wasserstein1(pr.Normal(0, 1), pr.Normal(0, 2)).item()).toBeCloseTo(Math.sqrt(2 / Math.PI), 12);
    expect(wasserstein1(pr.Cauchy(0, 1), pr.Cauchy(2, 1)).item()).toBeCloseTo(2, 9);
    expect(wasserstein1(pr.Cauchy(0, 1), pr.Cauchy(2, 3)).item()).toBe(Infinity);
    expect(wasserstein1(pr.Pareto(1, 3), pr.Pareto(2, 2)).item()).toBeCloseTo(2.5, 10);
    expect(wasserstein1(pr.Poisson(3), pr.Poisson(5)).item()).toBeCloseTo(2, 12);
    // scipy.stats.wasserstein_distance([0, 1, 3], [5, 6, 8]) = 5
    expect(wasserstein1(pr.Empirical([0, 1, 3]), pr.Empirical([5, 6, 8])).item()).toBeCloseTo(5, 14);
    expect(wasserstein1(pr.Delta(2), pr.Uniform(0, 1)).item()).toBeCloseTo(1.5, 12);
    expect(grad((a: Tensor) => wasserstein1(pr.Normal(0, a), pr.Normal(0, 1)))(tensor(3)).item()).toBeCloseTo(
      Math.sqrt(2 / Math.PI),
      10,
    );
    expect(code(() => wasserstein1(pr.Dirichlet([1, 2]), pr.Dirichlet([1, 2])))[0]).toBe("value");
  });
});

test("lists of numbers, with some that are the same", () => {
  const [p, q] = [pr.Empirical([1, 2, 2]), pr.Empirical([2, 3, 3, 1])];
  expect(kl(p, q).item()).toBeCloseTo(Math.log(4 / 3) / 3 + (2 / 3) * Math.log(8 / 3), 14);
  expect(totalVariation(p, q).item()).toBeCloseTo(1 / 12 + 5 / 12, 14);
  // ∫ |F - Φ| between 500 quantiles and their law is small, and their mean moved by 1 is 1 away.
  const quantiles = pr.Normal(0, 1).icdf(Array.from({ length: 500 }, (_, i) => (i + 0.5) / 500));
  expect(wasserstein1(pr.Empirical(quantiles), pr.Normal(0, 1)).item()).toBeLessThan(0.006);
  expect(wasserstein1(pr.Empirical(quantiles.add(1)), pr.Normal(0, 1)).item()).toBeCloseTo(1, 3);
  expect(pr.expectation((x) => x.square(), p).value.item()).toBeCloseTo(3, 14);
});

test("a law that is cut off where the other begins", () => {
  const found = kl(pr.truncated(pr.Normal(0, 1), { low: 0 }), pr.Exponential(1), details);
  // E log(√(2/π)) - X²/2 + X of |X|.
  expect(found.value.item()).toBeCloseTo(Math.log(Math.sqrt(2 / Math.PI)) - 0.5 + Math.sqrt(2 / Math.PI), 12);
});
