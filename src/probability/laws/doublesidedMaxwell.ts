/** The two-sided Maxwell law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { minimum } from "../../ops/maximum.ts";
import { sqrt } from "../../ops/power.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { gammainc, gammaincc, gammainccinv } from "../../ops/special/incompleteGamma.ts";
import { doublesidedMaxwell } from "../../random/standard.ts";
import { positive, real } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";

// log(2π)/2 + γ - 1/2 + log 2
const ENTROPY = 1.6893013786661508;

/**
 * The two-sided Maxwell distribution: a Maxwell distribution with a random sign, never at its center.
 * @param loc - the center μ, any shape, default 0
 * @param scale - σ > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers; its mode is the upper one of two
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example DoublesidedMaxwell().cdf([-1, 0, 1]) // => Tensor [0.40062598, 0.5, 0.59937402]
 * @math p(x) = \frac{(x - \mu)^2}{\sigma^3\sqrt{2\pi}}\, e^{-\frac{(x - \mu)^2}{2\sigma^2}}
 * @source JAX `random.double_sided_maxwell`
 * @peers tfp.distributions.DoublesidedMaxwell, jax.random.double_sided_maxwell
 * @see Maxwell
 * @keywords two modes
 */
export const DoublesidedMaxwell: Law<[loc?: TensorLike, scale?: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "DoublesidedMaxwell",
  kind: "continuous",
  parameters: { loc: { constraint: real, default: 0 }, scale: { constraint: positive, default: 1 } },
  support: real,
  logProb: ({ loc, scale }, x) => {
    const z = div(sub(x, loc), scale);
    return sub(sub(mul(2, log(abs(z))), mul(0.5, square(z))), add(log(scale), HALF_LOG_TAU));
  },
  cdf: ({ loc, scale }, x) => below(div(sub(x, loc), scale)),
  sf: ({ loc, scale }, x) => below(div(sub(loc, x), scale)),
  icdf: ({ loc, scale }, q) => add(loc, mul(scale, quantile(q))),
  isf: ({ loc, scale }, q) => sub(loc, mul(scale, quantile(q))),
  sample: ({ loc, scale }, key, shape) => doublesidedMaxwell(key, shape, { loc, scale }),
  mean: ({ loc }) => loc,
  variance: ({ scale }) => mul(3, square(scale)),
  mode: ({ loc, scale }) => add(loc, mul(Math.SQRT2, scale)),
  median: ({ loc }) => loc,
  skewness: () => 0,
  kurtosis: () => -4 / 3,
  entropy: ({ scale }) => add(log(scale), ENTROPY),
  source: "JAX random.double_sided_maxwell",
});

/** P(Z <= z) */
function below(z: Tensor): Tensor {
  const half = mul(0.5, square(z));
  return mul(0.5, where(less(z, 0), gammaincc(1.5, half), add(1, gammainc(1.5, half))));
}

function quantile(q: Tensor): Tensor {
  const size = sqrt(mul(2, gammainccinv(1.5, mul(2, minimum(q, sub(1, q))))));
  return where(less(q, 0.5), neg(size), size);
}
