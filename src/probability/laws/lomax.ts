/** The Lomax law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { expm1, log, log1p } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";

/**
 * The Lomax distribution, or Pareto distribution of the second kind: a Pareto distribution that begins at 0.
 * @param scale - λ > 0, any shape
 * @param concentration - the exponent α > 0 of the tail, a shape that broadcasts with it; moments up to this order are finite
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example Lomax(2, 3).sf([0, 2]) // => Tensor [1, 0.125]
 * @math p(x) = \frac{\alpha}{\lambda} \left(1 + \frac{x}{\lambda}\right)^{-(\alpha + 1)}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 20
 * @peers scipy.stats.lomax, numpy.random.pareto
 * @see Pareto, GeneralizedPareto, Burr
 * @keywords Pareto type II, heavy tail, failures
 */
export const Lomax: Law<[scale: TensorLike, concentration: TensorLike], "scale" | "concentration"> = /*@__PURE__*/ law({
  name: "Lomax",
  kind: "continuous",
  parameters: { scale: { constraint: positive }, concentration: { constraint: positive } },
  support: nonnegative,
  logProb: ({ scale, concentration }, x) =>
    sub(sub(log(concentration), log(scale)), mul(add(concentration, 1), log1p(div(x, scale)))),
  logSf: ({ scale, concentration }, x) => neg(mul(concentration, log1p(div(x, scale)))),
  icdf: ({ scale, concentration }, q) => mul(scale, expm1(neg(div(log1p(neg(q)), concentration)))),
  isf: ({ scale, concentration }, q) => mul(scale, expm1(neg(div(log(q), concentration)))),
  mean: ({ scale, concentration }) => where(greater(concentration, 1), div(scale, sub(concentration, 1)), Infinity),
  variance: ({ scale, concentration }) => {
    const mean = div(scale, sub(concentration, 1));
    return where(greater(concentration, 2), mul(square(mean), div(concentration, sub(concentration, 2))), Infinity);
  },
  mode: ({ concentration }) => mul(0, concentration),
  skewness: ({ concentration: a }) => {
    const value = mul(div(mul(2, add(a, 1)), sub(a, 3)), sqrt(div(sub(a, 2), a)));
    return where(greater(a, 3), value, where(greater(a, 2), Infinity, NaN));
  },
  kurtosis: ({ concentration: a }) => {
    const top = mul(6, sub(mul(a, sub(mul(a, add(a, 1)), 6)), 2));
    const value = div(top, mul(a, mul(sub(a, 3), sub(a, 4))));
    return where(greater(a, 4), value, where(greater(a, 2), Infinity, NaN));
  },
  entropy: ({ scale, concentration }) => add(add(1, reciprocal(concentration)), sub(log(scale), log(concentration))),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 20",
});
