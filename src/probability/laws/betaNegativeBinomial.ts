/** The beta negative binomial law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { logSigmoid, sigmoid } from "../../ops/activation.ts";
import { exp, log } from "../../ops/exponential.ts";
import { cosh, sinh } from "../../ops/hyperbolic.ts";
import { maximum } from "../../ops/maximum.ts";
import { floor } from "../../ops/rounding.ts";
import { sqrt } from "../../ops/power.ts";
import { digamma, lbeta, trigamma } from "../../ops/special/gamma.ts";
import { betainc } from "../../ops/special/incompleteBeta.ts";
import { beta } from "../../random/gamma.ts";
import { negativeBinomial } from "../../random/counts.ts";
import { splitOf } from "../../random/key.ts";
import { nonnegativeInteger, positive } from "../constraints/numbers.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { drawnAs } from "./pieces/counts.ts";
import { sumBetween } from "./pieces/summed.ts";
import { trapezoid } from "./pieces/trapezoid.ts";

type Names = "total" | "concentration1" | "concentration0";

/** Γ(r + k)/(k! Γ(r)) = 1/((r + k) B(k + 1, r)). */
const logProb = ({ total: r, concentration0: a, concentration1: b }: Values<Names>, k: Tensor): Tensor =>
  sub(sub(lbeta(add(a, r), add(b, k)), lbeta(a, b)), add(log(add(r, k)), lbeta(add(k, 1), r)));

/** Nodes of the trapezoidal rule. */
const NODES = 600;
const LAST = 7;

/** P(X > k): that of the negative binomial law for a probability p, over all p = σ(t), in steps that fit the width of logit p. */
function survival({ total: r, concentration0: a, concentration1: b }: Values<Names>, k: Tensor): Tensor {
  const width = sqrt(add(trigamma(a), trigamma(b)));
  const center = sub(digamma(a), digamma(b));
  const over = (u: Tensor): Tensor => {
    const t = add(center, mul(width, sinh(u)));
    const density = sub(add(mul(a, logSigmoid(t)), mul(b, logSigmoid(neg(t)))), lbeta(a, b));
    return mul(mul(exp(density), betainc(add(k, 1), r, sigmoid(neg(t)))), mul(width, cosh(u)));
  };
  const end = add(mul(k, 0), LAST);
  return trapezoid(over, neg(end), end, NODES, [center, r]);
}

/**
 * The beta negative binomial distribution: successes before `total` failures, where the probability of success is itself drawn
 * from a beta distribution. Its upper tail falls by a power.
 * @param total - the number of failures > 0, any shape
 * @param concentration1 - of the beta distribution, α > 0, a shape that broadcasts with it
 * @param concentration0 - of the beta distribution, β > 0, a shape that broadcasts with both
 * @returns a distribution of counts 0, 1, 2, …
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @cost distribution functions are sums of as many terms as the value
 * @example BetaNegativeBinomial(3, 1, 2).prob([0, 1]) // => Tensor [0.4, 0.2]
 * @math P(X = k) = \frac{\Gamma(r + k)}{k!\,\Gamma(r)} \frac{\mathrm{B}(\alpha + k, \beta + r)}{\mathrm{B}(\alpha, \beta)}
 * @source Johnson, Kemp & Kotz, Univariate discrete distributions, 6.2.3
 * @peers scipy.stats.betanbinom
 * @see NegativeBinomial, BetaBinomial
 * @keywords generalized Waring distribution, heavy-tailed counts
 */
export const BetaNegativeBinomial: Law<
  [total: TensorLike, concentration1: TensorLike, concentration0: TensorLike],
  Names
> = /*@__PURE__*/ law({
  name: "BetaNegativeBinomial",
  kind: "discrete",
  parameters: {
    total: { constraint: positive },
    concentration1: { constraint: positive },
    concentration0: { constraint: positive },
  },
  support: nonnegativeInteger,
  logProb,
  cdf: (p, x) => sumBetween((k) => logProb(p, k), mul(x, 0), x),
  sf: survival,
  sample: ({ total, concentration1, concentration0 }, key, shape) => {
    const keys = splitOf(key, 2);
    const probs = beta(keys[0], concentration0, concentration1, shape);
    return negativeBinomial(keys[1], total, probs, shape, drawnAs(total));
  },
  mean: ({ total: r, concentration0: a, concentration1: b }) =>
    where(greater(a, 1), div(mul(r, b), sub(a, 1)), Infinity),
  variance: ({ total: r, concentration0: a, concentration1: b }) => {
    const top = mul(mul(r, b), mul(sub(add(a, r), 1), sub(add(a, b), 1)));
    return where(greater(a, 2), div(top, mul(sub(a, 2), mul(sub(a, 1), sub(a, 1)))), Infinity);
  },
  // Probabilities rise while (r + k)(β + k) > (k + 1)(α + β + r + k).
  mode: ({ total: r, concentration0: a, concentration1: b }) =>
    maximum(add(floor(div(sub(mul(sub(r, 1), sub(b, 1)), add(a, 1)), add(a, 1))), 1), mul(r, 0)),
  skewness: ({ total: r, concentration0: a, concentration1: b }) => {
    const top = mul(sub(add(a, mul(2, r)), 1), sub(add(a, mul(2, b)), 1));
    const spread = sqrt(div(mul(mul(r, b), mul(sub(add(a, r), 1), sub(add(a, b), 1))), sub(a, 2)));
    return where(greater(a, 3), div(top, mul(sub(a, 3), spread)), where(greater(a, 2), Infinity, NaN));
  },
  kurtosis: ({ total: r, concentration0: a, concentration1: b }) => where(greater(a, 4), kurtosisOf(r, a, b), NaN),
  source: "Johnson, Kemp & Kotz, Univariate discrete distributions, 6.2.3",
});

/** By factorial moments: E X(X - 1)…(X - j + 1) = Π (r + i)(β + i)/(α - 1 - i). */
function kurtosisOf(r: Tensor, a: Tensor, b: Tensor): Tensor {
  const factorial: Tensor[] = [];
  for (let j = 0; j < 4; j++) {
    const next = div(mul(add(r, j), add(b, j)), sub(a, 1 + j));
    factorial.push(j === 0 ? next : mul(factorial[j - 1], next));
  }
  const [f1, f2, f3, f4] = factorial;
  const second = add(f2, f1);
  const third = add(f3, add(mul(3, f2), f1));
  const fourth = add(f4, add(mul(6, f3), add(mul(7, f2), f1)));
  const squared = mul(f1, f1);
  const variance = sub(second, squared);
  const central = add(
    sub(fourth, mul(4, mul(f1, third))),
    sub(mul(6, mul(squared, second)), mul(3, mul(squared, squared))),
  );
  return add(div(central, mul(variance, variance)), -3);
}
