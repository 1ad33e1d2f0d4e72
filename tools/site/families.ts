/** Names that are declared in one file belong together; the comment on top of the file says to what. */
import { readFileSync } from "node:fs";
import { allEntries } from "../../src/help/catalog.ts";
import type { Entry } from "../../src/help/entry.ts";
import { root } from "../entries.ts";
import { hasPage } from "./address.ts";
import { groupBy } from "./groups.ts";

export interface Family {
  /** "Least squares" of `src/ops/linalg/leastSquares.ts`. */
  readonly title: string;
  readonly text: string;
  /** Those with a page. */
  readonly entries: readonly Entry[];
}

export const fileOf = ({ place = "" }: Entry): string => place.replace(/:.*$/, "");

/** The core declares what it adds derivatives up with. */
const HOMES: ReadonlyMap<string, string> = new Map([["src/core/elementwise.ts", "src/ops/arithmetic.ts"]]);

/** The file of its family. */
export const homeOf = (entry: Entry): string => HOMES.get(fileOf(entry)) ?? fileOf(entry);

const ACRONYM = /^(?:lu|qr|vjp)$/;

/** By file, in the order of their titles. */
export const families: ReadonlyMap<string, Family> = new Map(
  [...groupBy(allEntries.filter(hasPage), homeOf)]
    .filter(([file]) => file.startsWith("src/"))
    .map(([file, entries]): [string, Family] => [file, { title: titleOf(file), text: textOf(file), entries }])
    .toSorted(([, a], [, b]) => (a.title < b.title ? -1 : 1)),
);

export const familyOf = (entry: Entry): Family | undefined => families.get(homeOf(entry));

function titleOf(file: string): string {
  const words = (/([^/]+)\.ts$/.exec(file)?.[1] ?? file).replace(/\p{Lu}/gu, (letter) => ` ${letter.toLowerCase()}`);
  return ACRONYM.test(words) ? words.toUpperCase() : words[0].toUpperCase() + words.slice(1);
}

/** Of the comment on top, what comes before a blank line. */
function textOf(file: string): string {
  const [, comment = ""] = /^(?:\/\/\/.*\n)*\/\*\*([\s\S]*?)\*\//.exec(readFileSync(root + file, "utf8")) ?? [];
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\*? ?/, "").trim());
  const text = lines.join("\n").trim().split("\n\n")[0];
  return text.startsWith("@") ? "" : text.replaceAll("\n", " ");
}
