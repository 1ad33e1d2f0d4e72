/** Draws of truth values. */
import { type DType, defaultDtype } from "../base/dtypes.ts";
import { checkShape, type Shape } from "../base/shapes.ts";
import { cast } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { div, mul, sub } from "../ops/arithmetic.ts";
import { less, where } from "../ops/compare.ts";
import { fractionOf } from "./bits.ts";
import { checkKey, type Key } from "./key.ts";
import { checkValues, drawParameters, drawShape, floatDTypeOf } from "./parameters.ts";
import { wordsOf } from "./threefry.ts";

/**
 * true with probability p: where a uniform number is less than p.
 * @param key - a key
 * @param p - the probability, default 0.5
 * @param shape - of the result; default: that of p
 * @returns bool
 * @throws TensorError "value" when `key` is no key or p no probability, "shape" when p does not broadcast to the shape
 * @example random.bernoulli(random.key(0), 0.3, [5]) // => Tensor [false, true, false, false, false]
 * @source JAX `random.bernoulli`
 * @peers torch.bernoulli, jax.random.bernoulli
 * @math P(X = 1) = p
 * @see random.categorical
 * @keywords coin flip, biased coin, random booleans, toss
 */
export function bernoulli(key: Key, p: TensorLike = 0.5, shape?: Shape): Tensor {
  checkKey("bernoulli", key);
  const drawn = drawParameters("bernoulli", shape, undefined, { p });
  const checked = checkValues(drawn.values.p as Tensor, "probability", "bernoulli", "p");
  return less(fractionOf(wordsOf(key, drawn.shape), drawn.dtype), checked);
}

/**
 * -1 or 1, equally likely.
 * @param key - a key
 * @param shape - of the result; default []
 * @returns int32
 * @throws TensorError "value" when `key` is no key or `shape` no shape
 * @example random.rademacher(random.key(0), [5]) // => Tensor [1, 1, -1, -1, -1] int32
 * @source JAX `random.rademacher`
 * @peers jax.random.rademacher
 * @math P(X = 1) = P(X = -1) = \tfrac{1}{2}
 * @see random.bernoulli
 * @keywords random signs, plus or minus one
 */
export function rademacher(key: Key, shape: Shape = []): Tensor {
  checkKey("rademacher", key);
  return signsOf(key, checkShape("rademacher", shape), "int32");
}

/** -1 or 1. */
export const signsOf = (key: Key, shape: Shape, dtype: DType): Tensor =>
  sub(mul(cast(less(fractionOf(wordsOf(key, shape), defaultDtype()), 0.5), dtype), 2), 1);

/**
 * x with each element set to 0 with probability rate, and the others divided by 1 - rate, so that the mean stays.
 * @param key - a key
 * @param x - any shape; integers become floats
 * @param rate - the probability of a zero, from 0 to 1
 * @returns the shape of x; the gradient passes where x does
 * @throws TensorError "value" when `key` is no key or the rate no probability, "shape" when it does not broadcast to x
 * @example random.dropout(random.key(0), [1, 2, 3, 4], 0.5) // => Tensor [2, 4, 0, 0]
 * @source Srivastava et al., Dropout (2014); Dive into Deep Learning 5.6
 * @peers torch.dropout
 * @math y_i = \frac{x_i\,b_i}{1 - r},\quad P(b_i = 0) = r
 * @see random.bernoulli
 * @keywords drop units, regularization
 */
export function dropout(key: Key, x: TensorLike, rate: TensorLike): Tensor {
  checkKey("dropout", key);
  const tensor = toTensor(x, "dropout");
  const keep = sub(1, checkValues(toTensor(rate, "dropout", "rate"), "probability", "dropout", "rate"));
  drawShape("dropout", tensor.shape, { rate: keep.shape });
  const dtype = floatDTypeOf([tensor]);
  const kept = less(fractionOf(wordsOf(key, tensor.shape), dtype), cast(keep, dtype));
  return where(kept, div(tensor, keep), 0);
}
