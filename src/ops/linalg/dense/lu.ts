/** Result of {@link lu}. */
export interface Lu {
  /** m x n: the multipliers of the unit lower l strictly below the diagonal, u on and above it. */
  readonly lu: Float64Array;
  /** Row order of length m: row i of l u is row pivots[i] of `a`. */
  readonly pivots: Int32Array;
  /** Sign of the row permutation, 1 or -1. */
  readonly sign: number;
  /** Index of the first pivot that is exactly zero, or -1. The factorisation is complete and exact in form all the same. */
  readonly singularAt: number;
}

/**
 * LU factorisation with partial pivoting, a[pivots] = l u.
 *
 * Right-looking outer products over row slices (Golub & Van Loan, 4th ed., Algorithm 3.4.1). |l| <= 1; the backward
 * error is bounded by n u times the growth factor (Higham, ASNA 2nd ed., Theorem 9.3). A NaN in a column becomes its
 * pivot, so NaN reaches u and is never hidden behind a zero pivot. Nothing is scaled, so that graded matrices keep their
 * digits: elements near the largest number may overflow, and lu then holds Infinity or NaN.
 *
 * @param a m x n, row-major
 */
export function lu(a: Float64Array, m: number, n: number): Lu {
  const packed = a.slice(0, m * n);
  const pivots = Int32Array.from({ length: m }, (_, i) => i);
  let sign = 1;
  let singularAt = -1;
  for (let k = 0; k < Math.min(m, n); k++) {
    const row = pivotRow(packed, m, n, k);
    if (row !== k) {
      swapRows(packed, n, k, row);
      [pivots[k], pivots[row]] = [pivots[row], pivots[k]];
      sign = -sign;
    }
    if (packed[k * n + k] !== 0) eliminate(packed, m, n, k);
    else if (singularAt < 0) singularAt = k;
  }
  return { lu: packed, pivots, sign, singularAt };
}

/** The row >= k with the largest magnitude in column k, or the first NaN there. */
function pivotRow(w: Float64Array, m: number, n: number, k: number): number {
  let best = k;
  let largest = -1;
  for (let i = k; i < m; i++) {
    const value = Math.abs(w[i * n + k]);
    if (Number.isNaN(value)) return i;
    if (value > largest) {
      largest = value;
      best = i;
    }
  }
  return best;
}

function swapRows(w: Float64Array, n: number, i: number, j: number): void {
  for (let c = 0; c < n; c++) {
    const value = w[i * n + c];
    w[i * n + c] = w[j * n + c];
    w[j * n + c] = value;
  }
}

function eliminate(w: Float64Array, m: number, n: number, k: number): void {
  const pivot = w[k * n + k];
  const source = k * n;
  for (let i = k + 1; i < m; i++) {
    const target = i * n;
    const factor = w[target + k] / pivot;
    w[target + k] = factor;
    // 0 * finite changes nothing; 0 * Infinity must still give NaN, so zeros are not skipped.
    for (let c = k + 1; c < n; c++) w[target + c] -= factor * w[source + c];
  }
}
