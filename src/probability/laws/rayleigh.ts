/** The Rayleigh law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { log, log1p } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";

// 2√π (π - 3)/(4 - π)^1.5 and -(6π² - 24π + 16)/(4 - π)²
const SKEWNESS = 0.6311106578189372;
const KURTOSIS = 0.24508930068763807;
// 1 - log(2)/2 + γ/2
const ENTROPY = 0.9420342421707938;

/**
 * The Rayleigh distribution: how far from the origin a point of the plane is whose coordinates are normal.
 * @param scale - the standard deviation σ > 0 of the coordinates, any shape, default 1
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when scale is not positive and finite
 * @example Rayleigh(2).sf([0, 2, 4]) // => Tensor [1, 0.60653066, 0.13533528]
 * @math p(x) = \frac{x}{\sigma^2}\, e^{-\frac{x^2}{2\sigma^2}}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 18
 * @peers scipy.stats.rayleigh, jax.random.rayleigh, numpy.random.rayleigh
 * @see Rice, Maxwell, Weibull
 * @keywords wind speed, fading, length of a vector
 */
export const Rayleigh: Law<[scale?: TensorLike], "scale"> = /*@__PURE__*/ law({
  name: "Rayleigh",
  kind: "continuous",
  parameters: { scale: { constraint: positive, default: 1 } },
  support: nonnegative,
  logProb: ({ scale }, x) => {
    const z = div(x, scale);
    return sub(sub(log(z), mul(0.5, square(z))), log(scale));
  },
  logSf: ({ scale }, x) => mul(-0.5, square(div(x, scale))),
  icdf: ({ scale }, q) => mul(scale, sqrt(mul(-2, log1p(neg(q))))),
  isf: ({ scale }, q) => mul(scale, sqrt(mul(-2, log(q)))),
  mean: ({ scale }) => mul(Math.sqrt(Math.PI / 2), scale),
  variance: ({ scale }) => mul(2 - Math.PI / 2, square(scale)),
  mode: ({ scale }) => scale,
  median: ({ scale }) => mul(Math.sqrt(2 * Math.LN2), scale),
  skewness: () => SKEWNESS,
  kurtosis: () => KURTOSIS,
  entropy: ({ scale }) => add(log(scale), ENTROPY),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 18",
});
