/** An integral that smooth integrands on a half-line share: Gauss-Legendre nodes in s on [0, 1], with w = W s² where the integrand starts. */

const COUNT = 40;

let rule: readonly (readonly [place: number, weight: number])[] | undefined;

/** Nodes and weights of ∫_0^1 f(s²) 2 s ds; Newton's method on the Legendre polynomial. @source DLMF 3.5(v), 18.9(i). */
function makeRule(): (readonly [number, number])[] {
  return Array.from({ length: COUNT }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (COUNT + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= COUNT; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (COUNT * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    const s = (1 - x) / 2;
    return [s * s, (2 * s) / ((1 - x * x) * slope * slope)];
  });
}

/** ∫ f from 0 to `end`, where f is smooth on the scale of what is left of it at `end`; f falls by e⁻⁴⁴ or so: 1e-15 relative. */
export function integrate(f: (w: number) => number, end: number): number {
  rule ??= makeRule();
  let sum = 0;
  for (let i = 0; i < COUNT; i++) sum += rule[i][1] * f(end * rule[i][0]);
  return sum * end;
}

/** The w with slope w + curvature w²/(2 + w) = target: a bound of where convex exponents with these reach the target. */
export function reach(slope: number, curvature: number, target: number): number {
  const half = slope - target / 2;
  const lead = slope + curvature;
  const root = Math.sqrt(half * half + 2 * target * lead);
  return half > 0 ? (2 * target) / (half + root) : (root - half) / lead;
}

// 1/(k + 2)! for k >= 0
const EXP_TAIL: readonly number[] = [
  1 / 2,
  1 / 6,
  1 / 24,
  1 / 120,
  1 / 720,
  1 / 5040,
  1 / 40320,
  1 / 362880,
  1 / 3628800,
  1 / 39916800,
  1 / 479001600,
  1 / 6227020800,
];

/** e^w - 1 - w without cancellation; 2 ulp. */
export function expTail(w: number): number {
  if (Math.abs(w) > 0.4) return Math.expm1(w) - w;
  let sum = 0;
  for (let k = EXP_TAIL.length - 1; k >= 0; k--) sum = sum * w + EXP_TAIL[k];
  return w * w * sum;
}

/** z - log(1 + z) for |z| <= 0.4 without cancellation; 2 ulp. @source z = 2 s/(1 - s), log(1 + z) = 2 atanh s. */
export function logTail(z: number): number {
  const s = z / (2 + z);
  const q = s * s;
  let sum = 0;
  for (let k = 27; k >= 3; k -= 2) sum = sum * q + 1 / k;
  return s * z - 2 * s * q * sum;
}

/** n over k for small whole numbers. */
export function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - i + 1)) / i;
  return product;
}
