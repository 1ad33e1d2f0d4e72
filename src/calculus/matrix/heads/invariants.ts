/** Scalars of a square matrix: trace, determinant and its logarithm. */
import { trace as traceTensor } from "../../../ops/diagonals.ts";
import { det as detTensor, slogdet } from "../../../ops/linalg/determinant.ts";
import { abs } from "../../../ops/arithmetic.ts";
import { log } from "../../../ops/exponential.ts";
import { mul, power, sub, sumOf } from "../../build.ts";
import type { Expression } from "../../expression.ts";
import { apply } from "../../functions.ts";
import { intern, same } from "../../intern.ts";
import { one, two, zero } from "../../leaves.ts";
import { ATOM, type Head, headOf, isHead, isRow, isZeros, PRODUCT, requireSquare, rowsOf, sizeOf } from "../head.ts";
import { first } from "../order.ts";
import { identity, ones } from "./constants.ts";
import { diagHead, diagonalHead } from "./diagonal.ts";
import { hadamardHead } from "./elements.ts";
import { expmHead } from "./functions.ts";
import { inverse, matmul, matmulHead, matrixPower, matrixPowerHead, transpose } from "./products.ts";

// ---------------------------------------------------------------- trace

export const traceHead: Head = {
  name: "trace",
  dimensions: ([x]) => {
    requireSquare("trace", x);
    return [];
  },
  build: ([x]) => trace(x),
  rule: {
    name: "trace",
    text: "d tr X = tr dX",
    latex: "\\mathrm{d}\\operatorname{tr}X = \\operatorname{tr}\\mathrm{d}X",
  },
  differential: ([x], [dx]) => dx && traceDifferential(x, dx),
  adjoint: (g, { args: [x] }) => mul(g, identity(rowsOf(x))),
  tensor: ([x]) => traceTensor(x),
  notation: ([x], write) => ({
    text: `tr(${write(x, 0)})`,
    latex: `\\operatorname{tr}\\left(${write(x, 0)}\\right)`,
    precedence: ATOM,
  }),
};

/** d tr f(M) = tr(f′(M) dM): under the trace M and dM change places. */
function traceDifferential(x: Expression, dx: Expression): Expression | undefined {
  if (isHead(x, matrixPowerHead)) {
    const [base, k] = x.args;
    return mul(k, trace(matmul(matrixPower(base, sub(k, one)), dx)));
  }
  if (isHead(x, expmHead)) return trace(matmul(x, dx));
  return trace(dx);
}

/** Heads for which the trace takes the differential of the argument of the function instead of that of the function. */
export const isMatrixFunction = (x: Expression): boolean => isHead(x, matrixPowerHead) || isHead(x, expmHead);

/**
 * The trace, the sum of the diagonal, with the factors inside in the cyclic order that comes first. Thus gradientOf(trace(matmul(A,
 * X)), X) is Aᵀ.
 * @param x - a square matrix, or a scalar
 * @returns a scalar
 * @throws TensorError "shape" when x is not square
 * @math \operatorname{tr}(ABC) = \operatorname{tr}(BCA)
 */
export function trace(x: Expression): Expression {
  if (x.isScalar) return x;
  requireSquare("trace", x);
  if (isZeros(x)) return zero;
  if (x.kind === "sum" && x.args.every(({ isScalar }) => !isScalar)) return sumOf(x.args.map(trace));
  if (x.kind === "product") return mul(...x.args.map((part) => (part.isScalar ? part : trace(part))));
  if (isHead(x, matmulHead)) return traceOfProduct(x.args);
  const found = headOf(x)?.traced?.(x.args, trace);
  if (found !== undefined) return found;
  if (isHead(x, diagHead)) return matmul(transpose(ones(x.args[0].dimensions)), x.args[0]);
  const back = transpose(x);
  const [kept] = first([[x], [back]]);
  return intern("matrix", traceHead, [kept]);
}

function traceOfProduct(factors: readonly Expression[]): Expression {
  const at = factors.findIndex((x, place) => place > 0 && rowsOf(x) === 1);
  if (at > 0) return matmul(...factors.slice(at), ...factors.slice(0, at));
  const candidates: (readonly Expression[])[] = [];
  for (let from = 0; from < factors.length; from++) {
    const turned = [...factors.slice(from), ...factors.slice(0, from)];
    const joined = from === 0 ? undefined : matmul(...turned);
    if (joined !== undefined && (!isHead(joined, matmulHead) || joined.args.length < factors.length))
      return trace(joined);
    candidates.push(turned, turned.map(transpose).reverse());
  }
  return intern("matrix", traceHead, [intern("matrix", matmulHead, first(candidates))]);
}

// ---------------------------------------------------------------- determinant

const detHead: Head = {
  name: "det",
  dimensions: ([x]) => {
    requireSquare("det", x);
    return [];
  },
  build: ([x]) => det(x),
  rule: {
    name: "determinant (Jacobi)",
    text: "d det X = det(X) tr(X⁻¹ dX)",
    latex: "\\mathrm{d}\\det X = \\det(X)\\operatorname{tr}(X^{-1}\\,\\mathrm{d}X)",
  },
  differential: ([x], [dx], whole) => dx && mul(whole, trace(matmul(inverse(x), dx))),
  tensor: ([x]) => detTensor(x),
  notation: ([x], write) => ({
    text: `det(${write(x, 0)})`,
    latex: `\\det\\left(${write(x, 0)}\\right)`,
    precedence: ATOM,
  }),
};

/**
 * The determinant; of a product of square matrices the product of theirs. Thus gradientOf(det(X), X) is det(X) X^-ᵀ.
 * @param x - a square matrix, or a scalar
 * @returns a scalar
 * @throws TensorError "shape" when x is not square
 * @math \mathrm{d}\det X = \det(X)\operatorname{tr}(X^{-1}\,\mathrm{d}X)
 */
export function det(x: Expression): Expression {
  if (x.isScalar) return x;
  requireSquare("det", x);
  if (isZeros(x)) return zero;
  if (x.kind === "product") {
    const n = sizeOf(rowsOf(x));
    return mul(...x.args.map((part) => (part.isScalar ? power(part, n) : det(part))));
  }
  const parts = headOf(x)?.determinants?.(x.args);
  if (parts !== undefined) return mul(...parts.map(([part, k]) => power(det(part), k)));
  return intern("matrix", detHead, [first([[x], [transpose(x)]])[0]]);
}

const logdetHead: Head = {
  name: "logdet",
  dimensions: ([x]) => {
    requireSquare("logdet", x);
    return [];
  },
  build: ([x]) => logdet(x),
  rule: {
    name: "logarithm of the determinant",
    text: "d log|det X| = tr(X⁻¹ dX)",
    latex: "\\mathrm{d}\\log|\\det X| = \\operatorname{tr}(X^{-1}\\,\\mathrm{d}X)",
  },
  differential: ([x], [dx]) => dx && trace(matmul(inverse(x), dx)),
  tensor: ([x]) => slogdet(x).logabsdet,
  notation: ([x], write) => ({
    text: `log|det(${write(x, 0)})|`,
    latex: `\\log\\left|\\det\\left(${write(x, 0)}\\right)\\right|`,
    precedence: PRODUCT,
  }),
};

/**
 * The logarithm log|det X|; of a product of square matrices the sum of theirs. Thus gradientOf(logdet(X), X) is X^-ᵀ.
 * @param x - a square matrix, or a scalar
 * @returns a scalar
 * @throws TensorError "shape" when x is not square
 * @math \mathrm{d}\log|\det X| = \operatorname{tr}(X^{-1}\,\mathrm{d}X)
 */
export function logdet(x: Expression): Expression {
  if (x.isScalar) return apply(log.op, apply(abs.op, x));
  requireSquare("logdet", x);
  if (x.kind === "product") {
    const n = sizeOf(rowsOf(x));
    return sumOf(x.args.map((part) => (part.isScalar ? mul(n, logdet(part)) : logdet(part))));
  }
  const parts = headOf(x)?.determinants?.(x.args);
  if (parts !== undefined) return sumOf(parts.map(([part, k]) => mul(k, logdet(part))));
  return intern("matrix", logdetHead, [first([[x], [transpose(x)]])[0]]);
}

// ---------------------------------------------------------------- sums and inner products

/**
 * The sum of all elements: 1ᵀx of a vector, 1ᵀX1 of a matrix; of squares xᵀx and tr(XᵀX). Thus sumOfElements(x) is 1ᵀ x.
 * @param x - a vector, matrix or scalar
 * @returns a scalar
 * @math \mathbf{1}^{\top} X \mathbf{1}
 */
export function sumOfElements(x: Expression): Expression {
  if (x.isScalar) return x;
  if (isRow(x)) return sumOfElements(transpose(x));
  if (isHead(x, diagonalHead)) return trace(x.args[0]);
  // Σ xᵢ² = xᵀx, Σ xᵢyᵢ = xᵀy.
  if (x.kind === "power" && same(x.args[1], two)) return inner(x.args[0], x.args[0]);
  if (isHead(x, hadamardHead) && x.args.length === 2) return inner(x.args[0], x.args[1]);
  const [m, ...rest] = x.dimensions;
  return matmul(transpose(ones([m])), x, ...rest.map((n) => ones([n])));
}

/**
 * The inner product of two vectors, or of two matrices: the sum of the products of their elements. Thus inner(A, X) is tr(A Xᵀ).
 * @param a - a vector, matrix or scalar
 * @param b - of the same dimensions
 * @returns a scalar: aᵀb, tr(AᵀB)
 * @throws TensorError "shape" when the dimensions differ
 * @math \langle A, B\rangle = \operatorname{tr}(A^{\top} B)
 */
export function inner(a: Expression, b: Expression): Expression {
  return trace(matmul(transpose(a), b));
}
