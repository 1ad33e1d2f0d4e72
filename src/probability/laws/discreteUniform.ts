/** The discrete uniform law. */
import { cast } from "../../core/basic.ts";
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { floor } from "../../ops/rounding.ts";
import { randint } from "../../random/integers.ts";
import { integer, integerInterval } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { drawnAs } from "./pieces/counts.ts";

/**
 * The discrete uniform distribution: integers, each as likely as the others.
 * @param low - the least, an integer, any shape
 * @param high - the largest, an integer ≥ low, which belongs to them; a shape that broadcasts with it
 * @returns a distribution of the integers low … high
 * @throws TensorError "value" when low or high are no integers or high < low, "shape" when the shapes do not broadcast
 * @example DiscreteUniform(1, 6).cdf(4) // => Tensor 0.6666666666666666
 * @math P(X = k) = \frac{1}{b - a + 1}
 * @source Johnson, Kemp & Kotz, Univariate discrete distributions, 6.10
 * @peers scipy.stats.randint
 * @see Uniform, random.randint
 * @keywords fair die, dice, uniform integers
 */
export const DiscreteUniform: Law<[low: TensorLike, high: TensorLike], "low" | "high"> = /*@__PURE__*/ law({
  name: "DiscreteUniform",
  kind: "discrete",
  parameters: { low: { constraint: integer }, high: { constraint: integer } },
  conditions: ({ low, high }) => [{ value: sub(high, low), rule: "width", argument: "high - low" }],
  derived: { count: ({ low, high }) => add(sub(high, low), 1) },
  support: ({ low, high }) => integerInterval(low, high),
  logProb: ({ count }, x) => sub(mul(x, 0), log(count)),
  cdf: ({ low, count }, x) => div(add(sub(x, low), 1), count),
  sf: ({ high, count }, x) => div(sub(high, x), count),
  sample: ({ low, high }, key, shape) => cast(randint(key, shape, low, add(high, 1)), drawnAs(low).dtype),
  mean: ({ low, high }) => mul(add(low, high), 0.5),
  variance: ({ count }) => div(sub(square(count), 1), 12),
  mode: ({ low, high }) => add(low, mul(high, 0)),
  median: ({ low, high }) => floor(mul(add(low, high), 0.5)),
  skewness: () => 0,
  kurtosis: ({ count }) => neg(mul(1.2, div(add(square(count), 1), sub(square(count), 1)))),
  entropy: ({ count }) => log(count),
  source: "Johnson, Kemp & Kotz, Univariate discrete distributions, 6.10",
});
