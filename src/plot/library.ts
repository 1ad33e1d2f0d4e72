/**
 * Observable Plot, of which the package brings a copy: `npm run build` puts it into this file (tools/bundle.ts), evaluated when the
 * first figure is drawn as SVG.
 */
import { axisX, axisY, dot, frame, gridX, gridY, line, plot, rect, ruleX, ruleY, text } from "@observablehq/plot";

/** Something that Plot draws. */
export type PlotMark = object;

type Options = Readonly<Record<string, unknown>>;

/** A row for each index; the columns are in the options. */
type Rows = readonly unknown[] | { readonly length: number };

/** The part of Plot in use. @source observablehq.com/plot */
export interface PlotLibrary {
  plot(options: Options): object;
  line(rows: Rows, options: Options): PlotMark;
  dot(rows: Rows, options: Options): PlotMark;
  rect(rows: Rows, options: Options): PlotMark;
  text(rows: Rows, options: Options): PlotMark;
  ruleX(rows: Rows, options: Options): PlotMark;
  ruleY(rows: Rows, options: Options): PlotMark;
  gridX(rows: Rows, options: Options): PlotMark;
  gridY(rows: Rows, options: Options): PlotMark;
  axisX(rows: Rows, options: Options): PlotMark;
  axisY(rows: Rows, options: Options): PlotMark;
  frame(options: Options): PlotMark;
}

const parts = { plot, line, dot, rect, text, ruleX, ruleY, gridX, gridY, axisX, axisY, frame };

export function loadLibrary(): PlotLibrary {
  return parts as unknown as PlotLibrary;
}
