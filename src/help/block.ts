/** The parts of documents. */

/** A part of a document. Texts are Markdown inside of a line: `code`, $formulas$, **strong**, *emphasis*, [links](url). */
export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[]; readonly ordered?: boolean }
  | {
      readonly kind: "table";
      /** May be empty. */
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Terminals cut the last column off instead of wrapping it. */
      readonly clip?: boolean;
    }
  | { readonly kind: "code"; readonly text: string; readonly language: string }
  /** A display formula. */
  | { readonly kind: "math"; readonly latex: string };

export const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: "heading", level, text });
export const paragraph = (text: string): Block => ({ kind: "paragraph", text });
export const list = (items: readonly string[]): Block => ({ kind: "list", items });
export const codeBlock = (text: string, language = "ts"): Block => ({ kind: "code", text, language });
export const table = (rows: readonly (readonly string[])[], head: readonly string[] = [], clip = false): Block => ({
  kind: "table",
  head,
  rows,
  clip,
});
