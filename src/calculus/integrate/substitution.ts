/** ∫ g(u) u′ dx = ∫ g(u) du: looks for a u whose slope is a factor. */
import { add, div, integerOf, mul, power, productOf, sub } from "../build.ts";
import { derive } from "../differentiate/derive.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { e, number, one, rationalOf, two } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import { arcsin, cos, cosh, ln, opName, sin, sinh, sqrt } from "../series/known.ts";
import { surelyZero } from "../series/sure.ts";
import { attempt } from "../series/unsure.ts";
import { coefficientsIn, polynomialFormula, rationalFunction, rationalPolynomial } from "../polynomial/formula.ts";
import { degreeOf, dividePolynomials, type Polynomial } from "../polynomial/arithmetic.ts";
import { exponentials } from "../solve/kernels.ts";
import { dependsOn, partsOf, substituteAll, transform } from "../substitute.ts";
import type { Change } from "./trigonometric.ts";

/** Each way to write f dx as g(u) du, the most promising first. */
export function* changes(f: Expression, x: Expression, u: Expression): Generator<Change> {
  const whole = allExponentials(f, x, u);
  if (whole !== undefined) yield whole;
  for (const is of candidates(f, x)) {
    const g = attempt(() => inTermsOf(f, x, u, is));
    if (g !== undefined) yield { g, u, is, rule: "substitution" };
  }
}

/** Inner functions and functions themselves, larger ones first. */
function candidates(f: Expression, x: Expression): Expression[] {
  const found = new Set<Expression>();
  for (const part of partsOf(f)) {
    if (!dependsOn(part, x)) continue;
    if (part.kind === "call") {
      found.add(part);
      for (const arg of part.args) found.add(arg);
    }
    if (part.kind === "power") {
      const exponent = rationalOf(part.args[1]);
      found.add(part.args[0]).add(part.args[1]);
      if (exponent === undefined) found.add(part);
      else if (exponent.d !== 1n) found.add(power(part.args[0], number({ n: 1n, d: exponent.d })));
      else if (part.args[0] === x)
        for (let k = 2n; k <= exponent.n && k <= 6n; k++)
          if (exponent.n % k === 0n) found.add(power(x, number({ n: k, d: 1n })));
    }
    if (part === x) for (const k of [2, 3]) found.add(power(x, number(k)));
  }
  const useful = [...found].filter((is) => dependsOn(is, x) && is !== x && !isLine(is, x));
  return useful.sort((a, b) => b.size - a.size).slice(0, 24);
}

const isLine = (f: Expression, x: Expression): boolean => (coefficientsIn(f, x)?.length ?? 0) === 2;

/** g with f = g(u) u′; undefined where x is left over. */
function inTermsOf(f: Expression, x: Expression, u: Expression, is: Expression): Expression | undefined {
  const slope = derive(is, x);
  if (surelyZero(slope)) return undefined;
  const quotient = cancelled(div(f, slope), x);
  const replaced = replaceAll(quotient, u, is);
  if (!dependsOn(replaced, x)) return replaced;
  const rest = polynomialRest(replaced, x, u, is);
  return rest === undefined || dependsOn(rest, x) ? undefined : rest;
}

/** Factors that are quotients of polynomials are brought together and cancelled. */
export function cancelled(f: Expression, x: Expression): Expression {
  const factors = f.kind === "product" ? f.args : [f];
  const rational = factors.filter((each) => dependsOn(each, x) && rationalFunction(each, x) !== undefined);
  const fraction = rational.length === 0 ? undefined : rationalFunction(productOf(rational), x);
  if (fraction === undefined) return f;
  const others = factors.filter((each) => !rational.includes(each));
  return mul(
    productOf(others),
    polynomialFormula(fraction.numerator, x),
    power(polynomialFormula(fraction.denominator, x), number(-1)),
  );
}

/** u for what it is, and for its powers. */
function replaceAll(f: Expression, u: Expression, is: Expression): Expression {
  const [base, exponent] = is.kind === "power" ? is.args : [is, one];
  return transform(f, (part) => {
    if (same(part, is)) return u;
    if (part.kind !== "power") return squareOfPartner(part, u, is);
    if (same(part.args[0], base)) {
      const ratio = rationalOf(div(part.args[1], exponent));
      if (ratio !== undefined && (ratio.d === 1n || exponent.kind !== "number")) return power(u, number(ratio));
    }
    return squareOfPartner(part, u, is);
  });
}

/** cos² = 1 - sin² and its kin. */
function squareOfPartner(part: Expression, u: Expression, is: Expression): Expression | undefined {
  if (part.kind !== "power" || is.kind !== "call") return undefined;
  const times = integerOf(part.args[1]);
  if (times === undefined || times % 2n !== 0n) return undefined;
  const [v] = is.args;
  const square = power(u, two);
  const half = number({ n: times / 2n, d: 1n });
  switch (opName(is)) {
    case "sin":
      return same(part.args[0], cos(v)) ? power(sub(one, square), half) : undefined;
    case "cos":
      return same(part.args[0], sin(v)) ? power(sub(one, square), half) : undefined;
    case "tan":
      return same(part.args[0], cos(v)) ? power(add(one, square), number({ n: -times / 2n, d: 1n })) : undefined;
    case "sinh":
      return same(part.args[0], cosh(v)) ? power(add(one, square), half) : undefined;
    case "cosh":
      return same(part.args[0], sinh(v)) ? power(sub(square, one), half) : undefined;
    default:
      return undefined;
  }
}

/** Polynomials that are left, in powers of the base of u = base^(1/n). */
function polynomialRest(f: Expression, x: Expression, u: Expression, is: Expression): Expression | undefined {
  const exponent = is.kind === "power" ? rationalOf(is.args[1]) : q.ONE;
  const power0 =
    exponent !== undefined && exponent.d === 1n
      ? { base: is, degree: 1n }
      : { base: is.args[0], degree: exponent?.d ?? 1n };
  if (exponent === undefined || (exponent.n !== 1n && exponent.d !== 1n)) return undefined;
  const base = rationalPolynomial(power0.base, x);
  if (base === undefined || degreeOf(base) < 2) return undefined;
  let whole: Expression | undefined = one;
  for (const factor of f.kind === "product" ? f.args : [f]) {
    if (!dependsOn(factor, x)) {
      whole = mul(whole, factor);
      continue;
    }
    const fraction = rationalFunction(factor, x);
    const above = fraction && digits(fraction.numerator, base, power(u, number({ n: power0.degree, d: 1n })));
    const below = fraction && digits(fraction.denominator, base, power(u, number({ n: power0.degree, d: 1n })));
    if (above === undefined || below === undefined) return undefined;
    whole = mul(whole, above, power(below, number(-1)));
  }
  return whole;
}

/** A polynomial with constants as digits to a base, in u for the base. */
function digits(p: Polynomial, base: Polynomial, u: Expression): Expression | undefined {
  const terms: Expression[] = [];
  let rest = p;
  for (let k = 0; rest.length > 0; k++) {
    const [quotient, digit] = dividePolynomials(rest, base);
    if (digit.length > 1) return undefined;
    if (digit.length === 1) terms.push(mul(number(digit[0]), power(u, number(k))));
    rest = quotient;
  }
  return add(...terms);
}

/** Formulas in e^x, e^(2x) and so on alone: u = e^x. */
function allExponentials(f: Expression, x: Expression, u: Expression): Change | undefined {
  const isKernel = (part: Expression): boolean =>
    part.kind === "power" && !dependsOn(part.args[0], x) && dependsOn(part.args[1], x);
  const parts = partsOf(f, (part) => !isKernel(part));
  if (parts.includes(x)) return undefined;
  const found = exponentials(parts.filter(isKernel), u);
  const line = found && coefficientsIn(found.exponent, x);
  if (found === undefined || line?.length !== 2 || !same(found.base, e)) return undefined;
  const g = substituteAll(f, found.replaced);
  return dependsOn(g, x)
    ? undefined
    : { g: div(g, mul(line[1], u)), u, is: power(e, found.exponent), rule: "substitution u = e^x" };
}

/** x = e^u where x stands in ln x, x = sin u where it stands in arcsin x. */
export function inverseChange(f: Expression, x: Expression, u: Expression): Change | undefined {
  const names = new Set(partsOf(f).map((part) => (part.args[0] === x ? opName(part) : "")));
  if (names.has("log")) {
    const g = mul(substituteAll(f, new Map([[x, power(e, u)]])), power(e, u));
    return { g, u, is: ln(x), rule: "substitution x = e^u" };
  }
  if (!names.has("asin")) return undefined;
  const root = sub(one, power(x, two));
  const g = transform(f, (part) => {
    if (opName(part) === "asin" && part.args[0] === x) return u;
    const isRoot = part.kind === "power" && same(part.args[0], root);
    return isRoot ? power(cos(u), mul(two, part.args[1])) : part === x ? sin(u) : undefined;
  });
  return dependsOn(g, x) ? undefined : { g: mul(g, cos(u)), u, is: arcsin(x), rule: "substitution x = sin u" };
}

/** arctan tan v = v between the jumps, where it is even better; cos arcsin v = √(1 - v²). */
export function unwound(f: Expression): Expression {
  return transform(f, (part) => {
    const [inner] = part.args;
    if (opName(part) === "atan" && opName(inner) === "tan") return inner.args[0];
    return opName(part) === "cos" && opName(inner) === "asin" ? sqrt(sub(one, power(inner.args[0], two))) : undefined;
  });
}
