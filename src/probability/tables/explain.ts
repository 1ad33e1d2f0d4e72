/** Why a probability is what it is: the product rule, the sum rule and Bayes' theorem with their numbers. */
import { fail } from "../../base/errors.ts";
import {
  type Cells,
  dot,
  type Factor,
  isIn,
  productOf,
  type Selection,
  selectionAt,
  selectionFor,
  selectionText,
  stridesIn,
  sumWhere,
  type Variable,
  visitCells,
} from "./algebra.ts";
import { decimalOf, isNothing, type Num, ONE, over, times, total } from "./number.ts";
import { numberCell } from "./grid.ts";
import { checkName } from "./states.ts";
import { showing } from "../../base/showing.ts";
import { Quantity } from "./quantity.ts";

/** The same in a console and in LaTeX. */
interface Written {
  readonly text: string;
  readonly latex: string;
}

/** One line of an {@link Explanation}. */
export interface ExplanationStep {
  /** "product rule", "sum rule", "prior", "likelihood", "evidence", "posterior", … */
  readonly rule: string;
  /** An equation. */
  readonly text: string;
  /** The equation in LaTeX. */
  readonly latex: string;
  /** What it comes to. */
  readonly value: Quantity;
}

/**
 * A probability with the steps that lead to it. Shown as text, in notebooks as formulas.
 * @example
 * const model = joint({ H: { 1: "3/2000", 0: "1997/2000" } }).times(conditional("D | H", { 1: { 1: 1 }, 0: { 1: "1/100", 0: "99/100" } }));
 * model.explain({ H: 1 }, { given: { D: 1 } }).steps.map(({ rule }) => rule).at(-1) // => "posterior, by Bayes' theorem"
 */
export class Explanation {
  /** The probability. */
  readonly value: Quantity;
  /** The lines in order. */
  readonly steps: readonly ExplanationStep[];

  /** @internal */
  constructor(steps: readonly ExplanationStep[]) {
    this.steps = steps;
    this.value = steps[steps.length - 1].value;
    showing(this, { text: () => this.toString(), latex: () => this.latex() });
  }

  /**
   * A step by the beginning of its rule.
   * @param rule - "prior", "likelihood", "evidence", "posterior", …
   * @returns the first such step; undefined for none
   * @example bayes({ prior: { 0: "1/2", 1: "1/2" }, likelihood: { 0: "1/4", 1: "3/4" } }).explain(1).step("posterior")?.value // => 3/4 = 0.75
   */
  step(rule: string): ExplanationStep | undefined {
    const name = checkName("step", rule);
    return this.steps.find((each) => each.rule.startsWith(name));
  }

  /** A line for each step: the equation, and the rule in parentheses. */
  toString(): string {
    return this.steps.map(({ text, rule }) => `${text}   (${rule})`).join("\n");
  }

  /**
   * The steps in LaTeX, below each other.
   * @returns an aligned formula
   * @example bayes({ prior: { 0: "1/2", 1: "1/2" }, likelihood: { 0: "1/4", 1: "3/4" } }).explain(1).latex().startsWith("\\begin{aligned}") // => true
   */
  latex(): string {
    const lines = this.steps.map(({ latex, rule }) => `${latex.replace(" = ", " &= ")} && \\text{${rule}}`);
    return `\\begin{aligned} ${lines.join(" \\\\ ")} \\end{aligned}`;
  }
}

/** What is known of a joint distribution: its cells, and the factors that it was made of. */
interface Model extends Cells {
  readonly factors: readonly Factor[];
}

/** The steps to P(query | given); without `given` to P(query). */
export function explain(op: string, whole: Model, query: Selection, given?: Selection): Explanation {
  const model = relevant(op, whole, [query, ...(given === undefined ? [] : [given])]);
  const move = (selection: Selection): Selection => selectionFor(whole.variables, selection, model.variables);
  const writer = new Writer(op, model);
  if (given === undefined) {
    writer.joint(move(query));
    return new Explanation(writer.steps);
  }
  const [q, g] = [move(query), move(given)];
  const priorOf = model.factors.find((factor) => factor.parents === 0 && covers(factor, model.variables, q));
  if (priorOf !== undefined && !q.some((chosen, i) => chosen !== undefined && g[i] !== undefined))
    writer.bayes(q, g, priorOf);
  else writer.definition(q, g);
  return new Explanation(writer.steps);
}

/** The variables that are selected, each in one state, are those of the factor. */
function covers(factor: Factor, variables: readonly Variable[], selection: Selection): boolean {
  const named = variables.filter((_, i) => selection[i] !== undefined).map(({ name }) => name);
  const single = selection.every((chosen) => chosen === undefined || chosen.size === 1);
  return (
    single && named.length === factor.variables.length && factor.variables.every(({ name }) => named.includes(name))
  );
}

/** Leaves factors out that only say how something turns out that nobody asks for. */
function relevant(op: string, whole: Model, selections: readonly Selection[]): Model {
  if (whole.factors.length < 2) return whole;
  const needed = new Set(
    whole.variables.filter((_, i) => selections.some((chosen) => chosen[i] !== undefined)).map(({ name }) => name),
  );
  const kept: Factor[] = [];
  for (const factor of whole.factors.toReversed()) {
    const names = factor.variables.map(({ name }) => name);
    if (!names.slice(factor.parents).some((name) => needed.has(name))) continue;
    for (const name of names) needed.add(name);
    kept.unshift(factor);
  }
  return kept.length === 0 ? whole : { ...productOf(op, kept), factors: kept };
}

/** More terms of a sum are cut, and not explained one by one. */
const MOST_TERMS = 8;

const written = (text: string, latex = text): Written => ({ text, latex });

function joined(parts: readonly Written[], text: string, latex: string): Written {
  return written(parts.map((part) => part.text).join(text), parts.map((part) => part.latex).join(latex));
}

function sumOf(terms: readonly Written[]): Written {
  const shown =
    terms.length <= MOST_TERMS ? terms : [...terms.slice(0, 3), written("…", "\\cdots"), terms[terms.length - 1]];
  return joined(shown, " + ", " + ");
}

const productText = (parts: readonly Written[]): Written => joined(parts, " · ", " \\cdot ");

/** 1/2 in a quotient or a product stands in parentheses. */
const inQuotient = ({ text, latex }: Written): Written => written(/[/· +]/.test(text) ? `(${text})` : text, latex);

const quotient = (a: Written, b: Written): Written =>
  written(`${inQuotient(a).text}/${inQuotient(b).text}`, `\\frac{${a.latex}}{${b.latex}}`);

const symbolQuotient = (a: Written, b: Written): Written =>
  written(`${a.text}/${b.text}`, `\\frac{${a.latex}}{${b.latex}}`);

const numberOf = (a: Num): Written => numberCell(a);

class Writer {
  readonly steps: ExplanationStep[] = [];
  readonly op: string;
  readonly model: Model;

  constructor(op: string, model: Model) {
    this.op = op;
    this.model = model;
  }

  /** P(query) by the sum rule; each of its terms by the product rule. */
  joint(query: Selection, rule = ""): Num {
    const model = relevant(this.op, this.model, [query]);
    const { variables, cells } = model;
    const selection = selectionFor(this.model.variables, query, variables);
    const terms: { places: number[]; value: Num }[] = [];
    visitCells(variables, (places, cell) => {
      if (isIn(selection, places)) terms.push({ places: [...places], value: cells[cell] });
    });
    const isOne = terms.length === 1 && selection.every((chosen) => chosen !== undefined);
    if (isOne) return this.term(model, terms[0].places, rule);
    if (terms.length <= MOST_TERMS && model.factors.length > 1) {
      for (const { places } of terms) this.term(model, places, "");
    }
    const names = terms.map(({ places }) => given(selectionText(variables, selectionAt(variables, places))));
    const numbers = terms.map((term) => numberOf(term.value));
    const value = total(terms.map((term) => term.value));
    return this.add(joinRule(rule, "sum rule"), [this.label(query), sumOf(names), sumOf(numbers)], value);
  }

  /** The probability of one combination, where it is not yet there. */
  term(model: Model, places: readonly number[], rule: string): Num {
    const { variables, factors, cells } = model;
    const label = given(selectionText(variables, selectionAt(variables, places)));
    const known = this.steps.find(({ text }) => text.startsWith(`${label.text} = `));
    if (known !== undefined) return known.value.value;
    if (factors.length < 2)
      return this.add(joinRule(rule, "table"), [label], cells[dot(places, stridesIn(variables, variables))]);
    const parts = factors.map((factor) => entryOf(model, factor, places));
    const value = parts.reduce<Num>((p, part) => times(p, part.value), ONE);
    const numbers = productText(parts.map((part) => numberOf(part.value)));
    return this.add(joinRule(rule, "product rule"), [label, joined(parts, " ", " \\, "), numbers], value);
  }

  /** P(query | given) = P(query, given)/P(given). */
  definition(query: Selection, evidence: Selection): void {
    const above = this.joint(both(query, evidence));
    const below = this.joint(evidence);
    this.refuseNothing(below, evidence);
    const labels = [this.label(both(query, evidence)), this.label(evidence)] as const;
    const formula = [
      this.label(query, evidence),
      symbolQuotient(...labels),
      quotient(numberOf(above), numberOf(below)),
    ];
    this.add("definition of conditional probability", formula, over(above, below));
  }

  /** P(query | given) = P(given | query) P(query)/P(given). */
  bayes(query: Selection, evidence: Selection, root: Factor): void {
    const { variables } = this.model;
    const prior = sumWhere(root, selectionFor(variables, query, root.variables));
    this.add("prior", [this.label(query)], prior);
    const likelihood = this.likelihood(query, evidence, root, prior);
    const below = this.joint(evidence, "evidence");
    this.refuseNothing(below, evidence);
    const labels = {
      likelihood: this.label(evidence, query),
      prior: this.label(query),
      evidence: this.label(evidence),
    };
    const above = joined([labels.likelihood, labels.prior], " ", " \\, ");
    const numbers = quotient(productText([numberOf(likelihood), numberOf(prior)]), numberOf(below));
    const formula = [this.label(query, evidence), symbolQuotient(above, labels.evidence), numbers];
    this.add("posterior, by Bayes' theorem", formula, over(times(likelihood, prior), below));
  }

  /** P(given | query): a product of factors where all else is given; else by the definition. */
  likelihood(query: Selection, evidence: Selection, root: Factor, prior: Num): Num {
    const { factors } = this.model;
    const place = both(query, evidence).map((chosen) => (chosen?.size === 1 ? [...chosen][0] : -1));
    const label = this.label(evidence, query);
    const rest = factors.filter((factor) => factor !== root);
    if (place.every((each) => each >= 0)) {
      const parts = rest.map((factor) => entryOf(this.model, factor, place));
      const value = parts.reduce<Num>((p, part) => times(p, part.value), ONE);
      if (parts.length === 1) return this.add("likelihood", [label], value);
      const numbers = productText(parts.map((part) => numberOf(part.value)));
      return this.add("likelihood", [label, joined(parts, " ", " \\, "), numbers], value);
    }
    if (isNothing(prior)) return prior;
    const together = this.joint(both(query, evidence));
    const labels = [this.label(both(query, evidence)), this.label(query)] as const;
    const formula = [label, symbolQuotient(...labels), quotient(numberOf(together), numberOf(prior))];
    return this.add("likelihood", formula, over(together, prior));
  }

  refuseNothing(value: Num, evidence: Selection): void {
    if (!isNothing(value)) return;
    failAtNothing("explain", selectionText(this.model.variables, evidence).text);
  }

  label(query: Selection, evidence?: Selection): Written {
    const { variables } = this.model;
    return given(
      selectionText(variables, query),
      evidence === undefined ? undefined : selectionText(variables, evidence),
    );
  }

  /** Adds the line a = b = … = value. */
  add(rule: string, parts: readonly Written[], value: Num): Num {
    const number = numberOf(value);
    const decimal = decimalOf(value);
    const isShown = decimal !== "" && !decimal.endsWith(` ${number.text}`);
    const last = isShown
      ? written(`${number.text} ${decimal}`, `${number.latex} ${decimal.replace("≈", "\\approx")}`)
      : number;
    const distinct = parts.filter((part, i) => i === 0 || part.text !== number.text);
    const { text, latex } = joined([...distinct, last], " = ", " = ");
    this.steps.push({ rule, text, latex, value: new Quantity(value) });
    return value;
  }
}

/** P(D=1 | H=0) as it stands in a factor. */
function entryOf(model: Model, factor: Factor, places: readonly number[]): Written & { readonly value: Num } {
  const own = selectionFor(model.variables, selectionAt(model.variables, places), factor.variables);
  const cut = (from: number, to?: number): Written =>
    selectionText(factor.variables.slice(from, to), own.slice(from, to));
  return { ...given(cut(factor.parents), cut(0, factor.parents)), value: sumWhere(factor, own) };
}

const joinRule = (name: string, rule: string): string => (name === "" ? rule : `${name}, by the ${rule}`);

function given(query: Written, evidence?: Written): Written {
  if (evidence === undefined || evidence.text === "") return written(`P(${query.text})`, `P(${query.latex})`);
  return written(`P(${query.text} | ${evidence.text})`, `P(${query.latex} \\mid ${evidence.latex})`);
}

/** What is in both selections. */
const both = (a: Selection, b: Selection): Selection =>
  a.map((chosen, i) => {
    const other = b[i];
    if (chosen === undefined || other === undefined) return chosen ?? other;
    return new Set([...chosen].filter((place) => other.has(place)));
  });

/** Nothing can be conditioned on what has probability 0. */
export function failAtNothing(op: string, evidence: string): never {
  const problem = `P(${evidence}) is 0, so that nothing can be conditioned on it`;
  const fix = "check the evidence, or give what was observed a positive probability in the model";
  fail("value", {
    op,
    argument: "given",
    got: evidence,
    expects: "evidence with a positive probability",
    problem,
    fix,
  });
}
