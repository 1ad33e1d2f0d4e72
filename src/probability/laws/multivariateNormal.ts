/** The normal law of vectors. */
import { reshapeTo } from "../../core/basic.ts";
import type { TensorLike } from "../../core/tensor.ts";
import { add, mul, square, sub } from "../../ops/arithmetic.ts";
import { matmul } from "../../ops/matmul.ts";
import { sum } from "../../ops/reduce.ts";
import { LOG_TAU } from "../../ops/scalar/constants.ts";
import { normal } from "../../random/continuous.ts";
import { realVector } from "../constraints/vectors.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { drawnAs } from "./pieces/counts.ts";
import { halfLogDet, scaleMatrix, squaredDistance } from "./pieces/scaleMatrix.ts";

type Names = "loc" | "covariance" | "precision" | "scaleTril";

const sizeOf = ({ loc }: Values<"loc">): number => loc.shape[loc.ndim - 1];

/**
 * The normal distribution of vectors, by its covariance, its inverse or its Cholesky factor.
 * @param loc - the mean, a vector or a batch of them
 * @param covariance - a symmetric positive definite matrix or a batch of them
 * @param precision - its inverse, in place of covariance
 * @param scaleTril - its lower Cholesky factor, in place of covariance: the fastest
 * @returns a distribution of vectors
 * @throws TensorError "value" when the matrix is not symmetric positive definite, or not exactly one is given; "shape" when sizes differ
 * @example MultivariateNormal([0, 0], [[2, 1], [1, 2]]).logProb([1, 0]) // => Tensor -2.720516544076733
 * @math p(x) = \frac{1}{\sqrt{(2\pi)^n |\Sigma|}}\, e^{-\frac{1}{2} (x - \mu)^\top \Sigma^{-1} (x - \mu)}
 * @source Petersen & Pedersen, The matrix cookbook, 8
 * @peers torch.distributions.MultivariateNormal, scipy.stats.multivariate_normal
 * @see LowRankMultivariateNormal, MultivariateStudentT, random.multivariateNormal
 * @keywords multivariate Gaussian, covariance matrix, correlated
 */
export const MultivariateNormal: Law<[loc: TensorLike, covariance?: TensorLike], Names> = /*@__PURE__*/ law({
  name: "MultivariateNormal",
  kind: "continuous",
  parameters: { loc: { constraint: realVector, axes: ["n"] }, ...scaleMatrix },
  support: realVector,
  eventShape: (p) => [sizeOf(p)],
  logProb: (p, x) =>
    sub(mul(-0.5, add(squaredDistance(p.scaleTril, sub(x, p.loc)), sizeOf(p) * LOG_TAU)), halfLogDet(p.scaleTril)),
  sample: ({ loc, scaleTril }, key, shape) => {
    const n = loc.shape[loc.ndim - 1];
    const z = normal(key, [...shape, n], drawnAs(loc));
    return add(loc, reshapeTo(matmul(scaleTril, reshapeTo(z, [...shape, n, 1])), [...shape, n]));
  },
  mean: ({ loc }) => loc,
  mode: ({ loc }) => loc,
  variance: ({ scaleTril }) => sum(square(scaleTril), -1),
  covariance: ({ covariance }) => covariance,
  entropy: (p) => add(halfLogDet(p.scaleTril), (sizeOf(p) * (1 + LOG_TAU)) / 2),
  source: "Petersen & Pedersen, The matrix cookbook, 8",
});
