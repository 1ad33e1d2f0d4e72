/** The Bates law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { floatDTypeOf } from "../../random/parameters.ts";
import { interval, positiveInteger, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { logSumDensity, logSumShare, sumEntropy, sumsOfUniforms } from "./pieces/uniformSums.ts";

/**
 * The Bates distribution: the mean of numbers that are uniform between two ends.
 * @param total - how many, an integer ≥ 1, any shape
 * @param low - the lower end a, a shape that broadcasts with it, default 0
 * @param high - the upper end b > a, a shape that broadcasts with them, default 1
 * @returns a distribution of numbers from low to high
 * @throws TensorError "value" when total is not a positive integer or not low < high, "shape" when the shapes do not broadcast
 * @example Bates(12).sf([0.5, 0.75]) // => Tensor [0.5, 0.001007]
 * @math p(x) = \frac{n}{b - a}\, f_n\!\left(n\, \tfrac{x - a}{b - a}\right),\quad f_n \text{ that of IrwinHall}
 * @source Bates, Joint distributions of time intervals, Annals of Mathematical Statistics 26 (1955)
 * @peers tfp.distributions.Bates
 * @see IrwinHall, Uniform
 * @keywords mean of uniform numbers
 */
export const Bates: Law<[total: TensorLike, low?: TensorLike, high?: TensorLike], "total" | "low" | "high"> =
  /*@__PURE__*/ law({
    name: "Bates",
    kind: "continuous",
    parameters: {
      total: { constraint: positiveInteger },
      low: { constraint: real, default: 0 },
      high: { constraint: real, default: 1 },
    },
    conditions: ({ low, high }) => [{ value: sub(high, low), rule: "positive", argument: "high - low" }],
    derived: { unit: ({ total, low, high }) => div(sub(high, low), total) },
    support: ({ low, high }) => interval(low, high),
    logProb: ({ total, low, high, unit }, x) => {
      const [below, above] = [div(sub(x, low), unit), div(sub(high, x), unit)];
      return sub(logSumDensity(total, where(less(below, above), below, above)), log(unit));
    },
    logCdf: ({ total, low, high, unit }, x) => logSumShare(total, div(sub(x, low), unit), div(sub(high, x), unit)),
    logSf: ({ total, low, high, unit }, x) => logSumShare(total, div(sub(high, x), unit), div(sub(x, low), unit)),
    sample: ({ total, low, high, unit }, key, shape) =>
      add(low, mul(unit, sumsOfUniforms(key, total, shape, floatDTypeOf([total, low, high])))),
    mean: ({ low, high }) => mul(0.5, add(low, high)),
    variance: ({ total, low, high }) => div(square(sub(high, low)), mul(12, total)),
    mode: ({ low, high }) => mul(0.5, add(low, high)),
    median: ({ low, high }) => mul(0.5, add(low, high)),
    skewness: () => 0,
    entropy: ({ total, unit }) => add(sumEntropy(total), log(unit)),
    kurtosis: ({ total }) => div(-1.2, total),
    source: "Bates 1955",
  });
