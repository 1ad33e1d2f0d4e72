/** The Bayesian Interchange Format, 0.15, as real files have it. */
import { fail } from "../../../base/errors.ts";
import { bayesianNetworkOf, type BayesianNetwork, type NodeDraft } from "../bayesianNetwork.ts";
import { ROUNDING } from "../tables.ts";
import { Scanner } from "./scanner.ts";

/** The words that are characters by themselves. */
const DELIMITERS = '{}()[],;|"';

/** A variable whose table has not been met yet. */
interface Draft {
  readonly states: readonly string[];
  readonly at: number;
  readonly index: ReadonlyMap<string, number>;
  parents: readonly string[];
  table: Float64Array | undefined;
}

/**
 * Reads a Bayesian network from a text in the Bayesian Interchange Format (`.bif`), as the networks of the bnlearn repository are.
 *
 * Tables stand as rows `(state, …) p, p;`, with a `default` for the rows that are missing, or as one `table`, whose first axis is
 * the variable itself. Rows that are rounded are normalized. Comments and properties are skipped.
 * @param text - the contents of the file
 * @returns the network
 * @throws TensorError "syntax" where the text cannot be read, with the place; "value" for unknown names, cycles, and rows that do
 * not sum to 1, to 1e-4
 * @example
 * const net = parseBIF(`network coin { }
 * variable coin { type discrete [ 2 ] { heads, tails }; }
 * probability ( coin ) { table 0.5, 0.5; }`);
 * net.marginals().get("coin").at({ coin: "heads" }); // => 0.5
 * @source Interchange Format for Bayesian Networks, F. Cozman (1998), version 0.15
 * @see parseXMLBIF, parseUAI, bayesianNetwork
 * @keywords read bif file, bnlearn repository, pgmpy BIFReader, load network
 */
export function parseBIF(text: string): BayesianNetwork {
  const scanner = new Scanner("parseBIF", text, DELIMITERS);
  const drafts = new Map<string, Draft>();
  let name = "";
  while (!scanner.atEnd) {
    const at = scanner.at;
    const word = scanner.word('"network", "variable" or "probability"');
    if (word === "network") name = readNetwork(scanner);
    else if (word === "variable") readVariable(scanner, drafts);
    else if (word === "probability") readProbability(scanner, drafts);
    else scanner.fail('"network", "variable" or "probability"', word, at);
  }
  const nodes: NodeDraft[] = [...drafts].map(([variable, { states, parents, table, at }]) => {
    const found = table ?? scanner.fail(`a block probability ( ${variable} … ) for this variable`, variable, at);
    return { name: variable, states, parents, table: found };
  });
  if (nodes.length === 0) scanner.fail("at least one variable");
  return bayesianNetworkOf("parseBIF", nodes, name === "unknown" ? "" : name);
}

function readNetwork(scanner: Scanner): string {
  const name = scanner.sees("{") ? "" : scanner.word("the name of the network");
  scanner.expect("{", "after the name of the network");
  while (!scanner.takes("}")) {
    if (scanner.atEnd) scanner.fail('"}" at the end of the network block');
    scanner.skipPast(";");
  }
  return name;
}

function readVariable(scanner: Scanner, drafts: Map<string, Draft>): void {
  scanner.skip();
  const at = scanner.at;
  const name = scanner.word("the name of a variable");
  if (drafts.has(name)) scanner.fail("a variable that is new", name, at);
  scanner.expect("{", `after variable ${name}`);
  let states: readonly string[] | undefined;
  while (!scanner.takes("}")) {
    const word = scanner.word('"type", "property" or "}"');
    if (word === "type") states = readType(scanner, name);
    else scanner.skipPast(";");
  }
  if (states === undefined) scanner.fail(`type discrete [ n ] { … }; in variable ${name}`, name, at);
  const index = new Map(states.map((state, i) => [state, i]));
  if (index.size < states.length) scanner.fail(`states of ${name} that differ`, name, at);
  drafts.set(name, { states, at, index, parents: [], table: undefined });
}

function readType(scanner: Scanner, name: string): readonly string[] {
  const kind = scanner.word('"discrete"');
  if (kind !== "discrete") scanner.fail('"discrete": other types have no tables', kind, scanner.at - kind.length);
  const count = scanner.takes("[") ? scanner.number("how many states there are") : undefined;
  if (count !== undefined) scanner.expect("]", "after the number of states");
  scanner.expect("{", `before the states of ${name}`);
  const states: string[] = [];
  while (!scanner.takes("}")) {
    let state = scanner.word(`a state of ${name}`);
    while (!scanner.sees(",") && !scanner.sees("}")) state += ` ${scanner.word('"," or "}"')}`;
    states.push(state);
    scanner.takes(",");
  }
  if (count !== undefined && count !== states.length) {
    scanner.fail(`${count} states of ${name}`, `${states.length} states`, scanner.at - 1);
  }
  scanner.takes(";");
  return states;
}

/** A table that is being filled. */
interface Filling {
  readonly name: string;
  readonly child: Draft;
  readonly parents: readonly Draft[];
  readonly values: Float64Array;
  readonly filled: Uint8Array;
}

function readProbability(scanner: Scanner, drafts: ReadonlyMap<string, Draft>): void {
  scanner.expect("(", 'after "probability"');
  const names: string[] = [];
  const found: Draft[] = [];
  while (!scanner.takes(")")) {
    scanner.skip();
    const at = scanner.at;
    const name = scanner.word("the name of a variable");
    const draft = drafts.get(name) ?? scanner.fail("a variable that is declared above", name, at);
    names.push(name);
    found.push(draft);
    if (!scanner.takes(",")) scanner.takes("|");
  }
  const [name, ...parentNames] = names;
  const [child, ...parents] = found;
  if (child === undefined) scanner.fail("a variable");
  if (child.table !== undefined) scanner.fail(`one table of ${name}`, name);
  const rows = parents.reduce((count, { states }) => count * states.length, 1);
  const filling: Filling = {
    name,
    child,
    parents,
    values: new Float64Array(rows * child.states.length),
    filled: new Uint8Array(rows),
  };
  scanner.expect("{", `before the table of ${name}`);
  readRows(scanner, filling);
  child.parents = parentNames;
  child.table = filling.values;
}

function readRows(scanner: Scanner, filling: Filling): void {
  const { name, child, parents, values, filled } = filling;
  const size = child.states.length;
  const start = scanner.at;
  let standard: Float64Array | undefined;
  while (!scanner.takes("}")) {
    if (scanner.takes("(")) {
      const row = readStates(scanner, filling);
      readNumbers(scanner, values, row * size, size, name);
      filled[row] = 1;
      continue;
    }
    scanner.skip();
    const at = scanner.at;
    const word = scanner.word('a row "( … )", "table", "default" or "}"');
    if (word === "table") {
      readNumbers(scanner, values, 0, values.length, name);
      if (parents.length > 0) values.set(turned(values, size));
      filled.fill(1);
    } else if (word === "default") {
      standard = new Float64Array(size);
      readNumbers(scanner, standard, 0, size, name);
    } else if (word === "property") scanner.skipPast(";");
    else scanner.fail('a row "( … )", "table", "default" or "}"', word, at);
  }
  const missing = filled.indexOf(0);
  if (missing < 0) return;
  if (standard === undefined) {
    const states = statesOfRow(missing, parents);
    scanner.fail(`a row (${states.join(", ")}) or a default in the table of ${name}`, name, start);
  }
  for (let row = 0; row < filled.length; row++) if (filled[row] === 0) values.set(standard, row * size);
}

function readStates(scanner: Scanner, { name, parents }: Filling): number {
  let row = 0;
  for (let i = 0; i < parents.length; i++) {
    scanner.skip();
    const at = scanner.at;
    let state = scanner.word(`a state of parent ${i} of ${name}`);
    while (!scanner.sees(",") && !scanner.sees(")")) state += ` ${scanner.word('"," or ")"')}`;
    const { index, states } = parents[i];
    const place = index.get(state) ?? scanner.fail(`one of ${states.slice(0, 20).join(", ")}`, state, at);
    row = row * states.length + place;
    scanner.takes(",");
  }
  scanner.expect(")", `after ${parents.length} states`);
  return row;
}

function readNumbers(scanner: Scanner, values: Float64Array, from: number, count: number, name: string): void {
  for (let i = from; i < from + count; i++) {
    values[i] = scanner.number(`${count} numbers in this row of the table of ${name}`);
    scanner.takes(",");
  }
  if (!scanner.takes(";")) scanner.fail(`";" after ${count} numbers of ${name}`);
}

/**
 * The first axis of a `table` is the variable itself, by the standard. Some programs write it last: where only that makes rows that
 * sum to 1, it is meant.
 */
function turned(values: Float64Array, size: number): Float64Array {
  const rows = values.length / size;
  const turnedValues = Float64Array.from(values, (_, i) => values[(i % size) * rows + Math.floor(i / size)]);
  return !isStochastic(turnedValues, size) && isStochastic(values, size) ? values.slice() : turnedValues;
}

function isStochastic(values: Float64Array, size: number): boolean {
  for (let start = 0; start < values.length; start += size) {
    let sum = 0;
    for (let i = start; i < start + size; i++) sum += values[i];
    if (!(Math.abs(sum - 1) <= ROUNDING)) return false;
  }
  return true;
}

function statesOfRow(row: number, parents: readonly Draft[]): string[] {
  const found: string[] = [];
  let rest = row;
  for (const { states } of parents.toReversed()) {
    found.unshift(states[rest % states.length]);
    rest = Math.floor(rest / states.length);
  }
  return found;
}

/**
 * A network as a text in the Bayesian Interchange Format.
 * @param net - a Bayesian network
 * @returns the text
 * @throws TensorError "value" for names with quotation marks, "concrete" while tables are followed by a transformation
 * @example parseBIF(toBIF(exampleNetworks.asia())).probability({ smoke: "yes" }) // => 0.5
 * @source Cozman, The interchange format for Bayesian networks, 1998
 * @see toXMLBIF, parseBIF
 * @keywords write bif file, save network
 */
export function toBIF(net: BayesianNetwork): string {
  const lines = [`network ${quote(net.name === "" ? "unknown" : net.name)} {`, "}"];
  for (const { name, states } of net.variables) {
    lines.push(`variable ${quote(name)} {`);
    lines.push(`  type discrete [ ${states.length} ] { ${states.map(quote).join(", ")} };`, "}");
  }
  for (const { name, states } of net.variables) {
    const parents = net.parents(name).map((parent) => ({ name: parent, states: net.statesOf(parent) }));
    const given = parents.length === 0 ? "" : ` | ${parents.map((parent) => quote(parent.name)).join(", ")}`;
    lines.push(`probability ( ${quote(name)}${given} ) {`);
    const values = net.tableOf(name).data();
    for (let row = 0; row * states.length < values.length; row++) {
      const numbers = Array.from(values.subarray(row * states.length, (row + 1) * states.length)).join(", ");
      const place = statesOfRow(row, parents as unknown as readonly Draft[]).map(quote);
      lines.push(place.length === 0 ? `  table ${numbers};` : `  (${place.join(", ")}) ${numbers};`);
    }
    lines.push("}");
  }
  return `${lines.join("\n")}\n`;
}

/** Names that would not be one word stand between quotation marks, which they cannot hold. */
function quote(name: string): string {
  if (name.includes('"')) {
    fail("value", { op: "toBIF", argument: "name", got: name, expects: "names without quotation marks" });
  }
  return name === "" || /[\s{}()[\],;|]|^\/[/*]/.test(name) ? `"${name}"` : name;
}
