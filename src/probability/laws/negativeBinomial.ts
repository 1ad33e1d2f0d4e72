/** The negative binomial law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { sqrt } from "../../ops/power.ts";
import { floor } from "../../ops/rounding.ts";
import { log } from "../../ops/exponential.ts";
import { betainc, logBetainc } from "../../ops/special/incompleteBeta.ts";
import { negativeBinomial } from "../../random/counts.ts";
import { nonnegativeInteger, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { drawnAs, logBetaAt } from "./pieces/counts.ts";
import { trial, trialLogs } from "./pieces/trial.ts";

/**
 * The negative binomial distribution: how many trials succeed before `total` have failed; `total` need not be whole. As in PyTorch;
 * SciPy's `nbinom` counts failures, so that its p is 1 - probs.
 * @param total - the number of failures > 0, any shape
 * @param probs - the probability of success, from 0, less than 1, a shape that broadcasts with it
 * @param logits - its log odds, in place of probs
 * @returns a distribution of counts 0, 1, 2, …
 * @throws TensorError "value" when total is not positive or probs no probability, "shape" when the shapes do not broadcast
 * @example NegativeBinomial(3, 0.5).prob([0, 1, 2]) // => Tensor [0.125, 0.1875, 0.1875]
 * @math P(X = k) = \frac{\Gamma(k + r)}{k!\,\Gamma(r)}\, p^k (1 - p)^r
 * @source Johnson, Kemp & Kotz, Univariate discrete distributions, 5
 * @peers torch.distributions.NegativeBinomial, tfp.distributions.NegativeBinomial
 * @see GammaPoisson, Geometric, random.negativeBinomial
 * @keywords overdispersed counts, Pascal distribution
 */
export const NegativeBinomial: Law<[total: TensorLike, probs?: TensorLike], "total" | "probs" | "logits"> =
  /*@__PURE__*/ law({
    name: "NegativeBinomial",
    kind: "discrete",
    parameters: { total: { constraint: positive }, ...trial },
    derived: trialLogs,
    support: nonnegativeInteger,
    conditions: ({ probs }) => [{ value: sub(1, probs), rule: "positive", argument: "1 - probs" }],
    // Γ(k + r)/(k! Γ(r)) p^k (1 - p)^r is (1 - p)/(k + r) times a beta density.
    logProb: ({ total, probs, rest, logRest }, x) =>
      add(logBetaAt(add(x, 1), total, probs, rest), sub(logRest, log(add(x, total)))),
    cdf: ({ total, rest }, x) => betainc(total, add(x, 1), rest),
    sf: ({ total, probs }, x) => betainc(add(x, 1), total, probs),
    logCdf: ({ total, rest }, x) => logBetainc(total, add(x, 1), rest),
    logSf: ({ total, probs }, x) => logBetainc(add(x, 1), total, probs),
    sample: ({ total, rest }, key, shape) => negativeBinomial(key, total, rest, shape, drawnAs(total)),
    mean: ({ total, probs, rest }) => div(mul(total, probs), rest),
    variance: ({ total, probs, rest }) => div(mul(total, probs), square(rest)),
    mode: ({ total, probs, rest }) =>
      where(greater(total, 1), floor(div(mul(sub(total, 1), probs), rest)), mul(probs, 0)),
    skewness: ({ total, probs }) => div(add(1, probs), sqrt(mul(total, probs))),
    kurtosis: ({ total, probs, rest }) => add(div(6, total), div(square(rest), mul(total, probs))),
    source: "Johnson, Kemp & Kotz, Univariate discrete distributions, 5",
  });
