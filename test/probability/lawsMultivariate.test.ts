/** The laws of vectors and matrices against SciPy, PyTorch, TFP and NumPyro (tools/golden/laws/multivariate.py). */
import { grad, jit, random, stack, tensor, type Tensor, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import type { Distribution } from "../../src/probability/distribution/distribution.ts";
import { SHAPE_PARAMETERS, SLOW_DENSITIES } from "./laws/bounds.ts";
import { laws, make, numbers } from "./laws/golden.ts";
import written from "../fixtures/probability/lawsMultivariate.json" with { type: "json" };

type Value = number | readonly Value[];

interface Case {
  readonly parameters: Readonly<Record<string, Value>>;
  readonly moments: Readonly<Record<string, Value | string>>;
  readonly points: readonly (readonly [x: Value, logProb: number])[];
}

const { _versions, ...rows } = written;
const golden = rows as unknown as Readonly<Record<string, readonly Case[]>>;
const names = Object.keys(golden).filter((name) => name in laws);

const float = (v: unknown): Tensor => tensor(v as number[], { dtype: "float64" });

function expectClose(got: Tensor, want: Tensor, what: string, bound = 1e-11): void {
  expect(got.shape, what).toEqual(want.shape);
  const [a, b] = [numbers(got), numbers(want)];
  const unit = Math.max(1, ...b.map(Math.abs));
  a.forEach((v, i) =>
    expect(Math.abs(v - b[i]) / unit, `${what} [${i}]: ${v}, want ${b[i]}`).toBeLessThanOrEqual(bound),
  );
}

/** Parameters as tensors; those that decide shapes stay numbers. */
const tensors = ({ parameters }: Case): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(parameters).map(([key, v]) => [key, SHAPE_PARAMETERS.includes(key) ? v : float(v)]),
  );

const show = (name: string, { parameters }: Case): string => `${name}(${JSON.stringify(parameters)})`;

test("every law of vectors and matrices has golden rows", () => {
  const found = Object.entries(laws).filter(([, { definition }]) => definition.eventShape !== undefined);
  expect(found.map(([name]) => name).filter((name) => !(name in golden))).toEqual([]);
  expect(Object.keys(golden).filter((name) => !(name in laws))).toEqual([]);
});

describe.each(names)("%s", (name) => {
  const cases = golden[name];
  const each = (f: (d: Distribution, one: Case) => void): void =>
    cases.forEach((one) => f(make(name, one.parameters as Record<string, unknown>), one));

  test("logProb", () => {
    each((d, one) => {
      const x = stack(one.points.map(([at]) => float(at)));
      expectClose(d.logProb(x), float(one.points.map(([, v]) => v)), show(name, one));
    });
  });

  test.each(["mean", "variance", "mode", "entropy", "covariance"] as const)("%s", (which) => {
    each((d, one) => {
      const want = one.moments[which];
      if (want !== undefined && which in d) expectClose(d[which](), float(want), `${show(name, one)}.${which}`, 1e-10);
    });
  });

  test("draws have their shape, their support and their mean", () => {
    each((d, one) => {
      const n = SLOW_DENSITIES.includes(name) ? 500 : 10_000;
      const draws = d.sample(random.key(4), [n]);
      expect(draws.shape).toEqual([n, ...d.eventShape]);
      expect(
        numbers(d.support.holds(draws)).every((v) => v === 1),
        `${show(name, one)}: in the support`,
      ).toBe(true);
      expect(numbers(d.logProb(draws)).some(Number.isNaN)).toBe(false);
      expectMean(d, draws, one.moments, show(name, one));
    });
  });

  test("gradients of logProb in float parameters are those of differences", () => {
    const one = cases[0];
    for (const key of Object.keys(one.parameters)) {
      const { constraint } = laws[name].definition.parameters[key];
      // Of vectors with a sum, and of factors with zeros, the direction is the vector itself.
      if (constraint.discrete || SHAPE_PARAMETERS.includes(key) || INTEGERS.includes(key)) continue;
      if (["simplex", "sphere"].includes(constraint.kind) || key === "direction") continue;
      const base = float(one.parameters[key]);
      const x = float(one.points[0][0]);
      const f = (s: Tensor): Tensor => make(name, { ...tensors(one), [key]: base.mul(s) }).logProb(x);
      const at = (s: number): number => f(tensor(s, { dtype: "float64" })).item();
      const h = 1e-3;
      const want = (8 * (at(1 + h) - at(1 - h)) - (at(1 + 2 * h) - at(1 - 2 * h))) / (12 * h);
      const got = (grad(f)(tensor(1, { dtype: "float64" })) as Tensor).item();
      expect(Math.abs(got - want) / Math.max(1, Math.abs(want)), `${show(name, one)}: ${key}`).toBeLessThanOrEqual(
        1e-8,
      );
    }
  });

  test("vmap and jit give what a loop gives", () => {
    const one = cases[0];
    const x = stack(one.points.map(([at]) => float(at)));
    const moving = Object.keys(one.parameters).filter((key) => !SHAPE_PARAMETERS.includes(key));
    const f = (at: Tensor, ...values: Tensor[]): Tensor =>
      make(name, { ...one.parameters, ...Object.fromEntries(moving.map((key, i) => [key, values[i]])) }).logProb(at);
    const values = moving.map((key) => float(one.parameters[key]));
    const want = f(x, ...values);
    expectClose(jit(f)(x, ...values), want, `${name}: jit`, 1e-12);
    const copies = values.map((v) => stack(one.points.map(() => v)));
    expectClose(vmap(f)(x, ...copies), want, `${name}: vmap`, 1e-12);
  });
});

const INTEGERS: readonly string[] = ["total", "draws", "counts"];

/** The mean of draws is within 6.5 of its standard errors in every component (1e-10 each). */
function expectMean(d: Distribution, draws: Tensor, { mean }: Case["moments"], what: string): void {
  if (mean === undefined || d.facts.mean === undefined) return;
  const [got, spread] = [numbers(draws.astype("float64").mean(0)), numbers(draws.astype("float64").std(0))];
  numbers(float(mean)).forEach((want, i) =>
    expect(Math.abs(got[i] - want), `${what}: mean [${i}]`).toBeLessThanOrEqual(
      (6.5 * spread[i]) / Math.sqrt(draws.shape[0]) + 1e-12,
    ),
  );
}
