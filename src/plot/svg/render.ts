/** A scene as SVG. */
import { type Axis, ticksOf } from "../axis.ts";
import { loadLibrary, type PlotLibrary, type PlotMark } from "../library.ts";
import type { Scene } from "../scene.ts";
import type { Tick } from "../ticks.ts";
import { type ColorBar, colorBarOf } from "./colorBar.ts";
import { drawing, type Frame } from "./drawing.ts";
import { Document, Element, element } from "./element.ts";
import { legendOf, textWidth } from "./legend.ts";
import { darken, darkRules, GRID, INK, PAPER, type Theme } from "./theme.ts";

/** Pixels, which are points. @source matplotlib rcParams font.size, xtick.major.size and .pad, axes.linewidth, axes.titlesize */
const INCH = 72;
const FONT = 10;
const TICK = 3.5;
const HAIR = 0.8;
const TITLE = 12;
const NOTE = 7;
const LABEL = FONT + 4;
const EDGE = 6;

/** Where everything is. */
interface Layout {
  readonly frame: Frame;
  readonly width: number;
  readonly height: number;
  readonly x: readonly Tick[];
  readonly y: readonly Tick[];
  readonly bar: ColorBar | undefined;
}

export function renderSVG(scene: Scene, theme: Theme): string {
  const library = loadLibrary();
  const document = new Document();
  const layout = layOut(scene);
  const { frame, width, height } = layout;
  const root = library.plot({
    document,
    width,
    height,
    marginLeft: frame.left,
    marginTop: frame.top,
    marginRight: width - frame.left - frame.width,
    marginBottom: height - frame.top - frame.height,
    x: scaleOf(scene.x),
    y: scaleOf(scene.y),
    marks: marksOf(scene, layout, library),
  }) as Element;
  return dress(root, scene, layout, theme, document);
}

const scaleOf = ({ low, high, scale }: Axis): object => ({ type: scale, domain: [low, high], axis: null });

// ---------------------------------------------------------------- layout

function layOut(scene: Scene): Layout {
  const [width, height] = [round(scene.width * INCH), round(scene.height * INCH)];
  const top = (scene.title === "" ? EDGE + 2 : TITLE + 12) + (scene.notes.length === 0 ? 0 : NOTE + 2);
  const bottom = 2 * TICK + FONT + (scene.xlabel === "" ? 0 : LABEL) + 3;
  const frameHeight = Math.max(10, height - top - bottom);
  const y = fit(scene.y, frameHeight, () => 2 * FONT);
  const bar = scene.colors === undefined ? undefined : colorBarOf(scene.colors, binsOf(frameHeight, 2 * FONT));
  const left = EDGE + (scene.ylabel === "" ? 0 : LABEL) + widest(y) + 2 * TICK;
  const widthOf = (right: number): number => Math.max(10, width - left - right);
  const barWidth = (bar?.width ?? 0) + EDGE;
  const x = fit(scene.x, widthOf(barWidth), (ticks) => Math.max(3 * FONT, widest(ticks) + FONT));
  const lastLabel = x.length === 0 ? 0 : textWidth(x[x.length - 1].text) / 2;
  const frameWidth = widthOf(Math.max(barWidth, bar === undefined ? Math.min(lastLabel, 20) : 0));
  return { frame: { left, top, width: frameWidth, height: frameHeight }, width, height, x, y, bar };
}

const round = (value: number): number => Math.round(value * 100) / 100;
const widest = (ticks: readonly Tick[]): number => Math.max(0, ...ticks.map(({ text }) => textWidth(text)));

/** @source matplotlib.ticker.MaxNLocator, nbins="auto": at most nine steps, of at least so many pixels */
const binsOf = (length: number, each: number): number => Math.max(1, Math.min(9, Math.floor(length / each)));

/** As many ticks as there is room for. @param roomOf - pixels that one of these ticks needs */
function fit(axis: Axis, length: number, roomOf: (ticks: readonly Tick[]) => number): readonly Tick[] {
  const most = axis.ticks === undefined ? 9 : Math.max(1, axis.ticks.length);
  for (let bins = most; bins > 1; bins--) {
    const ticks = ticksOf(axis, bins);
    const each = roomOf(ticks);
    if (axis.ticks === undefined ? bins <= binsOf(length, each) : ticks.length * each <= length + each) return ticks;
  }
  return ticksOf(axis, 1);
}

// ---------------------------------------------------------------- marks

function marksOf(scene: Scene, layout: Layout, library: PlotLibrary): PlotMark[] {
  const { frame } = layout;
  const [xs, ys] = [layout.x, layout.y].map((ticks) => ticks.map(({ at }) => at));
  const grid = { stroke: GRID, strokeOpacity: 1, strokeWidth: HAIR };
  const space = { x: scene.x, y: scene.y, width: frame.width, height: frame.height };
  const hasGrid = scene.colors === undefined;
  return [
    ...(hasGrid && scene.x.ticks === undefined ? [library.gridX(xs, grid)] : []),
    ...(hasGrid ? [library.gridY(ys, grid)] : []),
    ...scene.items.flatMap(({ mark, paint }) => mark.kind.toSVG(mark.data, paint, space, library)),
    library.frame({ stroke: INK, strokeWidth: HAIR }),
    axis("x", layout.x, library),
    axis("y", layout.y, library),
    ...textsOf(scene, layout, library),
    ...legendOf(scene, frame, library),
    drawing((document) => layout.bar?.draw(frame, document)),
  ];
}

function axis(name: "x" | "y", ticks: readonly Tick[], library: PlotLibrary): PlotMark {
  const texts = new Map(ticks.map(({ at, text }) => [at, text]));
  const draw = name === "x" ? library.axisX : library.axisY;
  return draw(
    ticks.map(({ at }) => at),
    {
      anchor: name === "x" ? "bottom" : "left",
      label: null,
      tickSize: TICK,
      tickPadding: TICK,
      fontVariant: "normal",
      fill: INK,
      stroke: INK,
      strokeWidth: HAIR,
      tickFormat: (at: number) => texts.get(at) ?? "",
    },
  );
}

function textsOf(scene: Scene, layout: Layout, library: PlotLibrary): PlotMark[] {
  const { left } = layout.frame;
  const write = (text: string, options: object): PlotMark[] =>
    text === ""
      ? []
      : [library.text([text], { text: (own: string) => own, fill: INK, textAnchor: "middle", ...options })];
  return [
    ...write(scene.xlabel, { frameAnchor: "bottom", lineAnchor: "top", dy: 2 * TICK + FONT + 3 }),
    ...write(scene.ylabel, { frameAnchor: "left", lineAnchor: "top", dx: EDGE - 2 - left, rotate: -90 }),
    ...write(scene.title, {
      frameAnchor: "top",
      lineAnchor: "bottom",
      dy: scene.notes.length === 0 ? -6 : -NOTE - 8,
      fontSize: TITLE,
    }),
    ...write(scene.notes.join("; "), {
      frameAnchor: "top-right",
      textAnchor: "end",
      lineAnchor: "bottom",
      dy: -3,
      fontSize: NOTE,
    }),
  ];
}

// ---------------------------------------------------------------- the drawing as a whole

/** Gives the drawing of Plot its size, its name for screen readers, its paper and its theme. */
function dress(root: Element, scene: Scene, { width, height }: Layout, theme: Theme, document: Document): string {
  root.children = root.children.filter((child) => !(child instanceof Element) || !isNoise(child));
  const paper = element(document, "rect", { width, height, fill: PAPER });
  root.children.unshift(paper);
  const id = `nabla-${hash(String(root).replace(CLIP, "") + scene.summary.description)}`;
  renameClips(root, id);
  const { title, description } = scene.summary;
  if (theme === "dark") darken(root);
  const about = [
    element(document, "title", { id: `${id}-title` }, title),
    element(document, "desc", { id: `${id}-desc` }, description),
    ...(theme === "auto" ? [element(document, "style", {}, darkRules(root, id))] : []),
  ];
  root.children.unshift(...about);
  for (const name of ["class", "fill"]) root.removeAttribute(name);
  const attributes = {
    id,
    xmlns: "http://www.w3.org/2000/svg",
    role: "img",
    "aria-labelledby": `${id}-title`,
    "aria-describedby": `${id}-desc`,
    // Points, as matplotlib has it: 252pt are 336 pixels of a page.
    width: `${width}pt`,
    height: `${height}pt`,
    viewBox: `0 0 ${width} ${height}`,
    style: "max-width:100%;height:auto",
  };
  for (const [name, value] of Object.entries(attributes)) root.setAttribute(name, value);
  return String(root);
}

const isNoise = ({ tagName, children }: Element): boolean =>
  tagName === "style" || (tagName === "g" && children.length === 0);

/** The same for the same text. @source FNV-1a, 32 bits (draft-eastlake-fnv) */
function hash(text: string): string {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return state.toString(16).padStart(8, "0");
}

const CLIP = /plot-clip-\d+/g;

/** Plot counts clip paths through all figures of a page; there is one in a figure. */
function renameClips(root: Element, id: string): void {
  for (const name of ["id", "clip-path"]) {
    const value = root.getAttribute(name);
    if (value !== null) root.setAttribute(name, value.replace(CLIP, `${id}-clip`));
  }
  for (const child of root.children) if (child instanceof Element) renameClips(child, id);
}
