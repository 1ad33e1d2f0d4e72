/** Answers by sampling, with their errors. */
import { fail } from "../../base/errors.ts";
import { type Tensor, scalar, wrap } from "../../core/tensor.ts";
import { uniform } from "../../random/continuous.ts";
import { foldIn, type Key } from "../../random/key.ts";
import { arrayOf } from "../../core/tensor.ts";
import { CHAINS, runChains } from "./gibbs.ts";
import type { Known } from "./inference/numbers.ts";
import { alignColumns, Marginals, showNumber } from "./queryTable.ts";
import { drawColumns, type Sampler, topological } from "./sampling.ts";
import type { Structure } from "./structure.ts";

/** The distribution of each variable with standard errors; `logEvidence` is NaN where it is not estimated. */
interface Estimated {
  readonly means: readonly Float64Array[];
  readonly errors: readonly Float64Array[];
  readonly sizes: readonly number[];
  readonly logEvidence: number;
  readonly evidenceError: number;
}

/**
 * Estimated distributions of each variable, with their errors: what `estimate` answers.
 * @example
 * const found = exampleNetworks.asia().estimate(random.key(0), { evidence: { dysp: "yes" }, n: 1000 });
 * found.standardErrors("bronc").at(0).item() < 0.03; // => true
 */
export class Estimates extends Marginals {
  /** The relative standard error of the estimated probability of the evidence; NaN for Gibbs sampling, which has none. */
  readonly evidenceError: number;
  private readonly errors: readonly Float64Array[];
  private readonly sampleSizes: readonly number[];

  /** @internal */
  constructor(structure: Structure, { means, errors, sizes, logEvidence, evidenceError }: Estimated, given: string) {
    const all = structure.variables.map((_, v) => v);
    super(structure, all, means, given, scalar(logEvidence, "float64"));
    this.errors = errors;
    this.sampleSizes = sizes;
    this.evidenceError = evidenceError;
  }

  /**
   * The standard errors of a variable's probabilities.
   * @param name - of the variable
   * @returns one for each state
   * @throws TensorError "value" for an unknown variable
   * @example
   * const found = exampleNetworks.asia().estimate(random.key(0), { n: 1000 });
   * found.standardErrors("bronc").shape; // => [2]
   */
  standardErrors(name: string): Tensor {
    const errors = this.errors[this.place(name)];
    return wrap(errors, [errors.length], "float64");
  }

  /**
   * How many independent draws would say as much about a variable.
   * @param name - of the variable
   * @returns a number
   * @throws TensorError "value" for an unknown variable
   * @example
   * const found = exampleNetworks.asia().estimate(random.key(0), { n: 1000 });
   * found.effectiveSampleSize("bronc"); // => 1000
   */
  effectiveSampleSize(name: string): number {
    return this.sampleSizes[this.place(name)];
  }

  private place(name: string): number {
    this.get(name);
    return this.names.indexOf(name);
  }

  /** A line for each variable, with standard errors. */
  override toString(): string {
    const lines = alignColumns(
      this.names.slice(0, 40).map((name, v) => {
        const values = arrayOf(this.get(name).probabilities);
        const { states } = this.get(name).variables[0];
        const shown = Array.from(
          values.subarray(0, 8),
          (p, i) => `${states[i]} ${showNumber(p)} ± ${this.errors[v][i].toPrecision(1)}`,
        );
        return [name, shown.join("  ")];
      }),
    );
    return [`estimates${this.given === "" ? "" : ` given ${this.given}`}`, ...lines].join("\n");
  }
}

/** From so many draws the places are taken where chains begin. */
const STARTS = 8192;

/** How many draws are made at once. */
const BLOCK = 2048;

/** Sums of weights, which are divided by e^shift. */
interface Sums {
  readonly first: readonly Float64Array[];
  readonly second: readonly Float64Array[];
  total: number;
  squares: number;
  shift: number;
}

/** Likelihood weighting: draws in the order of the graph, weighted by how likely the evidence is (Fung & Chang 1989). */
export function likelihoodWeighting(op: string, sampler: Sampler, known: Known, key: Key, n: number): Estimated {
  const { structure } = sampler;
  const empty = (): Float64Array[] => structure.sizes.map((size) => new Float64Array(size));
  const sums: Sums = { first: empty(), second: empty(), total: 0, squares: 0, shift: -Infinity };
  for (let block = 0; block * BLOCK < n; block++) {
    const count = Math.min(BLOCK, n - block * BLOCK);
    const logs = new Float64Array(count);
    const columns = drawColumns(sampler, foldIn(key, block), count, known.states, known.likelihoods, logs);
    addWeighted(sums, columns, logs);
  }
  const { total, squares, shift } = sums;
  if (total === 0) failToFind(op, n);
  const means = sums.first.map((weights) => weights.map((w) => w / total));
  // The delta method for a ratio of means.
  const errors = sums.second.map((squared, v) =>
    squared.map((w2, k) => Math.sqrt(Math.max(0, w2 * (1 - 2 * means[v][k]) + means[v][k] ** 2 * squares)) / total),
  );
  const size = (total * total) / squares;
  return {
    means,
    errors,
    sizes: means.map(() => size),
    logEvidence: Math.log(total / n) + shift,
    evidenceError: Math.sqrt(Math.max(0, squares / (total * total) - 1 / n)),
  };
}

function addWeighted(sums: Sums, columns: readonly Int32Array[], logs: Float64Array): void {
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  if (most === -Infinity) return;
  if (most > sums.shift) {
    const by = Math.exp(sums.shift - most);
    for (const array of sums.first) for (let k = 0; k < array.length; k++) array[k] *= by;
    for (const array of sums.second) for (let k = 0; k < array.length; k++) array[k] *= by * by;
    sums.total *= by;
    sums.squares *= by * by;
    sums.shift = most;
  }
  const weights = logs.map((log) => Math.exp(log - sums.shift));
  for (const w of weights) {
    sums.total += w;
    sums.squares += w * w;
  }
  columns.forEach((column, v) => {
    const [first, second] = [sums.first[v], sums.second[v]];
    for (let i = 0; i < column.length; i++) {
      first[column[i]] += weights[i];
      second[column[i]] += weights[i] * weights[i];
    }
  });
}

/** Gibbs sampling from many chains, started by draws in the order of the graph, or anywhere. */
export function gibbs(
  op: string,
  structure: Structure,
  tables: readonly Float64Array[],
  known: Known,
  key: Key,
  n: number,
): Estimated {
  const directed = structure.isDirected;
  const sampler = { structure, tables, order: directed ? topological(structure) : [] };
  const start = directed ? likelyStart(op, sampler, known, foldIn(key, 0)) : anywhere(structure, known, foldIn(key, 0));
  const hidden = structure.variables.flatMap((_, v) => (known.states.has(v) ? [] : [v]));
  const sweeps = Math.ceil(n / CHAINS);
  const warmUp = Math.max(100, Math.ceil(sweeps / 4));
  const run = runChains(structure, tables, known.likelihoods, hidden, start, foldIn(key, 1), warmUp, sweeps);
  if (run.stuck > 0) failToFind(op, n);
  const means: Float64Array[] = [];
  const errors: Float64Array[] = [];
  structure.sizes.forEach((size, v) => {
    [means[v], errors[v]] = acrossChains(run.means[v], size);
    const state = known.states.get(v);
    if (state !== undefined) means[v][state] = 1;
  });
  const sizes = means.map((p, v) =>
    Math.min(...p.map((x, k) => (errors[v][k] > 0 ? (x * (1 - x)) / errors[v][k] ** 2 : Infinity))),
  );
  return { means, errors, sizes, logEvidence: Number.NaN, evidenceError: Number.NaN };
}

/** Means of the chains' means, and their standard errors. */
function acrossChains(values: Float64Array, size: number): readonly [means: Float64Array, errors: Float64Array] {
  const [means, errors] = [new Float64Array(size), new Float64Array(size)];
  for (let k = 0; k < size; k++) {
    for (let chain = 0; chain < CHAINS; chain++) means[k] += values[chain * size + k] / CHAINS;
    let squares = 0;
    for (let chain = 0; chain < CHAINS; chain++) squares += (values[chain * size + k] - means[k]) ** 2;
    errors[k] = Math.sqrt(squares / (CHAINS - 1) / CHAINS);
  }
  return [means, errors];
}

/** Where chains begin: weighted draws, taken by their weights, so that also chains that cannot move far begin where they should. */
function likelyStart(op: string, sampler: Sampler, known: Known, key: Key): Int32Array[] {
  const logs = new Float64Array(STARTS);
  const columns = drawColumns(sampler, foldIn(key, 0), STARTS, known.states, known.likelihoods, logs);
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  if (most === -Infinity) failToFind(op, STARTS);
  const weights = logs.map((log) => Math.exp(log - most));
  const step = weights.reduce((a, b) => a + b, 0) / CHAINS;
  let [i, sum] = [0, weights[0]];
  const offset = uniform(foldIn(key, 1), [], { dtype: "float64" }).item();
  const chosen = Array.from({ length: CHAINS }, (_, chain) => {
    while (sum <= (chain + offset) * step && i + 1 < STARTS) sum += weights[++i];
    return i;
  });
  return columns.map((column) => Int32Array.from(chosen, (at) => column[at]));
}

function anywhere({ sizes }: Structure, { states }: Known, key: Key): Int32Array[] {
  const uniforms = arrayOf(uniform(key, [sizes.length, CHAINS], { dtype: "float64" }));
  return sizes.map((size, v) =>
    Int32Array.from({ length: CHAINS }, (_, chain) => states.get(v) ?? Math.floor(uniforms[v * CHAINS + chain] * size)),
  );
}

function failToFind(op: string, n: number): never {
  fail("value", {
    op,
    argument: "evidence",
    got: `no draw among ${n}`,
    expects: "evidence that is not too rare, or not impossible",
    problem: `none of ${n} draws agrees with the evidence`,
    fix: "raise n, or ask for an exact answer with query or marginals",
  });
}
