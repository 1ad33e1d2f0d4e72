/** The inverse gamma law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { exp, log } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import { digamma } from "../../ops/special/gamma.ts";
import {
  gammainc,
  gammaincc,
  gammainccinv,
  gammaincinv,
  logGammainc,
  logGammaincc,
} from "../../ops/special/incompleteGamma.ts";
import { logGamma } from "../../random/gamma.ts";
import { positive } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { gammaEntropy, logGammaDensity } from "./pieces/densities.ts";

/**
 * The inverse gamma distribution: 1 over a number of the gamma law.
 * @param concentration - the shape α > 0, any shape; moments below this order are finite
 * @param scale - β > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of positive numbers
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example InverseGamma(3, 2).mean() // => Tensor 1
 * @math p(x) = \frac{\beta^\alpha}{\Gamma(\alpha)}\, x^{-\alpha - 1} e^{-\beta/x}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 17
 * @peers torch.distributions.InverseGamma, tfp.distributions.InverseGamma, scipy.stats.invgamma
 * @see Gamma
 * @keywords prior of a variance, conjugate, inverted gamma
 */
export const InverseGamma: Law<[concentration: TensorLike, scale?: TensorLike], "concentration" | "scale"> =
  /*@__PURE__*/ law({
    name: "InverseGamma",
    kind: "continuous",
    parameters: { concentration: { constraint: positive }, scale: { constraint: positive, default: 1 } },
    support: positive,
    logProb: ({ concentration, scale }, x) => {
      const z = div(scale, x);
      return add(logGammaDensity(concentration, z), sub(log(scale), mul(2, log(x))));
    },
    cdf: ({ concentration, scale }, x) => gammaincc(concentration, div(scale, x)),
    sf: ({ concentration, scale }, x) => gammainc(concentration, div(scale, x)),
    logCdf: ({ concentration, scale }, x) => logGammaincc(concentration, div(scale, x)),
    logSf: ({ concentration, scale }, x) => logGammainc(concentration, div(scale, x)),
    icdf: ({ concentration, scale }, q) => div(scale, gammainccinv(concentration, q)),
    isf: ({ concentration, scale }, q) => div(scale, gammaincinv(concentration, q)),
    sample: ({ concentration, scale }, key, shape) => mul(scale, exp(neg(logGamma(key, concentration, shape)))),
    mean: ({ concentration: a, scale }) => where(greater(a, 1), div(scale, sub(a, 1)), Infinity),
    variance: ({ concentration: a, scale }) =>
      where(greater(a, 2), div(square(div(scale, sub(a, 1))), sub(a, 2)), Infinity),
    mode: ({ concentration, scale }) => div(scale, add(concentration, 1)),
    skewness: ({ concentration: a }) =>
      where(greater(a, 3), div(mul(4, sqrt(sub(a, 2))), sub(a, 3)), where(greater(a, 2), Infinity, NaN)),
    kurtosis: ({ concentration: a }) => {
      const value = div(mul(6, sub(mul(5, a), 11)), mul(sub(a, 3), sub(a, 4)));
      return where(greater(a, 4), value, where(greater(a, 2), Infinity, NaN));
    },
    entropy: ({ concentration, scale }) =>
      add(gammaEntropy(concentration), sub(log(scale), mul(2, digamma(concentration)))),
    source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 17",
  });
