/** Forward mode: each value carries the tangent of the value. */
import { isFloat } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { zerosOf } from "./convert.ts";
import { add } from "./elementwise.ts";
import { bind, hooks, type Interpreter, origin, runFor, runUnder } from "./interpreter.ts";
import { type Dual, type JvpAt, linearMask, type Op, type Tangent } from "./op.ts";
import { type Tensor, Tracer } from "./tensor.ts";

/** A value with its tangent. */
export class JvpTracer extends Tracer {
  readonly transformation = "differentiation";
  readonly interpreter: JvpInterpreter;
  readonly primal: Tensor;
  readonly tangent: Tensor;

  constructor(interpreter: JvpInterpreter, primal: Tensor, tangent: Tensor) {
    super(primal);
    this.interpreter = interpreter;
    this.primal = primal;
    this.tangent = tangent;
  }

  override concrete(op: string): Tensor {
    return this.primal.concrete(op);
  }

  override toString(): string {
    return this.primal.toString();
  }
}

/** Gives the primal values to the interpreter below and computes tangents by each op's own rule. */
export class JvpInterpreter implements Interpreter {
  readonly parent: Interpreter;
  paused = 0;

  constructor(parent: Interpreter) {
    this.parent = parent;
  }

  process(op: Op, args: readonly Tensor[], params: unknown): readonly Tensor[] {
    const primals = new Array<Tensor>(args.length);
    const tangents = new Array<Tangent>(args.length);
    let any = false;
    for (let i = 0; i < args.length; i++) {
      const x = args[i];
      const mine = x instanceof JvpTracer && x.interpreter === this;
      primals[i] = mine ? x.primal : x;
      tangents[i] = mine ? x.tangent : undefined;
      any ||= mine;
    }
    return runUnder(this.parent, () => {
      if (!any || this.paused > 0) return bind(op, primals, params);
      const dual = applyDual(op, primals, tangents, params);
      hooks.derived?.(dual.tangents);
      return dual.outs.map((out, i) => this.pair(out, dual.tangents[i]));
    });
  }

  /** The value with its tangent; without one it is a constant. */
  pair(primal: Tensor, tangent: Tangent): Tensor {
    return tangent === undefined || !isFloat(primal.dtype) ? primal : new JvpTracer(this, primal, tangent);
  }

  split(x: Tensor): { readonly primal: Tensor; readonly tangent: Tangent } {
    if (x instanceof JvpTracer && x.interpreter === this) return x;
    return { primal: x, tangent: undefined };
  }
}

/** Results of an op and their tangents. */
function applyDual(op: Op, primals: readonly Tensor[], tangents: readonly Tangent[], params: unknown): Dual {
  if (op.dual !== undefined) return op.dual({ primals, tangents, params });
  const outs = bind(op, primals, params);
  return { outs, tangents: applyJvp(op, { primals, tangents, outs, params }) };
}

/** Tangents of the results of an op. */
export function applyJvp<P>(op: Op<P>, at: JvpAt<P>): readonly Tangent[] {
  if (hooks.locate === undefined) return applyRule(op, at);
  const from = origin ?? { op: op.name, where: hooks.locate() };
  return runFor({ ...from, stage: "rule" }, () => applyRule(op, at));
}

/** The op's rule; a linear op is its own. */
function applyRule<P>(op: Op<P>, at: JvpAt<P>): readonly Tangent[] {
  if (op.jvp !== undefined) return op.jvp(at);
  if (op.dual !== undefined) return op.dual(at).tangents;
  if (op.linear === undefined) fail("internal", { op: op.name, problem: "the op has no derivative rule" });
  const { primals, tangents, params } = at;
  const mask = linearMask(op, primals.length, params);
  if (op.bilinear) {
    const terms = tangents.flatMap((t, i) =>
      t !== undefined && mask[i] ? [bind(op, primals.with(i, t), params)] : [],
    );
    return at.outs.map((_, o) => terms.map((term) => term[o]).reduce<Tangent>(addTangents, undefined));
  }
  if (!tangents.some((t, i) => t !== undefined && mask[i])) return [];
  const args = primals.map((x, i) => (mask[i] ? (tangents[i] ?? zerosOf(x.shape, x.dtype)) : x));
  return bind(op, args, params);
}

/** The sum of two tangents of the same shape. */
export function addTangents(a: Tangent, b: Tangent): Tangent {
  if (a === undefined) return b;
  return b === undefined ? a : add(a, b);
}

/** Values and tangents of a function of tensors. Tangents of the results are undefined where they are zero. */
export function jvpFlat(
  f: (...xs: Tensor[]) => readonly Tensor[],
  below: Interpreter,
  primals: readonly Tensor[],
  tangents: readonly Tangent[],
): { readonly outs: Tensor[]; readonly tangents: Tangent[] } {
  const interpreter = new JvpInterpreter(below);
  const results = runUnder(interpreter, () => f(...primals.map((x, i) => interpreter.pair(x, tangents[i]))));
  const pairs = results.map((x) => interpreter.split(x));
  return { outs: pairs.map(({ primal }) => primal), tangents: pairs.map(({ tangent }) => tangent) };
}
