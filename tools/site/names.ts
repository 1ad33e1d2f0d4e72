/** What the names in a piece of code mean. */
import { allEntries, catalog, entryOf, lastOf, ownerOf, plainName } from "../../src/help/catalog.ts";
import type { Entry } from "../../src/help/entry.ts";
import type { Token } from "./tokens.ts";

/** What a name that stands by itself means; undefined for one that the code declares. */
export type Scope = (name: string) => Entry | undefined;

const NAMED = /^(?:function|class|constant|namespace|type)$/;

const named = (name: string): Entry | undefined => {
  const entry = entryOf(name);
  return entry !== undefined && NAMED.test(entry.kind) ? entry : undefined;
};

/** In the documentation of an entry: what stands beside it, then what `nabla` exports, then types by their last name. */
export function scopeOf({ name, kind, modules }: Entry, code = ""): Scope {
  const own = declaredIn(code);
  const places = [
    kind === "class" ? name : "",
    ownerOf(name),
    ...modules.map((module) => module.replace(/^nabla\/?/, "")),
  ];
  return (asked) => {
    if (own.has(asked)) return undefined;
    const beside = places.filter((place) => place !== "").map((place) => named(`${place}.${asked}`));
    return beside.find((entry) => entry !== undefined) ?? named(asked) ?? typeNamed(asked);
  };
}

/** Of a module: what it imports from us. */
export function scopeOfImports(code: string): Scope {
  const imported = new Map<string, Entry>();
  for (const [, names, module] of code.matchAll(/import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+"nabla(?:\/(\w+))?"/g)) {
    for (const part of names.split(",")) {
      const [original, local = original] = part
        .trim()
        .replace(/^type\s+/, "")
        .split(/\s+as\s+/);
      const entry = named(`${module}.${original}`) ?? named(original);
      if (entry !== undefined) imported.set(local, entry);
    }
  }
  return (name) => imported.get(name);
}

const typeNamed = (name: string): Entry | undefined =>
  /^\p{Lu}/u.test(name) ? allEntries.find((entry) => entry.kind === "type" && lastOf(entry.name) === name) : undefined;

/** Names that the code makes itself: variables, functions and parameters. */
function declaredIn(code: string): ReadonlySet<string> {
  const lists = [
    ...code.matchAll(/\b(?:const|let|var|function|class)\s+(\w+)/g),
    ...code.matchAll(/\b(?:const|let|var)\s*[[{]([^\]}]*)[\]}]/g),
    ...code.matchAll(/\(([^()]*)\)\s*(?::[^=;{}]+)?=>/g),
    ...code.matchAll(/(\w+)\s*=>/g),
  ];
  return new Set(lists.flatMap(([, names]) => names.match(/[A-Za-z_$][\w$]*/g) ?? []));
}

/** What each token means, in the order of the tokens. */
export function meaningsOf(tokens: readonly Token[], scope: Scope): (Entry | undefined)[] {
  const meanings: (Entry | undefined)[] = tokens.map(() => undefined);
  const solid = tokens.flatMap(({ kind }, at) => (kind === "space" || kind === "comment" ? [] : [at]));
  solid.forEach((at, i) => {
    const { kind } = tokens[at];
    if (kind !== "name" && kind !== "type") return;
    const text = (offset: number): string => tokens[solid[i + offset]]?.text ?? "";
    const isKey = text(1) === ":" || (text(1) === "?" && text(2) === ":");
    if (isKey && text(-1) !== ".") return;
    meanings[at] =
      text(-1) === "." ? memberMeaning(tokens[at].text, text(-2), text(-3) === ".", scope) : scope(text(0));
  });
  return meanings;
}

/** What JavaScript brings along has members of its own. */
const FOREIGN =
  /^(?:Array|BigInt|console|Date|Float\d+Array|Int\d+Array|JSON|Map|Math|Number|Object|process|Promise|Set|String|Symbol|Uint\d+Array)$/;

function memberMeaning(name: string, owner: string, ownerIsMember: boolean, scope: Scope): Entry | undefined {
  if (FOREIGN.test(owner)) return undefined;
  const space = ownerIsMember ? undefined : scope(owner);
  if (space !== undefined && space.kind !== "function") return entryOf(`${space.name}.${name}`);
  return methodNamed(name);
}

/** The method of tensors, or the only one of that name. */
function methodNamed(name: string): Entry | undefined {
  const own = entryOf(`Tensor.${name}`);
  if (own !== undefined) return own.kind === "method" ? (entryOf(own.of ?? "") ?? own) : undefined;
  const methods = (catalog().byLast.get(plainName(name)) ?? []).filter(
    (entry) => entry.kind === "method" && lastOf(entry.name) === name,
  );
  return methods.length === 1 ? (entryOf(methods[0].of ?? "") ?? methods[0]) : undefined;
}
