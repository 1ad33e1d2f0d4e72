/** Tables as data: variables with their states, and a number for each combination of states. */
import { fail, nearest } from "../../base/errors.ts";
import { isArray, isPlainObject, readList } from "../../base/trees.ts";
import { type Num, ONE, plus, times, total, ZERO } from "./number.ts";
import { keyOf, labelOf, latexName, listed } from "./states.ts";

/** A variable and what it can be. */
export interface Variable {
  readonly name: string;
  readonly states: readonly unknown[];
  /** Its only state is that it was observed, so that its name says all: P(E | H). */
  readonly bare?: boolean;
}

/** A number for each combination of states; the last variable varies fastest. */
export interface Cells {
  readonly variables: readonly Variable[];
  readonly cells: readonly Num[];
}

/** A distribution of the last variables for each combination of the first ones, its parents. */
export interface Factor extends Cells {
  readonly parents: number;
}

/** States of variables by their names; a list of states or a predicate selects several. */
export type Assignment = Readonly<Record<string, unknown>>;

/** For each variable the places of the states that are selected; undefined for all of them. */
export type Selection = readonly (ReadonlySet<number> | undefined)[];

/** Larger tables are a matter for networks, which keep their factors apart. */
const MOST_CELLS = 2 ** 22;

export function sizeOf(op: string, variables: readonly Variable[]): number {
  const size = variables.reduce((product, { states }) => product * states.length, 1);
  if (size <= MOST_CELLS) return size;
  const problem = `the table of ${listed(variables.map(({ name }) => name))} has ${size} entries`;
  const fix = "sum variables out before, or use a network, which keeps factors apart";
  fail("value", { op, argument: "variables", got: size, expects: `at most ${MOST_CELLS} entries`, problem, fix });
}

/** Calls `visit` for each combination with the place of the state of each variable; the array is used again. */
export function visitCells(
  variables: readonly Variable[],
  visit: (places: readonly number[], cell: number) => void,
): void {
  const sizes = variables.map(({ states }) => states.length);
  const count = sizes.reduce((a, b) => a * b, 1);
  const places = sizes.map(() => 0);
  for (let cell = 0; cell < count; cell++) {
    visit(places, cell);
    for (let i = sizes.length - 1; i >= 0 && ++places[i] === sizes[i]; i--) places[i] = 0;
  }
}

/** For each variable of a table how far apart its states lie in the cells of another; 0 where the other does not have it. */
export function stridesIn(variables: readonly Variable[], other: readonly Variable[]): number[] {
  return variables.map(({ name }) => {
    const at = other.findIndex((each) => each.name === name);
    return at < 0 ? 0 : other.slice(at + 1).reduce((product, { states }) => product * states.length, 1);
  });
}

export const dot = (places: readonly number[], strides: readonly number[]): number =>
  places.reduce((sum, place, i) => sum + place * strides[i], 0);

/** The states behind places. */
export function assignmentOf(variables: readonly Variable[], places: readonly number[]): Record<string, unknown> {
  return Object.fromEntries(variables.map(({ name, states }, i) => [name, states[places[i]]]));
}

// ---------------------------------------------------------------- sums and products

/** The sum rule: what is not kept is summed out. @param kept - variables in the order of the result */
export function sumOut({ variables, cells }: Cells, kept: readonly Variable[]): Cells {
  const strides = stridesIn(variables, kept);
  const sums: Num[] = new Array(kept.reduce((n, { states }) => n * states.length, 1)).fill(ZERO);
  visitCells(variables, (places, cell) => {
    const target = dot(places, strides);
    sums[target] = plus(sums[target], cells[cell]);
  });
  return { variables: kept, cells: sums };
}

/** The product rule: each combination has the product of the numbers that the factors have for it. */
export function productOf(op: string, factors: readonly Cells[]): Cells {
  const variables: Variable[] = [];
  for (const { variables: more } of factors) {
    variables.push(...more.filter(({ name }) => !variables.some((each) => each.name === name)));
  }
  const cells: Num[] = new Array(sizeOf(op, variables));
  const strides = factors.map((factor) => stridesIn(variables, factor.variables));
  visitCells(variables, (places, cell) => {
    cells[cell] = factors.reduce<Num>((p, factor, i) => times(p, factor.cells[dot(places, strides[i])]), ONE);
  });
  return { variables, cells };
}

export const totalOf = ({ cells }: Cells): Num => total(cells);

/** The sum over all combinations that are in every selection. */
export function sumWhere({ variables, cells }: Cells, ...selections: readonly Selection[]): Num {
  let sum: Num = ZERO;
  visitCells(variables, (places, cell) => {
    if (selections.every((selection) => isIn(selection, places))) sum = plus(sum, cells[cell]);
  });
  return sum;
}

export const isIn = (selection: Selection, places: readonly number[]): boolean =>
  selection.every((chosen, i) => chosen === undefined || chosen.has(places[i]));

// ---------------------------------------------------------------- names and states

export function variableNamed(op: string, argument: string, variables: readonly Variable[], name: unknown): Variable {
  const found = variables.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = variables.map((each) => each.name);
  const problem = `there is no variable ${labelOf(name)}`;
  const likely = typeof name === "string" ? nearest(name, names)[0] : undefined;
  const fix = likely === undefined ? undefined : `did you mean "${likely}"?`;
  fail("value", { op, argument, got: name, expects: `one of the variables ${listed(names)}`, problem, fix });
}

/** The names of variables: one, or a list of different ones. */
export function variablesNamed(
  op: string,
  argument: string,
  all: readonly Variable[],
  names: string | readonly string[],
): Variable[] {
  const list: readonly unknown[] = readList(names) ?? [names];
  const found = list.map((name) => variableNamed(op, argument, all, name));
  const twice = found.find((each, i) => found.indexOf(each) < i);
  if (twice !== undefined) {
    fail("value", {
      op,
      argument,
      got: names,
      expects: "each variable once",
      problem: `"${twice.name}" is given twice`,
    });
  }
  return found;
}

/** What an assignment selects. */
export function select(
  op: string,
  argument: string,
  variables: readonly Variable[],
  assignment: Assignment,
): Selection {
  if (!isPlainObject(assignment)) {
    const fix = `e.g. { ${variables[0]?.name ?? "X"}: ${labelOf(variables[0]?.states[0])} }`;
    fail("value", {
      op,
      argument,
      got: assignment,
      expects: "an object with a state for each variable that is given",
      fix,
    });
  }
  const chosen = new Map(
    Object.entries(assignment).map(([name, value]) => {
      const variable = variableNamed(op, argument, variables, name);
      return [variable, placesOf(op, `${argument}.${name}`, variable, value)];
    }),
  );
  return variables.map((variable) => chosen.get(variable));
}

function placesOf(op: string, argument: string, { name, states }: Variable, value: unknown): ReadonlySet<number> {
  const exact = placeOf(states, value);
  if (exact >= 0) return new Set([exact]);
  if (typeof value === "function") {
    const holds = value as (state: unknown) => unknown;
    return new Set(states.flatMap((state, i) => (holds(state) === true ? [i] : [])));
  }
  const list = readList(value)?.map((each) => placeOf(states, each)) ?? [-1];
  if (list.every((place) => place >= 0)) return new Set(list);
  const known = states.map((each) => labelOf(each));
  const problem = `${name} has no state ${labelOf(value)}`;
  fail("value", {
    op,
    argument,
    got: value,
    expects: `one of the states ${listed(known)}, a list of them, or a predicate`,
    problem,
  });
}

/** The place of a state; where none is equal, one that is written in the same way: 1 for "1". -1 for none. */
export function placeOf(states: readonly unknown[], value: unknown): number {
  const key = keyOf(value);
  const exact = states.findIndex((state) => keyOf(state) === key);
  if (exact >= 0 || typeof value === "function" || isArray(value)) return exact;
  const label = labelOf(value);
  return states.findIndex((state) => labelOf(state) === label);
}

export function checkVariable(op: string, { name, states }: Variable): Variable {
  if (name === "")
    fail("value", { op, argument: "variables", got: name, expects: "names of variables that are not empty" });
  if (states.length === 0) {
    fail("value", {
      op,
      argument: name,
      got: states,
      expects: "at least one state",
      problem: `"${name}" has no states`,
    });
  }
  const seen = new Set<string>();
  for (const state of states) {
    const key = keyOf(state);
    if (seen.has(key)) {
      const problem = `"${name}" has the state ${labelOf(state)} twice`;
      fail("value", { op, argument: name, got: states, expects: "each state once", problem });
    }
    seen.add(key);
  }
  return { name, states };
}

// ---------------------------------------------------------------- notation

/** "H=1, D1∈{0, 1}", as text and in LaTeX. */
export function selectionText(variables: readonly Variable[], selection: Selection): { text: string; latex: string } {
  const parts = variables.flatMap(({ name, states, bare }, i) => {
    const chosen = selection[i];
    if (chosen === undefined) return [];
    if (bare === true) return [{ text: name, latex: latexName(name) }];
    const labels = [...chosen].map((place) => labelOf(states[place]));
    const math = labels.map(latexName);
    if (labels.length === 1) return [{ text: `${name}=${labels[0]}`, latex: `${latexName(name)}=${math[0]}` }];
    const latex = `${latexName(name)} \\in \\{${math.join(", ")}\\}`;
    return [{ text: `${name}∈{${listed(labels)}}`, latex }];
  });
  return { text: parts.map(({ text }) => text).join(", "), latex: parts.map(({ latex }) => latex).join(", ") };
}

/** Every variable in one state. */
export const selectionAt = (variables: readonly Variable[], places: readonly number[]): Selection =>
  variables.map((_, i) => new Set([places[i]]));

/** The same selection for a part of the variables or in another order. */
export function selectionFor(from: readonly Variable[], selection: Selection, to: readonly Variable[]): Selection {
  return to.map(({ name }) => selection[from.findIndex((each) => each.name === name)]);
}
