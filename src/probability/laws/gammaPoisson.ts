/** The gamma-Poisson law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import { floor } from "../../ops/rounding.ts";
import { betainc, logBetainc } from "../../ops/special/incompleteBeta.ts";
import { negativeBinomial } from "../../random/counts.ts";
import { nonnegativeInteger, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { drawnAs, logBetaAt } from "./pieces/counts.ts";

/**
 * The gamma-Poisson distribution: Poisson counts whose rate is itself drawn from a gamma distribution. A negative binomial
 * distribution, by other parameters.
 * @param concentration - of the gamma distribution, α > 0, any shape
 * @param rate - of the gamma distribution, β > 0, a shape that broadcasts with it
 * @returns a distribution of counts 0, 1, 2, …
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example GammaPoisson(2, 1).prob([0, 1]) // => Tensor [0.25, 0.25]
 * @math P(X = k) = \frac{\Gamma(k + \alpha)}{k!\,\Gamma(\alpha)} \left(\frac{\beta}{1 + \beta}\right)^\alpha \left(\frac{1}{1 + \beta}\right)^k
 * @source Johnson, Kemp & Kotz, Univariate discrete distributions, 5.3
 * @see NegativeBinomial, Poisson
 * @keywords overdispersed counts, Poisson mixture
 */
export const GammaPoisson: Law<[concentration: TensorLike, rate: TensorLike], "concentration" | "rate"> =
  /*@__PURE__*/ law({
    name: "GammaPoisson",
    kind: "discrete",
    parameters: { concentration: { constraint: positive }, rate: { constraint: positive } },
    derived: {
      probs: ({ rate }) => div(1, add(1, rate)),
      rest: ({ rate }) => div(rate, add(1, rate)),
    },
    support: nonnegativeInteger,
    logProb: ({ concentration, probs, rest }, x) =>
      add(logBetaAt(add(x, 1), concentration, probs, rest), sub(log(rest), log(add(x, concentration)))),
    cdf: ({ concentration, rest }, x) => betainc(concentration, add(x, 1), rest),
    sf: ({ concentration, probs }, x) => betainc(add(x, 1), concentration, probs),
    logCdf: ({ concentration, rest }, x) => logBetainc(concentration, add(x, 1), rest),
    logSf: ({ concentration, probs }, x) => logBetainc(add(x, 1), concentration, probs),
    sample: ({ concentration, rest }, key, shape) => negativeBinomial(key, concentration, rest, shape, drawnAs(rest)),
    mean: ({ concentration, rate }) => div(concentration, rate),
    variance: ({ concentration, rate }) => div(mul(concentration, add(1, div(1, rate))), rate),
    mode: ({ concentration, rate }) =>
      where(greater(concentration, 1), floor(div(sub(concentration, 1), rate)), mul(rate, 0)),
    skewness: ({ concentration, rate, probs }) => div(add(1, probs), sqrt(div(concentration, add(1, rate)))),
    kurtosis: ({ concentration, probs, rest }) =>
      add(div(6, concentration), div(mul(rest, rest), mul(concentration, probs))),
    source: "Johnson, Kemp & Kotz, Univariate discrete distributions, 5.3",
  });
