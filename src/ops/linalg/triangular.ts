/** Triangular systems. */
import { fail } from "../../base/errors.ts";
import { sumTo } from "../../core/basic.ts";
import { neg } from "../../core/elementwise.ts";
import { bind1 } from "../../core/interpreter.ts";
import type { JvpAt, Op, Tangent } from "../../core/op.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { checkBoolean, type Checks, readOptions } from "../arguments.ts";
import { sub } from "../arithmetic.ts";
import { matmulOf } from "../matmul.ts";
import { solveTriangular } from "./dense/triangular.ts";
import { lowerPart, matrixOp, solveColumns, swap, upperPart } from "./matrices.ts";

/** Options of {@link triangularSolve}. */
export interface TriangularSolveOptions {
  /** The lower triangle of the matrix is read; default false: the upper. */
  readonly lower?: boolean;
  /** Solve aᵀ x = b; default false. */
  readonly transpose?: boolean;
  /** Take the diagonal as ones without reading it; default false. */
  readonly unitDiagonal?: boolean;
}

const TRIANGULAR: Checks<TriangularSolveOptions> = {
  lower: checkBoolean,
  transpose: checkBoolean,
  unitDiagonal: checkBoolean,
};

type Params = Required<TriangularSolveOptions>;

/** x = t⁻¹ b, for the triangle t of a. */
export const triangularSolveOp: Op<Params> = /*@__PURE__*/ matrixOp({
  name: "triangularSolve",
  results: ([, shape]) => [{ shape }],
  compute: ([a, b], [, [n, k]], params, batch) => {
    const { x, singularAt } = solveTriangular(a, b, n, k, params);
    if (singularAt >= 0) fail("singular", { op: "triangularSolve", argument: "a", index: singularAt, batch });
    return [x];
  },
  routine: "triangularSolve",
  linear: [1],
  jvp: ({ primals: [a], tangents: [ta, tb], outs: [x], params }: JvpAt<Params>) => {
    // t x = b, hence t dx = db - dt x (Giles 2008, §2.3.1).
    const { lower, transpose, unitDiagonal } = params;
    const dt = ta && (lower ? lowerPart : upperPart)(ta, unitDiagonal ? 0 : 1);
    return [solveFor(tb, dt && (transpose ? swap(dt) : dt), x, (b) => bind1(triangularSolveOp, [a, b], params))];
  },
  transpose: ({ cotangents: [ct], args: [a, b], params }) => [
    undefined,
    ct && sumTo(triangularOf(a, ct, { ...params, transpose: !params.transpose }), b.shape),
  ],
});

/** The tangent of a solution x of a x = b: solve(db - da x). */
export function solveFor(db: Tangent, da: Tangent, x: Tensor, solve: (b: Tensor) => Tensor): Tangent {
  const moved = da && matmulOf(da, x);
  if (moved === undefined) return db && solve(db);
  return solve(db === undefined ? neg(moved) : sub(db, moved));
}

/** The same for tensors that have been checked. */
export function triangularOf(a: Tensor, b: Tensor, options: TriangularSolveOptions): Tensor {
  return bind1(triangularSolveOp, [a, b], { lower: false, transpose: false, unitDiagonal: false, ...options });
}

/**
 * Solves t x = b for a triangular matrix t, by substitution.
 * @param a - [..., n, n] float, of which one triangle is read
 * @param b - [..., n, k], or a vector [n]; leading axes broadcast
 * @param options - `lower`: read the lower triangle, not the upper; `transpose`: solve tᵀ x = b; `unitDiagonal`: take ones for
 * the diagonal; each default false
 * @returns [..., n, k], or [..., n] for a vector. The gradient with respect to a is zero outside of what is read.
 * @throws TensorError "shape" when the two n differ, "singular" with the place of the first zero on the diagonal
 * @example linalg.triangularSolve([[2, 1], [0, 4]], [4, 8]) // => Tensor [1, 2]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §3.1; Giles, An extended collection of matrix derivative results, 2008, §2.3.1
 * @peers torch.triangular_solve, tf.linalg.triangular_solve
 * @math T\,x = b
 * @cost n² operations for each right side
 * @see linalg.solve
 * @keywords back substitution, forward substitution
 */
export function triangularSolve(a: TensorLike, b: TensorLike, options?: TriangularSolveOptions): Tensor {
  const given = readOptions("triangularSolve", options, TRIANGULAR);
  return solveColumns("triangularSolve", "n n", [a, b], (t, columns) => triangularOf(t, columns, given));
}
