/** The inverse Gaussian law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { greater, less, where } from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { hypot, sqrt } from "../../ops/power.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { erfcx } from "../../ops/special/erf.ts";
import { exp1 } from "../../ops/special/expint.ts";
import { wald } from "../../random/bounded.ts";
import { positive } from "../constraints/numbers.ts";
import { law, type Law, type Values } from "../distribution/law.ts";
import { magnitude, polynomial } from "./pieces/smooth.ts";

const SQRT_2 = Math.SQRT2;
/** Of e^y E₁(y) y in powers of 1/y. */
const TAIL: readonly number[] = /*@__PURE__*/ (() => {
  const terms = [1];
  for (let n = 1; n <= 20; n++) terms.push(-n * terms[n - 1]);
  return terms;
})();

/**
 * The inverse Gaussian distribution: when a Brownian motion with drift first reaches a level.
 * @param loc - the mean μ > 0, any shape
 * @param concentration - λ > 0, a shape that broadcasts with it; the variance is μ³/λ
 * @returns a distribution of positive numbers; its draws are differentiable in both
 * @throws TensorError "value" when a parameter is not positive and finite, "shape" when the shapes do not broadcast
 * @example InverseGaussian(1, 2).cdf([0.5, 1]) // => Tensor [0.23235719, 0.62769784]
 * @math p(x) = \sqrt{\frac{\lambda}{2\pi x^3}}\, e^{-\frac{\lambda(x - \mu)^2}{2\mu^2 x}}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 15; draws: Michael, Schucany & Haas 1976
 * @peers tfp.distributions.InverseGaussian, scipy.stats.invgauss
 * @see Normal
 * @keywords Wald distribution, first passage time
 */
export const InverseGaussian: Law<[loc: TensorLike, concentration: TensorLike], "loc" | "concentration"> =
  /*@__PURE__*/ law({
    name: "InverseGaussian",
    kind: "continuous",
    parameters: { loc: { constraint: positive }, concentration: { constraint: positive } },
    derived: { ratio: ({ loc, concentration }) => div(loc, concentration) },
    support: positive,
    logProb: (p, x) =>
      sub(mul(0.5, sub(log(p.concentration), mul(3, log(x)))), add(mul(0.5, square(lowerPoint(p, x))), HALF_LOG_TAU)),
    cdf: (p, x) => {
      const { u, near, far } = tailsAt(p, x);
      return where(less(u, 0), add(near, far), sub(1, sub(near, far)));
    },
    sf: (p, x) => {
      const { u, near, far } = tailsAt(p, x);
      return where(less(u, 0), sub(1, add(near, far)), sub(near, far));
    },
    logCdf: (p, x) => {
      const { u, near, far, square: s, scaled } = tailsAt(p, x);
      return where(less(u, 0), sub(log(add(scaled.near, scaled.far)), s), log1p(neg(sub(near, far))));
    },
    logSf: (p, x) => {
      const { u, near, far, square: s, scaled } = tailsAt(p, x);
      return where(less(u, 0), log1p(neg(add(near, far))), sub(log(sub(scaled.near, scaled.far)), s));
    },
    sample: ({ loc, concentration }, key, shape) => wald(key, loc, shape, { concentration }),
    mean: ({ loc }) => loc,
    variance: ({ loc, ratio }) => mul(square(loc), ratio),
    mode: ({ loc, ratio }) => {
      const r = mul(1.5, ratio);
      return div(loc, add(hypot(1, r), r));
    },
    skewness: ({ ratio }) => mul(3, sqrt(ratio)),
    kurtosis: ({ ratio }) => mul(15, ratio),
    entropy: ({ loc, ratio }) => {
      const y = div(2, ratio);
      const tail = where(greater(y, 60), div(polynomial(TAIL, reciprocal(y)), y), mul(exp(y), exp1(y)));
      return add(add(log(loc), mul(0.5, log(ratio))), sub(HALF_LOG_TAU + 0.5, mul(1.5, tail)));
    },
    source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 15",
  });

type P = Values<"loc" | "concentration">;

/** √(λ/x) (x - μ)/μ */
const lowerPoint = ({ loc, concentration }: P, x: Tensor): Tensor =>
  mul(sqrt(div(concentration, x)), div(sub(x, loc), loc));

/**
 * The terms of the distribution function, Φ(u) + e^(2λ/μ) Φ(-v) with v² = u² + 4λ/μ: near is Φ(-|u|), far the second term, scaled
 * without their factor exp(-u²/2).
 */
function tailsAt(
  p: P,
  x: Tensor,
): {
  u: Tensor;
  near: Tensor;
  far: Tensor;
  square: Tensor;
  scaled: { near: Tensor; far: Tensor };
} {
  const u = lowerPoint(p, x);
  const v = mul(sqrt(div(p.concentration, x)), add(div(x, p.loc), 1));
  const half = mul(0.5, square(u));
  const scaled = { near: mul(0.5, erfcx(div(magnitude(u), SQRT_2))), far: mul(0.5, erfcx(div(v, SQRT_2))) };
  const factor = exp(neg(half));
  return { u, near: mul(scaled.near, factor), far: mul(scaled.far, factor), square: half, scaled };
}
