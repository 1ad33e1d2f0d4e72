/** The Poisson law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, reciprocal } from "../../ops/arithmetic.ts";
import { floor } from "../../ops/rounding.ts";
import { rsqrt } from "../../ops/power.ts";
import { gammainc, gammaincc, logGammainc, logGammaincc } from "../../ops/special/incompleteGamma.ts";
import { poisson } from "../../random/counts.ts";
import { nonnegative, nonnegativeInteger } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { drawnAs } from "./pieces/counts.ts";
import { logGammaDensity } from "./pieces/densities.ts";

/**
 * The Poisson distribution: how often something happens that happens `rate` times on average, each time by itself.
 * @param rate - the mean λ ≥ 0, any shape
 * @returns a distribution of counts 0, 1, 2, …
 * @throws TensorError "value" when the rate is negative or not finite
 * @example Poisson(4).prob([0, 4]) // => Tensor [0.01831564, 0.19536681]
 * @math P(X = k) = \frac{\lambda^k e^{-\lambda}}{k!}
 * @source Johnson, Kemp & Kotz, Univariate discrete distributions, 4
 * @peers torch.distributions.Poisson, tfp.distributions.Poisson, scipy.stats.poisson
 * @see Exponential, random.poisson
 * @keywords rare events, arrivals, counts
 */
export const Poisson: Law<[rate: TensorLike], "rate"> = /*@__PURE__*/ law({
  name: "Poisson",
  kind: "discrete",
  parameters: { rate: { constraint: nonnegative } },
  support: nonnegativeInteger,
  logProb: ({ rate }, x) => logGammaDensity(add(x, 1), rate),
  cdf: ({ rate }, x) => gammaincc(add(x, 1), rate),
  sf: ({ rate }, x) => gammainc(add(x, 1), rate),
  logCdf: ({ rate }, x) => logGammaincc(add(x, 1), rate),
  logSf: ({ rate }, x) => logGammainc(add(x, 1), rate),
  sample: ({ rate }, key, shape) => poisson(key, rate, shape, drawnAs(rate)),
  mean: ({ rate }) => rate,
  variance: ({ rate }) => rate,
  mode: ({ rate }) => floor(rate),
  skewness: ({ rate }) => rsqrt(rate),
  kurtosis: ({ rate }) => reciprocal(rate),
  source: "Johnson, Kemp & Kotz, Univariate discrete distributions, 4",
});
