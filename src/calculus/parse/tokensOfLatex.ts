/** Cuts LaTeX into tokens. */
import { nearest } from "../../base/errors.ts";
import type { Expression } from "../expression.ts";
import { BRACKETS, FONTS, IGNORED, LETTERS, SIGNS, STRUCTURES } from "./commands.ts";
import { GREEK_NAMES, OPERATORS, SUPERSCRIPTS } from "./names.ts";
import { type Scope, words } from "./scope.ts";
import { HOLE, LONGEST_NUMERAL, type Source } from "./source.ts";
import type { Token } from "./token.ts";
import { isNear, Tokens } from "./tokensOfText.ts";

const NUMERAL = /\d+(?:\.\d+)?|\.\d+/y;
const COMMAND = /\\([A-Za-z]+|[^])/y;
const GROUP = /\s*\{([^{}]*)\}/y;
const SUBSCRIPT =
  /\s*_\s*(?:([A-Za-z0-9])|\{\s*([A-Za-z0-9]+)\s*\}|\{\s*\\(?:mathrm|text|mathit)\s*\{([A-Za-z0-9]+)\}\s*\}|\{\s*(\\[a-zA-Z]+)\s*\}|(\\[a-zA-Z]+))/y;
const BOLD = /\s*(?:\{\s*([A-Za-z0-9]+|\\[A-Za-z]+)\s*\}|([A-Za-z0-9]|\\[A-Za-z]+))/y;
const SPACE = /[\s~]+|%[^\n]*/y;

/** What a table says of a name, and not what all objects have. */
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

export function tokensOfLatex(source: Source, scope: Scope, values: readonly Expression[]): Token[] {
  return new LatexReader(source, scope, values).read();
}

class LatexReader {
  private readonly tokens: Tokens;
  private readonly source: Source;
  private readonly scope: Scope;
  private readonly values: readonly Expression[];
  private hole = 0;
  private at = 0;

  constructor(source: Source, scope: Scope, values: readonly Expression[]) {
    this.source = source;
    this.scope = scope;
    this.values = values;
    this.tokens = new Tokens(source);
  }

  read(): Token[] {
    const { text } = this.source;
    while (this.at < text.length) {
      if (this.match(SPACE) === undefined) this.one(text[this.at]);
    }
    return this.tokens.finish();
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source.text);
    if (found === null) return undefined;
    this.at = pattern.lastIndex;
    return found;
  }

  private one(character: string): void {
    const start = this.at;
    const { tokens } = this;
    const numeral = this.match(NUMERAL)?.[0];
    if (numeral !== undefined) {
      if (numeral.length > LONGEST_NUMERAL) {
        this.source.fail({
          position: start,
          expected: `a number of at most ${LONGEST_NUMERAL} digits`,
          got: `${numeral.length} digits`,
        });
      }
      tokens.add("number", numeral, start, this.at);
    } else if (character === "\\") this.command(start);
    else if (/[A-Za-z]/.test(character)) this.name(character, start, start + 1);
    else if (character === HOLE && this.hole < this.values.length) {
      tokens.add("value", HOLE, start, ++this.at, { value: this.values[this.hole++] });
    } else this.sign(character, start);
  }

  private sign(character: string, start: number): void {
    const { tokens } = this;
    this.at = start + 1;
    const plain = SUPERSCRIPTS.get(character);
    if (plain !== undefined) {
      tokens.add("operator", "^", start, start);
      tokens.add(/\d/.test(plain) ? "number" : "name", plain, start, this.at);
    } else if ("([{⌊⌈⟨".includes(character)) tokens.add("open", character, start, this.at);
    else if (")]}⌋⌉⟩".includes(character)) tokens.add("close", character, start, this.at);
    else if ("|‖∥".includes(character)) tokens.add("bar", character === "|" ? "|" : "‖", start, this.at);
    else if (",;&".includes(character)) tokens.add("separator", character, start, this.at);
    else if (OPERATORS.has(character)) tokens.add("operator", OPERATORS.get(character) as string, start, this.at);
    else if (GREEK_NAMES.has(character)) this.name(GREEK_NAMES.get(character) as string, start, this.at);
    else if (character !== "$" && character !== ".") {
      this.source.fail({ position: start, expected: "a number, a letter, a command, an operator or a bracket" });
    } else if (character === ".") {
      // A full stop ends a displayed formula.
      if (this.source.text.slice(this.at).trim() !== "")
        this.source.fail({ position: start, expected: "a digit after the point" });
    }
  }

  /** A name with a plain subscript; others are left to the parser. */
  private name(name: string, start: number, end: number, more: Partial<Token> = {}): void {
    this.at = end;
    // The subscript in \int^b_a and \int_a^\infty_b is none of the letter.
    const last = this.tokens.list.at(-1);
    if (name === "infinity" || (last?.kind === "operator" && last.text === "^")) {
      return this.tokens.add("name", name, start, end, more);
    }
    const from = this.at;
    const found = this.match(SUBSCRIPT);
    let sub = found?.[1] ?? found?.[2] ?? found?.[3];
    const command = found?.[4] ?? found?.[5];
    if (command !== undefined) {
      sub = LETTERS.get(command.slice(1));
      if (sub === undefined) this.at = from;
    }
    this.tokens.add("name", name, start, this.at, sub === undefined ? more : { ...more, sub });
  }

  private command(start: number): void {
    const { tokens, source } = this;
    const found = this.match(COMMAND);
    if (found === undefined) {
      return source.fail({ position: start, expected: "a command after the backslash", got: "the end" });
    }
    const name = found[1];
    const letter = LETTERS.get(name);
    const sign = own(SIGNS, name);
    const structure = own(STRUCTURES, name);
    if (IGNORED.has(name)) return;
    if (name === "\\") return tokens.add("separator", "\\\\", start, this.at);
    if (letter !== undefined) return this.name(letter, start, this.at, letter.length > 1 ? { word: true } : {});
    if (sign !== undefined) return tokens.add(sign[0], sign[1], start, this.at);
    if (FONTS.has(name)) return this.font(name);
    if (name === "operatorname" || name === "mathrm" || name === "text" || name === "textrm" || name === "textbf") {
      return this.upright(name, start);
    }
    if (name === "left" || name === "right") return this.fence(name, start);
    if (name === "begin" || name === "end") return this.environment(name, start);
    if (structure !== undefined) return tokens.add("command", structure, start, this.at);
    if (this.scope.isWord(name)) return this.name(name, start, this.at, { word: true });
    this.unknown(name, start);
  }

  private unknown(name: string, position: number): never {
    const commands = [...LETTERS.keys(), ...Object.keys(SIGNS), ...Object.keys(STRUCTURES), ...words];
    const close = nearest(name, commands).find((known) => isNear(name, known));
    return this.source.fail({
      position,
      expected: "a command of mathematics",
      got: `the unknown command "\\${name.slice(0, 40)}"`,
      suggestion:
        close === undefined ? `write \\operatorname{${name.slice(0, 20)}} for a name` : `did you mean "\\${close}"?`,
    });
  }

  /** \mathbf{x}: one letter, digit or declared name; of longer groups the font means nothing. */
  private font(name: string): void {
    const style: Partial<Token> = FONTS.get(name) === true ? { bold: true } : {};
    const start = this.at;
    const found = this.match(BOLD);
    const text = found?.[1] ?? found?.[2];
    if (text === undefined) return;
    const isWord = /^[A-Za-z0-9]{2,}$/.test(text);
    if (isWord && !this.scope.declares(text)) {
      this.at = start;
      return;
    }
    if (/^\d/.test(text)) return this.tokens.add("number", text, start, this.at, style);
    const letter = text.startsWith("\\") ? LETTERS.get(text.slice(1)) : text;
    if (letter === undefined) this.at = start;
    else this.name(letter, start, this.at, letter.length > 1 ? { ...style, word: true } : style);
  }

  /** \operatorname{tr}, \mathrm{d}, \text{if }. */
  private upright(command: string, start: number): void {
    const group = this.match(/\*?\s*(?:\{([^{}]*)\}|([A-Za-z]))/y);
    if (group === undefined) {
      this.source.fail({ position: this.at, expected: `a word in braces after "\\${command}"` });
    }
    const word = (group[1] ?? group[2]).replaceAll(/\\[,;! ]|[\s.,]/g, "");
    if (word === "" && command.startsWith("text")) return;
    if (!/^[A-Za-z][A-Za-z0-9]*$/.test(word)) {
      this.source.fail({ position: start, expected: "a word of letters", got: JSON.stringify(group[0]) });
    }
    this.name(word, start, this.at, word.length > 1 ? { word: true } : {});
  }

  private fence(side: "left" | "right", start: number): void {
    const found = this.match(/\s*(\\[A-Za-z]+|\\[|{}]|[^\s\\])/y);
    const text = found?.[1] ?? "";
    const sign = text.startsWith("\\") ? own(BRACKETS, text.slice(1)) : text;
    const kind = side === "left" ? "open" : "close";
    if (sign === "|" || sign === "‖" || sign === ".") {
      return this.tokens.add(kind, side === "right" && sign === "." ? "right|" : `${side}${sign}`, start, this.at);
    }
    const fits = side === "left" ? "([⌊⌈⟨" : ")]⌋⌉⟩";
    if (sign === undefined || sign === "" || !fits.includes(sign)) {
      this.source.fail({
        position: start,
        expected: `a bracket after "\\${side}"`,
        got: text === "" ? "the end" : `"${text}"`,
      });
    }
    this.tokens.add(kind, sign, start, this.at);
  }

  private environment(command: "begin" | "end", start: number): void {
    const group = this.match(GROUP);
    const name = group?.[1].trim().replace("*", "") ?? "";
    if (!["cases", "matrix", "pmatrix", "bmatrix", "vmatrix", "Vmatrix"].includes(name)) {
      this.source.fail({
        position: start,
        expected: "cases, pmatrix, bmatrix, vmatrix or matrix in braces",
        got: group === undefined ? "none" : `"${name.slice(0, 40)}"`,
      });
    }
    this.tokens.add(command === "begin" ? "open" : "close", name, start, this.at);
  }
}
