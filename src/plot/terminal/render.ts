/** A scene as text: a braille drawing with axes, labels and a legend. */
import { place, ticksOf } from "../axis.ts";
import { channels } from "../colormap.ts";
import { type Item, type Scene, scaleTexts } from "../scene.ts";
import type { Tick } from "../ticks.ts";
import { Canvas, Pen } from "./canvas.ts";

export interface TextOptions {
  /** Characters of a line; the figure is no wider. Default 80. */
  readonly width?: number;
  /** Lines of the drawing itself. Default: as `figsize` has it. */
  readonly height?: number;
  /** With ANSI escape sequences. Default false. */
  readonly colors?: boolean;
}

/** Characters: an inch of the figure, the least and the most of a drawing. */
const INCH = 18;
const NARROWEST = 16;
const WIDEST = 160;
const TALLEST = 60;
/** A character is about twice as high as it is wide. */
const ASPECT = 2;

export function renderText(scene: Scene, { width = 80, height, colors = false }: TextOptions): string {
  const room = Math.min(WIDEST, Math.max(24, Math.floor(width)));
  const wanted = Math.min(room, Math.round(scene.width * INCH));
  const rows =
    height ?? Math.min(TALLEST, Math.max(6, Math.round((wanted / ASPECT) * (scene.height / scene.width)) - 2));
  const yTicks = ticksOf(scene.y, scene.y.ticks === undefined ? Math.max(1, Math.min(9, Math.floor(rows / 3))) : rows);
  const margin = Math.max(0, ...yTicks.map(({ text }) => lengthOf(text))) + 1;
  const columns = Math.max(NARROWEST, wanted - margin - 2);
  const canvas = new Canvas(columns, rows, colors);
  const space = { x: scene.x, y: scene.y, width: canvas.width, height: canvas.height };
  for (const { mark, paint } of scene.items) mark.kind.toTerminal(mark.data, paint, canvas, space);
  const lines = [
    ...(scene.title === "" ? [] : [centered(scene.title, margin + 1, columns)]),
    ...(scene.ylabel === "" ? [] : [`${" ".repeat(Math.max(0, margin - 1))}${scene.ylabel}`]),
    ...withYAxis(canvas.lines(colors ? inColor : plain), scene, yTicks, margin),
    ...xAxis(scene, columns, margin),
    ...(scene.xlabel === "" ? [] : [centered(scene.xlabel, margin + 1, columns)]),
    ...legend(scene, margin + 1, columns, colors),
    ...scene.notes.map((note) => `${" ".repeat(margin + 1)}(${note})`),
  ];
  return lines.map((line) => line.trimEnd()).join("\n");
}

const lengthOf = (text: string): number => [...text].length;
const centered = (text: string, margin: number, columns: number): string =>
  " ".repeat(margin + Math.max(0, Math.floor((columns - lengthOf(text)) / 2))) + text;

function withYAxis(rows: readonly string[], { y }: Scene, ticks: readonly Tick[], margin: number): string[] {
  const labels = new Map(ticks.map(({ at, text }) => [rowOf(place(y, at), rows.length), text]));
  return rows.map((row, i) => {
    const label = labels.get(i);
    return label === undefined ? `${" ".repeat(margin)}│${row}` : `${label.padStart(margin - 1)} ┤${row}`;
  });
}

/** The row, from the top, in which the dot of a fraction of the height is. */
const rowOf = (fraction: number, rows: number): number => rows - 1 - (Math.round(fraction * (4 * rows - 1)) >> 2);

function xAxis({ x }: Scene, columns: number, margin: number): string[] {
  const line = [..."─".repeat(columns)];
  const labels = new Array<string>(columns + margin + 12).fill(" ");
  let free = 0;
  const ticks = fittingTicks(x, columns).toSorted((a, b) => place(x, a.at) - place(x, b.at));
  for (const { at, text } of ticks) {
    const column = Math.round(place(x, at) * (2 * columns - 1)) >> 1;
    const start = Math.max(0, margin + 1 + column - Math.floor(lengthOf(text) / 2));
    if (start < free || column < 0 || column >= columns) continue;
    line[column] = "┬";
    [...text].forEach((letter, i) => (labels[start + i] = letter));
    free = start + lengthOf(text) + 1;
  }
  return [`${" ".repeat(margin)}└${line.join("")}`, labels.join("")];
}

/** As many as have room for their labels. */
function fittingTicks(axis: Scene["x"], columns: number): readonly Tick[] {
  for (let bins = axis.ticks?.length ?? 9; bins > 1; bins--) {
    const ticks = ticksOf(axis, bins);
    const needed = ticks.reduce((sum, { text }) => sum + Math.max(6, lengthOf(text) + 2), 0);
    if (needed <= columns + 6) return ticks;
  }
  return ticksOf(axis, 1);
}

const SWATCH = 4;

/** Names side by side, as many as fit on a line. */
function legend({ items, colors: scale }: Scene, margin: number, columns: number, colors: boolean): string[] {
  const named = items.filter(({ paint }) => paint.label !== undefined && paint.label !== "");
  const lines: { text: string; length: number }[] = [];
  for (const item of named) {
    const label = item.paint.label ?? "";
    const [text, length] = [`${swatch(item, colors)} ${label}`, SWATCH + 1 + lengthOf(label)];
    const last = lines.at(-1);
    if (last === undefined || last.length + 3 + length > columns) lines.push({ text, length });
    else Object.assign(last, { text: `${last.text}   ${text}`, length: last.length + 3 + length });
  }
  const indent = " ".repeat(margin);
  const bar = scale === undefined ? [] : [`${indent}${scaleTexts(scale).join(" … ")}`];
  return [...lines.map(({ text }) => indent + text), ...bar];
}

/** A piece of the curve itself. */
function swatch({ paint }: Item, colors: boolean): string {
  const canvas = new Canvas(SWATCH, 1, colors);
  const { color, dash, marker } = paint;
  if (dash === undefined && marker === undefined) {
    for (let x = 0; x < canvas.width; x++) for (let y = 0; y < canvas.height; y++) canvas.dot(x, y, color);
  }
  if (dash !== undefined) new Pen(canvas, color, dash.dots).line(0, 2, canvas.width - 1, 2);
  if (marker !== undefined) canvas.sign(SWATCH >> 1, 0, marker.sign, color);
  const [missing] = canvas.lines(plain).map((line) => SWATCH - line.length);
  return canvas.lines(colors ? inColor : plain)[0] + " ".repeat(missing);
}

const plain = (text: string): string => text;

/** Black and white are the terminal's own. */
function inColor(text: string, color: string): string {
  const [red, green, blue] = channels(color);
  const [least, most] = [Math.min(red, green, blue), Math.max(red, green, blue)];
  if (most < 40) return text;
  if (most - least < 8) return `\u001b[38;5;${232 + Math.round((most / 255) * 23)}m${text}\u001b[39m`;
  const steps = [red, green, blue].map((value) => (value < 48 ? 0 : value < 115 ? 1 : Math.floor((value - 35) / 40)));
  return `\u001b[38;5;${16 + 36 * steps[0] + 6 * steps[1] + steps[2]}m${text}\u001b[39m`;
}
