/** The Dirichlet-multinomial law. */
import { cast } from "../../core/basic.ts";
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, sub } from "../../ops/arithmetic.ts";
import { sum } from "../../ops/reduce.ts";
import { lgamma } from "../../ops/special/gamma.ts";
import { dirichlet } from "../../random/gamma.ts";
import { splitOf } from "../../random/key.ts";
import { multinomial } from "../../random/multinomial.ts";
import { nonnegativeInteger } from "../constraints/numbers.ts";
import { multinomial as counts } from "../constraints/vectors.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, sizeOf, trialCovariance } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { positiveVector } from "./pieces/vectors.ts";

/**
 * The Dirichlet-multinomial distribution: counts of categories whose probabilities are themselves drawn from a Dirichlet distribution.
 * @param total - the number of trials, a whole number ≥ 0, any shape
 * @param concentration - of the Dirichlet distribution, numbers > 0 along the last axis
 * @returns a distribution of vectors of counts with the sum total
 * @throws TensorError "value" when a parameter is out of range, "shape" when the shapes do not broadcast
 * @example DirichletMultinomial(2, [1, 1]).prob([1, 1]) // => Tensor 0.3333333333333333
 * @math P(X = x) = \frac{n!\,\Gamma(\alpha_0)}{\Gamma(n + \alpha_0)} \prod_i \frac{\Gamma(x_i + \alpha_i)}{x_i!\,\Gamma(\alpha_i)}
 * @source Johnson, Kotz & Balakrishnan, Discrete multivariate distributions, 35.13.1
 * @peers tfp.distributions.DirichletMultinomial, scipy.stats.dirichlet_multinomial
 * @see Multinomial, Dirichlet, BetaBinomial
 * @keywords Polya urn, overdispersed counts
 */
export const DirichletMultinomial: Law<[total: TensorLike, concentration: TensorLike], "total" | "concentration"> =
  /*@__PURE__*/ law({
    name: "DirichletMultinomial",
    kind: "discrete",
    parameters: { total: { constraint: nonnegativeInteger }, concentration: { constraint: positiveVector } },
    derived: {
      sum0: ({ concentration }) => sum(concentration, -1),
      probs: ({ concentration, sum0 }) => div(concentration, last(sum0)),
      /** Of the variance to that of multinomial counts. */
      excess: ({ total, sum0 }) => div(add(total, sum0), add(1, sum0)),
    },
    support: ({ total }) => counts(total),
    eventShape: ({ concentration }) => [sizeOf(concentration)],
    logProb: ({ total, concentration, sum0 }, x) => {
      const whole = sub(add(lgamma(add(total, 1)), lgamma(sum0)), lgamma(add(total, sum0)));
      const each = sub(lgamma(add(x, concentration)), add(lgamma(concentration), lgamma(add(x, 1))));
      return add(whole, sum(each, -1));
    },
    sample: ({ total, concentration }, key, shape) => {
      const keys = splitOf(key, 2);
      const probs = dirichlet(keys[0], concentration, shape, drawnAs(concentration));
      return cast(multinomial(keys[1], total, probs, { shape }), drawnAs(concentration).dtype);
    },
    mean: ({ total, probs }) => mul(last(total), probs),
    variance: ({ total, probs, excess }) => mul(last(mul(total, excess)), mul(probs, sub(1, probs))),
    covariance: ({ total, probs, excess }) => mul(last(last(mul(total, excess))), trialCovariance(probs)),
    source: "Johnson, Kotz & Balakrishnan, Discrete multivariate distributions, 35.13.1",
  });
