import { dot } from "./vectors.ts";

/** Result of {@link cholesky}. */
export interface Cholesky {
  /** n x n, lower triangular with zeros above. After a failure only the rows before `failed` hold the factor. */
  readonly l: Float64Array;
  /** Index of the first pivot that is not a positive finite number, or -1 when `a` is positive definite. */
  readonly failed: number;
}

/**
 * Cholesky factorisation a = l lᵀ of a symmetric positive definite matrix.
 *
 * Row by row (Cholesky–Banachiewicz; Golub & Van Loan, 4th ed., §4.2.5–4.2.6), so that every inner product runs over
 * two contiguous rows. Backward error: |a - l lᵀ| <= (n+1) u |l||lᵀ| (Higham, ASNA 2nd ed., Theorem 10.3).
 *
 * @param a n x n, row-major; only the lower triangle is read
 * @param n order, >= 0
 */
export function cholesky(a: Float64Array, n: number): Cholesky {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j < i; j++) {
      l[row + j] = (a[row + j] - dot(l, row, l, j * n, j)) / l[j * n + j];
    }
    const pivot = a[row + i] - dot(l, row, l, row, i);
    // Written so that NaN fails too. An infinite pivot would give a factor that does not reproduce `a`.
    if (!(pivot > 0 && pivot < Infinity)) return { l, failed: i };
    l[row + i] = Math.sqrt(pivot);
  }
  return { l, failed: -1 };
}
