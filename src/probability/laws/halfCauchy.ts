/** The half-Cauchy law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { LOG_TAU } from "../../ops/scalar/constants.ts";
import { atan2, tan } from "../../ops/trigonometric.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { log1pSquare } from "./pieces/smooth.ts";

const HALF_PI = Math.PI / 2;

/**
 * The half-Cauchy distribution: the size of a Cauchy number.
 * @param scale - the median γ > 0, any shape, default 1
 * @returns a distribution of numbers >= 0; mean and variance are infinite
 * @throws TensorError "value" when scale is not positive and finite
 * @example HalfCauchy(1).cdf([1, 10]) // => Tensor [0.5, 0.93654897]
 * @math p(x) = \frac{2}{\pi\gamma\left(1 + (x/\gamma)^2\right)},\quad x \ge 0
 * @source Gelman, Prior distributions for variance parameters in hierarchical models, 2006
 * @peers torch.distributions.HalfCauchy, tfp.distributions.HalfCauchy, scipy.stats.halfcauchy
 * @see Cauchy, HalfStudentT
 * @keywords prior of a scale, heavy tail
 */
export const HalfCauchy: Law<[scale?: TensorLike], "scale"> = /*@__PURE__*/ law({
  name: "HalfCauchy",
  kind: "continuous",
  parameters: { scale: { constraint: positive, default: 1 } },
  support: nonnegative,
  logProb: ({ scale }, x) => neg(add(log1pSquare(div(x, scale)), add(log(scale), Math.log(HALF_PI)))),
  cdf: ({ scale }, x) => div(atan2(div(x, scale), 1), HALF_PI),
  sf: ({ scale }, x) => div(atan2(1, div(x, scale)), HALF_PI),
  icdf: ({ scale }, q) => mul(scale, where(less(q, 0.5), tan(mul(HALF_PI, q)), div(1, tan(mul(HALF_PI, sub(1, q)))))),
  isf: ({ scale }, q) => mul(scale, where(less(q, 0.5), div(1, tan(mul(HALF_PI, q))), tan(mul(HALF_PI, sub(1, q))))),
  mean: () => Infinity,
  variance: () => Infinity,
  mode: () => 0,
  median: ({ scale }) => scale,
  skewness: () => NaN,
  kurtosis: () => NaN,
  entropy: ({ scale }) => add(log(scale), LOG_TAU),
  source: "Gelman 2006",
});
