/**
 * The error function family and the normal distribution function, float64.
 * Coefficients: fdlibm s_erf.c (Sun Microsystems 1993, freely usable) and Wichura's AS 241 (Appl. Statist. 37 (1988) 477-484);
 * the Dawson table is computed by tools/golden/scalarTables.py.
 */
import { TWO_OVER_SQRT_PI } from "./constants.ts";
import { polynomial, productError } from "./extended.ts";
import { DAWSON_QUARTERS } from "./tables.ts";

const SQRT_PI = 1.772453850905516;

// fdlibm: erf(x) = x + x P(x²)/Q(x²) on [0, 0.84375], |error| < 2^-57.9.
const P0: readonly number[] = [
  0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442, -2.3763016656650163e-5,
];
const Q0: readonly number[] = [
  1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164, -3.960228278775368e-6,
];
// fdlibm: erf(1 + s) = ERX + P(s)/Q(s) on [0.84375, 1.25], |error| < 2^-59.
const ERX = 0.8450629115104675;
const P1: readonly number[] = [
  -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175, -0.11089469428239668,
  0.035478304325618236, -0.002166375594868791,
];
const Q1: readonly number[] = [
  1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164, 0.01363708391202905,
  0.011984499846799107,
];
// fdlibm: log(x e^(x²) erfc(x)) = -0.5625 + R(1/x²)/S(1/x²) on [1.25, 1/0.35] and [1/0.35, 28], |error| < 2^-61.5.
const R2: readonly number[] = [
  -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006, -162.39666946257347,
  -184.60509290671104, -81.2874355063066, -9.814329344169145,
];
const S2: readonly number[] = [
  1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679, 429.00814002756783,
  108.63500554177944, 6.570249770319282, -0.0604244152148581,
];
const R3: readonly number[] = [
  -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192, -637.5664433683896,
  -1025.0951316110772, -483.5191916086514,
];
const S3: readonly number[] = [
  1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955, 2553.0504064331644,
  474.52854120695537, -22.44095244658582,
];

/** erf(x)/x - 1 for |x| < 0.84375. */
function erfExcess(x: number): number {
  const z = x * x;
  return polynomial(P0, z) / polynomial(Q0, z);
}

/** erf(x) - ERX for x in [0.84375, 1.25]. */
function erfMiddle(x: number): number {
  return polynomial(P1, x - 1) / polynomial(Q1, x - 1);
}

/** log(x erfcx(x)) for x in [1.25, 28]. */
function logTail(x: number): number {
  const z = 1 / (x * x);
  return -0.5625 + (x < 1 / 0.35 ? polynomial(R2, z) / polynomial(S2, z) : polynomial(R3, z) / polynomial(S3, z));
}

/** exp(sign x² + shift) with the rounding error of x² put back; |x| < 1e150. */
function expSquare(x: number, sign: 1 | -1, shift: number): number {
  const square = x * x;
  const high = Math.round(square * 256) / 256; // exact in exp's reduction; the rest is small
  const low = square - high + productError(x, x, square);
  return Math.exp(sign * high) * Math.exp(sign * low + shift);
}

/** erf(x) = 2/√π ∫_0^x e^(-t²) dt; all x, odd; 1 ulp. @source fdlibm s_erf.c; DLMF 7.2.1. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 1e-300) return 0.125 * (8 * x + 8 * (TWO_OVER_SQRT_PI - 1) * x); // keeps subnormals accurate
  if (a < 0.84375) return x + x * erfExcess(x);
  if (Number.isNaN(x)) return NaN;
  const value = a < 1.25 ? ERX + erfMiddle(a) : a < 6 ? 1 - expSquare(a, -1, logTail(a)) / a : 1;
  return x < 0 ? -value : value;
}

/** erfc(x) = 1 - erf(x) without cancellation; all x; 2 ulp. @source fdlibm s_erf.c; DLMF 7.2.2. */
export function erfc(x: number): number {
  const a = Math.abs(x);
  if (a < 0.84375) {
    const y = erfExcess(x);
    return x < 0.25 ? 1 - (x + x * y) : 0.5 - (x * y + (x - 0.5));
  }
  if (Number.isNaN(x)) return NaN;
  if (x < 0) return x <= -6 ? 2 : x > -1.25 ? 1 + (ERX + erfMiddle(a)) : 2 - expSquare(a, -1, logTail(a)) / a;
  if (x < 1.25) return 1 - ERX - erfMiddle(x);
  return x < 28 ? expSquare(x, -1, logTail(x)) / x : 0;
}

/** Scaled erfcx(x) = e^(x²) erfc(x); all x, ∞ below -26.6; 3 ulp. @source fdlibm tails; asymptotic DLMF 7.12.1 for x > 28. */
export function erfcx(x: number): number {
  if (x < 1.25) {
    if (x < -26.7) return Infinity;
    return x > -1.25 ? expSquare(x, 1, 0) * erfc(x) : 2 * expSquare(x, 1, 0) - erfcx(-x);
  }
  if (x < 28) return Math.exp(logTail(x)) / x;
  if (x > 1e8) return 1 / SQRT_PI / x;
  const z = 0.5 / (x * x);
  const tail = 1 - 5 * z * (1 - 7 * z * (1 - 9 * z * (1 - 11 * z)));
  return (1 - z * (1 - 3 * z * tail)) / (SQRT_PI * x); // NaN lands here and stays NaN
}

/** log erfc(x); all x; 3 ulp. @source log1p(-erf x) below 1, log erfcx(x) - x² above. */
export function logErfc(x: number): number {
  if (x < 1) return Math.log1p(-erf(x));
  if (x > 1e150) return -Infinity;
  return Math.log(erfcx(x)) - x * x;
}

const SQRT_HALF_LO = -4.833646656726457e-17; // √½ = Math.SQRT1_2 + SQRT_HALF_LO

/** Normal distribution function Φ(x) = erfc(-x/√2)/2; all x; 3 ulp. @source DLMF 7.18(ii); x/√2 is kept in double-double. */
export function ndtr(x: number): number {
  if (Math.abs(x) > 40) return x > 0 ? 1 : 0;
  const t = -x * Math.SQRT1_2;
  const low = Math.abs(x) < 1e-100 ? 0 : productError(-x, Math.SQRT1_2, t) - x * SQRT_HALF_LO;
  return 0.5 * (erfc(t) - TWO_OVER_SQRT_PI * low * Math.exp(-t * t));
}

/** log Φ(x); all x; 3 ulp. @source log1p(-Φ(-x)) above -1, log(erfcx(-x/√2)/2) - x²/2 below. */
export function logNdtr(x: number): number {
  if (x > -1) return Math.log1p(-ndtr(-x));
  if (x < -1e160) return -Infinity;
  return Math.log(0.5 * erfcx(-x * Math.SQRT1_2)) - 0.5 * x * x;
}

// Wichura AS 241 PPND16, relative accuracy 1e-16: numerator and denominator of the centre, the tail r <= 5 and the far tail.
const A: readonly number[] = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
];
const B: readonly number[] = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852854,
];
const C: readonly number[] = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
];
const D: readonly number[] = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const E: readonly number[] = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const F: readonly number[] = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
];

/** Upper normal quantile for 0 < p < 1/2 far from 1/2 (AS 241, tail branches). */
function normalTailQuantile(p: number): number {
  const r = Math.sqrt(-Math.log(p));
  if (r <= 5) return polynomial(C, r - 1.6) / polynomial(D, r - 1.6);
  return polynomial(E, r - 5) / polynomial(F, r - 5);
}

/** One Halley step for erfc(t) = y from a good t > 0 (f'' / f' = -2t). */
function refineErfc(t: number, y: number): number {
  const step = (erfc(t) - y) / (-TWO_OVER_SQRT_PI * expSquare(t, -1, 0));
  return t - step / (1 + t * step);
}

/** The x with erf(x) = p; -1 <= p <= 1, odd; 2 ulp. @source Wichura AS 241 and one Newton/Halley step. */
export function erfinv(p: number): number {
  const a = Math.abs(p);
  if (!(a <= 1)) return NaN;
  if (a === 1) return p * Infinity;
  if (a > 0.5) return p > 0 ? erfcinv(1 - a) : -erfcinv(1 - a); // 1 - a is exact
  if (a < 1e-10) return p / TWO_OVER_SQRT_PI;
  const q = 0.5 * p;
  const r = 0.180625 - q * q;
  const x = q * (polynomial(A, r) / polynomial(B, r)) * Math.SQRT1_2;
  return x - (erf(x) - p) / (TWO_OVER_SQRT_PI * Math.exp(-x * x));
}

/** The x with erfc(x) = y; 0 <= y <= 2; 3 ulp. @source Wichura AS 241 and one Halley step; 1 - y and 2 - y are exact where used. */
export function erfcinv(y: number): number {
  if (!(y >= 0 && y <= 2)) return NaN;
  if (y === 0) return Infinity;
  if (y >= 0.5) return y > 1.5 ? (y === 2 ? -Infinity : -erfcinv(2 - y)) : erfinv(1 - y);
  const half = 0.5 * y;
  // Subnormal y: half may round, so go by log y = log(y/2) + log 2 through a scaled argument.
  const t = (y < 1e-307 ? tailQuantileOfTiny(y) : normalTailQuantile(half)) * Math.SQRT1_2;
  if (y < 1e-290) return refineByLog(t, y);
  return refineErfc(t, y);
}

function tailQuantileOfTiny(y: number): number {
  const r = Math.sqrt(Math.LN2 - Math.log(y));
  return polynomial(E, r - 5) / polynomial(F, r - 5);
}

/** One Newton step for log erfc(t) = log y, where erfc(t) itself would be subnormal. */
function refineByLog(t: number, y: number): number {
  const slope = -TWO_OVER_SQRT_PI / erfcx(t);
  return t - (logErfc(t) - Math.log(y)) / slope;
}

/** Normal quantile, the x with Φ(x) = p; 0 <= p <= 1; 3 ulp. @source -√2 erfcinv(2p), √2 erfinv(2p - 1) near 1/2. */
export function ndtri(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p < 0.25) return -Math.SQRT2 * erfcinv(2 * p);
  if (p > 0.75) return Math.SQRT2 * erfcinv(2 * (1 - p));
  return Math.SQRT2 * erfinv(2 * p - 1);
}

/** Taylor step of Dawson's integral about x0 by F^(n+1) = -2 x0 F^(n) - 2 n F^(n-1) (DLMF 7.10.4). */
function dawsonTaylor(x0: number, f: number, slope: number, h: number): number {
  let previous = f; // F^(n-1) h^(n-1)/(n-1)!
  let current = slope * h; // F^(n) h^n/n!
  let rest = 0;
  for (let n = 1; n < 16; n++) {
    const next = (-2 * h * (x0 * current + h * previous)) / (n + 1);
    rest += next;
    previous = current;
    current = next;
  }
  return f + (slope * h + rest);
}

/** Dawson's integral e^(-x²) ∫_0^x e^(t²) dt; all x, odd; 2 ulp. @source Taylor steps from a table at k/4; DLMF 7.6.2, 7.12.1. */
export function dawsn(x: number): number {
  const a = Math.abs(x);
  if (a < 0.3) {
    const z = -2 * x * x; // F(x) = x sum (-2x²)^k / (1·3·5···(2k + 1))
    let sum = 1;
    for (let k = 10; k >= 1; k--) sum = 1 + (z / (2 * k + 1)) * sum;
    return x * sum;
  }
  if (a < 7) {
    const k = Math.round(4 * a);
    const value = dawsonTaylor(k / 4, DAWSON_QUARTERS[2 * k], DAWSON_QUARTERS[2 * k + 1], a - k / 4);
    return x < 0 ? -value : value;
  }
  if (!(a < 1e9)) return 0.5 / x;
  const z = 0.5 / (x * x); // 1 + z + 3 z² + 15 z³ + ..., the smallest term at x = 7 is e^-49
  let sum = 1;
  for (let k = 30; k >= 1; k--) sum = 1 + (2 * k - 1) * z * sum;
  return (0.5 / x) * sum;
}
