/** Tensors with other elements in some places. Tensors are immutable: these return new ones. */
import { checkBroadcast } from "../base/shapes.ts";
import { isArray } from "../base/trees.ts";
import { broadcast, cast, reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { type Checks, oneOf, readOptions } from "./arguments.ts";
import { iota, type ScatterMode } from "./gather.ts";
import { type Index, readAt } from "./indexing.ts";
import { scatter } from "./scatter.ts";
import { placesAlongAxis } from "./take.ts";

/** Options of {@link withAt} and {@link putAlongAxis}. */
export interface UpdateOptions {
  /**
   * "set" (the default) replaces, "add", "mul", "min" and "max" combine with what is there. Where a place is chosen several times,
   * all its values are combined; with "set" the last one stays.
   */
  readonly op?: ScatterMode;
}

const UPDATE: Checks<UpdateOptions> = { op: /*@__PURE__*/ oneOf("set", "add", "mul", "min", "max") };

/**
 * A tensor with other values at some places: NumPy's `x[index] = value` and `np.add.at(x, index, value)`, as a new tensor.
 *
 * Gradients go to what is in the result: with "set" to the value that stayed, with "mul" to each factor by the product of the
 * others, zeros included, with "min" and "max" to the extremum, in equal shares where several tie, the old element among them.
 * @param x - any shape
 * @param index - items as for `at`, in an array; one that is no array may stand by itself
 * @param value - a shape that broadcasts to that of `at(x, ...index)`; it is converted to the dtype of x
 * @param options - `op`: "set" (default), "add", "mul", "min" or "max": how old and new are combined
 * @returns the shape and dtype of x
 * @throws TensorError "index" for an index out of range, "shape" when the value does not broadcast, and whatever `at` throws
 * @example
 * withAt([1, 2, 3], [1], 20) // => Tensor [1, 20, 3]
 * withAt([1, 2, 3], [[0, 0, 2]], 10, { op: "add" }) // => Tensor [21, 2, 13]
 * withAt([[1, 2], [3, 4]], [slice(), 0], [7, 8]) // => Tensor [[7, 2], [8, 4]]
 * @source NumPy user guide, Assigning values to indexed arrays; NumPy reference, ufunc.at
 * @see at, putAlongAxis
 * @keywords assign to elements, scatter, set values, update, index_put
 */
export function withAt(
  x: TensorLike,
  index: Index | readonly Index[],
  value: TensorLike,
  options?: UpdateOptions,
): Tensor {
  const { op = "set" } = readOptions("with", options, UPDATE);
  const t = toTensor(x, "with");
  const items = isArray(index) ? (index as readonly Index[]) : [index as Index];
  return update("with", t, readAt("with", iota(t.shape), items), value, op);
}

/**
 * A tensor with other values at the places that takeAlongAxis reads.
 * @param x - at least one axis
 * @param indices - integers, as many axes as x; sizes on the other axes broadcast
 * @param values - a shape that broadcasts to that of the indices; converted to the dtype of x
 * @param axis - the axis that the indices point into
 * @param options - `op`: "set" (default), "add", "mul", "min" or "max": how old and new are combined
 * @returns the shape and dtype of x
 * @throws TensorError "index" for an index out of range, "shape" when the shapes do not go together, "axis" when x has no such axis
 * @example putAlongAxis([[1, 2, 3], [4, 5, 6]], [[0], [2]], 0, 1) // => Tensor [[0, 2, 3], [4, 5, 0]]
 * @source NumPy reference, put_along_axis
 * @peers jax.numpy.put_along_axis, numpy.put_along_axis
 * @see takeAlongAxis, withAt
 * @keywords scatter, write at indices
 */
export function putAlongAxis(
  x: TensorLike,
  indices: TensorLike,
  values: TensorLike,
  axis: number,
  options?: UpdateOptions,
): Tensor {
  const { op = "set" } = readOptions("putAlongAxis", options, UPDATE);
  const t = toTensor(x, "putAlongAxis");
  return update("putAlongAxis", t, placesAlongAxis("putAlongAxis", t.shape, indices, axis), values, op);
}

/** @param places - int32, in row-major order of x */
function update(op: string, x: Tensor, places: Tensor, value: TensorLike, mode: ScatterMode): Tensor {
  const given = cast(toTensor(value, op, "value"), x.dtype);
  checkBroadcast(op, given.shape, places.shape, ["value", "places"]);
  return reshapeTo(scatter(mode, reshapeTo(x, [x.size]), places, broadcast(given, places.shape)), x.shape);
}
