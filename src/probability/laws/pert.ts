/** The PERT law. */
import type { Ternary } from "../../core/elementwise.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { xlogy } from "../../ops/logarithmic.ts";
import { sqrt } from "../../ops/power.ts";
import { lbeta } from "../../ops/special/gamma.ts";
import {
  betainc,
  betaincc,
  betainccinv,
  betaincinv,
  logBetainc,
  logBetaincc,
} from "../../ops/special/incompleteBeta.ts";
import { beta } from "../../random/gamma.ts";
import { interval, real } from "../constraints/numbers.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { betaEntropy } from "./pieces/densities.ts";

/**
 * The PERT distribution: a beta distribution between two ends with a given most probable value, for guesses of experts.
 * @param low - the lower end a, any shape
 * @param peak - the mode m, a ≤ m ≤ b, a shape that broadcasts with it
 * @param high - the upper end b > a, a shape that broadcasts with them
 * @returns a distribution of numbers from low to high
 * @throws TensorError "value" when not low ≤ peak ≤ high, low < high, "shape" when the shapes do not broadcast
 * @example PERT(0, 2, 10).mean() // => Tensor 3
 * @math \frac{x - a}{b - a} \sim \mathrm{Beta}\left(1 + 4\,\tfrac{m - a}{b - a},\ 1 + 4\,\tfrac{b - m}{b - a}\right)
 * @source Malcolm et al., Application of a technique for research and development program evaluation, Operations Research 7 (1959)
 * @peers tfp.distributions.PERT
 * @see Beta, Triangular
 * @keywords expert, project, three-point estimate
 */
export const PERT: Law<[low: TensorLike, peak: TensorLike, high: TensorLike], "low" | "peak" | "high"> =
  /*@__PURE__*/ law({
    name: "PERT",
    kind: "continuous",
    parameters: { low: { constraint: real }, peak: { constraint: real }, high: { constraint: real } },
    conditions: ({ low, peak, high }) => [
      { value: sub(high, low), rule: "positive", argument: "high - low" },
      { value: sub(peak, low), rule: "width", argument: "peak - low" },
      { value: sub(high, peak), rule: "width", argument: "high - peak" },
    ],
    derived: {
      range: ({ low, high }) => sub(high, low),
      a: ({ low, peak, range }) => add(1, mul(4, div(sub(peak, low), range))),
      b: ({ high, peak, range }) => add(1, mul(4, div(sub(high, peak), range))),
    },
    support: ({ low, high }) => interval(low, high),
    logProb: ({ low, high, range, a, b }, x) => {
      const powers = add(xlogy(sub(a, 1), div(sub(x, low), range)), xlogy(sub(b, 1), div(sub(high, x), range)));
      return sub(powers, add(lbeta(a, b), log(range)));
    },
    cdf: (p, x) => fromNearer(betainc, betaincc, p, x),
    sf: (p, x) => fromNearer(betaincc, betainc, p, x),
    logCdf: (p, x) => fromNearer(logBetainc, logBetaincc, p, x),
    logSf: (p, x) => fromNearer(logBetaincc, logBetainc, p, x),
    icdf: ({ low, high, range, a, b }, q) => {
      const share = betaincinv(a, b, q);
      return where(less(share, 0.5), add(low, mul(range, share)), sub(high, mul(range, betainccinv(b, a, q))));
    },
    isf: ({ low, high, range, a, b }, q) => {
      const share = betainccinv(a, b, q);
      return where(less(share, 0.5), add(low, mul(range, share)), sub(high, mul(range, betaincinv(b, a, q))));
    },
    sample: ({ low, range, a, b }, key, shape) => add(low, mul(range, beta(key, a, b, shape))),
    gradient: "implicit",
    mean: ({ low, peak, high }) => div(add(add(low, mul(4, peak)), high), 6),
    variance: ({ range, a, b }) => div(mul(square(range), mul(a, b)), 252),
    mode: ({ peak }) => peak,
    skewness: ({ a, b }) => mul(Math.sqrt(7) / 4, div(sub(b, a), sqrt(mul(a, b)))),
    kurtosis: ({ a, b }) => {
      const product = mul(a, b);
      return div(sub(mul(7, square(sub(a, b))), mul(8, product)), mul(12, product));
    },
    entropy: ({ range, a, b }) => add(betaEntropy(a, b), log(range)),
    source: "Malcolm et al. 1959",
  });

/** A function of the share of the range below x, by that above x where it is smaller. */
function fromNearer(
  ofBelow: Ternary,
  ofAbove: Ternary,
  { low, high, range, a, b }: Values<"low" | "high" | "range" | "a" | "b">,
  x: Tensor,
): Tensor {
  const [below, above] = [div(sub(x, low), range), div(sub(high, x), range)];
  return where(less(below, above), ofBelow(a, b, below), ofAbove(b, a, above));
}
