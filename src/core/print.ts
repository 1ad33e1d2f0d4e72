/**
 * Tensors as text, the way NumPy prints arrays: rows in brackets, columns aligned, blank lines between blocks, the middle of large
 * tensors left out. Unlike NumPy, whole numbers have no point, and scientific notation is used only where digits would be lost.
 * @source NumPy reference, set_printoptions: threshold 1000, edgeitems 3, precision 8
 */
import type { DType, TypedArray } from "../base/dtypes.ts";
import { type Shape, sizeOf, stridesOf } from "../base/shapes.ts";

/** Larger tensors are summarised: this many elements at both ends of each axis. */
const SUMMARISE_ABOVE = 1000;
const EDGE = 3;
/** Decimals of the elements of arrays. */
const PRECISION = 8;
/** A line has room for this many characters. */
const WIDTH = 80;
const HEAD = "Tensor ";

/** What is printed of a tensor. */
interface Printable {
  readonly array: TypedArray | undefined;
  readonly dtype: DType;
  readonly shape: Shape;
}

/** `Tensor [1, 2.5]`; the dtype is named where it is not float64 or bool, the shape where it cannot be seen. */
export function formatTensor({ array, dtype, shape }: Printable): string {
  if (array === undefined) return "Tensor";
  const suffix = dtype === "float64" || dtype === "bool" ? "" : ` ${dtype}`;
  if (shape.length === 0) return `${HEAD}${scalarText(array[0], dtype)}${suffix}`;
  const size = sizeOf(shape);
  if (size === 0) return `${HEAD}[]${suffix}${shape.length === 1 ? "" : ` shape [${shape.join(", ")}]`}`;
  const shown = shape.map((n) => (size > SUMMARISE_ABOVE ? ends(n) : range(n)));
  const words = layoutWords(textsOf(elementsAt(array, shape, shown), dtype), shown);
  return `${HEAD}${nest(words, shown)}${suffix}${size > SUMMARISE_ABOVE ? ` shape [${shape.join(", ")}]` : ""}`;
}

/** The text for notebooks, by media type. */
export function displayData(x: object): Record<string, string> {
  const text = String(x);
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return { "text/plain": text, "text/html": `<pre>${escaped}</pre>` };
}

/** The places along an axis that are shown; -1 stands for the ones left out. */
type Shown = readonly number[];

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

const ends = (n: number): number[] => (n <= 2 * EDGE ? range(n) : [0, 1, 2, -1, n - 3, n - 2, n - 1]);

function elementsAt(array: TypedArray, shape: Shape, shown: readonly Shown[]): number[] {
  const strides = stridesOf(shape);
  const places = shown.reduce(
    (bases, axis, k) => bases.flatMap((base) => axis.filter((i) => i >= 0).map((i) => base + i * strides[k])),
    [0],
  );
  return places.map((place) => array[place]);
}

// ---------------------------------------------------------------- numbers

const isFloat = (dtype: DType): boolean => dtype === "float64" || dtype === "float32";

/** A number that stands alone has the digits that identify it among the numbers of its dtype. */
function scalarText(v: number, dtype: DType): string {
  if (dtype === "bool") return v === 0 ? "false" : "true";
  if (Object.is(v, -0)) return "-0";
  return dtype === "float32" ? String(Number(shortestSingle(v))) : String(v);
}

/** Of a float32, the fewest digits that are rounded to it. */
function shortestSingle(v: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = v.toPrecision(digits);
    if (Math.fround(Number(text)) === v) return text;
  }
  return v.toPrecision(9);
}

/** Elements of arrays have at most eight decimals, all in one notation. */
function textsOf(values: readonly number[], dtype: DType): string[] {
  if (!isFloat(dtype)) return values.map((v) => scalarText(v, dtype));
  const fixed = values.every((v) => showsInFixed(v, dtype));
  return values.map((v) => (fixed || v === 0 || !Number.isFinite(v) ? fixedText(v, dtype) : scientificText(v, dtype)));
}

/** Five significant digits are left, or the number itself; and it is not long. */
function showsInFixed(v: number, dtype: DType): boolean {
  const size = Math.abs(v);
  if (v === 0 || !Number.isFinite(v)) return true;
  if (size >= 1e16 || size < 1e-6) return false;
  return size >= 1e-4 || Number(fixedText(v, dtype)) === Number(scalarText(v, dtype));
}

function fixedText(v: number, dtype: DType): string {
  const full = scalarText(v, dtype);
  const point = full.indexOf(".");
  return point < 0 || full.length - point - 1 <= PRECISION ? full : scalarText(Number(v.toFixed(PRECISION)), "float64");
}

function scientificText(v: number, dtype: DType): string {
  const shortest = Number(dtype === "float32" ? shortestSingle(v) : v);
  return Number(shortest.toPrecision(PRECISION + 1)).toExponential();
}

// ---------------------------------------------------------------- layout

/** Columns are aligned where there are several rows, or one row does not fit on a line. */
function layoutWords(texts: readonly string[], shown: readonly Shown[]): readonly string[] {
  const oneRow = shown.slice(0, -1).every((axis) => axis.length === 1);
  return oneRow && HEAD.length + 2 * shown.length + texts.join(", ").length <= WIDTH ? texts : aligned(texts);
}

/** At the point, if there is one; words without digits at the right. */
function aligned(texts: readonly string[]): string[] {
  const plain = texts.map((text) => /^-?\d+(\.\d+)?$/.test(text));
  const behind = (text: string): number => (text.includes(".") ? text.length - text.indexOf(".") : 0);
  const decimals = texts.some((text) => text.includes("e"))
    ? 0
    : Math.max(0, ...texts.map((text, i) => (plain[i] ? behind(text) : 0)));
  const padded = texts.map((text, i) => (plain[i] && decimals > 0 ? text + " ".repeat(decimals - behind(text)) : text));
  const width = Math.max(...padded.map((text) => text.length));
  return padded.map((text) => text.padStart(width));
}

/** The words in brackets, those of one row side by side. */
function nest(words: readonly string[], shown: readonly Shown[]): string {
  let next = 0;
  const last = shown.length - 1;
  const block = (axis: number): string => {
    const indent = HEAD.length + axis + 1;
    const items = shown[axis].map((i) => (i < 0 ? "..." : axis === last ? words[next++] : block(axis + 1)));
    const text =
      axis === last
        ? wrapItems(items, indent, shown.length)
        : items.join(`,${"\n".repeat(last - axis)}${" ".repeat(indent)}`);
    return `[${text}]`;
  };
  return block(0);
}

/** @param closing - how many brackets may follow the last item */
function wrapItems(items: readonly string[], indent: number, closing: number): string {
  const lines = [""];
  for (const item of items) {
    const line = lines[lines.length - 1];
    if (line === "") lines[lines.length - 1] = item;
    else if (indent + line.length + 2 + item.length + closing <= WIDTH) lines[lines.length - 1] = `${line}, ${item}`;
    else lines.push(item);
  }
  return lines.join(`,\n${" ".repeat(indent)}`);
}
