/** Rectangles that stand on zero: bars and histograms. */
import { place } from "../axis.ts";
import type { Mark, MarkKind } from "../mark.ts";
import type { Style } from "../style.ts";
import { rangeText } from "./curve.ts";

export interface BoxesData {
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** The other end is 0, or the low end of a logarithmic axis. */
  readonly height: Float64Array;
  readonly noun: string;
}

export function boxesOf(data: BoxesData, style: Style): Mark<BoxesData> {
  return { kind: boxes, data, style };
}

const boxes: MarkKind<BoxesData> = {
  name: () => ({ one: "bars", many: "series of bars", alone: "bars" }),
  values: ({ left, right, height }, axis) => (axis === "x" ? [left, right] : [height]),
  sticky: (_, axis) => (axis === "y" ? [0] : []),
  points: ({ left, right, height }) => {
    const shares = [...left].flatMap((_, i) => STEPS.flatMap((u) => STEPS.map((v) => [i, u, v] as const)));
    return {
      x: shares.map(([i, u]) => left[i] + u * (right[i] - left[i])),
      y: shares.map(([i, , v]) => v * height[i]),
    };
  },
  describe: ({ height, noun }) => `${height.length} ${height.length === 1 ? noun : `${noun}s`}, ${rangeText(height)}`,
  toSVG: ({ left, right, height }, { color, opacity }, { y }, library) => {
    const base = baseOf(y.scale, y.low, y.high);
    const drawn = [...height.keys()].filter((i) => isDrawn(height[i], y.scale));
    const at = (values: Float64Array): number[] => drawn.map((i) => values[i]);
    const [y1, y2] = [drawn.map(() => base), at(height)];
    const look = { fill: color, fillOpacity: opacity, clip: "frame", shapeRendering: "crispEdges" };
    return [library.rect(drawn, { x1: at(left), x2: at(right), y1, y2, ...look })];
  },
  toTerminal: ({ left, right, height }, { color }, canvas, { x, y }) => {
    const base = baseOf(y.scale, y.low, y.high);
    for (let i = 0; i < height.length; i++) {
      if (!isDrawn(height[i], y.scale)) continue;
      const [from, to] = [left[i], right[i]].map((v) => place(x, v) * canvas.width).toSorted((a, b) => a - b);
      const [low, high] = [base, height[i]].map((v) => place(y, v) * (canvas.height - 1)).toSorted((a, b) => a - b);
      fill(from, to, low, high, canvas, color);
    }
  },
};

/** A legend should cover none of these parts of a box. */
const STEPS = [0, 0.2, 0.4, 0.6, 0.8, 1] as const;

const isDrawn = (height: number, scale: string): boolean => Number.isFinite(height) && (scale !== "log" || height > 0);

const baseOf = (scale: string, low: number, high: number): number => (scale === "log" ? Math.min(low, high) : 0);

interface Dots {
  readonly width: number;
  readonly height: number;
  dot(x: number, y: number, color: string): void;
}

/** At least one dot wide; a gap of a dot stays between boxes that are wide enough. */
function fill(from: number, to: number, low: number, high: number, canvas: Dots, color: string): void {
  const first = Math.max(0, Math.round(from));
  const last = Math.min(canvas.width - 1, Math.max(first, Math.round(to) - (to - from >= 4 ? 2 : 1)));
  for (let x = first; x <= last; x++) {
    for (let y = Math.max(0, Math.round(low)); y <= Math.min(canvas.height - 1, Math.round(high)); y++) {
      canvas.dot(x, y, color);
    }
  }
}
