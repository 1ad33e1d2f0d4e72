/** The hypergeometric law of several sorts. */
import { cast } from "../../core/basic.ts";
import type { TensorLike } from "../../core/tensor.ts";
import { div, mul, sub } from "../../ops/arithmetic.ts";
import { greaterEqual, logicalAnd, lessEqual } from "../../ops/compare.ts";
import { all, sum } from "../../ops/reduce.ts";
import { multivariateHypergeometric } from "../../random/multinomial.ts";
import { independent } from "../constraints/combined.ts";
import { nonnegativeInteger } from "../constraints/numbers.ts";
import { multinomial as countsWithSum } from "../constraints/vectors.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, sizeOf, trialCovariance } from "./pieces/columns.ts";
import { drawnAs, logChoose } from "./pieces/counts.ts";

/**
 * The hypergeometric distribution of several sorts: how many of each are drawn without replacement.
 * @param counts - how many there are of each sort, whole numbers along the last axis
 * @param draws - how many are drawn, at most as many as there are
 * @returns a distribution of vectors of counts with the sum draws
 * @throws TensorError "value" when a parameter is no count, or more are drawn than there are; "shape" when the shapes do not broadcast
 * @example MultivariateHypergeometric([2, 3, 5], 4).prob([1, 1, 2]) // => Tensor 0.2857142857142857
 * @math P(X = x) = \frac{\prod_i \binom{m_i}{x_i}}{\binom{N}{n}}
 * @source Johnson, Kotz & Balakrishnan, Discrete multivariate distributions, 39
 * @peers scipy.stats.multivariate_hypergeom
 * @see Hypergeometric, random.multivariateHypergeometric
 * @keywords draws not put back, urn, cards
 */
export const MultivariateHypergeometric: Law<[counts: TensorLike, draws: TensorLike], "counts" | "draws"> =
  /*@__PURE__*/ law({
    name: "MultivariateHypergeometric",
    kind: "discrete",
    parameters: {
      counts: { constraint: /*@__PURE__*/ independent(nonnegativeInteger, 1) },
      draws: { constraint: nonnegativeInteger },
    },
    derived: {
      population: ({ counts }) => sum(counts, -1),
      probs: ({ counts, population }) => div(counts, last(population)),
      spread: ({ draws, population }) => div(mul(draws, sub(population, draws)), sub(population, 1)),
    },
    conditions: ({ counts, draws }) => [
      { value: sub(sum(counts, -1), draws), rule: "width", argument: "the sum of counts - draws" },
    ],
    support: ({ counts, draws }) => {
      const sums = countsWithSum(draws);
      return {
        ...sums,
        holds: (x) => logicalAnd(sums.holds(x), all(logicalAnd(greaterEqual(x, 0), lessEqual(x, counts)), -1)),
      };
    },
    eventShape: ({ counts }) => [sizeOf(counts)],
    logProb: ({ counts, draws, population }, x) => sub(sum(logChoose(counts, x), -1), logChoose(population, draws)),
    sample: ({ counts, draws }, key, shape) =>
      cast(multivariateHypergeometric(key, counts, draws, { shape }), drawnAs(counts).dtype),
    mean: ({ draws, probs }) => mul(last(draws), probs),
    variance: ({ spread, probs }) => mul(last(spread), mul(probs, sub(1, probs))),
    covariance: ({ spread, probs }) => mul(last(last(spread)), trialCovariance(probs)),
    source: "Johnson, Kotz & Balakrishnan, Discrete multivariate distributions, 39",
  });
