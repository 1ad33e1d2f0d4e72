/** What a figure is made of. */
import type { Canvas } from "./terminal/canvas.ts";
import type { Axis } from "./axis.ts";
import type { ColorMap } from "./colormap.ts";
import type { PlotLibrary, PlotMark } from "./library.ts";
import type { Style } from "./style.ts";

/** Data with the way to draw it. */
export interface Mark<D = unknown> {
  readonly kind: MarkKind<D>;
  readonly data: D;
  readonly style: Style;
}

/** One sort of mark, the same for SVG and the terminal: each is one constant in one file of marks/. */
export interface MarkKind<D> {
  /** How descriptions call it. */
  name(style: Style): Name;
  /** All numbers that must be within the limits of an axis. */
  values(data: D, axis: "x" | "y"): readonly ArrayLike<number>[];
  /** Numbers that an axis may end at exactly, without a margin. */
  sticky(data: D, axis: "x" | "y"): readonly number[];
  toSVG(data: D, paint: Paint, space: Space, library: PlotLibrary): readonly PlotMark[];
  toTerminal(data: D, paint: Paint, canvas: Canvas, space: Space): void;
  /** A sentence without its subject: "30 points, from -1 to 2". */
  describe(data: D): string;
  /** Data points that a legend should not cover. */
  points(data: D): Points;
  /** What its colours stand for, where they stand for numbers. */
  colors?(data: D): ColorScale;
}

export interface ColorScale {
  readonly low: number;
  readonly high: number;
  readonly map: ColorMap;
}

/** "Figure of a curve", "Figure of 2 curves", "curve: 30 points". */
export interface Name {
  readonly one: string;
  readonly many: string;
  readonly alone: string;
}

export interface Points {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** A style with its colour decided. */
export interface Paint extends Style {
  readonly color: string;
}

/** The rectangle that a mark is drawn in: its axes, and how many pixels or dots there are. */
export interface Space {
  readonly x: Axis;
  readonly y: Axis;
  readonly width: number;
  readonly height: number;
}
