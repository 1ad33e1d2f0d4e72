/** Points. */
import { failToConvert } from "../core/convert.ts";
import type { Figure } from "./figure.ts";
import { curves, type PlotOptions } from "./plot.ts";
import type { Series } from "./series.ts";

/**
 * Points at (X, Y), not joined. Each row of a matrix, and each entry of a list, is a group with a colour of its own.
 * @param X - numbers of the x axis: [n] for all groups, or [k, n], or a list of k tensors or arrays
 * @param Y - numbers of the y axis: [n], [k, n], or a list of k tensors or arrays
 * @param options - `fmts`: a marker and a colour for each group, default `["o"]`, in the colours of the cycle; `xlabel`, `ylabel`, `title`:
 * texts, default none; `legend`: a name for each group, default none; `xlim`, `ylim`: [low, high], default the data and 5 % more;
 * `xscale`, `yscale`: "linear" or "log", default "linear"; `figsize`: [width, height] in inches, default [3.5, 2.5]; `description`: for
 * those who cannot see the figure, default made from the data
 * @returns a figure
 * @throws TensorError "shape" when x and y differ in number, "value" for an unknown format or a wrong option, "tensor" for what is no number
 * @cost proportional to the number of points; points that lie on each other are drawn once
 * @example scatter([1, 2, 3], [1, 4, 9], { xlabel: "x", ylabel: "$x^2$" }).toSVG().includes("x²") // => true
 * @see plot, Figure.add
 * @source matplotlib.pyplot.scatter
 * @peers matplotlib.pyplot.scatter
 * @keywords points dots cloud
 */
export function scatter(X: Series, Y: Series, options?: PlotOptions): Figure {
  if (Y === undefined) failToConvert(Y, "scatter", "Y");
  return curves("scatter", X, Y, options, ["o"]);
}
