/** The generalized normal law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { exp, log } from "../../ops/exponential.ts";
import { minimum } from "../../ops/maximum.ts";
import { pow } from "../../ops/power.ts";
import { lgamma } from "../../ops/special/gamma.ts";
import { gammaincc, gammainccinv, gammaincinv } from "../../ops/special/incompleteGamma.ts";
import { generalizedNormal } from "../../random/gamma.ts";
import { positive, real } from "../constraints/numbers.ts";
import { law, type Law, type Values } from "../distribution/law.ts";
import { standardize } from "./pieces/locScale.ts";
import { magnitude } from "./pieces/smooth.ts";

const TINY = 1e-30;

/**
 * The generalized normal distribution: the power in the exponent is free, 1 for Laplace, 2 for Normal, large for Uniform.
 * @param loc - the middle μ, any shape
 * @param scale - α > 0, a shape that broadcasts with it
 * @param power - β > 0, likewise
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale or power is not positive and finite, "shape" when the shapes do not broadcast
 * @example GeneralizedNormal(0, 1, 4).cdf([-1, 0]) // => Tensor [0.03396057, 0.5]
 * @math p(x) = \frac{\beta}{2\alpha\,\Gamma(1/\beta)}\, e^{-\left|\frac{x - \mu}{\alpha}\right|^\beta}
 * @source Nadarajah, A generalized normal distribution, Journal of Applied Statistics 32 (2005)
 * @peers tfp.distributions.GeneralizedNormal, scipy.stats.gennorm
 * @see Normal, Laplace
 * @keywords exponential power distribution, generalized error distribution
 */
export const GeneralizedNormal: Law<
  [loc: TensorLike, scale: TensorLike, power: TensorLike],
  "loc" | "scale" | "power"
> = /*@__PURE__*/ law({
  name: "GeneralizedNormal",
  kind: "continuous",
  parameters: { loc: { constraint: real }, scale: { constraint: positive }, power: { constraint: positive } },
  derived: {
    order: ({ power }) => reciprocal(power),
    logNorm: ({ scale, power }) => add(log(scale), add(Math.LN2, lgamma(add(1, reciprocal(power))))),
  },
  support: real,
  logProb: (p, x) => neg(add(pow(abs(standardize(p, x)), p.power), p.logNorm)),
  cdf: (p, x) => upperTail(p, neg(standardize(p, x))),
  sf: (p, x) => upperTail(p, standardize(p, x)),
  icdf: (p, q) => sub(p.loc, mul(p.scale, upperQuantile(p, q))),
  isf: (p, q) => add(p.loc, mul(p.scale, upperQuantile(p, q))),
  sample: ({ loc, scale, power }, key, shape) => generalizedNormal(key, power, shape, { loc, scale }),
  mean: ({ loc }) => loc,
  variance: ({ scale, order }) =>
    mul(square(scale), div(exp(sub(lgamma(add(1, mul(3, order))), lgamma(add(1, order)))), 3)),
  mode: ({ loc }) => loc,
  median: ({ loc }) => loc,
  skewness: () => 0,
  kurtosis: ({ order: a }) => {
    const logs = sub(add(lgamma(add(1, mul(5, a))), lgamma(add(1, a))), mul(2, lgamma(add(1, mul(3, a)))));
    return sub(mul(1.8, exp(logs)), 3);
  },
  entropy: ({ order, logNorm }) => add(order, logNorm),
  source: "Nadarajah 2005",
});

type P = Values<"power" | "order">;

/** P(Z > z), where |Z|^β is of the gamma law with 1/β. */
function upperTail({ power, order }: P, z: Tensor): Tensor {
  const size = magnitude(z);
  const at = pow(size, power);
  // For small x the function P(a, x) is x^a/Γ(a + 1), here a multiple of z.
  const bulk = div(size, exp(lgamma(add(1, order))));
  const tail = mul(0.5, where(less(at, TINY), sub(1, bulk), gammaincc(order, at)));
  return where(less(z, 0), sub(1, tail), tail);
}

/** The z with P(Z > z) = q. */
function upperQuantile({ order }: P, q: Tensor): Tensor {
  const tail = minimum(q, sub(1, q));
  const at = where(less(tail, 0.25), gammainccinv(order, mul(2, tail)), gammaincinv(order, sub(1, mul(2, tail))));
  const close = mul(sub(1, mul(2, tail)), exp(lgamma(add(1, order))));
  const size = where(less(at, TINY), close, pow(at, order));
  return where(less(q, 0.5), size, neg(size));
}
