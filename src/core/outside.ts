/** Values from outside that a function uses, found or replaced while it runs. */
import { bind, current, type Interpreter, runUnder } from "./interpreter.ts";
import type { Op } from "./op.ts";
import type { FlatFunction } from "./program.ts";
import { type Tensor, Tracer } from "./tensor.ts";

/** Does a transformation or a record follow the value? All others are constants. */
export const isFollowed = (x: Tensor): boolean => x instanceof Tracer || x.tracked !== undefined;

/** Hands every followed value that was not made inside to a function, and goes on with what that returns. */
class Border implements Interpreter {
  readonly parent: Interpreter;
  private readonly own: WeakSet<Tensor>;
  private readonly meet: (x: Tensor) => Tensor;

  constructor(parent: Interpreter, inputs: readonly Tensor[], meet: (x: Tensor) => Tensor) {
    this.parent = parent;
    this.own = new WeakSet(inputs);
    this.meet = meet;
  }

  process(op: Op, args: readonly Tensor[], params: unknown): readonly Tensor[] {
    const inside = args.map((x) => this.admit(x));
    const outs = runUnder(this.parent, () => bind(op, inside, params));
    for (const out of outs) if (isFollowed(out)) this.own.add(out);
    return outs;
  }

  admit(x: Tensor): Tensor {
    return isFollowed(x) && !this.own.has(x) ? this.meet(x) : x;
  }
}

/** Runs a function. @param meet - sees each followed value from outside, and returns the one to take in its place */
export function runInside(f: FlatFunction, args: readonly Tensor[], meet: (x: Tensor) => Tensor): Tensor[] {
  const border = new Border(current, args, meet);
  return runUnder(border, () => f(...args)).map((out) => border.admit(out));
}
