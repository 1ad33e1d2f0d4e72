/** `dir`: what is in something. */
import { allEntries, entryOf, membersOf, withTexts } from "./catalog.ts";
import { type Block, heading, paragraph, table } from "./block.ts";
import { Document } from "./document.ts";
import type { Entry, Kind } from "./entry.ts";
import { code, plain } from "./inline.ts";
import { lookup, nearNames } from "./lookup.ts";
import { PLURALS, summaryTable, titleOf } from "./page.ts";
import { attempt, isClass, isObject, kindOfValue, prototypesOf } from "./safe.ts";
import { shortText } from "./shortText.ts";
import { entryOfInstance } from "./values.ts";

/** Options of `dir`. */
export interface DirOptions {
  /** Lists only names or summaries that hold this text; `*` stands for any letters, as in `*load*`. Default "". */
  readonly filter?: string;
}

/**
 * What something has: the names in it by kind, each with one line on what it is. Names that begin with `_` are private and left out.
 * @param target - a module, namespace, class, instance, any object, or a name as for `help`; without it, the modules
 * @param options - `filter`, or the text itself: only names or summaries that hold the text, by default all; with `*` for any
 *   letters, the whole name
 * @returns a document; `names` are the names alone, in order
 * @example dir(linalg, "chol*").names // => ["cholesky", "choleskySolve"]
 * @keywords list, members, contents, names, methods, ls
 * @source Python's `dir`; Dive into Deep Learning 2.7.1
 */
export function dir(target?: unknown, options?: string | DirOptions): Document;
export function dir(...args: readonly [target?: unknown, options?: string | DirOptions]): Document {
  const [target, options = ""] = args;
  const text = typeof options === "string" ? options : attempt(() => options?.filter, "");
  const keep = filterOf(typeof text === "string" ? text : "");
  if (args.length === 0 || (target === undefined && args.length > 1))
    return listing("Modules of Nabla", modules(), keep);
  const own = lookup(target);
  const entry = own.entries.find((found) => membersOf(found).length > 0);
  const title = entry === undefined ? "" : own.instance ? `a ${code(entry.name)}` : titleOf(entry);
  if (entry !== undefined) return listing(title, membersOf(entry), keep);
  if (typeof target === "string") return textListing(target, own.entries, keep);
  return isObject(target) ? objectListing(target, keep) : nothingIn(target);
}

const modules = (): readonly Entry[] => allEntries.filter(({ kind }) => kind === "module");

interface Named {
  readonly name: string;
  readonly summary: string;
}

/** Text without `*` may stand anywhere in the name or summary, with `*` it is the whole name. */
function filterOf(filter: string): (item: Named) => boolean {
  const text = filter.trim().toLowerCase().slice(0, 200);
  if (text === "") return () => true;
  if (!/[*?]/.test(text)) return ({ name, summary }) => `${name}\n${summary}`.toLowerCase().includes(text);
  const parts = text.split(/\*+/).map((part) => part.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("?", "."));
  const pattern = new RegExp(`^${parts.join(".*")}$`);
  return ({ name }) => pattern.test(name.toLowerCase());
}

const ORDER: readonly Kind[] = [
  "module",
  "namespace",
  "class",
  "function",
  "method",
  "property",
  "constant",
  "member",
  "type",
  "error",
  "topic",
];

function listing(title: string, entries: readonly Entry[], keep: (item: Named) => boolean): Document {
  const last = ({ name }: Entry): string => name.slice(name.lastIndexOf(".") + 1);
  const kept = entries.filter((entry) => {
    const name = last(entry);
    return !name.startsWith("_") && keep({ name, summary: withTexts(entry).summary });
  });
  const groups = ORDER.map((kind) => kept.filter((entry) => entry.kind === kind)).filter((group) => group.length > 0);
  const names = groups.flat().map((entry) => (entry.kind === "module" ? entry.name : last(entry)));
  const blocks = groups.flatMap((group): Block[] => {
    const { kind } = group[0];
    const count = group.length > 12 ? ` (${group.length})` : "";
    const head = kind === "module" ? [] : [heading(2, PLURALS[kind] + count)];
    return [...head, summaryTable(group, kind === "module", true)];
  });
  return new Document([heading(1, title), ...(blocks.length > 0 ? blocks : [paragraph(emptyText(entries))])], names);
}

const emptyText = (all: readonly unknown[]): string =>
  all.length === 0 ? "Nothing." : `None of ${all.length} names fits.`;

function textListing(text: string, found: readonly Entry[], keep: (item: Named) => boolean): Document {
  if (found.length > 0) {
    const [{ name }] = found;
    return new Document([
      heading(1, titleOf(found[0])),
      paragraph(`It has no names in it; ${code(`help(${JSON.stringify(name)})`)} says what it is.`),
    ]);
  }
  if (/[*?]/.test(text)) return wildcardListing(text);
  const near = nearNames(text, 5).filter(keep);
  const title = heading(1, `Nothing is named ${plain(shortText(text))}`);
  const hint = paragraph(`${code("dir()")} lists the modules.`);
  return new Document([
    title,
    ...(near.length === 0 ? [] : [heading(2, "Did you mean"), summaryTable(near, true)]),
    hint,
  ]);
}

/** `dir("*norm*")` and `dir("random.*norm*")` look through all names. */
function wildcardListing(pattern: string): Document {
  const whole = filterOf(pattern);
  const found = allEntries.filter(
    (entry) =>
      entry.of === undefined &&
      entry.kind !== "member" &&
      [entry.name, entry.name.slice(entry.name.lastIndexOf(".") + 1)].some((name) => whole({ name, summary: "" })),
  );
  const names = found.map(({ name }) => name);
  const title = heading(1, `Names like ${code(shortText(pattern))}`);
  return new Document([title, found.length === 0 ? paragraph("None.") : summaryTable(found, true, true)], names);
}

// ---------------------------------------------------------------- any object

/** So many properties are listed of one object. */
const MOST = 500;

function objectListing(target: object, keep: (item: Named) => boolean): Document {
  const kind = kindOfValue(target);
  const found = propertiesOf(target).filter(({ name }) => !name.startsWith("_"));
  const kept = found.filter(keep);
  const isMethod = ({ summary }: Named): boolean => /^(?:function|class)\b/.test(summary);
  const groups: readonly (readonly [string, readonly Named[]])[] = [
    ["Properties", kept.filter((item) => !isMethod(item))],
    ["Functions", kept.filter(isMethod)],
  ];
  const blocks = groups.flatMap(([title, items]): Block[] => {
    if (items.length === 0) return [];
    const rows = items.map(({ name, summary }) => [code(name), plain(summary)]);
    return [heading(2, title), table(rows, [], true)];
  });
  const of = entryOfInstance(target);
  return new Document(
    [
      heading(1, of === undefined ? plain(kind) : `a ${code(of.name)}`),
      ...(blocks.length > 0 ? blocks : [paragraph(emptyText(found))]),
    ],
    groups.flatMap(([, items]) => items.map(({ name }) => name)),
  );
}

/** Own and inherited ones with what they are; getters are not called, and what all objects have is left out. */
function propertiesOf(target: object): Named[] {
  const found = new Map<string, string>();
  const ends: readonly unknown[] = [Object.prototype, Function.prototype, Array.prototype];
  for (const owner of [target, ...prototypesOf(target)]) {
    if (ends.includes(owner)) break;
    const keys = attempt(() => Object.getOwnPropertyNames(owner), []);
    for (const key of keys.slice(0, MOST)) {
      const hidden =
        key === "constructor" ||
        (typeof owner === "function" && /^(?:length|name|prototype|arguments|caller)$/.test(key));
      if (hidden || found.has(key) || (Array.isArray(owner) && key === "length")) continue;
      found.set(key, propertyText(owner, key));
    }
  }
  return [...found].slice(0, MOST).map(([name, summary]) => ({ name, summary }));
}

function propertyText(owner: object, key: string): string {
  const descriptor = attempt(() => Object.getOwnPropertyDescriptor(owner, key), undefined);
  if (descriptor === undefined) return "cannot be read";
  if (descriptor.get !== undefined) return "computed when it is read";
  const value: unknown = descriptor.value;
  if (typeof value !== "function") return shortText(value);
  const known = lookup(value).entries[0];
  if (known !== undefined) return `function: ${withTexts(known).summary}`;
  return isClass(value) ? "class" : "function";
}

function nothingIn(target: unknown): Document {
  const kind = kindOfValue(target);
  const entry = entryOf("tensor");
  const hint =
    /^(?:number|boolean)$/.test(kind) && entry !== undefined
      ? ` ${code('dir("Tensor")')} lists what tensors have.`
      : "";
  return new Document([heading(1, code(shortText(target))), paragraph(`It has no names in it.${hint}`)]);
}
