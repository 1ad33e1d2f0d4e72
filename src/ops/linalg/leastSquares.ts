/** Pseudoinverses and least squares, rank and condition. */
import { cast, sumOver } from "../../core/basic.ts";
import { add } from "../../core/elementwise.ts";
import { bind, bind1 } from "../../core/interpreter.ts";
import type { JvpAt, Op, Tangent } from "../../core/op.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { type Checks, finiteFrom, readOptions } from "../arguments.ts";
import { div, mul, sub } from "../arithmetic.ts";
import { equal, greater, where } from "../compare.ts";
import { max, min } from "../extrema.ts";
import { matmulOf } from "../matmul.ts";
import { requireElements } from "../reduction.ts";
import { matmul as multiply } from "./dense/matmul.ts";
import { matrixOp, solveColumns, swap, toMatrices } from "./matrices.ts";
import { matrixNormOf, type MatrixOrder } from "./norm.ts";
import { inverseOf } from "./solve.ts";
import { epsilonOf, singularOp, singularValuesOf, svdOp } from "./spectra.ts";

/** Options of {@link pinv}, {@link lstsq} and {@link matrixRank}. */
export interface RankOptions {
  /** Singular values up to this fraction of the largest count as 0; default max(m, n) · ε of the dtype. */
  readonly rtol?: number;
}

const RANK: Checks<RankOptions> = { rtol: /*@__PURE__*/ finiteFrom(0) };

function tolerance(op: string, options: RankOptions | undefined, a: Tensor): number {
  const { rtol } = readOptions(op, options, RANK);
  return rtol ?? Math.max(...a.shape.slice(-2)) * epsilonOf(a.dtype);
}

/** The pseudoinverse of a, given its singular value decomposition, which says nothing that a does not (see `solveOp`). */
export const pinvOp: Op<{ readonly rtol: number }> = /*@__PURE__*/ matrixOp({
  name: "pinv",
  cores: [2, 2, 1, 2],
  results: ([[m, n]]) => [{ shape: [n, m] }],
  compute: ([, u, s, vh], [[m, n]], { rtol }) => {
    const k = s.length;
    const rows = vh.slice();
    for (let i = 0; i < k; i++) {
      const inverse = s[i] > rtol * s[0] ? 1 / s[i] : 0;
      for (let j = 0; j < n; j++) rows[i * n + j] *= inverse;
    }
    return [multiply(rows, u, n, k, m, { transposeA: true, transposeB: true })];
  },
  jvp: jvpPinv,
});

/** At constant rank, with x = a⁺: dx = -x da x + x xᵀ daᵀ (1 - a x) + (1 - x a) daᵀ xᵀ x (Golub & Pereyra 1973, eq. 4.12). */
function jvpPinv({ primals: [a], tangents: [t], outs: [x] }: JvpAt<{ readonly rtol: number }>): Tangent[] {
  if (t === undefined) return [];
  const [m, n] = a.shape.slice(-2);
  const [tt, xt] = [swap(t), swap(x)];
  let dx = mul(matmulOf(matmulOf(x, t), x), -1);
  // Of full rank the projectors on the other side vanish; a square matrix may lack both.
  const left = matmulOf(x, matmulOf(xt, tt));
  dx = add(dx, sub(left, matmulOf(matmulOf(left, a), x)));
  const right = matmulOf(matmulOf(tt, xt), x);
  dx = add(dx, sub(right, matmulOf(x, matmulOf(a, right))));
  return m === 0 || n === 0 ? [] : [dx];
}

/**
 * The pseudoinverse of Moore and Penrose: the inverse of an invertible matrix, and of any other the one that gives least-squares
 * solutions of least norm.
 *
 * The derivative is that along matrices of the same rank; across a change of rank the pseudoinverse jumps.
 * @param a - [..., m, n] float
 * @param options - `rtol`: singular values up to this fraction of the largest count as 0, default max(m, n) ε
 * @returns [..., n, m]
 * @throws TensorError "shape" when a has fewer than two axes, "not-converged" when it has a NaN or an infinite element, "value"
 * for a negative rtol
 * @example linalg.pinv([[2, 0], [0, 0], [0, 0]]) // => Tensor [[0.5, 0, 0], [0, 0, 0]]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §5.5.2; Golub & Pereyra, SIAM J. Numer. Anal. 10 (1973), 413
 * @peers torch.linalg.pinv, tf.linalg.pinv, jax.numpy.linalg.pinv, mxnet.np.linalg.pinv, numpy.linalg.pinv
 * @math A^+ = \lim_{\delta \to 0} (A^\top A + \delta I)^{-1} A^\top
 * @see linalg.lstsq
 * @keywords pseudo-inverse, generalized inverse, Moore-Penrose
 */
export function pinv(a: TensorLike, options?: RankOptions): Tensor {
  const x = toMatrices("pinv", a, "... m n");
  const factors = bind(singularOp, [x], { full: false, op: "pinv" });
  return bind1(pinvOp, [x, ...factors], { rtol: tolerance("pinv", options, x) });
}

/** Result of {@link lstsq}. */
export interface LeastSquares {
  /** [..., n, k], or [..., n] for a vector. */
  readonly x: Tensor;
  /** [..., k], or [...] for a vector: the sums of squares of a x - b. */
  readonly residuals: Tensor;
  /** [...], int32. */
  readonly rank: Tensor;
  /** [..., min(m, n)], the singular values of a, descending. */
  readonly s: Tensor;
}

/**
 * The x for which |a x - b| is least and, where several are, the shortest of them.
 * @param a - [..., m, n] float: more rows than columns, fewer, or dependent ones
 * @param b - [..., m, k], or a vector [m]; leading axes broadcast
 * @param options - `rtol`: singular values up to this fraction of the largest count as 0, default max(m, n) ε
 * @returns `{ x, residuals, rank, s }`; the derivative of x is that along matrices of the same rank
 * @throws TensorError "shape" when the two m differ, "not-converged" when a has a NaN or an infinite element
 * @example
 * const { x, residuals, rank } = linalg.lstsq([[1, 0], [1, 1], [1, 2]], [1, 3, 5]);
 * x; // => ≈ Tensor [1, 2]
 * rank; // => Tensor 2 int32
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §5.3, §5.5; Golub & Pereyra, SIAM J. Numer. Anal. 10 (1973), 413
 * @peers torch.linalg.lstsq, tf.linalg.lstsq, jax.numpy.linalg.lstsq, mxnet.np.lstsq, numpy.linalg.lstsq
 * @math \min_x \|A x - b\|_2
 * @see linalg.solve, linalg.pinv
 * @keywords least squares, linear regression, overdetermined system, fit a line
 */
export function lstsq(a: TensorLike, b: TensorLike, options?: RankOptions): LeastSquares {
  let more: Omit<LeastSquares, "x"> | undefined;
  const x = solveColumns("lstsq", "m n", [a, b], (matrix, columns) => {
    const [u, s, vh] = bind(svdOp, [matrix], { full: false, op: "lstsq" });
    const rtol = tolerance("lstsq", options, matrix);
    const solution = matmulOf(bind1(pinvOp, [matrix, u, s, vh], { rtol }), columns);
    const error = sub(matmulOf(matrix, solution), columns);
    more = { residuals: sumOver(mul(error, error), [error.ndim - 2]), rank: rankOf(s, rtol), s };
    return solution;
  });
  const { residuals, ...rest } = more as Omit<LeastSquares, "x">;
  return { x, residuals: residuals.ndim === x.ndim ? sumOver(residuals, [x.ndim - 1]) : residuals, ...rest };
}

/** How many singular values count. */
function rankOf(s: Tensor, rtol: number): Tensor {
  const last = s.ndim - 1;
  if (s.shape[last] === 0) return sumOver(cast(s, "int32"), [last]);
  const threshold = mul(max(s, last, { keepdims: true }), rtol);
  return sumOver(cast(greater(s, threshold), "int32"), [last]);
}

/**
 * The rank of a matrix: how many singular values are above rounding.
 * @param a - [..., m, n] float
 * @param options - `rtol`: singular values up to this fraction of the largest count as 0, default max(m, n) ε
 * @returns [...], int32
 * @throws TensorError "shape" when a has fewer than two axes, "not-converged" when it has a NaN or an infinite element
 * @example linalg.matrixRank([[1, 2], [2, 4]]) // => Tensor 1 int32
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §5.5.8; numpy.linalg.matrix_rank
 * @peers torch.linalg.matrix_rank, tf.linalg.matrix_rank, jax.numpy.linalg.matrix_rank, mxnet.np.matrix_rank, numpy.linalg.matrix_rank
 * @math \operatorname{rank} A
 * @see linalg.svdvals
 * @keywords linearly independent rows
 */
export function matrixRank(a: TensorLike, options?: RankOptions): Tensor {
  const x = toMatrices("matrixRank", a, "... m n");
  return rankOf(singularValuesOf("matrixRank", x), tolerance("matrixRank", options, x));
}

/**
 * The condition number of a matrix, by which relative errors may grow when it is inverted: |a| |a⁻¹|.
 * @param a - [..., m, n] float; square for an order other than 2 and -2
 * @param order - of the matrix norm, see `norm`; default 2: the largest singular value over the smallest (-2: the reverse)
 * @returns [...]; Infinity for a singular matrix
 * @throws TensorError "shape" when a is not square or empty, "singular" for a singular matrix where order is not 2 or -2,
 * "not-converged" when it has a NaN or an infinite element, "value" for another order
 * @example linalg.cond([[1, 0], [0, 4]]) // => Tensor 4
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §2.6.2
 * @peers torch.linalg.cond, jax.numpy.linalg.cond, mxnet.np.cond, numpy.linalg.cond
 * @math \kappa(A) = \|A\|\,\|A^{-1}\|
 * @see linalg.svdvals
 * @keywords ill-conditioned
 */
export function cond(a: TensorLike, order: MatrixOrder = 2): Tensor {
  if (order !== 2 && order !== -2) {
    const x = toMatrices("cond", a, "... n n");
    return mul(matrixNormOf("cond", x, order), matrixNormOf("cond", inverseOf("cond", x), order));
  }
  const s = singularValuesOf("cond", toMatrices("cond", a, "... m n"));
  requireElements("cond", s, [s.ndim - 1]);
  const [most, least] = [max(s, -1), min(s, -1)];
  if (order === -2) return div(least, most);
  return where(equal(least, 0), Infinity, div(most, least));
}
