/** Joint tables: the probabilities of all combinations of states of named variables. */
import { type Drawable, type Drawing, FIGURE } from "../../base/drawing.ts";
import { fail } from "../../base/errors.ts";
import {
  type Assignment,
  assignmentOf,
  type Cells,
  type Factor,
  isIn,
  productOf,
  select,
  selectionText,
  sumOut,
  type Variable,
  variablesNamed,
  visitCells,
} from "./algebra.ts";
import { conditionalOf, ConditionalTable } from "./conditional.ts";
import { explain, type Explanation, failAtNothing } from "./explain.ts";
import { gridHtml, gridLatex, gridText } from "./grid.ts";
import { gridOf } from "./grids.ts";
import { type Independence, independence } from "./independence.ts";
import { floatOf, isNothing, type Num, over, plus, rootOf, ZERO } from "./number.ts";
import { showing } from "./present.ts";
import { Quantity } from "./quantity.ts";
import { sorted } from "./read.ts";
import { keyOf, labelOf } from "./states.ts";
import {
  correlationOf,
  covarianceOf,
  entropyOf,
  mean,
  pushForward,
  type Target,
  valuesOf,
  without,
} from "./statistics.ts";

/** States by the names of variables (a list of states or a predicate stands for several), or a predicate of all states. */
export type Query = Assignment | ((states: Readonly<Record<string, never>>) => boolean);

/** What is known. */
export interface GivenOptions {
  /** What is known: states of variables, or a predicate. Default nothing. */
  readonly given?: Query;
}

/** Options of the entropies. */
export interface EntropyOptions {
  /** Of the logarithm: 2 for bits. Default e, for nats. */
  readonly base?: number;
}

/** One row of a table: states and their probability. */
export interface Row {
  /** The states by the names of the variables. */
  readonly states: Readonly<Record<string, unknown>>;
  /** Of this combination. */
  readonly probability: Quantity;
}

/**
 * The joint distribution of named variables with finitely many states. Made by `joint`, `tabulate`, `bayes`, `enumerate` and by
 * `X.distribution()` of a random variable. Its numbers are exact fractions where those that went in are.
 * @example
 * const table = joint({ A: [0, 1], B: [0, 1] }, [["1/2", "1/4"], ["1/8", "1/8"]]);
 * console.log(`${table}`);
 * // => P(A, B)  B=0  B=1  P(A)
 * //    ───────────────────────
 * //    A=0      1/2  1/4   3/4
 * //    A=1      1/8  1/8   1/4
 * //    ───────────────────────
 * //    P(B)     5/8  3/8     1
 * table.P({ A: 1 }, { given: { B: 0 } }) // => 1/5 = 0.2
 */
export class JointTable implements Drawable {
  /** The names of the variables. */
  readonly names: readonly string[];
  /** @internal */
  readonly table: Cells;
  /** The factors whose product the table is; none for a table that was given as a whole. @internal */
  readonly factors: readonly Factor[];
  declare readonly [FIGURE]: () => Drawing;

  /** @internal */
  constructor(table: Cells, factors: readonly Factor[] = []) {
    this.table = table;
    this.factors = factors;
    this.names = table.variables.map(({ name }) => name);
    showing(this, {
      text: () => this.toString(),
      latex: () => this.latex(),
      html: () => this.toHTML(),
    });
    Object.defineProperty(this, FIGURE, { value: () => drawingOf(table) });
  }

  /**
   * The states of a variable, in order.
   * @param name - of the variable; may be left out where there is one
   * @returns values
   * @throws TensorError "value" when there is no such variable
   * @example joint({ die: { 1: "1/2", 2: "1/2" } }).states() // => [ 1, 2 ]
   */
  states(name: string = this.names[0]): readonly unknown[] {
    return variablesNamed("states", "name", this.table.variables, name)[0].states;
  }

  /**
   * The probability of states, or of what a predicate says.
   * @param query - states by the names of variables; a list of states or a predicate of one stands for several
   * @param options - `given`: what is known, in the same form, default nothing
   * @returns P(query | given)
   * @throws TensorError "value" when a name or a state is unknown, or what is given has probability 0
   * @example
   * const die = joint({ X: [1, 2, 3, 4, 5, 6] }, [1, 1, 1, 1, 1, 1], { normalize: true });
   * die.P({ X: (x) => x > 4 }, { given: { X: [2, 4, 6] } }) // => 1/3 ≈ 0.333333
   * @math P(A \mid B) = \frac{P(A, B)}{P(B)}
   */
  P(query: Query, options: GivenOptions = {}): Quantity {
    const { variables } = this.table;
    const asked = this.test("P", "query", query);
    if (options.given === undefined) return new Quantity(this.sum(asked));
    const known = this.test("P", "given", options.given);
    const below = this.sum(known);
    if (isNothing(below)) failAtNothing("P", textOfQuery(variables, options.given));
    return new Quantity(
      over(
        this.sum((places) => asked(places) && known(places)),
        below,
      ),
    );
  }

  private test(op: string, argument: string, query: Query): (places: readonly number[]) => boolean {
    const { variables } = this.table;
    if (typeof query === "function") {
      const holds = query as (states: Readonly<Record<string, unknown>>) => unknown;
      return (places) => holds(assignmentOf(variables, places)) === true;
    }
    const selection = select(op, argument, variables, query);
    return (places) => isIn(selection, places);
  }

  private sum(test: (places: readonly number[]) => boolean): Num {
    let sum: Num = ZERO;
    visitCells(this.table.variables, (places, cell) => {
      if (test(places)) sum = plus(sum, this.table.cells[cell]);
    });
    return sum;
  }

  /**
   * The table of some of the variables: the others are summed out.
   * @param names - of the variables to keep, in the order wanted
   * @returns their joint table
   * @throws TensorError "value" when there is no such variable
   * @example joint({ A: { 0: "1/2", 1: "1/2" }, B: { 0: 1 } }).marginal("A").P({ A: 1 }) // => 1/2 = 0.5
   * @math P(A) = \sum_b P(A, B = b)
   * @keywords sum rule, marginalization
   */
  marginal(names: string | readonly string[]): JointTable {
    return new JointTable(sumOut(this.table, variablesNamed("marginal", "names", this.table.variables, names)));
  }

  /**
   * The table of the other variables once something is known.
   * @param evidence - states by the names of variables; those with a single state leave the table
   * @returns P(others | evidence)
   * @throws TensorError "value" when a name or a state is unknown, or the evidence has probability 0
   * @example
   * const table = joint({ A: [0, 1], B: [0, 1] }, [["1/2", "1/4"], ["1/8", "1/8"]]);
   * table.condition({ B: 1 }).P({ A: 0 }) // => 2/3 ≈ 0.666667
   */
  condition(evidence: Query): JointTable {
    const { variables, cells } = this.table;
    const known = this.test("condition", "evidence", evidence);
    const below = this.sum(known);
    if (isNothing(below)) failAtNothing("condition", textOfQuery(variables, evidence));
    const kept: Num[] = new Array(cells.length);
    visitCells(variables, (places, cell) => {
      kept[cell] = known(places) ? over(cells[cell], below) : ZERO;
    });
    const selection = typeof evidence === "function" ? [] : select("condition", "evidence", variables, evidence);
    const rest = variables.filter((_, i) => selection[i]?.size !== 1);
    return new JointTable(sumOut({ variables, cells: kept }, rest.length === 0 ? variables : rest));
  }

  /**
   * The conditional table of some variables given others.
   * @param children - names of the variables that have a distribution
   * @param parents - names of the variables that are given
   * @returns P(children | parents)
   * @throws TensorError "value" when there is no such variable, or a combination of the parents has probability 0
   * @example
   * const table = joint({ A: [0, 1], B: [0, 1] }, [["1/2", "1/4"], ["1/8", "1/8"]]);
   * table.conditional("A", "B").P({ A: 0 }, { B: 0 }) // => 4/5 = 0.8
   */
  conditional(children: string | readonly string[], parents: string | readonly string[]): ConditionalTable {
    const { variables } = this.table;
    const above = variablesNamed("conditional", "parents", variables, parents);
    const below = variablesNamed("conditional", "children", variables, children);
    const kept = [...above, ...without(below, above)];
    return conditionalOf("conditional", { ...sumOut(this.table, kept), parents: above.length });
  }

  /**
   * The product rule: P(A, B) = P(A) P(B | A).
   * @param other - a conditional table whose parents are variables of this one, or a table of other variables that are independent
   * @returns the joint table of all variables; `explain` knows what it was made of
   * @throws TensorError "value" when a parent is missing, a variable is there already, or states differ
   * @example
   * const model = joint({ H: { 1: "3/2000", 0: "1997/2000" } }).times(conditional("D | H", { 1: { 1: 1 }, 0: { 1: "1/100", 0: "99/100" } }));
   * model.P({ D: 1 }) // => 2297/200000 = 0.011485
   * @math P(A, B) = P(A) \, P(B \mid A)
   */
  times(other: ConditionalTable | JointTable): JointTable {
    const more = factorsOf("times", other);
    const known = this.table.variables;
    for (const { variables, parents } of more) {
      variables.forEach((variable, i) => checkAgainst(known, variable, i < parents));
    }
    const factors = [...factorsOf("times", this), ...more];
    return new JointTable(productOf("times", [this.table, ...more]), factors);
  }

  /**
   * The distribution of a function of the variables.
   * @param f - a function of the states by their names
   * @param name - of the new variable
   * @returns a table of one variable
   * @example
   * const dice = joint({ A: { 1: "1/2", 2: "1/2" }, B: { 1: "1/2", 2: "1/2" } });
   * dice.map(({ A, B }) => A + B, "sum").P({ sum: 3 }) // => 1/2 = 0.5
   */
  map(f: (states: Readonly<Record<string, never>>) => unknown, name: string): JointTable {
    const { states, cells } = pushForward(
      this.table,
      f as (states: Readonly<Record<string, unknown>>) => unknown,
      keyOf,
    );
    const inOrder = sorted(states);
    const variables: Variable[] = [{ name, states: inOrder }];
    return new JointTable({ variables, cells: inOrder.map((state) => cells[states.indexOf(state)]) });
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
    const values = names.map((name) => valuesOf("covarianceMatrix", this.table, name));
    return values.map((x) => values.map((y) => new Quantity(covarianceOf(this.table, x, y))));
  }

  private known({ given }: GivenOptions): { readonly table: Cells } {
    if (given === undefined) return this;
    const { variables, cells } = this.table;
    const test = this.test("given", "given", given);
    const below = this.sum(test);
    if (isNothing(below)) failAtNothing("given", textOfQuery(variables, given));
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
  entropy(names: string | readonly string[] = this.names, { base = Math.E }: EntropyOptions = {}): number {
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

  /**
   * Whether variables are independent, with the states that deviate most.
   * @param a - names of variables
   * @param b - names of others
   * @returns `holds`, `deviation`, and where
   * @throws TensorError "value" when there is no such variable
   * @example joint({ A: [0, 1], B: [0, 1] }, [["1/2", "1/4"], ["1/8", "1/8"]]).independent("A", "B").deviation // => 1/32 = 0.03125
   * @math P(A, B) = P(A) \, P(B)
   */
  independent(a: string | readonly string[], b: string | readonly string[]): Independence {
    return this.conditionallyIndependent(a, b, []);
  }

  /**
   * Whether variables are independent once others are known, with the states that deviate most.
   * @param a - names of variables
   * @param b - names of others
   * @param given - names of those that are known
   * @returns `holds`, `deviation`, and where
   * @throws TensorError "value" when there is no such variable
   * @example
   * const common = joint({ C: { 0: "1/2", 1: "1/2" } })
   *   .times(conditional("A | C", { 0: { 0: 1 }, 1: { 1: 1 } }))
   *   .times(conditional("B | C", { 0: { 0: 1 }, 1: { 1: 1 } }));
   * [common.independent("A", "B").holds, common.conditionallyIndependent("A", "B", "C").holds] // => [ false, true ]
   * @math P(A, B \mid C) = P(A \mid C) \, P(B \mid C)
   */
  conditionallyIndependent(
    a: string | readonly string[],
    b: string | readonly string[],
    given: string | readonly string[],
  ): Independence {
    const read = (argument: string, names: string | readonly string[]): Variable[] =>
      variablesNamed("independent", argument, this.table.variables, names);
    const [left, right, known] = [read("a", a), read("b", b), read("given", given)];
    const all = [...left, ...right, ...known];
    const twice = all.find((each, i) => all.indexOf(each) < i);
    if (twice !== undefined) {
      const problem = `"${twice.name}" stands on two sides`;
      fail("value", { op: "independent", argument: "b", got: b, expects: "different variables", problem });
    }
    return independence(this.table, left, right, known);
  }

  /**
   * The steps to a probability with their numbers: product rule, sum rule, Bayes' theorem.
   * @param query - states by the names of variables
   * @param options - `given`: states that are known, default none
   * @returns the value and its steps, as text and LaTeX
   * @throws TensorError "value" when a name or a state is unknown, or what is given has probability 0
   * @example
   * const model = joint({ H: { 1: "3/2000", 0: "1997/2000" } }).times(conditional("D | H", { 1: { 1: 1 }, 0: { 1: "1/100", 0: "99/100" } }));
   * console.log(`${model.explain({ D: 1 })}`);
   * // => P(H=0, D=1) = P(H=0) P(D=1 | H=0) = 1997/2000 · 1/100 = 1997/200000 = 0.009985   (product rule)
   * //    P(H=1, D=1) = P(H=1) P(D=1 | H=1) = 3/2000 · 1 = 3/2000 = 0.0015   (product rule)
   * //    P(D=1) = P(H=0, D=1) + P(H=1, D=1) = 1997/200000 + 3/2000 = 2297/200000 = 0.011485   (sum rule)
   */
  explain(query: Assignment, options: { readonly given?: Assignment } = {}): Explanation {
    const { variables } = this.table;
    const known = options.given === undefined ? undefined : select("explain", "given", variables, options.given);
    return explain(
      "explain",
      { ...this.table, factors: this.factors },
      select("explain", "query", variables, query),
      known,
    );
  }

  // -------------------------------------------------------------- reading

  /**
   * All combinations of states with their probabilities.
   * @returns rows; the last variable varies fastest
   * @example joint({ X: { 0: "1/2", 1: "1/2" } }).rows().map(({ probability }) => probability) // => [ 1/2, 1/2 ]
   */
  rows(): Row[] {
    const { variables, cells } = this.table;
    const rows: Row[] = [];
    visitCells(variables, (places, cell) => {
      rows.push({ states: assignmentOf(variables, places), probability: new Quantity(cells[cell]) });
    });
    return rows;
  }

  /**
   * The most probable combination of states.
   * @returns its states and probability; of several the first
   * @example joint({ X: { 0: "1/3", 1: "2/3" } }).mostProbable().states // => { X: 1 }
   */
  mostProbable(): Row {
    return this.rows().reduce((best, row) => (row.probability.compareTo(best.probability) > 0 ? row : best));
  }

  /**
   * The numbers as a flat list.
   * @returns floats, the last variable varying fastest; `rows()` has the fractions
   * @example joint({ X: { 0: "1/2", 1: "1/2" } }).toArray() // => [ 0.5, 0.5 ]
   */
  toArray(): number[] {
    return this.table.cells.map(floatOf);
  }

  /** One variable: fraction and decimal of each state; two: a table with margins; more: a row for each combination. */
  toString(): string {
    return gridText(gridOf(this.table));
  }

  /**
   * The table in LaTeX.
   * @returns an array
   * @example joint({ X: { 0: "1/2", 1: "1/2" } }).latex().startsWith("\\begin{array}") // => true
   */
  latex(): string {
    return gridLatex(gridOf(this.table));
  }

  /**
   * The table for a page.
   * @returns a `<table>` as text
   * @example joint({ X: { 0: "1/2", 1: "1/2" } }).toHTML().startsWith("<table>") // => true
   */
  toHTML(): string {
    return gridHtml(gridOf(this.table));
  }
}

/** A table as factors; one that was given as a whole is one. */
export function factorsOf(op: string, value: unknown): readonly Factor[] {
  if (value instanceof ConditionalTable) return [value.factor];
  if (value instanceof JointTable) return value.factors.length > 0 ? value.factors : [{ ...value.table, parents: 0 }];
  fail("value", { op, argument: "other", got: value, expects: "a table made by joint or conditional" });
}

function checkAgainst(known: readonly Variable[], { name, states }: Variable, isParent: boolean): void {
  const same = known.find((each) => each.name === name);
  const refuse = (problem: string, expects: string): never =>
    fail("value", { op: "times", argument: "other", got: name, expects, problem });
  if (!isParent) {
    if (same !== undefined) refuse(`"${name}" has a distribution already`, "a table of new variables");
    return;
  }
  if (same === undefined) return;
  const keys = same.states.map(keyOf);
  if (keys.join() === states.map(keyOf).join()) return;
  const problem = `the states of "${name}" are ${same.states.map(labelOf).join(", ")} here and ${states.map(labelOf).join(", ")} there`;
  refuse(problem, "the same states in the same order");
}

const textOfQuery = (variables: readonly Variable[], query: Query): string =>
  typeof query === "function" ? "condition" : selectionText(variables, select("P", "given", variables, query)).text;

function drawingOf({ variables, cells }: Cells): Drawing {
  const [first, second] = variables;
  if (variables.length > 2) {
    const problem = `a table of ${variables.length} variables has no figure`;
    const fix = 'draw a margin, e.g. plot(table.marginal(["A", "B"]))';
    fail("value", {
      op: "plot",
      argument: "table",
      got: variables.map(({ name }) => name),
      expects: "one or two variables",
      problem,
      fix,
    });
  }
  const width = second?.states.length ?? 1;
  const series = Array.from({ length: width }, (_, j) => ({
    heights: first.states.map((_, i) => floatOf(cells[i * width + j])),
    label: second === undefined ? undefined : `${second.name}=${labelOf(second.states[j])}`,
  }));
  const ylabel = `P(${variables.map(({ name }) => name).join(", ")})`;
  return { bars: { places: first.states.map(labelOf), series }, xlabel: first.name, ylabel };
}
