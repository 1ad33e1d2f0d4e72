/** A cell as text for the terminal; colours only where standard output shows them (`styleText` looks). */
import { styleText } from "node:util";
import type { Cell, Line } from "./sheet.ts";

const WIDTH = 88;

export function renderCell({ title, lines }: Cell): string {
  if (title === "[markdown]") return `\n${renderMarkdown(lines)}\n`;
  const heading = title === "" ? "" : `${styleText("bold", title)}\n`;
  return `\n${heading}${lines.map(renderCode).join("")}`;
}

function renderCode({ number, text }: Line): string {
  return `${styleText("dim", `${String(number).padStart(4)} │`)} ${text}`.trimEnd() + "\n";
}

/** Fenced code, display formula, heading, or lines up to the next of these or a blank line. */
const BLOCK = /^```[\s\S]*?^```$|^\$\$[\s\S]*?\$\$$|^#+ .*$|^(?:(?!```|\$\$|#+ ).+\n?)+/gm;

function renderMarkdown(lines: readonly Line[]): string {
  const text = lines.map((line) => line.text.replace(/^\/\/ ?/, "")).join("\n");
  return (text.match(BLOCK) ?? []).map((block) => renderBlock(block.trimEnd())).join("\n\n");
}

function renderBlock(block: string): string {
  const heading = /^(#+) +(.*)$/.exec(block);
  if (heading !== null) return styleText(heading[1] === "#" ? ["bold", "underline"] : "bold", heading[2]);
  if (block.startsWith("```")) return block.split("\n").slice(1, -1).join("\n").replace(/^/gm, "    ");
  if (/^(\$\$|\||    )/.test(block)) return block;
  return block
    .split(/\n(?= *(?:[-*>]|\d+\.) )/)
    .map(renderParagraph)
    .join("\n");
}

/** A paragraph or list item, wrapped; later lines hang below the first letter of its text. */
function renderParagraph(paragraph: string): string {
  const bullet = /^ *(?:(?:[-*>]|\d+\.) )?/.exec(paragraph)?.[0] ?? "";
  const words = paragraph.slice(bullet.length).split(/\s+/);
  const rows = wrap(words, WIDTH - bullet.length).join(`\n${" ".repeat(bullet.length)}`);
  return bullet + renderInline(rows);
}

function wrap(words: readonly string[], width: number): string[] {
  const rows: string[] = [];
  for (const word of words) {
    const row = rows.at(-1);
    if (row === undefined || row.length + 1 + word.length > width) rows.push(word);
    else rows[rows.length - 1] = `${row} ${word}`;
  }
  return rows;
}

function renderInline(text: string): string {
  return text
    .replace(/\*\*([^*]+)\*\*/g, (_, inner: string) => styleText("bold", inner))
    .replace(/`([^`]+)`/g, (_, inner: string) => styleText("cyan", inner))
    .replace(/\[([^\]]+)\]\((https?:[^)]+)\)/g, (_, label: string, url: string) => `${label} (${url})`);
}
