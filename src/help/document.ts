/** The answers of `nabla/help`: documents that know how to show themselves in a terminal, in a page and in a notebook. */
import type { Block } from "./block.ts";
import { toHtml } from "./html.ts";
import { toMarkdown } from "./markdown.ts";
import { terminalWidth, type TextOptions, toText } from "./text.ts";

/**
 * An answer of `help`, `dir` and their kin. `console.log`, prompts and notebooks show it; `String(document)` is plain text.
 * @example help("sum").names // => ["sum"]
 */
export class Document {
  /** The names that it is about: of `help` what was found, of `dir` and `apropos` what is listed, in order. */
  readonly names: readonly string[];
  /** Headings, paragraphs, lists, tables, code and formulas, in order. */
  readonly blocks: readonly Block[];

  /** @internal */
  constructor(blocks: readonly Block[], names: readonly string[] = []) {
    this.blocks = blocks;
    this.names = names;
    // Not methods by a computed name, which bundlers would have to keep.
    const show = (colors: boolean): string => this.toText({ colors, width: terminalWidth() });
    const shown: readonly (readonly [symbol: string, show: (...args: never[]) => unknown])[] = [
      ["nodejs.util.inspect.custom", (_depth: number, options?: InspectOptions) => show(options?.colors === true)],
      ["Deno.customInspect", (_inspect: unknown, options?: InspectOptions) => show(options?.colors === true)],
      ["Jupyter.display", () => this.display()],
    ];
    for (const [symbol, value] of shown) Object.defineProperty(this, Symbol.for(symbol), { value });
  }

  /**
   * The document as text.
   * @param options - `width` of a line in characters, default 80; `colors`: with ANSI escape sequences, default false
   * @returns lines
   * @example signature("zeros").toText({ width: 60 }).includes("zeros(shape") // => true
   */
  toText(options?: TextOptions): string {
    return toText(this.blocks, options);
  }

  /** Plain text, 80 characters wide. @example String(signature("zeros")).includes("zeros(shape") // => true */
  toString(): string {
    return this.toText();
  }

  /**
   * The document in Markdown with formulas in dollars.
   * @returns Markdown
   * @example help("sum").toMarkdown().startsWith("# ") // => true
   */
  toMarkdown(): string {
    return toMarkdown(this.blocks);
  }

  /**
   * The document as a piece of HTML; formulas are MathML, which browsers draw by themselves.
   * @returns elements without scripts or styles
   * @example help("sum").toHTML().startsWith("<h1>") // => true
   */
  toHTML(): string {
    return toHtml(this.blocks);
  }

  /** What `JSON.stringify` writes: names and blocks. */
  toJSON(): { readonly names: readonly string[]; readonly blocks: readonly Block[] } {
    return { names: this.names, blocks: this.blocks };
  }

  /** For notebooks, by media type. */
  private display(): Readonly<Record<string, string>> {
    return { "text/plain": this.toText(), "text/markdown": this.toMarkdown(), "text/html": this.toHTML() };
  }
}

interface InspectOptions {
  readonly colors?: boolean;
}
