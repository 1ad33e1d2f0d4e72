/** Ticks, limits and bins against those of matplotlib and NumPy, recorded by tools/golden/figures.py. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { tensor } from "nabla";
import { histogram } from "nabla/plot";
import { limitsAround } from "../../src/plot/axis.ts";
import { linearTicks } from "../../src/plot/ticks.ts";
import { root } from "../../tools/entries.ts";

interface Golden {
  readonly ticks: readonly (readonly [low: number, high: number, bins: number, ticks: readonly number[]])[];
  readonly limits: readonly (readonly [values: readonly number[], ends: readonly number[]])[];
  readonly logLimits: Golden["limits"];
  readonly autoBins: readonly (readonly [values: readonly number[], bins: number])[];
}

const golden = JSON.parse(readFileSync(`${root}test/plot/fixtures/matplotlib.json`, "utf8")) as Golden;

const close = (got: readonly number[], want: readonly number[], size: number): boolean =>
  got.length === want.length && got.every((value, i) => Math.abs(value - want[i]) <= 1e-9 * size);

test("ticks stand where matplotlib has them", () => {
  const wrong = golden.ticks
    .map(([low, high, bins, want]) => ({
      low,
      high,
      bins,
      want,
      got: linearTicks(low, high, bins).map(({ at }) => at),
    }))
    .filter(({ low, high, got, want }) => !close(got, want, Math.max(Math.abs(low), Math.abs(high))));
  expect(wrong).toEqual([]);
  expect(golden.ticks.length).toBeGreaterThan(200);
});

test("tick labels read as their numbers", () => {
  const superscripts = (text: string): string =>
    text.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (d) => String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(d))).replace("⁻", "-");
  const numberOf = (text: string): number => Number(superscripts(text).replaceAll("−", "-").replace(/×10/, "e"));
  for (const [low, high, bins] of golden.ticks) {
    const ticks = linearTicks(low, high, bins);
    for (const { at, text } of ticks)
      expect(numberOf(text)).toBeCloseTo(at, 12 - Math.ceil(Math.log10(Math.abs(high))));
    expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length);
  }
});

test("limits are those of matplotlib", () => {
  const wrong = golden.limits
    .map(([values, want]) => ({ values, want, got: limitsAround([values], [], "linear") }))
    .filter(({ got, want }) => !close(got, want, Math.abs(want[1] - want[0])));
  expect(wrong).toEqual([]);
});

test("limits of logarithmic axes too", () => {
  const wrong = golden.logLimits
    .map(([values, want]) => ({ values, want, got: limitsAround([values], [], "log") }))
    .filter(({ got, want }) => !close(got.map(Math.log), want.map(Math.log), 1));
  expect(wrong).toEqual([]);
});

test("the bins of histograms are those of NumPy", () => {
  const binsOf = (values: readonly number[]): number => {
    const dtype = values.every(Number.isInteger) && values.length > 30 ? "int32" : "float64";
    const { description } = histogram(tensor([...values], { dtype }), { bins: "auto" });
    return Number(/: (\d+) bin/.exec(description)?.[1]);
  };
  expect(golden.autoBins.map(([values]) => binsOf(values))).toEqual(golden.autoBins.map(([, bins]) => bins));
});
