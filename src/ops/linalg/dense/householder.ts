import { dot, norm2 } from "./vectors.ts";

/**
 * Householder reflections on matrices stored BY COLUMNS: "columns" here is a Float64Array with column j of the m x n
 * matrix at [j*m, (j+1)*m), i.e. the row-major transpose, so that every reflection runs over contiguous memory.
 *
 * A factored matrix holds r on and above the diagonal and, below it, the reflectors v with an implied leading 1:
 * H_k = I - tau_k v vᵀ, q = H_0 H_1 … (Golub & Van Loan, 4th ed., §5.1, §5.2.1; LAPACK dgeqr2, dlarfg).
 * The matrix is expected to be scaled by `powerOfTwoScale`; much smaller columns are fine.
 */

/** Vectors shorter than this are lifted by 2^500 first: in subnormal numbers v and tau would not be orthogonal. */
const SHORT = 2 ** -960;
const LIFT = 2 ** 500;

/**
 * Turns x = w[at..at+len) into its reflector, H x = (beta, 0, …, 0): beta replaces x[0], v replaces the rest.
 * beta takes the sign opposite to x[0], as LAPACK does; a vector that is already reduced is left alone (tau = 0).
 */
export function makeReflector(w: Float64Array, at: number, len: number): number {
  const tail = norm2(w, at + 1, len - 1);
  if (tail === 0) return 0;
  const alpha = w[at];
  const norm = norm2(w, at, len);
  if (norm < SHORT) {
    for (let i = 0; i < len; i++) w[at + i] *= LIFT;
    const tau = makeReflector(w, at, len);
    w[at] /= LIFT;
    return tau;
  }
  const beta = alpha >= 0 ? -norm : norm;
  // No cancellation: alpha and -beta have the same sign.
  const divisor = alpha - beta;
  for (let i = 1; i < len; i++) w[at + i] /= divisor;
  w[at] = beta;
  return (beta - alpha) / beta;
}

/** c[co..co+len) <- H c with the reflector stored at w[at..at+len). */
export function applyReflector(
  w: Float64Array,
  at: number,
  tau: number,
  c: Float64Array,
  co: number,
  len: number,
): void {
  if (tau === 0) return;
  const s = tau * (c[co] + dot(w, at + 1, c, co + 1, len - 1));
  c[co] -= s;
  for (let i = 1; i < len; i++) c[co + i] -= s * w[at + i];
}

/** QR factorisation in place of the m x n matrix stored by columns; returns the tau of each reflector. */
export function factorColumns(w: Float64Array, m: number, n: number): Float64Array {
  const tau = new Float64Array(Math.min(m, n));
  for (let k = 0; k < tau.length; k++) {
    tau[k] = makeReflector(w, k * m + k, m - k);
    for (let j = k + 1; j < n; j++) applyReflector(w, k * m + k, tau[k], w, j * m + k, m - k);
  }
  return tau;
}

/**
 * The same with column pivoting (Businger & Golub 1965; Golub & Van Loan, 4th ed., §5.4.2): columns are exchanged so
 * that |r| has a descending diagonal. `order[j]` is the original index of column j. The remaining norms are computed
 * anew in every step: half as much work again, and none of the failures of downdating (LAPACK Working Note 176).
 */
export function factorColumnsPivoted(
  w: Float64Array,
  m: number,
  n: number,
): { readonly tau: Float64Array; readonly order: Int32Array } {
  const tau = new Float64Array(Math.min(m, n));
  const order = Int32Array.from({ length: n }, (_, j) => j);
  for (let k = 0; k < tau.length; k++) {
    const best = largestColumn(w, m, n, k);
    if (best !== k) {
      swapColumns(w, m, k, best);
      [order[k], order[best]] = [order[best], order[k]];
    }
    tau[k] = makeReflector(w, k * m + k, m - k);
    for (let j = k + 1; j < n; j++) applyReflector(w, k * m + k, tau[k], w, j * m + k, m - k);
  }
  return { tau, order };
}

function largestColumn(w: Float64Array, m: number, n: number, k: number): number {
  let best = k;
  let largest = -1;
  for (let j = k; j < n; j++) {
    const norm = norm2(w, j * m + k, m - k);
    if (norm > largest) {
      largest = norm;
      best = j;
    }
  }
  return best;
}

function swapColumns(w: Float64Array, m: number, i: number, j: number): void {
  for (let r = 0; r < m; r++) {
    const value = w[i * m + r];
    w[i * m + r] = w[j * m + r];
    w[j * m + r] = value;
  }
}

/** q c for the column c[co..co+m), with the reflectors of a factored matrix; only the first `count` act. */
export function applyQ(
  w: Float64Array,
  tau: Float64Array,
  m: number,
  c: Float64Array,
  co: number,
  count: number = tau.length,
): void {
  for (let k = count - 1; k >= 0; k--) applyReflector(w, k * m + k, tau[k], c, co + k, m - k);
}
