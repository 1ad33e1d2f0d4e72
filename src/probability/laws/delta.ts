/** The law of a value that is certain. */
import { broadcast } from "../../core/basic.ts";
import type { TensorLike } from "../../core/tensor.ts";
import { add, mul } from "../../ops/arithmetic.ts";
import { greaterEqual, less, where } from "../../ops/compare.ts";
import { interval, real } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";

/**
 * The distribution of a value that is certain.
 * @param value - the value, any shape
 * @returns a distribution with all probability on the value
 * @throws TensorError "value" when the value is not finite
 * @example Delta(2).prob([2, 3]) // => Tensor [1, 0]
 * @source Murphy, Probabilistic machine learning: an introduction, 2.2.1
 * @peers tfp.distributions.Deterministic
 * @see Empirical, inflated
 * @keywords Dirac, deterministic, point mass, constant
 */
export const Delta: Law<[value: TensorLike], "value"> = /*@__PURE__*/ law({
  name: "Delta",
  kind: "mixed",
  parameters: { value: { constraint: real } },
  support: ({ value }) => interval(value, value),
  logProb: ({ value }, x) => mul(mul(value, x), 0),
  cdf: ({ value }, x) => where(greaterEqual(x, value), add(mul(x, 0), 1), 0),
  sf: ({ value }, x) => where(less(x, value), add(mul(x, 0), 1), 0),
  icdf: ({ value }, q) => add(value, mul(q, 0)),
  isf: ({ value }, q) => add(value, mul(q, 0)),
  sample: ({ value }, _, shape) => broadcast(value, shape),
  gradient: "exact",
  mean: ({ value }) => value,
  variance: () => 0,
  mode: ({ value }) => value,
  median: ({ value }) => value,
  skewness: () => NaN,
  kurtosis: () => NaN,
  entropy: () => 0,
  enumerate: ({ value }) => broadcast(value, [1, ...value.shape]),
  source: "Murphy, Probabilistic machine learning: an introduction, 2.2.1",
});
