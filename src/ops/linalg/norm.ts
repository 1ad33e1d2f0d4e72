/** Norms of matrices and vectors. */
import { fail } from "../../base/errors.ts";
import { type Axes, axesInOrder, reducedShape } from "../../base/shapes.ts";
import { permute, reshapeTo, sumOver } from "../../core/basic.ts";
import { toTensor } from "../../core/convert.ts";
import { promoteAll } from "../../core/elementwise.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs } from "../arithmetic.ts";
import { max, min } from "../extrema.ts";
import { norm as vectorNorm } from "../norm.ts";
import { keepdimsOf, type ReduceOptions, requireElements } from "../reduction.ts";
import { singularValuesOf } from "./spectra.ts";

/**
 * Which norm of a matrix: "fro" (Frobenius: of all elements as a vector), "nuc" (the sum of the singular values), 2 (the largest
 * singular value), -2 (the smallest), 1 (the largest column sum of magnitudes), Infinity (the largest row sum), -1 and -Infinity
 * (the smallest).
 */
export type MatrixOrder = "fro" | "nuc" | 1 | -1 | 2 | -2 | number;

/** Of each matrix of a stack. @param op - who asks */
export function matrixNormOf(op: string, x: Tensor, order: MatrixOrder): Tensor {
  const choose = (y: Tensor): Tensor => {
    requireElements(op, y, [y.ndim - 1]);
    return (order as number) > 0 ? max(y, -1) : min(y, -1);
  };
  switch (order) {
    case "fro":
      return vectorNorm(x, 2, [-2, -1]);
    case "nuc": {
      const s = singularValuesOf(op, x);
      return sumOver(s, [s.ndim - 1]);
    }
    case 2:
    case -2:
      return choose(singularValuesOf(op, x));
    case 1:
    case -1:
      return choose(sumOver(abs(x), [x.ndim - 2]));
    case Infinity:
    case -Infinity:
      return choose(sumOver(abs(x), [x.ndim - 1]));
    default:
      fail("value", {
        op,
        argument: "order",
        got: order,
        expects: '"fro", "nuc", 1, -1, 2, -2, Infinity or -Infinity for a matrix',
        fix: "for the norm of the vectors in it name one axis",
      });
  }
}

/**
 * The norm of a matrix or of vectors.
 *
 * A single axis, or a tensor of one axis, means vectors; two axes, or a tensor of two, mean matrices; more axes need the axis named.
 * Without an order it is the square root of the sum of all squares over the axes, as many as there are. Kinks: at zeros and ties the
 * derivative of `norm` and `max`; singular values of 0 have derivative 0, so that "nuc" has its subgradient of least norm.
 * @param x - any shape, float
 * @param order - of vectors: p >= 0 or ±Infinity, as for the `norm` outside of `linalg`; of matrices: "fro", "nuc", ±1, ±2,
 * ±Infinity. Default: the root of the sum of squares
 * @param axis - one axis of vectors, or the axes of rows and columns; default all
 * @param options - `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes
 * @throws TensorError "value" for another order or number of axes, "axis" when x lacks the axis
 * @example
 * linalg.norm([[3, 0], [0, 4]]); // => Tensor 5
 * linalg.norm([[3, 0], [0, 4]], "nuc"); // => Tensor 7
 * linalg.norm([[3, 0], [0, 4]], 1, 0); // => Tensor [3, 4]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §2.2, §2.3; numpy.linalg.norm
 * @peers torch.linalg.norm, tf.linalg.norm, jax.numpy.linalg.norm, mxnet.np.linalg.norm, numpy.linalg.norm
 * @math \|A\|_F = \sqrt{\sum_{ij} a_{ij}^2}
 * @see norm
 * @keywords matrix norm, Frobenius norm, spectral norm, nuclear norm, length of a vector
 */
export function norm(x: TensorLike, order?: MatrixOrder | null, axis?: Axes, options?: ReduceOptions): Tensor {
  const op = "norm";
  const keepdims = keepdimsOf(op, options);
  const [a] = promoteAll([toTensor(x, op)], "float", op);
  if (order === undefined || order === null) return vectorNorm(a, 2, axis, { keepdims });
  const axes = axesOf(axis, a.ndim);
  if (axes.length === 1) {
    if (order === "nuc") fail("value", { op, argument: "order", got: order, expects: "a number for vectors" });
    return vectorNorm(a, order as number, axes, { keepdims });
  }
  const others = a.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const out = matrixNormOf(op, permute(a, [...others, ...axes]), order);
  return keepdims ? reshapeTo(out, reducedShape(a.shape, axes, true)) : out;
}

/** One axis or the two of the matrices, in the order given. */
function axesOf(axis: Axes, ndim: number): number[] {
  const axes = axesInOrder("norm", axis, ndim);
  if (axes.length !== 1 && axes.length !== 2) {
    const problem = `the norm of a given order is that of vectors or matrices, not over ${axes.length} axes`;
    fail("value", {
      op: "norm",
      argument: "axis",
      got: axis,
      problem,
      expects: "one axis, or two",
      fix: "name the axes, e.g. linalg.norm(x, order, [-2, -1])",
    });
  }
  return axes;
}
