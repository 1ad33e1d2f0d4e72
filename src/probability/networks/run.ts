/** Answers questions to a model with the way of computing that its tables and the evidence need. */
import { fail } from "../../base/errors.ts";
import { broadcast, reshapeTo } from "../../core/basic.ts";
import { arrayOf, isTensor, scalar, type Tensor, wrap } from "../../core/tensor.ts";
import { add, div, mul } from "../../ops/arithmetic.ts";
import { sum } from "../../ops/reduce.ts";
import type { Findings } from "./evidence.ts";
import { runLogs } from "./inference/logs.ts";
import { bytesOf, type Known, runNumbers } from "./inference/numbers.ts";
import type { Plan } from "./inference/plan.ts";
import { runTensors } from "./inference/tensors.ts";
import type { Structure } from "./structure.ts";
import type { Table } from "./tables.ts";

/** Tables up to this many bytes are made without asking. */
export const MEMORY: number = 2 ** 32;

/** A model, for those who compute with it. */
export interface Model {
  readonly structure: Structure;
  readonly tables: readonly Table[];
}

/** Distributions that sum to 1, and the logarithm of the probability of the evidence. */
export interface Answer {
  readonly tables: readonly (Float64Array | Tensor)[];
  readonly logConstant: number | Tensor;
}

/** The numbers of tables, where all are known. */
function numbersOf({ tables }: Model): readonly Float64Array[] | undefined {
  return tables.some(isTensor) ? undefined : (tables as readonly Float64Array[]);
}

/** The numbers of tables, which must be known. */
export function numbersFor(op: string, model: Model): readonly Float64Array[] {
  return numbersOf(model) ?? failAtFollowed(op, "tables");
}

/** The numbers of evidence, which must be known. */
export function knownFor(op: string, findings: Findings): Known {
  return knownOf(findings) ?? failAtFollowed(op, "evidence");
}

function failAtFollowed(op: string, argument: string): never {
  return fail("value", {
    op,
    argument,
    got: "tensors that a transformation follows",
    expects: "numbers",
    problem: `${op} has no derivative, and the ${argument} are followed by a transformation`,
    fix: "pass numbers, or use stopGradient; query and marginals are differentiable",
  });
}

/** The numbers of evidence, where all are known. */
function knownOf({ states, likelihoods }: Findings): Known | undefined {
  for (const likelihood of likelihoods.values()) if (isTensor(likelihood)) return undefined;
  return { states, likelihoods: likelihoods as ReadonlyMap<number, Float64Array> };
}

/** Runs a plan; its outputs are normalized. Undefined where the evidence has probability 0. */
export function answer(op: string, model: Model, plan: Plan, findings: Findings, memory: number): Answer | undefined {
  const { structure } = model;
  const [numbers, known] = [numbersOf(model), knownOf(findings)];
  if (numbers === undefined || known === undefined) {
    const { tables, logConstant } = runTensors(structure, plan, model.tables, findings);
    return {
      tables: tables.map((table, i) => {
        const shape = plan.wanted[i].map((v) => structure.sizes[v]);
        const entries = shape.reduce((a, b) => a * b, 1);
        if (table === undefined) return uniform(shape);
        const whole = broadcast(div(table, sum(table)), shape);
        return table.size === entries ? whole : div(whole, entries / table.size);
      }),
      logConstant: plan.free === 0 ? logConstant : add(logConstant, plan.free),
    };
  }
  checkMemory(op, bytesOf(structure, plan), memory);
  const found = runNumbers(structure, plan, numbers, known) ?? runLogs(structure, plan, numbers, known);
  if (found.logConstant === -Infinity) return undefined;
  return {
    tables: found.tables.map((table, i) => {
      if (table === undefined) return arrayOf(uniform(plan.wanted[i].map((v) => structure.sizes[v]))) as Float64Array;
      let total = 0;
      for (let k = 0; k < table.length; k++) total += table[k];
      for (let k = 0; k < table.length; k++) table[k] /= total;
      return table;
    }),
    logConstant: found.logConstant + plan.free,
  };
}

function uniform(shape: readonly number[]): Tensor {
  const entries = shape.reduce((a, b) => a * b, 1);
  return wrap(new Float64Array(entries).fill(1 / entries), shape, "float64");
}

function checkMemory(op: string, bytes: number, memory: number): void {
  if (bytes <= memory) return;
  fail("memory", {
    op,
    bytes,
    used: 0,
    most: memory,
    problem: `the tables of an exact answer take ${showBytes(bytes)} at once, and ${showBytes(memory)} are allowed`,
    fix: `allow more with { memory: ${bytes} }, ask for fewer variables, or sample: estimate(key, { evidence })`,
  });
}

const showBytes = (bytes: number): string => `${(bytes / 1e9).toPrecision(3)} GB`;

/** A joint table of variables of which some are known: 0 but for what is known. */
export function withKnown(
  { sizes }: Structure,
  table: Tensor,
  variables: readonly number[],
  states: ReadonlyMap<number, number>,
): Tensor {
  if (!variables.some((v) => states.has(v))) return table;
  let spread = reshapeTo(
    table,
    variables.map((v) => (states.has(v) ? 1 : sizes[v])),
  );
  variables.forEach((v, axis) => {
    const state = states.get(v);
    if (state === undefined) return;
    const one = new Float64Array(sizes[v]);
    one[state] = 1;
    spread = mul(
      spread,
      wrap(
        one,
        variables.map((_, i) => (i === axis ? sizes[v] : 1)),
        "float64",
      ),
    );
  });
  return spread;
}

export const asScalar = (x: number | Tensor): Tensor => (typeof x === "number" ? scalar(x, "float64") : x);
