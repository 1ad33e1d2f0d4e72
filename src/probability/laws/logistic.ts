/** The logistic law. */
import type { TensorLike } from "../../core/tensor.ts";
import { logit, logSigmoid, sigmoid } from "../../ops/activation.ts";
import { add, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { positive, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { standardize } from "./pieces/locScale.ts";

/**
 * The logistic distribution, whose distribution function is the sigmoid.
 * @param loc - the mean μ, any shape, default 0
 * @param scale - s > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example Logistic().cdf([0, 1]) // => Tensor [0.5, 0.73105858]
 * @math p(x) = \frac{1}{s}\,\sigma(z)\,\sigma(-z),\quad z = \frac{x - \mu}{s}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 23
 * @peers tfp.distributions.Logistic, scipy.stats.logistic
 * @see sigmoid, logit
 * @keywords logistic regression, sech-squared
 */
export const Logistic: Law<[loc?: TensorLike, scale?: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "Logistic",
  kind: "continuous",
  parameters: { loc: { constraint: real, default: 0 }, scale: { constraint: positive, default: 1 } },
  support: real,
  logProb: (p, x) => {
    const z = standardize(p, x);
    return sub(add(logSigmoid(z), logSigmoid(neg(z))), log(p.scale));
  },
  cdf: (p, x) => sigmoid(standardize(p, x)),
  sf: (p, x) => sigmoid(neg(standardize(p, x))),
  logCdf: (p, x) => logSigmoid(standardize(p, x)),
  logSf: (p, x) => logSigmoid(neg(standardize(p, x))),
  icdf: ({ loc, scale }, q) => add(loc, mul(scale, logit(q))),
  isf: ({ loc, scale }, q) => sub(loc, mul(scale, logit(q))),
  mean: ({ loc }) => loc,
  variance: ({ scale }) => mul(square(scale), Math.PI ** 2 / 3),
  mode: ({ loc }) => loc,
  median: ({ loc }) => loc,
  skewness: () => 0,
  kurtosis: () => 1.2,
  entropy: ({ scale }) => add(log(scale), 2),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 23",
});
