/** The beta law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { equal, greater, less, where } from "../../ops/compare.ts";
import { minimum } from "../../ops/maximum.ts";
import { sqrt } from "../../ops/power.ts";
import {
  betainc,
  betaincc,
  betainccinv,
  betaincinv,
  logBetainc,
  logBetaincc,
} from "../../ops/special/incompleteBeta.ts";
import { beta } from "../../random/gamma.ts";
import { positive, unitInterval } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { betaEntropy, logBetaDensity } from "./pieces/densities.ts";

/**
 * The beta distribution: a probability that is not known, after concentration1 - 1 successes and concentration0 - 1 failures.
 * @param concentration1 - a > 0, any shape; pulls to 1
 * @param concentration0 - b > 0, a shape that broadcasts with it; pulls to 0
 * @returns a distribution of numbers from 0 to 1; where a, b <= 1 its mode is the higher end, 1/2 for a = b = 1
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example Beta(2, 3).cdf([0.25, 0.5]) // => Tensor [0.26171875, 0.6875]
 * @math p(x) = \frac{x^{a - 1} (1 - x)^{b - 1}}{\mathrm{B}(a, b)}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 25
 * @peers torch.distributions.Beta, tfp.distributions.Beta, scipy.stats.beta
 * @see Kumaraswamy, Binomial
 * @keywords distribution of a probability, prior, proportion, conjugate
 */
export const Beta: Law<[concentration1: TensorLike, concentration0: TensorLike], "concentration1" | "concentration0"> =
  /*@__PURE__*/ law({
    name: "Beta",
    kind: "continuous",
    parameters: { concentration1: { constraint: positive }, concentration0: { constraint: positive } },
    derived: { total: ({ concentration1, concentration0 }) => add(concentration1, concentration0) },
    support: unitInterval,
    logProb: ({ concentration1: a, concentration0: b }, x) => logBetaDensity(a, b, x),
    cdf: ({ concentration1: a, concentration0: b }, x) => betainc(a, b, x),
    sf: ({ concentration1: a, concentration0: b }, x) => betaincc(a, b, x),
    logCdf: ({ concentration1: a, concentration0: b }, x) => logBetainc(a, b, x),
    logSf: ({ concentration1: a, concentration0: b }, x) => logBetaincc(a, b, x),
    icdf: ({ concentration1: a, concentration0: b }, q) => betaincinv(a, b, q),
    isf: ({ concentration1: a, concentration0: b }, q) => betainccinv(a, b, q),
    sample: ({ concentration1: a, concentration0: b }, key, shape) => beta(key, a, b, shape),
    gradient: "implicit",
    mean: ({ concentration1: a, total }) => div(a, total),
    variance: ({ concentration1: a, concentration0: b, total }) =>
      div(mul(div(a, total), div(b, total)), add(total, 1)),
    mode: ({ concentration1: a, concentration0: b, total }) => {
      const end = where(equal(a, b), where(equal(a, 1), 0.5, 0), where(less(a, b), 0, 1));
      return where(greater(minimum(a, b), 1), div(sub(a, 1), sub(total, 2)), end);
    },
    median: ({ concentration1: a, concentration0: b }) => betaincinv(a, b, 0.5),
    skewness: ({ concentration1: a, concentration0: b, total }) =>
      div(mul(mul(2, sub(b, a)), sqrt(add(total, 1))), mul(add(total, 2), mul(sqrt(a), sqrt(b)))),
    kurtosis: ({ concentration1: a, concentration0: b, total }) => {
      const spread = div(mul(square(div(sub(a, b), a)), div(mul(a, add(total, 1)), b)), add(total, 2));
      return div(mul(6, sub(spread, 1)), add(total, 3));
    },
    entropy: ({ concentration1: a, concentration0: b }) => betaEntropy(a, b),
    source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 25",
  });
