/** The log-uniform law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { exp, log } from "../../ops/exponential.ts";
import { tanh } from "../../ops/hyperbolic.ts";
import { interval, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { logRatio } from "./pieces/logRatio.ts";
import { polynomial } from "./pieces/smooth.ts";

/**
 * The log-uniform distribution: numbers whose logarithm is uniform, such as a learning rate of unknown order of magnitude.
 * @param low - the lower end a > 0, any shape
 * @param high - the upper end b > a, a shape that broadcasts with it
 * @returns a distribution of numbers from low to high
 * @throws TensorError "value" when not 0 < low < high, "shape" when the shapes do not broadcast
 * @example LogUniform(0.001, 1000).cdf([0.01, 1]) // => Tensor [0.16666667, 0.5]
 * @math p(x) = \frac{1}{x \ln(b/a)}
 * @source Hamming, On the distribution of numbers, Bell System Technical Journal 49 (1970)
 * @peers scipy.stats.loguniform, scipy.stats.reciprocal
 * @see Uniform, PowerLaw
 * @keywords reciprocal, Benford, search of hyperparameters
 */
export const LogUniform: Law<[low: TensorLike, high: TensorLike], "low" | "high"> = /*@__PURE__*/ law({
  name: "LogUniform",
  kind: "continuous",
  parameters: { low: { constraint: positive }, high: { constraint: positive } },
  conditions: ({ low, high }) => [{ value: sub(high, low), rule: "positive", argument: "high - low" }],
  derived: { length: ({ low, high }) => logRatio(high, low) },
  support: ({ low, high }) => interval(low, high),
  logProb: ({ length }, x) => neg(add(log(x), log(length))),
  cdf: ({ low, length }, x) => div(logRatio(x, low), length),
  sf: ({ high, length }, x) => div(logRatio(high, x), length),
  icdf: ({ low, length }, q) => mul(low, exp(mul(q, length))),
  isf: ({ high, length }, q) => mul(high, exp(neg(mul(q, length)))),
  mean: ({ low, high, length }) => div(sub(high, low), length),
  variance: ({ low, high, length }) => {
    const mean = div(sub(high, low), length);
    const half = mul(0.5, length);
    // E X²/(E X)² = (l/2) coth(l/2)
    return mul(square(mean), cothExcess(half));
  },
  mode: ({ low }) => low,
  median: ({ low, length }) => mul(low, exp(mul(0.5, length))),
  entropy: ({ low, length }) => add(log(length), add(log(low), mul(0.5, length))),
  source: "Hamming 1970",
});

// 2^2k B_2k/(2k)!, k = 1 ... 8
const COTH = [1 / 3, -1 / 45, 2 / 945, -1 / 4725, 2 / 93555, -1382 / 638512875, 4 / 18243225, -3617 / 162820783125];

/** x coth x - 1, x > 0 */
function cothExcess(x: Tensor): Tensor {
  const near = less(x, 0.3);
  const small = square(where(near, x, 0));
  const series = mul(small, polynomial(COTH, small));
  return where(near, series, sub(div(x, tanh(x)), 1));
}
