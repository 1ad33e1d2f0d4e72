/** Logarithms on lanes. The reduction is that of fdlibm's e_log.c; polynomials: tools/golden/minimax.py. */
import type { Kernel, Lane } from "../../core/kernel.ts";
import { expAndRest, signOf } from "./exponential.ts";
import { productError, squareError, upper } from "./fit.ts";

/** What a float type has of its own. */
interface Format {
  readonly digits: number;
  /** The bits of 1 and of √½. */
  readonly one: number;
  readonly root: number;
  readonly least: number;
  /** ln 2 = high + low, where k · high is exact for all exponents k. */
  readonly high: number;
  readonly low: number;
  /** (2 atanh s - 2s)/s³ in s²: |s| ≤ 1/5: AREA64, AREA32. */
  readonly series: readonly number[];
}

const WIDE: Format = {
  digits: 52,
  one: 1023 * 2 ** 52,
  root: 0x3fe6a09e * 2 ** 32,
  least: 2 ** -1022,
  high: 0.6931471805598903,
  low: 5.497923018708371e-14,
  series: [
    0.6666666666667269, 0.3999999999617233, 0.28571429393360637, 0.22222138657779172, 0.18186349806810428,
    0.1525031027456471, 0.15367275909925565,
  ],
};

const NARROW: Format = {
  digits: 23,
  one: 127 * 2 ** 23,
  root: 0x3f3504f3,
  least: 2 ** -126,
  high: 0.69317626953125,
  low: -2.9088971132296138e-5,
  series: [0.666669487953186, 0.3995772898197174, 0.30362093448638916],
};

const formatOf = (x: Lane): Format => (x.type === "f64" ? WIDE : NARROW);

/** x = 2^exponent · (1 + f) with √½ ≤ 1 + f < √2, for positive normal x; unit: 2^-exponent. */
export function split(k: Kernel, x: Lane): { readonly exponent: Lane; readonly f: Lane; readonly unit: Lane } {
  const { digits, one, root } = formatOf(x);
  const bits = k.add(k.bits(x), one - root);
  // The exponent, plus that of 1, in the last bits of the float 2^digits.
  const step = 2 ** digits;
  const exponent = k.sub(k.bits(k.or(k.shrU(bits, digits), one + digits * step)), step + one / step);
  const unit = k.bits(k.sub(2 * one, k.and(bits, -step)));
  return { exponent, f: k.sub(k.bits(k.add(k.and(bits, step - 1), root)), 1), unit };
}

/** log(1 + f) = f - (half - rest), half = f²/2. */
export function near(k: Kernel, f: Lane): { readonly half: Lane; readonly rest: Lane } {
  const s = k.div(f, k.add(f, 2));
  const square = k.mul(s, s);
  const half = k.mul(k.mul(f, 0.5), f);
  const tail = k.fma(square, k.polynomial(square, formatOf(f).series), half);
  return { half, rest: k.mul(s, tail) };
}

/** exponent · ln 2 + log(1 + f). @param lost - what f was rounded by */
export function joined(k: Kernel, exponent: Lane, f: Lane, lost?: Lane): Lane {
  const { high, low } = formatOf(f);
  const { half, rest } = near(k, f);
  const small = k.fma(exponent, low, lost === undefined ? rest : k.add(rest, lost));
  return k.fma(exponent, high, k.sub(f, k.sub(half, small)));
}

/** Lifts subnormal x, so that its bits are those of normal numbers: x 2^lift, and lift. */
export function lifted(k: Kernel, x: Lane): { readonly x: Lane; readonly lift: Lane } {
  const { least, digits } = formatOf(x);
  const isSmall = k.lt(x, least);
  return {
    x: k.select(isSmall, k.mul(x, 2 ** digits), x),
    lift: k.select(isSmall, k.constant(digits, x.type), 0),
  };
}

/** The value for positive finite x; the limits at 0 and ∞, NaN below 0. */
export function withEdges(k: Kernel, x: Lane, value: Lane): Lane {
  const edge = k.select(k.eq(x, 0), k.constant(-Infinity, x.type), Number.NaN);
  return k.select(k.le(x, 0), edge, k.select(k.lt(x, Infinity), value, x));
}

/** The logarithm of positive normal x. Of what is less, 0 or subnormal, it is below -87 (float64: -708), of all else above 88. */
export function logOfNormal(k: Kernel, x: Lane): Lane {
  const { exponent, f } = split(k, x);
  return joined(k, exponent, f);
}

/** The natural logarithm. */
export function log(k: Kernel, x: Lane): Lane {
  const up = lifted(k, x);
  const { exponent, f } = split(k, up.x);
  return withEdges(k, x, joined(k, k.sub(exponent, up.lift), f));
}

/** The logarithm of `sum`, where a normal number or 0 is rounded from sum + rest. @param doublings - how often it is doubled besides */
export function logOfSum(k: Kernel, sum: Lane, rest: Lane, doublings?: Lane): Lane {
  const { exponent, f, unit } = split(k, sum);
  // 2^-exponent is no number where the exponent is the largest; there the rest does not matter.
  const more = k.select(k.lt(sum, 2 ** 60), k.mul(rest, unit), 0);
  const exact = k.add(f, more);
  const count = doublings === undefined ? exponent : k.add(exponent, doublings);
  return withEdges(k, sum, joined(k, count, exact, k.add(k.sub(f, exact), more)));
}

/** log(1 + x). */
export function log1p(k: Kernel, x: Lane): Lane {
  const sum = k.add(x, 1);
  return signOf(k, logOfSum(k, sum, k.sub(x, k.sub(sum, 1))), x);
}

/** log(1 + x) for 0 ≤ x ≤ 1, in less time. */
export function log1pOfPart(k: Kernel, x: Lane): Lane {
  const isFar = k.gt(x, 0.5);
  const f = k.select(isFar, k.mul(k.sub(x, 1), 0.5), x);
  return joined(k, k.fromMask(isFar, x.type as "f64"), f);
}

/** A logarithm to another base: 1/ln base and log 2 to the base, as high + low. */
interface Base {
  readonly scale: readonly [high: number, low: number];
  readonly two: readonly [high: number, low: number];
}

type Bases = Readonly<Record<"f64" | "f32", Base>>;

/** exponent · log 2 + log(1 + f) to the base, its products exact but for their small parts (fdlibm's e_log2.c, e_log10.c). */
function joinedTo(k: Kernel, exponent: Lane, f: Lane, { scale, two }: Base): Lane {
  const { half, rest } = near(k, f);
  const whole = k.sub(f, half);
  const high = upper(k, whole);
  const low = k.add(k.sub(k.sub(f, high), half), rest);
  const most = k.mul(exponent, two[0]);
  const product = k.mul(high, scale[0]);
  const sum = k.add(most, product);
  const error = k.add(k.sub(most, sum), product);
  const small = k.fma(
    k.add(low, high),
    scale[1],
    k.fma(low, scale[0], two[1] === 0 ? error : k.fma(exponent, two[1], error)),
  );
  return k.add(sum, small);
}

const toBase = (k: Kernel, x: Lane, { f64, f32 }: Bases): Lane => {
  const { lift, x: normal } = lifted(k, x);
  const { exponent, f } = split(k, normal);
  return withEdges(k, x, joinedTo(k, k.sub(exponent, lift), f, x.type === "f64" ? f64 : f32));
};

const TWO: Bases = {
  f64: { scale: [1.4426950365304947, 4.3584687174185184e-9], two: [1, 0] },
  f32: { scale: [1.44287109375, -0.00017605285393074155], two: [1, 0] },
};
const TEN: Bases = {
  f64: { scale: [0.434294480830431, 1.0728208431540585e-9], two: [0.30102999566395283, 2.8363394551044964e-14] },
  f32: { scale: [0.434326171875, -3.168997136526741e-5], two: [0.301025390625, 4.605039066518657e-6] },
};

export const log2 = (k: Kernel, x: Lane): Lane => toBase(k, x, TWO);
export const log10 = (k: Kernel, x: Lane): Lane => toBase(k, x, TEN);

/** log(1 - e^-x) for x ≥ 0, but for subnormal x; NaN below. */
function logOfRest(k: Kernel, x: Lane): Lane {
  const { power, rest } = expAndRest(k, k.neg(x));
  // The sum is 1 - power, rounded, but near 0 better.
  const isNear = k.lt(x, Math.LN2);
  const sum = k.select(isNear, rest, k.sub(1, power));
  const lost = k.select(isNear, 0, k.sub(k.sub(1, sum), power));
  const value = logOfSum(k, sum, lost);
  return k.select(k.lt(x, 0), Number.NaN, k.select(k.eq(sum, 1), k.neg(power), value));
}

const isSubnormal = (k: Kernel, x: Lane): Lane => k.and(k.gt(x, 0), k.lt(x, formatOf(x).least));

/** log(1 - e^-x). */
export const log1mexp = (k: Kernel, x: Lane): Lane => k.rare(isSubnormal(k, x), logOfRest(k, x));

/** log(e^x - e^y) = x + log(1 - e^(y - x)). */
export function logdiffexp(k: Kernel, x: Lane, y: Lane): Lane {
  const distance = k.sub(x, y);
  const value = k.add(x, logOfRest(k, distance));
  const same = k.select(k.eq(x, Infinity), k.constant(Number.NaN, x.type), -Infinity);
  return k.rare(isSubnormal(k, distance), k.select(k.eq(y, -Infinity), x, k.select(k.eq(x, y), same, value)));
}

/** log(e^x + e^y) = larger + log(1 + e^-|x - y|), or the same to base 2. */
export function logOfTwo(k: Kernel, x: Lane, y: Lane, power: (distance: Lane) => Lane, unit: number): Lane {
  const part = log1pOfPart(k, power(k.neg(k.abs(k.sub(x, y)))));
  const sum = k.add(k.select(k.lt(x, y), y, x), unit === Math.LN2 ? part : k.mul(part, 1 / Math.LN2));
  return k.select(k.eq(x, y), k.add(x, unit), sum);
}

/** The logarithm of positive normal f64 lanes as high + low, with a relative error of 2^-63. */
export function logPair(k: Kernel, x: Lane): readonly [high: Lane, low: Lane] {
  const { exponent, f } = split(k, x);
  // s = f/(2 + f) and its rest, s² and its rest.
  const below = k.add(f, 2);
  const inverse = k.div(1, below);
  const s = k.mul(f, inverse);
  const product = k.mul(s, below);
  const left = k.sub(k.sub(k.sub(f, product), productError(k, s, below, product)), k.mul(s, k.sub(f, k.sub(below, 2))));
  const sLow = k.mul(left, inverse);
  const square = k.mul(s, s);
  const squareLow = k.fma(k.add(s, s), sLow, squareError(k, s, square));
  // log(1 + f) = 2s + s (2/3 s² + 2/5 s⁴ + …), 2/3 in two parts.
  const two3 = k.constant(2 / 3, "f64");
  const cube = k.mul(square, two3);
  const series = k.mul(k.mul(square, square), k.polynomial(square, LONG));
  const cubeLow = k.fma(square, TWO3_LOW, k.fma(squareLow, 2 / 3, k.add(productError(k, square, two3, cube), series)));
  const more = k.mul(s, cube);
  const moreLow = k.fma(s, cubeLow, k.fma(sLow, cube, productError(k, s, cube, more)));
  const twice = k.add(s, s);
  const near = k.add(twice, more);
  const nearLow = k.add(k.add(k.sub(more, k.sub(near, twice)), moreLow), k.add(sLow, sLow));
  const whole = k.mul(exponent, WIDE.high);
  const high = k.add(whole, near);
  const low = k.add(k.fma(exponent, WIDE.low, nearLow), k.sub(near, k.sub(high, whole)));
  const sum = k.add(high, low);
  return [sum, k.sub(low, k.sub(sum, high))];
}

/** 2/3 minus its float64. */
const TWO3_LOW = 3.700743415417189e-17;
/** 2/5 + 2/7 z + …: LONG64. */
const LONG: readonly number[] = [
  0.3999999999999998, 0.28571428571443847, 0.22222222217787407, 0.18181818844371975, 0.15384558397546483,
  0.13336265857413904, 0.1167575022300812, 0.11982028742152696,
];
