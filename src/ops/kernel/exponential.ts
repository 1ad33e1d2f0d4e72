/** e^x on lanes, and what is made of it. Polynomials: tools/golden/minimax.py. Error bounds: test/kernels. */
import type { Kernel, Lane } from "../../core/kernel.ts";

/** What a float type has of its own. */
interface Format {
  /** Added and taken away, it rounds to whole numbers, which stand in the last bits of the sum in between. */
  readonly shifter: number;
  /** The bits of the significand, and the exponent of 1 as it stands before them. */
  readonly digits: number;
  readonly bias: number;
  /** Beyond these e^x and 2^x are 0 and ∞. */
  readonly natural: readonly [low: number, high: number];
  readonly binary: readonly [low: number, high: number];
  /** ln 2 = high + low, where n · high is exact for all exponents n. */
  readonly high: number;
  readonly low: number;
  /** (e^r - 1 - r)/r² for |r| ≤ ln 2 / 2: EXP64, EXP32. */
  readonly series: readonly number[];
  /** (r coth r - 1)/r² in r² for |r| ≤ 3 ln 2 / 8: COTH64, COTH32. */
  readonly cotangent: readonly number[];
}

const WIDE: Format = {
  shifter: 1.5 * 2 ** 52,
  digits: 52,
  bias: 1023,
  natural: [-760, 712],
  binary: [-1080, 1030],
  high: 0.6931471805598903,
  low: 5.497923018708371e-14,
  series: [
    0.5000000000000006, 0.1666666666666662, 0.04166666666657378, 0.00833333333336827, 0.0013888888932320092,
    0.00019841269766213924, 2.4801504509678817e-5, 2.7557364643788527e-6, 2.762630568620401e-7, 2.506753142663027e-8,
  ],
  cotangent: [
    0.33333333333333315, -0.02222222222216983, 0.0021164021114600915, -0.00021163999709244706, 2.137308264934443e-5,
    -2.1132424691914753e-6,
  ],
};

const NARROW: Format = {
  shifter: 1.5 * 2 ** 23,
  digits: 23,
  bias: 127,
  natural: [-115, 91],
  binary: [-155, 130],
  high: 0.69317626953125,
  low: -2.9088971132296138e-5,
  series: [0.4999999701976776, 0.1666654646396637, 0.04166743904352188, 0.00836626160889864, 0.001387045020237565],
  cotangent: [0.3333333134651184, -0.02222071960568428, 0.0020840622019022703],
};

const formatOf = (x: Lane): Format => (x.type === "f64" ? WIDE : NARROW);

/** The smaller and the larger of x and a number, in one instruction; NaN stays. */
export const atMost = (k: Kernel, x: Lane, limit: number): Lane => k.select(k.lt(limit, x), limit, x);
export const atLeast = (k: Kernel, x: Lane, limit: number): Lane => k.select(k.lt(x, limit), limit, x);

/** x, to which the sign of y is added: where x has none of its own, or the same. */
export const signOf = (k: Kernel, x: Lane, y: Lane): Lane =>
  k.bits(k.or(k.bits(x), k.and(k.bits(y), k.bits(k.constant(-0, y.type)))));

/** 2^n, as long as it is normal, where n + bias stands in the last bits. */
const powerOfTwo = (k: Kernel, shifted: Lane): Lane => k.bits(k.shl(k.bits(shifted), formatOf(shifted).digits));

/** 2^n of whole floats n, as long as it is normal. */
export function powerOfCount(k: Kernel, n: Lane): Lane {
  const { shifter, bias } = formatOf(n);
  return powerOfTwo(k, k.add(n, shifter + bias));
}

/** 2^n in two factors of which neither overflows nor underflows, where n + 2 bias stands in the last bits. */
function twoPowers(k: Kernel, shifted: Lane): readonly [Lane, Lane] {
  const { digits } = formatOf(shifted);
  // Half of it, rounded down, is an exponent, once the bit below is gone; what that lacks of the whole is the other.
  const half = k.shl(k.bits(shifted), digits - 1);
  const first = k.and(half, -(2 ** digits));
  return [k.bits(first), k.bits(k.sub(k.add(half, half), first))];
}

/**
 * e^x = 2^n e^r with |r| ≤ ln 2 / 2 and e^r - 1 = r + r² series; n + offset in the last bits of `shifted`; lost: what r was rounded
 * by.
 */
function reduce(k: Kernel, x: Lane, offset: number) {
  const { shifter, high, low, series } = formatOf(x);
  const shifted = k.fma(x, Math.LOG2E, shifter + offset);
  const n = k.sub(shifted, shifter + offset);
  const most = k.fma(n, -high, x);
  const r = k.fma(n, -low, most);
  const lost = k.fma(n, -low, k.sub(most, r));
  return { shifted, r, square: k.mul(r, r), series: k.polynomial(r, series), lost };
}

/** A power in two factors of which neither overflows, nor loses digits to underflow; their product is the power. */
export interface Factors {
  readonly value: Lane;
  readonly scale: Lane;
}

/** 2^n (1 + part); n + 2 bias in the last bits of `shifted`. */
function factors(k: Kernel, part: Lane, shifted: Lane): Factors {
  const [first, scale] = twoPowers(k, shifted);
  return { value: k.fma(first, part, first), scale };
}

/** How {@link expFactors} may compute. */
export interface ExpSettings {
  /** x ≤ 0 is known. */
  readonly isNegative?: boolean;
  /** With the rounding of r put back: 0.8 ulp instead of 1. */
  readonly careful?: boolean;
  /** e^x 2^doublings. */
  readonly doublings?: number;
}

/** e^x. */
export function expFactors(k: Kernel, x: Lane, { isNegative, careful, doublings = 0 }: ExpSettings = {}): Factors {
  const { natural, bias, digits } = formatOf(x);
  const lower = atLeast(k, x, natural[0]);
  const bounded = isNegative ? lower : atMost(k, lower, natural[1]);
  const { r, square, series, shifted, lost } = reduce(k, bounded, 2 * bias);
  const part = careful ? k.add(r, k.fma(square, series, lost)) : k.fma(square, series, r);
  const { value, scale } = factors(k, part, shifted);
  return { value, scale: doublings === 0 ? scale : k.bits(k.add(k.bits(scale), doublings * 2 ** digits)) };
}

/** e^x, subnormal results as well. @param isNegative - x ≤ 0 is known */
export function exp(k: Kernel, x: Lane, isNegative = false): Lane {
  const { value, scale } = expFactors(k, x, { isNegative });
  return k.mul(value, scale);
}

/** e^(x + more), |more| much smaller than x, in 0.6 ulp. */
export function expOfSum(k: Kernel, x: Lane, more: Lane): Lane {
  const { natural, bias, series } = formatOf(x);
  const bounded = atMost(k, atLeast(k, x, natural[0]), natural[1]);
  const first = reduce(k, bounded, 2 * bias);
  const rest = k.add(first.lost, k.select(k.eq(x, bounded), more, 0));
  const r = k.add(first.r, rest);
  const lost = k.add(k.sub(first.r, r), rest);
  const sum = k.add(r, 1);
  const tail = k.fma(k.mul(r, r), k.polynomial(r, series), k.add(k.sub(r, k.sub(sum, 1)), lost));
  const [unit, scale] = twoPowers(k, first.shifted);
  return k.mul(k.mul(k.add(sum, tail), unit), scale);
}

/** e^x for x ≤ 0, and what it lacks of 1, without loss for x > -1. */
export function expAndRest(k: Kernel, x: Lane): { readonly power: Lane; readonly rest: Lane } {
  const { natural, digits, bias } = formatOf(x);
  const { r, square, series, shifted, lost } = reduce(k, atLeast(k, x, natural[0]), 2 * bias);
  const unit = k.bits(k.sub(k.shl(k.bits(shifted), digits), bias * 2 ** digits));
  const part = k.add(r, k.fma(square, series, lost));
  const { value, scale } = factors(k, part, shifted);
  return { power: k.mul(value, scale), rest: k.fma(k.neg(unit), part, k.sub(1, unit)) };
}

/** 2^x, exact for whole x. */
export function exp2(k: Kernel, x: Lane): Lane {
  const { binary, shifter, bias, series } = formatOf(x);
  const bounded = atMost(k, atLeast(k, x, binary[0]), binary[1]);
  const shifted = k.add(bounded, shifter + 2 * bias);
  const r = k.mul(k.sub(bounded, k.sub(shifted, shifter + 2 * bias)), Math.LN2);
  const part = k.fma(k.mul(r, r), k.polynomial(r, series), r);
  const { value, scale } = factors(k, part, shifted);
  return k.mul(value, scale);
}

/** e^x for x ≤ 0 with an error of a few ulp of 1 where x is large; NaN stays. */
export function decayed(k: Kernel, x: Lane): Lane {
  const { natural, shifter, bias, series } = formatOf(x);
  const bounded = atLeast(k, x, natural[0] / 2);
  const shifted = k.fma(bounded, Math.LOG2E, shifter + bias);
  const r = k.fma(k.sub(shifted, shifter + bias), -Math.LN2, bounded);
  const scale = powerOfTwo(k, shifted);
  return k.fma(scale, k.fma(k.mul(r, r), k.polynomial(r, series), r), scale);
}

/** e^x - 1. */
export function expm1(k: Kernel, x: Lane): Lane {
  const { natural, digits, bias } = formatOf(x);
  const bounded = atMost(k, atLeast(k, x, -digits), natural[1] - 2);
  // Half of it, for 2^n may overflow where the result does not: 2^(n-1) (1 + r + tail) - 1/2, its two large terms summed exactly.
  const { shifted, r, square, series, lost } = reduce(k, bounded, bias - 1);
  const tail = k.fma(square, series, lost);
  const half = powerOfTwo(k, shifted);
  const from = k.sub(half, 0.5);
  const sum = k.fma(half, r, from);
  const error = k.fma(half, r, k.sub(from, sum));
  const value = k.add(sum, k.fma(half, tail, error));
  return k.select(k.lt(k.abs(x), 2 ** (-digits - 2)), x, k.add(value, value));
}

/** e^2x = power (gain + 1 + r)/(gain + 1 - r). */
export interface HalfAngle {
  readonly r: Lane;
  /** r coth r - 1 */
  readonly gain: Lane;
  /** 2^n */
  readonly power: Lane;
}

/** x ≥ 0, at most `most`, as n ln 2 / 2 + r with -1/4 ≤ 2r / ln 2 ≤ 3/4, so that n = 0 up to x = 0.26. */
export function halfAngle(k: Kernel, x: Lane, most: number): HalfAngle {
  const { shifter, bias, high, low, cotangent } = formatOf(x);
  const bounded = atMost(k, x, most);
  const shifted = k.add(k.fma(bounded, 2 * Math.LOG2E, -0.25), shifter + bias);
  const n = k.sub(shifted, shifter + bias);
  const r = k.fma(n, -low / 2, k.fma(n, -high / 2, bounded));
  const square = k.mul(r, r);
  return { r, gain: k.mul(square, k.polynomial(square, cotangent)), power: powerOfTwo(k, shifted) };
}
