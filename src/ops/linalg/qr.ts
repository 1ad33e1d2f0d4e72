/** Orthogonal factors. */
import { add } from "../../core/elementwise.ts";
import { bind } from "../../core/interpreter.ts";
import type { JvpAt, Op, Tangent } from "../../core/op.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { type Checks, oneOf, readOptions } from "../arguments.ts";
import { sub } from "../arithmetic.ts";
import { matmulOf } from "../matmul.ts";
import { qr as factor } from "./dense/qr.ts";
import { lowerPart, matrixOp, padMatrix, swap, takeColumns, takeRows, toMatrices } from "./matrices.ts";
import { triangularOf } from "./triangular.ts";

/** "reduced": q is m x min(m, n); "complete": q is m x m. */
export type QrMode = "reduced" | "complete";

export const qrOp: Op<{ readonly mode: QrMode }> = /*@__PURE__*/ matrixOp({
  name: "qr",
  results: ([[m, n]], { mode }) => {
    const size = mode === "complete" ? m : Math.min(m, n);
    return [{ shape: [m, size] }, { shape: [size, n] }];
  },
  compute: ([a], [[m, n]], { mode }) => {
    const { q, r } = factor(a, m, n, mode);
    return [q, r];
  },
  routine: "qr",
  jvp: jvpQr,
});

/**
 * For the first k = min(m, n) columns, a₁ = q r₁ with r₁ square: qᵀ da₁ r₁⁻¹ = qᵀdq + dr₁ r₁⁻¹ is the sum of a skew matrix ω and an
 * upper triangle, so ω has the strict lower triangle of the left side, and dr = qᵀ da - ω r (Walter, Lehmann & Lamour 2012, §2;
 * Roberts & Roberts 2020 for the wide and the complete one).
 */
function jvpQr({ primals: [a], tangents: [t], outs: [q, r] }: JvpAt<{ readonly mode: QrMode }>): Tangent[] {
  if (t === undefined) return [];
  const [m, n] = a.shape.slice(-2);
  const size = q.shape.at(-1) as number;
  const k = Math.min(m, n);
  const square = takeColumns(takeRows(r, k), k);
  const x = swap(triangularOf(square, swap(takeColumns(t, k)), { transpose: true }));
  const qx = matmulOf(swap(q), x);
  const lower = padMatrix(lowerPart(qx, 0), size, size);
  const omega = sub(lower, swap(lower));
  const turned = matmulOf(q, omega);
  // Columns that leave the space of q; there are none where q is square.
  const dq = size < m ? add(turned, sub(x, matmulOf(q, qx))) : turned;
  return [dq, sub(matmulOf(swap(q), t), matmulOf(omega, r))];
}

const QR: Checks<{ readonly mode?: QrMode }> = { mode: /*@__PURE__*/ oneOf("reduced", "complete") };

/** Result of {@link qr}. */
export interface Qr {
  /** [..., m, min(m, n)], or [..., m, m] where complete: orthonormal columns. */
  readonly q: Tensor;
  /** [..., min(m, n), n], or [..., m, n] where complete: upper triangular. */
  readonly r: Tensor;
}

/**
 * An orthogonal and a triangular factor: q r = a, by Householder's reflections.
 *
 * Signs are LAPACK's. The derivative needs the first min(m, n) columns to be independent; of the columns that "complete" adds,
 * which are free to turn among themselves, it is the one without such a turn: right for all that does not depend on the turn.
 * @param a - [..., m, n] float
 * @param options - `mode`: "reduced" (default) or "complete"
 * @returns `{ q, r }`
 * @throws TensorError "shape" when a has fewer than two axes, "value" for another mode, "singular" from the derivative
 * @example
 * const { q, r } = linalg.qr([[3, 0], [4, 5]]);
 * q.matmul(r); // => Tensor [[3, 0], [4, 5]]
 * r; // => Tensor [[-5, -4], [0, 3]]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §5.2; Walter, Lehmann & Lamour, Optim. Methods Softw. 27 (2012), 391;
 * Roberts & Roberts, QR and LQ decomposition matrix backpropagation algorithms, 2020
 * @peers torch.linalg.qr, tf.linalg.qr, jax.numpy.linalg.qr, mxnet.np.qr, numpy.linalg.qr
 * @math A = Q R,\quad Q^\top Q = I
 * @see linalg.lstsq
 * @keywords QR decomposition, orthonormalize, Gram-Schmidt
 */
export function qr(a: TensorLike, options?: { readonly mode?: QrMode }): Qr {
  const { mode = "reduced" } = readOptions("qr", options, QR);
  const [q, r] = bind(qrOp, [toMatrices("qr", a, "... m n")], { mode });
  return { q, r };
}
