/** Answers: tables of probabilities by the names of variables and states. */
import { fail } from "../../base/errors.ts";
import { unravel } from "../../base/shapes.ts";
import { arrayOf, type Tensor, wrap } from "../../core/tensor.ts";
import { showing } from "../../base/showing.ts";
import type { Structure, Variable } from "./structure.ts";

/** More rows than this are left out where a table shows itself. */
const MOST_ROWS = 40;

/**
 * Probabilities of some variables, by the names of their states; what `query` and `marginals` answer.
 * @example
 * const posterior = exampleNetworks.asia().query("lung", { evidence: { smoke: "yes" } });
 * posterior.at({ lung: "yes" }); // => 0.1
 * posterior.mode(); // => { lung: 'no' }
 * @see bayesianNetwork
 * @keywords posterior, joint distribution, conditional probability table
 */
export class QueryTable {
  /** The variables, one for each axis. */
  readonly variables: readonly Variable[];
  /** The probabilities: an axis for each variable. Gradients pass through where the tables of the network are followed. */
  readonly probabilities: Tensor;
  /** What was known, as text. */
  readonly given: string;
  /** The logarithm of the probability of the evidence, a scalar. */
  readonly logEvidence: Tensor;
  private readonly structure: Structure;

  /** @internal */
  constructor(
    structure: Structure,
    variables: readonly number[],
    probabilities: Tensor,
    given: string,
    logEvidence: Tensor,
  ) {
    this.structure = structure;
    this.variables = variables.map((v) => structure.variables[v]);
    this.probabilities = probabilities;
    this.given = given;
    this.logEvidence = logEvidence;
    showing(this, { text: () => this.toString(), latex: () => this.latex() });
  }

  /**
   * The probability of states; variables that are left out are summed over.
   * @param states - by variable: the name of a state or its index
   * @returns a number
   * @throws TensorError "value" for an unknown variable or state, "concrete" while the numbers are not known
   * @example exampleNetworks.asia().query(["lung", "smoke"]).at({ lung: "yes", smoke: "no" }) // => 0.005
   */
  at(states: Readonly<Record<string, string | number>>): number {
    const wanted = this.variables.map(() => -1);
    for (const [name, state] of Object.entries(states)) {
      const axis = this.axisOf(name);
      wanted[axis] = this.stateOf(axis, state);
    }
    const values = arrayOf(this.probabilities, "at");
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      const index = unravel(i, this.probabilities.shape);
      if (wanted.every((state, axis) => state < 0 || state === index[axis])) sum += values[i];
    }
    return sum;
  }

  private axisOf(name: string): number {
    const axis = this.variables.findIndex((variable) => variable.name === name);
    if (axis >= 0) return axis;
    const names = this.variables.map((variable) => variable.name);
    return fail("value", { op: "at", argument: "states", got: name, expects: `one of ${names.join(", ")}`, names });
  }

  private stateOf(axis: number, state: string | number): number {
    const { name, states } = this.variables[axis];
    const place = this.structure.find("at", "states", name);
    if (typeof state === "string") return this.structure.findState("at", `states.${name}`, place, state);
    if (Number.isInteger(state) && state >= 0 && state < states.length) return state;
    const expects = `a state of "${name}", or an index of 0 ... ${states.length - 1}`;
    return fail("value", { op: "at", argument: `states.${name}`, got: state, expects });
  }

  /**
   * The states with the largest probability.
   * @returns a state for each variable
   * @example exampleNetworks.asia().query("dysp", { evidence: { bronc: "yes" } }).mode() // => { dysp: 'yes' }
   */
  mode(): Readonly<Record<string, string>> {
    const values = arrayOf(this.probabilities, "mode");
    let best = 0;
    for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
    const index = unravel(best, this.probabilities.shape);
    return Object.fromEntries(this.variables.map(({ name, states }, axis) => [name, states[index[axis]]]));
  }

  /**
   * The entropy in nats.
   * @returns a number >= 0
   * @example exampleNetworks.asia().query("smoke").entropy() // => 0.6931471805599453
   * @math H = -\sum_x p(x) \ln p(x)
   */
  entropy(): number {
    return entropyOf(arrayOf(this.probabilities, "entropy"));
  }

  /**
   * The mutual information of two of the variables, or sets of them, in nats; other variables are summed over.
   * @param x - a variable or several
   * @param y - others
   * @returns a number >= 0
   * @throws TensorError "value" for unknown variables
   * @example exampleNetworks.asia().query(["smoke", "asia"]).mutualInformation("smoke", "asia") // => 0
   * @math I(X; Y) = H(X) + H(Y) - H(X, Y)
   */
  mutualInformation(x: string | readonly string[], y: string | readonly string[]): number {
    const [a, b] = [x, y].map((names) => [names].flat().map((name) => this.axisOf(name)));
    const entropy = (axes: readonly number[]): number => entropyOf(this.sumOver(axes));
    return Math.max(0, entropy(a) + entropy(b) - entropy([...new Set([...a, ...b])]));
  }

  /** Probabilities of some axes. */
  private sumOver(axes: readonly number[]): Float64Array {
    const { probabilities } = this;
    const values = arrayOf(probabilities, "mutualInformation");
    const out = new Float64Array(axes.reduce((entries, axis) => entries * probabilities.shape[axis], 1));
    for (let i = 0; i < values.length; i++) {
      const index = unravel(i, probabilities.shape);
      out[axes.reduce((at, axis) => at * probabilities.shape[axis] + index[axis], 0)] += values[i];
    }
    return out;
  }

  /** What it is of: P(lung | smoke = yes). */
  get title(): string {
    const names = this.variables.map(({ name }) => name).join(", ");
    return `P(${names}${this.given === "" ? "" : ` | ${this.given}`})`;
  }

  private rows(most: number): string[][] {
    const values = arrayOf(this.probabilities, "toString");
    return Array.from({ length: Math.min(most, values.length) }, (_, i) => {
      const index = unravel(i, this.probabilities.shape);
      return [...this.variables.map(({ states }, axis) => states[index[axis]]), showNumber(values[i])];
    });
  }

  /** A table as text, with a row for each combination of states. */
  toString(): string {
    if (!this.probabilities.isConcrete) return `${this.title} = ${this.probabilities}`;
    const rows = this.rows(MOST_ROWS);
    const left = this.probabilities.size - rows.length;
    const lines = alignColumns([[...this.variables.map(({ name }) => name), "probability"], ...rows]);
    return [this.title, ...lines, ...(left > 0 ? [`… ${left} more`] : [])].join("\n");
  }

  /**
   * The table in LaTeX.
   * @returns an array environment
   * @throws TensorError "concrete" while probabilities are followed by a transformation
   * @example exampleNetworks.asia().query("smoke").latex().includes("smoke") // => true
   */
  latex(): string {
    const text = (word: string): string => `\\text{${word.replace(/[\\{}$&#%_^~]/g, (c) => LATEX[c])}}`;
    const head = [...this.variables.map(({ name }) => text(name)), "P"].join(" & ");
    const rows = this.rows(MOST_ROWS).map((row) => [...row.slice(0, -1).map(text), row.at(-1)].join(" & "));
    return `\\begin{array}{${"l".repeat(this.variables.length)}r} ${[`${head} \\\\ \\hline`, rows.join(" \\\\ ")].join(" ")} \\end{array}`;
  }

  /** The states' names and the nested probabilities. */
  toJSON(): { readonly variables: readonly Variable[]; readonly given: string; readonly probabilities: unknown } {
    return { variables: this.variables, given: this.given, probabilities: this.probabilities.toArray() };
  }
}

const LATEX: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  "%": "\\%",
  _: "\\_",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
};

function entropyOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > 0) sum -= values[i] * Math.log(values[i]);
  return sum;
}

/** Six digits, as much as a reader compares. */
export const showNumber = (x: number): string => String(Number(x.toPrecision(6)));

/** Columns of words under each other. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `  ${row.map((word, i) => word.padEnd(widths[i])).join("  ")}`.trimEnd());
}

/**
 * The distribution of each variable by itself: what `marginals` answers. Iterates over pairs of name and table.
 * @example
 * const all = exampleNetworks.asia().marginals({ evidence: { dysp: "yes" } });
 * all.get("bronc").at({ bronc: "yes" }); // => 0.8339673363295598
 */
export class Marginals implements Iterable<readonly [name: string, table: QueryTable]> {
  /** Of the variables that were asked for. */
  readonly names: readonly string[];
  /** What was known, as text. */
  readonly given: string;
  /** The logarithm of the probability of the evidence, a scalar. */
  readonly logEvidence: Tensor;
  private readonly structure: Structure;
  private readonly found: readonly (Float64Array | Tensor)[];
  private readonly variables: readonly number[];

  /** @internal */
  constructor(
    structure: Structure,
    variables: readonly number[],
    found: readonly (Float64Array | Tensor)[],
    given: string,
    logEvidence: Tensor,
  ) {
    this.structure = structure;
    this.variables = variables;
    this.names = variables.map((v) => structure.variables[v].name);
    this.found = found;
    this.given = given;
    this.logEvidence = logEvidence;
    showing(this, { text: () => this.toString() });
  }

  /**
   * The distribution of one variable.
   * @param name - of the variable
   * @returns its table
   * @throws TensorError "value" for a variable that was not asked for
   * @example exampleNetworks.asia().marginals().get("tub").at({ tub: "yes" }) // => 0.0104
   */
  get(name: string): QueryTable {
    const v = this.structure.find("get", "name", name);
    const at = this.variables.indexOf(v);
    if (at < 0) {
      fail("value", { op: "get", argument: "name", got: name, expects: `one of ${this.names.join(", ")}` });
    }
    const found = this.found[at];
    const tensor = found instanceof Float64Array ? wrap(found, [found.length], "float64") : found;
    return new QueryTable(this.structure, [v], tensor, this.given, this.logEvidence);
  }

  *[Symbol.iterator](): Iterator<readonly [name: string, table: QueryTable]> {
    for (const name of this.names) yield [name, this.get(name)];
  }

  /** A line for each variable. */
  toString(): string {
    const lines = alignColumns(
      this.names.slice(0, MOST_ROWS).map((name) => {
        const { variables, probabilities } = this.get(name);
        if (!probabilities.isConcrete) return [name, String(probabilities)];
        const values = Array.from(arrayOf(probabilities, "toString"));
        const shown = values.slice(0, 8).map((p, i) => `${variables[0].states[i]} ${showNumber(p)}`);
        return [name, `${shown.join("  ")}${values.length > 8 ? "  …" : ""}`];
      }),
    );
    const left = this.names.length - lines.length;
    const title = this.given === "" ? "marginals" : `marginals given ${this.given}`;
    return [title, ...lines, ...(left > 0 ? [`… ${left} more`] : [])].join("\n");
  }
}
