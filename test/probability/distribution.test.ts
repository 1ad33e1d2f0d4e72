/** The face of distributions: parameters as they are given, shapes of values, what is refused, quantiles by search. */
import { grad, jit, random, tensor, type Tensor, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import {
  censored,
  expand,
  hurdle,
  independent,
  inflated,
  mask,
  mixture,
  quantized,
  transformed,
  truncated,
} from "../../src/probability/combinators/index.ts";
import * as bijectors from "../../src/probability/bijectors/index.ts";
import type { Distribution } from "../../src/probability/distribution/distribution.ts";
import * as laws from "../../src/probability/laws/index.ts";
import { failure } from "../assertions.ts";
import { numbers, vector } from "./laws/golden.ts";

const { Bernoulli, Binomial, Gamma, Normal, Poisson, Skellam, StudentT } = laws;
// What TypeScript does not allow is tried as well.
type Loose = (...parameters: unknown[]) => Distribution;
const loose = (f: unknown): Loose => f as Loose;
const message = (f: () => unknown): string => failure(f).message;
const key = random.key(3);

describe("parameters", () => {
  test("by place, by name, by default", () => {
    for (const d of [
      Normal(),
      Normal(0),
      Normal(0, 1),
      Normal({}),
      Normal({ scale: 1 }),
      Normal(undefined as never, 1),
    ])
      expect(d.toString()).toBe("Normal(loc: 0, scale: 1)");
    expect(Bernoulli({ logits: 0 }).mean().item()).toBe(0.5);
  });

  test("what is wrong is named: parameter, place, value, limit", () => {
    expect(message(() => Normal(0, [1, -2]))).toMatch(/"scale" is -2 at \[1\][\s\S]*> 0/);
    expect(message(() => Normal(Number.NaN))).toContain('"loc" is NaN');
    expect(message(() => Normal({ lco: 1 } as never))).toMatch(/no parameter "lco"[\s\S]*did you mean loc/);
    expect(message(() => loose(Normal)(0, 1, 2))).toContain("at most 2: loc, scale");
    expect(message(() => loose(Gamma)())).toContain('"concentration" is missing');
    expect(message(() => Bernoulli({}))).toContain('"probs" or "logits" is missing');
    expect(message(() => Bernoulli({ probs: 0.5, logits: 0 }))).toContain("probs and logits are given");
    expect(message(() => loose(Normal)("x"))).toContain('"loc"');
    expect(message(() => Normal([0, 1], [1, 2, 3]))).toMatch(/loc: \[2\][\s\S]*scale: \[3\]/);
  });

  test("batches, dtypes and nothing", () => {
    const single = Normal(tensor(0, { dtype: "float32" }), 1);
    for (const x of [
      single.sample(key),
      single.logProb(0),
      single.cdf(0.5),
      single.icdf(0.5),
      single.mean(),
      single.entropy(),
    ])
      expect(x.dtype).toBe("float32");
    expect(Normal(tensor([0, 1], { dtype: "int32" }), 1).sample(key).dtype).toBe("float64");
    const none = Poisson(tensor([]));
    for (const x of [none.mean(), none.entropy(), none.icdf(0.5), none.sample(key), none.mode()])
      expect(x.shape).toEqual([0]);
    const large = Normal(new Array<number>(1000).fill(0), 1);
    expect(large.toString()).toBe("Normal(loc: float64[1000], scale: 1), batch [1000]");
  });
});

describe("values and shapes", () => {
  const d = Normal([0, 1, 2], 1);

  test("values stand for draws of the batch, or are asked for", () => {
    expect(d.logProb(0).shape).toEqual([3]);
    expect(d.logProb([[0, 0, 0]]).shape).toEqual([1, 3]);
    expect(d.logProb([[0], [1]], { broadcast: true }).shape).toEqual([2, 3]);
    expect(message(() => d.logProb([0, 1]))).toContain("2 in value, 3 in batch");
    expect(message(() => Normal([[0], [1]], 1).logProb([1, 2, 3]))).toContain("broadcast: true");
    expect(message(() => d.cdf(0, { broadcasts: true } as never))).toContain("broadcast");
  });

  test("strange arguments are refused", () => {
    for (const x of [null, undefined, "1", {}, Symbol("x")]) {
      for (const method of ["logProb", "prob", "cdf", "sf", "logCdf", "logSf", "icdf", "isf"] as const)
        expect(
          message(() => d[method](x as never)),
          method,
        ).toContain(`Normal.${method}`);
    }
    expect(message(() => d.icdf(1.5))).toContain("1.5");
    expect(message(() => d.interval(2))).toContain("level");
    expect(message(() => d.sample(7 as never))).toContain("key");
    expect(message(() => d.sample(key, [-1]))).toContain("-1");
    expect(message(() => d.sample(key, [1.5]))).toContain("1.5");
    expect(() => d.sample(key, [1e9, 1e9])).toThrow();
  });

  test("distributions go in and out of transformations", () => {
    const back = vmap((m: Tensor) => Normal(m, 1))(vector([0, 1])) as unknown as Distribution;
    expect(back.batchShape).toEqual([2]);
    const slope = grad((e: Distribution) => e.logProb(1).sum())(Normal(0, 1)) as unknown as Distribution<"loc">;
    expect(slope.parameters.loc.item()).toBe(1);
    expect(jit((e: Distribution) => e.mean())(truncated(Normal([0, 1], 1), { low: 0 }) as never).shape).toEqual([2]);
    expect(message(() => vmap((m: Tensor) => expand(Normal(m, 1), [3]))(vector([0, 1])))).toContain(
      "expand it after vmap",
    );
  });
});

describe("quantiles by search", () => {
  const q = vector(Array.from({ length: 5000 }, (_, i) => (i + 0.5) / 5000));
  const cases: Readonly<Record<string, Distribution>> = {
    mixture: mixture([0.3, 0.7], [Normal(-2, 1), Normal(2, 0.1)]),
    "far from 0": mixture([0.5, 0.5], [Normal(1e6, 1), Normal(2e6, 3)]),
    tiny: mixture([0.5, 0.5], [Gamma(2, 1e12), Gamma(3, 1e15)]),
    "heavy tails": mixture([0.5, 0.5], [StudentT(1.5), Normal(0, 1)]),
  };

  test.each(Object.entries(cases))("%s: many at once are as they are one by one and under jit", (_, d) => {
    const many = numbers(d.icdf(q));
    const few = [0, 17, 2500, 4321, 4999];
    const level = numbers(q);
    for (const i of few) expect(Math.abs(d.icdf(level[i]).item() / many[i] - 1)).toBeLessThan(1e-11);
    const cdf = numbers(d.cdf(vector(many)));
    const digit = numbers(d.prob(vector(many)).mul(vector(many).abs())).map((v) => 8 * v * 2 ** -52);
    expect(cdf.filter((v, i) => !(Math.abs(v - level[i]) <= 1e-12 + digit[i]))).toEqual([]);
    const compiled = numbers(jit((x: Tensor) => d.icdf(x))(vector(few.map((i) => level[i]))));
    few.forEach((i, j) => expect(Math.abs(compiled[j] / many[i] - 1)).toBeLessThan(1e-9));
  });

  test("integers: a table, a search and a program find the same", () => {
    for (const d of [Poisson(4), Skellam(2, 3), Binomial(20, 0.3), Poisson(1e5), hurdle(Poisson(3), 0.2)]) {
      const many = numbers(d.icdf(q));
      const some = q.reshape([50, 100]).unstack()[7];
      expect(numbers(d.icdf(some))).toEqual(many.slice(700, 800));
      expect(numbers(jit((x: Tensor) => d.icdf(x))(some))).toEqual(many.slice(700, 800));
    }
  });

  test("a plateau has its first value as quantile", () => {
    expect(
      mixture([0.5, 0.5], [laws.Uniform(0, 1), laws.Uniform(2, 3)])
        .icdf(0.5)
        .item(),
    ).toBeCloseTo(1, 12);
  });

  test("they are fast enough: 100,000 values in less than two seconds", () => {
    const large = vector(Array.from({ length: 100_000 }, (_, i) => (i + 0.5) / 100_000));
    const start = performance.now();
    cases.mixture.icdf(large);
    Poisson(4).icdf(large);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("what is made of distributions", () => {
  test("a mixture of points and densities keeps them apart", () => {
    const d = mixture([0.4, 0.6], [laws.Delta(0.5), Normal(0, 1)]);
    expect(d.prob(0.5).item()).toBeCloseTo(0.4, 15);
    expect(d.prob(0.6).item()).toBeCloseTo(0.6 * Normal(0, 1).prob(0.6).item(), 15);
    const seen = transformed(censored(Normal(0, 1), { low: 0 }), bijectors.affine(1, 2));
    expect(seen.prob(1).item()).toBeCloseTo(0.5, 15);
  });

  test("the mode is that of the highest top", () => {
    expect(
      mixture([0.3, 0.7], [Normal(0, 1), Normal(4, 1)])
        .mode()
        .item(),
    ).toBeCloseTo(4, 2);
    expect(
      mixture([0.7, 0.3], [Normal(0, 1), Normal(4, 1)])
        .mode()
        .item(),
    ).toBeCloseTo(0, 2);
  });

  test("masked values count nothing, whatever they are", () => {
    expect(numbers(mask(Gamma([2, 2], 1), [true, false]).logProb([-1, -1]))).toEqual([-Infinity, 0]);
    expect(mask(Normal(0, 1), false).logProb(Number.NaN).item()).toBe(0);
  });

  test("draws of mixtures have the derivative -∂F/∂θ/pdf", () => {
    const of = (m: Tensor | number): Distribution => mixture([0.3, 0.7], [Normal(m, 1), Normal(2, 1)]);
    const x = of(0.3).sample(key).item();
    const slope = (grad((m: Tensor) => of(m).cdf(x).sum())(0.3) as Tensor).item();
    const got = (grad((m: Tensor) => of(m).sample(key).sum())(0.3) as Tensor).item();
    expect(got).toBeCloseTo(-slope / of(0.3).prob(x).item(), 12);
  });

  test("what cannot be made is refused", () => {
    const d = Normal(0, 1);
    expect(message(() => truncated(d, { low: 2, high: 1 }))).toContain('"high - low" is -1');
    expect(message(() => truncated(Gamma(2, 1), { low: -3, high: -1 }))).toContain("probability between low and high");
    expect(message(() => truncated(d, { lo: 1 } as never))).toContain("did you mean low");
    expect(message(() => censored(d, null as never))).toContain("censored");
    expect(message(() => quantized(d, { low: 0.5 }))).toContain("an integer");
    expect(message(() => mixture([0.3, 0.3], [d, d]))).toContain("the sum 0.6");
    expect(message(() => mixture([0.3, 0.7], [d]))).toContain("2 weights and 1 components");
    expect(message(() => mixture([0.3, 0.7], [d, laws.Dirichlet([1, 2])]))).toContain("different shapes");
    expect(message(() => independent(d))).toContain("at most 0");
    expect(message(() => expand(Normal([0, 1], 1), [3]))).toContain("does not broadcast");
    expect(message(() => transformed(d, bijectors.abs))).toContain("one-to-one");
    expect(message(() => inflated(d, 1.3))).toContain("1.3");
  });
});
