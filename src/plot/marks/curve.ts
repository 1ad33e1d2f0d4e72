/** Points joined by lines, marked by signs, or both. */
import { type Axis, place } from "../axis.ts";
import type { PlotLibrary, PlotMark } from "../library.ts";
import type { Mark, MarkKind, Paint, Space } from "../mark.ts";
import { type Marker, markerLook, type Style } from "../style.ts";
import { drawing } from "../svg/drawing.ts";
import { element } from "../svg/element.ts";
import { type Canvas, Pen } from "../terminal/canvas.ts";
import { thin, thinPoints } from "../thin.ts";
import { numberText } from "../ticks.ts";

export interface CurveData {
  /** NaN is a gap. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Of short curves also points on the way from one to the next. */
function withMiddles(values: Float64Array): Float64Array {
  const pieces = Math.ceil(SEVERAL / values.length);
  if (pieces <= 1) return values;
  return Float64Array.from({ length: pieces * (values.length - 1) + 1 }, (_, i) => {
    const [from, share] = [Math.floor(i / pieces), (i % pieces) / pieces];
    return share === 0 ? values[from] : values[from] + share * (values[from + 1] - values[from]);
  });
}

/** Infinite numbers become gaps. */
export function curveOf(x: Float64Array, y: Float64Array, style: Style): Mark<CurveData> {
  return { kind: curve, data: { x: withGaps(x), y: withGaps(y) }, style };
}

const withGaps = (values: Float64Array): Float64Array =>
  values.some((value) => !Number.isFinite(value) && value === value)
    ? values.map((value) => (Number.isFinite(value) ? value : Number.NaN))
    : values;

/** Vertices in one unit of SVG; a figure is looked at on screens with several pixels for each. */
const FINENESS = 4;
const LINE_WIDTH = 1.5;
/** So many points in a terminal are characters, more are dots. */
const FEW = 60;
/** Farther outside than so many times the size of the figure, no renderer needs to know where a point is. */
const FAR = 1e4;

const CURVE = { one: "a curve", many: "curves", alone: "curve" };
const POINTS = { one: "points", many: "groups of points", alone: "points" };

const curve: MarkKind<CurveData> = {
  name: ({ dash }) => (dash === undefined ? POINTS : CURVE),
  values: ({ x, y }, axis) => [axis === "x" ? x : y],
  sticky: () => [],
  points: ({ x, y }) => ({ x: withMiddles(x), y: withMiddles(y) }),
  describe: ({ x, y }) => {
    const n = x.reduce((count, _, i) => count + (x[i] + y[i] === x[i] + y[i] ? 1 : 0), 0);
    return `${n} ${n === 1 ? "point" : "points"}${n === 0 ? "" : `, ${rangeText(y)}`}`;
  },
  toSVG: (data, paint, space, library) => [
    ...(paint.dash === undefined ? [] : lines(data, paint, space, library)),
    ...(paint.marker === undefined ? [] : markers(data, paint, paint.marker, space, library)),
  ],
  toTerminal: ({ x, y }, paint, canvas, space) => {
    if (paint.dash !== undefined) drawLines({ x, y }, paint, canvas, space);
    if (paint.marker === undefined) return;
    for (const i of thinPoints(x, y, space, [2 * canvas.width, 2 * canvas.height])) {
      drawMarker(canvas, space, x[i], y[i], paint, x.length <= FEW);
    }
  },
};

/** "from -3 to 2.8", "3 throughout". */
export function rangeText(values: ArrayLike<number>): string {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  if (low > high) return "no numbers";
  return low === high ? `at ${numberText(low)}` : `from ${numberText(low)} to ${numberText(high)}`;
}

function lines(data: CurveData, paint: Paint, space: Space, library: PlotLibrary): PlotMark[] {
  const kept = thin(data.x, data.y, space.x, FINENESS * space.width);
  const [x, y] = [pick(data.x, kept, space.x), pick(data.y, kept, space.y)];
  const { color, dash, opacity } = paint;
  const look = { strokeOpacity: opacity, clip: "frame" };
  const dashes = (dash?.pixels ?? []).join(" ");
  const line = library.line(x, {
    x,
    y,
    ...look,
    stroke: color,
    strokeWidth: LINE_WIDTH,
    ...(dashes === "" ? {} : { strokeDasharray: dashes, strokeLinecap: "butt" }),
  });
  const lonely = lonelyPoints(x, y);
  if (lonely.length === 0) return [line];
  const at = (values: Float64Array): number[] => lonely.map((i) => values[i]);
  return [line, library.dot(lonely, { x: at(x), y: at(y), fill: color, stroke: "none", r: 2, ...look })];
}

/** The chosen numbers; those far outside of the axis are moved nearer, where nobody sees it. */
function pick(values: Float64Array, kept: Uint32Array, axis: Axis): Float64Array {
  const { scale, low, high } = axis;
  return Float64Array.from(kept, (i) => {
    const value = values[i];
    if (scale === "log") return value > 0 ? value : Number.NaN;
    const at = place(axis, value);
    return at > FAR || at < -FAR ? low + Math.sign(at) * FAR * (high - low) : value;
  });
}

/** Also before the first point and after the last. */
const isGap = (x: Float64Array, y: Float64Array, i: number): boolean => !(x[i] + y[i] === x[i] + y[i]);

/** Points between gaps, which no line would show. */
function lonelyPoints(x: Float64Array, y: Float64Array): number[] {
  const found: number[] = [];
  for (let i = 0; i < x.length; i++) {
    if (!isGap(x, y, i) && isGap(x, y, i - 1) && isGap(x, y, i + 1)) found.push(i);
  }
  return found;
}

function markers(data: CurveData, paint: Paint, marker: Marker, space: Space, library: PlotLibrary): PlotMark[] {
  const fineness = data.x.length > MANY ? 1 : 2;
  const spots = [fineness * Math.ceil(space.width), fineness * Math.ceil(space.height)] as const;
  const kept = thinPoints(data.x, data.y, space, spots);
  if (kept.length > SEVERAL && marker.symbol === "circle") return [cloud(data, kept, paint, 2 * marker.radius, space)];
  const [x, y] = [data.x, data.y].map((values) => Float64Array.from(kept, (i) => values[i]));
  return [library.dot(x, { x, y, sort: null, ...markerLook(paint, marker) })];
}

/** Of more points than these, each circle is part of one path; and of so many, one in each pixel is enough. */
const SEVERAL = 500;
const MANY = 20_000;

/** Lines of no length with round ends. */
function cloud({ x, y }: CurveData, kept: Uint32Array, { color }: Paint, size: number, space: Space): PlotMark {
  const tenth = (value: number): string => String(Math.round(10 * value) / 10);
  const points = Array.from(kept, (i) => {
    const [u, v] = [place(space.x, x[i]), place(space.y, y[i])];
    return `M${tenth(u * space.width)} ${tenth((1 - v) * space.height)}h0`;
  });
  return drawing((document, { left, top }) => {
    const transform = `translate(${left},${top})`;
    const look = { stroke: color, "stroke-width": size, "stroke-linecap": "round", transform };
    return element(document, "path", { ...look, d: points.join("") });
  });
}

function drawLines({ x, y }: CurveData, paint: Paint, canvas: Canvas, space: Space): void {
  const kept = thin(x, y, space.x, canvas.width);
  const pen = new Pen(canvas, paint.color, paint.dash?.dots ?? []);
  let before: readonly [number, number] | undefined;
  for (const i of kept) {
    const to = [place(space.x, x[i]) * (canvas.width - 1), place(space.y, y[i]) * (canvas.height - 1)] as const;
    const isPlaced = Number.isFinite(to[0]) && Number.isFinite(to[1]);
    if (isPlaced) pen.line(...(before ?? to), ...to);
    before = isPlaced ? to : undefined;
  }
}

function drawMarker(canvas: Canvas, space: Space, x: number, y: number, paint: Paint, isSign: boolean): void {
  const { color, marker } = paint;
  const [column, row] = [place(space.x, x) * (canvas.width - 1), place(space.y, y) * (canvas.height - 1)].map(
    Math.round,
  );
  if (marker === undefined || !isSign) canvas.dot(column, row, color);
  else canvas.sign(column >> 1, canvas.rows - 1 - (row >> 2), marker.sign, color);
}
