/** Draws of real numbers from shapes of their own: powers, triangles, passage times. */
import type { Shape } from "../base/shapes.ts";
import { toTensor } from "../core/convert.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { checkedLater, type Checks, readOptions } from "../ops/arguments.ts";
import { add, div, mul, square, sub } from "../ops/arithmetic.ts";
import { less, lessEqual, where } from "../ops/compare.ts";
import { exp, log1p } from "../ops/exponential.ts";
import { neg } from "../core/elementwise.ts";
import { sqrt } from "../ops/power.ts";
import { erfcx } from "../ops/special/erf.ts";
import { fractionOf } from "./bits.ts";
import { normalsOf } from "./continuous.ts";
import { DTYPE, type DTypeOptions, readDraw } from "./drawing.ts";
import { implicit } from "./implicit.ts";
import { type Key, splitOf } from "./key.ts";
import { checkValues } from "./parameters.ts";
import { wordsOf } from "./threefry.ts";

/**
 * Numbers of [0, 1] with a density in proportion to x^(concentration - 1): u^(1/concentration). Differentiable.
 * @param key - a key
 * @param concentration - the exponent plus 1, > 0
 * @param shape - of the result; default: that of the concentration
 * @param options - `dtype`, by default that of the concentration, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key or a concentration is not positive and finite, "shape" when it does not broadcast
 * @example random.power(random.key(0), 3, [3]) // => Tensor [0.83469392, 0.92197141, 0.3261021]
 * @source Devroye, Non-uniform random variate generation (1986), II.2
 * @peers mxnet.np.random.power, numpy.random.power
 * @math p(x) = a x^{a - 1},\quad 0 \le x \le 1
 * @see random.beta, random.pareto
 * @keywords power function distribution
 */
export function power(key: Key, concentration: TensorLike, shape?: Shape, options?: DTypeOptions): Tensor {
  const { dtype: wanted } = readOptions("power", options, DTYPE);
  const given = { concentration: [concentration, "positive"] } as const;
  const { shape: sizes, dtype, values } = readDraw("power", key, shape, wanted, given);
  return exp(div(log1p(neg(fractionOf(wordsOf(key, sizes), dtype))), values.concentration));
}

/**
 * Numbers between low and high whose density rises to the peak and falls again, each in a straight line. Differentiable.
 * @param key - a key
 * @param low - the lower end
 * @param peak - where the density is largest
 * @param high - the upper end
 * @param shape - of the result; default: that of the parameters
 * @param options - `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key or not low <= peak <= high with low < high, "shape" when they do not broadcast
 * @example random.triangular(random.key(0), 0, 1, 4, [3]) // => Tensor [1.35831216, 0.9301515, 3.35490895]
 * @source JAX `random.triangular`; Devroye, Non-uniform random variate generation (1986), II.2
 * @peers jax.random.triangular, numpy.random.triangular
 * @math p(x) \propto \min\left(\frac{x - a}{c - a}, \frac{b - x}{b - c}\right)
 * @see random.uniform
 * @keywords three-point estimate
 */
export function triangular(
  key: Key,
  low: TensorLike,
  peak: TensorLike,
  high: TensorLike,
  shape?: Shape,
  options?: DTypeOptions,
): Tensor {
  const { dtype: wanted } = readOptions("triangular", options, DTYPE);
  const given = { low: [low], peak: [peak], high: [high] } as const;
  const { shape: sizes, dtype, values } = readDraw("triangular", key, shape, wanted, given);
  const width = checkValues(sub(values.high, values.low), "positive", "triangular", "high - low");
  const up = checkValues(sub(values.peak, values.low), "scale", "triangular", "peak - low");
  const down = checkValues(sub(values.high, values.peak), "scale", "triangular", "high - peak");
  const u = fractionOf(wordsOf(key, sizes), dtype);
  const rising = less(u, div(up, width));
  // The branch that is not taken must not have the root of 0, whose derivative is infinite.
  const part = mul(width, where(rising, mul(u, up), mul(sub(1, u), down)));
  const root = sqrt(where(less(0, part), part, 1));
  const way = where(less(0, part), root, 0);
  return where(rising, add(values.low, way), sub(values.high, way));
}

/** Options of {@link wald}. */
export interface WaldOptions extends DTypeOptions {
  /** The larger, the narrower: the variance is mean³ / concentration. Default 1. */
  readonly concentration?: TensorLike;
}

const WALD: Checks<WaldOptions> = { ...DTYPE, concentration: checkedLater };

/**
 * Wald, or inverse Gaussian, numbers: the time until a random motion with drift first comes to a level. Differentiable in both
 * parameters, implicitly.
 * @param key - a key
 * @param mean - the mean, > 0
 * @param shape - of the result; default: that of the parameters
 * @param options - `concentration` > 0, default 1; `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key or a parameter is not positive and finite, "shape" when they do not broadcast
 * @example random.wald(random.key(0), 2, [3]) // => Tensor [0.22327945, 3.90085525, 3.56995724]
 * @source Michael, Schucany & Haas, Generating random variates using transformations with multiple roots (1976)
 * @peers jax.random.wald, numpy.random.wald
 * @math p(x) = \sqrt{\frac{\lambda}{2\pi x^3}}\, e^{-\frac{\lambda (x - \mu)^2}{2\mu^2 x}}
 * @see random.gamma
 * @keywords inverse Gaussian, first passage time
 */
export function wald(key: Key, mean: TensorLike, shape?: Shape, options?: WaldOptions): Tensor {
  const { concentration, dtype: wanted } = readOptions("wald", options, WALD);
  const given = { mean: [mean, "positive"], concentration: [concentration, "positive"] } as const;
  const { shape: sizes, dtype, values } = readDraw("wald", key, shape, wanted, given);
  const { mean: center, concentration: narrow = toTensor(1, "wald") } = values;
  const [first, second] = splitOf(key, 2);
  // The roots are mean · (1 + r ± √(r (r + 2))), whose product is mean².
  const r = mul(square(normalsOf(first, sizes, dtype)), div(center, mul(narrow, 2)));
  const large = add(add(r, 1), sqrt(mul(r, add(r, 2))));
  const takesSmall = lessEqual(fractionOf(wordsOf(second, sizes), dtype), div(large, add(large, 1)));
  return waldSample(where(takesSmall, div(center, large), mul(center, large)), center, narrow);
}

/** ∂x/∂μ = 2 √λ x^(3/2)/μ² · Φ(-b)/φ(b) with b = √(λ/x) (x/μ + 1), from the derivative of the distribution function. */
function slopeInMean(x: Tensor, mean: Tensor, narrow: Tensor): Tensor {
  const b = mul(sqrt(div(narrow, x)), add(div(x, mean), 1));
  const mills = mul(erfcx(mul(b, Math.SQRT1_2)), Math.sqrt(Math.PI / 2));
  return mul(mul(mul(sqrt(mul(narrow, x)), div(x, square(mean))), 2), mills);
}

const waldSample: (...args: Tensor[]) => Tensor = /*@__PURE__*/ implicit("randomWald", [
  slopeInMean,
  // Samples are proportional to both parameters together.
  (x, mean, narrow) => div(sub(x, mul(mean, slopeInMean(x, mean, narrow))), narrow),
]);
