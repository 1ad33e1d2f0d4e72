/** Sums over discrete and integrals over continuous supports, independent of the product's own. */
import type { Tensor } from "nabla";
import type { Distribution } from "../../../src/probability/distribution/distribution.ts";
import { numbers, type Parameters, vector } from "./golden.ts";

const STEP = 1 / 40;
const REACH = 260;

const item = (v: Tensor | number | undefined, otherwise: number): number =>
  v === undefined ? otherwise : typeof v === "number" ? v : v.item();

/** The ends of the support. */
export const ends = ({ support }: Distribution): readonly [low: number, high: number] => [
  item(support.low, -Infinity),
  item(support.high, Infinity),
];

/** ∫ from a to b, one of which may be infinite, by double exponential substitution with that length scale. */
function integrate(f: (x: readonly number[]) => number[], a: number, b: number, scale: number): number {
  const sign = Number.isFinite(a) ? 1 : -1;
  const from = Number.isFinite(a) ? a : b;
  const half = (b - a) / 2;
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let k = -REACH; k <= REACH; k++) {
    const t = k * STEP;
    const s = (Math.PI / 2) * Math.sinh(t);
    if (Number.isFinite(half)) {
      // The distance to the nearer end keeps its digits.
      const away = (2 * half) / (1 + Math.exp(2 * Math.abs(s)));
      nodes.push(s < 0 ? a + away : b - away);
      weights.push((half * (Math.PI / 2) * Math.cosh(t)) / Math.cosh(s) ** 2);
    } else {
      nodes.push(from + sign * scale * Math.exp(s));
      weights.push(scale * Math.exp(s) * (Math.PI / 2) * Math.cosh(t));
    }
  }
  // Beyond the largest number and at the very ends there is nothing to add.
  const kept = nodes.flatMap((x, i) => (x > a && x < b && Number.isFinite(x) && weights[i] > 0 ? [i] : []));
  const values = f(kept.map((i) => nodes[i]));
  return kept.reduce((sum, i, j) => (values[j] === 0 ? sum : sum + values[j] * weights[i] * STEP), 0);
}

/** ∫ prob over the support, in pieces between the ends, the median and where the density has kinks. */
export function totalOfDensity(d: Distribution, parameters: Parameters): number {
  const [low, high] = ends(d);
  const [q1, median, q3] = numbers(d.icdf(vector([0.25, 0.5, 0.75])));
  const kinks = [parameters.loc, parameters.peak, ...piecesOf(parameters, low, high)] as readonly number[];
  const cuts = [...new Set([median, ...kinks.filter((x) => x > low && x < high)])].sort((a, b) => a - b);
  const all = [low, ...cuts, high];
  const density = (x: readonly number[]): number[] => numbers(d.prob(vector(x)));
  return all
    .slice(1)
    .map((b, i) => integrate(density, all[i], b, q3 - q1))
    .reduce((a, b) => a + b, 0);
}

/** Sums of `total` uniforms: polynomials between equidistant points. */
function piecesOf({ total, loc }: Parameters, low: number, high: number): number[] {
  if (typeof total !== "number" || loc !== undefined) return [];
  return Array.from({ length: total - 1 }, (_, k) => low + ((high - low) * (k + 1)) / total);
}

const MOST_TERMS = 20_000;

/** The values of a discrete law from the first on, until nothing that counts is beyond them. */
export function valuesOf(d: Distribution): number[] {
  const [low, high] = ends(d);
  const first = Number.isFinite(low) ? low : d.icdf(1e-17).item();
  let count = 64;
  while (count < MOST_TERMS && first + count < high && d.sf(first + count).item() > 1e-17) count *= 2;
  const end = Math.min(high, first + count);
  return Array.from({ length: end - first + 1 }, (_, i) => first + i);
}

export function totalOfProbabilities(d: Distribution): number {
  const values = valuesOf(d);
  const sum = numbers(d.prob(vector(values))).reduce((a, b) => a + b, 0);
  return sum + d.sf(values[values.length - 1]).item();
}
