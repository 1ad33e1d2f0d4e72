/** Shapes, dtypes, transformations, errors and extreme parameters of every univariate law. */
import { jit, random, stack, tensor, type Tensor, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import type { Constraint } from "../../src/probability/constraints/index.ts";
import type { Distribution } from "../../src/probability/distribution/distribution.ts";
import { failure } from "../assertions.ts";
import { CATEGORIES, DELAYED, SLOW_ENTROPIES } from "./laws/bounds.ts";
import {
  type Case,
  golden,
  laws,
  make,
  numbers,
  ordinary,
  type Parameters,
  show,
  univariate,
  vector,
} from "./laws/golden.ts";

const momentsOf = (name: string): readonly (typeof MOMENTS)[number][] =>
  MOMENTS.filter((which) => which !== "entropy" || !SLOW_ENTROPIES.includes(name));

const METHODS = ["logProb", "cdf", "sf", "logCdf", "logSf"] as const;
const MOMENTS = ["mean", "variance", "skewness", "kurtosis", "median", "entropy"] as const;

/** Points of the middle; where one outcome has nearly all probability, that. */
function middle({ points }: Case): number[] {
  const possible = points.filter((row) => Number.isFinite(row[1]));
  const central = possible.filter((row) => row[2] > 0.005 && row[3] > 0.005);
  return (central.length > 0 ? central : possible).map(([x]) => x);
}

const float = (v: unknown, dtype: "float64" | "float32"): Tensor => tensor(v as number, { dtype });

/** The parameters as a function of tensors: those that are numbers may be traced. */
function parts(parameters: Parameters): readonly [names: string[], values: Tensor[]] {
  const names = Object.keys(parameters);
  return [names, names.map((name) => float(parameters[name], "float64"))];
}

const build = (name: string, names: readonly string[], values: readonly Tensor[]): Distribution =>
  make(name, Object.fromEntries(names.map((key, i) => [key, values[i]])));

/** Two sets of parameters of the same shapes. */
function twins(name: string): readonly [Case, Case] {
  const shape = (one: Case): string =>
    Object.values(one.parameters)
      .map((v) => (typeof v === "number" ? 0 : v.length))
      .join();
  const [first, ...others] = ordinary(name);
  return [first, others.find((one) => shape(one) === shape(first)) ?? first];
}

describe.each(univariate)("%s", (name) => {
  const [one, other] = twins(name);
  const d = make(name, one.parameters);
  const x = vector(middle(one).slice(0, 4));

  test("shapes of draws, values and facts", () => {
    expect(d.batchShape).toEqual([]);
    expect(d.eventShape).toEqual([]);
    expect(d.sample(random.key(1)).shape).toEqual([]);
    expect(d.sample(random.key(1), [3, 2]).shape).toEqual([3, 2]);
    expect(d.logProb(x).shape).toEqual(x.shape);
    for (const which of momentsOf(name)) expect(d[which]().shape, which).toEqual([]);
  });

  test("a batch is its elements, by itself and under vmap and jit", () => {
    const [names, first] = parts(one.parameters);
    const second = parts(other.parameters)[1];
    const both = first.map((v, i) => stack([v, second[i]]));
    const value = float(middle(one)[0], "float64");
    const of = (method: (typeof METHODS)[number], v: readonly Tensor[]): Tensor => build(name, names, v)[method](value);
    const batch = build(name, names, both);
    expect(batch.batchShape).toEqual([2]);
    expect(batch.sample(random.key(1), [3]).shape).toEqual([3, 2]);
    for (const method of METHODS) {
      const want = stack([of(method, first), of(method, second)]);
      closeIn(of(method, both), want, `${name}.${method}: batch`);
      if (DELAYED.includes(name)) continue;
      closeIn(vmap((...v: Tensor[]) => of(method, v))(...both), want, `${name}.${method}: vmap`);
      closeIn(jit((...v: Tensor[]) => of(method, v))(...both), want, `${name}.${method}: jit`);
    }
    for (const which of momentsOf(name)) {
      const loop = stack([first, second].map((v) => build(name, names, v)[which]()));
      closeIn(batch[which](), loop, `${name}.${which}`, 1e-9);
    }
  });

  test("draws are the same under jit and, key by key, under vmap", () => {
    if (DELAYED.includes(name)) return;
    const keys = random.split(random.key(3), 2);
    const draw = (key: Tensor): Tensor => d.sample(key, [3]);
    const want = stack(keys.unstack().map((key) => draw(key)));
    closeIn(jit(draw)(keys.unstack()[0]), want.unstack()[0], `${name}: jit`);
    closeIn(vmap(draw)(keys), want, `${name}: vmap`);
  });

  test("float32 parameters give float32", () => {
    const f = make(
      name,
      Object.fromEntries(Object.entries(one.parameters).map(([key, v]) => [key, float(v, "float32")])),
    );
    const value = float(middle(one)[1] ?? middle(one)[0], "float32");
    for (const method of METHODS) {
      const got = f[method](value);
      expect(got.dtype, method).toBe("float32");
      closeIn(got, d[method](value.item()), method, 2e-4);
    }
    // The draws of laws of categories are indices.
    expect(f.sample(random.key(1), [2]).dtype).toBe(CATEGORIES.includes(name) ? "int32" : "float32");
    if (!CATEGORIES.includes(name)) expect(f.icdf(float(0.3, "float32")).dtype).toBe("float32");
    for (const which of momentsOf(name)) expect(f[which]().dtype, which).toBe("float32");
  });

  test("values that stand for no draws of the batch are refused", () => {
    const [names, first] = parts(one.parameters);
    const batch = build(
      name,
      names,
      first.map((v) => stack([v, v, v])),
    );
    expect(failure(() => batch.logProb(vector([1, 2]))).code).toBe("shape");
    expect(batch.logProb(vector([middle(one)[0], middle(one)[0]]).reshape([2, 1]), { broadcast: true }).shape).toEqual([
      2, 3,
    ]);
    expect(numbers(d.logProb(Number.NaN))).toEqual([Number.NaN]);
  });

  test("errors name the law, the parameter, the place and the value", () => {
    for (const [key, { constraint }] of Object.entries(laws[name].definition.parameters)) {
      if (!(key in one.parameters) || constraint.event > 0) continue;
      for (const bad of violations(constraint)) expectRefused(name, one.parameters, key, bad);
    }
  });

  test("probabilities that are none are refused", () => {
    for (const q of [-0.1, 1.5, Number.NaN]) {
      const { code, message } = failure(() => d.icdf(q));
      expect(code).toBe("value");
      expect(message).toContain(name);
    }
    expect(d.icdf(0).item()).toBeLessThanOrEqual(d.icdf(1).item());
  });

  test("parameters of all sizes give no NaN", () => {
    const wrong = golden[name].flatMap(({ parameters, points }) => {
      const extreme = make(name, parameters);
      const at = vector(points.map((row) => row[0]));
      return [
        ...METHODS.flatMap((method) =>
          numbers(extreme[method](at)).flatMap((v, i) =>
            Number.isNaN(v) && !Number.isNaN(points[i][0])
              ? [`${show(name, parameters)}.${method}(${points[i][0]}) is NaN`]
              : [],
          ),
        ),
        ...numbers(extreme.sample(random.key(5), [50])).flatMap((v) =>
          Number.isNaN(v) ? [`${show(name, parameters)}.sample is NaN`] : [],
        ),
      ];
    });
    expect([...new Set(wrong)]).toEqual([]);
  });
});

function closeIn(got: Tensor, want: Tensor, what: string, bound = 1e-11): void {
  expect(got.shape, what).toEqual(want.shape);
  const [a, b] = [numbers(got), numbers(want)];
  const wrong = a.flatMap((v, i) =>
    Object.is(v, b[i]) || v === b[i] || Math.abs(v - b[i]) <= bound * Math.max(1, Math.abs(b[i]))
      ? []
      : [`${what} [${i}]: ${v} and ${b[i]}`],
  );
  expect(wrong).toEqual([]);
}

/** Numbers that the constraint refuses. */
const violations = (constraint: Constraint): number[] =>
  [-1.5, 0, 2.5, Number.NaN, Number.POSITIVE_INFINITY].filter((v) => !numbers(constraint.holds(v))[0]);

function expectRefused(name: string, parameters: Parameters, key: string, bad: number): void {
  const good = parameters[key] as number;
  const single = failure(() => make(name, { ...parameters, [key]: bad }));
  expect(single.code).toBe("value");
  for (const part of [name, `"${key}"`, String(bad)]) expect(single.message).toContain(part);
  const inBatch = failure(() => make(name, { ...parameters, [key]: [good, good, bad] }));
  expect(inBatch.message).toContain("[2]");
  expect(inBatch.message).toContain(String(bad));
}
