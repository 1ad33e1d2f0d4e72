/** Outcomes and states can be any values: when two are the same, and how they are written. */
import { describe, fail } from "../../base/errors.ts";
import { isArray, isPlainObject } from "../../base/trees.ts";
import { readNumber, textOf } from "./number.ts";

/** Deeper values are the same only when they are the same object; what goes in circles ends here. */
const DEEPEST = 16;

/** Values that are equal by content have equal keys; others only when they are the same object. */
export function keyOf(value: unknown, depth = 0): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `#${identityOf(value)}`;
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "0" : String(value);
  try {
    if (depth > DEEPEST) return `#${identityOf(value)}`;
    if (isArray(value)) return `[${value.map((each) => keyOf(each, depth + 1)).join()}]`;
    if (isPlainObject(value)) {
      const names = Object.keys(value).toSorted();
      return `{${names.map((name) => `${JSON.stringify(name)}:${keyOf(value[name], depth + 1)}`).join()}}`;
    }
    const number = readNumber(value);
    return number === undefined ? `#${identityOf(value)}` : textOf(number);
  } catch {
    return `#${identityOf(value)}`; // a proxy or a getter that throws
  }
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
export function labelOf(value: unknown, depth = 0): string {
  try {
    if (depth > DEEPEST) return "…";
    if (isArray(value)) return `(${value.map((each) => labelOf(each, depth + 1)).join(", ")})`;
    if (!isPlainObject(value)) return String(value);
    const parts = Object.entries(value).map(([name, each]) => `${name}=${labelOf(each, depth + 1)}`);
    return parts.join(", ");
  } catch {
    return describe(value); // a proxy or a getter that throws
  }
}

/** `instanceof`, which throws for some proxies. */
export function isOf<T>(value: unknown, type: abstract new (...args: never[]) => T): value is T {
  try {
    return value instanceof type;
  } catch {
    return false;
  }
}

/** The same where the type is known, and only the caller may not have kept to it. */
export const isMade = (value: unknown, type: abstract new (...args: never[]) => unknown): boolean => isOf(value, type);

/** A name that users give. */
export function checkName(op: string, value: unknown): string {
  if (typeof value !== "string" || value === "")
    fail("value", { op, argument: "name", got: value, expects: "a text that is not empty" });
  return value;
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
