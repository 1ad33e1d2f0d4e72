/**
 * Derivatives of any order of the incomplete beta function I(a, b, x) in a and b, over the density, so that nothing underflows: as in
 * gammaOrders.ts, with logit t = logit x - w. With Φ = x^a y^b Γ(a + b + 1)/(Γ(a + 1) Γ(b + 1)), y = 1 - x, the density is
 * Φ ab/((a + b) x y) and I = Φ (b/(a + b) + b x ∫ E dw), E = e^-(a+1)w (y + x e^-w)^-(a+b+1) (DLMF 8.17.20, 8.17.1).
 */
import { betaDensity, isOutside, mirrored, type Point, pointAt } from "./densities.ts";
import { digamma, polygamma } from "./gamma.ts";
import { polygammaDrop } from "./gammaDifferences.ts";
import { logMinusDigamma } from "./gammaOrders.ts";
import { choose, integrate, reach, tilt } from "./quadrature.ts";

const DROP = 44; // integrals end where the exponential has fallen by e^-44
const LARGE = 20;

/** log x + ψ(a + b + 1) - ψ(a + 1): the derivative of log Φ in a; seen from the other end, that in b. */
function logSlope({ a, b, x, y, lambda }: Point): number {
  if (a >= LARGE && Math.abs(lambda) < 0.5 * a) {
    return Math.log1p(-lambda / a) + logMinusDigamma(a) - logMinusDigamma(a + b); // x (a + b)/a = 1 - λ/a
  }
  const drop = b < a / 8 ? polygammaDrop(0, a + 1, b) : digamma(a + 1) - digamma(a + b + 1);
  return (x > 0.5 ? Math.log1p(-y) : Math.log(x)) - drop;
}

/** Derivatives R[m][n] of Φ over Φ where its first ones are 0: complete Bell polynomials. */
function restOrders(m: number, n: number, a: number, b: number): number[][] {
  const cumulant = (i: number, j: number): number => {
    if (i + j < 2) return 0;
    if (j === 0) return -polygammaDrop(i - 1, a + 1, b);
    return i === 0 ? -polygammaDrop(j - 1, b + 1, a) : polygamma(i + j - 1, a + b + 1);
  };
  const rest: number[][] = [];
  for (let i = 0; i <= m; i++) {
    rest.push([]);
    for (let j = 0; j <= n; j++) {
      let sum = i + j === 0 ? 1 : 0;
      // d/da of R[i - 1][j], or d/db of R[0][j - 1]
      const [di, dj] = i > 0 ? [1, 0] : [0, 1];
      for (let k = 0; k <= i - di; k++) {
        for (let l = 0; l <= j - dj; l++) {
          if (k + l > 0)
            sum += choose(i - di, k) * choose(j - dj, l) * cumulant(k + di, l + dj) * rest[i - di - k][j - dj - l];
        }
      }
      rest[i].push(sum);
    }
  }
  return rest;
}

/** ∂ᵐ⁺ⁿ/∂aᵐ∂bⁿ over the function, of t^a (1 - t)^b Γ(a + b + 1)/(Γ(a + 1) Γ(b + 1)), whose logarithm has the derivatives inA, inB. */
function orderOf(m: number, n: number, rest: readonly number[][], inA: number, inB: number): number {
  if (n < 0 || m < 0) return 0;
  if (m + n === 1) return m === 1 ? inA : inB;
  let sum = 0;
  for (let i = 0; i <= m; i++) {
    let row = 0;
    for (let j = n; j >= 0; j--) row = row * inB + choose(n, j) * rest[m - i][n - j];
    sum += choose(m, i) * inA ** i * row;
  }
  return sum;
}

/** ∂ᵐ⁺ⁿ/∂aᵐ∂bⁿ of b/(a + b). */
function shareOrder(m: number, n: number, a: number, b: number): number {
  const power = (k: number): number => {
    let product = 1 / (a + b); // of 1/(a + b)
    for (let i = 1; i <= k; i++) product *= -i / (a + b);
    return product;
  };
  if (m === 0 && n > 0) return -a * power(n);
  return b * power(m + n) + (n > 0 ? n * power(m + n - 1) : 0);
}

/** ∂ᵐ⁺ⁿI/∂aᵐ∂bⁿ/Φ; x up to about the mean. */
function lower(m: number, n: number, p: Point, inA: number, inB: number): number {
  const { a, b, x, y } = p;
  const rest = restOrders(m, n, a, b);
  let value = 0;
  for (let i = 0; i <= m; i++) {
    for (let j = 0; j <= n; j++) {
      value += choose(m, i) * choose(n, j) * shareOrder(i, j, a, b) * orderOf(m - i, n - j, rest, inA, inB);
    }
  }
  const rate = p.lambda + y; // (a + 1) y - b x
  const total = a + b + 1;
  // What multiplies the exponential: derivatives of b Φ in a and b at t, whose logarithmic slopes are alpha and beta.
  const inner =
    m + n > 1
      ? (alpha: number, beta: number): number =>
          b * orderOf(m, n, rest, alpha, beta) + n * orderOf(m, n - 1, rest, alpha, beta)
      : (alpha: number, beta: number): number => (m === 1 ? b * alpha : n === 1 ? b * beta + 1 : b);
  const f = (w: number): number => {
    const bend = tilt(x, y, w);
    return Math.exp(-(rate * w + total * bend)) * inner(inA - (y * w + bend), inB + (x * w - bend));
  };
  return value + x * integratePast(f, Math.log(x / y), endOf(p, DROP + m + n));
}

/** ∫ f from 0 to `end`, f with poles at `middle` ± iπ. */
function integratePast(f: (w: number) => number, middle: number, end: number): number {
  if (!(middle > 0.5 && middle < end)) return integrate(f, 0, end);
  return integrate(f, middle, end) - integrate(f, middle, 0);
}

/** Where the exponent (a + 1) w + (a + b + 1) log(y + x e^-w), which is convex, reaches the height: bounds, then Newton's method from above. */
function endOf({ a, b, x, y, lambda }: Point, height: number): number {
  const total = a + b + 1;
  const rate = lambda + y;
  let end = Math.min(reach(rate, total * x * y, height), (height - total * Math.log(y)) / (a + 1));
  for (let step = 0; step < 2; step++) {
    // While y e^w < x the logarithm of 1 + y (e^w - 1) is at least log 2 times y (e^w - 1).
    const bound = Math.log1p((height + b * end) / (Math.LN2 * total * y));
    if (bound < Math.log(x / y)) end = Math.min(end, bound);
  }
  for (let step = 0; step < 3; step++) {
    const t = x / (x + y * Math.exp(end));
    end -= (rate * end + total * tilt(x, y, end) - height) / (rate + total * (x - t));
  }
  return end;
}

/** Whether order (m, n) is computed from the end 0: for first derivatives the integrand then keeps its sign, as it does otherwise from 1. */
function isLower(m: number, n: number, inA: number, inB: number): boolean {
  return m === 0 && n > 0 ? inB >= 0 : n === 0 && m > 0 ? inA <= 0 : inA <= inB;
}

/** ∂ᵐ⁺ⁿI/∂aᵐ∂bⁿ over the density, m + n > 0, or for m = n = 0 I over it or that of the complement. */
function quotientAt(m: number, n: number, p: Point): { readonly isLower: boolean; readonly value: number } {
  const q = mirrored(p);
  const inA = m > 0 || n === 0 ? logSlope(p) : 0;
  const inB = n > 0 || m === 0 ? logSlope(q) : 0;
  const below = isLower(m, n, inA, inB);
  const scale = (1 / p.a + 1 / p.b) * p.x * p.y; // Φ over the density
  const value = scale * (below ? lower(m, n, p, inA, inB) : lower(n, m, q, inB, inA));
  return { isLower: below, value: below || m + n === 0 ? value : -value };
}

/** ∂ᵐ⁺ⁿI(a, b, x)/∂aᵐ∂bⁿ over the density, whole m, n >= 0; finite a, b > 0, 0 <= x <= 1; 1e-14 relative for m + n <= 1. @source DLMF 8.17.20, 8.17.1. */
export function betaQuotient(m: number, n: number, a: number, b: number, x: number): number {
  if (isOutside(a, b, x)) return NaN;
  if (x === 0) return 0;
  if (x === 1) return m + n === 0 ? 1 / betaDensity(a, b, 1) : 0;
  const p = pointAt(a, b, x);
  const { isLower: below, value } = quotientAt(m, n, p);
  return m + n > 0 || below ? value : (x * p.y) / p.density - value;
}

/** (1 - I(a, b, x)) over the density; as betaQuotient. */
export function betaUpperQuotient(a: number, b: number, x: number): number {
  if (isOutside(a, b, x)) return NaN;
  if (x === 0) return 1 / betaDensity(a, b, 0);
  if (x === 1) return 0;
  const p = pointAt(a, b, x);
  const { isLower: below, value } = quotientAt(0, 0, p);
  return below ? (x * p.y) / p.density - value : value;
}

/** ∂ᵐ⁺ⁿ/∂aᵐ∂bⁿ of the beta density over it, whole m, n >= 0 (0 below). */
export function betaDensityQuotient(m: number, n: number, a: number, b: number, x: number): number {
  if (m < 0 || n < 0) return 0;
  const p = pointAt(a, b, x);
  const rest = restOrders(m, n, a, b);
  const [inA, inB] = [logSlope(p), logSlope(mirrored(p))];
  let sum = 0;
  for (let i = 0; i <= m; i++) {
    for (let j = 0; j <= n; j++) {
      sum += choose(m, i) * choose(n, j) * meanOrder(i, j, a, b) * orderOf(m - i, n - j, rest, inA, inB);
    }
  }
  return sum;
}

/** ∂ᵐ⁺ⁿ/∂aᵐ∂bⁿ of ab/(a + b), over it. */
function meanOrder(m: number, n: number, a: number, b: number): number {
  if (m + n === 0) return 1;
  if (m === 0) return meanOrder(n, 0, b, a);
  const s = a + b;
  // ab/(a + b) = b - b²/(a + b), and (-1)^k k!/(a + b)^(k + 1) for the powers
  let power = 1 / s;
  const powers = [power];
  for (let k = 1; k <= m + n; k++) powers.push((power *= -k / s));
  const all = m + n;
  const sum =
    b * b * powers[all] + (n > 0 ? 2 * b * n * powers[all - 1] : 0) + (n > 1 ? n * (n - 1) * powers[all - 2] : 0);
  return -sum * (1 / a + 1 / b);
}

/** ∂ᵐ⁺ⁿ/∂aᵐ∂bⁿ of the beta density, whole m, n >= 0 (0 below); 0 where the density is 0. @source as betaQuotient. */
export function betaDensityOfOrder(m: number, n: number, a: number, b: number, x: number): number {
  const p = betaDensity(a, b, x);
  return p === 0 ? 0 : p * betaDensityQuotient(m, n, a, b, x);
}

/** ∂ᵐ⁺ⁿI(a, b, x)/∂aᵐ∂bⁿ, whole m + n >= 1; as betaQuotient. @source as betaQuotient. */
export function betaincOfOrder(m: number, n: number, a: number, b: number, x: number): number {
  if (isOutside(a, b, x)) return NaN;
  if (x === 0 || x === 1) return 0;
  const p = pointAt(a, b, x);
  return p.density === 0 ? 0 : (p.density / x / p.y) * quotientAt(m, n, p).value;
}
