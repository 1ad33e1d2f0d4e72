/** The two-sided Weibull law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { greater, less, where } from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { xlogy } from "../../ops/logarithmic.ts";
import { minimum } from "../../ops/maximum.ts";
import { pow } from "../../ops/power.ts";
import { EULER } from "../../ops/scalar/constants.ts";
import { lgamma } from "../../ops/special/gamma.ts";
import { positive, real } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";

/**
 * The two-sided Weibull distribution: a Weibull distribution with a random sign.
 * @param loc - the center μ, any shape
 * @param scale - λ > 0, a shape that broadcasts with it
 * @param concentration - k > 0, a shape that broadcasts with them
 * @returns a distribution of numbers; where k > 1 its mode is the upper one of two
 * @throws TensorError "value" when scale or concentration is not positive and finite, "shape" when the shapes do not broadcast
 * @example DoubleWeibull(0, 1, 2).cdf([-1, 0, 1]) // => Tensor [0.18393972, 0.5, 0.81606028]
 * @math p(x) = \frac{k}{2\lambda} \left|\tfrac{x - \mu}{\lambda}\right|^{k - 1} e^{-\left|\frac{x - \mu}{\lambda}\right|^k}
 * @source Balakrishnan & Kocherlakota, On the double Weibull distribution, Sankhyā B 47 (1985)
 * @peers scipy.stats.dweibull
 * @see Weibull, Laplace
 * @keywords reflected Weibull
 */
export const DoubleWeibull: Law<
  [loc: TensorLike, scale: TensorLike, concentration: TensorLike],
  "loc" | "scale" | "concentration"
> = /*@__PURE__*/ law({
  name: "DoubleWeibull",
  kind: "continuous",
  parameters: { loc: { constraint: real }, scale: { constraint: positive }, concentration: { constraint: positive } },
  support: real,
  logProb: ({ loc, scale, concentration }, x) => {
    const z = div(abs(sub(x, loc)), scale);
    const front = sub(sub(log(concentration), log(scale)), Math.LN2);
    return sub(add(front, xlogy(sub(concentration, 1), z)), pow(z, concentration));
  },
  logCdf: ({ loc, scale, concentration }, x) => logBelow(div(sub(x, loc), scale), concentration),
  logSf: ({ loc, scale, concentration }, x) => logBelow(div(sub(loc, x), scale), concentration),
  icdf: ({ loc, scale, concentration }, q) => add(loc, mul(scale, quantile(q, concentration))),
  isf: ({ loc, scale, concentration }, q) => sub(loc, mul(scale, quantile(q, concentration))),
  mean: ({ loc }) => loc,
  variance: ({ scale, concentration }) => mul(square(scale), exp(lgamma(add(1, div(2, concentration))))),
  mode: ({ loc, scale, concentration }) => {
    const ratio = div(sub(concentration, 1), concentration);
    return add(loc, where(greater(ratio, 0), mul(scale, exp(div(log(ratio), concentration))), 0));
  },
  median: ({ loc }) => loc,
  skewness: () => 0,
  kurtosis: ({ concentration: k }) => sub(exp(sub(lgamma(add(1, div(4, k))), mul(2, lgamma(add(1, div(2, k)))))), 3),
  entropy: ({ scale, concentration: k }) => add(sub(1 + Math.LN2 + EULER, div(EULER, k)), sub(log(scale), log(k))),
  source: "Balakrishnan & Kocherlakota 1985",
});

/** log P(Z <= z) */
function logBelow(z: Tensor, k: Tensor): Tensor {
  const power = pow(abs(z), k);
  return where(less(z, 0), neg(add(Math.LN2, power)), log1p(mul(-0.5, exp(neg(power)))));
}

function quantile(q: Tensor, k: Tensor): Tensor {
  const size = exp(div(log(neg(log(mul(2, minimum(q, sub(1, q)))))), k));
  return where(less(q, 0.5), neg(size), size);
}
