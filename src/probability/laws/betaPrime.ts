/** The beta prime law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { exp, log1p } from "../../ops/exponential.ts";
import { xlogy } from "../../ops/logarithmic.ts";
import { sqrt } from "../../ops/power.ts";
import { digammaDrop, lbeta } from "../../ops/special/gamma.ts";
import { betainccinv, betaincinv } from "../../ops/special/incompleteBeta.ts";
import { logGamma } from "../../random/gamma.ts";
import { splitOf } from "../../random/key.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { betaBelowOdds } from "./pieces/densities.ts";

/**
 * The beta prime distribution: the odds x = y/(1 - y) of a probability y of the beta distribution, the ratio of two gamma numbers.
 * @param concentration1 - α > 0, any shape
 * @param concentration0 - β > 0, a shape that broadcasts with it; moments up to this order are finite
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example BetaPrime(2, 3).cdf([1, 2]) // => Tensor [0.6875, 0.88888889]
 * @math p(x) = \frac{x^{\alpha - 1} (1 + x)^{-\alpha - \beta}}{B(\alpha, \beta)}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 25.7
 * @peers scipy.stats.betaprime
 * @see Beta, FisherSnedecor
 * @keywords inverted beta, odds
 */
export const BetaPrime: Law<
  [concentration1: TensorLike, concentration0: TensorLike],
  "concentration1" | "concentration0"
> = /*@__PURE__*/ law({
  name: "BetaPrime",
  kind: "continuous",
  parameters: { concentration1: { constraint: positive }, concentration0: { constraint: positive } },
  support: nonnegative,
  logProb: ({ concentration1: a, concentration0: b }, x) =>
    sub(sub(xlogy(sub(a, 1), x), mul(add(a, b), log1p(x))), lbeta(a, b)),
  cdf: ({ concentration1: a, concentration0: b }, x) => betaBelowOdds(a, b, x),
  sf: ({ concentration1: a, concentration0: b }, x) => betaBelowOdds(b, a, reciprocal(x)),
  icdf: ({ concentration1: a, concentration0: b }, q) => div(betaincinv(a, b, q), betainccinv(b, a, q)),
  isf: ({ concentration1: a, concentration0: b }, q) => div(betainccinv(a, b, q), betaincinv(b, a, q)),
  sample: ({ concentration1: a, concentration0: b }, key, shape) => {
    const [first, second] = splitOf(key, 2);
    return exp(sub(logGamma(first, a, shape), logGamma(second, b, shape)));
  },
  gradient: "implicit",
  mean: ({ concentration1: a, concentration0: b }) => where(greater(b, 1), div(a, sub(b, 1)), Infinity),
  variance: ({ concentration1: a, concentration0: b }) => {
    const value = div(mul(a, sub(add(a, b), 1)), mul(sub(b, 2), square(sub(b, 1))));
    return where(greater(b, 2), value, Infinity);
  },
  mode: ({ concentration1: a, concentration0: b }) => where(greater(a, 1), div(sub(a, 1), add(b, 1)), 0),
  skewness: ({ concentration1: a, concentration0: b }) => {
    const total = sub(add(a, b), 1);
    const value = mul(div(mul(2, add(a, total)), sub(b, 3)), sqrt(div(sub(b, 2), mul(a, total))));
    return where(greater(b, 3), value, where(greater(b, 2), Infinity, NaN));
  },
  kurtosis: ({ concentration1: a, concentration0: b }) => {
    const product = mul(a, sub(add(a, b), 1));
    const top = add(mul(product, sub(mul(5, b), 11)), mul(square(sub(b, 1)), sub(b, 2)));
    const value = div(mul(6, top), mul(product, mul(sub(b, 3), sub(b, 4))));
    return where(greater(b, 4), value, where(greater(b, 2), Infinity, NaN));
  },
  entropy: ({ concentration1: a, concentration0: b }) => {
    // E log X = ψ(a) - ψ(b), E log(1 + X) = ψ(a + b) - ψ(b)
    const drop = digammaDrop(a, b);
    const dropOther = digammaDrop(b, a);
    return sub(sub(lbeta(a, b), mul(sub(a, 1), sub(drop, dropOther))), mul(add(a, b), dropOther));
  },
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 25.7",
});
