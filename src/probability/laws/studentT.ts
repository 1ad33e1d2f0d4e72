/** Student's law. */
import { scalar, type Tensor, type TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { greater, less, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { minimum } from "../../ops/maximum.ts";
import { studentT } from "../../random/gamma.ts";
import { positive, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { standardize } from "./pieces/locScale.ts";
import { magnitude } from "./pieces/smooth.ts";
import { entropyOfT, logDensityOfT, quantileOfT, tailOfT } from "./pieces/student.ts";

/**
 * Student's t distribution: a normal mean over its estimated standard error. Small df give heavy tails, infinite ones Normal.
 * @param df - degrees of freedom ν > 0, any shape
 * @param loc - the middle μ, a shape that broadcasts with it, default 0
 * @param scale - σ > 0, likewise, default 1
 * @returns a distribution of numbers; the mean exists for df > 1, the variance is finite for df > 2
 * @throws TensorError "value" when df or scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example StudentT(4).icdf(0.975) // => Tensor 2.7764451051977934
 * @math p(x) = \frac{1}{\sigma\sqrt{\nu}\,\mathrm{B}(1/2, \nu/2)} \left(1 + \frac{(x - \mu)^2}{\nu\sigma^2}\right)^{-\frac{\nu + 1}{2}}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 28
 * @peers torch.distributions.StudentT, tfp.distributions.StudentT, scipy.stats.t
 * @see Normal, Cauchy, HalfStudentT
 * @keywords t-test, heavy tails, robust regression
 */
export const StudentT: Law<[df: TensorLike, loc?: TensorLike, scale?: TensorLike], "df" | "loc" | "scale"> =
  /*@__PURE__*/ law({
    name: "StudentT",
    kind: "continuous",
    parameters: {
      df: { constraint: positive },
      loc: { constraint: real, default: 0 },
      scale: { constraint: positive, default: 1 },
    },
    support: real,
    logProb: (p, x) => sub(logDensityOfT(p.df, standardize(p, x)), log(p.scale)),
    cdf: (p, x) => oneSide(p.df, neg(standardize(p, x))),
    sf: (p, x) => oneSide(p.df, standardize(p, x)),
    icdf: ({ df, loc, scale }, q) => sub(loc, mul(scale, upperQuantile(df, q))),
    isf: ({ df, loc, scale }, q) => add(loc, mul(scale, upperQuantile(df, q))),
    sample: ({ df, loc, scale }, key, shape) => studentT(key, df, shape, { loc, scale }),
    gradient: "implicit",
    mean: ({ df, loc }) => where(greater(df, 1), loc, NaN),
    variance: ({ df, scale }) =>
      where(greater(df, 2), mul(square(scale), div(df, sub(df, 2))), where(greater(df, 1), Infinity, NaN)),
    mode: ({ loc }) => loc,
    median: ({ loc }) => loc,
    skewness: ({ df }) => where(greater(df, 3), scalar(0, df.dtype), NaN),
    kurtosis: ({ df }) => where(greater(df, 4), div(6, sub(df, 4)), where(greater(df, 2), Infinity, NaN)),
    entropy: ({ df, scale }) => add(entropyOfT(df), log(scale)),
    source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 28",
  });

/** P(T > z) */
function oneSide(df: Tensor, z: Tensor): Tensor {
  const tail = mul(0.5, tailOfT(df, magnitude(z)));
  return where(less(z, 0), sub(1, tail), tail);
}

/** The z with P(T > z) = q. */
function upperQuantile(df: Tensor, q: Tensor): Tensor {
  const z = quantileOfT(df, mul(2, minimum(q, sub(1, q))), "sf");
  return where(less(q, 0.5), z, neg(z));
}
