/** Tokens: what both syntaxes are cut into, so that one parser reads both. */
import type { Expression } from "../expression.ts";
import type { Source } from "./source.ts";

/**
 * number: a numeral · name: a letter, a Greek letter or a word that means something · operator · open, close: brackets, with the place
 * of their partner · bar: | or ‖, which may open or close · command: \frac and its like · separator: , ; & and ends of rows ·
 * value: an interpolated formula · end.
 */
export type TokenKind =
  | "number"
  | "name"
  | "operator"
  | "open"
  | "close"
  | "bar"
  | "command"
  | "separator"
  | "value"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Characters of the source from here to before there. */
  readonly start: number;
  readonly end: number;
  /** A subscript that is part of the name: the i of x_i. */
  readonly sub?: string;
  /** Set upright in LaTeX (`\operatorname`, `\mathrm`), or a word of text: not a product of letters. */
  readonly word?: true;
  /** Set in bold: a vector or matrix. */
  readonly bold?: true;
  readonly value?: Expression;
  /** The place of the other bracket. */
  match: number;
}

/** What closes what opens. */
const PARTNERS: Readonly<Record<string, string>> = {
  "(": ")",
  "[": "]",
  "{": "}",
  "⌊": "⌋",
  "⌈": "⌉",
  "⟨": "⟩",
  // \left| … \right|, \lvert … \rvert
  "left|": "right|",
  "left‖": "right‖",
  // \left. … \right|_{x=a}
  "left.": "right|",
};

/** Finds the partner of each bracket. @throws TensorError "syntax" when one has none */
export function matchBrackets(source: Source, tokens: readonly Token[]): void {
  const open: number[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token.kind === "open") open.push(at);
    if (token.kind !== "close") continue;
    const from = open.pop();
    if (from === undefined) {
      source.fail({
        position: token.start,
        expected: "a bracket that opens before",
        suggestion: "leave it out, or open one",
      });
    }
    const { text, start } = tokens[from];
    const wanted = PARTNERS[text] ?? text;
    if (wanted !== token.text) {
      source.fail({
        position: token.start,
        expected: `${spelled(wanted)} for the ${spelled(text)} at position ${start}`,
        suggestion: "close brackets in the reverse order of opening",
      });
    }
    tokens[from].match = at;
    token.match = from;
  }
  const left = open.pop();
  if (left !== undefined) {
    const { text, start } = tokens[left];
    source.fail({
      position: source.text.length,
      expected: `${spelled(PARTNERS[text] ?? text)} for the ${spelled(text)} at position ${start}`,
      suggestion: "close the bracket",
    });
  }
}

/** A bracket as the text has it. */
function spelled(text: string): string {
  if (text.startsWith("left") || text.startsWith("right")) return `"\\${text}"`;
  return text.length > 1 ? `"\\end{${text}}"` : `"${text}"`;
}
