/** Polynomials in one variable over the whole numbers, factored into irreducible ones: modulo one large prime, then recombined. */
import { gcd } from "../../base/rational.ts";
import { generator } from "../evaluate/points.ts";
import { inverseModulo } from "../evaluate/modular.ts";

/** Coefficients by power; the last one is not 0. */
export type Dense = readonly bigint[];

/** The largest primes below powers of 2: the first above the bound of the coefficients is used, so that nothing needs lifting. */
const PRIMES: readonly bigint[] = [
  2n ** 64n - 59n,
  2n ** 128n - 159n,
  2n ** 256n - 189n,
  2n ** 512n - 569n,
  2n ** 1024n - 105n,
  2n ** 2203n - 1n,
];

/** More factors modulo the prime than that have too many combinations. */
const MOST_FACTORS = 16;

const size = (n: bigint): bigint => (n < 0n ? -n : n);

/**
 * The irreducible factors of a primitive square-free polynomial.
 * @returns the factors; undefined where finding them would take too long
 * @source Zassenhaus 1969 with one large prime in place of lifting; Cantor and Zassenhaus 1981 for the factors modulo it
 */
export function irreducibleFactors(f: Dense): Dense[] | undefined {
  const step = commonStep(f);
  if (step === 1) return zassenhaus(f);
  // f(x) = g(x^step): the factors of g come first, as they are smaller.
  const inner = irreducibleFactors(f.filter((_, k) => k % step === 0));
  const parts = inner?.map((g) => zassenhaus(g.flatMap((c, k) => (k === 0 ? [c] : [...zeros(step - 1), c]))));
  return parts?.every((part) => part !== undefined) ? (parts as Dense[][]).flat() : undefined;
}

const zeros = (n: number): bigint[] => new Array<bigint>(n).fill(0n);

/** The smallest prime that divides all exponents, or 1. */
function commonStep(f: Dense): number {
  for (const step of [2, 3, 5, 7, 11, 13, 17, 19, 23]) {
    if (f.length > step && f.every((c, k) => c === 0n || k % step === 0)) return step;
  }
  return 1;
}

function zassenhaus(f: Dense): Dense[] | undefined {
  if (f.length <= 2) return [f];
  const lead = f[f.length - 1];
  const bound = 2n * size(lead) * coefficientBound(f) + 1n;
  for (const p of PRIMES) {
    if (p <= bound || lead % p === 0n) continue;
    const monic = monicModulo(f, p);
    if (gcdModulo(monic, slope(monic, p), p).length > 1) continue;
    const factors = factorModulo(monic, p);
    return factors.length > MOST_FACTORS ? undefined : recombine(f, factors, p);
  }
  return undefined;
}

/** No factor has larger coefficients (Mignotte 1974): 2ⁿ times the norm. */
function coefficientBound(f: Dense): bigint {
  const norm = f.reduce((sum, c) => sum + size(c), 0n);
  return 2n ** BigInt(f.length - 1) * norm;
}

// ---------------------------------------------------------------- back to whole numbers

/** Products of factors modulo p that divide the polynomial, the fewest factors first. */
function recombine(f: Dense, modular: readonly Dense[], p: bigint): Dense[] {
  const found: Dense[] = [];
  let rest = f;
  let open = [...modular];
  for (let count = 1; 2 * count <= open.length; ) {
    const hit = combinations(open.length, count).find((choice) => {
      const quotient = tryFactor(
        rest,
        choice.map((at) => open[at]),
        p,
      );
      if (quotient === undefined) return false;
      found.push(quotient.factor);
      rest = quotient.rest;
      return true;
    });
    if (hit === undefined) count++;
    else open = open.filter((_, at) => !hit.includes(at));
  }
  if (rest.length > 1) found.push(rest);
  return found;
}

function tryFactor(
  f: Dense,
  factors: readonly Dense[],
  p: bigint,
): { readonly factor: Dense; readonly rest: Dense } | undefined {
  let product: Dense = [f[f.length - 1]];
  for (const factor of factors) product = multiplyModulo(product, factor, p);
  const candidate = primitive(product.map((c) => (c > p / 2n ? c - p : c)));
  const rest = divideWhole(f, candidate);
  return rest && { factor: candidate, rest };
}

function combinations(n: number, count: number): number[][] {
  if (count === 0) return [[]];
  const found: number[][] = [];
  for (let last = count - 1; last < n; last++) {
    for (const before of combinations(last, count - 1)) found.push([...before, last]);
  }
  return found;
}

function primitive(f: Dense): Dense {
  let content = 0n;
  for (const c of f) content = gcd(size(c), content);
  if (f[f.length - 1] < 0n) content = -content;
  return content === 1n ? f : f.map((c) => c / content);
}

function divideWhole(a: Dense, b: Dense): Dense | undefined {
  const rest = [...a];
  const quotient: bigint[] = new Array(Math.max(0, a.length - b.length + 1)).fill(0n);
  const lead = b[b.length - 1];
  for (let at = quotient.length - 1; at >= 0; at--) {
    const top = rest[at + b.length - 1];
    if (top % lead !== 0n) return undefined;
    quotient[at] = top / lead;
    b.forEach((c, k) => (rest[at + k] -= quotient[at] * c));
  }
  return rest.every((c) => c === 0n) ? quotient : undefined;
}

// ---------------------------------------------------------------- modulo a prime

function trimmed(c: bigint[]): Dense {
  while (c.length > 0 && c[c.length - 1] === 0n) c.pop();
  return c;
}

function monicModulo(f: Dense, p: bigint): Dense {
  const inverse = inverseModulo(f[f.length - 1], p) as bigint;
  return f.map((c) => (((c * inverse) % p) + p) % p);
}

function multiplyModulo(a: Dense, b: Dense, p: bigint): Dense {
  if (a.length === 0 || b.length === 0) return [];
  const c: bigint[] = new Array(a.length + b.length - 1).fill(0n);
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) c[i + j] += a[i] * b[j];
  return trimmed(c.map((each) => ((each % p) + p) % p));
}

/** Quotient and rest of a division by a monic polynomial. */
function divideModulo(a: Dense, b: Dense, p: bigint): readonly [Dense, Dense] {
  const rest = [...a];
  const quotient: bigint[] = new Array(Math.max(0, a.length - b.length + 1)).fill(0n);
  for (let at = quotient.length - 1; at >= 0; at--) {
    const top = ((rest[at + b.length - 1] % p) + p) % p;
    quotient[at] = top;
    if (top !== 0n) for (let k = 0; k < b.length; k++) rest[at + k] = (rest[at + k] - top * b[k]) % p;
  }
  return [trimmed(quotient), trimmed(rest.map((c) => ((c % p) + p) % p))];
}

function gcdModulo(a: Dense, b: Dense, p: bigint): Dense {
  let [x, y] = [a, b];
  while (y.length > 0) {
    const monic = monicModulo(y, p);
    [x, y] = [monic, divideModulo(x, monic, p)[1]];
  }
  return x.length === 0 ? x : monicModulo(x, p);
}

function slope(f: Dense, p: bigint): Dense {
  return trimmed(f.slice(1).map((c, k) => (c * BigInt(k + 1)) % p));
}

function powerModulo(base: Dense, exponent: bigint, f: Dense, p: bigint): Dense {
  let [result, square]: [Dense, Dense] = [[1n], divideModulo(base, f, p)[1]];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = divideModulo(multiplyModulo(result, square, p), f, p)[1];
    square = divideModulo(multiplyModulo(square, square, p), f, p)[1];
  }
  return result;
}

const minus = (a: Dense, b: Dense, p: bigint): Dense =>
  trimmed(
    Array.from({ length: Math.max(a.length, b.length) }, (_, k) => ((((a[k] ?? 0n) - (b[k] ?? 0n)) % p) + p) % p),
  );

/** Irreducible monic factors modulo p of a monic square-free polynomial. */
function factorModulo(f: Dense, p: bigint): Dense[] {
  const found: Dense[] = [];
  let rest = f;
  let power: Dense = [0n, 1n];
  for (let degree = 1; 2 * degree <= rest.length - 1; degree++) {
    power = powerModulo(power, p, rest, p);
    const common = gcdModulo(rest, minus(power, [0n, 1n], p), p);
    if (common.length <= 1) continue;
    found.push(...splitEqual(common, degree, p, generator(degree)));
    rest = divideModulo(rest, common, p)[0];
    power = divideModulo(power, rest, p)[1];
  }
  if (rest.length > 1) found.push(rest);
  return found;
}

/** A product of irreducible polynomials of one degree, split by powers of random ones. */
function splitEqual(f: Dense, degree: number, p: bigint, draw: () => number): Dense[] {
  if (f.length - 1 === degree) return [f];
  for (;;) {
    const random = trimmed(f.slice(1).map(() => BigInt(Math.floor(draw() * 2 ** 31))));
    const power = powerModulo(random, (p ** BigInt(degree) - 1n) / 2n, f, p);
    const common = gcdModulo(f, minus(power, [1n], p), p);
    if (common.length <= 1 || common.length === f.length) continue;
    const rest = divideModulo(f, common, p)[0];
    return [...splitEqual(common, degree, p, draw), ...splitEqual(rest, degree, p, draw)];
  }
}
