/** The modified Bessel function K₁ without its decay, as an integral of ops: differentiable any number of times. */
import type { Tensor } from "../../../core/tensor.ts";
import { add, div, mul, neg, square } from "../../../ops/arithmetic.ts";
import { exp, log, log1p } from "../../../ops/exponential.ts";
import { cosh, sinh } from "../../../ops/hyperbolic.ts";
import { sqrt } from "../../../ops/power.ts";
import { stopGradient } from "../../../ops/stopGradient.ts";
import { trapezoid } from "./trapezoid.ts";

/**
 * Where ω (cosh t - 1) is 45, so that e to minus it is next to 0: half the width that integrals of e^(-ω cosh t) need.
 * @param omega - ω > 0
 */
export function hyperbolicReach(omega: Tensor): Tensor {
  const rise = div(45, omega);
  return log1p(add(rise, sqrt(mul(rise, add(rise, 2)))));
}

/** log(e^ω K₁(ω)) = log ∫₀^∞ e^(-ω (cosh t - 1)) cosh t dt. @source DLMF 10.32.9 */
export function logScaledBesselK1(omega: Tensor): Tensor {
  const reach = stopGradient(hyperbolicReach(omega));
  // The integrand is even.
  const twice = trapezoid(
    (t) => mul(cosh(t), exp(mul(-2, mul(omega, square(sinh(mul(0.5, t))))))),
    neg(reach),
    reach,
    200,
  );
  return log(mul(0.5, twice));
}
