/** From what a user asks for to the entries that answer. */
import { allEntries, catalog, entryOf, lastOf, plainName } from "./catalog.ts";
import type { Entry } from "./entry.ts";
import { findPeer, fullPeerName } from "./peers.ts";
import { attempt, ownValue } from "./safe.ts";
import { entryOfInstance, entryOfOwnName, entryOfValue } from "./values.ts";

export interface Found {
  /** The best ones; where there are several, they are equally good. */
  readonly entries: readonly Entry[];
  /** Others of the same name. */
  readonly also: readonly Entry[];
  /** The name in another library that was asked for, in full. */
  readonly peer?: string;
  /** It was asked for an instance of this class. */
  readonly instance?: boolean;
  /** Only the name is the same. */
  readonly guessed?: boolean;
}

const NOTHING: Found = { entries: [], also: [] };

/** For a value: a name, a function, class, namespace or module of ours, an error, an instance of a class. Never throws. */
export function lookup(target: unknown): Found {
  if (typeof target === "string") return lookupName(target);
  const own = entryOfValue(target);
  if (own !== undefined) return { entries: [own], also: [] };
  const code = errorCodeOf(target);
  if (code !== undefined) return { entries: [code], also: [], instance: true };
  if (typeof target === "function") {
    const guess = entryOfOwnName(target);
    return guess === undefined ? NOTHING : { entries: [guess], also: [], guessed: true };
  }
  const made = entryOfInstance(target);
  return made === undefined ? NOTHING : { entries: [made], also: [], instance: true };
}

/** The entry of the kind of error, also of an error of another copy of Nabla. */
function errorCodeOf(target: unknown): Entry | undefined {
  if (!attempt(() => target instanceof Error, false)) return undefined;
  const error = target as object;
  const code = ownValue(error, "code");
  return ownValue(error, "name") === "TensorError" && typeof code === "string" ? entryOf(`error.${code}`) : undefined;
}

/** Longer texts are no names. */
const LONGEST = 200;

export function lookupName(text: string): Found {
  if (text.length > LONGEST) return NOTHING;
  const name = text
    .trim()
    .replace(/(?:\(\s*\)|\?+|;)+$/, "")
    .replace(/^["'`](.*)["'`]$/, "$1");
  if (name === "") return NOTHING;
  const exact = exactly(name) ?? exactly(name.replace(/^nabla[./]/, "")) ?? inModule(name);
  if (exact !== undefined) return { entries: exact, also: namesakes(name).filter((entry) => !exact.includes(entry)) };
  const peer = fullPeerName(name);
  if (peer !== undefined) {
    const { entries, sure } = findPeer(peer);
    if (entries.length > 0) return { entries, also: [], peer, guessed: !sure };
  }
  // Several words are a question, even where a name is made of the same.
  const named = /\s/.test(name) ? [] : namesakes(name);
  const written = named.filter((entry) => lastOf(entry.name) === name || entry.name.endsWith(`.${name}`));
  const same = written.length > 0 ? written : named;
  const best = same.filter(({ kind, of }) => kind !== "member" && kind !== "property" && of === undefined);
  const chosen = best.length > 0 ? best : same;
  return { entries: chosen, also: named.filter((entry) => !chosen.includes(entry)) };
}

/** The entry of this name; a kind of error or a topic may have the same name as a function. */
function exactly(name: string): readonly Entry[] | undefined {
  const found = [name, `${name}.${name}`, `error.${name}`, `topic.${name}`].flatMap((full) => entryOf(full) ?? []);
  if (found.length > 0) return found;
  const plain = name.includes(".") ? catalog().byPlainName.get(plainName(name)) : undefined;
  return (
    plain ?? ["topic.", "nabla/"].map((before) => catalog().byPlainName.get(plainName(before + name))).find(Boolean)
  );
}

/** `nabla/random.normal`, `ops.sum`: behind the name of a module that has it. */
function inModule(name: string): readonly Entry[] | undefined {
  const [, module, rest] = /^(?:nabla[./])?(\w+)\.(.+)$/.exec(name) ?? [];
  if (module === undefined) return undefined;
  const found = entryOf(rest);
  return found?.modules.includes(`nabla/${module}`) ? [found] : undefined;
}

/** Entries with this name behind the last dot, the most used ones first. */
function namesakes(name: string): readonly Entry[] {
  const plain = plainName(name);
  const found = catalog().byLast.get(plain) ?? [];
  const owned = plain.includes(".") ? (catalog().byLast.get(plainName(lastOf(name))) ?? []) : [];
  return [...found, ...owned].toSorted((a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind));
}

const RANK: readonly Entry["kind"][] = [
  "function",
  "class",
  "namespace",
  "module",
  "topic",
  "constant",
  "error",
  "type",
  "method",
  "property",
  "member",
];

// ---------------------------------------------------------------- near names

/** Names that look like a text, the nearest first. */
export function nearNames(text: string, count: number): Entry[] {
  const plain = plainName(lastOf(text.slice(0, 40)));
  const allowed = plain.length <= 4 ? 1 : plain.length <= 8 ? 2 : 3;
  const near = allEntries.flatMap((entry) => {
    if (entry.of !== undefined || entry.kind === "member") return [];
    const name = plainName(lastOf(entry.name));
    const distance = Math.abs(name.length - plain.length) > allowed ? Infinity : distanceOf(plain, name);
    return distance <= allowed && distance < name.length ? [{ entry, distance }] : [];
  });
  const sorted = near.toSorted(
    (a, b) =>
      a.distance - b.distance ||
      RANK.indexOf(a.entry.kind) - RANK.indexOf(b.entry.kind) ||
      a.entry.name.split(".").length - b.entry.name.split(".").length,
  );
  return sorted.slice(0, count).map(({ entry }) => entry);
}

/**
 * The least number of letters to put in, leave out, exchange or swap with the next one.
 * @source Damerau 1964, in the form of optimal string alignment
 */
export function distanceOf(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchanged = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2] + 1 : Infinity;
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, exchanged, swapped));
    }
    before = row;
    row = next;
  }
  return row[b.length];
}
