/** Documents as Markdown, and Markdown as blocks of documents. */
import type { Block } from "./block.ts";

export function toMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(blockMarkdown).join("\n\n")}\n`;
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${block.text}`;
    case "paragraph":
      return block.text;
    case "list":
      return block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : "-"} ${item}`).join("\n");
    case "table": {
      const width = Math.max(block.head.length, ...block.rows.map((row) => row.length));
      const line = (cells: readonly string[]): string =>
        `| ${Array.from({ length: width }, (_, i) => tableCell(cells[i] ?? "")).join(" | ")} |`;
      return [line(block.head), `|${" --- |".repeat(width)}`, ...block.rows.map(line)].join("\n");
    }
    case "code": {
      const fence = block.text.includes("```") ? "````" : "```";
      return `${fence}${block.language}\n${block.text}\n${fence}`;
    }
    case "math":
      return `$$${block.latex}$$`;
  }
}

/** Bars end cells, also inside of code. */
const tableCell = (text: string): string => text.replace(/(?<!\\)\|/g, "\\|").replace(/\s*\n\s*/g, " ");

// ---------------------------------------------------------------- reading

/** The blocks of a text. Knows headings, lists, tables, fenced code, display formulas and paragraphs. */
export function readMarkdown(text: string): Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const [block, next] = readBlock(lines, at);
    if (block !== undefined) blocks.push(block);
    at = next;
  }
  return blocks;
}

const FENCE = /^\s*(```+|~~~+)\s*(\S*)/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const ROW = /^\s*\|(.*)\|\s*$/;
const RULE = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;
const FORMULA = /^\s*\$\$/;

const begins = (line: string): boolean =>
  line.trim() === "" || [FENCE, HEADING, ITEM, ROW, FORMULA].some((pattern) => pattern.test(line));

function readBlock(lines: readonly string[], at: number): readonly [block: Block | undefined, next: number] {
  const line = lines[at];
  if (line.trim() === "") return [undefined, at + 1];
  const heading = HEADING.exec(line);
  if (heading !== null) {
    return [{ kind: "heading", level: Math.min(3, heading[1].length) as 1 | 2 | 3, text: heading[2] }, at + 1];
  }
  const fence = FENCE.exec(line);
  if (fence !== null) return readFence(lines, at, fence[1], fence[2]);
  if (FORMULA.test(line)) return readFormula(lines, at);
  if (ITEM.test(line)) return readList(lines, at);
  if (ROW.test(line)) return readTable(lines, at);
  let end = at + 1;
  while (end < lines.length && !begins(lines[end])) end++;
  return [{ kind: "paragraph", text: joined(lines.slice(at, end)) }, end];
}

const joined = (lines: readonly string[]): string => lines.map((line) => line.trim()).join(" ");

function readFence(lines: readonly string[], at: number, fence: string, language: string): readonly [Block, number] {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() !== fence) end++;
  return [{ kind: "code", text: lines.slice(at + 1, end).join("\n"), language: language || "text" }, end + 1];
}

function readFormula(lines: readonly string[], at: number): readonly [Block, number] {
  const count = (line: string): number => line.split("$$").length - 1;
  let end = at + 1;
  if (count(lines[at]) === 1) {
    while (end < lines.length && count(lines[end]) === 0) end++;
    end++;
  }
  const latex = joined(lines.slice(at, end)).replaceAll("$$", "").trim();
  return [{ kind: "math", latex }, end];
}

function readList(lines: readonly string[], at: number): readonly [Block, number] {
  const items: string[] = [];
  let end = at;
  for (; end < lines.length; end++) {
    const item = ITEM.exec(lines[end]);
    if (item !== null) items.push(item[2]);
    else if (/^\s+\S/.test(lines[end]) || !begins(lines[end])) items[items.length - 1] += ` ${lines[end].trim()}`;
    else break;
  }
  return [{ kind: "list", items, ordered: ITEM.exec(lines[at])?.[1] !== undefined }, end];
}

function readTable(lines: readonly string[], at: number): readonly [Block, number] {
  let end = at;
  while (end < lines.length && ROW.test(lines[end])) end++;
  const cells = (line: string): string[] =>
    (ROW.exec(line)?.[1] ?? "").split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
  const hasHead = at + 1 < end && RULE.test(lines[at + 1]);
  const rows = lines.slice(hasHead ? at + 2 : at, end).map(cells);
  return [{ kind: "table", head: hasHead ? cells(lines[at]) : [], rows }, end];
}
