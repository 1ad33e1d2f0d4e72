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
  /** What is along the x axis. */
  readonly xlabel?: string;
  /** What is along the y axis. */
  readonly ylabel?: string;
  /** What stands above the figure. */
  readonly title?: string;
  /** Ends of the x axis; null for those of the data. */
  readonly xlim?: readonly [low: number | null, high: number | null];
  /** Ends of the y axis; null for those of the data. */
  readonly ylim?: readonly [low: number | null, high: number | null];
  /** Width and height in inches. */
  readonly figsize?: readonly [width: number, height: number];
}

/** The method by which a value says how it is drawn; `plot(value)` calls it. */
export const FIGURE = "nabla.figure" as const;

/** A value that can be drawn: `plot(value)`. */
export interface Drawable {
  readonly "nabla.figure": () => Drawing;
}

export function isDrawable(value: unknown): value is Drawable {
  if (typeof value !== "object" || value === null) return false;
  try {
    return typeof (value as Partial<Drawable>)[FIGURE] === "function";
  } catch {
    return false; // a proxy that throws
  }
}
