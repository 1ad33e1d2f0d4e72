/** Which values there are. */
import { reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { arrayOf, type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import { gather } from "./gather.ts";
import { Sorter } from "./order.ts";

/** What {@link uniqueAll} returns. */
export interface UniqueAll {
  /** The distinct values in ascending order. */
  readonly values: Tensor;
  /** Where each occurs first among all elements in row-major order: int32. */
  readonly indices: Tensor;
  /** Of each element, the place of its value among the values: int32, the shape of x. */
  readonly inverse: Tensor;
  /** How often each occurs: int32. */
  readonly counts: Tensor;
}

/**
 * The distinct elements in ascending order. All NaN count as one; -0 and 0 too.
 * @param x - any shape and dtype
 * @returns [count], of the dtype of x; the derivative belongs to the first of equal elements
 * @throws TensorError "concrete" under vmap and trace, where it is not known how many there are
 * @example unique([3, 1, 3, 2]) // => Tensor [1, 2, 3]
 * @source Knuth, The Art of Computer Programming 3, 2nd ed., §6.5
 * @peers torch.unique, tf.unique, jax.numpy.unique, mxnet.np.unique, numpy.unique
 * @see uniqueAll, bincount
 * @keywords distinct values, deduplicate, set, remove duplicates
 */
export function unique(x: TensorLike): Tensor {
  return distinct("unique", toTensor(x, "unique")).values;
}

/**
 * The distinct elements in ascending order, and where and how often they occur.
 * @param x - any shape and dtype
 * @returns `values`, `indices` of the first of each, the `inverse` that makes x of the values, and `counts`
 * @throws TensorError "concrete" under vmap and trace, where it is not known how many there are
 * @example uniqueAll([3, 1, 3]).counts // => Tensor [1, 2] int32
 * @source Python array API standard 2024.12, unique_all
 * @peers jax.numpy.unique_all, numpy.unique_all
 * @see unique
 * @keywords distinct values with counts and inverse
 */
export function uniqueAll(x: TensorLike): UniqueAll {
  return distinct("uniqueAll", toTensor(x, "uniqueAll"));
}

function distinct(op: string, x: Tensor): UniqueAll {
  const array = arrayOf(x, op);
  const order = new Sorter(array.length).sort(array, 0, 1, false);
  const inverse = new Int32Array(array.length);
  const indices: number[] = [];
  const counts: number[] = [];
  let last = 0;
  for (const [k, place] of order.entries()) {
    const value = array[place];
    if (k === 0 || !(value === last || (value !== value && last !== last))) {
      indices.push(place);
      counts.push(0);
      last = value;
    }
    counts[counts.length - 1]++;
    inverse[place] = counts.length - 1;
  }
  const list = (values: readonly number[]): Tensor => wrap(Int32Array.from(values), [values.length], "int32");
  return {
    values: gather(reshapeTo(x, [x.size]), list(indices)),
    indices: list(indices),
    inverse: wrap(inverse, x.shape, "int32"),
    counts: list(counts),
  };
}
