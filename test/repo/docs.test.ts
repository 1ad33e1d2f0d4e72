/** What editors, `help` and the site show of the public names: complete, and what the sources say. */
import { expect, test } from "vitest";
import { entries as committed } from "../../src/help/data.ts";
import type { Entry } from "../../src/help/entry.ts";
import { extract } from "../../tools/docs/extract.ts";
import { findMistakes } from "../../tools/docs/mistakes.ts";
import { entries as modules, root } from "../../tools/entries.ts";
import { isBindable } from "../../tools/names.ts";

const { entries, mistakes } = extract();
const byName = new Map(entries.map((entry) => [entry.name, entry]));
const last = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** A function with the op that it applies to each element. */
interface Applies {
  readonly op?: { readonly definition?: { readonly domain?: object } };
}

const loaded = await Promise.all(
  modules.map(async ({ name, source }) => [name, (await import(root + source)) as Record<string, Applies>] as const),
);

test("every part of every name is there", () => {
  expect([...mistakes, ...findMistakes(entries)]).toEqual([]);
});

test("src/help/data.ts is what the sources say", () => {
  expect(committed).toEqual(entries);
});

test.for(loaded)("what %s exports has an entry, which is of a value", ([module, values]) => {
  const isValue = ({ kind }: Entry): boolean => ["function", "class", "constant", "namespace"].includes(kind);
  const own = entries.filter((entry) => entry.modules.includes(module) && isValue(entry));
  const documented = new Set(own.map(({ name }) => last(name)));
  const names = Object.keys(values).filter(isBindable); // `var` is a method of tensors only
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !documented.has(name))).toEqual([]);
});

test("every method of a tensor has an entry, which leads to its function", async () => {
  const { Tensor } = await import("nabla");
  const methods = Object.keys(await import("../../src/ops/methods.ts"));
  const own = Object.getOwnPropertyNames(Tensor.prototype);
  const shown = own.filter(
    (name) => !["constructor", "toString", "toJSON", "isConcrete", "array", "concrete"].includes(name),
  );
  expect(shown.length).toBeGreaterThan(150);
  expect(shown.filter((name) => !byName.has(`Tensor.${name}`))).toEqual([]);
  expect(methods.filter((name) => byName.get(`Tensor.${name}`)?.of === undefined)).toEqual([]);
  const lost = entries.filter(({ of }) => of !== undefined && !byName.has(of));
  expect(lost.map(({ name }) => name)).toEqual([]);
});

test("elementwise functions tell their parameters by the names that their errors use", () => {
  const functions = entries.filter(({ kind }) => kind === "function");
  const wrong = loaded.flatMap(([module, exported]) =>
    Object.entries(exported).flatMap(([name, value]) => {
      const { domain } = value.op?.definition ?? {};
      if (domain === undefined) return [];
      const entry = functions.find((each) => each.modules.includes(module) && last(each.name) === name);
      const told = (entry?.params ?? []).map((param) => param.name);
      return String(told) === String(Object.keys(domain)) ? [] : [`${name}: ${told.join(", ")}`];
    }),
  );
  expect(wrong).toEqual([]);
});

/** Under the last part of its name, or in a namespace under the last two. */
function isIn(module: object, name: string): boolean {
  const parts = name.split(".");
  const space = (module as Readonly<Record<string, object | undefined>>)[parts.at(-2) ?? ""] ?? {};
  return last(name) in module || last(name) in space;
}

test("values can be imported from the modules that they name, under the last part of their name", () => {
  const exported = new Map(loaded);
  const isValue = ({ kind, signatures = [] }: Entry): boolean =>
    ["function", "constant", "namespace"].includes(kind) || signatures.some((text) => text.startsWith("new "));
  const values = entries.filter(isValue);
  const lost = values.flatMap(({ name, modules: all }) =>
    all.filter((module) => !isIn(exported.get(module) ?? {}, name)).map((module) => `${module}: ${name}`),
  );
  expect(values.length).toBeGreaterThan(300);
  expect(lost).toEqual([]);
});
