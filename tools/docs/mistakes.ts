/** What a comment gets wrong or leaves out. */
import type { Entry } from "../../src/help/entry.ts";
import { mathMistake } from "./math.ts";
import { codeOf } from "./throws.ts";

/** Functions that no paper or reference defines, with the reason. */
const WITHOUT_SOURCE: Readonly<Record<string, string>> = {
  defaultDtype: "a setting",
  setDefaultDtype: "a setting",
  setThreads: "a setting",
  threads: "a setting",
};

/** Each as `sum: the parameter axis has no text`. */
export function findMistakes(entries: readonly Entry[]): string[] {
  const names = new Set(entries.map(({ name }) => name));
  return entries.flatMap((entry, i) =>
    [
      ...(entry.name === entries[i + 1]?.name ? ["a second thing of this name"] : []),
      ...ofSummary(entry),
      ...ofCallable(entry),
      ...ofReferences(entry, names),
    ].map((text) => `${entry.name}: ${text}`),
  );
}

function ofSummary({ summary, kind, of }: Entry): string[] {
  if (of !== undefined) return []; // said at the function
  if (summary === "") return ["no summary"];
  const inWords = /\p{L}{2,}.*\p{L}{2,}/su.test(summary);
  return [
    ...(/[.…]$/.test(summary) ? [] : ["the summary is no sentence that ends with a period"]),
    ...(inWords || kind === "member" || kind === "property" ? [] : ["the summary is a formula; say it in words"]),
  ];
}

/** What is called needs more than a summary. */
const CALLABLE: ReadonlySet<string> = new Set(["function", "class", "method"]);

function ofCallable(entry: Entry): string[] {
  const { kind, name, of, params = [], signatures = [], returns, examples = [], source } = entry;
  if (of !== undefined) return [];
  const isShown =
    examples.length > 0 && examples.every((example) => example.some(({ prints }) => prints !== undefined));
  const example = isShown ? [] : [examples.length === 0 ? "no @example" : "an @example without a value"];
  if (kind === "error") return example;
  if (!CALLABLE.has(kind)) return [];
  const silent = params.filter(({ text }) => text === "");
  const hasValue = kind !== "class" && !signatures.every((signature) => signature.endsWith("): void"));
  const isSourced = kind !== "function" || source !== undefined || name in WITHOUT_SOURCE;
  return [
    ...silent.map((param) => `the parameter ${param.name} has no text`),
    ...(hasValue && returns === undefined ? ["no @returns"] : []),
    ...(isSourced ? [] : ["no @source"]),
    ...example,
  ];
}

function ofReferences({ throws = [], see = [], math = [], peers = [] }: Entry, names: ReadonlySet<string>): string[] {
  const strange = throws.filter((item) => !names.has(`error.${codeOf(item)}`));
  const lost = see.filter((name) => !names.has(name));
  const bare = peers.filter((peer) => !/^[a-z]\w*(\.\w+)+$/i.test(peer));
  const broken = math.flatMap((latex) => mathMistake(latex) ?? []);
  return [
    ...strange.map((item) => `@throws begins with no error code: ${item}`),
    ...lost.map((name) => `@see ${name}: no such name`),
    ...bare.map((peer) => `@peers ${peer}: no dotted name`),
    ...broken.map((text) => `@math: ${text}`),
  ];
}
