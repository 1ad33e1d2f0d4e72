/** The generalized extreme value law. */
import { scalar, type TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { equal, greater, isinf, less, logicalAnd, where } from "../../ops/compare.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { EULER } from "../../ops/scalar/constants.ts";
import { interval, positive, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { powerMoments } from "./pieces/exponentialPowers.ts";
import { standardize } from "./pieces/locScale.ts";
import { logPower, powerOf } from "./pieces/smooth.ts";

/**
 * The generalized extreme value distribution: the largest of many numbers. Gumbel for concentration 0, and smooth there.
 * @param loc - μ, any shape
 * @param scale - σ > 0, a shape that broadcasts with it
 * @param concentration - ξ, likewise: positive for heavy tails (Fréchet), negative for an upper end (Weibull); SciPy's -c
 * @returns a distribution of numbers on one side of μ - σ/ξ; moments of orders below 1/ξ are finite
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example GeneralizedExtremeValue(0, 1, [-0.5, 0, 0.5]).cdf([1, 1, 1]) // => Tensor [0.77880078, 0.69220063, 0.64118039]
 * @math P(X \le x) = e^{-(1 + \xi z)^{-1/\xi}},\quad z = \frac{x - \mu}{\sigma}
 * @source Coles, An introduction to statistical modeling of extreme values (2001), 3.1
 * @peers tfp.distributions.GeneralizedExtremeValue, scipy.stats.genextreme
 * @see Gumbel, Frechet, Weibull, GeneralizedPareto
 * @keywords block maxima, floods, Fisher-Tippett
 */
export const GeneralizedExtremeValue: Law<
  [loc: TensorLike, scale: TensorLike, concentration: TensorLike],
  "loc" | "scale" | "concentration"
> = /*@__PURE__*/ law({
  name: "GeneralizedExtremeValue",
  kind: "continuous",
  parameters: { loc: { constraint: real }, scale: { constraint: positive }, concentration: { constraint: real } },
  derived: {
    end: ({ loc, scale, concentration }) => sub(loc, div(scale, concentration)),
  },
  support: ({ concentration, end }) =>
    interval(where(greater(concentration, 0), end, -Infinity), where(less(concentration, 0), end, Infinity)),
  logProb: (p, x) => {
    const h = logPower(p.concentration, standardize(p, x));
    const isFlat = logicalAnd(equal(p.concentration, -1), isinf(h));
    const slope = where(isFlat, 0, mul(add(1, p.concentration), h));
    const far = equal(h, -Infinity);
    return where(far, -Infinity, neg(add(add(slope, exp(neg(h))), log(p.scale))));
  },
  cdf: (p, x) => exp(neg(exp(neg(logPower(p.concentration, standardize(p, x)))))),
  logCdf: (p, x) => neg(exp(neg(logPower(p.concentration, standardize(p, x))))),
  sf: (p, x) => neg(expm1(neg(exp(neg(logPower(p.concentration, standardize(p, x))))))),
  icdf: ({ loc, scale, concentration }, q) => add(loc, mul(scale, powerOf(concentration, neg(log(neg(log(q))))))),
  isf: ({ loc, scale, concentration }, q) => add(loc, mul(scale, powerOf(concentration, neg(log(neg(log1p(neg(q)))))))),
  mean: ({ loc, scale, concentration: c }) =>
    where(less(c, 1), sub(loc, mul(scale, powerMoments(neg(c)).mean)), Infinity),
  variance: ({ scale, concentration: c }) =>
    where(less(c, 0.5), mul(square(scale), powerMoments(neg(c)).variance), Infinity),
  mode: ({ loc, scale, concentration: c, end }) =>
    where(greater(c, -1), add(loc, mul(scale, powerOf(c, neg(log1p(c))))), end),
  median: ({ loc, scale, concentration: c }) => add(loc, mul(scale, powerOf(c, scalar(-Math.log(Math.LN2), c.dtype)))),
  skewness: ({ concentration: c }) => {
    const value = neg(powerMoments(neg(c)).skewness);
    return where(less(mul(3, c), 1), value, where(less(c, 0.5), Infinity, NaN));
  },
  kurtosis: ({ concentration: c }) =>
    where(less(c, 0.25), powerMoments(neg(c)).kurtosis, where(less(c, 0.5), Infinity, NaN)),
  entropy: ({ scale, concentration }) => add(add(log(scale), mul(EULER, concentration)), 1 + EULER),
  source: "Coles 2001",
});
