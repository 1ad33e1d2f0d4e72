/**
 * Bessel functions of orders 0 and 1, float64.
 * I0, I1 coefficients: Boost.Math 1.7x bessel_i0.hpp, bessel_i1.hpp (Maddock after Holoborodko 2015; Boost Software License 1.0).
 * J0, J1: Taylor series in double-double up to 25, Hankel's expansion (DLMF 10.17.3) above.
 */
import { INVERSE_SQRT_TAU } from "./constants.ts";
import { add, multiply, type Pair, polynomial, productError } from "./extended.ts";

// I0(x) = 1 + z P(z), z = x²/4, x < 7.75; interpolation error 3e-18.
const I0_SMALL: readonly number[] = [
  1.0, 0.24999999999999992, 0.027777777777778227, 0.001736111111110238, 6.944444444533525e-5, 1.9290123451321993e-6,
  3.936759911025107e-8, 6.151186727044393e-10, 7.594070020589734e-12, 7.593897933698364e-14, 6.277677736362927e-16,
  4.347097041532723e-18, 2.6341774269010917e-20, 1.1394303774482283e-22, 9.079269200856249e-25,
];
// sqrt(x) e^-x I0(x) = P(1/x), 7.75 <= x < 500 (used below 50); interpolation error 1.7e-16.
const I0_MIDDLE: readonly number[] = [
  0.3989422804014251, 0.049867785060496196, 0.02805062339283126, 0.02922112251660479, 0.04442072994936595,
  0.13097057460585673, -3.35052280231727, 233.02571158351472, -11336.635069717235, 424057.6743178673,
  -12315702.859569874, 280231938.15526754, -5018839997.137779, 70802924301.51091, -784261082124.8112, 6768257378540.966,
  -44903484969613.805, 224155239966959.0, -813426467865659.4, 2023910973916877.8, -3086757152953709.0,
  2175875438638190.8,
];
// I1(x) = x/2 (1 + z/2 + z² P(z)), z = x²/4, x < 7.75; interpolation error 6e-17.
const I1_SMALL: readonly number[] = [
  0.08333333333333334, 0.006944444444444342, 0.0003472222222225921, 1.1574074073549872e-5, 2.7557319262547905e-7,
  4.920949692800671e-9, 6.834657311305622e-11, 7.593969849687574e-13, 6.9048226527419176e-15, 5.220157095351373e-17,
  3.4107204947277713e-19, 1.625212890947171e-21, 1.332898928162291e-23,
];
const I1_MIDDLE: readonly number[] = [
  0.3989422804014406, -0.14960335516131115, -0.046751042535985374, -0.04090895951581638, -0.05719036414430206,
  -0.15281895543744928, 3.4582844709771723, -242.6181371595021, 11787.858659934407, -440465.55824434874,
  12776777.793414464, -290339039.8236657, 5192386898.222206, -73137844389.67834, 808782448499.486, -6967602516005.787,
  46140408096165.83, -229884963945717.25, 832555407333461.8, -2067285045778906.0, 3146401654361325.0,
  -2213318202179222.0,
];

/** I0(x) for 0 <= x < 7.75. */
function i0Small(x: number): number {
  const z = 0.25 * x * x;
  return 1 + z * polynomial(I0_SMALL, z);
}

/** I1(x) for 0 <= x < 7.75. */
function i1Small(x: number): number {
  const z = 0.25 * x * x;
  return 0.5 * x * (1 + z * (0.5 + z * polynomial(I1_SMALL, z)));
}

/** sqrt(x) e^-x I(x) for x >= 7.75: Boost's polynomial below 50, DLMF 10.40.1 above (its terms fall below 2^-60 within 15). */
function tail(order: 0 | 1, x: number): number {
  if (x < 50) return polynomial(order === 0 ? I0_MIDDLE : I1_MIDDLE, 1 / x);
  let rest = 0;
  for (let k = 15; k >= 1; k--) rest = (((2 * k - 1) ** 2 - 4 * order) / (8 * k * x)) * (1 + rest);
  return INVERSE_SQRT_TAU + INVERSE_SQRT_TAU * rest;
}

/** e^x times factor for large x, in two steps so that e^x alone cannot overflow. */
function growing(x: number, factor: number): number {
  if (x < 700) return Math.exp(x) * factor;
  return Math.exp(x - 64) * factor * 6.235149080811617e27; // e^64
}

/** Modified Bessel function I0(x); all x, even; 3 ulp. @source DLMF 10.25.2; Boost.Math bessel_i0. */
export function i0(x: number): number {
  const a = Math.abs(x);
  if (a < 7.75) return i0Small(a);
  return a < 720 ? growing(a, tail(0, a) / Math.sqrt(a)) : a + Infinity;
}

/** Exponentially scaled e^-|x| I0(x); all x, even; 3 ulp. @source as i0. */
export function i0e(x: number): number {
  const a = Math.abs(x);
  if (a < 7.75) return Math.exp(-a) * i0Small(a);
  return tail(0, a) / Math.sqrt(a);
}

/** Modified Bessel function I1(x); all x, odd; 3 ulp. @source DLMF 10.25.2; Boost.Math bessel_i1. */
export function i1(x: number): number {
  const a = Math.abs(x);
  const value = a < 7.75 ? i1Small(a) : a < 720 ? growing(a, tail(1, a) / Math.sqrt(a)) : a + Infinity;
  return x < 0 || Object.is(x, -0) ? -value : value;
}

/** Exponentially scaled e^-|x| I1(x); all x, odd; 4 ulp. @source as i1. */
export function i1e(x: number): number {
  const a = Math.abs(x);
  const value = a < 7.75 ? Math.exp(-a) * i1Small(a) : tail(1, a) / Math.sqrt(a);
  return x < 0 || Object.is(x, -0) ? -value : value;
}

const J_SERIES_TO = 25;

/** sum (-x²/4)^k/(k! (k + order)!) in double-double, |x| <= 25: terms reach e^25 = 2^36, so an absolute 2^-65 is left. */
function besselSeries(order: 0 | 1, x: number): Pair {
  const square = x * x;
  const z: Pair = [-0.25 * square, -0.25 * productError(x, x, square)];
  let term: Pair = [1, 0];
  let sum: Pair = [1, 0];
  for (let k = 1; k < 80; k++) {
    const product = multiply(term, z);
    const d = k * (k + order);
    const q = product[0] / d;
    const back = q * d;
    term = [q, (product[0] - back - productError(q, d, back) + product[1]) / d];
    sum = add(sum, term);
    if (Math.abs(q) < 1e-24) break;
  }
  return sum;
}

/** Hankel's P and Q (DLMF 10.17.3): sums of (-1)^k a_2k/x^2k and (-1)^k a_(2k+1)/x^(2k+1), stopped at the smallest term. */
function hankel(order: 0 | 1, x: number): readonly [number, number] {
  const mu = 4 * order;
  let term = 1;
  let p = 1;
  let q = 0;
  for (let k = 1; k < 40; k++) {
    const odd = 2 * k - 1;
    const next = (term * (mu - odd * odd)) / (k * 8 * x);
    if (Math.abs(next) > Math.abs(term) || Math.abs(next) < 1e-18) break;
    term = next;
    const sign = (k >> 1) % 2 === 0 ? 1 : -1;
    if (k % 2 === 0) p += sign * term;
    else q += sign * term;
  }
  return [p, q];
}

/** sqrt(2/(πx)) (P cos χ - Q sin χ), χ = x - (2 order + 1) π/4, with sin and cos of x itself so that no phase is rounded. */
function besselFar(order: 0 | 1, x: number): number {
  const [p, q] = hankel(order, x);
  const s = Math.sin(x);
  const c = Math.cos(x);
  // cos(x - π/4) = (c + s)/√2, sin(x - π/4) = (s - c)/√2; a further quarter turn for order 1
  const [cosine, sine] = order === 0 ? [accurateSum(x, c, s), s - c] : [s - c, -accurateSum(x, c, s)];
  return (p * cosine - q * sine) / Math.sqrt(Math.PI * x);
}

/** cos x + sin x, by cos 2x/(cos x - sin x) where they cancel (as fdlibm e_j0.c does). */
function accurateSum(x: number, c: number, s: number): number {
  return c * s < 0 && x < 1e300 ? Math.cos(2 * x) / (c - s) : c + s;
}

/** Bessel function J0(x); all x, even; 2 ulp for |x| <= 25 away from a root's neighbouring floats, absolute 2^-53 sqrt(2/(πx)) above. @source DLMF 10.2.2, 10.17.3. */
export function j0(x: number): number {
  const a = Math.abs(x);
  if (a === Infinity) return 0;
  if (a <= J_SERIES_TO) return besselSeries(0, a)[0];
  return besselFar(0, a);
}

/** Bessel function J1(x); all x, odd; accuracy as j0. @source DLMF 10.2.2, 10.17.3. */
export function j1(x: number): number {
  const a = Math.abs(x);
  if (a === Infinity) return 0;
  const value = a <= J_SERIES_TO ? 0.5 * a * besselSeries(1, a)[0] : besselFar(1, a);
  return x < 0 || Object.is(x, -0) ? -value : value;
}
