/** The two-piece normal law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { sigmoid } from "../../ops/activation.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { minimum } from "../../ops/maximum.ts";
import { pow } from "../../ops/power.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { ndtr, ndtri } from "../../ops/special/erf.ts";
import { positive, real } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";

const SHARE = 2 / Math.PI;

/**
 * The two-piece normal distribution: halves of two normal distributions that meet at the mode, one scale/skewness wide on the
 * left, the other scale·skewness wide on the right.
 * @param loc - the mode μ, any shape
 * @param scale - σ > 0, a shape that broadcasts with it
 * @param skewness - s > 0, a shape that broadcasts with them; above 1 it leans to the right
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale or skewness is not positive and finite, "shape" when the shapes do not broadcast
 * @example TwoPieceNormal(0, 1, 2).cdf([-0.5, 0, 2]) // => Tensor [0.0634621, 0.2, 0.74615159]
 * @math p(x) \propto e^{-\frac{z^2}{2}},\quad z = \tfrac{x - \mu}{\sigma} \cdot \begin{cases} s & x < \mu \\ 1/s & x \ge \mu \end{cases}
 * @source Fernández & Steel, On Bayesian modeling of fat tails and skewness, JASA 93 (1998)
 * @peers tfp.distributions.TwoPieceNormal
 * @see SkewNormal, AsymmetricLaplace
 * @keywords split normal, Fechner
 */
export const TwoPieceNormal: Law<
  [loc: TensorLike, scale: TensorLike, skewness: TensorLike],
  "loc" | "scale" | "skewness"
> = /*@__PURE__*/ law({
  name: "TwoPieceNormal",
  kind: "continuous",
  parameters: { loc: { constraint: real }, scale: { constraint: positive }, skewness: { constraint: positive } },
  derived: {
    left: ({ scale, skewness }) => div(scale, skewness),
    right: ({ scale, skewness }) => mul(scale, skewness),
    // The probabilities of the two halves
    leftShare: ({ skewness }) => sigmoid(mul(-2, log(skewness))),
    rightShare: ({ skewness }) => sigmoid(mul(2, log(skewness))),
    difference: ({ left, right }) => sub(right, left),
    spread: ({ difference, scale }) => add(mul(1 - SHARE, square(difference)), square(scale)),
  },
  support: real,
  logProb: ({ loc, left, right }, x) => {
    const away = sub(x, loc);
    const z = div(away, where(less(away, 0), left, right));
    return sub(mul(-0.5, square(z)), add(log(mul(0.5, add(left, right))), HALF_LOG_TAU));
  },
  cdf: ({ loc, left, right, leftShare, rightShare }, x) => below(sub(x, loc), left, right, leftShare, rightShare),
  sf: ({ loc, left, right, leftShare, rightShare }, x) => below(sub(loc, x), right, left, rightShare, leftShare),
  icdf: ({ loc, left, right, leftShare, rightShare }, q) => add(loc, quantile(q, left, right, leftShare, rightShare)),
  isf: ({ loc, left, right, leftShare, rightShare }, q) => sub(loc, quantile(q, right, left, rightShare, leftShare)),
  mean: ({ loc, difference }) => add(loc, mul(Math.sqrt(SHARE), difference)),
  variance: ({ spread }) => spread,
  mode: ({ loc }) => loc,
  skewness: ({ difference, scale, spread }) => {
    const third = mul(difference, add(mul(2 * SHARE - 1, square(difference)), square(scale)));
    return div(mul(Math.sqrt(SHARE), third), pow(spread, 1.5));
  },
  kurtosis: ({ difference, scale, spread }) => {
    const away = square(difference);
    const fourth = mul(away, add(mul(SHARE * (4 - 6 * SHARE), away), mul(3 - 4 * SHARE, square(scale))));
    return div(fourth, square(spread));
  },
  entropy: ({ left, right }) => add(log(mul(0.5, add(left, right))), HALF_LOG_TAU + 0.5),
  source: "Fernández & Steel 1998",
});

/** The probability below, with the part that is on this side and the other one. */
function below(away: Tensor, near: Tensor, far: Tensor, nearShare: Tensor, farShare: Tensor): Tensor {
  const tail = mul(mul(2, nearShare), ndtr(div(away, near)));
  const rest = mul(mul(2, farShare), ndtr(neg(div(away, far))));
  return where(less(away, 0), tail, sub(1, rest));
}

function quantile(q: Tensor, near: Tensor, far: Tensor, nearShare: Tensor, farShare: Tensor): Tensor {
  const isNear = less(q, nearShare);
  const tail = div(where(isNear, q, sub(1, q)), mul(2, where(isNear, nearShare, farShare)));
  const z = ndtri(minimum(tail, 0.5));
  return where(isNear, mul(near, z), neg(mul(far, z)));
}
