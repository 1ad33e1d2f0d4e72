/** Laplace's law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { positive, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { standardize } from "./pieces/locScale.ts";

/**
 * The Laplace distribution: the difference of two exponential numbers.
 * @param loc - the middle μ, any shape, default 0
 * @param scale - the mean distance from it b > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example Laplace(0, 2).logProb([0, 3]) // => Tensor [-1.38629436, -2.88629436]
 * @math p(x) = \frac{1}{2b}\, e^{-\frac{|x - \mu|}{b}}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 24
 * @peers torch.distributions.Laplace, tfp.distributions.Laplace, scipy.stats.laplace
 * @see AsymmetricLaplace
 * @keywords double exponential, absolute error, lasso prior
 */
export const Laplace: Law<[loc?: TensorLike, scale?: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "Laplace",
  kind: "continuous",
  parameters: { loc: { constraint: real, default: 0 }, scale: { constraint: positive, default: 1 } },
  support: real,
  logProb: (p, x) => neg(add(abs(standardize(p, x)), add(log(p.scale), Math.LN2))),
  cdf: (p, x) => exp(logUpper(neg(standardize(p, x)))),
  sf: (p, x) => exp(logUpper(standardize(p, x))),
  logCdf: (p, x) => logUpper(neg(standardize(p, x))),
  logSf: (p, x) => logUpper(standardize(p, x)),
  icdf: ({ loc, scale }, q) => sub(loc, mul(scale, upperQuantile(q))),
  isf: ({ loc, scale }, q) => add(loc, mul(scale, upperQuantile(q))),
  mean: ({ loc }) => loc,
  variance: ({ scale }) => mul(2, square(scale)),
  mode: ({ loc }) => loc,
  median: ({ loc }) => loc,
  skewness: () => 0,
  kurtosis: () => 3,
  entropy: ({ scale }) => add(log(scale), 1 + Math.LN2),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 24",
});

const logUpper = (z: Tensor): Tensor => where(less(z, 0), log1p(mul(-0.5, exp(neg(abs(z))))), sub(neg(z), Math.LN2));

const upperQuantile = (q: Tensor): Tensor => where(less(q, 0.5), neg(log(mul(2, q))), log(mul(2, sub(1, q))));
