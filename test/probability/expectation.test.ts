/** Expectations by each method, their gradient estimators, errors of means of draws, the bootstrap. */
import { describe, expect, test } from "vitest";
import { random, type Tensor, TensorError, tensor, where } from "nabla";
import { grad } from "nabla/autodiff";
import * as pr from "../../src/entries/probability.ts";

const { expectation, mcError, bootstrap } = pr;
const fails = (f: () => unknown): string => {
  try {
    f();
  } catch (error) {
    if (error instanceof TensorError) return error.code;
    throw error;
  }
  return "none";
};

describe("expectation", () => {
  test("sums", () => {
    const found = expectation((x) => x.square(), pr.Bernoulli([0.3, 0.4]));
    expect([found.method, found.error.toArray()]).toEqual(["sum", [0, 0]]);
    found.value.toArray().forEach((x: number, i: number) => expect(x).toBeCloseTo([0.3, 0.4][i], 14));
    expect(expectation((x) => x.square(), pr.Poisson(4)).value.item()).toBeCloseTo(20, 12);
    expect(
      expectation((x) => x.mul(tensor([1, 2, 3])), pr.OneHotCategorical([0.2, 0.3, 0.5]))
        .value.sum()
        .item(),
    ).toBeCloseTo(2.3, 14);
  });

  test("quadrature, also over kinks and jumps", () => {
    const normal = pr.Normal(0, 1);
    const smooth = expectation((x) => x.exp(), normal);
    expect(smooth.method).toBe("quadrature");
    expect(smooth.value.item()).toBeCloseTo(Math.exp(0.5), 13);
    expect(smooth.error.item()).toBeLessThan(1e-13);
    const kink = expectation((x) => x.sub(0.3).maximum(0), normal);
    const exact = normal.prob(0.3).item() - 0.3 * normal.sf(0.3).item();
    expect(kink.value.item()).toBeCloseTo(exact, 11);
    const jump = expectation((x) => where(x.greater(0.3), 1, 0), normal);
    expect(jump.value.item()).toBeCloseTo(normal.sf(0.3).item(), 10);
    expect(jump.error.item()).toBeLessThan(1e-9);
    expect(expectation((x) => x, pr.Pareto(1, 1.5)).value.item()).toBeCloseTo(3, 10);
    // There is no mean: the error says so.
    expect(expectation((x) => x.abs(), pr.Cauchy(0, 1)).error.item()).toBeGreaterThan(1);
    // Next to a density that is infinite at 0: ψ(1/2) - ψ(3/2) = -2.
    expect(expectation((x) => x.log(), pr.Beta(0.5, 1)).value.item()).toBeCloseTo(-2, 11);
  });

  test("derivatives: parameters, what f closes over, and ends that move", () => {
    const slope = (f: (a: Tensor) => Tensor, at: number): number => grad(f)(tensor(at)).item();
    expect(slope((a) => expectation((x) => x.square(), pr.Normal(a, 2)).value, 3)).toBeCloseTo(6, 11);
    expect(slope((a) => expectation((x) => x.mul(a).square(), pr.Normal(1, 2)).value, 3)).toBeCloseTo(30, 10);
    expect(slope((a) => expectation((x) => x.square(), pr.Uniform(0, a)).value, 3)).toBeCloseTo(2, 11);
    expect(slope((a) => expectation((x) => x.square(), pr.Bernoulli(a)).value, 0.3)).toBeCloseTo(1, 14);
    expect(slope((a) => expectation((x) => x.square(), pr.Poisson(a)).value, 4)).toBeCloseTo(9, 10);
  });

  test("draws: errors and both gradient estimators", () => {
    const options = { key: random.key(3), draws: 40000 };
    const p = pr.MultivariateNormal({
      loc: [0, 0],
      covariance: [
        [2, 1],
        [1, 3],
      ],
    });
    const found = expectation((x) => x.square().sum(), p, options);
    expect([found.method, found.draws, found.gradient]).toEqual(["Monte Carlo", 40000, "pathwise"]);
    expect(Math.abs(found.value.item() - 5)).toBeLessThan(5 * found.error.item());
    // d/dα₁ of α₁/Σα at (1, 2, 3) is 5/36, the others -1/36.
    for (const gradient of ["pathwise", "score"] as const) {
      const slopes = grad((c: Tensor) => expectation((x) => x.at(0), pr.Dirichlet(c), { ...options, gradient }).value)(
        tensor([1, 2, 3]),
      );
      slopes
        .toArray()
        .forEach((x: number, i: number) => expect(x, gradient).toBeCloseTo(i === 0 ? 5 / 36 : -1 / 36, 2));
    }
    const counts = (logits: Tensor): Tensor =>
      expectation((x) => x.at(0), pr.Multinomial({ total: 4, logits }), options).value;
    // 4 p (1 - p) with p = 1/3.
    expect(
      grad(counts)(tensor([0, 0, 0]))
        .at(0)
        .item(),
    ).toBeCloseTo(8 / 9, 1);
  });

  test("the mean of the other draws makes the score estimator precise", () => {
    // Without a baseline a constant would have a derivative of the size 100/√draws.
    const slope = grad(
      (p: Tensor) =>
        expectation((x) => x.add(100), pr.Bernoulli(p), { method: "Monte Carlo", key: random.key(0), draws: 1000 })
          .value,
    )(tensor(0.4));
    expect(slope.item()).toBeCloseTo(1, 1);
  });

  test("errors", () => {
    expect(fails(() => expectation((x) => x, pr.Dirichlet([1, 2])))).toBe("value");
    expect(fails(() => expectation((x) => x.sum(), pr.Normal([0, 1], 1)))).toBe("shape");
    expect(fails(() => expectation(3 as never, pr.Normal(0, 1)))).toBe("value");
    expect(fails(() => expectation((x) => x, pr.Poisson(3), { method: "quadrature" }))).toBe("value");
    expect(
      fails(() =>
        expectation((x) => x, pr.Poisson(3), { method: "Monte Carlo", key: random.key(0), gradient: "pathwise" }),
      ),
    ).toBe("value");
    expect(fails(() => expectation((x) => x, pr.Normal(0, 1), { draw: 3 } as never))).toBe("value");
  });
});

describe("mcError", () => {
  test("independent draws", () => {
    const x = pr.Normal(0, 2).sample(random.key(0), [20000, 2]);
    const found = mcError(x);
    found.error.toArray().forEach((e: number) => expect(Math.abs(e / (2 / Math.sqrt(20000)) - 1)).toBeLessThan(0.05));
    expect(mcError(x.transpose(), 1).error.toArray()).toEqual(found.error.toArray());
  });

  test("an autoregressive chain: n (1 - ρ)/(1 + ρ) draws are effective", () => {
    const noise = pr.Normal(0, 1).sample(random.key(5), [50000]).toArray() as number[];
    let state = 0;
    const chain = noise.map((e) => (state = 0.8 * state + e));
    const found = mcError(chain);
    expect(Math.abs(found.effectiveSampleSize.item() / (50000 / 9) - 1)).toBeLessThan(0.15);
    expect(Math.abs(found.error.item() / (5 / Math.sqrt(50000)) - 1)).toBeLessThan(0.1);
    expect(String(found)).toMatch(/± .* effective/);
  });

  test("too few", () => expect(fails(() => mcError([1]))).toBe("value"));
});

describe("bootstrap", () => {
  const data = pr.Exponential(1).sample(random.key(2), [200]);

  test("standard error of a mean, bias of a variance", () => {
    const found = bootstrap(random.key(0), data, (x) => x.mean(), { draws: 4000 });
    const exact = Math.sqrt(data.sub(data.mean()).square().mean().item() / 200);
    expect(Math.abs(found.standardError.item() / exact - 1)).toBeLessThan(0.05);
    expect(found.value.item()).toBe(data.mean().item());
    const spread = bootstrap(random.key(0), data, (x) => x.sub(x.mean()).square().mean(), { draws: 4000 });
    expect(spread.bias.item()).toBeLessThan(0);
    expect(found.draws.shape).toEqual([4000]);
  });

  test("intervals hold the truth as often as they say", () => {
    const held = Array.from({ length: 60 }, (_, i) => {
      const x = pr.Exponential(1).sample(random.key(100 + i), [80]);
      const [low, high] = bootstrap(random.key(i), x, (y) => y.mean(), {
        draws: 400,
        level: 0.9,
      }).interval.toArray() as number[];
      return low <= 1 && 1 <= high;
    });
    expect(held.filter(Boolean).length).toBeGreaterThan(44);
  });

  test("statistics with axes, and percentiles", () => {
    const found = bootstrap(random.key(0), pr.Normal([0, 5], 1).sample(random.key(1), [50]), (x) => x.mean(0), {
      draws: 300,
      interval: "percentile",
    });
    expect(found.interval.shape).toEqual([2, 2]);
    const [low, high] = found.interval.toArray() as number[][];
    found.value.toArray().forEach((x: number, i: number) => expect(low[i] < x && x < high[i]).toBe(true));
  });

  test("errors", () => {
    expect(fails(() => bootstrap(random.key(0), [1], (x) => x.mean()))).toBe("value");
    expect(fails(() => bootstrap(random.key(0), [1, 2], (x) => x.mean(), { level: 2 }))).toBe("value");
  });
});
