/** Systems of equations and inverses. */
import { fail } from "../../base/errors.ts";
import { sumTo } from "../../core/basic.ts";
import { bind, bind1 } from "../../core/interpreter.ts";
import type { JvpAt, Op } from "../../core/op.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { solveFactored } from "./dense/solve.ts";
import { factorOp } from "./lu.ts";
import { identityOf, matrixOp, solveColumns, swap, toMatrices } from "./matrices.ts";
import { solveFor } from "./triangular.ts";

interface SolveParams {
  /** The function that the user called, for its errors. */
  readonly op: string;
  readonly transpose: boolean;
}

/**
 * a⁻¹ b, given a, its factors and b. The factors say nothing that a does not, so the whole derivative is that with respect to a:
 * a matrix is factored once, however often the rule below uses it.
 */
export const solveOp: Op<SolveParams> = /*@__PURE__*/ matrixOp({
  name: "solve",
  cores: [2, 2, 1, 2],
  results: ([, , , shape]) => [{ shape }],
  compute: ([, factors, order, b], [, , , [n, k]], { op, transpose }, batch) => {
    const { x, singularAt } = solveFactored(factors, order, b, n, k, transpose);
    if (singularAt >= 0) fail("singular", { op, argument: "a", index: singularAt, batch });
    return [x];
  },
  routine: "solve",
  linear: [3],
  jvp: ({ primals: [a, factors, order], tangents: [ta, , , tb], outs: [x], params }: JvpAt<SolveParams>) => {
    // a x = b, hence a dx = db - da x (Giles 2008, §2.3.1).
    const da = ta && (params.transpose ? swap(ta) : ta);
    return [solveFor(tb, da, x, (b) => bind1(solveOp, [a, factors, order, b], params))];
  },
  transpose: ({ cotangents: [ct], args: [a, factors, order, b], params }) => [
    undefined,
    undefined,
    undefined,
    ct && sumTo(bind1(solveOp, [a, factors, order, ct], { ...params, transpose: !params.transpose }), b.shape),
  ],
});

/** The same for tensors that have been checked. @param op - who asks */
export function solveOf(op: string, a: Tensor, b: Tensor): Tensor {
  const [factors, order] = bind(factorOp, [a], undefined);
  return bind1(solveOp, [a, factors, order, b], { op, transpose: false });
}

export const inverseOf = (op: string, a: Tensor): Tensor =>
  solveOf(op, a, identityOf(a.shape.at(-1) as number, a.dtype));

/**
 * Solves a x = b, by LU factors with exchanged rows.
 * @param a - [..., n, n] float
 * @param b - [..., n, k], or a vector [n]; leading axes broadcast
 * @returns [..., n, k], or [..., n] for a vector
 * @throws TensorError "shape" when a is not square or the two n differ, "singular" with the place of the first pivot that is
 * exactly 0
 * @example linalg.solve([[2, 1], [1, 3]], [3, 4]) // => Tensor [1, 1]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §3.4; Giles, An extended collection of matrix derivative results, 2008, §2.3.1
 * @peers torch.linalg.solve, tf.linalg.solve, jax.numpy.linalg.solve, mxnet.np.linalg.solve, numpy.linalg.solve
 * @math A\,x = b
 * @cost 2n³/3 operations and 2n² for each right side
 * @see linalg.triangularSolve, linalg.lstsq
 * @keywords linear system, linear equations, solve equations
 */
export function solve(a: TensorLike, b: TensorLike): Tensor {
  return solveColumns("solve", "n n", [a, b], (matrix, columns) => solveOf("solve", matrix, columns));
}

/**
 * The inverse of a matrix. To solve equations `solve` is faster and more accurate.
 * @param a - [..., n, n] float
 * @returns [..., n, n]
 * @throws TensorError "shape" when a is not square, "singular" with the place of the first pivot that is exactly 0
 * @example linalg.inv([[2, 0], [0, 4]]) // => Tensor [[0.5, 0], [0, 0.25]]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §3.4; Giles 2008, §2.2.3
 * @peers torch.linalg.inv, tf.linalg.inv, jax.numpy.linalg.inv, mxnet.np.linalg.inv, numpy.linalg.inv
 * @math A^{-1}A = I
 * @cost 2n³ operations; `solve` is cheaper and more accurate where a product with the inverse is meant
 * @see linalg.solve, linalg.pinv
 * @keywords inverse matrix, matrix inverse, invert
 */
export function inv(a: TensorLike): Tensor {
  return inverseOf("inv", toMatrices("inv", a, "... n n"));
}
