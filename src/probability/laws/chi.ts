/** The chi law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { greater, less, logicalAnd, where } from "../../ops/compare.ts";
import { exp, log } from "../../ops/exponential.ts";
import { xlogy } from "../../ops/logarithmic.ts";
import { maximum } from "../../ops/maximum.ts";
import { pow, sqrt } from "../../ops/power.ts";
import { digamma, lgamma, poch } from "../../ops/special/gamma.ts";
import {
  gammainc,
  gammaincc,
  gammainccinv,
  gammaincinv,
  logGammainc,
  logGammaincc,
} from "../../ops/special/incompleteGamma.ts";

import { logGamma } from "../../random/gamma.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { gammaEntropy, logGammaDensity } from "./pieces/densities.ts";
import { polynomial } from "./pieces/smooth.ts";

/** Of the variance in powers of 1/ν, from the asymptotic series of Γ((ν + 1)/2)/Γ(ν/2) (DLMF 5.11.13). */
const VARIANCE: readonly number[] = [
  0.5, -0.125, -0.0625, 0.0390625, 0.08984375, -0.0517578125, -0.28955078125, 0.157623291015625, 1.6803436279296875,
  -0.8840293884277344, -15.47474479675293, 7.986408472061157, 207.99213635921478,
];
/** ν (1 - 2 variance), and ν²/2 times what kurtosis times variance² is. */
const SHORTAGE: readonly number[] = /*@__PURE__*/ VARIANCE.slice(1).map((c) => -2 * c);
const FOURTH: readonly number[] = [
  0.1875, 0.1875, -0.3515625, -0.890625, 1.190185546875, 5.890869140625, -6.901702880859375, -57.3006591796875,
  63.05154991149902, 790.9831523895264, -842.2015678882599, -14844.716893672943,
];
const LARGE = 24;

/**
 * The chi distribution: the length of a vector of `df` standard normal numbers.
 * @param df - degrees of freedom ν > 0, any shape
 * @returns a distribution of numbers >= 0
 * @throws TensorError "value" when df is not positive and finite
 * @example Chi(3).mean() // => Tensor 1.5957691216057308
 * @math p(x) = \frac{x^{\nu - 1} e^{-x^2/2}}{2^{\nu/2 - 1}\,\Gamma(\nu/2)}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 18.8.4
 * @peers tfp.distributions.Chi, scipy.stats.chi
 * @see Chi2, HalfNormal
 * @keywords length of a normal vector
 */
export const Chi: Law<[df: TensorLike], "df"> = /*@__PURE__*/ law({
  name: "Chi",
  kind: "continuous",
  parameters: { df: { constraint: positive } },
  derived: {
    half: ({ df }) => mul(0.5, df),
    mean: ({ df }) => mul(Math.SQRT2, poch(mul(0.5, df), 0.5)),
    variance: ({ df, mean }) => where(greater(df, LARGE), polynomial(VARIANCE, reciprocal(df)), sub(df, square(mean))),
    shortage: ({ df, variance }) =>
      where(greater(df, LARGE), div(polynomial(SHORTAGE, reciprocal(df)), df), sub(1, mul(2, variance))),
  },
  support: nonnegative,
  logProb: ({ df, half }, x) => {
    const [z, norm] = [mul(0.5, square(x)), add(mul(sub(half, 1), Math.LN2), lgamma(half))];
    const direct = sub(xlogy(sub(df, 1), x), add(z, norm));
    // The square is a float of full precision in between.
    const isPlain = logicalAnd(greater(x, 1e-100), less(x, 1e100));
    return where(isPlain, add(logGammaDensity(half, z), log(x)), direct);
  },
  cdf: ({ half }, x) => gammainc(half, mul(0.5, square(x))),
  sf: ({ half }, x) => gammaincc(half, mul(0.5, square(x))),
  logCdf: ({ half }, x) => logGammainc(half, mul(0.5, square(x))),
  logSf: ({ half }, x) => logGammaincc(half, mul(0.5, square(x))),
  icdf: ({ half }, q) => sqrt(mul(2, gammaincinv(half, q))),
  isf: ({ half }, q) => sqrt(mul(2, gammainccinv(half, q))),
  sample: ({ half }, key, shape) => exp(mul(0.5, add(logGamma(key, half, shape), Math.LN2))),
  mean: ({ mean }) => mean,
  variance: ({ variance }) => variance,
  mode: ({ df }) => sqrt(maximum(sub(df, 1), 0)),
  skewness: ({ mean, variance, shortage }) => div(mul(mean, shortage), pow(variance, 1.5)),
  kurtosis: ({ df, variance, shortage }) => {
    const direct = sub(sub(1, variance), div(mul(sub(df, variance), shortage), variance));
    const large = div(polynomial(FOURTH, reciprocal(df)), square(mul(df, variance)));
    return where(greater(df, LARGE), large, mul(2, div(direct, variance)));
  },
  entropy: ({ half }) =>
    // log X = log(2 Z)/2 with Z of the gamma law
    sub(gammaEntropy(half), mul(0.5, add(digamma(half), Math.LN2))),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 18.8.4",
});
