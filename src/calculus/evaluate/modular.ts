/** The value of a rational function modulo a prime: exact, so that two formulas that differ there differ. */
import type { Expression, Payloads } from "../expression.ts";
import { evaluateWith } from "./walk.ts";

/** A Mersenne prime: a wrong identity of degree d survives one random point with probability below d/2⁶¹ (Schwartz 1980, Zippel 1979). */
export const PRIME: bigint = 2n ** 61n - 1n;

const reduce = (n: bigint, p: bigint): bigint => ((n % p) + p) % p;

export function powerModulo(base: bigint, exponent: bigint, p: bigint): bigint {
  let [result, square] = [1n, reduce(base, p)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % p;
    square = (square * square) % p;
  }
  return result;
}

/** 1/a, by Fermat; undefined for 0. */
export function inverseModulo(a: bigint, p: bigint): bigint | undefined {
  const n = reduce(a, p);
  return n === 0n ? undefined : powerModulo(n, p - 2n, p);
}

/**
 * The value of a rational function over ℚ modulo a prime. Thus evaluateModular(x² + 1/2, new Map([[x, 3n]]), 7n) is 6n.
 * @param root - sums, products and whole powers of numbers and of what `values` holds
 * @param values - a whole number for each symbol; other parts may have one too
 * @param prime - a prime, 2⁶¹ - 1 by default
 * @returns the value from 0 to prime - 1; undefined at a pole, or where a part is no rational function
 * @source Schwartz 1980; Zippel 1979
 */
export function evaluateModular(
  root: Expression,
  values: ReadonlyMap<Expression, bigint>,
  prime: bigint = PRIME,
): bigint | undefined {
  return evaluateWith<bigint | undefined>(root, values, (x, args) => {
    if (x.kind === "power") return powerOf(x, args[0], prime);
    if (x.kind === "number") {
      const { n, d } = x.payload as Payloads["number"];
      const inverse = inverseModulo(d, prime);
      return inverse === undefined ? undefined : reduce(n * inverse, prime);
    }
    if (x.kind !== "sum" && x.kind !== "product") return undefined;
    let total = x.kind === "sum" ? 0n : 1n;
    for (const value of args) {
      if (value === undefined) return undefined;
      total = x.kind === "sum" ? (total + value) % prime : (total * value) % prime;
    }
    return reduce(total, prime);
  });
}

function powerOf(x: Expression, base: bigint | undefined, prime: bigint): bigint | undefined {
  const exponent = x.args[1];
  if (base === undefined || !exponent.is("number") || exponent.payload.d !== 1n) return undefined;
  const { n } = exponent.payload;
  if (n >= 0n) return powerModulo(base, n, prime);
  const inverse = inverseModulo(base, prime);
  return inverse === undefined ? undefined : powerModulo(inverse, -n, prime);
}
