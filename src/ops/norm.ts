/** Norms of vectors. */
import { fail } from "../base/errors.ts";
import { type Axes, normalizeAxes } from "../base/shapes.ts";
import { cast, sumOver } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll, scale } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import type { Op } from "../core/op.ts";
import { scalar, type Tensor, type TensorLike } from "../core/tensor.ts";
import { abs, div, mul, sign } from "./arithmetic.ts";
import { equal, greater, greaterEqual, isfinite, lessEqual, logicalAnd, where } from "./compare.ts";
import { max, min } from "./extrema.ts";
import { pow, sqrt } from "./power.ts";
import { countNonzero } from "./reduce.ts";
import {
  type AxesParams,
  inFloat64,
  keep,
  keepdimsOf,
  type Kernel,
  pairwiseSquares,
  reduction,
  type ReduceOptions,
  requireElements,
  spread,
} from "./reduction.ts";

/** Which norm: a number p for (Σ|xᵢ|ᵖ)^(1/p), or a limit of it: 0, Infinity, -Infinity. "fro" is 2. */
export type NormOrder = number | "fro";

interface NormParams extends AxesParams {
  /** Positive and finite. */
  readonly order: number;
}

/** Squares of numbers between these neither overflow nor lose digits below the normal range, however many are summed. */
const SMALL = 2 ** -480;
const LARGE = 2 ** 480;

function kernelOf(order: number): Kernel {
  const powers: Kernel = (x, from, step, n) => {
    let sum = 0;
    for (let k = 0, at = from; k < n; k++, at += step) sum += Math.abs(x[at]) ** order;
    return sum;
  };
  const sum = order === 2 ? pairwiseSquares : powers;
  return (x, from, step, n) => {
    const top = largestSize(x, from, step, n);
    if (top === 0 || !Number.isFinite(top)) return top;
    if (order === 2 && top > SMALL && top < LARGE) return Math.sqrt(sum(x, from, step, n));
    const scaled = Float64Array.from({ length: n }, (_, k) => x[from + k * step] / top);
    return top * sum(scaled, 0, 1, n) ** (1 / order);
  };
}

/** The same by ops, where they are compiled. */
function expandNorm(x: Tensor, { axes, order }: NormParams): Tensor {
  // Squares of float32 are ordinary numbers of float64.
  if (order === 2 && x.dtype === "float32") return inFloat64(x, (y) => sqrt(sumOver(mul(y, y), axes)));
  const top = max(abs(x), axes);
  const isOrdinary = logicalAnd(greater(top, 0), isfinite(top));
  const unit = order === 2 ? powerNear(top) : where(isOrdinary, top, 1);
  // The reciprocal of a power of two is exact.
  const scaled = order === 2 ? mul(x, spread(div(1, unit), x, axes)) : div(abs(x), spread(unit, x, axes));
  const size =
    order === 2 ? sqrt(sumOver(mul(scaled, scaled), axes)) : pow(sumOver(pow(scaled, order), axes), 1 / order);
  return where(isOrdinary, mul(size, unit), top);
}

/** A power of two: in its unit numbers of this size can be squared. */
function powerNear(top: Tensor): Tensor {
  const [large, small, one] = [2 ** 600, 2 ** -600, 1].map((value) => scalar(value, "float64"));
  return where(greaterEqual(top, LARGE), large, where(lessEqual(top, SMALL), small, one));
}

const largestSize: Kernel = (x, from, step, n) => {
  let top = 0;
  for (let k = 0, at = from; k < n; k++, at += step) {
    const size = Math.abs(x[at]);
    if (size > top || size !== size) top = size;
  }
  return top;
};

/** ∂‖x‖/∂xᵢ = sign(xᵢ)·(|xᵢ|/‖x‖)^(p-1); at the zero vector 0, the subgradient of least norm; 0 too at the cusps of p < 1. */
const normOp: Op<NormParams> = /*@__PURE__*/ reduction({
  name: "norm",
  kernel: (_, { order }) => kernelOf(order),
  expand: expandNorm,
  jvp: ({ primals: [x], tangents: [t], outs: [out], params: { axes, order } }) => {
    if (t === undefined) return [];
    const size = spread(out, x, axes);
    const unit = div(x, size);
    const slope = order === 2 ? unit : mul(sign(unit), pow(abs(unit), order - 1));
    return [sumOver(scale(where(equal(order < 1 ? x : size, 0), 0, slope), t), axes)];
  },
});

/**
 * The norm of vectors, along some axes: ‖x‖ₚ = (Σ|xᵢ|ᵖ)^(1/p). Squares neither overflow nor underflow.
 *
 * Derivatives where there is a kink: 0 at the zero vector; with p = 1 it is sign(xᵢ), 0 at 0; with p = ∞ those elements that
 * are largest in size share it evenly, with their signs; with p = 0 it is 0.
 * @param x - any shape; integers and bool become floats
 * @param order - p ≥ 0, default 2. 0 counts the elements that are not 0, Infinity is the largest and -Infinity the smallest
 * size; below 1 it is no norm, but defined. "fro" is 2. Norms of matrices are in `linalg.norm`
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes
 * @throws TensorError "value" for another order, "axis" when x lacks the axis, "shape" for -Infinity of no elements
 * @example
 * norm([3, 4]); // => Tensor 5
 * norm([[3, -4], [0, 2]], 1, 1); // => Tensor [7, 2]
 * grad((x) => x.norm())([0, 0]); // => Tensor [0, 0]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §2.2; Dive into Deep Learning 2.3.11
 * @peers torch.norm, tf.norm
 * @math \|x\|_p = \left(\sum_i |x_i|^p\right)^{1/p}
 * @see linalg.norm, hypot
 * @keywords length of a vector, Euclidean norm, magnitude, L1, L2
 */
export function norm(x: TensorLike, order: NormOrder = 2, axis?: Axes, options?: ReduceOptions): Tensor {
  const [values] = promoteAll([toTensor(x, "norm")], "float", "norm");
  const axes = normalizeAxes("norm", axis, values.ndim);
  if (typeof order !== "number" && order !== "fro") failAtOrder(order);
  return keep(normOver(values, order === "fro" ? 2 : order, axes), values, axes, keepdimsOf("norm", options));
}

function failAtOrder(got: unknown): never {
  const expects = 'a number p >= 0, Infinity, -Infinity or "fro"';
  fail("value", { op: "norm", argument: "order", got, expects, fix: 'norms of matrices: linalg.norm(x, "nuc")' });
}

/** @param axes - normalized; they disappear */
function normOver(x: Tensor, order: number, axes: readonly number[]): Tensor {
  if (order === 0) return cast(countNonzero(x, axes), x.dtype);
  if (order === 1) return sumOver(abs(x), axes);
  if (order === -Infinity) {
    requireElements("norm", x, axes);
    return min(abs(x), axes);
  }
  if (!(order > 0)) failAtOrder(order);
  const some = axes.every((axis) => x.shape[axis] > 0);
  return order === Infinity && some ? max(abs(x), axes) : bind1(normOp, [x], { axes, order: some ? order : 2 });
}
