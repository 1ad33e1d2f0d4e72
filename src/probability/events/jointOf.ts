/** What random variables are made of: joint distributions, and conditions as they are written. */
import { fail } from "../../base/errors.ts";
import { sizeOf, type Variable, visitCells } from "../tables/algebra.ts";
import { JointTable } from "../tables/joint.ts";
import { failAtNothing } from "../tables/explain.ts";
import { isNothing, type Num, over, plus, times, ZERO } from "../tables/number.ts";
import { Quantity } from "../tables/quantity.ts";
import { sorted } from "../tables/read.ts";
import { isMade, isOf, keyOf, labelOf, latexName } from "../tables/states.ts";
import { Event, measure } from "./event.ts";
import type { SampleSpace, Weighted } from "./space.ts";

/** The joint distribution of maps from the same outcomes. */
export function jointOf<T>(
  outcomes: readonly Weighted<T>[],
  maps: readonly { readonly name: string; readonly f: (outcome: T) => unknown }[],
): JointTable {
  const names = maps.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    const fix = 'name them, e.g. randomVariable(space, f, "Y")';
    fail("value", {
      op: "with",
      argument: "others",
      got: names,
      expects: "random variables with different names",
      fix,
    });
  }
  const rows = outcomes.map(({ outcome, p }) => ({ values: maps.map(({ f }) => plain(f(outcome))), p }));
  const variables = names.map((name, i): Variable => {
    const distinct = new Map(rows.map(({ values }) => [keyOf(values[i]), values[i]]));
    return { name, states: sorted([...distinct.values()]) };
  });
  const sums = new Map<string, Num>();
  for (const { values, p } of rows) {
    const key = keyOf(values);
    sums.set(key, plus(sums.get(key) ?? ZERO, p));
  }
  const cells: Num[] = new Array(sizeOf("with", variables));
  visitCells(variables, (places, cell) => {
    cells[cell] = sums.get(keyOf(places.map((place, i) => variables[i].states[place]))) ?? ZERO;
  });
  return new JointTable({ variables, cells });
}

/** Exact whole numbers as JavaScript numbers, so that 7 and quantity(7) are the same value. */
const plain = (value: unknown): unknown =>
  isOf(value, Quantity) && (!value.isExact || value.denominator === 1n) ? value.toNumber() : value;

/** Conditions have spaces and signs, which LaTeX writes in its own way. */
export const condition = (text: string): { readonly text: string; readonly latex: string } => {
  const words = text
    .split(" ")
    .map((word) => LATEX_SIGNS[word] ?? (/^\w+$/.test(word) ? latexName(word) : word.replace(/[{}]/g, "\\$&")));
  return { text, latex: words.join(" ") };
};

const LATEX_SIGNS: Readonly<Record<string, string>> = {
  "≤": "\\le",
  "≥": "\\ge",
  "∈": "\\in",
  "=": "=",
  "<": "<",
  ">": ">",
  "·": "\\cdot",
  "+": "+",
  "-": "-",
};

/** A number with its probability. */
export interface WeightedValue {
  readonly x: Num;
  readonly p: Num;
}

/** The values of a map, each with the probability of its outcome, given an event. */
export function valuesOf<T>(
  op: string,
  space: SampleSpace<T>,
  f: (outcome: T) => Num,
  given?: Event<T>,
): WeightedValue[] {
  const finite = finiteOf(op, space);
  if (given === undefined) return finite.map(({ outcome, p }) => ({ x: f(outcome), p }));
  if (!isMade(given, Event) || given.space !== space) {
    fail("value", { op, argument: "given", got: labelOf(given), expects: "an event of the same sample space" });
  }
  const all = measure(given);
  if (isNothing(all)) failAtNothing(op, String(given));
  return finite
    .filter(({ outcome }) => given.has(outcome))
    .map(({ outcome, p }) => ({ x: f(outcome), p: over(p, all) }));
}

export const mean = (list: readonly WeightedValue[]): Num =>
  list.reduce<Num>((sum, { x, p }) => plus(sum, times(x, p)), ZERO);

export function finiteOf<T>(op: string, space: SampleSpace<T>): SampleSpace<T>["finite"] {
  if (space.isFinite) return space.finite;
  const fix = "take the first outcomes as a space of their own, or ask for probabilities with P";
  fail("value", { op, argument: "space", got: "a countable space", expects: "a finite space", fix });
}
