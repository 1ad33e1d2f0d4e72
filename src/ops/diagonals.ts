/** Diagonals and triangles of matrices. */
import { type DType, defaultDtype } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { checkShape } from "../base/shapes.ts";
import { cast, reshapeTo } from "../core/basic.ts";
import { fullOf, toTensor } from "../core/convert.ts";
import { type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import { checkInteger, splitOptions } from "./arguments.ts";
import { padTo, sliceAxis } from "./blocks.ts";
import { CREATE, type CreateOptions } from "./create.ts";
import { sum } from "./reduce.ts";
import { where } from "./compare.ts";

/** Overloads of {@link eye} and {@link tri}. */
export interface MatrixMaker {
  (n: number, options?: CreateOptions): Tensor;
  (n: number, m: number, options?: CreateOptions): Tensor;
  (n: number, m: number, k: number, options?: CreateOptions): Tensor;
}

interface Size {
  readonly n: number;
  readonly m: number;
  readonly k: number;
  readonly dtype: DType;
}

function readSize(op: string, args: readonly unknown[]): Size {
  const { rest, options } = splitOptions(op, args, CREATE);
  const [n, m = n, k = 0] = rest;
  const [rows, columns] = checkShape(op, [checkInteger(op, "n", n, 0), checkInteger(op, "m", m, 0)], "[n, m]");
  return { n: rows, m: columns, k: checkInteger(op, "k", k), dtype: options.dtype ?? defaultDtype() };
}

/**
 * The identity matrix, or one with ones on another diagonal.
 * @param n - rows
 * @param m - columns, default n
 * @param k - the diagonal: 0, the default, is the main one, positive ones are above it, negative ones below
 * @param options - `dtype`, by default `defaultDtype()`
 * @returns shape [n, m]
 * @throws TensorError "value" for sizes that are no integers >= 0
 * @example
 * eye(2) // => Tensor [[1, 0], [0, 1]]
 * eye(2, 3, 1) // => Tensor [[0, 1, 0], [0, 0, 1]]
 * @source NumPy reference, eye
 * @peers torch.eye, tf.eye, jax.numpy.eye, mxnet.np.eye, numpy.eye
 * @math I
 * @see diag
 * @keywords unit matrix
 */
export const eye: MatrixMaker = (...args: readonly unknown[]): Tensor => {
  const { n, m, k, dtype } = readSize("eye", args);
  return onDiagonal(fullOf([stretchOf(n, m, k).size], 1, dtype), n, m, k);
};

/** Where a diagonal starts in row-major order, and how long it is; from one element to the next it is m + 1. */
function stretchOf(n: number, m: number, k: number): { readonly start: number; readonly size: number } {
  if (k >= 0) return { start: k, size: Math.max(0, Math.min(n, m - k)) };
  return { start: -k * m, size: Math.max(0, Math.min(n + k, m)) };
}

/** A vector on a diagonal of zeros. */
function onDiagonal(x: Tensor, n: number, m: number, k: number): Tensor {
  const { start, size } = stretchOf(n, m, k);
  const margin =
    size === 0
      ? { low: n * m, high: 0, inner: 0 }
      : { low: start, high: n * m - start - (size - 1) * (m + 1) - 1, inner: m };
  return reshapeTo(padTo(x, [margin]), [n, m]);
}

/**
 * Ones on and below a diagonal.
 * @param n - rows
 * @param m - columns, default n
 * @param k - the diagonal: 0, the default, is the main one, positive ones are above it, negative ones below
 * @param options - `dtype`, by default `defaultDtype()`
 * @returns shape [n, m]
 * @throws TensorError "value" for sizes that are no integers >= 0
 * @example tri(3) // => Tensor [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
 * @source NumPy reference, tri
 * @peers jax.numpy.tri, numpy.tri
 * @see tril
 * @keywords triangular mask, causal mask
 */
export const tri: MatrixMaker = (...args: readonly unknown[]): Tensor => {
  const { n, m, k, dtype } = readSize("tri", args);
  return cast(belowDiagonal(n, m, k), dtype);
};

/** True where the column is at most the row + k. */
function belowDiagonal(n: number, m: number, k: number): Tensor {
  const mask = new Uint8Array(n * m);
  for (let i = 0; i < n; i++) mask.fill(1, i * m, i * m + Math.min(Math.max(i + k + 1, 0), m));
  return wrap(mask, [n, m], "bool");
}

/**
 * The lower triangle of matrices: zeros above a diagonal.
 * @param x - shape [..., n, m]
 * @param k - the last diagonal that is kept: 0, the default, is the main one, positive ones are above it, negative ones below
 * @returns the shape and dtype of x
 * @throws TensorError "shape" for less than two axes
 * @example tril([[1, 2], [3, 4]]) // => Tensor [[1, 0], [3, 4]]
 * @source NumPy reference, tril
 * @peers torch.tril, jax.numpy.tril, mxnet.np.tril, numpy.tril
 * @see triu
 * @keywords lower triangular, causal mask
 */
export function tril(x: TensorLike, k = 0): Tensor {
  const t = matrices("tril", x);
  const mask = belowDiagonal(t.shape[t.ndim - 2], t.shape[t.ndim - 1], checkInteger("tril", "k", k));
  return where(mask, t, 0);
}

/**
 * The upper triangle of matrices: zeros below a diagonal.
 * @param x - shape [..., n, m]
 * @param k - the first diagonal that is kept: 0, the default, is the main one, positive ones are above it, negative ones below
 * @returns the shape and dtype of x
 * @throws TensorError "shape" for less than two axes
 * @example triu([[1, 2], [3, 4]]) // => Tensor [[1, 2], [0, 4]]
 * @source NumPy reference, triu
 * @peers torch.triu, jax.numpy.triu, numpy.triu
 * @see tril
 * @keywords upper triangular
 */
export function triu(x: TensorLike, k = 0): Tensor {
  const t = matrices("triu", x);
  const mask = belowDiagonal(t.shape[t.ndim - 2], t.shape[t.ndim - 1], checkInteger("triu", "k", k) - 1);
  return where(mask, 0, t);
}

function matrices(op: string, x: TensorLike): Tensor {
  const t = toTensor(x, op);
  if (t.ndim < 2) {
    fail("shape", {
      op,
      problem: `a tensor of ${t.ndim} axes is no matrix`,
      shapes: { x: t.shape },
      expects: "[..., n, m]",
      fix: "make a row with x.expandDims(0), a column with x.expandDims(1)",
    });
  }
  return t;
}

/**
 * A diagonal of matrices.
 * @param x - shape [..., n, m]
 * @param k - which one: 0, the default, is the main diagonal, positive ones are above it, negative ones below
 * @returns shape [..., length], without elements where there is no such diagonal
 * @throws TensorError "shape" for less than two axes
 * @example
 * diagonal([[1, 2], [3, 4]]) // => Tensor [1, 4]
 * diagonal([[1, 2], [3, 4]], 1) // => Tensor [2]
 * @source NumPy reference, linalg.diagonal, which also takes the last two axes
 * @peers torch.diagonal, jax.numpy.diagonal, numpy.diagonal
 * @see diag, linalg.trace
 */
export function diagonal(x: TensorLike, k = 0): Tensor {
  return readDiagonal(matrices("diagonal", x), checkInteger("diagonal", "k", k));
}

function readDiagonal(x: Tensor, k: number): Tensor {
  const batch = x.shape.slice(0, -2);
  const [n, m] = x.shape.slice(-2);
  const rows = reshapeTo(x, [...batch, n * m]);
  return sliceAxis(rows, batch.length, { ...stretchOf(n, m, k), step: m + 1 });
}

/**
 * The sum of a diagonal of matrices.
 * @param x - shape [..., n, m]
 * @param k - which one: 0, the default, is the main diagonal, positive ones are above it, negative ones below
 * @returns shape [...]
 * @throws TensorError "shape" for less than two axes
 * @example tensor([[1, 2], [3, 4]]).trace() // => Tensor 5
 * @source NumPy reference, linalg.trace
 * @peers torch.trace, tf.linalg.trace, jax.numpy.linalg.trace, mxnet.np.trace, numpy.linalg.trace
 * @math \operatorname{tr} A = \sum_i a_{ii}
 * @see diagonal
 * @keywords sum of the diagonal, matrix trace
 */
export function trace(x: TensorLike, k = 0): Tensor {
  return sum(readDiagonal(matrices("trace", x), checkInteger("trace", "k", k)), -1);
}

/**
 * The square matrix with a vector on a diagonal, or the diagonal of a matrix.
 * @param x - a vector, or a matrix
 * @param k - which diagonal: 0, the default, is the main one, positive ones are above it, negative ones below
 * @returns for a vector of length n shape [n + |k|, n + |k|], for a matrix a vector
 * @throws TensorError "shape" for any other number of axes; `diagonal` reads those of batches
 * @example
 * diag([1, 2]) // => Tensor [[1, 0], [0, 2]]
 * diag([[1, 2], [3, 4]]) // => Tensor [1, 4]
 * @source NumPy reference, diag
 * @peers torch.diag, tf.linalg.diag, jax.numpy.diag, numpy.diag
 * @see diagonal, eye
 * @keywords diagonal matrix
 */
export function diag(x: TensorLike, k = 0): Tensor {
  const t = toTensor(x, "diag");
  checkInteger("diag", "k", k);
  if (t.ndim === 2) return readDiagonal(t, k);
  if (t.ndim !== 1) {
    fail("shape", {
      op: "diag",
      problem: `a tensor of ${t.ndim} axes`,
      shapes: { x: t.shape },
      expects: "a vector or a matrix",
      fix: "for stacks of matrices use diagonal(x)",
    });
  }
  const n = checkShape("diag", [t.size + Math.abs(k), t.size + Math.abs(k)])[0];
  return onDiagonal(t, n, n, k);
}
