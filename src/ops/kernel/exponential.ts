/** e^x on lanes, and what is made of it. Polynomials: tools/golden/minimax.py. Error bounds: test/kernels. */
import type { Kernel, Lane } from "../../core/kernel.ts";

/** What a float type has of its own. */
interface Format {
  /** Added and taken away, it rounds to whole numbers, which stand in the last bits of the sum in between. */
  readonly shifter: number;
  /** The bits of the significand, and those of 1. */
  readonly digits: number;
  readonly one: number;
  /** Beyond these e^x and 2^x are 0 and ∞. */
  readonly natural: readonly [low: number, high: number];
  readonly binary: readonly [low: number, high: number];
  /** ln 2 = high + low, where n · high is exact for all exponents n. */
  readonly high: number;
  readonly low: number;
  /** (e^r - 1 - r)/r² for |r| ≤ ln 2 / 2: EXP64, EXP32. */
  readonly series: readonly number[];
}

const WIDE: Format = {
  shifter: 1.5 * 2 ** 52,
  digits: 52,
  one: 1023 * 2 ** 52,
  natural: [-746, 710],
  binary: [-1080, 1030],
  high: 0.6931471805598903,
  low: 5.497923018708371e-14,
  series: [
    0.5000000000000006, 0.1666666666666662, 0.04166666666657378, 0.00833333333336827, 0.0013888888932320092,
    0.00019841269766213924, 2.4801504509678817e-5, 2.7557364643788527e-6, 2.762630568620401e-7, 2.506753142663027e-8,
  ],
};

const NARROW: Format = {
  shifter: 1.5 * 2 ** 23,
  digits: 23,
  one: 127 * 2 ** 23,
  natural: [-105, 90],
  binary: [-155, 130],
  high: 0.69317626953125,
  low: -2.9088971132296138e-5,
  series: [0.4999999701976776, 0.1666654646396637, 0.04166743904352188, 0.00836626160889864, 0.001387045020237565],
};

const formatOf = (x: Lane): Format => (x.type === "f64" ? WIDE : NARROW);

/** The smaller and the larger of x and a number, in one instruction; NaN stays. */
export const atMost = (k: Kernel, x: Lane, limit: number): Lane => k.select(k.lt(limit, x), limit, x);
export const atLeast = (k: Kernel, x: Lane, limit: number): Lane => k.select(k.lt(x, limit), limit, x);

/** x with the sign that y adds: for x ≥ 0 that of y. */
export const signed = (k: Kernel, x: Lane, y: Lane): Lane => {
  const sign = k.bits(k.constant(-0, y.type));
  return k.bits(k.or(k.bits(x), k.and(k.bits(y), sign)));
};

/** 2^n of integers in the last bits of lanes of the float type of x. */
function powerOfTwo(k: Kernel, n: Lane, { digits, one }: Format): Lane {
  return k.bits(k.add(k.shl(n, digits), one));
}

/** e^x = 2^n e^r. */
interface Reduced {
  /** n, as a float and in the last bits of an integer. */
  readonly n: Lane;
  readonly count: Lane;
  /** r + rest, |r| ≤ ln 2 / 2, and r² q(r) + rest, so that e^r - 1 = r + tail. */
  readonly r: Lane;
  readonly tail: Lane;
  readonly format: Format;
}

/** @param careful - with the rounding of r put back */
function reduce(k: Kernel, x: Lane, careful = false): Reduced {
  const format = formatOf(x);
  const shifted = k.fma(x, Math.LOG2E, format.shifter);
  const n = k.sub(shifted, format.shifter);
  const most = k.fma(n, -format.high, x);
  const r = k.fma(n, -format.low, most);
  const square = k.mul(r, r);
  const series = k.polynomial(r, format.series);
  const tail = careful
    ? k.fma(square, series, k.fma(n, -format.low, k.sub(most, r)))
    : k.mul(square, series);
  return { n, count: k.bits(shifted), r, tail, format };
}

/** 2^n (1 + part) for every n from the bounds of x on; n in the last bits of `shifted`, n/2 rounded in those of `half`. */
function scaled(k: Kernel, part: Lane, shifted: Lane, half: Lane, format: Format): Lane {
  const [whole, some] = [k.bits(shifted), k.bits(half)];
  const [first, second] = [powerOfTwo(k, some, format), powerOfTwo(k, k.sub(whole, some), format)];
  return k.mul(k.fma(first, part, first), second);
}

/** e^x, of subnormal numbers too. */
export function exp(k: Kernel, x: Lane): Lane {
  const { natural, shifter } = formatOf(x);
  return expWithin(k, atMost(k, atLeast(k, x, natural[0]), natural[1]), shifter);
}

/** e^x for x ≤ 0. */
export const expOfNegative = (k: Kernel, x: Lane): Lane => {
  const { natural, shifter } = formatOf(x);
  return expWithin(k, atLeast(k, x, natural[0]), shifter);
};

function expWithin(k: Kernel, x: Lane, shifter: number): Lane {
  const { r, format } = reduce(k, x);
  const part = k.fma(k.mul(r, r), k.polynomial(r, format.series), r);
  return scaled(k, part, k.fma(x, Math.LOG2E, shifter), k.fma(x, Math.LOG2E / 2, shifter), format);
}

/** 2^x, exact for whole x. */
export function exp2(k: Kernel, x: Lane): Lane {
  const format = formatOf(x);
  const bounded = atMost(k, atLeast(k, x, format.binary[0]), format.binary[1]);
  const shifted = k.add(bounded, format.shifter);
  const r = k.mul(k.sub(bounded, k.sub(shifted, format.shifter)), Math.LN2);
  const part = k.fma(k.mul(r, r), k.polynomial(r, format.series), r);
  return scaled(k, part, shifted, k.fma(bounded, 0.5, format.shifter), format);
}

/** factor · e^x for x ≤ 0 with an error of a few ulp of the factor where x is large, for a power of 2; NaN stays. */
export function decayed(k: Kernel, x: Lane, factor: number): Lane {
  const { natural, shifter, digits, series } = formatOf(x);
  const bounded = atLeast(k, x, natural[0] / 2);
  const shifted = k.fma(bounded, Math.LOG2E, shifter);
  const r = k.fma(k.sub(shifted, shifter), -Math.LN2, bounded);
  const power = k.shl(k.bits(shifted), digits);
  // The bits of ±2^j are those of 1, j more in the exponent, and the sign.
  const scale = k.bits(k.add(power, k.bits(k.constant(factor, x.type))));
  return k.fma(scale, k.fma(k.mul(r, r), k.polynomial(r, series), r), scale);
}

/** e^x - 1. */
export function expm1(k: Kernel, x: Lane): Lane {
  const { natural, digits } = formatOf(x);
  const { count, r, tail, format } = reduce(k, atMost(k, atLeast(k, x, -digits), natural[1]), true);
  // Half of it, for 2^n may overflow where the result does not: 2^(n-1) (1 + r + tail) - 1/2, its two large terms summed exactly.
  const half = powerOfTwo(k, k.sub(count, 1), format);
  const from = k.sub(half, 0.5);
  const sum = k.fma(half, r, from);
  const error = k.fma(half, r, k.sub(from, sum));
  const value = k.add(sum, k.fma(half, tail, error));
  return k.select(k.lt(k.abs(x), 2 ** (-digits - 2)), x, k.add(value, value));
}
