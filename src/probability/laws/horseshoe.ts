/** The horseshoe law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { greater, less, lessEqual, logicalOr, where } from "../../ops/compare.ts";
import { exp, log } from "../../ops/exponential.ts";
import { cosh } from "../../ops/hyperbolic.ts";
import { maximum } from "../../ops/maximum.ts";
import { EULER } from "../../ops/scalar/constants.ts";
import { ndtr } from "../../ops/special/erf.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { tan } from "../../ops/trigonometric.ts";
import { normalsOf, uniform } from "../../random/continuous.ts";
import { splitOf } from "../../random/key.ts";
import { floatDTypeOf } from "../../random/parameters.ts";
import { positive, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { scaledExp1 } from "./pieces/scaledExp1.ts";
import { trapezoid } from "./pieces/trapezoid.ts";

const HALF_LOG_2_PI_CUBED = 2.063668419054073; // log(2π³)/2

const FAR = 1e100;

/**
 * The horseshoe distribution: normal numbers whose deviation is half-Cauchy, with a pole at 0 and heavy tails; a prior of sparse
 * coefficients. Its mean and variance do not exist.
 * @param scale - τ > 0, any shape, default 1
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale is not positive and finite
 * @example Horseshoe().logProb([0.1, 1, 10]) // => Tensor [-0.50556904, -2.14389129, -5.99512351]
 * @math p(x) = \frac{1}{\tau\sqrt{2\pi^3}}\, e^{u} E_1(u),\quad u = \frac{x^2}{2\tau^2}
 * @source Carvalho, Polson & Scott, The horseshoe estimator for sparse signals, Biometrika 97 (2010)
 * @peers tfp.distributions.Horseshoe
 * @see Cauchy, HalfCauchy, Laplace
 * @keywords sparsity prior, shrinkage
 */
export const Horseshoe: Law<[scale?: TensorLike], "scale"> = /*@__PURE__*/ law({
  name: "Horseshoe",
  kind: "continuous",
  parameters: { scale: { constraint: positive, default: 1 } },
  support: real,
  logProb: ({ scale }, x) => {
    const z = abs(div(x, scale));
    // e^u E₁(u) is 1/u far out and -γ - log u next to 0, where u is no float.
    const logU = sub(mul(2, log(z)), Math.LN2);
    const isFar = greater(z, FAR);
    const isNear = less(z, 1 / FAR);
    const between = log(scaledExp1(mul(0.5, square(where(logicalOr(isFar, isNear), 1, z)))));
    const logs = where(isFar, neg(logU), where(isNear, log(neg(add(logU, EULER))), between));
    return sub(sub(logs, log(scale)), HALF_LOG_2_PI_CUBED);
  },
  cdf: ({ scale }, x) => below(div(x, scale)),
  sf: ({ scale }, x) => below(neg(div(x, scale))),
  sample: ({ scale }, key, shape) => {
    const dtype = floatDTypeOf([scale]);
    const [deviations, numbers] = splitOf(key, 2);
    const spread = tan(mul(Math.PI / 2, uniform(deviations, shape, { dtype })));
    return mul(mul(scale, spread), normalsOf(numbers, shape, dtype));
  },
  mean: ({ scale }) => mul(scale, NaN),
  variance: ({ scale }) => mul(scale, NaN),
  mode: ({ scale }) => mul(scale, 0),
  median: ({ scale }) => mul(scale, 0),
  skewness: () => NaN,
  kurtosis: () => NaN,
  source: "Carvalho, Polson & Scott 2010",
});

/**
 * P(X <= x) = E Φ(x/|C|) of a Cauchy number C = e^t, for x < 0; the other side by symmetry.
 */
function below(x: Tensor): Tensor {
  const size = maximum(abs(x), x.dtype === "float32" ? 2 ** -120 : 2 ** -1000);
  const place = log(size);
  // Below `place` - 3 the normal tail ends the integrand, at a size of less than e^-38 the weights do.
  const from = maximum(sub(place, 3), -38);
  const to = add(maximum(place, 0), 40);
  const tail = trapezoid(
    (t) => mul(ndtr(neg(mul(size, exp(neg(t))))), div(1 / Math.PI, cosh(t))),
    stopGradient(from),
    stopGradient(to),
    640,
  );
  return where(lessEqual(x, 0), tail, sub(1, tail));
}
