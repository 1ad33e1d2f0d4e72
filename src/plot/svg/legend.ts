/** The names of the curves, in the corner where they cover the least. */
import { samplePoints, type Item, type Scene } from "../scene.ts";
import type { PlotLibrary, PlotMark } from "../library.ts";
import { markerLook } from "../style.ts";
import { drawing, type Frame } from "./drawing.ts";
import { type Document, type Element, element } from "./element.ts";
import { EDGE, INK, PAPER } from "./theme.ts";

/** Pixels. @source matplotlib rcParams legend.*, at 10 points */
const LINE = 14;
const PAD = 4;
const SWATCH = 20;
const GAP = 8;
const AWAY = 5;

/** About how wide a text is: letters and digits of wide sans-serif fonts are 0.62 of their size. */
export const textWidth = (text: string, size = 10): number => [...text].length * 0.62 * size;

/** None where no curve has a name. */
export function legendOf(scene: Scene, frame: Frame, library: PlotLibrary): PlotMark[] {
  const named = scene.items.filter(({ paint }) => paint.label !== undefined && paint.label !== "");
  if (named.length === 0) return [];
  const most = Math.max(1, Math.floor((frame.height - 2 * (AWAY + PAD)) / LINE));
  const shown = named.length > most ? named.slice(0, most - 1) : named;
  const rest = named.length - shown.length;
  const texts = [...shown.map(({ paint }) => paint.label ?? ""), ...(rest === 0 ? [] : [`… ${rest} more`])];
  const width = Math.max(...texts.map((text) => textWidth(text))) + SWATCH + GAP + 2 * PAD;
  const height = texts.length * LINE + 2 * PAD - 2;
  const [left, top] = corner(scene, frame, width, height);
  const rows = texts.map((_, i) => top + PAD + (i + 0.5) * LINE - 1);
  const box = {
    x: left,
    y: top,
    width,
    height,
    rx: 2,
    fill: PAPER,
    "fill-opacity": 0.8,
    stroke: EDGE,
    "stroke-width": 0.8,
  };
  const x = left + PAD;
  const names = (document: Document): Element =>
    element(
      document,
      "g",
      { class: "legend", "text-anchor": "start" },
      element(document, "rect", box),
      ...shown.flatMap((item, i) => swatch(item, x, rows[i], document)),
      ...texts.map((text, i) =>
        element(document, "text", { x: x + SWATCH + GAP, y: rows[i], dy: "0.32em", fill: INK }, text),
      ),
    );
  return [drawing(names), ...shown.flatMap((item, i) => sign(item, x + SWATCH / 2, rows[i], library))];
}

/** A piece of the curve; of bars, a box. */
function swatch({ paint }: Item, x: number, y: number, document: Document): Element[] {
  const { color, dash, marker, opacity } = paint;
  if (dash !== undefined) {
    const dashes = dash.pixels.join(" ") || undefined;
    const line = {
      x1: x,
      x2: x + SWATCH,
      y1: y,
      y2: y,
      stroke: color,
      "stroke-width": 1.5,
      "stroke-dasharray": dashes,
    };
    return [element(document, "line", line)];
  }
  if (marker !== undefined) return [];
  return [element(document, "rect", { x, y: y - 3.5, width: SWATCH, height: 7, fill: color, "fill-opacity": opacity })];
}

function sign({ paint }: Item, x: number, y: number, library: PlotLibrary): PlotMark[] {
  if (paint.marker === undefined) return [];
  const at = (value: number): object => ({ value: [value], scale: null });
  return [library.dot([0], { x: at(x), y: at(y), ...markerLook(paint, paint.marker) })];
}

/** How many points of each curve are looked at. */
const SAMPLES = 2000;

/** The first of the corners with the fewest points behind it. @source matplotlib, legend(loc="best"): corners, then the sides */
function corner(scene: Scene, frame: Frame, width: number, height: number): readonly [left: number, top: number] {
  const right = frame.left + frame.width - width - AWAY;
  const bottom = frame.top + frame.height - height - AWAY;
  const [left, top] = [frame.left + AWAY, frame.top + AWAY];
  const [center, middle] = [(left + right) / 2, (top + bottom) / 2];
  const places = [
    [right, top],
    [left, top],
    [left, bottom],
    [right, bottom],
    [right, middle],
    [left, middle],
    [center, bottom],
    [center, top],
  ] as const;
  const points = samplePoints(scene, SAMPLES).map(
    ([u, v]) => [frame.left + u * frame.width, frame.top + (1 - v) * frame.height] as const,
  );
  let best: { readonly place: readonly [number, number]; readonly hidden: number } | undefined;
  for (const place of places) {
    const [x, y] = place;
    const hidden = points.filter(
      ([px, py]) => px >= x - 2 && px <= x + width + 2 && py >= y - 2 && py <= y + height + 2,
    );
    if (best === undefined || hidden.length < best.hidden) best = { place, hidden: hidden.length };
  }
  return best?.place ?? places[0];
}
