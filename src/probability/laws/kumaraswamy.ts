/** Kumaraswamy's law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { equal, greater, less, logicalAnd, where } from "../../ops/compare.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { log1mexp, xlogy } from "../../ops/logarithmic.ts";
import { minimum } from "../../ops/maximum.ts";
import { pow } from "../../ops/power.ts";
import { EULER } from "../../ops/scalar/constants.ts";
import { digamma, lbeta } from "../../ops/special/gamma.ts";
import { positive, unitInterval } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";

/**
 * The Kumaraswamy distribution: like Beta, with a distribution function in plain formulas.
 * @param concentration1 - a > 0, any shape; pulls to 1
 * @param concentration0 - b > 0, a shape that broadcasts with it; pulls to 0
 * @returns a distribution of numbers from 0 to 1; where a, b <= 1 its mode is the higher end, 1/2 for a = b = 1
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example Kumaraswamy(2, 3).cdf([0.25, 0.5]) // => Tensor [0.17602539, 0.578125]
 * @math p(x) = a b\, x^{a - 1} (1 - x^a)^{b - 1}
 * @source Jones, Kumaraswamy's distribution, Statistical Methodology 6 (2009)
 * @peers torch.distributions.Kumaraswamy, tfp.distributions.Kumaraswamy
 * @see Beta
 * @keywords minimax distribution, bounded
 */
export const Kumaraswamy: Law<
  [concentration1: TensorLike, concentration0: TensorLike],
  "concentration1" | "concentration0"
> = /*@__PURE__*/ law({
  name: "Kumaraswamy",
  kind: "continuous",
  parameters: { concentration1: { constraint: positive }, concentration0: { constraint: positive } },
  support: unitInterval,
  logProb: ({ concentration1: a, concentration0: b }, x) => {
    const rest = where(logicalAnd(equal(b, 1), equal(x, 1)), 0, mul(sub(b, 1), logRest(a, x)));
    return add(add(log(a), log(b)), add(xlogy(sub(a, 1), x), rest));
  },
  cdf: ({ concentration1: a, concentration0: b }, x) => neg(expm1(mul(b, logRest(a, x)))),
  logCdf: ({ concentration1: a, concentration0: b }, x) => log1mexp(neg(mul(b, logRest(a, x)))),
  logSf: ({ concentration1: a, concentration0: b }, x) => mul(b, logRest(a, x)),
  icdf: ({ concentration1: a, concentration0: b }, q) => exp(div(log1mexp(neg(div(log1p(neg(q)), b))), a)),
  isf: ({ concentration1: a, concentration0: b }, q) => exp(div(log1mexp(neg(div(log(q), b))), a)),
  mean: ({ concentration1: a, concentration0: b }) => exp(logMoment(a, b, 1)),
  variance: ({ concentration1: a, concentration0: b }) => mul(exp(mul(2, logMoment(a, b, 1))), excess(a, b, 2)),
  mode: ({ concentration1: a, concentration0: b }) => {
    const end = where(equal(a, b), where(equal(a, 1), 0.5, 0), where(less(a, b), 0, 1));
    return where(greater(minimum(a, b), 1), pow(div(sub(a, 1), sub(mul(a, b), 1)), reciprocal(a)), end);
  },
  skewness: ({ concentration1: a, concentration0: b }) => {
    const second = excess(a, b, 2);
    return div(sub(excess(a, b, 3), mul(3, second)), pow(second, 1.5));
  },
  kurtosis: ({ concentration1: a, concentration0: b }) => {
    const second = excess(a, b, 2);
    const fourth = add(sub(excess(a, b, 4), mul(4, excess(a, b, 3))), mul(6, second));
    return sub(div(fourth, square(second)), 3);
  },
  entropy: ({ concentration1: a, concentration0: b }) => {
    const harmonic = add(digamma(add(b, 1)), EULER);
    return sub(add(sub(1, reciprocal(b)), mul(sub(1, reciprocal(a)), harmonic)), add(log(a), log(b)));
  },
  source: "Jones 2009",
});

/** log(1 - x^a) */
const logRest = (a: Tensor, x: Tensor): Tensor => log1mexp(neg(mul(a, log(x))));

/** log E X^k */
const logMoment = (a: Tensor, b: Tensor, k: number): Tensor => add(log(b), lbeta(add(1, div(k, a)), b));

/** E X^k/(E X)^k - 1 */
const excess = (a: Tensor, b: Tensor, k: number): Tensor => expm1(sub(logMoment(a, b, k), mul(k, logMoment(a, b, 1))));
