/** Runs plans on logarithms of tables: slower, without limits of range, and also for maxima. */
import { rowMajor, type Structure } from "../structure.ts";
import type { Node, Step } from "./contractions.ts";
import type { Known, Outcome } from "./numbers.ts";
import type { MaximumPlan, Plan } from "./plan.ts";

/** A table of logarithms with its strides by variable. */
interface Held {
  readonly array: Float64Array;
  readonly offset: number;
  readonly strides: ReadonlyMap<number, number>;
}

/** As `runNumbers`. */
export function runLogs(structure: Structure, plan: Plan, tables: readonly Float64Array[], known: Known): Outcome {
  const held = holdAll(structure, plan, tables, known);
  return {
    tables: plan.outputs.map((node, i) => {
      if (node === undefined) return undefined;
      const of = held.get(node) as Held;
      const places = placesOf(structure.sizes, plan.wanted[i], [of.strides])[0];
      const logs = Float64Array.from(places, (place) => of.array[of.offset + place]);
      const most = logs.reduce((a, b) => Math.max(a, b), -Infinity);
      return Float64Array.from(logs, (log) => (most === -Infinity ? 0 : Math.exp(log - most)));
    }),
    logConstant: logConstant(plan, held),
  };
}

/** The states that are chosen, by variable, and the logarithm of their joint probability with the evidence. */
export function runMaximum(
  structure: Structure,
  plan: MaximumPlan,
  tables: readonly Float64Array[],
  known: Known,
): { readonly states: ReadonlyMap<number, number>; readonly log: number } {
  const held = holdAll(structure, plan, tables, known);
  const states = new Map<number, number>();
  for (const { variable, nodes } of plan.decisions.toReversed()) {
    let [best, most] = [0, -Infinity];
    for (let state = 0; state < structure.sizes[variable]; state++) {
      states.set(variable, state);
      let log = 0;
      for (const node of nodes) {
        const { array, offset, strides } = held.get(node) as Held;
        log += array[node.scope.reduce((at, v) => at + (states.get(v) as number) * (strides.get(v) ?? 0), offset)];
      }
      if (log > most) [best, most] = [state, log];
    }
    states.set(variable, best);
  }
  return { states, log: logConstant(plan, held) + plan.free };
}

function logConstant(plan: Plan, held: ReadonlyMap<Node, Held>): number {
  let log = 0;
  for (const node of plan.constants) {
    const { array, offset } = held.get(node) as Held;
    log += array[offset];
  }
  return log;
}

function holdAll(
  structure: Structure,
  plan: Plan,
  tables: readonly Float64Array[],
  { states, likelihoods }: Known,
): Map<Node, Held> {
  const held = new Map<Node, Held>();
  for (const { node, factor, likelihood } of plan.sources) {
    const from = factor === undefined ? (likelihoods.get(likelihood as number) as Float64Array) : tables[factor];
    const variables = factor === undefined ? node.scope : structure.scopes[factor].variables;
    const strides = rowMajor(structure.sizes, variables);
    let offset = 0;
    if (factor !== undefined) {
      for (const v of variables) offset += (states.get(v) ?? 0) * (strides.get(v) as number);
    }
    held.set(node, { array: from.map(Math.log), offset, strides });
  }
  for (const node of plan.steps) held.set(node, contract(structure.sizes, node, held));
  return held;
}

function contract(sizes: readonly number[], node: Node, held: ReadonlyMap<Node, Held>): Held {
  const { args, union, way } = node.step as Step;
  const tables = args.map((arg) => held.get(arg) as Held);
  const strides = tables.map((table) => table.strides);
  const summed = union.filter((v) => !node.scope.includes(v));
  const outer = placesOf(sizes, node.scope, strides);
  const inner = placesOf(sizes, summed, strides);
  const [terms, array] = [inner[0].length, new Float64Array(node.entries)];
  const logs = new Float64Array(terms);
  for (let i = 0; i < array.length; i++) {
    logs.fill(0);
    for (let t = 0; t < tables.length; t++) {
      const { array: from, offset } = tables[t];
      const start = offset + outer[t][i];
      const places = inner[t];
      for (let k = 0; k < terms; k++) logs[k] += from[start + places[k]];
    }
    array[i] = way === "max" ? maxOf(logs) : logSum(logs);
  }
  return { array, offset: 0, strides: rowMajor(sizes, node.scope) };
}

function maxOf(logs: Float64Array): number {
  let most = -Infinity;
  for (let i = 0; i < logs.length; i++) if (logs[i] > most) most = logs[i];
  return most;
}

function logSum(logs: Float64Array): number {
  const most = maxOf(logs);
  if (logs.length === 1 || most === -Infinity) return most;
  let sum = 0;
  for (let i = 0; i < logs.length; i++) sum += Math.exp(logs[i] - most);
  return most + Math.log(sum);
}

/** The places of all combinations of states, in row-major order, in tables of these strides. */
function placesOf(
  sizes: readonly number[],
  variables: readonly number[],
  strides: readonly ReadonlyMap<number, number>[],
): Int32Array[] {
  const count = variables.reduce((entries, v) => entries * sizes[v], 1);
  return strides.map((of) => {
    const places = new Int32Array(count);
    let filled = 1;
    for (const v of variables.toReversed()) {
      const stride = of.get(v) ?? 0;
      for (let state = 1; state < sizes[v]; state++) {
        for (let k = 0; k < filled; k++) places[state * filled + k] = places[k] + state * stride;
      }
      filled *= sizes[v];
    }
    return places;
  });
}
