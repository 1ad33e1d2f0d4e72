/** Derivatives in shape parameters against mpmath (tools/golden/laws/derivatives.py), and parameters that stand for each other. */
import { grad, log, log1p, linalg, tensor, type Tensor } from "nabla";
import { describe, expect, test } from "vitest";
import { failure } from "../assertions.ts";
import written from "../fixtures/probability/lawsDerivatives.json" with { type: "json" };
import { derivativeBound } from "./laws/bounds.ts";
import { golden, laws, make, numbers, vector } from "./laws/golden.ts";

type Row = readonly [Readonly<Record<string, number>>, string, number, number, number, number, number];

const { _versions, ...rows } = written;
const float = (v: number): Tensor => tensor(v, { dtype: "float64" });

describe.each(Object.entries(rows as unknown as Readonly<Record<string, readonly Row[]>>))("%s", (name, its) => {
  test.each(["logProb", "cdf"] as const)("first and second derivatives of %s", (which) => {
    const wrong = its.flatMap(([parameters, key, x, ...wants]) => {
      const f = (theta: Tensor): Tensor => make(name, { ...parameters, [key]: theta })[which](x);
      const first = (theta: Tensor): Tensor => grad(f)(theta) as Tensor;
      const at = float(parameters[key]);
      const got = [first(at).item(), (grad(first)(at) as Tensor).item()];
      const want = which === "logProb" ? [wants[0], wants[2]] : [wants[1], wants[3]];
      return got.flatMap((v, i) =>
        Math.abs(v - want[i]) <= derivativeBound(name, i + 1) * Math.max(Math.abs(want[i]), which === "cdf" ? 1e-3 : 1)
          ? []
          : [
              `${name}(${JSON.stringify(parameters)}).${which}(${x}), derivative ${i + 1} in ${key}: got ${v}, want ${want[i]}`,
            ],
      );
    });
    expect(wrong).toEqual([]);
  });
});

describe("parameters that stand for each other", () => {
  const scalars = ["Bernoulli", "Geometric", "Binomial", "NegativeBinomial", "ContinuousBernoulli", "RelaxedBernoulli"];

  test.each(scalars)("%s of logits is that of probs", (name) => {
    for (const { parameters, points } of golden[name]) {
      const { probs, ...others } = parameters as Record<string, number>;
      if (probs === 0 || probs === 1) continue;
      const x = vector(points.map(([at]) => at));
      const logits = log(float(probs)).sub(log1p(float(-probs)));
      const [a, b] = [make(name, { ...others, logits }), make(name, { ...others, probs })];
      for (const which of ["logProb", "cdf", "sf"] as const)
        expectNear(numbers(a[which](x)), numbers(b[which](x)), 1e-9);
      const inside = vector(points.filter((row) => Number.isFinite(row[1])).map(([at]) => at));
      const slope = grad((t: Tensor) =>
        make(name, { ...others, logits: t })
          .logProb(inside)
          .sum(),
      );
      expect(numbers(slope(logits) as Tensor).some(Number.isNaN)).toBe(false);
      expect(failure(() => make(name, { ...others, logits, probs })).message).toContain("logits");
    }
  });

  test.each(["Categorical", "OneHotCategorical"])("%s of logits is that of probs", (name) => {
    const probs = vector([0.1, 0.2, 0.3, 0.4]);
    const [a, b] = [make(name, { logits: log(probs).add(3) }), make(name, { probs })];
    const x = name === "Categorical" ? vector([0, 1, 2, 3]) : tensor(UNITS);
    expectNear(numbers(a.logProb(x)), numbers(b.logProb(x)), 1e-14);
    expectNear(numbers(a.entropy()), numbers(b.entropy()), 1e-14);
  });

  test("covariance, precision and scaleTril make the same laws", () => {
    const covariance = tensor([
      [2, 0.5],
      [0.5, 1],
    ]);
    const forms = [{ covariance }, { precision: linalg.inv(covariance) }, { scaleTril: linalg.cholesky(covariance) }];
    const [x, m] = [
      vector([0.3, -1]),
      tensor([
        [1, 0.2],
        [0.2, 2],
      ]),
    ];
    const densities = (name: string, more: object, at: Tensor): number[] =>
      forms.map((form) =>
        make(name, { ...more, ...form })
          .logProb(at)
          .item(),
      );
    for (const [name, values] of [
      ["MultivariateNormal", densities("MultivariateNormal", { loc: [0, 1] }, x)],
      ["Wishart", densities("Wishart", { df: 3.5 }, m)],
    ] as const) {
      expect(name in laws).toBe(true);
      expectNear(values, [values[0], values[0], values[0]], 1e-13);
    }
    expect(failure(() => make("MultivariateNormal", { loc: [0, 1] })).message).toContain("covariance");
  });
});

const UNITS = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)));

function expectNear(got: readonly number[], want: readonly number[], bound: number): void {
  got.forEach((v, i) => {
    if (v !== want[i]) expect(Math.abs(v - want[i])).toBeLessThanOrEqual(bound * Math.max(1e-30, Math.abs(want[i])));
  });
}
