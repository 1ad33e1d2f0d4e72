/** How often numbers occur. */
import { fail } from "../base/errors.ts";
import { checkBoolean, checkedLater, type Checks } from "../ops/arguments.ts";
import { arrayOf, isTensor, type TensorLike, wrap } from "../core/tensor.ts";
import { histogram as count } from "../ops/histogram.ts";
import { Figure } from "./figure.ts";
import { boxesOf } from "./marks/boxes.ts";
import { legendOf, readFigureOptions, SERIES_CHECKS, type SeriesOptions } from "./options.ts";
import { readSeries, type Series } from "./series.ts";

/** Options of {@link histogram}. */
export interface HistogramPlotOptions extends SeriesOptions {
  /** How many bins of equal width, their ascending edges, or "auto". Default 10. */
  readonly bins?: number | TensorLike | "auto";
  /** Lowest and highest edge; numbers outside are left out. Default: the smallest and largest number. */
  readonly range?: readonly [low: number, high: number];
  /** Divide by the total and the widths, so that the area is 1. Default false. */
  readonly density?: boolean;
}

const CHECKS: Checks<HistogramPlotOptions> = {
  ...SERIES_CHECKS,
  bins: (op, argument, value) => {
    if (typeof value === "string" && value !== "auto") {
      fail("value", { op, argument, got: value, expects: 'a number of bins, their edges, or "auto"', names: ["auto"] });
    }
  },
  range: checkedLater,
  density: checkBoolean,
};

/** Series over each other are drawn so that all can be seen. */
const SEE_THROUGH = 0.6;

/**
 * How many numbers fall into each bin. Each row of a matrix, and each entry of a list, is a series of its own, in the same bins. A bin
 * holds its left edge, the last one its right edge too. NaN and ±∞ are left out.
 * @param x - numbers: [n], [k, n], or a list of k tensors or arrays
 * @param options - `bins`: how many, their ascending edges, or "auto", default 10; `range`: [lowest, highest] edge, default those of the
 * numbers; `density`: make the area 1, default false; `xlabel`, `ylabel`, `title`: texts, default none; `legend`: a name for each
 * series, default none; `xlim`, `ylim`: [low, high], default the data and 5 % more, the bars standing on the axis; `xscale`, `yscale`:
 * "linear" or "log", default "linear"; `figsize`: [width, height] in inches, default [3.5, 2.5]; `description`: for those who cannot see
 * the figure, default made from the data
 * @returns a figure
 * @throws TensorError "value" when the range is no ascending pair or an option is wrong, "shape" for a single edge, "tensor" for what is
 * no number
 * @example
 * import { histogram } from "nabla/plot";
 * histogram([1, 2, 2, 5], { bins: [0, 2, 4, 6] }).description; // => 'Figure of bars. bars: 3 bins, from 1 to 2.'
 * @see bars
 * @source NumPy reference, histogram and histogram_bin_edges ("auto")
 * @peers matplotlib.pyplot.hist
 * @keywords distribution frequency bins density
 */
export function histogram(x: Series, options?: HistogramPlotOptions): Figure {
  const { options: read, axes } = readFigureOptions("histogram", options, CHECKS);
  const series = readSeries("histogram", "x", x).map((list) => list.filter(Number.isFinite));
  const all = joined(series);
  const { bins = 10, range, density = false } = read;
  const number = bins === "auto" ? autoBins(range === undefined ? all : inside(all, range), holdsIntegers(x)) : bins;
  const edges = arrayOf(count(toVector(all), { bins: number, range }).edges);
  const labels = legendOf("histogram", read.legend, series.length);
  const [left, right] = [Float64Array.from(edges.subarray(0, -1)), Float64Array.from(edges.subarray(1))];
  const marks = series.map((list, i) => {
    const isDensity = density && list.length > 0;
    const height = Float64Array.from(arrayOf(count(toVector(list), { bins: edges, density: isDensity }).counts));
    const style = { label: labels[i], opacity: series.length > 1 ? SEE_THROUGH : undefined };
    return boxesOf({ left, right, height, noun: "bin" }, style);
  });
  return new Figure(marks, axes);
}

function joined(lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  lists.reduce((start, list) => {
    all.set(list, start);
    return start + list.length;
  }, 0);
  return all;
}

const toVector = (numbers: Float64Array): TensorLike => wrap(numbers, [numbers.length], "float64");

const inside = (numbers: Float64Array, [low, high]: readonly [number, number]): Float64Array =>
  numbers.filter((value) => value >= low && value <= high);

const holdsIntegers = (x: Series): boolean => isTensor(x) && !x.dtype.startsWith("float");

const MOST_BINS = 1000;

/** @source NumPy, histogram_bin_edges: the narrower of the bins of Sturges and of Freedman and Diaconis; of integers at least 1 wide */
function autoBins(numbers: Float64Array, integers: boolean): number {
  const n = numbers.length;
  const sorted = numbers.toSorted();
  const range = n === 0 ? 0 : sorted[n - 1] - sorted[0];
  if (!(range > 0)) return 1;
  const sturges = range / (Math.log2(n) + 1);
  const quartile = (share: number): number => {
    const at = share * (n - 1);
    const below = Math.floor(at);
    return sorted[below] + (at - below) * (sorted[Math.min(below + 1, n - 1)] - sorted[below]);
  };
  const freedman = (2 * (quartile(0.75) - quartile(0.25))) / Math.cbrt(n);
  const width = freedman > 0 ? Math.min(freedman, sturges) : sturges;
  return Math.min(MOST_BINS, Math.max(1, Math.ceil(range / (integers ? Math.max(1, width) : width))));
}
