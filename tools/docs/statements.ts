/** Examples as lists of statements, ready to run: types stripped, and beside each what it prints. */
import type { Statement } from "../../src/help/entry.ts";
import { readSheet, SheetError } from "../book/sheet.ts";
import { docBlocks } from "../examples/extract.ts";
import type { Comment } from "./comment.ts";

/** The examples of a comment, and what is wrong with those that cannot be read. */
export function readExamples({ raw }: Comment): { examples: Statement[][]; errors: string[] } {
  const read = docBlocks(raw).map(({ code }) => {
    try {
      return readStatements(code.map(([, line]) => line).join("\n"));
    } catch (error) {
      if (error instanceof SheetError) return `@example: ${error.message}`;
      throw error;
    }
  });
  return {
    examples: read.filter((example) => typeof example !== "string"),
    errors: read.filter((example) => typeof example === "string"),
  };
}

export function readStatements(source: string): Statement[] {
  const { code, statements } = readSheet(source);
  return statements.map(({ syntax, note }) => ({
    code: strip(source, code, syntax.start, syntax.end),
    ...(note && { prints: (note.expectation.tolerance > 1e-6 ? "≈ " : "") + note.expectation.text }),
    ...(note?.expectation.throws && { throws: true }),
  }));
}

/** The characters that were types are spaces in the code and something else in the source. */
function strip(source: string, code: string, start: number, end: number): string {
  let text = "";
  for (let i = start; i < end; i++) {
    const isType = code[i] === " " && source[i] !== " ";
    const isGap = code[i] === " " && i + 1 < end && code[i + 1] === " " && source[i + 1] !== " ";
    if (!isType && !isGap) text += code[i];
  }
  return text.replace(/;$/, "");
}
