/** Determinants. */
import { add, neg } from "../../core/elementwise.ts";
import { bind, bind1 } from "../../core/interpreter.ts";
import type { JvpAt, Op } from "../../core/op.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { mul, sub } from "../arithmetic.ts";
import { matmulOf } from "../matmul.ts";
import { cofactors, cofactorsAlong, determinant, signedLogDeterminant } from "./dense/adjugate.ts";
import { asMatrix, identityOf, innerProduct, matrixOp, swap, toMatrices, traceOf } from "./matrices.ts";
import { inverseOf } from "./solve.ts";
import { log } from "../exponential.ts";

export const detOp: Op<undefined> = /*@__PURE__*/ matrixOp({
  name: "det",
  results: () => [{ shape: [] }],
  compute: ([a], [[n]]) => [[determinant(a, n)]],
  routine: "det",
  jvp: ({ primals: [a], tangents: [t] }) => [t && innerProduct(bind1(cofactorOp, [a], undefined), t)],
});

/** The matrix of cofactors. */
export const cofactorOp: Op<undefined> = /*@__PURE__*/ matrixOp({
  name: "cofactor",
  results: ([shape]) => [{ shape }],
  compute: ([a], [[n]]) => [cofactors(a, n)],
  routine: "cofactor",
  jvp: ({ primals: [a], tangents: [t] }) => [t && bind1(cofactorAlongOp, [a, t], undefined)],
});

/** The derivative of the cofactors of a along e. As a second derivative of the determinant it is its own transpose in e. */
export const cofactorAlongOp: Op<undefined> = /*@__PURE__*/ matrixOp({
  name: "cofactorAlong",
  results: ([shape]) => [{ shape }],
  compute: ([a, e], [[n]]) => [cofactorsAlong(a, e, n)],
  linear: [1],
  jvp: ({ primals: [a, e], tangents: [ta, te] }: JvpAt<undefined>) => {
    const along = te && bind1(cofactorAlongOp, [a, te], undefined);
    const bent = ta && secondAlong(a, e, ta);
    return [along && bent ? add(along, bent) : (along ?? bent)];
  },
  transpose: ({ cotangents: [ct], args: [a] }) => [undefined, ct && bind1(cofactorAlongOp, [a, ct], undefined)],
});

/**
 * The second derivative of cof(a) = det(a) bᵀ, b = a⁻¹, along e and f, by the product rule with db = -b da b; with x = b e and
 * y = b f it is det(a) ((tr x tr y - tr x y) 1 - y tr x - x tr y + x y + y x) b, transposed. Needs an invertible matrix.
 */
function secondAlong(a: Tensor, e: Tensor, f: Tensor): Tensor {
  const b = inverseOf("det", a);
  const [x, y] = [matmulOf(b, e), matmulOf(b, f)];
  const [traceX, traceY] = [traceOf(x), traceOf(y)];
  const [xy, yx] = [matmulOf(x, y), matmulOf(y, x)];
  const scalar = sub(mul(traceX, traceY), traceOf(xy));
  const terms = [
    mul(scalar, identityOf(a.shape.at(-1) as number, a.dtype)),
    neg(mul(y, traceX)),
    neg(mul(x, traceY)),
    xy,
    yx,
  ];
  const sum = terms.reduce((total, term) => add(total, term));
  return mul(swap(matmulOf(sum, b)), asMatrix(bind1(detOp, [a], undefined)));
}

export const slogdetOp: Op<{ readonly op: string }> = /*@__PURE__*/ matrixOp({
  name: "slogdet",
  results: () => [{ shape: [] }, { shape: [] }],
  compute: ([a], [[n]]) => signedLogDeterminant(a, n).map((value) => [value]),
  routine: "slogdet",
  // d log|det a| = tr(a⁻¹ da) (Giles 2008, §2.2.4).
  jvp: ({ primals: [a], tangents: [t], params }) => [undefined, t && innerProduct(swap(inverseOf(params.op, a)), t)],
});

/**
 * The determinant. Its gradient is the matrix of cofactors, exact also where the matrix is singular; so is the second
 * derivative, while the third needs an invertible matrix.
 * @param a - [..., n, n] float; 1 for the matrix without elements
 * @returns [...]
 * @throws TensorError "shape" when a is not square; "singular" from third derivatives
 * @example
 * linalg.det([[1, 2], [3, 4]]); // => Tensor -2
 * grad((a) => linalg.det(a))([[1, 2], [2, 4]]); // => Tensor [[4, -2], [-2, 1]]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §3.2.2; Magnus & Neudecker, Matrix Differential Calculus, 3rd ed., §8.3
 * @peers torch.linalg.det, tf.linalg.det, jax.numpy.linalg.det, mxnet.np.linalg.det, numpy.linalg.det
 * @math \det A = \sum_\pi \operatorname{sgn}(\pi) \prod_i a_{i\pi(i)}
 * @cost 2n³/3 operations
 * @see linalg.slogdet
 */
export function det(a: TensorLike): Tensor {
  return bind1(detOp, [toMatrices("det", a, "... n n")], undefined);
}

/** Result of {@link slogdet}. */
export interface SlogDet {
  /** [...], 1, -1 or 0; without a derivative. */
  readonly sign: Tensor;
  /** The logarithm of the magnitude, shape [...]. */
  readonly logabsdet: Tensor;
}

/**
 * The sign of the determinant and the logarithm of its magnitude, where the determinant itself would overflow or underflow.
 * @param a - [..., n, n] float
 * @returns `{ sign, logabsdet }` of shape [...]; 0 and -Infinity for a singular matrix
 * @throws TensorError "shape" when a is not square, "singular" from the derivative at a singular matrix
 * @example linalg.slogdet([[1, 0], [0, -1]]) // => { sign: Tensor -1, logabsdet: Tensor 0 }
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §3.2.2; Giles 2008, §2.2.4
 * @peers torch.linalg.slogdet, tf.linalg.slogdet, jax.numpy.linalg.slogdet, mxnet.np.linalg.slogdet, numpy.linalg.slogdet
 * @math \det A = s\,e^{\ell}
 * @see linalg.det, linalg.logdet
 * @keywords log determinant
 */
export function slogdet(a: TensorLike): SlogDet {
  const [sign, logabsdet] = bind(slogdetOp, [toMatrices("slogdet", a, "... n n")], { op: "slogdet" });
  return { sign, logabsdet };
}

/**
 * The logarithm of the determinant of a matrix for which that is positive; for covariances `cholesky` is an alternative.
 * @param a - [..., n, n] float
 * @returns [...]; -Infinity where the determinant is 0, NaN where it is negative, as for `log`
 * @throws TensorError "shape" when a is not square, "singular" from the derivative at a singular matrix
 * @example linalg.logdet([[2, 0], [0, 0.5]]) // => Tensor 0
 * @source Giles, An extended collection of matrix derivative results, 2008, §2.2.4
 * @peers torch.logdet, tf.linalg.logdet
 * @math \ln\det A
 * @see linalg.slogdet
 * @keywords log determinant
 */
export function logdet(a: TensorLike): Tensor {
  const [sign, logabsdet] = bind(slogdetOp, [toMatrices("logdet", a, "... n n")], { op: "logdet" });
  return add(logabsdet, log(sign));
}
