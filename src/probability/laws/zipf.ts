/** The Zipf law. */
import { cast } from "../../core/basic.ts";
import { fullOf } from "../../core/convert.ts";
import { current } from "../../core/interpreter.ts";
import { jvpFlat } from "../../core/jvp.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import { zeta } from "../../ops/special/gamma.ts";
import { zipf } from "../../random/counts.ts";
import { greaterThan, positiveInteger } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { drawnAs } from "./pieces/counts.ts";

/**
 * The Zipf distribution: whole numbers whose probabilities fall by a power, such as the ranks of words.
 * @param power - the exponent s > 1, any shape
 * @returns a distribution of 1, 2, 3, …
 * @throws TensorError "value" when the power is not more than 1
 * @example Zipf(2).prob([1, 2]) // => Tensor [0.60792710, 0.15198178]
 * @math P(X = k) = \frac{k^{-s}}{\zeta(s)}
 * @source Johnson, Kemp & Kotz, Univariate discrete distributions, 11.2.20
 * @peers tfp.distributions.Zipf, scipy.stats.zipf
 * @see Pareto, random.zipf
 * @keywords zeta distribution, word frequencies, power law, rank
 */
export const Zipf: Law<[power: TensorLike], "power"> = /*@__PURE__*/ law({
  name: "Zipf",
  kind: "discrete",
  parameters: { power: { constraint: /*@__PURE__*/ greaterThan(1) } },
  derived: {
    zeta0: ({ power }) => zeta(power, 1),
    /** E X, E X², E X³, E X⁴ where they are finite. */
    first: ({ power, zeta0 }) => div(zeta(sub(power, 1), 1), zeta0),
    second: ({ power, zeta0 }) => div(zeta(sub(power, 2), 1), zeta0),
  },
  support: positiveInteger,
  logProb: ({ power, zeta0 }, x) => neg(add(mul(power, log(x)), log(zeta0))),
  sf: ({ power, zeta0 }, x) => div(zeta(power, add(x, 1)), zeta0),
  sample: ({ power }, key, shape) => cast(zipf(key, power, shape), drawnAs(power).dtype),
  mean: ({ power, first }) => where(greater(power, 2), first, Infinity),
  variance: ({ power, first, second }) => where(greater(power, 3), sub(second, square(first)), Infinity),
  mode: () => 1,
  skewness: ({ power, zeta0, first, second }) => {
    const third = div(zeta(sub(power, 3), 1), zeta0);
    const variance = sub(second, square(first));
    const central = add(sub(third, mul(3, mul(first, second))), mul(2, mul(first, square(first))));
    return where(greater(power, 4), div(central, mul(variance, sqrt(variance))), NaN);
  },
  kurtosis: ({ power, zeta0, first, second }) => {
    const [third, fourth] = [div(zeta(sub(power, 3), 1), zeta0), div(zeta(sub(power, 4), 1), zeta0)];
    const squared = square(first);
    const central = sub(
      add(sub(fourth, mul(4, mul(first, third))), mul(6, mul(squared, second))),
      mul(3, square(squared)),
    );
    return where(greater(power, 5), sub(div(central, square(sub(second, squared))), 3), NaN);
  },
  // log ζ(s) + s E log X, where E log X = -d log ζ(s)/ds.
  entropy: ({ power, zeta0 }) => {
    const ones = fullOf(power.shape, 1, power.dtype);
    const [slope] = jvpFlat((s) => [log(zeta(s, 1))], current, [power], [ones]).tangents;
    return sub(log(zeta0), mul(power, slope as Tensor));
  },
  source: "Johnson, Kemp & Kotz, Univariate discrete distributions, 11.2.20",
});
