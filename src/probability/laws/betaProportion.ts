/** The beta law by its mean. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { greater, lessEqual, logicalAnd, where } from "../../ops/compare.ts";
import { xlog1py, xlogy } from "../../ops/logarithmic.ts";
import { sqrt } from "../../ops/power.ts";
import { lbeta } from "../../ops/special/gamma.ts";
import {
  betainc,
  betaincc,
  betainccinv,
  betaincinv,
  logBetainc,
  logBetaincc,
} from "../../ops/special/incompleteBeta.ts";
import { beta } from "../../random/gamma.ts";
import { openInterval, positive, unitInterval } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { betaEntropy } from "./pieces/densities.ts";

/**
 * The beta distribution by its mean and concentration: Beta(mean · concentration, (1 - mean) · concentration).
 * @param mean - μ, between 0 and 1, any shape
 * @param concentration - κ > 0, a shape that broadcasts with it; large ones are close to the mean
 * @returns a distribution of numbers from 0 to 1
 * @throws TensorError "value" when mean is not between 0 and 1 or concentration not positive and finite, "shape" when the shapes do
 * not broadcast
 * @example BetaProportion(0.2, 10).variance() // => Tensor 0.014545454545454549
 * @math p(x) = \frac{x^{\mu\kappa - 1} (1 - x)^{(1 - \mu)\kappa - 1}}{B(\mu\kappa, (1 - \mu)\kappa)}
 * @source Ferrari & Cribari-Neto, Beta regression for modelling rates and proportions, Journal of Applied Statistics 31 (2004)
 * @peers torch.distributions.Beta, scipy.stats.beta
 * @see Beta
 * @keywords beta regression, proportion
 */
export const BetaProportion: Law<[mean: TensorLike, concentration: TensorLike], "mean" | "concentration"> =
  /*@__PURE__*/ law({
    name: "BetaProportion",
    kind: "continuous",
    parameters: { mean: { constraint: /*@__PURE__*/ openInterval(0, 1) }, concentration: { constraint: positive } },
    derived: {
      a: ({ mean, concentration }) => mul(mean, concentration),
      b: ({ mean, concentration }) => mul(sub(1, mean), concentration),
    },
    support: unitInterval,
    logProb: ({ a, b }, x) => sub(add(xlogy(sub(a, 1), x), xlog1py(sub(b, 1), neg(x))), lbeta(a, b)),
    cdf: ({ a, b }, x) => betainc(a, b, x),
    sf: ({ a, b }, x) => betaincc(a, b, x),
    logCdf: ({ a, b }, x) => logBetainc(a, b, x),
    logSf: ({ a, b }, x) => logBetaincc(a, b, x),
    icdf: ({ a, b }, q) => betaincinv(a, b, q),
    isf: ({ a, b }, q) => betainccinv(a, b, q),
    sample: ({ a, b }, key, shape) => beta(key, a, b, shape),
    gradient: "implicit",
    mean: ({ mean }) => mean,
    variance: ({ mean, concentration }) => div(mul(mean, sub(1, mean)), add(concentration, 1)),
    mode: ({ a, b, concentration }) => {
      const inside = div(sub(a, 1), sub(concentration, 2));
      const atEnd = where(lessEqual(a, b), 0, 1);
      return where(logicalAnd(greater(a, 1), greater(b, 1)), inside, atEnd);
    },
    skewness: ({ a, b, concentration: k }) =>
      div(mul(mul(2, sub(b, a)), sqrt(add(k, 1))), mul(add(k, 2), sqrt(mul(a, b)))),
    kurtosis: ({ a, b, concentration: k }) => {
      const product = mul(a, b);
      const top = sub(mul(square(sub(a, b)), add(k, 1)), mul(product, add(k, 2)));
      return div(mul(6, top), mul(product, mul(add(k, 2), add(k, 3))));
    },
    entropy: ({ a, b }) => betaEntropy(a, b),
    source: "Ferrari & Cribari-Neto 2004",
  });
