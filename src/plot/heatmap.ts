/** Matrices as pictures. */
import { fail } from "../base/errors.ts";
import { readList } from "../base/trees.ts";
import { type Check, type Checks, oneOf } from "../ops/arguments.ts";
import { toTensor } from "../core/convert.ts";
import { arrayOf, type TensorLike } from "../core/tensor.ts";
import { COLOR_MAPS, type ColorMap } from "./colormap.ts";
import { Figure } from "./figure.ts";
import { cellsOf } from "./marks/cells.ts";
import { type FigureOptions, PLAIN_CHECKS, readFigureOptions } from "./options.ts";
import { labelText } from "./scene.ts";
import { countTicks, type Tick } from "./ticks.ts";

/** Options of {@link heatmap}. The axes are those of the rows and columns, without scales. */
export interface HeatmapOptions extends Omit<FigureOptions, "xscale" | "yscale"> {
  /** A name for each row. Default: their numbers. */
  readonly rowLabels?: readonly string[];
  /** A name for each column. Default: their numbers. */
  readonly columnLabels?: readonly string[];
  /** "viridis" for amounts, "gray" for pictures, "coolwarm" for numbers on both sides of a middle. Default "viridis". */
  readonly cmap?: "viridis" | "gray" | "coolwarm";
  /** What the ends of the colour scale stand for. Default: the smallest and largest number. */
  readonly clim?: readonly [low: number, high: number];
}

const checkLabels: Check = (op, argument, value) => {
  if (readList(value)?.every((item) => typeof item === "string") === true) return;
  fail("value", { op, argument, got: value, expects: "a list of texts", fix: `e.g. ${argument}: ["a", "b"]` });
};

const checkRange: Check = (op, argument, value) => {
  const [low, high] = readList(value, 2) ?? [];
  if (Number.isFinite(low) && Number.isFinite(high) && (low as number) < (high as number)) return;
  fail("value", {
    op,
    argument,
    got: value,
    expects: "finite numbers [low, high] with low < high",
    fix: `e.g. ${argument}: [0, 1]`,
  });
};

const CHECKS: Checks<HeatmapOptions> = {
  ...PLAIN_CHECKS,
  rowLabels: checkLabels,
  columnLabels: checkLabels,
  cmap: /*@__PURE__*/ oneOf(...COLOR_MAPS),
  clim: checkRange,
};

/**
 * A matrix as a picture: row 0 at the top, a colour for each number and a bar that says what the colours stand for. NaN and ±∞ stay empty.
 * @param matrix - [rows, columns]
 * @param options - `rowLabels`, `columnLabels`: names, default their numbers; `cmap`: "viridis", "gray" or "coolwarm", default "viridis";
 * `clim`: [low, high] of the colours, default the smallest and largest number; `xlabel`, `ylabel`, `title`: texts, default none; `xlim`:
 * [left, right] and `ylim`: [bottom, top], such as [5, 2], of the part that is shown, default all; `figsize`: [width, height] in inches,
 * default [3.5, 2.5]; `description`: for those who cannot see the figure, default made from the data
 * @returns a figure
 * @throws TensorError "shape" when it is no matrix or there are not as many names, "value" for a wrong option, "tensor" for what is no number
 * @cost proportional to the number of elements; of more than can be seen, the means of blocks are drawn
 * @example heatmap([[1, 0], [0, 1]], { rowLabels: ["cat", "dog"], columnLabels: ["cat", "dog"] }).toSVG().includes("dog") // => true
 * @see plot
 * @source matplotlib.pyplot.imshow
 * @peers matplotlib.pyplot.imshow, matplotlib.pyplot.matshow
 * @keywords matrix image picture colours confusion attention
 */
export function heatmap(matrix: TensorLike, options?: HeatmapOptions): Figure {
  const { options: read, axes } = readFigureOptions("heatmap", options, CHECKS);
  const x = toTensor(matrix, "heatmap", "matrix");
  if (x.ndim !== 2) {
    const fix = x.ndim > 2 ? "pick a matrix, e.g. x.at(0)" : "make it a matrix, e.g. x.reshape([1, -1])";
    const problem = `"matrix" has ${x.ndim} ${x.ndim === 1 ? "axis" : "axes"}`;
    fail("shape", { op: "heatmap", problem, shapes: { matrix: x.shape }, expects: "two axes: rows and columns", fix });
  }
  const [rows, columns] = x.shape;
  const values = Float64Array.from(arrayOf(x, "heatmap"), (value) => (Number.isFinite(value) ? value : Number.NaN));
  const [low, high] = read.clim ?? rangeOf(values);
  const mark = cellsOf({ rows, columns, values, low, high, map: (read.cmap ?? "viridis") as ColorMap });
  const ticks = {
    xticks: ticksFor("columnLabels", read.columnLabels, columns),
    yticks: ticksFor("rowLabels", read.rowLabels, rows),
  };
  return new Figure([mark], { ...axes, ...ticks, downwards: true });
}

function rangeOf(values: Float64Array): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? [0, 1] : [low, high];
}

function ticksFor(argument: string, labels: readonly string[] | undefined, count: number): readonly Tick[] {
  if (labels === undefined) return countTicks(count);
  if (labels.length !== count) {
    const problem = `${argument} has ${labels.length} names for ${count}`;
    const shapes = { [argument]: [labels.length] };
    fail("shape", { op: "heatmap", problem, shapes, expects: `${count} names`, fix: "name each, or none" });
  }
  return labels.map((label, i) => ({ at: i, text: labelText(label) }));
}
