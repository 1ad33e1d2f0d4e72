/** The Skellam law. */
import type { TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { maximum } from "../../ops/maximum.ts";
import { rsqrt, sqrt } from "../../ops/power.ts";
import { logIve } from "../../ops/special/besselReal.ts";
import { noncentralGammainc, noncentralGammaincc } from "../../ops/special/noncentral.ts";
import { poisson } from "../../random/counts.ts";
import { splitOf } from "../../random/key.ts";
import { integer, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { drawnAs } from "./pieces/counts.ts";

/**
 * The Skellam distribution: the difference of two Poisson counts.
 * @param rate1 - the mean μ₁ > 0 of the first, any shape
 * @param rate2 - the mean μ₂ > 0 of the second, a shape that broadcasts with it
 * @returns a distribution of integers
 * @throws TensorError "value" when a rate is not positive and finite, "shape" when the shapes do not broadcast
 * @example Skellam(2, 1).prob([-1, 0, 1]) // => Tensor [0.11923172, 0.21171208, 0.23846344]
 * @math P(X = k) = e^{-(\mu_1 + \mu_2)} \left(\frac{\mu_1}{\mu_2}\right)^{k/2} I_{|k|}(2\sqrt{\mu_1 \mu_2})
 * @source Skellam, The frequency distribution of the difference between two Poisson variates, 1946
 * @peers tfp.distributions.Skellam, scipy.stats.skellam
 * @see Poisson, DiscreteLaplace
 * @keywords difference of counts, goal difference
 */
export const Skellam: Law<[rate1: TensorLike, rate2: TensorLike], "rate1" | "rate2"> = /*@__PURE__*/ law({
  name: "Skellam",
  kind: "discrete",
  parameters: { rate1: { constraint: positive }, rate2: { constraint: positive } },
  support: integer,
  logProb: ({ rate1, rate2 }, x) => {
    const roots = square(sub(sqrt(rate1), sqrt(rate2)));
    const tilt = mul(mul(0.5, x), sub(log(rate1), log(rate2)));
    return add(sub(tilt, roots), logIve(abs(x), mul(2, sqrt(mul(rate1, rate2)))));
  },
  // By the noncentral chi-square distribution, whose parameters are counts on either side of 0 (Johnson 1959).
  cdf: ({ rate1, rate2 }, x) => {
    const below = noncentralGammainc(maximum(neg(x), 1), rate2, rate1);
    return where(less(x, 0), below, noncentralGammaincc(add(maximum(x, 0), 1), rate1, rate2));
  },
  sf: ({ rate1, rate2 }, x) => {
    const below = noncentralGammaincc(maximum(neg(x), 1), rate2, rate1);
    return where(less(x, 0), below, noncentralGammainc(add(maximum(x, 0), 1), rate1, rate2));
  },
  sample: ({ rate1, rate2 }, key, shape) => {
    const keys = splitOf(key, 2);
    return sub(poisson(keys[0], rate1, shape, drawnAs(rate1)), poisson(keys[1], rate2, shape, drawnAs(rate1)));
  },
  mean: ({ rate1, rate2 }) => sub(rate1, rate2),
  variance: ({ rate1, rate2 }) => add(rate1, rate2),
  skewness: ({ rate1, rate2 }) => div(mul(sub(rate1, rate2), rsqrt(add(rate1, rate2))), add(rate1, rate2)),
  kurtosis: ({ rate1, rate2 }) => div(1, add(rate1, rate2)),
  source: "Skellam, The frequency distribution of the difference between two Poisson variates, 1946",
});
