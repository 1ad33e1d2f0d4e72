/** The Dirichlet law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { xlogy } from "../../ops/logarithmic.ts";
import { all, sum } from "../../ops/reduce.ts";
import { digamma, lgamma } from "../../ops/special/gamma.ts";
import { dirichlet } from "../../random/gamma.ts";
import { simplex } from "../constraints/vectors.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, sizeOf, trialCovariance } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { positiveVector } from "./pieces/vectors.ts";

/**
 * The Dirichlet distribution of probabilities, the conjugate of categorical and multinomial counts.
 * @param concentration - numbers > 0 along the last axis
 * @returns a distribution of vectors of probabilities
 * @throws TensorError "value" when a concentration is not positive and finite
 * @example Dirichlet([1, 2, 3]).logProb([0.2, 0.3, 0.5]) // => Tensor 1.5040773967762737
 * @math p(x) = \frac{\Gamma(\sum_i \alpha_i)}{\prod_i \Gamma(\alpha_i)} \prod_i x_i^{\alpha_i - 1}
 * @source Kotz, Balakrishnan & Johnson, Continuous multivariate distributions 1, 49
 * @peers torch.distributions.Dirichlet, tfp.distributions.Dirichlet, scipy.stats.dirichlet
 * @see Beta, DirichletMultinomial, random.dirichlet
 * @keywords distribution of probabilities, prior, simplex, topic model
 */
export const Dirichlet: Law<[concentration: TensorLike], "concentration"> = /*@__PURE__*/ law({
  name: "Dirichlet",
  kind: "continuous",
  parameters: { concentration: { constraint: positiveVector } },
  derived: {
    total: ({ concentration }) => sum(concentration, -1),
    probs: ({ concentration, total }) => div(concentration, last(total)),
    logNorm: ({ concentration, total }) => sub(sum(lgamma(concentration), -1), lgamma(total)),
  },
  support: simplex,
  eventShape: ({ concentration }) => concentration.shape.slice(-1),
  logProb: ({ concentration, logNorm }, x) => sub(sum(xlogy(sub(concentration, 1), x), -1), logNorm),
  sample: ({ concentration }, key, shape) => dirichlet(key, concentration, shape, drawnAs(concentration)),
  mean: ({ probs }) => probs,
  variance: ({ probs, total }) => div(mul(probs, sub(1, probs)), last(add(total, 1))),
  mode: ({ concentration, total }) => {
    const k = sizeOf(concentration);
    const inside = all(greater(concentration, 1), -1, { keepdims: true });
    return where(inside, div(sub(concentration, 1), last(sub(total, k))), NaN);
  },
  covariance: ({ probs, total }) => div(trialCovariance(probs), last(last(add(total, 1)))),
  entropy: ({ concentration, total, logNorm }) => {
    const k = sizeOf(concentration);
    return sub(
      add(logNorm, mul(sub(total, k), digamma(total))),
      sum(mul(sub(concentration, 1), digamma(concentration)), -1),
    );
  },
  source: "Kotz, Balakrishnan & Johnson, Continuous multivariate distributions 1, 49",
});
