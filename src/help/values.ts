/** Which values have which names: functions, classes, namespaces and methods are known by identity. */
import * as nabla from "../entries/functional.ts";
import { allEntries, entryOf, lastOf, membersOf } from "./catalog.ts";
import type { Entry } from "./entry.ts";
import { attempt, isModule, isObject, nameOf, ownValue, prototypesOf } from "./safe.ts";

/** Names by value, made on first use. */
let names: Map<unknown, string> | undefined;
/** Modules that are known besides `nabla`. */
const introduced = /*@__PURE__*/ new Map<string, object>();

function known(): Map<unknown, string> {
  if (names === undefined) {
    names = new Map();
    names.set(nabla, "nabla");
    learn(names, nabla, "");
    for (const [module, namespace] of introduced) learn(names, namespace, prefixOf(module));
  }
  return names;
}

/** Makes the values of a module known. */
export function introduce(module: string, namespace: object): void {
  introduced.set(module, namespace);
  if (names !== undefined) learn(names, namespace, prefixOf(module));
}

/** Modules that are loaded only when somebody asks for what is in them. */
const LATER: Readonly<Record<string, () => Promise<object>>> = {
  "nabla/plot": () => import("../plot/index.ts"),
  "nabla/probability": () => import("../probability/index.ts"),
  "nabla/calculus": () => import("../calculus/methods.ts").then(() => import("../calculus/index.ts")),
};

/** What a module exports. */
export async function loadModule(module: string): Promise<object> {
  const there = introduced.get(module);
  if (there !== undefined) return there;
  const load = LATER[module];
  if (load !== undefined) introduce(module, await load());
  return (
    introduced.get(module) ??
    (nabla as unknown as Readonly<Record<string, object>>)[module.replace("nabla/", "")] ??
    nabla
  );
}

/** `linalg.` of `nabla/linalg`, nothing of `nabla/ops`: what stands before its names. */
function prefixOf(module: string): string {
  const [first] = allEntries.filter(({ modules, kind }) => kind === "function" && modules.includes(module));
  return first === undefined ? "" : first.name.slice(0, first.name.length - lastOf(first.name).length);
}

/** The values of a namespace, of the namespaces in it and the methods of its classes; what is known already stays. */
function learn(into: Map<unknown, string>, namespace: object, prefix: string): void {
  for (const key of attempt(() => Object.keys(namespace), [])) {
    const value = attempt(() => (namespace as Readonly<Record<string, unknown>>)[key], undefined);
    const entry = entryOf(prefix + key);
    if (entry === undefined || !(isObject(value) || typeof value === "symbol") || into.has(value)) continue;
    into.set(value, entry.name);
    if (entry.kind === "namespace") learn(into, value as object, `${entry.name}.`);
    if (entry.kind === "class") learnMethods(into, value as object, `${entry.name}.`);
  }
}

function learnMethods(into: Map<unknown, string>, type: object, prefix: string): void {
  const prototype = ownValue(type, "prototype");
  for (const owner of [type, prototype, ...prototypesOf(prototype)]) {
    if (!isObject(owner)) continue;
    for (const key of Object.getOwnPropertyNames(owner)) {
      const method = ownValue(owner, key);
      if (typeof method === "function" && entryOf(prefix + key) !== undefined && !into.has(method)) {
        into.set(method, prefix + key);
      }
    }
  }
}

/** The entry of a function, class, namespace, module or method, by identity. */
export function entryOfValue(value: unknown): Entry | undefined {
  const name = known().get(value);
  if (name !== undefined) return entryOf(name);
  return isObject(value) && isModule(value) ? entryOfModule(value) : undefined;
}

/** The module whose names a namespace object has; its values are known from then on. */
function entryOfModule(namespace: object): Entry | undefined {
  const keys = new Set(attempt(() => Object.keys(namespace), []));
  const found = allEntries.find((entry) => {
    if (entry.kind !== "module" || keys.size === 0) return false;
    const members = membersOf(entry).filter(({ kind }) => kind !== "type");
    const documented = new Set(members.map(({ name }) => lastOf(name)));
    const isThere = ({ name, kind }: Entry): boolean => kind === "class" || keys.has(lastOf(name)); // or exported as a type
    const strange = [...keys].filter((key) => !documented.has(key)).length;
    return strange <= UNDOCUMENTED && strange < keys.size && members.every(isThere);
  });
  if (found !== undefined) introduce(found.name, namespace);
  return found;
}

/** Exports that nobody can import by name, such as `var`. */
const UNDOCUMENTED = 2;

/** The class that made it, where it is one of ours. */
export function entryOfInstance(value: unknown): Entry | undefined {
  for (const prototype of prototypesOf(value)) {
    const maker = ownValue(prototype, "constructor");
    const name = typeof maker === "function" ? known().get(maker) : undefined;
    if (name !== undefined) return entryOf(name);
  }
  return undefined;
}

/** A function or class of a module that was not introduced, by the name that it has itself; it may be another one. */
export function entryOfOwnName(f: object): Entry | undefined {
  const name = nameOf(f);
  const found = allEntries.find(
    (entry) =>
      (entry.kind === "function" || entry.kind === "class") &&
      lastOf(entry.name) === name &&
      entry.modules.some((module) => module in LATER && !introduced.has(module)),
  );
  const length = ownValue(f, "length");
  return typeof length === "number" && length <= (found?.params?.length ?? 0) ? found : undefined;
}

/** All public names with their values, as examples use them: those of the namespaces, of `nabla`, and of one module more. */
export async function publicValues(module: string): Promise<Map<string, unknown>> {
  const spaces = Object.entries(nabla).filter(([name]) => entryOf(name)?.kind === "namespace");
  const inner = spaces.flatMap(([, space]) => Object.entries(space as object));
  const more = [...[...introduced.values()].flatMap(Object.entries), ...Object.entries(await loadModule(module))];
  return new Map([...inner, ...Object.entries(nabla), ...more] as [string, unknown][]);
}
