/** Layers of networks as functions of their parameters. */
import { fail } from "../base/errors.ts";
import { type Axes, checkBroadcast, normalizeAxes, normalizeAxis, sameShape } from "../base/shapes.ts";
import { reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { type Check, checkedLater, type Checks, finiteFrom, readOptions } from "./arguments.ts";
import { add, mul, sub } from "./arithmetic.ts";
import { center, varianceOver } from "./center.ts";
import { gatherAxis, toIndices } from "./gather.ts";
import { checkMatmul, matmulOf } from "./matmul.ts";
import { rsqrt } from "./power.ts";
import { countOver, requireElements, spread } from "./reduction.ts";

/**
 * The fully connected layer x·W + b.
 * @param x - [..., inputs]
 * @param w - [inputs, outputs]
 * @param b - [outputs]; none by default
 * @returns [..., outputs]
 * @throws TensorError "shape" when the sizes do not go together
 * @example linear([[1, 2]], [[1, 0], [0, 1]], [10, 20]) // => Tensor [[11, 22]]
 * @source Dive into Deep Learning 3.1.1
 * @peers torch.nn.functional.linear
 * @math y = x W + b
 * @see matmul
 * @keywords dense layer, affine
 */
export function linear(x: TensorLike, w: TensorLike, b?: TensorLike): Tensor {
  const [a, weights] = promoteAll([toTensor(x, "linear"), toTensor(w, "linear", "w")], "number", "linear");
  checkMatmul("linear", a.shape, weights.shape, ["x", "w"]);
  const product = matmulOf(a, weights);
  if (b === undefined) return product;
  const bias = toTensor(b, "linear", "b");
  checkBroadcast("linear", bias.shape, product.shape, ["b", "x w"]);
  return add(product, bias);
}

/**
 * The rows of a table at indices.
 * @param table - [n, ...]
 * @param indices - integers of any shape; negative ones count from the end
 * @returns the shape of the indices, then that of a row
 * @throws TensorError "index" for an index out of range
 * @example embedding([[1, 2], [3, 4]], [1, 1, 0]) // => Tensor [[3, 4], [3, 4], [1, 2]]
 * @source Dive into Deep Learning 15.4.1
 * @peers torch.embedding, mxnet.npx.embedding
 * @see take, oneHot
 * @keywords lookup table, word vectors
 */
export function embedding(table: TensorLike, indices: TensorLike): Tensor {
  const rows = toTensor(table, "embedding", "table");
  return gatherAxis(rows, normalizeAxis("embedding", 0, rows.ndim), toIndices(indices, "embedding", 0, rows.shape[0]));
}

/** Options that the normalizing layers have. */
export interface NormalizeOptions {
  /** What the normalized numbers are multiplied by. Default 1. */
  readonly gain?: TensorLike;
  /** What is added then. Default 0. */
  readonly bias?: TensorLike;
  /** Is added to the variance, so that it is not 0. Default 1e-5. */
  readonly epsilon?: number;
}

const EPSILON = 1e-5;

const isEpsilon: Check = /*@__PURE__*/ finiteFrom(0);

/** Options of {@link layerNorm}. */
export interface LayerNormOptions extends NormalizeOptions {
  /** Along which axes mean and variance are taken. Default the last. */
  readonly axis?: Axes;
}

const LAYER_NORM: Checks<LayerNormOptions> = {
  gain: checkedLater,
  bias: checkedLater,
  epsilon: isEpsilon,
  axis: checkedLater,
};

/**
 * Layer normalization: (x - mean) / √(variance + ε) · gain + bias, along some axes of each example.
 * @param x - any shape with at least one axis
 * @param options - `gain`, default 1, and `bias`, default 0: shapes that broadcast with x; `epsilon`: default 1e-5; `axis`:
 * default the last
 * @returns the shape of x
 * @throws TensorError "axis" when x lacks the axis, "shape" when gain or bias do not fit or there are no elements
 * @example layerNorm([1, 2, 3], { epsilon: 0 }) // => Tensor [-1.22474487, 0, 1.22474487]
 * @source Ba, Kiros & Hinton, Layer normalization, 2016; Dive into Deep Learning 8.5.2.3
 * @peers torch.layer_norm, mxnet.npx.layer_norm
 * @math y = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}}\,\gamma + \beta
 * @see batchNorm
 * @keywords normalize features
 */
export function layerNorm(x: TensorLike, options?: LayerNormOptions): Tensor {
  const { axis = -1, ...given } = readOptions("layerNorm", options, LAYER_NORM);
  const [values] = promoteAll([toTensor(x, "layerNorm")], "float", "layerNorm");
  const axes = normalizeAxes("layerNorm", axis, values.ndim);
  requireElements("layerNorm", values, axes);
  return adjust("layerNorm", normalized(values, axes, given), given, (value) => value);
}

/** Options of {@link batchNorm}. */
export interface BatchNormOptions extends NormalizeOptions {
  /** The axis of the features. Default 1. */
  readonly axis?: number;
  /** [features]: the mean to use instead of that of the batch, as in prediction. */
  readonly mean?: TensorLike;
  /** [features]: the variance to use instead of that of the batch. */
  readonly variance?: TensorLike;
}

const BATCH_NORM: Checks<BatchNormOptions> = {
  gain: checkedLater,
  bias: checkedLater,
  epsilon: isEpsilon,
  axis: checkedLater,
  mean: checkedLater,
  variance: checkedLater,
};

/**
 * Batch normalization: (x - mean) / √(variance + ε) · gain + bias, where mean and variance are those of each feature over the
 * batch. `moments` computes them for the moving averages.
 * @param x - [batch, features, ...]
 * @param options - `gain`, default 1, and `bias`, default 0: [features]; `epsilon`: default 1e-5; `axis`: that of the
 * features, default 1; `mean` and `variance`, together: [features], to use instead of those of the batch
 * @returns the shape of x
 * @throws TensorError "axis" when x lacks the axis, "shape" when a parameter does not fit or there are no elements, "value" when
 * only one of mean and variance is given
 * @example batchNorm([[1, 10], [3, 30]], { epsilon: 0 }) // => Tensor [[-1, -1], [1, 1]]
 * @source Ioffe & Szegedy, Batch normalization, 2015; Dive into Deep Learning 8.5.2
 * @peers torch.batch_norm, mxnet.npx.batch_norm
 * @math y = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}}\,\gamma + \beta
 * @see layerNorm
 * @keywords normalize a batch
 */
export function batchNorm(x: TensorLike, options?: BatchNormOptions): Tensor {
  const { axis = 1, mean, variance, ...given } = readOptions("batchNorm", options, BATCH_NORM);
  const [values] = promoteAll([toTensor(x, "batchNorm")], "float", "batchNorm");
  const features = normalizeAxis("batchNorm", axis, values.ndim);
  const align = (value: Tensor, argument: string): Tensor => alignFeatures(values, value, features, argument);
  if ((mean === undefined) !== (variance === undefined)) {
    const missing = mean === undefined ? "mean" : "variance";
    fail("value", {
      op: "batchNorm",
      argument: missing,
      got: undefined,
      expects: "both mean and variance, or neither",
    });
  }
  if (mean !== undefined && variance !== undefined) {
    const shifted = sub(values, align(toTensor(mean, "batchNorm", "mean"), "mean"));
    const spreads = align(toTensor(variance, "batchNorm", "variance"), "variance");
    return adjust("batchNorm", mul(shifted, rsqrt(add(spreads, given.epsilon ?? EPSILON))), given, align);
  }
  const axes = normalizeAxes("batchNorm", undefined, values.ndim).filter((i) => i !== features);
  requireElements("batchNorm", values, axes);
  return adjust("batchNorm", normalized(values, axes, given), given, align);
}

/** (x - mean) / √(variance + ε) over normalized axes. */
function normalized(x: Tensor, axes: readonly number[], { epsilon = EPSILON }: NormalizeOptions): Tensor {
  const scale = rsqrt(add(varianceOver(x, axes, countOver(x, axes)), epsilon));
  return mul(center(x, axes), spread(scale, x, axes));
}

function adjust(
  op: string,
  x: Tensor,
  { gain, bias }: NormalizeOptions,
  align: (value: Tensor, argument: string) => Tensor,
): Tensor {
  const fit = (given: TensorLike, argument: string): Tensor => {
    const value = align(toTensor(given, op, argument), argument);
    checkBroadcast(op, value.shape, x.shape, [argument, "x"]);
    return value;
  };
  const scaled = gain === undefined ? x : mul(x, fit(gain, "gain"));
  return bias === undefined ? scaled : add(scaled, fit(bias, "bias"));
}

/** A vector of one number for each feature, so that it broadcasts with x. */
function alignFeatures(x: Tensor, value: Tensor, axis: number, argument: string): Tensor {
  if (value.ndim === 0) return value;
  if (!sameShape(value.shape, [x.shape[axis]])) {
    const shapes = { x: x.shape, [argument]: value.shape };
    const expects = `shape [${x.shape[axis]}], a number for each feature on axis ${axis}`;
    const fix = "name the axis of the features, e.g. { axis: -1 }, or pass a vector as long as it";
    fail("shape", { op: "batchNorm", problem: `"${argument}" does not fit the features`, shapes, expects, fix });
  }
  return reshapeTo(
    value,
    x.shape.map((size, i) => (i === axis ? size : 1)),
  );
}
