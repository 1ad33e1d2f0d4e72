/** Bijectors of vectors: they act along the last axis. */
import { fail } from "../../base/errors.ts";
import type { Shape } from "../../base/shapes.ts";
import type { Tensor } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { logSigmoid, sigmoid, softplus } from "../../ops/activation.ts";
import { checkIntegers } from "../../ops/arguments.ts";
import { sliceAxis } from "../../ops/blocks.ts";
import { greater, where } from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { atanh, tanh } from "../../ops/hyperbolic.ts";
import { concat } from "../../ops/join.ts";
import { flip } from "../../ops/rearrange.ts";
import { sum } from "../../ops/reduce.ts";
import { cumprod, cumsum } from "../../ops/scan.ts";
import { softmax as softmaxOf } from "../../ops/softmax.ts";
import { take } from "../../ops/take.ts";
import {
  l1Ball as l1BallSet,
  orderedVector,
  realVector,
  simplex,
  sphere,
  zeroSum as zeroSumSet,
} from "../constraints/vectors.ts";
import { alongLast, before, type Bijector, state, zerosFor } from "./bijector.ts";
import { logSech2 } from "./numbers.ts";

const last = (x: Tensor): number => x.shape[x.ndim - 1];

/** Elements from start on along the last axis; as many as are there, or up to `end`. */
const part = (x: Tensor, start: number, end: number = last(x)): Tensor =>
  sliceAxis(x, x.ndim - 1, { start, size: end - start, step: 1 });

const joined = (...xs: readonly Tensor[]): Tensor => concat(xs, -1);

/** The shape with the last axis longer or shorter. */
const longer =
  (by: number) =>
  (shape: Shape): Shape => [...shape.slice(0, -1), shape[shape.length - 1] + by];

/** Needs that many elements, as the inverse has fewer. */
function atLeast(x: Tensor, count: number, op: string): Tensor {
  if (last(x) >= count) return x;
  fail("shape", {
    op,
    problem: `the last axis has ${last(x)} elements`,
    shapes: { x: x.shape },
    expects: `${count} or more`,
    fix: "give longer vectors",
  });
}

/**
 * The softmax, the same for x and x + c; the inverse gives log y. Its determinant is 0.
 * @peers torch.distributions.SoftmaxTransform
 * @math y_i = \frac{e^{x_i}}{\sum_j e^{x_j}}
 * @keywords probabilities
 */
export const softmax: Bijector = /*@__PURE__*/ state({
  name: "softmax",
  domain: realVector,
  codomain: simplex,
  isBijective: false,
  forward: (x) => softmaxOf(x),
  inverse: log,
  logDet: (x) => add(zerosFor(x(), 1), -Infinity),
});

/** log of how many equal parts are left besides. */
const logRest = (place: number, size: number): number => Math.log(size - place);

/** Logits of the pieces that are broken off, such that x = 0 stands for equal parts. */
function breaks(x: Tensor): Tensor {
  return sub(x, alongLast(x, logRest));
}

/**
 * Breaks a stick of length 1: n - 1 numbers make n positive ones with the sum 1. All is in logits, so nothing cancels.
 * The determinant is that of the first n - 1 elements.
 * @peers torch.distributions.StickBreakingTransform, tfp.bijectors.IteratedSigmoidCentered
 * @keywords simplex, probabilities
 */
export const stickBreaking: Bijector = /*@__PURE__*/ state({
  name: "stickBreaking",
  domain: realVector,
  codomain: simplex,
  forward: (x) => {
    const z = breaks(x);
    const rest = cumprod(sigmoid(neg(z)), -1);
    return joined(mul(sigmoid(z), before(rest, 1)), part(rest, last(rest) - 1));
  },
  inverse: (given) => {
    const y = atLeast(given, 2, "stickBreaking");
    const rest = log(part(flip(cumsum(flip(y, -1), -1), -1), 1));
    return add(sub(log(part(y, 0, last(y) - 1)), rest), alongLast(rest, logRest));
  },
  logDet: (x) => {
    const z = breaks(x());
    const left = alongLast(z, (place, size) => size - place);
    return sum(add(logSigmoid(z), mul(left, logSigmoid(neg(z)))), -1);
  },
  forwardShape: /*@__PURE__*/ longer(1),
  inverseShape: /*@__PURE__*/ longer(-1),
});

/**
 * Adds up a first number and exponentials, so that elements increase.
 * @peers tfp.bijectors.Ascending
 * @math y_k = x_1 + \sum_{i=2}^k e^{x_i}
 * @keywords increasing, sorted, cutpoints
 */
export const ordered: Bijector = /*@__PURE__*/ state({
  name: "ordered",
  domain: realVector,
  codomain: orderedVector,
  forward: (x) => cumsum(joined(part(x, 0, 1), exp(part(x, 1))), -1),
  inverse: (y) => joined(part(y, 0, 1), log(sub(part(y, 1), part(y, 0, last(y) - 1)))),
  logDet: (x) => sum(part(x(), 1), -1),
});

/** Signed pieces of a stick of length 1: vectors whose absolute values sum to at most 1. */
export const l1Ball: Bijector = /*@__PURE__*/ state({
  name: "l1Ball",
  domain: realVector,
  codomain: l1BallSet,
  forward: (x) => {
    const rest = exp(cumsum(logLeft(x), -1));
    return mul(tanh(x), before(rest, 1));
  },
  inverse: (y) => {
    const used = cumsum(abs(y), -1);
    return atanh(div(y, sub(1, before(used, 0))));
  },
  logDet: (x) => {
    const left = alongLast(x(), (place, size) => size - 1 - place);
    return sum(add(logSech2(x()), mul(left, logLeft(x()))), -1);
  },
});

/** log(1 - tanh |x|) */
const logLeft = (x: Tensor): Tensor => sub(Math.LN2, softplus(mul(abs(x), 2)));

/**
 * n - 1 numbers as a vector of n with the sum 0, by a reflection: lengths and volumes stay, so the determinant is 1.
 * Source: PyMC, ZeroSumTransform.
 */
export const zeroSum: Bijector = /*@__PURE__*/ state({
  name: "zeroSum",
  domain: realVector,
  codomain: zeroSumSet,
  forward: (x) => {
    const root = Math.sqrt(last(x) + 1);
    const total = sum(x, -1, { keepdims: true });
    const shift = div(total, root + last(x) + 1);
    return sub(joined(x, sub(shift, div(total, root))), shift);
  },
  inverse: (given) => {
    const y = atLeast(given, 2, "zeroSum");
    const n = last(y);
    return sub(part(y, 0, n - 1), mul(part(y, n - 1), 1 / (1 + Math.sqrt(n))));
  },
  logDet: (x) => zerosFor(x(), 1),
  forwardShape: /*@__PURE__*/ longer(1),
  inverseShape: /*@__PURE__*/ longer(-1),
});

/**
 * n - 1 numbers as a vector of length 1, by stereographic projection from the pole (0, …, 0, 1), which no x reaches. The
 * determinant is that of areas on the sphere.
 */
export const unitVector: Bijector = /*@__PURE__*/ state({
  name: "unitVector",
  domain: realVector,
  codomain: sphere,
  forward: (x) => {
    const size = sum(square(x), -1, { keepdims: true });
    const scale = add(size, 1);
    return joined(div(mul(x, 2), scale), div(sub(size, 1), scale));
  },
  inverse: (given) => {
    const y = atLeast(given, 2, "unitVector");
    const [rest, height] = [part(y, 0, last(y) - 1), part(y, last(y) - 1)];
    // 1 - h = |rest|² / (1 + h), which does not cancel near the pole.
    const isHigh = greater(height, 0);
    const size = where(isHigh, sum(square(rest), -1, { keepdims: true }), 1);
    return mul(rest, where(isHigh, div(add(1, height), size), div(1, sub(1, where(isHigh, 0, height)))));
  },
  logDet: (x) => mul(sub(Math.LN2, log1p(sum(square(x()), -1))), last(x())),
  forwardShape: /*@__PURE__*/ longer(1),
  inverseShape: /*@__PURE__*/ longer(-1),
});

/**
 * The elements in another order: yᵢ = x of order[i].
 * @param order - each place once
 * @returns the bijector
 * @throws TensorError "value" when a place is missing
 * @example bijectors.permute([2, 0, 1]).forward([1, 2, 3]) // => Tensor [3, 1, 2]
 * @source Kingma & Dhariwal, Glow, 2018
 * @peers tfp.bijectors.Permute
 * @keywords reorder, permutation
 */
export function permute(order: readonly number[]): Bijector {
  const places = checkIntegers("permute", "order", order, 0);
  const back = places.map((_, i) => places.indexOf(i));
  if (back.includes(-1)) {
    const problem = `"order" lacks ${back.indexOf(-1)}`;
    fail("value", { op: "permute", argument: "order", got: order, expects: "each place from 0 on once", problem });
  }
  return state({
    name: `permute([${places.join(", ")}])`,
    domain: realVector,
    codomain: realVector,
    forward: (x) => take(checkLength(x, places.length), places, -1),
    inverse: (y) => take(checkLength(y, places.length), back, -1),
    logDet: (x) => zerosFor(x(), 1),
  });
}

function checkLength(x: Tensor, length: number): Tensor {
  if (last(x) === length) return x;
  fail("shape", {
    op: "permute",
    problem: `the last axis has ${last(x)} elements, and the order ${length}`,
    shapes: { x: x.shape },
    expects: `${length} elements along the last axis`,
    fix: "give an order as long as the vectors",
  });
}
