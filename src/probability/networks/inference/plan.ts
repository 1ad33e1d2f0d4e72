/** What is to be done for a question, and in which order: plans that depend on the structure and on which variables are observed. */
import { fail } from "../../../base/errors.ts";
import type { Structure } from "../structure.ts";
import { Contractions, type Node, type Step } from "./contractions.ts";
import { findOrder, type Order } from "./order.ts";
import { joinTree, marginalNodes, messages } from "./tree.ts";

/** Which variables are known, and of which there are likelihoods; in ascending order. */
export interface Signature {
  readonly hard: readonly number[];
  readonly soft: readonly number[];
}

/** A table of the model, reduced by evidence; or a likelihood. */
export interface Source {
  readonly node: Node;
  /** The factor, or the variable whose likelihood it is. */
  readonly factor?: number;
  readonly likelihood?: number;
}

/** Everything a run needs. */
export interface Plan {
  readonly sources: readonly Source[];
  /** In the order in which they are made. */
  readonly steps: readonly Node[];
  /** One for each thing asked for; undefined where nothing is known, so that it is uniform. */
  readonly outputs: readonly (Node | undefined)[];
  /** The variables of each output, in the order in which they are wanted. */
  readonly wanted: readonly (readonly number[])[];
  /** Their product is the probability of the evidence (for factor graphs: the sum over everything). */
  readonly constants: readonly Node[];
  /** The logarithm of in how many ways those variables can be chosen that are in no factor at all. */
  readonly free: number;
  /** Multiplications, about. */
  readonly cost: number;
  readonly order: Order;
}

/** A maximization: also, for each variable in the order of its elimination, which tables decided about it. */
export interface MaximumPlan extends Plan {
  readonly decisions: readonly { readonly variable: number; readonly nodes: readonly Node[] }[];
}

const signatureKey = ({ hard, soft }: Signature): string => `${hard.join(",")}|${soft.join(",")}`;

interface Start extends Pick<Plan, "free"> {
  readonly contractions: Contractions;
  readonly sources: readonly Source[];
  readonly order: Order;
}

/** Reduces the factors that matter by the evidence, and finds an order for the hidden variables. */
function start(
  op: string,
  structure: Structure,
  evidence: Signature,
  about: readonly number[] | undefined,
  stays: readonly number[],
): Start {
  const relevant = relevantFactors(structure, evidence, about);
  const known = new Set(evidence.hard);
  const staying = new Set(stays);
  const scopes = relevant.map((factor) => structure.scopes[factor].variables.filter((v) => !known.has(v)));
  const variables = new Set([...scopes.flat(), ...evidence.soft]);
  const hidden = [...variables].filter((v) => !staying.has(v)).sort((a, b) => a - b);
  const order = findOrder(structure.sizes, scopes, hidden);
  if (order.largest > HOPELESS) failAtSize(op, order.largest);
  const contractions = new Contractions(structure.sizes, order.order);
  const sources: Source[] = relevant.map((factor, i) => {
    const { variables: all, head } = structure.scopes[factor];
    const heads = head < 0 || known.has(all[head]) ? undefined : [all[head]];
    return { node: contractions.given(scopes[i], heads), factor };
  });
  for (const likelihood of evidence.soft)
    sources.push({ node: contractions.given([likelihood], undefined), likelihood });
  return { contractions, sources, order, free: freedom(structure, evidence, []) };
}

function freedom({ scopes, sizes }: Structure, { hard, soft }: Signature, chosen: readonly number[]): number {
  const bound = new Set([...scopes.flatMap(({ variables }) => variables), ...hard, ...soft, ...chosen]);
  return sizes.reduce((log, size, v) => (bound.has(v) ? log : log + Math.log(size)), 0);
}

/** No machine has memory for more entries than these; the plan itself would take long. */
const HOPELESS = 2 ** 40;

function failAtSize(op: string, entries: number): never {
  fail("memory", {
    op,
    bytes: 8 * entries,
    used: 0,
    most: 8 * HOPELESS,
    problem: `an exact answer needs a table of ${entries.toExponential(1)} entries`,
    fix: "ask for fewer variables, observe more, or sample: estimate(key, { evidence })",
  });
}

/** Barren variables are left out: neither asked for nor observed, nor an ancestor of one that is (Shachter 1986). */
function relevantFactors(
  structure: Structure,
  { hard, soft }: Signature,
  about: readonly number[] | undefined,
): number[] {
  const { scopes } = structure;
  if (about === undefined || scopes.some(({ head }) => head < 0)) return scopes.map((_, i) => i);
  const own = new Map(scopes.map(({ variables, head }, i) => [variables[head], i]));
  const found = new Set<number>();
  const stack = [...about, ...hard, ...soft];
  for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
    const factor = own.get(v);
    if (factor === undefined || found.has(factor)) continue;
    found.add(factor);
    stack.push(...scopes[factor].variables);
  }
  return [...found].sort((a, b) => a - b);
}

/** Each of the variables by itself; all of them when undefined. */
export function planMarginals(op: string, structure: Structure, evidence: Signature, of?: readonly number[]): Plan {
  return structure.plan(`marginals ${signatureKey(evidence)} ${of?.join(",") ?? "all"}`, () => {
    const begun = start(op, structure, evidence, of, []);
    const { contractions, sources, order } = begun;
    const nodes = sources.map(({ node }) => node);
    const tree = joinTree(structure.sizes, order, nodes);
    const { up, down, constants } = messages(contractions, tree);
    const variables = of ?? structure.variables.map((_, v) => v);
    const outputs = marginalNodes(contractions, structure.sizes, tree, { up, down }, variables);
    return finish(begun, { outputs, wanted: variables.map((v) => [v]), constants });
  });
}

/** A joint table of some variables. */
export function planJoint(op: string, structure: Structure, evidence: Signature, of: readonly number[]): Plan {
  return structure.plan(`joint ${signatureKey(evidence)} ${of.join(",")}`, () => {
    const begun = start(op, structure, evidence, of, of);
    const left = eliminated(begun);
    const output = begun.contractions.join(left, of);
    const constants = left.filter(({ scope }) => scope.length === 0);
    // The joint table may be all that is left, and its sum then is a part of the probability.
    const total = output === undefined ? [] : begun.contractions.eliminate([output], new Set());
    return finish(begun, { outputs: [output], wanted: [of], constants: [...constants, ...total] });
  });
}

/** The tables that are left when the hidden variables have been summed out. */
function eliminated({ contractions, sources, order }: Start): readonly Node[] {
  let list: readonly Node[] = sources.map(({ node }) => node);
  for (const v of order.order) list = contractions.sumOut(list, v);
  return list;
}

/** The largest over some variables of the sum over the others: first the sums, then the maxima. */
export function planMaximum(
  op: string,
  structure: Structure,
  evidence: Signature,
  of?: readonly number[],
): MaximumPlan {
  return structure.plan(`maximum ${signatureKey(evidence)} ${of?.join(",") ?? "all"}`, () => {
    const known = new Set(evidence.hard);
    const wanted = (of ?? structure.variables.map((_, v) => v)).filter((v) => !known.has(v));
    const begun = start(op, structure, evidence, of, wanted);
    let list = eliminated(begun);
    const scopes = list.map(({ scope }) => scope);
    const decisions: { readonly variable: number; readonly nodes: readonly Node[] }[] = [];
    for (const variable of findOrder(structure.sizes, scopes, wanted).order) {
      decisions.push({ variable, nodes: list.filter(({ scope }) => scope.includes(variable)) });
      list = begun.contractions.sumOut(list, variable, "max");
    }
    const outputs = decisions.flatMap(({ nodes }) => nodes);
    const free = freedom(structure, evidence, wanted);
    return { ...finish({ ...begun, free }, { outputs, wanted: [], constants: list }), decisions };
  });
}

/** Steps that nobody needs are left out. */
function finish(
  { sources, order, free }: Start,
  { outputs, wanted, constants }: Pick<Plan, "outputs" | "wanted" | "constants">,
): Plan {
  const needed = new Set<Node>();
  const stack = [...outputs, ...constants].filter((node) => node !== undefined);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (needed.has(node)) continue;
    needed.add(node);
    if (node.step !== undefined) stack.push(...node.step.args);
  }
  const steps = [...needed].filter(({ step }) => step !== undefined).sort((a, b) => a.id - b.id);
  let cost = 0;
  for (const { step } of steps) cost += (step as Step).work;
  return {
    sources: sources.filter(({ node }) => needed.has(node)),
    steps,
    outputs,
    wanted,
    constants,
    free,
    cost,
    order,
  };
}
