/** LU factors. */
import { add } from "../../core/elementwise.ts";
import { bind } from "../../core/interpreter.ts";
import type { Op } from "../../core/op.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { gather } from "../gather.ts";
import { matmulOf } from "../matmul.ts";
import { lu as factor } from "./dense/lu.ts";
import {
  identityOf,
  lowerPart,
  matrixOf,
  type MatrixDefinition,
  matrixOp,
  padMatrix,
  swap,
  takeColumns,
  takeRows,
  toMatrices,
  upperPart,
} from "./matrices.ts";
import { triangularOf } from "./triangular.ts";

const definition: Pick<MatrixDefinition<undefined>, "results" | "compute" | "routine"> = {
  results: ([shape]) => [{ shape }, { shape: [shape[0]], dtype: "int32" }],
  compute: ([a], [[m, n]]) => {
    const { lu, pivots } = factor(a, m, n);
    return [lu, pivots];
  },
  routine: "lu",
};

/** l and u in one matrix, and for each row of l u the row of a that it is. */
export const luOp: Op<undefined> = /*@__PURE__*/ matrixOp({
  ...definition,
  name: "lu",
  jvp: ({ primals: [a], tangents: [t], outs: [packed, order] }) => {
    if (t === undefined) return [];
    // With x = l⁻¹ da u⁻¹ the strict lower triangle of x is l⁻¹ dl and the rest du u⁻¹; identities complete the factor that is
    // not square (de Hoog, Anderssen & Lukas 2011; the rectangular case as in JAX).
    const [m, n] = a.shape.slice(-2);
    const { l, u } = completed(packed, m, n);
    const y = triangularOf(l, matmulOf(rowOrder(order, a), t), { lower: true, unitDiagonal: true });
    const x = swap(triangularOf(u, swap(y), { transpose: true }));
    return [add(matmulOf(l, lowerPart(x, 0)), matmulOf(upperPart(x, 1), u)), undefined];
  },
});

/** The same where only the values are wanted: solutions are differentiated by a rule of their own. */
export const factorOp: Op<undefined> = /*@__PURE__*/ matrixOp({ ...definition, name: "factor", jvp: () => [] });

/** The m x m and n x n triangular factors, with an identity where the rectangular one ends. */
function completed(packed: Tensor, m: number, n: number): { readonly l: Tensor; readonly u: Tensor } {
  const k = Math.min(m, n);
  const ones = (size: number, from: number): Tensor =>
    matrixOf(size, size, packed.dtype, (i, j) => (i === j && i >= from ? 1 : 0));
  return {
    l: add(padMatrix(takeColumns(lowerPart(packed, 0), k), m, m), identityOf(m, packed.dtype)),
    u: add(padMatrix(takeRows(upperPart(packed, 1), k), n, n), ones(n, k)),
  };
}

/** pᵀ, which puts the rows in order. */
const rowOrder = (order: Tensor, { dtype }: Tensor): Tensor =>
  gather(identityOf(order.shape.at(-1) as number, dtype), order);

/** Result of {@link lu}. */
export interface Lu {
  /** [..., m, m], a permutation matrix. */
  readonly p: Tensor;
  /** [..., m, min(m, n)], unit lower triangular. */
  readonly l: Tensor;
  /** [..., min(m, n), n], upper triangular. */
  readonly u: Tensor;
}

/**
 * The LU factors of a matrix, with rows exchanged so that no multiplier exceeds 1: p l u = a.
 * @param a - [..., m, n] float
 * @returns `{ p, l, u }`. The derivative keeps the order of the rows and needs the leading square part of u to be invertible.
 * @throws TensorError "shape" when a has fewer than two axes; "singular" from the derivative
 * @example
 * const { p, l, u } = linalg.lu([[0, 2], [4, 4]]);
 * p.matmul(l).matmul(u); // => Tensor [[0, 2], [4, 4]]
 * u; // => Tensor [[4, 4], [0, 2]]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §3.4; de Hoog, Anderssen & Lukas, Math. Comp. 80 (2011), 1585
 * @peers torch.linalg.lu, tf.linalg.lu, jax.scipy.linalg.lu, scipy.linalg.lu
 * @math P A = L U
 * @cost 2n³/3 operations
 * @see linalg.solve
 * @keywords LU decomposition, Gaussian elimination
 */
export function lu(a: TensorLike): Lu {
  const x = toMatrices("lu", a, "... m n");
  const [m, n] = x.shape.slice(-2);
  const [packed, order] = bind(luOp, [x], undefined);
  const k = Math.min(m, n);
  const unit = matrixOf(m, k, x.dtype, (i, j) => (i === j ? 1 : 0));
  return {
    p: swap(rowOrder(order, x)),
    l: add(takeColumns(lowerPart(packed, 0), k), unit),
    u: takeRows(upperPart(packed, 1), k),
  };
}
