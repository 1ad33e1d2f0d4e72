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

/** ∫ f from `start` to `end`, most places next to `start`; 1e-15 relative where f falls smoothly by e⁻⁴⁴ or so, or is smoother. */
export function integrate(f: (w: number) => number, start: number, end: number): number {
  rule ??= makeRule();
  let sum = 0;
  for (let i = 0; i < COUNT; i++) sum += rule[i][1] * f(start + (end - start) * rule[i][0]);
  return sum * (end - start);
}

/** ∫ f from 0 to `end`, which may be negative, in panels of length 4: for f with structure on the scale 1 all the way. */
export function integrateFar(f: (u: number) => number, end: number): number {
  const count = Math.ceil(Math.abs(end) / 4);
  let sum = 0;
  for (let k = 0; k < count; k++) sum += integrate(f, (k * end) / count, ((k + 1) * end) / count);
  return sum;
}

/** ∫ f from 0 to `end`, f with poles at `middle` ± iπ. */
export function integratePast(f: (w: number) => number, middle: number, end: number): number {
  if (!(middle > 0.5 && middle < end)) return integrate(f, 0, end);
  return integrate(f, middle, end) - integrate(f, middle, 0);
}

/** About where an increasing f >= 0 reaches the height, at most the limit; `scale` is where it starts to rise. */
export function endOf(f: (u: number) => number, scale: number, height: number, limit = Infinity): number {
  let high = scale;
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
function logTail(z: number): number {
  const s = z / (2 + z);
  const q = s * s;
  let sum = 0;
  for (let k = 27; k >= 3; k -= 2) sum = sum * q + 1 / k;
  return s * z - 2 * s * q * sum;
}

/** With x + y = 1: x w + log(y + x e^-w) for w >= 0, about x y w²/2 for small w. */
export function tilt(x: number, y: number, w: number): number {
  if (x <= 0.5) {
    const z = x * Math.expm1(-w);
    return z > -0.3 ? x * expTail(-w) - logTail(z) : x * w + Math.log1p(z);
  }
  if (w > 700) return x * w + Math.log(y);
  const z = y * Math.expm1(w); // y + x e^-w = e^-w (1 + z)
  return z < 0.3 ? y * expTail(w) - logTail(z) : Math.log1p(z) - y * w;
}

/** n over k for small whole numbers. */
export function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - i + 1)) / i;
  return product;
}
