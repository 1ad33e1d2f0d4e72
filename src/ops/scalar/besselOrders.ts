/** Bessel functions of whole order, which the derivatives of those of orders 0 and 1 need. */
import { i0, i0e, i1, i1e, j0, j1 } from "./bessel.ts";

/** I_n(x), whole n; all x; 4 ulp for small n. @source DLMF 10.29.1 for large |x|, else the continued fraction of I_n/I_(n-1). */
export function besselI(n: number, x: number): number {
  return order(n, x, i0, i1);
}

/** e^-|x| I_n(x), as besselI. */
export function besselIe(n: number, x: number): number {
  return order(n, x, i0e, i1e);
}

function order(n: number, x: number, zero: (x: number) => number, one: (x: number) => number): number {
  const m = Math.abs(n); // I_-n = I_n
  if (m === 0) return zero(x);
  if (m === 1) return one(x);
  const a = Math.abs(x);
  const sign = x < 0 && m % 2 === 1 ? -1 : 1;
  let value = one(a);
  if (!(a - a === 0) || value === Infinity) return sign * value;
  if (a > 10 * m * m) {
    // I_(k+1) = I_(k-1) - 2k/x I_k takes little away here.
    let previous = zero(a);
    for (let k = 1; k < m; k++) [previous, value] = [value, previous - ((2 * k) / a) * value];
    return sign * value;
  }
  let ratio = 0; // I_k/I_(k-1) = 1/(2k/x + I_(k+1)/I_k)
  for (let k = m + 20 + Math.ceil(a); k >= 2; k--) {
    ratio = 1 / ((2 * k) / a + ratio);
    if (k <= m) value *= ratio;
  }
  return sign * value;
}

/** J_n(x), whole n; all x; absolute 2^-50. @source DLMF 10.6.1 for |x| >= n, the power series 10.2.2 below. */
export function besselJ(n: number, x: number): number {
  const m = Math.abs(n);
  const a = Math.abs(x);
  const sign = n < 0 !== x < 0 && m % 2 === 1 ? -1 : 1; // odd orders are odd, and J_-n = (-1)^n J_n
  if (m === 0) return j0(x);
  if (m === 1) return sign * j1(a);
  if (a === Infinity) return 0;
  if (a < m) {
    let term = 1;
    for (let k = 1; k <= m; k++) term *= (0.5 * a) / k;
    let sum = 0;
    for (let k = 1; k < 100; k++) {
      sum += term;
      if (Math.abs(term) <= 1e-18 * Math.abs(sum)) break;
      term *= (-0.25 * a * a) / (k * (k + m));
    }
    return sign * sum;
  }
  let previous = j0(a);
  let value = j1(a);
  for (let k = 1; k < m; k++) [previous, value] = [value, ((2 * k) / a) * value - previous];
  return sign * value;
}
