/** The hypergeometric law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, sub } from "../../ops/arithmetic.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { sqrt } from "../../ops/power.ts";
import { floor } from "../../ops/rounding.ts";
import { hypergeometric } from "../../random/counts.ts";
import { integerInterval, nonnegativeInteger } from "../constraints/numbers.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { drawnAs, logChoose } from "./pieces/counts.ts";
import { sumBetween } from "./pieces/summed.ts";

type Names = "population" | "successes" | "draws";

const logProb = ({ population, successes, draws }: Values<Names>, x: Tensor): Tensor =>
  sub(add(logChoose(successes, x), logChoose(sub(population, successes), sub(draws, x))), logChoose(population, draws));

const lowest = ({ population, successes, draws }: Values<Names>): Tensor =>
  maximum(sub(add(draws, successes), population), 0);

/**
 * The hypergeometric distribution: how many of those drawn without replacement are successes.
 * @param population - how many there are, a whole number, any shape
 * @param successes - how many of them are successes, at most the population; the shapes broadcast
 * @param draws - how many are drawn, at most the population
 * @returns a distribution of counts
 * @throws TensorError "value" when a parameter is no count or larger than the population, "shape" when the shapes do not broadcast
 * @cost distribution functions are sums of up to `draws` terms
 * @example Hypergeometric(10, 4, 3).prob([0, 1, 2, 3]) // => Tensor [0.16666667, 0.5, 0.3, 0.03333333]
 * @math P(X = k) = \frac{\binom{K}{k} \binom{N - K}{n - k}}{\binom{N}{n}}
 * @source Johnson, Kemp & Kotz, Univariate discrete distributions, 6
 * @peers scipy.stats.hypergeom
 * @see Binomial, MultivariateHypergeometric, random.hypergeometric
 * @keywords draws not put back, Fisher's exact test, lottery, urn
 */
export const Hypergeometric: Law<[population: TensorLike, successes: TensorLike, draws: TensorLike], Names> =
  /*@__PURE__*/ law({
    name: "Hypergeometric",
    kind: "discrete",
    parameters: {
      population: { constraint: nonnegativeInteger },
      successes: { constraint: nonnegativeInteger },
      draws: { constraint: nonnegativeInteger },
    },
    conditions: ({ population, successes, draws }) => [
      { value: sub(population, successes), rule: "width", argument: "population - successes" },
      { value: sub(population, draws), rule: "width", argument: "population - draws" },
    ],
    derived: {
      share: ({ population, successes }) => div(successes, population),
      spread: ({ population: n, successes: k, draws: d, share }) =>
        div(mul(mul(d, mul(share, sub(1, share))), sub(n, d)), add(sub(n, 1), mul(k, 0))),
    },
    support: (p) => integerInterval(lowest(p), minimum(p.successes, p.draws)),
    logProb,
    cdf: (p, x) => sumBetween((k) => logProb(p, k), add(lowest(p), mul(x, 0)), x),
    sf: (p, x) => sumBetween((k) => logProb(p, k), add(x, 1), minimum(p.successes, p.draws)),
    sample: ({ population, successes, draws }, key, shape) =>
      hypergeometric(key, successes, sub(population, successes), draws, shape, drawnAs(population)),
    mean: ({ draws, share }) => mul(draws, share),
    variance: ({ spread }) => spread,
    mode: ({ population, successes, draws }) => floor(div(mul(add(successes, 1), add(draws, 1)), add(population, 2))),
    skewness: ({ population: n, successes: k, draws: d }) =>
      div(
        mul(mul(sub(n, mul(2, k)), sqrt(sub(n, 1))), sub(n, mul(2, d))),
        mul(sqrt(mul(mul(d, k), mul(sub(n, k), sub(n, d)))), sub(n, 2)),
      ),
    source: "Johnson, Kemp & Kotz, Univariate discrete distributions, 6",
  });
