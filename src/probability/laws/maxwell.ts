/** The Maxwell law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import {
  gammainc,
  gammaincc,
  gammainccinv,
  gammaincinv,
  logGammainc,
  logGammaincc,
} from "../../ops/special/incompleteGamma.ts";
import { maxwell } from "../../random/standard.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";

const HALF_LOG_2_OVER_PI = -0.22579135264472744; // log(2/π)/2
// 2√2 (16 - 5π)/(3π - 8)^1.5 and 4 (-96 + 40π - 3π²)/(3π - 8)²
const SKEWNESS = 0.4856928280495908;
const KURTOSIS = 0.10816384281629415;
// log(2π)/2 + γ - 1/2
const ENTROPY = 0.9961541981062056;

/**
 * The Maxwell distribution: the length of a vector in space whose coordinates are normal, such as the speed of a molecule.
 * @param scale - the standard deviation σ > 0 of the coordinates, any shape, default 1
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when scale is not positive and finite
 * @example Maxwell(2).mean() // => Tensor 3.1915382432114616
 * @math p(x) = \sqrt{\tfrac{2}{\pi}}\, \frac{x^2}{\sigma^3}\, e^{-\frac{x^2}{2\sigma^2}}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 18
 * @peers scipy.stats.maxwell, jax.random.maxwell
 * @see Rayleigh, DoublesidedMaxwell, Chi
 * @keywords Maxwell-Boltzmann, gas, speed
 */
export const Maxwell: Law<[scale?: TensorLike], "scale"> = /*@__PURE__*/ law({
  name: "Maxwell",
  kind: "continuous",
  parameters: { scale: { constraint: positive, default: 1 } },
  support: nonnegative,
  logProb: ({ scale }, x) => {
    const z = div(x, scale);
    return add(sub(sub(mul(2, log(z)), mul(0.5, square(z))), log(scale)), HALF_LOG_2_OVER_PI);
  },
  cdf: ({ scale }, x) => gammainc(1.5, mul(0.5, square(div(x, scale)))),
  sf: ({ scale }, x) => gammaincc(1.5, mul(0.5, square(div(x, scale)))),
  logCdf: ({ scale }, x) => logGammainc(1.5, mul(0.5, square(div(x, scale)))),
  logSf: ({ scale }, x) => logGammaincc(1.5, mul(0.5, square(div(x, scale)))),
  icdf: ({ scale }, q) => mul(scale, sqrt(mul(2, gammaincinv(1.5, q)))),
  isf: ({ scale }, q) => mul(scale, sqrt(mul(2, gammainccinv(1.5, q)))),
  sample: ({ scale }, key, shape) => maxwell(key, shape, { scale }),
  mean: ({ scale }) => mul(Math.sqrt(8 / Math.PI), scale),
  variance: ({ scale }) => mul(3 - 8 / Math.PI, square(scale)),
  mode: ({ scale }) => mul(Math.SQRT2, scale),
  skewness: () => SKEWNESS,
  kurtosis: () => KURTOSIS,
  entropy: ({ scale }) => add(log(scale), ENTROPY),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 18",
});
