/** Vectors as columns and rows of matrices. */
import { reshapeTo } from "../../../core/basic.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { mul, sub } from "../../../ops/arithmetic.ts";
import { eye } from "../../../ops/diagonals.ts";
import { matmul } from "../../../ops/matmul.ts";

/** A last axis of size 1. */
export const last = (x: Tensor): Tensor => reshapeTo(x, [...x.shape, 1]);

/** An axis of size 1 before the last. */
export const row = (x: Tensor): Tensor => reshapeTo(x, [...x.shape.slice(0, -1), 1, x.shape[x.ndim - 1]]);

/** Matrices times vectors, both with axes in front. */
export function times(matrix: Tensor, x: Tensor): Tensor {
  const product = matmul(matrix, last(x));
  return reshapeTo(product, product.shape.slice(0, -1));
}

/** diag(p) - p pᵀ: the covariances of one trial with probabilities p. */
export const trialCovariance = (probs: Tensor): Tensor =>
  sub(mul(eye(sizeOf(probs)), row(probs)), mul(last(probs), row(probs)));

/** The size of the last axis. */
export const sizeOf = (x: Tensor): number => x.shape[x.ndim - 1];
