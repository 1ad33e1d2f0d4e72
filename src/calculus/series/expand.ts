/** The series of a formula in a small positive w, put together from the known series of its parts. */
import { add, div, integerOf, mul, neg, power, sub } from "../build.ts";
import { derive } from "../differentiate/derive.ts";
import type { Expression, Payloads } from "../expression.ts";
import { apply } from "../functions.ts";
import { same } from "../intern.ts";
import { e, minusOne, number, one, rationalOf, zero } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import type { Rational } from "../../base/rational.ts";
import { coefficientsIn } from "../polynomial/formula.ts";
import { dependsOn, symbolsOf } from "../substitute.ts";
import { cos, cosh, ln, sin, sinh, rewritten } from "./known.ts";
import {
  addSeries,
  composed,
  constantSeries,
  integratedSeries,
  mulSeries,
  narrowed,
  type Series,
  shiftSeries,
  valuationOf,
} from "./arithmetic.ts";
import { surelySign } from "./sure.ts";
import { type Budget, unsure } from "./unsure.ts";

/** What a series is taken in. */
export interface Settings {
  /** The small positive variable. */
  readonly w: Expression;
  /** What stands for ln w: free of w. */
  readonly logarithm: Expression;
  /** How many whole orders are kept. */
  readonly width: number;
  readonly budget: Budget;
  readonly op: string;
}

/** Deeper formulas are not expanded. */
const DEEPEST = 200;

/** The series of f. @throws TensorError "value" where a part has none */
export function expandSeries(f: Expression, settings: Settings): Series {
  if (f.depth > DEEPEST) unsure(settings.op, "a formula so deep", f);
  return new Expansion(settings).of(f);
}

/** The series of f and of all its parts. @throws TensorError "value" where a part has none, Cancelled where the width is too small */
export function expandParts(f: Expression, settings: Settings): ReadonlyMap<Expression, Series> {
  if (f.depth > DEEPEST) unsure(settings.op, "a formula so deep", f);
  const expansion = new Expansion(settings);
  expansion.of(f);
  return expansion.known;
}

class Expansion {
  readonly known = new Map<Expression, Series>();
  private readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  of(f: Expression): Series {
    let found = this.known.get(f);
    if (found === undefined) {
      this.settings.budget.spend(f);
      found = narrowed(this.expand(f), this.settings.width);
      this.known.set(f, found);
    }
    return found;
  }

  private expand(f: Expression): Series {
    const { w } = this.settings;
    if (f === w) return { terms: [{ by: one, at: q.ONE }], order: undefined };
    if (!dependsOn(f, w)) return constantSeries(f);
    switch (f.kind) {
      case "sum":
        return addSeries(f.args.map((arg) => this.of(arg)));
      case "product":
        return f.args.map((arg) => this.of(arg)).reduce((a, b) => narrowed(mulSeries(a, b), this.settings.width));
      case "power":
        return this.power(f.args[0], f.args[1]);
      case "call":
        return this.call(f);
      default:
        return unsure(this.settings.op, `the series of a ${f.kind}`, f);
    }
  }

  private power(base: Expression, exponent: Expression): Series {
    if (same(base, e)) return this.exponential(exponent);
    if (dependsOn(exponent, this.settings.w)) return this.exponential(mul(exponent, ln(base)));
    const inner = this.of(base);
    const whole = integerOf(exponent);
    if (whole !== undefined && whole > 0n && whole < 6n) {
      let product = inner;
      for (let k = 1n; k < whole; k++) product = narrowed(mulSeries(product, inner), this.settings.width);
      return product;
    }
    const { coefficient, at, rest } = this.leading(inner, base);
    const rational = rationalOf(exponent);
    if (rational === undefined && !q.isZero(at))
      unsure(this.settings.op, "a power whose exponent is no fraction", power(base, exponent));
    const binomial = composed(rest, binomials(exponent), this.settings.width);
    return shiftSeries(
      binomial,
      this.realPower(coefficient, exponent),
      rational === undefined ? q.ZERO : q.mulRational(at, rational),
    );
  }

  /** Odd roots of negative numbers are real, as the evaluation has it. */
  private realPower(base: Expression, exponent: Expression): Expression {
    if (integerOf(exponent) !== undefined || surelySign(base) !== -1) return power(base, exponent);
    const fraction = rationalOf(exponent);
    if (fraction === undefined || fraction.d % 2n === 0n)
      return unsure(this.settings.op, "a root of what is negative there", power(base, exponent));
    const size = power(neg(base), exponent);
    return fraction.n % 2n === 0n ? size : neg(size);
  }

  /** coefficient · w^at · (1 + rest). */
  private leading(series: Series, f: Expression): { coefficient: Expression; at: Rational; rest: Series } {
    const [first] = series.terms;
    if (first === undefined) {
      if (series.order === undefined) return unsure(this.settings.op, "a division by what is 0", f);
      return cancelled();
    }
    const { by: coefficient, at } = first;
    const scaled = shiftSeries(series, power(coefficient, minusOne), q.negRational(at));
    return { coefficient, at, rest: { terms: scaled.terms.slice(1), order: scaled.order } };
  }

  /** Constant part and what tends to 0; undefined where the argument grows. */
  private split(arg: Expression): { constant: Expression; rest: Series } | undefined {
    const series = this.of(arg);
    const first = valuationOf(series);
    if (series.terms.length === 0 && first !== undefined && !(first.n > 0n)) return cancelled();
    if (first !== undefined && q.isNegative(first)) return undefined;
    const starts = series.terms.length > 0 && q.isZero(series.terms[0].at);
    return {
      constant: starts ? series.terms[0].by : zero,
      rest: starts ? { terms: series.terms.slice(1), order: series.order } : series,
    };
  }

  private exponential(arg: Expression): Series {
    const parts = this.split(arg);
    if (parts === undefined) return unsure(this.settings.op, "an essential singularity", power(e, arg));
    const { factor, at } = this.powerOfW(parts.constant);
    return shiftSeries(composed(parts.rest, reciprocalFactorials(), this.settings.width), factor, at);
  }

  /** e^(k ln w + rest) = w^k e^rest. */
  private powerOfW(constant: Expression): { factor: Expression; at: Rational } {
    const { logarithm } = this.settings;
    const [symbol] = symbolsOf(logarithm);
    if (symbol !== undefined && dependsOn(constant, symbol) && isMultiple(logarithm, symbol)) {
      const [, slope] = coefficientsIn(constant, symbol) ?? [];
      const scale = coefficientsIn(logarithm, symbol)?.[1];
      const at = slope && scale && rationalOf(div(slope, scale));
      if (at !== undefined) return { factor: power(e, sub(constant, mul(number(at), logarithm))), at };
    }
    return { factor: power(e, constant), at: q.ZERO };
  }

  private call(f: Expression): Series {
    const other = rewritten(f);
    if (other !== undefined) return this.of(other);
    const [arg] = f.args;
    const { name } = f.payload as Payloads["call"];
    if (name === "log") return this.logarithm(arg);
    if (f.args.length !== 1) return unsure(this.settings.op, `the series of ${name}`, f);
    const parts = this.split(arg);
    if (parts === undefined) return unsure(this.settings.op, `${name} of what grows without bound`, f);
    const { constant, rest } = parts;
    const addition = ADDITION[name];
    if (addition !== undefined) {
      const [even, odd] = addition;
      const one0 = shiftSeries(composed(rest, even.rest(), this.settings.width), even.of(constant), q.ZERO);
      return addSeries([one0, shiftSeries(composed(rest, odd.rest(), this.settings.width), odd.of(constant), q.ZERO)]);
    }
    return this.byDerivative(f, constant);
  }

  private logarithm(arg: Expression): Series {
    const { coefficient, at, rest } = this.leading(this.of(arg), arg);
    if (surelySign(coefficient) === -1)
      return unsure(this.settings.op, "a logarithm of what is negative there", ln(arg));
    const start = add(ln(coefficient), mul(number(at), this.settings.logarithm));
    const tail = composed(
      rest,
      (k) => (k === 0 ? zero : number(q.rational(k % 2 === 0 ? -1n : 1n, BigInt(k)))),
      this.settings.width,
    );
    return addSeries([constantSeries(start), tail]);
  }

  /** f(s) = f(s₀) + ∫ f′(s) s′ dw. */
  private byDerivative(f: Expression, constant: Expression): Series {
    const { name } = f.payload as Payloads["call"];
    if (!INTEGRATED.has(name)) return unsure(this.settings.op, `the series of ${name}`, f);
    const slope = integratedSeries(this.of(derive(f, this.settings.w)));
    if (slope === undefined) return unsure(this.settings.op, `the series of ${name} at a singular point`, f);
    const first = valuationOf(slope);
    if (first !== undefined && !(first.n > 0n))
      return unsure(this.settings.op, `the series of ${name} at a singular point`, f);
    return addSeries([constantSeries(apply(f.payload as Payloads["call"], constant)), slope]);
  }
}

/** Functions whose derivatives are simpler than themselves. */
const INTEGRATED: ReadonlySet<string> = /*@__PURE__*/ new Set([
  "asin",
  "acos",
  "atan",
  "asinh",
  "acosh",
  "atanh",
  "erf",
  "erfc",
  "ndtr",
  "lgamma",
  "digamma",
]);

interface Part {
  readonly of: (constant: Expression) => Expression;
  readonly rest: () => (k: number) => Expression;
}

/** sin(c + r) = sin c cos r + cos c sin r, and the like. */
const ADDITION: Readonly<Record<string, readonly [Part, Part]>> = /*@__PURE__*/ (() => ({
  sin: [
    { of: sin, rest: () => alternating(0) },
    { of: cos, rest: () => alternating(1) },
  ],
  cos: [
    { of: cos, rest: () => alternating(0) },
    { of: (c: Expression) => neg(sin(c)), rest: () => alternating(1) },
  ],
  sinh: [
    { of: sinh, rest: () => alternating(0, 1n) },
    { of: cosh, rest: () => alternating(1, 1n) },
  ],
  cosh: [
    { of: cosh, rest: () => alternating(0, 1n) },
    { of: sinh, rest: () => alternating(1, 1n) },
  ],
}))();

/** ±1/k! for k of one parity, else 0. */
function alternating(parity: 0 | 1, sign = -1n): (k: number) => Expression {
  const factorials = reciprocalFactorials();
  return (k) => {
    const value = factorials(k);
    if (k % 2 !== parity) return zero;
    return Math.floor(k / 2) % 2 === 1 && sign < 0n ? neg(value) : value;
  };
}

/** 1/k!, asked for in order. */
function reciprocalFactorials(): (k: number) => Expression {
  let factorial = 1n;
  return (k) => {
    if (k > 0) factorial *= BigInt(k);
    return number(q.rational(1n, factorial));
  };
}

/** p(p-1)…(p-k+1)/k!, asked for in order. */
function binomials(p: Expression): (k: number) => Expression {
  let value: Expression = one;
  return (k) => {
    if (k > 0) value = mul(value, add(p, number(1 - k)), number(q.rational(1n, BigInt(k))));
    return value;
  };
}

const isMultiple = (x: Expression, of: Expression): boolean => {
  const found = coefficientsIn(x, of);
  return found?.length === 2 && found[0].kind === "number" && rationalOf(found[0])?.n === 0n;
};

/** Everything that was known has cancelled: more terms are needed. */
export class Cancelled extends Error {}

function cancelled(): never {
  throw new Cancelled("more terms are needed");
}
