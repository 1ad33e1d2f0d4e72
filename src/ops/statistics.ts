/** Statistics: variance, quantiles, weighted means, covariance. */
import { fail } from "../base/errors.ts";
import { type Axes, normalizeAxes, reducedShape, sameShape, sizeOf } from "../base/shapes.ts";
import { broadcast, permute, reshapeTo, sumOver } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { checkBoolean, checkedLater, checkFinite, type Checks, readOptions } from "./arguments.ts";
import { div, mul } from "./arithmetic.ts";
import { center, stdOver, varianceOver } from "./center.ts";
import { matmul } from "./matmul.ts";
import { norm } from "./norm.ts";
import { mean } from "./reduce.ts";
import { countOver, keep, type ReduceOptions, requireElements } from "./reduction.ts";

/** Options of {@link variance} and {@link std}. */
export interface VarianceOptions extends ReduceOptions {
  /** The sum of squares is divided by n - correction. Default 0, the variance of the numbers; 1 estimates that of their source. */
  readonly correction?: number;
}

const VARIANCE: Checks<VarianceOptions> = { correction: checkFinite, keepdims: checkBoolean };

/** The arguments of a variance, and what the sum of squares is divided by. */
function prepare(op: string, x: TensorLike, axis: Axes, { correction = 0 }: VarianceOptions) {
  const [values] = promoteAll([toTensor(x, op)], "float", op);
  const axes = normalizeAxes(op, axis, values.ndim);
  requireElements(op, values, axes);
  const count = countOver(values, axes);
  if (count - correction <= 0 && sizeOf(reducedShape(values.shape, axes)) > 0) {
    fail("value", {
      op,
      argument: "correction",
      got: correction,
      problem: `the ${op} of ${count} element${count === 1 ? "" : "s"} with correction ${correction} divides by ${count - correction}`,
      expects: `a correction below ${count}, the number of elements`,
      fix: "leave the correction out for the variance of the numbers themselves, or take more of them",
    });
  }
  return { values, axes, degrees: count - correction };
}

/**
 * The variance along some axes: the mean square of the deviations from the mean, in two passes.
 * @param x - any shape; integers and bool become floats
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `correction`: divide by n - correction, default 0; `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes; float32 is computed in float64, with one rounding at the end
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements, "value" when n - correction is not positive
 * @example
 * variance([1, 2, 3, 4]); // => Tensor 1.25
 * variance([1, 2, 3, 4], 0, { correction: 1 }); // => Tensor 1.6666666666666667
 * @source Chan, Golub & LeVeque, Algorithms for computing the sample variance, 1983
 * @peers tf.math.reduce_variance, torch.var, numpy.var, jax.numpy.var, mxnet.np.var
 * @math \sigma^2 = \frac{1}{n - c}\sum_i (x_i - \bar{x})^2
 * @see std, cov
 * @keywords spread, mean squared deviation, sigma squared
 */
export function variance(x: TensorLike, axis?: Axes, options?: VarianceOptions): Tensor {
  const given = readOptions("var", options, VARIANCE);
  const { values, axes, degrees } = prepare("var", x, axis, given);
  return keep(varianceOver(values, axes, degrees), values, axes, given.keepdims);
}

/**
 * The standard deviation along some axes: the root of the variance. Where all elements are equal it is exactly 0, and so is its
 * derivative, the subgradient of least norm.
 * @param x - any shape; integers and bool become floats
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `correction`: divide by n - correction, default 0; `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes
 * @throws TensorError "axis" when x lacks the axis, "shape" when there are no elements, "value" when n - correction is not positive
 * @example
 * std([1, 2, 3, 4]); // => Tensor 1.118033988749895
 * grad((x) => x.std())([2, 2]); // => Tensor [0, 0]
 * @source Chan, Golub & LeVeque, Algorithms for computing the sample variance, 1983
 * @peers torch.std, jax.numpy.std, mxnet.np.std, numpy.std, tf.math.reduce_std
 * @math \sigma = \sqrt{\frac{1}{n - c}\sum_i (x_i - \bar{x})^2}
 * @see variance
 * @keywords sigma, spread, dispersion
 */
export function std(x: TensorLike, axis?: Axes, options?: VarianceOptions): Tensor {
  const given = readOptions("std", options, VARIANCE);
  const { values, axes, degrees } = prepare("std", x, axis, given);
  return keep(stdOver(values, axes, degrees), values, axes, given.keepdims);
}

/** `var` is a word of the language, so a program that imports it by name takes `variance`; the method is `x.var()`. */
export { variance as var };

/** What {@link moments} returns. */
export interface Moments {
  /** The mean; x without the axes. */
  readonly mean: Tensor;
  /** The variance, of the same shape. */
  readonly variance: Tensor;
}

/**
 * Mean and variance along some axes.
 * @param x - any shape; integers and bool become floats
 * @param axis - an axis, a list of them, or nothing for all
 * @param options - `correction`: the variance divides by n - correction, default 0; `keepdims`: keep the axes with
 * size 1, default false
 * @returns `mean` and `variance`: x without the axes
 * @throws TensorError as `mean` and `variance`
 * @example moments([1, 2, 3, 4]) // => { mean: Tensor 2.5, variance: Tensor 1.25 }
 * @source Dive into Deep Learning 8.5.1
 * @peers tf.nn.moments
 * @see mean, variance
 * @keywords mean and variance together
 */
export function moments(x: TensorLike, axis?: Axes, options?: VarianceOptions): Moments {
  const given = readOptions("moments", options, VARIANCE);
  const { values, axes, degrees } = prepare("moments", x, axis, given);
  const { keepdims } = given;
  const spread = keep(varianceOver(values, axes, degrees), values, axes, keepdims);
  return { mean: mean(values, axes, { keepdims }), variance: spread };
}

/** Options of {@link average}. */
export interface AverageOptions extends ReduceOptions {
  /** As many as elements along the axis, or of the shape of x; their sum is not 0. All equal by default. */
  readonly weights?: TensorLike;
  /** An axis, a list of them, or nothing for all. */
  readonly axis?: Axes;
}

/**
 * The weighted mean Σ wᵢxᵢ / Σ wᵢ.
 * @param x - any shape; integers and bool become floats
 * @param options - `weights`: the shape of x, or a vector along the one axis, by default all equal; `axis`: an axis, a list,
 * or nothing for all; `keepdims`: keep the axes with size 1, default false
 * @returns x without the axes
 * @throws TensorError "axis" when x lacks the axis, "shape" when the weights do not fit or there are no elements,
 * "value" when they add up to 0
 * @example
 * average([1, 2, 4], { weights: [1, 1, 2] }); // => Tensor 2.75
 * average([[1, 2], [3, 5]], { axis: 1 }); // => Tensor [1.5, 4]
 * @source Dive into Deep Learning 11.2.1
 * @peers jax.numpy.average, mxnet.np.average, numpy.average
 * @math \bar{x} = \frac{\sum_i w_i x_i}{\sum_i w_i}
 * @see mean
 * @keywords weighted average
 */
export function average(x: TensorLike, options?: AverageOptions): Tensor {
  const { weights = 1, axis, keepdims } = readOptions("average", options, AVERAGE);
  const [values, given] = promoteAll(
    [toTensor(x, "average"), toTensor(weights, "average", "weights")],
    "float",
    "average",
  );
  const axes = normalizeAxes("average", axis, values.ndim);
  requireElements("average", values, axes);
  if (weights === 1) return mean(values, axes, { keepdims });
  const spreadWeights = alignWeights(values, given, axes);
  const total = sumOver(spreadWeights, axes);
  if (total.array?.includes(0)) {
    fail("value", {
      op: "average",
      argument: "weights",
      got: 0,
      problem: "the weights add up to 0",
      expects: "weights with a sum that is not 0",
      fix: "check the signs, or leave the weights out",
    });
  }
  return keep(div(sumOver(mul(values, spreadWeights), axes), total), values, axes, keepdims);
}

const AVERAGE: Checks<AverageOptions> = { weights: checkedLater, axis: checkedLater, keepdims: checkBoolean };

function alignWeights(x: Tensor, weights: Tensor, axes: readonly number[]): Tensor {
  if (sameShape(weights.shape, x.shape)) return weights;
  if (axes.length === 1 && sameShape(weights.shape, [x.shape[axes[0]]])) {
    return broadcast(
      reshapeTo(
        weights,
        x.shape.map((size, axis) => (axis === axes[0] ? size : 1)),
      ),
      x.shape,
    );
  }
  fail("shape", {
    op: "average",
    problem: "the weights do not fit the values",
    shapes: { x: x.shape, weights: weights.shape },
    expects: "weights of the shape of x, or a vector along one axis, which is named",
    fix: "average(x, { weights, axis: 0 })",
  });
}

// ---------------------------------------------------------------- covariance

/** Options of {@link cov}. */
export interface CovOptions {
  /** Products are divided by n - correction. Default 1, as the mean is estimated too. */
  readonly correction?: number;
}

/**
 * The covariance matrix of variables, of which each row holds the observations of one.
 * @param x - [variables, observations], or [observations] of a single variable; integers and bool become floats
 * @param options - `correction`: divide by n - correction, default 1
 * @returns [variables, variables]; a scalar for a single variable
 * @throws TensorError "shape" when x has no or more than two axes or there are no observations,
 * "value" when n - correction is not positive
 * @example cov([[1, 2, 3], [3, 2, 1]]) // => Tensor [[1, -1], [-1, 1]]
 * @source Dive into Deep Learning 22.6.9
 * @peers torch.cov, jax.numpy.cov, mxnet.np.cov, numpy.cov
 * @math \Sigma_{ij} = \frac{1}{n - 1}\sum_k (x_{ik} - \bar{x}_i)(x_{jk} - \bar{x}_j)
 * @see corrcoef, variance
 */
export function cov(x: TensorLike, options?: CovOptions): Tensor {
  const { correction = 1 } = readOptions("cov", options, COV);
  const { values, axes, degrees } = prepare("cov", observations("cov", x), -1, { correction });
  return div(products(center(values, axes)), degrees);
}

/**
 * The correlation coefficients of variables, of which each row holds the observations of one.
 * @param x - [variables, observations], or [observations] of a single variable; integers and bool become floats
 * @returns [variables, variables]; a scalar for a single variable. NaN for a variable that does not vary, as it has none
 * @throws TensorError "shape" when x has no or more than two axes, or no observations
 * @example corrcoef([[1, 2, 3], [3, 2, 1]]) // => Tensor [[1, -1], [-1, 1]]
 * @source Dive into Deep Learning 22.6.9
 * @peers torch.corrcoef, jax.numpy.corrcoef, mxnet.np.corrcoef, numpy.corrcoef
 * @math \rho_{ij} = \frac{\Sigma_{ij}}{\sqrt{\Sigma_{ii}\Sigma_{jj}}}
 * @see cov
 * @keywords correlation matrix, Pearson correlation
 */
export function corrcoef(x: TensorLike): Tensor {
  const { values, axes } = prepare("corrcoef", observations("corrcoef", x), -1, { correction: 1 });
  const deviation = center(values, axes);
  return products(div(deviation, norm(deviation, 2, -1, { keepdims: true })));
}

const COV: Checks<CovOptions> = { correction: checkFinite };

function observations(op: string, x: TensorLike): Tensor {
  const values = toTensor(x, op);
  if (values.ndim === 1 || values.ndim === 2) return values;
  fail("shape", {
    op,
    problem: `x has ${values.ndim} axes`,
    shapes: { x: values.shape },
    expects: "[variables, observations]",
    fix: "reshape it: a row for each variable, a column for each observation",
  });
}

const products = (rows: Tensor): Tensor =>
  rows.ndim === 1 ? sumOver(mul(rows, rows), [0]) : matmul(rows, permute(rows, [1, 0]));
