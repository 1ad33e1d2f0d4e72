/** The law of data. */
import { cast } from "../../core/basic.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { div, mul, square, sub } from "../../ops/arithmetic.ts";
import { equal, greater, lessEqual } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { argmax, max, min } from "../../ops/extrema.ts";
import { sqrt } from "../../ops/power.ts";
import { any, mean, sum } from "../../ops/reduce.ts";
import { sort } from "../../ops/sort.ts";
import { floor, ceil } from "../../ops/rounding.ts";
import { fractionOf } from "../../random/bits.ts";
import { wordsOf } from "../../random/threefry.ts";
import { interval } from "../constraints/numbers.ts";
import { realVector } from "../constraints/vectors.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, row, sizeOf } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { entryAt } from "./pieces/table.ts";

/** E (X - μ)^k/σ^k. */
function standardMoment(samples: Tensor, k: 3 | 4): Tensor {
  const away = sub(samples, last(mean(samples, -1)));
  const variance = mean(square(away), -1);
  const power = k === 3 ? mul(square(away), away) : square(square(away));
  return div(mean(power, -1), k === 3 ? mul(variance, sqrt(variance)) : square(variance));
}

/**
 * The distribution of data: each sample is as likely as the others.
 * @param samples - numbers along the last axis
 * @returns a distribution of these numbers; the axes before the last are the batch
 * @throws TensorError "value" when a sample is not finite, "shape" when there are none
 * @example
 * const d = Empirical([1, 2, 2, 4]);
 * d.cdf([0, 2, 3]); // => Tensor [0, 0.75, 0.75]
 * d.icdf(0.5); // => Tensor 2
 * @math P(X \le x) = \frac{1}{n} \sum_{i=1}^n [x_i \le x]
 * @source van der Vaart, Asymptotic statistics, 19
 * @peers tfp.distributions.Empirical
 * @see FiniteDiscrete
 * @keywords empirical distribution function, ECDF, bootstrap, resample data
 */
export const Empirical: Law<[samples: TensorLike], "samples"> = /*@__PURE__*/ law({
  name: "Empirical",
  kind: "mixed",
  parameters: { samples: { constraint: realVector } },
  derived: { sorted: ({ samples }) => sort(samples, -1) },
  support: ({ samples }) => {
    const range = interval(min(samples, -1), max(samples, -1));
    return { ...range, name: "samples", holds: (x) => any(equal(last(x as Tensor), samples), -1) };
  },
  logProb: ({ samples }, x) => log(mean(cast(equal(last(x), samples), drawnAs(samples).dtype), -1)),
  cdf: ({ samples }, x) => mean(cast(lessEqual(samples, last(x)), drawnAs(samples).dtype), -1),
  sf: ({ samples }, x) => mean(cast(greater(samples, last(x)), drawnAs(samples).dtype), -1),
  icdf: ({ sorted }, q) => entryAt(sorted, sub(ceil(mul(q, sizeOf(sorted))), 1)),
  isf: ({ sorted }, q) => entryAt(sorted, sub(sub(sizeOf(sorted), 1), floor(mul(q, sizeOf(sorted))))),
  sample: ({ samples }, key, shape) => {
    const fraction = fractionOf(wordsOf(key, shape), drawnAs(samples).dtype);
    return entryAt(samples, floor(mul(fraction, sizeOf(samples))));
  },
  gradient: "exact",
  mean: ({ samples }) => mean(samples, -1),
  variance: ({ samples }) => mean(square(sub(samples, last(mean(samples, -1)))), -1),
  mode: ({ samples }) => {
    const counts = sum(cast(equal(last(samples), row(samples)), "int32"), -1);
    return entryAt(samples, argmax(counts, -1));
  },
  entropy: ({ samples }) => {
    const same = equal(last(samples), row(samples));
    return mul(-1, mean(log(div(sum(cast(same, drawnAs(samples).dtype), -1), sizeOf(samples))), -1));
  },
  skewness: ({ samples }) => standardMoment(samples, 3),
  kurtosis: ({ samples }) => sub(standardMoment(samples, 4), 3),
  source: "van der Vaart, Asymptotic statistics, 19",
});
