/** What the colours of a picture stand for, to the right of it. */
import { colorOfLevel, LEVELS } from "../colormap.ts";
import type { ColorScale } from "../mark.ts";
import { type Tick, linearTicks } from "../ticks.ts";
import type { Frame } from "./drawing.ts";
import { type Document, type Element, element } from "./element.ts";
import { textWidth } from "./legend.ts";
import { INK } from "./theme.ts";

const GAP = 9;
const WIDTH = 10;
const TICK = 3.5;
const STRIPES = 64;

export interface ColorBar {
  /** Pixels to the right of the frame. */
  readonly width: number;
  draw(frame: Frame, document: Document): Element;
}

/** @param bins - at most so many steps between ticks */
export function colorBarOf(scale: ColorScale, bins: number): ColorBar {
  const ticks =
    scale.low < scale.high
      ? linearTicks(scale.low, scale.high, bins)
      : linearTicks(scale.low, scale.low + 1, 1).slice(0, 1);
  const width = GAP + WIDTH + 2 * TICK + Math.max(0, ...ticks.map(({ text }) => textWidth(text)));
  return { width, draw: (frame, document) => draw(scale, ticks, frame, document) };
}

function draw(
  scale: ColorScale,
  ticks: readonly Tick[],
  { left, top, width, height }: Frame,
  document: Document,
): Element {
  const x = left + width + GAP;
  const stripe = height / STRIPES;
  const stripes = Array.from({ length: STRIPES }, (_, i) => {
    const level = Math.round((i / (STRIPES - 1)) * (LEVELS - 1));
    const y = top + height - (i + 1) * stripe;
    const style = `fill:${colorOfLevel(scale.map, level)}`;
    return element(document, "rect", { x, y, width: WIDTH, height: stripe + (i === 0 ? 0 : 0.5), style });
  });
  const outline = { x, y: top, width: WIDTH, height, fill: "none", stroke: INK, "stroke-width": 0.8 };
  const marks = ticks.flatMap(({ at, text }) => {
    const y = top + height * (1 - (at - scale.low) / (scale.high - scale.low || 1));
    const end = x + WIDTH;
    return [
      element(document, "line", { x1: end, x2: end + TICK, y1: y, y2: y, stroke: INK, "stroke-width": 0.8 }),
      element(document, "text", { x: end + 2 * TICK, y, dy: "0.32em", fill: INK }, text),
    ];
  });
  const box = element(document, "rect", outline);
  return element(document, "g", { class: "colors", "text-anchor": "start" }, ...stripes, box, ...marks);
}
