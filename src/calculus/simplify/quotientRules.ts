/** Sums over one denominator, common factors cancelled or taken out, products multiplied out: each where that makes the formula smaller. */
import { areApart } from "./apart.ts";
import { integerOf, mul, neg, power, productOf, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { isNegativeTerm } from "../functions.ts";
import { same } from "../intern.ts";
import { isNumeric, minusOne, numericValue, ofRational, one, rationalOf } from "../leaves.ts";
import { isNegative, mulRational, negRational } from "../../base/rational.ts";
import { pythagoras } from "./functionRules.ts";
import { isVariable, negPoly, samePoly, TooLarge } from "./layered.ts";
import { compareSize, leaves, smallest } from "./measure.ts";
import { type Factor, type Factored, hasNegative, multiply } from "./factored.ts";
import { type Combined, Ring } from "./ring.ts";

import type { SimplificationRule } from "./rule.ts";

/** More terms than that are not multiplied out. */
const LIMIT = 60;

function tried<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

const factorsIn = (x: Expression): readonly Expression[] => (x.kind === "product" ? x.args : [x]);

const baseOf = (x: Expression): Expression => (x.kind === "power" ? x.args[0] : x);

const isBelow = (x: Expression): boolean => x.kind === "power" && isNumeric(x.args[1]) && numericValue(x.args[1]) < 0;

/** A sum, or a whole power of one. */
const isSum = (x: Expression): boolean =>
  x.kind === "sum" || (x.kind === "power" && x.args[0].kind === "sum" && rationalOf(x.args[1]) !== undefined);

/** Forms that were chosen here among others: their parts need no second look. */
const settled = /*@__PURE__*/ new WeakSet<Expression>();

function settle(before: Expression, after: Expression): Expression {
  if (after === before) return after;
  settled.add(after);
  for (const factor of factorsIn(after)) settled.add(factor).add(baseOf(factor));
  return after;
}

// ---------------------------------------------------------------- sums

/** The forms of a sum of fractions or products: over one denominator, grouped or multiplied out. */
function oneFraction(x: Expression): Expression | undefined {
  if (!x.isScalar || x.args.length > LIMIT || settled.has(x)) return undefined;
  if (!x.args.some((term) => factorsIn(term).some((factor) => isSum(factor) || isBelow(factor)))) return undefined;
  return tried(() => {
    const ring = new Ring([x], LIMIT);
    const combined = ring.combine(x.args.map((term) => ring.convert(term)));
    let best = smallest(x, commonFactor(x));
    if (combined.remaining.length > 1) best = smallest(best, grouped(ring, combined));
    // The numerator multiplied out is made only where it may be shorter.
    if (ring.fewestLeaves(combined.numerator) <= leaves(best)) {
      const whole = ring.finish(combined);
      best = smallest(best, ring.toExpression(whole), multipliedOut(ring, whole), withIdentity(ring, combined));
    }
    return settle(x, best);
  });
}

/** The numerator by an identity of Pythagoras: cos²x/x + sin²x/x = 1/x. */
function withIdentity(ring: Ring, { common, numerator, divisor }: Combined): Expression | undefined {
  const sum = ring.polynomial(numerator);
  const shorter = sum.kind === "sum" ? pythagoras(sum) : undefined;
  return shorter && productOf([shorter, ring.toExpression({ c: { n: 1n, d: divisor }, factors: common })]);
}

/** What is above the fraction bar multiplied out. */
function multipliedOut(ring: Ring, { c, factors }: Factored): Expression | undefined {
  const above = factors.filter(([, k]) => k > 0);
  if (above.every(([p]) => isVariable(p))) return undefined;
  const below = factors.filter(([, k]) => k < 0);
  const product = ring.multiplyOut(above);
  // -(x² - 1) is 1 - x².
  const turned = isNegative(c) && hasNegative(product);
  const over = ring.toExpression({ c: turned ? negRational(c) : c, factors: below });
  const terms = ring.termsOf(turned ? negPoly(product) : product);
  // Denominators of numbers and variables may stand below each term: x + 1/x.
  return smallest(
    productOf([over, sumOf(terms)]),
    below.every(([p]) => isVariable(p)) ? sumOf(terms.map((term) => productOf([over, term]))) : undefined,
  );
}

/** Terms with the same rest together: (2x sin x + x² cos x)(eˣ + 1) - x² eˣ sin x. */
function grouped(ring: Ring, { common, remaining, divisor }: Combined): Expression {
  const groups: { readonly rest: readonly Factor[]; readonly terms: Expression[] }[] = [];
  for (const { c, factors } of remaining) {
    const rest = factors.filter(([p]) => !isVariable(p));
    const term = ring.toExpression({
      c: mulRational(c, { n: divisor, d: 1n }),
      factors: factors.filter(([p]) => isVariable(p)),
    });
    const group = groups.find((other) => sameFactors(other.rest, rest));
    if (group === undefined) groups.push({ rest, terms: [term] });
    else group.terms.push(term);
  }
  const factored = (factors: readonly Factor[]): Expression => ring.toExpression({ c: { n: 1n, d: 1n }, factors });
  const inner = sumOf(
    groups.map(({ rest, terms }) => productOf([factored(rest), commonOut(sumOf(terms)) ?? sumOf(terms)])),
  );
  return productOf([ofRational({ n: 1n, d: divisor }), factored(common), commonOut(inner) ?? inner]);
}

const sameFactors = (a: readonly Factor[], b: readonly Factor[]): boolean =>
  a.length === b.length && a.every(([p, k], at) => b[at][0] === p && b[at][1] === k);

/** What all terms have as a factor, in front: x eˣ + x² eˣ = x eˣ (1 + x). Powers of symbols alone stay where they are. */
function commonFactor(x: Expression): Expression | undefined {
  return commonOut(x, true);
}

function commonOut(x: Expression, functionsOnly = false): Expression | undefined {
  if (x.kind !== "sum" || !x.isScalar) return undefined;
  const [first, ...others] = x.args.map(factorsIn);
  const common: Expression[] = [];
  for (const factor of first) {
    if (isNumeric(factor)) continue;
    const base = baseOf(factor);
    const found = others.map((factors) => factors.find((other) => !isNumeric(other) && same(baseOf(other), base)));
    if (found.some((other) => other === undefined)) continue;
    const least = leastPower(base, [factor, ...(found as Expression[])]);
    if (least !== undefined) common.push(least);
  }
  if (common.length === 0 || (functionsOnly && common.every((factor) => baseOf(factor).kind === "symbol")))
    return undefined;
  const divisor = power(productOf(common), minusOne);
  const rest = sumOf(x.args.map((term) => productOf([term, divisor])));
  return productOf([...common, rest.kind === "sum" ? (pythagoras(rest) ?? rest) : rest]);
}

/** The lowest of some powers of a base; undefined where the exponents cannot be compared. */
function leastPower(base: Expression, factors: readonly Expression[]): Expression | undefined {
  const exponents = factors.map((factor) => (factor.kind === "power" ? factor.args[1] : one));
  if (exponents.every((exponent) => same(exponent, exponents[0]))) return factors[0];
  if (!exponents.every((exponent) => rationalOf(exponent) !== undefined)) return undefined;
  const least = exponents.reduce((a, b) => (numericValue(b) < numericValue(a) ? b : a));
  return numericValue(least) > 0 ? power(base, least) : undefined;
}

// ---------------------------------------------------------------- products and powers

/** Common factors of numerator and denominator; fractions in fractions. */
function cancelled(x: Expression): Expression | undefined {
  if (!x.isScalar || settled.has(x)) return undefined;
  const factors = factorsIn(x);
  const sums = factors.filter(isSum);
  if (sums.length === 0) return undefined;
  const below = factors.filter(isBelow);
  const nested = sums.some((factor) => baseOf(factor).args.some((term) => factorsIn(term).some(isBelow)));
  const above = sums.filter((factor) => !isBelow(factor));
  const content = below.some((factor) => baseOf(factor).kind === "sum" && hasContent(baseOf(factor)));
  if (!nested && !content && !areShort(above)) {
    if (below.length === 0 || above.length === 0) return undefined;
    // What was made above the bar has no common factors of its own.
    const isDone = above.every((factor) => settled.has(factor) && factor.kind === "sum" && !hasContent(factor));
    if (isDone && areApart(above, below.map(baseOf))) return undefined;
  }
  return tried(() => {
    const ring = new Ring([x], LIMIT);
    const parts = factors.map((factor) => ring.convert(factor));
    const before = multiply(parts);
    const whole = ring.cancel(before);
    const merged = before.factors.length < parts.reduce((sum, part) => sum + part.factors.length, 0);
    if (!merged && !nested && !content && !areShort(above) && isUnchanged(before, whole)) return undefined;
    const best = smallest(
      ring.toExpression(whole),
      tried(() => multipliedOut(ring, whole)),
    );
    // A form of the same length is no reason to touch the formula.
    return leaves(best) < leaves(x) ? settle(x, best) : undefined;
  });
}

const isUnchanged = (a: Factored, b: Factored): boolean =>
  a.factors.length === b.factors.length &&
  a.factors.every(([p, k]) => b.factors.some(([q, m]) => k === m && samePoly(p, q)));

/** Several sums of two terms or three of symbols, which may be short as one: (x - 1)(x + 1). */
function areShort(sums: readonly Expression[]): boolean {
  if (sums.length < 2 || sums.length > 4) return false;
  const isPlain = (x: Expression): boolean => isNumeric(x) || baseOf(x).kind === "symbol";
  return sums.every(
    (sum) => sum.kind === "sum" && sum.args.length <= 4 && sum.args.every((term) => factorsIn(term).every(isPlain)),
  );
}

/** Whether all terms of a sum have a factor in common. */
function hasContent(sum: Expression): boolean {
  const hasNumber = (term: Expression): boolean => {
    const value = rationalOf(factorsIn(term)[0]);
    return value !== undefined && value.n !== 1n && value.n !== -1n;
  };
  return sum.args.every(hasNumber) || commonOut(sum) !== undefined;
}

/** Minus a sum, as a sum. */
const opposite = (sum: Expression): Expression => sumOf(sum.args.map(neg));

/** 1/((1 - x)(1 + x)) = 1/(1 - x²), where that is shorter. */
function multipliedBelow(x: Expression): Expression | undefined {
  const below = x.args.filter((factor) => isBelow(factor) && same(factor.args[1], minusOne));
  if (!x.isScalar || !areShort(below.map(baseOf))) return undefined;
  return tried(() => {
    const ring = new Ring(below, LIMIT);
    const { c, factors } = multiply(below.map((factor) => ring.convert(factor)));
    const sum = ring.polynomial(ring.multiplyOut(factors.map(([p, k]) => [p, -k])));
    const rest = x.args.filter((factor) => !below.includes(factor));
    const turned = isNegative(c) && sum.args.some(isNegativeTerm);
    const after = productOf([
      ...rest,
      ofRational(turned ? negRational(c) : c),
      power(turned ? opposite(sum) : sum, minusOne),
    ]);
    // (x - 1)(x + 2) stays, which is as short as x² + x - 2.
    return leaves(after) < leaves(x) || sum.args.length === 2 ? after : undefined;
  });
}

/** -2(1 - x²) = 2(x² - 1), and 2(2x + 1) = 4x + 2 where that is shorter. */
function numberInside(x: Expression): Expression | undefined {
  const c = rationalOf(x.args[0]);
  const sums = x.args.filter(({ kind }) => kind === "sum");
  if (!x.isScalar || c === undefined || sums.length !== 1) return undefined;
  const [sum] = sums;
  const rest = x.args.filter((factor, at) => at > 0 && factor !== sum);
  const spread = productOf([...rest, sumOf(sum.args.map((term) => mul(x.args[0], term)))]);
  if (leaves(spread) < leaves(x)) return spread;
  if (!isNegative(c) || !sum.args.some(isNegativeTerm)) return undefined;
  const turned = productOf([ofRational(negRational(c)), ...rest, opposite(sum)]);
  // Only for fewer signs: x - 2(x - 1) stays.
  return compareSize(turned, x) <= 0 ? settle(x, turned) : undefined;
}

/** (x + 1)² - x² and (x - 1)(x + 1) where the sum is shorter. */
function multipliedPower(x: Expression): Expression | undefined {
  const k = integerOf(x.args[1]);
  if (x.args[0].kind !== "sum" || k === undefined) return undefined;
  return cancelled(x);
}

export const quotientRules: readonly SimplificationRule[] = /*@__PURE__*/ (() => [
  { name: "one fraction", kinds: ["sum"], rewrite: oneFraction },
  { name: "common factor", kinds: ["sum"], rewrite: commonFactor },
  { name: "cancel common factors", kinds: ["product"], rewrite: cancelled },
  { name: "multiply the denominators", kinds: ["product"], rewrite: multipliedBelow },
  { name: "number into the sum", kinds: ["product"], rewrite: numberInside, always: true },
  { name: "fraction in a fraction", kinds: ["power"], rewrite: multipliedPower },
])();
