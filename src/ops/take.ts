/** Elements chosen by tensors of indices. */
import { fail, showShape } from "../base/errors.ts";
import { broadcastShapes, normalizeAxis, sameShape, type Shape, sizeOf, stridesOf } from "../base/shapes.ts";
import { broadcast, reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { arrayOf, type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import { add, mul } from "./arithmetic.ts";
import { gather, gatherAxis, iota, toIndices } from "./gather.ts";

/**
 * The elements of an axis at the indices.
 * @param x - at least one axis; without an axis x is flattened
 * @param indices - integers of any shape, negative ones count from the end
 * @param axis - the axis that they point into; default: x is flattened
 * @returns the shape of x with the axes of the indices in place of the axis
 * @throws TensorError "index" for an index out of range: nothing is clamped; "axis" when x has no such axis
 * @example
 * take([10, 20, 30], [0, -1]) // => Tensor [10, 30]
 * take([[1, 2, 3], [4, 5, 6]], [2, 0], 1) // => Tensor [[3, 1], [6, 4]]
 * @source NumPy reference, take
 * @peers jax.numpy.take, mxnet.np.take, numpy.take
 * @see at, takeAlongAxis
 * @keywords gather, select by index, pick rows
 */
export function take(x: TensorLike, indices: TensorLike, axis?: number | null): Tensor {
  const given = toTensor(x, "take");
  const flat = axis === undefined || axis === null;
  const t = flat ? reshapeTo(given, [given.size]) : given;
  const along = flat ? 0 : normalizeAxis("take", axis, t.ndim);
  return gatherAxis(t, along, toIndices(indices, "take", along, t.shape[along]));
}

/**
 * For each place of the indices, the element of x that stands there on the other axes and at the index on this one: it puts
 * what argsort, argmax (with keepdims) and the like return to use.
 * @param x - at least one axis
 * @param indices - integers, as many axes as x; sizes on the other axes broadcast
 * @param axis - the axis that they point into
 * @returns the shape of the indices, broadcast on the other axes
 * @throws TensorError "index" for an index out of range, "shape" when the shapes do not go together, "axis" when x has no such axis
 * @example takeAlongAxis([[3, 1, 2], [6, 5, 4]], [[1, 2], [2, 1]], 1) // => Tensor [[1, 2], [4, 5]]
 * @source NumPy reference, take_along_axis
 * @peers jax.numpy.take_along_axis, mxnet.np.take_along_axis, numpy.take_along_axis
 * @see take, argsort
 * @keywords gather along an axis, pick one per row
 */
export function takeAlongAxis(x: TensorLike, indices: TensorLike, axis: number): Tensor {
  const t = toTensor(x, "takeAlongAxis");
  const places = placesAlongAxis("takeAlongAxis", t.shape, indices, axis);
  return gather(reshapeTo(t, [t.size]), places);
}

/** Where the elements that takeAlongAxis takes stand in row-major order. */
export function placesAlongAxis(op: string, shape: Shape, value: TensorLike, axis: number): Tensor {
  const along = normalizeAxis(op, axis, shape.length);
  const indices = toIndices(value, op, along, shape[along]);
  if (indices.ndim !== shape.length) {
    fail("shape", {
      op,
      problem: `the indices have ${indices.ndim} axes and x has ${shape.length}`,
      shapes: { x: shape, indices: indices.shape },
      expects: "as many axes, aligned one by one",
      fix: "use take to choose the same places everywhere",
    });
  }
  const common = broadcastShapes(op, [shape.with(along, 1), indices.shape.with(along, 1)]);
  const out = common.with(along, indices.shape[along]);
  const strides = stridesOf(shape);
  const others = common.flatMap((size, i) => (i !== along && shape[i] > 1 ? [[i, size]] : []));
  const places = others.reduce(
    (sum, [i, size]) => add(sum, mul(iota(common.map((_, k) => (k === i ? size : 1))), strides[i])),
    mul(indices, strides[along]),
  );
  return broadcast(places, out);
}

/**
 * The places of the elements that are not 0, one tensor of indices for each axis: `x.at(...nonzero(x))` has their values.
 * @param x - at least one axis
 * @returns int32 tensors of equal length, in row-major order of the places
 * @throws TensorError "concrete" under vmap and trace, where it is not known how many there are
 * @example nonzero([[0, 5], [6, 0]]) // => [Tensor [0, 1] int32, Tensor [1, 0] int32]
 * @source NumPy reference, nonzero
 * @peers torch.nonzero, jax.numpy.nonzero, mxnet.np.nonzero, numpy.nonzero
 * @see where, countNonzero
 * @keywords indices where true, find, argwhere
 */
export function nonzero(x: TensorLike): Tensor[] {
  const t = toTensor(x, "nonzero");
  if (t.ndim === 0) {
    const fix = "nonzero(x.reshape([1])), or compare the number itself";
    fail("shape", {
      op: "nonzero",
      problem: "a scalar has no places",
      shapes: { x: [] },
      expects: "at least one axis",
      fix,
    });
  }
  return placesOf(t, "nonzero");
}

/** The same for a mask that some function was given. */
export function placesOf(mask: Tensor, op: string): Tensor[] {
  const array = arrayOf(mask, op);
  let count = 0;
  for (let i = 0; i < array.length; i++) if (array[i] !== 0) count++;
  const strides = stridesOf(mask.shape);
  const places = strides.map(() => new Int32Array(count));
  for (let i = 0, k = 0; i < array.length; i++) {
    if (array[i] === 0) continue;
    for (let axis = 0, rest = i; axis < strides.length; axis++) {
      places[axis][k] = Math.floor(rest / strides[axis]);
      rest %= strides[axis];
    }
    k++;
  }
  return places.map((along) => wrap(along, [count], "int32"));
}

/**
 * The elements where a mask is true.
 * @param x - any shape
 * @param mask - booleans, the shape of x or of its first axes
 * @returns shape [count, ...rest], with the axes that the mask does not cover
 * @throws TensorError "shape" when the mask does not fit, "dtype" when it is no mask, "concrete" under vmap and trace, where it
 * is not known how many there are
 * @example booleanMask([1, 2, 3], [true, false, true]) // => Tensor [1, 3]
 * @source NumPy user guide, Boolean array indexing
 * @peers tf.boolean_mask
 * @see where, nonzero
 * @keywords filter, select where true
 */
export function booleanMask(x: TensorLike, mask: TensorLike): Tensor {
  const t = toTensor(x, "booleanMask");
  const places = maskPlaces("booleanMask", toTensor(mask, "booleanMask", "mask"), t.shape, 0);
  const covered = places.length;
  const linear = linearIndex(places, t.shape.slice(0, covered));
  return gather(reshapeTo(t, [sizeOf(t.shape.slice(0, covered)), ...t.shape.slice(covered)]), linear);
}

/** The indices that a mask stands for, which covers the axes from `axis` on. */
export function maskPlaces(op: string, mask: Tensor, shape: Shape, axis: number): Tensor[] {
  if (mask.dtype !== "bool") {
    fail("dtype", {
      op,
      argument: "mask",
      dtype: mask.dtype,
      expects: "booleans",
      fix: 'compare, e.g. x.greater(0), or mask.astype("bool")',
    });
  }
  const covered = shape.slice(axis, axis + mask.ndim);
  if (mask.ndim === 0 || !sameShape(mask.shape, covered)) {
    fail("shape", {
      op,
      problem: `"mask" has shape ${showShape(mask.shape)}, and x has sizes ${showShape(covered)} there`,
      shapes: { x: shape, mask: mask.shape },
      expects: `the sizes of x from axis ${axis} on`,
      fix: "make the mask of the tensor itself, e.g. x.greater(0); where(mask, x, 0) broadcasts",
    });
  }
  return placesOf(mask, op);
}

/** Indices into several axes as indices into the one axis that they make in row-major order; they broadcast. */
export function linearIndex(indices: readonly Tensor[], shape: Shape): Tensor {
  const strides = stridesOf(shape);
  return indices.map((index, i) => (strides[i] === 1 ? index : mul(index, strides[i]))).reduce((a, b) => add(a, b));
}
