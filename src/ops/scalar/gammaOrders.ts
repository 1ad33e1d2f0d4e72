/**
 * Derivatives of any order of the incomplete gamma function P(a, x) in a, over the density p(x; a), so that nothing underflows.
 * With t = x e^∓w both tails of p are ∫ E(w) dw, E a smooth convex exponential; under the integral, derivatives in a multiply p by
 * polynomials in log t. One integral serves all orders, to 1e-15 of the integral of sizes.
 */
import { gammaDensity } from "./densities.ts";
import { logQuotient, polynomial } from "./extended.ts";
import { digamma, polygamma } from "./gamma.ts";
import { choose, expTail, integrate, reach } from "./quadrature.ts";

const DROP = 44; // integrals end where the exponential has fallen by e^-44
const LARGE = 20;

/** log z - ψ(z + 1) for z >= 20. @source DLMF 5.11.2. */
export function logMinusDigamma(z: number): number {
  const r = 1 / (z * z);
  return -(0.5 - (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r / 132)))) / z) / z;
}

/** log x - ψ(a + 1), the derivative of log(x^a/Γ(a + 1)) in a. */
function logSlope(a: number, x: number): number {
  return a < LARGE ? Math.log(x) - digamma(a + 1) : logQuotient(x, a) + logMinusDigamma(a);
}

/** Polynomial c with sum c[j] λ^j = Γ(a + 1) t^-a dⁿ/daⁿ (t^a/Γ(a + 1)), λ = log t - ψ(a + 1): complete Bell polynomials. */
export function powerOrder(n: number, a: number): number[] {
  const rest = [1, 0]; // the same at λ = 0
  for (let m = 1; m < n; m++) {
    let sum = 0;
    for (let k = 1; k <= m; k++) sum -= choose(m, k) * polygamma(k, a + 1) * rest[m - k];
    rest.push(sum);
  }
  return Array.from({ length: n + 1 }, (_, j) => choose(n, j) * rest[n - j]);
}

/** The same for t^a/Γ(a) = a t^a/Γ(a + 1), over t^a/Γ(a): small a do not cancel. */
function densityOrder(n: number, a: number): number[] {
  const c = powerOrder(n, a);
  if (n > 0) powerOrder(n - 1, a).forEach((value, j) => (c[j] += (n / a) * value));
  return c;
}

/** ∂ⁿP/∂aⁿ/p by P(a, x) = x^a e^-x/Γ(a + 1) + P(a + 1, x), t = x e^-w; x up to about a. */
function lower(n: number, a: number, x: number, slope: number): number {
  const c = powerOrder(n, a);
  const rate = a + 1 - x;
  const f = (w: number): number => Math.exp(-(rate * w + x * expTail(-w))) * polynomial(c, slope - w);
  return (x / a) * (polynomial(c, slope) + x * integrate(f, 0, reach(rate, x, DROP + n)));
}

/** ∂ⁿQ/∂aⁿ/p, t = x e^w; x from about a. */
function upper(n: number, a: number, x: number, slope: number): number {
  const c = densityOrder(n, a);
  const rate = x - a;
  const height = DROP + n;
  // The end solves x (e^w - 1) - a w = height; steps from above stay above, the exponent is convex.
  let end = Math.log1p((height + a * ((2 * height) / (rate + Math.sqrt(rate * rate + 2 * x * height)))) / x);
  for (let step = 0; step < 4; step++) {
    end -= (rate * end + x * expTail(end) - height) / (rate + x * Math.expm1(end));
  }
  return x * integrate((w) => Math.exp(-(rate * w + x * expTail(w))) * polynomial(c, slope + w), 0, end);
}

/** ∂ⁿP(a, x)/∂aⁿ/p(x; a), p = x^(a-1) e^-x/Γ(a), whole n >= 0; a > 0, x >= 0; 1e-14 relative for n <= 1. @source DLMF 8.8.5 and the integrals 8.2.4. */
export function gammaQuotient(n: number, a: number, x: number): number {
  if (!(a > 0 && x >= 0) || a === Infinity) return NaN;
  if (x === 0) return 0;
  if (x === Infinity) return n === 0 ? Infinity : -Infinity;
  const slope = logSlope(a, x);
  // For n = 1 the integrand keeps its sign on either side of λ = 0.
  if (slope <= 0) return lower(n, a, x, slope);
  return n === 0 ? 1 / gammaDensity(a, x) - upper(0, a, x, slope) : -upper(n, a, x, slope);
}

/** Q(a, x)/p(x; a); as gammaQuotient. */
export function gammaUpperQuotient(a: number, x: number): number {
  if (!(a > 0 && x >= 0) || a === Infinity) return NaN;
  if (x === 0) return 1 / gammaDensity(a, 0);
  if (x === Infinity) return 1;
  const slope = logSlope(a, x);
  return slope > 0 ? upper(0, a, x, slope) : 1 / gammaDensity(a, x) - lower(0, a, x, slope);
}

/** ∂ⁿp(x; a)/∂aⁿ over p, whole n >= 0 (0 below). */
export function gammaDensityQuotient(n: number, a: number, x: number): number {
  return n < 0 ? 0 : polynomial(densityOrder(n, a), logSlope(a, x));
}

/** ∂ⁿp(x; a)/∂aⁿ, whole n >= 0 (0 below); 0 where the density is 0. @source as gammaQuotient. */
export function gammaDensityOfOrder(n: number, a: number, x: number): number {
  const p = gammaDensity(a, x);
  return p === 0 ? 0 : p * gammaDensityQuotient(n, a, x);
}

/** ∂ⁿP(a, x)/∂aⁿ, whole n >= 1; a > 0, x >= 0; 1e-14 relative for n = 1. @source as gammaQuotient. */
export function gammaincOfOrder(n: number, a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return NaN;
  if (x === 0 || x === Infinity || a === Infinity) return 0;
  const p = gammaDensity(a, x);
  return p === 0 ? 0 : p * gammaQuotient(n, a, x);
}
