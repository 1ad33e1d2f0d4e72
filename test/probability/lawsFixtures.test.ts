/** Every univariate law against numbers of mpmath (tools/golden/laws): functions at points with tails, quantiles, moments. */
import { describe, expect, test } from "vitest";
import { boundOf, type Quantity } from "./laws/bounds.ts";
import { type Case, golden, laws, make, numbers, show, univariate, vector } from "./laws/golden.ts";

/** What differs between got and want, beyond the bound relative to the larger of want and `unit`. */
function complaint(what: string, got: number, want: number, bound: number, unit: number): string[] {
  if (Object.is(got, want) || got === want || (Number.isNaN(got) && Number.isNaN(want))) return [];
  const error = Math.abs(got - want) / Math.max(Math.abs(want), unit);
  return error <= bound ? [] : [`${what}: got ${got}, want ${want} (${error.toExponential(1)})`];
}

const COLUMNS = ["logProb", "cdf", "sf", "logCdf", "logSf"] as const;

/** Logarithms of densities cross 0: there the error counts absolutely. The others keep their digits in both tails. */
const UNIT = { logProb: 1, cdf: 1e-300, sf: 1e-300, logCdf: 1e-300, logSf: 1e-300 } as const;

function atPoints(name: string, column: (typeof COLUMNS)[number]): string[] {
  const at = COLUMNS.indexOf(column) + 1;
  return golden[name].flatMap(({ parameters, points }) => {
    const rows = points.filter((row) => !Number.isNaN(row[at]));
    const got = numbers(make(name, parameters)[column](vector(rows.map(([x]) => x))));
    return rows.flatMap((row, i) =>
      complaint(`${show(name, parameters)}.${column}(${row[0]})`, got[i], row[at], boundOf(name, column), UNIT[column]),
    );
  });
}

/** How far the central quantiles are apart: near 0 an error counts relative to it. */
function spread({ quantiles }: Case): number {
  const central = quantiles.filter(([p]) => p >= 0.05 && p < 1).map(([, x]) => x);
  return central.length === 0 ? 1 : Math.max(...central) - Math.min(...central);
}

function atQuantiles(name: string, method: "icdf" | "isf"): string[] {
  return golden[name].flatMap((one) => {
    const { parameters, quantiles } = one;
    if (quantiles.length === 0) return [];
    const got = numbers(make(name, parameters)[method](vector(quantiles.map(([p]) => p))));
    const unit = spread(one) / 100;
    return quantiles.flatMap(([p, x, y], i) =>
      complaint(
        `${show(name, parameters)}.${method}(${p})`,
        got[i],
        method === "icdf" ? x : y,
        boundOf(name, method),
        unit,
      ),
    );
  });
}

const MOMENTS = ["mean", "variance", "skewness", "kurtosis", "mode", "median", "entropy"] as const;

function moments(name: string, which: (typeof MOMENTS)[number]): string[] {
  return golden[name].flatMap(({ parameters, moments: want }) => {
    const value = want[which];
    if (value === undefined) return [];
    const got = make(name, parameters)[which]().item();
    const sd = Number.isFinite(want.variance) ? Math.sqrt(want.variance as number) : 1;
    const unit = { mean: sd, variance: 1e-300, skewness: 1, kurtosis: 1, mode: sd, median: sd, entropy: 1 }[which];
    // VonMises: the circular variance is as good a fact as the linear one.
    if (which === "variance" && got === want.circularVariance) return [];
    return complaint(`${show(name, parameters)}.${which}()`, got, value, boundOf(name, "moments" as Quantity), unit);
  });
}

test("every exported law of numbers has golden rows, and every row has its law", () => {
  const numbersOnly = Object.entries(laws).filter(([, law]) => law.definition.eventShape === undefined);
  expect(numbersOnly.map(([name]) => name).filter((name) => !(name in golden))).toEqual([]);
  expect(Object.keys(golden).filter((name) => !(name in laws))).toEqual([]);
  for (const name of univariate)
    expect(
      golden[name].reduce((n, one) => n + one.points.length, 0),
      name,
    ).toBeGreaterThanOrEqual(25);
});

describe.each(univariate)("%s", (name) => {
  test.each(COLUMNS)("%s", (column) => expect(atPoints(name, column)).toEqual([]));
  test.each(["icdf", "isf"] as const)("%s", (method) => expect(atQuantiles(name, method)).toEqual([]));
  test.each(MOMENTS)("%s", (which) => expect(moments(name, which)).toEqual([]));
});
