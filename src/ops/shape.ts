/** Other shapes of the same elements. */
import { fail } from "../base/errors.ts";
import {
  type Axes,
  axesInOrder,
  broadcastShapes,
  checkShape,
  normalizeAxes,
  MOST_AXES,
  normalizeAxis,
  type Shape,
  sizeOf,
} from "../base/shapes.ts";
import { readList } from "../base/trees.ts";
import { broadcast, permute, reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { checkIntegers, checkList } from "./arguments.ts";

/**
 * The same elements, in row-major order, in another shape.
 * @param x - any shape
 * @param shape - as many elements as x has; one size may be -1, which is computed from the others
 * @returns the shape given and the dtype of x
 * @throws TensorError "shape" when the elements do not fit, "value" for sizes that are no integers >= 0
 * @example
 * reshape([1, 2, 3, 4], [2, 2]) // => Tensor [[1, 2], [3, 4]]
 * reshape([1, 2, 3, 4], [-1, 1]).shape // => [4, 1]
 * @source NumPy reference, reshape
 * @peers torch.reshape, tf.reshape, jax.numpy.reshape, mxnet.np.reshape, numpy.reshape
 * @see flatten, transpose
 * @keywords change the shape, view
 */
export function reshape(x: TensorLike, shape: number | Shape): Tensor {
  const t = toTensor(x, "reshape");
  return reshapeTo(t, completeShape(t, shape));
}

function completeShape(x: Tensor, shape: number | Shape): Shape {
  const sizes = typeof shape === "number" ? [shape] : ((readList(shape, MOST_AXES) ?? []) as number[]);
  const open = sizes.indexOf(-1);
  if (open < 0) return checkShape("reshape", shape);
  const others = sizeOf(checkShape("reshape", sizes.toSpliced(open, 1)));
  const missing = x.size / others;
  if (!Number.isInteger(missing)) {
    fail("shape", {
      op: "reshape",
      problem: `${x.size} elements cannot be divided into ${others === 0 ? "rows without elements" : `parts of ${others}`}`,
      shapes: { x: x.shape, shape: sizes },
      expects: "sizes whose product divides the number of elements",
      fix: "change the other sizes: the one that is -1 is computed from them",
    });
  }
  return sizes.with(open, missing);
}

/**
 * All elements in one axis, in row-major order.
 * @param x - any shape
 * @returns shape [size] and the dtype of x
 * @example flatten([[1, 2], [3, 4]]) // => Tensor [1, 2, 3, 4]
 * @source NumPy reference, ndarray.flatten
 * @peers torch.flatten
 * @see ravel, reshape
 * @keywords to a vector, one dimension
 */
export function flatten(x: TensorLike): Tensor {
  const t = toTensor(x, "flatten");
  return reshapeTo(t, [t.size]);
}

/**
 * All elements in one axis, in row-major order: `flatten` by its other name in NumPy and PyTorch.
 * @param x - any shape
 * @returns shape [size] and the dtype of x
 * @example ravel([[1, 2], [3, 4]]) // => Tensor [1, 2, 3, 4]
 * @source NumPy reference, ravel
 * @peers torch.ravel, jax.numpy.ravel, mxnet.np.ravel, numpy.ravel
 * @see flatten
 * @keywords to a vector
 */
export function ravel(x: TensorLike): Tensor {
  const t = toTensor(x, "ravel");
  return reshapeTo(t, [t.size]);
}

/**
 * The axes in another order; without one, reversed. The getter `x.T` is the same for all axes reversed.
 * @param x - any shape
 * @param axes - for each axis of the result, which axis of x it is; default: all in reverse
 * @returns the sizes and elements of x along the axes in their new order
 * @throws TensorError "axis" when the axes are not those of x, each once
 * @example
 * transpose([[1, 2, 3], [4, 5, 6]]) // => Tensor [[1, 4], [2, 5], [3, 6]]
 * transpose(zeros([2, 3, 4]), [0, 2, 1]).shape // => [2, 4, 3]
 * @source NumPy reference, transpose
 * @peers torch.transpose, tf.transpose, jax.numpy.transpose, mxnet.np.transpose, numpy.transpose
 * @math (A^\top)_{ij} = a_{ji}
 * @see swapaxes, moveaxis
 * @keywords swap rows and columns, permute dimensions
 */
export function transpose(x: TensorLike, axes?: readonly number[] | null): Tensor {
  const t = toTensor(x, "transpose");
  const reversed = t.shape.map((_, i) => t.ndim - 1 - i);
  return permute(t, axes === undefined || axes === null ? reversed : checkPermutation("transpose", axes, t.ndim));
}

function checkPermutation(op: string, axes: readonly number[], ndim: number): number[] {
  const found = axesInOrder(op, axes, ndim);
  if (found.length !== ndim) {
    fail("axis", {
      op,
      axis: axes,
      ndim,
      problem: `${found.length} of ${ndim} axes are named, and each must come once`,
      fix: "name all axes, or leave them out to reverse their order; swapaxes exchanges two",
    });
  }
  return found;
}

/**
 * Axes moved to other places, the rest in their order.
 * @param x - any shape
 * @param source - the axis, or a list
 * @param destination - where it goes in the result, or a list as long
 * @returns the elements of x, with its sizes in the new order
 * @throws TensorError "axis" for axes that x does not have or that come twice, "value" when the lists differ in length
 * @example moveaxis(zeros([2, 3, 4]), 0, -1).shape // => [3, 4, 2]
 * @source NumPy reference, moveaxis
 * @peers torch.moveaxis, jax.numpy.moveaxis, mxnet.np.moveaxis, numpy.moveaxis
 * @see transpose, swapaxes
 * @keywords move a dimension, permute
 */
export function moveaxis(
  x: TensorLike,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  const t = toTensor(x, "moveaxis");
  const from = axesInOrder("moveaxis", source ?? NaN, t.ndim);
  const to = axesInOrder("moveaxis", destination ?? NaN, t.ndim);
  if (from.length !== to.length) {
    fail("value", {
      op: "moveaxis",
      argument: "destination",
      got: destination,
      expects: `${from.length} axes, as in source`,
    });
  }
  const order = t.shape.map((_, i) => i).filter((i) => !from.includes(i));
  const pairs = from.map((axis, i) => [to[i], axis]).sort(([a], [b]) => a - b);
  for (const [place, axis] of pairs) order.splice(place, 0, axis);
  return permute(t, order);
}

/**
 * Two axes exchanged.
 * @param x - at least one axis
 * @param a - an axis
 * @param b - another one
 * @returns the elements of x, with two of its sizes exchanged
 * @throws TensorError "axis" for an axis that x does not have
 * @example swapaxes(zeros([2, 3, 4]), 0, 2).shape // => [4, 3, 2]
 * @source NumPy reference, swapaxes
 * @peers torch.swapaxes, jax.numpy.swapaxes, mxnet.np.swapaxes, numpy.swapaxes
 * @see transpose
 * @keywords exchange dimensions
 */
export function swapaxes(x: TensorLike, a: number, b: number): Tensor {
  const t = toTensor(x, "swapaxes");
  const [first, second] = [normalizeAxis("swapaxes", a, t.ndim), normalizeAxis("swapaxes", b, t.ndim)];
  return permute(
    t,
    t.shape
      .map((_, i) => i)
      .with(first, second)
      .with(second, first),
  );
}

/**
 * Without axes of size 1: all of them, or the ones named.
 * @param x - any shape
 * @param axis - the axis or axes to drop; default: all of size 1
 * @returns the elements of x, without these axes
 * @throws TensorError "shape" when an axis named has another size, "axis" when x does not have it
 * @example squeeze([[[1], [2]]]) // => Tensor [1, 2]
 * @source NumPy reference, squeeze
 * @peers torch.squeeze, tf.squeeze, jax.numpy.squeeze, mxnet.np.squeeze, numpy.squeeze
 * @see expandDims
 * @keywords remove axes of size one, drop dimensions
 */
export function squeeze(x: TensorLike, axis?: Axes): Tensor {
  const t = toTensor(x, "squeeze");
  if (axis === undefined || axis === null)
    return reshapeTo(
      t,
      t.shape.filter((size) => size !== 1),
    );
  const axes = normalizeAxes("squeeze", axis, t.ndim);
  const wide = axes.find((i) => t.shape[i] !== 1);
  if (wide !== undefined) {
    fail("shape", {
      op: "squeeze",
      problem: `axis ${wide} has size ${t.shape[wide]}`,
      shapes: { x: t.shape },
      expects: "axes of size 1",
      fix: "leave the axis out to drop whatever has size 1, or pick an element with at",
    });
  }
  return reshapeTo(
    t,
    t.shape.filter((_, i) => !axes.includes(i)),
  );
}

/**
 * With new axes of size 1.
 * @param x - any shape
 * @param axis - where the new axis, or each of several, stands in the result
 * @returns the elements of x, in a shape with these axes besides
 * @throws TensorError "axis" when the result has no such axis
 * @example
 * expandDims([1, 2], 1) // => Tensor [[1], [2]]
 * expandDims([1, 2], [0, -1]).shape // => [1, 2, 1]
 * @source NumPy reference, expand_dims
 * @peers torch.unsqueeze, tf.expand_dims, jax.numpy.expand_dims, mxnet.np.expand_dims, numpy.expand_dims
 * @see squeeze, reshape
 * @keywords unsqueeze, newaxis, add an axis
 */
export function expandDims(x: TensorLike, axis: number | readonly number[]): Tensor {
  const t = toTensor(x, "expandDims");
  const ndim = t.ndim + (typeof axis === "number" ? 1 : checkIntegers("expandDims", "axis", axis).length);
  const shape = [...t.shape];
  for (const place of normalizeAxes("expandDims", axis, ndim)) shape.splice(place, 0, 1);
  return reshapeTo(t, shape);
}

/**
 * Axes of size 1, and axes that are not there yet, repeated up to a shape.
 * @param x - a shape that broadcasts to `shape`
 * @param shape - the shape of the result, aligned with x at the last axis; a number stands for one axis
 * @returns the shape given and the dtype of x
 * @throws TensorError "shape" when it does not broadcast
 * @example broadcastTo([1, 2], [2, 2]) // => Tensor [[1, 2], [1, 2]]
 * @source NumPy user guide, Broadcasting
 * @peers torch.broadcast_to, tf.broadcast_to, jax.numpy.broadcast_to, mxnet.np.broadcast_to, numpy.broadcast_to
 * @see expandDims, tile
 * @keywords expand, repeat along new axes
 */
export function broadcastTo(x: TensorLike, shape: number | Shape): Tensor {
  return broadcast(toTensor(x, "broadcastTo"), checkShape("broadcastTo", shape));
}

/**
 * Tensors broadcast to their common shape.
 * @param xs - shapes that broadcast
 * @returns for each of xs a tensor of the common shape and its own dtype
 * @throws TensorError "shape" when they do not broadcast
 * @example broadcastArrays([[1, 2], [[3], [4]]]) // => [Tensor [[1, 2], [1, 2]], Tensor [[3, 3], [4, 4]]]
 * @source NumPy reference, broadcast_arrays
 * @peers jax.numpy.broadcast_arrays, mxnet.np.broadcast_arrays, numpy.broadcast_arrays
 * @see broadcastTo
 */
export function broadcastArrays(xs: readonly TensorLike[]): Tensor[] {
  const tensors = checkList("broadcastArrays", "xs", xs).map((x, i) => toTensor(x, "broadcastArrays", `xs[${i}]`));
  const shape = broadcastShapes(
    "broadcastArrays",
    tensors.map((x) => x.shape),
  );
  return tensors.map((x) => broadcast(x, shape));
}
