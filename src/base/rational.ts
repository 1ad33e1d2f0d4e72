/** Exact fractions of whole numbers of any size. */

/** A fraction in lowest terms with a positive denominator. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Rational = { n: 0n, d: 1n };
export const ONE: Rational = { n: 1n, d: 1n };
export const MINUS_ONE: Rational = { n: -1n, d: 1n };

/** n/d in lowest terms; d is not 0. */
export function rational(n: bigint, d = 1n): Rational {
  if (d === 1n) return { n, d };
  if (d < 0n) [n, d] = [-n, -d];
  const common = gcd(n < 0n ? -n : n, d);
  return common === 1n ? { n, d } : { n: n / common, d: d / common };
}

/** Remainders of machine numbers are much faster than those of big ones. */
const MACHINE = 2n ** 53n;

export function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) {
    if (a < MACHINE && b < MACHINE) {
      let [x, y] = [Number(a), Number(b)];
      while (y !== 0) [x, y] = [y, x % y];
      return BigInt(x);
    }
    [a, b] = [b, a % b];
  }
  return a;
}

const size = (n: bigint): bigint => (n < 0n ? -n : n);

/** Common divisors are taken out before they grow (Knuth, The Art of Computer Programming 2, 4.5.1). */
export function addRational(a: Rational, b: Rational): Rational {
  if (a.d === 1n && b.d === 1n) return { n: a.n + b.n, d: 1n };
  const common = gcd(a.d, b.d);
  if (common === 1n) return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
  const n = a.n * (b.d / common) + b.n * (a.d / common);
  const rest = gcd(size(n), common);
  return { n: n / rest, d: (a.d / common) * (b.d / rest) };
}

export function mulRational(a: Rational, b: Rational): Rational {
  if (a.d === 1n && b.d === 1n) return { n: a.n * b.n, d: 1n };
  const [left, right] = [gcd(size(a.n), b.d), gcd(size(b.n), a.d)];
  return { n: (a.n / left) * (b.n / right), d: (a.d / right) * (b.d / left) };
}

export const negRational = ({ n, d }: Rational): Rational => ({ n: -n, d });

/** 1/a for a ≠ 0. */
export const reciprocalRational = ({ n, d }: Rational): Rational => (n < 0n ? { n: -d, d: -n } : { n: d, d: n });

/** a to a whole power; a ≠ 0 where the power is negative. */
export function powRational(a: Rational, power: bigint): Rational {
  const { n, d } = power < 0n ? reciprocalRational(a) : a;
  const e = power < 0n ? -power : power;
  return { n: n ** e, d: d ** e };
}

/** The sign of a - b. */
export function compareRational(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const isInteger = ({ d }: Rational): boolean => d === 1n;
export const isZero = ({ n }: Rational): boolean => n === 0n;
export const isOne = ({ n, d }: Rational): boolean => n === 1n && d === 1n;
export const isNegative = ({ n }: Rational): boolean => n < 0n;
export const sameRational = (a: Rational, b: Rational): boolean => a.n === b.n && a.d === b.d;

/** The nearest float64. */
export function toNumber({ n, d }: Rational): number {
  const [x, y] = [Number(n), Number(d)];
  if (d === 1n || (Number.isSafeInteger(x) && Number.isSafeInteger(y))) return x / y;
  // 64 bits of the quotient and one for what is left decide the rounding.
  const shift = BigInt(66 - bits(n) + bits(d));
  const scaled = shift >= 0n ? (n << shift) / d : n / (d << -shift);
  const rest = shift >= 0n ? (n << shift) % d : n % (d << -shift);
  const exact = rest === 0n ? scaled : scaled * 2n + (n < 0n ? -1n : 1n);
  return Number(exact) * 2 ** -Number(rest === 0n ? shift : shift + 1n);
}

const bits = (n: bigint): number => (n < 0n ? -n : n).toString(2).length;

/** The root of a whole number where that is whole too; undefined otherwise. @param n - not negative */
export function exactRoot(n: bigint, degree: bigint): bigint | undefined {
  if (n < 2n) return n;
  const huge = n > 2n ** 1000n;
  let x = huge ? 1n << (BigInt(bits(n)) / degree + 1n) : BigInt(Math.round(Number(n) ** (1 / Number(degree))));
  for (let step = 0; step < 2000; step++) {
    const next = ((degree - 1n) * x + n / x ** (degree - 1n)) / degree;
    const change = next - x;
    x = next;
    if (change >= -1n && change <= 1n) break;
  }
  for (const candidate of [x - 1n, x, x + 1n]) if (candidate > 0n && candidate ** degree === n) return candidate;
  return undefined;
}

/** The fraction that a float64 is: exactly, or the shortest decimal that reads as it (0.1 is 1/10). */
export function fromNumber(x: number): Rational | undefined {
  if (!Number.isFinite(x)) return undefined;
  if (Number.isSafeInteger(x)) return { n: BigInt(x), d: 1n };
  return parseDecimal(String(x));
}

/** "12", "-0.5", "1.5e-7". */
export function parseDecimal(text: string): Rational | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  if (match === null || match[2] + (match[3] ?? "") === "") return undefined;
  const [, sign, whole, fraction = "", exponent = "0"] = match;
  if (Math.abs(Number(exponent)) > 1e4) return undefined;
  const digits = BigInt(whole + fraction);
  const scale = Number(exponent) - fraction.length;
  const n = sign === "-" ? -digits : digits;
  return scale >= 0 ? { n: n * 10n ** BigInt(scale), d: 1n } : rational(n, 10n ** BigInt(-scale));
}
