/** Second derivatives of the incomplete gamma and beta functions in their parameters: the series and fractions, differentiated twice. */
import { density, mirrored, type Point, pointAt } from "./densities.ts";
import { digamma, trigamma } from "./gamma.ts";

const MAX_TERMS = 2000000;

/** ∂²P(a, x)/∂a²; a > 0, x >= 0; 1e-11 relative away from its root near x = a. @source DLMF 8.11.4 and 8.9.2, differentiated. */
export function gammaincDaa(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return NaN;
  if (x === 0 || x === Infinity || a === Infinity) return 0;
  if (x >= (a < 1 ? 0.6 : a)) return -upperCurvature(a, x);
  // Each term T_n = x^(a+n) e^-x/Γ(a + n + 1) has (log T_n)' = log x - ψ(a + n + 1).
  let term = density(a, x) / a;
  let slope = Math.log(x) - digamma(a + 1);
  let curvature = -trigamma(a + 1);
  let sum = term * (slope * slope + curvature);
  let size = Math.abs(sum);
  for (let n = 1; n < MAX_TERMS; n++) {
    const inverse = 1 / (a + n);
    term *= x * inverse;
    slope -= inverse;
    curvature += inverse * inverse;
    const part = term * (slope * slope + curvature);
    sum += part;
    size += Math.abs(part);
    if (term * (1 + slope * slope) <= 1e-18 * size && a + n > x) break;
  }
  return sum;
}

/** ∂²Q/∂a² by the continued fraction carried along with two derivatives, from the innermost level outwards. */
function upperCurvature(a: number, x: number): number {
  const levels = 60 + Math.ceil(12 * Math.sqrt(a + 1) + 60 / x);
  let value = x - a + 2 * levels + 1;
  let slope = -1;
  let curvature = 0;
  for (let k = levels; k >= 1; k--) {
    // w = k (k - a)/value and its derivatives
    const w = (k * (k - a)) / value;
    const wSlope = (-k - w * slope) / value;
    const wCurvature = -(2 * wSlope * slope + w * curvature) / value;
    value = x - a + 2 * k - 1 - w;
    slope = -1 - wSlope;
    curvature = -wCurvature;
  }
  const q = density(a, x) / value;
  const ratio = slope / value;
  const first = Math.log(x) - digamma(a) - ratio;
  return q * (first * first - trigamma(a) - curvature / value + ratio * ratio);
}

/** [∂²I/∂a², ∂²I/∂a∂b, ∂²I/∂b²] of I_x(a, b); 1e-10 relative away from roots. @source DLMF 8.17.8, differentiated. */
function betaCurvatures(a: number, b: number, x: number): readonly [number, number, number] {
  const p = pointAt(a, b, x);
  // As for the first derivatives (incompleteBeta.ts): from the end where the series is short.
  const left = x <= (a + 1) / (a + b + 2) || (b < 0.1 && x < 0.99);
  if (left && !(x > 0.999 && a * p.y < b + 8)) return seriesCurvatures(p);
  const [bb, ab, aa] = seriesCurvatures(mirrored(p));
  return [-aa, -ab, -bb];
}

function seriesCurvatures({ a, b, x, y, density: scaled }: Point): readonly [number, number, number] {
  const sum = a + b;
  // Logarithmic derivatives of the n-th term (a + b)_n/(a + 1)_n x^n times x^a y^b/(a B(a, b)).
  let term = scaled / a;
  let inA = (x > 0.5 ? Math.log1p(-y) : Math.log(x)) + digamma(sum) - digamma(a + 1);
  let inB = (y > 0.5 ? Math.log1p(-x) : Math.log(y)) + digamma(sum) - digamma(b);
  let both = trigamma(sum);
  let onlyA = -trigamma(a + 1);
  const onlyB = -trigamma(b);
  let [aa, ab, bb, size] = [0, 0, 0, 0];
  for (let n = 0; n < MAX_TERMS; n++) {
    aa += term * (inA * inA + both + onlyA);
    ab += term * (inA * inB + both);
    bb += term * (inB * inB + both + onlyB);
    const scale = term * (1 + inA * inA + inB * inB);
    size += scale;
    if (scale <= 1e-17 * (1 - x) * size && (sum + n) * x < a + n + 1) break;
    const [up, down] = [1 / (sum + n), 1 / (a + 1 + n)];
    term *= (down / up) * x;
    inA += up - down;
    inB += up;
    both -= up * up;
    onlyA += down * down;
  }
  return [aa, ab, bb];
}

const inside = (a: number, b: number, x: number): boolean =>
  a > 0 && b > 0 && x >= 0 && x <= 1 && a < Infinity && b < Infinity;

/** ∂²I_x(a, b)/∂a²; as betaCurvatures. */
export function betaincDaa(a: number, b: number, x: number): number {
  return !inside(a, b, x) ? NaN : x === 0 || x === 1 ? 0 : betaCurvatures(a, b, x)[0];
}

/** ∂²I_x(a, b)/∂a∂b; as betaCurvatures. */
export function betaincDab(a: number, b: number, x: number): number {
  return !inside(a, b, x) ? NaN : x === 0 || x === 1 ? 0 : betaCurvatures(a, b, x)[1];
}

/** ∂²I_x(a, b)/∂b²; as betaCurvatures. */
export function betaincDbb(a: number, b: number, x: number): number {
  return !inside(a, b, x) ? NaN : x === 0 || x === 1 ? 0 : betaCurvatures(a, b, x)[2];
}
