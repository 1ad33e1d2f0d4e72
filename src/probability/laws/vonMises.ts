/** Von Mises' law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { exp, log } from "../../ops/exponential.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { sqrt } from "../../ops/power.ts";
import { PI_LO } from "../../ops/scalar/constants.ts";
import { i0e, i1e } from "../../ops/special/bessel.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { asin, sin } from "../../ops/trigonometric.ts";
import { vonMises } from "../../random/vonMises.ts";
import { interval, positive, real } from "../constraints/numbers.ts";
import { law, type Law, type Values } from "../distribution/law.ts";
import { integrateBetween } from "./pieces/legendre.ts";
import { magnitude } from "./pieces/smooth.ts";

const TAU = 2 * Math.PI;

/**
 * The von Mises distribution: directions in the plane around a middle one, as angles.
 * @param loc - the middle angle μ, any shape
 * @param concentration - κ > 0, a shape that broadcasts with it; 1/κ is like a variance
 * @returns a distribution of angles: densities have the period 2π, the distribution function and draws are those of one turn
 * around loc; the variance is that of directions, 1 - I₁(κ)/I₀(κ). Draws are differentiable in both
 * @throws TensorError "value" when concentration is not positive and finite, "shape" when the shapes do not broadcast
 * @example VonMises(0, 2).cdf([-1, 0]) // => Tensor [0.11042226, 0.5]
 * @math p(x) = \frac{e^{\kappa\cos(x - \mu)}}{2\pi I_0(\kappa)}
 * @source Mardia & Jupp, Directional statistics (2000), 3.5.4
 * @peers torch.distributions.VonMises, tfp.distributions.VonMises, scipy.stats.vonmises
 * @see VonMisesFisher
 * @keywords circular normal, angle, direction
 */
export const VonMises: Law<[loc: TensorLike, concentration: TensorLike], "loc" | "concentration"> = /*@__PURE__*/ law({
  name: "VonMises",
  kind: "continuous",
  parameters: { loc: { constraint: real }, concentration: { constraint: positive } },
  derived: {
    ratio: ({ concentration }) => div(i1e(concentration), i0e(concentration)),
    logNorm: ({ concentration }) => add(Math.log(TAU), log(i0e(concentration))),
  },
  // One turn carries all probability, but any angle is a direction.
  support: ({ loc }) => ({ ...interval(sub(loc, Math.PI), add(loc, Math.PI)), holds: real.holds }),
  logProb: ({ loc, concentration, logNorm }, x) => sub(drop(concentration, sub(x, loc)), logNorm),
  cdf: (p, x) => beyond(p, sub(p.loc, x)),
  sf: (p, x) => beyond(p, sub(x, p.loc)),
  sample: ({ loc, concentration }, key, shape) => add(loc, vonMises(key, concentration, shape)),
  mean: ({ loc }) => loc,
  variance: ({ ratio }) => sub(1, ratio),
  mode: ({ loc }) => loc,
  median: ({ loc }) => loc,
  skewness: () => 0,
  entropy: ({ concentration, ratio, logNorm }) => add(logNorm, mul(concentration, sub(1, ratio))),
  source: "Mardia & Jupp 2000",
});

/** κ (cos t - 1) */
const drop = (concentration: Tensor, t: Tensor): Tensor => mul(mul(-2, concentration), square(sin(mul(0.5, t))));

/**
 * P(X - μ > d): the integral of the density from |d| to where it is e^-40 of that at |d|, or π.
 */
function beyond({ concentration, logNorm }: Values<"concentration" | "logNorm">, d: Tensor): Tensor {
  const from = minimum(magnitude(d), Math.PI);
  const level = add(square(sin(mul(0.5, from))), div(20, concentration));
  const to = maximum(stopGradient(mul(2, asin(sqrt(minimum(level, 1))))), from);
  const inner = integrateBetween((t) => exp(sub(drop(concentration, t), logNorm)), from, to, [d, concentration]);
  // π is a bit more than its float.
  const tail = add(inner, mul(PI_LO, exp(sub(drop(concentration, to), logNorm))));
  return where(less(d, 0), sub(1, tail), tail);
}
