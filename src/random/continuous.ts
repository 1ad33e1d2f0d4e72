/** Draws of real numbers. All are made of ops on random fractions, so gradients pass to the parameters. */
import type { FloatDType } from "../base/dtypes.ts";
import type { Shape } from "../base/shapes.ts";
import { toTensor } from "../core/convert.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { checkedLater, type Checks, readOptions } from "../ops/arguments.ts";
import { add, div, mul, neg, sub } from "../ops/arithmetic.ts";
import { greater, where } from "../ops/compare.ts";
import { log, log1p } from "../ops/exponential.ts";
import { maximum, minimum } from "../ops/maximum.ts";
import { erfinv, ndtr, ndtri } from "../ops/special/erf.ts";
import { fractionOf } from "./bits.ts";
import { type LocScaleOptions, locScale } from "./drawing.ts";
import { checkKey, type Key } from "./key.ts";
import { checkValues, drawParameters, isFloatName } from "./parameters.ts";
import { wordsOf } from "./threefry.ts";

/** Options of {@link uniform}. */
export interface UniformOptions {
  /** The lower end, which belongs to the interval. Default 0. */
  readonly low?: TensorLike;
  /** The upper end, which does not. Default 1. */
  readonly high?: TensorLike;
  /** The dtype of the result. Default: that of the parameters, else the default dtype. */
  readonly dtype?: FloatDType;
}

const UNIFORM: Checks<UniformOptions> = { low: checkedLater, high: checkedLater, dtype: isFloatName };

/**
 * Uniform numbers in [low, high): low + (high - low) f with a fraction f of 52 random bits for float64 and 23 for float32, bit
 * for bit those of JAX. Where low + (high - low) f rounds up, high itself can come out. Differentiable in low and high.
 * @param key - a key
 * @param shape - of the result; default: that of the parameters
 * @param options - `low`, default 0, and `high`, default 1: broadcast to the shape; `dtype`, by default that of the parameters,
 * else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key, or low > high, or their distance is not finite, "shape" when they do not
 * broadcast to the shape
 * @example random.uniform(random.key(0), [3], { low: -1 }) // => Tensor [-0.16308578, -0.56740909, 0.93064292]
 * @source JAX `random.uniform` with jax_threefry_partitionable
 * @peers tf.random.uniform, jax.random.uniform, mxnet.np.random.uniform, numpy.random.uniform
 * @math p(x) = \frac{1}{b - a}
 * @see random.randint, random.normal
 * @keywords random numbers between 0 and 1
 */
export function uniform(key: Key, shape?: Shape, options?: UniformOptions): Tensor {
  checkKey("uniform", key);
  const { low, high, dtype } = readOptions("uniform", options, UNIFORM);
  const drawn = drawParameters("uniform", shape, dtype, { low, high });
  const { low: start = 0, high: end = 1 } = drawn.values;
  const fraction = fractionOf(wordsOf(key, drawn.shape), drawn.dtype);
  if (low === undefined && high === undefined) return fraction;
  return add(mul(fraction, checkValues(sub(end, start), "width", "uniform", "high - low")), start);
}

/**
 * Normal numbers with mean loc and standard deviation scale: loc + scale √2 erf⁻¹(u), where u is uniform on the grid
 * -1 + h, -1 + 5h, ..., 1 - 3h with h = 2^-53 (float32: 2^-24). So they are finite, at most 8.3 (float32: 5.5) in size before
 * scaling, and equal JAX's up to the rounding of erf⁻¹. Differentiable in loc and scale.
 * @param key - a key
 * @param shape - of the result; default: that of the parameters
 * @param options - `loc`, default 0, and `scale` >= 0, default 1: broadcast to the shape; `dtype`, by default that of the
 * parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key or a scale is negative, infinite or NaN, "shape" when the parameters do not
 * broadcast to the shape
 * @example random.normal(random.key(0), [3]) // => Tensor [-0.20584214, -0.78476578, 1.81608667]
 * @source JAX `random.normal`; inversion: Devroye, Non-uniform random variate generation (1986), II.2
 * @peers torch.normal, torch.randn, tf.random.normal, jax.random.normal, mxnet.np.random.normal, numpy.random.normal
 * @math p(x) = \frac{1}{\sigma\sqrt{2\pi}}\, e^{-\frac{(x - \mu)^2}{2\sigma^2}}
 * @see random.truncatedNormal
 * @keywords Gaussian, randn, bell curve, noise, initialize weights
 */
export function normal(key: Key, shape?: Shape, options?: LocScaleOptions): Tensor {
  return locScale("normal", key, shape, options, normalsOf);
}

/**
 * Gumbel numbers, loc - scale log(-log(f)) for a uniform f > 0: the largest of many. The place of the largest of logits plus
 * Gumbel numbers is a draw from their softmax. Differentiable in loc and scale.
 * @param key - a key
 * @param shape - of the result; default: that of the parameters
 * @param options - `loc`, default 0, and `scale` >= 0, default 1: broadcast to the shape; `dtype`, by default that of the
 * parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError as `normal`
 * @example random.gumbel(random.key(0), [3]) // => Tensor [0.13790566, -0.42599294, 3.34403911]
 * @source JAX `random.gumbel`; Gumbel, Statistics of extremes (1958), 5.2
 * @peers jax.random.gumbel, mxnet.np.random.gumbel, numpy.random.gumbel
 * @math p(x) = e^{-(x + e^{-x})}
 * @see random.categorical
 * @keywords Gumbel noise, Gumbel-max trick
 */
export function gumbel(key: Key, shape?: Shape, options?: LocScaleOptions): Tensor {
  return locScale("gumbel", key, shape, options, (own, sizes, dtype) => gumbelOf(wordsOf(own, sizes), dtype));
}

/** Standard Gumbel numbers of pairs of words. */
export const gumbelOf = (words: Tensor, dtype: FloatDType): Tensor =>
  neg(log(neg(log(add(fractionOf(words, dtype), dtype === "float64" ? 2 ** -1022 : 2 ** -126)))));

/** Standard normal numbers. */
export const normalsOf = (key: Key, shape: Shape, dtype: FloatDType): Tensor =>
  mul(erfinv(fractionOf(wordsOf(key, shape), dtype, true)), Math.SQRT2);

/** Standard exponential numbers. */
export const exponentialsOf = (key: Key, shape: Shape, dtype: FloatDType): Tensor =>
  neg(log1p(neg(fractionOf(wordsOf(key, shape), dtype))));

/** Options of {@link exponential}. */
export interface ExponentialOptions {
  /** How many happen in a unit of time; the mean is 1 / rate. Default 1. */
  readonly rate?: TensorLike;
  /** The dtype of the result. Default: that of the rate, else the default dtype. */
  readonly dtype?: FloatDType;
}

const EXPONENTIAL: Checks<ExponentialOptions> = { rate: checkedLater, dtype: isFloatName };

/**
 * Exponential numbers, -log(1 - f) / rate for a uniform f: the waiting time for what happens rate times in a unit of time.
 * Differentiable in the rate.
 * @param key - a key
 * @param shape - of the result; default: that of the rate
 * @param options - `rate` > 0, default 1: broadcasts to the shape; `dtype`, by default that of the rate,
 * else the default dtype
 * @returns the shape; float64 or float32; at most 36.1 (float32: 16) before the division
 * @throws TensorError "value" when `key` is no key or a rate is not positive and finite, "shape" when it does not broadcast
 * @example random.exponential(random.key(0), [3]) // => Tensor [0.54207056, 0.24372319, 3.36163426]
 * @source JAX `random.exponential`; Devroye, Non-uniform random variate generation (1986), II.2
 * @peers jax.random.exponential, mxnet.np.random.exponential, numpy.random.exponential
 * @math p(x) = \lambda e^{-\lambda x}
 * @see random.uniform
 * @keywords waiting times, Poisson process
 */
export function exponential(key: Key, shape?: Shape, options?: ExponentialOptions): Tensor {
  checkKey("exponential", key);
  const { rate, dtype: wanted } = readOptions("exponential", options, EXPONENTIAL);
  const { shape: sizes, dtype, values } = drawParameters("exponential", shape, wanted, { rate });
  const standard = exponentialsOf(key, sizes, dtype);
  return values.rate === undefined
    ? standard
    : div(standard, checkValues(values.rate, "positive", "exponential", "rate"));
}

/** Options of {@link truncatedNormal}. */
export interface TruncatedNormalOptions {
  /** The dtype of the result. Default: that of the ends, else the default dtype. */
  readonly dtype?: FloatDType;
}

const TRUNCATED_NORMAL: Checks<TruncatedNormalOptions> = { dtype: isFloatName };

/**
 * Standard normal numbers between lower and upper, by inversion on the side where the probabilities are small and so precise.
 * Differentiable in the ends. For other means and deviations: mul and add.
 * @param key - a key
 * @param lower - the lower end, also -Infinity
 * @param upper - the upper end, also Infinity
 * @param shape - of the result; default: that of the ends
 * @param options - `dtype`: "float64" or "float32", by default that of the ends, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key or between the ends is no probability (lower >= upper, or both beyond 38, in
 * float32 beyond 14), "shape" when they do not broadcast to the shape
 * @example random.truncatedNormal(random.key(0), -2, 2, [3]) // => Tensor [-0.19635199, -0.74147057, 1.59059133]
 * @source Devroye, Non-uniform random variate generation (1986), II.2.1
 * @peers tf.random.truncated_normal, jax.random.truncated_normal
 * @math p(x) \propto e^{-x^2/2},\quad a \le x \le b
 * @see random.normal
 * @keywords bounded Gaussian
 */
export function truncatedNormal(
  key: Key,
  lower: TensorLike,
  upper: TensorLike,
  shape?: Shape,
  options?: TruncatedNormalOptions,
): Tensor {
  checkKey("truncatedNormal", key);
  const { dtype } = readOptions("truncatedNormal", options, TRUNCATED_NORMAL);
  const ends = {
    lower: toTensor(lower, "truncatedNormal", "lower"),
    upper: toTensor(upper, "truncatedNormal", "upper"),
  };
  const drawn = drawParameters("truncatedNormal", shape, dtype, ends);
  const { lower: low, upper: high } = drawn.values as { lower: Tensor; upper: Tensor };
  const mirrored = greater(low, 0);
  const [a, b] = [where(mirrored, neg(high), low), where(mirrored, neg(low), high)];
  const mass = checkValues(
    sub(ndtr(b), ndtr(a)),
    "positive",
    "truncatedNormal",
    "the probability between lower and upper",
  );
  const inner = add(
    fractionOf(wordsOf(key, drawn.shape), drawn.dtype),
    drawn.dtype === "float64" ? 2 ** -53 : 2 ** -24,
  );
  const z = minimum(maximum(ndtri(add(ndtr(a), mul(inner, mass))), a), b);
  return where(mirrored, neg(z), z);
}
