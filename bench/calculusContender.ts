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

/** Microseconds of one call in processor time of this thread, the fastest round; coefficients are whole numbers from `first` on. */
export function timeWay({ prepare, run }: Way, formula: Formula, rounds = ROUNDS): number {
  let c = FIRST;
  const round = (calls: number): number => {
    const given = Array.from({ length: calls }, () => prepare(formula, c++));
    const start = threadTime();
    for (const one of given) run(one);
    return (threadTime() - start) / calls;
  };
  // As many calls as fill a round, found by rounds that double; these warm up too.
  let calls = 4;
  for (let spent = 0; spent < WARM_UP; ) {
    const each = round(calls);
    spent += each * calls;
    calls = Math.min(MOST_CALLS, Math.max(2, Math.round(ROUND / each)), calls * 2);
  }
  return Math.min(...Array.from({ length: rounds }, () => round(calls)));
}

/** Coefficients below are held as small numbers by some. */
const FIRST = 1001;
const ROUNDS = 15;
/** Microseconds. */
const WARM_UP = 300_000;
const ROUND = 20_000;
const MOST_CALLS = 2000;

/** Microseconds that this thread has used of a processor: others on the machine take turns, not time. */
export function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
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
