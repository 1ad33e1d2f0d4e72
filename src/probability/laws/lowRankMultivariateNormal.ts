/** The normal law of vectors with a covariance of low rank and a diagonal. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { eye } from "../../ops/diagonals.ts";
import { log } from "../../ops/exponential.ts";
import { cholesky } from "../../ops/linalg/cholesky.ts";
import { swap } from "../../ops/linalg/matrices.ts";
import { matmul } from "../../ops/matmul.ts";
import { sqrt } from "../../ops/power.ts";
import { sum } from "../../ops/reduce.ts";
import { LOG_TAU } from "../../ops/scalar/constants.ts";
import { normal } from "../../random/continuous.ts";
import { splitOf } from "../../random/key.ts";
import { realMatrix } from "../constraints/matrices.ts";
import { realVector } from "../constraints/vectors.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { last, row, sizeOf, times } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { halfLogDet, squaredDistance } from "./pieces/scaleMatrix.ts";
import { positiveVector } from "./pieces/vectors.ts";

type Names = "loc" | "factor" | "diagonal";

/** Wᵀ D⁻¹ */
const weighed = ({ factor, diagonal }: Values<Names>): Tensor => div(swap(factor), row(diagonal));

/**
 * The normal distribution of vectors whose covariance is W Wᵀ + D with a diagonal D: n k operations in place of n².
 * @param loc - the mean, [..., n]
 * @param factor - W, [..., n, k]
 * @param diagonal - numbers > 0, [..., n]
 * @returns a distribution of vectors
 * @throws TensorError "value" when the diagonal is not positive and finite, "shape" when sizes differ
 * @example LowRankMultivariateNormal([0, 0], [[1], [0]], [1, 2]).logProb([1, 0]) // => Tensor -2.7810242469692907
 * @math \Sigma = W W^\top + \operatorname{diag}(d)
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §2.1.4
 * @peers torch.distributions.LowRankMultivariateNormal, tfp.distributions.MultivariateNormalDiagPlusLowRank
 * @see MultivariateNormal
 * @keywords factor analysis, low rank plus diagonal
 */
export const LowRankMultivariateNormal: Law<[loc: TensorLike, factor: TensorLike, diagonal: TensorLike], Names> =
  /*@__PURE__*/ law({
    name: "LowRankMultivariateNormal",
    kind: "continuous",
    parameters: {
      loc: { constraint: realVector, axes: ["n"] },
      factor: { constraint: realMatrix, axes: ["n", "rank"] },
      diagonal: { constraint: positiveVector, axes: ["n"] },
    },
    derived: {
      /** The Cholesky factor of 1 + Wᵀ D⁻¹ W. */
      capacity: (p) => cholesky(add(matmul(weighed(p), p.factor), eye(sizeOf(p.factor)))),
      halfDet: ({ capacity, diagonal }) => add(halfLogDet(capacity), mul(0.5, sum(log(diagonal), -1))),
    },
    support: realVector,
    eventShape: ({ loc }) => [sizeOf(loc)],
    logProb: (p, x) => {
      const away = sub(x, p.loc);
      const whole = sum(div(square(away), p.diagonal), -1);
      const distance = sub(whole, squaredDistance(p.capacity, times(weighed(p), away)));
      return sub(mul(-0.5, add(distance, sizeOf(p.loc) * LOG_TAU)), p.halfDet);
    },
    sample: ({ loc, factor, diagonal }, key, shape) => {
      const keys = splitOf(key, 2);
      const low = normal(keys[0], [...shape, sizeOf(factor)], drawnAs(loc));
      const own = normal(keys[1], [...shape, sizeOf(loc)], drawnAs(loc));
      return add(loc, add(times(factor, low), mul(sqrt(diagonal), own)));
    },
    mean: ({ loc }) => loc,
    mode: ({ loc }) => loc,
    variance: ({ factor, diagonal }) => add(sum(square(factor), -1), diagonal),
    covariance: ({ factor, diagonal }) => add(matmul(factor, swap(factor)), mul(last(diagonal), eye(sizeOf(diagonal)))),
    entropy: ({ loc, halfDet }) => add(halfDet, (sizeOf(loc) * (1 + LOG_TAU)) / 2),
    source: "Golub & Van Loan, Matrix Computations, 4th ed., §2.1.4",
  });
