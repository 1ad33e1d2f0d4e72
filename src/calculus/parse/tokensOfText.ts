/** Cuts plain text into tokens. */
import { nearest } from "../../base/errors.ts";
import type { Expression } from "../expression.ts";
import { GREEK_NAMES, OPERATORS, SUBSCRIPTS, SUPERSCRIPTS } from "./names.ts";
import { type Scope, words } from "./scope.ts";
import { HOLE, LONGEST_NUMERAL, type Source } from "./source.ts";
import { matchBrackets, type Token, type TokenKind } from "./token.ts";

/** Several characters that are one operator. */
const DIGRAPHS: Readonly<Record<string, string>> = {
  "**": "^",
  "<=": "≤",
  ">=": "≥",
  "!=": "≠",
  "==": "=",
  "->": "→",
  "||": "‖",
};

/** Longer runs of letters are no products. */
const LONGEST_PRODUCT = 3;

/** A list of tokens that is growing. */
export class Tokens {
  readonly list: Token[] = [];
  readonly source: Source;

  constructor(source: Source) {
    this.source = source;
  }

  add(kind: TokenKind, text: string, start: number, end: number, more: Partial<Token> = {}): void {
    this.list.push({ kind, text, start, end, match: -1, ...more });
  }

  /** Ends the list and finds the partners of brackets. */
  finish(): Token[] {
    const { length } = this.source.text;
    this.add("end", "", length, length);
    matchBrackets(this.source, this.list);
    return this.list;
  }
}

const NUMERAL = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z]+/y;
const WORD_WITH_DIGITS = /[A-Za-z][A-Za-z0-9_]*/y;
const SUBSCRIPT = /_(?:(\p{L}|\d+)|\{([A-Za-z0-9]+)\})/uy;
const SPACE = /\s+/y;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

export function tokensOfText(source: Source, scope: Scope, values: readonly Expression[]): Token[] {
  const { text } = source;
  const tokens = new Tokens(source);
  let hole = 0;
  for (let at = 0; at < text.length; ) {
    const character = text[at];
    const numeral = match(NUMERAL, text, at)?.[0];
    if (match(SPACE, text, at) !== null) at = SPACE.lastIndex;
    else if (character === HOLE && hole < values.length) {
      tokens.add("value", HOLE, at, at + 1, { value: values[hole++] });
      at += 1;
    } else if (numeral !== undefined) {
      if (numeral.length > LONGEST_NUMERAL) {
        source.fail({
          position: at,
          expected: `a number of at most ${LONGEST_NUMERAL} digits`,
          got: `${numeral.length} digits`,
        });
      }
      tokens.add("number", numeral, at, at + numeral.length);
      at += numeral.length;
    } else if (/[A-Za-z]/.test(character)) at = word(tokens, scope, at);
    else at = sign(tokens, at);
  }
  return tokens.finish();
}

/** A run of letters: a name that is known, or a product of letters. */
function word(tokens: Tokens, scope: Scope, at: number): number {
  const { text } = tokens.source;
  const long = match(WORD_WITH_DIGITS, text, at)?.[0] ?? "";
  for (const whole of [long, long.split("_", 1)[0]]) {
    if (whole.length > 1 && (scope.declares(whole) || scope.isWord(whole))) {
      return named(tokens, whole, at, at + whole.length);
    }
  }
  const letters = match(WORD, text, at)?.[0] ?? "";
  if (letters.length === 1 || scope.declares(letters) || scope.isWord(letters)) {
    return named(tokens, letters, at, at + letters.length);
  }
  const rest = letters.slice(1);
  if (letters.startsWith("d") && rest.length > 1 && (scope.declares(rest) || scope.isGreek(rest))) {
    tokens.add("name", "d", at, at + 1);
    return named(tokens, rest, at + 1, at + letters.length);
  }
  complainOf(tokens.source, letters, at);
  for (let place = 0; place < letters.length - 1; place++) {
    tokens.add("name", letters[place], at + place, at + place + 1);
  }
  return named(tokens, letters[letters.length - 1], at + letters.length - 1, at + letters.length);
}

/** A name with the subscript that follows. */
function named(tokens: Tokens, name: string, start: number, end: number): number {
  const { text } = tokens.source;
  const raised = match(SUBSCRIPT, text, end);
  const more: Partial<Token> = name.length > 1 ? { word: true } : {};
  if (raised !== null) {
    const sub = raised[1] ?? raised[2];
    tokens.add("name", name, start, SUBSCRIPT.lastIndex, { ...more, sub: GREEK_NAMES.get(sub) ?? sub });
    return SUBSCRIPT.lastIndex;
  }
  let stop = end;
  let sub = "";
  for (let low = SUBSCRIPTS.get(text[stop]); low !== undefined; low = SUBSCRIPTS.get(text[++stop])) sub += low;
  tokens.add("name", name, start, stop, sub === "" ? more : { ...more, sub });
  return stop;
}

/** Words that are neither names nor short enough for products. */
function complainOf(source: Source, letters: string, position: number): void {
  const likely = misspelt(letters);
  if (likely === undefined && letters.length <= LONGEST_PRODUCT) return;
  const separate = letters.length > 8 ? "x y" : [...letters].join(" ");
  source.fail({
    position,
    expected: "a function, a declared symbol or a product of up to three letters",
    got: `"${letters.length > 40 ? `${letters.slice(0, 37)}...` : letters}"`,
    suggestion:
      likely === undefined
        ? `declare it with symbols: { ${letters.slice(0, 20)}: {} }, or write products with spaces: ${separate}`
        : `did you mean "${likely}"?`,
  });
}

/** The word that was probably meant: nearly the same letters, or a function without a space before or after. */
function misspelt(letters: string): string | undefined {
  if (letters.length > 20 || letters.length < 3) return undefined;
  const inside = words.find((known) => known.length > 1 && letters.startsWith(known));
  if (inside !== undefined && letters.length - inside.length === 1 && letters.length > 3) {
    const [close] = nearest(
      letters,
      words.filter((known) => known.length >= 3),
    );
    return letters.endsWith("e") && close === inside ? inside : `${inside} ${letters.slice(inside.length)}`;
  }
  const candidates = words.filter((known) => Math.abs(known.length - letters.length) <= 1);
  const close = nearest(letters, candidates).filter((known) => isNear(letters, known));
  const [best] = [
    ...close.filter((known) => known.length === letters.length && hasSameLetters(letters, known)),
    ...close,
  ];
  if (best !== undefined) return best;
  if (inside !== undefined && letters.length - inside.length <= 2) return `${inside} ${letters.slice(inside.length)}`;
  const after = words.find(
    (known) => known.length > 1 && letters.length - known.length <= 2 && letters.endsWith(known),
  );
  return after === undefined ? undefined : `${letters.slice(0, -after.length)} ${after}`;
}

/** One letter put in, left out or exchanged, or the same letters in another order, in words of four letters or more. */
export function isNear(a: string, b: string): boolean {
  if (Math.max(a.length, b.length) < 4 || Math.min(a.length, b.length) < 3) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let same = 0;
  while (same < short.length && short[same] === long[same]) same++;
  const rest = short.slice(same + (short.length === long.length ? 1 : 0));
  if (long.slice(same + 1) === rest) return true;
  return short.length === long.length && hasSameLetters(a, b);
}

const hasSameLetters = (a: string, b: string): boolean => [...a].sort().join("") === [...b].sort().join("");

function sign(tokens: Tokens, at: number): number {
  const { text } = tokens.source;
  const digraph = DIGRAPHS[text.slice(at, at + 2)];
  if (digraph !== undefined) {
    tokens.add(digraph === "‖" ? "bar" : "operator", digraph, at, at + 2);
    return at + 2;
  }
  const character = text[at];
  if (SUPERSCRIPTS.has(character)) return superscript(tokens, at);
  if ("([{⌊⌈⟨".includes(character)) tokens.add("open", character, at, at + 1);
  else if (")]}⌋⌉⟩".includes(character)) tokens.add("close", character, at, at + 1);
  else if ("|‖∥".includes(character)) tokens.add("bar", character === "|" ? "|" : "‖", at, at + 1);
  else if (",;".includes(character)) tokens.add("separator", character, at, at + 1);
  else if (OPERATORS.has(character)) tokens.add("operator", OPERATORS.get(character) as string, at, at + 1);
  else if (GREEK_NAMES.has(character)) return named(tokens, GREEK_NAMES.get(character) as string, at, at + 1);
  else {
    const isLatex = character === "\\";
    tokens.source.fail({
      position: at,
      expected: "a number, a name, an operator or a bracket",
      ...(isLatex ? { suggestion: "LaTeX is read by parseLatex and by formula" } : {}),
    });
  }
  return at + 1;
}

/** x² as x^{2}. */
function superscript(tokens: Tokens, at: number): number {
  const { text } = tokens.source;
  tokens.add("operator", "^", at, at);
  tokens.add("open", "{", at, at);
  let end = at;
  for (let plain = SUPERSCRIPTS.get(text[end]); plain !== undefined; plain = SUPERSCRIPTS.get(text[++end])) {
    if (/\d/.test(plain)) {
      const last = tokens.list[tokens.list.length - 1];
      const digits = last.kind === "number" && last.end === end ? last.text + plain : plain;
      if (digits !== plain) tokens.list.pop();
      tokens.add("number", digits, end + 1 - digits.length, end + 1);
    } else if (plain === "(" || plain === ")") tokens.add(plain === "(" ? "open" : "close", plain, end, end + 1);
    else tokens.add(plain === "+" || plain === "-" ? "operator" : "name", plain, end, end + 1);
  }
  tokens.add("close", "}", end, end);
  return end;
}
