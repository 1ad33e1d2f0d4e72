/** Reads the part of LaTeX that formulas of the documentation use. Anything else is kept as text, nothing is an error. */
import {
  ACCENTS,
  BLACKBOARD,
  BRACKETS,
  type Class,
  classOfCharacter,
  type Names,
  SCRIPT,
  symbolOf,
} from "./latexSymbols.ts";

export type Tree =
  | {
      readonly kind: "atom";
      readonly text: string;
      readonly class: Class;
      readonly upright?: boolean;
      readonly tall?: boolean;
    }
  | { readonly kind: "row"; readonly items: readonly Tree[] }
  | { readonly kind: "fraction"; readonly top: Tree; readonly bottom: Tree; readonly bar: boolean }
  | { readonly kind: "root"; readonly body: Tree; readonly index?: Tree }
  | { readonly kind: "scripts"; readonly base: Tree; readonly sub?: Tree; readonly sup?: Tree }
  | { readonly kind: "accent"; readonly mark: string; readonly body: Tree }
  | {
      readonly kind: "grid";
      readonly open: string;
      readonly close: string;
      readonly rows: readonly (readonly Tree[])[];
    };

/** A command, a run of spaces or one character. */
const TOKEN = /\\[A-Za-z]+\*?|\\.|\s+|[\s\S]/gu;

export function readLatex(latex: string): Tree {
  return new Reader(latex).row();
}

class Reader {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(latex: string) {
    this.tokens = latex.match(TOKEN) ?? [];
  }

  private skip(): void {
    while (/^\s/.test(this.tokens[this.at] ?? "")) this.at++;
  }

  private peek(): string | undefined {
    this.skip();
    return this.tokens[this.at];
  }

  /** Up to one of the tokens, which is left there. */
  row(...ends: readonly string[]): Tree {
    const items: Tree[] = [];
    for (let token = this.peek(); token !== undefined && !ends.includes(token); token = this.peek()) {
      if (token === "}" && !ends.includes("}")) this.at++;
      else items.push(this.scripted(items));
    }
    return items.length === 1 ? items[0] : { kind: "row", items };
  }

  /** One thing with what stands below and above it. */
  private scripted(before: readonly Tree[]): Tree {
    const starts = /^[_^']$/.test(this.peek() ?? "");
    const base: Tree = starts && before.length === 0 ? EMPTY : starts ? EMPTY : this.one();
    let sub: Tree | undefined;
    let sup: Tree | undefined;
    for (
      let token = this.peek();
      token !== undefined && /^(?:[_^']|\\(?:no)?limits)$/.test(token);
      token = this.peek()
    ) {
      this.at++;
      if (token === "_") sub = this.one();
      else if (token === "^") sup = sup === undefined ? this.one() : { kind: "row", items: [sup, this.one()] };
      else if (token === "'") sup = { kind: "row", items: [...(sup === undefined ? [] : [sup]), atom("′")] };
    }
    return sub === undefined && sup === undefined ? base : { kind: "scripts", base, sub, sup };
  }

  /** A character, a command with its arguments or a group. */
  private one(): Tree {
    const token = this.peek();
    this.at++;
    if (token === undefined) return EMPTY;
    if (token === "{") {
      const row = this.row("}");
      this.at++;
      return row;
    }
    if (token.startsWith("\\") && token.length > 1) return this.command(token.slice(1));
    if (/\d/.test(token)) return this.number(token);
    return atom(token === "-" ? "−" : token === "*" ? "∗" : token, classOfCharacter(token));
  }

  private number(first: string): Tree {
    let text = first;
    while (
      /^\d$|^\.$/.test(this.tokens[this.at] ?? "") &&
      /\d/.test(this.tokens[this.at] + (this.tokens[this.at + 1] ?? ""))
    )
      text += this.tokens[this.at++];
    return atom(text);
  }

  private command(name: string): Tree {
    const symbol = symbolOf(name);
    if (symbol !== undefined) return { kind: "atom", ...symbol, upright: symbol.class === "name" };
    const mark = ACCENTS.get(name);
    if (mark !== undefined) return { kind: "accent", mark, body: this.one() };
    switch (name.replace(/\*$|^[dt](?=frac)|^[bB]ig(?=[lr]?$)/g, "")) {
      case "frac":
        return { kind: "fraction", top: this.one(), bottom: this.one(), bar: true };
      case "binom":
        return row(
          atom("(", "open"),
          { kind: "fraction", top: this.one(), bottom: this.one(), bar: false },
          atom(")", "close"),
        );
      case "sqrt":
        return this.root();
      case "text":
      case "textrm":
      case "mathrm":
      case "mathsf":
      case "texttt":
        return { kind: "atom", text: this.raw(), class: "ord", upright: true };
      case "operatorname":
        return { kind: "atom", text: this.raw(), class: "name", upright: true };
      case "mathbb":
        return atom(lettered(this.raw(), BLACKBOARD));
      case "mathcal":
        return atom(lettered(this.raw(), SCRIPT));
      case "mathbf":
      case "boldsymbol":
      case "bm":
      case "mathit":
        return this.one();
      case "left":
      case "l":
        return this.fence("open");
      case "right":
      case "r":
        return this.fence("close");
      case "":
        return this.fence("ord");
      case "begin":
        return this.grid();
      case "|":
        return atom("‖");
      default:
        return { kind: "atom", text: name, class: "ord", upright: true };
    }
  }

  private fence(side: "open" | "close" | "ord"): Tree {
    const tree = this.one();
    const { text, class: own } = tree.kind === "atom" ? tree : atom("");
    return { ...atom(text === "." ? "" : text, side === "ord" ? own : side), tall: true };
  }

  private root(): Tree {
    if (this.peek() !== "[") return { kind: "root", body: this.one() };
    this.at++;
    const index = this.row("]");
    this.at++;
    return { kind: "root", body: this.one(), index };
  }

  /** The text of a group as it stands. */
  private raw(): string {
    if (this.peek() !== "{") return this.tokens[this.at++] ?? "";
    this.at++;
    let depth = 1;
    let text = "";
    for (; this.at < this.tokens.length; this.at++) {
      const token = this.tokens[this.at];
      depth += token === "{" ? 1 : token === "}" ? -1 : 0;
      if (depth === 0) break;
      text += token.replace(/^\\(?=[^A-Za-z])/, "");
    }
    this.at++;
    return text;
  }

  private grid(): Tree {
    const name = this.raw();
    if (name === "array" && this.peek() === "{") this.raw();
    const [open = "", close = ""] = BRACKETS.get(name) ?? "";
    const rows: Tree[][] = [[]];
    for (;;) {
      (rows.at(-1) as Tree[]).push(this.row("&", "\\\\", "\\end"));
      const end = this.peek();
      this.at++;
      if (end === "\\\\") rows.push([]);
      else if (end !== "&") break;
    }
    this.raw();
    const isEmpty = (cells: readonly Tree[]): boolean =>
      cells.every((cell) => cell.kind === "row" && cell.items.length === 0);
    return { kind: "grid", open, close, rows: rows.filter((cells) => !isEmpty(cells)) };
  }
}

const EMPTY: Tree = { kind: "row", items: [] };
const atom = (text: string, kind: Class = "ord"): Tree & { kind: "atom" } => ({ kind: "atom", text, class: kind });
const row = (...items: readonly Tree[]): Tree => ({ kind: "row", items });

const lettered = (text: string, letters: Names): string =>
  [...text].map((letter) => letters.get(letter) ?? letter).join("");
