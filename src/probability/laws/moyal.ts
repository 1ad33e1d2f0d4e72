/** The Moyal law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { exp, log } from "../../ops/exponential.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { erf, erfc, erfcinv, erfinv, logErfc } from "../../ops/special/erf.ts";
import { positive, real } from "../constraints/numbers.ts";
import { type Law, law, type Values } from "../distribution/law.ts";

const MEAN = 1.2703628454614782; // γ + log 2
const SKEWNESS = 1.535141590722906; // 28√2 ζ(3)/π³

/**
 * The Moyal distribution: a formula near Landau's, for the energy that fast particles lose.
 * @param loc - the mode μ, any shape, default 0
 * @param scale - σ > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example Moyal().cdf([-1, 0, 5]) // => Tensor [0.09920475, 0.31731051, 0.93457912]
 * @math p(x) = \frac{1}{\sigma\sqrt{2\pi}}\, e^{-\frac{1}{2}\left(z + e^{-z}\right)},\quad z = \frac{x - \mu}{\sigma}
 * @source Moyal, Theory of ionization fluctuations, Philosophical Magazine 46 (1955)
 * @peers tfp.distributions.Moyal, scipy.stats.moyal
 * @see Gumbel, Levy
 * @keywords Landau, ionization
 */
export const Moyal: Law<[loc?: TensorLike, scale?: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "Moyal",
  kind: "continuous",
  parameters: { loc: { constraint: real, default: 0 }, scale: { constraint: positive, default: 1 } },
  support: real,
  logProb: ({ loc, scale }, x) => {
    const z = div(sub(x, loc), scale);
    return sub(mul(-0.5, add(z, exp(neg(z)))), add(log(scale), HALF_LOG_TAU));
  },
  cdf: (p, x) => erfc(root(p, x)),
  sf: (p, x) => erf(root(p, x)),
  logCdf: (p, x) => logErfc(root(p, x)),
  icdf: ({ loc, scale }, q) => sub(loc, mul(2, mul(scale, log(mul(Math.SQRT2, erfcinv(q)))))),
  isf: ({ loc, scale }, q) => sub(loc, mul(2, mul(scale, log(mul(Math.SQRT2, erfinv(q)))))),
  mean: ({ loc, scale }) => add(loc, mul(MEAN, scale)),
  variance: ({ scale }) => mul(Math.PI ** 2 / 2, square(scale)),
  mode: ({ loc }) => loc,
  skewness: () => SKEWNESS,
  kurtosis: () => 4,
  entropy: ({ scale }) => add(log(scale), HALF_LOG_TAU + (MEAN + 1) / 2),
  source: "Moyal 1955",
});

/** e^(-z/2)/√2 */
const root = ({ loc, scale }: Values<"loc" | "scale">, x: Tensor): Tensor =>
  mul(Math.SQRT1_2, exp(mul(0.5, div(sub(loc, x), scale))));
