/** What is in an array or object, leaf by leaf; circles, getters and proxies do no harm. */
import { isTensor } from "../core/tensor.ts";
import { attempt, isObject, kindOfValue } from "./safe.ts";
import { shortText } from "./shortText.ts";
import { digits, statisticsOf } from "./statistics.ts";

export interface Leaves {
  readonly rows: readonly (readonly [path: string, kind: string, text: string])[];
  readonly tensors: number;
  readonly elements: number;
  readonly bytes: number;
  /** There are leaves without a row. */
  readonly more: boolean;
}

const MOST = 100;
const DEEPEST = 8;

export function leavesOf(root: object): Leaves {
  const rows: (readonly [string, string, string])[] = [];
  let tensors = 0;
  let elements = 0;
  let bytes = 0;
  let more = false;
  const above = new Set<object>();
  const visit = (value: unknown, path: string): void => {
    if (rows.length >= MOST) {
      more = true;
      return;
    }
    if (isTensor(value)) {
      const data = attempt(() => value.data(), undefined);
      tensors++;
      elements += value.size;
      bytes += data?.byteLength ?? 0;
      rows.push([
        path,
        `${value.dtype}[${value.shape.join(", ")}]`,
        data === undefined ? "not known" : rangeText(data, value),
      ]);
      return;
    }
    const children = isObject(value) && typeof value !== "function" ? childrenOf(value) : undefined;
    if (children === undefined || children.length === 0 || above.size >= DEEPEST) {
      rows.push([path, kindOfValue(value), shortText(value)]);
    } else if (above.has(value as object)) {
      rows.push([path, kindOfValue(value), "goes in a circle"]);
    } else {
      above.add(value as object);
      for (const [key, child] of children)
        visit(child, key.startsWith("[") || path === "" ? path + key : `${path}.${key}`);
      above.delete(value as object);
    }
  };
  const first = childrenOf(root) ?? [];
  above.add(root);
  for (const [key, child] of first) visit(child, key);
  return { rows, tensors, elements, bytes, more: more || first.length > MOST };
}

function rangeText(data: Parameters<typeof statisticsOf>[0], value: { readonly size: number }): string {
  if (value.size <= 6) return shortText(value).replace(/^Tensor /, "");
  const { min, max, mean } = statisticsOf(data);
  return `${digits(min)} … ${digits(max)}, mean ${digits(mean)}`;
}

/** Undefined for what is one value: numbers, functions, and arrays of numbers, which are shown on a line. */
function childrenOf(value: object): (readonly [key: string, value: unknown])[] | undefined {
  const inner = attempt(() => {
    if (ArrayBuffer.isView(value)) return undefined;
    if (value instanceof Map)
      return [...value].slice(0, MOST + 1).map(([key, child]) => [`[${shortText(key)}]`, child] as const);
    if (value instanceof Set) return [...value].slice(0, MOST + 1).map((child, i) => [`[${i}]`, child] as const);
    if (Array.isArray(value)) {
      if (value.every((item) => typeof item === "number")) return undefined;
      return value.slice(0, MOST + 1).map((child: unknown, i) => [`[${i}]`, child] as const);
    }
    return Object.keys(value)
      .slice(0, MOST + 1)
      .map((key) => [keyText(key), readOf(value, key)] as const);
  }, undefined);
  return inner === undefined ? undefined : [...inner];
}

const keyText = (key: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : `[${shortText(key)}]`;

/** Getters are not called. */
function readOf(value: object, key: string): unknown {
  const descriptor = attempt(() => Object.getOwnPropertyDescriptor(value, key), undefined);
  if (descriptor?.get === undefined) return descriptor?.value;
  return new Getter();
}

/** Stands for a value that is computed when it is read. */
class Getter {
  toString(): string {
    return "computed when it is read";
  }
}
