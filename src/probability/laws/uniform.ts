/** The uniform law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { uniform } from "../../random/continuous.ts";
import { interval, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";

/**
 * The uniform distribution: all numbers of an interval alike.
 * @param low - the lower end, any shape, default 0
 * @param high - the upper end > low, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers; its mode is the middle
 * @throws TensorError "value" when low >= high, "shape" when the shapes do not broadcast
 * @example Uniform(-1, 3).prob([0, 4]) // => Tensor [0.25, 0]
 * @math p(x) = \frac{1}{b - a},\quad a \le x \le b
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 26
 * @peers torch.distributions.Uniform, tfp.distributions.Uniform, scipy.stats.uniform
 * @see random.uniform
 * @keywords rectangular distribution
 */
export const Uniform: Law<[low?: TensorLike, high?: TensorLike], "low" | "high"> = /*@__PURE__*/ law({
  name: "Uniform",
  kind: "continuous",
  parameters: { low: { constraint: real, default: 0 }, high: { constraint: real, default: 1 } },
  derived: { width: ({ low, high }) => sub(high, low), middle: ({ low, high }) => mul(0.5, add(low, high)) },
  conditions: ({ low, high }) => [{ value: sub(high, low), rule: "positive", argument: "high - low" }],
  support: ({ low, high }) => interval(low, high),
  logProb: ({ width }, x) => sub(mul(0, x), log(width)),
  cdf: ({ low, width }, x) => div(sub(x, low), width),
  sf: ({ high, width }, x) => div(sub(high, x), width),
  icdf: ({ low, width }, q) => add(low, mul(q, width)),
  isf: ({ high, width }, q) => sub(high, mul(q, width)),
  sample: ({ low, high }, key, shape) => uniform(key, shape, { low, high }),
  mean: ({ middle }) => middle,
  variance: ({ width }) => div(square(width), 12),
  mode: ({ middle }) => middle,
  median: ({ middle }) => middle,
  skewness: () => 0,
  kurtosis: () => -1.2,
  entropy: ({ width }) => log(width),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 26",
});
