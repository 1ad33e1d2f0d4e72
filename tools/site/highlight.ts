/** Code as HTML: coloured, and each name of ours a link to its page. */
import { escapeHtml } from "../../src/help/escape.ts";
import type { Entry } from "../../src/help/entry.ts";
import { addressOf } from "./address.ts";
import { meaningsOf, type Scope } from "./names.ts";
import { type Token, tokensOf } from "./tokens.ts";

const CLASSES: Readonly<Partial<Record<Token["kind"], string>>> = {
  comment: "c",
  string: "s",
  number: "n",
  keyword: "k",
  type: "t",
};

/** @param self - the entry whose page it is, which needs no link to itself */
export function highlight(code: string, scope: Scope, self?: Entry): string {
  const tokens = tokensOf(code);
  const meanings = meaningsOf(tokens, scope);
  return tokens
    .map((token, i) => {
      const entry = meanings[i];
      return tokenHtml(token, entry === undefined || entry === self ? undefined : `../${addressOf(entry)}`);
    })
    .join("");
}

/** Without links. */
export const colored = (code: string): string =>
  tokensOf(code)
    .map((token) => tokenHtml(token, undefined))
    .join("");

function tokenHtml({ kind, text }: Token, address: string | undefined): string {
  const content = escapeHtml(text);
  const name = kind === "comment" && text.startsWith("// =>") ? "o" : CLASSES[kind];
  const attribute = name === undefined ? "" : ` class="${name}"`;
  if (address !== undefined) return `<a${attribute} href="${address}">${content}</a>`;
  return name === undefined ? content : `<span${attribute}>${content}</span>`;
}

export const codeHtml = (html: string, name = ""): string =>
  `<pre class="${`code ${name}`.trim()}"><code>${html}</code></pre>`;
