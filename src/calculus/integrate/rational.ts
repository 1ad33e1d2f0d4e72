/** Antiderivatives of quotients of polynomials: division, partial fractions, and a table for each of the fractions. */
import { add, div, mul, neg, power, sub, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { number, two } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import type { Rational } from "../../base/rational.ts";
import { abs, arctan, ln, sqrt } from "../series/known.ts";
import { surelySign } from "../series/sure.ts";
import { degreeOf, derivativeOf, leadOf, type Polynomial } from "../polynomial/arithmetic.ts";
import { type Fraction, type PartialFraction, partialFractions } from "../polynomial/factor.ts";
import { polynomialFormula } from "../polynomial/formula.ts";
import { substituteAll } from "../substitute.ts";
import { logarithmOf } from "./table.ts";

/** ∫ of a quotient of polynomials; undefined where a factor of degree 3 or more is left. */
export function integrateRational(f: Fraction, x: Expression): Expression | undefined {
  const { whole, fractions } = partialFractions(f);
  const parts: Expression[] = whole.map((c, k) =>
    mul(number(q.mulRational(c, q.rational(1n, BigInt(k + 1)))), power(x, number(k + 1))),
  );
  for (const fraction of fractions) {
    const part = integrateFraction(fraction, x);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return sumOf(parts);
}

function integrateFraction({ numerator, base, times }: PartialFraction, x: Expression): Expression | undefined {
  const p = polynomialFormula(base, x);
  if (degreeOf(base) === 1) {
    const c = number(numerator[0]);
    return times === 1
      ? mul(c, logarithmOf(p))
      : mul(c, number(q.rational(-1n, BigInt(times - 1))), power(p, number(1 - times)));
  }
  const slope = derivativeOf(base);
  if (degreeOf(base) > 2) {
    const ratio = q.mulRational(leadOf(numerator), q.reciprocalRational(leadOf(slope)));
    const fits =
      numerator.length === slope.length && slope.every((c, k) => q.sameRational(q.mulRational(c, ratio), numerator[k]));
    if (fits && times === 1) return mul(number(ratio), logarithmOf(p));
    return times === 1 && degreeOf(base) === 4 ? biquadratic(numerator, base, x) : undefined;
  }
  // e x + f = e/2 · p' + rest.
  const [f, e] = [numerator[0] ?? q.ZERO, numerator[1] ?? q.ZERO];
  const half = q.mulRational(e, q.rational(1n, 2n));
  const rest = q.addRational(f, q.negRational(q.mulRational(half, base[1])));
  const first =
    times === 1
      ? ln(isPositiveDefinite(base) ? p : abs(p))
      : mul(number(q.rational(-1n, BigInt(times - 1))), power(p, number(1 - times)));
  return add(
    mul(number(half), first),
    q.isZero(rest)
      ? number(0)
      : mul(
          number(rest),
          reciprocalPower(
            base.map((c) => number(c)),
            x,
            times,
          ),
        ),
  );
}

const isPositiveDefinite = ([c, b, a]: Polynomial): boolean =>
  a.n > 0n && q.compareRational(q.mulRational(b, b), q.mulRational({ n: 4n, d: 1n }, q.mulRational(a, c))) < 0;

/** ∫ dx / (c₀ + c₁x + c₂x²)^times; the coefficients may be any formulas. */
export function reciprocalPower(c: readonly Expression[], x: Expression, times: number): Expression {
  const p = sumOf(c.map((each, k) => mul(each, power(x, number(k)))));
  const slope = add(mul(two, c[2], x), c[1]);
  const d = sub(mul(number(4), c[2], c[0]), mul(c[1], c[1]));
  if (times > 1) {
    const scale = power(mul(number(times - 1), d), number(-1));
    const rest = mul(number(2 * (2 * times - 3)), c[2], scale, reciprocalPower(c, x, times - 1));
    return add(mul(slope, scale, power(p, number(1 - times))), rest);
  }
  const sign = surelySign(d);
  if (sign === 0) return div(number(-2), slope);
  if (sign === -1) {
    const root = sqrt(neg(d));
    return mul(power(root, number(-1)), sub(ln(abs(sub(slope, root))), ln(abs(add(slope, root)))));
  }
  const root = sqrt(d);
  return mul(two, power(root, number(-1)), arctan(sumOf(spread(slope, root))));
}

/** A sum over a root, term by term. */
const spread = (slope: Expression, root: Expression): Expression[] =>
  (slope.kind === "sum" ? slope.args : [slope]).map((term) => div(term, root));

/** (a + bx + cx² + dx³)/(x⁴ + px² + r): two quadratics with roots as coefficients; x² for the odd part. */
function biquadratic(numerator: Polynomial, [r, p1, p, p3]: Polynomial, x: Expression): Expression | undefined {
  if (!q.isZero(p1) || !q.isZero(p3)) return undefined;
  const [a, b, c, d] = Array.from({ length: 4 }, (_, k) => numerator[k] ?? q.ZERO);
  const half = q.rational(1n, 2n);
  const odd = [q.mulRational(b, half), q.mulRational(d, half)];
  const v = power(x, two);
  const oddPart = odd.every(q.isZero)
    ? number(0)
    : integrateRational({ numerator: q.isZero(odd[1]) ? [odd[0]] : odd, denominator: [r, p, q.ONE] }, x);
  const evenPart = q.isZero(a) && q.isZero(c) ? number(0) : evenOverBiquadratic(number(a), number(c), r, p, x);
  return oddPart && evenPart && add(substituteAll(oddPart, new Map([[x, v]])), evenPart);
}

/** (a + cx²)/(x⁴ + px² + r). */
function evenOverBiquadratic(
  a: Expression,
  c: Expression,
  r: Rational,
  p: Rational,
  x: Expression,
): Expression | undefined {
  const spread = q.addRational(q.mulRational(p, p), q.mulRational({ n: -4n, d: 1n }, r));
  if (spread.n > 0n) {
    // (x² + u)(x² + v): (a + cx²)/((x² + u)(x² + v)) = (a - cu)/(v - u)/(x² + u) + (cv - a)/(v - u)/(x² + v).
    const root = sqrt(number(spread));
    const [u, v] = [-1, 1].map((sign) => mul(number(0.5), add(number(p), mul(number(sign), root))));
    const over = (top: Expression, at: Expression): Expression =>
      mul(top, power(root, number(-1)), reciprocalPower([at, number(0), number(1)], x, 1));
    return add(over(sub(a, mul(c, u)), u), over(sub(mul(c, v), a), v));
  }
  // (x² + sx + t)(x² - sx + t).
  const t = sqrt(number(r));
  const s = sqrt(sub(mul(two, t), number(p)));
  const constant = div(a, mul(two, t));
  const slope = div(sub(mul(two, constant), c), mul(two, s));
  const parts = [1, -1].map((sign) => {
    const side = mul(number(sign), s);
    const base = sumOf([t, mul(side, x), power(x, two)]);
    // e x + f over the quadratic, with e = ± slope.
    const rest = sub(constant, mul(number(0.5 * sign), slope, side));
    return add(mul(number(0.5 * sign), slope, ln(base)), mul(rest, reciprocalPower([t, side, number(1)], x, 1)));
  });
  return sumOf(parts);
}
