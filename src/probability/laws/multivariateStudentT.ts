/** Student's law of vectors. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { log, log1p } from "../../ops/exponential.ts";
import { swap } from "../../ops/linalg/matrices.ts";
import { matmul } from "../../ops/matmul.ts";
import { sqrt } from "../../ops/power.ts";
import { sum } from "../../ops/reduce.ts";
import { digamma, lgamma } from "../../ops/special/gamma.ts";
import { normal } from "../../random/continuous.ts";
import { chisquare } from "../../random/gamma.ts";
import { splitOf } from "../../random/key.ts";
import { lowerCholesky } from "../constraints/matrices.ts";
import { positive } from "../constraints/numbers.ts";
import { realVector } from "../constraints/vectors.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, sizeOf, times } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { halfLogDet, squaredDistance } from "./pieces/scaleMatrix.ts";

/**
 * Student's t distribution of vectors: a normal vector divided by the root of a chi-square variable.
 * @param df - degrees of freedom ν > 0, any shape
 * @param loc - the center, [..., n]
 * @param scaleTril - the lower Cholesky factor L of the scale matrix L Lᵀ, [..., n, n]
 * @returns a distribution of vectors; the mean exists for df > 1, the variance for df > 2
 * @throws TensorError "value" when df or the diagonal is not positive, "shape" when sizes differ
 * @example MultivariateStudentT(3, [0, 0], [[1, 0], [0, 1]]).logProb([0, 0]) // => Tensor -1.8378770664093456
 * @math p(x) \propto \left(1 + \frac{|L^{-1}(x - \mu)|^2}{\nu}\right)^{-\frac{\nu + n}{2}}
 * @source Kotz & Nadarajah, Multivariate t distributions and their applications, 2004, 1
 * @peers tfp.distributions.MultivariateStudentTLinearOperator, scipy.stats.multivariate_t
 * @see StudentT, MultivariateNormal
 * @keywords heavy tails, robust
 */
export const MultivariateStudentT: Law<
  [df: TensorLike, loc: TensorLike, scaleTril: TensorLike],
  "df" | "loc" | "scaleTril"
> = /*@__PURE__*/ law({
  name: "MultivariateStudentT",
  kind: "continuous",
  parameters: {
    df: { constraint: positive },
    loc: { constraint: realVector, axes: ["n"] },
    scaleTril: { constraint: lowerCholesky, axes: ["n", "n"] },
  },
  derived: {
    /** (ν + n)/2 */
    power: ({ df, loc }) => mul(0.5, add(df, sizeOf(loc))),
    logNorm: ({ df, loc, scaleTril, power }) => {
      const gammas = sub(lgamma(mul(df, 0.5)), lgamma(power));
      return add(add(gammas, mul(sizeOf(loc) / 2, log(mul(df, Math.PI)))), halfLogDet(scaleTril));
    },
    /** Of the covariance to the scale matrix. */
    ratio: ({ df }) => where(greater(df, 2), div(df, sub(df, 2)), where(greater(df, 1), Infinity, NaN)),
  },
  support: realVector,
  eventShape: ({ loc }) => [sizeOf(loc)],
  logProb: ({ df, loc, scaleTril, power, logNorm }, x) =>
    sub(mul(mul(-1, power), log1p(div(squaredDistance(scaleTril, sub(x, loc)), df))), logNorm),
  sample: ({ df, loc, scaleTril }, key, shape) => {
    const keys = splitOf(key, 2);
    const z = times(scaleTril, normal(keys[0], [...shape, sizeOf(loc)], drawnAs(loc)));
    return add(loc, mul(z, last(sqrt(div(df, chisquare(keys[1], df, shape))))));
  },
  mean: ({ df, loc }) => where(last(greater(df, 1)), loc, NaN),
  mode: ({ loc }) => loc,
  variance: ({ scaleTril, ratio }) => mul(last(ratio), sum(square(scaleTril), -1)),
  covariance: ({ scaleTril, ratio }) => mul(last(last(ratio)), matmul(scaleTril, swap(scaleTril))),
  entropy: ({ df, power, logNorm }) => add(logNorm, mul(power, sub(digamma(power), digamma(mul(df, 0.5))))),
  source: "Kotz & Nadarajah, Multivariate t distributions and their applications, 2004, 1",
});
