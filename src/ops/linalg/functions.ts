/** Functions of matrices: exponential, powers, long products. */
import { fail } from "../../base/errors.ts";
import { broadcast, sumTo } from "../../core/basic.ts";
import { toTensor } from "../../core/convert.ts";
import { promoteAll } from "../../core/elementwise.ts";
import { bind1 } from "../../core/interpreter.ts";
import { addTangents } from "../../core/jvp.ts";
import type { Op } from "../../core/op.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { checkInteger, checkList } from "../arguments.ts";
import { matmul, matmulOf } from "../matmul.ts";
import { exponential } from "./dense/exponential.ts";
import { identityOf, matrixOp, swap, toMatrices } from "./matrices.ts";
import { inverseOf } from "./solve.ts";

/** More directions than any derivative in use has. */
const DIRECTIONS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * exp(a), given a alone; with directions e₁ … e_k after it the k-th derivative of exp at a along them, which is linear in each. So
 * the derivative with respect to a is the same op with a direction more, and the transpose the same op at aᵀ (Higham, Functions of
 * Matrices, §10.2, §3.1; Higham & Relton, SIAM J. Matrix Anal. Appl. 35 (2014), 1019–1037).
 */
export const expmOp: Op<undefined> = /*@__PURE__*/ matrixOp({
  name: "expm",
  results: ([shape]) => [{ shape }],
  compute: ([a, ...directions], [[n]]) => [exponential(a, directions, n)],
  routine: "expm",
  linear: DIRECTIONS,
  jvp: ({ primals, tangents }) => {
    const terms = tangents.map((t, i) => t && bind1(expmOp, i === 0 ? [...primals, t] : primals.with(i, t), undefined));
    return [terms.reduce(addTangents, undefined)];
  },
  transpose: ({ cotangents: [ct], args, isLinear }) =>
    args.map((x, i) => {
      if (!isLinear[i] || ct === undefined) return undefined;
      return sumTo(
        bind1(
          expmOp,
          args.map((y, j) => (j === i ? ct : swap(y))),
          undefined,
        ),
        x.shape,
      );
    }),
});

/**
 * The matrix exponential, Σ aᵏ / k!.
 *
 * Padé approximants with scaling and squaring; the error is a small multiple of rounding times the norm of a, as for every method of
 * this kind more for matrices that are far from normal.
 * @param a - [..., n, n] float
 * @returns [..., n, n]; derivatives of every order are exact
 * @throws TensorError "shape" when a is not square
 * @example linalg.expm([[0, 1], [0, 0]]) // => Tensor [[1, 1], [0, 1]]
 * @source Higham, SIAM J. Matrix Anal. Appl. 26 (2005), 1179; Al-Mohy & Higham, ibid. 30 (2009), 1639
 * @peers tf.linalg.expm, jax.scipy.linalg.expm, scipy.linalg.expm
 * @math e^A = \sum_{k=0}^\infty \frac{A^k}{k!}
 * @see exp
 */
export function expm(a: TensorLike): Tensor {
  return bind1(expmOp, [toMatrices("expm", a, "... n n")], undefined);
}

/**
 * A whole power of a matrix, by repeated squaring; a negative one is that of the inverse.
 * @param a - [..., n, n] float
 * @param power - an integer
 * @returns [..., n, n]; the identity for 0
 * @throws TensorError "shape" when a is not square, "value" when the power is no integer, "singular" for a negative power of a
 * singular matrix
 * @example linalg.matrixPower([[1, 1], [1, 0]], 10) // => Tensor [[89, 55], [55, 34]]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §9.2.5
 * @peers torch.linalg.matrix_power, jax.numpy.linalg.matrix_power, mxnet.np.matrix_power, numpy.linalg.matrix_power
 * @math A^k
 * @see matmul
 * @keywords repeated multiplication
 */
export function matrixPower(a: TensorLike, power: number): Tensor {
  const op = "matrixPower";
  const x = toMatrices(op, a, "... n n");
  checkInteger(op, "power", power);
  if (power === 0) return broadcast(identityOf(x.shape.at(-1) as number, x.dtype), x.shape);
  let base = power < 0 ? inverseOf(op, x) : x;
  let out: Tensor | undefined;
  for (let rest = Math.abs(power); ; base = matmulOf(base, base)) {
    if (rest % 2 === 1) out = out === undefined ? base : matmulOf(out, base);
    rest = Math.floor(rest / 2);
    if (rest === 0) return out as Tensor;
  }
}

/**
 * The product of many matrices, multiplied in the order that needs least work.
 * @param matrices - at least one, each [m, n] with n the m of the next; the first may be a row [n], the last a column [m]
 * @returns the product; without the first or last axis where that matrix was a vector
 * @throws TensorError "value" for an empty list, "shape" where neighbours do not fit or one is no matrix
 * @example linalg.multiDot([[[1, 2]], [[3], [4]], [[5, 6]]]) // => Tensor [[55, 66]]
 * @source Cormen, Leiserson, Rivest & Stein, Introduction to Algorithms, 3rd ed., §15.2
 * @peers torch.linalg.multi_dot, jax.numpy.linalg.multi_dot, mxnet.np.multi_dot, numpy.linalg.multi_dot
 * @math A_1 A_2 \cdots A_n
 * @see matmul
 * @keywords chain of matrix products
 */
export function multiDot(matrices: readonly TensorLike[]): Tensor {
  const op = "multiDot";
  const xs = promoteAll(
    checkList(op, "matrices", matrices).map((x: TensorLike, i) => toTensor(x, op, `matrices[${i}]`)),
    "number",
    op,
  );
  xs.forEach((x, i) => {
    const atEnd = i === 0 || i === xs.length - 1;
    if (x.ndim !== 2 && !(x.ndim === 1 && atEnd)) {
      const problem = `matrices[${i}] has ${x.ndim} axes`;
      fail("shape", {
        op,
        problem,
        shapes: { [`matrices[${i}]`]: x.shape },
        expects: "2 axes; 1 for the first and the last",
        fix: "for stacks of matrices use matmul, one after the other",
      });
    }
    const next = xs[i + 1];
    if (next === undefined || x.shape.at(-1) === next.shape[0]) return;
    fail("shape", {
      op,
      problem: `matrices[${i}] has ${x.shape.at(-1)} columns and matrices[${i + 1}] has ${next.shape[0]} rows`,
      shapes: { [`matrices[${i}]`]: x.shape, [`matrices[${i + 1}]`]: next.shape },
      expects: "m n, n p, p q, ...",
      fix: "transpose one of them, or change their order",
    });
  });
  const cuts = bestCuts([
    xs[0].ndim === 1 ? 1 : xs[0].shape[0],
    ...xs.map((x) => (x.ndim === 1 && x !== xs[0] ? 1 : (x.shape.at(-1) as number))),
  ]);
  const multiply = (from: number, to: number): Tensor => {
    if (from === to) return xs[from];
    const cut = cuts[from][to];
    return matmul(multiply(from, cut), multiply(cut + 1, to));
  };
  return multiply(0, xs.length - 1);
}

/** For each stretch of matrices where to cut it in two; matrix i is sizes[i] x sizes[i + 1]. */
function bestCuts(sizes: readonly number[]): number[][] {
  const count = sizes.length - 1;
  const cost = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  const cuts = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  for (let length = 1; length < count; length++) {
    for (let from = 0; from + length < count; from++) {
      const to = from + length;
      cost[from][to] = Infinity;
      for (let cut = from; cut < to; cut++) {
        const total = cost[from][cut] + cost[cut + 1][to] + sizes[from] * sizes[cut + 1] * sizes[to + 1];
        if (total < cost[from][to]) [cost[from][to], cuts[from][to]] = [total, cut];
      }
    }
  }
  return cuts;
}
