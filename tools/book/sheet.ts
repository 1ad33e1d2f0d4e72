/** Reads a sheet: a TypeScript module in `// %%` cells, its top-level statements and what their `// =>` comments expect. */
import { stripTypeScriptTypes } from "node:module";
import { type Comment, type ModuleDeclaration, type Program, type Statement as Syntax, parse } from "acorn";
import { lineOf, type Note, readNotes } from "./note.ts";

export interface Sheet {
  /** The source without its types, every character where it was. */
  readonly code: string;
  readonly cells: readonly Cell[];
  readonly statements: readonly Statement[];
}

export interface Cell {
  /** Place of its `// %%` in the code; -1 for what stands before the first mark. */
  readonly start: number;
  /** What follows `// %%`; "[markdown]" makes the cell text. */
  readonly title: string;
  readonly lines: readonly Line[];
}

/** A line as a reader is to see it. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

export interface Statement {
  readonly line: number;
  readonly syntax: Syntax | ModuleDeclaration;
  /** An expression that ends its cell: its value is shown, as in a notebook. */
  readonly isResult: boolean;
  readonly note?: Note;
}

/** An error of the text itself, found before anything runs. */
export class SheetError extends Error {
  override readonly name = "SheetError";
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

export function readSheet(source: string): Sheet {
  const code = stripTypes(source);
  const comments: Comment[] = [];
  const { body } = parseModule(code, comments);
  const marks = comments.filter((comment) => isMark(comment));
  const notes = readNotes(comments);
  reject(notes[0]?.start < (body[0]?.start ?? Infinity) ? notes[0] : undefined, "follows no statement");
  const statements = body.map((syntax, index): Statement => {
    const next = body[index + 1]?.start ?? code.length;
    const endsCell = index === body.length - 1 || marks.some(({ start }) => syntax.end <= start && start < next);
    const [note, second] = notes.filter(({ start }) => syntax.start < start && start <= next);
    reject(second, "is the second one for its statement");
    reject(note?.start < syntax.end ? note : undefined, "stands inside a statement; put it after the end");
    return { line: lineOf(syntax), syntax, note, isResult: endsCell && syntax.type === "ExpressionStatement" };
  });
  const hidden = statements.flatMap((statement) => (showsWhenRun(statement, code) ? (statement.note ?? []) : []));
  return { code, statements, cells: readCells(source, marks, hidden) };
}

function isMark({ type, value, loc }: Comment): boolean {
  return type === "Line" && /^ ?%%/.test(value) && loc?.start.column === 0;
}

function reject(note: Note | undefined, message: string): void {
  if (note !== undefined) throw new SheetError(`this \`// =>\` ${message}`, note.firstLine);
}

/** Running the statement prints what its note says, so a reader need not see the note. */
function showsWhenRun({ isResult, note, syntax }: Statement, code: string): boolean {
  const { start, end } = syntax;
  return isResult || note?.expectation.throws === true || code.slice(start, end).includes("console.log(");
}

function stripTypes(source: string): string {
  try {
    return stripTypeScriptTypes(source);
  } catch (error) {
    const { message, stack } = error as Error;
    throw new SheetError(`SyntaxError: ${message}`, Number(/^:(\d+)/.exec(stack ?? "")?.[1] ?? 1));
  }
}

function parseModule(code: string, onComment: Comment[]): Program {
  try {
    return parse(code, { ecmaVersion: "latest", sourceType: "module", locations: true, onComment });
  } catch (error) {
    const { message, loc } = error as Error & { readonly loc: { readonly line: number } };
    throw new SheetError(`SyntaxError: ${message}`, loc.line);
  }
}

function readCells(source: string, marks: readonly Comment[], hidden: readonly Note[]): Cell[] {
  const lines = source.split(/\r?\n/).flatMap((text, index): Line[] => {
    const number = index + 1;
    const note = hidden.find(({ firstLine, lastLine }) => firstLine <= number && number <= lastLine);
    if (note === undefined) return [{ number, text }];
    const rest = number === note.firstLine ? text.slice(0, note.column).trimEnd() : "";
    return rest === "" ? [] : [{ number, text: rest }];
  });
  const bounds = [...marks.map(lineOf), Infinity];
  const cells = marks.map(({ start, value }, index): Cell => {
    const between = lines.filter(({ number }) => bounds[index] < number && number < bounds[index + 1]);
    return { start, title: value.replace(/^ ?%%/, "").trim(), lines: trimBlank(between) };
  });
  const before = trimBlank(lines.filter(({ number }) => number < bounds[0]));
  return before.length === 0 ? cells : [{ start: -1, title: "", lines: before }, ...cells];
}

function trimBlank(lines: readonly Line[]): readonly Line[] {
  const first = lines.findIndex(({ text }) => text.trim() !== "");
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(({ text }) => text.trim() !== "") + 1);
}
