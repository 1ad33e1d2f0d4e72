/** The generalized Pareto law. */
import { scalar, type TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { equal, isinf, less, logicalAnd, where } from "../../ops/compare.ts";
import { expm1, log, log1p } from "../../ops/exponential.ts";
import { log1mexp } from "../../ops/logarithmic.ts";
import { sqrt } from "../../ops/power.ts";
import { interval, positive, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { standardize } from "./pieces/locScale.ts";
import { logPower, powerOf } from "./pieces/smooth.ts";

/**
 * The generalized Pareto distribution: how far numbers are beyond a high threshold. Exponential for concentration 0, and smooth
 * there.
 * @param loc - the threshold μ, any shape
 * @param scale - σ > 0, a shape that broadcasts with it
 * @param concentration - ξ, likewise: positive for heavy tails, negative for an upper end μ - σ/ξ; SciPy's c
 * @returns a distribution of numbers >= loc; moments of orders below 1/ξ are finite
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example GeneralizedPareto(0, 1, [-0.5, 0, 0.5]).sf([1, 1, 1]) // => Tensor [0.25, 0.36787944, 0.44444444]
 * @math p(x) = \frac{1}{\sigma}\left(1 + \xi z\right)^{-(1 + 1/\xi)},\quad z = \frac{x - \mu}{\sigma}
 * @source Coles, An introduction to statistical modeling of extreme values (2001), 4.2
 * @peers torch.distributions.GeneralizedPareto, tfp.distributions.GeneralizedPareto, scipy.stats.genpareto
 * @see GeneralizedExtremeValue, Pareto
 * @keywords peaks over threshold, extreme values
 */
export const GeneralizedPareto: Law<
  [loc: TensorLike, scale: TensorLike, concentration: TensorLike],
  "loc" | "scale" | "concentration"
> = /*@__PURE__*/ law({
  name: "GeneralizedPareto",
  kind: "continuous",
  parameters: { loc: { constraint: real }, scale: { constraint: positive }, concentration: { constraint: real } },
  derived: {
    end: ({ loc, scale, concentration: c }) => where(less(c, 0), sub(loc, div(scale, c)), Infinity),
  },
  support: ({ loc, end }) => interval(loc, end),
  logProb: (p, x) => {
    const h = logPower(p.concentration, standardize(p, x));
    const isFlat = logicalAnd(equal(p.concentration, -1), isinf(h));
    const slope = where(isFlat, 0, mul(add(1, p.concentration), h));
    return neg(add(slope, log(p.scale)));
  },
  cdf: (p, x) => neg(expm1(neg(logPower(p.concentration, standardize(p, x))))),
  logCdf: (p, x) => log1mexp(logPower(p.concentration, standardize(p, x))),
  logSf: (p, x) => neg(logPower(p.concentration, standardize(p, x))),
  icdf: ({ loc, scale, concentration }, q) => add(loc, mul(scale, powerOf(concentration, neg(log1p(neg(q)))))),
  isf: ({ loc, scale, concentration }, q) => add(loc, mul(scale, powerOf(concentration, neg(log(q))))),
  mean: ({ loc, scale, concentration: c }) => where(less(c, 1), add(loc, div(scale, sub(1, c))), Infinity),
  variance: ({ scale, concentration: c }) =>
    where(less(c, 0.5), div(square(div(scale, sub(1, c))), sub(1, mul(2, c))), Infinity),
  mode: ({ loc, concentration, end }) => where(less(concentration, -1), end, loc),
  median: ({ loc, scale, concentration: c }) => add(loc, mul(scale, powerOf(c, scalar(Math.LN2, c.dtype)))),
  skewness: ({ concentration: c }) => {
    const value = div(mul(mul(2, add(1, c)), sqrt(sub(1, mul(2, c)))), sub(1, mul(3, c)));
    return where(less(mul(3, c), 1), value, where(less(c, 0.5), Infinity, NaN));
  },
  kurtosis: ({ concentration: c }) => {
    const top = mul(mul(3, sub(1, mul(2, c))), add(mul(c, add(mul(2, c), 1)), 3));
    const value = sub(div(top, mul(sub(1, mul(3, c)), sub(1, mul(4, c)))), 3);
    return where(less(c, 0.25), value, where(less(c, 0.5), Infinity, NaN));
  },
  entropy: ({ scale, concentration }) => add(log(scale), add(1, concentration)),
  source: "Coles 2001",
});
