/** The log-logistic law. */
import type { TensorLike } from "../../core/tensor.ts";
import { logit, logSigmoid, sigmoid } from "../../ops/activation.ts";
import { add, div, mul, neg, sub } from "../../ops/arithmetic.ts";
import { equal, greater, where } from "../../ops/compare.ts";
import { exp, log } from "../../ops/exponential.ts";
import { xlogy } from "../../ops/logarithmic.ts";
import { lbeta } from "../../ops/special/gamma.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { logRatio } from "./pieces/logRatio.ts";
import { rawMoments } from "./pieces/rawMoments.ts";

/**
 * The log-logistic distribution: numbers whose logarithm is logistic, with a tail of powers, such as survival times and incomes.
 * @param scale - the median α > 0, any shape
 * @param concentration - β > 0, a shape that broadcasts with it; moments up to this order are finite
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example LogLogistic(2, 4).sf([1, 2, 4]) // => Tensor [0.94117647, 0.5, 0.05882353]
 * @math p(x) = \frac{\beta}{\alpha} \frac{(x/\alpha)^{\beta - 1}}{\left(1 + (x/\alpha)^\beta\right)^2}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 23
 * @peers tfp.distributions.LogLogistic, scipy.stats.fisk
 * @see Burr, Dagum, Logistic
 * @keywords Fisk, survival analysis, odds
 */
export const LogLogistic: Law<[scale: TensorLike, concentration: TensorLike], "scale" | "concentration"> =
  /*@__PURE__*/ law({
    name: "LogLogistic",
    kind: "continuous",
    parameters: { scale: { constraint: positive }, concentration: { constraint: positive } },
    support: nonnegative,
    logProb: ({ scale, concentration }, x) => {
      const z = mul(concentration, logRatio(x, scale));
      const inside = sub(add(log(concentration), add(logSigmoid(z), logSigmoid(neg(z)))), log(x));
      const atZero = sub(add(log(concentration), xlogy(sub(concentration, 1), x)), log(scale));
      return where(equal(x, 0), atZero, inside);
    },
    cdf: ({ scale, concentration }, x) => sigmoid(mul(concentration, logRatio(x, scale))),
    sf: ({ scale, concentration }, x) => sigmoid(mul(concentration, logRatio(scale, x))),
    logCdf: ({ scale, concentration }, x) => logSigmoid(mul(concentration, logRatio(x, scale))),
    logSf: ({ scale, concentration }, x) => logSigmoid(mul(concentration, logRatio(scale, x))),
    icdf: ({ scale, concentration }, q) => mul(scale, exp(div(logit(q), concentration))),
    isf: ({ scale, concentration }, q) => mul(scale, exp(neg(div(logit(q), concentration)))),
    .../*@__PURE__*/ rawMoments<Values<"scale" | "concentration">>({
      scale: ({ scale }) => scale,
      logMoment: ({ concentration }, k) => lbeta(add(1, div(k, concentration)), sub(1, div(k, concentration))),
      order: ({ concentration }) => concentration,
    }),
    mode: ({ scale, concentration }) => {
      const ratio = div(sub(concentration, 1), add(concentration, 1));
      return where(greater(concentration, 1), mul(scale, exp(div(log(ratio), concentration))), 0);
    },
    median: ({ scale }) => scale,
    entropy: ({ scale, concentration }) => add(sub(log(scale), log(concentration)), 2),
    source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 23",
  });
