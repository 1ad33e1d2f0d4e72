/** The noncentral chi-squared law. */
import { cast } from "../../core/basic.ts";
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square } from "../../ops/arithmetic.ts";
import { pow } from "../../ops/power.ts";
import { poisson } from "../../random/counts.ts";
import { chisquare } from "../../random/gamma.ts";
import { splitOf } from "../../random/key.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { logNoncentralDensity, noncentralCdf, noncentralSf } from "./pieces/noncentral.ts";

/**
 * The noncentral chi-squared distribution: the squared length of a vector of normal numbers that are not around 0.
 * @param df - the degrees of freedom k > 0, any shape
 * @param noncentrality - the squared length λ ≥ 0 of the vector of means, a shape that broadcasts with it
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when df is not positive or noncentrality negative or not finite, "shape" when the shapes do not
 * broadcast
 * @example NoncentralChi2(3, 2).cdf([1, 5]) // => Tensor [0.08787311, 0.59340518]
 * @math p(x) = \sum_{j=0}^\infty e^{-\lambda/2} \frac{(\lambda/2)^j}{j!}\, p_{\chi^2_{k + 2j}}(x)
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 29
 * @peers tfp.distributions.NoncentralChi2, scipy.stats.ncx2, numpy.random.noncentral_chisquare
 * @see Chi2, Rice
 * @keywords power of a test, signal
 */
export const NoncentralChi2: Law<[df: TensorLike, noncentrality: TensorLike], "df" | "noncentrality"> =
  /*@__PURE__*/ law({
    name: "NoncentralChi2",
    kind: "continuous",
    parameters: { df: { constraint: positive }, noncentrality: { constraint: nonnegative } },
    support: nonnegative,
    logProb: ({ df, noncentrality }, x) => logNoncentralDensity(df, noncentrality, x),
    cdf: ({ df, noncentrality }, x) => noncentralCdf(df, noncentrality, x),
    sf: ({ df, noncentrality }, x) => noncentralSf(df, noncentrality, x),
    sample: ({ df, noncentrality }, key, shape) => {
      const [counts, numbers] = splitOf(key, 2);
      const twice = mul(2, cast(poisson(counts, mul(0.5, noncentrality), shape), df.dtype));
      return chisquare(numbers, add(df, twice), shape);
    },
    gradient: "implicit",
    mean: ({ df, noncentrality }) => add(df, noncentrality),
    variance: ({ df, noncentrality }) => mul(2, add(df, mul(2, noncentrality))),
    skewness: ({ df, noncentrality }) =>
      mul(2 * Math.SQRT2, div(add(df, mul(3, noncentrality)), pow(add(df, mul(2, noncentrality)), 1.5))),
    kurtosis: ({ df, noncentrality }) =>
      mul(12, div(add(df, mul(4, noncentrality)), square(add(df, mul(2, noncentrality))))),
    source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 29",
  });
