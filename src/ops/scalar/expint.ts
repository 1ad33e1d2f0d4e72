/** Exponential integrals and the dilogarithm, float64. */
import { add, divide, log, multiply, type Pair, polynomial, subtract } from "./extended.ts";
import { EI_AT_ROOT, EI_ROOT } from "./tables.ts";

const EULER: Pair = [0.5772156649015329, -4.942915152430645e-18]; // DLMF 5.2.3
const MAX_TERMS = 2000;
const TINY = 1e-300;

/** sum_{k >= 1} x^k/(k k!) in double-double, |x| <= 40 (DLMF 6.6.2). */
function entireSeries(x: number): Pair {
  let power: Pair = [1, 0]; // x^k/k!
  let sum: Pair = [0, 0];
  for (let k = 1; k < 200; k++) {
    power = divide(multiply(power, [x, 0]), [k, 0]);
    const term = divide(power, [k, 0]);
    sum = add(sum, term);
    if (Math.abs(term[0]) < 1e-33 * Math.abs(sum[0])) break;
  }
  return sum;
}

/** E_1(x) = ∫_x^∞ e^-t/t dt; x >= 0; 3 ulp. @source DLMF 6.6.2 below 1.5 in double-double, 6.9.1 above. */
export function exp1(x: number): number {
  if (!(x >= 0)) return NaN;
  if (x === 0) return Infinity;
  if (x === Infinity) return 0;
  if (x <= 1.5) {
    const sum = add(add(log(x), EULER), entireSeries(-x));
    return -sum[0];
  }
  return Math.exp(-x) * expnFraction(1, x);
}

/** Principal value Ei(x) = -∫_{-x}^∞ e^-t/t dt; all x; 3 ulp, also at the root 0.3725. @source DLMF 6.6.2 in double-double, 6.12.2 above 40. */
export function expi(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x < 0) return -exp1(-x);
  if (x === 0) return -Infinity;
  const d = x - EI_ROOT[0] - EI_ROOT[1];
  if (Math.abs(d) < 0.004) return d * polynomial(EI_AT_ROOT, d);
  if (x <= 40) return add(add(log(x), EULER), entireSeries(x))[0];
  let sum = 1; // sum k!/x^k up to its smallest term, below e^-40, from the inside
  for (let k = Math.min(44, Math.floor(x)); k >= 1; k--) sum = 1 + (k / x) * sum;
  if (x < 709) return (Math.exp(x) * sum) / x;
  return x > 720 ? Infinity : ((Math.exp(x - 64) * sum) / x) * 6.235149080811617e27; // e^64
}

/** e^x E_n(x) by its continued fraction 1/(x + n - n/(x + n + 2 - 2(n + 1)/(...))), x >= 1; counted forwards, evaluated backwards. */
function expnFraction(n: number, x: number): number {
  let b = x + n;
  let c = 1 / TINY;
  let d = 1 / b;
  let levels = 1;
  for (; levels < MAX_TERMS; levels++) {
    const numerator = -levels * (n - 1 + levels);
    b += 2;
    d = 1 / (numerator * d + b || TINY);
    c = b + numerator / c || TINY;
    if (Math.abs(c * d - 1) < 1.4e-17) break;
  }
  levels += 2;
  let value = x + n + 2 * levels;
  for (let k = levels; k >= 1; k--) value = x + n + 2 * (k - 1) - (k * (n - 1 + k)) / value;
  return 1 / value;
}

/** E_n(x) = ∫_1^∞ e^(-xt) t^-n dt; integer n >= 0, x >= 0; 4 ulp. @source DLMF 8.19.8 below 1.5, 8.19.17 above. */
export function expn(n: number, x: number): number {
  if (!(n >= 0 && x >= 0) || !Number.isInteger(n)) return NaN;
  if (x === Infinity) return 0;
  if (x === 0) return n > 1 ? 1 / (n - 1) : Infinity;
  if (n === 0) return Math.exp(-x) / x;
  if (n === 1) return exp1(x);
  if (x > 1.5 || n > 60) return Math.exp(-x) * expnFraction(n, x);
  return expnSeries(n, x);
}

/** (-x)^(n-1)/(n-1)! (ψ(n) - log x) - sum_{k != n-1} (-x)^k/(k! (k - n + 1)), in double-double (DLMF 8.19.8). */
function expnSeries(n: number, x: number): number {
  let psi: Pair = [-EULER[0], -EULER[1]];
  for (let k = 1; k < n; k++) psi = add(psi, divide([1, 0], [k, 0]));
  let power: Pair = [1, 0]; // (-x)^k/k!
  let sum: Pair = [0, 0];
  for (let k = 0; k < n + 60; k++) {
    if (k > 0) power = divide(multiply(power, [-x, 0]), [k, 0]);
    const term = k === n - 1 ? multiply(power, subtract(psi, log(x))) : divide(power, [n - 1 - k, 0]);
    sum = add(sum, term);
    if (k > n && Math.abs(power[0]) < 1e-30) break;
  }
  return sum[0];
}

const PI_SQUARED_OVER_6 = 1.6449340668482264; // ζ(2)

// B_2k/(2k + 1)! for k >= 1 (DLMF 24.2.1).
const DEBYE: readonly number[] = [
  1 / 36,
  -1 / 3600,
  1 / 211680,
  -1 / 10886400,
  1 / 526901760,
  -691 / 16999766784000,
  1 / 1120863744000,
  -3617 / 181400588328960000,
  43867 / 97072790126247936000,
  -174611 / 16860010916664115200000,
  77683 / 324325300906011525120000,
];

/**
 * Spence's function ∫_1^z log t/(1 - t) dt = Li2(1 - z); z >= 0; 3 ulp.
 * @source Li2(1 - e^-u) = u - u²/4 + sum B_2k u^(2k+1)/(2k + 1)! (Debye form, from DLMF 25.12.2); DLMF 25.12.4, 25.12.6.
 */
export function spence(z: number): number {
  if (!(z >= 0)) return NaN;
  if (z === Infinity) return -Infinity;
  if (z < 0.3) {
    const product = z === 0 ? 0 : Math.log(z) * Math.log1p(-z);
    return PI_SQUARED_OVER_6 - (product + spence(1 - z));
  }
  const u = -Math.log(z);
  if (z > 3.3) return -0.5 * u * u - spence(1 / z);
  const square = u * u;
  return u - (0.25 * square - u * square * polynomial(DEBYE, square)) + 0;
}
