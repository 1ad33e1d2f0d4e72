import { lu } from "./lu.ts";
import { matmul } from "./matmul.ts";
import { restoreRows } from "./solve.ts";
import { svd } from "./svd.ts";
import { solveTriangular } from "./triangular.ts";

/** x = fraction · 2^exponent, with the fraction far from both ends of the range. */
function split(x: number): readonly [fraction: number, exponent: number] {
  const size = Math.abs(x);
  if (size > 2 ** 300) return [x * 2 ** -600, 600];
  return size < 2 ** -300 ? [x * 2 ** 600, -600] : [x, 0];
}

/** The determinant of an n x n matrix, by LU factors (Golub & Van Loan, 4th ed., §3.2.2); products on the way may be huge. */
export function determinant(a: Float64Array, n: number): number {
  const { lu: factors, sign } = lu(a, n, n);
  let product: number = sign;
  let exponent = 0;
  for (let i = 0; i < n; i++) {
    const [pivot, ofPivot] = split(factors[i * n + i]);
    const [fraction, ofProduct] = split(product * pivot);
    product = fraction;
    exponent += ofPivot + ofProduct;
  }
  // Step by step, for 2^exponent itself may be out of range; a product of 0 ends in 0.
  for (; exponent > 0 && Number.isFinite(product) && product !== 0; exponent -= 600) product *= 2 ** 600;
  for (; exponent < 0 && product !== 0; exponent += 600) product *= 2 ** -600;
  return product;
}

/** Sign and logarithm of the magnitude of the determinant; 0 and -Infinity for a singular matrix. */
export function signedLogDeterminant(a: Float64Array, n: number): readonly [sign: number, logabs: number] {
  const { lu: factors, sign } = lu(a, n, n);
  let logabs = 0;
  let total = sign;
  for (let i = 0; i < n; i++) {
    const pivot = factors[i * n + i];
    logabs += Math.log(Math.abs(pivot));
    total *= Math.sign(pivot);
  }
  return total === 0 ? [0, -Infinity] : [total, logabs];
}

/**
 * The matrix of cofactors, the derivative of the determinant: det(a) a⁻ᵀ where a is invertible, and right where it is not.
 *
 * With a[pivots] = l u it is cof(l) cof(u) with rows put back. cof(l) = l⁻ᵀ, and cof(u) is found from the leading blocks of u
 * without any division: for u = [v c; 0 μ], cof(u) = [μ cof(v), 0; -cᵀ cof(v), det(v)].
 */
export function cofactors(a: Float64Array, n: number): Float64Array {
  if (n === 2) return Float64Array.of(a[3], 0 - a[2], 0 - a[1], a[0]); // without rounding
  const { lu: factors, pivots, sign } = lu(a, n, n);
  const c = new Float64Array(n * n);
  let det = sign;
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < k; j++) {
      let sum = 0;
      for (let i = j; i < k; i++) sum += factors[i * n + k] * c[i * n + j];
      c[k * n + j] = 0 - sum;
    }
    c[k * n + k] = det;
    const pivot = factors[k * n + k];
    for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) c[i * n + j] *= pivot;
    det *= pivot;
  }
  const { x } = solveTriangular(factors, c, n, n, { lower: true, transpose: true, unitDiagonal: true });
  return restoreRows(x, pivots, n, n);
}

/**
 * The derivative of {@link cofactors} along e, which is also right at singular matrices; NaN where a is not finite.
 *
 * With a = u s vᵀ and m = uᵀ e v it is det(u) det(v) u g vᵀ, since cofactors of products are products of cofactors. The
 * derivative g at the diagonal matrix s has for i ≠ j the elements -p_ij m_ji, and on the diagonal Σ_j p_ij m_jj, where p_ij
 * is the product of all singular values but two.
 */
export function cofactorsAlong(a: Float64Array, e: Float64Array, n: number): Float64Array {
  if (n === 2) return cofactors(e, n); // in which the cofactors are linear
  const { u, s, vh, converged } = svd(a, n, n);
  if (!converged) return new Float64Array(n * n).fill(NaN);
  const m = matmul(matmul(u, e, n, n, n, { transposeA: true }), vh, n, n, n, { transposeB: true });
  const sign = Math.sign(determinant(u, n)) * Math.sign(determinant(vh, n));
  const g = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      let product = sign;
      for (let l = 0; l < n; l++) if (l !== i && l !== j) product *= s[l];
      g[i * n + j] = -product * m[j * n + i];
      g[i * n + i] += product * m[j * n + j];
    }
  }
  return matmul(matmul(u, g, n, n, n), vh, n, n, n);
}
