/** Gumbel's law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { equal, where } from "../../ops/compare.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { EULER } from "../../ops/scalar/constants.ts";
import { gumbel } from "../../random/continuous.ts";
import { positive, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { standardize } from "./pieces/locScale.ts";

const SKEWNESS = 1.1395470994046486; // 12√6 ζ(3)/π³

/**
 * The Gumbel distribution: the largest of many numbers.
 * @param loc - the mode μ, any shape, default 0
 * @param scale - β > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example Gumbel().cdf([0, 2]) // => Tensor [0.36787944, 0.87342302]
 * @math p(x) = \frac{1}{\beta}\, e^{-(z + e^{-z})},\quad z = \frac{x - \mu}{\beta}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 22
 * @peers torch.distributions.Gumbel, tfp.distributions.Gumbel, scipy.stats.gumbel_r
 * @see random.gumbel, GeneralizedExtremeValue
 * @keywords extreme value type I, Gumbel-max trick
 */
export const Gumbel: Law<[loc?: TensorLike, scale?: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "Gumbel",
  kind: "continuous",
  parameters: { loc: { constraint: real, default: 0 }, scale: { constraint: positive, default: 1 } },
  support: real,
  logProb: (p, x) => {
    const z = standardize(p, x);
    return where(equal(z, -Infinity), z, neg(add(add(z, exp(neg(z))), log(p.scale))));
  },
  cdf: (p, x) => exp(neg(exp(neg(standardize(p, x))))),
  sf: (p, x) => neg(expm1(neg(exp(neg(standardize(p, x)))))),
  logCdf: (p, x) => neg(exp(neg(standardize(p, x)))),
  icdf: ({ loc, scale }, q) => sub(loc, mul(scale, log(neg(log(q))))),
  isf: ({ loc, scale }, q) => sub(loc, mul(scale, log(neg(log1p(neg(q)))))),
  sample: ({ loc, scale }, key, shape) => gumbel(key, shape, { loc, scale }),
  mean: ({ loc, scale }) => add(loc, mul(EULER, scale)),
  variance: ({ scale }) => mul(square(scale), Math.PI ** 2 / 6),
  mode: ({ loc }) => loc,
  median: ({ loc, scale }) => sub(loc, mul(scale, Math.log(Math.LN2))),
  skewness: () => SKEWNESS,
  kurtosis: () => 2.4,
  entropy: ({ scale }) => add(log(scale), 1 + EULER),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 22",
});
