/** Draws of gamma numbers, and of what is made of them. All are differentiable in their parameters. */
import type { FloatDType } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import type { Shape } from "../base/shapes.ts";
import { cast } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { sigmoid } from "../ops/activation.ts";
import { checkedLater, type Checks, readOptions } from "../ops/arguments.ts";
import { div, mul, sub } from "../ops/arithmetic.ts";
import { exp, log } from "../ops/exponential.ts";
import { sqrt } from "../ops/power.ts";
import { softmax } from "../ops/softmax.ts";
import { signsOf } from "./bernoulli.ts";
import { normalsOf } from "./continuous.ts";
import { DTYPE, type DTypeOptions, LOC_SCALE, type LocScaleOptions, moved, readDraw } from "./drawing.ts";
import { gammaOf } from "./gammaOp.ts";
import { checkKey, type Key, splitOf } from "./key.ts";
import { checkValues, drawShape, floatDTypeOf } from "./parameters.ts";

/** Options of {@link gamma}. */
export interface GammaOptions extends DTypeOptions {
  /** The inverse of the scale; the mean is concentration / rate. Default 1. */
  readonly rate?: TensorLike;
}

const GAMMA: Checks<GammaOptions> = { ...DTYPE, rate: checkedLater };

/**
 * Gamma numbers. Those of concentrations far below 1 are so near to 0 that they underflow; `logGamma` does not. Differentiable in
 * the parameters, in the concentration implicitly: -∂F/∂a divided by the density.
 * @param key - a key
 * @param concentration - the shape parameter, > 0
 * @param shape - of the result; default: that of the parameters
 * @param options - `rate` > 0, default 1; `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key or a parameter is not positive and finite, "shape" when they do not broadcast to
 * the shape
 * @example random.gamma(random.key(0), 2, [3]) // => Tensor [1.41479905, 0.84495879, 5.28245368]
 * @source Marsaglia & Tsang, A simple method for generating gamma variables (2000); Figurnov, Mohamed & Mnih, Implicit
 * reparameterization gradients (2018)
 * @peers tf.random.gamma, jax.random.gamma, mxnet.np.random.gamma, numpy.random.gamma
 * @math p(x) = \frac{\beta^a}{\Gamma(a)}\, x^{a - 1} e^{-\beta x}
 * @see random.logGamma, random.beta, random.chisquare
 * @keywords sample gamma, Erlang, waiting time for several events
 */
export function gamma(key: Key, concentration: TensorLike, shape?: Shape, options?: GammaOptions): Tensor {
  const { rate, dtype } = readOptions("gamma", options, GAMMA);
  const given = { concentration: [concentration, "positive"], rate: [rate, "positive"] } as const;
  const { shape: sizes, values } = readDraw("gamma", key, shape, dtype, given);
  const standard = gammaOf(key, values.concentration, sizes);
  return values.rate === undefined ? standard : div(standard, values.rate);
}

/**
 * Logarithms of gamma numbers, which do not underflow however small the concentration is: those that `gamma` draws of the same key.
 * @param key - a key
 * @param concentration - the shape parameter, > 0
 * @param shape - of the result; default: that of the parameters
 * @param options - `rate` > 0, default 1; `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError as `gamma`
 * @example random.logGamma(random.key(0), 1e-3, [3]) // => Tensor [-582.56605205, -1061.96260249, -615.95494938]
 * @source Marsaglia & Tsang, A simple method for generating gamma variables (2000), §6
 * @peers jax.random.loggamma
 * @math e^y \sim \operatorname{Gamma}(a, \beta)
 * @see random.gamma
 * @keywords small concentrations, log space
 */
export function logGamma(key: Key, concentration: TensorLike, shape?: Shape, options?: GammaOptions): Tensor {
  const { rate, dtype } = readOptions("logGamma", options, GAMMA);
  const given = { concentration: [concentration, "positive"], rate: [rate, "positive"] } as const;
  const { shape: sizes, values } = readDraw("logGamma", key, shape, dtype, given);
  const standard = gammaOf(key, values.concentration, sizes, true);
  return values.rate === undefined ? standard : sub(standard, log(values.rate));
}

/**
 * χ² numbers: sums of df squares of standard normal numbers, for any df > 0. Differentiable in df.
 * @param key - a key
 * @param df - degrees of freedom, > 0
 * @param shape - of the result; default: that of df
 * @param options - `dtype`, by default that of df, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key or df is not positive and finite, "shape" when it does not broadcast
 * @example random.chisquare(random.key(0), 3, [3]) // => Tensor [1.91631268, 1.01547243, 8.8660831]
 * @source Devroye, Non-uniform random variate generation (1986), IX.3
 * @peers jax.random.chisquare, mxnet.np.random.chisquare, numpy.random.chisquare
 * @math \chi^2 = 2 G,\quad G \sim \operatorname{Gamma}(\tfrac{\nu}{2})
 * @see random.gamma, random.f
 * @keywords chi-squared
 */
export function chisquare(key: Key, df: TensorLike, shape?: Shape, options?: DTypeOptions): Tensor {
  const { dtype } = readOptions("chisquare", options, DTYPE);
  const { shape: sizes, values } = readDraw("chisquare", key, shape, dtype, { df: [df, "positive"] });
  return mul(gammaOf(key, div(values.df, 2), sizes), 2);
}

/**
 * Beta numbers, between 0 and 1: G / (G + H) for gamma numbers G and H, in log space. Differentiable in both concentrations.
 * @param key - a key
 * @param concentration1 - of 1, > 0
 * @param concentration0 - of 0, > 0
 * @param shape - of the result; default: that of the parameters
 * @param options - `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key or a concentration is not positive and finite, "shape" when they do not broadcast
 * @example random.beta(random.key(0), 2, 3, [3]) // => Tensor [0.84909456, 0.16282222, 0.37181893]
 * @source Devroye, Non-uniform random variate generation (1986), IX.4.1
 * @peers jax.random.beta, mxnet.np.random.beta, numpy.random.beta
 * @math p(x) \propto x^{a - 1} (1 - x)^{b - 1}
 * @see random.dirichlet, random.gamma
 * @keywords random probability
 */
export function beta(
  key: Key,
  concentration1: TensorLike,
  concentration0: TensorLike,
  shape?: Shape,
  options?: DTypeOptions,
): Tensor {
  const { dtype } = readOptions("beta", options, DTYPE);
  const given = {
    concentration1: [concentration1, "positive"],
    concentration0: [concentration0, "positive"],
  } as const;
  const { shape: sizes, values } = readDraw("beta", key, shape, dtype, given);
  const [first, second] = splitOf(key, 2);
  const one = gammaOf(first, values.concentration1, sizes, true);
  return sigmoid(sub(one, gammaOf(second, values.concentration0, sizes, true)));
}

/**
 * Dirichlet numbers: probabilities with the sum 1 along the last axis. Differentiable in the concentration.
 * @param key - a key
 * @param concentration - along the last axis, > 0
 * @param shape - of the draws, without that axis; default: that of the concentration without it
 * @param options - `dtype`, by default that of the concentration, else the default dtype
 * @returns the shape with the axis behind; float64 or float32
 * @throws TensorError "value" when `key` is no key or a concentration is not positive and finite, "shape" when it is a scalar or does
 * not broadcast
 * @example random.dirichlet(random.key(0), [1, 2, 3]) // => Tensor [0.06228994, 0.10273244, 0.83497762]
 * @source Devroye, Non-uniform random variate generation (1986), XI.4.1
 * @peers jax.random.dirichlet, numpy.random.dirichlet
 * @math p(x) \propto \prod_i x_i^{a_i - 1}
 * @see random.beta, random.multinomial
 * @keywords random probabilities, simplex
 */
export function dirichlet(key: Key, concentration: TensorLike, shape?: Shape, options?: DTypeOptions): Tensor {
  checkKey("dirichlet", key);
  const { dtype } = readOptions("dirichlet", options, DTYPE);
  const given = toTensor(concentration, "dirichlet", "concentration");
  if (given.ndim === 0) {
    fail("shape", {
      op: "dirichlet",
      problem: '"concentration" is a scalar',
      shapes: { concentration: [] },
      expects: "one concentration for each probability",
      fix: "pass a vector, e.g. [1, 1, 1]",
    });
  }
  const a = checkValues(cast(given, dtype ?? floatDTypeOf([given])), "positive", "dirichlet", "concentration");
  const sizes = drawShape("dirichlet", shape, { "concentration without its last axis": a.shape.slice(0, -1) });
  return softmax(gammaOf(key, a, [...sizes, a.shape[a.ndim - 1]], true), -1);
}

/**
 * Student's t numbers: normal numbers divided by √(χ²/df). Differentiable in the parameters.
 * @param key - a key
 * @param df - degrees of freedom, > 0
 * @param shape - of the result; default: that of the parameters
 * @param options - `loc`, default 0, and `scale` >= 0, default 1; `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key, df is not positive and finite, or a scale negative; "shape" when they do not
 * broadcast
 * @example random.studentT(random.key(0), 5, [3]) // => Tensor [3.57959988, -0.33917604, 0.36592418]
 * @source Devroye, Non-uniform random variate generation (1986), IX.5
 * @peers jax.random.t, numpy.random.standard_t
 * @math p(x) \propto \left(1 + \frac{x^2}{\nu}\right)^{-(\nu + 1)/2}
 * @see random.normal, random.cauchy
 * @keywords t distribution, heavy tails, outliers
 */
export function studentT(key: Key, df: TensorLike, shape?: Shape, options?: LocScaleOptions): Tensor {
  const { loc, scale, dtype: wanted } = readOptions("studentT", options, LOC_SCALE);
  const given = { df: [df, "positive"], loc: [loc], scale: [scale, "scale"] } as const;
  const { shape: sizes, dtype, values } = readDraw("studentT", key, shape, wanted, given);
  const [first, second] = splitOf(key, 2);
  const half = div(values.df, 2);
  const stretch = sqrt(div(half, gammaOf(second, half, sizes)));
  return moved(mul(normalsOf(first, sizes, dtype), stretch), values.scale, values.loc);
}

/**
 * F numbers: the quotient of two χ² numbers, each divided by its degrees of freedom. Differentiable in both.
 * @param key - a key
 * @param df1 - degrees of freedom above, > 0
 * @param df2 - degrees of freedom below, > 0
 * @param shape - of the result; default: that of the parameters
 * @param options - `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key or degrees of freedom are not positive and finite, "shape" when they do not broadcast
 * @example random.f(random.key(0), 4, 6, [3]) // => Tensor [0.09201322, 3.28572528, 1.15021288]
 * @source Devroye, Non-uniform random variate generation (1986), IX.4.1
 * @peers jax.random.f, numpy.random.f
 * @math F = \frac{\chi^2_{d_1} / d_1}{\chi^2_{d_2} / d_2}
 * @see random.chisquare
 * @keywords Fisher-Snedecor, analysis of variance
 */
export function f(key: Key, df1: TensorLike, df2: TensorLike, shape?: Shape, options?: DTypeOptions): Tensor {
  const { dtype } = readOptions("f", options, DTYPE);
  const { shape: sizes, values } = readDraw("f", key, shape, dtype, { df1: [df1, "positive"], df2: [df2, "positive"] });
  const [below, above] = splitOf(key, 2);
  const [top, bottom] = [div(values.df1, 2), div(values.df2, 2)];
  const ratio = exp(sub(gammaOf(above, top, sizes, true), gammaOf(below, bottom, sizes, true)));
  return mul(ratio, div(bottom, top));
}

/**
 * Generalized normal numbers, ±G^(1/power): Laplace numbers for the power 1, normal ones of variance 1/2 for 2, uniform ones of
 * [-1, 1] in the limit. Differentiable in the parameters.
 * @param key - a key
 * @param power - the exponent, > 0
 * @param shape - of the result; default: that of the parameters
 * @param options - `loc`, default 0, and `scale` >= 0, default 1; `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key, a power is not positive and finite, or a scale negative; "shape" when they do not
 * broadcast
 * @example random.generalizedNormal(random.key(0), 1.5, [3]) // => Tensor [1.8416067, -0.03333022, -1.2829203]
 * @source JAX `random.generalized_normal`; Devroye, Non-uniform random variate generation (1986), IV.7
 * @peers jax.random.generalized_normal
 * @math p(x) \propto e^{-|x|^p}
 * @see random.normal, random.laplace, random.ball
 * @keywords exponential power distribution
 */
export function generalizedNormal(key: Key, power: TensorLike, shape?: Shape, options?: LocScaleOptions): Tensor {
  const { loc, scale, dtype: wanted } = readOptions("generalizedNormal", options, LOC_SCALE);
  const given = { power: [power, "positive"], loc: [loc], scale: [scale, "scale"] } as const;
  const { shape: sizes, dtype, values } = readDraw("generalizedNormal", key, shape, wanted, given);
  return moved(generalizedNormalsOf(key, values.power, sizes, dtype), values.scale, values.loc);
}

export function generalizedNormalsOf(key: Key, power: Tensor, shape: Shape, dtype: FloatDType): Tensor {
  const [first, second] = splitOf(key, 2);
  const inverse = div(1, power);
  return mul(exp(mul(gammaOf(first, inverse, shape, true), inverse)), signsOf(second, shape, dtype));
}
