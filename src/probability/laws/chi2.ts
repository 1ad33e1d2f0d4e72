/** The chi-squared law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, sub } from "../../ops/arithmetic.ts";
import { maximum } from "../../ops/maximum.ts";
import { sqrt } from "../../ops/power.ts";
import {
  gammainc,
  gammaincc,
  gammainccinv,
  gammaincinv,
  logGammainc,
  logGammaincc,
} from "../../ops/special/incompleteGamma.ts";
import { chisquare } from "../../random/gamma.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { gammaEntropy, logGammaDensity } from "./pieces/densities.ts";

/**
 * The chi-squared distribution: the sum of the squares of `df` standard normal numbers.
 * @param df - degrees of freedom k > 0, any shape
 * @returns a distribution of numbers >= 0
 * @throws TensorError "value" when df is not positive and finite
 * @example Chi2(1).isf(0.05) // => Tensor 3.841458820694126
 * @math p(x) = \frac{x^{k/2 - 1} e^{-x/2}}{2^{k/2}\,\Gamma(k/2)}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 18
 * @peers torch.distributions.Chi2, tfp.distributions.Chi2, scipy.stats.chi2
 * @see Chi, Gamma
 * @keywords chi-square test, goodness of fit
 */
export const Chi2: Law<[df: TensorLike], "df"> = /*@__PURE__*/ law({
  name: "Chi2",
  kind: "continuous",
  parameters: { df: { constraint: positive } },
  derived: { half: ({ df }) => mul(0.5, df) },
  support: nonnegative,
  logProb: ({ half }, x) => sub(logGammaDensity(half, mul(0.5, x)), Math.LN2),
  cdf: ({ half }, x) => gammainc(half, mul(0.5, x)),
  sf: ({ half }, x) => gammaincc(half, mul(0.5, x)),
  logCdf: ({ half }, x) => logGammainc(half, mul(0.5, x)),
  logSf: ({ half }, x) => logGammaincc(half, mul(0.5, x)),
  icdf: ({ half }, q) => mul(2, gammaincinv(half, q)),
  isf: ({ half }, q) => mul(2, gammainccinv(half, q)),
  sample: ({ df }, key, shape) => chisquare(key, df, shape),
  mean: ({ df }) => df,
  variance: ({ df }) => mul(2, df),
  mode: ({ df }) => maximum(sub(df, 2), 0),
  skewness: ({ df }) => sqrt(div(8, df)),
  kurtosis: ({ df }) => div(12, df),
  entropy: ({ half }) => add(gammaEntropy(half), Math.LN2),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 18",
});
