/** Quantiles, of which the median is one. */
import { fail } from "../base/errors.ts";
import { type Axes, normalizeAxes, reducedShape } from "../base/shapes.ts";
import { cast, permute, reshapeTo, sumOver } from "../core/basic.ts";
import { toTensor, zerosOf } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import { scalar, type Tensor, type TensorLike } from "../core/tensor.ts";
import { add, mul, sub } from "./arithmetic.ts";
import { between } from "./between.ts";
import { sliceAxis } from "./blocks.ts";
import { isnan, less, where } from "./compare.ts";
import { keepdimsOf, mergeAxes, type ReduceOptions, requireElements } from "./reduction.ts";
import { sortAlong } from "./sort.ts";
import { take } from "./take.ts";

/**
 * The median along some axes: the middle one of the sorted elements, or the mean of the two in the middle. NaN where there is
 * one. The derivative is that of sorting: ½ for each of two in the middle; of equal elements, the one that a stable sort puts
 * there.
 * @param x - any shape; integers and bool become floats
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements
 * @example
 * median([3, 1, 2]); // => Tensor 2
 * grad((x) => x.median())([1, 2, 3, 4]); // => Tensor [0, 0.5, 0.5, 0]
 * @source David & Nagaraja, Order Statistics, 3rd ed., §1.1
 * @peers torch.median, jax.numpy.median, numpy.median
 * @see quantile, mean
 * @keywords middle value, 50th percentile
 */
export function median(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  return quantileOf("median", toTensor(x, "median"), scalar(0.5, "float64", true), axis, options);
}

/**
 * The q-quantile along some axes, by linear interpolation between the sorted elements: the element at place q·(n - 1). NaN where
 * there is one. Differentiable in x, as sorting is, and in q.
 * @param x - any shape; integers and bool become floats
 * @param q - from 0 to 1, any shape
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns the axes of q, then x without the axes
 * @throws TensorError "value" when q is not in [0, 1], "axis" when x lacks the axis, "shape" when there are no elements
 * @example
 * quantile([1, 2, 3, 4], 0.25); // => Tensor 1.75
 * quantile([1, 2, 3, 4], [0, 0.5, 1]); // => Tensor [1, 2.5, 4]
 * @source Hyndman & Fan, Sample quantiles in statistical packages, 1996, definition 7
 * @peers torch.quantile, jax.numpy.quantile, mxnet.np.quantile, numpy.quantile
 * @see median
 * @keywords percentile, quartile
 */
export function quantile(x: TensorLike, q: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor {
  const level = toTensor(q, "quantile", "q");
  const wrong = level.array?.find((value) => !(value >= 0 && value <= 1));
  if (wrong !== undefined) fail("value", { op: "quantile", argument: "q", got: wrong, expects: "numbers from 0 to 1" });
  return quantileOf("quantile", toTensor(x, "quantile"), level, axis, options);
}

function quantileOf(op: string, x: Tensor, q: Tensor, axis: Axes, options?: ReduceOptions): Tensor {
  const [values] = promoteAll([x, q], "float", op);
  const axes = normalizeAxes(op, axis, values.ndim);
  const keepdims = keepdimsOf(op, options);
  requireElements(op, values, axes);
  const shape = [...q.shape, ...reducedShape(values.shape, axes, keepdims)];
  const merged = mergeAxes(values, axes);
  const along = merged.ndim - 1;
  const n = merged.shape[along];
  if (n === 0) return zerosOf(shape, values.dtype);
  const sorted = sortAlong(merged, along);
  const place = mul(q, n - 1);
  const low = cast(place, "int32");
  const high = where(less(low, n - 1), add(low, 1), low);
  const pick = (index: Tensor): Tensor => toFront(take(sorted, index, along), q.ndim);
  const part = reshapeTo(cast(sub(place, low), values.dtype), [...q.shape, ...new Array<number>(along).fill(1)]);
  const value = between(pick(low), pick(high), part);
  // NaN is sorted to the end.
  const last = sumOver(sliceAxis(sorted, along, { start: n - 1, size: 1, step: 1 }), [along]);
  return reshapeTo(where(isnan(last), last, value), shape);
}

/** The last axes in front of the others. */
function toFront(x: Tensor, count: number): Tensor {
  const places = x.shape.map((_, axis) => axis);
  const split = x.ndim - count;
  return permute(x, [...places.slice(split), ...places.slice(0, split)]);
}
