/** Derivatives of every univariate law in its parameters: functions against finite differences, draws against -∂F/∂θ/p. */
import { grad, jvp, random, tensor, type Tensor, TensorError } from "nabla";
import { describe, expect, test } from "vitest";
import type { Distribution } from "../../src/probability/distribution/distribution.ts";
import { type Identity, identityBound, SEVERAL_NOISES } from "./laws/bounds.ts";
import { type Case, laws, make, numbers, ordinary, type Parameters, show, univariate, vector } from "./laws/golden.ts";

const middle = ({ points }: Case): number[] =>
  points.filter((row) => Number.isFinite(row[1]) && row[2] > 0.005 && row[3] > 0.005).map(([x]) => x);

type Values = Record<string, unknown>;

/** The names of the parameters that are single numbers of any size, and finite. */
function smooth(name: string, parameters: Parameters): string[] {
  const known = laws[name].definition.parameters;
  return Object.keys(parameters).filter((key) => {
    const v = parameters[key];
    const { discrete, kind } = known[key].constraint;
    // Limits that are infinite, and outcomes of discrete laws, do not move.
    return typeof v === "number" && Number.isFinite(v) && !discrete && kind !== "integerInterval";
  });
}

/** The derivative by central differences, extrapolated twice. */
function difference(f: (theta: number) => number, at: number): number {
  const h = 2e-2 * Math.max(Math.abs(at) * 0.25, 0.02);
  const central = [1, 2, 4].map((k) => (f(at + h / k) - f(at - h / k)) / (2 * (h / k)));
  const once = [1, 2].map((i) => (4 * central[i] - central[i - 1]) / 3);
  return (16 * once[1] - once[0]) / 15;
}

const weightsOf = (n: number): Tensor => vector(Array.from({ length: n }, (_, i) => Math.cos(1 + i)));

function expectDerivatives(
  name: string,
  which: "logProb" | "cdf" | "sf" | "logCdf" | "logSf",
  identity: Identity,
  cases: readonly Case[],
): void {
  const wrong: string[] = [];
  for (const one of cases) {
    const x = middle(one);
    // A step of the difference must not carry a point out of the support, or over a kink.
    const inner = vector(x.slice(1, -1));
    if (inner.size === 0) continue;
    for (const key of smooth(name, one.parameters)) {
      const weights = weightsOf(inner.size);
      const f = (theta: Tensor): Tensor =>
        make(name, { ...one.parameters, [key]: theta } as Values)
          [which](inner)
          .mul(weights)
          .sum();
      const at = one.parameters[key] as number;
      const g = identity === "second" ? (theta: Tensor): Tensor => grad(f)(theta) as Tensor : f;
      let want: number;
      try {
        want = difference((theta) => g(tensor(theta, { dtype: "float64" })).item(), at);
      } catch (error) {
        // At the edge of what the parameter may be.
        if (error instanceof TensorError && error.code === "value") continue;
        throw error;
      }
      const got = (grad(g)(tensor(at, { dtype: "float64" })) as Tensor).item();
      if (!(Math.abs(got - want) <= identityBound(name, identity) * Math.max(1, Math.abs(want))))
        wrong.push(
          `${show(name, one.parameters)}: derivative of ${which} in ${key}: got ${got}, differences say ${want}`,
        );
    }
  }
  expect(wrong).toEqual([]);
}

/** dx/dθ of draws, and what the distribution function says it is. */
function sampleDerivatives(
  name: string,
  parameters: Parameters,
  key: string,
): readonly [got: number[], want: number[], x: number[]] {
  const at = tensor(parameters[key] as number, { dtype: "float64" });
  const one = tensor(1, { dtype: "float64" });
  const build = (theta: Tensor): Distribution => make(name, { ...parameters, [key]: theta } as Values);
  const [x, got] = jvp((theta: Tensor) => build(theta).sample(random.key(7), [48]))([at], [one]) as [Tensor, Tensor];
  const [, slope] = jvp((theta: Tensor) => build(theta).cdf(x))([at], [one]) as [Tensor, Tensor];
  return [numbers(got), numbers(slope.neg().div(build(at).prob(x))), numbers(x)];
}

function expectPathwise(name: string, { parameters }: Case): void {
  for (const key of smooth(name, parameters)) {
    const [got, want, x] = sampleDerivatives(name, parameters, key);
    const what = `${show(name, parameters)}: draws in ${key}`;
    if (SEVERAL_NOISES.includes(name)) {
      expectSameMean(got, want, x, what);
      continue;
    }
    const size = Math.max(...want.map(Math.abs));
    const wrong = got.flatMap((v, i) =>
      Math.abs(v - want[i]) <= identityBound(name, "pathwise") * Math.max(Math.abs(want[i]), size * 1e-3)
        ? []
        : [`${what} at x = ${x[i]}: got ${v}, want ${want[i]}`],
    );
    expect(wrong).toEqual([]);
  }
}

/** Of draws made of several random numbers only the mean derivative is determined: within 6 of its standard errors. */
function expectSameMean(got: readonly number[], want: readonly number[], x: readonly number[], what: string): void {
  const center = x.reduce((a, b) => a + b, 0) / x.length;
  const differences = got.map((v, i) => (v - want[i]) * Math.tanh(x[i] - center));
  const mean = differences.reduce((a, b) => a + b, 0) / x.length;
  const spread = Math.sqrt(differences.reduce((a, b) => a + (b - mean) ** 2, 0)) / x.length;
  expect(Math.abs(mean), what).toBeLessThanOrEqual(6 * spread);
}

describe.each(univariate)("%s", (name) => {
  const cases = ordinary(name).slice(0, 2);

  test("logProb and cdf have the derivatives that differences say", () => {
    for (const which of ["logProb", "cdf"] as const) expectDerivatives(name, which, "gradient", cases);
    for (const which of ["sf", "logCdf", "logSf"] as const)
      expectDerivatives(name, which, "gradient", cases.slice(0, 1));
  });

  test("and second derivatives", () => {
    for (const which of ["logProb", "cdf"] as const) expectDerivatives(name, which, "second", cases.slice(0, 1));
  });

  test("draws move with the parameters as the distribution function says", () => {
    for (const one of cases) {
      const { kind, gradient } = make(name, one.parameters).facts;
      if (kind === "continuous" && gradient !== "none") expectPathwise(name, one);
    }
  });
});
