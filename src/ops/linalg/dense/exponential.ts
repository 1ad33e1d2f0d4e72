import { padeCoefficients, padePlan } from "./expm.ts";
import { lu } from "./lu.ts";
import { matmul } from "./matmul.ts";
import { solveFactored } from "./solve.ts";

/**
 * A matrix polynomial in ε₁ … ε_k with ε² = 0: the coefficient of the product of the ε in a set is at the number whose bits are
 * the set; undefined stands for 0. What is computed with a + Σ εᵢ eᵢ has the derivatives along the e as its coefficients.
 */
type Jet = readonly (Float64Array | undefined)[];

/**
 * Derivatives are as accurate as values where the norm is smaller by this factor (Al-Mohy & Higham, SIAM J. Matrix Anal. Appl. 30
 * (2009), 1639–1657, Table 6.1: the largest ratio of θ to ℓ over the degrees used).
 */
const DERIVATIVE_MARGIN = 1.4;

/**
 * The exponential of an n x n matrix, or its derivative along all of the directions: scaling and squaring of Padé approximants
 * (see `expm.ts`) on jets.
 */
export function exponential(a: Float64Array, directions: readonly Float64Array[], n: number): Float64Array {
  const { degree, squarings } = padePlan(norm1(a, n) * (directions.length > 0 ? DERIVATIVE_MARGIN : 1));
  const x = new Array<Float64Array | undefined>(1 << directions.length).fill(undefined);
  const scale = 2 ** -squarings;
  for (const [i, part] of [a, ...directions].entries())
    x[i === 0 ? 0 : 1 << (i - 1)] = part.map((value) => value * scale);
  const { u, v } = numerators(x, padeCoefficients[degree], n);
  let result = quotient(combine([v, u], [1, 1]), combine([v, u], [1, -1]), n);
  for (let i = 0; i < squarings; i++) result = times(result, result, n);
  return result[x.length - 1] ?? new Float64Array(n * n);
}

/** Largest sum of magnitudes of a column. */
function norm1(a: Float64Array, n: number): number {
  let largest = 0;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.abs(a[i * n + j]);
    if (!(sum <= largest)) largest = sum;
  }
  return largest;
}

/** The odd part u and the even part v of the numerator of the approximant. */
function numerators(a: Jet, b: readonly number[], n: number): { readonly u: Jet; readonly v: Jet } {
  const identity = new Float64Array(n * n);
  for (let i = 0; i < n; i++) identity[i * n + i] = 1;
  const one: Jet = a.map((_, set) => (set === 0 ? identity : undefined));
  const powers = [one, times(a, a, n)];
  const half = b.length <= 10 ? (b.length - 2) / 2 : 3;
  while (powers.length <= half) powers.push(times(powers[powers.length - 1], powers[1], n));
  const sum = (from: number): Jet =>
    combine(
      powers,
      powers.map((_, i) => b[2 * i + from]),
    );
  if (b.length <= 10) return { u: times(a, sum(1), n), v: sum(0) };
  // Degree 13: the coefficients from b₈ on are multiplied by a⁶ once more.
  const high = (from: number): Jet =>
    times(powers[3], combine(powers.slice(1), [b[8 + from], b[10 + from], b[12 + from]]), n);
  return { u: times(a, combine([high(1), sum(1)], [1, 1]), n), v: combine([high(0), sum(0)], [1, 1]) };
}

/** Σ factors[i] · jets[i] */
function combine(jets: readonly Jet[], factors: readonly number[]): Jet {
  return jets[0].map((_, set) => {
    let out: Float64Array | undefined;
    jets.forEach((jet, i) => {
      const part = jet[set];
      if (part === undefined) return;
      out ??= new Float64Array(part.length);
      for (let at = 0; at < out.length; at++) out[at] += factors[i] * part[at];
    });
    return out;
  });
}

/** Σ over the subsets of each set of x[subset] · y[rest]; with `proper` without the empty subset. */
function times(x: Jet, y: Jet, n: number, proper = false): Jet {
  return x.map((_, set) => {
    let out: Float64Array | undefined;
    for (let subset = set; subset >= (proper ? 1 : 0); subset = subset === 0 ? -1 : (subset - 1) & set) {
      const [left, right] = [x[subset], y[set ^ subset]];
      if (left === undefined || right === undefined) continue;
      const product = matmul(left, right, n, n, n);
      if (out === undefined) out = product;
      else for (let at = 0; at < out.length; at++) out[at] += product[at];
    }
    return out;
  });
}

/** x with y x = b, one coefficient after the other: those of smaller sets are known by then. */
function quotient(b: Jet, y: Jet, n: number): Jet {
  const { lu: factors, pivots } = lu(y[0] as Float64Array, n, n);
  const x = new Array<Float64Array | undefined>(b.length).fill(undefined);
  for (let set = 0; set < b.length; set++) {
    const known = times(y, x, n, true)[set];
    const rest = combine([[b[set]], [known]], [1, -1])[0];
    x[set] = rest && solveFactored(factors, pivots, rest, n, n).x;
  }
  return x;
}
