/** The multinomial law. */
import { cast, reshapeTo } from "../../core/basic.ts";
import { arrayOf, type TensorLike } from "../../core/tensor.ts";
import { add, mul, sub } from "../../ops/arithmetic.ts";
import { equal, lessEqual, where } from "../../ops/compare.ts";
import { exp, log1p } from "../../ops/exponential.ts";
import { arange } from "../../ops/grids.ts";
import { sum } from "../../ops/reduce.ts";
import { entr } from "../../ops/special/entropy.ts";
import { lgamma } from "../../ops/special/gamma.ts";
import { multinomial } from "../../random/multinomial.ts";
import { multinomial as counts } from "../constraints/vectors.ts";
import { nonnegativeInteger } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, trialCovariance } from "./pieces/columns.ts";
import { drawnAs, logBetaAt } from "./pieces/counts.ts";
import { categories, categoryLogs } from "./pieces/table.ts";

/**
 * The multinomial distribution: how often each category comes in `total` trials.
 * @param total - the number of trials, a whole number ≥ 0, any shape
 * @param probs - probabilities along the last axis, with the sum 1
 * @param logits - their logarithms up to a constant, in place of probs
 * @returns a distribution of vectors of counts with the sum total
 * @throws TensorError "value" when total is no count or probs are no probabilities, "shape" when the shapes do not broadcast
 * @example Multinomial(10, [0.2, 0.3, 0.5]).prob([2, 3, 5]) // => Tensor 0.08504999999999999
 * @math P(X = x) = \frac{n!}{x_1! \cdots x_k!} \prod_i p_i^{x_i}
 * @source Dive into Deep Learning 2.6; Johnson, Kotz & Balakrishnan, Discrete multivariate distributions, 35
 * @peers torch.distributions.Multinomial, tfp.distributions.Multinomial, scipy.stats.multinomial
 * @see Categorical, Binomial, random.multinomial
 * @keywords dice, counts of categories, roll dice
 */
export const Multinomial: Law<[total: TensorLike, probs?: TensorLike], "total" | "probs" | "logits"> =
  /*@__PURE__*/ law({
    name: "Multinomial",
    kind: "discrete",
    parameters: { total: { constraint: nonnegativeInteger }, ...categories },
    derived: categoryLogs,
    support: ({ total }) => counts(total),
    eventShape: ({ probs }) => probs.shape.slice(-1),
    logProb: ({ total, logProbs }, x) => {
      const powers = sum(where(equal(x, 0), mul(x, 0), mul(x, logProbs)), -1);
      return sub(add(lgamma(add(total, 1)), powers), sum(lgamma(add(x, 1)), -1));
    },
    sample: ({ total, probs }, key, shape) =>
      cast(
        multinomial(key, total.ndim === 0 && total.isConcrete ? (total.item() as number) : total, probs, { shape }),
        drawnAs(probs).dtype,
      ),
    mean: ({ total, probs }) => mul(last(total), probs),
    variance: ({ total, probs }) => mul(last(total), mul(probs, sub(1, probs))),
    covariance: ({ total, probs }) => mul(last(last(total)), trialCovariance(probs)),
    // -log n! + n H(p) + Σ E log Xᵢ!, where Xᵢ is binomial.
    entropy: ({ total, probs }) => {
      const most = Math.max(0, ...Array.from(arrayOf(total), Number));
      const n = last(total);
      const axes = new Array<number>(Math.max(n.ndim, probs.ndim)).fill(1);
      const counts = reshapeTo(arange(most + 1), [most + 1, ...axes]);
      const logs = sub(logBetaAt(add(counts, 1), add(sub(n, counts), 1), probs, sub(1, probs)), log1p(n));
      const inside = lessEqual(counts, n);
      const factorials = sum(where(inside, mul(exp(logs), lgamma(add(counts, 1))), 0), 0);
      return add(sub(mul(total, sum(entr(probs), -1)), lgamma(add(total, 1))), sum(factorials, -1));
    },
    source: "Johnson, Kotz & Balakrishnan, Discrete multivariate distributions, 35",
  });
