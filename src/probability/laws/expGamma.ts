/** The law of the logarithm of gamma numbers. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { pow } from "../../ops/power.ts";
import { digamma, lgamma, polygamma, trigamma } from "../../ops/special/gamma.ts";
import { gammainc, gammaincc, gammainccinv, gammaincinv } from "../../ops/special/incompleteGamma.ts";
import { logGamma } from "../../random/gamma.ts";
import { positive, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { gammaEntropy, logGammaDensity } from "./pieces/densities.ts";
import { logRatio } from "./pieces/logRatio.ts";

/**
 * The distribution of the logarithm of a gamma number: also where the number itself would underflow, for tiny concentrations.
 * @param concentration - α > 0, any shape
 * @param rate - β > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example ExpGamma(0.001).median() // => Tensor -693.7235741582286
 * @math p(x) = \frac{\beta^\alpha}{\Gamma(\alpha)}\, e^{\alpha x - \beta e^x}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 23
 * @peers tfp.distributions.ExpGamma, scipy.stats.loggamma, jax.random.loggamma
 * @see Gamma, Gumbel
 * @keywords log-gamma
 */
export const ExpGamma: Law<[concentration: TensorLike, rate?: TensorLike], "concentration" | "rate"> =
  /*@__PURE__*/ law({
    name: "ExpGamma",
    kind: "continuous",
    parameters: { concentration: { constraint: positive }, rate: { constraint: positive, default: 1 } },
    support: real,
    logProb: ({ concentration: a, rate }, x) => {
      const z = add(x, log(rate));
      const isSmall = less(z, SMALL);
      const inside = logGammaDensity(a, exp(where(isSmall, 0, z)));
      return where(isSmall, sub(mul(a, z), add(exp(z), lgamma(a))), add(z, inside));
    },
    cdf: ({ concentration: a, rate }, x) => {
      const z = add(x, log(rate));
      const isSmall = less(z, SMALL);
      const power = exp(sub(mul(a, where(isSmall, z, SMALL)), lgamma(add(a, 1))));
      return where(isSmall, power, gammainc(a, exp(z)));
    },
    sf: ({ concentration: a, rate }, x) => {
      const z = add(x, log(rate));
      const isSmall = less(z, SMALL);
      const rest = neg(expm1(sub(mul(a, where(isSmall, z, SMALL)), lgamma(add(a, 1)))));
      return where(isSmall, rest, gammaincc(a, exp(z)));
    },
    icdf: ({ concentration: a, rate }, q) => sub(logQuantile(a, gammaincinv(a, q), log(q)), log(rate)),
    isf: ({ concentration: a, rate }, q) => sub(logQuantile(a, gammainccinv(a, q), log1p(neg(q))), log(rate)),
    sample: ({ concentration: a, rate }, key, shape) => sub(logGamma(key, a, shape), log(rate)),
    mean: ({ concentration: a, rate }) => sub(digamma(a), log(rate)),
    variance: ({ concentration: a }) => trigamma(a),
    mode: ({ concentration: a, rate }) => logRatio(a, rate),
    skewness: ({ concentration: a }) => div(polygamma(2, a), pow(trigamma(a), 1.5)),
    kurtosis: ({ concentration: a }) => div(polygamma(3, a), square(trigamma(a))),
    entropy: ({ concentration: a }) => sub(gammaEntropy(a), digamma(a)),
    source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 23",
  });

/** Where P(α, e^z) is e^(α z)/Γ(α + 1) to all digits. */
const SMALL = -40;

/** log y of P(a, y) = q, also where y is no float. */
function logQuantile(a: Tensor, y: Tensor, logQ: Tensor): Tensor {
  const isSmall = less(y, 1e-18);
  return where(isSmall, div(add(logQ, lgamma(add(a, 1))), a), log(where(isSmall, 1, y)));
}
