/** Documents as text of a given width, with colours or without. */
import type { Block } from "./block.ts";
import { spansOf } from "./inline.ts";
import { latexToText } from "./latexText.ts";

/** How wide and how colourful a text is. */
export interface TextOptions {
  /** Characters in a line, 80 by default. */
  readonly width?: number;
  /** With ANSI escape sequences, which terminals show as colours. Default false. */
  readonly colors?: boolean;
}

const NARROWEST = 24;
/** Long lines are hard to read. */
const WIDEST_PROSE = 110;

/** How many characters the terminal has in a line, where there is one. */
export function terminalWidth(): number {
  const { process } = globalThis as { readonly process?: { readonly stdout?: { readonly columns?: unknown } } };
  const columns = process?.stdout?.columns;
  return typeof columns === "number" && columns > 0 ? Math.max(40, columns) : 80;
}

export function toText(blocks: readonly Block[], { width = 80, colors = false }: TextOptions = {}): string {
  const printer: Printer = { width: Math.max(NARROWEST, Math.floor(width) || 80), colors };
  const lines: string[] = [];
  let indent = 0;
  let before: Block | undefined;
  for (const block of blocks) {
    if (block.kind === "heading") indent = 0;
    const tight = before === undefined || (before.kind === "heading" && before.level > 1);
    if (!tight) lines.push("");
    const room = { ...printer, width: printer.width - indent };
    lines.push(
      ...blockLines(block, room, blocks.length === 1 ? 0 : indent === 0 ? 4 : 2).map((line) => pad(line, indent)),
    );
    if (block.kind === "heading" && block.level > 1) indent = 2;
    before = block;
  }
  return lines.join("\n");
}

interface Printer {
  readonly width: number;
  readonly colors: boolean;
}

const pad = (line: string, indent: number): string => (line === "" ? line : " ".repeat(indent) + line);

/** @param inset - of code and formulas */
function blockLines(block: Block, printer: Printer, inset: number): string[] {
  switch (block.kind) {
    case "heading":
      return wrap(block.text, printer, "1", false);
    case "paragraph":
      return wrap(block.text, { ...printer, width: Math.min(printer.width, WIDEST_PROSE) });
    case "list":
      return block.items.flatMap((item, i) => listItem(item, block.ordered ? `${i + 1}. ` : "- ", printer));
    case "table":
      return tableLines(block, printer);
    case "code":
      return safeText(block.text)
        .split("\n")
        .flatMap((line) => codeLines(line, { ...printer, width: printer.width - inset }))
        .map((line) => pad(line, inset));
    case "math":
      return wrap(`$${block.latex}$`, { ...printer, width: printer.width - inset }).map((line) => pad(line, inset));
  }
}

function listItem(text: string, mark: string, { width, colors }: Printer): string[] {
  const lines = wrap(text, { width: Math.min(width, WIDEST_PROSE) - mark.length, colors });
  return lines.map((line, i) => (i === 0 ? mark : " ".repeat(mark.length)) + line);
}

/** A line of code is broken before its comment or where it is nested least, never cut off. Comments stand back. */
function codeLines(line: string, { width, colors }: Printer): string[] {
  const lines: string[] = [];
  const indent = " ".repeat(Math.min(line.search(/\S|$/), width / 3));
  let rest = line;
  while (widthOf(rest) > width) {
    const comment = rest.indexOf(" // ");
    const at = comment > 0 && comment <= width ? comment : breakOf(rest, width);
    lines.push(rest.slice(0, at).trimEnd());
    rest = `${indent}${at === comment ? "" : "    "}${rest.slice(at).trimStart()}`;
  }
  lines.push(rest);
  return colors ? lines.map((text) => text.replace(/\/\/ .*$/, (comment) => ansi("2", comment))) : lines;
}

/** The last place within the width where a line may be broken, of those with the fewest brackets around. */
function breakOf(line: string, width: number): number {
  let best = width;
  let fewest = Infinity;
  let depth = 0;
  for (let at = 0; at < width; at++) {
    const character = line[at];
    if (/[([{<]/.test(character)) depth++;
    else if (/[)\]}]/.test(character) || (character === ">" && line[at - 1] !== "=")) depth--;
    const breaks = character === " " && /(?:[,;|&]|=>|\):)$/.test(line.slice(at - 2, at)) && at > width / 3;
    if (breaks && depth <= fewest) {
      best = at + 1;
      fewest = depth;
    }
  }
  return best;
}

// ---------------------------------------------------------------- prose

const STYLES = { plain: "", code: "36", math: "3", strong: "1", emphasis: "3", link: "4" } as const;

/** An escape sequence of ours. */
const STYLE: RegExp = /*@__PURE__*/ new RegExp(`${"\u001b"}\\[[\\d;]*m`, "g");

const ansi = (codes: string, text: string): string => (codes === "" ? text : `\u001b[${codes}m${text}\u001b[0m`);

interface Word {
  readonly width: number;
  readonly text: string;
}

/**
 * @param base - the style of all
 * @param ticks - code has its ticks where there are no colours
 */
function wrap(text: string, { width, colors }: Printer, base = "", ticks = !colors): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of wordsOf(text, colors, base, ticks).flatMap((word) => broken(word, width))) {
    if (used > 0 && used + 1 + word.width > width) {
      lines.push(line);
      line = "";
      used = 0;
    }
    line += used > 0 ? ` ${word.text}` : word.text;
    used += (used > 0 ? 1 : 0) + word.width;
  }
  return [...lines, line];
}

/** Words that do not fit on a line of their own are cut; styles are lost there. */
function broken(word: Word, width: number): Word[] {
  if (word.width <= width) return [word];
  const characters = [...word.text.replace(STYLE, "")];
  const parts = Math.ceil(characters.length / width);
  return Array.from({ length: parts }, (_, i) => {
    const text = characters.slice(i * width, (i + 1) * width).join("");
    return { text, width: widthOf(text) };
  });
}

/** What stands between two spaces may have several styles. */
function wordsOf(text: string, colors: boolean, base: string, ticks: boolean): Word[] {
  const words: { width: number; text: string }[] = [];
  const spans = spansOf(text);
  // A list of names needs no ticks.
  const prose = ticks && spans.some(({ style, text: content }) => style !== "code" && /[^\s,]/.test(content));
  let glued = false;
  for (const { style, text: content } of spans) {
    const shown = safeText(style === "math" ? latexToText(content) : content);
    const ticked = style === "code" && prose ? `\`${shown}\`` : shown;
    const codes = colors ? [base, STYLES[style]].filter((part) => part !== "").join(";") : "";
    ticked.split(/\s+/).forEach((part, i) => {
      if (part === "") return;
      const word = { width: widthOf(part), text: ansi(codes, part) };
      const last = words.at(-1);
      if (i === 0 && glued && last !== undefined) {
        last.width += word.width;
        last.text += word.text;
      } else words.push(word);
    });
    glued = ticked !== "" && !/\s$/.test(ticked);
  }
  return words;
}

/** Escape sequences of others could do anything to a terminal. */
const safeText = (text: string): string => text.replace(/\t/g, "  ").replace(/(?!\n)\p{Cc}/gu, "\ufffd");

const NARROW = /^[\x20-\x7e]*$/;
const COMBINING = /\p{M}/u;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u;

/** Columns that a terminal needs for it. */
export function widthOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

// ---------------------------------------------------------------- tables

function tableLines(block: Block & { kind: "table" }, printer: Printer): string[] {
  const { width, colors } = printer;
  const all = block.head.length === 0 ? block.rows : [block.head, ...block.rows];
  const columns = Math.max(0, ...all.map((row) => row.length));
  const natural = Array.from({ length: columns }, (_, i) =>
    Math.max(0, ...all.map((row) => lineWidth(row[i] ?? "", colors))),
  );
  const fixed = natural.slice(0, -1).reduce((sum, n) => sum + n + GAP, 0);
  if (columns > 1 && width - fixed < Math.min(width * 0.4, natural[columns - 1])) return stackedLines(block, printer);
  const last = Math.max(1, Math.min(width - fixed, WIDEST_PROSE));
  const rowLines = (row: readonly string[], base: string): string[] => {
    const cells = natural.map((n, i) => {
      const isLast = i === columns - 1;
      const lines = wrap(row[i] ?? "", { width: isLast ? last : n, colors }, base);
      return isLast && block.clip && lines.length > 1 ? [clipped(row[i], last, colors)] : lines;
    });
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, i) => padded(lines[line] ?? "", i === columns - 1 ? 0 : natural[i] + GAP))
        .join("")
        .trimEnd(),
    );
  };
  const head = block.head.length === 0 ? [] : rowLines(block.head, "2");
  return [...head, ...block.rows.flatMap((row) => rowLines(row, ""))];
}

const GAP = 2;

/** Each row as a line with what follows below it, for tables that are too wide. */
function stackedLines({ rows }: Block & { kind: "table" }, { width, colors }: Printer): string[] {
  return rows.flatMap(([first, ...rest]) => [
    ...wrap(first, { width, colors }, ""),
    ...rest
      .filter((cell) => cell !== "")
      .flatMap((cell) => wrap(cell, { width: Math.min(width, WIDEST_PROSE) - 4, colors }).map((line) => pad(line, 4))),
  ]);
}

const lineWidth = (text: string, colors: boolean): number => visible(wrap(text, { width: Infinity, colors })[0]);

const visible = (line: string): number => widthOf(line.replace(STYLE, ""));

const padded = (line: string, width: number): string => line + " ".repeat(Math.max(0, width - visible(line)));

function clipped(text: string, width: number, colors: boolean): string {
  const [line] = wrap(text, { width: Math.max(1, width - 2), colors });
  return `${line.replace(/[,;:]?$/, "")} …`;
}
