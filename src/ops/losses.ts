/** Losses: how far predictions are from what they should be. */
import { fail, showShape } from "../base/errors.ts";
import { sameShape, unravel } from "../base/shapes.ts";
import { cast, reshapeTo, sumOver } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll, scale } from "../core/elementwise.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { type Check, type Checks, numberFrom, oneOf, readOptions } from "./arguments.ts";
import { abs, add, mul, neg, sub } from "./arithmetic.ts";
import { lessEqual, where } from "./compare.ts";
import { toIndices } from "./gather.ts";
import { logaddexp } from "./logarithmic.ts";
import { mean } from "./reduce.ts";
import { requireElements } from "./reduction.ts";
import { logSoftmax } from "./softmax.ts";
import { takeAlongAxis } from "./take.ts";

/** Options that all losses have. */
export interface LossOptions {
  /** What becomes of the losses of the examples: their mean, the default, their sum, or all of them as they are. */
  readonly reduction?: "mean" | "sum" | "none";
}

const isReduction: Check = /*@__PURE__*/ oneOf("mean", "sum", "none");
const LOSS: Checks<LossOptions> = { reduction: isReduction };

function combine(op: string, losses: Tensor, { reduction = "mean" }: LossOptions): Tensor {
  const axes = losses.shape.map((_, axis) => axis);
  if (reduction === "none") return losses;
  if (reduction === "sum") return sumOver(losses, axes);
  requireElements(op, losses, axes);
  return mean(losses);
}

/**
 * The cross entropy of classes and predicted logits: -log softmax(logits) at the right class.
 * @param logits - [..., classes]
 * @param labels - [...] the right classes, integers from 0 on; or [..., classes] their probabilities
 * @param options - `reduction`: "mean" (default), "sum" or "none"
 * @returns a scalar; with "none" the shape [...]
 * @throws TensorError "shape" when the labels do not fit or for the mean of no losses, "index" for a class that is not there
 * @example
 * crossEntropy([[2, 0], [0, 2]], [0, 1]); // => Tensor 0.1269280110429725
 * crossEntropy([0, 0], [0.5, 0.5]); // => Tensor 0.6931471805599453
 * @source Dive into Deep Learning 4.1.2
 * @peers torch.nn.functional.cross_entropy
 * @math \ell = -\ln\frac{e^{z_t}}{\sum_j e^{z_j}}
 * @see logSoftmax, binaryCrossEntropyWithLogits
 * @keywords classification loss, softmax loss, negative log likelihood, log loss
 */
export function crossEntropy(logits: TensorLike, labels: TensorLike, options?: LossOptions): Tensor {
  const given = readOptions("crossEntropy", options, LOSS);
  const x = toTensor(logits, "crossEntropy", "logits");
  const y = toTensor(labels, "crossEntropy", "labels");
  const classes = x.ndim - 1;
  if (classes < 0) failToFit("crossEntropy", x, y);
  const logs = logSoftmax(x);
  if (sameShape(y.shape, x.shape)) {
    const [q, p] = promoteAll([logs, y], "float", "crossEntropy");
    return combine("crossEntropy", neg(sumOver(scale(q, p), [classes])), given);
  }
  if (!sameShape(y.shape, x.shape.slice(0, -1))) failToFit("crossEntropy", x, y);
  const wrong =
    y.array?.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < x.shape[classes])) ?? -1;
  if (wrong >= 0) failAtLabel(y, wrong, classes, x.shape[classes]);
  const places = toIndices(y, "crossEntropy", classes, x.shape[classes], "labels");
  const chosen = takeAlongAxis(logs, reshapeTo(places, [...y.shape, 1]), -1);
  return combine("crossEntropy", neg(reshapeTo(chosen, y.shape)), given);
}

function failAtLabel(labels: Tensor, place: number, axis: number, size: number): never {
  const [index, position] = [labels.array?.[place], unravel(place, labels.shape)];
  const problem = `label ${index}${labels.ndim === 0 ? "" : ` at ${showShape(position)}`} is no class: there are ${size}`;
  const expects = size === 0 ? "no label: there are no classes" : `integers from 0 to ${size - 1}`;
  const fix = "labels count the classes from 0; give the logits as many columns as there are classes";
  fail("index", { op: "crossEntropy", index, axis, size, position, problem, expects, fix });
}

function failToFit(op: string, logits: Tensor, labels: Tensor): never {
  fail("shape", {
    op,
    problem: "the labels do not fit the logits",
    shapes: { logits: logits.shape, labels: labels.shape },
    expects: "logits [..., classes] with labels [...] of integers, or probabilities of the shape of the logits",
    fix: "move the classes to the last axis of the logits with moveaxis, or flatten the labels",
  });
}

/** Predictions and targets of one shape and dtype: broadcasting [n, 1] with [n] would silently make n² losses of n. */
function pair(op: string, prediction: TensorLike, target: TensorLike): Tensor[] {
  const [x, y] = [toTensor(prediction, op, "prediction"), toTensor(target, op, "target")];
  if (y.ndim > 0 && !sameShape(x.shape, y.shape)) {
    fail("shape", {
      op,
      problem: "prediction and target differ in shape",
      shapes: { prediction: x.shape, target: y.shape },
      expects: "the same shape, or a scalar target",
      fix: "reshape one of them, e.g. target.reshape(prediction.shape)",
    });
  }
  return promoteAll([x, y], "float", op);
}

/**
 * The squared error (prediction - target)².
 * @param prediction - any shape
 * @param target - the same shape, or a scalar
 * @param options - `reduction`: "mean" (default), "sum" or "none"
 * @returns a scalar; with "none" the shape of the prediction
 * @throws TensorError "shape" when the shapes differ, or for the mean of no losses
 * @example mse([1, 2], [1, 4]) // => Tensor 2
 * @source Dive into Deep Learning 3.1.1
 * @math (p - t)^2
 * @see huber, squaredDifference
 * @keywords mean squared error, squared loss, L2 loss
 */
export function mse(prediction: TensorLike, target: TensorLike, options?: LossOptions): Tensor {
  const given = readOptions("mse", options, LOSS);
  const [x, y] = pair("mse", prediction, target);
  const error = sub(x, y);
  return combine("mse", mul(error, error), given);
}

/**
 * The cross entropy of a yes-or-no question with probability sigmoid(logit): -y·log σ(x) - (1 - y)·log σ(-x), without overflow.
 * @param logits - any shape
 * @param targets - the same shape, or a scalar: 0, 1 or probabilities
 * @param options - `reduction`: "mean" (default), "sum" or "none"
 * @returns a scalar; with "none" the shape of the logits
 * @throws TensorError "shape" when the shapes differ, or for the mean of no losses
 * @example binaryCrossEntropyWithLogits([0, 1000], [1, 1]) // => Tensor 0.34657359027997264
 * @source Dive into Deep Learning 22.7.3
 * @peers torch.binary_cross_entropy_with_logits
 * @math \ell = -\left(t \ln\sigma(z) + (1 - t)\ln(1 - \sigma(z))\right)
 * @see crossEntropy, sigmoid
 * @keywords binary cross entropy, log loss, logistic loss, BCE
 */
export function binaryCrossEntropyWithLogits(logits: TensorLike, targets: TensorLike, options?: LossOptions): Tensor {
  const op = "binaryCrossEntropyWithLogits";
  const given = readOptions(op, options, LOSS);
  const [x, y] = pair(op, logits, targets);
  return combine(op, add(scale(logaddexp(0, neg(x)), y), scale(logaddexp(0, x), sub(1, y))), given);
}

/** Options of {@link huber}. */
export interface HuberOptions extends LossOptions {
  /** Up to this error the loss is quadratic, beyond it linear. Default 1. */
  readonly delta?: number;
}

const HUBER: Checks<HuberOptions> = { reduction: isReduction, delta: /*@__PURE__*/ numberFrom(0) };

/**
 * Huber's loss: ½e² for errors |e| ≤ δ, and δ·(|e| - ½δ) beyond.
 * @param prediction - any shape
 * @param target - the same shape, or a scalar
 * @param options - `delta`: δ > 0, default 1; `reduction`: "mean" (default), "sum" or "none"
 * @returns a scalar; with "none" the shape of the prediction
 * @throws TensorError "shape" when the shapes differ or for the mean of no losses, "value" when delta is not positive
 * @example huber([0, 0], [0.5, 3]) // => Tensor 1.3125
 * @source Huber, Robust estimation of a location parameter, 1964
 * @peers scipy.special.huber
 * @math \begin{cases} \tfrac{1}{2}e^2 & |e| \le \delta \\ \delta\left(|e| - \tfrac{1}{2}\delta\right) & |e| > \delta \end{cases}
 * @see mse
 * @keywords robust loss, smooth L1 loss
 */
export function huber(prediction: TensorLike, target: TensorLike, options?: HuberOptions): Tensor {
  const { delta = 1, reduction } = readOptions("huber", options, HUBER);
  if (!(delta > 0)) fail("value", { op: "huber", argument: "delta", got: delta, expects: "a positive number" });
  const [x, y] = pair("huber", prediction, target);
  const error = sub(x, y);
  const size = abs(error);
  const losses = where(lessEqual(size, delta), mul(0.5, mul(error, error)), mul(delta, sub(size, 0.5 * delta)));
  return combine("huber", cast(losses, x.dtype), { reduction });
}
