/** Outcomes and states can be any values: when two are the same, and how they are written. */
import { isArray, isPlainObject } from "../../base/trees.ts";
import { readNumber, textOf } from "./number.ts";

/** Values that are equal by content have equal keys; others only when they are the same object. */
export function keyOf(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(keyOf).join()}]`;
  if (isPlainObject(value)) {
    const parts = Object.keys(value)
      .toSorted()
      .map((name) => `${JSON.stringify(name)}:${keyOf(value[name])}`);
    return `{${parts.join()}}`;
  }
  if (typeof value === "object" && value !== null) {
    const number = readNumber(value);
    return number === undefined ? `#${identityOf(value)}` : textOf(number);
  }
  return typeof value === "function" ? `#${identityOf(value)}` : Object.is(value, -0) ? "0" : String(value);
}

const identities: WeakMap<object, number> = /*@__PURE__*/ new WeakMap();
let count = 0;

function identityOf(value: object): number {
  const known = identities.get(value);
  if (known !== undefined) return known;
  identities.set(value, ++count);
  return count;
}

/** As a reader writes it: texts without quotes, pairs in parentheses. */
export function labelOf(value: unknown): string {
  if (isArray(value)) return `(${value.map(labelOf).join(", ")})`;
  if (isPlainObject(value))
    return Object.entries(value)
      .map(([name, each]) => `${name}=${labelOf(each)}`)
      .join(", ");
  return String(value);
}

/** The key of an object as the value it stands for: "1" is 1, as objects cannot have numbers for keys. */
export const stateOfKey = (key: string): string | number => (String(Number(key)) === key ? Number(key) : key);

/** A list of things, cut in the middle. */
export function listed(items: readonly string[], most = 12): string {
  if (items.length <= most) return items.join(", ");
  return [...items.slice(0, most - 2), "…", items[items.length - 1]].join(", ");
}

/** A name in a formula: letters for themselves, words upright. */
export const latexName = (name: string): string => {
  const match = /^([A-Za-z])_?(\d*)$/.exec(name);
  if (match !== null) return match[2] === "" ? match[1] : `${match[1]}_{${match[2]}}`;
  return /^-?[\d.]+$/.test(name) ? name : `\\text{${escapeLatex(name)}}`;
};

export const escapeLatex = (text: string): string =>
  text.replace(/[\\{}$&#%_^~]/g, (sign) =>
    sign === "\\" ? "\\textbackslash{}" : sign === "^" || sign === "~" ? `\\${sign}{}` : `\\${sign}`,
  );
