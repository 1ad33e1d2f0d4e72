/** The functions between the layers of a network. */
import { type Adjustable, elementwise, neg, type Range, type Unary } from "../core/elementwise.ts";
import { abs, add, mul, reciprocal, square, sub } from "./arithmetic.ts";
import { equal, greater, less, logicalAnd, where } from "./compare.ts";
import { exp, expm1 } from "./exponential.ts";
import { clip } from "./rounding.ts";
import { ndtr as ndtrOf } from "./scalar/erf.ts";
import {
  logit as logitOf,
  sigmoid as sigmoidOf,
  silu as siluOf,
  softplus as softplusOf,
} from "./scalar/logarithmic.ts";
import { ndtr, normalDensity } from "./special/erf.ts";
import {
  gelu as geluKernel,
  logit as logitKernel,
  positivePart,
  sigmoid as sigmoidKernel,
  silu as siluKernel,
  softplus as softplusKernel,
} from "./kernel/activation.ts";
import { atLeast, atMost, expm1 as expm1Kernel } from "./kernel/exponential.ts";

const REAL: Range = [-700, 700];
const HARD: readonly number[] = [0, -0, 1e-8, 20, -20, 40, -40, 800, -800, Infinity, -Infinity];

/**
 * The logistic function 1/(1 + e⁻ˣ).
 * @param x - any shape; integers become floats
 * @returns the shape of x, between 0 and 1
 * @example sigmoid([0, 2]) // => Tensor [0.5, 0.88079708]
 * @source Dive into Deep Learning 5.1.2
 * @peers torch.sigmoid, tf.math.sigmoid, jax.nn.sigmoid, mxnet.npx.sigmoid
 * @math \sigma(x) = \frac{1}{1 + e^{-x}}
 * @see logit, logSigmoid
 * @keywords expit, activation, squash
 */
export const sigmoid: Unary = /*@__PURE__*/ elementwise({
  name: "sigmoid",
  domain: { x: REAL },
  hard: HARD,
  ulp: { f32: 2.5, f64: 2.5 },
  eval: sigmoidOf,
  kernel: sigmoidKernel,
  // 1 - out would be 0 from x = 37 on.
  partials: { x: ({ x, out }) => mul(out, sigmoid(neg(x))) },
  source: "D2L 5.1.2",
});

/**
 * log(x/(1 - x)), the inverse of `sigmoid`.
 * @param x - any shape, 0 ≤ x ≤ 1; integers become floats
 * @returns the shape of x; ∓Infinity at 0 and 1, NaN outside
 * @example logit([0.5, 0.9]) // => Tensor [0, 2.19722458]
 * @source SciPy, scipy.special.logit; log1p((2x - 1)/(1 - x)) near 1/2
 * @peers torch.logit, jax.scipy.special.logit, scipy.special.logit
 * @math \ln\frac{x}{1 - x}
 * @see sigmoid
 * @keywords log odds, inverse sigmoid
 */
export const logit: Unary = /*@__PURE__*/ elementwise({
  name: "logit",
  domain: { x: [0.02, 0.98] },
  hard: [0, -0, 1e-300, 0.5, 0.5000001, 1, 1.5],
  ulp: { f32: 4, f64: 3 },
  eval: logitOf,
  kernel: logitKernel,
  partials: { x: ({ x }) => reciprocal(mul(x, sub(1, x))) },
  source: "scipy.special.logit",
});

/**
 * log(1/(1 + e⁻ˣ)) without overflow.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example logSigmoid([0, -800]) // => Tensor [-0.6931471805599453, -800]
 * @source SciPy, scipy.special.log_expit
 * @peers torch.nn.functional.logsigmoid, tf.math.log_sigmoid, jax.nn.log_sigmoid
 * @math \ln\frac{1}{1 + e^{-x}}
 * @see sigmoid, softplus
 * @keywords log of the logistic function
 */
export const logSigmoid: Unary = /*@__PURE__*/ elementwise({
  name: "logSigmoid",
  domain: { x: REAL },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  eval: (x) => -softplusOf(-x),
  kernel: (k, x) => k.neg(softplusKernel(k, k.neg(x))),
  partials: { x: ({ x }) => sigmoid(neg(x)) },
  source: "scipy.special.log_expit",
});

/**
 * log(1 + eˣ) without overflow.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example softplus([0, 800]) // => Tensor [0.6931471805599453, 800]
 * @source Dugas et al., NeurIPS 2000
 * @peers torch.nn.functional.softplus, tf.math.softplus, jax.nn.softplus, scipy.special.softplus
 * @math \ln\left(1 + e^x\right)
 * @see relu, logSigmoid
 * @keywords smooth relu, activation
 */
export const softplus: Unary = /*@__PURE__*/ elementwise({
  name: "softplus",
  domain: { x: REAL },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  eval: softplusOf,
  kernel: softplusKernel,
  partials: { x: ({ x }) => sigmoid(x) },
  source: "Dugas et al. 2000",
});

/**
 * The rectifier max(x, 0): negative elements become 0. Its derivative at 0 is 0.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example relu([-1, 2]) // => Tensor [0, 2]
 * @source Dive into Deep Learning 5.1.2
 * @peers torch.relu, tf.nn.relu, jax.nn.relu, mxnet.npx.relu
 * @math \max(x, 0)
 * @see leakyRelu, gelu
 * @keywords rectified linear unit, activation, positive part
 */
export const relu: Unary = /*@__PURE__*/ elementwise({
  name: "relu",
  domain: { x: REAL },
  hard: HARD,
  ulp: { f32: 0, f64: 0 },
  eval: (x) => Math.max(x, 0),
  kernel: positivePart,
  partials: { x: ({ x }) => greater(x, 0) },
  source: "D2L 5.1.2",
});

/**
 * x kept between 0 and 6. Its derivative at 0 and at 6 is 0.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example relu6([-1, 2, 8]) // => Tensor [0, 2, 6]
 * @source Howard et al., MobileNets, 2017
 * @peers torch.nn.functional.relu6, tf.nn.relu6, jax.nn.relu6
 * @math \min(\max(x, 0), 6)
 * @see relu
 * @keywords capped rectifier
 */
export const relu6: Unary = /*@__PURE__*/ elementwise({
  name: "relu6",
  domain: { x: REAL },
  hard: HARD,
  ulp: { f32: 0, f64: 0 },
  eval: (x) => Math.min(Math.max(x, 0), 6),
  kernel: (k, x) => atMost(k, positivePart(k, x), 6),
  partials: { x: ({ x }) => logicalAnd(greater(x, 0), less(x, 6)) },
  source: "Howard et al. 2017",
});

/**
 * x where x > 0, slope · x elsewhere. Its derivative at 0 is the one of least norm between slope and 1.
 * @param x - any shape; integers become floats
 * @param slope - a shape that broadcasts with it, default 0.01
 * @returns the common shape
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example leakyRelu([-1, 2]) // => Tensor [-0.01, 2]
 * @source Maas, Hannun & Ng, ICML 2013
 * @peers torch.nn.functional.leaky_relu, tf.nn.leaky_relu, jax.nn.leaky_relu, mxnet.npx.leaky_relu
 * @math \max(x, 0) + s\min(x, 0)
 * @see relu
 * @keywords leaky rectifier, activation
 */
export const leakyRelu: Adjustable = /*@__PURE__*/ elementwise({
  name: "leakyRelu",
  domain: { x: REAL, slope: [0, 1] },
  hard: HARD,
  ulp: { f32: 1, f64: 0.5 }, // in float32 the slope itself is rounded
  defaults: { slope: 0.01 },
  eval: (x, slope) => (x > 0 ? x : slope * x),
  kernel: (k, x, slope) => k.select(k.gt(x, 0), x, k.mul(slope, x)),
  partials: {
    x: ({ x, slope }) => where(greater(x, 0), 1, where(equal(x, 0), clip(slope, 0, 1), slope)),
    slope: ({ x }) => where(greater(x, 0), 0, x),
  },
  source: "Maas, Hannun & Ng 2013",
});

/**
 * x where x > 0, alpha · (eˣ - 1) elsewhere. Its derivative at 0 is the one of least norm between alpha and 1.
 * @param x - any shape; integers become floats
 * @param alpha - a shape that broadcasts with it, default 1
 * @returns the common shape
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example elu([-1, 2]) // => Tensor [-0.63212056, 2]
 * @source Clevert, Unterthiner & Hochreiter, ICLR 2016
 * @peers torch.nn.functional.elu, tf.nn.elu, jax.nn.elu
 * @math \begin{cases} x & x > 0 \\ \alpha(e^x - 1) & x \le 0 \end{cases}
 * @see relu
 * @keywords exponential linear unit, activation
 */
export const elu: Adjustable = /*@__PURE__*/ elementwise({
  name: "elu",
  domain: { x: REAL, alpha: [0, 2] },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  defaults: { alpha: 1 },
  eval: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
  kernel: (k, x, alpha) => k.select(k.gt(x, 0), x, k.mul(alpha, expm1Kernel(k, x))),
  partials: {
    x: ({ x, alpha }) => where(greater(x, 0), 1, where(equal(x, 0), clip(alpha, 0, 1), mul(alpha, exp(x)))),
    alpha: ({ x }) => where(greater(x, 0), 0, expm1(x)),
  },
  source: "Clevert, Unterthiner & Hochreiter 2016",
});

/**
 * x Φ(x), with Φ the normal distribution function (not its approximation by tanh).
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example gelu([0, 1]) // => Tensor [0, 0.84134475]
 * @source Hendrycks & Gimpel, Gaussian error linear units, 2016
 * @peers torch.nn.functional.gelu, tf.nn.gelu, jax.nn.gelu
 * @math x\,\Phi(x)
 * @see relu, silu
 * @keywords activation
 */
export const gelu: Unary = /*@__PURE__*/ elementwise({
  name: "gelu",
  domain: { x: [-30, 30] },
  hard: HARD,
  ulp: { f32: 4.5, f64: 5 },
  eval: (x) => (x === -Infinity ? -0 : x * ndtrOf(x)),
  kernel: geluKernel,
  partials: { x: ({ x }) => add(ndtr(x), mul(x, normalDensity(x))) },
  source: "Hendrycks & Gimpel 2016",
});

/**
 * x/(1 + e⁻ˣ), also known as swish.
 * @param x - any shape; integers become floats
 * @returns the shape of x
 * @example silu([0, 2]) // => Tensor [0, 1.76159416]
 * @source Elfwing, Uchibe & Doya, Neural Networks 107 (2018)
 * @peers torch.nn.functional.silu, tf.nn.silu, jax.nn.silu
 * @math \frac{x}{1 + e^{-x}}
 * @see gelu
 * @keywords activation
 */
export const silu: Unary = /*@__PURE__*/ elementwise({
  name: "silu",
  domain: { x: REAL },
  hard: HARD,
  ulp: { f32: 3, f64: 3 },
  eval: siluOf,
  kernel: siluKernel,
  partials: { x: ({ x, out }) => add(sigmoid(x), mul(out, sigmoid(neg(x)))) },
  source: "Elfwing, Uchibe & Doya 2018",
});

/**
 * A smooth step from -1 to 1, x/(1 + |x|).
 * @param x - any shape; integers become floats
 * @returns the shape of x, between -1 and 1
 * @example softsign([-1, 3]) // => Tensor [-0.5, 0.75]
 * @source Bergstra et al., Quadratic polynomials learn better image features, 2009
 * @peers torch.nn.functional.softsign, tf.math.softsign, jax.nn.soft_sign
 * @math \frac{x}{1 + |x|}
 * @see tanh
 * @keywords activation
 */
export const softsign: Unary = /*@__PURE__*/ elementwise({
  name: "softsign",
  domain: { x: [-1e3, 1e3] },
  hard: HARD,
  ulp: { f32: 2, f64: 1 },
  eval: (x) => (Math.abs(x) === Infinity ? Math.sign(x) : x / (1 + Math.abs(x))),
  kernel: (k, x) => {
    // Beyond 2⁶⁰ it is ±1, at ±∞ as well.
    const bounded = atMost(k, atLeast(k, x, -(2 ** 60)), 2 ** 60);
    return k.div(bounded, k.add(k.abs(bounded), 1));
  },
  partials: { x: ({ x }) => square(reciprocal(add(1, abs(x)))) },
  source: "Bergstra et al. 2009",
});
