/** What is known of a model's variables: states for certain, or likelihoods. */
import { fail, show } from "../../base/errors.ts";
import { isPlainObject } from "../../base/trees.ts";
import { toTensor } from "../../core/convert.ts";
import { isFollowed } from "../../core/outside.ts";
import { arrayOf, isTensor, type Tensor, type TensorLike } from "../../core/tensor.ts";
import type { Signature } from "./inference/plan.ts";
import type { Structure } from "./structure.ts";

/**
 * What is known of a variable: a state by its name or index, `true` or `false` for states of such names, or soft evidence: how
 * likely the observation is in each state, in the order of the states or by their names (0 for states that are left out).
 */
export type Observation = string | number | boolean | TensorLike | Readonly<Record<string, number>>;

/** What is known, by the names of variables. */
export type Evidence = Readonly<Record<string, Observation>>;

/** Evidence that has been read. */
export interface Findings {
  readonly signature: Signature;
  readonly states: ReadonlyMap<number, number>;
  readonly likelihoods: ReadonlyMap<number, Float64Array | Tensor>;
}

/** Reads evidence. @param op - who asks */
export function readEvidence(structure: Structure, op: string, evidence: Evidence = {}): Findings {
  if (!isPlainObject(evidence)) {
    const fix = '{ evidence: { smoke: "yes" } }';
    fail("value", { op, argument: "evidence", got: evidence, expects: "an object of states by variables", fix });
  }
  const states = new Map<number, number>();
  const likelihoods = new Map<number, Float64Array | Tensor>();
  for (const [name, observation] of Object.entries(evidence)) {
    if (observation === undefined) continue;
    const variable = structure.find(op, "evidence", name);
    const state = stateOf(structure, op, variable, observation);
    if (typeof state === "number") states.set(variable, state);
    else likelihoods.set(variable, state);
  }
  const ordered = (variables: Iterable<number>): number[] => [...variables].sort((a, b) => a - b);
  return { signature: { hard: ordered(states.keys()), soft: ordered(likelihoods.keys()) }, states, likelihoods };
}

function stateOf(
  structure: Structure,
  op: string,
  variable: number,
  seen: Observation,
): number | Float64Array | Tensor {
  const { name, states } = structure.variables[variable];
  if (typeof seen === "string") return structure.findState(op, `evidence.${name}`, variable, seen);
  if (typeof seen === "number") {
    if (Number.isInteger(seen) && seen >= 0 && seen < states.length) return seen;
    return fail("value", {
      op,
      argument: `evidence.${name}`,
      got: seen,
      expects: `an index of 0 ... ${states.length - 1}, or a state: ${states.slice(0, 12).join(", ")}`,
      fix: 'states that are called by numbers are texts, e.g. "1"',
    });
  }
  if (typeof seen === "boolean") {
    const found = [String(seen), String(seen).toUpperCase(), seen ? "True" : "False"].find(
      (state) => structure.stateOf(variable, state) !== undefined,
    );
    return structure.findState(op, `evidence.${name}`, variable, found ?? String(seen));
  }
  if (isPlainObject(seen) && !isTensor(seen)) {
    const likelihood = new Float64Array(states.length);
    for (const [state, value] of Object.entries(seen)) {
      likelihood[structure.findState(op, `evidence.${name}`, variable, state)] = Number(value);
    }
    return checkLikelihood(op, name, states, likelihood);
  }
  return readLikelihood(op, name, states, seen as TensorLike);
}

function readLikelihood(op: string, name: string, states: readonly string[], seen: TensorLike): Float64Array | Tensor {
  const likelihood = toTensor(seen, op, `evidence.${name}`);
  if (likelihood.ndim !== 1 || likelihood.size !== states.length) {
    fail("shape", {
      op,
      problem: `the likelihood of "${name}" has shape [${likelihood.shape.join(", ")}]`,
      shapes: { likelihood: likelihood.shape },
      expects: `[${states.length}]: a number for each of ${states.slice(0, 12).join(", ")}`,
      fix: "give the probability of what was seen in each state of the variable",
    });
  }
  return isFollowed(likelihood)
    ? likelihood
    : checkLikelihood(op, name, states, Float64Array.from(arrayOf(likelihood, op)));
}

function checkLikelihood(op: string, name: string, states: readonly string[], values: Float64Array): Float64Array {
  const at = values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (at >= 0) {
    fail("value", {
      op,
      argument: `evidence.${name}`,
      got: values[at],
      expects: "finite numbers >= 0: how likely the observation is in each state",
      problem: `the likelihood of "${name}" is ${values[at]} for ${states[at]}`,
    });
  }
  return values;
}

/** Evidence as text, for titles: "smoke = yes, dysp = no". */
export function showEvidence(structure: Structure, { states, likelihoods }: Findings): string {
  const hard = [...states].map(([v, state]) => {
    const { name, states: names } = structure.variables[v];
    return `${name} = ${names[state]}`;
  });
  const soft = [...likelihoods].map(([v, likelihood]) => {
    const values = isTensor(likelihood) ? "…" : show(Array.from(likelihood));
    return `${structure.variables[v].name} ~ ${values}`;
  });
  const all = [...hard, ...soft];
  return all.length <= 6 ? all.join(", ") : `${all.slice(0, 5).join(", ")}, and ${all.length - 5} more`;
}
