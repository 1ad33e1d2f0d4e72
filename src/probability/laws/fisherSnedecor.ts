/** The F law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { greater, less, logicalAnd, where } from "../../ops/compare.ts";
import { log, log1p } from "../../ops/exponential.ts";
import { xlogy } from "../../ops/logarithmic.ts";
import { maximum } from "../../ops/maximum.ts";
import { sqrt } from "../../ops/power.ts";
import { digammaDrop, lbeta } from "../../ops/special/gamma.ts";
import { betainccinv, betaincinv } from "../../ops/special/incompleteBeta.ts";
import { f } from "../../random/gamma.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { betaBelowOdds, betaEntropy, logBetaDensity } from "./pieces/densities.ts";

/**
 * Fisher's F distribution: the ratio of two estimates of one variance.
 * @param df1 - degrees of freedom d₁ > 0 of the numerator, any shape
 * @param df2 - d₂ > 0 of the denominator, a shape that broadcasts with it; moments of orders below d₂/2 are finite
 * @returns a distribution of numbers >= 0
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example FisherSnedecor(3, 10).isf(0.05) // => Tensor 3.708264819046845
 * @math p(x) = \frac{(d_1/d_2)^{d_1/2}\, x^{d_1/2 - 1}}{\mathrm{B}(d_1/2, d_2/2)} \left(1 + \frac{d_1 x}{d_2}\right)^{-\frac{d_1 + d_2}{2}}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 27
 * @peers torch.distributions.FisherSnedecor, scipy.stats.f
 * @see Chi2, BetaPrime
 * @keywords F-test, analysis of variance, ratio of variances
 */
export const FisherSnedecor: Law<[df1: TensorLike, df2: TensorLike], "df1" | "df2"> = /*@__PURE__*/ law({
  name: "FisherSnedecor",
  kind: "continuous",
  parameters: { df1: { constraint: positive }, df2: { constraint: positive } },
  derived: {
    a: ({ df1 }) => mul(0.5, df1),
    b: ({ df2 }) => mul(0.5, df2),
    ratio: ({ df1, df2 }) => div(df1, df2),
  },
  support: nonnegative,
  logProb: ({ a, b, ratio }, x) => {
    const odds = mul(ratio, x);
    const direct = sub(add(xlogy(sub(a, 1), odds), log(ratio)), add(mul(add(a, b), log1p(odds)), lbeta(a, b)));
    const below = sub(logBetaDensity(a, b, div(odds, add(1, odds))), mul(2, log1p(odds)));
    const above = sub(logBetaDensity(b, a, reciprocal(add(1, odds))), mul(2, log1p(odds)));
    const balanced = add(log(ratio), where(less(odds, 1), below, above));
    return where(logicalAnd(greater(odds, 1e-200), less(odds, 1e200)), balanced, direct);
  },
  cdf: ({ a, b, ratio }, x) => betaBelowOdds(a, b, mul(ratio, x)),
  sf: ({ a, b, ratio }, x) => betaBelowOdds(b, a, reciprocal(mul(ratio, x))),
  icdf: ({ a, b, ratio }, q) => div(oddsOf(betaincinv(a, b, q), betainccinv(b, a, q)), ratio),
  isf: ({ a, b, ratio }, q) => div(oddsOf(betainccinv(a, b, q), betaincinv(b, a, q)), ratio),
  sample: ({ df1, df2 }, key, shape) => f(key, df1, df2, shape),
  gradient: "implicit",
  mean: ({ df2 }) => where(greater(df2, 2), div(df2, sub(df2, 2)), Infinity),
  variance: ({ df1, df2 }) => {
    const value = mul(div(mul(2, add(df1, sub(df2, 2))), mul(df1, sub(df2, 4))), square(div(df2, sub(df2, 2))));
    return where(greater(df2, 4), value, Infinity);
  },
  skewness: ({ df1, df2 }) => {
    const root = sqrt(div(mul(8, sub(df2, 4)), mul(df1, add(df1, sub(df2, 2)))));
    const value = mul(div(add(mul(2, df1), sub(df2, 2)), sub(df2, 6)), root);
    return where(greater(df2, 6), value, where(greater(df2, 4), Infinity, NaN));
  },
  kurtosis: ({ df1, df2 }) => {
    const first = div(mul(sub(df2, 4), square(sub(df2, 2))), mul(df1, add(df1, sub(df2, 2))));
    const value = div(mul(12, add(sub(mul(5, df2), 22), first)), mul(sub(df2, 6), sub(df2, 8)));
    return where(greater(df2, 8), value, where(greater(df2, 4), Infinity, NaN));
  },
  mode: ({ df1, df2 }) => mul(div(maximum(sub(df1, 2), 0), df1), div(df2, add(df2, 2))),
  entropy: ({ a, b, ratio }) => sub(betaEntropy(a, b), add(log(ratio), mul(2, digammaDrop(b, a)))),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 27",
});

/** p/(1 - p), by p or by 1 - p, whichever is small. */
const oddsOf = (p: Tensor, rest: Tensor): Tensor => where(less(p, 0.5), div(p, sub(1, p)), div(sub(1, rest), rest));
