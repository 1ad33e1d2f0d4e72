/** Pareto's law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import { greaterThanEq, positive } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { logRatio } from "./pieces/logRatio.ts";

/**
 * The Pareto distribution: sizes from a least one, the tail a power.
 * @param scale - the least value m > 0, any shape
 * @param concentration - the exponent α > 0, a shape that broadcasts with it; moments below this order are finite
 * @returns a distribution of numbers >= scale
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example Pareto(1, 2).sf([1, 10]) // => Tensor [1, 0.01]
 * @math p(x) = \frac{\alpha m^\alpha}{x^{\alpha + 1}},\quad x \ge m
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 20
 * @peers torch.distributions.Pareto, tfp.distributions.Pareto, scipy.stats.pareto
 * @see Lomax, GeneralizedPareto
 * @keywords power law, 80-20 rule, incomes
 */
export const Pareto: Law<[scale: TensorLike, concentration: TensorLike], "scale" | "concentration"> = /*@__PURE__*/ law(
  {
    name: "Pareto",
    kind: "continuous",
    parameters: { scale: { constraint: positive }, concentration: { constraint: positive } },
    support: ({ scale }) => greaterThanEq(scale),
    logProb: ({ scale, concentration }, x) =>
      sub(log(div(concentration, scale)), mul(add(concentration, 1), logRatio(x, scale))),
    cdf: ({ scale, concentration }, x) => neg(expm1(neg(mul(concentration, logRatio(x, scale))))),
    logSf: ({ scale, concentration }, x) => neg(mul(concentration, logRatio(x, scale))),
    icdf: ({ scale, concentration }, q) => mul(scale, exp(neg(div(log1p(neg(q)), concentration)))),
    isf: ({ scale, concentration }, q) => mul(scale, exp(neg(div(log(q), concentration)))),
    mean: ({ scale, concentration: a }) => where(greater(a, 1), mul(scale, div(a, sub(a, 1))), Infinity),
    variance: ({ scale, concentration: a }) =>
      where(greater(a, 2), mul(square(div(scale, sub(a, 1))), div(a, sub(a, 2))), Infinity),
    mode: ({ scale }) => scale,
    skewness: ({ concentration: a }) => {
      const value = mul(div(mul(2, add(a, 1)), sub(a, 3)), sqrt(div(sub(a, 2), a)));
      return where(greater(a, 3), value, where(greater(a, 2), Infinity, NaN));
    },
    kurtosis: ({ concentration: a }) => {
      const top = mul(6, sub(mul(a, sub(mul(a, add(a, 1)), 6)), 2));
      const value = div(top, mul(a, mul(sub(a, 3), sub(a, 4))));
      return where(greater(a, 4), value, where(greater(a, 2), Infinity, NaN));
    },
    entropy: ({ scale, concentration }) => add(sub(log(scale), log(concentration)), add(1, reciprocal(concentration))),
    source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 20",
  },
);
