/**
 * Reverse mode. Differentiating with tangents that are only recorded leaves the linear map from tangents to tangents as a graph;
 * walking it backwards, each op transposed, is the gradient.
 */
import { fail } from "../base/errors.ts";
import { zerosOf } from "./convert.ts";
import { bind, current, hooks, type Interpreter, type Origin, origin, runFor, runUnder } from "./interpreter.ts";
import { addTangents, jvpFlat } from "./jvp.ts";
import { linearMask, type Op, type Tangent } from "./op.ts";
import { type Aval, type Tensor, Tracer } from "./tensor.ts";

/** A tangent that is recorded, not computed. */
export class LinearTracer extends Tracer {
  readonly transformation = "differentiation";
  readonly interpreter: LinearInterpreter;
  /** What made it; undefined for an input. */
  readonly node: LinearNode | undefined;
  /** Which of the node's results, or of the inputs. */
  readonly place: number;

  constructor(interpreter: LinearInterpreter, aval: Aval, node: LinearNode | undefined, place: number) {
    super(aval);
    this.interpreter = interpreter;
    this.node = node;
    this.place = place;
  }
}

/** One op of the linear graph. */
export interface LinearNode {
  /** Later nodes have larger numbers. */
  readonly id: number;
  readonly op: Op;
  readonly params: unknown;
  readonly args: readonly Tensor[];
  readonly isLinear: readonly boolean[];
  readonly outs: readonly Aval[];
  /** Whose derivative it is part of, where that is asked for. */
  readonly origin: Origin | undefined;
}

/** Whose function has to be linear, as an error tells it. */
interface Whose {
  readonly op: string;
  readonly rule: string;
  readonly fix: string;
}

const RULE: Whose = {
  op: "derivative rule",
  rule: "a derivative rule",
  fix: "make its tangents of products of the tangents given with derivatives that depend on the primals only",
};

/** Records the ops on its tracers and leaves all others to the interpreter below. */
export class LinearInterpreter implements Interpreter {
  readonly parent: Interpreter;
  private count = 0;
  private inputs = 0;

  /** Whose ops are recorded, for the error when one is not linear. */
  private readonly whose: Whose;

  constructor(parent: Interpreter, whose: Whose = RULE) {
    this.parent = parent;
    this.whose = whose;
  }

  input({ shape, dtype }: Aval): LinearTracer {
    return new LinearTracer(this, { shape, dtype, weak: false }, undefined, this.inputs++);
  }

  owns(x: Tensor | undefined): x is LinearTracer {
    return x instanceof LinearTracer && x.interpreter === this;
  }

  process(op: Op, args: readonly Tensor[], params: unknown): readonly Tensor[] {
    let any = false;
    for (let i = 0; i < args.length; i++) any ||= this.owns(args[i]);
    if (!any) return runUnder(this.parent, () => bind(op, args, params));
    const isLinear = args.map((x) => this.owns(x));
    const mayBe = linearMask(op, args.length, params);
    const fits = isLinear.every((linear, i) => !linear || mayBe[i]);
    const isProduct = op.bilinear && isLinear.indexOf(true) !== isLinear.lastIndexOf(true);
    if (!fits || isProduct || op.transpose === undefined) {
      fail("rule", {
        op: this.whose.op,
        problem: `${this.whose.rule} is not linear: it uses ${op.name} on what must stay linear`,
        expects: "add, sub, neg, mul by a constant, sum, matmul by a constant, indexing and whatever else is linear",
        got: `${op.name} of ${isProduct ? "two values that both" : "a value that"} depend${isProduct ? "" : "s"} on the argument`,
        fix: this.whose.fix,
        nonlinear: op.name,
      });
    }
    const outs = op.infer(args, params);
    const node: LinearNode = { id: this.count++, op, params, args, isLinear, outs, origin };
    return outs.map((aval, i) => new LinearTracer(this, aval, node, i));
  }
}

/** The linear map of a function at a point. */
export interface Linearized {
  /** Values of the function there. */
  readonly outs: readonly Tensor[];
  /** Cotangents of the inputs for those of the results; undefined stands for zero. May be called again. */
  transpose(cotangents: readonly Tangent[]): Tangent[];
  /**
   * Tangents of the results for those of the inputs. May be called again.
   * @param replaced - other values for some of those that the linear map was recorded with
   */
  apply(tangents: readonly Tangent[], replaced?: ReadonlyMap<Tensor, Tensor>): Tangent[];
  /** The recorded graph, for those who print or convert it. */
  readonly inputs: readonly (LinearTracer | undefined)[];
  readonly tangents: readonly Tangent[];
}

/**
 * Evaluates a function and records its linear map.
 * @param wrt - which arguments are differentiated; all of float dtype where it is left out
 */
export function linearizeFlat(
  f: (...xs: Tensor[]) => readonly Tensor[],
  primals: readonly Tensor[],
  wrt?: readonly boolean[],
): Linearized {
  const linear = new LinearInterpreter(current);
  const inputs = primals.map((x, i) => (wrt === undefined || wrt[i] ? linear.input(x) : undefined));
  const { outs, tangents } = jvpFlat(f, linear, primals, inputs);
  return {
    outs,
    inputs,
    tangents,
    transpose: (cotangents) => transposeGraph(linear, tangents, cotangents, inputs),
    apply: (given, replaced) => applyGraph(linear, tangents, inputs, given, replaced),
  };
}

/** Cotangents of the inputs. The ops of the transpose run under the current interpreter. */
export function transposeGraph(
  linear: LinearInterpreter,
  results: readonly Tangent[],
  cotangents: readonly Tangent[],
  inputs: readonly (LinearTracer | undefined)[],
): Tangent[] {
  const atInput = new Map<number, Tensor>();
  const atNode = new Map<LinearNode, Tangent[]>();
  const accumulate = (x: Tensor | undefined, cotangent: Tangent): void => {
    if (cotangent === undefined || !linear.owns(x)) return;
    if (x.node === undefined) {
      atInput.set(x.place, addTangents(atInput.get(x.place), cotangent) as Tensor);
      return;
    }
    const list = atNode.get(x.node);
    if (list === undefined) atNode.set(x.node, at(x.node.outs.length, x.place, cotangent));
    else list[x.place] = addTangents(list[x.place], cotangent);
  };
  results.forEach((x, i) => accumulate(x, cotangents[i]));
  for (const node of nodesBehind(linear, results).reverse()) {
    const list = atNode.get(node);
    if (list === undefined) continue;
    atNode.delete(node);
    const { args, isLinear } = node;
    const found = transposeNode(node, list);
    for (let i = 0; i < args.length; i++) if (isLinear[i]) accumulate(args[i], found[i]);
  }
  const found = inputs.map((input) => input && atInput.get(input.place));
  hooks.derived?.(found);
  return found;
}

function transposeNode(
  { op, args, isLinear, params, origin: from }: LinearNode,
  cotangents: readonly Tangent[],
): readonly Tangent[] {
  const transpose = () => op.transpose?.({ cotangents, args, isLinear, params }) ?? [];
  return from === undefined ? transpose() : runFor({ ...from, stage: "transpose" }, transpose);
}

function at(length: number, place: number, value: Tensor): Tangent[] {
  const list = new Array<Tangent>(length).fill(undefined);
  list[place] = value;
  return list;
}

/** All nodes that the results come from, in the order of recording. */
export function nodesBehind(linear: LinearInterpreter, results: readonly Tangent[]): LinearNode[] {
  const found = new Set<LinearNode>();
  const open: (Tensor | undefined)[] = [...results];
  while (open.length > 0) {
    const x = open.pop();
    if (!linear.owns(x) || x.node === undefined || found.has(x.node)) continue;
    found.add(x.node);
    for (const arg of x.node.args) if (linear.owns(arg)) open.push(arg);
  }
  return [...found].sort((a, b) => a.id - b.id);
}

function applyGraph(
  linear: LinearInterpreter,
  results: readonly Tangent[],
  inputs: readonly (LinearTracer | undefined)[],
  given: readonly Tangent[],
  replaced?: ReadonlyMap<Tensor, Tensor>,
): Tangent[] {
  const values = new Map<LinearNode, readonly Tensor[]>();
  const byPlace = new Map(inputs.flatMap((input, i) => (input ? [[input.place, given[i]] as const] : [])));
  const read = (x: Tensor): Tensor => {
    if (!linear.owns(x)) return replaced?.get(x) ?? x;
    return (x.node === undefined ? byPlace.get(x.place) : values.get(x.node)?.[x.place]) as Tensor;
  };
  for (const node of nodesBehind(linear, results)) {
    values.set(node, bind(node.op, node.args.map(read), node.params));
  }
  return results.map((x) => x && read(x));
}

/** A zero where there is no tangent. */
export const orZero = (tangent: Tangent, { shape, dtype }: Aval): Tensor => tangent ?? zerosOf(shape, dtype);

/** Zeros where there are no tangents. */
export const orZeros = (tangents: readonly Tangent[], like: readonly Aval[]): Tensor[] =>
  like.map((x, i) => orZero(tangents[i], x));
