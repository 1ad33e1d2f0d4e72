/** Functions of others: what their text tells of their parameters. */
import { isClass, nameOf, textOf } from "./safe.ts";

/** `area(width, height = 1)`, as it was written. */
export function writtenSignature(f: object): string {
  const text = textOf(f);
  const name = nameOf(f) || "anonymous";
  if (text === undefined) return `${name}(…)`;
  const [start, open] = isClass(f) ? ["new ", /\bconstructor\s*\(/] : ["", /\(/];
  const single = /^(?:async\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=>/u.exec(text);
  if (single !== null) return `${name}(${single[1]})`;
  const from = open.exec(text);
  if (from === null) return `${start}${name}()`;
  const begin = from.index + from[0].length;
  const parameters = text.slice(begin, endOf(text, begin)).replace(/\s+/g, " ");
  return `${start}${name}(${parameters.replace(/ (?=[,)])|,?\s*$/g, "").trim()})`;
}

/** Where the bracket closes that was opened before `begin`; strings and comments may hold brackets too. */
function endOf(text: string, begin: number): number {
  const token = /\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[()[\]{}]/g;
  token.lastIndex = begin;
  let depth = 1;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (/^[([{]$/.test(match[0])) depth++;
    else if (/^[)\]}]$/.test(match[0])) depth--;
    if (depth === 0) return match.index;
  }
  return text.length;
}

/** More is cut off. */
const MOST_LINES = 60;

/** The text, without the indentation that it has where it stands. */
export function writtenText(f: object): string | undefined {
  const text = textOf(f);
  if (text === undefined) return undefined;
  const lines = text.split("\n");
  const indents = lines.slice(1).flatMap((line) => (line.trim() === "" ? [] : [/^\s*/.exec(line)?.[0].length ?? 0]));
  const indent = Math.min(...indents, 40);
  const shown = lines.slice(0, MOST_LINES).map((line, i) => (i === 0 ? line : line.slice(indent)).slice(0, 400));
  return lines.length > MOST_LINES ? `${shown.join("\n")}\n…` : shown.join("\n");
}
