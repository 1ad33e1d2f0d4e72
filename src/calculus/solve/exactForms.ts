/** Exact forms of roots, angles and logarithms. */
import { div, mul, neg, power, sub, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { i, number, one, pi, rationalOf, two, zero } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import { cos, ln, sin, sqrt, tan } from "../series/known.ts";
import { surelySign, surelyZero } from "../series/sure.ts";
import { symbolsOf } from "../substitute.ts";

/** Multiples of π/12 at which sin, cos or tan has that value: π/6 for sin u = 1/2. */
export function exactAngle(name: string, value: Expression): Expression | undefined {
  const f = { sin, cos, tan }[name];
  if (f === undefined || symbolsOf(value).length > 0) return undefined;
  const [from, to] = name === "cos" ? [0, 12] : name === "sin" ? [-6, 6] : [-5, 5];
  for (let k = from; k <= to; k++) {
    const angle = mul(number(q.rational(BigInt(k), 12n)), pi);
    if (surelyZero(sub(f(angle), value))) return angle;
  }
  return undefined;
}

/** ln a / ln b, as a fraction where it is one: ln 8 / ln 4 = 3/2. */
export function logarithmRatio(a: Expression, b: Expression): Expression {
  const [p, r] = [rationalOf(a), rationalOf(b)];
  if (p !== undefined && r !== undefined && p.n > 0n && r.n > 0n) {
    for (let d = 1; d <= 6; d++) {
      const n = Math.round((d * Math.log(q.toNumber(p))) / Math.log(q.toNumber(r)));
      if (Math.abs(n) > 256 || !Number.isFinite(n)) continue;
      if (q.sameRational(q.powRational(p, BigInt(d)), q.powRational(r, BigInt(n))))
        return number(q.rational(BigInt(n), BigInt(d)));
    }
  }
  // ln(1/2) as -ln 2.
  return p?.n === 1n ? neg(div(ln(number({ n: p.d, d: 1n })), ln(b))) : div(ln(a), ln(b));
}

/** (-b ± √(b² - 4ac)) / 2a. */
export function quadratic([c, b, a]: readonly Expression[]): Expression[] {
  const discriminant = sub(mul(b, b), mul(number(4), a, c));
  const root = sqrt(discriminant);
  const half = div(one, mul(two, a));
  return [-1, 1].map((sign) => distributed(half, [neg(b), mul(number(sign), root)]));
}

/** A factor times a sum, term by term where that is a number. */
const distributed = (factor: Expression, terms: readonly Expression[]): Expression =>
  symbolsOf(factor).length === 0 ? sumOf(terms.map((term) => mul(factor, term))) : mul(factor, sumOf(terms));

/** All n-th roots of a number. */
export function roots(value: Expression, n: number): Expression[] {
  if (n === 1) return [value];
  const sign = surelySign(value);
  if (sign === 0) return [zero];
  const size = power(sign === -1 ? neg(value) : value, number({ n: 1n, d: BigInt(n) }));
  if (sign === undefined && n === 2) return [neg(size), size];
  const turn = sign === -1 ? 1 : 0;
  return Array.from({ length: n }, (_, k) => {
    const angle = mul(number(q.rational(BigInt(2 * k + turn), BigInt(n))), pi);
    return distributed(size, [cos(angle), mul(i, sin(angle))]);
  });
}
