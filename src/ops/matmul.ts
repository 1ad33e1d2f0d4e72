/** Products of vectors, matrices and their batches. */
import { fail } from "../base/errors.ts";
import { axesInOrder, broadcastShapes, matchSignature, MOST_AXES, normalizeAxis, type Shape } from "../base/shapes.ts";
import { readList } from "../base/trees.ts";
import { broadcast, moveAxis, reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { mul, sub } from "./arithmetic.ts";
import { concatenate, sliceAxis } from "./blocks.ts";
import { dotGeneral } from "./dotGeneral.ts";

function operands(op: string, x: TensorLike, y: TensorLike): Tensor[] {
  return promoteAll([toTensor(x, op, "x"), toTensor(y, op, "y")], "number", op);
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** The product over one axis of each, with no batch. */
function contractOne(x: Tensor, xAxis: number, y: Tensor, yAxis: number): Tensor {
  return dotGeneral(x, y, { batch: [[], []], contract: [[xAxis], [yAxis]] });
}

/**
 * The matrix product, over stacks of matrices where there are more than two axes.
 *
 * As in NumPy, leading axes broadcast, and a 1-d operand is a row on the left or a column on the right whose axis disappears.
 * float32 is accumulated in float64 and rounded once; integers wrap.
 * @param x - [..., m, k] or [k]
 * @param y - [..., k, n] or [k]
 * @returns [..., m, n] in the common dtype, bool counts as int32; without m or n where x or y is 1-d
 * @throws TensorError "shape" when the two k differ, leading axes do not broadcast, or an operand is a scalar
 * @example
 * matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]]); // => Tensor [[19, 22], [43, 50]]
 * matmul([[1, 2], [3, 4]], [1, 1]); // => Tensor [3, 7]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §1.1; Dive into Deep Learning 2.3
 * @peers torch.matmul, torch.bmm, tf.matmul, jax.numpy.matmul, mxnet.np.matmul, numpy.matmul
 * @math z_{ik} = \sum_j x_{ij}\,y_{jk}
 * @cost 2mkn operations
 * @see dot, einsum
 * @keywords matrix multiplication, matrix vector product
 */
export function matmul(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = operands("matmul", x, y);
  checkMatmul("matmul", a.shape, b.shape);
  return matmulOf(a, b);
}

/** The same for tensors that have been checked. */
export function matmulOf(a: Tensor, b: Tensor): Tensor {
  const last = a.ndim - 1;
  if (b.ndim <= 2) return contractOne(a, last, b, 0);
  if (last === 0) return contractOne(a, 0, b, b.ndim - 2);
  const shape = broadcastShapes("matmul", [a.shape.slice(0, -2), b.shape.slice(0, -2)]);
  const n = shape.length;
  const lead = range(0, n);
  const left = broadcast(a, [...shape, ...a.shape.slice(-2)]);
  const right = broadcast(b, [...shape, ...b.shape.slice(-2)]);
  return dotGeneral(left, right, { batch: [lead, lead], contract: [[n + 1], [n]] });
}

/** Raises where the matrices do not fit together; the message names the axes. */
export function checkMatmul(op: string, x: Shape, y: Shape, [a, b]: readonly [string, string] = ["x", "y"]): void {
  const inner = y.length === 1 ? y[0] : y.at(-2);
  if (x.length > 0 && y.length > 0 && x.at(-1) === inner) return;
  if (x.length === 0 || y.length === 0) {
    fail("shape", {
      op,
      problem: `"${x.length === 0 ? a : b}" is a scalar, and a matrix product needs axes to sum over`,
      shapes: { [a]: x, [b]: y },
      expects: "... m k, ... k n -> ... m n",
      fix: "multiply by a scalar with mul",
    });
  }
  const left = x.length === 1 ? "k" : "... m k";
  const right = y.length === 1 ? "k" : "... k n";
  const result = [x.length + y.length > 2 && "...", x.length > 1 && "m", y.length > 1 && "n"].filter(Boolean);
  matchSignature(op, `${left}, ${right} -> ${result.join(" ")}`.trim(), { [a]: x, [b]: y }, fixMatmul(x, y, [a, b]));
}

function fixMatmul(x: Shape, y: Shape, [a, b]: readonly string[]): string {
  const k = x.at(-1);
  if (y.length > 1 && k === y.at(-1))
    return `transpose "${b}": its last axis has size ${k} too, e.g. ${b}.swapaxes(-1, -2)`;
  if (x.length > 1 && x.at(-2) === (y.length === 1 ? y[0] : y.at(-2)))
    return `transpose "${a}": its other axis has the size of that of "${b}", e.g. ${a}.swapaxes(-1, -2)`;
  return `make the last axis of "${a}" as long as the ${y.length === 1 ? "axis" : "second last axis"} of "${b}"`;
}

/**
 * The dot product of vectors; for more axes the sum over the last axis of x and the second last of y.
 * @param x - [k], or [..., k]; a scalar multiplies
 * @param y - [k], or [..., k, n]; a scalar multiplies
 * @returns a scalar for two vectors; otherwise the other axes of x, then the other axes of y (`matmul` pairs them instead)
 * @throws TensorError "shape" when the two k differ
 * @example dot([1, 2, 3], [4, 5, 6]) // => Tensor 32
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §1.1.2; numpy.dot
 * @peers torch.dot, jax.numpy.dot, mxnet.np.dot, numpy.dot
 * @math x^\top y = \sum_i x_i y_i
 * @see matmul, vdot
 * @keywords inner product, scalar product
 */
export function dot(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = operands("dot", x, y);
  if (a.ndim === 0 || b.ndim === 0) return mul(a, b);
  checkMatmul("dot", a.shape, b.shape);
  return contractOne(a, a.ndim - 1, b, Math.max(0, b.ndim - 2));
}

/**
 * The dot product of all elements, whatever the shapes.
 * @param x - any shape with k elements
 * @param y - any shape with k elements
 * @returns a scalar
 * @throws TensorError "shape" when the numbers of elements differ
 * @example vdot([[1, 2], [3, 4]], [[1, 1], [1, 1]]) // => Tensor 10
 * @source numpy.vdot
 * @peers torch.vdot, jax.numpy.vdot, mxnet.np.vdot, numpy.vdot
 * @math \sum_i x_i y_i
 * @see dot
 * @keywords dot product of flattened tensors
 */
export function vdot(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = operands("vdot", x, y);
  if (a.size !== b.size) {
    fail("shape", {
      op: "vdot",
      problem: `x has ${a.size} elements and y has ${b.size}`,
      shapes: { x: a.shape, y: b.shape },
      expects: "as many elements in both",
      fix: "vdot flattens both; for products along an axis use inner, matmul or tensordot",
    });
  }
  return contractOne(reshapeTo(a, [a.size]), 0, reshapeTo(b, [b.size]), 0);
}

/**
 * The sum of products over the last axes.
 * @param x - [..., k]; a scalar multiplies
 * @param y - [..., k]; a scalar multiplies
 * @returns the other axes of x, then the other axes of y
 * @throws TensorError "shape" when the two k differ
 * @example inner([[1, 2], [3, 4]], [1, 10]) // => Tensor [21, 43]
 * @source numpy.inner
 * @peers torch.inner, jax.numpy.inner, mxnet.np.inner, numpy.inner
 * @math \sum_k x_{ik}\,y_{jk}
 * @see dot
 * @keywords inner product
 */
export function inner(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = operands("inner", x, y);
  if (a.ndim === 0 || b.ndim === 0) return mul(a, b);
  if (a.shape.at(-1) !== b.shape.at(-1)) matchSignature("inner", "... k, ... k -> ...", { x: a.shape, y: b.shape });
  return contractOne(a, a.ndim - 1, b, b.ndim - 1);
}

/**
 * All products of an element of x and an element of y.
 * @param x - any shape with m elements
 * @param y - any shape with n elements
 * @returns [m, n]
 * @example outer([1, 2], [3, 4, 5]) // => Tensor [[3, 4, 5], [6, 8, 10]]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §1.1.6
 * @peers torch.outer, jax.numpy.outer, mxnet.np.outer, numpy.outer
 * @math x\,y^\top
 * @see kron, einsum
 * @keywords outer product, tensor product
 */
export function outer(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = operands("outer", x, y);
  return mul(reshapeTo(a, [a.size, 1]), reshapeTo(b, [1, b.size]));
}

/** The axes that {@link tensordot} sums over. */
export type TensordotAxes = number | readonly [x: number | readonly number[], y: number | readonly number[]];

/**
 * The sum of products over any axes.
 * @param x - any shape
 * @param y - any shape
 * @param axes - a number n: the last n axes of x with the first n of y, default 2; or the axes of x and those of y, pair by pair
 * @returns the other axes of x, then the other axes of y
 * @throws TensorError "shape" when the sizes of a pair differ, "axis" for axes that are not there, "value" for lists of
 * different length
 * @example tensordot([[1, 2], [3, 4]], [[1, 0], [0, 1]]) // => Tensor 5
 * @source numpy.tensordot
 * @peers torch.tensordot, tf.tensordot, jax.numpy.tensordot, mxnet.np.tensordot, numpy.tensordot
 * @see einsum
 * @keywords contraction, sum over axes
 */
export function tensordot(x: TensorLike, y: TensorLike, axes: TensordotAxes = 2): Tensor {
  const [a, b] = operands("tensordot", x, y);
  const contract = tensordotAxes(axes, a, b);
  contract[0].forEach((axis, i) => {
    const other = contract[1][i];
    if (a.shape[axis] === b.shape[other]) return;
    fail("shape", {
      op: "tensordot",
      problem: `axis ${axis} of x has size ${a.shape[axis]} and axis ${other} of y has size ${b.shape[other]}`,
      shapes: { x: a.shape, y: b.shape },
      expects: `equal sizes along axes [${contract[0].join(", ")}] of x and [${contract[1].join(", ")}] of y`,
      fix: "name the axes of each, e.g. tensordot(x, y, [[0], [1]])",
    });
  });
  return dotGeneral(a, b, { batch: [[], []], contract });
}

function tensordotAxes(axes: TensordotAxes, a: Tensor, b: Tensor): [number[], number[]] {
  const op = "tensordot";
  if (typeof axes === "number") {
    if (!Number.isInteger(axes) || axes < 0 || axes > Math.min(a.ndim, b.ndim)) {
      const expects = `an integer from 0 to ${Math.min(a.ndim, b.ndim)}, the axes that both have, or two lists of axes`;
      fail("value", { op, argument: "axes", got: axes, expects });
    }
    return [range(a.ndim - axes, a.ndim), range(0, axes)];
  }
  const pair = readList(axes, 2) ?? [];
  const [xs, ys] = pair.map((list) => (typeof list === "number" ? [list] : readList(list, MOST_AXES)));
  if (xs === undefined || xs.length !== ys?.length) {
    const expects = "a number, or two lists of axes of the same length, [[...], [...]]";
    fail("value", { op, argument: "axes", got: axes, expects, fix: "pair the axes, e.g. [[0], [1]] or [[-1], [0]]" });
  }
  return [axesInOrder(op, xs as number[], a.ndim), axesInOrder(op, ys as number[], b.ndim)];
}

/**
 * The Kronecker product: each element of x times the whole of y, in blocks.
 * @param x - any shape
 * @param y - any shape; axes of size 1 are put in front of the one with fewer
 * @returns along each axis the product of the sizes
 * @example kron([1, 10], [[1, 2]]) // => Tensor [[1, 2, 10, 20]]
 * @source Golub & Van Loan, Matrix Computations, 4th ed., §1.3.6
 * @peers torch.kron, jax.numpy.kron, numpy.kron
 * @math x \otimes y
 * @see outer
 * @keywords tensor product of matrices
 */
export function kron(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = operands("kron", x, y);
  const ndim = Math.max(a.ndim, b.ndim);
  const padded = ({ shape }: Tensor): number[] => [...new Array<number>(ndim - shape.length).fill(1), ...shape];
  const [p, q] = [padded(a), padded(b)];
  const spread = mul(
    reshapeTo(
      a,
      p.flatMap((size) => [size, 1]),
    ),
    reshapeTo(
      b,
      q.flatMap((size) => [1, size]),
    ),
  );
  return reshapeTo(
    spread,
    p.map((size, i) => size * q[i]),
  );
}

/**
 * The cross product of vectors in space.
 * @param x - [..., 3]
 * @param y - [..., 3]; leading axes broadcast
 * @param axis - where the three components are, in both operands, default the last
 * @returns [..., 3], the components at the same axis
 * @throws TensorError "shape" when that axis is not of size 3 or the others do not broadcast
 * @example cross([1, 0, 0], [0, 1, 0]) // => Tensor [0, 0, 1]
 * @source numpy.cross
 * @peers torch.cross, tf.linalg.cross, jax.numpy.cross, numpy.cross
 * @math x \times y
 * @see dot
 * @keywords vector product, perpendicular
 */
export function cross(x: TensorLike, y: TensorLike, axis = -1): Tensor {
  const op = "cross";
  const [a, b] = operands(op, x, y).map((v) => moveAxis(v, normalizeAxis(op, axis, v.ndim), v.ndim - 1));
  matchSignature(op, "... 3, ... 3 -> ... 3", { x: a.shape, y: b.shape });
  const turned = (v: Tensor): Tensor => {
    const last = v.ndim - 1;
    return concatenate(
      [sliceAxis(v, last, { start: 1, size: 2, step: 1 }), sliceAxis(v, last, { start: 0, size: 1, step: 1 })],
      last,
    );
  };
  // (x × y) turned by one place is x · turned(y) - turned(x) · y.
  const out = turned(sub(mul(a, turned(b)), mul(turned(a), b)));
  return moveAxis(out, out.ndim - 1, normalizeAxis(op, axis, out.ndim));
}
