/** Curves, as the book draws them. */
import { type Drawable, FIGURE, isDrawable } from "../base/drawing.ts";
import { fail } from "../base/errors.ts";
import { isPlainObject, readList } from "../base/trees.ts";
import type { Checks } from "../ops/arguments.ts";
import { bars } from "./bars.ts";
import { Figure } from "./figure.ts";
import { curveOf } from "./marks/curve.ts";
import { legendOf, readFigureOptions, SERIES_CHECKS, type SeriesOptions } from "./options.ts";
import { readPairs, type Series } from "./series.ts";
import { stylesOf } from "./style.ts";

/** Options of {@link plot}. */
export interface PlotOptions extends SeriesOptions {
  /**
   * How each curve looks: a line (`-`, `--`, `-.`, `:`), a marker (`.` `o` `s` `D` `^` `v` `*` `+` `x`) and a colour (`b` `g` `r` `c` `m`
   * `y` `k` `w`, `C0` to `C9`, `#rrggbb`) in any order; more curves than formats begin again. Default `["-", "m--", "g-.", "r:"]`,
   * in new colours from the fifth curve on.
   */
  readonly fmts?: string | readonly string[];
}

const CHECKS: Checks<PlotOptions> = {
  ...SERIES_CHECKS,
  fmts: (op, argument, value) => {
    if (typeof value === "string" || (readList(value)?.length ?? 0) > 0) return;
    fail("value", { op, argument, got: value, expects: "a format or a list of formats", fix: 'e.g. ["-", "m--"]' });
  },
};

/**
 * Curves: Y over X. `plot(Y)` draws over 0, 1, 2, …
 *
 * A tensor or array with one axis is one curve; of a matrix each **row** is a curve, and so is each entry of a list of tensors or arrays.
 * One X serves all curves. NaN and ±∞ are gaps. The figure is a value: `console.log` draws it in the terminal, `toSVG` and `save` make a
 * picture, `add`, `hline` and `vline` put more into it.
 * @param X - numbers of the x axis: [n] for all curves, or [k, n], or a list of k tensors or arrays; without Y, those of the y axis
 * @param Y - numbers of the y axis: [n], [k, n], or a list of k tensors or arrays
 * @param value - in place of X and Y: what says itself how it is drawn, such as the frequencies and tables of `nabla/probability`
 * @param options - `xlabel`, `ylabel`, `title`: texts, default none; `legend`: a name for each curve, default none; `xlim`, `ylim`:
 * [low, high], default the data and 5 % more; `xscale`, `yscale`: "linear" or "log", default "linear"; `fmts`: how each curve looks,
 * default `["-", "m--", "g-.", "r:"]`; `figsize`: [width, height] in inches, default [3.5, 2.5]; `description`: for those who cannot
 * see the figure, default made from the data
 * @returns a figure
 * @throws TensorError "shape" when x and y differ in number, "value" for an unknown format or a wrong option, "tensor" for what is no number
 * @cost proportional to the number of points; curves of a million points are drawn with the few thousand that can be told apart
 * @example
 * const x = arange(0, 3, 0.1);
 * const f = x.square().mul(3).sub(x.mul(4));
 * const figure = plot(x, [f, x.mul(2).sub(3)], { xlabel: "x", ylabel: "f(x)", legend: ["f(x)", "Tangent line (x=1)"] });
 * figure.description;
 * // => 'Figure of 2 curves, f(x) against x. f(x): 30 points, from −1.33 to 13.63. Tangent line (x=1): 30 points, from −3 to 2.8.'
 * figure.toSVG().includes("Tangent line (x=1)"); // => true
 * @example plot([[1, 2], [3, 5]]).description // => 'Figure of 2 curves. curve 1: 2 points, from 1 to 2. curve 2: 2 points, from 3 to 5.'
 * @see scatter, bars, histogram, heatmap
 * @source Dive into Deep Learning 2.4, `plot`; matplotlib.pyplot.plot
 * @peers matplotlib.pyplot.plot, d2l.plot
 * @keywords draw chart graph curve line figure picture
 */
export function plot(X: Series, options?: PlotOptions): Figure;
export function plot(value: Drawable, options?: PlotOptions): Figure;
export function plot(X: Series, Y: Series | undefined, options?: PlotOptions): Figure;
export function plot(X: Series | Drawable, Y?: Series | PlotOptions, options?: PlotOptions): Figure {
  if (isDrawable(X)) return drawn(X, Y as PlotOptions | undefined);
  const [y, given] = isPlainObject(Y) ? [undefined, Y as PlotOptions] : [Y as Series | undefined, options];
  return curves("plot", X, y ?? undefined, given);
}

/** The figure of `plot` and of `scatter`. @param usual - formats where the options have none */
export function curves(op: string, X: Series, Y: Series | undefined, given?: PlotOptions, usual?: string[]): Figure {
  const { options, axes } = readFigureOptions(op, given, CHECKS);
  const pairs = readPairs(op, X, Y);
  const { fmts = usual, legend } = options;
  const styles = stylesOf(op, typeof fmts === "string" ? [fmts] : fmts, pairs.length);
  const labels = legendOf(op, legend, pairs.length);
  const marks = pairs.map(({ x, y }, i) => curveOf(x, y, { ...styles[i], label: labels[i] }));
  return new Figure(marks, axes);
}

/** A figure of the data that a value shows. */
function drawn(value: Drawable, given?: PlotOptions): Figure {
  const { curves: lists = [], bars: columns, lines = [], ...axes } = value[FIGURE]();
  const { fmts, ...others } = readFigureOptions("plot", given, CHECKS).options;
  const names = (all: readonly { readonly label?: string }[]): string[] => all.map(({ label = "" }) => label);
  const marks: Figure[] = [];
  if (columns !== undefined) {
    const { places, series } = columns;
    const heights = series.map((one) => Float64Array.from(one.heights));
    marks.push(bars(places, heights, { legend: names(series), ...axes, ...others }));
  }
  if (lists.length > 0) {
    const x = lists.map((one) => Float64Array.from(one.x ?? Array.from(one.y, (_, i) => i)));
    const y = lists.map((one) => Float64Array.from(one.y));
    marks.push(curves("plot", x, y, { legend: names(lists), ...axes, ...others, fmts }, ["-"]));
  }
  const figure = marks.slice(1).reduce((all, each) => all.add(each), marks[0] ?? new Figure([], {}));
  return lines.reduce(
    (all, { axis, at, label }) => (axis === "y" ? all.hline(at, { label }) : all.vline(at, { label })),
    figure,
  );
}
