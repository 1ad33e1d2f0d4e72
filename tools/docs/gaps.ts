/** Which functions have no formula, no counterparts elsewhere and so on, by file: not all need them, somebody should look. */
import type { Entry } from "../../src/help/entry.ts";

const PARTS = ["throws", "math", "peers", "keywords", "see", "cost"] as const;

/** A table with a line for each file. @param filter - files whose name holds it are shown with the names */
export function listGaps(entries: readonly Entry[], filter: string | undefined): string[] {
  const functions = entries.filter(isFunction);
  const files = [...new Set(functions.map(fileOf))].filter((file) => file.includes(filter ?? "")).toSorted();
  const sorted = files.map((file) => [file, functions.filter((each) => fileOf(each) === file)] as const);
  const all = sorted.flatMap(([, names]) => names);
  const table = [HEAD, ...sorted.map(([file, names]) => rowOf(file, names)), rowOf("all", all)];
  if (filter === undefined) return table;
  return [...table, ...sorted.flatMap(([file, names]) => ["", file, ...PARTS.flatMap((part) => namesOf(part, names))])];
}

const isFunction = ({ kind, of }: Entry): boolean =>
  (kind === "function" || kind === "class" || kind === "method") && of === undefined;

const fileOf = ({ place = "" }: Entry): string => place.split(":")[0];

const cells = (texts: readonly (string | number)[]): string => texts.map((text) => String(text).padStart(9)).join("");
const HEAD = `${"without".padEnd(36)}${cells(["of", ...PARTS])}`;

const without = (part: keyof Entry, entries: readonly Entry[]): Entry[] => entries.filter((e) => e[part] === undefined);

function rowOf(file: string, entries: readonly Entry[]): string {
  return `${file.padEnd(36)}${cells([entries.length, ...PARTS.map((part) => without(part, entries).length)])}`;
}

function namesOf(part: keyof Entry, entries: readonly Entry[]): string[] {
  const names = without(part, entries).map(({ name }) => name);
  return names.length === 0 ? [] : [`  ${part.padEnd(9)} ${names.join(" ")}`];
}
