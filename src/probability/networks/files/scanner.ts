/** Reads a text word by word. */
import { fail } from "../../../base/errors.ts";

const isSpace = (code: number): boolean => code <= 32 || code === 0xa0 || code === 0xfeff;

/** A place in a text, and what can be read there. */
export class Scanner {
  readonly op: string;
  readonly text: string;
  at = 0;
  private readonly delimiters: Uint8Array;

  /** @param delimiters - characters that are words by themselves */
  constructor(op: string, text: unknown, delimiters: string) {
    if (typeof text !== "string") {
      fail("value", { op, argument: "text", got: text, expects: "a string: the contents of the file" });
    }
    this.op = op;
    this.text = text;
    this.delimiters = new Uint8Array(128);
    for (const each of delimiters) this.delimiters[each.charCodeAt(0)] = 1;
  }

  get atEnd(): boolean {
    this.skip();
    return this.at >= this.text.length;
  }

  /** Past blanks and comments: // to the end of the line and between slash-star and star-slash. */
  skip(): void {
    const { text } = this;
    for (;;) {
      while (this.at < text.length && isSpace(text.charCodeAt(this.at))) this.at++;
      if (text.charCodeAt(this.at) !== 47) return;
      const next = text.charCodeAt(this.at + 1);
      if (next !== 47 && next !== 42) return;
      const end = next === 47 ? text.indexOf("\n", this.at) : text.indexOf("*/", this.at + 2);
      this.at = end < 0 ? text.length : end + (next === 47 ? 1 : 2);
    }
  }

  /** Whether the next character is this one, without reading it. */
  sees(character: string): boolean {
    this.skip();
    return this.text.charCodeAt(this.at) === character.charCodeAt(0);
  }

  /** Reads this character, if it is there. */
  takes(character: string): boolean {
    const there = this.sees(character);
    if (there) this.at++;
    return there;
  }

  expect(character: string, after: string): void {
    if (!this.takes(character)) this.fail(`"${character}" ${after}`);
  }

  /** A word, or what stands between quotation marks. */
  word(expected: string): string {
    this.skip();
    const { text, delimiters } = this;
    if (text.charCodeAt(this.at) === 34) return this.quoted();
    const start = this.at;
    for (; this.at < text.length; this.at++) {
      const code = text.charCodeAt(this.at);
      if (isSpace(code) || (code < 128 && delimiters[code] === 1)) break;
    }
    if (this.at === start) this.fail(expected);
    return text.slice(start, this.at);
  }

  private quoted(): string {
    const end = this.text.indexOf('"', this.at + 1);
    if (end < 0) this.fail("a closing quotation mark");
    const found = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return found;
  }

  /** A number. Most have few digits, and are read without making texts of them. */
  number(expected: string): number {
    this.skip();
    const { text } = this;
    const start = this.at;
    let [digits, scale, at] = [0, 0, start];
    let code = text.charCodeAt(at);
    for (; code >= 48 && code <= 57; code = text.charCodeAt(++at)) digits = digits * 10 + code - 48;
    if (code === 46) {
      const point = at;
      for (code = text.charCodeAt(++at); code >= 48 && code <= 57; code = text.charCodeAt(++at)) {
        digits = digits * 10 + code - 48;
      }
      scale = at - point - 1;
    }
    const ends = Number.isNaN(code) || isSpace(code) || (code < 128 && this.delimiters[code] === 1);
    // Both numbers are exact, so that the quotient is rounded once (Clinger 1990).
    if (ends && at > start && at - start > scale + 0 && digits <= 2 ** 53 && scale <= 22 && text[start] !== ".") {
      this.at = at;
      return digits / POWERS[scale];
    }
    const word = this.word(expected);
    const value = Number(word);
    if (Number.isNaN(value)) {
      this.at = start;
      this.fail(expected, word);
    }
    return value;
  }

  /** Past everything up to a character, which is read too. */
  skipPast(character: string): void {
    const end = this.text.indexOf(character, this.at);
    this.at = end < 0 ? this.text.length : end + 1;
  }

  fail(expected: string, got?: string, position?: number, suggestion?: string): never {
    this.skip();
    const at = Math.min(position ?? this.at, this.text.length);
    const line = this.text.slice(0, at).split("\n").length;
    const found = got ?? this.text.slice(at, at + 20).split(/\s/)[0];
    const shown = at >= this.text.length ? "the end of the text" : `"${found}"`;
    return fail("syntax", {
      op: this.op,
      text: this.text,
      position: at,
      expected,
      got: `${shown} on line ${line}`,
      suggestion,
    });
  }
}

const POWERS = /*@__PURE__*/ Array.from({ length: 23 }, (_, i) => 10 ** i);
