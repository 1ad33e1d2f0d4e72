/** The beta-binomial law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { clip, floor } from "../../ops/rounding.ts";
import { sqrt } from "../../ops/power.ts";
import { lbeta } from "../../ops/special/gamma.ts";
import { beta } from "../../random/gamma.ts";
import { binomial } from "../../random/counts.ts";
import { splitOf } from "../../random/key.ts";
import { integerInterval, nonnegativeInteger, positive } from "../constraints/numbers.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { drawnAs, logChoose } from "./pieces/counts.ts";
import { sumBetween } from "./pieces/summed.ts";

type Names = "total" | "concentration1" | "concentration0";

const logProb = ({ total, concentration1: a, concentration0: b }: Values<Names>, x: Tensor): Tensor =>
  add(logChoose(total, x), sub(lbeta(add(x, a), add(sub(total, x), b)), lbeta(a, b)));

/**
 * The beta-binomial distribution: successes among `total` trials whose probability is itself drawn from a beta distribution.
 * @param total - the number of trials, a whole number ≥ 0, any shape
 * @param concentration1 - of the beta distribution, α > 0, a shape that broadcasts with it
 * @param concentration0 - of the beta distribution, β > 0, a shape that broadcasts with both
 * @returns a distribution of counts 0 … total
 * @throws TensorError "value" when a parameter is out of range, "shape" when the shapes do not broadcast
 * @cost distribution functions are sums of up to `total` terms
 * @example BetaBinomial(4, 1, 1).prob([0, 2]) // => Tensor [0.2, 0.2]
 * @math P(X = k) = \binom{n}{k} \frac{\mathrm{B}(k + \alpha, n - k + \beta)}{\mathrm{B}(\alpha, \beta)}
 * @source Johnson, Kemp & Kotz, Univariate discrete distributions, 6.2.2
 * @peers tfp.distributions.BetaBinomial, scipy.stats.betabinom
 * @see Binomial, Beta
 * @keywords overdispersed proportions, Polya urn
 */
export const BetaBinomial: Law<[total: TensorLike, concentration1: TensorLike, concentration0: TensorLike], Names> =
  /*@__PURE__*/ law({
    name: "BetaBinomial",
    kind: "discrete",
    parameters: {
      total: { constraint: nonnegativeInteger },
      concentration1: { constraint: positive },
      concentration0: { constraint: positive },
    },
    derived: {
      sum: ({ concentration1, concentration0 }) => add(concentration1, concentration0),
      probs: ({ concentration1, sum }) => div(concentration1, sum),
    },
    support: ({ total }) => integerInterval(0, total),
    logProb,
    cdf: (p, x) => sumBetween((k) => logProb(p, k), mul(x, 0), x),
    sf: (p, x) => sumBetween((k) => logProb(p, k), add(x, 1), p.total),
    sample: ({ total, concentration1, concentration0 }, key, shape) => {
      const keys = splitOf(key, 2);
      const probs = beta(keys[0], concentration1, concentration0, shape);
      return binomial(keys[1], total, probs, shape, drawnAs(total));
    },
    mean: ({ total, probs }) => mul(total, probs),
    variance: ({ total, probs, sum }) => div(mul(mul(total, mul(probs, sub(1, probs))), add(sum, total)), add(sum, 1)),
    mode: ({ total, concentration1: a, concentration0: b, sum, probs }) => {
      // Probabilities rise while (k + α)(n - k) > (k + 1)(n - k - 1 + β).
      const top = clip(floor(div(mul(add(total, 1), sub(a, 1)), sub(sum, 2))), 0, total);
      return where(
        greater(sum, 2),
        where(greater(a, 1), where(greater(b, 1), top, total), mul(top, 0)),
        where(greater(probs, 0.5), total, 0),
      );
    },
    skewness: ({ total: n, concentration1: a, concentration0: b, sum }) => {
      const spread = sqrt(div(add(1, sum), mul(mul(n, mul(a, b)), add(n, sum))));
      return div(mul(mul(add(sum, mul(2, n)), sub(b, a)), spread), add(sum, 2));
    },
    source: "Johnson, Kemp & Kotz, Univariate discrete distributions, 6.2.2",
  });
