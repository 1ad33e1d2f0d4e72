/** Identities of functions: trigonometric, hyperbolic, exponential, absolute value, roots. */
import type { ElementwiseOp } from "../../core/elementwise.ts";
import { sigmoid } from "../../ops/activation.ts";
import { abs, sign } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { cosh, sinh, tanh } from "../../ops/hyperbolic.ts";
import { acos, asin, atan, cos, sin, tan } from "../../ops/trigonometric.ts";
import { add, integerOf, mul, neg, power, productOf, sub, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { apply, isNegativeTerm } from "../functions.ts";
import { same } from "../intern.ts";
import { e, half, isNumeric, isZero, minusOne, number, ofRational, one, rationalOf, two } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import { squareFree } from "./divisor.ts";
import { type Factor, primitiveFactors } from "./factored.ts";
import { leaves } from "./measure.ts";
import { Ring } from "./ring.ts";
import { TooLarge } from "./layered.ts";
import type { SimplificationRule } from "./rule.ts";

const isCall = (x: Expression, op: ElementwiseOp): boolean => x.kind === "call" && x.payload === op;

const factorsIn = (x: Expression): readonly Expression[] => (x.kind === "product" ? x.args : [x]);

/** The factors but one. */
const without = (parts: readonly Expression[], at: number): readonly Expression[] =>
  parts.filter((_, place) => place !== at);

const squareOf = (op: ElementwiseOp, u: Expression): Expression => power(apply(op, u), two);

// ---------------------------------------------------------------- Pythagoras

/** a f(u)ᵏ + s a partner(u) = a result(u), where f(u)ᵏ is found first. */
interface Identity {
  readonly op: ElementwiseOp;
  readonly exponent: number;
  readonly partner: (u: Expression) => Expression;
  readonly sign: 1 | -1;
  readonly result: (u: Expression) => Expression;
}

const unit = (): Expression => one;

const fourthOf =
  (op: ElementwiseOp) =>
  (u: Expression): Expression =>
    power(apply(op, u), number(4));

const squares =
  (f: ElementwiseOp, s: 1 | -1, g: ElementwiseOp) =>
  (u: Expression): Expression =>
    add(squareOf(f, u), mul(number(s), squareOf(g, u)));

const identities: readonly Identity[] = /*@__PURE__*/ (() => [
  { op: sin.op, exponent: 2, partner: (u) => squareOf(cos.op, u), sign: 1, result: unit },
  { op: sin.op, exponent: 2, partner: unit, sign: -1, result: (u) => neg(squareOf(cos.op, u)) },
  { op: cos.op, exponent: 2, partner: unit, sign: -1, result: (u) => neg(squareOf(sin.op, u)) },
  { op: tan.op, exponent: 2, partner: unit, sign: 1, result: (u) => power(apply(cos.op, u), number(-2)) },
  { op: cos.op, exponent: -2, partner: unit, sign: -1, result: (u) => squareOf(tan.op, u) },
  { op: sinh.op, exponent: 2, partner: (u) => squareOf(cosh.op, u), sign: -1, result: () => minusOne },
  { op: sinh.op, exponent: 2, partner: unit, sign: 1, result: (u) => squareOf(cosh.op, u) },
  { op: cosh.op, exponent: 2, partner: unit, sign: -1, result: (u) => squareOf(sinh.op, u) },
  { op: tanh.op, exponent: 2, partner: unit, sign: -1, result: (u) => neg(power(apply(cosh.op, u), number(-2))) },
])();

/** sin⁴ u - cos⁴ u = sin² u - cos² u, which is as long. */
const fourthPowers: readonly Identity[] = /*@__PURE__*/ (() => [
  { op: sin.op, exponent: 4, partner: fourthOf(cos.op), sign: -1, result: squares(sin.op, -1, cos.op) },
  { op: cosh.op, exponent: 4, partner: fourthOf(sinh.op), sign: -1, result: squares(cosh.op, 1, sinh.op) },
])();

/** The identities above on two terms of a sum; undefined where none applies. */
export function pythagoras(x: Expression): Expression | undefined {
  return byIdentity(x, identities);
}

function byIdentity(x: Expression, table: readonly Identity[]): Expression | undefined {
  for (const [at, term] of x.args.entries()) {
    const factors = factorsIn(term);
    for (const [place, factor] of factors.entries()) {
      if (factor.kind !== "power" || factor.args[0].kind !== "call") continue;
      const [f, exponent] = factor.args;
      for (const { op, exponent: k, partner, sign: s, result } of table) {
        if (f.payload !== op || !same(exponent, number(k))) continue;
        const a = productOf(without(factors, place));
        const wanted = mul(number(s), a, partner(f.args[0]));
        const found = x.args.findIndex((other, k2) => k2 !== at && same(other, wanted));
        if (found < 0) continue;
        const rest = x.args.filter((_, k2) => k2 !== at && k2 !== found);
        return sumOf([...rest, mul(a, result(f.args[0]))]);
      }
    }
  }
  return undefined;
}

// ---------------------------------------------------------------- quotients of functions

/** f(u)ᵐ g(u)ⁿ of one product: h(u)ᵐ g(u)ⁿ⁻ʳᵐ, where g goes or r is 1: tan x cos² x = sin x cos x, but sin x/cos² x stays. */
const quotients: readonly (readonly [ElementwiseOp, ElementwiseOp, -1 | 1, ElementwiseOp])[] = /*@__PURE__*/ (() => [
  [sin.op, cos.op, -1, tan.op],
  [tan.op, cos.op, 1, sin.op],
  [sinh.op, cosh.op, -1, tanh.op],
  [tanh.op, cosh.op, 1, sinh.op],
])();

function splitPower(x: Expression): readonly [base: Expression, exponent: Expression] {
  return x.kind === "power" ? [x.args[0], x.args[1]] : [x, one];
}

function functionQuotient(x: Expression): Expression | undefined {
  if (x.args.filter((factor) => splitPower(factor)[0].kind === "call").length < 2) return undefined;
  const parts = x.args.map(splitPower);
  for (const [f, g, ratio, h] of quotients) {
    for (const [at, [base, m]] of parts.entries()) {
      if (!isCall(base, f)) continue;
      const other = parts.findIndex(([partner]) => isCall(partner, g) && same(partner.args[0], base.args[0]));
      if (other < 0) continue;
      const left = sub(parts[other][1], mul(number(ratio), m));
      if (!isZero(left) && (ratio < 0 || rationalOf(left) === undefined)) continue;
      const rest = x.args.filter((_, place) => place !== at && place !== other);
      return productOf([...rest, power(apply(h, base.args[0]), m), power(parts[other][0], left)]);
    }
  }
  return undefined;
}

// ---------------------------------------------------------------- absolute value and sign

/** x/|x| = sgn x, x sgn x = |x|, |x| sgn x = x. */
function absoluteProduct(x: Expression): Expression | undefined {
  const isSized = (base: Expression): boolean => isCall(base, abs.op) || isCall(base, sign.op);
  if (!x.args.some((factor) => isSized(splitPower(factor)[0]))) return undefined;
  for (const [at, factor] of x.args.entries()) {
    const [base, exponent] = splitPower(factor);
    const k = integerOf(exponent);
    if (k === undefined) continue;
    if (isCall(base, sign.op) && k === 1n) {
      const rest = productOf(without(x.args, at));
      const size = apply(abs.op, base.args[0]);
      const over = takeOut(rest, base.args[0]);
      if (over !== undefined) return mul(over, size);
      const inner = takeOut(rest, size);
      if (inner !== undefined) return mul(inner, base.args[0]);
    }
    if (isCall(base, abs.op) && k < 0n) {
      const rest = takeOut(productOf(without(x.args, at)), base.args[0]);
      if (rest !== undefined) return mul(rest, apply(sign.op, base.args[0]), power(base, add(exponent, one)));
    }
    if (isCall(base, abs.op) && k > 0n) {
      // |x|/x = 1/(x/|x|)
      const rest = takeOut(power(productOf(without(x.args, at)), minusOne), base.args[0]);
      if (rest !== undefined)
        return mul(power(rest, minusOne), apply(sign.op, base.args[0]), power(base, sub(exponent, one)));
    }
  }
  return undefined;
}

/** x/u where u is a factor to a positive whole power, or a product of such. */
function takeOut(x: Expression, u: Expression): Expression | undefined {
  const parts = factorsIn(x).map(splitPower);
  for (const wanted of factorsIn(u)) {
    if (isNumeric(wanted)) continue;
    const [base, k] = splitPower(wanted);
    const found = parts.find(([other]) => same(other, base));
    const left = found && rationalOf(sub(found[1], k));
    if (left === undefined || left.n < 0n) return undefined;
  }
  return mul(x, power(u, minusOne));
}

/** |x|² = x², |2x| = 2|x|, |x²y| = x²|y|. */
function absolutePower(x: Expression): Expression | undefined {
  const [base, exponent] = splitPower(x);
  const k = integerOf(exponent);
  return isCall(base, abs.op) && k !== undefined && k % 2n === 0n ? power(base.args[0], exponent) : undefined;
}

const isSquare = (x: Expression): boolean => x.kind === "power" && isEven(x.args[1]) && x.args[0].isReal;
const isEven = (x: Expression): boolean => (integerOf(x) ?? 1n) % 2n === 0n;

function absoluteFactors(x: Expression): Expression | undefined {
  if (!isCall(x, abs.op)) return undefined;
  const [u] = x.args;
  if (isSquare(u)) return u;
  if (u.kind === "power" && integerOf(u.args[1]) !== undefined) return power(apply(abs.op, u.args[0]), u.args[1]);
  if (u.kind === "power" && same(u.args[0], e) && u.args[1].isReal) return u;
  if (isCall(u, abs.op) || u.isPositive) return u;
  if (u.kind !== "product" || !u.isScalar) return undefined;
  const outside = u.args.filter((factor) => isNumeric(factor) || factor.isPositive || isSquare(factor));
  if (outside.length === 0) return undefined;
  const inside = productOf(u.args.filter((factor) => !outside.includes(factor)));
  return productOf([...outside.map((factor) => apply(abs.op, factor)), apply(abs.op, inside)]);
}

// ---------------------------------------------------------------- logarithms and exponentials

/** e^(a + n ln b) = bⁿ eᵃ */
function exponentialOfLog(x: Expression): Expression | undefined {
  const [base, exponent] = x.args;
  if (!same(base, e) || exponent.kind !== "sum") return undefined;
  const isLog = (term: Expression): boolean =>
    isCall(term, log.op) ||
    (term.kind === "product" && term.args.length === 2 && isNumeric(term.args[0]) && isCall(term.args[1], log.op));
  if (!exponent.args.some(isLog)) return undefined;
  const rest = exponent.args.filter((term) => !isLog(term));
  return productOf([...exponent.args.filter(isLog).map((term) => power(e, term)), power(e, sumOf(rest))]);
}

/** ln of a power of a positive number, ln of 1/x, ln of eᵘ times a positive number. */
function logarithm(x: Expression): Expression | undefined {
  if (!isCall(x, log.op)) return undefined;
  const [u] = x.args;
  if (u.kind === "power") {
    const [base, exponent] = u.args;
    if (base.isPositive && exponent.isReal) return mul(exponent, apply(log.op, base));
    const k = rationalOf(exponent);
    // ln x⁻³ = -3 ln x and ln √x = ½ ln x hold wherever ln of the left side is real and x is positive by that.
    if (k !== undefined && k.n % 2n !== 0n) return mul(exponent, apply(log.op, base));
  }
  if (u.kind !== "product") return undefined;
  const growth = u.args.filter((factor) => factor.kind === "power" && same(factor.args[0], e) && factor.args[1].isReal);
  if (growth.length === 0) return undefined;
  const rest = productOf(u.args.filter((factor) => !growth.includes(factor)));
  return add(...growth.map((factor) => factor.args[1]), apply(log.op, rest));
}

/** ln ⅔ = -ln 3/2 */
function logarithmOfFraction(x: Expression): Expression | undefined {
  const value = isCall(x, log.op) ? rationalOf(x.args[0]) : undefined;
  if (value === undefined || value.n <= 0n || value.n >= value.d) return undefined;
  return neg(apply(log.op, power(x.args[0], minusOne)));
}

/** σ(-x) = 1 - σ(x) */
function reflected(x: Expression): Expression | undefined {
  if (!isCall(x, sigmoid.op) || isNumeric(x.args[0]) || !isNegativeTerm(x.args[0])) return undefined;
  return sub(one, apply(sigmoid.op, neg(x.args[0])));
}

/** cos arcsin u = √(1 - u²), sin arccos u, and those of arctan. */
function composed(x: Expression): Expression | undefined {
  if (x.kind !== "call" || x.args[0].kind !== "call") return undefined;
  const [inner] = x.args;
  const [u] = inner.args;
  const root = (sum: Expression): Expression => power(sum, half);
  if ((isCall(x, cos.op) && isCall(inner, asin.op)) || (isCall(x, sin.op) && isCall(inner, acos.op))) {
    return root(sub(one, power(u, two)));
  }
  if (!isCall(inner, atan.op)) return undefined;
  const size = power(add(one, power(u, two)), neg(half));
  if (isCall(x, cos.op)) return size;
  return isCall(x, sin.op) ? mul(u, size) : undefined;
}

// ---------------------------------------------------------------- roots

/** (p - q)(p + q) = p² - q². */
export function differenceOfSquares(a: Expression, b: Expression): Expression | undefined {
  if (a.kind !== "sum" || b.kind !== "sum" || a.args.length !== 2 || b.args.length !== 2) return undefined;
  const common = a.args.find((term) => b.args.some((other) => same(term, other)));
  if (common === undefined) return undefined;
  const rest = sub(a, common);
  if (!same(sub(b, common), neg(rest))) return undefined;
  return sub(power(common, two), power(rest, two));
}

/** √((1 - x)(1 + x)) = √(1 - x²), and 1/√(1 - x) · 1/√(1 + x). */
function rootsOfConjugates(x: Expression): Expression | undefined {
  const isRoot = (part: Expression): boolean => rationalOf(part)?.d === 2n;
  if (x.kind === "power") {
    const [base, exponent] = x.args;
    if (!isRoot(exponent) || base.kind !== "product" || base.args.length !== 2) return undefined;
    const inside = differenceOfSquares(base.args[0], base.args[1]);
    return inside && power(inside, exponent);
  }
  const roots = x.args.filter((part) => part.kind === "power" && isRoot(part.args[1]));
  for (const [at, a] of roots.entries()) {
    for (const b of roots.slice(at + 1)) {
      if (!same(a.args[1], b.args[1])) continue;
      const inside = differenceOfSquares(a.args[0], b.args[0]);
      if (inside === undefined) continue;
      return productOf([...x.args.filter((part) => part !== a && part !== b), power(inside, a.args[1])]);
    }
  }
  return undefined;
}

/** √x² = |x|, √(x²y) = |x|√y, √(4 + 4x) = 2√(1 + x). */
function rootOfSquares(x: Expression): Expression | undefined {
  const [base, exponent] = x.args;
  const r = rationalOf(exponent);
  if (r === undefined || r.d !== 2n) return undefined;
  const factors = factorsIn(base);
  const squares = factors.filter(isSquare);
  if (squares.length > 0) {
    const outside = squares.map(({ args: [u, k] }) => power(apply(abs.op, u), mul(k, exponent)));
    const inside = productOf(factors.filter((factor) => !squares.includes(factor)));
    return productOf([...outside, power(inside, exponent)]);
  }
  if (base.kind !== "sum" || base.args.length >= 12) return undefined;
  const root = rootOfPolynomial(base, exponent);
  // 2√(x² + 1) is preferred to √(4x² + 4), which is as long.
  return root !== undefined && leaves(root) <= leaves(x) ? root : undefined;
}

/** √(x² + 2x + 1) = |x + 1|, √(4 + 4x²) = 2√(1 + x²). */
function rootOfPolynomial(base: Expression, exponent: Expression): Expression | undefined {
  try {
    const ring = new Ring([base], 100);
    const { c, factors } = ring.convert(base);
    const split = factors.flatMap(([p, k]): Factor[] =>
      primitiveFactors(p).factors.flatMap(([f, m]) => squareFree(f).map(([g, n]): Factor => [g, n * m * k])),
    );
    const content =
      q.exactRoot(c.n < 0n ? -c.n : c.n, 2n) !== undefined &&
      q.exactRoot(c.d, 2n) !== undefined &&
      c.n !== 1n &&
      c.n !== -1n;
    if (!content && split.every(([, k]) => k % 2 !== 0)) return undefined;
    const outside = split.map(([p, k]) => {
      const even = k - (((k % 2) + 2) % 2);
      return power(apply(abs.op, ring.polynomial(p)), mul(number(even), exponent));
    });
    const inside = ring.toExpression({
      c: c.n < 0n ? q.MINUS_ONE : q.ONE,
      factors: split.flatMap(([p, k]): Factor[] => (k % 2 === 0 ? [] : [[p, 1]])),
    });
    const size = power(ofRational(c.n < 0n ? q.negRational(c) : c), exponent);
    return productOf([size, ...outside, power(inside, exponent)]);
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

export const functionRules: readonly SimplificationRule[] = /*@__PURE__*/ (() => [
  { name: "Pythagorean identity", kinds: ["sum"], rewrite: pythagoras },
  { name: "fourth powers", kinds: ["sum"], rewrite: (x) => byIdentity(x, fourthPowers), always: true },
  { name: "quotient of functions", kinds: ["product"], rewrite: functionQuotient },
  { name: "absolute value and sign", kinds: ["product"], rewrite: absoluteProduct },
  { name: "power of an absolute value", kinds: ["power"], rewrite: absolutePower },
  { name: "absolute value of a product", kinds: ["call"], rewrite: absoluteFactors, always: true },
  { name: "exponential of a logarithm", kinds: ["power"], rewrite: exponentialOfLog },
  { name: "logarithm of a power", kinds: ["call"], rewrite: logarithm },
  { name: "logarithm of a fraction", kinds: ["call"], rewrite: logarithmOfFraction, always: true },
  { name: "reflection of the sigmoid", kinds: ["call"], rewrite: reflected, always: true },
  { name: "function of an inverse function", kinds: ["call"], rewrite: composed, always: true },
  { name: "difference of squares under a root", kinds: ["power", "product"], rewrite: rootsOfConjugates },
  { name: "root of a square", kinds: ["power"], rewrite: rootOfSquares, always: true },
])();
