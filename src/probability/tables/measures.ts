/** What is computed from a joint table: moments and information. */
import { fail } from "../../base/errors.ts";
import { readList } from "../../base/trees.ts";
import { checkedLater, type Checks, finiteFrom, readOptions } from "../../ops/arguments.ts";
import {
  type Assignment,
  assignmentOf,
  type Cells,
  isIn,
  select,
  selectionText,
  sumOut,
  type Variable,
  variablesNamed,
  visitCells,
} from "./algebra.ts";
import { failAtNothing } from "./explain.ts";
import { isNothing, type Num, over, plus, rootOf, ZERO } from "./number.ts";
import { Quantity } from "./quantity.ts";
import { correlationOf, covarianceOf, entropyOf, mean, type Target, valuesOf, without } from "./statistics.ts";

/** States by the names of variables (a list of states or a predicate stands for several), or a predicate of all states. */
export type Query = Assignment | ((states: Readonly<Record<string, never>>) => boolean);

/** What is known. */
export interface GivenOptions {
  /** What is known: states of variables, or a predicate. Default nothing. */
  readonly given?: Query;
}

export const GIVEN: Checks<GivenOptions> = { given: checkedLater };

/** Options of the entropies. */
export interface EntropyOptions {
  /** Of the logarithm: 2 for bits. Default e, for nats. */
  readonly base?: number;
}

const ENTROPY: Checks<EntropyOptions> = { base: /*@__PURE__*/ finiteFrom(Number.MIN_VALUE) };

/** Moments and information of the variables of a table; `JointTable` has them. */
export class Measures {
  /** The names of the variables. */
  readonly names: readonly string[];
  /** @internal */
  readonly table: Cells;

  /** @internal */
  constructor(table: Cells) {
    this.table = table;
    this.names = table.variables.map(({ name }) => name);
  }

  /** Whether a combination of states is in a query. */
  protected test(op: string, argument: string, query: Query): (places: readonly number[]) => boolean {
    const { variables } = this.table;
    if (typeof query === "function") {
      const holds = query as (states: Readonly<Record<string, unknown>>) => unknown;
      return (places) => holds(assignmentOf(variables, places)) === true;
    }
    const selection = select(op, argument, variables, query);
    return (places) => isIn(selection, places);
  }

  protected sum(test: (places: readonly number[]) => boolean): Num {
    let sum: Num = ZERO;
    visitCells(this.table.variables, (places, cell) => {
      if (test(places)) sum = plus(sum, this.table.cells[cell]);
    });
    return sum;
  }

  // -------------------------------------------------------------- moments

  /**
   * The expectation of a variable or of a function of all.
   * @param target - a name, or a function of the states; may be left out where there is one variable
   * @param options - `given`: what is known, default nothing
   * @returns Σ f(x) P(x); true counts as 1
   * @throws TensorError "value" when states are no numbers
   * @example joint({ X: { 0: "0.5", 2: "0.4", 10: "0.1" } }).expectation() // => 9/5 = 1.8
   * @math E[f(X)] = \sum_x f(x) P(x)
   */
  expectation(target: Target = this.names[0], options: GivenOptions = {}): Quantity {
    const { table } = this.known(options);
    return new Quantity(mean(table, valuesOf("expectation", table, target)));
  }

  /**
   * The variance of a variable or of a function of all.
   * @param target - a name, or a function of the states; may be left out where there is one variable
   * @param options - `given`: what is known, default nothing
   * @returns E[(X - E[X])²]
   * @throws TensorError "value" when states are no numbers
   * @example joint({ X: { 0: "0.5", 2: "0.4", 10: "0.1" } }).variance() // => 209/25 = 8.36
   * @math \mathrm{Var}[X] = E[(X - E[X])^2]
   */
  variance(target: Target = this.names[0], options: GivenOptions = {}): Quantity {
    const { table } = this.known(options);
    const values = valuesOf("variance", table, target);
    return new Quantity(covarianceOf(table, values, values));
  }

  /**
   * The standard deviation of a variable or of a function of all.
   * @param target - a name, or a function of the states; may be left out where there is one variable
   * @param options - `given`: what is known, default nothing
   * @returns the root of the variance; exact where that is the square of a fraction
   * @throws TensorError "value" when states are no numbers
   * @example joint({ X: { 0: "1/2", 2: "1/2" } }).standardDeviation() // => 1
   */
  standardDeviation(target: Target = this.names[0], options: GivenOptions = {}): Quantity {
    return new Quantity(rootOf(this.variance(target, options).value));
  }

  /**
   * The covariance of two variables or functions of all.
   * @param x - a name, or a function of the states
   * @param y - a name, or a function of the states
   * @param options - `given`: what is known, default nothing
   * @returns E[(X - E[X]) (Y - E[Y])]
   * @throws TensorError "value" when states are no numbers
   * @example joint({ X: [0, 1], Y: [0, 1] }, [["1/2", 0], [0, "1/2"]]).covariance("X", "Y") // => 1/4 = 0.25
   */
  covariance(x: Target, y: Target, options: GivenOptions = {}): Quantity {
    const { table } = this.known(options);
    return new Quantity(covarianceOf(table, valuesOf("covariance", table, x), valuesOf("covariance", table, y)));
  }

  /**
   * The correlation of two variables or functions of all.
   * @param x - a name, or a function of the states
   * @param y - a name, or a function of the states
   * @param options - `given`: what is known, default nothing
   * @returns the covariance over the product of the standard deviations, from -1 to 1; NaN where one of them is constant
   * @throws TensorError "value" when states are no numbers
   * @example joint({ X: [0, 1], Y: [0, 1] }, [["1/2", 0], [0, "1/2"]]).correlation("X", "Y") // => 1
   */
  correlation(x: Target, y: Target, options: GivenOptions = {}): Quantity {
    const { table } = this.known(options);
    return new Quantity(correlationOf(table, valuesOf("correlation", table, x), valuesOf("correlation", table, y)));
  }

  /**
   * The covariances of all pairs of variables.
   * @param names - of the variables, default all
   * @returns a symmetric matrix as nested lists
   * @throws TensorError "value" when states are no numbers
   * @example joint({ X: [0, 1], Y: [0, 1] }, [["1/2", 0], [0, "1/2"]]).covarianceMatrix() // => [ [ 1/4, 1/4 ], [ 1/4, 1/4 ] ]
   * @math \Sigma = E[(x - \mu)(x - \mu)^\top]
   */
  covarianceMatrix(names: readonly Target[] = this.names): Quantity[][] {
    const list = readList(names);
    if (list === undefined) {
      fail("value", { op: "covarianceMatrix", argument: "names", got: names, expects: "a list of names or functions" });
    }
    const values = (list as Target[]).map((name) => valuesOf("covarianceMatrix", this.table, name));
    return values.map((x) => values.map((y) => new Quantity(covarianceOf(this.table, x, y))));
  }

  /** The table once something is known, with all of its cells. */
  protected known(options: GivenOptions, op = "given"): { readonly table: Cells } {
    const { given } = readOptions(op, options, GIVEN);
    if (given === undefined) return this;
    const { variables, cells } = this.table;
    const test = this.test(op, "given", given);
    const below = this.sum(test);
    if (isNothing(below)) failAtNothing(op, textOfQuery(variables, given));
    const kept: Num[] = new Array(cells.length);
    visitCells(variables, (places, cell) => {
      kept[cell] = test(places) ? over(cells[cell], below) : ZERO;
    });
    return { table: { variables, cells: kept } };
  }

  // -------------------------------------------------------------- information

  /**
   * The entropy of some variables, or of all.
   * @param names - of the variables, default all
   * @param options - `base` of the logarithm: 2 for bits, default e
   * @returns -Σ p log p
   * @throws TensorError "value" when there is no such variable
   * @example joint({ X: { 0: "1/2", 1: "1/4", 2: "1/4" } }).entropy("X", { base: 2 }) // => 1.5
   * @math H(X) = -\sum_x P(x) \log P(x)
   */
  entropy(names: string | readonly string[] = this.names, options?: EntropyOptions): number {
    const { base = Math.E } = readOptions("entropy", options, ENTROPY);
    const kept = variablesNamed("entropy", "names", this.table.variables, names);
    return entropyOf(sumOut(this.table, kept).cells, base);
  }

  /**
   * What is left of the entropy of some variables when others are known.
   * @param names - of the variables
   * @param given - names of those that are known
   * @param options - `base` of the logarithm: 2 for bits, default e
   * @returns H(X, Y) - H(Y)
   * @throws TensorError "value" when there is no such variable
   * @example joint({ X: [0, 1], Y: [0, 1] }, [["1/2", 0], [0, "1/2"]]).conditionalEntropy("X", "Y") // => 0
   * @math H(X \mid Y) = H(X, Y) - H(Y)
   */
  conditionalEntropy(
    names: string | readonly string[],
    given: string | readonly string[],
    options?: EntropyOptions,
  ): number {
    const { variables } = this.table;
    const known = variablesNamed("conditionalEntropy", "given", variables, given);
    const asked = without(variablesNamed("conditionalEntropy", "names", variables, names), known);
    const both = [...asked, ...known].map(({ name }) => name);
    return this.entropy(both, options) - this.entropy(given, options);
  }

  /**
   * What some variables tell of others.
   * @param x - names of variables
   * @param y - names of others
   * @param options - `base` of the logarithm: 2 for bits, default e
   * @returns H(X) - H(X | Y), from 0 for independent variables
   * @throws TensorError "value" when there is no such variable
   * @example joint({ X: [0, 1], Y: [0, 1] }, [["1/2", 0], [0, "1/2"]]).mutualInformation("X", "Y", { base: 2 }) // => 1
   * @math I(X; Y) = H(X) - H(X \mid Y)
   */
  mutualInformation(x: string | readonly string[], y: string | readonly string[], options?: EntropyOptions): number {
    return this.entropy(x, options) - this.conditionalEntropy(x, y, options);
  }
}

export const textOfQuery = (variables: readonly Variable[], query: Query): string =>
  typeof query === "function" ? "condition" : selectionText(variables, select("P", "given", variables, query)).text;
