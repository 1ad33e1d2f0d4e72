/**
 * Kernels of the trigonometric functions. Polynomials by tools/golden/minimaxSpecial.py; the reduction subtracts multiples of π in parts
 * so short that their products with the multiple are exact (Cody and Waite 1980), so `fma` may round once or twice.
 */
import type { Kernel, Lane } from "../../core/kernel.ts";
import { choose, fitted, productError, squareError, upper } from "./fit.ts";
import { ARCSINE, ARCTANGENT, COSINE, COSINE_PI, SINC_SLOPE, SINE, SINE_HALF, SINE_PI } from "./trigonometricTables.ts";

// π/2 in parts of 33, 33 and 53 bits, and of 12, 12, 12 and 24; π in parts of 33, 33 and 53, and of 11, 11, 11 and 24.
const QUARTERS_64: readonly number[] = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21];
const QUARTERS_32: readonly number[] = [1.5703125, 0.0004837512969970703, 7.549533620476723e-8, 2.5633440682570896e-12];
const HALVES_64: readonly number[] = [3.1415926534682512, 1.2154201012607932e-10, 4.0445324975919012e-21];
const HALVES_32: readonly number[] = [3.140625, 0.0009675025939941406, 1.5099067240953445e-7, 5.126688303189038e-12];

// Adding it rounds to a whole number, which is then in the low bits.
const MAGIC_64 = 1.5 * 2 ** 52;
const MAGIC_32 = 1.5 * 2 ** 23;
const magic = (x: Lane): number => choose(x, MAGIC_64, MAGIC_32);

const signOf = (k: Kernel, x: Lane): Lane =>
  k.and(k.bits(x), x.type === "f32" ? k.constant(-(2 ** 31), "i32") : k.constant(-(2n ** 63n), "i64"));

/** x, negated where the bit is set that the integer has in its sign. */
const flip = (k: Kernel, x: Lane, sign: Lane): Lane => k.bits(k.xor(k.bits(x), sign));

/** The number where the mask is set, else 0. */
const where = (k: Kernel, mask: Lane, value: number, like: Lane): Lane =>
  k.select(mask, k.constant(value, like.type), 0);

/** The lowest bits of a whole number plus `magic`, shifted into the sign; bit 0 or 1. */
function signBit(k: Kernel, bits: Lane, bit: 0 | 1): Lane {
  const wide = bits.type === "i64";
  return bit === 0 ? k.shl(bits, wide ? 63 : 31) : k.shl(k.and(bits, 2), wide ? 62 : 30);
}

interface Reduced {
  /** Counts quarter turns in its low bits. */
  readonly quadrant: Lane;
  /** The rest is r - low, |r| ≤ π/4. */
  readonly r: Lane;
  readonly low: Lane;
  /** r² */
  readonly z: Lane;
}

/** a ≥ 0 without quarter turns. */
function reduce(k: Kernel, a: Lane): Reduced {
  const parts = a.type === "f32" ? QUARTERS_32 : QUARTERS_64;
  const shifted = k.fma(a, 2 / Math.PI, magic(a));
  const n = k.sub(shifted, magic(a));
  const first = k.fma(n, -parts[0], a);
  const second = k.mul(n, parts[1]);
  const rough = k.sub(first, second);
  const lost = k.sub(second, k.sub(first, rough));
  const rest = k.fma(n, parts[2], lost);
  const r = k.sub(rough, rest);
  const left = k.sub(rest, k.sub(rough, r));
  const low = parts.length > 3 ? k.fma(n, parts[3], left) : left;
  return { quadrant: k.bits(shifted), r, low, z: k.mul(r, r) };
}

/** sin(r - low) = r - this. */
const sineDrop = (k: Kernel, { r, low, z }: Reduced): Lane => k.fma(r, k.mul(z, fitted(k, z, SINE)), low);

/** cos(r - low) = near + rest, where `near` is the float next to 1 - r²/2 and `rest` small. */
function cosineParts(k: Kernel, { r, low, z }: Reduced): { readonly near: Lane; readonly rest: Lane } {
  const half = k.mul(z, 0.5);
  const near = k.sub(1, half);
  const tail = k.fma(k.mul(z, z), fitted(k, z, COSINE), k.mul(r, low));
  return { near, rest: k.add(k.sub(k.sub(1, near), half), tail) };
}

/** sin x and cos x for |x| below this; beyond it, the scalar functions compute. */
const FAR = (x: Lane): number => choose(x, 2 ** 20, 2 ** 11);

/** By half turns, with one polynomial: fewer instructions, a little less exact. */
function sineOrCosine(k: Kernel, x: Lane, turn: 0 | 1): Lane {
  const a = k.abs(x);
  const shifted = turn === 0 ? k.fma(a, 1 / Math.PI, magic(a)) : k.add(k.fma(a, 1 / Math.PI, -0.5), magic(a));
  const whole = k.sub(shifted, magic(a));
  const n = turn === 0 ? whole : k.add(whole, 0.5);
  let r = a;
  for (const part of x.type === "f32" ? HALVES_32 : HALVES_64) r = k.fma(n, -part, r);
  const z = k.mul(r, r);
  const value = k.fma(r, k.mul(z, fitted(k, z, SINE_HALF)), r);
  const sign = signBit(k, turn === 0 ? k.bits(shifted) : k.not(k.bits(shifted)), 0);
  return flip(k, value, turn === 0 ? k.xor(sign, signOf(k, x)) : sign);
}

/** sin x, |x| ≤ 2²⁰ (float32: 2¹¹). */
export const sine = (k: Kernel, x: Lane): Lane => sineOrCosine(k, x, 0);

/** cos x, likewise. */
export const cosine = (k: Kernel, x: Lane): Lane => sineOrCosine(k, x, 1);

/** Where `sine` and `cosine` do not hold. */
export const isFar = (k: Kernel, x: Lane): Lane => k.gt(k.abs(x), FAR(x));

export const sinKernel = (k: Kernel, x: Lane): Lane => k.rare(isFar(k, x), sine(k, x));
export const cosKernel = (k: Kernel, x: Lane): Lane => k.rare(isFar(k, x), cosine(k, x));

/** a/b of sums of a float and a small one, rounded nearly once. */
function divide(k: Kernel, a: Lane, aLow: Lane, b: Lane, bLow: Lane): Lane {
  const quotient = k.div(a, b);
  const product = k.mul(quotient, b);
  const rest = k.sub(k.sub(a, product), productError(k, quotient, b, product));
  return k.add(quotient, k.div(k.add(rest, k.sub(aLow, k.mul(quotient, bLow))), b));
}

/** Sine and cosine with what rounding took from them, divided. */
export function tanKernel(k: Kernel, x: Lane): Lane {
  const reduced = reduce(k, k.abs(x));
  const { r, z, quadrant } = reduced;
  const lost = squareError(k, r, z);
  const drop = k.fma(k.mul(r, lost), 1 / 6, sineDrop(k, reduced));
  const sine = k.sub(r, drop);
  const sineLow = k.sub(k.sub(r, sine), drop);
  const parts = cosineParts(k, reduced);
  const { near } = parts;
  const rest = k.fma(lost, -0.5, parts.rest);
  const cosine = k.add(near, rest);
  const cosineLow = k.sub(rest, k.sub(cosine, near));
  const odd = k.eq(k.and(quadrant, 1), 1);
  const value = divide(
    k,
    k.select(odd, cosine, sine),
    k.select(odd, cosineLow, sineLow),
    k.select(odd, sine, cosine),
    k.select(odd, sineLow, cosineLow),
  );
  return k.rare(isFar(k, x), flip(k, value, k.xor(signBit(k, quadrant, 0), signOf(k, x))));
}

const HALF_PI = Math.PI / 2;
const HALF_PI_LOW = 6.123233995736766e-17; // π/2 = HALF_PI + HALF_PI_LOW
const HALF_PI_32: number = /*@__PURE__*/ Math.fround(HALF_PI);
const halfPi = (x: Lane): number => choose(x, HALF_PI, HALF_PI_32);
const halfPiLow = (x: Lane): number => choose(x, HALF_PI_LOW, HALF_PI - HALF_PI_32);

/** base + main + rest: rounded once but for the errors of `rest`, which is small; |base| ≥ |main| or base = 0. */
function sum(k: Kernel, base: Lane, main: Lane, rest: Lane): Lane {
  const near = k.add(base, main);
  return k.add(near, k.add(k.add(k.sub(base, near), main), rest));
}

/** t - atan t for 0 ≤ t ≤ 1. */
function arctangentDrop(k: Kernel, t: Lane): Lane {
  const z = k.mul(t, t);
  return k.mul(t, k.mul(z, fitted(k, z, ARCTANGENT)));
}

/** atan x: of 1/x taken from π/2 where |x| > 1. */
export function atanKernel(k: Kernel, x: Lane): Lane {
  const a = k.abs(x);
  const t = k.min(a, k.div(1, a));
  const large = k.gt(a, 1);
  const sign = signOf(k, k.sub(1, a)); // a minus where large
  const drop = k.sub(where(k, large, halfPiLow(x), x), flip(k, arctangentDrop(k, t), sign));
  return k.copysign(sum(k, where(k, large, halfPi(x), x), flip(k, t, sign), drop), x);
}

/** atan2(y, x): of the quotient of the smaller by the larger, with what rounding took from it. */
export function atan2Kernel(k: Kernel, y: Lane, x: Lane): Lane {
  const [ax, ay] = [k.abs(x), k.abs(y)];
  const steep = k.gt(ay, ax);
  const [low, high] = [k.min(ax, ay), k.max(ax, ay)];
  const t = k.div(low, high);
  const product = k.mul(t, high);
  const lost = k.div(k.sub(k.sub(low, product), productError(k, t, high, product)), high);
  const rest = k.select(k.lt(t, choose(x, 2 ** -900, 2 ** -90)), 0, lost); // its parts would underflow
  // d/dt atan t = 1/(1 + t²), near enough to 1 - t²/2 for what is left of t
  const drop = k.sub(arctangentDrop(k, t), k.mul(rest, k.fma(k.mul(t, t), -0.5, 1)));
  const behind = k.lt(k.bits(x), x.type === "f32" ? k.constant(0, "i32") : k.constant(0n, "i64"));
  const base = k.select(steep, halfPi(x), where(k, behind, 2 * halfPi(x), x));
  const sign = k.xor(signOf(k, x), signOf(k, k.sub(ax, ay))); // a minus where just one of behind, steep
  const left = k.sub(k.mul(base, halfPiLow(x) / halfPi(x)), flip(k, drop, sign));
  const value = k.copysign(sum(k, base, flip(k, t, sign), left), y);
  const usual = k.and(k.gt(high, choose(x, 1e-290, 1e-30)), k.lt(high, Infinity));
  return k.rare(k.not(usual), value);
}

interface Arc {
  /** |x| > 1/2 */
  readonly large: Lane;
  /** asin |x|, or where large 2 asin √((1 - |x|)/2) = acos |x|, in two parts. */
  readonly main: Lane;
  readonly rest: Lane;
}

function arc(k: Kernel, x: Lane): Arc {
  const a = k.abs(x);
  const large = k.gt(a, 0.5);
  const half = k.mul(k.sub(1, a), 0.5);
  const z = k.select(large, half, k.mul(a, a));
  const root = k.sqrt(half);
  const s = k.select(large, root, a);
  const growth = k.mul(s, k.mul(z, fitted(k, z, ARCSINE)));
  // √ = high + (half - high²)/(√ + high), of which the numerator is exact
  const high = upper(k, root);
  const low = k.div(k.sub(half, k.mul(high, high)), k.add(root, high));
  const twice = k.add(growth, k.select(k.gt(half, 0), low, 0));
  return { large, main: k.select(large, k.add(high, high), a), rest: k.select(large, k.add(twice, twice), growth) };
}

/** asin x. */
export function asinKernel(k: Kernel, x: Lane): Lane {
  const { large, main, rest } = arc(k, x);
  const sign = signOf(k, k.sub(0.5, k.abs(x))); // a minus where large
  const left = k.add(where(k, large, halfPiLow(x), x), flip(k, rest, sign));
  return k.copysign(sum(k, where(k, large, halfPi(x), x), flip(k, main, sign), left), x);
}

/** acos x. */
export function acosKernel(k: Kernel, x: Lane): Lane {
  const { large, main, rest } = arc(k, x);
  const base = k.select(large, where(k, k.lt(x, 0), 2 * halfPi(x), x), halfPi(x));
  // large: x > 0 plus, x < 0 minus; else the other way round
  const sign = k.xor(signOf(k, x), signOf(k, k.sub(k.abs(x), 0.5)));
  const exact = k.select(k.eq(k.abs(x), 0.5), signOf(k, k.neg(x)), sign);
  const left = k.add(k.mul(base, halfPiLow(x) / halfPi(x)), flip(k, rest, exact));
  return sum(k, base, flip(k, main, exact), left);
}

/** sin(πx)/π and cos(πx)/π for |x| ≤ 2⁵⁰ (float32: 2²⁰): whole turns come off exactly. */
function byTurns(k: Kernel, x: Lane): { readonly sine: Lane; readonly cosine: Lane } {
  const shifted = k.add(k.add(x, x), magic(x));
  const n = k.sub(shifted, magic(x));
  const r = k.fma(n, -0.5, x);
  const z = k.mul(r, r);
  const sine = k.fma(r, k.mul(z, fitted(k, z, SINE_PI)), r);
  const cosine = fitted(k, z, COSINE_PI);
  const quadrant = k.bits(shifted);
  const odd = k.eq(k.and(quadrant, 1), 1);
  return {
    sine: flip(k, k.select(odd, cosine, sine), signBit(k, quadrant, 1)),
    cosine: flip(k, k.select(odd, sine, cosine), signBit(k, k.add(quadrant, 1), 1)),
  };
}

const isPastTurns = (k: Kernel, x: Lane): Lane => k.gt(k.abs(x), choose(x, 2 ** 50, 2 ** 20));

/** sin πx / (πx). Zeros are +0. */
export function sincKernel(k: Kernel, x: Lane): Lane {
  const value = k.add(k.div(byTurns(k, x).sine, x), 0);
  return k.rare(isPastTurns(k, x), k.select(k.eq(x, 0), 1, value));
}

/** The first derivative of sinc, (cos πx - sinc x)/x, by a polynomial next to 0; the scalar function computes higher ones. */
export function sincOfOrderKernel(k: Kernel, n: Lane, x: Lane): Lane {
  const { sine, cosine } = byTurns(k, x);
  const far = k.div(k.sub(k.mul(cosine, Math.PI), k.div(sine, x)), x);
  const value = k.select(k.lt(k.abs(x), 0.5), k.mul(x, fitted(k, k.mul(x, x), SINC_SLOPE)), far);
  return k.rare(k.or(k.ne(n, 1), isPastTurns(k, x)), value);
}
