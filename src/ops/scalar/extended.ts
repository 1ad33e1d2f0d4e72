/**
 * Double-double ("pair") arithmetic: the unevaluated sum hi + lo of two float64, about 106 bits, and the logarithm in it.
 * Special functions whose prefactors are exp(large) need a logarithm with an absolute error below 2^-53.
 * @source Dekker, Numer. Math. 18 (1971) 224-242; Knuth, TAOCP 2, 4.2.2.
 */
import { LOG_32NDS } from "./tables.ts";

/** An unevaluated sum hi + lo with |lo| <= ulp(hi)/2. */
export type Pair = readonly [number, number];

/** Horner's rule for sum c[k] x^k. */
export function polynomial(c: readonly number[], x: number): number {
  let sum = 0;
  for (let k = c.length - 1; k >= 0; k--) sum = sum * x + c[k];
  return sum;
}

/** The rounding error of the float64 sum `sum` = fl(a + b) (Knuth's TwoSum). */
export function sumError(a: number, b: number, sum: number): number {
  const bb = sum - a;
  return a - (sum - bb) + (b - bb);
}

/** The rounding error of the float64 product `product` = fl(a b) (Dekker, Veltkamp splitting); |a|, |b| < 2^996. */
export function productError(a: number, b: number, product: number): number {
  const ta = 134217729 * a; // 2^27 + 1
  const ah = ta - (ta - a);
  const al = a - ah;
  const tb = 134217729 * b;
  const bh = tb - (tb - b);
  const bl = b - bh;
  return al * bl - (product - ah * bh - al * bh - ah * bl);
}

/** hi + lo renormalised, for |hi| >= |lo|. */
function quick(hi: number, lo: number): Pair {
  const sum = hi + lo;
  return [sum, lo - (sum - hi)];
}

/** a + b exactly. */
export function twoSum(a: number, b: number): Pair {
  const sum = a + b;
  return [sum, sumError(a, b, sum)];
}

/** a b exactly (no overflow or underflow on the way). */
export function twoProduct(a: number, b: number): Pair {
  const product = a * b;
  return [product, productError(a, b, product)];
}

/** x + y of pairs; relative error 2^-104 unless they cancel, then absolute 2^-104 of the larger. */
export function add(x: Pair, y: Pair): Pair {
  const s = x[0] + y[0];
  const t = x[1] + y[1];
  const [hi, lo] = quick(s, sumError(x[0], y[0], s) + t);
  return quick(hi, lo + sumError(x[1], y[1], t));
}

/** x - y of pairs. */
export function subtract(x: Pair, y: Pair): Pair {
  return add(x, [-y[0], -y[1]]);
}

/** x y of pairs; relative error about 2^-103. */
export function multiply(x: Pair, y: Pair): Pair {
  const p = x[0] * y[0];
  return quick(p, productError(x[0], y[0], p) + (x[0] * y[1] + x[1] * y[0]));
}

/** x / y of pairs; relative error about 2^-102. */
export function divide(x: Pair, y: Pair): Pair {
  const q = x[0] / y[0];
  const p = q * y[0];
  return quick(q, (x[0] - p - productError(q, y[0], p) + x[1] - q * y[1]) / y[0]);
}

// ln 2 = LN2_HI + LN2_LO; the high part has 21 trailing zeros, so k LN2_HI is exact (fdlibm e_log.c).
const LN2_HI = 0.6931471803691238;
const LN2_LO = 1.9082149292705877e-10;
const bits: DataView = /*@__PURE__*/ new DataView(/*@__PURE__*/ new ArrayBuffer(8));

/** 2^k exactly, -1022 <= k <= 1023. */
export function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

// 2 atanh(s) - 2 s = s^3 (2/3 + 2 s^2/5 + ...), |s| < 0.012: the first omitted term is 2^-90.
const ATANH_TAIL: readonly number[] = [2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11, 2 / 13];

/** log((1 + s)/(1 - s)), |s| < 0.012; relative error 2^-67. */
function logRatio(s: Pair): Pair {
  const z = s[0] * s[0];
  return quick(2 * s[0], 2 * s[1] + s[0] * z * polynomial(ATANH_TAIL, z));
}

/** log(x) as a pair, x > 0 finite; absolute error below 2^-73 + 2^-67 |log x|. */
export function log(x: number): Pair {
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54 lifts subnormals
    k = -54;
  }
  bits.setFloat64(0, x);
  const exponent = (bits.getUint32(0) >>> 20) - 1023;
  bits.setUint32(0, (bits.getUint32(0) & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  k += exponent;
  if (m > Math.SQRT2) {
    m *= 0.5;
    k++;
  }
  const i = Math.round(m * 32);
  const c = i / 32;
  const tail = logRatio(divide([m - c, 0], twoSum(m, c)));
  if (k === 0 && i === 32) return tail;
  const j = 2 * (i - 22);
  return add(add([k * LN2_HI, 0], [LOG_32NDS[j], LOG_32NDS[j + 1]]), add(tail, [k * LN2_LO, 0]));
}

/** log of a positive pair. */
export function logOf(x: Pair): Pair {
  const ratio = x[1] / x[0];
  return add(log(x[0]), [ratio, -0.5 * ratio * ratio]);
}

/** log(1 + r), r > -1, with relative error 2^-66 also for tiny r. */
export function log1pOf(r: Pair): Pair {
  if (Math.abs(r[0]) < 0.02) return logRatio(divide(r, add([2, 0], r)));
  return logOf(add([1, 0], r));
}

const THIRD: Pair = [1 / 3, 1.850371707708594e-17]; // 1/3 = hi + lo

/** r - log(1 + r) >= 0, r > -1, with relative error about 2^-62: the exponent of Stirling-type prefactors. */
export function minusLog1pmx(r: Pair): Pair {
  if (Math.abs(r[0]) > 0.3) return subtract(r, logOf(add([1, 0], r)));
  // With s = r/(2 + r): r - 2 atanh s = 2 s^2/(1 - s) - 2 s^3/3 - 2 s^5 (1/5 + s^2/7 + ...).
  const s = divide(r, add([2, 0], r));
  const square = multiply(s, s);
  const z = square[0];
  let tail = 0; // |s| < 0.18: 13 terms reach 2^-65 of the leading s^5
  for (let k = 29; k >= 5; k -= 2) tail = tail * z + 1 / k;
  const lead = subtract(divide(square, subtract([1, 0], s)), multiply(multiply(square, s), THIRD));
  const sum = add(lead, [-z * z * s[0] * tail, 0]);
  return [2 * sum[0], 2 * sum[1]];
}

/** exp(x) rounded to float64: within 1.4 ulp where the pair is exact. */
export function exp(x: Pair): number {
  const e = Math.exp(x[0]);
  return e === Infinity || e === 0 ? e : e + e * x[1];
}

/** x + w (y - x), correctly rounded but for ties; exactly x at w = 0 and y at w = 1. @source twoSum and twoProduct. */
export function lerp(x: number, y: number, w: number): number {
  const d = y - x;
  if (d - d !== 0) return (1 - w) * x + w * y;
  const p = w * d;
  const sum = x + p;
  const low = sumError(x, p, sum) + (productError(w, d, p) + w * sumError(y, -x, d));
  return low - low === 0 ? sum + low : sum; // where the parts overflow, so does the sum, or it is good as it is
}

/** log(x/y), x, y > 0, without loss near x = y and without overflow of x/y. */
export function logQuotient(x: number, y: number): number {
  if (x === Infinity || y === Infinity) return Math.log(x) - Math.log(y);
  if (x < 2 * y && y < 2 * x) return Math.log1p((x - y) / y); // x - y is exact (Sterbenz)
  const ratio = x / y;
  return ratio > 2 ** -1022 && ratio < Infinity ? Math.log(ratio) : Math.log(x) - Math.log(y);
}
