/** The public names of the room. */
export { bars } from "./bars.ts";
export { Figure, type FigureTextOptions, type RuleOptions, type SvgOptions } from "./figure.ts";
export { heatmap, type HeatmapOptions } from "./heatmap.ts";
export { histogram, type HistogramPlotOptions } from "./histogram.ts";
export type { FigureOptions, Limits, SeriesOptions } from "./options.ts";
export { plot, type PlotOptions } from "./plot.ts";
export { scatter } from "./scatter.ts";
export type { Series } from "./series.ts";
