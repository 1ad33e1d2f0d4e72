/** Moments and information of tables. */
import { fail } from "../../base/errors.ts";
import { assignmentOf, type Cells, type Variable, variableNamed, visitCells } from "./algebra.ts";
import { floatOf, minus, type Num, ONE, over, plus, readNumber, rootOf, times, total, ZERO } from "./number.ts";
import { labelOf } from "./states.ts";

/** A variable, by its name, or a number computed from the states of all variables. */
export type Target = string | ((states: Readonly<Record<string, never>>) => unknown);

/** The number that a state stands for: true counts as 1 and false as 0. */
export function numberOfState(op: string, argument: string, value: unknown): Num {
  const number =
    typeof value === "boolean" ? (value ? ONE : ZERO) : typeof value === "string" ? undefined : readNumber(value);
  if (number !== undefined) return number;
  const problem = `${argument} is ${labelOf(value)}, which is no number`;
  const fix = `map the states to numbers, e.g. ${op}(({ X }) => X === "yes" ? 1 : 0)`;
  fail("value", { op, argument, got: value, expects: "states that are numbers", problem, fix });
}

/** The value of the target in each cell. */
export function valuesOf(op: string, { variables }: Cells, target: Target): Num[] {
  const values: Num[] = [];
  if (typeof target === "function") {
    const f = target as (states: Readonly<Record<string, unknown>>) => unknown;
    visitCells(variables, (places) => {
      const states = assignmentOf(variables, places);
      values.push(numberOfState(op, `f(${labelOf(states)})`, f(states)));
    });
    return values;
  }
  const variable = variableNamed(op, "target", variables, target);
  const at = variables.indexOf(variable);
  const numbers = variable.states.map((state) => numberOfState(op, `a state of ${variable.name}`, state));
  visitCells(variables, (places) => values.push(numbers[places[at]]));
  return values;
}

export const mean = ({ cells }: Cells, values: readonly Num[]): Num => total(cells.map((p, i) => times(p, values[i])));

/** E[(X - E X)(Y - E Y)]: about the means, which keeps the digits that E[XY] - E[X]E[Y] loses. */
export function covarianceOf(table: Cells, x: readonly Num[], y: readonly Num[]): Num {
  const [meanX, meanY] = [mean(table, x), mean(table, y)];
  return mean(
    table,
    x.map((value, i) => times(minus(value, meanX), minus(y[i], meanY))),
  );
}

/** NaN where one of them is constant. */
export function correlationOf(table: Cells, x: readonly Num[], y: readonly Num[]): Num {
  const [varX, varY] = [covarianceOf(table, x, x), covarianceOf(table, y, y)];
  const scale = rootOf(times(varX, varY));
  return floatOf(scale) === 0 ? Number.NaN : over(covarianceOf(table, x, y), scale);
}

/** -Σ p log p in units of log(base). */
export function entropyOf(cells: readonly Num[], base: number): number {
  let sum = 0;
  for (const cell of cells) {
    const p = floatOf(cell);
    if (p > 0) sum -= p * Math.log(p);
  }
  return sum === 0 ? 0 : sum / Math.log(base);
}

/** The probabilities of a function of the states: values that are equal by key are one state. */
export function pushForward(
  { variables, cells }: Cells,
  f: (states: Readonly<Record<string, unknown>>) => unknown,
  keyOf: (value: unknown) => string,
): { readonly states: unknown[]; readonly cells: Num[] } {
  const found = new Map<string, { state: unknown; p: Num }>();
  visitCells(variables, (places, cell) => {
    const state = f(assignmentOf(variables, places));
    const key = keyOf(state);
    const known = found.get(key);
    found.set(key, { state: known === undefined ? state : known.state, p: plus(known?.p ?? ZERO, cells[cell]) });
  });
  const all = [...found.values()];
  return { states: all.map(({ state }) => state), cells: all.map(({ p }) => p) };
}

/** The variables that are not among others. */
export const without = (variables: readonly Variable[], others: readonly Variable[]): Variable[] =>
  variables.filter((each) => !others.includes(each));
