/** Roots of numbers, whole powers taken out. */
import type { Expression } from "./expression.ts";
import { intern } from "./intern.ts";
import { ofRational, sorted } from "./leaves.ts";
import * as q from "../base/rational.ts";
import type { Rational } from "../base/rational.ts";
/** b^(p/q) with whole powers taken out: 8^(1/2) = 2·2^(1/2), (1/2)^(1/2) = 1/2 · 2^(1/2). */
export function rootOfRational(b: Rational, x: Rational): Expression {
  const whole = x.n >= 0n ? x.n / x.d : -((-x.n + x.d - 1n) / x.d);
  const rest: Rational = { n: x.n - whole * x.d, d: x.d };
  let coefficient = q.powRational(b, whole);
  // The denominator is made rational: (1/d)^r = d^(1 - r)/d.
  const [outN, inN] = takeOut(b.n, rest);
  const [outD, inD] = takeOut(b.d, rest);
  coefficient = q.mulRational(coefficient, q.rational(outN, outD));
  const factors: Expression[] = [];
  if (inN !== 1n) factors.push(rootOf(inN, rest));
  if (inD !== 1n) {
    coefficient = q.mulRational(coefficient, q.rational(1n, inD));
    factors.push(rootOf(inD, { n: rest.d - rest.n, d: rest.d }));
  }
  if (factors.length === 0) return ofRational(coefficient);
  if (factors.length === 2 && rest.d === 2n) factors.splice(0, 2, rootOf(inN * inD, rest));
  const parts = sorted(factors);
  if (!q.isOne(coefficient)) parts.unshift(ofRational(coefficient));
  return parts.length === 1 ? parts[0] : intern("product", undefined, parts);
}

function rootOf(base: bigint, exponent: Rational): Expression {
  return intern("power", undefined, [ofRational({ n: base, d: 1n }), ofRational(exponent)]);
}

/** Primes up to here are looked for in roots. */
const PRIMES: readonly bigint[] = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n];

/** n^(p/q) = out · in^(p/q) with `in` free of q-th powers of small primes, 0 < p/q < 1. */
function takeOut(n: bigint, { n: p, d }: Rational): readonly [out: bigint, inside: bigint] {
  const root = q.exactRoot(n, d);
  if (root !== undefined) return [root ** p, 1n];
  let [out, inside] = [1n, n];
  for (const prime of PRIMES) {
    const full = prime ** d;
    while (inside % full === 0n) [inside, out] = [inside / full, out * prime ** p];
  }
  return [out, inside];
}
