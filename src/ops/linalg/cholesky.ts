/** The Cholesky factor and systems solved with it. */
import { fail } from "../../base/errors.ts";
import { bind1 } from "../../core/interpreter.ts";
import type { Op } from "../../core/op.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { matmulOf } from "../matmul.ts";
import { cholesky as factor } from "./dense/cholesky.ts";
import { lowerPart, matrixOp, solveColumns, swap, symmetricPart, toMatrices } from "./matrices.ts";
import { triangularOf } from "./triangular.ts";

export const choleskyOp: Op<undefined> = /*@__PURE__*/ matrixOp({
  name: "cholesky",
  results: ([shape]) => [{ shape }],
  compute: ([a], [[n]], _, batch) => {
    const { l, failed } = factor(a, n);
    if (failed >= 0) fail("not-positive-definite", { op: "cholesky", argument: "a", index: failed, batch });
    return [l];
  },
  routine: "cholesky",
  jvp: ({ tangents: [t], outs: [l] }) => {
    // dl = l Φ(l⁻¹ da l⁻ᵀ), where Φ takes the lower triangle and half the diagonal (Murray 2016, eq. 8).
    const half = t && swap(triangularOf(l, t, { lower: true }));
    return [half && matmulOf(l, lowerPart(triangularOf(l, half, { lower: true }), 0.5))];
  },
});

/**
 * The Cholesky factor of a symmetric positive definite matrix: l lᵀ = a.
 *
 * Of a matrix that is not symmetric the symmetric part (a + aᵀ)/2 is taken, so the gradient is a symmetric matrix.
 * @param a - [..., n, n] float
 * @returns [..., n, n], lower triangular with a positive diagonal
 * @throws TensorError "shape" when a is not square, "not-positive-definite" with the place of the first bad pivot
 * @example linalg.cholesky([[4, 2], [2, 5]]) // => Tensor [[2, 0], [1, 2]]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §4.2; Murray, Differentiation of the Cholesky decomposition, 2016
 * @peers torch.linalg.cholesky, tf.linalg.cholesky, jax.numpy.linalg.cholesky, mxnet.np.linalg.cholesky, numpy.linalg.cholesky
 * @math A = L L^\top
 * @cost n³/3 multiply-adds
 * @see linalg.choleskySolve
 * @keywords square root of a matrix, factorization
 */
export function cholesky(a: TensorLike): Tensor {
  return bind1(choleskyOp, [symmetricPart(toMatrices("cholesky", a, "... n n"))], undefined);
}

/**
 * Solves a x = b for a symmetric positive definite matrix whose Cholesky factor is known: a = l lᵀ.
 * @param l - [..., n, n], the factor, of which the lower triangle is read
 * @param b - [..., n, k], or a vector [n]; leading axes broadcast
 * @returns [..., n, k], or [..., n] for a vector
 * @throws TensorError "shape" when the two n differ, "singular" for a zero on the diagonal of l
 * @example linalg.choleskySolve(linalg.cholesky([[4, 2], [2, 5]]), [6, 7]) // => Tensor [1, 1]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §4.2.3
 * @peers torch.cholesky_solve, tf.linalg.cholesky_solve
 * @math L L^\top x = b
 * @cost 2n² multiply-adds for each right side
 * @see linalg.cholesky
 * @keywords solve with Cholesky factor
 */
export function choleskySolve(l: TensorLike, b: TensorLike): Tensor {
  return solveColumns("choleskySolve", "n n", [l, b], (factor, columns) => {
    const y = triangularOf(factor, columns, { lower: true });
    return triangularOf(factor, y, { lower: true, transpose: true });
  });
}
