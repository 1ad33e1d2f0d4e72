import type { Comment } from "acorn";
import { type Expectation, parseExpectation } from "./expect.ts";

/** A `// => …` comment with the `//    …` lines that continue it: what the statement before it prints. */
export interface Note {
  /** Place in the code. */
  readonly start: number;
  readonly column: number;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly expectation: Expectation;
}

const BEGINS = " =>";
const CONTINUES = "    ";

/** The notes among the comments of a sheet. */
export function readNotes(comments: readonly Comment[]): Note[] {
  const notes: Note[] = [];
  let lines: Comment[] = [];
  const close = (): void => {
    if (lines.length > 0) notes.push(toNote(lines));
    lines = [];
  };
  for (const comment of comments) {
    const { type, value } = comment;
    const last = lines.at(-1);
    const continues = type === "Line" && value.startsWith(CONTINUES) && last && lineOf(comment) === lineOf(last) + 1;
    if (!continues) close();
    if (continues || (type === "Line" && value.startsWith(BEGINS))) lines.push(comment);
  }
  close();
  return notes;
}

function toNote(lines: readonly Comment[]): Note {
  const { start, loc } = lines[0];
  const firstLine = lineOf(lines[0]);
  const text = lines.map(({ value }) => value.slice(BEGINS.length)).join("\n");
  const lastLine = firstLine + lines.length - 1;
  return { start, column: loc?.start.column ?? 0, firstLine, lastLine, expectation: parseExpectation(text) };
}

/** Line of a comment or statement, counted from 1. */
export function lineOf({ loc }: { readonly loc?: Comment["loc"] | null }): number {
  return loc?.start.line ?? 1;
}
