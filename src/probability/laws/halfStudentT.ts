/** The law of the size of Student's numbers. */
import type { TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { lbeta } from "../../ops/special/gamma.ts";
import { studentT } from "../../random/gamma.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { law, type Law, type Values } from "../distribution/law.ts";
import { rawMoments } from "./pieces/rawMoments.ts";
import { bulkOfT, entropyOfT, logDensityOfT, quantileOfT, tailOfT } from "./pieces/student.ts";

const moments = /*@__PURE__*/ rawMoments<Values<"df" | "scale">>({
  scale: ({ scale }) => scale,
  logMoment: ({ df }, k) =>
    add(mul(k / 2, log(df)), sub(lbeta((k + 1) / 2, mul(0.5, sub(df, k))), lbeta(0.5, mul(0.5, df)))),
  order: ({ df }) => df,
});

/**
 * The half-t distribution: the size of a number of Student's law.
 * @param df - degrees of freedom ν > 0, any shape
 * @param scale - σ > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers >= 0; the mean is finite for df > 1, the variance for df > 2
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example HalfStudentT(3, 2).median() // => Tensor 1.5297846568086906
 * @math p(x) = \frac{2}{\sigma\sqrt{\nu}\,\mathrm{B}(1/2, \nu/2)} \left(1 + \frac{x^2}{\nu\sigma^2}\right)^{-\frac{\nu + 1}{2}}
 * @source Gelman, Prior distributions for variance parameters in hierarchical models, 2006
 * @peers tfp.distributions.HalfStudentT
 * @see StudentT, HalfCauchy
 * @keywords prior of a scale, folded t
 */
export const HalfStudentT: Law<[df: TensorLike, scale?: TensorLike], "df" | "scale"> = /*@__PURE__*/ law({
  name: "HalfStudentT",
  kind: "continuous",
  parameters: { df: { constraint: positive }, scale: { constraint: positive, default: 1 } },
  support: nonnegative,
  logProb: ({ df, scale }, x) => sub(add(logDensityOfT(df, div(x, scale)), Math.LN2), log(scale)),
  cdf: ({ df, scale }, x) => bulkOfT(df, div(x, scale)),
  sf: ({ df, scale }, x) => tailOfT(df, div(x, scale)),
  icdf: ({ df, scale }, q) => mul(scale, quantileOfT(df, q, "cdf")),
  isf: ({ df, scale }, q) => mul(scale, quantileOfT(df, q, "sf")),
  sample: ({ df, scale }, key, shape) => abs(studentT(key, df, shape, { scale })),
  gradient: "implicit",
  ...moments,
  mode: () => 0,
  entropy: ({ df, scale }) => add(entropyOfT(df), sub(log(scale), Math.LN2)),
  source: "Gelman 2006",
});
