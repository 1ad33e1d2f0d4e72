/** Joining tensors, parting them and repeating them. */
import { fail } from "../base/errors.ts";
import { checkShape, normalizeAxis, sameShape } from "../base/shapes.ts";
import { broadcast, reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import { type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import { checkInteger, checkIntegers, checkList } from "./arguments.ts";
import { concatenate, sliceAxis, strideOf } from "./blocks.ts";
import { gatherAxis } from "./gather.ts";

function toTensors(op: string, xs: readonly TensorLike[]): Tensor[] {
  return promoteAll(checkList(op, "xs", xs).map((x, i) => toTensor(x, op, `xs[${i}]`)));
}

/**
 * Tensors one behind the other along an axis that they have.
 * @param xs - the same sizes on every other axis
 * @param axis - the axis along which they are joined, default 0
 * @returns the common dtype
 * @throws TensorError "shape" when the other sizes differ, "axis" when there is no such axis
 * @example
 * concat([[1, 2], [3]]) // => Tensor [1, 2, 3]
 * concat([[[1], [2]], [[3], [4]]], 1) // => Tensor [[1, 3], [2, 4]]
 * @source NumPy reference, concatenate
 * @peers torch.concat, tf.concat, jax.numpy.concat, numpy.concat, torch.cat, numpy.concatenate, jax.numpy.concatenate, mxnet.np.concatenate
 * @see stack, split
 * @keywords append, hstack, vstack
 */
export function concat(xs: readonly TensorLike[], axis = 0): Tensor {
  const tensors = toTensors("concat", xs);
  return concatenate(tensors, normalizeAxis("concat", axis, tensors[0].ndim));
}

/**
 * Tensors of one shape along a new axis.
 * @param xs - all of the same shape
 * @param axis - where the new axis stands in the result, default 0
 * @returns the common dtype
 * @throws TensorError "shape" when the shapes differ, "axis" when the result has no such axis
 * @example
 * stack([[1, 2], [3, 4]]) // => Tensor [[1, 2], [3, 4]]
 * stack([[1, 2], [3, 4]], 1) // => Tensor [[1, 3], [2, 4]]
 * @source NumPy reference, stack
 * @peers torch.stack, tf.stack, jax.numpy.stack, mxnet.np.stack, numpy.stack
 * @see concat, unstack
 * @keywords combine tensors
 */
export function stack(xs: readonly TensorLike[], axis = 0): Tensor {
  const tensors = toTensors("stack", xs);
  const { shape, ndim } = tensors[0];
  const odd = tensors.findIndex((x) => !sameShape(x.shape, shape));
  if (odd >= 0) {
    fail("shape", {
      op: "stack",
      problem: `tensor ${odd} has another shape than tensor 0`,
      shapes: { "tensor 0": shape, [`tensor ${odd}`]: tensors[odd].shape },
      expects: "tensors of one shape",
      fix: "concat joins along an axis that is there; broadcastArrays makes shapes equal",
    });
  }
  const place = normalizeAxis("stack", axis, ndim + 1);
  const wide = shape.toSpliced(place, 0, 1);
  return concatenate(
    tensors.map((x) => reshapeTo(x, wide)),
    place,
  );
}

/**
 * The parts along an axis, which they lose.
 * @param x - at least one axis
 * @param axis - the axis that is taken apart, default 0
 * @returns as many tensors as the axis is long
 * @throws TensorError "axis" when x has no such axis
 * @example unstack([[1, 2], [3, 4]]) // => [Tensor [1, 2], Tensor [3, 4]]
 * @source TensorFlow reference, tf.unstack
 * @peers tf.unstack, jax.numpy.unstack, numpy.unstack
 * @see stack, split
 * @keywords unbind, separate into a list
 */
export function unstack(x: TensorLike, axis = 0): Tensor[] {
  const t = toTensor(x, "unstack");
  const along = normalizeAxis("unstack", axis, t.ndim);
  const shape = t.shape.toSpliced(along, 1);
  return Array.from({ length: t.shape[along] }, (_, start) =>
    reshapeTo(sliceAxis(t, along, { start, size: 1, step: 1 }), shape),
  );
}

/**
 * Blocks of an axis.
 * @param x - at least one axis
 * @param sections - how many blocks of equal size, or the places at which to cut; places beyond the end leave empty blocks
 * @param axis - the axis that is cut, default 0
 * @returns the blocks in order; joined again they are x
 * @throws TensorError "shape" when the axis cannot be divided into that many blocks, "axis" when x has no such axis
 * @example
 * split([1, 2, 3, 4], 2) // => [Tensor [1, 2], Tensor [3, 4]]
 * split([1, 2, 3, 4], [1, 3]) // => [Tensor [1], Tensor [2, 3], Tensor [4]]
 * @source NumPy reference, split
 * @peers torch.split, tf.split, jax.numpy.split, mxnet.np.split, numpy.split
 * @see concat, unstack
 * @keywords chunk, divide into parts
 */
export function split(x: TensorLike, sections: number | readonly number[], axis = 0): Tensor[] {
  const t = toTensor(x, "split");
  const along = normalizeAxis("split", axis, t.ndim);
  const size = t.shape[along];
  const cuts =
    typeof sections === "number" ? equalCuts(t, sections, along) : checkIntegers("split", "sections", sections);
  return [...cuts, undefined].map((stop, i) => sliceAxis(t, along, strideOf(size, i === 0 ? 0 : cuts[i - 1], stop)));
}

function equalCuts(x: Tensor, sections: number, axis: number): number[] {
  const size = x.shape[axis];
  if (size % checkInteger("split", "sections", sections, 1) !== 0) {
    fail("shape", {
      op: "split",
      problem: `axis ${axis} of size ${size} cannot be divided into ${sections} equal blocks`,
      shapes: { x: x.shape },
      expects: "a number that divides the size",
      fix: "give the places at which to cut, e.g. split(x, [2, 5])",
    });
  }
  return Array.from({ length: sections - 1 }, (_, i) => (i + 1) * (size / sections));
}

/**
 * Copies of a tensor side by side.
 * @param x - any shape
 * @param reps - how many along each axis; a shorter list counts from the last axis, a longer one adds axes in front
 * @returns the dtype of x; each size is multiplied by its count
 * @throws TensorError "value" for counts that are no integers >= 0
 * @example
 * tile([1, 2], 2) // => Tensor [1, 2, 1, 2]
 * tile([1, 2], [2, 1]) // => Tensor [[1, 2], [1, 2]]
 * @source NumPy reference, tile
 * @peers torch.tile, tf.tile, jax.numpy.tile, mxnet.np.tile, numpy.tile
 * @see repeat
 * @keywords repeat a tensor
 */
export function tile(x: TensorLike, reps: number | readonly number[]): Tensor {
  const t = toTensor(x, "tile");
  const given = checkIntegers("tile", "reps", reps, 0);
  const ndim = Math.max(t.ndim, given.length);
  const sizes = [...new Array<number>(ndim - t.ndim).fill(1), ...t.shape];
  const counts = [...new Array<number>(ndim - given.length).fill(1), ...given];
  checkShape(
    "tile",
    sizes.map((size, i) => size * counts[i]),
    "the shape of the result",
  );
  const apart = reshapeTo(
    t,
    sizes.flatMap((size) => [1, size]),
  );
  const repeated = broadcast(
    apart,
    sizes.flatMap((size, i) => [counts[i], size]),
  );
  return reshapeTo(
    repeated,
    sizes.map((size, i) => size * counts[i]),
  );
}

/**
 * Each element several times.
 * @param x - any shape
 * @param counts - how often, one number for all or one for each element of the axis
 * @param axis - the axis along which elements are repeated; without one x is flattened
 * @returns the dtype and shape of x, with the axis as long as all its repetitions
 * @throws TensorError "shape" when the list does not fit the axis, "value" for counts that are no integers >= 0
 * @example
 * repeat([1, 2], 2) // => Tensor [1, 1, 2, 2]
 * repeat([[1, 2], [3, 4]], [1, 2], 0) // => Tensor [[1, 2], [3, 4], [3, 4]]
 * @source NumPy reference, repeat
 * @peers tf.repeat, jax.numpy.repeat, mxnet.np.repeat, numpy.repeat
 * @see tile
 * @keywords duplicate elements, repeat_interleave
 */
export function repeat(x: TensorLike, counts: number | readonly number[], axis?: number | null): Tensor {
  const given = toTensor(x, "repeat");
  if (axis === undefined || axis === null) return repeat(reshapeTo(given, [given.size]), counts, 0);
  const along = normalizeAxis("repeat", axis, given.ndim);
  const size = given.shape[along];
  const list = checkIntegers("repeat", "counts", counts, 0);
  if (list.length !== 1 && list.length !== size) {
    fail("shape", {
      op: "repeat",
      problem: `${list.length} counts for axis ${along} of size ${size}`,
      shapes: { x: given.shape, counts: [list.length] },
      expects: "one count, or one for each element of the axis",
      fix: "pass one number for all, or name the axis that the counts are for",
    });
  }
  const total = list.length === 1 ? size * list[0] : list.reduce((sum, count) => sum + count, 0);
  checkShape("repeat", given.shape.with(along, total), "the shape of the result");
  if (list.length === 1) return repeatEvenly(given, list[0], along);
  const places = Int32Array.from(list.flatMap((count, i) => new Array<number>(count).fill(i)));
  return gatherAxis(given, along, wrap(places, [places.length], "int32"));
}

function repeatEvenly(x: Tensor, count: number, axis: number): Tensor {
  const { shape } = x;
  const apart = reshapeTo(x, shape.toSpliced(axis + 1, 0, 1));
  const repeated = broadcast(apart, shape.toSpliced(axis + 1, 0, count));
  return reshapeTo(repeated, shape.with(axis, shape[axis] * count));
}
