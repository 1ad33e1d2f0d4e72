/** Log-sum-exp, its gradient the softmax, and the logarithm of that. */
import type { TypedArray } from "../base/dtypes.ts";
import { type Axes, normalizeAxis } from "../base/shapes.ts";
import { cast, sumOver } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll, scale } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import type { Op } from "../core/op.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { add, mul, reciprocal, sub } from "./arithmetic.ts";
import { equal, isfinite, where } from "./compare.ts";
import { exp, log1p } from "./exponential.ts";
import { max } from "./extrema.ts";
import { type Line, lineOp, type LineParams } from "./lines.ts";
import { type AxesParams, mergeAxes, reduce, reduction, type ReduceOptions, spread } from "./reduction.ts";

/** The largest element; NaN where there is one. */
function topOf(x: TypedArray, from: number, step: number, n: number): number {
  let top = -Infinity;
  for (let k = 0, at = from; k < n; k++, at += step) {
    const value = x[at];
    if (value > top || value !== value) top = value;
  }
  return top;
}

/** Σ exp(xᵢ - top): how many elements equal the top, and the rest of the sum. */
function sumFrom(top: number, x: TypedArray, from: number, step: number, n: number): { count: number; rest: number } {
  let [count, rest] = [0, 0];
  for (let k = 0, at = from; k < n; k++, at += step) {
    if (x[at] === top) count++;
    else rest += Math.exp(x[at] - top);
  }
  return { count, rest };
}

/** log1p keeps what is small beside the largest term. */
const logOf = ({ count, rest }: { count: number; rest: number }): number => Math.log1p(count - 1 + rest);

/** The same by ops, where they are compiled: which elements are the largest, and of what log1p is taken. */
function sumsOf(x: Tensor, axes: readonly number[]): { top: Tensor; ties: Tensor; terms: Tensor; excess: Tensor } {
  const top = max(x, axes);
  const ties = equal(x, spread(top, x, axes));
  const terms = exp(sub(x, spread(top, x, axes)));
  const rest = sumOver(where(ties, 0, terms), axes);
  return { top, ties, terms, excess: add(sub(sumOver(cast(ties, x.dtype), axes), 1), rest) };
}

/** The derivative is the softmax, so the Hessian is diag(p) - p·pᵀ. */
const logsumexpOp: Op<AxesParams> = /*@__PURE__*/ reduction({
  name: "logsumexp",
  kernel: () => (x, from, step, n) => {
    const top = topOf(x, from, step, n);
    return Number.isFinite(top) ? top + logOf(sumFrom(top, x, from, step, n)) : top;
  },
  expand: (x, { axes }) => {
    const { top, excess } = sumsOf(x, axes);
    return where(isfinite(top), add(top, log1p(excess)), top);
  },
  jvp: ({ primals: [x], tangents: [t], params: { axes } }) => {
    if (t === undefined) return [];
    const merged = mergeAxes(x, axes);
    const axis = merged.ndim - 1;
    return [sumOver(scale(bind1(softmaxOp, [merged], { axis }), mergeAxes(t, axes)), [axis])];
  },
});

const softmaxLine: Line = (x, y, from, step, n) => {
  const top = topOf(x, from, step, n);
  let sum = 0;
  for (let k = 0, at = from; k < n; k++, at += step) {
    const term = x[at] === top ? 1 : Math.exp(x[at] - top);
    y[at] = term;
    sum += term;
  }
  for (let k = 0, at = from; k < n; k++, at += step) y[at] = top === -Infinity ? 0 : y[at] / sum;
};

/** p′ = p ⊙ (x′ - p·x′) */
const softmaxOp: Op<LineParams> = /*@__PURE__*/ lineOp({
  name: "softmax",
  line: () => softmaxLine,
  expand: (x, { axis }) => {
    const { top, ties, terms } = sumsOf(x, [axis]);
    const shares = where(ties, 1, terms);
    // One division a line: 0 where all are -∞, whose shares are ties.
    const factor = where(equal(top, -Infinity), 0, reciprocal(sumOver(shares, [axis])));
    return mul(shares, spread(factor, x, [axis]));
  },
  jvp: ({ tangents: [t], outs: [p], params: { axis } }) => [t && scale(p, sub(t, weighted(p, t, axis)))],
});

const logSoftmaxLine: Line = (x, y, from, step, n) => {
  const top = topOf(x, from, step, n);
  const shift = logOf(sumFrom(top, x, from, step, n));
  for (let k = 0, at = from; k < n; k++, at += step) {
    if (x[at] === top) y[at] = top === -Infinity ? -Infinity : 0 - shift;
    else y[at] = x[at] - top - shift;
  }
};

/** (log p)′ = x′ - p·x′ */
const logSoftmaxOp: Op<LineParams> = /*@__PURE__*/ lineOp({
  name: "logSoftmax",
  line: () => logSoftmaxLine,
  expand: (x, { axis }) => {
    const { top, ties, excess } = sumsOf(x, [axis]);
    const shift = log1p(excess);
    const largest = where(equal(top, -Infinity), -Infinity, sub(0, shift));
    const [a, b, c] = [largest, top, shift].map((y) => spread(y, x, [axis]));
    return where(ties, a, sub(sub(x, b), c));
  },
  jvp: ({ tangents: [t], outs: [y], params: { axis } }) => [t && sub(t, weighted(exp(y), t, axis))],
});

/** Σ pᵢtᵢ along the axis, repeated over it. */
const weighted = (p: Tensor, t: Tensor, axis: number): Tensor => spread(sumOver(scale(p, t), [axis]), t, [axis]);

/**
 * log Σ exp(xᵢ) along some axes, without overflow or underflow.
 *
 * The gradient is the softmax. Where all elements are -∞ it is 0; where one is +∞ it is 1 there and 0 elsewhere.
 * @param x - any shape; integers and bool become floats
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes; -∞ for no elements
 * @throws TensorError "axis" when x lacks the axis
 * @example
 * logsumexp([1000, 1000]); // => Tensor 1000.6931471805599
 * grad((x) => x.logsumexp())([0, 0]); // => Tensor [0.5, 0.5]
 * @source Blanchard, Higham & Higham, Accurately computing the log-sum-exp and softmax functions, 2021
 * @peers torch.logsumexp, jax.nn.logsumexp, scipy.special.logsumexp
 * @math \ln\sum_i e^{x_i}
 * @see softmax, logaddexp
 * @keywords partition function, log normalizer, smooth maximum
 */
export function logsumexp(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  return reduce(logsumexpOp, promoteAll([toTensor(x, "logsumexp")], "float", "logsumexp")[0], axis, options);
}

/**
 * exp(xᵢ) / Σ exp(xⱼ) along an axis: positive numbers that add up to 1.
 *
 * Where all elements are -∞ all results are 0; elements that are +∞ share the 1. Derivatives there are those of constants.
 * @param x - at least one axis; integers and bool become floats
 * @param axis - default the last
 * @returns the shape of x
 * @throws TensorError "axis" when x lacks the axis
 * @example softmax([0, 1000, 1000]) // => Tensor [0, 0.5, 0.5]
 * @source Dive into Deep Learning 4.1.1; Blanchard, Higham & Higham, 2021
 * @peers torch.softmax, tf.math.softmax, jax.nn.softmax, mxnet.npx.softmax, scipy.special.softmax
 * @math \frac{e^{x_i}}{\sum_j e^{x_j}}
 * @see logSoftmax, logsumexp
 * @keywords probabilities from logits, normalize to probabilities, Boltzmann, attention
 */
export function softmax(x: TensorLike, axis = -1): Tensor {
  const [values] = promoteAll([toTensor(x, "softmax")], "float", "softmax");
  return bind1(softmaxOp, [values], { axis: normalizeAxis("softmax", axis, values.ndim) });
}

/**
 * The logarithm of the softmax, xᵢ - log Σ exp(xⱼ), accurate where the softmax is 0 or 1.
 * @param x - at least one axis; integers and bool become floats
 * @param axis - default the last
 * @returns the shape of x; where all elements are -∞ all results are -∞
 * @throws TensorError "axis" when x lacks the axis
 * @example logSoftmax([0, 1000]) // => Tensor [-1000, 0]
 * @source Blanchard, Higham & Higham, Accurately computing the log-sum-exp and softmax functions, 2021
 * @peers torch.log_softmax, tf.math.log_softmax, jax.nn.log_softmax, mxnet.npx.log_softmax, scipy.special.log_softmax
 * @math x_i - \ln\sum_j e^{x_j}
 * @see softmax, crossEntropy
 * @keywords log probabilities from logits
 */
export function logSoftmax(x: TensorLike, axis = -1): Tensor {
  const [values] = promoteAll([toTensor(x, "logSoftmax")], "float", "logSoftmax");
  return bind1(logSoftmaxOp, [values], { axis: normalizeAxis("logSoftmax", axis, values.ndim) });
}
