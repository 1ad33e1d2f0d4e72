/** Keys: what a draw depends on, and how one key becomes many. */
import { fail, showShape } from "../base/errors.ts";
import { checkShape, type Shape } from "../base/shapes.ts";
import { broadcast, cast, reshapeTo } from "../core/basic.ts";
import { bind1 } from "../core/interpreter.ts";
import { isTensor, type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import { mul } from "../ops/arithmetic.ts";
import { bitsOp } from "./bits.ts";
import { checkValues, toExact } from "./parameters.ts";
import { consume } from "./reuse.ts";
import { threefry, wordsOf } from "./threefry.ts";

/** A key: a uint32 tensor of shape [2]. */
export type Key = Tensor;

/**
 * The key of a seed. The same key always gives the same values, whatever the machine; draw twice from one key, and the values
 * are the same. `split` and `foldIn` make new keys, `generator` does so by itself.
 * @param seed - an integer, also negative; a bigint up to 64 bits
 * @returns uint32, shape [2]: the high and the low word
 * @throws TensorError "value" for a number that is no safe integer, or a bigint of more than 64 bits
 * @example
 * random.key(42); // => Tensor [0, 42] uint32
 * random.uniform(random.key(42), [2]); // => Tensor [0.42672757, 0.01501007]
 * @source the seeding of JAX's `random.key` with 64-bit integers
 * @peers jax.random.key
 * @see random.split, random.generator
 * @keywords random seed, reproducible, PRNGKey, manual_seed
 */
export function key(seed: number | bigint): Key {
  return keyOf("key", seed);
}

/** @param op - the function that the user called, for its errors */
export function keyOf(op: string, seed: unknown): Key {
  const fits =
    typeof seed === "bigint"
      ? seed >= -(2n ** 63n) && seed < 2n ** 64n
      : typeof seed === "number" && Number.isSafeInteger(seed);
  if (!fits) {
    fail("value", {
      op,
      argument: "seed",
      got: seed,
      expects: "an integer up to 2 ** 53 in size, or a bigint of at most 64 bits",
    });
  }
  return keyOfWord(BigInt.asUintN(64, BigInt(seed as number | bigint)));
}

function keyOfWord(word: bigint): Key {
  return wrap(Uint32Array.of(Number(word >> 32n), Number(word & 0xffffffffn)), [2], "uint32");
}

/**
 * New keys of one key, whose draws have nothing to do with one another nor with those of the old key. Do not draw from the old
 * key besides.
 * @param key - a key
 * @param n - how many, or a shape; default 2
 * @returns uint32, shape [n, 2]: one key a row
 * @throws TensorError "value" when `key` is no key, or `n` no size
 * @example
 * const [a, b] = random.split(random.key(0));
 * b; // => Tensor [928981903, 3453687069] uint32
 * @source JAX `random.split` with jax_threefry_partitionable: row i is threefry2x32 of the counter i
 * @peers jax.random.split, tf.random.split
 * @see random.key, random.foldIn
 * @keywords several keys, independent streams
 */
export function split(key: Key, n: number | Shape = 2): Tensor {
  checkKey("split", key);
  return wordsOf(key, checkShape("split", n, "n"));
}

/** Keys for the parts of a draw: the rows of `split`. */
export const splitOf = (key: Key, n: number): Key[] =>
  Array.from({ length: n }, (_, i) => threefry(key, wrap(Uint32Array.of(0, i), [2], "uint32")));

/**
 * The key that belongs to a key and a number, such as that of a step or a layer. It is row `data` of `split`, so use one key for
 * one of the two.
 * @param key - a key
 * @param data - an integer of 32 bits: 0 ... 2^32 - 1, also as a scalar tensor
 * @returns uint32, shape [2]
 * @throws TensorError "value" when `key` is no key or `data` no such integer, "shape" when it is no scalar
 * @example random.foldIn(random.key(0), 7) // => Tensor [2716826189, 292468403] uint32
 * @source JAX `random.fold_in`: threefry2x32 of the counter (0, data)
 * @peers tf.random.fold_in, jax.random.fold_in
 * @see random.split
 * @keywords derive a key, seed per step
 */
export function foldIn(key: Key, data: TensorLike): Key {
  requireKey("foldIn", key);
  const x = toExact(data, "foldIn", "data");
  if (x.ndim !== 0) {
    fail("shape", {
      op: "foldIn",
      problem: '"data" is no scalar',
      shapes: { data: x.shape },
      expects: "one integer",
      fix: "for many, vmap((d) => random.foldIn(key, d))(data)",
    });
  }
  const low = cast(checkValues(x, "word", "foldIn", "data"), "uint32");
  return threefry(key, mul(broadcast(reshapeTo(low, [1]), [2]), LOW));
}

/** Selects the low word of a pair. */
const LOW: Tensor = /*@__PURE__*/ wrap(/*@__PURE__*/ Uint32Array.of(0, 1), [2], "uint32");

/**
 * Random bits.
 * @param key - a key
 * @param shape - of the result; default []
 * @returns uint32: integers of 0 ... 2^32 - 1, each equally likely
 * @throws TensorError "value" when `key` is no key or `shape` no shape
 * @example random.bits(random.key(0), [2]) // => Tensor [4070199207, 4202968722] uint32
 * @source JAX `random.bits` with jax_threefry_partitionable: the exclusive or of the two words of threefry2x32
 * @peers jax.random.bits
 * @see random.randint
 * @keywords raw random integers
 */
export function bits(key: Key, shape: Shape = []): Tensor {
  checkKey("bits", key);
  return bind1(bitsOp, [wordsOf(key, checkShape("bits", shape))], undefined);
}

/** A key, which is used up with that, or an error that tells how to get one. */
export function checkKey(op: string, key: unknown): asserts key is Key {
  requireKey(op, key);
  consume(op, key);
}

/** A key, which may be used again. */
export function requireKey(op: string, key: unknown): asserts key is Key {
  const isWords = isTensor(key) && key.dtype === "uint32";
  if (isWords && key.ndim === 1 && key.shape[0] === 2) return;
  const many = isWords && key.ndim > 1 && key.shape.at(-1) === 2;
  fail("value", {
    op,
    argument: "key",
    got: key,
    problem: isTensor(key) ? `"key" is a ${key.dtype} tensor of shape ${showShape(key.shape)}` : undefined,
    expects: "a key: a uint32 tensor of shape [2], made by random.key(seed)",
    fix: many
      ? `these are several keys: take one, keys.at(0), or draw for each, vmap((key) => random.${op}(key, ...))(keys)`
      : `random.${op}(random.key(${typeof key === "number" && Number.isSafeInteger(key) ? key : 42}), ...), or a method of random.generator(seed)`,
  });
}
