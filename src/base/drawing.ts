/** What a value shows as a figure, as plain data, so that the rooms that compute need not know the one that draws. */

/** Curves or bars with lines behind them, and what stands at the axes. */
export interface Drawing {
  /** Curves: y over x, or over 0, 1, 2, … */
  readonly curves?: readonly {
    readonly x?: ArrayLike<number>;
    readonly y: ArrayLike<number>;
    readonly label?: string;
  }[];
  /** For each series a bar at each place. */
  readonly bars?: {
    readonly places: readonly string[];
    readonly series: readonly { readonly heights: ArrayLike<number>; readonly label?: string }[];
  };
  /** Lines from side to side (axis y) or from bottom to top (axis x). */
  readonly lines?: readonly { readonly axis: "x" | "y"; readonly at: number; readonly label?: string }[];
  readonly xlabel?: string;
  readonly ylabel?: string;
  readonly title?: string;
  readonly xlim?: readonly [low: number | null, high: number | null];
  readonly ylim?: readonly [low: number | null, high: number | null];
  /** Width and height in inches. */
  readonly figsize?: readonly [width: number, height: number];
}

/** The method by which a value says how it is drawn; `plot(value)` calls it. */
export const FIGURE: unique symbol = /*@__PURE__*/ Symbol.for("nabla.figure");

/** A value that can be drawn: `plot(value)`. */
export interface Drawable {
  readonly [FIGURE]: () => Drawing;
}

export const isDrawable = (value: unknown): value is Drawable =>
  typeof value === "object" && value !== null && typeof (value as Partial<Drawable>)[FIGURE] === "function";
