/** What differentiates formulas: ours and its peers. */
import type { Formula } from "./calculusFormulas.ts";

/** A way to differentiate: what is made beforehand, and the call that is timed. */
export interface Way<Given = unknown, Result = unknown> {
  readonly title: string;
  /** From a formula and its coefficient, outside of the time. */
  readonly prepare: (formula: Formula, c: number) => Given;
  readonly run: (given: Given) => Result;
  /** The derivative's value at x, for checking; left out where the result is no formula. */
  readonly value?: (result: Result, x: number) => number;
}

/** A way with its types, put into a list of ways of other types. */
export const way = <Given, Result>(one: Way<Given, Result>): Way => one as Way;

export interface CalculusContender {
  readonly name: string;
  readonly version: string;
  readonly ways: readonly Way[];
}

/**
 * Microseconds of one call: the lower quartile of many rounds, which are so short that other programs leave most of them alone, while
 * collecting the garbage of the calls is part of them. (The clock of processor time ticks too slowly for that.)
 */
export function timeWay({ prepare, run }: Way, formula: Formula): number {
  let c = FIRST;
  const round = (calls: number): number => {
    const given = Array.from({ length: calls }, () => prepare(formula, c++));
    const start = performance.now();
    for (const one of given) run(one);
    return ((performance.now() - start) * 1000) / calls;
  };
  let calls = 1;
  const end = performance.now() + WARM_UP;
  do calls = Math.max(1, Math.min(calls * 2, Math.round(ROUND / round(calls))));
  while (performance.now() < end);
  return Array.from({ length: ROUNDS }, () => round(calls)).sort((a, b) => a - b)[ROUNDS >> 2];
}

/** Smaller numbers are found faster by some. */
const FIRST = 1001;
const ROUNDS = 60;
/** Milliseconds. */
const WARM_UP = 500;
/** Microseconds. */
const ROUND = 3000;

/** Milliseconds of a processor that this process has used. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Whether a way's derivative is right at a few points. */
export function isRight({ prepare, run, value }: Way, formula: Formula): boolean {
  if (value === undefined) return true;
  return [0.3, 0.7, 1.9].every((x) => {
    const c = 3;
    const want = formula.slope(x, c);
    return Math.abs(value(run(prepare(formula, c)), x) - want) <= 1e-9 * Math.max(1, Math.abs(want));
  });
}
