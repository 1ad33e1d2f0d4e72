/** Functions of a whole vector: log-sum-exp and softmax; of scores, shares that sum to 1. */
import { logsumexp as logsumexpTensor, softmax as softmaxTensor } from "../../../ops/softmax.ts";
import { mul, sub } from "../../build.ts";
import type { Expression } from "../../expression.ts";
import { intern } from "../../intern.ts";
import { called, type Head, isColumn, mismatch, shown } from "../head.ts";
import { hadamard } from "./elements.ts";
import { matmul, transpose } from "./products.ts";

function requireVector(op: string, x: Expression): void {
  if (!isColumn(x)) mismatch(op, `dimensions ${shown(x.dimensions)} are not those of a vector`, "use a vector");
}

const logsumexpHead: Head = {
  name: "logsumexp",
  dimensions: ([x]) => {
    requireVector("logsumexp", x);
    return [];
  },
  build: ([x]) => logsumexp(x),
  rule: {
    name: "log-sum-exp",
    text: "d logsumexp(x) = softmax(x)ᵀ dx",
    latex: "\\mathrm{d}\\operatorname{logsumexp}(x) = \\operatorname{softmax}(x)^{\\top}\\,\\mathrm{d}x",
  },
  differential: ([x], [dx]) => dx && matmul(transpose(softmax(x)), dx),
  tensor: ([x]) => logsumexpTensor(x),
  notation: /*@__PURE__*/ called("logsumexp"),
};

/**
 * The logarithm of the sum of exponentials of a vector's elements. Thus gradientOf(logsumexp(x), x) is softmax(x).
 * @param x - a vector
 * @returns a scalar
 * @throws TensorError "shape" for a matrix
 * @math \log\sum_i e^{x_i}
 */
export function logsumexp(x: Expression): Expression {
  return x.isScalar ? x : intern("matrix", logsumexpHead, [x]);
}

const softmaxHead: Head = {
  name: "softmax",
  dimensions: ([x]) => {
    requireVector("softmax", x);
    return x.dimensions;
  },
  build: ([x]) => softmax(x),
  rule: {
    name: "softmax",
    text: "d softmax(x) = s ⊙ dx - s sᵀ dx",
    latex: "\\mathrm{d}\\operatorname{softmax}(x) = s \\odot \\mathrm{d}x - s\\,s^{\\top}\\,\\mathrm{d}x",
  },
  differential: (_, [dx], s) => dx && sub(hadamard(s, dx), matmul(s, transpose(s), dx)),
  tensor: ([x]) => softmaxTensor(x),
  notation: /*@__PURE__*/ called("softmax"),
};

/**
 * The shares e^xᵢ / Σ e^xⱼ of a vector of scores. Thus jacobianOf(softmax(x), x) is diag(softmax(x)) - softmax(x) softmax(x)ᵀ.
 * @param x - a vector
 * @returns a vector
 * @throws TensorError "shape" for a matrix
 * @math \frac{e^{x_i}}{\sum_j e^{x_j}}
 */
export function softmax(x: Expression): Expression {
  return intern("matrix", softmaxHead, [x]);
}

/** x - log Σ e^xⱼ of each element. */
export function logSoftmax(x: Expression, onesLike: Expression): Expression {
  return sub(x, mul(logsumexp(x), onesLike));
}
