/** Tables as text, HTML and LaTeX. */
import type { Num } from "./number.ts";
import { decimalOf, isExact, latexOf, shortFloat, textOf } from "./number.ts";
import { escapeLatex } from "./states.ts";

/** One entry; `latex` where formulas write it in another way. */
export interface Cell {
  readonly text: string;
  readonly latex: string;
}

/** Rows under a head; the columns from `numbers` on are aligned to the right. */
export interface Grid {
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  readonly numbers: number;
  /** Below another line: sums. */
  readonly foot?: readonly Cell[];
}

export const wordCell = (text: string): Cell => ({ text, latex: text === "" ? "" : `\\text{${escapeLatex(text)}}` });

/** Fractions with more characters are shown as decimals, too long to read in a table. */
const LONGEST_FRACTION = 22;

export function numberCell(a: Num): Cell {
  if (isExact(a) && textOf(a).length <= LONGEST_FRACTION) return { text: textOf(a), latex: latexOf(a) };
  const short = isExact(a) ? decimalOf(a).replace(/^[=≈] /, "") : shortFloat(a);
  return { text: short, latex: short };
}

/** The decimal beside a fraction. */
export function decimalCell(a: Num): Cell {
  const text = decimalOf(a).replace(/^[=≈] /, "") || numberCell(a).text;
  return { text, latex: text };
}

/** Columns apart by two spaces, a line under the head. */
export function gridText({ head, rows, numbers, foot }: Grid): string {
  const all = [head, ...rows, ...(foot === undefined ? [] : [foot])];
  const widths = head.map((_, i) => Math.max(...all.map((row) => widthOf(row[i]?.text ?? ""))));
  const line = (row: readonly Cell[]): string =>
    widths
      .map((width, i) => pad(row[i]?.text ?? "", width, i >= numbers))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("──");
  return [line(head), rule, ...rows.map(line), ...(foot === undefined ? [] : [rule, line(foot)])].join("\n");
}

const widthOf = (text: string): number => [...text].length;

function pad(text: string, width: number, right: boolean): string {
  const space = " ".repeat(width - widthOf(text));
  return right ? space + text : text + space;
}

const escapeHtml = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

export function gridHtml({ head, rows, numbers, foot }: Grid): string {
  const cell = (tag: string, { text }: Cell, i: number): string =>
    `<${tag}${i >= numbers ? ' style="text-align:right"' : ""}>${escapeHtml(text)}</${tag}>`;
  const row = (tag: string, cells: readonly Cell[]): string =>
    `<tr>${cells.map((each, i) => cell(i < numbers ? "th" : tag, each, i)).join("")}</tr>`;
  const end = foot === undefined ? "" : `<tfoot>${row("td", foot)}</tfoot>`;
  return `<table><thead>${row("th", head)}</thead><tbody>${rows.map((each) => row("td", each)).join("")}</tbody>${end}</table>`;
}

export function gridLatex({ head, rows, numbers, foot }: Grid): string {
  const row = (cells: readonly Cell[]): string => head.map((_, i) => cells[i]?.latex ?? "").join(" & ");
  const columns = head.map((_, i) => (i < numbers ? "l" : "r")).join("");
  const lines = [`${row(head)} \\\\ \\hline`, `${rows.map(row).join(" \\\\ ")}`];
  if (foot !== undefined) lines.push(`\\\\ \\hline ${row(foot)}`);
  return `\\begin{array}{${columns}} ${lines.join(" ")} \\end{array}`;
}
