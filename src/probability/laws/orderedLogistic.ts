/** The ordered logistic law. */
import { cast } from "../../core/basic.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { logSigmoid, sigmoid } from "../../ops/activation.ts";
import { neg, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { argmax } from "../../ops/extrema.ts";
import { exp } from "../../ops/exponential.ts";
import { at, ellipsis, slice } from "../../ops/indexing.ts";
import { concat } from "../../ops/join.ts";
import { logdiffexp } from "../../ops/logarithmic.ts";
import { sum } from "../../ops/reduce.ts";
import { entr } from "../../ops/special/entropy.ts";
import { categorical } from "../../random/categories.ts";
import { integerInterval, real } from "../constraints/numbers.ts";
import { orderedVector } from "../constraints/vectors.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { last, sizeOf } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { entryAt } from "./pieces/table.ts";

type Names = "cutpoints" | "loc";

/** cutpoints - loc, [...batch, k]. */
const gapsOf = ({ cutpoints, loc }: Values<Names>): Tensor => sub(cutpoints, last(loc));

/** log P(X = k): of the differences of the logistic function, on the side where it is small. */
function logProbsOf(p: Values<Names>): Tensor {
  const gaps = gapsOf(p);
  const count = sizeOf(gaps);
  const [lower, upper] = [logSigmoid(gaps), logSigmoid(neg(gaps))];
  const part = (x: Tensor, from: number, to: number): Tensor => at(x, ellipsis, slice(from, to));
  const middle = where(
    greater(part(gaps, 0, count - 1), 0),
    logdiffexp(part(upper, 0, count - 1), part(upper, 1, count)),
    logdiffexp(part(lower, 1, count), part(lower, 0, count - 1)),
  );
  return concat([part(lower, 0, 1), middle, part(upper, count - 1, count)], -1);
}

/**
 * The ordered logistic distribution: which of k + 1 ordered categories a logistic variable around loc falls into, between k cut points.
 * @param cutpoints - k rising numbers along the last axis
 * @param loc - where the variable is, a shape that broadcasts with the axes before
 * @returns a distribution of int32 places 0 … k
 * @throws TensorError "value" when the cut points do not rise, "shape" when the shapes do not broadcast
 * @example OrderedLogistic([-1, 1], 0).prob([0, 1, 2]) // => Tensor [0.26894142, 0.46211716, 0.26894142]
 * @math P(X \le k) = \sigma(c_k - \mu)
 * @source McCullagh, Regression models for ordinal data, 1980
 * @peers tfp.distributions.OrderedLogistic
 * @see Categorical, Logistic
 * @keywords ordinal regression, proportional odds, ratings
 */
export const OrderedLogistic: Law<[cutpoints: TensorLike, loc: TensorLike], Names> = /*@__PURE__*/ law({
  name: "OrderedLogistic",
  kind: "discrete",
  parameters: { cutpoints: { constraint: orderedVector }, loc: { constraint: real } },
  derived: {
    logProbs: logProbsOf,
    probs: ({ logProbs }) => exp(logProbs),
  },
  support: ({ cutpoints }) => integerInterval(0, sizeOf(cutpoints)),
  logProb: ({ logProbs }, x) => entryAt(logProbs, x),
  cdf: (p, x) => entryAt(sigmoid(gapsOf(p)), x),
  sf: (p, x) => entryAt(sigmoid(neg(gapsOf(p))), x),
  logCdf: (p, x) => entryAt(logSigmoid(gapsOf(p)), x),
  logSf: (p, x) => entryAt(logSigmoid(neg(gapsOf(p))), x),
  sample: ({ logProbs }, key, shape) => categorical(key, logProbs, { shape }),
  mode: ({ probs }) => cast(argmax(probs, -1), drawnAs(probs).dtype),
  entropy: ({ probs }) => sum(entr(probs), -1),
  source: "McCullagh, Regression models for ordinal data, 1980",
});
