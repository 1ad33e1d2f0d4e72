/** Runs plans on tensors, contraction by contraction, so that gradients, batches and compilation go through them. */
import { reshapeTo } from "../../../core/basic.ts";
import { toTensor } from "../../../core/convert.ts";
import { isTensor, type Tensor, wrap } from "../../../core/tensor.ts";
import { add, div } from "../../../ops/arithmetic.ts";
import { greater, where } from "../../../ops/compare.ts";
import { einsum } from "../../../ops/einsum.ts";
import { log } from "../../../ops/exponential.ts";
import { max } from "../../../ops/extrema.ts";
import { stopGradient } from "../../../ops/stopGradient.ts";
import { take } from "../../../ops/take.ts";
import type { Findings } from "../evidence.ts";
import type { Structure } from "../structure.ts";
import type { Table } from "../tables.ts";
import type { Node, Step } from "./contractions.ts";
import type { Plan } from "./plan.ts";

/** A table, and the logarithm of what it has been divided by. */
interface Held {
  readonly table: Tensor;
  readonly log: Tensor | undefined;
}

/** The outputs of a run: as for numbers, in tensors. */
export interface TensorOutcome {
  readonly tables: readonly (Tensor | undefined)[];
  readonly logConstant: Tensor;
}

/** With more evidence than this, products would leave the range of numbers: tables are divided by their largest entry. */
const MANY = 30;

/** As `runNumbers`. */
export function runTensors(
  structure: Structure,
  plan: Plan,
  tables: readonly Table[],
  { states, likelihoods }: Pick<Findings, "states" | "likelihoods">,
): TensorOutcome {
  const held = new Map<Node, Held>();
  for (const { node, factor, likelihood } of plan.sources) {
    const table =
      factor === undefined
        ? asTensor(likelihoods.get(likelihood as number) as Table, [structure.sizes[likelihood as number]])
        : reduced(structure, tables[factor], factor, states);
    const scope = factor === undefined ? node.scope : structure.scopes[factor].variables.filter((v) => !states.has(v));
    held.set(node, { table: arranged(table, scope, node.scope), log: undefined });
  }
  const scales = plan.sources.filter(({ node }) => node.heads === undefined).length > MANY;
  for (const node of plan.steps) {
    const { args } = node.step as Step;
    const found = args.map((arg) => held.get(arg) as Held);
    const table = contract(
      found.map((one) => one.table),
      args.map(({ scope }) => scope),
      node.scope,
    );
    held.set(node, scaled(table, logOf(found), scales && node.heads === undefined));
  }
  const constants = plan.constants.map((node) => held.get(node) as Held);
  return {
    tables: plan.outputs.map((node, i) => {
      if (node === undefined) return undefined;
      const { table } = held.get(node) as Held;
      return spread(
        arranged(
          table,
          node.scope,
          plan.wanted[i].filter((v) => node.scope.includes(v)),
        ),
        node.scope,
        plan.wanted[i],
      );
    }),
    logConstant:
      logOf(constants.map((one) => ({ table: one.table, log: added(log(one.table), one.log) }))) ??
      toTensor(0, "query"),
  };
}

/** Size 1 on the axes that a table lacks. */
function spread(table: Tensor, scope: readonly number[], wanted: readonly number[]): Tensor {
  if (table.ndim === wanted.length) return table;
  let axis = 0;
  return reshapeTo(
    table,
    wanted.map((v) => (scope.includes(v) ? table.shape[axis++] : 1)),
  );
}

function asTensor(table: Table, shape: readonly number[]): Tensor {
  return isTensor(table) ? table : wrap(table, shape, "float64");
}

function reduced(
  { scopes, sizes }: Structure,
  given: Table,
  factor: number,
  states: ReadonlyMap<number, number>,
): Tensor {
  const { variables } = scopes[factor];
  let table = asTensor(
    given,
    variables.map((v) => sizes[v]),
  );
  for (let axis = variables.length - 1; axis >= 0; axis--) {
    const state = states.get(variables[axis]);
    if (state !== undefined) table = take(table, state, axis);
  }
  return table;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function contract(tables: readonly Tensor[], scopes: readonly (readonly number[])[], scope: readonly number[]): Tensor {
  const letters = new Map<number, string>();
  const lettersOf = (variables: readonly number[]): string =>
    variables
      .map((v) => {
        if (!letters.has(v)) letters.set(v, LETTERS[letters.size]);
        return letters.get(v);
      })
      .join("");
  return einsum(`${scopes.map(lettersOf).join(",")}->${lettersOf(scope)}`, ...tables);
}

/** The axes in another order. */
function arranged(table: Tensor, scope: readonly number[], wanted: readonly number[]): Tensor {
  return scope.every((v, i) => v === wanted[i]) ? table : contract([table], [scope], wanted);
}

function added(a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return add(a, b);
}

const logOf = (held: readonly Held[]): Tensor | undefined =>
  held.reduce<Tensor | undefined>((sum, one) => added(sum, one.log), undefined);

function scaled(table: Tensor, before: Tensor | undefined, scales: boolean): Held {
  if (!scales) return { table, log: before };
  const most = stopGradient(max(table));
  const by = where(greater(most, 0), most, 1);
  return { table: div(table, by), log: added(before, log(by)) };
}
