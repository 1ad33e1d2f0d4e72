import type { Sheet, Statement } from "./sheet.ts";

/** Text to put in at a place of the code. */
type Insertion = readonly [at: number, text: string];

/**
 * The sheet's code with calls to the global `__cell__` (a Session) around its statements. Nothing moves to another line, so a
 * stack trace names the author's own lines.
 */
export function instrument({ code, cells, statements }: Sheet): string {
  const insertions: Insertion[] = [
    ...cells.map(({ start }, index): Insertion => [Math.max(start, 0), `__cell__.enter(${index}); `]),
    ...statements.flatMap(wrap),
  ];
  return splice(code, insertions);
}

function wrap(statement: Statement, index: number): Insertion[] {
  const { syntax, note } = statement;
  const { start, end, type } = syntax;
  const isModuleSyntax = type.startsWith("Import") || type.startsWith("Export");
  const begin: Insertion = [start, isModuleSyntax ? "" : `__cell__.begin(${index}); `];
  const done = "; __cell__.done();";
  if (note?.expectation.throws) {
    return [begin, [start, "try { "], [end, ` } catch (error) { __cell__.threw(error); }${done}`]];
  }
  const value = valueOf(statement);
  if (value !== undefined) return [begin, [value.start, "__cell__.value(("], [value.end, "))"]];
  return note === undefined ? [begin] : [begin, [end, done]];
}

/** The expression whose value the statement shows or states. */
function valueOf({ syntax, note }: Statement): { readonly start: number; readonly end: number } | undefined {
  if (syntax.type === "ExpressionStatement") return syntax.expression;
  if (syntax.type === "VariableDeclaration" && note) return syntax.declarations.at(-1)?.init ?? undefined;
  return undefined;
}

function splice(code: string, insertions: readonly Insertion[]): string {
  const sorted = insertions.toSorted(([a], [b]) => a - b);
  const pieces = sorted.map(([at, text], index) => text + code.slice(at, sorted[index + 1]?.[0]));
  return code.slice(0, sorted[0]?.[0]) + pieces.join("");
}
