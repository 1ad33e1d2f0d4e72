/** The options that all figures share. */
import { fail } from "../base/errors.ts";
import { readList } from "../base/trees.ts";
import { type Check, type Checks, oneOf, readOptions } from "../ops/arguments.ts";
import type { Scale } from "./axis.ts";
import type { Tick } from "./ticks.ts";

/** The ends of an axis; what is left out (undefined or null) is chosen by the data. A larger first number turns the axis round. */
export type Limits = readonly [low: number | null | undefined, high: number | null | undefined];

/** Options of every figure. Labels may hold formulas between dollars: `$x^2$` is shown as x². */
export interface FigureOptions {
  /** What is along the x axis. Default none. */
  readonly xlabel?: string;
  /** What is along the y axis. Default none. */
  readonly ylabel?: string;
  /** Ends of the x axis. Default: those of the data and 5 % more on both sides. */
  readonly xlim?: Limits;
  /** Ends of the y axis. Default: those of the data and 5 % more on both sides. */
  readonly ylim?: Limits;
  /** "linear" or "log"; what is not positive has no place on a logarithmic axis, and the figure says how much that is. Default "linear". */
  readonly xscale?: "linear" | "log";
  /** "linear" or "log". Default "linear". */
  readonly yscale?: "linear" | "log";
  /** Width and height in inches, from 1 to 50. Default [3.5, 2.5]. */
  readonly figsize?: readonly [width: number, height: number];
  /** What stands above the figure. Default none. */
  readonly title?: string;
  /** What the figure shows, for those who cannot see it. Default: made from the data. */
  readonly description?: string;
}

/** Options of figures with several curves. */
export interface SeriesOptions extends FigureOptions {
  /** A name for each curve. Default none. */
  readonly legend?: string | readonly string[];
}

/** What a figure keeps of its options, and what its functions add. */
export interface Axes extends Omit<FigureOptions, "xscale" | "yscale"> {
  readonly xscale?: Scale;
  readonly yscale?: Scale;
  readonly xticks?: readonly Tick[];
  readonly yticks?: readonly Tick[];
  /** The y axis counts from the top. */
  readonly downwards?: boolean;
}

const checkText: Check = (op, argument, value) => {
  if (typeof value !== "string") fail("value", { op, argument, got: value, expects: "a text" });
};

const checkTexts: Check = (op, argument, value) => {
  const list = typeof value === "string" ? [value] : readList(value);
  if (list === undefined || !list.every((item) => typeof item === "string")) {
    fail("value", { op, argument, got: value, expects: "a text for each curve", fix: 'e.g. ["f(x)", "tangent"]' });
  }
};

/** An end that the data do not choose. */
export const isGiven = (end: unknown): end is number => end !== undefined && end !== null;

const isEnd = (value: unknown): boolean => !isGiven(value) || Number.isFinite(value);

const checkLimits: Check = (op, argument, value) => {
  const list = readList(value);
  if (list?.length === 2 && list.every(isEnd) && (list[0] !== list[1] || !isGiven(list[0]))) return;
  const expects = "two different finite numbers [low, high]; null chooses an end by the data";
  fail("value", { op, argument, got: value, expects, fix: `e.g. ${argument}: [0, 10], or [0, null]` });
};

const LARGEST_INCHES = 50;

const checkSize: Check = (op, argument, value) => {
  const list = readList(value);
  const isSize = (side: unknown): boolean => typeof side === "number" && side >= 1 && side <= LARGEST_INCHES;
  if (list?.length === 2 && list.every(isSize)) return;
  const expects = `width and height in inches, from 1 to ${LARGEST_INCHES} each`;
  fail("value", { op, argument, got: value, expects, fix: "e.g. figsize: [3.5, 2.5]" });
};

export const PLAIN_CHECKS: Checks<Omit<FigureOptions, "xscale" | "yscale">> = {
  xlabel: checkText,
  ylabel: checkText,
  xlim: checkLimits,
  ylim: checkLimits,
  figsize: checkSize,
  title: checkText,
  description: checkText,
};

const FIGURE_CHECKS: Checks<FigureOptions> = {
  ...PLAIN_CHECKS,
  xscale: /*@__PURE__*/ oneOf("linear", "log"),
  yscale: /*@__PURE__*/ oneOf("linear", "log"),
};

export const SERIES_CHECKS: Checks<SeriesOptions> = { ...FIGURE_CHECKS, legend: checkTexts };

/** The options of a function, and the part of them that is about the axes. */
export function readFigureOptions<O extends FigureOptions>(
  op: string,
  options: O | undefined,
  checks: Checks<O>,
): { readonly options: Partial<O>; readonly axes: Axes } {
  const given = readOptions(op, options, checks);
  for (const axis of ["x", "y"] as const) checkLog(op, axis, given);
  const names = Object.keys(FIGURE_CHECKS) as (keyof FigureOptions)[];
  const present = names.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]);
  return { options: given, axes: Object.fromEntries(present) as Axes };
}

function checkLog(op: string, axis: "x" | "y", options: FigureOptions): void {
  const limits = options[`${axis}lim`];
  if (options[`${axis}scale`] !== "log" || !limits?.some((end) => typeof end === "number" && end <= 0)) return;
  const argument = `${axis}lim`;
  const fix = `begin above 0, e.g. ${argument}: [1e-3, null], or leave ${axis}scale linear`;
  fail("value", { op, argument, got: limits, expects: "positive numbers on a logarithmic axis", fix });
}

/** A label for each curve, as many as there are names. */
export function legendOf(op: string, legend: SeriesOptions["legend"], count: number): (string | undefined)[] {
  const names = legend === undefined ? [] : typeof legend === "string" ? [legend] : legend;
  if (names.length > count) {
    const expects = `at most ${count} ${count === 1 ? "name" : "names"}, one for each curve`;
    fail("value", { op, argument: "legend", got: legend, expects, fix: "leave out the names that have no curve" });
  }
  return Array.from({ length: count }, (_, i) => names[i] || undefined);
}
