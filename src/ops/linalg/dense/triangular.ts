/** Which triangular system {@link solveTriangular} solves. */
export interface TriangularOptions {
  /** The matrix is lower (true) or upper (false, default) triangular; the other triangle is never read. */
  readonly lower?: boolean;
  /** Solve tᵀ x = b instead of t x = b. */
  readonly transpose?: boolean;
  /** Take the diagonal as ones without reading it. */
  readonly unitDiagonal?: boolean;
}

/** Result of {@link solveTriangular}. */
export interface TriangularSolution {
  /** n x k; all NaN when the matrix is singular. */
  readonly x: Float64Array;
  /** Index of the first zero on the diagonal, or -1. */
  readonly singularAt: number;
}

/**
 * Solves t x = b or tᵀ x = b by substitution for k right-hand sides at once.
 *
 * Row-oriented for t, column-oriented for tᵀ (Golub & Van Loan, 4th ed., Algorithms 3.1.1–3.1.4): either way rows of t
 * are read in storage order and rows of x are updated whole. Backward stable row by row: (t + dt) x = b with
 * |dt| <= n u |t| (Higham, ASNA 2nd ed., Theorem 8.5).
 *
 * @param t n x n, row-major
 * @param b n x k, row-major
 */
export function solveTriangular(
  t: Float64Array,
  b: Float64Array,
  n: number,
  k: number,
  options: TriangularOptions = {},
): TriangularSolution {
  const { lower = false, transpose = false, unitDiagonal = false } = options;
  const singularAt = unitDiagonal ? -1 : firstZeroOnDiagonal(t, n);
  if (singularAt >= 0) return { x: new Float64Array(n * k).fill(NaN), singularAt };
  const x = b.slice(0, n * k);
  const forward = lower !== transpose;
  for (let step = 0; step < n; step++) {
    const i = forward ? step : n - 1 - step;
    if (!transpose) subtractKnown(t, x, n, k, i, lower);
    if (!unitDiagonal) divideRow(x, i * k, k, t[i * n + i]);
    if (transpose) spreadKnown(t, x, n, k, i, lower);
  }
  return { x, singularAt };
}

function firstZeroOnDiagonal(t: Float64Array, n: number): number {
  for (let i = 0; i < n; i++) if (t[i * n + i] === 0) return i;
  return -1;
}

function divideRow(x: Float64Array, offset: number, k: number, pivot: number): void {
  for (let c = 0; c < k; c++) x[offset + c] /= pivot;
}

/** x[i] -= sum over the solved j of t[i, j] x[j]. */
function subtractKnown(t: Float64Array, x: Float64Array, n: number, k: number, i: number, lower: boolean): void {
  const from = lower ? 0 : i + 1;
  const to = lower ? i : n;
  for (let j = from; j < to; j++) subtractRow(x, i * k, t[i * n + j], j * k, k);
}

/** x[j] -= t[i, j] x[i] for every j still to be solved: row i of t is column i of tᵀ. */
function spreadKnown(t: Float64Array, x: Float64Array, n: number, k: number, i: number, lower: boolean): void {
  const from = lower ? 0 : i + 1;
  const to = lower ? i : n;
  for (let j = from; j < to; j++) subtractRow(x, j * k, t[i * n + j], i * k, k);
}

function subtractRow(x: Float64Array, target: number, factor: number, source: number, k: number): void {
  for (let c = 0; c < k; c++) x[target + c] -= factor * x[source + c];
}
