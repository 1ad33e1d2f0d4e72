/** The terms that entropies and divergences are sums of. */
import { type Binary, elementwise, neg, type Range, type Unary } from "../../core/elementwise.ts";
import { add, div, reciprocal, sub } from "../arithmetic.ts";
import { equal, where } from "../compare.ts";
import { xdivy } from "../division.ts";
import { log } from "../exponential.ts";
import * as kernel from "../kernel/entropy.ts";
import * as scalar from "../scalar/elementary.ts";
import { logQuotient } from "../scalar/extended.ts";

const POSITIVE: Range = [0.01, 100];
const HARD: readonly number[] = [0, 1e-300, 1, 1.0000001, 1e300, Infinity, -1];

/**
 * The entropy of one probability, -x log x. Its derivative at 0 is the limit Infinity.
 * @param x - any shape, x ≥ 0; integers become floats
 * @returns the shape of x; 0 at 0, -Infinity below; 2 ulp
 * @example entr([0, 0.5, 1]) // => Tensor [0, 0.34657359027997264, 0]
 * @source SciPy, scipy.special.entr
 * @peers torch.special.entr, jax.scipy.special.entr, scipy.special.entr
 * @math -x \ln x
 * @see special.relEntr
 * @keywords Shannon
 */
export const entr: Unary = /*@__PURE__*/ elementwise({
  name: "entr",
  domain: { x: POSITIVE },
  hard: HARD,
  ulp: { f32: 2, f64: 2 },
  eval: scalar.entr,
  kernel: kernel.entrKernel,
  partials: { x: ({ x }) => neg(add(log(x), 1)) },
  source: "scipy.special.entr",
});

/**
 * The relative entropy of two probabilities, x log(x/y).
 * @param x - any shape, x ≥ 0; integers become floats
 * @param y - a shape that broadcasts with it, y ≥ 0
 * @returns the common shape; 0 at x = 0, Infinity where x > 0 = y and outside; 4 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example relEntr([0, 0.5], 0.25) // => Tensor [0, 0.34657359027997264]
 * @source SciPy, scipy.special.rel_entr
 * @peers jax.scipy.special.rel_entr, scipy.special.rel_entr
 * @math x \ln\frac{x}{y}
 * @see special.klDiv
 * @keywords KL divergence, Kullback-Leibler
 */
export const relEntr: Binary = /*@__PURE__*/ elementwise({
  name: "relEntr",
  domain: { x: POSITIVE, y: POSITIVE },
  hard: HARD,
  ulp: { f32: 2, f64: 4 },
  eval: scalar.relEntr,
  kernel: kernel.relEntrKernel,
  partials: { x: ({ x, y }) => add(logRatio(x, y), 1), y: ({ x, y }) => neg(xdivy(x, y)) },
  source: "scipy.special.rel_entr",
});

/**
 * The Kullback-Leibler term of two positive numbers, x log(x/y) - x + y, which is ≥ 0 and 0 only where they are equal.
 * @param x - any shape, x ≥ 0; integers become floats
 * @param y - a shape that broadcasts with it, y ≥ 0
 * @returns the common shape; y at x = 0, Infinity where x > 0 = y and outside; 4 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example klDiv([0.5, 0.25], 0.25) // => Tensor [0.09657359, 0]
 * @source SciPy, scipy.special.kl_div
 * @peers torch.kl_div, jax.scipy.special.kl_div, scipy.special.kl_div
 * @math x \ln\frac{x}{y} - x + y
 * @see special.relEntr
 * @keywords KL divergence
 */
export const klDiv: Binary = /*@__PURE__*/ elementwise({
  name: "klDiv",
  domain: { x: POSITIVE, y: POSITIVE },
  hard: HARD,
  ulp: { f32: 1, f64: 4 },
  eval: scalar.klDiv,
  kernel: kernel.klDivKernel,
  partials: { x: ({ x, y }) => logRatio(x, y), y: ({ x, y }) => where(equal(x, 0), 1, div(sub(y, x), y)) },
  source: "scipy.special.kl_div",
});

/** log(x/y) without loss near x = y. */
const logRatio: Binary = /*@__PURE__*/ elementwise({
  name: "logRatio",
  domain: { x: POSITIVE, y: POSITIVE },
  ulp: { f32: 2, f64: 2 },
  eval: logQuotient,
  kernel: kernel.logRatioKernel,
  partials: { x: ({ x }) => reciprocal(x), y: ({ y }) => neg(reciprocal(y)) },
  source: "DLMF 4.2.2",
});
