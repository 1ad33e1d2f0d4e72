/** Draws of real numbers with loc and scale: elementary functions of random fractions, so gradients pass to the parameters. */
import type { FloatDType } from "../base/dtypes.ts";
import type { Shape } from "../base/shapes.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { readOptions } from "../ops/arguments.ts";
import { abs, add, div, mul, neg, sign, square, sub } from "../ops/arithmetic.ts";
import { less, where } from "../ops/compare.ts";
import { exp, log, log1p } from "../ops/exponential.ts";
import { sqrt } from "../ops/power.ts";
import { sum } from "../ops/reduce.ts";
import { tan } from "../ops/trigonometric.ts";
import { signsOf } from "./bernoulli.ts";
import { fractionOf } from "./bits.ts";
import { exponentialsOf, normalsOf } from "./continuous.ts";
import { type LocScaleOptions, locScale, moved, readDraw, SCALE, type ScaleOptions } from "./drawing.ts";
import { type Key, splitOf } from "./key.ts";
import { wordsOf } from "./threefry.ts";

/**
 * Cauchy numbers, loc + scale tan(πu/2) for u uniform on (-1, 1), precise also far out. Differentiable in loc and scale.
 * @param key - a key
 * @param shape - of the result; default: that of the parameters
 * @param options - `loc`, default 0, and `scale` >= 0, default 1; `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError as `normal`
 * @example random.cauchy(random.key(0), [3]) // => Tensor [-0.26192951, -1.23784602, 9.14252843]
 * @source Devroye, Non-uniform random variate generation (1986), II.2
 * @peers jax.random.cauchy, numpy.random.standard_cauchy
 * @math p(x) = \frac{1}{\pi (1 + x^2)}
 * @see random.studentT
 * @keywords Lorentz distribution, heavy tails
 */
export function cauchy(key: Key, shape?: Shape, options?: LocScaleOptions): Tensor {
  return locScale("cauchy", key, shape, options, (own, sizes, dtype) => {
    const u = fractionOf(wordsOf(own, sizes), dtype, true);
    const size = abs(u);
    const isNear = less(size, 0.5);
    // 1 - |u| is exact there: what is near a pole of tan is not.
    const slope = tan(mul(where(isNear, size, sub(1, size)), Math.PI / 2));
    return mul(sign(u), where(isNear, slope, div(1, slope)));
  });
}

/**
 * Laplace numbers: exponential ones with a random sign. Differentiable in loc and scale.
 * @param key - a key
 * @param shape - of the result; default: that of the parameters
 * @param options - `loc`, default 0, and `scale` >= 0, default 1; `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError as `normal`
 * @example random.laplace(random.key(0), [3]) // => Tensor [0.17803369, 0.83796278, -2.66848708]
 * @source JAX `random.laplace`; Devroye, Non-uniform random variate generation (1986), II.2
 * @peers jax.random.laplace, numpy.random.laplace
 * @math p(x) = \tfrac{1}{2} e^{-|x|}
 * @see random.exponential
 * @keywords double exponential
 */
export function laplace(key: Key, shape?: Shape, options?: LocScaleOptions): Tensor {
  return locScale("laplace", key, shape, options, (own, sizes, dtype) => {
    const u = fractionOf(wordsOf(own, sizes), dtype, true);
    return mul(sign(u), log1p(neg(abs(u))));
  });
}

/**
 * Logistic numbers, loc + scale log(u / (1 - u)) for a uniform u. Differentiable in loc and scale.
 * @param key - a key
 * @param shape - of the result; default: that of the parameters
 * @param options - `loc`, default 0, and `scale` >= 0, default 1; `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError as `normal`
 * @example random.logistic(random.key(0), [3]) // => Tensor [-0.32911032, -1.28738678, 3.32634015]
 * @source JAX `random.logistic`; Devroye, Non-uniform random variate generation (1986), II.2
 * @peers jax.random.logistic, mxnet.np.random.logistic, numpy.random.logistic
 * @math p(x) = \frac{e^{-x}}{(1 + e^{-x})^2}
 * @see random.gumbel
 * @keywords sigmoid noise
 */
export function logistic(key: Key, shape?: Shape, options?: LocScaleOptions): Tensor {
  return locScale("logistic", key, shape, options, (own, sizes, dtype) => {
    const u = add(fractionOf(wordsOf(own, sizes), dtype), dtype === "float64" ? 2 ** -1022 : 2 ** -126);
    return sub(log(u), log1p(neg(u)));
  });
}

/**
 * Log-normal numbers, e^(loc + scale z) for normal z. Differentiable in loc and scale.
 * @param key - a key
 * @param shape - of the result; default: that of the parameters
 * @param options - `loc`, default 0, and `scale` >= 0, default 1, of the logarithm; `dtype`, by default that of the parameters, else
 * the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError as `normal`
 * @example random.lognormal(random.key(0), [3]) // => Tensor [0.81396156, 0.45622655, 6.14775314]
 * @source JAX `random.lognormal`
 * @peers jax.random.lognormal, mxnet.np.random.lognormal, numpy.random.lognormal
 * @math p(x) = \frac{1}{x \sigma \sqrt{2\pi}}\, e^{-\frac{(\log x - \mu)^2}{2\sigma^2}}
 * @see random.normal
 * @keywords multiplicative noise
 */
export function lognormal(key: Key, shape?: Shape, options?: LocScaleOptions): Tensor {
  return exp(locScale("lognormal", key, shape, options, normalsOf));
}

/** A positive sampler with a scale. */
function scaled(
  op: string,
  key: Key,
  shape: Shape | undefined,
  options: ScaleOptions | undefined,
  standard: (key: Key, shape: Shape, dtype: FloatDType) => Tensor,
): Tensor {
  const { scale, dtype: wanted } = readOptions(op, options, SCALE);
  const { shape: sizes, dtype, values } = readDraw(op, key, shape, wanted, { scale: [scale, "scale"] });
  return moved(standard(key, sizes, dtype), values.scale);
}

/**
 * Rayleigh numbers: the lengths of vectors of two normal numbers. Differentiable in the scale.
 * @param key - a key
 * @param shape - of the result; default: that of the scale
 * @param options - `scale` >= 0, default 1; `dtype`, by default that of the scale, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError as `normal`
 * @example random.rayleigh(random.key(0), [3]) // => Tensor [1.04122097, 0.6981736, 2.59292663]
 * @source Devroye, Non-uniform random variate generation (1986), II.2
 * @peers jax.random.rayleigh, mxnet.np.random.rayleigh, numpy.random.rayleigh
 * @math p(x) = x e^{-x^2/2}
 * @see random.maxwell, random.weibull
 * @keywords length of a random vector, wind speed
 */
export function rayleigh(key: Key, shape?: Shape, options?: ScaleOptions): Tensor {
  return scaled("rayleigh", key, shape, options, (...given) => sqrt(mul(exponentialsOf(...given), 2)));
}

/** √(x² + y² + z²) */
const maxwellsOf = (key: Key, shape: Shape, dtype: FloatDType): Tensor =>
  sqrt(sum(square(normalsOf(key, [...shape, 3], dtype)), -1));

/**
 * Maxwell numbers: the lengths of vectors of three normal numbers. Differentiable in the scale.
 * @param key - a key
 * @param shape - of the result; default: that of the scale
 * @param options - `scale` >= 0, default 1; `dtype`, by default that of the scale, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError as `normal`
 * @example random.maxwell(random.key(0), [3]) // => Tensor [1.98906991, 0.42460738, 1.24030791]
 * @source JAX `random.maxwell`
 * @peers jax.random.maxwell
 * @math p(x) = \sqrt{\tfrac{2}{\pi}}\, x^2 e^{-x^2/2}
 * @see random.rayleigh, random.doublesidedMaxwell
 * @keywords Maxwell-Boltzmann, molecular speeds
 */
export function maxwell(key: Key, shape?: Shape, options?: ScaleOptions): Tensor {
  return scaled("maxwell", key, shape, options, maxwellsOf);
}

/**
 * Maxwell numbers with a random sign. Differentiable in loc and scale.
 * @param key - a key
 * @param shape - of the result; default: that of the parameters
 * @param options - `loc`, default 0, and `scale` >= 0, default 1; `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError as `normal`
 * @example random.doublesidedMaxwell(random.key(0), [3]) // => Tensor [1.98461204, -2.4782074, -1.6334815]
 * @source JAX `random.double_sided_maxwell`
 * @peers jax.random.double_sided_maxwell
 * @math p(x) = \frac{x^2}{\sqrt{2\pi}}\, e^{-x^2/2}
 * @see random.maxwell
 * @keywords two-sided Maxwell
 */
export function doublesidedMaxwell(key: Key, shape?: Shape, options?: LocScaleOptions): Tensor {
  return locScale("doublesidedMaxwell", key, shape, options, (own, sizes, dtype) => {
    const [lengths, signs] = splitOf(own, 2);
    return mul(maxwellsOf(lengths, sizes, dtype), signsOf(signs, sizes, dtype));
  });
}

/**
 * Weibull numbers, scale · e^(1/concentration) for exponential e. Differentiable in both.
 * @param key - a key
 * @param concentration - the shape parameter, > 0
 * @param shape - of the result; default: that of the parameters
 * @param options - `scale` >= 0, default 1; `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key, a concentration is not positive and finite, or a scale negative; "shape" when they
 * do not broadcast
 * @example random.weibull(random.key(0), 1.5, [3]) // => Tensor [0.6648197, 0.3901796, 2.24405574]
 * @source JAX `random.weibull_min`; Devroye, Non-uniform random variate generation (1986), II.2
 * @peers jax.random.weibull_min, mxnet.np.random.weibull, numpy.random.weibull
 * @math p(x) = c\, x^{c - 1} e^{-x^c}
 * @see random.exponential, random.rayleigh
 * @keywords lifetimes, failure times
 */
export function weibull(key: Key, concentration: TensorLike, shape?: Shape, options?: ScaleOptions): Tensor {
  const { scale, dtype: wanted } = readOptions("weibull", options, SCALE);
  const given = { concentration: [concentration, "positive"], scale: [scale, "scale"] } as const;
  const { shape: sizes, dtype, values } = readDraw("weibull", key, shape, wanted, given);
  return moved(exp(div(log(exponentialsOf(key, sizes, dtype)), values.concentration)), values.scale);
}

/**
 * Pareto numbers, at least the scale: scale · e^(e/concentration) for exponential e. Differentiable in both.
 * @param key - a key
 * @param concentration - the exponent of the tail, > 0
 * @param shape - of the result; default: that of the parameters
 * @param options - `scale` >= 0, default 1; `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key, a concentration is not positive and finite, or a scale negative; "shape" when they
 * do not broadcast
 * @example random.pareto(random.key(0), 3, [3]) // => Tensor [1.19804395, 1.08463233, 3.06652425]
 * @source JAX `random.pareto`; Devroye, Non-uniform random variate generation (1986), II.2
 * @peers jax.random.pareto, mxnet.np.random.pareto, numpy.random.pareto
 * @math p(x) = \frac{a}{x^{a + 1}},\quad x \ge 1
 * @see random.zipf, random.exponential
 * @keywords power law, heavy tails, incomes
 */
export function pareto(key: Key, concentration: TensorLike, shape?: Shape, options?: ScaleOptions): Tensor {
  const { scale, dtype: wanted } = readOptions("pareto", options, SCALE);
  const given = { concentration: [concentration, "positive"], scale: [scale, "scale"] } as const;
  const { shape: sizes, dtype, values } = readDraw("pareto", key, shape, wanted, given);
  return moved(exp(div(exponentialsOf(key, sizes, dtype), values.concentration)), values.scale);
}
