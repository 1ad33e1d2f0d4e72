/**
 * The gamma function family, float64. Accuracy comes from log Γ in double-double (stirling.ts): Stirling's series after an upward shift.
 */
import { add, divide, exp, log, multiply, type Pair, polynomial, subtract, twoSum } from "./extended.ts";
import { logBeta, logGamma, logGammaDrop, SHIFT_TO } from "./stirling.ts";
import { EULER_MACLAURIN } from "./constants.ts";
import { cospi, pow, sinpi } from "./elementary.ts";
import { DIGAMMA_AT_ROOT, DIGAMMA_ROOT, LGAMMA_1P, LGAMMA_2P } from "./tables.ts";

const MAX_FACTORIAL = 170; // 171! > 1.8e308

let factorials: Float64Array | undefined;

/** n! correctly rounded for integers 0 <= n <= 170, computed once in exact integers. */
function exactFactorial(n: number): number {
  if (factorials === undefined) {
    factorials = new Float64Array(MAX_FACTORIAL + 1);
    let product = 1n;
    for (let k = 0; k <= MAX_FACTORIAL; k++) {
      if (k > 0) product *= BigInt(k);
      factorials[k] = Number(product);
    }
  }
  return factorials[n];
}

/** Sign of Γ(x): 1 or -1; all x, NaN at negative integers, by the sign of zero at ±0; exact. @source SciPy special.gammasgn; DLMF 5.2(i). */
export function gammasgn(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > 0) return 1;
  if (x === 0) return Object.is(x, -0) ? -1 : 1;
  if (Number.isInteger(x) || x === -Infinity) return NaN;
  return Math.floor(x) % 2 === 0 ? 1 : -1;
}

/** Γ(x); all x, poles NaN at negative integers and ±∞ at ±0; 1.5 ulp (integers exact to rounding), 3 ulp below -20. @source DLMF 5.11.1, 5.5.3 (stirling.ts). */
export function gamma(x: number): number {
  if (Number.isInteger(x)) {
    if (x > 0) return x <= MAX_FACTORIAL + 1 ? exactFactorial(x - 1) : Infinity;
    return x === 0 ? 1 / x : NaN;
  }
  if (!Number.isFinite(x)) return x > 0 ? Infinity : NaN;
  if (x > 172) return Infinity;
  if (Math.abs(x) < 1e-20) return 1 / x;
  if (x < -190) return Math.floor(x) % 2 === 0 ? 0 : -0;
  return gammasgn(x) * exp(logGamma(x));
}

/** log|Γ(x)|; all x, ∞ at the poles and ±∞; 1.5 ulp for x > 0, absolute 2^-66 near its negative roots. @source DLMF 5.11.1, 5.7.3. */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (Math.abs(x) === Infinity || (x <= 0 && Number.isInteger(x))) return Infinity;
  if (Math.abs(x) < 1e-20) return -Math.log(Math.abs(x));
  if (Math.abs(x - 1) <= 0.0625) return (x - 1) * polynomial(LGAMMA_1P, x - 1) + 0; // + 0: no -0 at 1
  if (Math.abs(x - 2) <= 0.0625) return (x - 2) * polynomial(LGAMMA_2P, x - 2) + 0;
  if (x > 1e20) return x * (Math.log(x) - 1);
  return logGamma(x)[0];
}

/** log Γ(1 + x) without forming 1 + x; x > -1, as lgamma elsewhere; 2 ulp. @source DLMF 5.7.3. */
export function lgamma1p(x: number): number {
  if (Math.abs(x) <= 0.0625) return x * polynomial(LGAMMA_1P, x) + 0;
  const [sum, low] = twoSum(1, x);
  if (low === 0 || !Number.isFinite(x) || isPole(sum)) return lgamma(sum);
  return lgamma(sum) + low * digamma(sum);
}

// B_2k/(2k) for k >= 2, the digamma tail after 1/(12 z²) (DLMF 5.11.2), signs as subtracted; z >= 14.
const DIGAMMA_TAIL: readonly number[] = [
  -1 / 120,
  1 / 252,
  -1 / 240,
  1 / 132,
  -691 / 32760,
  1 / 12,
  -3617 / 8160,
  43867 / 14364,
];

/** ψ(x) for 0 != x > -20, x < 1e17, in double-double; absolute error about 2^-63. */
function digammaPair(x: number): Pair {
  const steps = Math.max(0, Math.ceil(SHIFT_TO - x));
  let sum: Pair = [0, 0];
  for (let k = steps - 1; k >= 0; k--) sum = add(sum, divide([1, 0], twoSum(x, k)));
  const z = twoSum(x, steps);
  const r = 1 / z[0];
  const s = r * r;
  const half = divide([0.5, 0], z);
  const tail = s / 12 + s * s * polynomial(DIGAMMA_TAIL, s);
  return subtract(subtract(subtract(logPairOf(z), half), [tail, 0]), sum);
}

function logPairOf(z: Pair): Pair {
  const base = log(z[0]);
  return add(base, [z[1] / z[0], 0]);
}

/**
 * ψ(x) = Γ'(x)/Γ(x); all x, ∓∞ at ±0, NaN at negative integers; 1.5 ulp for x > 0, absolute 2^-62 near the negative roots (2^-49
 * below -20, where it is reflected).
 * @source DLMF 5.11.2, 5.5.4; Taylor series about the positive root kept as hi + lo (as Boost does).
 */
export function digamma(x: number): number {
  if (Number.isNaN(x) || x === -Infinity) return NaN;
  if (x === 0) return -1 / x;
  if (x < 0 && Number.isInteger(x)) return NaN;
  if (x > 1e17) return Math.log(x);
  if (Math.abs(x) < 1e-20) return -1 / x;
  const d = x - DIGAMMA_ROOT[0] - DIGAMMA_ROOT[1];
  if (Math.abs(d) < 0.0625) return d * polynomial(DIGAMMA_AT_ROOT, d);
  if (x > -20) return digammaPair(x)[0];
  // ψ(x) = ψ(-x) - 1/x - π cot πx (DLMF 5.5.2, 5.5.4)
  return digammaPair(-x)[0] - 1 / x - (Math.PI * cospi(x)) / sinpi(x);
}

/** ψ'(x); as polygamma(1, x). @source DLMF 5.15.1. */
export function trigamma(x: number): number {
  return polygamma(1, x);
}

/**
 * ψ^(n)(x), integer n >= 0, x no pole; 4 ulp for x > 0 and for odd n, 16 near the roots of even n; NaN at negative integers (∞ there for odd n).
 * @source (-1)^(n+1) n! ζ(n + 1, x), DLMF 25.11.12; reflection DLMF 5.15.6 below -20.
 */
export function polygamma(n: number, x: number): number {
  if (!(n >= 0) || !Number.isInteger(n) || Number.isNaN(x)) return NaN;
  if (n === 0) return digamma(x);
  if (x <= 0 && Number.isInteger(x)) return n % 2 === 1 ? Infinity : NaN;
  const sign = n % 2 === 1 ? 1 : -1;
  if (x === -Infinity) return NaN;
  if (x === Infinity) return sign * 0;
  if (x > -20 || n > 60) {
    const z = hurwitz(n + 1, nearZero(x));
    return n <= MAX_FACTORIAL
      ? sign * exactFactorial(n) * z
      : sign * Math.sign(z) * Math.exp(lgamma(n + 1) + Math.log(Math.abs(z)));
  }
  // ψ^(n)(x) = (-1)^n ψ^(n)(1 - x) - π d^n/dx^n cot πx
  return -sign * polygamma(n, 1 - x) + sign * pow(Math.PI, n + 1) * cotangentPolynomial(n, cospi(x) / sinpi(x));
}

/** x moved up by an integer (exactly) into (-21, ∞): for exponents above 60 the terms left out of ζ(s, x) are below 38^-60 of the rest. */
function nearZero(x: number): number {
  return x > -20 ? x : x - Math.floor(x) - 20;
}

/** Q_n(c) with d^n/dx^n cot πx = (-π)^n Q_n(cot πx): Q_0 = c, Q_(n+1) = (1 + c²) Q_n'. */
function cotangentPolynomial(n: number, c: number): number {
  let q = [0, 1];
  for (let step = 0; step < n; step++) {
    const next: number[] = new Array(q.length + 1).fill(0);
    for (let k = 1; k < q.length; k++) {
      next[k - 1] += k * q[k];
      next[k + 1] += k * q[k];
    }
    q = next;
  }
  return polynomial(q, c);
}

/** Hurwitz ζ(s, q) = sum (q + k)^-s; s > 1, q > 0 (also q < 0, not an integer, with integer s); 3 ulp. @source Euler-Maclaurin, DLMF 25.11.28. */
export function zeta(s: number, q: number): number {
  if (Number.isNaN(s) || Number.isNaN(q) || s < 1) return NaN;
  if (s === 1) return Infinity;
  if (q <= 0) {
    if (Number.isInteger(q)) return Infinity;
    if (!Number.isInteger(s) || q === -Infinity) return NaN;
    if (s > 60) return hurwitz(s, nearZero(q));
    if (q <= -20) return (s % 2 === 0 ? 1 : -1) * (polygamma(s - 1, q) / gamma(s));
  }
  if (q === Infinity) return 0;
  if (s === Infinity) return q > 1 ? 0 : q === 1 ? 1 : Infinity;
  return hurwitz(s, q);
}

/** sum (q + k)^-s for q > -20: direct terms up to q + k >= max(14, s + 10), then Euler-Maclaurin. */
function hurwitz(s: number, q: number): number {
  const goal = Math.max(14, s + 10);
  let sum = 0;
  let low = 0;
  let k = 0;
  // Terms fall below 2^-60 of the sum after about 42 q/s < 42 steps past 1 when s is large, so the loop is short.
  for (; q + k < goal && k < 10000; k++) {
    const term = shiftedPower(q, k, -s);
    const next = sum + term;
    if (!Number.isFinite(next)) return next;
    low += sum === 0 ? 0 : Math.abs(sum) >= Math.abs(term) ? term - (next - sum) : sum - (next - term);
    sum = next;
    if (q + k > 1 && Math.abs(term) < 1e-19 * Math.abs(sum)) return sum + low;
  }
  const w = q + k;
  let rising = s / w; // s (s + 1) ··· (s + 2j - 2) / w^(2j - 1)
  let tail = 0;
  for (let j = 0; j < EULER_MACLAURIN.length; j++) {
    tail += EULER_MACLAURIN[j] * rising;
    rising *= ((s + 2 * j + 1) / w) * ((s + 2 * j + 2) / w);
  }
  return sum + (low + shiftedPower(q, k, 1 - s) * (1 / (s - 1) + (0.5 + tail) / w));
}

/** (q + k)^y with the rounding error of q + k put back. */
function shiftedPower(q: number, k: number, y: number): number {
  const [sum, low] = twoSum(q, k);
  return pow(sum, y) * (1 + (y * low) / sum);
}

/** log|B(a, b)| = lgamma(a) + lgamma(b) - lgamma(a + b); all a, b; 2 ulp for a, b > 0 (absolute 2^-66 where B = 1). @source DLMF 5.12.1. */
export function lbeta(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
  if ((a === 1 && b > 0) || (b === 1 && a > 0)) return -Math.log(a === 1 ? b : a) + 0; // exact on this part of the curve B = 1
  if (inPairRange(a) && inPairRange(b)) return logBeta(a, b)[0];
  if (a > 0 && b > 0) {
    if (a === Infinity || b === Infinity) return -Infinity;
    if (Math.max(a, b) > 1e290) return hugeLogBeta(Math.min(a, b), Math.max(a, b));
    // One argument is tiny: B(a, b) = 1/a - ... , relative error min(a, b)
    const small = Math.min(a, b);
    const large = Math.max(a, b);
    return small < 1e-280 && large < 1e-20 ? Math.log((a + b) / a / b) : -Math.log(small);
  }
  if (isPole(a) || isPole(b)) return Math.log(Math.abs(beta(a, b)));
  return lgamma(a) + lgamma(b) - lgamma(a + b);
}

/** log B for b > 1e290: Γ(a) b^-a, or by Stirling's main terms where a is large too. */
function hugeLogBeta(a: number, b: number): number {
  return a < 1e200 ? lgamma(a) - a * Math.log(b) : -(a * Math.log1p(b / a) + b * Math.log1p(a / b));
}

/** Whether Γ has a pole at x. */
function isPole(x: number): boolean {
  return x <= 0 && Number.isInteger(x);
}

function inPairRange(x: number): boolean {
  return x > 1e-280 && x < 1e290;
}

/** B(a, b) = Γ(a) Γ(b)/Γ(a + b); all a, b; 2 ulp for a, b > 0, 4 ulp elsewhere. @source DLMF 5.12.1. */
export function beta(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
  if (inPairRange(a) && inPairRange(b)) return exp(logBeta(a, b));
  if (a > 0 && b > 0) return Math.exp(lbeta(a, b));
  return betaReflected(a, b);
}

/** B for a non-positive argument: SciPy's conventions at the poles, else exp of the log magnitudes with signs. */
function betaReflected(a: number, b: number): number {
  if (isPole(a) || isPole(b)) {
    const [m, y] = isPole(a) ? [a, b] : [b, a];
    // B(-m, y) for integer y <= m is finite: (-1)^y B(1 + m - y, y) (SciPy beta_negint)
    if (!Number.isInteger(y) || y <= 0 || y > -m) return Infinity;
    return (y % 2 === 0 ? 1 : -1) * beta(1 - m - y, y);
  }
  if (isPole(a + b)) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return NaN;
  const sum = twoSum(a, b);
  const drop: Pair = [sum[1] * digamma(sum[0]), 0];
  const size = subtract(add(logGamma(a), logGamma(b)), add(logGamma(sum[0]), drop));
  return gammasgn(a) * gammasgn(b) * gammasgn(sum[0]) * exp(size);
}

/** x! = Γ(x + 1); 0 for x < 0 as in SciPy's factorial; integers correctly rounded, else 2 ulp. @source DLMF 5.4.1. */
export function factorial(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x < 0) return 0;
  if (x > MAX_FACTORIAL + 1) return Infinity;
  if (Number.isInteger(x)) return x <= MAX_FACTORIAL ? exactFactorial(x) : Infinity;
  const [sum, low] = twoSum(x, 1);
  if (Math.abs(x) < 1e-3) return Math.exp(lgamma1p(x));
  return gamma(sum) * (1 + low * digamma(sum));
}

/** Binomial coefficient of real n >= k >= 0; 0 outside (as SciPy's comb); exact for integers below 2^53, else 3 ulp. @source DLMF 1.2.6. */
export function comb(n: number, k: number): number {
  if (Number.isNaN(n) || Number.isNaN(k)) return NaN;
  if (k > n || n < 0 || k < 0) return 0;
  if (n > 1e290) return k === 0 ? 1 : n === Infinity ? Infinity : Math.exp(-Math.log(n) - lbeta(n - k + 1, k + 1));
  const j = Number.isInteger(n) && Number.isInteger(k) ? Math.min(k, n - k) : k;
  if (Number.isInteger(j) && j <= 60) {
    let product: Pair = [1, 0];
    for (let i = 1; i <= j; i++) {
      product = divide(multiply(product, twoSum(n, i - j)), [i, 0]);
      if (!(product[0] <= 1e280)) return combByBeta(n, k);
    }
    return product[0];
  }
  return combByBeta(n, k);
}

function combByBeta(n: number, k: number): number {
  // C(n, k) = 1/((n + 1) B(n - k + 1, k + 1)); what rounding takes from the three arguments comes back to first order.
  const [top, topLow] = twoSum(n, 1);
  const rest = add(twoSum(n, -k), [1, 0]);
  const [low, lowLow] = twoSum(k, 1);
  const psi = digamma(rest[0] + low);
  const shift = topLow / top + rest[1] * (digamma(rest[0]) - psi) + lowLow * (digamma(low) - psi);
  const logarithm = add(add(log(top), logBeta(rest[0], low)), [shift, 0]);
  return exp([-logarithm[0], -logarithm[1]]);
}

/** Pochhammer's (x)_n = Γ(x + n)/Γ(x); integer n by products, else 4 ulp for x, x + n > 0. @source DLMF 5.2.5. */
export function poch(x: number, n: number): number {
  if (Number.isNaN(x) || Number.isNaN(n)) return NaN;
  if (n === 0) return 1;
  if (Number.isInteger(n) && Math.abs(n) <= 60) return pochByProduct(x, n);
  const sum = x + n;
  if (x > 0 && n > 0 && x >= SHIFT_TO && x < 1e290) {
    const drop = logGammaDrop(n, x);
    return exp([-drop[0], -drop[1]]);
  }
  if (isPole(sum)) return isPole(x) ? pochAtPoles(x, n) : Infinity;
  if (isPole(x)) return 0;
  if (x > 1e290 || sum === Infinity) return n > 0 ? Infinity : 0;
  if (!Number.isFinite(sum) || Math.abs(sum) > 1e290 || Math.abs(x) < 1e-290)
    return gammasgn(x) * gammasgn(sum) * Math.exp(lgamma(sum) - lgamma(x));
  const low = twoSum(x, n)[1] * digamma(sum);
  return gammasgn(x) * gammasgn(sum) * exp(add(subtract(logGamma(sum), logGamma(x)), [low, 0]));
}

/** Both ends at poles: (x)_n = (-1)^n (1 - x - n)_n, a ratio of factorials. */
function pochAtPoles(x: number, n: number): number {
  const value = poch(1 - x - n, n);
  return n % 2 === 0 ? value : -value;
}

/** x (x + 1) ··· (x + n - 1), or its reciprocal 1/((x + n) ··· (x - 1)) for n < 0, while a double-double holds it. */
function pochByProduct(x: number, n: number): number {
  if (Math.abs(x) > 1e15 || Math.abs(x) < 1e-200) {
    let plain = 1;
    for (let k = 0; k < Math.abs(n); k++) plain *= n > 0 ? x + k : x - 1 - k;
    return n > 0 ? plain : 1 / plain;
  }
  let product: Pair = [1, 0];
  for (let k = 0; k < Math.abs(n); k++) {
    const next = multiply(product, n > 0 ? twoSum(x, k) : twoSum(x, -1 - k));
    if (!(Math.abs(next[0]) <= 1e280)) return n > 0 ? pochRest(product[0], x, k, n) : 0;
    product = next;
  }
  return n > 0 ? product[0] : 1 / product[0];
}

function pochRest(start: number, x: number, k: number, n: number): number {
  let product = start;
  for (let i = k; i < n; i++) product *= x + i;
  return product;
}
