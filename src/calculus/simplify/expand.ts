/** Products of sums multiplied out, and terms collected by the powers of a variable. */
import { fail } from "../../base/errors.ts";
import { integerOf, power, productOf, sumOf } from "../build.ts";
import { evaluateWith } from "../evaluate/walk.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { number, one, zero } from "../leaves.ts";
import { dependsOn, rebuild } from "../substitute.ts";

/** Settings of {@link expand}. */
export interface ExpandOptions {
  /** Most terms that any product may have, 10 000 by default. */
  readonly limit?: number;
}

const LIMIT = 10_000;

/** Multiplies out products and whole powers of sums, everywhere but in denominators, which stay as they are. */
export function expand(x: Expression, options: ExpandOptions = {}): Expression {
  const { limit = LIMIT } = options;
  return evaluateWith<Expression>(x, new Map(), (part, args) =>
    expandNode(args.every((arg, k) => arg === part.args[k]) ? part : rebuild(part, args), limit),
  );
}

/** A node whose arguments are multiplied out. */
function expandNode(x: Expression, limit: number): Expression {
  if (x.kind === "power") return expandPower(x, limit);
  if (x.kind !== "product") {
    if (x.kind !== "sum" || !x.args.some((term) => term.kind === "product" && term.args.some(isExpandable))) return x;
    return sumOf(x.args.map((term) => expandNode(term, limit)));
  }
  if (!x.args.some(isExpandable)) return x;
  let terms: Expression = one;
  for (const factor of x.args) terms = multiplyTerms(terms, expandNode(factor, limit), limit);
  return terms;
}

const isExpandable = (x: Expression): boolean => x.kind === "sum" || isSumPower(x);

function isSumPower(x: Expression): boolean {
  return x.kind === "power" && x.args[0].kind === "sum" && (integerOf(x.args[1]) ?? 0n) > 0n;
}

function expandPower(x: Expression, limit: number): Expression {
  const [base, exponent] = x.args;
  const k = integerOf(exponent);
  if (base.kind !== "sum" || k === undefined || k < 2n) return x;
  if (k > BigInt(limit)) return tooLarge(limit);
  return base.args.length === 2 ? binomial(base.args[0], base.args[1], k, limit) : powerOfSum(base, k, limit);
}

function binomial(a: Expression, b: Expression, n: bigint, limit: number): Expression {
  if (n >= BigInt(limit)) return tooLarge(limit);
  const terms: Expression[] = [];
  let coefficient = 1n;
  for (let k = 0n; k <= n; k++) {
    terms.push(productOf([number(coefficient), power(a, number(n - k)), power(b, number(k))]));
    coefficient = (coefficient * (n - k)) / (k + 1n);
  }
  const sum = sumOf(terms);
  // a or b may be a root, whose powers are sums no more: (√2 + x)².
  return sum;
}

function powerOfSum(base: Expression, k: bigint, limit: number): Expression {
  let product = base;
  for (let step = 1n; step < k; step++) product = multiplyTerms(product, base, limit);
  return product;
}

function multiplyTerms(a: Expression, b: Expression, limit: number): Expression {
  const [left, right] = [termsIn(a), termsIn(b)];
  if (left.length * right.length > limit * 8) tooLarge(limit);
  const product = sumOf(left.flatMap((x) => right.map((y) => expandedProduct(x, y, limit))));
  return termsIn(product).length > limit ? tooLarge(limit) : product;
}

/** Roots of sums may become sums again: √(1 + x) · √(1 + x). */
function expandedProduct(x: Expression, y: Expression, limit: number): Expression {
  const product = productOf([x, y]);
  if (product.kind === "sum" || !hasExpandable(product) || hasExpandable(x) || hasExpandable(y)) return product;
  return expandNode(product, limit);
}

const hasExpandable = (x: Expression): boolean => isSumPower(x) || (x.kind === "product" && x.args.some(isExpandable));

export const termsIn = (x: Expression): readonly Expression[] => (x.kind === "sum" ? x.args : [x]);

function tooLarge(limit: number): never {
  return fail("value", {
    op: "expand",
    argument: "x",
    got: `more than ${limit} terms`,
    expects: `products of at most ${limit} terms`,
    problem: `the expansion has more than ${limit} terms`,
    fix: "leave it factored, or raise the limit, e.g. expand(x, { limit: 100000 })",
  });
}

/** Multiplies out and collects the terms with the same power of a variable. */
export function collect(x: Expression, variable: Expression): Expression {
  return sumOf([...coefficientsByPower(x, variable)].map(([p, coefficient]) => productOf([coefficient, p])));
}

/** The coefficient of each power of a variable, by power; what does not depend on it is the coefficient of 1. */
function coefficientsByPower(x: Expression, variable: Expression): Map<Expression, Expression> {
  const groups = new Map<Expression, Expression[]>();
  for (const term of termsIn(expand(x))) {
    const factors = term.kind === "product" ? term.args : [term];
    const own = factors.filter((factor) => isPowerOf(factor, variable));
    // What depends on the variable in another way stays together as it is: x sin x.
    const other = factors.filter((factor) => !isPowerOf(factor, variable) && dependsOn(factor, variable));
    const key = productOf([...own, ...other]);
    const rest = productOf(factors.filter((factor) => !own.includes(factor) && !other.includes(factor)));
    const group = [...groups].find(([p]) => p === key || same(p, key))?.[1];
    if (group === undefined) groups.set(key, [rest]);
    else group.push(rest);
  }
  return new Map([...groups].map(([p, parts]) => [p, parts.length === 0 ? zero : sumOf(parts)]));
}

const isPowerOf = (factor: Expression, variable: Expression): boolean =>
  same(factor, variable) || (factor.kind === "power" && same(factor.args[0], variable));
