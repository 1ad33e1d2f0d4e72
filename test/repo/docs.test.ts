/** What editors and `help` show of the public names: every function says what it is, shows a value and names its source. */
import { expect, test } from "vitest";
import { entries, root } from "../../tools/entries.ts";
import { type PublicName, readExports, readTensorMembers } from "../../tools/exports/read.ts";

/** Functions that no paper or reference defines, with the reason. */
const WITHOUT_SOURCE: Readonly<Record<string, string>> = {
  defaultDtype: "a setting",
  setDefaultDtype: "a setting",
  setThreads: "a setting",
  threads: "a setting",
};
/** Members that consoles and JavaScript itself call. */
const PROTOCOL = /^(?:__@|toJSON$|constructor$)/;

const exported = [...readExports()];
const named = exported.flatMap(([entry, names]) => names.map((name) => ({ entry, ...name })));
const has = ({ tags }: PublicName, tag: string): boolean => tags.some(([name, text]) => name === tag && text !== "");
const places = (names: readonly (PublicName & { readonly entry: string })[]): string[] =>
  names.map(({ entry, name }) => `${entry}: ${name}`);

test("every entry exports functions", () => {
  const counts = exported.map(([, names]) => names.filter(({ callable }) => callable).length);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

test("every public name says what it is", () => {
  expect(places(named.filter(({ kind, summary }) => kind !== "namespace" && summary.trim() === ""))).toEqual([]);
});

test("every function and class has an example", () => {
  const shown = named.filter(({ callable, kind }) => callable || kind === "class");
  expect(places(shown.filter((name) => !has(name, "example")))).toEqual([]);
});

test("every example of a function states a value", () => {
  const silent = named.filter(
    ({ callable, tags }) => callable && !tags.some(([tag, text]) => tag === "example" && text.includes("// =>")),
  );
  expect(places(silent)).toEqual([]);
});

test("every function names its source", () => {
  const silent = named.filter((name) => name.callable && !has(name, "source") && !(name.name in WITHOUT_SOURCE));
  expect(places(silent)).toEqual([]);
});

/** A function with the op that it applies to each element. */
interface Applies {
  readonly op?: { readonly definition?: { readonly domain?: object } };
}

const modules = new Map(
  await Promise.all(
    entries.map(async ({ name, source }) => [name, (await import(root + source)) as Record<string, Applies>] as const),
  ),
);

/** Of elementwise functions the names that their errors tell; their type has x, y and z for all. */
function parametersOf({ entry, name, parameters }: PublicName & { readonly entry: string }): readonly string[] {
  const domain = modules.get(entry)?.[name]?.op?.definition?.domain;
  return domain === undefined ? parameters.map((parameter) => parameter.name) : Object.keys(domain);
}

/** What stands behind `@param name - `, by name. */
const described = ({ tags }: PublicName): ReadonlyMap<string, string> =>
  new Map(
    tags
      .filter(([tag]) => tag === "param")
      .map(([, text]) => /^([\w$]+)(?: - )?(.*)$/s.exec(text) ?? [text, text, ""])
      .map(([, name, text]) => [name, text]),
  );

test("every function says what it returns", () => {
  expect(places(named.filter((name) => name.callable && name.returns && !has(name, "returns")))).toEqual([]);
});

test("every function describes its parameters by name, and no others", () => {
  const wrong = named
    .filter(({ callable }) => callable)
    .flatMap((name) => {
      const own = parametersOf(name);
      const told = described(name);
      const silent = own.filter((parameter) => !told.get(parameter)).map((parameter) => `without ${parameter}`);
      const strange = [...told.keys()].filter((parameter) => !own.includes(parameter));
      return [...silent, ...strange.map((parameter) => `no such ${parameter}`)].map((text) => `${name.name}: ${text}`);
    });
  expect(wrong).toEqual([]);
});

test("every function names its options and their defaults", () => {
  const wrong = named.flatMap((name) =>
    name.parameters.flatMap((parameter) => {
      if (parameter.options.length === 0) return [];
      const text = described(name).get(parameter.name) ?? "";
      const silent = parameter.options.filter((option) => !text.includes(`\`${option}\``));
      return [...silent, ...(text.includes("default") ? [] : ["default"])].map((what) => `${name.name}: ${what}`);
    }),
  );
  expect(wrong).toEqual([]);
});

test("the methods of a tensor show what stands above their functions", () => {
  const members = readTensorMembers().filter(({ name }) => !PROTOCOL.test(name));
  expect(members.length).toBeGreaterThan(100);
  expect(members.filter(({ summary }) => summary.trim() === "").map(({ name }) => name)).toEqual([]);
});
