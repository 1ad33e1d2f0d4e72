/** What there is to draw, decided: colours, limits, texts. Both SVG and the terminal start from here. */
import { latexToText } from "../help/latexText.ts";
import { type Axis, limitsAround, place } from "./axis.ts";
import type { ColorScale, Mark, Name, Paint } from "./mark.ts";
import { type Axes, isGiven } from "./options.ts";
import { CYCLE } from "./style.ts";
import { numberText } from "./ticks.ts";

export interface Scene {
  readonly items: readonly Item[];
  readonly x: Axis;
  readonly y: Axis;
  readonly xlabel: string;
  readonly ylabel: string;
  /** Above the figure; may be empty. */
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly colors: ColorScale | undefined;
  /** What the figure does not show, and why. */
  readonly notes: readonly string[];
  readonly summary: Summary;
}

export interface Item {
  readonly mark: Mark;
  readonly paint: Paint;
}

/** The figure in words. */
export interface Summary {
  readonly title: string;
  readonly description: string;
}

/** Inches. @source Dive into Deep Learning 2.4, set_figsize */
const SIZE = [3.5, 2.5] as const;

export function sceneOf(marks: readonly Mark[], axes: Axes): Scene {
  const [x, y] = [axisOf(marks, axes, "x"), axisOf(marks, axes, "y")];
  const items = paintAll(marks);
  const texts = { xlabel: labelText(axes.xlabel), ylabel: labelText(axes.ylabel), title: labelText(axes.title) };
  const notes = [noteOn(marks, "x", x), noteOn(marks, "y", y)].filter((note) => note !== "");
  if (!marks.some(isSeen)) notes.push("no numbers to show");
  const [width, height] = axes.figsize ?? SIZE;
  const colors = marks.map(({ kind, data }) => kind.colors?.(data)).find((scale) => scale !== undefined);
  const summary = summaryOf(items, axes, texts, notes);
  return { items, x, y, ...texts, width, height, colors, notes, summary };
}

/** Marks without a colour get the next of the cycle. */
function paintAll(marks: readonly Mark[]): Item[] {
  let next = 0;
  return marks.map((mark) => {
    const color = mark.style.color ?? CYCLE[next++ % CYCLE.length];
    return { mark, paint: { ...mark.style, label: labelText(mark.style.label), color } };
  });
}

/** A label with its formulas as text. */
export function labelText(label: string | undefined): string {
  return (label ?? "").replace(/\$([^$]+)\$/g, (_, latex: string) => latexToText(latex)).replace(/\s+/g, " ");
}

function axisOf(marks: readonly Mark[], axes: Axes, name: "x" | "y"): Axis {
  const scale = axes[`${name}scale`] ?? "linear";
  const values = marks.flatMap(({ kind, data }) => kind.values(data, name));
  const sticky = marks.flatMap(({ kind, data }) => kind.sticky(data, name));
  const auto = limitsAround(values, sticky, scale);
  const given = axes[`${name}lim`] ?? [];
  const isTurned = name === "y" && axes.downwards === true;
  const [first, second] = isTurned ? [auto[1], auto[0]] : auto;
  let [low, high] = [given[0] ?? first, given[1] ?? second];
  // An end that the data choose must not turn the axis round.
  if (isGiven(given[0]) !== isGiven(given[1]) && low < high === isTurned) {
    if (isGiven(given[0])) high = beyond(low, scale, isTurned ? -1 : 1);
    else low = beyond(high, scale, isTurned ? 1 : -1);
  }
  return { low, high, scale, ticks: axes[`${name}ticks`] };
}

const isSeen = ({ kind, data }: Mark): boolean =>
  kind.values(data, "y").some((list) => Array.prototype.some.call(list, Number.isFinite));

const beyond = (end: number, scale: string, sign: 1 | -1): number =>
  scale === "log" ? end * 10 ** sign : end + sign * (Math.abs(end) || 1);

/** How many numbers a logarithmic axis cannot show. Bars of height 0 are no loss. */
function noteOn(marks: readonly Mark[], name: "x" | "y", { scale }: Axis): string {
  if (scale !== "log") return "";
  let count = 0;
  for (const { kind, data } of marks) {
    const ground = kind.sticky(data, name).includes(0);
    for (const list of kind.values(data, name)) {
      for (let i = 0; i < list.length; i++) if (list[i] < 0 || (list[i] === 0 && !ground)) count++;
    }
  }
  if (count === 0) return "";
  return `${count} ${count === 1 ? "number" : "numbers"} ≤ 0 not shown on the logarithmic ${name} axis`;
}

type Texts = Pick<Scene, "xlabel" | "ylabel" | "title">;

function summaryOf(
  items: readonly Item[],
  axes: Axes,
  { xlabel, ylabel, title }: Texts,
  notes: readonly string[],
): Summary {
  const names = items.map(({ mark }) => mark.kind.name(mark.style));
  const countOf = (name: Name): number => names.filter(isLike(name)).length;
  const firsts = names.filter((name, i) => names.findIndex(isLike(name)) === i);
  const counts = firsts.map((name) => (countOf(name) === 1 ? name.one : `${countOf(name)} ${name.many}`));
  const what = counts.length === 0 ? "Figure without data" : `Figure of ${counts.join(" and ")}`;
  const axesText = xlabel !== "" && ylabel !== "" ? `${ylabel} against ${xlabel}` : ylabel || xlabel;
  const parts = items.map(({ mark, paint }, i) => {
    const number = countOf(names[i]) === 1 ? "" : ` ${names.slice(0, i + 1).filter(isLike(names[i])).length}`;
    return `${paint.label || names[i].alone + number}: ${mark.kind.describe(mark.data)}`;
  });
  const shown =
    parts.length > MOST_PARTS ? [...parts.slice(0, MOST_PARTS), `${parts.length - MOST_PARTS} more`] : parts;
  const made = [axesText === "" ? what : `${what}, ${axesText}`, ...shown, ...notes].join(". ");
  return {
    title: title || axesText || what,
    description: axes.description ?? `${made}.`,
  };
}

const isLike =
  ({ alone }: Name) =>
  (other: Name): boolean =>
    other.alone === alone;

/** A description says so much of single curves. */
const MOST_PARTS = 12;

/** Data points as fractions of the frame, from the lower left; at most so many of each mark. */
export function samplePoints({ items, x, y }: Scene, most: number): [number, number][] {
  return items.flatMap(({ mark }) => {
    const points = mark.kind.points(mark.data);
    const step = Math.max(1, Math.floor(points.x.length / most));
    const found: [number, number][] = [];
    for (let i = 0; i < points.x.length; i += step) found.push([place(x, points.x[i]), place(y, points.y[i])]);
    return found;
  });
}

/** Numbers from the low end to the high end of a colour scale, as text. */
export const scaleTexts = ({ low, high }: ColorScale): readonly [string, string] => [numberText(low), numberText(high)];
