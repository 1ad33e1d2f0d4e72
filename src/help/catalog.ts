/** What the documentation holds, by name. */
import { entries } from "./data.ts";
import type { Entry } from "./entry.ts";
import { ownerOf } from "./rows.ts";

export { ownerOf } from "./rows.ts";

/** Made on first use. */
interface Catalog {
  readonly byName: ReadonlyMap<string, Entry>;
  /** By the plain form of the whole name. */
  readonly byPlainName: ReadonlyMap<string, readonly Entry[]>;
  /** By the plain form of what stands behind the last dot. */
  readonly byLast: ReadonlyMap<string, readonly Entry[]>;
  readonly children: ReadonlyMap<string, readonly Entry[]>;
}

let made: Catalog | undefined;

export function catalog(): Catalog {
  made ??= {
    byName: new Map(entries.map((entry) => [entry.name, entry])),
    byPlainName: grouped(entries, ({ name }) => plainName(name)),
    byLast: grouped(entries, ({ name }) => plainName(lastOf(name))),
    children: grouped(entries, ({ name }) => ownerOf(name)),
  };
  return made;
}

function grouped(all: readonly Entry[], keyOf: (entry: Entry) => string): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of all) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
}

/** All of them, by name. */
export const allEntries: readonly Entry[] = entries;

export const entryOf = (name: string): Entry | undefined => catalog().byName.get(name);

/** `log_softmax`, `LogSoftmax` and `logSoftmax` are one. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[_\-\s]/g, "");

/** `solve` of `linalg.solve`. */
export const lastOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** With the texts of the function whose fluent face it is. */
export function withTexts(entry: Entry): Entry {
  const target = entry.of === undefined ? undefined : entryOf(entry.of);
  if (target === undefined) return entry;
  const { name, kind, modules, signatures = target.signatures, of } = entry;
  const params = target.params?.slice(1);
  return { ...target, name, kind, modules, signatures, of, params };
}

/** What a namespace, module, class or type holds. */
export function membersOf(entry: Entry): readonly Entry[] {
  if (entry.kind !== "module") return catalog().children.get(entry.name) ?? [];
  return entries.filter(
    ({ name, kind, modules }) =>
      modules.includes(entry.name) && !/^(?:module|error|topic)$/.test(kind) && !isMember(name),
  );
}

/** Of a class or an interface, that is. */
function isMember(name: string): boolean {
  const owner = entryOf(ownerOf(name));
  return owner !== undefined && (owner.kind === "class" || owner.kind === "type" || owner.kind === "function");
}

/** Where it can be imported from, for people: `nabla/functional` repeats `nabla`. */
export function placesOf({ modules }: Entry): readonly string[] {
  return modules.includes("nabla") ? modules.filter((name) => name !== "nabla/functional") : modules;
}
