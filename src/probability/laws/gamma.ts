/** The gamma law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { maximum } from "../../ops/maximum.ts";
import { rsqrt } from "../../ops/power.ts";
import {
  gammainc,
  gammaincc,
  gammainccinv,
  gammaincinv,
  logGammainc,
  logGammaincc,
} from "../../ops/special/incompleteGamma.ts";
import { gamma } from "../../random/gamma.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { gammaEntropy, logGammaDensity } from "./pieces/densities.ts";

/**
 * The gamma distribution: the waiting time for `concentration` events that happen `rate` times in a unit of time.
 * @param concentration - the shape α > 0, any shape
 * @param rate - β > 0, a shape that broadcasts with it, default 1; 1/β is the scale
 * @returns a distribution of numbers >= 0; its draws are differentiable in both
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example Gamma(3, 2).cdf([1, 2]) // => Tensor [0.32332358, 0.76189669]
 * @math p(x) = \frac{\beta^\alpha}{\Gamma(\alpha)}\, x^{\alpha - 1} e^{-\beta x}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 17
 * @peers torch.distributions.Gamma, tfp.distributions.Gamma, scipy.stats.gamma
 * @see Chi2, InverseGamma
 * @keywords Erlang distribution, waiting time, shape and rate
 */
export const Gamma: Law<[concentration: TensorLike, rate?: TensorLike], "concentration" | "rate"> = /*@__PURE__*/ law({
  name: "Gamma",
  kind: "continuous",
  parameters: { concentration: { constraint: positive }, rate: { constraint: positive, default: 1 } },
  support: nonnegative,
  logProb: ({ concentration, rate }, x) => add(log(rate), logGammaDensity(concentration, mul(rate, x))),
  cdf: ({ concentration, rate }, x) => gammainc(concentration, mul(rate, x)),
  sf: ({ concentration, rate }, x) => gammaincc(concentration, mul(rate, x)),
  logCdf: ({ concentration, rate }, x) => logGammainc(concentration, mul(rate, x)),
  logSf: ({ concentration, rate }, x) => logGammaincc(concentration, mul(rate, x)),
  icdf: ({ concentration, rate }, q) => div(gammaincinv(concentration, q), rate),
  isf: ({ concentration, rate }, q) => div(gammainccinv(concentration, q), rate),
  sample: ({ concentration, rate }, key, shape) => gamma(key, concentration, shape, { rate }),
  mean: ({ concentration, rate }) => div(concentration, rate),
  variance: ({ concentration, rate }) => mul(concentration, square(reciprocal(rate))),
  mode: ({ concentration, rate }) => div(maximum(sub(concentration, 1), 0), rate),
  skewness: ({ concentration }) => mul(2, rsqrt(concentration)),
  kurtosis: ({ concentration }) => div(6, concentration),
  entropy: ({ concentration, rate }) => sub(gammaEntropy(concentration), log(rate)),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 17",
});
