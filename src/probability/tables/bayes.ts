/** Bayes' theorem: from a prior and a likelihood to the posterior. */
import { fail } from "../../base/errors.ts";
import { checkedLater, type Checks, readOptions } from "../../ops/arguments.ts";
import { isPlainObject, readList } from "../../base/trees.ts";
import {
  type Assignment,
  type Factor,
  placeOf,
  productOf,
  select,
  type Selection,
  selectionAt,
  selectionFor,
  selectionText,
  sumWhere,
  type Variable,
  visitCells,
} from "./algebra.ts";
import { ConditionalTable } from "./conditional.ts";
import { explain, type Explanation, failAtNothing } from "./explain.ts";
import { type Cell, decimalCell, type Grid, gridHtml, gridLatex, gridText, numberCell, wordCell } from "./grid.ts";
import { factorsOf, JointTable } from "./joint.ts";
import { isExact, isNothing, minus, type Num, ONE, over, times, total } from "./number.ts";
import { showing } from "../../base/showing.ts";
import { Quantity, type QuantityLike, toProbability } from "./quantity.ts";
import { normalized, readWeights } from "./read.ts";
import { isOf, labelOf, listed, stateOfKey } from "./states.ts";

/** What was observed under each hypothesis: a conditional table, or P(observed | hypothesis) for each hypothesis. */
export type Likelihood = ConditionalTable | Readonly<Record<string, QuantityLike>>;

/** What {@link bayes} takes. */
export interface BayesInput {
  /** P(hypothesis): a table of one variable, or a number for each hypothesis, which is then called H. */
  readonly prior: JointTable | Readonly<Record<string, QuantityLike>>;
  /** One, or a list of observations that are independent once the hypothesis is known. */
  readonly likelihood: Likelihood | readonly Likelihood[];
  /** The states that were observed, where the likelihoods are conditional tables. */
  readonly evidence?: Assignment;
}

/**
 * What Bayes' theorem makes of a prior: for each hypothesis prior, likelihood, their product and the posterior.
 * @example
 * const result = bayes({ prior: { 1: "3/2000", 0: "1997/2000" }, likelihood: { 1: 1, 0: "1/100" } });
 * console.log(`${result}`);
 * // => H        prior  likelihood      product  posterior
 * //    ────────────────────────────────────────────────────────────
 * //    0    1997/2000       1/100  1997/200000  1997/2297  0.869395
 * //    1       3/2000           1       3/2000   300/2297  0.130605
 * //    ────────────────────────────────────────────────────────────
 * //    sum          1              2297/200000          1
 */
export class BayesResult {
  /** P(hypothesis), before. */
  readonly prior: JointTable;
  /** P(observed | hypothesis) for each hypothesis, in the order of its states. */
  readonly likelihood: readonly Quantity[];
  /** P(observed): the sum of prior times likelihood. */
  readonly evidence: Quantity;
  /** P(hypothesis | observed). */
  readonly posterior: JointTable;
  /** @internal */
  readonly factors: readonly Factor[];
  /** @internal */
  readonly observed: Assignment;

  /** @internal */
  constructor(prior: JointTable, factors: readonly Factor[], observed: Assignment) {
    const { variables, cells } = prior.table;
    const likelihood = likelihoods(variables, factors, observed);
    const products = cells.map((cell, i) => times(cell, likelihood[i]));
    const evidence = total(products);
    if (isNothing(evidence)) failAtNothing("bayes", labelOfEvidence(factors, observed));
    this.prior = prior;
    this.likelihood = likelihood.map((each) => new Quantity(each));
    this.evidence = new Quantity(evidence);
    this.posterior = new JointTable({ variables, cells: products.map((each) => over(each, evidence)) });
    this.factors = factors;
    this.observed = observed;
    showing(this, { text: () => this.toString(), latex: () => this.latex(), html: () => this.toHTML() });
  }

  /**
   * The posterior probability of a hypothesis.
   * @param hypothesis - its state
   * @returns P(hypothesis | observed)
   * @throws TensorError "value" when there is no such state
   * @example bayes({ prior: { 1: "3/2000", 0: "1997/2000" }, likelihood: { 1: 1, 0: "1/100" } }).P(1) // => 300/2297 ≈ 0.130605
   */
  P(hypothesis: unknown): Quantity {
    return new Quantity(this.posterior.table.cells[this.place("P", hypothesis)]);
  }

  /**
   * The odds of a hypothesis: P(hypothesis)/P(not hypothesis), before and after.
   * @param hypothesis - its state
   * @returns `prior`, `likelihoodRatio` and `posterior`, which is the product of the two
   * @throws TensorError "value" when there is no such state, or the hypothesis is certain
   * @example
   * const { prior, likelihoodRatio, posterior } = bayes({ prior: { 1: "3/2000", 0: "1997/2000" }, likelihood: { 1: 1, 0: "1/100" } }).odds(1);
   * [prior, likelihoodRatio, posterior] // => [ 3/1997, 100, 300/1997 ]
   * @math \frac{P(H \mid D)}{P(\bar H \mid D)} = \frac{P(H)}{P(\bar H)} \cdot \frac{P(D \mid H)}{P(D \mid \bar H)}
   */
  odds(hypothesis: unknown): {
    readonly prior: Quantity;
    readonly likelihoodRatio: Quantity;
    readonly posterior: Quantity;
  } {
    const at = this.place("odds", hypothesis);
    const ratio = (p: Num): Num => {
      const rest = minus(ONE, p);
      if (!isNothing(rest)) return over(p, rest);
      const problem = `${labelOf(hypothesis)} is certain, so that its odds are infinite`;
      fail("value", {
        op: "odds",
        argument: "hypothesis",
        got: hypothesis,
        expects: "a hypothesis that is not certain",
        problem,
      });
    };
    const [prior, posterior] = [this.prior, this.posterior].map(({ table }) => ratio(table.cells[at]));
    const factor = isNothing(prior) ? Number.NaN : over(posterior, prior);
    return { prior: new Quantity(prior), likelihoodRatio: new Quantity(factor), posterior: new Quantity(posterior) };
  }

  /**
   * The next observation: the posterior is the prior of what follows.
   * @param likelihood - of the observation, as for `bayes`
   * @param evidence - the states that were observed, for a conditional table
   * @returns a new result
   * @throws TensorError "value" as `bayes`
   * @example
   * const first = bayes({ prior: { 1: "3/2000", 0: "1997/2000" }, likelihood: { 1: 1, 0: "1/100" } });
   * first.update({ 1: "49/50", 0: "3/100" }).P(1) // => 9800/11797 ≈ 0.830720
   */
  update(likelihood: Likelihood | readonly Likelihood[], evidence?: Assignment): BayesResult {
    return bayes({ prior: this.posterior, likelihood, evidence });
  }

  /**
   * The steps to the posterior: prior, likelihood, evidence, posterior.
   * @param hypothesis - its state; default: the last one
   * @returns the value and its steps, as text and LaTeX
   * @throws TensorError "value" when there is no such state
   * @example
   * console.log(`${bayes({ prior: { 0: "1/2", 1: "1/2" }, likelihood: { 0: "1/4", 1: "3/4" } }).explain(1)}`);
   * // => P(H=1) = 1/2 = 0.5   (prior)
   * //    P(E | H=1) = 3/4 = 0.75   (likelihood)
   * //    P(H=0, E) = P(H=0) P(E | H=0) = 1/2 · 1/4 = 1/8 = 0.125   (product rule)
   * //    P(H=1, E) = P(H=1) P(E | H=1) = 1/2 · 3/4 = 3/8 = 0.375   (product rule)
   * //    P(E) = P(H=0, E) + P(H=1, E) = 1/8 + 3/8 = 1/2 = 0.5   (evidence, by the sum rule)
   * //    P(H=1 | E) = P(E | H=1) P(H=1)/P(E) = (3/4 · 1/2)/(1/2) = 3/4 = 0.75   (posterior, by Bayes' theorem)
   */
  explain(hypothesis?: unknown): Explanation {
    const [variable] = this.prior.table.variables;
    const at = hypothesis === undefined ? variable.states.length - 1 : this.place("explain", hypothesis);
    const factors = [{ ...this.prior.table, parents: 0 }, ...this.factors];
    const cells = productOf("explain", factors);
    const evidence = select("explain", "evidence", cells.variables, this.observed);
    return explain(
      "explain",
      { ...cells, factors },
      selectionFor([variable], selectionAt([variable], [at]), cells.variables),
      evidence,
    );
  }

  private place(op: string, hypothesis: unknown): number {
    const [{ name, states }] = this.prior.table.variables;
    const at = placeOf(states, hypothesis);
    if (at >= 0) return at;
    const expects = `one of the hypotheses ${listed(states.map((each) => labelOf(each)))}`;
    fail("value", {
      op,
      argument: "hypothesis",
      got: hypothesis,
      expects,
      problem: `${name} has no state ${labelOf(hypothesis)}`,
    });
  }

  private grid(): Grid {
    const [{ name, states }] = this.prior.table.variables;
    const [prior, posterior] = [this.prior, this.posterior].map(({ table }) => table.cells);
    const hasFractions = posterior.some((p) => isExact(p) && p.d !== 1n);
    const beside = (cell: () => Cell): Cell[] => (hasFractions ? [cell()] : []);
    return {
      head: [name, "prior", "likelihood", "product", "posterior"].map(wordCell).concat(beside(() => wordCell(""))),
      rows: states.map((state, i) => [
        wordCell(labelOf(state)),
        numberCell(prior[i]),
        numberCell(this.likelihood[i].value),
        numberCell(times(prior[i], this.likelihood[i].value)),
        numberCell(posterior[i]),
        ...beside(() => decimalCell(posterior[i])),
      ]),
      numbers: 1,
      foot: [
        wordCell("sum"),
        numberCell(total(prior)),
        wordCell(""),
        numberCell(this.evidence.value),
        numberCell(total(posterior)),
      ],
    };
  }

  /** A row for each hypothesis. */
  toString(): string {
    return gridText(this.grid());
  }

  /**
   * The table in LaTeX.
   * @returns an array
   * @example bayes({ prior: { 0: "1/2", 1: "1/2" }, likelihood: { 0: "1/4", 1: "3/4" } }).latex().startsWith("\\begin{array}") // => true
   */
  latex(): string {
    return gridLatex(this.grid());
  }

  /**
   * The table for a page.
   * @returns a `<table>` as text
   * @example bayes({ prior: { 0: "1/2", 1: "1/2" }, likelihood: { 0: "1/4", 1: "3/4" } }).toHTML().startsWith("<table>") // => true
   */
  toHTML(): string {
    return gridHtml(this.grid());
  }
}

/** "D1=1, E2". */
function labelOfEvidence(factors: readonly Factor[], observed: Assignment): string {
  const all = factors.flatMap(({ variables, parents }) => variables.slice(parents));
  return selectionText(all, select("bayes", "evidence", all, observed)).text;
}

/** P(observed | hypothesis) for each hypothesis: the product over the observations. */
function likelihoods(hypothesis: readonly Variable[], factors: readonly Factor[], observed: Assignment): Num[] {
  const all: Num[] = [];
  visitCells(hypothesis, (places) => {
    const own = selectionAt(hypothesis, places);
    const parts = factors.map((factor) => {
      const children = factor.variables.slice(factor.parents);
      const seen = Object.fromEntries(
        Object.entries(observed).filter(([name]) => children.some((each) => each.name === name)),
      );
      const selection: Selection = [
        ...selectionFor(hypothesis, own, factor.variables.slice(0, factor.parents)),
        ...select("bayes", "evidence", children, seen),
      ];
      return sumWhere(factor, selection);
    });
    all.push(parts.reduce<Num>((p, part) => times(p, part), ONE));
  });
  return all;
}

/**
 * Bayes' theorem: the posterior of each hypothesis from its prior and from how likely what was observed is under it.
 * @param input - `prior`: a table of one variable, or a number for each hypothesis; `likelihood`: a conditional table or a number for each
 * hypothesis, or a list of these that are independent given the hypothesis; `evidence`: what was observed, for conditional tables, default what the numbers stand for
 * @returns posterior, evidence and their table; `explain` shows the steps, `update` goes on with the next observation
 * @throws TensorError "value" when the prior does not sum to 1, a hypothesis has no likelihood, or what was observed has probability 0
 * @example
 * const prior = joint({ H: { 1: "3/2000", 0: "1997/2000" } });
 * const first = conditional("D1 | H", { 1: { 1: 1 }, 0: { 1: "1/100", 0: "99/100" } });
 * const second = conditional("D2 | H", { 1: { 1: "49/50", 0: "1/50" }, 0: { 1: "3/100", 0: "97/100" } });
 * bayes({ prior, likelihood: [first, second], evidence: { D1: 1, D2: 1 } }).P(1) // => 9800/11797 ≈ 0.830720
 * @example bayes({ prior: { fair: "1/2", loaded: "1/2" }, likelihood: { fair: "1/6", loaded: "1/2" } }).P("loaded") // => 3/4 = 0.75
 * @see conditional, joint
 * @math P(H \mid D) = \frac{P(D \mid H) \, P(H)}{P(D)}
 * @source Dive into Deep Learning 2.6.2.3
 * @keywords posterior, prior, likelihood, evidence, inverse probability, update, odds, medical test, base rate
 */
export function bayes(input: BayesInput): BayesResult {
  const { prior, likelihood, evidence = {} } = readOptions("bayes", input, INPUT) as BayesInput;
  const before = readPrior(prior);
  const [hypothesis] = before.table.variables;
  const list = (readList(likelihood) ?? [likelihood]) as readonly Likelihood[];
  const observed: Record<string, unknown> = isPlainObject(evidence) ? { ...evidence } : {};
  const factors = list.map((each, i) => {
    if (isOf(each, ConditionalTable)) return checkFactor(hypothesis, each.factor);
    const name = list.length === 1 ? "E" : `E${i + 1}`;
    observed[name] = true;
    return observation(name, hypothesis, each);
  });
  const children = factors.flatMap(({ variables, parents }) => variables.slice(parents));
  const unknown = Object.keys(observed).find((name) => !children.some((child) => child.name === name));
  if (unknown !== undefined || Object.keys(observed).length === 0) {
    const expects = `observed states of ${listed(children.map(({ name }) => name))}`;
    const fix = `e.g. evidence: { ${children[0]?.name ?? "D"}: ${labelOf(children[0]?.states[0] ?? 1)} }`;
    fail("value", { op: "bayes", argument: "evidence", got: evidence, expects, fix });
  }
  return new BayesResult(before, factors, observed);
}

const INPUT: Checks<BayesInput> = { prior: checkedLater, likelihood: checkedLater, evidence: checkedLater };

function readPrior(prior: BayesInput["prior"]): JointTable {
  if (isOf(prior, JointTable) && factorsOf("bayes", prior).length > 0 && prior.names.length === 1) return prior;
  if (!isPlainObject(prior)) {
    const fix = 'e.g. prior: { 1: "3/2000", 0: "1997/2000" }';
    fail("value", {
      op: "bayes",
      argument: "prior",
      got: prior,
      expects: "a table of one variable, or a number for each hypothesis",
      fix,
    });
  }
  const { variable, cells } = readWeights("bayes", "H", prior);
  return new JointTable({ variables: [variable], cells: normalized("bayes", "the prior", cells, false) });
}

/** The parents of a likelihood are the hypothesis. */
function checkFactor(hypothesis: Variable, factor: Factor): Factor {
  const [parent] = factor.variables;
  if (factor.parents === 1 && parent.name === hypothesis.name) {
    const [mine, theirs] = [hypothesis.states, parent.states].map((states) => states.map((each) => labelOf(each)));
    if (mine.join() === theirs.join()) return factor;
    return reordered(hypothesis, factor);
  }
  const names = factor.variables.slice(0, factor.parents).map(({ name }) => name);
  const problem = `a likelihood is given ${listed(names)}, and the prior is of ${hypothesis.name}`;
  fail("value", {
    op: "bayes",
    argument: "likelihood",
    got: listed(names),
    expects: `a table given ${hypothesis.name}`,
    problem,
  });
}

/** The states of the hypothesis in the order of the prior. */
function reordered(hypothesis: Variable, factor: Factor): Factor {
  const [parent, ...rest] = factor.variables;
  const width = factor.cells.length / parent.states.length;
  const cells = hypothesis.states.flatMap((state) => {
    const at = placeOf(parent.states, state);
    if (at < 0) failAtMissing(hypothesis, state);
    return factor.cells.slice(at * width, (at + 1) * width);
  });
  return { variables: [hypothesis, ...rest], cells, parents: 1 };
}

/** A number for each hypothesis as a table with the one state that was observed. */
function observation(name: string, hypothesis: Variable, given: Readonly<Record<string, QuantityLike>>): Factor {
  if (!isPlainObject(given)) {
    const fix = 'e.g. likelihood: { 1: 1, 0: "1/100" }';
    fail("value", {
      op: "bayes",
      argument: "likelihood",
      got: given,
      expects: "a conditional table, or a number for each hypothesis",
      fix,
    });
  }
  const states = Object.keys(given).map(stateOfKey);
  const values = Object.values(given);
  const cells = hypothesis.states.map((state) => {
    const at = placeOf(states, state);
    if (at < 0) failAtMissing(hypothesis, state);
    return toProbability("bayes", `likelihood of ${labelOf(state)}`, values[at]);
  });
  return { variables: [hypothesis, { name, states: [true], bare: true }], cells, parents: 1 };
}

function failAtMissing({ name, states }: Variable, state: unknown): never {
  const problem = `the likelihood says nothing of ${name}=${labelOf(state)}`;
  fail("value", {
    op: "bayes",
    argument: "likelihood",
    got: undefined,
    expects: `a number for each of ${listed(states.map((each) => labelOf(each)))}`,
    problem,
  });
}
