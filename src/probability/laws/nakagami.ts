/** The Nakagami law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { less, greater, where } from "../../ops/compare.ts";
import { exp, log } from "../../ops/exponential.ts";
import { xlogy } from "../../ops/logarithmic.ts";
import { sqrt } from "../../ops/power.ts";
import { digamma, lgamma, poch } from "../../ops/special/gamma.ts";
import {
  gammainc,
  gammaincc,
  gammainccinv,
  gammaincinv,
  logGammainc,
  logGammaincc,
} from "../../ops/special/incompleteGamma.ts";
import { logGamma } from "../../random/gamma.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { gammaEntropy, logGammaDensity } from "./pieces/densities.ts";
import { polynomial } from "./pieces/smooth.ts";

/** e^-y is 1 below. */
const TINY = 1e-290;

/**
 * The Nakagami distribution: the root of a gamma number, such as the amplitude of a signal that came on many ways.
 * @param concentration - m > 0, any shape
 * @param spread - the mean Ω > 0 of the square, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example Nakagami(2).cdf([0.5, 1]) // => Tensor [0.09020401, 0.59399415]
 * @math p(x) = \frac{2 m^m}{\Gamma(m)\, \Omega^m}\, x^{2m - 1} e^{-\frac{m}{\Omega} x^2}
 * @source Nakagami, The m-distribution, in Hoffman (ed.), Statistical methods in radio wave propagation (1960)
 * @peers scipy.stats.nakagami
 * @see Rayleigh, Chi, Gamma
 * @keywords fading, amplitude
 */
export const Nakagami: Law<[concentration: TensorLike, spread?: TensorLike], "concentration" | "spread"> =
  /*@__PURE__*/ law({
    name: "Nakagami",
    kind: "continuous",
    parameters: { concentration: { constraint: positive }, spread: { constraint: positive, default: 1 } },
    support: nonnegative,
    logProb: ({ concentration: m, spread }, x) => {
      const z = div(x, sqrt(spread));
      const y = mul(m, square(z));
      // x p(x) = 2 y^m e^-y/Γ(m)
      const inside = add(add(logGammaDensity(m, y), log(z)), add(log(m), Math.LN2));
      const atZero = add(xlogy(sub(mul(2, m), 1), z), sub(add(Math.LN2, mul(m, log(m))), lgamma(m)));
      return sub(where(less(y, TINY), atZero, inside), mul(0.5, log(spread)));
    },
    cdf: ({ concentration: m, spread }, x) => gammainc(m, mul(m, square(div(x, sqrt(spread))))),
    sf: ({ concentration: m, spread }, x) => gammaincc(m, mul(m, square(div(x, sqrt(spread))))),
    logCdf: ({ concentration: m, spread }, x) => logGammainc(m, mul(m, square(div(x, sqrt(spread))))),
    logSf: ({ concentration: m, spread }, x) => logGammaincc(m, mul(m, square(div(x, sqrt(spread))))),
    icdf: ({ concentration: m, spread }, q) => mul(sqrt(spread), sqrt(div(gammaincinv(m, q), m))),
    isf: ({ concentration: m, spread }, q) => mul(sqrt(spread), sqrt(div(gammainccinv(m, q), m))),
    sample: ({ concentration: m, spread }, key, shape) =>
      mul(sqrt(spread), exp(mul(0.5, sub(logGamma(key, m, shape), log(m))))),
    mean: ({ concentration: m, spread }) => mul(sqrt(spread), rootMean(m)),
    variance: ({ concentration: m, spread }) => mul(spread, rootVariance(m)),
    mode: ({ concentration: m, spread }) => {
      const ratio = sub(1, div(0.5, m));
      return where(greater(ratio, 0), sqrt(mul(spread, ratio)), 0);
    },
    skewness: ({ concentration: m }) => {
      const [mean, variance] = [rootMean(m), rootVariance(m)];
      // 1 - 4m V is next to 0 for large m.
      return div(mul(mean, sub(div(1, mul(2, m)), mul(2, variance))), mul(variance, sqrt(variance)));
    },
    entropy: ({ concentration: m, spread }) =>
      add(sub(gammaEntropy(m), mul(0.5, sub(digamma(m), log(m)))), sub(mul(0.5, log(spread)), add(log(m), Math.LN2))),
    source: "Nakagami 1960",
  });

/** Γ(m + 1/2)/(Γ(m) √m) */
const rootMean = (m: Tensor): Tensor => sqrt(sub(1, rootVariance(m)));

// Of 1 - (Γ(m + 1/2)/Γ(m))²/m in 1/m
const LARGE: readonly number[] = [
  1 / 4,
  -1 / 32,
  -1 / 128,
  5 / 2048,
  23 / 8192,
  -53 / 65536,
  -593 / 262144,
  5165 / 8388608,
  110123 / 33554432,
  -231743 / 268435456,
  -8113223 / 1073741824,
  33497425 / 17179869184,
  1744764499 / 68719476736,
  -3563384029 / 549755813888,
];

/** 1 - Γ(m + 1/2)²/(Γ(m)² m) @source DLMF 5.11.13 */
function rootVariance(m: Tensor): Tensor {
  const isLarge = greater(m, 16);
  const r = reciprocal(where(isLarge, m, 16));
  const series = mul(r, polynomial(LARGE, r));
  const near = where(isLarge, 16, m);
  return where(isLarge, series, sub(1, div(square(poch(near, 0.5)), near)));
}
