/** The Gompertz law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { expm1, log, log1p } from "../../ops/exponential.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { scaledExp1 } from "./pieces/scaledExp1.ts";

/**
 * The Gompertz distribution: lifetimes whose risk grows exponentially with age.
 * @param concentration - η > 0, any shape
 * @param rate - b > 0, how fast the risk η b e^(b x) grows, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example Gompertz(0.1).sf([0, 1, 3]) // => Tensor [1, 0.84212, 0.14825817]
 * @math p(x) = b \eta\, e^{b x} e^{-\eta (e^{b x} - 1)}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 22
 * @peers scipy.stats.gompertz
 * @see Gumbel, Weibull
 * @keywords mortality, survival, growth
 */
export const Gompertz: Law<[concentration: TensorLike, rate?: TensorLike], "concentration" | "rate"> =
  /*@__PURE__*/ law({
    name: "Gompertz",
    kind: "continuous",
    parameters: { concentration: { constraint: positive }, rate: { constraint: positive, default: 1 } },
    support: nonnegative,
    logProb: ({ concentration, rate }, x) => {
      const z = mul(rate, x);
      return add(add(log(concentration), log(rate)), sub(z, mul(concentration, expm1(z))));
    },
    logSf: ({ concentration, rate }, x) => neg(mul(concentration, expm1(mul(rate, x)))),
    icdf: ({ concentration, rate }, q) => div(log1p(neg(div(log1p(neg(q)), concentration))), rate),
    isf: ({ concentration, rate }, q) => div(log1p(neg(div(log(q), concentration))), rate),
    mean: ({ concentration, rate }) => div(scaledExp1(concentration), rate),
    mode: ({ concentration, rate }) => where(less(concentration, 1), neg(div(log(concentration), rate)), 0),
    // η e^(b X) - η is exponential with the mean 1.
    entropy: ({ concentration, rate }) => sub(1, add(add(log(concentration), log(rate)), scaledExp1(concentration))),
    source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 22",
  });
