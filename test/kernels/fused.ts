/** a b + c rounded once, which JavaScript lacks. */

const words = new BigInt64Array(1);
const numbers = new Float64Array(words.buffer);

/** The number beside x in the direction of `towards`, unless the last bit of x is set: so x is rounded to odd. */
function toOdd(x: number, towards: number): number {
  numbers[0] = x;
  if ((words[0] & 1n) === 1n) return x;
  words[0] += x === 0 ? 1n : towards > 0 === x > 0 ? 1n : -1n;
  return numbers[0];
}

function errorOfSum(a: number, b: number, sum: number): number {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

function errorOfProduct(a: number, b: number, product: number): number {
  const [ta, tb] = [134217729 * a, 134217729 * b];
  const [ah, bh] = [ta - (ta - a), tb - (tb - b)];
  const [al, bl] = [a - ah, b - bh];
  return al * bl - (product - ah * bh - al * bh - ah * bl);
}

/** Sum in float64 rounded to odd, which a second rounding to fewer bits cannot spoil (Boldo & Melquiond 2008). */
function oddSum(a: number, b: number): number {
  const sum = a + b;
  const error = errorOfSum(a, b, sum);
  return error === 0 || error !== error ? sum : toOdd(sum, error);
}

/** In float32; the product is exact in float64. */
export const fusedMultiplyAdd32 = (a: number, b: number, c: number): number => Math.fround(oddSum(a * b, c));

/** In float64, by Boldo & Melquiond, Emulation of FMA and correctly rounded sums, IEEE Trans. Computers 57 (2008), figure 7. */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const size = Math.abs(product);
  const plain = product + c;
  if (a === 0 || b === 0 || a - a !== 0 || b - b !== 0 || c !== c) return plain;
  if (Math.abs(c) === Infinity) return c;
  const isSafe = Math.abs(a) < 2 ** 500 && Math.abs(b) < 2 ** 500 && size > 2 ** -900 && Math.abs(c) < 2 ** 1000;
  if (!isSafe || (c !== 0 && Math.abs(c) < 2 ** -900)) return exactly(a, b, c);
  const low = errorOfProduct(a, b, product);
  const t = c + low;
  const v = product + t;
  return v + oddSum(errorOfSum(c, low, t), errorOfSum(product, t, v));
}

/** x = significand · 2^exponent. */
function parts(x: number): [bigint, number] {
  numbers[0] = x;
  const exponent = Number((words[0] >> 52n) & 2047n);
  const fraction = words[0] & (2n ** 52n - 1n);
  const size = exponent === 0 ? fraction : fraction + 2n ** 52n;
  return [x < 0 ? -size : size, Math.max(exponent, 1) - 1075];
}

/** With big integers: for the ends of the range. */
function exactly(a: number, b: number, c: number): number {
  const [[ma, ea], [mb, eb], [mc, ec]] = [parts(a), parts(b), parts(c)];
  const least = Math.min(ea + eb, ec);
  const sum = ((ma * mb) << BigInt(ea + eb - least)) + (mc << BigInt(ec - least));
  if (sum === 0n) return a * b + c;
  return roundedTo(sum < 0n ? -sum : sum, least) * (sum < 0n ? -1 : 1);
}

/** size · 2^exponent as a float64, ties to even. */
function roundedTo(size: bigint, exponent: number): number {
  const bits = size.toString(2).length;
  const drop = Math.max(bits - 53, -1074 - exponent);
  let kept = size;
  if (drop > 0) {
    const cut = BigInt(drop);
    kept = size >> cut;
    const rest = size - (kept << cut);
    const half = 1n << (cut - 1n);
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
  }
  const scale = exponent + Math.max(drop, 0);
  const half = Math.trunc(scale / 2);
  return Number(kept) * 2 ** half * 2 ** (scale - half);
}
