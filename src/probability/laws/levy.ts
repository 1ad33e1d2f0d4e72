/** The Lévy law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { erf, erfc, erfcinv, erfinv, logErfc } from "../../ops/special/erf.ts";
import { greaterThan, positive, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";

const ENTROPY = 3.32448280139689; // (1 + 3γ + log 16π)/2

/**
 * The Lévy distribution: when a Brownian motion first reaches a height; stable, with infinite mean.
 * @param loc - the lower end μ, any shape, default 0
 * @param scale - c > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers > loc
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example Levy().cdf([0.1, 1, 10]) // => Tensor [0.0015654, 0.31731051, 0.75182963]
 * @math p(x) = \sqrt{\tfrac{c}{2\pi}}\, \frac{e^{-\frac{c}{2(x - \mu)}}}{(x - \mu)^{3/2}}
 * @source Nolan, Univariate stable distributions (2020), 1.3
 * @peers scipy.stats.levy
 * @see Stable, InverseGaussian
 * @keywords first passage time, heavy tail
 */
export const Levy: Law<[loc?: TensorLike, scale?: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "Levy",
  kind: "continuous",
  parameters: { loc: { constraint: real, default: 0 }, scale: { constraint: positive, default: 1 } },
  support: ({ loc }) => greaterThan(loc),
  logProb: ({ loc, scale }, x) => {
    const z = div(sub(x, loc), scale);
    return sub(neg(div(0.5, z)), add(add(mul(1.5, log(z)), log(scale)), HALF_LOG_TAU));
  },
  cdf: ({ loc, scale }, x) => erfc(sqrt(div(mul(0.5, scale), sub(x, loc)))),
  sf: ({ loc, scale }, x) => erf(sqrt(div(mul(0.5, scale), sub(x, loc)))),
  logCdf: ({ loc, scale }, x) => logErfc(sqrt(div(mul(0.5, scale), sub(x, loc)))),
  icdf: ({ loc, scale }, q) => add(loc, div(mul(0.5, scale), square(erfcinv(q)))),
  isf: ({ loc, scale }, q) => add(loc, div(mul(0.5, scale), square(erfinv(q)))),
  mean: ({ scale }) => mul(scale, Infinity),
  variance: ({ scale }) => mul(scale, Infinity),
  mode: ({ loc, scale }) => add(loc, div(scale, 3)),
  skewness: () => NaN,
  kurtosis: () => NaN,
  entropy: ({ scale }) => add(log(scale), ENTROPY),
  source: "Nolan 2020",
});
