/** Draws of random vectors and matrices. */
import { fail } from "../base/errors.ts";
import type { Shape } from "../base/shapes.ts";
import { cast, permute } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { checkedLater, type Checks, oneOf, readOptions } from "../ops/arguments.ts";
import { abs, add, div, mul, square } from "../ops/arithmetic.ts";
import { less, where } from "../ops/compare.ts";
import { diagonal } from "../ops/diagonals.ts";
import { cholesky } from "../ops/linalg/cholesky.ts";
import { qr } from "../ops/linalg/qr.ts";
import { eigh } from "../ops/linalg/spectra.ts";
import { matmul } from "../ops/matmul.ts";
import { maximum } from "../ops/maximum.ts";
import { pow, sqrt } from "../ops/power.ts";
import { sum } from "../ops/reduce.ts";
import { expandDims, squeeze } from "../ops/shape.ts";
import { exponentialsOf, normalsOf } from "./continuous.ts";
import { DTYPE, type DTypeOptions, readDraw } from "./drawing.ts";
import { generalizedNormalsOf } from "./gamma.ts";
import { checkKey, type Key, splitOf } from "./key.ts";
import { drawShape, floatDTypeOf } from "./parameters.ts";
import { checkCount } from "./permutation.ts";

/** Options of {@link multivariateNormal}. */
export interface MultivariateNormalOptions extends DTypeOptions {
  /** "cholesky" (default) for positive definite covariances; "eigh" also for singular ones. */
  readonly method?: "cholesky" | "eigh";
}

const MULTIVARIATE_NORMAL: Checks<MultivariateNormalOptions> = {
  ...DTYPE,
  method: /*@__PURE__*/ oneOf("cholesky", "eigh"),
};

/**
 * Normal vectors with a mean and a covariance: mean + L z for the Cholesky factor L and independent normal z. Differentiable in both.
 * @param key - a key
 * @param mean - along the last axis
 * @param covariance - a symmetric positive definite matrix along the last two axes
 * @param shape - of the draws, without the axis of the vectors; default: that of the parameters
 * @param options - `method`: "cholesky" (default), or "eigh", which takes singular covariances too; `dtype`, by default that of the
 * parameters, else the default dtype
 * @returns the shape with the axis of the vectors behind; float64 or float32
 * @throws TensorError "value" when `key` is no key, "shape" when mean is no vector, covariance no square matrix of its size or they do
 * not broadcast, "singular" when the covariance is not positive definite
 * @example random.multivariateNormal(random.key(0), [0, 1], [[2, 1], [1, 2]]) // => Tensor [-0.29110475, -0.10669023]
 * @source JAX `random.multivariate_normal`; Devroye, Non-uniform random variate generation (1986), XI.2.1
 * @peers jax.random.multivariate_normal, mxnet.np.random.multivariate_normal, numpy.random.multivariate_normal
 * @math p(x) \propto e^{-\frac{1}{2} (x - \mu)^\top \Sigma^{-1} (x - \mu)}
 * @see random.normal, linalg.cholesky
 * @keywords correlated Gaussian, random vectors
 */
export function multivariateNormal(
  key: Key,
  mean: TensorLike,
  covariance: TensorLike,
  shape?: Shape,
  options?: MultivariateNormalOptions,
): Tensor {
  const op = "multivariateNormal";
  checkKey(op, key);
  const { method = "cholesky", dtype: wanted } = readOptions(op, options, MULTIVARIATE_NORMAL);
  const given = { mean: toTensor(mean, op, "mean"), covariance: toTensor(covariance, op, "covariance") };
  const dtype = wanted ?? floatDTypeOf([given.mean, given.covariance]);
  const [m, c] = [cast(given.mean, dtype), cast(given.covariance, dtype)];
  const n = m.shape[m.ndim - 1];
  if (m.ndim < 1 || c.ndim < 2 || c.shape[c.ndim - 1] !== n || c.shape[c.ndim - 2] !== n) {
    fail("shape", {
      op,
      problem: '"covariance" does not fit "mean"',
      shapes: { mean: m.shape, covariance: c.shape },
      expects: "a vector, and a square matrix of its size",
      fix: "for independent numbers use random.normal with loc and scale",
    });
  }
  const sizes = drawShape(op, shape, {
    "mean without its last axis": m.shape.slice(0, -1),
    "covariance without its last axes": c.shape.slice(0, -2),
  });
  const z = normalsOf(key, [...sizes, n], dtype);
  const factor = method === "cholesky" ? cholesky(c) : rootOf(c);
  // One matrix for all draws is one product.
  if (c.ndim === 2 && z.ndim >= 2) return add(matmul(z, permute(factor, [1, 0])), m);
  return add(squeeze(matmul(factor, expandDims(z, -1)), -1), m);
}

/** V √λ; what rounding has made negative counts as 0. */
function rootOf(covariance: Tensor): Tensor {
  const { values, vectors } = eigh(covariance);
  return mul(vectors, expandDims(sqrt(maximum(values, 0)), -2));
}

/**
 * Unit vectors, evenly spread over the sphere.
 * @param key - a key
 * @param size - of the vectors, >= 1
 * @param shape - of the draws, without the axis of the vectors; default []
 * @param options - `dtype`, by default the default dtype
 * @returns the shape with the axis of the vectors behind; float64 or float32
 * @throws TensorError "value" when `key` is no key or `size` no integer >= 1
 * @example random.sphere(random.key(0), 3) // => Tensor [-0.10348663, -0.39453906, 0.9130331]
 * @source Muller, A note on a method for generating points uniformly on n-dimensional spheres (1959)
 * @math x = \frac{z}{\lVert z \rVert}
 * @see random.ball, random.orthogonal
 * @keywords random directions, unit vectors
 */
export function sphere(key: Key, size: number, shape: Shape = [], options?: DTypeOptions): Tensor {
  const { dtype: wanted } = readOptions("sphere", options, DTYPE);
  const n = checkCount("sphere", "size", size, 1);
  const { shape: sizes, dtype } = readDraw("sphere", key, shape, wanted, {});
  const z = normalsOf(key, [...sizes, n], dtype);
  return div(z, sqrt(sum(square(z), -1, { keepdims: true })));
}

/** Options of {@link ball}. */
export interface BallOptions extends DTypeOptions {
  /** Which norm the ball is of, > 0. Default 2. */
  readonly p?: TensorLike;
}

const BALL: Checks<BallOptions> = { ...DTYPE, p: checkedLater };

/**
 * Points evenly spread in the unit ball of a p-norm.
 * @param key - a key
 * @param size - of the vectors, >= 1
 * @param shape - of the draws, without the axis of the vectors; default []
 * @param options - `p`, a scalar > 0, default 2; `dtype`, by default that of p, else the default dtype
 * @returns the shape with the axis of the vectors behind; float64 or float32
 * @throws TensorError "value" when `key` is no key, `size` no integer >= 1 or p not positive and finite, "shape" when p is no scalar
 * @example random.ball(random.key(0), 3) // => Tensor [-0.11646605, -0.81153893, 0.55054332]
 * @source Barthe, Guédon, Mendelson & Naor, A probabilistic approach to the geometry of the lpn-ball (2005); JAX `random.ball`
 * @peers jax.random.ball
 * @math \lVert x \rVert_p \le 1
 * @see random.sphere
 * @keywords points in a disk
 */
export function ball(key: Key, size: number, shape: Shape = [], options?: BallOptions): Tensor {
  const { p = 2, dtype: wanted } = readOptions("ball", options, BALL);
  const n = checkCount("ball", "size", size, 1);
  const { shape: sizes, dtype, values } = readDraw("ball", key, shape, wanted, { p: [p, "positive"] });
  if (values.p.ndim !== 0) {
    const fix = "use vmap for one ball after the other";
    fail("shape", { op: "ball", problem: '"p" is no scalar', shapes: { p: values.p.shape }, expects: "one norm", fix });
  }
  const [first, second] = splitOf(key, 2);
  const g = generalizedNormalsOf(first, values.p, [...sizes, n], dtype);
  const radius = add(sum(pow(abs(g), values.p), -1), exponentialsOf(second, sizes, dtype));
  return div(g, expandDims(pow(radius, div(1, values.p)), -1));
}

/** Options of {@link orthogonal}. */
export interface OrthogonalOptions extends DTypeOptions {
  /** The number of columns. Default: that of rows. */
  readonly columns?: number;
}

const ORTHOGONAL: Checks<OrthogonalOptions> = { ...DTYPE, columns: checkedLater };

/**
 * Orthogonal matrices, evenly spread (by Haar's measure): Q of the QR factorization of normal numbers, R having a positive diagonal.
 * Where rows and columns differ in number, those that are fewer are orthonormal.
 * @param key - a key
 * @param rows - the number of rows, >= 1
 * @param shape - of the draws, without the axes of the matrices; default []
 * @param options - `columns`, by default as many as rows; `dtype`, by default the default dtype
 * @returns the shape with the axes of the matrices behind; float64 or float32
 * @throws TensorError "value" when `key` is no key or a number is no integer >= 1
 * @example random.orthogonal(random.key(0), 2) // => Tensor [[-0.11262267, -0.99363783], [ 0.99363783, -0.11262267]]
 * @source Mezzadri, How to generate random matrices from the classical compact groups (2007); JAX `random.orthogonal`
 * @peers jax.random.orthogonal
 * @math Q^\top Q = I
 * @see random.sphere, linalg.qr
 * @keywords random rotation, initialize weights
 */
export function orthogonal(key: Key, rows: number, shape: Shape = [], options?: OrthogonalOptions): Tensor {
  const { columns = rows, dtype: wanted } = readOptions("orthogonal", options, ORTHOGONAL);
  const n = checkCount("orthogonal", "rows", rows, 1);
  const m = checkCount("orthogonal", "columns", columns, 1);
  const { shape: sizes, dtype } = readDraw("orthogonal", key, shape, wanted, {});
  const { q, r } = qr(normalsOf(key, [...sizes, Math.max(n, m), Math.min(n, m)], dtype));
  const signs = where(less(diagonal(r), 0), -1, 1);
  const x = mul(q, expandDims(cast(signs, dtype), -2));
  const last = x.ndim - 1;
  return n < m ? permute(x, [...Array.from({ length: last - 1 }, (_, i) => i), last, last - 1]) : x;
}
