/** Texts of the documentation as HTML, where code that is a name is a link. */
import type { Block } from "../../src/help/block.ts";
import { entryOf, ownerOf } from "../../src/help/catalog.ts";
import type { Entry } from "../../src/help/entry.ts";
import { escapeHtml } from "../../src/help/escape.ts";
import { inlineHtml, toHtml } from "../../src/help/html.ts";
import { readMarkdown } from "../../src/help/markdown.ts";
import { addressOf } from "./address.ts";
import { codeHtml, highlight } from "./highlight.ts";
import { type Scope, scopeOf } from "./names.ts";

/** The entry that a text tells of, or what names mean in it. */
export type About = Entry | Scope;

/** One line of text. */
export const proseHtml = (text: string, about?: About): string => linkNames(inlineHtml(text), about);

/** Whole Markdown. Headings stand below that of the page. */
export const textHtml = (text: string, about?: About): string => blocksHtml(readMarkdown(text), about);

export function blocksHtml(blocks: readonly Block[], about?: About): string {
  return blocks.map((block) => blockHtml(block, about)).join("\n");
}

function blockHtml(block: Block, about: About | undefined): string {
  switch (block.kind) {
    case "heading": {
      const level = Math.max(2, block.level);
      return `<h${level} id="${slugOf(block.text)}">${inlineHtml(block.text)}</h${level}>`;
    }
    case "code": {
      if (!/^(?:ts|js|typescript)$/.test(block.language)) return codeHtml(escapeHtml(block.text));
      if (typeof about === "function") return codeHtml(highlight(block.text, about));
      return codeHtml(highlight(block.text, scopeOf(about ?? NOBODY, block.text), about));
    }
    case "math":
      return `<div class="formula">${toHtml([block])}</div>`;
    case "table":
      return `<div class="scroll" tabindex="0">${linkNames(toHtml([block]), about)}</div>`;
    default:
      return linkNames(toHtml([block]), about);
  }
}

const NOBODY: Entry = { name: "", kind: "topic", modules: [], summary: "" };

export const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

/** Parameters of the function that the text tells of are none of our names. */
function linkNames(html: string, about: About | undefined): string {
  const meaning = typeof about === "function" ? about : (name: string) => meaningBeside(name, about);
  const whole = html.replace(/<a href="(?!https:|mailto:|#)[^"]*">(.*?)<\/a>/g, "$1"); // files that are not on the site
  return whole.replace(/<code>([A-Za-z][\w./]*)((?:\(\))?)<\/code>/g, (code, name: string, call: string) => {
    const entry = meaning(name);
    if (entry === undefined || entry === about || !LINKED.test(entry.kind)) return code;
    return `<a href="../${addressOf(entry)}"><code>${name}${call}</code></a>`;
  });
}

const LINKED = /^(?:function|class|constant|namespace|type|module|method)$/;

/** Rooms of their own, such as that of figures, speak of their own names only. */
function meaningBeside(name: string, self: Entry | undefined): Entry | undefined {
  if (self?.params?.some((param) => param.name === name)) return undefined;
  const owner = self === undefined ? "" : ownerOf(self.name);
  const beside = [self?.name, owner].flatMap((place) => (place ? [entryOf(`${place}.${name}`)] : []));
  const isApart = self !== undefined && self.modules.length === 1 && /^nabla\/(?:plot|help)$/.test(self.modules[0]);
  const found = [...beside, isApart ? undefined : entryOf(name)].find((entry) => entry !== undefined);
  return found?.of === undefined ? found : (entryOf(found.of) ?? found);
}
