/** Weibull's law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { log1mexp, xlogy } from "../../ops/logarithmic.ts";
import { maximum } from "../../ops/maximum.ts";
import { pow } from "../../ops/power.ts";
import { EULER } from "../../ops/scalar/constants.ts";
import { lgamma } from "../../ops/special/gamma.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { powerMoments } from "./pieces/exponentialPowers.ts";

/**
 * The Weibull distribution: lifetimes whose hazard grows or falls as a power of time.
 * @param scale - λ > 0, any shape
 * @param concentration - the shape k > 0, a shape that broadcasts with it; the hazard is constant for 1
 * @returns a distribution of numbers >= 0
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example Weibull(1, 2).sf([0, 1]) // => Tensor [1, 0.36787944]
 * @math p(x) = \frac{k}{\lambda}\left(\frac{x}{\lambda}\right)^{k - 1} e^{-(x/\lambda)^k}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 21
 * @peers torch.distributions.Weibull, tfp.distributions.Weibull, scipy.stats.weibull_min
 * @see Exponential, Frechet
 * @keywords survival, reliability, lifetime
 */
export const Weibull: Law<[scale: TensorLike, concentration: TensorLike], "scale" | "concentration"> =
  /*@__PURE__*/ law({
    name: "Weibull",
    kind: "continuous",
    parameters: { scale: { constraint: positive }, concentration: { constraint: positive } },
    derived: { power: ({ concentration }) => reciprocal(concentration) },
    support: nonnegative,
    logProb: ({ scale, concentration }, x) => {
      const z = div(x, scale);
      return sub(add(sub(log(concentration), log(scale)), xlogy(sub(concentration, 1), z)), pow(z, concentration));
    },
    cdf: ({ scale, concentration }, x) => neg(expm1(neg(pow(div(x, scale), concentration)))),
    logCdf: ({ scale, concentration }, x) => log1mexp(pow(div(x, scale), concentration)),
    logSf: ({ scale, concentration }, x) => neg(pow(div(x, scale), concentration)),
    icdf: ({ scale, power }, q) => mul(scale, pow(neg(log1p(neg(q))), power)),
    isf: ({ scale, power }, q) => mul(scale, pow(neg(log(q)), power)),
    mean: ({ scale, power }) => mul(scale, exp(lgamma(add(1, power)))),
    variance: ({ scale, power }) => mul(square(mul(scale, power)), powerMoments(power).variance),
    mode: ({ scale, power }) => mul(scale, pow(maximum(sub(1, power), 0), power)),
    median: ({ scale, power }) => mul(scale, pow(Math.LN2, power)),
    skewness: ({ power }) => powerMoments(power).skewness,
    kurtosis: ({ power }) => powerMoments(power).kurtosis,
    entropy: ({ scale, concentration, power }) =>
      add(mul(EULER, sub(1, power)), add(sub(log(scale), log(concentration)), 1)),
    source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 21",
  });
