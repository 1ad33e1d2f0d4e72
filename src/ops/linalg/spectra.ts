/** Eigenvalues of symmetric matrices and singular values. */
import type { DType } from "../../base/dtypes.ts";
import { fail } from "../../base/errors.ts";
import { add, neg } from "../../core/elementwise.ts";
import { bind, bind1 } from "../../core/interpreter.ts";
import type { JvpAt, Op, Tangent } from "../../core/op.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { checkBoolean, type Checks, readOptions } from "../arguments.ts";
import { mul, sub } from "../arithmetic.ts";
import { greater, where } from "../compare.ts";
import { matmulOf } from "../matmul.ts";
import { eigh as eigenDecompose } from "./dense/eigh.ts";
import { svd as singularDecompose } from "./dense/svd.ts";
import {
  asColumn,
  asRow,
  diagonalOf,
  lowerPart,
  type MatrixDefinition,
  matrixOp,
  padMatrix,
  scaleColumns,
  swap,
  symmetricPart,
  takeColumns,
  takeRows,
  toMatrices,
} from "./matrices.ts";

/** Distance from 1 to the next float of the dtype. */
export const epsilonOf = (dtype: DType): number => (dtype === "float32" ? 2 ** -23 : 2 ** -52);

/**
 * Values of a spectrum whose distance is below this times √n, ε and the largest are one value to rounding: the vectors that belong
 * to them are arbitrary within the space that they span (Golub & Van Loan, 4th ed., §8.1.2). √n because rounding errors of the
 * elements add up as random numbers do.
 */
const SAME = 8;

/** 1 / (vⱼ - vᵢ), or 1 / (vⱼ + vᵢ) with sign 1; 0 instead where that is 0 to rounding. */
const gapsOp: Op<{ readonly sign: 1 | -1; readonly epsilon: number }> = /*@__PURE__*/ matrixOp({
  name: "gaps",
  cores: [1],
  results: ([[n]]) => [{ shape: [n, n] }],
  compute: ([v], [[n]], { sign, epsilon }) => {
    const threshold = SAME * Math.sqrt(n) * epsilon * v.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    const out = new Float64Array(n * n);
    for (let i = 0, at = 0; i < n; i++) {
      for (let j = 0; j < n; j++, at++) {
        const gap = v[j] + sign * v[i];
        out[at] = Math.abs(gap) <= threshold ? 0 : 1 / gap;
      }
    }
    return [out];
  },
  jvp: ({ tangents: [t], outs: [gaps], params: { sign } }) => {
    if (t === undefined) return [];
    const change = sign === 1 ? add(asRow(t), asColumn(t)) : sub(asRow(t), asColumn(t));
    return [neg(mul(mul(gaps, gaps), change))];
  },
});

const gapsOf = (v: Tensor, sign: 1 | -1): Tensor => bind1(gapsOp, [v], { sign, epsilon: epsilonOf(v.dtype) });

function failToConverge(op: string, batch: number | undefined): never {
  const which = batch === undefined ? "the matrix" : `matrix ${batch}`;
  fail("not-converged", {
    op,
    problem: `${which} has an element that is NaN or infinite`,
    got: "NaN or Infinity among the elements",
    fix: "look for the NaN with isfinite",
  });
}

// ---------------------------------------------------------------- symmetric matrices

export const eighOp: Op<{ readonly op: string }> = /*@__PURE__*/ matrixOp({
  name: "eigh",
  results: ([[n]]) => [{ shape: [n] }, { shape: [n, n] }],
  compute: ([a], [[n]], { op }, batch) => {
    const { values, vectors, converged } = eigenDecompose(a, n);
    if (!converged) failToConverge(op, batch);
    return [values, vectors];
  },
  routine: "eigh",
  jvp: ({ tangents: [t], outs: [values, vectors] }) => {
    if (t === undefined) return [];
    // With p = vᵀ da v: dλ is its diagonal and vᵀdv has the elements pᵢⱼ / (λⱼ - λᵢ) (Giles 2008, §3.1).
    const p = matmulOf(matmulOf(swap(vectors), t), vectors);
    return [diagonalOf(p), matmulOf(vectors, mul(gapsOf(values, -1), p))];
  },
});

/** Result of {@link eigh}. */
export interface Eigh {
  /** [..., n], ascending. */
  readonly values: Tensor;
  /** [..., n, n], an eigenvector of length 1 in each column. */
  readonly vectors: Tensor;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: a v = v λ.
 *
 * Of a matrix that is not symmetric the symmetric part (a + aᵀ)/2 is taken, so the gradient is a symmetric matrix. Of each
 * eigenvector the largest component is positive. Where eigenvalues are equal to rounding, the vectors are free to turn within
 * their common space, and the derivative is that without a turn instead of an infinite one. It is right for symmetric functions
 * of the equal values, such as sums over them, and for the projector on their space. It is not for v diag(g(λ)) vᵀ, nor for second
 * derivatives, which need the limit of (g(λᵢ) - g(λⱼ)) / (λᵢ - λⱼ); no linear rule could be right for that and for v vᵀ. Use `expm`,
 * `inv` or `matrixPower` there.
 * @param a - [..., n, n] float
 * @returns `{ values, vectors }`, the values ascending
 * @throws TensorError "shape" when a is not square, "not-converged" when it has a NaN or an infinite element
 * @example
 * linalg.eigh([[3, 0], [0, 1]]); // => { values: Tensor [1, 3], vectors: Tensor [[0, 1], [1, 0]] }
 * grad((a) => linalg.eigh(a).values.at(0))([[3, 0], [0, 1]]); // => Tensor [[0, 0], [0, 1]]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., ch. 8; Giles, An extended collection of matrix derivative results, 2008, §3.1
 * @peers torch.linalg.eigh, tf.linalg.eigh, jax.numpy.linalg.eigh, mxnet.np.linalg.eigh, numpy.linalg.eigh
 * @math A\,v = \lambda\,v
 * @see linalg.eigvalsh, linalg.svd
 * @keywords spectral decomposition, PCA
 */
export function eigh(a: TensorLike): Eigh {
  return eighOf("eigh", a);
}

function eighOf(op: string, a: TensorLike): Eigh {
  const [values, vectors] = bind(eighOp, [symmetricPart(toMatrices(op, a, "... n n"))], { op });
  return { values, vectors };
}

/**
 * Eigenvalues of a symmetric matrix, ascending; see `eigh`.
 * @param a - [..., n, n] float, of which the symmetric part is taken
 * @returns [..., n]
 * @throws TensorError "shape" when a is not square, "not-converged" when it has a NaN or an infinite element
 * @example linalg.eigvalsh([[2, 1], [1, 2]]) // => Tensor [1, 3]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., ch. 8
 * @peers torch.linalg.eigvalsh, tf.linalg.eigvalsh, jax.numpy.linalg.eigvalsh, mxnet.np.linalg.eigvalsh, numpy.linalg.eigvalsh
 * @math \det(A - \lambda I) = 0
 * @see linalg.eigh
 * @keywords spectrum
 */
export function eigvalsh(a: TensorLike): Tensor {
  return eighOf("eigvalsh", a).values;
}

// ---------------------------------------------------------------- singular values

interface SvdParams {
  readonly full: boolean;
  /** The function that the user called, for its errors. */
  readonly op: string;
}

const definition: Pick<MatrixDefinition<SvdParams>, "results" | "compute" | "routine"> = {
  results: ([[m, n]], { full }) => {
    const k = Math.min(m, n);
    return [{ shape: [m, full ? m : k] }, { shape: [k] }, { shape: [full ? n : k, n] }];
  },
  compute: ([a], [[m, n]], { full, op }, batch) => {
    const { u, s, vh, converged } = singularDecompose(a, m, n, full);
    if (!converged) failToConverge(op, batch);
    return [u, s, vh];
  },
  routine: "svd",
};

export const svdOp: Op<SvdParams> = /*@__PURE__*/ matrixOp({ ...definition, name: "svd", jvp: jvpSvd });

/** The same where only the values are wanted. */
export const singularOp: Op<SvdParams> = /*@__PURE__*/ matrixOp({ ...definition, name: "singular", jvp: () => [] });

/**
 * With p = uᵀ da v, the skew matrices x = uᵀdu and y = vᵀdv solve p = x s + ds - s y, hence
 * xᵢⱼ + yᵢⱼ = (pᵢⱼ + pⱼᵢ) / (sⱼ - sᵢ) and xᵢⱼ - yᵢⱼ = (pᵢⱼ - pⱼᵢ) / (sⱼ + sᵢ): Giles 2008, §3.2 with F split in two, so that only
 * the common turn of u and v is undetermined where singular values are equal.
 */
function jvpSvd({ primals: [a], tangents: [t], outs: [u, s, vh], params: { full } }: JvpAt<SvdParams>): Tangent[] {
  if (t === undefined) return [];
  const [m, n] = a.shape.slice(-2);
  const k = Math.min(m, n);
  const [left, right] = [takeColumns(u, k), swap(takeRows(vh, k))];
  const [tRight, tLeft] = [matmulOf(t, right), matmulOf(swap(t), left)];
  const p = matmulOf(swap(left), tRight);
  const sums = gapsOf(s, 1);
  const together = mul(add(p, swap(p)), gapsOf(s, -1));
  const apart = mul(sub(p, swap(p)), sums);
  const inverse = mul(diagonalOf(sums), 2); // 1 / s, and 0 where s is 0 to rounding
  const turn = (basis: Tensor, skew: Tensor, moved: Tensor, tall: boolean): Tensor => {
    const within = matmulOf(basis, mul(skew, 0.5));
    if (!tall) return within;
    const x = scaleColumns(moved, inverse);
    return add(within, sub(x, matmulOf(basis, matmulOf(swap(basis), x))));
  };
  const du = turn(left, add(together, apart), tRight, m > k);
  const dv = turn(right, sub(together, apart), tLeft, n > k);
  const ds = where(greater(s, 0), diagonalOf(p), 0);
  return full ? [completeTurn(u, du), ds, swap(completeTurn(swap(vh), dv))] : [du, ds, swap(dv)];
}

/** The tangent of a square orthogonal matrix of which that of the first columns is known: a skew matrix has no more in it. */
function completeTurn(q: Tensor, dq: Tensor): Tensor {
  const size = q.shape.at(-1) as number;
  const lower = padMatrix(lowerPart(matmulOf(swap(q), dq), 0), size, size);
  return matmulOf(q, sub(lower, swap(lower)));
}

/** Options of {@link svd}. */
export interface SvdOptions {
  /** Square u and vh; default false: only the columns and rows that belong to a singular value. */
  readonly fullMatrices?: boolean;
}

const SVD: Checks<SvdOptions> = { fullMatrices: checkBoolean };

/** Result of {@link svd}. With k = min(m, n): */
export interface Svd {
  /** [..., m, k], or [..., m, m] with fullMatrices: orthonormal columns. */
  readonly u: Tensor;
  /** [..., k], descending, none negative. */
  readonly s: Tensor;
  /** [..., k, n], or [..., n, n] with fullMatrices: orthonormal rows. */
  readonly vh: Tensor;
}

/**
 * The singular value decomposition: u diag(s) vh = a.
 *
 * Of each column of u the largest component is positive. The derivative of s is exact where s > 0, repeated or not, and 0
 * where s is 0 and has a kink like |x|. u and v are free to turn together where singular values are
 * equal to rounding, and each for itself where they are 0: the derivative is that without a turn. It is
 * right for s, u vh and projectors on whole spaces, not for u diag(g(s)) vh nor for second derivatives there (see `eigh`). What
 * `fullMatrices` adds does not turn either.
 * @param a - [..., m, n] float
 * @param options - `fullMatrices`: square u and vh, default false
 * @returns `{ u, s, vh }`, s descending
 * @throws TensorError "shape" when a has fewer than two axes, "not-converged" when it has a NaN or an infinite element
 * @example linalg.svd([[0, 2], [3, 0]]) // => { u: Tensor [[0, 1], [1, 0]], s: Tensor [3, 2], vh: Tensor [[1, 0], [0, 1]] }
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §2.4, §8.6; Giles, An extended collection of matrix derivative results,
 * 2008, §3.2; Wan & Zhang, Automatic differentiation for complex valued SVD, 2019
 * @peers torch.linalg.svd, tf.linalg.svd, jax.numpy.linalg.svd, mxnet.np.linalg.svd, numpy.linalg.svd
 * @math A = U \operatorname{diag}(s)\, V^\top
 * @see linalg.svdvals, linalg.eigh
 * @keywords low rank, PCA
 */
export function svd(a: TensorLike, options?: SvdOptions): Svd {
  const { fullMatrices = false } = readOptions("svd", options, SVD);
  const [u, s, vh] = bind(svdOp, [toMatrices("svd", a, "... m n")], { full: fullMatrices, op: "svd" });
  return { u, s, vh };
}

/**
 * The singular values of a matrix, descending; see `svd`.
 * @param a - [..., m, n] float
 * @returns [..., min(m, n)]
 * @throws TensorError "shape" when a has fewer than two axes, "not-converged" when it has a NaN or an infinite element
 * @example linalg.svdvals([[0, 2], [3, 0]]) // => Tensor [3, 2]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §2.4, §8.6
 * @peers torch.linalg.svdvals, jax.numpy.linalg.svdvals, numpy.linalg.svdvals
 * @math s_i = \sqrt{\lambda_i(A^\top A)}
 * @see linalg.svd
 */
export function svdvals(a: TensorLike): Tensor {
  return singularValuesOf("svdvals", toMatrices("svdvals", a, "... m n"));
}

/** @param op - who asks */
export const singularValuesOf = (op: string, a: Tensor): Tensor => bind(svdOp, [a], { full: false, op })[1];
