/** The logit-normal law. */
import type { TensorLike } from "../../core/tensor.ts";
import { logit, sigmoid } from "../../ops/activation.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { log, log1p } from "../../ops/exponential.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { logNdtr, ndtr, ndtri } from "../../ops/special/erf.ts";
import { normal } from "../../random/continuous.ts";
import { openInterval, positive, real } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { betweenEnds } from "./pieces/betweenEnds.ts";

/**
 * The logit-normal distribution: probabilities whose log odds are normal.
 * @param loc - the mean μ of the log odds, any shape, default 0
 * @param scale - their deviation σ > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers between 0 and 1
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example LogitNormal(1, 2).median() // => Tensor 0.7310585786300049
 * @math p(x) = \frac{1}{\sigma\sqrt{2\pi}\, x (1 - x)}\, e^{-\frac{(\operatorname{logit} x - \mu)^2}{2\sigma^2}}
 * @source Aitchison & Shen, Logistic-normal distributions, Biometrika 67 (1980)
 * @peers tfp.distributions.LogitNormal
 * @see LogisticNormal, Normal
 * @keywords logistic-normal, proportions
 */
export const LogitNormal: Law<[loc?: TensorLike, scale?: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "LogitNormal",
  kind: "continuous",
  parameters: { loc: { constraint: real, default: 0 }, scale: { constraint: positive, default: 1 } },
  support: /*@__PURE__*/ openInterval(0, 1),
  logProb: ({ loc, scale }, x) => {
    const z = div(sub(logit(x), loc), scale);
    const slope = add(log(x), log1p(neg(x)));
    return neg(add(mul(0.5, square(z)), add(add(log(scale), HALF_LOG_TAU), slope)));
  },
  cdf: ({ loc, scale }, x) => ndtr(div(sub(logit(x), loc), scale)),
  sf: ({ loc, scale }, x) => ndtr(div(sub(loc, logit(x)), scale)),
  logCdf: ({ loc, scale }, x) => logNdtr(div(sub(logit(x), loc), scale)),
  logSf: ({ loc, scale }, x) => logNdtr(div(sub(loc, logit(x)), scale)),
  icdf: ({ loc, scale }, q) => sigmoid(add(loc, mul(scale, ndtri(q)))),
  isf: ({ loc, scale }, q) => sigmoid(sub(loc, mul(scale, ndtri(q)))),
  sample: ({ loc, scale }, key, shape) => betweenEnds(sigmoid(normal(key, shape, { loc, scale }))),
  median: ({ loc }) => sigmoid(loc),
  source: "Aitchison & Shen 1980",
});
