/** Batching: a value stands for a whole batch, with the batch axis in front and out of sight. */
import type { TypedArray } from "../base/dtypes.ts";
import { fail, TensorError } from "../base/errors.ts";
import { broadcast, reshapeTo } from "./basic.ts";
import { bind, type Interpreter, runUnder } from "./interpreter.ts";
import type { BatchAt, Batched, Op } from "./op.ts";
import { arrayOf, type Tensor, Tracer } from "./tensor.ts";

/** One element of a batch, as the function under vmap sees it. */
export class BatchTracer extends Tracer {
  readonly transformation = "vmap";
  readonly interpreter: BatchInterpreter;
  /** [batch, ...shape] */
  readonly batch: Tensor;

  constructor(interpreter: BatchInterpreter, batch: Tensor) {
    super({ shape: batch.shape.slice(1), dtype: batch.dtype, weak: batch.weak });
    this.interpreter = interpreter;
    this.batch = batch;
  }

  override concrete(op: string): Tensor {
    const { shape, dtype } = this;
    fail("concrete", {
      op,
      transformation: "vmap",
      shape,
      dtype,
      fix: "choose with where(condition, a, b) or cond(condition, f, g), which act on every element of the batch",
    });
  }
}

export class BatchInterpreter implements Interpreter {
  readonly parent: Interpreter;
  readonly size: number;

  constructor(parent: Interpreter, size: number) {
    this.parent = parent;
    this.size = size;
  }

  owns(x: Tensor): x is BatchTracer {
    return x instanceof BatchTracer && x.interpreter === this;
  }

  process(op: Op, args: readonly Tensor[], params: unknown): readonly Tensor[] {
    const batched = args.map((x) => this.owns(x));
    return runUnder(this.parent, () => {
      if (!batched.includes(true)) return bind(op, args, params);
      const inner = args.map((x) => (this.owns(x) ? x.batch : x));
      const result = this.batch(op, args, { args: inner, batched, size: this.size, params });
      return result.outs.map((out, i) => (result.batched[i] ? new BatchTracer(this, out) : out));
    });
  }

  /** What does not fit is told with the shapes that the function under vmap sees, which lack the batch axis. */
  private batch(op: Op, args: readonly Tensor[], at: BatchAt): Batched {
    try {
      return op.batch(at);
    } catch (error) {
      if (error instanceof TensorError && error.code === "shape") op.infer(args, at.params);
      throw error;
    }
  }

  /** The whole batch behind a result; what did not depend on the batch is repeated. Run it under the parent. */
  unwrap(x: Tensor): Tensor {
    return this.owns(x) ? x.batch : broadcast(reshapeTo(x, [1, ...x.shape]), [this.size, ...x.shape]);
  }
}

/** The elements of a value for all elements of all batches that it stands for. @param op - who asks */
export function lanesOf(op: string, x: Tensor): TypedArray {
  let at = x;
  while (at instanceof BatchTracer) at = at.batch;
  return arrayOf(at, op);
}

/** A function of tensors on a batch of which some arguments have the axis in front; so do all results. */
export function batchFlat(
  f: (...xs: Tensor[]) => readonly Tensor[],
  below: Interpreter,
  args: readonly Tensor[],
  batched: readonly boolean[],
  size: number,
): Tensor[] {
  const interpreter = new BatchInterpreter(below, size);
  const outs = runUnder(interpreter, () =>
    f(...args.map((x, i) => (batched[i] ? new BatchTracer(interpreter, x) : x))),
  );
  return runUnder(below, () => outs.map((x) => interpreter.unwrap(x)));
}
