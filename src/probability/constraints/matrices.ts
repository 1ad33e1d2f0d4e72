/** Sets of matrices: what lies along the last two axes belongs together. */
import type { Shape } from "../../base/shapes.ts";
import { type Constraint, type Stated, state } from "./constraint.ts";
import { SLACK } from "./vectors.ts";

/** A matrix in row-major order. */
type Values = ArrayLike<number>;
/** What is wrong with a square matrix of n rows. */
type Test = (a: Values, n: number) => string | undefined;

/** A constraint on square matrices; the first of the tests that finds something says what is wrong. */
function squareMatrix(
  stated: Omit<Stated, "event" | "ends" | "block" | "beside">,
  ...tests: readonly Test[]
): Constraint {
  return state({
    ...stated,
    event: 2,
    ends: { above: -Infinity, below: Infinity },
    block: (a, sizes) => {
      const problem = findOblong(sizes);
      if (problem !== undefined) return problem;
      for (const test of tests) {
        const found = test(a, sizes[0]);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  });
}

const findOblong = ([rows, columns]: Shape): string | undefined =>
  rows === columns ? undefined : `is ${rows} by ${columns}, not square`;

function findUpper(a: Values, n: number): string | undefined {
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++)
      if (a[i * n + j] !== 0) return `has ${a[i * n + j]} above the diagonal, at [${i}, ${j}]`;
  }
  return undefined;
}

function findDiagonal(a: Values, n: number): string | undefined {
  for (let i = 0; i < n; i++) if (!(a[i * n + i] > 0)) return `has ${a[i * n + i]} on the diagonal, at [${i}, ${i}]`;
  return undefined;
}

function findLengths(a: Values, n: number): string | undefined {
  for (let i = 0; i < n; i++) {
    const length = Math.hypot(...Array.from({ length: n }, (_, j) => a[i * n + j]));
    if (!(Math.abs(length - 1) <= SLACK)) return `has row ${i} of length ${length}, not 1`;
  }
  return undefined;
}

function findOnes(a: Values, n: number): string | undefined {
  for (let i = 0; i < n; i++) {
    if (!(Math.abs(a[i * n + i] - 1) <= SLACK)) return `has ${a[i * n + i]} on the diagonal, at [${i}, ${i}], not 1`;
  }
  return undefined;
}

function findAsymmetry(a: Values, n: number): string | undefined {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [x, y] = [a[i * n + j], a[j * n + i]];
      if (Math.abs(x - y) <= SLACK * Math.max(1, Math.abs(x))) continue;
      return `is not symmetric: ${x} at [${i}, ${j}] and ${y} at [${j}, ${i}]`;
    }
  }
  return undefined;
}

/**
 * Elimination with the largest pivot first; the pivots of a positive semidefinite matrix are not negative.
 * Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 10.3.
 * @param least - what pivots must be at least, or more than, as a part of the largest element of the diagonal
 */
function findNegative(given: Values, n: number, strictly: boolean): string | undefined {
  const a = Float64Array.from(given);
  const left = Array.from({ length: n }, (_, i) => i);
  const size = Math.max(0, ...left.map((i) => Math.abs(a[i * n + i])));
  const rounding = strictly ? 0 : SLACK * size;
  while (left.length > 0) {
    const k = left.reduce((best, i) => (a[i * n + i] > a[best * n + best] ? i : best));
    const pivot = a[k * n + k];
    if (strictly ? !(pivot > 0) : !(pivot >= -rounding)) return `has the pivot ${pivot} in row ${k}`;
    left.splice(left.indexOf(k), 1);
    if (pivot <= rounding) return findRest(a, n, [k, ...left], rounding);
    for (const i of left) for (const j of left) a[i * n + j] -= (a[i * n + k] * a[k * n + j]) / pivot;
  }
  return undefined;
}

/** Where no pivot is left, nothing else may be. */
function findRest(a: Values, n: number, left: readonly number[], rounding: number): string | undefined {
  for (const i of left) {
    for (const j of left) if (Math.abs(a[i * n + j]) > 2 * rounding) return `is indefinite at [${i}, ${j}]`;
  }
  return undefined;
}

/** Matrices of finite numbers. */
export const realMatrix: Constraint = /*@__PURE__*/ state({
  name: "realMatrix",
  expects: "a matrix of finite numbers",
  fix: "look for NaN and Infinity with isfinite",
  event: 2,
  ends: { above: -Infinity, below: Infinity },
});

/** Matrices with as many rows as columns. */
export const square: Constraint = /*@__PURE__*/ squareMatrix({
  name: "square",
  expects: "a square matrix of finite numbers",
});

/** Matrices with zeros above the diagonal. */
export const lowerTriangular: Constraint = /*@__PURE__*/ squareMatrix(
  {
    name: "lowerTriangular",
    expects: "a square matrix with zeros above the diagonal",
    fix: "tril(x) puts them there",
  },
  findUpper,
);

/** Lower triangular matrices with positive numbers on the diagonal. */
export const lowerCholesky: Constraint = /*@__PURE__*/ squareMatrix(
  {
    name: "lowerCholesky",
    expects: "a lower triangular matrix with positive numbers on the diagonal",
    fix: "linalg.cholesky(a) makes such a matrix of a covariance",
  },
  findUpper,
  findDiagonal,
);

/** Cholesky factors of correlation matrices: lower triangular, a positive diagonal, rows of length 1. */
export const corrCholesky: Constraint = /*@__PURE__*/ squareMatrix(
  {
    name: "corrCholesky",
    expects: "a lower triangular matrix with a positive diagonal and rows of length 1",
    fix: "linalg.cholesky(a) makes such a matrix of a correlation matrix",
  },
  findUpper,
  findDiagonal,
  findLengths,
);

/** Symmetric matrices. */
export const symmetric: Constraint = /*@__PURE__*/ squareMatrix(
  { name: "symmetric", expects: "a symmetric matrix", fix: "(x + swapaxes(x, -1, -2)) / 2 is symmetric" },
  findAsymmetry,
);

/** Symmetric matrices without negative eigenvalues. */
export const positiveSemidefinite: Constraint = /*@__PURE__*/ squareMatrix(
  { name: "positiveSemidefinite", expects: "a symmetric matrix without negative eigenvalues" },
  findAsymmetry,
  (a, n) => findNegative(a, n, false),
);

/** Symmetric matrices with positive eigenvalues. */
export const positiveDefinite: Constraint = /*@__PURE__*/ squareMatrix(
  {
    name: "positiveDefinite",
    expects: "a symmetric matrix with positive eigenvalues",
    fix: "add a small multiple of eye(n) where rounding made one 0",
  },
  findAsymmetry,
  (a, n) => findNegative(a, n, true),
);

/** Correlation matrices: positive definite with ones on the diagonal. */
export const corrMatrix: Constraint = /*@__PURE__*/ squareMatrix(
  {
    name: "corrMatrix",
    expects: "a symmetric matrix with positive eigenvalues and ones on the diagonal",
    fix: "corrcoef(data) makes correlations of data",
  },
  findAsymmetry,
  findOnes,
  (a, n) => findNegative(a, n, true),
);
