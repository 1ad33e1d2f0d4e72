/**
 * Kernels of the error function family. Polynomials and quotients: tools/golden/minimaxSpecial.py. The complement is (a + 1/2) erfcx a, a
 * slowly varying function of (a - 3)/(a + 3) (Shepherd and Laframboise, Math. Comp. 36 (1981)), times a Gaussian.
 */
import type { ElementKernel, Kernel, Lane } from "../../core/kernel.ts";
import { DAWSON, DAWSON_TAIL, ERF, ERFCX, INVERSE, INVERSE_TAIL, SLOPE, SLOPE_TAIL } from "./erfTables.ts";
import { atMost, exp } from "./exponential.ts";
import { choose, coefficients, eitherRatio, fitted, inFloat64, ratio, squareError } from "./fit.ts";
import { log, log1p, logOfNormal } from "./logarithmic.ts";

// 2/√π and 1/√(2π) as high + low.
const TWO_OVER_SQRT_PI: readonly number[] = [1.1283791670955126, 1.533545961316588e-17];
const TWO_OVER_SQRT_PI_32: readonly number[] = [1.128379225730896, -5.863538342219759e-8];
const INVERSE_SQRT_TWO_PI: readonly number[] = [0.3989422804014327, -2.49232720227773e-17];
const INVERSE_SQRT_TWO_PI_32: readonly number[] = [0.3989422917366028, -1.133517010526318e-8];

/** e^(factor x²) = power (1 + growth), growth being what the rounding of x² takes; factor a power of 2 times -1, |x| bounded. */
function gaussian(k: Kernel, x: Lane, factor: number): { readonly power: Lane; readonly growth: Lane } {
  const square = k.mul(x, x);
  return { power: exp(k, k.mul(square, factor), true), growth: k.mul(squareError(k, x, square), factor) };
}

/** The Gaussian times a number high + low. */
function density(k: Kernel, x: Lane, factor: number, [high, low]: readonly number[]): Lane {
  const { power, growth } = gaussian(k, x, factor);
  return k.fma(power, high, k.mul(power, k.fma(growth, high, low)));
}

/** |x|, at most where e^(-x²) is 0; `scale` times that. */
const bounded = (k: Kernel, x: Lane, scale = 1): Lane => atMost(k, k.abs(x), scale * choose(x, 28, 11));

/** erf x for |x| ≤ 1. */
function near(k: Kernel, x: Lane): Lane {
  return k.fma(x, fitted(k, k.mul(x, x), ERF), x);
}

/** e^(a²) erfc a (1 + growth) for a ≥ 0. */
function scaledComplement(k: Kernel, a: Lane, growth?: Lane): Lane {
  const large = atMost(k, a, choose(a, 2 ** 100, 2 ** 50)); // ∞/∞ is no number
  const t = k.sub(k.div(k.add(large, large), k.add(large, 3)), 1); // (a - 3)/(a + 3), exact enough near a = 0
  const [first, ...others] = coefficients(a, ERFCX);
  const rest = k.mul(t, k.polynomial(t, others));
  const more = growth === undefined ? rest : k.fma(k.add(rest, first), growth, rest);
  return k.div(k.add(more, first), k.add(a, 0.5));
}

/** erfc |x|. */
function complement(k: Kernel, x: Lane): Lane {
  const a = bounded(k, x);
  const { power, growth } = gaussian(k, a, -1);
  return k.mul(power, scaledComplement(k, a, growth));
}

export const erfKernel = (k: Kernel, x: Lane): Lane =>
  k.select(k.le(k.abs(x), 1), near(k, x), k.copysign(k.sub(1, complement(k, x)), x));

export function erfcKernel(k: Kernel, x: Lane): Lane {
  const rest = complement(k, x);
  return k.select(k.lt(x, 0), k.sub(2, rest), rest);
}

export const erfSlopeKernel = (k: Kernel, x: Lane): Lane =>
  density(k, bounded(k, x), -1, x.type === "f64" ? TWO_OVER_SQRT_PI : TWO_OVER_SQRT_PI_32);

export const normalDensityKernel = (k: Kernel, x: Lane): Lane =>
  density(k, bounded(k, x, Math.SQRT2), -0.5, x.type === "f64" ? INVERSE_SQRT_TWO_PI : INVERSE_SQRT_TWO_PI_32);

export function erfcxKernel(k: Kernel, x: Lane): Lane {
  const rest = scaledComplement(k, k.abs(x));
  const a = bounded(k, x);
  const square = k.mul(a, a);
  // e^(x²) may be ∞, which a correction added to it would make NaN
  const power = k.mul(exp(k, square), k.add(squareError(k, a, square), 1));
  return k.select(k.lt(x, 0), k.sub(k.add(power, power), rest), rest);
}

/** log erfc x: log1p(-erf x) below 1, log erfcx x - x² above. */
export function logErfcKernel(k: Kernel, x: Lane): Lane {
  const below = log1p(k, k.select(k.le(k.abs(x), 1), k.neg(near(k, x)), k.sub(1, complement(k, x))));
  return k.select(k.lt(x, 1), below, k.sub(log(k, scaledComplement(k, k.abs(x))), k.mul(x, x)));
}

/** Φ(-|x|) = e^(-x²/2) erfcx(|x|/√2)/2. */
function normalTail(k: Kernel, x: Lane): Lane {
  const { power, growth } = gaussian(k, bounded(k, x, Math.SQRT2), -0.5);
  return k.mul(power, k.mul(scaledComplement(k, k.mul(k.abs(x), Math.SQRT1_2), growth), 0.5));
}

export function ndtrKernel(k: Kernel, x: Lane): Lane {
  const tail = normalTail(k, x);
  return k.select(k.gt(x, 0), k.sub(1, tail), tail);
}

/** log Φ(x): log1p(-Φ(-x)) above 0, the logarithm of the scaled tail less x²/2 below. */
export function logNdtrKernel(k: Kernel, x: Lane): Lane {
  const scaled = k.mul(scaledComplement(k, k.mul(k.abs(x), Math.SQRT1_2)), 0.5);
  return k.select(k.gt(x, 0), log1p(k, k.neg(normalTail(k, x))), k.sub(log(k, scaled), k.mul(k.mul(x, 0.5), x)));
}

const CENTRE = 0.85;
const TAIL_FROM = 1.6;
const TAIL_TO = 5;

/** What inverses need of the smaller tail q = (1 - |p|)/2, and 0.85² - p². */
interface Level {
  readonly central: Lane;
  readonly v: Lane;
  /** √(-log q), and that less 1.6. */
  readonly root: Lane;
  readonly s: Lane;
  /** Where the quotients do not hold: q is tiny, 0, negative or no number. */
  readonly far: Lane;
}

function level(k: Kernel, p: Lane, q: Lane): Level {
  const root = k.sqrt(k.neg(logOfNormal(k, q)));
  return {
    central: k.le(k.abs(p), CENTRE),
    v: k.fma(k.neg(p), p, CENTRE * CENTRE),
    root,
    s: k.sub(root, TAIL_FROM),
    far: k.not(k.le(root, TAIL_TO)),
  };
}

/** erfinv p, or minus that, times a factor; q = (1 - |p|)/2 without rounding. */
function inverse(k: Kernel, p: Lane, q: Lane, sign: Lane, factor = 1): Lane {
  const { central, v, s, root, far } = level(k, p, q);
  const size = k.add(k.select(central, 0.75, root), eitherRatio(k, central, v, INVERSE, s, INVERSE_TAIL));
  const value = k.mul(k.select(central, k.abs(p), 1), size);
  return k.rare(far, k.copysign(factor === 1 ? value : k.mul(value, factor), sign));
}

/** The derivative of erfinv, √π/2 e^(t²), times a factor: (5/8 + a quotient)/(1 - p²), or 1/(4q (root + a quotient)). */
function slope(k: Kernel, p: Lane, q: Lane, factor = 1): Lane {
  const { central, v, s, root, far } = level(k, p, q);
  const near = fitted(k, v, SLOPE.bottom);
  const tail = fitted(k, s, SLOPE_TAIL.bottom);
  const top = k.select(central, k.fma(near, 0.625, fitted(k, v, SLOPE.top)), tail);
  // 1 - p² = 2q (1 + |p|)
  const rest = k.select(
    central,
    k.mul(near, k.fma(k.abs(p), 0.5, 0.5)),
    k.fma(root, tail, fitted(k, s, SLOPE_TAIL.top)),
  );
  return k.rare(far, k.div(top, k.mul(k.mul(q, 4 / factor), rest)));
}

const halfRest = (k: Kernel, p: Lane): Lane => k.mul(k.sub(1, k.abs(p)), 0.5);

export const erfinvKernel = (k: Kernel, p: Lane): Lane => inverse(k, p, halfRest(k, p), p);
export const erfinvSlopeKernel = (k: Kernel, p: Lane): Lane => slope(k, p, halfRest(k, p));

/** Half of the smaller of y and 2 - y. */
const halfSmaller = (k: Kernel, y: Lane): Lane => k.mul(k.min(y, k.sub(2, y)), 0.5);

export function erfcinvKernel(k: Kernel, y: Lane): Lane {
  const p = k.sub(1, y);
  return inverse(k, p, halfSmaller(k, y), p);
}
export const erfcinvSlopeKernel = (k: Kernel, y: Lane): Lane => slope(k, k.sub(1, y), halfSmaller(k, y), -1);

export function ndtriKernel(k: Kernel, p: Lane): Lane {
  const centred = k.sub(k.add(p, p), 1);
  return inverse(k, centred, k.min(p, k.sub(1, p)), centred, Math.SQRT2);
}

/** √(2π) e^(t²/2) with t = ndtri p is 2√2 times the derivative of erfinv at 2p - 1. */
export const ndtriSlopeKernel = (k: Kernel, p: Lane): Lane =>
  slope(k, k.sub(k.add(p, p), 1), k.min(p, k.sub(1, p)), 2 * Math.SQRT2);

export const dawsnKernel: ElementKernel = /*@__PURE__*/ inFloat64((k, x) => {
  const a = k.abs(x);
  const isNear = k.lt(a, 3.5);
  const z = k.mul(x, x);
  const u = k.div(3.5, x);
  const tail = fitted(k, k.fma(k.add(u, u), u, -1), DAWSON_TAIL);
  const value = k.mul(x, ratio(k, k.select(isNear, z, 0), DAWSON));
  return k.select(isNear, value, k.div(tail, x));
});
