/**
 * Data of the scaling-and-squaring method for the matrix exponential (N. J. Higham, "The scaling and squaring method
 * for the matrix exponential revisited", SIAM J. Matrix Anal. Appl. 26 (2005), 1179–1193; N. J. Higham, "Functions of
 * Matrices", SIAM 2008, Algorithm 10.20). The method itself is composed of matmul and solve, so that its derivative
 * needs no rule of its own:
 *
 *   { degree: m, squarings: s } = padePlan(‖a‖₁);  a <- a / 2^s;  b = padeCoefficients[m]
 *   m <= 9:  u = a (b₁ I + b₃ a² + b₅ a⁴ + …),  v = b₀ I + b₂ a² + b₄ a⁴ + …
 *   m = 13:  u = a (a⁶ (b₁₃ a⁶ + b₁₁ a⁴ + b₉ a²) + b₇ a⁶ + b₅ a⁴ + b₃ a² + b₁ I),
 *            v =    a⁶ (b₁₂ a⁶ + b₁₀ a⁴ + b₈ a²) + b₆ a⁶ + b₄ a⁴ + b₂ a² + b₀ I
 *   exp(a) = solve(v - u, v + u) squared s times.
 */

/** Degrees of the diagonal Padé approximants that the method chooses from. */
export type PadeDegree = 3 | 5 | 7 | 9 | 13;

/**
 * Numerator coefficients b₀…b_m of the [m/m] Padé approximant of exp, scaled to integers with b_m = 1 (the denominator
 * has them with alternating signs): b_j = (2m-j)! / ((m-j)! j!)  (Higham 2005, eq. 2.2 and Algorithm 2.3). Each is
 * exact in float64.
 */
export const padeCoefficients: Readonly<Record<PadeDegree, readonly number[]>> = {
  3: [120, 60, 12, 1],
  5: [30240, 15120, 3360, 420, 30, 1],
  7: [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1],
  9: [17643225600, 8821612800, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1],
  13: [
    64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
    670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
  ],
};

/**
 * Largest ‖a‖₁ for which the approximant's backward error is at most 2^-53 ‖a‖ (Higham 2005, Table 2.3). Al-Mohy &
 * Higham (SIAM J. Matrix Anal. Appl. 31 (2009), 970–989) lower the last to 4.25 when norms of powers stand in for ‖a‖₁.
 */
export const padeThetas: Readonly<Record<PadeDegree, number>> = {
  3: 1.495585217958292e-2,
  5: 2.53939833006323e-1,
  7: 9.504178996162932e-1,
  9: 2.097847961257068,
  13: 5.371920351148152,
};

/**
 * Degree and number of squarings for a matrix of the given 1-norm (Higham 2005, Algorithm 2.3).
 *
 * @param norm1 ‖a‖₁, finite and >= 0; for NaN or Infinity no plan exists and squarings is 0 with degree 13
 */
export function padePlan(norm1: number): { readonly degree: PadeDegree; readonly squarings: number } {
  for (const degree of [3, 5, 7, 9] as const) if (norm1 <= padeThetas[degree]) return { degree, squarings: 0 };
  const excess = norm1 / padeThetas[13];
  return { degree: 13, squarings: excess > 1 && excess < Infinity ? Math.ceil(Math.log2(excess)) : 0 };
}
