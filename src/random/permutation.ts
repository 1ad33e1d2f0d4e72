/** Random orders. */
import { fail } from "../base/errors.ts";
import { normalizeAxis, sizeOf } from "../base/shapes.ts";
import { readList } from "../base/trees.ts";
import { toTensor } from "../core/convert.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive } from "../core/op.ts";
import { arrayOf, isTensor, type Tensor, type TensorLike } from "../core/tensor.ts";
import { gatherAxis } from "../ops/gather.ts";
import { below } from "./bits.ts";
import { checkKey, type Key } from "./key.ts";
import { noTangents, wordsOf } from "./threefry.ts";

/**
 * The first m of a random order of 0 ... n - 1, for words [..., m, 2]: int32 [..., m]. Place i takes one of the n - i numbers
 * that are left, each exactly as likely.
 * @source Fisher & Yates; Knuth, The Art of Computer Programming 2, 3.4.2, algorithm P
 */
export const orderOp: Op<{ readonly n: number }> = /*@__PURE__*/ primitive({
  name: "randomOrder",
  infer: ([words]) => [{ shape: words.shape.slice(0, -1), dtype: "int32", weak: false }],
  evaluate: ([words], { n }, [{ shape }]) => {
    const pairs = arrayOf(words);
    const m = shape[shape.length - 1];
    const out = new Int32Array(sizeOf(shape));
    const rest = new Int32Array(n);
    for (let row = 0; row < out.length; row += m) {
      for (let i = 0; i < n; i++) rest[i] = i;
      for (let i = 0; i < m; i++) {
        const j = i + below(pairs, 2 * (row + i), n - i);
        out[row + i] = rest[j];
        rest[j] = rest[i];
      }
    }
    return [out];
  },
  jvp: noTangents,
  batch: ({ args, params }) => ({ outs: [bind1(orderOp, args, params)], batched: [true] }),
});

/** The first `count` of a random order of 0 ... n - 1. */
export const orderOf = (key: Key, n: number, count: number = n): Tensor =>
  bind1(orderOp, [wordsOf(key, [count])], { n });

/**
 * A random order: of 0 ... n - 1, or of what stands along an axis of a tensor; whole rows move. All orders are equally likely.
 * Its cost is proportional to n.
 * @param key - a key
 * @param x - how many, or a tensor with the axis
 * @param axis - which axis is put into order; default 0
 * @returns int32 [n] for a number; else the tensor in its new order
 * @throws TensorError "value" when `key` is no key, or a number no size, "axis" when the tensor does not have the axis
 * @example
 * random.permutation(random.key(0), 5); // => Tensor [2, 3, 0, 4, 1] int32
 * random.permutation(random.key(1), [[1, 2], [3, 4]], 1); // => Tensor [[2, 1], [4, 3]]
 * @source Knuth, The Art of Computer Programming 2, 3.4.2, algorithm P
 * @peers jax.random.permutation, numpy.random.permutation
 * @see random.shuffle
 * @keywords shuffle indices
 */
export function permutation(key: Key, x: number | TensorLike, axis = 0): Tensor {
  checkKey("permutation", key);
  if (typeof x === "number") {
    normalizeAxis("permutation", axis, 1);
    return orderOf(key, checkCount("permutation", "x", x));
  }
  const tensor = toTensor(x, "permutation");
  const along = normalizeAxis("permutation", axis, tensor.ndim);
  return gatherAxis(tensor, along, orderOf(key, tensor.shape[along]));
}

/** The largest array of places. */
const MOST = 2 ** 31 - 1;

/** A number of things. */
export function checkCount(op: string, argument: string, n: number, least = 0): number {
  if (Number.isInteger(n) && n >= least && n <= MOST) return n + 0; // -0 becomes 0
  return fail("value", { op, argument, got: n, expects: `an integer of ${least} ... ${MOST}` });
}

/**
 * What is in a list or a tensor, in random order; the argument itself stays as it is. A list of anything gives a list, a tensor
 * gives a tensor whose rows along the axis have moved, in the same order for the same key.
 * @param key - a key
 * @param x - an array or a tensor
 * @param axis - of a tensor; default 0
 * @returns a new list or tensor
 * @throws TensorError "value" when `key` is no key or x neither array nor tensor, "axis" when the tensor does not have the axis
 * @example
 * random.shuffle(random.key(4), ["a", "b", "c"]); // => [ 'c', 'b', 'a' ]
 * random.shuffle(random.key(4), tensor([1, 2, 3])); // => Tensor [3, 2, 1]
 * @source Knuth, The Art of Computer Programming 2, 3.4.2, algorithm P
 * @peers tf.random.shuffle, mxnet.np.random.shuffle, numpy.random.shuffle
 * @see random.permutation
 * @keywords mix, random order of rows
 */
export const shuffle: Shuffle = (key: Key, x: Tensor | readonly unknown[], axis = 0): never => {
  checkKey("shuffle", key);
  if (isTensor(x)) {
    const along = normalizeAxis("shuffle", axis, x.ndim);
    return gatherAxis(x, along, orderOf(key, x.shape[along])) as never;
  }
  const list = readList(x, MOST);
  if (list === undefined) fail("value", { op: "shuffle", argument: "x", got: x, expects: "an array or a tensor" });
  normalizeAxis("shuffle", axis, 1);
  return Array.from(arrayOf(orderOf(key, list.length), "shuffle"), (i) => list[i]) as never;
};

/** Overloads of {@link shuffle}. */
export interface Shuffle {
  (key: Key, x: Tensor, axis?: number): Tensor;
  <T>(key: Key, x: readonly T[]): T[];
}
