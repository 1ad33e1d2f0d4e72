/** The asymmetric Laplace law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { hypot } from "../../ops/power.ts";
import { positive, real } from "../constraints/numbers.ts";
import { law, type Law, type Values } from "../distribution/law.ts";

/**
 * The asymmetric Laplace distribution: exponential tails of different lengths on the two sides.
 * @param loc - the mode μ, any shape
 * @param scale - b > 0, a shape that broadcasts with it
 * @param asymmetry - κ > 0, likewise: the left tail has the scale bκ, the right one b/κ
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale or asymmetry is not positive and finite, "shape" when the shapes do not broadcast
 * @example AsymmetricLaplace(0, 1, 2).cdf([-1, 0]) // => Tensor [0.48522453, 0.8]
 * @math p(x) = \frac{1}{b(\kappa + 1/\kappa)} \begin{cases} e^{(x - \mu)/(b\kappa)} & x < \mu \\ e^{-\kappa(x - \mu)/b} & x \ge \mu \end{cases}
 * @source Kotz, Kozubowski & Podgórski, The Laplace distribution and generalizations (2001), 3
 * @peers scipy.stats.laplace_asymmetric
 * @see Laplace
 * @keywords quantile regression, pinball loss
 */
export const AsymmetricLaplace: Law<
  [loc: TensorLike, scale: TensorLike, asymmetry: TensorLike],
  "loc" | "scale" | "asymmetry"
> = /*@__PURE__*/ law({
  name: "AsymmetricLaplace",
  kind: "continuous",
  parameters: { loc: { constraint: real }, scale: { constraint: positive }, asymmetry: { constraint: positive } },
  derived: {
    left: ({ scale, asymmetry }) => mul(scale, asymmetry),
    right: ({ scale, asymmetry }) => div(scale, asymmetry),
    sum: ({ scale, asymmetry }) => add(mul(scale, asymmetry), div(scale, asymmetry)),
  },
  support: real,
  logProb: (p, x) => sub(exponent(p, x), log(p.sum)),
  logCdf: (p, x) => {
    const tail = exponent(p, x);
    return where(less(x, p.loc), add(log(div(p.left, p.sum)), tail), log1p(neg(mul(div(p.right, p.sum), exp(tail)))));
  },
  logSf: (p, x) => {
    const tail = exponent(p, x);
    return where(less(x, p.loc), log1p(neg(mul(div(p.left, p.sum), exp(tail)))), add(log(div(p.right, p.sum)), tail));
  },
  icdf: (p, q) => where(less(mul(q, p.sum), p.left), fromLeft(p, q), fromRight(p, sub(1, q))),
  isf: (p, q) => where(less(mul(q, p.sum), p.right), fromRight(p, q), fromLeft(p, sub(1, q))),
  mean: ({ loc, left, right }) => add(loc, sub(right, left)),
  variance: ({ left, right }) => add(square(left), square(right)),
  mode: ({ loc }) => loc,
  skewness: ({ left, right }) => {
    const [a, b] = [div(left, hypot(left, right)), div(right, hypot(left, right))];
    return mul(2, sub(mul(b, square(b)), mul(a, square(a))));
  },
  kurtosis: ({ left, right }) => {
    const [a, b] = [square(div(left, hypot(left, right))), square(div(right, hypot(left, right)))];
    return mul(6, add(square(a), square(b)));
  },
  entropy: ({ sum }) => add(1, log(sum)),
  source: "Kotz, Kozubowski & Podgórski 2001",
});

type P = Values<"loc" | "left" | "right" | "sum">;

/** The logarithm of the density over its highest value. */
const exponent = ({ loc, left, right }: P, x: Tensor): Tensor =>
  where(less(x, loc), div(sub(x, loc), left), div(sub(loc, x), right));

const fromLeft = ({ loc, left, sum }: P, q: Tensor): Tensor => add(loc, mul(left, log(mul(q, div(sum, left)))));
const fromRight = ({ loc, right, sum }: P, q: Tensor): Tensor => sub(loc, mul(right, log(mul(q, div(sum, right)))));
