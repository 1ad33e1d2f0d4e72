/** Tensors as text, the way NumPy prints arrays. */
import type { Tensor } from "./tensor.ts";

/** Larger tensors are summarised: this many elements at both ends of each axis. */
const SUMMARISE_ABOVE = 1000;
const EDGE = 3;
const PRECISION = 8;
const WIDTH = 88;

/** `Tensor [1, 2.5]`; the dtype is named where it is not float64 or bool. */
export function formatTensor(x: Tensor): string {
  const { array, dtype, shape, size } = x;
  if (array === undefined) return "Tensor";
  const suffix = dtype === "float64" || dtype === "bool" ? "" : ` ${dtype}`;
  if (size === 0) return `Tensor []${suffix} shape [${shape.join(", ")}]`;
  const summarised = size > SUMMARISE_ABOVE;
  const places = summarised ? edgePlaces(shape) : Array.from({ length: size }, (_, i) => i);
  const words = formatElements(
    places.map((at) => array[at]),
    dtype,
  );
  const text = new Map(places.map((at, i) => [at, words[i]]));
  const head = "Tensor ";
  const note = summarised ? ` shape [${shape.join(", ")}]` : "";
  return `${head}${layout(text, shape, summarised, head.length)}${suffix}${note}`;
}

/** Full precision for a scalar; for arrays eight significant decimals at most, aligned in a common notation. */
function formatElements(values: readonly number[], dtype: string): string[] {
  if (dtype === "bool") return values.map((v) => (v === 0 ? "false" : "true"));
  if (dtype !== "float64" && dtype !== "float32") return values.map(String);
  if (values.length === 1) return [formatNumber(values[0], dtype)];
  const finite = values.filter((v) => Number.isFinite(v) && v !== 0).map(Math.abs);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const scientific = finite.length > 0 && (high >= 1e16 || low < 1e-4 || high / low > 1e8) && !values.every(isShort);
  return values.map((v) => {
    if (!Number.isFinite(v)) return String(v);
    if (Object.is(v, -0)) return "-0";
    return scientific ? scientificText(v) : shortest(v, dtype);
  });
}

/** Prints shorter as it is than in scientific notation. */
const isShort = (v: number): boolean => !Number.isFinite(v) || String(v).length <= 8;

function scientificText(v: number): string {
  return v === 0 ? "0" : Number(v.toPrecision(PRECISION + 1)).toExponential();
}

/** The digits of a number that stands alone: those that identify it among the numbers of its dtype. */
function formatNumber(v: number, dtype: string): string {
  if (Object.is(v, -0)) return "-0";
  if (dtype === "float64" || !Number.isFinite(v)) return String(v);
  for (let digits = 1; digits <= 9; digits++) {
    const text = v.toPrecision(digits);
    if (Math.fround(Number(text)) === v) return String(Number(text));
  }
  return String(v);
}

function shortest(v: number, dtype: string): string {
  const full = formatNumber(v, dtype);
  const point = full.indexOf(".");
  if (point < 0 || full.includes("e") || full.length - point - 1 <= PRECISION) return full;
  return String(Number(v.toFixed(PRECISION)));
}

/** Rows in brackets, columns right-aligned, blank lines between blocks, as NumPy. */
function layout(text: ReadonlyMap<number, string>, shape: readonly number[], summarised: boolean, indent: number): string {
  if (shape.length === 0) return text.get(0) ?? "";
  const width = shape.length === 1 ? 0 : Math.max(...[...text.values()].map((word) => word.length));
  const block = (axis: number, start: number, stride: number, depth: number): string => {
    const size = shape[axis];
    const step = stride / size;
    const items: string[] = [];
    for (let i = 0; i < size; i++) {
      if (summarised && size > 2 * EDGE && i === EDGE) {
        items.push("...");
        i = size - EDGE;
      }
      items.push(
        axis === shape.length - 1 ? (text.get(start + i) ?? "").padStart(width) : block(axis + 1, start + i * step, step, depth + 1),
      );
    }
    if (axis === shape.length - 1) return `[${wrapItems(items, depth)}]`;
    return `[${items.join(`,${"\n".repeat(shape.length - 1 - axis)}${" ".repeat(depth)}`)}]`;
  };
  return block(0, 0, shape.reduce((a, b) => a * b, 1), indent + 1);
}

function wrapItems(items: readonly string[], indent: number): string {
  let line = "";
  const lines: string[] = [];
  for (const item of items) {
    if (line !== "" && indent + line.length + 2 + item.length > WIDTH) {
      lines.push(`${line},`);
      line = item;
    } else line = line === "" ? item : `${line}, ${item}`;
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}

/** The places that a summary shows. */
function edgePlaces(shape: readonly number[]): number[] {
  let places = [0];
  for (const size of shape) {
    const shown = size > 2 * EDGE ? [0, 1, 2, size - 3, size - 2, size - 1] : Array.from({ length: size }, (_, i) => i);
    places = places.flatMap((place) => shown.map((i) => place * size + i));
  }
  return places;
}
