/** Logarithms on lanes. The reduction is that of fdlibm's e_log.c; polynomials: tools/golden/minimax.py. */
import type { Kernel, Lane } from "../../core/kernel.ts";

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
  /** (2 atanh s - 2s)/s³ in s²: AREA64, AREA32. */
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
    0.6666666666666734, 0.39999999999417196, 0.28571428741831556, 0.22222198630040024, 0.18183561385102537,
    0.15314125316379637, 0.14795207525101564,
  ],
};

const NARROW: Format = {
  digits: 23,
  one: 127 * 2 ** 23,
  root: 0x3f3504f3,
  least: 2 ** -126,
  high: 0.69317626953125,
  low: -2.9088971132296138e-5,
  series: [0.6666677594184875, 0.399775892496109, 0.29870569705963135],
};

const formatOf = (x: Lane): Format => (x.type === "f64" ? WIDE : NARROW);

/** x = 2^exponent · (1 + f) with √½ ≤ 1 + f < √2, for positive normal x. */
export function split(k: Kernel, x: Lane): { readonly exponent: Lane; readonly f: Lane } {
  const { digits, one, root } = formatOf(x);
  const bits = k.add(k.bits(x), one - root);
  // The exponent, plus that of 1, in the last bits of the float 2^digits.
  const unit = 2 ** digits;
  const exponent = k.sub(k.bits(k.or(k.shrU(bits, digits), one + digits * unit)), unit + one / unit);
  return { exponent, f: k.sub(k.bits(k.add(k.and(bits, unit - 1), root)), 1) };
}

/** log(1 + f) = f - (half - rest), half = f²/2. */
export function near(k: Kernel, f: Lane): { readonly half: Lane; readonly rest: Lane } {
  const s = k.div(f, k.add(f, 2));
  const square = k.mul(s, s);
  const half = k.mul(k.mul(f, 0.5), f);
  const tail = k.fma(square, k.polynomial(square, formatOf(f).series), half);
  return { half, rest: k.mul(s, tail) };
}

/** exponent · ln 2 + log(1 + f). */
export function joined(k: Kernel, exponent: Lane, f: Lane): Lane {
  const { high, low } = formatOf(f);
  const { half, rest } = near(k, f);
  return k.fma(exponent, high, k.sub(f, k.sub(half, k.fma(exponent, low, rest))));
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

/** The natural logarithm. */
export function log(k: Kernel, x: Lane): Lane {
  const up = lifted(k, x);
  const { exponent, f } = split(k, up.x);
  return withEdges(k, x, joined(k, k.sub(exponent, up.lift), f));
}
