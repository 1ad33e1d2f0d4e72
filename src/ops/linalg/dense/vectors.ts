/**
 * Vector kernels shared by the dense algorithms: contiguous dot products, safe Euclidean norms, exact power-of-two
 * scaling, transposition and the sign convention of eigenvectors and singular vectors.
 */

/** Unit roundoff of float64, 2^-53 (LAPACK `dlamch("Epsilon")`). */
export const UNIT_ROUNDOFF: number = 2 ** -53;

/**
 * x[xo..xo+n) · y[yo..yo+n). Four partial sums break the dependency chain of the additions (about three times as fast
 * in V8) and also shorten the error bound (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1).
 */
export function dot(x: Float64Array, xo: number, y: Float64Array, yo: number, n: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    s0 += x[xo + i] * y[yo + i];
    s1 += x[xo + i + 1] * y[yo + i + 1];
    s2 += x[xo + i + 2] * y[yo + i + 2];
    s3 += x[xo + i + 3] * y[yo + i + 3];
  }
  for (; i < n; i++) s0 += x[xo + i] * y[yo + i];
  return s0 + s1 + (s2 + s3);
}

/**
 * Plane rotation of two stored vectors: (x, y) <- (c x - s y, s x + c y), with c >= 0.
 *
 * Written with tau = tan(angle / 2) = s / (1 + c) as small corrections to x and y (Rutishauser, Numerische Mathematik 9
 * (1966), 1–10), so that the rounding error of c does not scale the vectors: over a whole Jacobi process that made
 * singular values ten times as accurate.
 */
export function rotate(w: Float64Array, xo: number, yo: number, n: number, c: number, s: number): void {
  const tau = s / (1 + c);
  for (let i = 0; i < n; i++) {
    const x = w[xo + i];
    const y = w[yo + i];
    w[xo + i] = x - s * (y + tau * x);
    w[yo + i] = y + s * (x - tau * y);
  }
}

/** Between these a sum of squares has neither overflowed nor lost digits to underflow: 2^-970 = 2^-1022 * 2^52. */
const SAFE_LOW = 2 ** -970;
const SAFE_HIGH = 2 ** 1023;

/** Euclidean norm of x[xo..xo+n), free of harmful overflow and underflow; NaN and Infinity pass through. */
export function norm2(x: Float64Array, xo: number, n: number): number {
  const squares = dot(x, xo, x, xo, n);
  if (squares >= SAFE_LOW && squares <= SAFE_HIGH) return Math.sqrt(squares);
  const largest = maxAbs(x, xo, n);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const ratio = x[xo + i] / largest;
    sum += ratio * ratio;
  }
  return largest * Math.sqrt(sum);
}

/** Largest magnitude in x[xo..xo+n), NaN if a NaN is there, 0 if n is 0. */
export function maxAbs(x: Float64Array, xo: number, n: number): number {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const value = Math.abs(x[xo + i]);
    if (!(value <= largest)) {
      if (Number.isNaN(value)) return NaN;
      largest = value;
    }
  }
  return largest;
}

/** Largest entries in this range need no scaling: squares and sums of squares stay far from both ends. */
const COMFORTABLE_LOW = 2 ** -200;
const COMFORTABLE_HIGH = 2 ** 400;

/**
 * A power of two that brings the largest magnitude of `a` into a range where squares neither overflow nor underflow:
 * 1 for ordinary matrices, about 1 / largest for tiny ones, about 2^400 / largest for huge ones (not lower, so that the
 * small entries of a huge matrix keep their digits). 1 for a zero or empty matrix, NaN if an entry is NaN or infinite.
 */
export function powerOfTwoScale(a: Float64Array): number {
  const largest = maxAbs(a, 0, a.length);
  if (!Number.isFinite(largest)) return NaN;
  if (largest === 0 || (largest >= COMFORTABLE_LOW && largest <= COMFORTABLE_HIGH)) return 1;
  if (largest > COMFORTABLE_HIGH) return 2 ** (400 - Math.floor(Math.log2(largest)));
  // 2^1023 is the largest power of two there is.
  return 2 ** Math.min(1023, -Math.floor(Math.log2(largest)));
}

/** scale * a, as a new array. */
export function scaled(a: Float64Array, scale: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = a[i] * scale;
  return out;
}

/** scale * aᵀ of a row-major rows x columns matrix. */
export function transposed(a: Float64Array, rows: number, columns: number, scale = 1): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j] * scale;
  }
  return out;
}

/** The n x n identity. */
export function identity(n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) out[i * n + i] = 1;
  return out;
}

/**
 * The sign (+1 or -1) that makes the leading component of v[vo..vo+n) positive. Leading: the first one whose magnitude
 * is within a relative 1e-8 of the largest, so that components equal but for rounding do not decide by a last bit.
 */
export function leadingSign(v: Float64Array, vo: number, n: number): number {
  const threshold = maxAbs(v, vo, n) * (1 - 1e-8);
  for (let i = 0; i < n; i++) {
    if (Math.abs(v[vo + i]) >= threshold) return v[vo + i] < 0 ? -1 : 1;
  }
  return 1;
}
