/** Bayesian networks: a conditional distribution for each variable, given its parents in a directed acyclic graph. */
import { fail } from "../../base/errors.ts";
import { isPlainObject } from "../../base/trees.ts";
import { toTensor } from "../../core/convert.ts";
import { isTensor, type Tensor, type TensorLike, wrap } from "../../core/tensor.ts";
import { checkInteger } from "../../ops/arguments.ts";
import { checkKey, type Key } from "../../random/key.ts";
import type { Evidence } from "./evidence.ts";
import { FactorGraph, readStates } from "./factorGraph.ts";
import { numbersFor } from "./run.ts";
import { drawColumns, Samples, topological } from "./sampling.ts";
import {
  findPath,
  independenciesOf,
  type IndependenceStatement,
  type Separation,
  showSeparation,
} from "./separation.ts";
import { type Scope, Structure } from "./structure.ts";
import { readTable, type Table } from "./tables.ts";

/** A variable of a network: its states, its parents and its table. */
export interface NodeSpec {
  /** Names, or how many there are. Default: as many as the last axis of the table has. */
  readonly states?: readonly string[] | number;
  /** The variables that it depends on. Default: none. */
  readonly parents?: readonly string[];
  /** P(variable | parents): an axis for each parent, in their order, and last the variable itself. */
  readonly table: TensorLike;
}

/** A variable with its table, as parsers make it. @internal */
export interface NodeDraft {
  readonly name: string;
  readonly states: readonly string[];
  readonly parents: readonly string[];
  readonly table: TensorLike;
}

/**
 * A Bayesian network; made by `bayesianNetwork`, `parseBIF` and `parseXMLBIF`.
 * @example
 * const net = exampleNetworks.asia();
 * net.query("lung", { evidence: { xray: "yes", smoke: "no" } }).at({ lung: "yes" }); // => 0.14228617292009557
 * net.separated("asia", "smoke", ["dysp"]); // => false
 * @see bayesianNetwork, FactorGraph
 * @keywords belief network, directed graphical model, causal graph
 */
export class BayesianNetwork extends FactorGraph {
  /** From its file, or "". */
  readonly name: string;

  /** @internal */
  constructor(structure: Structure, tables: readonly Table[], name: string) {
    super(structure, tables);
    this.name = name;
  }

  /**
   * The parents of a variable.
   * @param name - of the variable
   * @returns names, in the order of the axes of its table
   * @throws TensorError "value" for an unknown variable
   * @example exampleNetworks.asia().parents("dysp") // => ['bronc', 'either']
   */
  parents(name: string): readonly string[] {
    return this.namesOf(this.parentsOf[this.structure.find("parents", "name", name)]);
  }

  /**
   * The variables whose parent this one is.
   * @param name - of the variable
   * @returns names
   * @throws TensorError "value" for an unknown variable
   * @example exampleNetworks.asia().children("smoke") // => ['lung', 'bronc']
   */
  children(name: string): readonly string[] {
    return this.namesOf(this.childrenOf(this.structure.find("children", "name", name)));
  }

  /**
   * The Markov blanket: given these, a variable is independent of all others. Parents, children and other parents of the children.
   * @param name - of the variable
   * @returns names
   * @throws TensorError "value" for an unknown variable
   * @example exampleNetworks.asia().markovBlanket("bronc") // => ['smoke', 'either', 'dysp']
   */
  markovBlanket(name: string): readonly string[] {
    const v = this.structure.find("markovBlanket", "name", name);
    const children = this.childrenOf(v);
    const blanket = new Set([...this.parentsOf[v], ...children, ...children.flatMap((child) => this.parentsOf[child])]);
    blanket.delete(v);
    return this.namesOf([...blanket].sort((a, b) => a - b));
  }

  /**
   * The conditional distribution of a variable: an axis for each parent, and last the variable itself. Rows sum to 1.
   * @param name - of the variable
   * @returns a tensor
   * @throws TensorError "value" for an unknown variable
   * @example exampleNetworks.asia().tableOf("lung") // => Tensor [[0.1, 0.9], [0.01, 0.99]]
   */
  tableOf(name: string): Tensor {
    const v = this.structure.find("tableOf", "name", name);
    const table = this.tables[v];
    const shape = this.structure.scopes[v].variables.map((u) => this.structure.sizes[u]);
    return isTensor(table) ? table : wrap(table.slice(), shape, "float64");
  }

  /**
   * The same network with other tables. What has been planned for questions serves again, so that this is the way to vary tables.
   * @param tables - by variable, as for `bayesianNetwork`
   * @returns a network
   * @throws TensorError "value" for unknown variables and rows that do not sum to 1, "shape" where a table does not fit
   * @example
   * const net = exampleNetworks.asia();
   * const risk = (p) => net.withTables({ smoke: stack([p, sub(1, p)]) }).query("lung").probabilities.at(0);
   * grad(risk)(0.5); // => Tensor 0.09
   */
  withTables(tables: Readonly<Record<string, TensorLike>>): BayesianNetwork {
    const { structure } = this;
    const changed = [...this.tables];
    for (const [name, table] of Object.entries(tables)) {
      const v = structure.find("withTables", "tables", name);
      const axes = structure.scopes[v].variables.map((u) => structure.variables[u]);
      changed[v] = readTable(table, { op: "withTables", axes, conditional: true });
    }
    return new BayesianNetwork(structure, changed, this.name);
  }

  /**
   * Whether sets of variables are d-separated: independent given others, whatever the tables are.
   * @param x - a variable or several
   * @param y - others
   * @param given - what is known of; default: nothing
   * @returns true where no path is open
   * @throws TensorError "value" for unknown variables, or one that is in two of the sets
   * @example exampleNetworks.asia().separated("asia", "smoke") // => true
   * @source Pearl, Probabilistic reasoning in intelligent systems (1988), 3.3
   * @see probability.BayesianNetwork.separation
   * @keywords d-separation, conditional independence
   */
  separated(
    x: string | readonly string[],
    y: string | readonly string[],
    given: string | readonly string[] = [],
  ): boolean {
    return this.separation(x, y, given).separated;
  }

  /**
   * Whether sets of variables are d-separated, and why: a path that is open, or what blocks the shortest one.
   * @param x - a variable or several
   * @param y - others
   * @param given - what is known of; default: nothing
   * @returns the path, with what happens at each variable on it; shows itself as text
   * @throws TensorError "value" for unknown variables, or one that is in two of the sets
   * @example
   * String(exampleNetworks.asia().separation("asia", "smoke"));
   * // => 'asia and smoke are d-separated: asia → tub → either ← lung ← smoke is blocked at either, a collider of which nothing is known'
   * @keywords d-separation, explain independence, active path, collider
   */
  separation(
    x: string | readonly string[],
    y: string | readonly string[],
    given: string | readonly string[] = [],
  ): Separation {
    const op = "separated";
    const sets = [x, y, given].map((names) => this.read(op, [names].flat()));
    if (new Set(sets.flat()).size < sets.flat().length) {
      fail("value", { op, argument: "x, y, given", got: [x, y, given], expects: "sets without a common variable" });
    }
    const found = findPath(this.parentsOf, sets[0], sets[1], sets[2]);
    return showSeparation(
      this.variables.map(({ name }) => name),
      sets[0],
      sets[1],
      sets[2],
      found,
    );
  }

  /**
   * The local Markov property: each variable is independent of what does not descend from it, given its parents.
   * @returns for each variable with such: the variable, what it is independent of, and given what
   * @example exampleNetworks.cancer().independencies()[0] // => { of: 'Pollution', from: ['Smoker'], given: [] }
   */
  independencies(): readonly IndependenceStatement[] {
    return independenciesOf(
      this.parentsOf,
      this.variables.map(({ name }) => name),
    );
  }

  /**
   * Draws from the network, parents before children. Draw i of a variable depends on the key and on i alone.
   * @param key - a key
   * @param n - how many draws
   * @returns indices of states by variable
   * @throws TensorError "value" when `key` is no key or n is no whole number from 1 on, or tables are followed
   * @example exampleNetworks.asia().sample(random.key(0), 1000).size // => 1000
   * @keywords ancestral sampling, forward sampling, generate data
   */
  sample(key: Key, n: number): Samples {
    checkKey("sample", key);
    checkInteger("sample", "n", n, 1);
    const { structure } = this;
    const sampler = { structure, order: topological(structure), tables: numbersFor("sample", this) };
    return new Samples(structure, drawColumns(sampler, key, n, new Map(), new Map(), new Float64Array(n)), n);
  }

  /** Without evidence the sum over everything is 1. @internal */
  protected override logOf(op: string, evidence: Evidence): number {
    return this.logSum(op, evidence);
  }

  /** The places of the parents of each variable. @internal */
  get parentsOf(): readonly (readonly number[])[] {
    return this.structure.once("parents", () => this.structure.scopes.map(({ variables }) => variables.slice(0, -1)));
  }

  private childrenOf(v: number): number[] {
    return this.parentsOf.flatMap((parents, child) => (parents.includes(v) ? [child] : []));
  }

  private namesOf(places: readonly number[]): readonly string[] {
    return places.map((v) => this.variables[v].name);
  }
}

/**
 * A Bayesian network: a table for each variable, P(variable | parents).
 *
 * Rows of tables sum to 1; they are divided by their sum, so that gradients are those of the normalized tables.
 * @param nodes - by name: `states`, `parents` and `table`
 * @returns a network that answers `query`, `marginals`, `mostProbable`, `probability`, `separated`, `sample` and `estimate`
 * @throws TensorError "value" for unknown parents, cycles, and rows that do not sum to 1, to 1e-4; "shape" where a table does not fit
 * @example
 * const net = bayesianNetwork({
 *   rain: { states: ["yes", "no"], table: [0.2, 0.8] },
 *   wet: { states: ["yes", "no"], parents: ["rain"], table: [[0.9, 0.1], [0.2, 0.8]] },
 * });
 * net.query("rain", { evidence: { wet: "yes" } }).at({ rain: "yes" }); // => 0.5294117647058824
 * @math P(x) = \prod_i P(x_i \mid x_{\mathrm{pa}(i)})
 * @source Pearl, Probabilistic reasoning in intelligent systems (1988), chapter 3
 * @see parseBIF, factorGraph
 * @keywords belief network, directed graphical model, Bayes net, pgmpy BayesianNetwork
 */
export function bayesianNetwork(nodes: Readonly<Record<string, NodeSpec>>): BayesianNetwork {
  const op = "bayesianNetwork";
  if (!isPlainObject(nodes) || Object.keys(nodes).length === 0) {
    const fix = 'bayesianNetwork({ coin: { states: ["heads", "tails"], table: [0.5, 0.5] } })';
    fail("value", { op, argument: "nodes", got: nodes, expects: "an object of tables by variables", fix });
  }
  const drafts = Object.entries(nodes).map(([name, { states, parents = [], table }]) => ({
    name,
    states: readStates(op, name, states ?? lastSize(op, name, table, parents.length + 1)),
    parents,
    table,
  }));
  return bayesianNetworkOf(op, drafts, "");
}

/** The size of the last axis, which is known where the table has an axis for each parent. */
function lastSize(op: string, name: string, table: TensorLike, axes: number): number {
  const { shape } = toTensor(table, op, `table of "${name}"`);
  if (shape.length === axes) return shape[axes - 1];
  const expects = "names, where the table has not an axis for each parent and one for the variable";
  return fail("value", { op, argument: `states of "${name}"`, got: undefined, expects, fix: 'states: ["yes", "no"]' });
}

/** A network of variables that are named; checks that their graph has no cycle. @internal */
export function bayesianNetworkOf(op: string, nodes: readonly NodeDraft[], name: string): BayesianNetwork {
  const names = new Structure(nodes, []);
  const scopes: Scope[] = nodes.map(({ parents, name: own }, v) => {
    const places = parents.map((parent) => names.find(op, "parents", parent, `, a parent of "${own}"`));
    if (new Set(places).size < places.length) {
      fail("value", { op, argument: `parents of "${own}"`, got: parents, expects: "each parent once" });
    }
    return { variables: [...places, v], head: places.length };
  });
  checkAcyclic(op, nodes, scopes);
  const variables = nodes.map(({ name: own, states }) => ({ name: own, states }));
  const tables = nodes.map(({ table }, v) =>
    readTable(table, { op, axes: scopes[v].variables.map((u) => variables[u]), conditional: true }),
  );
  return new BayesianNetwork(new Structure(variables, scopes), tables, name);
}

function checkAcyclic(op: string, nodes: readonly NodeDraft[], scopes: readonly Scope[]): void {
  const OPEN = 1;
  const DONE = 2;
  const marks = new Uint8Array(nodes.length);
  for (let start = 0; start < nodes.length; start++) {
    if (marks[start] !== 0) continue;
    // The path from the start, with how many parents of each have been followed.
    const path = [{ v: start, next: 0 }];
    marks[start] = OPEN;
    while (path.length > 0) {
      const top = path[path.length - 1];
      const { variables, head } = scopes[top.v];
      if (top.next === head) {
        marks[top.v] = DONE;
        path.pop();
        continue;
      }
      const parent = variables[top.next++];
      if (marks[parent] === OPEN)
        failAtCycle(op, [...path.map(({ v }) => v), parent].slice(path.findIndex(({ v }) => v === parent)), nodes);
      if (marks[parent] !== 0) continue;
      marks[parent] = OPEN;
      path.push({ v: parent, next: 0 });
    }
  }
}

function failAtCycle(op: string, path: readonly number[], nodes: readonly NodeDraft[]): never {
  const cycle = path
    .toReversed()
    .map((v) => nodes[v].name)
    .join(" → ");
  fail("value", {
    op,
    argument: "parents",
    got: cycle,
    expects: "a graph without cycles",
    problem: `the parents form a cycle: ${cycle}`,
    fix: "leave out one of these edges, or use a factorGraph",
  });
}
