/** Where searches begin: a few values for each parameter, by its name and its set. */
import type { Bijector } from "../bijectors/bijector.ts";
import type { Constraint } from "../constraints/constraint.ts";

/** Numbers that describe data of one variable. */
export interface Summary {
  readonly mean: number;
  readonly median: number;
  /** Distance of the quartiles over that of the standard normal law. */
  readonly spread: number;
  readonly stddev: number;
  readonly least: number;
  readonly most: number;
}

export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const at = (q: number): number => sorted[Math.min(n - 1, Math.floor(q * n))];
  const mean = sorted.reduce((a, b) => a + b, 0) / n;
  const stddev = Math.sqrt(sorted.reduce((s, x) => s + (x - mean) ** 2, 0) / n);
  const spread = (at(0.75) - at(0.25)) / 1.349;
  return {
    mean,
    median: at(0.5),
    spread: spread > 0 ? spread : stddev || 1,
    stddev,
    least: sorted[0],
    most: sorted[n - 1],
  };
}

type Start = (s: Summary) => readonly number[];

const shapes: Start = () => [1, 3, 0.4, 10];
const sizes: Start = ({ spread, median, mean }) => [
  spread,
  spread * 3,
  Math.abs(median),
  Math.abs(mean) / 4,
  spread / 3,
];
const rates: Start = (s) => sizes(s).map((x) => 1 / x);

/** By the parameters' names. */
const STARTS: Readonly<Record<string, Start>> = /*@__PURE__*/ (() => ({
  loc: ({ median, least, most, spread }) => [
    median,
    least - 0.05 * (most - least),
    median - spread,
    (least * 2 + most) / 3,
  ],
  scale: sizes,
  rate: rates,
  rate1: rates,
  rate2: rates,
  spread: ({ mean, stddev }) => [mean * mean + stddev * stddev],
  distance: ({ mean }) => [mean, mean / 2],
  noncentrality: ({ mean }) => [mean / 2, mean],
  mean: ({ mean }) => [mean],
  low: ({ least, most }) => [least - 0.02 * (most - least), least - 0.2 * (most - least)],
  high: ({ least, most }) => [most + 0.02 * (most - least), most + 0.2 * (most - least)],
  peak: ({ median, mean, least, most }) => [median, mean, 0.9 * least + 0.1 * most, 0.1 * least + 0.9 * most],
  df: () => [5, 1.5, 20],
  df1: () => [3, 10],
  df2: () => [5, 20],
  concentration: shapes,
  concentration1: shapes,
  concentration0: shapes,
  skewness: () => [0.5, -0.5, 2, -2],
  tailweight: () => [1, 0.5, 2],
  stability: () => [1.7, 1.2],
  skew: () => [0],
  power: () => [2, 1.2, 3],
}))();

const ANYWHERE = [0, 1, -1];

/** Unconstrained values to begin with, of a parameter that is a number. */
export function startsOf(name: string, constraint: Constraint, map: Bijector, summary: Summary): number[] {
  const { low = -Infinity, high = Infinity } = constraint as { low?: number; high?: number };
  const wanted = Object.hasOwn(STARTS, name) ? STARTS[name](summary) : [];
  const inside = wanted.filter((x) => Number.isFinite(x) && x > low && x < high);
  const free = inside.map((x) => map.inverse(x).item()).filter((x) => Number.isFinite(x));
  return free.length > 0 ? [...new Set(free)] : ANYWHERE;
}
