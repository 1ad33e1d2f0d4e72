/** How curves look: colours, dashes and markers, by the short words of matplotlib ("m--"). */
import { fail } from "../base/errors.ts";

/** The ten colours that curves get one after the other. @source matplotlib, "tab10" */
export const CYCLE: readonly string[] = [
  "#1f77b4",
  "#ff7f0e",
  "#2ca02c",
  "#d62728",
  "#9467bd",
  "#8c564b",
  "#e377c2",
  "#7f7f7f",
  "#bcbd22",
  "#17becf",
];

/** @source matplotlib, Specifying colors: the single characters */
const COLORS: Readonly<Record<string, string>> = {
  b: "#0000ff",
  g: "#008000",
  r: "#ff0000",
  c: "#00bfbf",
  m: "#bf00bf",
  y: "#bfbf00",
  k: "#000000",
  w: "#ffffff",
};

/** How a line is interrupted: lengths drawn and left out, in pixels of SVG and in dots of the terminal. */
export interface Dash {
  readonly pixels: readonly number[];
  readonly dots: readonly number[];
}

/** @source matplotlib rcParams lines.dashed_pattern and its kin, times the line width 1.5 */
const DASHES: Readonly<Record<string, Dash>> = {
  "-": { pixels: [], dots: [] },
  "--": { pixels: [5.55, 2.4], dots: [6, 4] },
  "-.": { pixels: [9.6, 2.4, 1.5, 2.4], dots: [7, 3, 1, 3] },
  ":": { pixels: [1.5, 2.475], dots: [1, 2] },
};

/** The letter of matplotlib, the symbol of Observable Plot, a character for terminals. */
export interface Marker {
  readonly symbol: string;
  /** Its strokes are the marker; others are filled. */
  readonly open: boolean;
  readonly radius: number;
  readonly rotate: number;
  readonly sign: string;
}

const marker = (symbol: string, sign: string, radius = 3, open = false, rotate = 0): Marker => ({
  symbol,
  open,
  radius,
  rotate,
  sign,
});

const MARKERS: Readonly<Record<string, Marker>> = {
  ".": /*@__PURE__*/ marker("circle", "•", 1.5),
  o: /*@__PURE__*/ marker("circle", "●"),
  s: /*@__PURE__*/ marker("square", "■", 2.7),
  D: /*@__PURE__*/ marker("diamond", "◆"),
  "^": /*@__PURE__*/ marker("triangle", "▲"),
  v: /*@__PURE__*/ marker("triangle", "▼", 3, false, 180),
  "*": /*@__PURE__*/ marker("star", "★"),
  "+": /*@__PURE__*/ marker("plus", "+", 3, true),
  x: /*@__PURE__*/ marker("times", "×", 3, true),
};

/** How one mark is drawn. */
export interface Style {
  /** Its line in the legend; undefined for none. */
  readonly label?: string;
  /** "#rrggbb"; undefined for the next one of the cycle. */
  readonly color?: string;
  /** Undefined for no line. */
  readonly dash?: Dash;
  /** Undefined for no marker. */
  readonly marker?: Marker;
  /** From 0 to 1, default 1. */
  readonly opacity?: number;
}

/** A marker as Observable Plot has it. */
export function markerLook(paint: { readonly color: string; readonly opacity?: number }, marker: Marker): object {
  const { symbol, radius: r, rotate, open } = marker;
  return open
    ? { symbol, r, rotate, stroke: paint.color, strokeWidth: 1.2, strokeOpacity: paint.opacity }
    : { symbol, r, rotate, stroke: "none", fill: paint.color, fillOpacity: paint.opacity };
}

const FORMAT = /^(?:(?<dash>--|-\.|-|:)|(?<color>#[0-9a-fA-F]{6}|C\d|[bgrcmykw])|(?<marker>[.osD^v*+x]))/;

/**
 * The style that a word such as `-`, `m--`, `ro` or `#ff8800:` stands for.
 * @source matplotlib.pyplot.plot, Format strings: marker, line and colour in any order; a marker alone draws no line
 */
export function readFormat(op: string, argument: string, format: unknown): Style {
  const parts: { dash?: string; color?: string; marker?: string } = {};
  let rest = typeof format === "string" ? format : "?";
  while (rest !== "") {
    const found = FORMAT.exec(rest);
    const [name, word] = Object.entries(found?.groups ?? {}).find(([, part]) => part !== undefined) ?? [];
    if (found === null || name === undefined || Object.hasOwn(parts, name)) failAtFormat(op, argument, format);
    Object.assign(parts, { [name]: word });
    rest = rest.slice(found[0].length);
  }
  const { dash, color, marker } = parts;
  return {
    color: color === undefined ? undefined : colorOf(color),
    dash: dash !== undefined ? DASHES[dash] : marker === undefined ? DASHES["-"] : undefined,
    marker: marker === undefined ? undefined : MARKERS[marker],
  };
}

function colorOf(word: string): string {
  if (word.startsWith("#")) return word.toLowerCase();
  return word.startsWith("C") ? CYCLE[Number(word[1])] : COLORS[word];
}

function failAtFormat(op: string, argument: string, got: unknown): never {
  fail("value", {
    op,
    argument,
    got,
    expects:
      "a line (-, --, -. or :), a marker (. o s D ^ v * + x) and a colour (b g r c m y k w, C0 to C9 or #rrggbb), each at most once",
    fix: 'e.g. "m--" for a magenta dashed line, "ro" for red circles',
  });
}

/** The formats of the book, in its order. @source Dive into Deep Learning 2.4, plot */
const BOOK_FORMATS: readonly string[] = ["-", "m--", "g-.", "r:"];

/** The styles of curves, format after format; where the book's own come again, they take new colours. */
export function stylesOf(op: string, formats: readonly unknown[] | undefined, count: number): Style[] {
  const styles = (formats ?? BOOK_FORMATS).map((format, i) => readFormat(op, `fmts[${i}]`, format));
  return Array.from({ length: count }, (_, i) => {
    const style = styles[i % styles.length];
    return formats === undefined && i >= styles.length ? { ...style, color: undefined } : style;
  });
}
