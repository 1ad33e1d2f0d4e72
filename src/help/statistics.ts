/** What the elements of a tensor are like, as numbers and as a small picture. */
import type { TypedArray } from "../base/dtypes.ts";

export interface Statistics {
  readonly count: number;
  readonly nan: number;
  readonly positiveInfinite: number;
  readonly negativeInfinite: number;
  readonly zeros: number;
  /** Of the finite elements, as are all that follow; NaN where there are none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Divided by n. */
  readonly std: number;
  readonly integers: boolean;
}

/**
 * One pass over the elements.
 * @source Welford, Note on a method for calculating corrected sums of squares and products, 1962
 */
export function statisticsOf(elements: TypedArray): Statistics {
  let nan = 0;
  let positiveInfinite = 0;
  let negativeInfinite = 0;
  let zeros = 0;
  let finite = 0;
  let min = Infinity;
  let max = -Infinity;
  let mean = 0;
  let squares = 0;
  let integers = true;
  for (let i = 0; i < elements.length; i++) {
    const v = elements[i];
    if (v - v !== 0) {
      if (v === Infinity) positiveInfinite++;
      else if (v === -Infinity) negativeInfinite++;
      else nan++;
      continue;
    }
    finite++;
    if (v === 0) zeros++;
    if (v < min) min = v;
    if (v > max) max = v;
    if (integers && v !== Math.floor(v)) integers = false;
    const away = v - mean;
    mean += away / finite;
    squares += away * (v - mean);
  }
  const some = finite > 0;
  return {
    count: elements.length,
    nan,
    positiveInfinite,
    negativeInfinite,
    zeros,
    min: some ? min : Number.NaN,
    max: some ? max : Number.NaN,
    mean: some ? mean : Number.NaN,
    std: some ? Math.sqrt(squares / finite) : Number.NaN,
    integers,
  };
}

/** More elements are sampled at equal distances. */
export const SORTED_AT_MOST: number = 2 ** 20;

/** Quantiles of the finite elements, by linear interpolation; of a sample where there are very many. */
export function quantilesOf(elements: TypedArray, levels: readonly number[]): number[] {
  const step = Math.ceil(elements.length / SORTED_AT_MOST);
  const sorted = (step <= 1 ? Float64Array.from(elements) : everyNth(elements, step)).sort();
  let first = 0;
  let last = sorted.length - 1;
  while (sorted[first] === -Infinity) first++;
  while (last >= first && !Number.isFinite(sorted[last])) last--; // NaN is at the end
  return levels.map((level) => {
    if (last < first) return Number.NaN;
    const at = first + level * (last - first);
    const below = sorted[Math.floor(at)];
    const above = sorted[Math.ceil(at)];
    return below === above ? below : below + (above - below) * (at - Math.floor(at));
  });
}

function everyNth(elements: TypedArray, step: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(elements.length / step) }, (_, i) => elements[i * step]);
}

/** So many elements are seen without a picture. */
const FEW = 8;

/** A picture of how often which elements come. */
export interface Bars {
  readonly counts: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** Counts in bins of equal width; of few whole numbers each has a bin. Undefined where there is little to see. */
export function barsOf(elements: TypedArray, { min, max, integers }: Statistics, most: number): Bars | undefined {
  if (elements.length < FEW || !(max > min) || !Number.isFinite(max - min)) return undefined;
  const each = integers && max - min < most;
  const bins = each ? max - min + 1 : Math.min(most, Math.max(5, Math.ceil(2 * Math.cbrt(elements.length))));
  const [from, to] = each ? [min - 0.5, max + 0.5] : [min, max];
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < elements.length; i++) {
    const v = elements[i];
    if (v - v === 0) counts[Math.min(bins - 1, Math.floor(((v - from) / (to - from)) * bins))]++;
  }
  return { counts, from: min, to: max };
}

const BLOCKS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** Blocks of eight heights; what is not empty is seen. */
export function blockText(counts: readonly number[], repeat: number): string {
  const most = Math.max(...counts);
  return counts
    .map((count) => BLOCKS[count === 0 ? 0 : Math.max(1, Math.round((8 * count) / most))].repeat(repeat))
    .join("");
}

/** Six significant digits, as few as needed. */
export const digits = (v: number): string => (Object.is(v, -0) ? "-0" : String(Number(v.toPrecision(6))));
