import { applyQ, factorColumns } from "./householder.ts";
import { powerOfTwoScale, transposed } from "./vectors.ts";

/** Result of {@link qr}. With k = min(m, n): */
export interface Qr {
  /** m x k ("reduced") or m x m ("complete"), orthonormal columns. */
  readonly q: Float64Array;
  /** k x n or m x n, upper triangular with zeros below; its diagonal may be negative. */
  readonly r: Float64Array;
}

/**
 * QR factorisation a = q r by Householder reflections (Golub & Van Loan, 4th ed., Algorithm 5.2.1).
 *
 * Signs are LAPACK's, hence NumPy's: r[j, j] has the sign opposite to the entry it came from, and a column that is
 * already zero below the diagonal is left as it is. ‖qᵀq - I‖ and ‖a - q r‖/‖a‖ are small multiples of u, columnwise
 * (Higham, ASNA 2nd ed., Theorem 19.4). An input with NaN or Infinity gives q and r full of NaN.
 *
 * @param a m x n, row-major
 * @param mode "reduced" (default) or "complete"
 */
export function qr(a: Float64Array, m: number, n: number, mode: "reduced" | "complete" = "reduced"): Qr {
  const size = mode === "complete" ? m : Math.min(m, n);
  const scale = powerOfTwoScale(a);
  if (Number.isNaN(scale)) return { q: filledWithNaN(m * size), r: filledWithNaN(size * n) };
  const columns = transposed(a, m, n, scale);
  const tau = factorColumns(columns, m, n);
  const r = new Float64Array(size * n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i <= Math.min(j, size - 1); i++) r[i * n + j] = columns[j * m + i] / scale;
  }
  const qColumns = new Float64Array(size * m);
  for (let j = 0; j < size; j++) {
    qColumns[j * m + j] = 1;
    // The reflectors after j leave the unit vector e_j alone.
    applyQ(columns, tau, m, qColumns, j * m, Math.min(j + 1, tau.length));
  }
  return { q: transposed(qColumns, size, m), r };
}

function filledWithNaN(size: number): Float64Array {
  return new Float64Array(size).fill(NaN);
}
