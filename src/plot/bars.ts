/** Bars. */
import { fail } from "../base/errors.ts";
import { isPlainObject, readList } from "../base/trees.ts";
import { Figure } from "./figure.ts";
import { boxesOf } from "./marks/boxes.ts";
import { legendOf, readFigureOptions, SERIES_CHECKS, type SeriesOptions } from "./options.ts";
import { readSeries, type Series } from "./series.ts";
import { labelText } from "./scene.ts";
import { countTicks, type Tick } from "./ticks.ts";

/** Of the distance between two bars, how much is bar. @source matplotlib.pyplot.bar, width */
const WIDTH = 0.8;

/**
 * A bar for each number. Of a matrix each row is a series with a colour of its own; the bars of one place stand side by side.
 * @param X - a text or a number for each place; left out, 0, 1, 2, …
 * @param heights - [n], [k, n], or a list of k tensors or arrays of equal length; NaN leaves a place empty
 * @param options - `xlabel`, `ylabel`, `title`: texts, default none; `legend`: a name for each series, default none; `xlim`, `ylim`:
 * [low, high], default the data and 5 % more, the bars standing on the axis; `xscale`, `yscale`: "linear" or "log", default "linear";
 * `figsize`: [width, height] in inches, default [3.5, 2.5]; `description`: for those who cannot see the figure, default made from the
 * data
 * @returns a figure
 * @throws TensorError "shape" when there are not as many heights as places, "value" for a wrong option, "tensor" for what is no number
 * @example bars(["heads", "tails"], [46, 54]).toSVG().includes("heads") // => true
 * @example bars([3, 1, 2]).toText().split("\n").length > 10 // => true
 * @see histogram, plot
 * @source matplotlib.pyplot.bar
 * @peers matplotlib.pyplot.bar
 * @keywords bar chart columns categories counts
 */
export function bars(heights: Series, options?: SeriesOptions): Figure;
export function bars(X: readonly string[] | Series, heights: Series, options?: SeriesOptions): Figure;
export function bars(X: readonly string[] | Series, heights?: Series | SeriesOptions, options?: SeriesOptions): Figure {
  const isAlone = heights === undefined || isPlainObject(heights);
  const given = isAlone ? ((heights as SeriesOptions | undefined) ?? options) : options;
  const { options: read, axes } = readFigureOptions("bars", given, SERIES_CHECKS);
  const series = isAlone
    ? readSeries("bars", "heights", X as Series)
    : readSeries("bars", "heights", heights as Series);
  const count = series[0]?.length ?? 0;
  series.forEach((list, i) => checkCount(`heights[${i}]`, list.length, count));
  const { at, ticks } = isAlone ? countedTo(count) : placesOf(X);
  checkCount("X", at.length, count);
  const labels = legendOf("bars", read.legend, series.length);
  const distance = leastDistance(at);
  const width = (WIDTH * distance) / series.length;
  const marks = series.map((height, i) => {
    const left = at.map((center) => center - (WIDTH * distance) / 2 + i * width);
    return boxesOf({ left, right: left.map((low) => low + width), height, noun: "bar" }, { label: labels[i] });
  });
  return new Figure(marks, { ...axes, xticks: ticks });
}

interface Places {
  readonly at: Float64Array;
  readonly ticks?: readonly Tick[];
}

const countedTo = (count: number): Places => ({
  at: Float64Array.from({ length: count }, (_, i) => i),
  ticks: countTicks(count),
});

/** Texts stand at 0, 1, 2, … */
function placesOf(X: readonly string[] | Series): Places {
  const list = readList(X);
  if (list === undefined || list.length === 0 || !list.every((item) => typeof item === "string")) {
    const places = readSeries("bars", "X", X as Series);
    if (places.length !== 1) {
      const expects = "one number or text for each bar";
      const shapes = { X: [places.length, places[0]?.length ?? 0] };
      fail("shape", { op: "bars", problem: `X has ${places.length} rows`, shapes, expects, fix: "pass one row" });
    }
    return { at: places[0] };
  }
  return { at: countedTo(list.length).at, ticks: list.map((text, i) => ({ at: i, text: labelText(text as string) })) };
}

function checkCount(argument: string, got: number, count: number): void {
  if (got === count) return;
  const problem = `${argument} has ${got} ${got === 1 ? "entry" : "entries"} for ${count} ${count === 1 ? "bar" : "bars"}`;
  const shapes = { [argument]: [got], heights: [count] };
  fail("shape", { op: "bars", problem, shapes, expects: "one for each bar", fix: "make them equally many" });
}

/** 1 for a single bar. */
function leastDistance(at: Float64Array): number {
  const sorted = at.filter(Number.isFinite).toSorted();
  let least = Infinity;
  for (let i = 1; i < sorted.length; i++)
    if (sorted[i] > sorted[i - 1]) least = Math.min(least, sorted[i] - sorted[i - 1]);
  return least === Infinity ? 1 : least;
}
