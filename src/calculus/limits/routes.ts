/** How a textbook finds a limit: substitution, cancelling, dominant terms, known limits, L'Hôpital's rule. Each gives named steps. */
import { div, mul, neg, power, productOf, sub } from "../build.ts";
import { derive } from "../differentiate/derive.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { e, half, infinity, isNumeric, minusOne, number, numericValue, one, two, zero } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import { arcsin, arctan, artanh, arsinh, cos, exp, ln, sin, sinh, tan, tanh } from "../series/known.ts";
import { surelyZero } from "../series/sure.ts";
import type { Step } from "../series/taylor.ts";
import { attempt } from "../series/unsure.ts";
import { polynomialFormula, rationalFunction } from "../polynomial/formula.ts";
import { degreeOf, leadOf } from "../polynomial/arithmetic.ts";
import { dependsOn, partsOf, substituteAll, symbolsOf } from "../substitute.ts";
import { isInfinite } from "./growth.ts";

/** Steps that lead to the limit; the last one's `after` is the value. Undefined where no route of a textbook fits. */
export function route(f: Expression, x: Expression, a: Expression, rounds = 4): Step[] | undefined {
  for (const way of [substitution, cancelling, dominantTerms, knownLimit]) {
    const steps = attempt(() => way(f, x, a));
    if (steps !== undefined) return steps;
  }
  return rounds > 0 ? hospital(f, x, a, rounds) : undefined;
}

/** Functions that jump are not continuous. */
const JUMPS: ReadonlySet<string> = /*@__PURE__*/ new Set(["sign", "floor", "ceil", "round", "trunc"]);

function isContinuous(f: Expression): boolean {
  if (f.kind === "piecewise" || f.kind === "relation") return false;
  if (f.kind === "call" && JUMPS.has((f.payload as { readonly name: string }).name)) return false;
  return f.args.every(isContinuous);
}

function substitution(f: Expression, x: Expression, a: Expression): Step[] | undefined {
  if (isInfinite(a) || !isContinuous(f) || !isDefined(f, x, a)) return undefined;
  return [{ rule: "substitution", before: f, after: substituteAll(f, new Map([[x, a]])) }];
}

/** Each part of f has a finite value at a: no 1/0, no 0·∞, no 0⁰. */
function isDefined(f: Expression, x: Expression, a: Expression): boolean {
  const others = [...new Set([...symbolsOf(f), ...symbolsOf(a)])].filter((each) => each !== x);
  const values = new Map(others.map((each, k) => [each, 1.37 + 0.61 * k]));
  values.set(x, evaluateNumber(a, values));
  const vanishes = (part: Expression): boolean => surelyZero(substituteAll(part, new Map([[x, a]])));
  const everywhere = (part: Expression): boolean => {
    if (!(Math.abs(evaluateNumber(part, values)) < 1e12)) return false;
    if (part.kind === "power" && (hasNegativeExponent(part) || dependsOn(part.args[1], x)) && vanishes(part.args[0]))
      return false;
    return part.args.every(everywhere);
  };
  return everywhere(f);
}

const hasNegativeExponent = (part: Expression): boolean => isNumeric(part.args[1]) && numericValue(part.args[1]) < 0;

/** Quotients of polynomials at a point: common factors go. */
function cancelling(f: Expression, x: Expression, a: Expression): Step[] | undefined {
  const fraction = isInfinite(a) ? undefined : rationalFunction(f, x);
  if (fraction === undefined) return undefined;
  const top = polynomialFormula(fraction.numerator, x);
  const bottom = polynomialFormula(fraction.denominator, x);
  const after = div(top, bottom);
  const last = substitution(after, x, a);
  return last && [{ rule: "cancel common factor", before: f, after }, ...last];
}

/** Quotients of polynomials at infinity: the highest powers decide. */
function dominantTerms(f: Expression, x: Expression, a: Expression): Step[] | undefined {
  const fraction = isInfinite(a) ? rationalFunction(f, x) : undefined;
  if (fraction === undefined || fraction.numerator.length === 0) return undefined;
  const { numerator, denominator } = fraction;
  const degree = degreeOf(numerator) - degreeOf(denominator);
  const ratio = q.mulRational(leadOf(numerator), q.reciprocalRational(leadOf(denominator)));
  const after = mul(number(ratio), power(x, number(degree)));
  const odd = degree % 2 !== 0 && !same(a, infinity);
  const grown = q.isNegative(ratio) === odd ? infinity : neg(infinity);
  const value = degree === 0 ? number(ratio) : degree < 0 ? zero : grown;
  return [
    { rule: "dominant terms", before: f, after },
    {
      rule: degree > 0 ? "power grows without bound" : degree < 0 ? "power tends to 0" : "constant",
      before: after,
      after: value,
    },
  ];
}

interface Known {
  readonly name: string;
  readonly pattern: (u: Expression) => Expression;
  readonly value: Expression;
}

/** Limits for u → 0 that are learnt by heart. */
const KNOWN: readonly Known[] = /*@__PURE__*/ (() => [
  ...[sin, tan, arcsin, arctan, sinh, tanh, arsinh, artanh].map((f) => ({
    name: "known limit f(u)/u",
    pattern: (u: Expression) => div(f(u), u),
    value: one,
  })),
  { name: "known limit (e^u - 1)/u", pattern: (u: Expression) => div(sub(exp(u), one), u), value: one },
  { name: "known limit ln(1 + u)/u", pattern: (u: Expression) => div(ln(sub(u, minusOne)), u), value: one },
  { name: "known limit (1 - cos u)/u²", pattern: (u: Expression) => div(sub(one, cos(u)), power(u, two)), value: half },
  {
    name: "known limit (cos u - 1)/u²",
    pattern: (u: Expression) => div(sub(cos(u), one), power(u, two)),
    value: neg(half),
  },
])();

function knownLimit(f: Expression, x: Expression, a: Expression): Step[] | undefined {
  const euler = eulerLimit(f, x, a);
  if (euler !== undefined) return euler;
  for (const u of argumentsIn(f, x)) {
    const tends = attempt(() => substituteAll(u, new Map([[x, a]])));
    if (isInfinite(a) ? !vanishesFar(u, x) : tends === undefined || !surelyZero(tends)) continue;
    for (const { name, pattern, value } of KNOWN) {
      const rest = mul(f, power(pattern(u), minusOne));
      if (dependsOn(rest, x)) continue;
      const after = mul(rest, value);
      return [{ rule: name, before: f, after }];
    }
  }
  return undefined;
}

const vanishesFar = (u: Expression, x: Expression): boolean => {
  const fraction = rationalFunction(u, x);
  return fraction !== undefined && degreeOf(fraction.numerator) < degreeOf(fraction.denominator);
};

/** (1 + u)^(c/u) → e^c for u → 0. */
function eulerLimit(f: Expression, x: Expression, a: Expression): Step[] | undefined {
  if (f.kind !== "power" || same(f.args[0], e)) return undefined;
  const u = sub(f.args[0], one);
  const c = mul(f.args[1], u);
  if (!dependsOn(u, x) || dependsOn(c, x)) return undefined;
  const tends = isInfinite(a) ? vanishesFar(u, x) : surelyZero(substituteAll(u, new Map([[x, a]])));
  return tends ? [{ rule: "known limit (1 + u)^(1/u)", before: f, after: exp(c) }] : undefined;
}

/** What the functions in f are taken of; and of e^u and ln(1 + u) the u. */
function argumentsIn(f: Expression, x: Expression): Expression[] {
  const found = new Set<Expression>();
  for (const part of partsOf(f)) {
    if (part.kind === "call") for (const arg of part.args) found.add(arg).add(sub(arg, one));
    if (part.kind === "power" && same(part.args[0], e)) found.add(part.args[1]);
  }
  return [...found].filter((u) => dependsOn(u, x));
}

/** f as numerator over denominator, by the signs of the exponents. */
function quotientParts(f: Expression): readonly [numerator: Expression, denominator: Expression] {
  const factors = f.kind === "product" ? f.args : [f];
  const below = (part: Expression): boolean => part.kind === "power" && hasNegativeExponent(part);
  return [
    productOf(factors.filter((part) => !below(part))),
    productOf(factors.filter(below).map((part) => power(part.args[0], neg(part.args[1])))),
  ];
}

/** 0/0 and ∞/∞: the derivatives instead. */
function hospital(f: Expression, x: Expression, a: Expression, rounds: number): Step[] | undefined {
  const [top, bottom] = quotientParts(f);
  if (!dependsOn(bottom, x) || !dependsOn(top, x)) return undefined;
  if (!isIndeterminate(top, bottom, x, a)) return undefined;
  const after = div(derive(top, x), derive(bottom, x));
  if (after.size > 4 * f.size + 40) return undefined;
  const rest = route(after, x, a, rounds - 1);
  return rest && [{ rule: "L'Hôpital's rule", before: f, after }, ...rest];
}

function isIndeterminate(top: Expression, bottom: Expression, x: Expression, a: Expression): boolean {
  if (isInfinite(a)) {
    const grows = (part: Expression): boolean =>
      part === x ||
      (part.kind === "power" && part.args[1].isPositive && part.args[0] === x) ||
      same(part, ln(x)) ||
      same(part, exp(x));
    return same(a, infinity) && grows(top) && grows(bottom);
  }
  const at = (part: Expression): Expression | undefined => attempt(() => substituteAll(part, new Map([[x, a]])));
  const [t, b] = [at(top), at(bottom)];
  return t !== undefined && b !== undefined && surelyZero(t) && surelyZero(b);
}
