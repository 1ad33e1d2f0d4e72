/** The normal inverse Gaussian law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { exp, log } from "../../ops/exponential.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { hypot, sqrt } from "../../ops/power.ts";
import { INVERSE_SQRT_TAU, LOG_PI } from "../../ops/scalar/constants.ts";
import { ndtr } from "../../ops/special/erf.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { wald } from "../../random/bounded.ts";
import { normalsOf } from "../../random/continuous.ts";
import { splitOf } from "../../random/key.ts";
import { floatDTypeOf } from "../../random/parameters.ts";
import { positive, real } from "../constraints/numbers.ts";
import { law, type Law, type Values } from "../distribution/law.ts";
import { hyperbolicReach, logScaledBesselK1 } from "./pieces/besselK.ts";
import { logRatio } from "./pieces/logRatio.ts";
import { trapezoid } from "./pieces/trapezoid.ts";

/**
 * The normal inverse Gaussian distribution: normal numbers whose variance is inverse Gaussian, such as returns of shares.
 * @param loc - the place μ, any shape
 * @param scale - δ > 0, a shape that broadcasts with it
 * @param tailweight - α > |β|, a shape that broadcasts with them; small ones have heavy tails
 * @param skewness - β, a shape that broadcasts with them; positive ones lean to the right
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale is not positive and finite or tailweight not above |skewness|, "shape" when the shapes do
 * not broadcast
 * @example NormalInverseGaussian(0, 1, 2, 1).mean() // => Tensor 0.5773502691896258
 * @math p(x) = \frac{\alpha\delta\, K_1\!\left(\alpha\sqrt{\delta^2 + (x - \mu)^2}\right)}{\pi\sqrt{\delta^2 + (x - \mu)^2}}\, e^{\delta\gamma + \beta (x - \mu)},\quad \gamma = \sqrt{\alpha^2 - \beta^2}
 * @source Barndorff-Nielsen, Normal inverse Gaussian distributions and stochastic volatility modelling, Scand. J. Statist. 24 (1997)
 * @peers tfp.distributions.NormalInverseGaussian, scipy.stats.norminvgauss
 * @see InverseGaussian, JohnsonSU
 * @keywords NIG, generalized hyperbolic, finance
 */
export const NormalInverseGaussian: Law<
  [loc: TensorLike, scale: TensorLike, tailweight: TensorLike, skewness: TensorLike],
  "loc" | "scale" | "tailweight" | "skewness"
> = /*@__PURE__*/ law({
  name: "NormalInverseGaussian",
  kind: "continuous",
  parameters: {
    loc: { constraint: real },
    scale: { constraint: positive },
    tailweight: { constraint: positive },
    skewness: { constraint: real },
  },
  conditions: ({ tailweight, skewness }) => [
    { value: sub(tailweight, abs(skewness)), rule: "positive", argument: "tailweight - |skewness|" },
  ],
  derived: {
    slant: ({ tailweight: a, skewness: b }) => sqrt(mul(sub(a, b), add(a, b))),
    size: ({ scale, slant }) => mul(scale, slant),
  },
  support: real,
  logProb: ({ loc, scale, tailweight: a, skewness: b, slant, size }, x) => {
    const y = sub(x, loc);
    const root = hypot(scale, y);
    // δγ + βy - α root, without cancellation
    const away = sub(mul(slant, y), mul(b, scale));
    const decay = mul(away, div(away, add(add(mul(a, root), mul(b, y)), size)));
    const front = sub(add(logScaledBesselK1(mul(a, root)), log(mul(a, scale))), add(log(root), LOG_PI));
    return sub(front, decay);
  },
  cdf: (p, x) => mixed(p, sub(x, p.loc), -1),
  sf: (p, x) => mixed(p, sub(x, p.loc), 1),
  sample: ({ loc, scale, skewness, slant }, key, shape) => {
    const [variances, numbers] = splitOf(key, 2);
    const variance = wald(variances, div(scale, slant), shape, { concentration: square(scale) });
    const z = normalsOf(numbers, shape, floatDTypeOf([loc, scale]));
    return add(loc, add(mul(skewness, variance), mul(sqrt(variance), z)));
  },
  gradient: "implicit",
  mean: ({ loc, scale, skewness, slant }) => add(loc, div(mul(scale, skewness), slant)),
  variance: ({ scale, tailweight, slant }) => div(mul(scale, square(div(tailweight, slant))), slant),
  skewness: ({ tailweight, skewness, size }) => div(mul(3, div(skewness, tailweight)), sqrt(size)),
  kurtosis: ({ tailweight, skewness, size }) => div(mul(3, add(1, mul(4, square(div(skewness, tailweight))))), size),
  source: "Barndorff-Nielsen 1997",
});

/**
 * P(X <= μ + y), or with side 1 P(X > μ + y): the mean of Φ((y - βw)/√w) over inverse Gaussian w = e^t. The integrand dies away as
 * e^(-ω cosh) does, around the middle of w itself and around that of w given the value.
 */
function mixed(
  { scale, tailweight, skewness, slant, size }: Values<"scale" | "tailweight" | "skewness" | "slant" | "size">,
  y: Tensor,
  side: 1 | -1,
): Tensor {
  const root = hypot(scale, y);
  const [center, given] = [logRatio(scale, slant), logRatio(root, tailweight)];
  const [reach, reachGiven] = [hyperbolicReach(size), hyperbolicReach(mul(tailweight, root))];
  const from = minimum(sub(center, reach), sub(given, reachGiven));
  const to = maximum(add(center, reach), add(given, reachGiven));
  const integrand = (t: Tensor): Tensor => {
    const w = exp(t);
    const rootOfW = exp(mul(0.5, t));
    const tail = ndtr(mul(side, div(sub(mul(skewness, w), y), rootOfW)));
    const density = exp(mul(-0.5, square(div(sub(scale, mul(slant, w)), rootOfW))));
    return mul(mul(div(scale, rootOfW), density), tail);
  };
  return mul(INVERSE_SQRT_TAU, trapezoid(integrand, stopGradient(from), stopGradient(to), 320));
}
