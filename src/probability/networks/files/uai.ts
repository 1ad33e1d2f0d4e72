/** The formats of the UAI inference competitions: models and evidence as numbers. */
import { arrayOf, isTensor } from "../../../core/tensor.ts";
import { BayesianNetwork, bayesianNetworkOf } from "../bayesianNetwork.ts";
import type { Evidence } from "../evidence.ts";
import { FactorGraph } from "../factorGraph.ts";
import { Structure } from "../structure.ts";
import { checkTable } from "../tables.ts";
import { Scanner } from "./scanner.ts";

/** The factors of a file: variables by number, the last of which is the child in a Bayesian network. */
interface Drafts {
  readonly sizes: readonly number[];
  readonly scopes: readonly (readonly number[])[];
  readonly values: readonly Float64Array[];
}

const nameOf = (v: number): string => `x${v}`;

/**
 * Reads a model from a text in the UAI format: `MARKOV` makes a factor graph, `BAYES` a Bayesian network, which is one too.
 * Variables are called x0, x1, …, their states "0", "1", ….
 * @param text - the contents of a `.uai` file
 * @returns the model
 * @throws TensorError "syntax" where the text cannot be read, with the place; "value" for numbers below 0, and in Bayesian networks
 * for cycles and rows that do not sum to 1
 * @example
 * const graph = parseUAI("MARKOV 2  2 2  1  2 0 1  4  3 1 1 3");
 * graph.query("x0", { evidence: { x1: 1 } }).at({ x0: 1 }); // => 0.75
 * @source UAI 2014 inference competition, file formats
 * @see parseUAIEvidence, factorGraph
 * @keywords read uai file, Markov network, inference competition
 */
export function parseUAI(text: string): FactorGraph {
  const scanner = new Scanner("parseUAI", text, "");
  scanner.skip();
  const kind = scanner.word('"MARKOV" or "BAYES"');
  if (kind !== "MARKOV" && kind !== "BAYES") scanner.fail('"MARKOV" or "BAYES"', kind, scanner.at - kind.length);
  const drafts = readDrafts(scanner);
  return kind === "BAYES" ? networkOf(scanner, drafts) : graphOf(drafts);
}

function readDrafts(scanner: Scanner): Drafts {
  const n = count(scanner, "the number of variables");
  const sizes = Array.from({ length: n }, (_, v) => count(scanner, `the number of states of variable ${v}`, 1));
  const factors = count(scanner, "the number of factors");
  const scopes = Array.from({ length: factors }, (_, f) => {
    const length = count(scanner, `the number of variables of factor ${f}`);
    return Array.from({ length }, () => count(scanner, `a variable of factor ${f}: 0 ... ${n - 1}`, 0, n - 1));
  });
  const values = scopes.map((scope, f) => {
    const entries = scope.reduce((product, v) => product * sizes[v], 1);
    count(scanner, `the number of entries of factor ${f}: ${entries}`, entries, entries);
    return Float64Array.from({ length: entries }, () => scanner.number(`${entries} numbers of factor ${f}`));
  });
  return { sizes, scopes, values };
}

function count(scanner: Scanner, expected: string, least = 0, most = Infinity): number {
  scanner.skip();
  const at = scanner.at;
  const value = scanner.number(expected);
  if (!(Number.isInteger(value) && value >= least && value <= most)) scanner.fail(expected, String(value), at);
  return value;
}

const statesOf = (size: number): string[] => Array.from({ length: size }, (_, k) => String(k));

function graphOf({ sizes, scopes, values }: Drafts): FactorGraph {
  const variables = sizes.map((size, v) => ({ name: nameOf(v), states: statesOf(size) }));
  const tables = values.map((table, f) =>
    checkTable(table, { op: "parseUAI", axes: scopes[f].map((v) => variables[v]), conditional: false }),
  );
  return new FactorGraph(
    new Structure(
      variables,
      scopes.map((scope) => ({ variables: scope, head: -1 })),
    ),
    tables,
  );
}

function networkOf(scanner: Scanner, { sizes, scopes, values }: Drafts): BayesianNetwork {
  const factorOf = new Map(scopes.map((scope, f) => [scope.at(-1), f]));
  const nodes = sizes.map((size, v) => {
    const f = factorOf.get(v) ?? scanner.fail(`a factor whose last variable is ${v}, as BAYES has for each`);
    return {
      name: nameOf(v),
      states: statesOf(size),
      parents: scopes[f].slice(0, -1).map(nameOf),
      table: values[f],
    };
  });
  if (scopes.length !== sizes.length)
    scanner.fail(`${sizes.length} factors, one for each variable`, `${scopes.length}`);
  return bayesianNetworkOf("parseUAI", nodes, "");
}

/**
 * Reads evidence from a text in the UAI format, with or without the number of samples in front.
 * @param text - the contents of a `.evid` file
 * @returns one object for each sample, as `evidence` for a model of `parseUAI`
 * @throws TensorError "syntax" where the text cannot be read, with the place
 * @example parseUAIEvidence("2 0 1 3 0") // => [{ x0: 1, x3: 0 }]
 * @source UAI 2014 inference competition, file formats
 * @see parseUAI
 */
export function parseUAIEvidence(text: string): readonly Evidence[] {
  const scanner = new Scanner("parseUAIEvidence", text, "");
  const numbers: number[] = [];
  while (!scanner.atEnd) numbers.push(count(scanner, "a whole number"));
  if (numbers.length === 0) return [{}];
  // One sample without a count in front has 2k + 1 numbers, of which the first is k.
  if (numbers.length === 2 * numbers[0] + 1) return [pairs(numbers.slice(1))];
  const samples: Evidence[] = [];
  let at = 1;
  while (samples.length < numbers[0] && at + 2 * numbers[at] < numbers.length) {
    samples.push(pairs(numbers.slice(at + 1, at + 1 + 2 * numbers[at])));
    at += 2 * numbers[at] + 1;
  }
  if (at !== numbers.length || samples.length !== numbers[0]) {
    scanner.fail("for each sample: how many variables are known, and pairs of a variable and its state", undefined, 0);
  }
  return samples;
}

function pairs(numbers: readonly number[]): Evidence {
  const entries: [string, number][] = [];
  for (let i = 0; i < numbers.length; i += 2) entries.push([nameOf(numbers[i]), numbers[i + 1]]);
  return Object.fromEntries(entries);
}

/**
 * A model as a text in the UAI format: `BAYES` for Bayesian networks, else `MARKOV`. Names are lost.
 * @param model - a network or factor graph
 * @returns the text
 * @throws TensorError "concrete" while tables are followed by a transformation
 * @example toUAI(factorGraph({ a: 2 }, [{ of: ["a"], table: [1, 3] }])).split("\n")[0] // => 'MARKOV'
 * @source the UAI 2014 inference competition, file formats
 * @see parseUAI
 */
export function toUAI(model: FactorGraph): string {
  const { sizes, scopes } = model.structure;
  const lines = [model instanceof BayesianNetwork ? "BAYES" : "MARKOV", String(sizes.length), sizes.join(" ")];
  lines.push(String(scopes.length), ...scopes.map(({ variables }) => [variables.length, ...variables].join(" ")));
  for (const table of model.tables) {
    const values = isTensor(table) ? arrayOf(table, "toUAI") : table;
    lines.push("", String(values.length), Array.from(values).join(" "));
  }
  return `${lines.join("\n")}\n`;
}
