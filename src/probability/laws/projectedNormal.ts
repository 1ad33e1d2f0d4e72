/** The law of the direction of a normal vector. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { exp, log } from "../../ops/exponential.ts";
import { sinh, cosh } from "../../ops/hyperbolic.ts";
import { maximum } from "../../ops/maximum.ts";
import { rsqrt, sqrt } from "../../ops/power.ts";
import { sum } from "../../ops/reduce.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { normal } from "../../random/continuous.ts";
import { realVector, sphere } from "../constraints/vectors.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, sizeOf } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { trapezoid } from "./pieces/trapezoid.ts";

const NODES = 400;
const LAST = 5.5;

/**
 * log ∫ r^(n-1) exp(-r²/2 + r t) dr over r > 0: by r = exp(u) around the top of the integrand, in steps that fit its width.
 * @source Trefethen & Weideman, The exponentially convergent trapezoidal rule, 2014
 */
function logRadial(n: number, t: Tensor): Tensor {
  const held = stopGradient(t);
  // The top of n u - e^2u/2 + t e^u.
  const root = sqrt(add(square(held), 4 * n));
  const top = log(maximum(div(add(held, root), 2), div(2 * n, sub(root, held))));
  const r = exp(top);
  const width = rsqrt(sub(mul(2, square(r)), mul(held, r)));
  const height = add(sub(mul(n, top), mul(0.5, square(r))), mul(t, r));
  const part = (s: Tensor): Tensor => {
    const u = add(top, mul(width, sinh(s)));
    const radius = exp(u);
    const exponent = add(sub(mul(n, u), mul(0.5, square(radius))), mul(t, radius));
    return mul(exp(sub(exponent, height)), mul(width, cosh(s)));
  };
  const end = add(mul(held, 0), LAST);
  return add(height, log(trapezoid(part, neg(end), end, NODES)));
}

/**
 * The projected normal distribution: the direction of a normal vector with mean c and covariance 1.
 * @param concentration - the mean c, [..., n]
 * @returns a distribution of unit vectors
 * @throws TensorError "value" when c is not finite
 * @example ProjectedNormal([0, 0]).logProb([1, 0]) // => Tensor -1.8378770664093456
 * @math x = \frac{z}{|z|},\quad z \sim \mathcal{N}(c, 1)
 * @source Mardia & Jupp, Directional statistics, 2000, 9.3.3
 * @see VonMisesFisher
 * @keywords offset normal, directional statistics, angular Gaussian
 */
export const ProjectedNormal: Law<[concentration: TensorLike], "concentration"> = /*@__PURE__*/ law({
  name: "ProjectedNormal",
  kind: "continuous",
  parameters: { concentration: { constraint: realVector } },
  support: sphere,
  eventShape: ({ concentration }) => [sizeOf(concentration)],
  logProb: ({ concentration }, x) => {
    const n = sizeOf(concentration);
    const size = mul(0.5, sum(square(concentration), -1));
    return sub(sub(logRadial(n, sum(mul(concentration, x), -1)), size), n * HALF_LOG_TAU);
  },
  sample: ({ concentration }, key, shape) => {
    const z = add(concentration, normal(key, [...shape, sizeOf(concentration)], drawnAs(concentration)));
    return div(z, last(sqrt(sum(square(z), -1))));
  },
  mode: ({ concentration }) => div(concentration, last(sqrt(sum(square(concentration), -1)))),
  source: "Mardia & Jupp, Directional statistics, 2000, 9.3.3",
});
