/** A positive definite matrix that is given as covariance, as its inverse or by its Cholesky factor. */
import { broadcastShapes } from "../../../base/shapes.ts";
import { broadcast, reshapeTo } from "../../../core/basic.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { square } from "../../../ops/arithmetic.ts";
import { log } from "../../../ops/exponential.ts";
import { eye } from "../../../ops/diagonals.ts";
import { cholesky } from "../../../ops/linalg/cholesky.ts";
import { diagonalOf, swap } from "../../../ops/linalg/matrices.ts";
import { triangularSolve } from "../../../ops/linalg/triangular.ts";
import { matmul } from "../../../ops/matmul.ts";
import { flip } from "../../../ops/rearrange.ts";
import { sum } from "../../../ops/reduce.ts";
import { lowerCholesky, positiveDefinite } from "../../constraints/matrices.ts";
import type { Given, Parameter, Values } from "../../distribution/law.ts";

type Names = "covariance" | "precision" | "scaleTril";

const SIDES = ["n", "n"] as const;

export const scaleMatrix: Readonly<Record<Names, Parameter<Names>>> = {
  covariance: {
    constraint: positiveDefinite,
    axes: SIDES,
    from: ({ scaleTril }) => matmul(scaleTril, swap(scaleTril)),
  },
  precision: {
    constraint: positiveDefinite,
    axes: SIDES,
    instead: "covariance",
    from: ({ scaleTril }) => inverseProduct(scaleTril),
  },
  scaleTril: {
    constraint: lowerCholesky,
    axes: SIDES,
    instead: "covariance",
    from: (p: Values<Names>, given: Given) =>
      given("covariance") ? cholesky(p.covariance) : factorOfInverse(p.precision),
  },
};

/** L⁻¹ B, by substitution. */
export const lowerSolve = (l: Tensor, b: Tensor): Tensor => triangularSolve(l, b, { lower: true });

/** (L Lᵀ)⁻¹ */
function inverseProduct(scaleTril: Tensor): Tensor {
  const inverse = lowerSolve(scaleTril, eye(scaleTril.shape[scaleTril.ndim - 1]));
  return matmul(swap(inverse), inverse);
}

/** The lower factor of the inverse of a matrix: that of the matrix in reverse order, reversed and inverted. */
function factorOfInverse(precision: Tensor): Tensor {
  const reversed = flip(cholesky(flip(precision, [-2, -1])), [-2, -1]);
  return lowerSolve(swap(reversed), eye(precision.shape[precision.ndim - 1]));
}

/** |L⁻¹ x|² for vectors x [...draws, ...batch, n] and factors L [...batch, n, n]. */
export const squaredDistance = (scaleTril: Tensor, x: Tensor): Tensor => sum(square(whiten(scaleTril, x)), -1);

/** L⁻¹ x: as one system with many right sides, where there is one factor. */
function whiten(scaleTril: Tensor, x: Tensor): Tensor {
  const n = x.shape[x.ndim - 1];
  if (scaleTril.ndim === 2) return reshapeTo(swap(lowerSolve(scaleTril, swap(reshapeTo(x, [x.size / n, n])))), x.shape);
  const outer = broadcastShapes("logProb", [x.shape.slice(0, -1), scaleTril.shape.slice(0, -2)]);
  const columns = reshapeTo(broadcast(x, [...outer, n]), [...outer, n, 1]);
  return reshapeTo(lowerSolve(broadcast(scaleTril, [...outer, n, n]), columns), [...outer, n]);
}

/** log det L, half of log det of L Lᵀ. */
export const halfLogDet = (scaleTril: Tensor): Tensor => sum(log(diagonalOf(scaleTril)), -1);
