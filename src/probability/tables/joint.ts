/** Joint tables: the probabilities of all combinations of states of named variables. */
import { type Drawable, type Drawing, FIGURE } from "../../base/drawing.ts";
import { fail } from "../../base/errors.ts";
import { checkFunction, type Checks, readOptions } from "../../ops/arguments.ts";
import {
  type Assignment,
  assignmentOf,
  type Cells,
  type Factor,
  productOf,
  select,
  sumOut,
  type Variable,
  variableNamed,
  variablesNamed,
  visitCells,
} from "./algebra.ts";
import { GIVEN, type GivenOptions, Measures, type Query, textOfQuery } from "./measures.ts";
import { conditionalOf, ConditionalTable } from "./conditional.ts";
import { explain, type Explanation, failAtNothing } from "./explain.ts";
import { gridHtml, gridLatex, gridText } from "./grid.ts";
import { gridOf } from "./grids.ts";
import { type Independence, independence } from "./independence.ts";
import { floatOf, isNothing, type Num, over } from "./number.ts";
import { showing } from "../../base/showing.ts";
import { Quantity } from "./quantity.ts";
import { sorted } from "./read.ts";
import { checkName, isOf, keyOf, labelOf } from "./states.ts";
import { pushForward, without } from "./statistics.ts";

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
export class JointTable extends Measures implements Drawable {
  /** The factors whose product the table is; none for a table that was given as a whole. @internal */
  readonly factors: readonly Factor[];
  declare readonly "nabla.figure": () => Drawing;

  /** @internal */
  constructor(table: Cells, factors: readonly Factor[] = []) {
    super(table);
    this.factors = factors;
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
    return variableNamed("states", "name", this.table.variables, name).states;
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
  P(query: Query, options?: GivenOptions): Quantity {
    const { given } = readOptions("P", options, GIVEN);
    const { variables } = this.table;
    const asked = this.test("P", "query", query);
    if (given === undefined) return new Quantity(this.sum(asked));
    const known = this.test("P", "given", given);
    const below = this.sum(known);
    if (isNothing(below)) failAtNothing("P", textOfQuery(variables, given));
    return new Quantity(
      over(
        this.sum((places) => asked(places) && known(places)),
        below,
      ),
    );
  }

  /**
   * The table of some of the variables: the others are summed out.
   * @param names - of the variables to keep, in the order wanted
   * @returns their joint table
   * @throws TensorError "value" when there is no such variable
   * @example joint({ A: { 0: "1/2", 1: "1/2" }, B: { 0: 1 } }).marginal("A").P({ A: 1 }) // => 1/2 = 0.5
   * @math P(A) = \sum_b P(A, B = b)
   * @keywords marginal distribution, sum rule, marginalization
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
    const { variables, cells } = this.known({ given: evidence }, "condition").table;
    const selection = typeof evidence === "function" ? [] : select("condition", "evidence", variables, evidence);
    const rest = variables.filter((_, i) => selection[i]?.size !== 1);
    return new JointTable(sumOut({ variables, cells }, rest.length === 0 ? variables : rest));
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
    checkFunction("map", "f", f);
    checkName("map", name);
    const { states, cells } = pushForward(
      this.table,
      f as (states: Readonly<Record<string, unknown>>) => unknown,
      keyOf,
    );
    const cellOf = new Map(states.map((state, i) => [state, cells[i]]));
    const inOrder = sorted(states);
    const variables: Variable[] = [{ name, states: inOrder }];
    return new JointTable({ variables, cells: inOrder.map((state) => cellOf.get(state) as Num) });
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
  explain(query: Assignment, options?: { readonly given?: Assignment }): Explanation {
    const { variables } = this.table;
    const { given } = readOptions("explain", options, GIVEN as Checks<{ readonly given?: Assignment }>);
    const known = given === undefined ? undefined : select("explain", "given", variables, given);
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
  override toString(): string {
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
  if (isOf(value, ConditionalTable)) return [value.factor];
  if (isOf(value, JointTable)) return value.factors.length > 0 ? value.factors : [{ ...value.table, parents: 0 }];
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
  const keys = same.states.map((each) => keyOf(each));
  if (keys.join() === states.map((each) => keyOf(each)).join()) return;
  const problem = `the states of "${name}" are ${same.states.map((each) => labelOf(each)).join(", ")} here and ${states.map((each) => labelOf(each)).join(", ")} there`;
  refuse(problem, "the same states in the same order");
}

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
  return { bars: { places: first.states.map((each) => labelOf(each)), series }, xlabel: first.name, ylabel };
}
