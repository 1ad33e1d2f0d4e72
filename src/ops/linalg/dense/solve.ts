import { solveTriangular } from "./triangular.ts";

/** Result of {@link solveFactored}. */
export interface FactoredSolution {
  /** n x k; all NaN when the matrix is singular. */
  readonly x: Float64Array;
  /** Index of the first pivot that is zero, or -1. */
  readonly singularAt: number;
}

/**
 * Solves a x = b or aᵀ x = b with the factors of `lu`: row i of l u is row pivots[i] of a (Golub & Van Loan, 4th ed., §3.4.9).
 *
 * @param factors n x n, l below the diagonal and u on and above it
 * @param pivots n whole numbers, the order of the rows
 * @param b n x k, row-major
 */
export function solveFactored(
  factors: Float64Array,
  pivots: ArrayLike<number>,
  b: Float64Array,
  n: number,
  k: number,
  transpose = false,
): FactoredSolution {
  const unit = { lower: true, unitDiagonal: true, transpose };
  if (!transpose) {
    const y = solveTriangular(factors, orderRows(b, pivots, n, k), n, k, unit);
    return solveTriangular(factors, y.x, n, k);
  }
  const { x: z, singularAt } = solveTriangular(factors, b, n, k, { transpose });
  const { x: w } = solveTriangular(factors, z, n, k, unit);
  return { x: restoreRows(w, pivots, n, k), singularAt };
}

/** Row i of the result is row pivots[i] of b. */
export function orderRows(b: Float64Array, pivots: ArrayLike<number>, n: number, k: number): Float64Array {
  const out = new Float64Array(n * k);
  for (let i = 0; i < n; i++) out.set(b.subarray(pivots[i] * k, (pivots[i] + 1) * k), i * k);
  return out;
}

/** Row pivots[i] of the result is row i of b. */
export function restoreRows(b: Float64Array, pivots: ArrayLike<number>, n: number, k: number): Float64Array {
  const out = new Float64Array(n * k);
  for (let i = 0; i < n; i++) out.set(b.subarray(i * k, (i + 1) * k), pivots[i] * k);
  return out;
}
