/**
 * Limits at infinity by comparing how fast the parts grow (Gruntz 1996): the fastest exponentials, or x itself, are the powers of a
 * small w; the first term of the series in w decides, and its coefficient, which grows more slowly, is looked at in turn.
 */
import { div, mul, neg, power, sub } from "../build.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { e, infinity, minusOne, number, symbol, zero } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import type { Rational } from "../../base/rational.ts";
import type { Series } from "../series/arithmetic.ts";
import { Cancelled, expandSeries } from "../series/expand.ts";
import { exp, ln } from "../series/known.ts";
import { surelySign, surelyZero } from "../series/sure.ts";
import { type Budget, unsure } from "../series/unsure.ts";
import { dependsOn, substituteAll, symbolsOf } from "../substitute.ts";

export const isInfinite = (x: Expression): boolean => same(x, infinity) || same(x, neg(infinity));

/** Finds limits for x → ∞, each formula once. */
export class Growth {
  private readonly limits = new Map<Expression, Expression>();
  private readonly leads = new Map<Expression, Lead>();
  private readonly budget: Budget;
  private level = 0;
  private names = 0;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  /** lim f for x → ∞. @throws TensorError "value" where the comparison does not decide */
  limit(f: Expression, x: Expression): Expression {
    if (!dependsOn(f, x)) return f;
    let found = this.limits.get(f);
    if (found !== undefined) return found;
    if (++this.level > 40) unsure(this.budget.op, "a comparison of growth so deep", f);
    const { coefficient, at, variable } = this.leading(f, x);
    if (q.isZero(at)) found = this.limit(coefficient, variable);
    else if (at.n > 0n) found = zero;
    else found = this.sign(coefficient, variable) > 0 ? infinity : neg(infinity);
    this.level--;
    this.limits.set(f, found);
    return found;
  }

  /** The sign of f for all large x; f is not 0. */
  sign(f: Expression, x: Expression): 1 | -1 {
    if (dependsOn(f, x)) {
      const { coefficient, variable } = this.leading(f, x);
      return this.sign(coefficient, variable);
    }
    const sign = surelySign(f);
    if (sign === undefined || sign === 0) return unsure(this.budget.op, "a sign that depends on more than is known", f);
    return sign;
  }

  /** The first term of the series in the fastest growing part. */
  private leading(f: Expression, x: Expression): Lead {
    let found = this.leads.get(f);
    if (found === undefined) this.leads.set(f, (found = this.findLeading(f, x)));
    return found;
  }

  private findLeading(f: Expression, x: Expression): Lead {
    this.budget.spend(f, 20);
    const fastest = this.fastest(f, x);
    if (fastest.length === 0) return unsure(this.budget.op, "a formula whose growth is not known", f);
    const w = symbol("#w", { dimensions: [], positive: true });
    if (fastest.includes(x)) {
      const slow = symbol(`#ln${this.names++}`, { dimensions: [], positive: true });
      const first = this.firstTerm(substituteAll(f, new Map([[x, power(w, minusOne)]])), w, neg(slow));
      return { ...first, variable: slow };
    }
    const { replaced, logarithm } = this.inPowersOf(w, fastest, x);
    return { ...this.firstTerm(substituteAll(f, replaced), w, logarithm), variable: x };
  }

  /** Each of the exponentials as a power of w times what grows more slowly. */
  private inPowersOf(
    w: Expression,
    fastest: readonly Expression[],
    x: Expression,
  ): { replaced: Map<Expression, Expression>; logarithm: Expression } {
    const main = fastest.reduce((a, b) => (b.size < a.size ? b : a));
    const [, exponent] = main.args;
    const grows = same(this.limit(exponent, x), infinity);
    const logarithm = grows ? neg(exponent) : exponent;
    const replaced = new Map<Expression, Expression>();
    // Smaller ones first: larger ones may contain them.
    for (const each of fastest.toSorted((a, b) => a.size - b.size)) {
      const ratio = asFraction(this.limit(div(each.args[1], logarithm), x));
      if (ratio === undefined) return unsure(this.budget.op, "growth rates that are in no rational ratio", each);
      const rest = this.tidy(sub(each.args[1], mul(ratio, logarithm)));
      replaced.set(each, mul(power(w, ratio), exp(substituteAll(rest, replaced))));
    }
    return { replaced, logarithm };
  }

  private tidy(f: Expression): Expression {
    return surelyZero(f) ? zero : f;
  }

  private firstTerm(f: Expression, w: Expression, logarithm: Expression): { coefficient: Expression; at: Rational } {
    for (let width = 2; width <= 32; width *= 2) {
      const series = this.tryWidth(f, w, logarithm, width);
      const first = series?.terms[0];
      if (first !== undefined) return { coefficient: first.by, at: first.at };
      if (series !== undefined && series.order === undefined) return { coefficient: zero, at: q.ZERO };
    }
    return unsure(this.budget.op, "a series whose first terms all cancel", f);
  }

  private tryWidth(f: Expression, w: Expression, logarithm: Expression, width: number): Series | undefined {
    try {
      return expandSeries(f, { w, logarithm, width, budget: this.budget, op: this.budget.op });
    } catch (error) {
      if (error instanceof Cancelled) return undefined;
      throw error;
    }
  }

  // -------------------------------------------------------------- comparing

  /** x or the exponentials that grow or fall fastest, all of one class. */
  private fastest(f: Expression, x: Expression): readonly Expression[] {
    if (f === x) return [x];
    if (!dependsOn(f, x)) return [];
    this.budget.spend(f);
    if (f.kind !== "power" || !same(f.args[0], e)) {
      return f.args.map((arg) => this.fastest(arg, x)).reduce((a, b) => this.faster(a, b, x), []);
    }
    const [, exponent] = f.args;
    const inner = this.fastest(exponent, x);
    return isInfinite(this.limit(exponent, x)) ? this.faster([f], inner, x) : inner;
  }

  private faster(a: readonly Expression[], b: readonly Expression[], x: Expression): readonly Expression[] {
    if (a.length === 0) return b;
    if (b.length === 0) return a;
    if (a.some((one) => b.includes(one))) return [...new Set([...a, ...b])];
    const ratio = this.limit(div(this.logarithmOf(a[0], x), this.logarithmOf(b[0], x)), x);
    if (isInfinite(ratio)) return a;
    if (surelyZero(ratio)) return b;
    return [...a, ...b];
  }

  private logarithmOf(f: Expression, x: Expression): Expression {
    return f === x ? ln(x) : f.args[1];
  }
}

/** ln 4 / ln 2 as 2. */
function asFraction(ratio: Expression): Expression | undefined {
  if (ratio.kind === "number") return ratio;
  if (symbolsOf(ratio).length > 0) return undefined;
  const value = evaluateNumber(ratio, new Map());
  for (let d = 1; d <= 12; d++) {
    const guess = number(q.rational(BigInt(Math.round(value * d) || 0), BigInt(d)));
    if (surelyZero(sub(ratio, guess))) return guess;
  }
  return undefined;
}

interface Lead {
  readonly coefficient: Expression;
  readonly at: Rational;
  /** What the coefficient may depend on: x, or a symbol for ln x. */
  readonly variable: Expression;
}
