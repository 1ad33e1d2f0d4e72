/** Square roots of quadratics, and roots of straight lines. */
import { add, div, integerOf, mul, neg, power, productOf, sub, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { isZero, number, rationalOf, two } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import { abs, arcsin, arctan, arsinh, ln, sqrt } from "../series/known.ts";
import { surelySign } from "../series/sure.ts";
import { coefficientsIn, rationalPolynomial } from "../polynomial/formula.ts";
import { dividePolynomials } from "../polynomial/arithmetic.ts";
import { dependsOn, partsOf, substituteAll } from "../substitute.ts";
import type { Change } from "./trigonometric.ts";

/** ∫ P(x) Q(x)^(k/2) for a quadratic Q and an odd k ≥ -3; undefined for all else. */
export function integrateRootOfQuadratic(f: Expression, x: Expression): Expression | undefined {
  const factors = f.kind === "product" ? f.args : [f];
  const isRoot = (each: Expression): boolean =>
    each.kind === "power" && rationalOf(each.args[1])?.d === 2n && dependsOn(each.args[0], x);
  const roots = factors.filter(isRoot);
  if (roots.length !== 1) return undefined;
  const [base, exponent] = roots[0].args;
  const quadratic = coefficientsIn(base, x);
  const odd = Number((exponent.payload as q.Rational).n);
  if (quadratic?.length !== 3 || odd < -3 || odd > 7) return undefined;
  const rest = factors.filter((each) => !isRoot(each));
  const raised = productOf([...rest, power(base, number(Math.max(0, (odd + 1) / 2)))]);
  const top = coefficientsIn(raised, x);
  if (top === undefined) return odd === -3 ? undefined : overPowers(raised, quadratic, base, x);
  if (top.length > 13) return undefined;
  if (odd === -3) return overCube(top, quadratic, base, raised, x);
  return overRoot(top, quadratic, base, x);
}

/** P(x)/(xⁿ√Q): the negative powers by their own recurrence, from d(x^(1-n)√Q). */
function overPowers(
  raised: Expression,
  [c0, c1, c2]: readonly Expression[],
  base: Expression,
  x: Expression,
): Expression | undefined {
  const depth = (raised.kind === "product" ? raised.args : [raised]).reduce(
    (sum, each) => sum - (each.kind === "power" && each.args[0] === x ? Number(integerOf(each.args[1]) ?? 0n) : 0),
    0,
  );
  if (depth < 1 || depth > 8) return undefined;
  const all = coefficientsIn(mul(raised, power(x, number(depth))), x);
  const start = all && inverseRoot([c0, c1, c2], base, x);
  const first = start && reciprocalRoot([c0, c1], base, x);
  if (all === undefined || start === undefined || first === undefined) return undefined;
  const integrals = [start, first];
  for (let n = 2; n <= depth; n++) {
    const terms = [
      neg(mul(sqrt(base), power(x, number(1 - n)))),
      mul(number(1.5 - n), c1, integrals[n - 1]),
      mul(number(2 - n), c2, integrals[n - 2]),
    ];
    integrals.push(mul(power(mul(number(n - 1), c0), number(-1)), sumOf(terms)));
  }
  const negative = all.slice(0, depth).map((c, k) => mul(c, integrals[depth - k]));
  const positive = all.length > depth ? overRoot(all.slice(depth), [c0, c1, c2], base, x) : number(0);
  return positive && add(...negative, positive);
}

/** ∫ dx/(x√Q). */
function reciprocalRoot([c0, c1]: readonly Expression[], base: Expression, x: Expression): Expression | undefined {
  const inside = add(mul(two, c0), mul(c1, x));
  if (surelySign(c0) === 1) {
    const root = sqrt(c0);
    return div(sub(ln(abs(x)), ln(abs(add(inside, mul(two, root, sqrt(base)))))), root);
  }
  if (surelySign(c0) !== -1) return undefined;
  const root = sqrt(neg(c0));
  return div(arctan(div(inside, mul(two, root, sqrt(base)))), root);
}

/** Σ c_n ∫ xⁿ/√Q, by the recurrence from d(xⁿ⁻¹√Q). */
function overRoot(
  top: readonly Expression[],
  [c0, c1, c2]: readonly Expression[],
  base: Expression,
  x: Expression,
): Expression | undefined {
  const start = inverseRoot([c0, c1, c2], base, x);
  if (start === undefined) return undefined;
  const root = sqrt(base);
  const integrals: Expression[] = [start];
  for (let n = 1; n < top.length; n++) {
    const terms = [mul(power(x, number(n - 1)), root), mul(number(0.5 - n), c1, integrals[n - 1])];
    if (n > 1) terms.push(mul(number(1 - n), c0, integrals[n - 2]));
    const scale = power(mul(number(n), c2), number(-1));
    integrals.push(sumOf(terms.map((term) => mul(scale, term))));
  }
  return sumOf(
    top.flatMap((c, n) =>
      (integrals[n].kind === "sum" ? integrals[n].args : [integrals[n]]).map((part) => mul(c, part)),
    ),
  );
}

/** ∫ dx/√Q. */
function inverseRoot([c0, c1, c2]: readonly Expression[], base: Expression, x: Expression): Expression | undefined {
  const sign = surelySign(c2);
  const slope = add(mul(two, c2, x), c1);
  const discriminant = sub(mul(c1, c1), mul(number(4), c2, c0));
  const spread = (by: Expression): Expression =>
    sumOf((slope.kind === "sum" ? slope.args : [slope]).map((term) => div(term, by)));
  if (sign === -1) return neg(div(arcsin(spread(sqrt(discriminant))), sqrt(neg(c2))));
  if (sign !== 1) return undefined;
  if (surelySign(discriminant) === -1) return div(arsinh(spread(sqrt(neg(discriminant)))), sqrt(c2));
  if (isZero(c1)) return div(ln(abs(add(mul(sqrt(c2), x), sqrt(base)))), sqrt(c2));
  return div(ln(abs(add(mul(two, sqrt(c2), sqrt(base)), slope))), sqrt(c2));
}

/** ∫ P/Q^(3/2): P = S·Q + p + r x. */
function overCube(
  top: readonly Expression[],
  c: readonly Expression[],
  base: Expression,
  raised: Expression,
  x: Expression,
): Expression | undefined {
  let [above, linear]: [readonly Expression[], readonly Expression[]] = [[], top];
  if (top.length > 2) {
    const [p, d] = [rationalPolynomial(raised, x), rationalPolynomial(base, x)];
    if (p === undefined || d === undefined) return undefined;
    const [quotient, rest] = dividePolynomials(p, d);
    above = quotient.map((each) => number(each));
    linear = rest.map((each) => number(each));
  }
  const scale = power(sub(mul(number(4), c[2], c[0]), mul(c[1], c[1])), number(-1));
  const root = power(sqrt(base), number(-1));
  const one0 = mul(two, scale, root, add(mul(two, c[2], x), c[1]));
  const one1 = mul(number(-2), scale, root, add(mul(two, c[0]), mul(c[1], x)));
  const rest = add(mul(linear[0] ?? number(0), one0), mul(linear[1] ?? number(0), one1));
  if (above.length === 0) return rest;
  const first = overRoot(above, c, base, x);
  return first === undefined ? undefined : add(first, rest);
}

const isRoot = (part: Expression): boolean => part.kind === "power" && (rationalOf(part.args[1])?.d ?? 1n) !== 1n;

/** Roots of one straight line: u = (ax + b)^(1/q) makes a quotient of polynomials of them. */
export function rootOfLine(f: Expression, x: Expression, u: Expression): Change | undefined {
  let base: Expression | undefined;
  let degree = 1n;
  const isOpen = (part: Expression): boolean => !isRoot(part) || !dependsOn(part, x);
  const powers = partsOf(f, isOpen).filter((part) => !isOpen(part));
  for (const { args } of powers) {
    if (base !== undefined && !same(base, args[0])) return undefined;
    [base] = args;
    const { d } = rationalOf(args[1]) as q.Rational;
    degree = (degree * d) / q.gcd(degree, d);
  }
  const line = base && coefficientsIn(base, x);
  if (base === undefined || line?.length !== 2 || degree > 12n) return undefined;
  const [b, a] = line;
  const back = div(sub(power(u, number({ n: degree, d: 1n })), b), a);
  const replaced = new Map<Expression, Expression>(
    powers.map((each) => [
      each,
      power(u, number(q.mulRational(rationalOf(each.args[1]) as q.Rational, { n: degree, d: 1n }))),
    ]),
  );
  replaced.set(x, isZero(b) ? div(power(u, number({ n: degree, d: 1n })), a) : back);
  const g = mul(
    substituteAll(f, replaced),
    number({ n: degree, d: 1n }),
    power(u, number({ n: degree - 1n, d: 1n })),
    power(a, number(-1)),
  );
  return { g, u, is: power(base, number({ n: 1n, d: degree })), rule: "substitution u = root" };
}
