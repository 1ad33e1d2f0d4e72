/** The Gompertz law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { maximum } from "../../ops/maximum.ts";
import { pow } from "../../ops/power.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { integrateBetween } from "./pieces/legendre.ts";
import { scaledExp1 } from "./pieces/scaledExp1.ts";

/**
 * The Gompertz distribution: lifetimes whose risk grows exponentially with age.
 * @param concentration - η > 0, any shape
 * @param rate - b > 0, how fast the risk η b e^(b x) grows, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example Gompertz(0.1).sf([0, 1, 3]) // => Tensor [1, 0.84212385, 0.14829471]
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
    variance: ({ concentration, rate }) => div(centralMoment(concentration, 2), square(rate)),
    skewness: ({ concentration }) => div(centralMoment(concentration, 3), pow(centralMoment(concentration, 2), 1.5)),
    kurtosis: ({ concentration }) =>
      sub(div(centralMoment(concentration, 4), square(centralMoment(concentration, 2))), 3),
    mode: ({ concentration, rate }) => where(less(concentration, 1), neg(div(log(concentration), rate)), 0),
    // η e^(b X) - η is exponential with the mean 1.
    entropy: ({ concentration, rate }) => sub(1, add(add(log(concentration), log(rate)), scaledExp1(concentration))),
    source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 22",
  });

/**
 * E (Y - E Y)^k for rate 1: the density rises as e^y to its peak and falls double exponentially after it, so two pieces of the range
 * serve any concentration.
 */
function centralMoment(concentration: Tensor, k: number): Tensor {
  const place = log1p(reciprocal(concentration));
  const [start, knee] = [maximum(sub(place, 42), 0), maximum(sub(place, 6), 0)];
  const end = log1p(div(45, concentration));
  const mean = scaledExp1(concentration);
  const integrand = (y: Tensor): Tensor => {
    const density = exp(sub(add(y, log(concentration)), mul(concentration, expm1(y))));
    const away = sub(y, mean);
    const even = square(away);
    return mul(density, k === 2 ? even : k === 3 ? mul(even, away) : square(even));
  };
  const parts = [
    [start, knee],
    [knee, end],
  ].map(([a, b]) => integrateBetween(integrand, stopGradient(a), stopGradient(b), [concentration]));
  return add(parts[0], parts[1]);
}
