/** Draws from Bayesian networks, variable by variable in the order of the graph; all draws of a variable at once. */
import { fail } from "../../base/errors.ts";
import { arrayOf, type Tensor, wrap } from "../../core/tensor.ts";
import { uniform } from "../../random/continuous.ts";
import { foldIn, type Key } from "../../random/key.ts";
import { showing } from "../../base/showing.ts";
import type { Structure } from "./structure.ts";

/** What a sampler needs: parents before children, and tables of numbers. */
export interface Sampler {
  readonly structure: Structure;
  readonly order: readonly number[];
  readonly tables: readonly Float64Array[];
}

/** Variables with their parents before them. */
export function topological(structure: Structure): readonly number[] {
  return structure.once("topological", () => {
    const found = new Set<number>();
    for (let start = 0; start < structure.variables.length; start++) {
      const stack = [start];
      for (let v = stack.at(-1); v !== undefined; v = stack.at(-1)) {
        const waiting = found.has(v) ? [] : structure.scopes[v].variables.slice(0, -1).filter((u) => !found.has(u));
        if (waiting.length > 0) stack.push(...waiting);
        else {
          found.add(v);
          stack.pop();
        }
      }
    }
    return [...found];
  });
}

/** Draws of all variables: `columns[variable][draw]`. */
export type Columns = readonly Int32Array[];

/**
 * Draws n times; variables whose states are known keep them, and say how likely they were: log weights are added to `logs`.
 * @param likelihoods - of variables of which something is known softly
 */
export function drawColumns(
  { structure, order, tables }: Sampler,
  key: Key,
  n: number,
  states: ReadonlyMap<number, number>,
  likelihoods: ReadonlyMap<number, Float64Array>,
  logs: Float64Array,
): Columns {
  const columns: Int32Array[] = [];
  for (const v of order) {
    const size = structure.sizes[v];
    const starts = startsOf(structure, v, columns, n);
    const table = tables[v];
    const state = states.get(v);
    if (state !== undefined) {
      columns[v] = new Int32Array(n).fill(state);
      for (let i = 0; i < n; i++) logs[i] += Math.log(table[starts[i] + state]);
      continue;
    }
    columns[v] = invert(
      table,
      starts,
      size,
      arrayOf(uniform(foldIn(key, v), [n], { dtype: "float64" })) as Float64Array,
    );
    const likelihood = likelihoods.get(v);
    if (likelihood !== undefined) for (let i = 0; i < n; i++) logs[i] += Math.log(likelihood[columns[v][i]]);
  }
  return columns;
}

/** Where the row of each draw begins, by the states of the parents. */
function startsOf({ scopes, sizes }: Structure, v: number, columns: readonly Int32Array[], n: number): Int32Array {
  const { variables } = scopes[v];
  const starts = new Int32Array(n);
  let stride = 1;
  for (let axis = variables.length - 1; axis >= 0; axis--) {
    if (variables[axis] !== v) {
      const column = columns[variables[axis]];
      for (let i = 0; i < n; i++) starts[i] += column[i] * stride;
    }
    stride *= sizes[variables[axis]];
  }
  return starts;
}

/** The first state up to which the probabilities sum to more than the uniform number. */
function invert(table: Float64Array, starts: Int32Array, size: number, uniforms: Float64Array): Int32Array {
  const found = new Int32Array(starts.length);
  for (let i = 0; i < starts.length; i++) {
    let left = uniforms[i];
    let last = 0;
    let state = 0;
    for (; state < size; state++) {
      const p = table[starts[i] + state];
      if (p === 0) continue;
      last = state;
      left -= p;
      if (left < 0) break;
    }
    // Rounding may leave something: then it is the last state that is possible.
    found[i] = state < size ? state : last;
  }
  return found;
}

/**
 * Draws from a Bayesian network: what `net.sample` returns.
 * @example
 * const draws = exampleNetworks.asia().sample(random.key(0), 1000);
 * draws.column("smoke").mean(); // => Tensor 0.527
 */
export class Samples {
  /** How many draws there are. */
  readonly size: number;
  private readonly structure: Structure;
  private readonly columns: Columns;

  /** @internal */
  constructor(structure: Structure, columns: Columns, size: number) {
    this.structure = structure;
    this.columns = columns;
    this.size = size;
    showing(this, { text: () => this.toString() });
  }

  /**
   * The draws of one variable.
   * @param name - of the variable
   * @returns indices of states, int32
   * @throws TensorError "value" for an unknown variable
   * @example exampleNetworks.asia().sample(random.key(0), 3).column("smoke").shape // => [3]
   */
  column(name: string): Tensor {
    return wrap(this.columns[this.structure.find("column", "name", name)], [this.size], "int32");
  }

  /**
   * One draw, by names.
   * @param i - which, from 0
   * @returns the state of each variable
   * @throws TensorError "index" when there is no such draw
   * @example exampleNetworks.cancer().sample(random.key(0), 3).at(0).Cancer // => 'False'
   */
  at(i: number): Readonly<Record<string, string>> {
    if (!(Number.isInteger(i) && i >= 0 && i < this.size))
      fail("index", { op: "at", index: i, axis: 0, size: this.size });
    const { variables } = this.structure;
    return Object.fromEntries(variables.map(({ name, states }, v) => [name, states[this.columns[v][i]]]));
  }

  /** How many draws of how many variables. */
  toString(): string {
    return `Samples(${this.size} draws of ${this.columns.length} variables)`;
  }
}
