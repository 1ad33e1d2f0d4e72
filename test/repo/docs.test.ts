/** What editors and `help` show of the public names: every function says what it is, shows a value and names its source. */
import { expect, test } from "vitest";
import { type PublicName, readExports, readTensorMembers } from "../../tools/exports/read.ts";

/** Functions that no paper or reference defines, with the reason. */
const WITHOUT_SOURCE: Readonly<Record<string, string>> = {
  defaultDtype: "a setting",
  setDefaultDtype: "a setting",
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

test("the methods of a tensor show what stands above their functions", () => {
  const members = readTensorMembers().filter(({ name }) => !PROTOCOL.test(name));
  expect(members.length).toBeGreaterThan(100);
  expect(members.filter(({ summary }) => summary.trim() === "").map(({ name }) => name)).toEqual([]);
});
