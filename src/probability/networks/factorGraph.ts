/** Factor graphs: products of tables over variables with finitely many states, and exact answers about them. */
import { fail } from "../../base/errors.ts";
import { isPlainObject } from "../../base/trees.ts";
import { isTensor, type TensorLike, wrap } from "../../core/tensor.ts";
import { checkedLater, type Checks, integerFrom, oneOf, readOptions } from "../../ops/arguments.ts";
import { checkKey, type Key } from "../../random/key.ts";
import { Estimates, gibbs, likelihoodWeighting } from "./estimate.ts";
import { type Evidence, type Findings, readEvidence, showEvidence } from "./evidence.ts";
import { bytesOf } from "./inference/numbers.ts";
import { runMaximum } from "./inference/logs.ts";
import { type Plan, planJoint, planMarginals, planMaximum } from "./inference/plan.ts";
import { Marginals, QueryTable } from "./queryTable.ts";
import { type Answer, answer, asScalar, knownFor, MEMORY, type Model, numbersFor, withKnown } from "./run.ts";
import { topological } from "./sampling.ts";
import { showing } from "../../base/showing.ts";
import { Structure, type Variable } from "./structure.ts";
import { readTable, type Table } from "./tables.ts";

/** Options of questions. */
export interface QueryOptions {
  /** What is known. */
  readonly evidence?: Evidence;
  /** At most so many bytes for tables. Default 2^32. */
  readonly memory?: number;
}

/** Options of {@link FactorGraph.marginals} and {@link FactorGraph.mostProbable}. */
export interface SomeOptions extends QueryOptions {
  /** The variables that are asked for. Default: all. */
  readonly of?: readonly string[];
}

/** Options of {@link FactorGraph.estimate}. */
export interface EstimateOptions {
  /** What is known. */
  readonly evidence?: Evidence;
  /** How many draws. Default 10,000. */
  readonly n?: number;
  /** How they are made. Default: "likelihood" for Bayesian networks, "gibbs" for other models. */
  readonly method?: "likelihood" | "gibbs";
}

const ESTIMATE: Checks<EstimateOptions> = {
  evidence: checkedLater,
  n: /*@__PURE__*/ integerFrom(1),
  method: /*@__PURE__*/ oneOf("likelihood", "gibbs"),
};

const QUERY: Checks<QueryOptions> = { evidence: checkedLater, memory: /*@__PURE__*/ integerFrom(0) };
const SOME: Checks<SomeOptions> = { ...QUERY, of: checkedLater };

/** States that are more probable together than all others. */
export interface MostProbable {
  /** The states by variable. */
  readonly states: Readonly<Record<string, string>>;
  /** Their joint probability given the evidence. */
  readonly probability: number;
  /** The logarithm of their joint probability with the evidence. */
  readonly logProbability: number;
}

/** What an exact answer costs. */
export interface QueryCost {
  /** Multiplications. */
  readonly operations: number;
  /** Bytes of the tables that are held at once. */
  readonly bytes: number;
  /** Entries of the largest clique. */
  readonly largestTable: number;
  /** The number of its variables less one. */
  readonly width: number;
}

/**
 * A product of tables; made by `factorGraph` and `parseUAI`. Every Bayesian network is one.
 * @example
 * const graph = factorGraph({ a: 2, b: 2 }, [{ of: ["a", "b"], table: [[3, 1], [1, 3]] }]);
 * graph.query("a", { evidence: { b: 1 } }).at({ a: 1 }); // => 0.75
 * @see factorGraph, BayesianNetwork
 */
export class FactorGraph implements Model {
  /** The variables with their states. */
  readonly variables: readonly Variable[];
  /** @internal */
  readonly structure: Structure;
  /** @internal */
  readonly tables: readonly Table[];

  /** @internal */
  constructor(structure: Structure, tables: readonly Table[]) {
    this.variables = structure.variables;
    this.structure = structure;
    this.tables = tables;
    showing(this, { text: () => this.toString() });
  }

  /**
   * The names of a variable's states.
   * @param name - of the variable
   * @returns names in order
   * @throws TensorError "value" for an unknown variable
   * @example exampleNetworks.asia().statesOf("smoke") // => ['yes', 'no']
   */
  statesOf(name: string): readonly string[] {
    return this.variables[this.structure.find("statesOf", "name", name)].states;
  }

  /**
   * The joint distribution of variables, given evidence: by variable elimination.
   * @param of - the name of a variable, or several; the axes of the answer are in their order
   * @param options - `evidence`: what is known, default nothing; `memory`: bytes that tables may take, default 2^32
   * @returns a table by the names of states
   * @throws TensorError "value" for unknown names and for evidence of probability 0, "memory" where an exact answer is too large
   * @example exampleNetworks.asia().query("lung", { evidence: { smoke: "yes" } }).at({ lung: "yes" }) // => 0.1
   * @math P(Q \mid e) = \frac{\sum_h P(Q, h, e)}{P(e)}
   * @see marginals, estimate
   */
  query(of: string | readonly string[], options?: QueryOptions): QueryTable {
    const { evidence, memory = MEMORY } = readOptions("query", options, QUERY);
    const findings = readEvidence(this.structure, "query", evidence);
    const variables = this.read("query", [of].flat());
    const free = variables.filter((v) => !findings.states.has(v));
    const plan = planJoint("query", this.structure, findings.signature, free);
    const { tables, logConstant } = this.answer("query", plan, findings, evidence, memory);
    const found = tables[0] ?? new Float64Array([1]);
    const joint = isTensor(found)
      ? found
      : wrap(
          found,
          plan.wanted[0].map((v) => this.structure.sizes[v]),
          "float64",
        );
    const whole = withKnown(this.structure, joint, variables, findings.states);
    return new QueryTable(
      this.structure,
      variables,
      whole,
      showEvidence(this.structure, findings),
      asScalar(logConstant),
    );
  }

  /**
   * The distribution of each variable by itself, given evidence: all at once, by messages along a junction tree.
   * @param options - `evidence`: what is known; `of`: the variables, default all; `memory`: bytes that tables may take
   * @returns tables by the names of variables
   * @throws TensorError "value" for unknown names and for evidence of probability 0, "memory" where an exact answer is too large
   * @example exampleNetworks.asia().marginals().get("tub").at({ tub: "yes" }) // => 0.0104
   * @keywords belief propagation, sum-product, message passing, junction tree, marginal distribution
   * @see query, estimate
   */
  marginals(options?: SomeOptions): Marginals {
    const { evidence, memory = MEMORY, of } = readOptions("marginals", options, SOME);
    const { structure } = this;
    const findings = readEvidence(structure, "marginals", evidence);
    const variables = of === undefined ? structure.variables.map((_, v) => v) : this.read("marginals", of);
    const plan = planMarginals("marginals", structure, findings.signature, of === undefined ? undefined : variables);
    const { tables, logConstant } = this.answer("marginals", plan, findings, evidence, memory);
    const found = variables.map((v, i) => {
      const state = findings.states.get(v);
      return state === undefined
        ? tables[i]
        : Float64Array.from({ length: structure.sizes[v] }, (_, k) => Number(k === state));
    });
    return new Marginals(structure, variables, found, showEvidence(structure, findings), asScalar(logConstant));
  }

  /**
   * The probability of evidence. With soft evidence, the mean of the likelihoods.
   * @param evidence - states by variable
   * @returns a number; 0 for what is impossible
   * @throws TensorError "value" for unknown names, "memory" where an exact answer is too large, "concrete" while tables are followed
   * @example exampleNetworks.asia().probability({ asia: "yes", xray: "yes" }) // => 0.001450925
   * @see logProbability
   */
  probability(evidence: Evidence): number {
    return Math.exp(this.logOf("probability", evidence));
  }

  /**
   * The logarithm of the probability of evidence, which may be too small for a number. For gradients: `query(…).logEvidence`.
   * @param evidence - states by variable
   * @returns a number; -Infinity for what is impossible
   * @throws TensorError as `probability`
   * @example exampleNetworks.asia().logProbability({ smoke: "yes" }) // => -0.6931471805599453
   */
  logProbability(evidence: Evidence): number {
    return this.logOf("logProbability", evidence);
  }

  /** For a factor graph: less the logarithm of the sum over everything. @internal */
  protected logOf(op: string, evidence: Evidence): number {
    return this.logSum(op, evidence) - this.logSum(op, {});
  }

  /** The logarithm of the sum of the product over everything that the evidence leaves open. @internal */
  protected logSum(op: string, evidence: Evidence): number {
    const findings = readEvidence(this.structure, op, evidence);
    const plan = planJoint(op, this.structure, findings.signature, []);
    const found = answer(op, this, plan, findings, MEMORY);
    return found === undefined ? -Infinity : asScalar(found.logConstant).item();
  }

  /**
   * The most probable states of all variables together (the most probable explanation), or of some of them (maximum a posteriori:
   * the others are summed out first, which may take far more). Of equally probable ones, one.
   * @param options - `evidence`: what is known; `of`: the variables, default all; `memory`: bytes that tables may take
   * @returns states, with their probability
   * @throws TensorError "value" for unknown names and for evidence of probability 0, "concrete" while tables are followed
   * @example exampleNetworks.asia().mostProbable({ evidence: { dysp: "yes" }, of: ["bronc"] }).states // => { bronc: 'yes' }
   * @math \arg\max_q P(q \mid e)
   * @see query
   */
  mostProbable(options?: SomeOptions): MostProbable {
    const { evidence, of } = readOptions("mostProbable", options, SOME);
    const { structure } = this;
    const findings = readEvidence(structure, "mostProbable", evidence);
    const wanted = of === undefined ? structure.variables.map((_, v) => v) : this.read("mostProbable", of);
    const plan = planMaximum("mostProbable", structure, findings.signature, of === undefined ? undefined : wanted);
    const [numbers, known] = [numbersFor("mostProbable", this), knownFor("mostProbable", findings)];
    const { states, log } = runMaximum(structure, plan, numbers, known);
    const total = this.logSum("mostProbable", evidence ?? {});
    if (total === -Infinity) this.failAtImpossible("mostProbable", evidence ?? {});
    const named = wanted.map((v) => {
      const { name, states: names } = structure.variables[v];
      return [name, names[findings.states.get(v) ?? states.get(v) ?? 0]] as const;
    });
    return { states: Object.fromEntries(named), probability: Math.exp(log - total), logProbability: log };
  }

  /**
   * The distribution of each variable by sampling, where an exact answer is too large.
   *
   * Likelihood weighting, for Bayesian networks, draws parents before children; Gibbs sampling runs 64 chains, which must be able
   * to reach everything by changing one variable at a time: tables with zeros may prevent it.
   * @param key - a key
   * @param options - `evidence`: what is known; `n`: how many draws, default 10,000; `method`: "likelihood" or "gibbs", by default
   * the first that fits
   * @returns tables by the names of variables, with standard errors and effective sample sizes
   * @throws TensorError "value" when `key` is no key, for unknown names, and when no draw agrees with the evidence
   * @example
   * const found = exampleNetworks.asia().estimate(random.key(0), { evidence: { dysp: "yes" } });
   * Math.abs(found.get("bronc").at({ bronc: "yes" }) - 0.834) < 0.03; // => true
   * @see marginals
   * @keywords approximate inference, likelihood weighting, Gibbs sampling, importance sampling, MCMC
   */
  estimate(key: Key, options?: EstimateOptions): Estimates {
    const op = "estimate";
    checkKey(op, key);
    const { structure } = this;
    const directed = structure.isDirected;
    const { evidence, n = 10_000, method = directed ? "likelihood" : "gibbs" } = readOptions(op, options, ESTIMATE);
    if (method === "likelihood" && !directed) {
      const fix = 'leave out method, or pass "gibbs"';
      const expects = '"gibbs" for a factor graph: draws need parents and children';
      fail("value", { op, argument: "method", got: method, expects, fix });
    }
    const findings = readEvidence(structure, op, evidence);
    const [tables, known] = [numbersFor(op, this), knownFor(op, findings)];
    const found =
      method === "gibbs"
        ? gibbs(op, structure, tables, known, key, n)
        : likelihoodWeighting(op, { structure, tables, order: topological(structure) }, known, key, n);
    return new Estimates(structure, found, showEvidence(structure, findings));
  }

  /**
   * What an exact answer would cost, without computing it.
   * @param options - as for `marginals`
   * @returns operations, bytes and the width of the elimination
   * @throws TensorError "value" for unknown names, "memory" where a table would have more than 2^40 entries
   * @example exampleNetworks.asia().cost().width // => 2
   * @keywords treewidth, junction tree size, complexity
   */
  cost(options?: SomeOptions): QueryCost {
    const { evidence, of } = readOptions("cost", options, SOME);
    const { signature } = readEvidence(this.structure, "cost", evidence);
    const plan = planMarginals("cost", this.structure, signature, of === undefined ? undefined : this.read("cost", of));
    const { largest, separators } = plan.order;
    const width = separators.reduce((most, { length }) => Math.max(most, length), 0);
    return { operations: plan.cost, bytes: bytesOf(this.structure, plan), largestTable: largest, width };
  }

  /** Places of variables; each once. @internal */
  protected read(op: string, names: readonly string[]): number[] {
    const found = names.map((name) => this.structure.find(op, "of", name));
    if (new Set(found).size < found.length) {
      fail("value", { op, argument: "of", got: names, expects: "each variable once" });
    }
    return found;
  }

  private answer(op: string, plan: Plan, findings: Findings, evidence: Evidence | undefined, memory: number): Answer {
    return answer(op, this, plan, findings, memory) ?? this.failAtImpossible(op, evidence ?? {});
  }

  private failAtImpossible(op: string, evidence: Evidence): never {
    const entries = Object.entries(evidence);
    let at = 0;
    // The first part of the evidence that is impossible.
    const possible = (count: number): boolean =>
      this.logSum(op, Object.fromEntries(entries.slice(0, count))) > -Infinity;
    while (at < entries.length && possible(at + 1)) at++;
    const name = entries[at]?.[0];
    const before =
      at === 0
        ? ""
        : `, given ${showEvidence(this.structure, readEvidence(this.structure, op, Object.fromEntries(entries.slice(0, at))))}`;
    return fail("value", {
      op,
      argument: "evidence",
      got: evidence,
      expects: "evidence that is possible",
      problem:
        name === undefined
          ? "the factors are 0 everywhere"
          : `the evidence has probability 0: ${name} cannot be ${String(entries[at][1])}${before}`,
      fix: "leave out a part of the evidence, or give the tables small probabilities in place of 0",
    });
  }

  /** The number of variables and factors. */
  toString(): string {
    const { variables, structure } = this;
    return `${this.constructor.name}(${variables.length} variables, ${structure.scopes.length} factors)`;
  }
}

/** A table over some variables. */
export interface FactorSpec {
  /** The variables, in the order of the axes of the table. */
  readonly of: readonly string[];
  /** Numbers >= 0, with an axis for each variable. */
  readonly table: TensorLike;
}

/**
 * A factor graph: the joint distribution is proportional to the product of the tables.
 * @param variables - by name: the names of the states, or how many there are
 * @param factors - the variables and the table of each
 * @returns a model that answers `query`, `marginals`, `mostProbable` and `probability`
 * @throws TensorError "value" for unknown variables and numbers below 0, "shape" where a table does not fit its variables
 * @example
 * const graph = factorGraph({ a: ["up", "down"], b: ["up", "down"] }, [{ of: ["a", "b"], table: [[3, 1], [1, 3]] }]);
 * graph.query("a", { evidence: { b: "up" } }).at({ a: "up" }); // => 0.75
 * @math P(x) \propto \prod_i f_i(x_{S_i})
 * @source Kschischang, Frey & Loeliger, Factor graphs and the sum-product algorithm, IEEE Trans. Inf. Theory 47 (2001)
 * @see bayesianNetwork, parseUAI
 * @keywords Markov network, Markov random field, undirected graphical model, energy
 */
export function factorGraph(
  variables: Readonly<Record<string, readonly string[] | number>>,
  factors: readonly FactorSpec[],
): FactorGraph {
  const op = "factorGraph";
  if (!isPlainObject(variables)) {
    fail("value", { op, argument: "variables", got: variables, expects: "an object of states by variables" });
  }
  const named = Object.entries(variables).map(([name, states]) => ({ name, states: readStates(op, name, states) }));
  const names = new Structure(named, []);
  const scopes = factors.map(({ of }) => ({ variables: of.map((name) => names.find(op, "of", name)), head: -1 }));
  const structure = new Structure(named, scopes);
  const tables = factors.map(({ table }, i) =>
    readTable(table, { op, axes: scopes[i].variables.map((v) => named[v]), conditional: false }),
  );
  return new FactorGraph(structure, tables);
}

/** The names of states, or as many as there are, counted from 0. */
export function readStates(op: string, name: string, states: unknown): readonly string[] {
  const given = typeof states === "number" ? Array.from({ length: states }, (_, i) => String(i)) : states;
  const list = Array.isArray(given) ? given.map(String) : [];
  if (list.length === 0 || new Set(list).size < list.length) {
    const expects = "names that differ, or how many there are";
    fail("value", { op, argument: `states of "${name}"`, got: states, expects, fix: '["yes", "no"]' });
  }
  return list;
}
