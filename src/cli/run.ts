/** Runs programs in a conversation: book files cell by cell, any other file as one. */
import type { Conversation } from "./conversation.ts";

interface Cell {
  readonly title: string;
  readonly code: string;
  /** Line of its first line, counted from 0. */
  readonly line: number;
}

/** Runs a text and shows the value of each cell; stack traces call it `name`. Stops at the first error, which it throws. */
export async function runCells(conversation: Conversation, text: string, name?: string): Promise<void> {
  for (const { title, code, line } of readCells(text)) {
    if (title === "[markdown]") conversation.write(`\n${code.replace(/^\/\/ ?/gm, "").trim()}\n\n`);
    else await conversation.say("\n".repeat(line) + code, name);
  }
}

/** The text between `// %%` marks; a text without marks is one cell. */
export function readCells(text: string): Cell[] {
  const lines = text.replace(/^#!.*/, "").split(/\r?\n/);
  const marks = lines.flatMap((line, at) => (/^\/\/ ?%%/.test(line) ? [at] : []));
  const bounds = [...(marks[0] === 0 ? [] : [-1]), ...marks];
  return bounds.map((mark, index) => ({
    title: mark < 0 ? "" : lines[mark].replace(/^\/\/ ?%%/, "").trim(),
    code: lines.slice(mark + 1, bounds[index + 1]).join("\n"),
    line: mark + 1,
  }));
}
