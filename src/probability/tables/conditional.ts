/** Conditional tables: a distribution for each state of what is given. */
import { type Assignment, type Factor, select, selectionText, sumWhere, type Variable, visitCells } from "./algebra.ts";
import { fail } from "../../base/errors.ts";
import { type Cell, type Grid, gridHtml, gridLatex, gridText, numberCell, wordCell } from "./grid.ts";
import { isNothing, type Num, over, total } from "./number.ts";
import { showing } from "../../base/showing.ts";
import { Quantity, type QuantityLike } from "./quantity.ts";
import { checkRows, readCells, readHeading, readNested, readVariables } from "./read.ts";
import { labelOf, latexName } from "./states.ts";

/** Numbers by state, nested once for each variable. */
export interface NestedNumbers {
  readonly [state: string]: QuantityLike | NestedNumbers;
}

/** Numbers for all combinations of states: nested lists, a tensor, or a function of the states. */
export type CellsLike =
  | readonly (QuantityLike | readonly unknown[])[]
  | { toArray(): unknown }
  | ((states: Readonly<Record<string, never>>) => QuantityLike);

/**
 * P(children | parents): for each combination of states of the parents a distribution of the children. Made by `conditional` or by
 * `table.conditional(…)`; multiplied with a table of the parents it gives the joint table.
 * @example
 * const test = conditional("D | H", { 0: { 0: "99/100", 1: "1/100" }, 1: { 1: 1 } });
 * test.P({ D: 1 }, { H: 0 }) // => 1/100 = 0.01
 */
export class ConditionalTable {
  /** The names of the variables that have a distribution. */
  readonly children: readonly string[];
  /** The names of the variables that are given. */
  readonly parents: readonly string[];
  /** @internal */
  readonly factor: Factor;

  /** @internal */
  constructor(factor: Factor) {
    const names = factor.variables.map(({ name }) => name);
    this.factor = factor;
    this.parents = names.slice(0, factor.parents);
    this.children = names.slice(factor.parents);
    const grid = (): Grid => gridOf(factor);
    showing(this, {
      text: () => gridText(grid()),
      latex: () => gridLatex(grid()),
      html: () => gridHtml(grid()),
    });
  }

  /**
   * A probability from the table.
   * @param query - states of children; what is not named is summed out
   * @param given - a state for each parent
   * @returns P(query | given)
   * @throws TensorError "value" when a name or a state is unknown, or a parent has no state
   * @example conditional("D | H", { 0: { 0: "0.99", 1: "0.01" }, 1: { 1: 1 } }).P({ D: 0 }, { H: 0 }) // => 99/100 = 0.99
   */
  P(query: Assignment, given: Assignment): Quantity {
    const { variables, parents, cells } = this.factor;
    const [above, below] = [variables.slice(0, parents), variables.slice(parents)];
    const chosen = [...select("P", "given", above, given), ...select("P", "query", below, query)];
    const missing = above.find((_, i) => chosen[i]?.size !== 1);
    if (missing !== undefined) {
      const problem = `"given" needs one state of ${missing.name}`;
      fail("value", {
        op: "P",
        argument: "given",
        got: given,
        expects: `a state for each of ${this.parents.join(", ")}`,
        problem,
      });
    }
    return new Quantity(sumWhere({ variables, cells }, chosen));
  }

  /** The table as text. */
  toString(): string {
    return gridText(gridOf(this.factor));
  }

  /**
   * The table in LaTeX.
   * @returns an array
   * @example conditional("D | H", { 0: { 0: 1 }, 1: { 1: 1 } }).latex().startsWith("\\begin{array}") // => true
   */
  latex(): string {
    return gridLatex(gridOf(this.factor));
  }

  /**
   * The table for a page.
   * @returns a `<table>` as text
   * @example conditional("D | H", { 0: { 0: 1 }, 1: { 1: 1 } }).toHTML().startsWith("<table>") // => true
   */
  toHTML(): string {
    return gridHtml(gridOf(this.factor));
  }
}

/** One parent: a column for each of its states, as books have it; else a row for each combination of parents. */
function gridOf({ variables, parents, cells }: Factor): Grid {
  const [above, below] = [variables.slice(0, parents), variables.slice(parents)];
  const [rows, columns] = parents === 1 ? [below, above] : [above, below];
  const width = below.reduce((n, { states }) => n * states.length, 1);
  const [left, top] = [combinations(rows), combinations(columns)];
  const heading = headingOf(below, above);
  return {
    head: [heading, ...top.map(({ cell }) => cell)],
    rows: left.map(({ cell, at }) => [
      cell,
      ...top.map((column) => numberCell(cells[parents === 1 ? column.at * width + at : at * width + column.at])),
    ]),
    numbers: 1,
    foot:
      parents === 1
        ? [wordCell("sum"), ...top.map(({ at }) => numberCell(total(cells.slice(at * width, (at + 1) * width))))]
        : undefined,
  };
}

export function headingOf(children: readonly Variable[], parents: readonly Variable[]): Cell {
  const [left, right] = [children, parents].map((each) => each.map(({ name }) => name));
  const bar = right.length === 0 ? ["", ""] : [` | ${right.join(", ")}`, ` \\mid ${right.map(latexName).join(", ")}`];
  return { text: `P(${left.join(", ")}${bar[0]})`, latex: `P(${left.map(latexName).join(", ")}${bar[1]})` };
}

function combinations(variables: readonly Variable[]): { cell: Cell; at: number }[] {
  const all: { cell: Cell; at: number }[] = [];
  visitCells(variables, (places, at) => {
    all.push({
      cell: selectionText(
        variables,
        places.map((place) => new Set([place])),
      ),
      at,
    });
  });
  return all;
}

/** P(children | parents) from numbers for parents and children, parents first. */
export function conditionalOf(op: string, factor: Factor): ConditionalTable {
  const { variables, parents } = factor;
  const width = variables.slice(parents).reduce((n, { states }) => n * states.length, 1);
  const cells: Num[] = [];
  visitCells(variables.slice(0, parents), (places, row) => {
    const numbers = factor.cells.slice(row * width, (row + 1) * width);
    const sum = total(numbers);
    if (isNothing(sum)) {
      const given = places.map((place, i) => `${variables[i].name}=${labelOf(variables[i].states[place])}`).join(", ");
      const problem = `P(${given}) is 0, so that nothing can be conditioned on it`;
      fail("value", { op, argument: "given", got: given, expects: "states with a positive probability", problem });
    }
    cells.push(...numbers.map((number) => over(number, sum)));
  });
  return new ConditionalTable({ variables, cells, parents });
}

/** Options of {@link conditional}. */
export interface ConditionalOptions {
  /** Divide the numbers for each state of the parents by their sum. Default false: they must sum to 1. */
  readonly normalize?: boolean;
}

/**
 * A conditional table P(children | parents).
 * @param heading - as formulas have it: `"D | H"`, `"wet | rain, sprinkler"`
 * @param table - by the states of the parents and then of the children: `{ 0: { 0: "99/100", 1: "1/100" }, 1: { 1: 1 } }`; states of
 * children that are left out have probability 0
 * @param children - in place of `heading`: the states of the variables that have a distribution
 * @param parents - with `children`: the states of the variables that are given
 * @param cells - with them: nested lists by the states of the parents and then of the children, a tensor, or a function of all states
 * @param options - `normalize`: divide by sums, default false
 * @returns the table; keys that are numbers become number states
 * @throws TensorError "value" when the numbers for a state of the parents do not sum to 1, or are negative; the error names the row
 * @example
 * const test = conditional("D | H", { 1: { 1: 1 }, 0: { 1: "1/100", 0: "99/100" } });
 * console.log(`${test}`);
 * // => P(D | H)     H=0  H=1
 * //    ─────────────────────
 * //    D=0       99/100    0
 * //    D=1        1/100    1
 * //    ─────────────────────
 * //    sum            1    1
 * @example conditional({ D: [0, 1] }, { H: [0, 1] }, [["0.99", "0.01"], [0, 1]]).P({ D: 1 }, { H: 0 }) // => 1/100 = 0.01
 * @see joint, bayes
 * @math P(D \mid H)
 * @source Dive into Deep Learning 2.6.2
 * @keywords conditional probability table, CPT, likelihood
 */
export function conditional(heading: string, table: NestedNumbers): ConditionalTable;
export function conditional(
  children: Readonly<Record<string, readonly unknown[]>>,
  parents: Readonly<Record<string, readonly unknown[]>>,
  cells: CellsLike,
  options?: ConditionalOptions,
): ConditionalTable;
export function conditional(
  first: string | Readonly<Record<string, readonly unknown[]>>,
  second: NestedNumbers | Readonly<Record<string, readonly unknown[]>>,
  cells?: CellsLike,
  options: ConditionalOptions = {},
): ConditionalTable {
  if (cells === undefined) {
    const { children, parents } = readHeading("conditional", first);
    return new ConditionalTable(readNested("conditional", [...parents, ...children], parents.length, second));
  }
  const above = readVariables("conditional", "parents", second);
  const variables = [...above, ...readVariables("conditional", "children", first)];
  const factor = { variables, cells: readCells("conditional", variables, cells), parents: above.length };
  return new ConditionalTable(checkRows("conditional", factor, options.normalize === true));
}
