import { applyReflector, makeReflector } from "./householder.ts";
import { dot, identity, rotate, UNIT_ROUNDOFF } from "./vectors.ts";

/** LAPACK's limit (dsteqr MAXIT): on average 30 steps for each eigenvalue; about 1.7 are used. */
const STEPS_PER_VALUE = 30;

/** Off-diagonal entries below this are zero beside a norm of at least 2^-200, and their squares would underflow. */
const NEGLIGIBLE = 2 ** -500;

/** Result of the reduction: diagonal, off-diagonal (last entry unused), and the rows of qᵀ. */
interface Tridiagonal {
  readonly d: Float64Array;
  readonly e: Float64Array;
  readonly rows: Float64Array;
}

/**
 * qᵀ w q = t, tridiagonal, by Householder reflections (Golub & Van Loan, 4th ed., Algorithm 8.3.1).
 * `w` is symmetric, stored whole, and is overwritten: row k keeps the reflector that reduced column k.
 */
function reduce(w: Float64Array, n: number): Tridiagonal {
  const tau = new Float64Array(n);
  const e = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    const at = k * n + k + 1;
    const len = n - k - 1;
    tau[k] = makeReflector(w, at, len);
    e[k] = w[at];
    if (tau[k] !== 0) updateTrailing(w, n, k, tau[k], p);
  }
  const d = Float64Array.from({ length: n }, (_, i) => w[i * n + i]);
  // Row j of qᵀ is column j of q = H_0 H_1 …, where H_k acts on the components after k.
  const rows = identity(n);
  for (let j = 1; j < n; j++) {
    for (let k = j - 1; k >= 0; k--) applyReflector(w, k * n + k + 1, tau[k], rows, j * n + k + 1, n - k - 1);
  }
  return { d, e, rows };
}

/** Trailing block <- H block H = block - v qᵀ - q vᵀ, with p = tau block v and q = p - (tau pᵀv / 2) v. */
function updateTrailing(w: Float64Array, n: number, k: number, tau: number, p: Float64Array): void {
  const at = k * n + k + 1;
  const len = n - k - 1;
  const beta = w[at];
  w[at] = 1;
  for (let i = 0; i < len; i++) p[i] = tau * dot(w, (k + 1 + i) * n + k + 1, w, at, len);
  const half = (tau * dot(p, 0, w, at, len)) / 2;
  for (let i = 0; i < len; i++) p[i] -= half * w[at + i];
  for (let i = 0; i < len; i++) {
    const row = (k + 1 + i) * n + k + 1;
    const vi = w[at + i];
    const pi = p[i];
    for (let j = 0; j < len; j++) w[row + j] -= vi * p[j] + pi * w[at + j];
  }
  w[at] = beta;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, scaled by `powerOfTwoScale`, by reduction to tridiagonal form and
 * implicit QR steps with Wilkinson's shift (Golub & Van Loan, 4th ed., §8.3.4–8.3.5; the convergence is global:
 * Wilkinson, Linear Algebra Appl. 1 (1968), 409–420).
 *
 * @param w n x n, symmetric, both triangles filled; overwritten
 * @returns values unordered, eigenvectors in the ROWS of `rows`, and whether all of them were found
 */
export function tridiagonalEigen(
  w: Float64Array,
  n: number,
): { readonly values: Float64Array; readonly rows: Float64Array; readonly converged: boolean } {
  const { d, e, rows } = reduce(w, n);
  let steps = STEPS_PER_VALUE * n;
  let high = n - 1;
  while (high > 0) {
    if (isNegligible(d, e, high - 1)) {
      high--;
      continue;
    }
    if (steps-- === 0) return { values: d, rows, converged: false };
    let low = high - 1;
    while (low > 0 && !isNegligible(d, e, low - 1)) low--;
    implicitStep(d, e, rows, n, low, high);
  }
  return { values: d, rows, converged: true };
}

/** LAPACK dsteqr's test: e² <= u² |d_i d_{i+1}|, here on square roots to stay clear of underflow. Sets e to 0. */
function isNegligible(d: Float64Array, e: Float64Array, i: number): boolean {
  const magnitude = Math.abs(e[i]);
  const bound = UNIT_ROUNDOFF * Math.sqrt(Math.abs(d[i])) * Math.sqrt(Math.abs(d[i + 1]));
  if (!(magnitude <= bound || magnitude <= NEGLIGIBLE)) return false;
  e[i] = 0;
  return true;
}

/** One implicit QR step on the unreduced block low..high (Golub & Van Loan, 4th ed., Algorithm 8.3.2). */
function implicitStep(
  d: Float64Array,
  e: Float64Array,
  rows: Float64Array,
  n: number,
  low: number,
  high: number,
): void {
  const off = e[high - 1];
  const delta = (d[high - 1] - d[high]) / 2;
  const root = Math.sqrt(delta * delta + off * off);
  const shift = d[high] - (off / (delta + (delta >= 0 ? root : -root))) * off;
  let x = d[low] - shift;
  let z = e[low];
  for (let k = low; k < high; k++) {
    // Rotation with (c, -s; s, c) (x, z)ᵀ = (r, 0)ᵀ; r takes the sign of x, so that c >= 0.
    const r = x < 0 ? -Math.hypot(x, z) : Math.hypot(x, z);
    const c = r === 0 ? 1 : x / r;
    const s = r === 0 ? 0 : -z / r;
    if (k > low) e[k - 1] = r;
    const dk = d[k];
    const ek = e[k];
    const dn = d[k + 1];
    // The 2 x 2 diagonal block in the form of tql2: one common correction keeps the trace exact but for one rounding.
    const correction = s * (s * (dn - dk) - 2 * c * ek);
    d[k] = dk + correction;
    d[k + 1] = dn - correction;
    e[k] = c * s * (dk - dn) + (c * c - s * s) * ek;
    if (k + 1 < high) {
      x = e[k];
      z = -s * e[k + 1];
      e[k + 1] *= c;
    }
    rotate(rows, k * n, (k + 1) * n, n, c, s);
  }
}
