/** The discrete Laplace law. */
import type { TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { greaterEqual, less, where } from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { cosh, sinh, tanh } from "../../ops/hyperbolic.ts";
import { geometric } from "../../random/counts.ts";
import { split } from "../../random/key.ts";
import { expm1 } from "../../ops/exponential.ts";
import { integer, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { drawnAs } from "./pieces/counts.ts";

/**
 * The discrete Laplace distribution: integers whose probabilities fall by the same factor on both sides of 0; the difference of two
 * geometric counts.
 * @param rate - how fast they fall, a > 0, any shape
 * @returns a distribution of integers
 * @throws TensorError "value" when the rate is not positive and finite
 * @example DiscreteLaplace(1).prob([-1, 0, 1]) // => Tensor [0.17000340, 0.46211716, 0.17000340]
 * @math P(X = k) = \tanh\frac{a}{2}\, e^{-a |k|}
 * @source Inusah & Kozubowski, A discrete analogue of the Laplace distribution, 2006
 * @peers scipy.stats.dlaplace
 * @see Laplace, Skellam
 * @keywords differential privacy, integer noise
 */
export const DiscreteLaplace: Law<[rate: TensorLike], "rate"> = /*@__PURE__*/ law({
  name: "DiscreteLaplace",
  kind: "discrete",
  parameters: { rate: { constraint: positive } },
  support: integer,
  logProb: ({ rate }, x) => sub(log(tanh(mul(rate, 0.5))), mul(rate, abs(x))),
  // Of the tail from k on: e^{-ak}/(1 + e^{-a}).
  logCdf: ({ rate }, x) => {
    const below = sub(mul(rate, x), log1p(exp(neg(rate))));
    const above = log1p(neg(div(exp(neg(mul(rate, add(x, 1)))), add(1, exp(neg(rate))))));
    return where(less(x, 0), below, above);
  },
  logSf: ({ rate }, x) => {
    const above = sub(neg(mul(rate, add(x, 1))), log1p(exp(neg(rate))));
    const below = log1p(neg(div(exp(mul(rate, x)), add(1, exp(neg(rate))))));
    return where(greaterEqual(x, 0), above, below);
  },
  sample: ({ rate }, key, shape) => {
    const [keys, probs] = [split(key), neg(expm1(neg(rate)))];
    return sub(geometric(keys.at(0), probs, shape, drawnAs(rate)), geometric(keys.at(1), probs, shape, drawnAs(rate)));
  },
  mean: () => 0,
  variance: ({ rate }) => div(0.5, square(sinh(mul(rate, 0.5)))),
  mode: () => 0,
  median: () => 0,
  skewness: () => 0,
  kurtosis: ({ rate }) => add(2, cosh(rate)),
  entropy: ({ rate }) => sub(div(rate, sinh(rate)), log(tanh(mul(rate, 0.5)))),
  source: "Inusah & Kozubowski, A discrete analogue of the Laplace distribution, 2006",
});
