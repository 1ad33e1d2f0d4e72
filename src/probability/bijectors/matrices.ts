/** Bijectors of vectors and matrices to triangular, covariance and correlation matrices. */
import { fail } from "../../base/errors.ts";
import type { Shape } from "../../base/shapes.ts";
import { reshapeTo } from "../../core/basic.ts";
import { zerosOf } from "../../core/convert.ts";
import type { Tensor } from "../../core/tensor.ts";
import { logSigmoid, softplus } from "../../ops/activation.ts";
import { add, div, mul, square } from "../../ops/arithmetic.ts";
import { exp, log } from "../../ops/exponential.ts";
import { flip } from "../../ops/rearrange.ts";
import { asinh, tanh } from "../../ops/hyperbolic.ts";
import { concat } from "../../ops/join.ts";
import { cholesky } from "../../ops/linalg/cholesky.ts";
import { asColumn, diagonalOf, identityOf } from "../../ops/linalg/matrices.ts";
import { matmul } from "../../ops/matmul.ts";
import { sqrt } from "../../ops/power.ts";
import { sum } from "../../ops/reduce.ts";
import { cumsum } from "../../ops/scan.ts";
import { swapaxes } from "../../ops/shape.ts";
import { take } from "../../ops/take.ts";
import {
  corrCholesky as corrCholeskySet,
  corrMatrix as corrMatrixSet,
  lowerCholesky as lowerCholeskySet,
  positiveDefinite as positiveDefiniteSet,
  realMatrix,
} from "../constraints/matrices.ts";
import type { Constraint } from "../constraints/constraint.ts";
import { realVector } from "../constraints/vectors.ts";
import { alongLast, before, type Bijector, compose, state, zerosFor } from "./bijector.ts";
import { logSech2, softplusInverse } from "./numbers.ts";

const last = (x: Tensor): number => x.shape[x.ndim - 1];

// ---------------------------------------------------------------- triangles as vectors

/** Rows of the matrix whose triangle, with the diagonal or without, has so many elements. */
function rowsOf(op: string, count: number, strict: boolean): number {
  const rows = Math.round((Math.sqrt(1 + 8 * count) - 1) / 2);
  if (rows > 0 && (rows * (rows + 1)) / 2 === count) return strict ? rows + 1 : rows;
  fail("shape", {
    op,
    problem: `${count} elements fill no triangle`,
    shapes: { x: [count] },
    expects: "1, 3, 6, 10, … elements along the last axis",
    fix: strict ? "n (n - 1)/2 elements make a matrix of n rows" : "n (n + 1)/2 elements make a matrix of n rows",
  });
}

/** Places [i, j] below the diagonal, row by row. */
const below = (n: number): readonly (readonly [number, number])[] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: i }, (_none, j) => [i, j] as const)).flat();

/** The elements of a matrix below its diagonal, row by row; or those so many places to the right of them. */
function toTriangle(x: Tensor, right = 0): Tensor {
  const n = last(x);
  const flat = reshapeTo(x, [...x.shape.slice(0, -2), n * n]);
  return take(
    flat,
    below(n).map(([i, j]) => i * n + j + right),
    -1,
  );
}

/** A matrix with these elements below and on its diagonal. */
function toMatrix(triangle: Tensor, diagonal: Tensor): Tensor {
  const n = last(diagonal);
  const batch = diagonal.shape.slice(0, -1);
  const all = concat([triangle, diagonal, zerosOf([...batch, 1], diagonal.dtype)], -1);
  const strict = (n * (n - 1)) / 2;
  const places = Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    if (i === j) return strict + i;
    return i > j ? (i * (i - 1)) / 2 + j : strict + n;
  });
  return reshapeTo(take(all, places, -1), [...batch, n, n]);
}

/** What is below the diagonal, and the rest, of a vector that holds both. */
function parts(op: string, x: Tensor): readonly [Tensor, Tensor] {
  const n = rowsOf(op, last(x), false);
  const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
  return [take(x, range(0, last(x) - n), -1), take(x, range(last(x) - n, last(x)), -1)];
}

const shapes = (op: string, strict: boolean) => ({
  forwardShape: (shape: Shape): Shape => {
    const n = rowsOf(op, shape[shape.length - 1], strict);
    return [...shape.slice(0, -1), n, n];
  },
  inverseShape: (shape: Shape): Shape => {
    const n = shape[shape.length - 1];
    return [...shape.slice(0, -2), (n * (strict ? n - 1 : n + 1)) / 2];
  },
});

// ---------------------------------------------------------------- factors

/**
 * n (n + 1)/2 numbers as a lower triangular matrix: those below the diagonal row by row, then the logarithms of the diagonal.
 * @peers torch.distributions.LowerCholeskyTransform, tfp.bijectors.FillScaleTriL
 * @keywords triangular, covariance factor
 */
export const lowerCholesky: Bijector = /*@__PURE__*/ state({
  name: "lowerCholesky",
  domain: realVector,
  codomain: lowerCholeskySet,
  forward: (x) => {
    const [triangle, diagonal] = parts("lowerCholesky", x);
    return toMatrix(triangle, exp(diagonal));
  },
  inverse: (y) => concat([toTriangle(y), log(diagonalOf(y))], -1),
  logDet: (x) => sum(parts("lowerCholesky", x())[1], -1),
  .../*@__PURE__*/ shapes("lowerCholesky", false),
});

/**
 * The lower triangle of a matrix, with e to the diagonal; what is above it is lost, so the determinant is 0.
 * @peers torch.distributions.LowerCholeskyTransform
 * @keywords triangular
 */
export const lowerCholeskyPart: Bijector = /*@__PURE__*/ state({
  name: "lowerCholeskyPart",
  domain: realMatrix,
  codomain: lowerCholeskySet,
  isBijective: false,
  forward: (x) => toMatrix(toTriangle(x), exp(diagonalOf(x))),
  inverse: (y) => toMatrix(toTriangle(y), log(diagonalOf(y))),
  logDet: (x) => add(zerosFor(x(), 2), -Infinity),
});

/** Like `lowerCholesky`, with softplus for the diagonal, by which whole rows are multiplied. */
export const scaledUnitLowerCholesky: Bijector = /*@__PURE__*/ state({
  name: "scaledUnitLowerCholesky",
  domain: realVector,
  codomain: lowerCholeskySet,
  forward: (x) => {
    const [triangle, diagonal] = parts("scaledUnitLowerCholesky", x);
    return mul(toMatrix(triangle, add(mul(diagonal, 0), 1)), asColumn(softplus(diagonal)));
  },
  inverse: (y) => {
    const diagonal = diagonalOf(y);
    return concat([toTriangle(div(y, asColumn(diagonal))), softplusInverse(diagonal)], -1);
  },
  logDet: (x) => {
    const [, diagonal] = parts("scaledUnitLowerCholesky", x());
    const order = alongLast(diagonal, (place) => place);
    return sum(add(mul(order, log(softplus(diagonal))), logSigmoid(diagonal)), -1);
  },
  .../*@__PURE__*/ shapes("scaledUnitLowerCholesky", false),
});

/**
 * n (n - 1)/2 numbers as the Cholesky factor of a correlation matrix: their tanh, row by row, are the parts of what is left of
 * each row's length. The determinant is that of the elements below the diagonal.
 * Source: Stan reference manual, 10.12.
 * @peers torch.distributions.CorrCholeskyTransform, tfp.bijectors.CorrelationCholesky
 * @keywords correlation factor, LKJ
 */
export const corrCholesky: Bijector = /*@__PURE__*/ state({
  name: "corrCholesky",
  domain: realVector,
  codomain: corrCholeskySet,
  forward: (x) => {
    const n = rowsOf("corrCholesky", last(x), true);
    const zeros = zerosOf([...x.shape.slice(0, -1), n], x.dtype);
    const all = toMatrix(x, zeros);
    const spent = logSech2(all);
    const left = exp(mul(before(cumsum(spent, -1), 0), 0.5));
    return mul(add(tanh(all), identityOf(n, x.dtype)), left);
  },
  inverse: (y) => {
    const rest = flip(cumsum(flip(square(y), -1), -1), -1);
    return asinh(div(toTriangle(y), sqrt(toTriangle(rest, 1))));
  },
  logDet: (x) => {
    const columnsBehind = below(rowsOf("corrCholesky", last(x()), true)).map(([i, j]) => i - 1 - j);
    const weights = alongLast(x(), (place) => 1 + columnsBehind[place] / 2);
    return sum(mul(weights, logSech2(x())), -1);
  },
  .../*@__PURE__*/ shapes("corrCholesky", true),
});

// ---------------------------------------------------------------- products

/**
 * The product of a lower triangular matrix and its transpose; the inverse is the Cholesky factor. The determinant is
 * that of the lower triangles.
 * @peers tfp.bijectors.CholeskyOuterProduct
 * @math Y = L L^\top
 * @keywords covariance
 */
export const choleskyProduct: Bijector = /*@__PURE__*/ product(
  "choleskyProduct",
  lowerCholeskySet,
  positiveDefiniteSet,
  0,
);

/**
 * The product of a factor and its transpose, for correlation matrices. The determinant is that of the elements below the
 * diagonals.
 * @math Y = L L^\top
 * @keywords correlation
 */
export const corrProduct: Bijector = /*@__PURE__*/ product("corrProduct", corrCholeskySet, corrMatrixSet, 1);

/** @param fixed - 1 where the diagonal of Y is given, else 0 */
function product(name: string, domain: Constraint, codomain: Constraint, fixed: 0 | 1): Bijector {
  return state({
    name,
    domain,
    codomain,
    forward: (x) => matmul(x, swapaxes(x, -1, -2)),
    inverse: cholesky,
    logDet: (x) => {
      const diagonal = log(diagonalOf(x()));
      const powers = alongLast(diagonal, (place, size) => size - place - fixed);
      return add(sum(mul(powers, diagonal), -1), fixed === 1 ? 0 : last(diagonal) * Math.LN2);
    },
  });
}

/**
 * Makes n (n + 1)/2 numbers a positive definite matrix.
 * @peers torch.distributions.PositiveDefiniteTransform
 * @keywords covariance
 */
export const positiveDefinite: Bijector = /*@__PURE__*/ compose(lowerCholesky, choleskyProduct);

/**
 * Makes n (n - 1)/2 numbers a correlation matrix.
 * @keywords correlation
 */
export const corrMatrix: Bijector = /*@__PURE__*/ compose(corrCholesky, corrProduct);
