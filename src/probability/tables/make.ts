/** Tables from numbers and from data. */
import { fail } from "../../base/errors.ts";
import { isPlainObject } from "../../base/trees.ts";
import { checkBoolean, type Checks, readOptions } from "../../ops/arguments.ts";
import type { CellsLike } from "./conditional.ts";
import { JointTable } from "./joint.ts";
import { rational } from "../../base/rational.ts";
import type { QuantityLike } from "./quantity.ts";
import { countColumns, normalized, readCells, readColumns, readVariables, readWeights } from "./read.ts";

/** Options of {@link joint}. */
export interface JointOptions {
  /** Divide the numbers by their sum: for counts and weights. Default false: they must sum to 1. */
  readonly normalize?: boolean;
}

const CHECKS: Checks<JointOptions> = { normalize: checkBoolean };

/**
 * A joint table: of independent variables from a probability for each state, or of any from one for each combination of states.
 *
 * Integers, fractions as texts (`"1/3"`, `"0.0015"`) and formulas are exact, and so is all that is computed from them; other JavaScript
 * numbers are floats.
 * @param probabilities - for each variable a number for each state; keys that are numbers become number states
 * @param states - in place of `probabilities`: a list of states for each variable
 * @param cells - with `states`: nested lists in the order of the variables, a tensor, or a function of the states
 * @param options - `normalize`: divide by the sum, default false
 * @returns the table
 * @throws TensorError "value" when numbers are negative or do not sum to 1, or a state is there twice
 * @example joint({ H: { 1: "3/2000", 0: "1997/2000" } }).P({ H: 1 }) // => 3/2000 = 0.0015
 * @example
 * const counts = joint({ sky: ["red", "blue"], rain: ["yes", "no"] }, [[3, 1], [2, 4]], { normalize: true });
 * counts.P({ rain: "yes" }, { given: { sky: "red" } }) // => 3/4 = 0.75
 * @see conditional, tabulate, bayes
 * @math P(A, B)
 * @source Dive into Deep Learning 2.6.2
 * @keywords joint distribution, contingency table, probability table
 */
export function joint(
  probabilities: Readonly<Record<string, Readonly<Record<string, QuantityLike>>>>,
  options?: JointOptions,
): JointTable;
export function joint(
  states: Readonly<Record<string, readonly unknown[]>>,
  cells: CellsLike,
  options?: JointOptions,
): JointTable;
export function joint(
  given: Readonly<Record<string, unknown>>,
  second?: CellsLike | JointOptions,
  third?: JointOptions,
): JointTable {
  const isWeights =
    isPlainObject(given) && Object.values(given).length > 0 && Object.values(given).every(isPlainObject);
  const options = readOptions("joint", isWeights ? (second as JointOptions | undefined) : third, CHECKS);
  if (isWeights) {
    const margins = Object.entries(given).map(([name, weights]) => {
      const { variable, cells } = readWeights("joint", name, weights as Record<string, unknown>);
      return new JointTable({
        variables: [variable],
        cells: normalized("joint", `P(${name})`, cells, options.normalize === true),
      });
    });
    return margins.slice(1).reduce((product, margin) => product.times(margin), margins[0]);
  }
  const variables = readVariables("joint", "states", given);
  if (second === undefined) {
    const names = variables.map(({ name }) => name).join(", ");
    const fix = "pass nested lists or a function of the states, e.g. () => 1 with { normalize: true } for equal ones";
    fail("value", {
      op: "joint",
      argument: "cells",
      got: second,
      expects: `a number for each combination of ${names}`,
      fix,
    });
  }
  const names = variables.map(({ name }) => name).join(", ");
  const cells = normalized("joint", `P(${names})`, readCells("joint", variables, second), options.normalize === true);
  return new JointTable({ variables, cells });
}

/**
 * The table of relative frequencies of data.
 * @param data - rows: objects with the same names; or columns: lists or tensors of equal length by their names
 * @returns exact frequencies: how often each combination comes over the number of rows
 * @throws TensorError "value" when there are no rows, or a row lacks a name
 * @example
 * const days = [{ sky: "red", rain: true }, { sky: "red", rain: false }, { sky: "blue", rain: false }];
 * tabulate(days).P({ rain: true }, { given: { sky: "red" } }) // => 1/2 = 0.5
 * @see joint, frequencies
 * @source Dive into Deep Learning 2.6.2
 * @keywords crosstab, contingency table, counts of data
 */
export function tabulate(
  data: readonly Readonly<Record<string, unknown>>[] | Readonly<Record<string, unknown>>,
): JointTable {
  const columns = readColumns("tabulate", data);
  const { variables, counts } = countColumns("tabulate", columns);
  const rows = BigInt(columns[0].values.length);
  return new JointTable({ variables, cells: counts.map((count) => rational(BigInt(count), rows)) });
}
