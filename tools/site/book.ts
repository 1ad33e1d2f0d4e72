/** The book as the site shows it: its cells, and which names each of them uses. */
import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Block } from "../../src/help/block.ts";
import type { Entry } from "../../src/help/entry.ts";
import type { Note } from "../book/note.ts";
import { type Cell, readSheet, type Sheet, type Statement } from "../book/sheet.ts";
import { root } from "../entries.ts";
import { groupBy } from "./groups.ts";
import { meaningsOf, type Scope, scopeOfImports } from "./names.ts";
import { type Result, runChapter, type Shown, textOf } from "./run.ts";
import { tokensOf } from "./tokens.ts";

export interface Chapter {
  readonly path: string;
  readonly address: string;
  readonly title: string;
  /** The first words after the title. */
  readonly summary: string;
  readonly scope: Scope;
  readonly cells: readonly ChapterCell[];
}

export interface ChapterCell {
  readonly id: string;
  readonly isText: boolean;
  /** Markdown or code. */
  readonly text: string;
  /** Of the heading that the cell stands under. */
  readonly section: string;
  readonly outputs: readonly Output[];
  readonly uses: ReadonlySet<Entry>;
}

/** What a statement prints: text, the message of an error, a page of help, a figure. */
export type Output =
  | { readonly text: string; readonly throws: boolean }
  | { readonly blocks: readonly Block[] }
  | { readonly svg: string };

export interface Use {
  readonly chapter: Chapter;
  readonly cell: ChapterCell;
}

/** One after the other, since they run, in the order of the tour; chapters that are not in it come first. */
export async function readBook(): Promise<Chapter[]> {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { scripts: { tour: string } };
  const placeOf = (path: string): number => scripts.tour.indexOf(path);
  const paths = globSync("book/*.ts", { cwd: root }).toSorted((a, b) => placeOf(a) - placeOf(b));
  const chapters: Chapter[] = [];
  for (const path of paths) chapters.push(await readChapter(path));
  return chapters;
}

async function readChapter(path: string): Promise<Chapter> {
  const source = readFileSync(root + path, "utf8");
  const sheet = readSheet(source);
  const scope = scopeOfImports(source);
  const results = await runChapter(path, sheet);
  let section = "";
  const cells = sheet.cells.map((cell, index): ChapterCell => {
    const isText = cell.title === "[markdown]";
    const lines = cell.lines.map(({ text }) => (isText ? text.replace(/^\/\/ ?/, "") : text));
    const text = lines.join("\n");
    if (isText)
      section =
        text
          .match(/^##+ +(.*)$/gm)
          ?.at(-1)
          ?.replace(/^#+ +/, "") ?? section;
    const uses = new Set(isText ? [] : usesIn(text, scope));
    return { id: `cell-${index + 1}`, isText, text, section, outputs: outputsOf(sheet, cell, index, results), uses };
  });
  const [, title = basename(path, ".ts")] = /^# +(.*)$/m.exec(cells.find(({ isText }) => isText)?.text ?? "") ?? [];
  const [, summary = ""] = /^# .*\n\n([^]*?)(?:\n\n|$)/m.exec(cells[0]?.text ?? "") ?? [];
  const address = `book/${basename(path, ".ts")}.html`;
  return { path, address, title, summary: summary.replaceAll("\n", " "), scope, cells };
}

/** Imports use nothing yet. */
function usesIn(code: string, scope: Scope): Entry[] {
  const tokens = tokensOf(code.replace(/^import\s[^;]*;/gm, ""));
  return meaningsOf(tokens, scope).filter((entry) => entry !== undefined);
}

type Results = ReadonlyMap<number, Result>;

function outputsOf({ statements, cells }: Sheet, { lines }: Cell, index: number, results: Results): Output[] {
  const [first, last] = [lines[0]?.number ?? 0, cells[index + 1]?.lines[0]?.number ?? Infinity];
  return statements.flatMap((statement, i) => {
    const { line, isResult, note } = statement;
    if (line < first || line >= last) return [];
    const result = results.get(i) ?? {};
    const printed: Output[] = result.printed === undefined ? [] : [{ text: result.printed.trimEnd(), throws: false }];
    return isResult || note?.expectation.throws ? [...printed, ...outputOf(statement, result)] : printed;
  });
}

/** Notes have numbers as the author wants them read; what they do not say, or in part, is what came out just now. */
function outputOf({ note }: Statement, { value, thrown, printed }: Result): Output[] {
  const { toSVG, blocks } = (typeof value === "object" && value !== null ? value : {}) as Shown;
  if (thrown !== undefined) return [{ text: thrown, throws: true }];
  if (toSVG !== undefined) return [{ svg: toSVG.call(value) }];
  if (blocks !== undefined) return [{ blocks }];
  if (note !== undefined && printed === undefined) return [{ text: noteText(note), throws: note.expectation.throws }];
  return value === undefined ? [] : [{ text: textOf(value), throws: false }];
}

/** Later lines of a note are indented as far as `// => ` reaches. */
function noteText({ expectation: { text, tolerance } }: Note): string {
  const isRough = tolerance > 1e-6;
  const lines = text.split("\n").map((line, i) => (i === 0 ? line : line.replace(isRough ? /^ {1,3}/ : /^ /, "")));
  return (isRough ? "≈ " : "") + lines.join(isRough ? "\n  " : "\n");
}

/** Where the book uses each entry. */
export function usesOf(chapters: readonly Chapter[]): ReadonlyMap<Entry, readonly Use[]> {
  const uses = chapters.flatMap((chapter) =>
    chapter.cells.flatMap((cell) => [...cell.uses].map((entry) => ({ entry, use: { chapter, cell } }))),
  );
  const byEntry = groupBy(uses, ({ entry }) => entry);
  return new Map([...byEntry].map(([entry, found]) => [entry, found.map(({ use }) => use)]));
}
