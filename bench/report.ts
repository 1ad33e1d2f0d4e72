/** The comparison as text: a block for each task while it runs, tables at the end, and the bars. */
import type { Result, TaskResults } from "./comparison.ts";
import type { Bar, Task } from "./tasks/task.ts";

export const median = (numbers: readonly number[]): number | undefined =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** Seconds for a call in the unit of the task. */
function inUnit({ unit, flops = 0 }: Task, seconds: number): number {
  if (unit === "GFLOP/s") return flops / seconds / 1e9;
  return seconds * (unit === "ms" ? 1e3 : 1e6);
}

/** Three digits, never in exponents. */
function digits(value: number): string {
  return value >= 100
    ? value.toFixed(0)
    : value >= 10
      ? value.toFixed(1)
      : value >= 1
        ? value.toFixed(2)
        : value.toFixed(3);
}

function time(seconds: number): string {
  if (seconds < 1e-3) return `${digits(seconds * 1e6)} µs`;
  return seconds < 1 ? `${digits(seconds * 1e3)} ms` : `${digits(seconds)} s`;
}

/** One task: a line for each contender, and the bars. */
export function printTask({ task, results }: TaskResults, all: readonly TaskResults[]): void {
  const ours = median(results[0].warm);
  console.log(`\n  ${task.title.padEnd(60)}${task.unit.padStart(8)}   spread            time/ours  first call`);
  for (const result of results) console.log(`    ${result.contender.padEnd(13)}${line(task, result, ours)}`);
  for (const bar of task.bars ?? []) {
    const said = verdict({ task, results }, bar, all);
    if (said) console.log(`    ${said.missed ? "MISSED" : "ok"}: ${said.text}`);
  }
}

function line(task: Task, { warm, first, wrong, none }: Result, ours: number | undefined): string {
  const middle = median(warm);
  if (none !== undefined || middle === undefined) return `–  ${none ?? ""}`;
  const ends = [Math.min(...warm), Math.max(...warm)].map((seconds) => inUnit(task, seconds)).sort((a, b) => a - b);
  const spread = `${digits(ends[0])} to ${digits(ends[1])}`;
  const ratio = ours === undefined ? "" : `${digits(middle / ours)}×`;
  const start = median(first);
  return [
    digits(inUnit(task, middle)).padStart(53),
    `  ${spread.padEnd(18)}`,
    ratio.padStart(9),
    (start === undefined ? "" : time(start)).padStart(11),
    wrong === undefined ? "" : `  ${wrong}`,
  ].join(" ");
}

/** Tasks × contenders: warm calls, then first calls. */
export function printTables(all: readonly TaskResults[]): void {
  if (all.length === 0) return;
  const names = all[0].results.map(({ contender }) => contender);
  const table = (title: string, cell: (task: Task, result: Result) => string): void => {
    const width = (name: string): number => Math.max(10, name.length + 1);
    console.log(`\n  ${title.padEnd(62)}${names.map((name) => name.padStart(width(name))).join("")}`);
    for (const { task, results } of all) {
      const cells = results.map((result) => cell(task, result).padStart(width(result.contender)));
      console.log(`  ${task.title.padEnd(62)}${cells.join("")}`);
    }
  };
  // A result that is wrong has its figure in brackets.
  const mark = (text: string, { wrong }: Result): string => (wrong === undefined ? text : `(${text})`);
  table("warm", (task, result) => {
    const middle = median(result.warm);
    if (middle === undefined) return "–";
    return mark(task.unit === "GFLOP/s" ? `${digits(inUnit(task, middle))} GF` : time(middle), result);
  });
  table("first call in a fresh process", (_, result) => {
    const middle = median(result.first);
    return middle === undefined ? "–" : mark(time(middle), result);
  });
}

/** The bars that ours does not reach; a wrong result reaches none. */
export function missedBars(each: TaskResults, all: readonly TaskResults[]): string[] {
  const { task, results } = each;
  const { wrong, none } = results[0];
  if (wrong !== undefined || (none !== undefined && task.bars)) return [wrong ?? none ?? ""];
  const said = (task.bars ?? []).map((bar) => verdict(each, bar, all));
  return said.filter((item) => item?.missed).map((item) => item?.text ?? "");
}

/** What a bar says of our time; nothing where it has nothing to say because a time is missing. */
function verdict({ task, results }: TaskResults, bar: Bar, all: readonly TaskResults[]): Verdict | undefined {
  const ours = median(results[0].warm);
  if (ours === undefined) return undefined;
  if (bar.kind === "limit") {
    const value = inUnit(task, ours);
    const rate = task.unit === "GFLOP/s";
    const text = `${digits(value)}, ${rate ? "at least" : "at most"} ${bar.value} ${task.unit}`;
    return { missed: rate ? value < bar.value : value > bar.value, text };
  }
  if (bar.kind === "first call") {
    const first = (median(results[0].first) ?? Number.NaN) * 1e3;
    return { missed: !(first <= bar.most), text: `${digits(first)} ms for the first call, at most ${bar.most}` };
  }
  const [theirs, whom] = bar.kind === "ratio" ? rival(results, bar.to) : sameWork(task, bar.to, all);
  if (theirs === undefined) return undefined;
  const ratio = ours / theirs;
  return { missed: ratio > bar.most, text: `${digits(ratio)}× ${whom}, at most ${digits(bar.most)}×` };
}

interface Verdict {
  readonly missed: boolean;
  readonly text: string;
}

/** The time of the fastest right result among those a bar names. */
function rival(
  results: readonly Result[],
  to: "torch" | "jax" | "JavaScript",
): [seconds: number | undefined, whom: string] {
  const rivals = results
    .slice(1)
    .filter(({ contender, language, wrong }) => !wrong && (to === "JavaScript" ? language === to : contender === to));
  const times = rivals.flatMap(({ warm }) => median(warm) ?? []);
  return [times.length > 0 ? Math.min(...times) : undefined, to === "JavaScript" ? "the best peer in JavaScript" : to];
}

/** Our time for another task, scaled to the operations of this one. */
function sameWork(task: Task, id: string, all: readonly TaskResults[]): [seconds: number | undefined, whom: string] {
  const other = all.find((item) => item.task.id === id);
  const seconds = other && median(other.results[0].warm);
  const scale = (task.flops ?? 1) / (other?.task.flops ?? 1);
  return [seconds === undefined ? undefined : seconds * scale, `${other?.task.title} per flop`];
}
