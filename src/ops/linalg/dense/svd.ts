import { applyQ, factorColumns, factorColumnsPivoted } from "./householder.ts";
import {
  dot,
  identity,
  leadingSign,
  norm2,
  powerOfTwoScale,
  rotate,
  scaled,
  transposed,
  UNIT_ROUNDOFF,
} from "./vectors.ts";

/** Result of {@link svd}. With k = min(m, n): */
export interface Svd {
  /** m x k, or m x m when full; orthonormal columns, also where singular values are zero. */
  readonly u: Float64Array;
  /** k singular values, descending, >= 0. */
  readonly s: Float64Array;
  /** k x n, or n x n when full; orthonormal rows. */
  readonly vh: Float64Array;
  /** False when the input holds NaN or Infinity (then all results are NaN) or the sweep limit was reached. */
  readonly converged: boolean;
}

/** LAPACK's limit (dgesvj NSWEEP); 3 to 6 are used. */
const SWEEPS = 30;

/** Rows with a norm below this have inner products that may underflow. */
const SMALL_NORM = 2 ** -450;

/** Rows with a norm below this have too few digits left to be turned: they keep their length, not their direction. */
const LOST_NORM = 2 ** -960;

/**
 * Singular value decomposition a = u diag(s) vh by one-sided Jacobi rotations after two QR factorisations, the first
 * with column pivoting (Z. Drmač & K. Veselić, "New fast and accurate Jacobi SVD algorithm" I and II, SIAM J. Matrix
 * Anal. Appl. 29 (2008), 1322–1362; LAPACK Working Notes 169 and 170; Demmel & Veselić 1992 for the accuracy).
 *
 * Small singular values are relatively accurate whenever the columns of `a`, scaled to unit length, are well
 * conditioned; in any case |error| <= c u ‖a‖. Signs: of each column of u that belongs to a singular value the largest
 * component is positive (the first, where several are equal to 1e-8).
 *
 * @param a m x n, row-major
 * @param full square u and vh instead of thin ones
 */
export function svd(a: Float64Array, m: number, n: number, full = false): Svd {
  const wide = m < n;
  const long = Math.max(m, n);
  const short = Math.min(m, n);
  const count = full ? long : short;
  const scale = powerOfTwoScale(a);
  if (Number.isNaN(scale)) return noAnswer(m, n, full);
  // The taller of a and aᵀ, by columns: for a wide matrix those are the rows of `a` as they lie.
  const columns = wide ? scaled(a, scale) : transposed(a, m, n, scale);
  const { left, s, right, converged } = decomposeTall(columns, long, short, count);
  for (let i = 0; i < short; i++) s[i] /= scale;
  const [uRows, vh] = wide ? [right, left] : [left, right];
  orient(uRows, m, vh, n, short);
  return { u: transposed(uRows, uRows.length / Math.max(m, 1), m), s, vh, converged };
}

function noAnswer(m: number, n: number, full: boolean): Svd {
  const k = Math.min(m, n);
  const nan = (size: number) => new Float64Array(size).fill(NaN);
  return { u: nan(m * (full ? m : k)), s: nan(k), vh: nan(n * (full ? n : k)), converged: false };
}

/** Singular vectors in the rows of `left` (count x m) and `right` (n x n). */
interface TallSvd {
  readonly left: Float64Array;
  readonly s: Float64Array;
  readonly right: Float64Array;
  readonly converged: boolean;
}

/**
 * The m x n matrix, m >= n, stored by columns: a p = q r, then rᵀ = q₂ r₂, then rotations of the rows of r₂:
 * jᵀ r₂ = diag(s) zᵀ. Hence a = (q z) diag(s) (p q₂ j)ᵀ.
 */
function decomposeTall(columns: Float64Array, m: number, n: number, count: number): TallSvd {
  const { tau, order } = factorColumnsPivoted(columns, m, n);
  const second = upperRows(columns, m, n);
  const tau2 = factorColumns(second, n, n);
  const work = upperRows(second, n, n);
  const { s, rotations, converged } = orthogonaliseRows(work, n);
  completeRows(work, s, n);

  const left = new Float64Array(count * m);
  for (let i = 0; i < count; i++) {
    if (i < n) left.set(work.subarray(i * n, (i + 1) * n), i * m);
    else left[i * m + i] = 1;
    applyQ(columns, tau, m, left, i * m);
  }
  const right = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    applyQ(second, tau2, n, rotations, i * n);
    for (let j = 0; j < n; j++) right[i * n + order[j]] = rotations[i * n + j];
  }
  return { left, s, right, converged };
}

/** The triangle r of a factored matrix stored by columns, as row-major n x n. */
function upperRows(columns: Float64Array, m: number, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) out[i * n + j] = columns[j * m + i];
  }
  return out;
}

/** Rotates the rows of w until they are orthogonal, sorted by descending norm; `rotations` collects the rotations. */
function orthogonaliseRows(
  w: Float64Array,
  n: number,
): { readonly s: Float64Array; readonly rotations: Float64Array; readonly converged: boolean } {
  const rotations = identity(n);
  const s = Float64Array.from({ length: n }, (_, i) => norm2(w, i * n, n));
  // On the cosine between two rows. dgesvj takes sqrt(n) u, which the rounding of the rows alone can exceed for small n.
  const tolerance = (4 + Math.sqrt(n)) * UNIT_ROUNDOFF;
  let changed = 1;
  for (let sweep = 0; sweep < SWEEPS && changed > 0; sweep++) {
    changed = 0;
    for (let p = 0; p < n; p++) {
      bringLargest(w, rotations, s, n, p);
      for (let q = p + 1; q < n; q++) {
        if (orthogonalisePair(w, rotations, s, n, p, q, tolerance)) changed++;
      }
    }
  }
  return { s, rotations, converged: changed === 0 };
}

/** De Rijk's ordering (SIAM J. Sci. Stat. Comput. 10 (1989), 359–371): the longest of the rows from p comes to p. */
function bringLargest(w: Float64Array, rotations: Float64Array, s: Float64Array, n: number, p: number): void {
  let best = p;
  for (let q = p + 1; q < n; q++) if (s[q] > s[best]) best = q;
  if (best === p) return;
  swapRows(w, n, p, best);
  swapRows(rotations, n, p, best);
  [s[p], s[best]] = [s[best], s[p]];
}

function swapRows(w: Float64Array, n: number, i: number, j: number): void {
  const row = w.slice(i * n, (i + 1) * n);
  w.copyWithin(i * n, j * n, (j + 1) * n);
  w.set(row, j * n);
}

/** Makes rows p and q orthogonal; false if their cosine is already within the tolerance. */
function orthogonalisePair(
  w: Float64Array,
  rotations: Float64Array,
  s: Float64Array,
  n: number,
  p: number,
  q: number,
  tolerance: number,
): boolean {
  if (s[p] < LOST_NORM || s[q] < LOST_NORM) return false;
  const cosine = rowCosine(w, s, n, p, q);
  if (Math.abs(cosine) <= tolerance) return false;
  // cot 2θ = (|q|² - |p|²) / (2 p·q), by ratios of norms so that no square overflows (Drmač & Veselić).
  const zeta = (s[q] / s[p] - s[p] / s[q]) / (2 * cosine);
  const size = Math.abs(zeta);
  // Beyond 1e9, sqrt(1 + zeta²) is zeta to the last bit; zeta² could overflow.
  const t = Math.sign(zeta || 1) / (size > 1e9 ? 2 * size : size + Math.sqrt(1 + zeta * zeta));
  if (t === 0) return false;
  const c = 1 / Math.sqrt(1 + t * t);
  rotate(w, p * n, q * n, n, c, t * c);
  rotate(rotations, p * n, q * n, n, c, t * c);
  s[p] = norm2(w, p * n, n);
  s[q] = norm2(w, q * n, n);
  return true;
}

function rowCosine(w: Float64Array, s: Float64Array, n: number, p: number, q: number): number {
  if (s[p] > SMALL_NORM && s[q] > SMALL_NORM) return dot(w, p * n, w, q * n, n) / s[p] / s[q];
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (w[p * n + i] / s[p]) * (w[q * n + i] / s[q]);
  return sum;
}

/** Normalises the rows; those of no length (the last ones) become an orthonormal basis of the complement. */
function completeRows(w: Float64Array, s: Float64Array, n: number): void {
  let rank = 0;
  for (; rank < n && s[rank] >= LOST_NORM; rank++) {
    for (let j = 0; j < n; j++) w[rank * n + j] /= s[rank];
  }
  if (rank === n) return;
  const basis = w.slice(0, rank * n);
  const tau = factorColumns(basis, n, rank);
  w.fill(0, rank * n);
  for (let i = rank; i < n; i++) {
    w[i * n + i] = 1;
    applyQ(basis, tau, n, w, i * n);
  }
}

/** Fixes the sign of each pair of singular vectors by the column of u. */
function orient(uRows: Float64Array, m: number, vh: Float64Array, n: number, count: number): void {
  for (let i = 0; i < count; i++) {
    if (leadingSign(uRows, i * m, m) > 0) continue;
    for (let j = 0; j < m; j++) uRows[i * m + j] = -uRows[i * m + j];
    for (let j = 0; j < n; j++) vh[i * n + j] = -vh[i * n + j];
  }
}
