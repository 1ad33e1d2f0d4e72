/** Interpreters give a meaning to the binding of an op: compute it, record it, carry tangents or batches along. */
import { fail } from "../base/errors.ts";
import { checkSize } from "../base/shapes.ts";
import type { Op } from "./op.ts";
import { type Aval, type Elements, type Tensor, Tracer, wrap } from "./tensor.ts";

export interface Interpreter {
  /** The one below, to which this one leaves what is not its own. */
  readonly parent: Interpreter | undefined;
  /** Those that differentiate or record for it: above 0 they take everything for constant. See `noGrad`. */
  paused?: number;
  /** It only looks on: ops on tensors that are not `tracked` are the parent's. */
  readonly looksOn?: boolean;
  process(op: Op, args: readonly Tensor[], params: unknown): readonly Tensor[];
}

/** Computes the elements of an op's results. Installed by an entry of the package. */
export interface Engine {
  evaluate(op: Op, args: readonly Tensor[], params: unknown, outs: readonly Aval[]): readonly Elements[];
}

/** What the evaluator tells of each op, where somebody wants to know. */
export interface Hooks {
  /** An op with a tracked argument: record it and return its results, made by `evaluate`. */
  record?: (op: Op, args: readonly Tensor[], params: unknown, evaluate: () => readonly Tensor[]) => readonly Tensor[];
  /** Where in the user's code we are: set while somebody wants to know for which op a derivative is computed. */
  locate?: () => string;
  /** After every op. */
  inspect?: (op: Op, args: readonly Tensor[], outs: readonly Tensor[]) => void;
  /** With the tangents or cotangents that an op's derivative came to. */
  derived?: (found: readonly (Tensor | undefined)[]) => void;
}

let engine: Engine | undefined;

export function setEngine(next: Engine): void {
  engine = next;
}

/** The engine where no entry has chosen another one. */
export function setDefaultEngine(next: Engine): void {
  engine ??= next;
}

export const hooks: Hooks = {};

/** At the bottom of all interpreters: computes. */
class Evaluator implements Interpreter {
  readonly parent = undefined;
  paused = 0;

  process(op: Op, args: readonly Tensor[], params: unknown): readonly Tensor[] {
    let tracked = false;
    for (let i = 0; i < args.length; i++) {
      if (args[i].tracked) tracked = true;
      else if (!args[i].isConcrete) failToEvaluate(op, args[i]);
    }
    if (tracked && hooks.record !== undefined)
      return hooks.record(op, args, params, () => this.evaluate(op, args, params));
    return this.evaluate(op, args, params);
  }

  private evaluate(op: Op, args: readonly Tensor[], params: unknown): readonly Tensor[] {
    if (op.call !== undefined) return op.call(args, params);
    if (engine === undefined)
      fail("internal", { op: op.name, problem: "no engine is installed: import from an entry of the package" });
    const avals = op.infer(args, params);
    const found = this.compute(engine, op, args, params, avals);
    const outs = new Array<Tensor>(avals.length);
    for (let i = 0; i < outs.length; i++) outs[i] = wrap(found[i], avals[i].shape, avals[i].dtype, avals[i].weak);
    hooks.inspect?.(op, args, outs);
    return outs;
  }

  private compute(
    by: Engine,
    op: Op,
    args: readonly Tensor[],
    params: unknown,
    outs: readonly Aval[],
  ): readonly Elements[] {
    try {
      return by.evaluate(op, args, params, outs);
    } catch (error) {
      // No array is so long; asked only now, as it costs time.
      for (const { shape } of outs) checkSize(op.name, shape, "the shape of the result");
      throw error;
    }
  }
}

function failToEvaluate(op: Op, x: Tensor): never {
  if (x.donated !== undefined) x.concrete(op.name);
  const transformation = x instanceof Tracer ? x.transformation : "a transformation";
  fail("leaked", { op: op.name, transformation, shape: x.shape, dtype: x.dtype });
}

export const evaluator: Interpreter = /*@__PURE__*/ new Evaluator();

/** Who reads the ops that run now. */
export let current: Interpreter = evaluator;

export function setCurrent(next: Interpreter): void {
  current = next;
}

/** Are ops on plain tensors computed, and nothing else? */
export function computes(): boolean {
  let at: Interpreter | undefined = current;
  while (at?.looksOn === true) at = at.parent;
  return at === evaluator;
}

/** Runs `body` under an interpreter. */
export function runUnder<T>(interpreter: Interpreter, body: () => T): T {
  const before = current;
  current = interpreter;
  try {
    return body();
  } finally {
    current = before;
  }
}

/** The op of the user's that a derivative is computed for, and where it was called. */
export interface Origin {
  readonly op: string;
  readonly where: string;
  /** The rule computes factors, which may be masked later; the transposing applies them. */
  readonly stage: "rule" | "transpose";
}

/** For which op the derivative rules run now; known only while `hooks.locate` is set. */
export let origin: Origin | undefined;

/** Runs a derivative rule in the name of an op. */
export function runFor<T>(next: Origin, body: () => T): T {
  const before = origin;
  origin = next;
  try {
    return body();
  } finally {
    origin = before;
  }
}

/** Applies an op. The tensors are already of the dtypes that the op takes. */
export function bind<P>(op: Op<P>, args: readonly Tensor[], params: P): readonly Tensor[] {
  return current.process(op as Op, args, params);
}

/** The same for an op with one result. */
export function bind1<P>(op: Op<P>, args: readonly Tensor[], params: P): Tensor {
  return current.process(op as Op, args, params)[0];
}

/** The interpreters from the current one down. */
export function* interpreters(): Generator<Interpreter> {
  for (let at: Interpreter | undefined = current; at !== undefined; at = at.parent) yield at;
}
