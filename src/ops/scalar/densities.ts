/** The densities of the gamma and beta distributions: exponentials of double-double logarithms. */
import {
  add,
  divide,
  exp,
  log,
  log1pOf,
  minusLog1pmx,
  multiply,
  type Pair,
  subtract,
  sumError,
  twoSum,
} from "./extended.ts";
import { betaCorrection, logBeta, logGamma, stirlingCorrection } from "./stirling.ts";
import { lgamma1p } from "./gamma.ts";

const LOG_TWO_PI: Pair = [1.8378770664093456, -7.756588316134483e-17]; // log 2π, twice stirling.ts HALF_LOG_TWO_PI
const BOTH_LARGE = 14; // stirling.ts: range of betaCorrection

/** x^a e^-x / Γ(a), a > 0, 0 < x < ∞: x times the density. */
export function density(a: number, x: number): number {
  if (a < 1e-200) return a * Math.exp(-x);
  if (x < 0.01 * a && a > 1e10) return 0; // below (e/100)^a
  if (a < 0.0625) return a * exp(subtract(subtract(multiply(log(x), [a, 0]), [x, 0]), [lgamma1p(a), 0])); // keeps small a exact
  return exp(logDensity(a, x));
}

/** The logarithm of x^a e^-x / Γ(a); 1e-200 < a < 1e290, 0 < x < ∞. */
export function logDensity(a: number, x: number): Pair {
  if (x > 1e280 && x > 1e20 * a) return [-x, 0];
  if (a < 15 || x < 0.01 * a) return subtract(subtract(multiply(log(x), [a, 0]), [x, 0]), logGamma(a));
  // sqrt(a/2π) exp(-a φ(u) - correction), φ(u) = u - log(1 + u), u = (x - a)/a
  const u = divide(twoSum(x, -a), [a, 0]);
  const scaled = multiply(minusLog1pmx(u), [a, 0]);
  const logarithm = log(a);
  const root: Pair = [
    0.5 * (logarithm[0] - LOG_TWO_PI[0]),
    0.5 * (logarithm[1] - LOG_TWO_PI[1] + sumError(logarithm[0], -LOG_TWO_PI[0], logarithm[0] - LOG_TWO_PI[0])),
  ];
  return subtract(subtract(root, scaled), stirlingCorrection([a, 0]));
}

/** A point of the unit interval with what both ends need: y = 1 - x, λ = a y - b x, and x^a y^b/B(a, b). */
export interface Point {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
  readonly lambda: number;
  readonly density: number;
}

/** Whether the functions of the beta family are NaN: for a or b that is not positive and finite, or x outside of [0, 1]. */
export function isOutside(a: number, b: number, x: number): boolean {
  return !(a > 0 && b > 0 && x >= 0 && x <= 1 && a < Infinity && b < Infinity);
}

/** The point x of (0, 1); y is rounded, λ and the density are computed from the exact 1 - x. */
export function pointAt(a: number, b: number, x: number): Point {
  const y = twoSum(1, -x);
  const lambda = lambdaOf(a, b, x, y);
  return {
    a,
    b,
    x,
    y: y[0],
    lambda: lambda[0],
    density: densityAt(a, b, x, lambda),
  };
}

/** a y - b x. */
function lambdaOf(a: number, b: number, x: number, y: Pair): Pair {
  return Math.max(a, b) < 1e290 ? subtract(multiply(y, [a, 0]), multiply([x, 0], [b, 0])) : [a * y[0] - b * x, 0];
}

/** The same point seen from the other end: I_x(a, b) = 1 - I_y(b, a) (DLMF 8.17.4). */
export function mirrored(p: Point): Point {
  return {
    a: p.b,
    b: p.a,
    x: p.y,
    y: p.x,
    lambda: -p.lambda,
    density: p.density,
  };
}

/** x^a y^b/B(a, b), a, b > 0, 0 < x < 1. */
function densityAt(a: number, b: number, x: number, lambda: Pair): number {
  const low = Math.min(a, b);
  if (low < 1e-280) {
    const power = add(multiply(log(x), [a, 0]), multiply(log1pOf([-x, 0]), [b, 0]));
    return (low / (1 + low / Math.max(a, b))) * exp(power); // 1/B(a, b) -> ab/(a + b)
  }
  if (low >= BOTH_LARGE && Math.max(a, b) > 1e10 && isFar(a, b, lambda)) return 0;
  return exp(logDensityAt(a, b, x, lambda));
}

/** Whether x or 1 - x is below 0.01 of its mean. */
const isFar = (a: number, b: number, lambda: Pair): boolean => Math.min(lambda[0] / b, -lambda[0] / a) < -0.99;

function logDensityAt(a: number, b: number, x: number, lambda: Pair): Pair {
  if (a >= BOTH_LARGE && b >= BOTH_LARGE && !isFar(a, b, lambda)) return balancedDensity(a, b, lambda);
  return subtract(add(multiply(log(x), [a, 0]), multiply(log1pOf([-x, 0]), [b, 0])), logBeta(a, b));
}

/** The logarithm of x^a y^b/B(a, b); 1e-280 < a, b < 1e290, 0 < x < 1. */
export function logBetaDensity(a: number, b: number, x: number): Pair {
  return logDensityAt(a, b, x, lambdaOf(a, b, x, twoSum(1, -x)));
}

/**
 * The same for large a, b: sqrt(ab/(2π(a + b))) exp(-a φ(u) - b φ(v) - correction), φ(t) = t - log(1 + t), u = -λ/a, v = λ/b:
 * no large logarithms cancel.
 */
function balancedDensity(a: number, b: number, lambda: Pair): Pair {
  const u = divide(lambda, [-a, 0]);
  const v = divide(lambda, [b, 0]);
  const exponent = add(multiply(minusLog1pmx(u), [a, 0]), multiply(minusLog1pmx(v), [b, 0]));
  const ratio = divide([a, 0], twoSum(a, b));
  const root = subtract(add(add(log(ratio[0]), [ratio[1] / ratio[0], 0]), log(b)), LOG_TWO_PI);
  return subtract(subtract([0.5 * root[0], 0.5 * root[1]], exponent), betaCorrection(a, b));
}

/** x^(a-1) e^-x/Γ(a), the gamma density; a > 0, x >= 0; 3 ulp where it does not underflow. @source DLMF 8.2.1. */
export function gammaDensity(a: number, x: number): number {
  if (!(a > 0 && x >= 0) || a === Infinity) return NaN;
  if (x === 0) return a < 1 ? Infinity : a === 1 ? 1 : 0;
  return x === Infinity ? 0 : density(a, x) / x;
}

/** x^(a-1) (1 - x)^(b-1)/B(a, b), the beta density; finite a, b > 0, 0 <= x <= 1; 4 ulp. @source DLMF 8.17.1. */
export function betaDensity(a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1 && a < Infinity && b < Infinity)) return NaN;
  if (x === 0) return a < 1 ? Infinity : a === 1 ? b : 0;
  if (x === 1) return b < 1 ? Infinity : b === 1 ? a : 0;
  const { density: scaled, y } = pointAt(a, b, x);
  return scaled / x / y;
}
