/**
 * Modified Bessel functions of real order, scaled, with derivatives of any order in the order and the argument: integrals of smooth
 * positive functions, differentiated under the integral. Each is a logarithm and a factor, so nothing overflows.
 */
import { add, exp, logOf, multiply, type Pair, polynomial, subtract, twoProduct, twoSum } from "./extended.ts";
import { digamma, lgamma } from "./gamma.ts";
import { powerOrder } from "./gammaOrders.ts";
import { logGamma } from "./stirling.ts";
import { expTail, integrate, tilt } from "./quadrature.ts";

const DROP = 44; // integrals end where the exponential has fallen by e^-44

/** A logarithm and what its exponential multiplies. */
interface Scaled {
  readonly log: Pair;
  readonly factor: number;
}

/** ∫ f from 0 to `end`, which may be negative, in panels of length 4: for f with structure on the scale 1 all the way. */
function integrateFar(f: (u: number) => number, end: number): number {
  const count = Math.ceil(Math.abs(end) / 4);
  let sum = 0;
  for (let k = 0; k < count; k++) sum += integrate(f, (k * end) / count, ((k + 1) * end) / count);
  return sum;
}

/** About where an increasing f >= 0 reaches the height, at most the limit; `scale` is where it starts to rise. */
function endOf(f: (u: number) => number, scale: number, height: number, limit = Infinity): number {
  let high = Math.max(scale, 1e-300); // 0 where the largest floats overflow
  while (high < limit && f(high) < height) high *= 2;
  let low = 0.5 * high;
  high = Math.min(high, limit);
  while (f(high) > 1.2 * height && high - low > 1e-3 * high) {
    const middle = 0.5 * (low + high);
    if (f(middle) < height) low = middle;
    else high = middle;
  }
  return high;
}

// ---------------------------------------------------------------- K

/** cosh u - 1 without cancellation. */
function coshTail(u: number): number {
  const s = Math.sinh(0.5 * u);
  return 2 * s * s;
}

/** ∫_0^∞ t^n (cosh t - 1)^m e^(-x (cosh t - 1)) c(vt) dt, c = cosh for even n, else sinh; v >= 0 (DLMF 10.32.9). */
function kIntegral(n: number, m: number, v: number, x: number): Scaled {
  const peak = Math.asinh(v / x); // of v t - x cosh t
  const c = Math.hypot(v, x);
  // The exponent c (cosh u - 1) + v (sinh u - u), t = peak + u
  const right = (u: number): number => c * coshTail(u) + 0.5 * v * (expTail(u) - expTail(-u));
  const left = (u: number): number => (x / (c + v)) * x * coshTail(u) + v * expTail(-u);
  const rest = (u: number): number => {
    const t = peak + u;
    const even = n % 2 === 0 ? 0.5 * (1 + Math.exp(-2 * v * t)) : -0.5 * Math.expm1(-2 * v * t);
    return even * t ** n * coshTail(t) ** m;
  };
  const scale = Math.min(1 / Math.sqrt(c), 1);
  const height = DROP + n + m;
  const above = integrateFar((u) => Math.exp(-right(u)) * rest(u), endOf(right, scale, height));
  const below = integrateFar((u) => Math.exp(-left(u)) * rest(-u), endOf(left, scale, height, peak));
  return { log: [v * peak - x * coshTail(peak), 0], factor: above + below };
}

/** log(e^x K_v(x)); all v, x >= 0; 8 ulp of the largest of 1, v and the logarithm. @source DLMF 10.32.9. */
export function logKve(v: number, x: number): number {
  if (!(x >= 0 && Math.abs(v) < Infinity)) return NaN;
  if (x === 0 || x === Infinity) return x === 0 ? Infinity : -Infinity;
  const { log, factor } = kIntegral(0, 0, Math.abs(v), x);
  return log[0] + Math.log(factor);
}

/** e^x K_v(x); as logKve. @source DLMF 10.32.9. */
export function kve(v: number, x: number): number {
  if (!(x >= 0 && Math.abs(v) < Infinity)) return NaN;
  if (x === 0 || x === Infinity) return x === 0 ? Infinity : 0;
  const { log, factor } = kIntegral(0, 0, Math.abs(v), x);
  return log[0] > 700 ? Math.exp(log[0] + Math.log(factor)) : exp(log) * factor;
}

/** (-1)^m times ∂ⁿ⁺ᵐ/∂vⁿ∂xᵐ of e^x K_v(x), over it; whole n, m (0 where one is negative). @source DLMF 10.32.9. */
export function kveQuotient(n: number, m: number, v: number, x: number): number {
  if (n < 0 || m < 0) return 0;
  if (!(x > 0 && x < Infinity && Math.abs(v) < Infinity)) return NaN;
  const ratio = kIntegral(n, m, Math.abs(v), x).factor / kIntegral(0, 0, Math.abs(v), x).factor;
  return v < 0 && n % 2 === 1 ? -ratio : ratio;
}

// ---------------------------------------------------------------- I

/**
 * ∫ (2σ)^m δ_n (2xσ(1 - σ))^p e^(-2xσ) du over the line, p = v + 1/2 > 0, σ = 1/(1 + e^-u) (DLMF 10.32.2 with cos θ = 1 - 2σ);
 * δ_n are derivatives of t^p/Γ(p) over it, t = 2xσ(1 - σ), as in gammaOrders.ts.
 */
function iIntegral(n: number, m: number, v: number, x: number): Scaled {
  const p = v + 0.5;
  const s = p / (p + x + Math.hypot(p, x)); // σ at the peak: p (1 - 2s) = 2x s r
  const r = 1 - s;
  const t = 2 * x * s * r;
  const logRatio = (u: number): number => (u > 0 ? tilt(r, s, u) : tilt(s, r, -u)); // log(r + s e^u) - s u
  const f = (u: number): number => {
    const moved = u > 0 ? -Math.expm1(-u) / (s + r * Math.exp(-u)) : Math.expm1(u) / (r + s * Math.exp(u));
    return 2 * p * logRatio(u) + t * (moved - u);
  };
  const c = n > 0 ? powerOrder(n, p - 1) : [1];
  const slope = n > 0 ? Math.log(t) - digamma(p) : 0;
  const rest = (u: number): number => {
    const poly = n > 0 ? polynomial(c, slope + (r - s) * u - 2 * logRatio(u)) : 1;
    return m > 0 ? ((2 * s) / (s + r * Math.exp(-u))) ** m * poly : poly;
  };
  const scale = Math.min(1 / Math.sqrt(p), 1);
  const height = DROP + n + m;
  const value = (u: number): number => Math.exp(-f(u)) * rest(u);
  const middle = Math.log(r / s); // there are poles at ± iπ from it
  const right = endOf(f, scale, height);
  const left = endOf((u) => f(-u), scale, height);
  const above =
    middle > 0.5 && middle < right ? tail(value, middle, right) - integrate(value, middle, 0) : tail(value, 0, right);
  return { log: iLogarithm(v, x, s), factor: above - tail(value, 0, -left) };
}

/** p log(2 x s (1 - s)) - 2 x s - log Γ(p): large parts cancel, so in double-double; s itself moves it only to second order. */
function iLogarithm(v: number, x: number, s: number): Pair {
  const p = twoSum(v, 0.5);
  if (!(x < 1e290 && x > 1e-290 && v < 1e15))
    return [p[0] * Math.log(2 * x * s * (1 - s)) - 2 * x * s - lgamma(p[0]), 0];
  const twice = twoProduct(2 * x, s);
  const power = multiply(p, logOf(multiply(twice, twoSum(1, -s))));
  const rest = add(logGamma(p[0]), [p[1] * digamma(p[0]), 0]);
  return subtract(subtract(power, twice), rest);
}

/** ∫ f, in two parts where it falls slowly: by rate p = 1/2 or so. */
function tail(f: (u: number) => number, from: number, to: number): number {
  if (Math.abs(to - from) < 25) return integrate(f, from, to);
  const between = from + 6 * Math.sign(to - from);
  return integrate(f, from, between) + integrate(f, between, to);
}

/** log(e^-x I_v(x)); v > -1/2, x >= 0; 4 ulp of the larger of 1 and the logarithm. @source DLMF 10.32.2. */
export function logIve(v: number, x: number): number {
  if (!(x >= 0 && v > -0.5) || v === Infinity) return NaN;
  if (x === 0) return v === 0 ? 0 : v < 0 ? Infinity : -Infinity;
  if (x === Infinity) return -Infinity;
  const { log, factor } = iIntegral(0, 0, v, x);
  return log[0] + (log[1] + Math.log(factor) - 0.5 * Math.log(2 * Math.PI * x));
}

/** e^-x I_v(x); as logIve. @source DLMF 10.32.2. */
export function ive(v: number, x: number): number {
  if (!(x >= 0 && v > -0.5) || v === Infinity) return NaN;
  if (x === 0) return v === 0 ? 1 : v < 0 ? Infinity : 0;
  if (x === Infinity) return 0;
  const { log, factor } = iIntegral(0, 0, v, x);
  return (exp(log) * factor) / Math.sqrt(2 * Math.PI * x);
}

/** The integral of I_v with (2σ)^m and n derivatives of t^p/Γ(p), over that without; 0 where n or m is negative. @source DLMF 10.32.2. */
export function iveQuotient(n: number, m: number, v: number, x: number): number {
  if (n < 0 || m < 0) return 0;
  if (!(x > 0 && x < Infinity && v > -0.5 && v < Infinity)) return NaN;
  return iIntegral(n, m, v, x).factor / iIntegral(0, 0, v, x).factor;
}

/** I_(v + 1)(x)/I_v(x); v > -1/2, x >= 0; 4 ulp, 64 for x > 30. @source DLMF 10.33.1, above 30 the mean of cos θ in 10.32.2. */
export function besselRatio(v: number, x: number): number {
  if (!(x >= 0 && v > -0.5) || v === Infinity) return NaN;
  if (x === Infinity) return 1;
  if (x > 30 + v) return 1 - iveQuotient(0, 1, v, x);
  let ratio = 0;
  for (let k = Math.min(30 + Math.ceil(x), 80); k >= 1; k--) ratio = x / (2 * (v + k) + x * ratio);
  return ratio;
}
