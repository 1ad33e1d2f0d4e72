/** A matrix as a picture. */
import { place } from "../axis.ts";
import { channels, type ColorMap, colorOfLevel, LEVELS, levelOf } from "../colormap.ts";
import type { ColorScale, Mark, MarkKind, Space } from "../mark.ts";
import { drawing, type Frame } from "../svg/drawing.ts";
import { type Document, type Element, element } from "../svg/element.ts";
import type { Canvas } from "../terminal/canvas.ts";
import { pngAddress } from "../svg/png.ts";
import { INK } from "../svg/theme.ts";
import { rangeText } from "./curve.ts";

/** Row 0 is at the top: the y axis is turned round. */
export interface CellsData extends Matrix, ColorScale {}

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row after row; NaN stays empty. */
  readonly values: Float64Array;
}

export const cellsOf = (data: CellsData): Mark<CellsData> => ({ kind: cells, data, style: { color: INK } });

/** Shades of characters, where there are no colours. */
const SHADES = "░▒▓█";

const cells: MarkKind<CellsData> = {
  name: () => ({ one: "a matrix", many: "matrices", alone: "matrix" }),
  values: ({ rows, columns }, axis) => [edges(axis === "x" ? columns : rows)],
  sticky: ({ rows, columns }, axis) => edges(axis === "x" ? columns : rows),
  points: () => ({ x: [], y: [] }),
  colors: (data) => data,
  describe: ({ rows, columns, values }) =>
    `${rows} ${rows === 1 ? "row" : "rows"} and ${columns} ${columns === 1 ? "column" : "columns"}, ${rangeText(values)}`,
  toSVG: (data, _, space) =>
    data.values.length === 0 ? [] : [drawing((document, frame) => picture(data, space, document, frame))],
  toTerminal: (data, _, canvas, space) => paintCells(data, canvas, space),
};

const edges = (count: number): number[] => (count === 0 ? [] : [-0.5, count - 0.5]);

/** So many cells are rectangles; more are an image. */
const SEVERAL = 1000;

/** A picture with an edge of 1 for each cell, moved and stretched to its place. */
function picture(data: CellsData, space: Space, document: Document, { left, top, width, height }: Frame): Element {
  const matrix = shrink(data, FINENESS * Math.ceil(width), FINENESS * Math.ceil(height));
  const levels = Int16Array.from(matrix.values, (value) => levelOf(value, data.low, data.high));
  const [x, y] = [place(space.x, -0.5), 1 - place(space.y, -0.5)];
  const across = ((place(space.x, data.columns - 0.5) - x) * width) / matrix.columns;
  const down = ((1 - place(space.y, data.rows - 0.5) - y) * height) / matrix.rows;
  const transform = `translate(${x * width},${y * height}) scale(${across},${down})`;
  const draw = levels.length <= SEVERAL ? rectangles : image;
  const cells = element(document, "g", { transform }, ...draw(levels, matrix, data.map, document));
  return element(document, "svg", { x: left, y: top, width, height }, cells); // nothing is seen outside of it
}

/** Cells in a unit of SVG, of which screens have several pixels. */
const FINENESS = 2;

type Draw = (levels: Int16Array, size: Matrix, map: ColorMap, document: Document) => Element[];

/** Colours are styles, not attributes: those follow the theme. */
const rectangles: Draw = (levels, { columns }, map, document) =>
  [...levels.keys()]
    .filter((i) => levels[i] >= 0)
    .map((i) => {
      const [x, y] = [i % columns, Math.floor(i / columns)];
      const style = `fill:${colorOfLevel(map, levels[i])}`;
      return element(document, "rect", { x, y, width: 1, height: 1, style, "shape-rendering": "crispEdges" });
    });

const image: Draw = (levels, { rows, columns }, map, document) => {
  const colors = Array.from({ length: LEVELS }, (_, level) => [...channels(colorOfLevel(map, level)), 255] as const);
  const pixels = Uint8Array.from(levels, (level) => (level < 0 ? LEVELS : level));
  const href = pngAddress(pixels, columns, [...colors, [0, 0, 0, 0]]);
  const look = { preserveAspectRatio: "none", style: "image-rendering:pixelated" };
  return [element(document, "image", { width: columns, height: rows, href, ...look })];
};

/** A smaller matrix of the means of blocks, where there are more cells than can be seen. */
function shrink(matrix: Matrix, columns: number, rows: number): Matrix {
  const [across, down] = [Math.ceil(matrix.columns / columns), Math.ceil(matrix.rows / rows)];
  if (across <= 1 && down <= 1) return matrix;
  const small = { rows: Math.ceil(matrix.rows / down), columns: Math.ceil(matrix.columns / across) };
  const values = Float64Array.from({ length: small.rows * small.columns }, (_, i) => {
    const [row, column] = [Math.floor(i / small.columns) * down, (i % small.columns) * across];
    let [sum, count] = [0, 0];
    for (let r = row; r < Math.min(row + down, matrix.rows); r++) {
      for (let c = column; c < Math.min(column + across, matrix.columns); c++) {
        const value = matrix.values[r * matrix.columns + c];
        if (value === value) [sum, count] = [sum + value, count + 1];
      }
    }
    return count === 0 ? Number.NaN : sum / count;
  });
  return { ...small, values };
}

function paintCells(data: CellsData, canvas: Canvas, { x, y }: Space): void {
  for (let row = 0; row < canvas.rows; row++) {
    for (let column = 0; column < canvas.columns; column++) {
      const c = Math.floor(x.low + ((x.high - x.low) * (column + 0.5)) / canvas.columns + 0.5);
      const r = Math.floor(y.high + ((y.low - y.high) * (row + 0.5)) / canvas.rows + 0.5);
      if (c < 0 || c >= data.columns || r < 0 || r >= data.rows) continue;
      const level = levelOf(data.values[r * data.columns + c], data.low, data.high);
      if (level < 0) continue;
      const sign = canvas.hasColors ? "█" : SHADES[Math.floor((level * SHADES.length) / LEVELS)];
      canvas.sign(column, row, sign, colorOfLevel(data.map, level));
    }
  }
}
