/** Random integers. */
import { fail } from "../base/errors.ts";
import { checkShape, type Shape } from "../base/shapes.ts";
import { broadcast, cast } from "../core/basic.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { type Checks, oneOf, readOptions } from "../ops/arguments.ts";
import { add, sub } from "../ops/arithmetic.ts";
import { belowOf } from "./bits.ts";
import { checkKey, type Key } from "./key.ts";
import { checkValues, drawShape, toExact } from "./parameters.ts";
import { wordsOf } from "./threefry.ts";

/** Options of {@link randint}. */
export interface RandintOptions {
  /** "int32" (default) or "uint32". */
  readonly dtype?: "int32" | "uint32";
}

const RANDINT: Checks<RandintOptions> = { dtype: /*@__PURE__*/ oneOf("int32", "uint32") };

/**
 * Integers of low ... high - 1, each exactly as likely, without the bias of a modulo: 32 random bits are taken modulo
 * high - low, unless they are among the last few that would make some values likelier; those are drawn again.
 * @param key - a key
 * @param shape - of the result
 * @param low - the least integer; a tensor broadcasts to the shape
 * @param high - one more than the largest integer
 * @param options - `dtype`: "int32" or "uint32", default "int32"
 * @returns integers of the shape
 * @throws TensorError "value" when `key` is no key, low >= high, or one of them is no integer within the dtype, "shape" when low
 * and high do not broadcast to the shape
 * @example random.randint(random.key(0), [5], 1, 7) // => Tensor [4, 1, 1, 6, 4] int32
 * @source Lemire, Fast random integer generation in an interval (2019), §3
 * @peers torch.randint, jax.random.randint, mxnet.np.random.randint, numpy.random.randint
 * @see random.choice
 * @keywords random integers, dice, roll a die
 */
export function randint(key: Key, shape: Shape, low: TensorLike, high: TensorLike, options?: RandintOptions): Tensor {
  checkKey("randint", key);
  const { dtype = "int32" } = readOptions("randint", options, RANDINT);
  const bounds = { low: toExact(low, "randint", "low"), high: toExact(high, "randint", "high") };
  const sizes = drawShape("randint", checkShape("randint", shape), { low: bounds.low.shape, high: bounds.high.shape });
  const least = checkValues(cast(bounds.low, "float64"), dtype, "randint", "low");
  const end = checkValues(cast(bounds.high, "float64"), dtype, "randint", "high");
  if (typeof low === "number" && typeof high === "number" && low >= high) {
    fail("value", { op: "randint", argument: "high", got: high, expects: `more than low, which is ${low}` });
  }
  const span = checkValues(sub(end, least), "span", "randint", "high - low");
  const offset = belowOf(wordsOf(key, sizes), span.ndim === 0 ? span : broadcast(span, sizes), dtype);
  return low === 0 ? offset : add(offset, cast(least, dtype));
}
