/** Sums, differences and products of numbers that are kept as logarithms. */
import { type Binary, elementwise, neg, type Range, type Unary } from "../core/elementwise.ts";
import { add, div, mul } from "./arithmetic.ts";
import { xdivy } from "./division.ts";
import { exp, expm1, log, log1p } from "./exponential.ts";
import {
  log1mexp as log1mexpOf,
  logaddexp as logaddexpOf,
  xlog1py as xlog1pyOf,
  xlogy as xlogyOf,
} from "./scalar/elementary.ts";
import {
  exp2Share,
  expShare,
  logaddexp2 as logaddexp2Of,
  logdiffexp as logdiffexpOf,
  odds,
} from "./scalar/logarithmic.ts";
import { exp as expKernel, exp2 as exp2Kernel } from "./kernel/exponential.ts";
import {
  log as logKernel,
  log1mexp as log1mexpKernel,
  log1p as log1pKernel,
  logdiffexp as logdiffexpKernel,
  logOfTwo,
} from "./kernel/logarithmic.ts";
import { odds as oddsKernel, share as shareKernel } from "./kernel/shares.ts";

const REAL: Range = [-700, 700];
const HARD: readonly number[] = [0, -0, 1e-17, 1, -40, 800, -800, Infinity, -Infinity];

/**
 * log(eˣ + eʸ) without overflow. The derivatives are the shares eˣ/(eˣ + eʸ) and eʸ/(eˣ + eʸ): (0, 0) where both are -∞, and all
 * to the one that is ∞, half to each where both are.
 * @param x - any shape; integers become floats
 * @param y - a shape that broadcasts with it
 * @returns the common shape; 2 ulp, and an absolute 2⁻⁵³ (float32: 2⁻²⁴) next to the zeros eˣ + eʸ = 1
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logaddexp(1000, 1000) // => Tensor 1000.6931471805599
 * @source max + log1p(e^-|x - y|): Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021)
 * @peers torch.logaddexp, jax.numpy.logaddexp, numpy.logaddexp
 * @math \ln\left(e^x + e^y\right)
 * @see logsumexp
 * @keywords add in log space, sum of probabilities
 */
export const logaddexp: Binary = /*@__PURE__*/ elementwise({
  name: "logaddexp",
  domain: { x: REAL, y: REAL },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  absolute: 2 ** -53,
  eval: logaddexpOf,
  kernel: (k, x, y) => logOfTwo(k, x, y, (distance) => expKernel(k, distance, true), Math.LN2),
  partials: { x: ({ x, y }) => share(x, y), y: ({ x, y }) => share(y, x) },
  source: "Blanchard, Higham & Higham 2021",
});

/** eˣ/(eˣ + eʸ). */
const share: Binary = /*@__PURE__*/ elementwise({
  name: "share",
  domain: { x: REAL, y: REAL },
  ulp: { f32: 2, f64: 3 },
  eval: expShare,
  kernel: (k, x, y) => shareKernel(k, x, y, (distance) => expKernel(k, distance, true), 1),
  partials: { x: ({ x, y, out }) => mul(out, share(y, x)), y: ({ x, y, out }) => neg(mul(out, share(y, x))) },
  source: "DLMF 4.2.19",
});

/** 2ˣ/(2ˣ + 2ʸ). */
const share2: Binary = /*@__PURE__*/ elementwise({
  name: "share2",
  domain: { x: REAL, y: REAL },
  ulp: { f32: 2, f64: 4 },
  eval: exp2Share,
  kernel: (k, x, y) => shareKernel(k, x, y, (distance) => exp2Kernel(k, distance), Math.LN2),
  partials: {
    x: ({ x, y, out }) => mul(Math.LN2, mul(out, share2(y, x))),
    y: ({ x, y, out }) => mul(-Math.LN2, mul(out, share2(y, x))),
  },
  source: "DLMF 4.2.26",
});

/**
 * log₂(2ˣ + 2ʸ) without overflow. The derivatives are the shares 2ˣ/(2ˣ + 2ʸ) and 2ʸ/(2ˣ + 2ʸ), at infinities as for `logaddexp`.
 * @param x - any shape; integers become floats
 * @param y - a shape that broadcasts with it
 * @returns the common shape; 2 ulp, and an absolute 2⁻⁵³ (float32: 2⁻²⁴) next to the zeros 2ˣ + 2ʸ = 1
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logaddexp2(1000, 1000) // => Tensor 1001
 * @source max + log2(1 + 2^-|x - y|): Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021)
 * @peers torch.logaddexp2, jax.numpy.logaddexp2, numpy.logaddexp2
 * @math \log_2\left(2^x + 2^y\right)
 * @see logaddexp
 * @keywords add in log space
 */
export const logaddexp2: Binary = /*@__PURE__*/ elementwise({
  name: "logaddexp2",
  domain: { x: [-1000, 1000], y: [-1000, 1000] },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  absolute: 2 ** -53,
  eval: logaddexp2Of,
  kernel: (k, x, y) => logOfTwo(k, x, y, (distance) => exp2Kernel(k, distance), 1),
  partials: { x: ({ x, y }) => share2(x, y), y: ({ x, y }) => share2(y, x) },
  source: "Blanchard, Higham & Higham 2021",
});

/**
 * log(eˣ - eʸ) for x ≥ y without overflow or cancellation.
 * @param x - any shape; integers become floats
 * @param y - a shape that broadcasts with it, y ≤ x
 * @returns the common shape; -Infinity where x = y, NaN where y > x
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logdiffexp(1000, 999) // => Tensor 999.5413248546129
 * @source x + log(1 - e^(y - x)): Mächler, Accurately computing log(1 - exp(-|a|)), 2012
 * @math \ln\left(e^x - e^y\right)
 * @see logaddexp
 * @keywords subtract in log space
 */
export const logdiffexp: Binary = /*@__PURE__*/ elementwise({
  name: "logdiffexp",
  domain: { x: [0.5, 700], y: [-700, 0.4] },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  absolute: 2 ** -53,
  eval: logdiffexpOf,
  kernel: logdiffexpKernel,
  partials: { x: ({ x, y }) => surplus(x, y), y: ({ x, y }) => neg(deficit(x, y)) },
  source: "Mächler 2012",
});

/** eˣ/(eˣ - eʸ). */
const surplus: Binary = /*@__PURE__*/ elementwise({
  name: "surplus",
  domain: { x: [0.5, 700], y: [-700, 0.4] },
  ulp: { f32: 2, f64: 4 },
  eval: odds,
  kernel: oddsKernel,
  partials: {
    x: ({ x, y, out }) => neg(mul(out, deficit(x, y))),
    y: ({ x, y, out }) => mul(out, deficit(x, y)),
  },
  source: "DLMF 4.2.19",
});

/** eʸ/(eˣ - eʸ), which is 1 less than eˣ/(eˣ - eʸ) and has the same derivatives. */
const deficit: Binary = /*@__PURE__*/ elementwise({
  name: "deficit",
  domain: { x: [0.5, 700], y: [-700, 0.4] },
  ulp: { f32: 2, f64: 4 },
  eval: (x, y) => (x === y ? odds(x, y) : -odds(y, x)),
  kernel: (k, x, y) => k.select(k.eq(x, y), oddsKernel(k, x, y), k.neg(oddsKernel(k, y, x))),
  partials: {
    x: ({ x, y, out }) => neg(mul(out, surplus(x, y))),
    y: ({ x, y, out }) => mul(out, surplus(x, y)),
  },
  source: "DLMF 4.2.19",
});

/**
 * log(1 - e⁻ˣ) for x > 0 without cancellation.
 * @param x - any shape, x ≥ 0; integers become floats
 * @returns the shape of x; -Infinity at 0, NaN below
 * @example log1mexp([1e-20, 1]) // => Tensor [-46.05170186, -0.45867515]
 * @source Mächler, Accurately computing log(1 - exp(-|a|)), 2012
 * @peers jax.nn.log1mexp
 * @math \ln\left(1 - e^{-x}\right)
 * @see log1p, logdiffexp
 * @keywords log of one minus exp
 */
export const log1mexp: Unary = /*@__PURE__*/ elementwise({
  name: "log1mexp",
  domain: { x: [0.01, 745] },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  eval: (x) => log1mexpOf(-x),
  kernel: log1mexpKernel,
  partials: { x: ({ x }) => div(exp(neg(x)), neg(expm1(neg(x)))) },
  source: "Mächler 2012",
});

/**
 * x log y, 0 where x = 0. The derivatives are log y, -Infinity at (0, 0) as well, and x/y, 0 wherever x = 0.
 * @param x - any shape; integers become floats
 * @param y - a shape that broadcasts with it, y ≥ 0
 * @returns the common shape
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example xlogy([0, 2], [0, Math.E]) // => Tensor [0, 2]
 * @source SciPy, scipy.special.xlogy
 * @peers torch.xlogy, tf.math.xlogy, jax.scipy.special.xlogy, scipy.special.xlogy
 * @math x \ln y
 * @see special.entr
 * @keywords x times log y
 */
export const xlogy: Binary = /*@__PURE__*/ elementwise({
  name: "xlogy",
  domain: { x: [-1e3, 1e3], y: [0.01, 1e3] },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  eval: xlogyOf,
  kernel: (k, x, y) => k.select(k.and(k.eq(x, 0), k.eq(y, y)), 0, k.mul(x, logKernel(k, y))),
  partials: { x: ({ y }) => log(y), y: ({ x, y }) => xdivy(x, y) },
  source: "scipy.special.xlogy",
});

/**
 * x log(1 + y), 0 where x = 0. The derivatives are log(1 + y), -Infinity at (0, -1) as well, and x/(1 + y), 0 wherever x = 0.
 * @param x - any shape; integers become floats
 * @param y - a shape that broadcasts with it, y ≥ -1
 * @returns the common shape
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example xlog1py([0, 2], [-1, 1e-20]) // => Tensor [0, 2e-20]
 * @source SciPy, scipy.special.xlog1py
 * @peers torch.special.xlog1py, tf.math.xlog1py, jax.scipy.special.xlog1py, scipy.special.xlog1py
 * @math x \ln(1 + y)
 * @see xlogy
 * @keywords x times log of one plus y
 */
export const xlog1py: Binary = /*@__PURE__*/ elementwise({
  name: "xlog1py",
  domain: { x: [-1e3, 1e3], y: [-0.95, 1e3] },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  eval: xlog1pyOf,
  kernel: (k, x, y) => k.select(k.and(k.eq(x, 0), k.eq(y, y)), 0, k.mul(x, log1pKernel(k, y))),
  partials: { x: ({ y }) => log1p(y), y: ({ x, y }) => xdivy(x, add(1, y)) },
  source: "scipy.special.xlog1py",
});
