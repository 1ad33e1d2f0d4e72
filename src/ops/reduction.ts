/** What all reductions share: the axes, keepdims, the loop over slices, and the checks. */
import { type DType, makeArray, type TypedArray } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { type Axes, normalizeAxes, reducedShape, sizeOf } from "../base/shapes.ts";
import { broadcast, cast, permute, reshapeTo, toMiddle } from "../core/basic.ts";
import { bind1 } from "../core/interpreter.ts";
import type { Lowering, Monoid } from "../core/lowering.ts";
import { type BatchAt, type Batched, type Op, primitive } from "../core/op.ts";
import { type Aval, type Tensor } from "../core/tensor.ts";
import { checkBoolean, type Checks, readOptions } from "./arguments.ts";

/** Options of functions that take axes away. */
export interface ReduceOptions {
  /** Leaves the reduced axes in the shape, with size 1, so that the result broadcasts with the argument. Default false. */
  readonly keepdims?: boolean;
}

/** Ascending, without duplicates. */
export interface AxesParams {
  readonly axes: readonly number[];
}

/** The result of the n elements from, from + step, … */
export type Kernel = (x: TypedArray, from: number, step: number, n: number) => number;

/** What one reduction states. */
interface ReductionDefinition<P extends AxesParams> extends Pick<Op<P>, "jvp" | "linear" | "transpose"> {
  readonly name: string;
  /** How compiled programs put elements together, where that is all. */
  readonly monoid?: Monoid;
  /** Other ops, which compiled programs do instead; undefined where they cannot. Without a monoid there are elements. */
  readonly expand?: (x: Tensor, params: P) => Tensor | undefined;
  readonly kernel: (dtype: DType, params: P) => Kernel;
  /** The dtype of the result; that of the argument where it is left out. */
  readonly gives?: DType;
  /** The reduction has no value for no elements. */
  readonly nonempty?: boolean;
}

/** An op that makes one number of each slice along some axes. */
export function reduction<P extends AxesParams = AxesParams>(definition: ReductionDefinition<P>): Op<P> {
  const { name, kernel, gives, nonempty, monoid: _monoid, expand: _expand, ...rules } = definition;
  const op: Op<P> = primitive({
    name,
    infer: ([x], { axes }) => {
      if (nonempty) requireElements(name, x, axes);
      return [{ shape: reducedShape(x.shape, axes), dtype: gives ?? x.dtype, weak: gives === undefined && x.weak }];
    },
    evaluate: ([x], params, [out]) => [evaluateSlices(x, params.axes, out, kernel(x.dtype, params))],
    lower: loweringOf(definition),
    batch: ({ args, params }) => inFront(bind1(op, args, { ...params, axes: params.axes.map((axis) => axis + 1) })),
    ...rules,
  });
  return op;
}

function loweringOf<P extends AxesParams>({ monoid, expand }: ReductionDefinition<P>): Lowering<P> | undefined {
  const reduced: Lowering<P> | undefined = monoid && { kind: "reduce", monoid, axes: ({ axes }) => axes };
  if (expand === undefined) return reduced;
  return {
    kind: "expand",
    expand: ([x], params) => {
      const out = x.size === 0 && monoid === undefined ? undefined : expand(x, params);
      return out && [out];
    },
    otherwise: reduced,
  };
}

/** Σx² by pairs, as sums are computed. */
export function pairwiseSquares(x: TypedArray, from: number, step: number, n: number): number {
  if (n > 64) {
    const half = n >> 1;
    return pairwiseSquares(x, from, step, half) + pairwiseSquares(x, from + half * step, step, n - half);
  }
  let sum = 0;
  for (let k = 0, at = from; k < n; k++, at += step) sum += x[at] * x[at];
  return sum;
}

function evaluateSlices(x: Tensor, axes: readonly number[], { shape, dtype }: Aval, kernel: Kernel): TypedArray {
  const { array, outer, reduced, inner } = toMiddle(x, axes);
  const out = makeArray(dtype, sizeOf(shape));
  for (let o = 0; o < outer; o++) {
    const row = o * reduced * inner;
    for (let i = 0; i < inner; i++) out[o * inner + i] = kernel(array, row + i, inner, reduced);
  }
  return out;
}

const REDUCE: Checks<ReduceOptions> = { keepdims: checkBoolean };

export const keepdimsOf = (op: string, options: ReduceOptions | undefined): boolean | undefined =>
  readOptions(op, options, REDUCE).keepdims;

/** Binds a reduction to the axes that a user gave. */
export function reduce(op: Op<AxesParams>, x: Tensor, axis: Axes, options?: ReduceOptions): Tensor {
  const axes = normalizeAxes(op.name, axis, x.ndim);
  const keepdims = keepdimsOf(op.name, options);
  return keep(bind1(op, [x], { axes }), x, axes, keepdims);
}

/** A reduced result, with axes of size 1 where the reduced ones were if that is wanted. */
export function keep(out: Tensor, x: Tensor, axes: readonly number[], keepdims = false): Tensor {
  return keepdims ? reshapeTo(out, reducedShape(x.shape, axes, true)) : out;
}

/** A reduced result repeated over the axes that it lost. */
export function spread(out: Tensor, x: Tensor, axes: readonly number[]): Tensor {
  return broadcast(keep(out, x, axes, true), x.shape);
}

/** The given axes as one, at the end. */
export function mergeAxes(x: Tensor, axes: readonly number[]): Tensor {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  return reshapeTo(permute(x, [...kept, ...axes]), [...kept.map((axis) => x.shape[axis]), countOver(x, axes)]);
}

/** How many elements one result is made of. */
export const countOver = ({ shape }: Aval, axes: readonly number[]): number =>
  axes.reduce((n, axis) => n * shape[axis], 1);

/** Throws where there are results, and no elements to make them of. */
export function requireElements(op: string, x: Aval, axes: readonly number[]): void {
  const empty = axes.find((axis) => x.shape[axis] === 0);
  if (empty === undefined || sizeOf(reducedShape(x.shape, axes)) === 0) return;
  fail("shape", {
    op,
    problem: `axis ${empty} is empty, and ${op} of no elements has no value`,
    shapes: { x: x.shape },
    expects: `at least one element along axis ${empty}`,
    fix: "leave out what is empty, or join one element that stands for nothing, e.g. concat([x, [0]])",
  });
}

/** By ops on float64, with one rounding at the end: what is in between may be too large or small for float32. */
export const inFloat64 = (x: Tensor, f: (x: Tensor) => Tensor): Tensor => cast(f(cast(x, "float64")), x.dtype);

/** One tensor in, all results with the batch axis. */
export const inFront = (...outs: Tensor[]): Batched => ({ outs, batched: outs.map(() => true) });

/** All arguments with the batch axis; those without it are repeated. */
export function batchAll({ args, batched, size }: BatchAt): Tensor[] {
  return args.map((x, i) => (batched[i] ? x : broadcast(reshapeTo(x, [1, ...x.shape]), [size, ...x.shape])));
}
