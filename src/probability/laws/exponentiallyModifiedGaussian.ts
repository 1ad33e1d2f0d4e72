/** The law of normal plus exponential numbers. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { greater, less, where } from "../../ops/compare.ts";
import { exp, expm1, log } from "../../ops/exponential.ts";
import { maximum } from "../../ops/maximum.ts";
import { pow } from "../../ops/power.ts";
import { INVERSE_SQRT_TAU } from "../../ops/scalar/constants.ts";
import { erfcx, logNdtr, ndtr, normalDensity } from "../../ops/special/erf.ts";
import { exponential, normal } from "../../random/continuous.ts";
import { splitOf } from "../../random/key.ts";
import { positive, real } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { integrateBetween } from "./pieces/legendre.ts";
import { polynomial } from "./pieces/smooth.ts";

/**
 * The exponentially modified Gaussian distribution: a normal number plus an independent exponential one, such as a time of reaction.
 * @param loc - the mean μ of the normal part, any shape
 * @param scale - its deviation σ > 0, a shape that broadcasts with it
 * @param rate - λ > 0 of the exponential part, a shape that broadcasts with them
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale or rate is not positive and finite, "shape" when the shapes do not broadcast
 * @example ExponentiallyModifiedGaussian(0, 1, 0.5).mean() // => Tensor 2
 * @math p(x) = \lambda\, e^{\frac{k^2}{2} - k z}\, \Phi(z - k),\quad z = \frac{x - \mu}{\sigma},\ k = \lambda\sigma
 * @source Grushka, Characterization of exponentially modified Gaussian peaks, Analytical Chemistry 44 (1972)
 * @peers tfp.distributions.ExponentiallyModifiedGaussian, scipy.stats.exponnorm
 * @see Normal, Exponential
 * @keywords ex-Gaussian, EMG, chromatography, reaction time
 */
export const ExponentiallyModifiedGaussian: Law<
  [loc: TensorLike, scale: TensorLike, rate: TensorLike],
  "loc" | "scale" | "rate"
> = /*@__PURE__*/ law({
  name: "ExponentiallyModifiedGaussian",
  kind: "continuous",
  parameters: { loc: { constraint: real }, scale: { constraint: positive }, rate: { constraint: positive } },
  derived: { k: ({ scale, rate }) => mul(scale, rate) },
  support: real,
  logProb: ({ loc, scale, rate, k }, x) => add(log(rate), logTilted(div(sub(x, loc), scale), k)),
  cdf: ({ loc, scale, k }, x) => below(div(sub(x, loc), scale), k),
  sf: ({ loc, scale, k }, x) => {
    const z = div(sub(x, loc), scale);
    return add(ndtr(neg(z)), exp(logTilted(z, k)));
  },
  sample: ({ loc, scale, rate }, key, shape) => {
    const [first, second] = splitOf(key, 2);
    return add(normal(first, shape, { loc, scale }), exponential(second, shape, { rate }));
  },
  gradient: "implicit",
  mean: ({ loc, rate }) => add(loc, reciprocal(rate)),
  variance: ({ scale, rate }) => add(square(scale), reciprocal(square(rate))),
  skewness: ({ k }) => mul(2, pow(add(1, square(k)), -1.5)),
  kurtosis: ({ k }) => mul(6, pow(add(1, square(k)), -2)),
  source: "Grushka 1972",
});

/** log(e^(k²/2 - kz) Φ(z - k)), by the scaled function where the two factors would cancel */
function logTilted(z: Tensor, k: Tensor): Tensor {
  const away = sub(z, k);
  const isLeft = less(away, 0);
  const left = where(isLeft, away, 0);
  const scaled = log(mul(0.5, erfcx(mul(-Math.SQRT1_2, left))));
  const right = add(mul(k, sub(mul(0.5, k), z)), logNdtr(where(isLeft, 0, away)));
  return where(isLeft, sub(scaled, mul(0.5, square(z))), right);
}

/** Φ(z) - e^(k²/2 - kz) Φ(z - k) without cancellation: differences over k as integrals where it is small. */
function below(z: Tensor, k: Tensor): Tensor {
  const isRight = greater(z, 1);
  const isShort = less(k, mul(0.5, maximum(1, abs(z))));
  const [left, right] = [where(isRight, 0, z), where(isRight, z, 1)];
  const short = where(isShort, k, 0);
  // e^(-z²/2) (m(-z) - m(k - z)) with m(t) = erfcx(t/√2)/2, whose slope is t m(t) - φ(0)
  const slopes = integrateBetween((t) => decline(sub(t, left)), mul(0, add(short, left)), add(short, mul(0, left)));
  const direct = mul(0.5, sub(erfcx(mul(-Math.SQRT1_2, left)), erfcx(mul(Math.SQRT1_2, sub(k, left)))));
  const onLeft = mul(exp(mul(-0.5, square(left))), where(isShort, slopes, direct));
  const densities = integrateBetween(
    (t) => normalDensity(sub(right, t)),
    mul(0, add(short, right)),
    add(short, mul(0, right)),
  );
  const tilt = expm1(mul(short, sub(mul(0.5, short), right)));
  const nearRight = sub(densities, mul(tilt, ndtr(sub(right, short))));
  const onRight = where(isShort, nearRight, sub(ndtr(right), exp(logTilted(right, k))));
  return where(isRight, onRight, onLeft);
}

// (-1)^n (2n + 1)!!
const TERMS: readonly number[] = /*@__PURE__*/ (() => {
  const terms = [1];
  for (let n = 1; n <= 16; n++) terms.push(-(2 * n + 1) * terms[n - 1]);
  return terms;
})();

/** φ(0) - t m(t), of m(t) = erfcx(t/√2)/2, by its asymptotic series for large t. @source DLMF 7.12.1 */
function decline(t: Tensor): Tensor {
  const isFar = greater(t, 12);
  const near = where(isFar, 0, t);
  const far = reciprocal(square(where(isFar, t, 12)));
  const direct = sub(INVERSE_SQRT_TAU, mul(mul(0.5, near), erfcx(mul(Math.SQRT1_2, near))));
  return where(isFar, mul(INVERSE_SQRT_TAU, mul(far, polynomial(TERMS, far))), direct);
}
