/** Laws of vectors and matrices: what their draws say of them, transformations, values off the support, sizes that disagree. */
import { grad, jit, random, tensor, type Tensor } from "nabla";
import { describe, expect, test } from "vitest";
import type { Distribution } from "../../src/probability/distribution/distribution.ts";
import * as laws from "../../src/probability/laws/index.ts";
import { failure } from "../assertions.ts";
import { numbers } from "./laws/golden.ts";

const FACTOR = [
  [1, 0],
  [0.5, 2],
];
const COLUMNS = [
  [1, 0, 0],
  [0.1, 1, 0],
  [0.2, 0.3, 1],
];
const MEANS = [
  [0, 1, 2],
  [1, 1, 1],
];
const COVARIANCE = [
  [2, 0.5],
  [0.5, 1],
];

const made: Readonly<Record<string, Distribution>> = {
  MultivariateNormal: laws.MultivariateNormal({ loc: [1, 2], scaleTril: FACTOR }),
  "MultivariateNormal, batch": laws.MultivariateNormal({
    loc: [
      [1, 2],
      [0, 0],
      [3, 3],
    ],
    covariance: COVARIANCE,
  }),
  "MultivariateNormal, precision": laws.MultivariateNormal({ loc: [1, 2], precision: COVARIANCE }),
  LowRankMultivariateNormal: laws.LowRankMultivariateNormal([1, 2, 3], [[1], [2], [0]], [1, 2, 3]),
  MultivariateStudentT: laws.MultivariateStudentT(9, [1, 2], FACTOR),
  Dirichlet: laws.Dirichlet([
    [2, 3, 4],
    [2, 1.5, 6],
  ]),
  DirichletMultinomial: laws.DirichletMultinomial(5, [2, 3, 4]),
  Multinomial: laws.Multinomial(5, [0.2, 0.3, 0.5]),
  OneHotCategorical: laws.OneHotCategorical([0.2, 0.3, 0.5]),
  RelaxedOneHotCategorical: laws.RelaxedOneHotCategorical(0.7, [0.2, 0.3, 0.5]),
  LogisticNormal: laws.LogisticNormal([0, 1], [1, 2]),
  LKJ: laws.LKJ(3, 1.5),
  LKJCholesky: laws.LKJCholesky(3, 1.5),
  Wishart: laws.Wishart({ df: 5, scaleTril: FACTOR }),
  InverseWishart: laws.InverseWishart({ df: 11, scaleTril: FACTOR }),
  MatrixNormal: laws.MatrixNormal(MEANS, FACTOR, COLUMNS),
  MatrixT: laws.MatrixT(9, MEANS, FACTOR, COLUMNS),
  PlackettLuce: laws.PlackettLuce([0.1, 0.5, 1]),
  PowerSpherical: laws.PowerSpherical([1, 0, 0], 3),
  VonMisesFisher: laws.VonMisesFisher([0, 0, 1], 3),
  SphericalUniform: laws.SphericalUniform(3),
  ProjectedNormal: laws.ProjectedNormal([1, 2]),
  MultivariateHypergeometric: laws.MultivariateHypergeometric([5, 4, 3], 6),
};

const COUNT = 20_000;
const key = random.key(8);
const value = (x: Tensor): number => x.item();

/** A statement against the mean of draws, within seven standard errors. */
function expectMean(stated: Tensor, draws: Tensor): void {
  const error = draws.std(0).div(Math.sqrt(COUNT)).add(1e-9);
  expect(value(stated.sub(draws.mean(0)).abs().div(error).max())).toBeLessThan(7);
}

/** What is stated, or undefined where there is no formula. */
function stated(f: () => Tensor): Tensor | undefined {
  try {
    return f();
  } catch {
    return undefined;
  }
}

describe.each(Object.entries(made))("%s", (_, d) => {
  const x = d.sample(key, [COUNT]);
  const [first] = d.sample(random.key(9), [1]).unstack() as [Tensor];

  test("draws have the shape, are in the support and have a finite logProb", () => {
    expect(x.shape).toEqual([COUNT, ...d.batchShape, ...d.eventShape]);
    expect(numbers(d.support.holds(x)).every((v) => v === 1)).toBe(true);
    const logs = d.logProb(x);
    expect(logs.shape).toEqual([COUNT, ...d.batchShape]);
    expect(numbers(logs).every(Number.isFinite)).toBe(true);
    expect(d.sample(key, [0]).shape).toEqual([0, ...d.batchShape, ...d.eventShape]);
    expect(random.detectReuse(() => d.sample(random.key(4), [2])).shape[0]).toBe(2);
  });

  test("moments and entropy are those of the draws", () => {
    const centered = x.sub(x.mean(0));
    const [mean, variance, entropy] = [stated(() => d.mean()), stated(() => d.variance()), stated(() => d.entropy())];
    const covariance = d.eventShape.length === 1 ? stated(() => d.covariance()) : undefined;
    if (mean !== undefined) expectMean(mean, x);
    if (variance !== undefined) expectMean(variance, centered.square());
    if (entropy !== undefined) expectMean(entropy, d.logProb(x).neg());
    if (covariance !== undefined) expectMean(covariance, centered.expandDims(-1).mul(centered.expandDims(-2)));
  });

  test("NaN and values off the support have no probability", () => {
    expect(numbers(d.logProb(first.mul(Number.NaN))).every((v) => v === -Infinity)).toBe(true);
    const shifted = first
      .mul(1.37)
      .add(tensor(Array.from({ length: d.eventShape.at(-1) as number }, (_v, i) => i + 0.11)));
    expect(numbers(d.logProb(shifted)).some(Number.isNaN)).toBe(false);
    expect(numbers(grad((v: Tensor) => d.prob(v).sum())(shifted) as Tensor).every(Number.isFinite)).toBe(true);
  });

  test("jit gives the same, and derivatives are finite", () => {
    const got = jit((v: Tensor) => d.logProb(v))(first);
    expect(value(got.sub(d.logProb(first)).abs().max())).toBeLessThan(1e-10);
    const drawn = jit((k: Tensor) => d.sample(k, [3]))(key);
    expect(
      value(
        drawn
          .sub(d.sample(key, [3]))
          .abs()
          .max(),
      ),
    ).toBeLessThan(1e-10);
    expect(numbers(grad((v: Tensor) => d.logProb(v).sum())(first) as Tensor).every(Number.isFinite)).toBe(true);
    const parts = grad((e: Distribution) => e.logProb(first).sum())(d) as unknown as Distribution;
    expect(parts.facts.leaves.every((leaf) => numbers(leaf).every(Number.isFinite))).toBe(true);
  });

  test("values of another size are refused", () => {
    const error = failure(() => d.logProb(tensor(new Array<number>(7).fill(0.1))));
    expect(error.code).toBe("shape");
    expect(error.message).toContain("an event has the shape");
  });
});

test("matrices without the factors that densities need have the density 0", () => {
  for (const d of [
    laws.Wishart({ df: 5, scaleTril: FACTOR }),
    laws.InverseWishart({ df: 7, scaleTril: FACTOR }),
    laws.LKJ(2, 1),
  ]) {
    const bad = tensor([
      [
        [1, 2],
        [2, 1],
      ],
      [
        [1, 0.5],
        [0.2, 1],
      ],
    ]);
    expect(numbers(d.logProb(bad))).toEqual([-Infinity, -Infinity]);
    expect(numbers(grad((x: Tensor) => d.prob(x).sum())(bad) as Tensor).every((v) => v === 0)).toBe(true);
  }
});

test("parameters for events of different sizes are refused by both names", () => {
  const message = (f: () => unknown): string => failure(f).message;
  const want = (a: string, b: string): string => `"${a}" is for events of size 3, and "${b}" for size 2`;
  expect(message(() => laws.MultivariateNormal({ loc: [1, 2, 3], scaleTril: FACTOR }))).toContain(
    want("loc", "scaleTril"),
  );
  expect(message(() => laws.MultivariateStudentT(7, [1, 2, 3], FACTOR))).toContain(want("loc", "scaleTril"));
  expect(message(() => laws.LowRankMultivariateNormal([1, 2, 3], [[1], [2]], [1, 2, 3]))).toContain(
    want("loc", "factor"),
  );
  expect(message(() => laws.MatrixNormal(MEANS, FACTOR, FACTOR))).toContain(want("loc", "scaleColumn"));
});
