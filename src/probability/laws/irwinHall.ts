/** The Irwin-Hall law. */
import type { TensorLike } from "../../core/tensor.ts";
import { div, mul, sub } from "../../ops/arithmetic.ts";
import { floatDTypeOf } from "../../random/parameters.ts";
import { interval, positiveInteger } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { logSumDensity, logSumShare, sumEntropy, sumsOfUniforms } from "./pieces/uniformSums.ts";

/**
 * The Irwin-Hall distribution: the sum of numbers that are uniform between 0 and 1. Precise in both tails, however many they are.
 * @param total - how many, an integer ≥ 1, any shape
 * @returns a distribution of numbers from 0 to total
 * @throws TensorError "value" when total is not a positive integer
 * @example IrwinHall(3).cdf([0.5, 1.5, 2]) // => Tensor [0.02083333, 0.5, 0.83333333]
 * @math p(x) = \frac{1}{(n - 1)!} \sum_{k=0}^{\lfloor x \rfloor} (-1)^k \binom{n}{k} (x - k)^{n - 1}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 26.9; de Boor, A practical guide to splines (1978), X
 * @peers scipy.stats.irwinhall
 * @see Bates, Uniform
 * @keywords sum of uniform numbers, B-spline
 */
export const IrwinHall: Law<[total: TensorLike], "total"> = /*@__PURE__*/ law({
  name: "IrwinHall",
  kind: "continuous",
  parameters: { total: { constraint: positiveInteger } },
  support: ({ total }) => interval(0, total),
  logProb: ({ total }, x) => logSumDensity(total, x),
  logCdf: ({ total }, x) => logSumShare(total, x, sub(total, x)),
  logSf: ({ total }, x) => logSumShare(total, sub(total, x), x),
  sample: ({ total }, key, shape) => sumsOfUniforms(key, total, shape, floatDTypeOf([total])),
  mean: ({ total }) => mul(0.5, total),
  variance: ({ total }) => div(total, 12),
  mode: ({ total }) => mul(0.5, total),
  median: ({ total }) => mul(0.5, total),
  skewness: () => 0,
  entropy: ({ total }) => sumEntropy(total),
  kurtosis: ({ total }) => div(-1.2, total),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 26.9",
});
