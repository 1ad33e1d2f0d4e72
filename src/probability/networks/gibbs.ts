/** Gibbs sampling: chains that draw one variable after the other given all others (Geman & Geman 1984). */
import { arrayOf } from "../../core/tensor.ts";
import { uniform } from "../../random/continuous.ts";
import { foldIn, type Key } from "../../random/key.ts";
import { rowMajor, type Structure } from "./structure.ts";

/** Chains that run beside each other; their means say how far they can be trusted. */
export const CHAINS = 64;

/** Probabilities of each state of each variable, with one row for each chain. */
export interface ChainMeans {
  /** `means[variable][chain * size + state]` */
  readonly means: readonly Float64Array[];
  /** Chains that are in an impossible place: they have not found what the evidence allows. */
  readonly stuck: number;
}

/** A factor as seen from one of its variables. */
interface View {
  readonly table: Float64Array;
  readonly stride: number;
  readonly others: readonly (readonly [variable: number, stride: number])[];
}

/**
 * Runs chains from `start`, and takes means of the probabilities that states are drawn with.
 * @param start - states of all variables: `start[variable][chain]`; changed in place
 */
export function runChains(
  structure: Structure,
  tables: readonly Float64Array[],
  likelihoods: ReadonlyMap<number, Float64Array>,
  hidden: readonly number[],
  start: readonly Int32Array[],
  key: Key,
  warmUp: number,
  sweeps: number,
): ChainMeans {
  const views = viewsOf(structure, tables, likelihoods);
  const means = structure.sizes.map((size) => new Float64Array(CHAINS * size));
  const weights = new Float64Array(CHAINS * Math.max(...structure.sizes));
  let stuck = 0;
  for (let sweep = 0; sweep < warmUp + sweeps; sweep++) {
    const uniforms = arrayOf(
      uniform(foldIn(key, sweep), [hidden.length, CHAINS], { dtype: "float64" }),
    ) as Float64Array;
    stuck = 0;
    hidden.forEach((v, at) => {
      const size = structure.sizes[v];
      weigh(views[v], start, size, weights);
      stuck = Math.max(stuck, drawStates(start[v], size, weights, uniforms, at * CHAINS));
      if (sweep >= warmUp) for (let i = 0; i < CHAINS * size; i++) means[v][i] += weights[i] / sweeps;
    });
  }
  return { means, stuck };
}

function viewsOf(
  { scopes, sizes }: Structure,
  tables: readonly Float64Array[],
  likelihoods: ReadonlyMap<number, Float64Array>,
): View[][] {
  const views: View[][] = sizes.map(() => []);
  scopes.forEach(({ variables }, factor) => {
    const strides = [...rowMajor(sizes, variables)];
    for (const v of variables) {
      const others = strides.filter(([u]) => u !== v);
      const [, stride] = strides.find(([u]) => u === v) as [number, number];
      views[v].push({ table: tables[factor], stride, others });
    }
  });
  for (const [v, table] of likelihoods) views[v].push({ table, stride: 1, others: [] });
  return views;
}

/** The product of all factors of a variable, for each of its states in each chain. */
function weigh(views: readonly View[], states: readonly Int32Array[], size: number, weights: Float64Array): void {
  weights.fill(1, 0, CHAINS * size);
  for (const { table, stride, others } of views) {
    for (let chain = 0; chain < CHAINS; chain++) {
      let at = 0;
      for (const [u, by] of others) at += states[u][chain] * by;
      for (let k = 0; k < size; k++) weights[chain * size + k] *= table[at + k * stride];
    }
  }
}

/** Draws by weights, which are divided by their sum. Returns how many chains had no possible state, and took any. */
function drawStates(
  states: Int32Array,
  size: number,
  weights: Float64Array,
  uniforms: Float64Array,
  from: number,
): number {
  let stuck = 0;
  for (let chain = 0; chain < CHAINS; chain++) {
    const start = chain * size;
    let total = 0;
    for (let k = 0; k < size; k++) total += weights[start + k];
    if (total === 0) {
      stuck++;
      weights.fill(1, start, start + size);
      total = size;
    }
    let left = uniforms[from + chain];
    let state = -1;
    for (let k = 0; k < size; k++) {
      weights[start + k] /= total;
      left -= weights[start + k];
      if (weights[start + k] > 0 && (state < 0 || left + weights[start + k] >= 0)) state = k;
    }
    states[chain] = state;
  }
  return stuck;
}
