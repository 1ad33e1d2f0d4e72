/** Antiderivatives by the rules of a textbook; each result is differentiated again before it is believed. */
import { add, div, mul, power, productOf, sub, sumOf } from "../build.ts";
import { derive } from "../differentiate/derive.ts";
import type { Expression } from "../expression.ts";
import { intern, same } from "../intern.ts";
import { e, isOne, number, one, rationalOf, symbol } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import { ln, opName, rewritten } from "../series/known.ts";
import { surelySign } from "../series/sure.ts";
import type { Step } from "../series/taylor.ts";
import { attempt, Budget, unsure } from "../series/unsure.ts";
import { coefficientsIn, partialFractionFormula, polynomialFormula, rationalFunction } from "../polynomial/formula.ts";
import { degreeOf } from "../polynomial/arithmetic.ts";
import { partialFractions } from "../polynomial/factor.ts";
import { dependsOn, substituteAll } from "../substitute.ts";
import { integrateByTable } from "./parts.ts";
import { integrateRootOfQuadratic, rootOfLine } from "./radicals.ts";
import { integrateRational, reciprocalPower } from "./rational.ts";
import { changes, inverseChange, unwound } from "./substitution.ts";
import { gaussian, gaussianMoment, powerRule, TABLE } from "./table.ts";
import { type Change, halfAngle, monomialChange, productToSum } from "./trigonometric.ts";
import { isAntiderivative } from "./verify.ts";

/** An antiderivative, and the rules that led to it: the last step first. */
export interface Antiderivative {
  readonly value: Expression;
  readonly steps: readonly Step[];
}

/** An antiderivative of a formula, by rules that are certain, checked by differentiating it. */
export function antiderivative(f: Expression, x: Expression): Expression {
  return antiderivativeWithSteps(f, x).value;
}

/** An antiderivative with the rules that led to it. */
export function antiderivativeWithSteps(f: Expression, x: Expression): Antiderivative {
  if (x.kind !== "symbol" || !x.isScalar) unsure("antiderivative", "a variable that is no scalar symbol", x);
  if (!f.isScalar) unsure("antiderivative", "a vector or matrix", f);
  if (f.depth > 100 || f.size > 3000) unsure("antiderivative", "a formula so large", f);
  const search = new Search(x, new Budget("antiderivative", 600));
  const value = attempt(() => search.integral(f));
  if (value === undefined || !isAntiderivative(value, f, x)) return unsure("antiderivative", "no rule is certain", f);
  return { value, steps: search.stepsTo(f) };
}

/** How deep substitutions and parts may be nested. */
const DEEPEST = 9;

interface Found {
  readonly rule: string;
  readonly value: Expression;
  /** The integrals that it led to. */
  readonly inner: readonly Expression[];
}

class Search {
  private readonly found = new Map<Expression, Found | undefined>();
  private readonly x: Expression;
  private readonly budget: Budget;
  private readonly parents: Search[];
  private level = 0;
  private readonly subs: Search[] = [];

  constructor(x: Expression, budget: Budget, parents: Search[] = []) {
    this.x = x;
    this.budget = budget;
    this.parents = parents;
  }

  integral(f: Expression): Expression | undefined {
    if (this.found.has(f)) return this.found.get(f)?.value;
    if (this.level + this.parents.length > DEEPEST) return undefined;
    this.budget.spend(f);
    // Meeting the same integral on the way is no answer.
    this.found.set(f, undefined);
    this.level++;
    const found = this.search(f);
    this.level--;
    this.found.set(f, found);
    return found?.value;
  }

  private search(f: Expression): Found | undefined {
    const { x } = this;
    if (!dependsOn(f, x)) return { rule: "constant", value: mul(f, x), inner: [] };
    for (const rule of RULES) {
      const found = attempt(() => rule(f, x, this));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** ∫ g(u) du with u written out again. */
  changed({ g, u, is, rule }: Change): Found | undefined {
    const search = new Search(u, this.budget, [...this.parents, this]);
    if (search.parents.length > DEEPEST) return undefined;
    const value = search.integral(g);
    if (value === undefined) return undefined;
    this.subs.push(search);
    return { rule, value: unwound(substituteAll(value, new Map([[u, is]]))), inner: [g] };
  }

  fresh(): Expression {
    return symbol(`#u${this.parents.length}`);
  }

  /** The rules on the way, from the outside in. */
  stepsTo(f: Expression): Step[] {
    const steps: Step[] = [];
    const seen = new Set<Expression>();
    const open = [f];
    const all: Search[] = [this];
    for (const search of all) all.push(...search.subs);
    for (let next = open.shift(); next !== undefined && steps.length < 200; next = open.shift()) {
      const owner = all.find((search) => search.found.get(next as Expression) !== undefined);
      const found = owner?.found.get(next);
      if (owner === undefined || found === undefined || seen.has(next)) continue;
      seen.add(next);
      steps.push({ rule: found.rule, before: intern("integral", undefined, [next, owner.x]), after: found.value });
      open.push(...found.inner);
    }
    return steps;
  }
}

type Rule = (f: Expression, x: Expression, search: Search) => Found | undefined;

const rule = (name: string, value: Expression | undefined, ...inner: Expression[]): Found | undefined =>
  value && { rule: name, value, inner };

/** a f + b g, term by term. */
const linearity: Rule = (f, _x, search) => {
  if (f.kind !== "sum") return undefined;
  const parts: Expression[] = [];
  for (const term of f.args) {
    const part = search.integral(term);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return rule("sum rule", sumOf(parts), ...f.args);
};

const constantFactor: Rule = (f, x, search) => {
  if (f.kind !== "product") return undefined;
  const outside = f.args.filter((each) => !dependsOn(each, x));
  if (outside.length === 0) return undefined;
  const rest = productOf(f.args.filter((each) => dependsOn(each, x)));
  const value = search.integral(rest);
  return rule("constant multiple rule", value && multiplied(productOf(outside), value), rest);
};

/** Numbers go into sums. */
const multiplied = (factor: Expression, value: Expression): Expression =>
  value.kind === "sum" && factor.kind === "number"
    ? sumOf(value.args.map((term) => mul(factor, term)))
    : mul(factor, value);

const lineOf = (u: Expression, x: Expression): Expression | undefined => {
  const line = coefficientsIn(u, x);
  return line?.length === 2 ? line[1] : undefined;
};

/** Functions and powers of ax + b. */
const table: Rule = (f, x) => {
  if (f === x) return rule("power rule", div(power(x, number(2)), number(2)));
  if (f.kind === "call" && f.args.length === 1) {
    const slope = lineOf(f.args[0], x);
    const entry = TABLE[opName(f)];
    return slope && entry && rule("table", multiplied(power(slope, number(-1)), entry(f.args[0])));
  }
  if (f.kind !== "power") return undefined;
  const [base, exponent] = f.args;
  if (!dependsOn(exponent, x)) {
    const slope = lineOf(base, x);
    return slope && rule(isMinusOne(exponent) ? "logarithm rule" : "power rule", div(powerRule(base, exponent), slope));
  }
  if (dependsOn(base, x)) return undefined;
  const line = coefficientsIn(same(base, e) ? exponent : mul(exponent, ln(base)), x);
  if (line?.length === 2) return rule("exponential rule", div(f, line[1]));
  return line?.length === 3 && surelySign(line[2]) === -1 ? rule("error function", gaussian(x, line)) : undefined;
};

const isMinusOne = (x: Expression): boolean => rationalOf(x)?.n === -1n && rationalOf(x)?.d === 1n;

/** P(x) e^(a + bx + cx²). */
const bell: Rule = (f, x) => {
  const factors = f.kind === "product" ? f.args : [f];
  const powers = factors.filter((each) => each.kind === "power" && same(each.args[0], e));
  const polynomial = coefficientsIn(productOf(factors.filter((each) => !powers.includes(each))), x);
  const exponent = powers.length === 1 ? coefficientsIn(powers[0].args[1], x) : undefined;
  if (exponent?.length !== 3 || polynomial === undefined || polynomial.length > 20) return undefined;
  return rule("integration by parts", gaussianMoment(polynomial, exponent, powers[0], x));
};

const parts: Rule = (f, x) => rule("integration by parts", integrateByTable(f, x));

/** Quotients of polynomials of low degree; others after the substitutions. */
const rational =
  (highest: number): Rule =>
  (f, x) => {
    const fraction = rationalFunction(f, x);
    if (fraction === undefined || degreeOf(fraction.numerator) + degreeOf(fraction.denominator) > highest)
      return undefined;
    const value = integrateRational(fraction, x);
    if (degreeOf(fraction.denominator) === 0) {
      const expanded = polynomialFormula(fraction.numerator, x);
      return same(expanded, f) ? rule("power rule", value) : rule("expand", value, expanded);
    }
    const apart = partialFractionFormula(partialFractions(fraction), x);
    return rule("partial fractions", value, apart);
  };

/** 1/(a + bx + cx²) with letters as coefficients. */
const quadratic: Rule = (f, x) => {
  if (f.kind !== "power") return undefined;
  const times = rationalOf(f.args[1]);
  const c = coefficientsIn(f.args[0], x);
  if (times === undefined || times.d !== 1n || times.n >= 0n || times.n < -6n || c?.length !== 3) return undefined;
  return rule("table", reciprocalPower(c, x, -Number(times.n)));
};

const substitution: Rule = (f, x, search) => {
  for (const change of changes(f, x, search.fresh())) {
    // A substitution that makes the integral much larger leads nowhere.
    if (change.g.size > 2 * f.size + 30) continue;
    const found = attempt(() => search.changed(change));
    if (found !== undefined) return found;
  }
  return undefined;
};

const changedBy =
  (make: (f: Expression, x: Expression, u: Expression) => Change | undefined): Rule =>
  (f, x, search) => {
    const change = make(f, x, search.fresh());
    return change && search.changed(change);
  };

const waves: Rule = (f, x, search) => {
  const sum = productToSum(f, x);
  return sum && rule("product to sum", search.integral(sum), sum);
};

const roots: Rule = (f, x) => rule("square root of a quadratic", integrateRootOfQuadratic(f, x));

/** ln, arcsin and their kin are differentiated, what stands with them is integrated. */
const byParts: Rule = (f, x, search) => {
  const factors = f.kind === "product" ? f.args : [f];
  for (const factor of factors) {
    const base = factor.kind === "power" && (rationalOf(factor.args[1])?.n ?? -1n) > 0n ? factor.args[0] : factor;
    if (!DIFFERENTIATED.has(opName(base)) || !dependsOn(base, x)) continue;
    const rest = productOf(factors.filter((each) => each !== factor));
    const v = isOne(rest) ? x : search.integral(rest);
    if (v === undefined) continue;
    const left = mul(v, derive(factor, x));
    const value = search.integral(left);
    if (value !== undefined) return rule("integration by parts", sub(mul(factor, v), value), left);
  }
  return undefined;
};

const DIFFERENTIATED: ReadonlySet<string> = /*@__PURE__*/ new Set([
  "log",
  "asin",
  "acos",
  "atan",
  "asinh",
  "acosh",
  "atanh",
  "erf",
]);

/** P(x) · g where g has an antiderivative: the polynomial loses a degree. */
const lowerDegree: Rule = (f, x, search) => {
  if (f.kind !== "product") return undefined;
  const polynomial = f.args.filter((each) => (coefficientsIn(each, x)?.length ?? 0) > 1);
  const rest = productOf(f.args.filter((each) => !polynomial.includes(each)));
  if (polynomial.length === 0 || !dependsOn(rest, x) || (coefficientsIn(productOf(polynomial), x)?.length ?? 9) > 5)
    return undefined;
  const v = search.integral(rest);
  if (v === undefined || v.size > 60) return undefined;
  const u = productOf(polynomial);
  const left = mul(v, derive(u, x));
  const value = search.integral(left);
  return rule("integration by parts", value && sub(mul(u, v), value), rest, left);
};

/** a (b + c) as ab + ac. */
const expanding: Rule = (f, _x, search) => {
  const sum = multipliedOut(f);
  return sum && rule("expand", search.integral(sum), sum);
};

function multipliedOut(f: Expression): Expression | undefined {
  if (f.kind === "power") {
    const times = rationalOf(f.args[1]);
    const isSmall = times !== undefined && times.d === 1n && times.n >= 2n && times.n <= 4n;
    if (!isSmall || f.args[0].kind !== "sum") return undefined;
    const rest = power(f.args[0], number(q.addRational(times, q.MINUS_ONE)));
    return sumOf(f.args[0].args.map((term) => mul(term, rest)));
  }
  if (f.kind !== "product") return undefined;
  const at = f.args.findIndex((each) => each.kind === "sum");
  if (at < 0) {
    const raised = f.args.map(multipliedOut);
    const k = raised.findIndex((each, n) => each !== undefined && f.args[n].kind === "power");
    return k < 0 ? undefined : mul(...f.args.map((each, n) => (n === k ? (raised[k] as Expression) : each)));
  }
  const rest = productOf(f.args.filter((_, k) => k !== at));
  return f.args[at].args.length > 12 ? undefined : add(...f.args[at].args.map((term) => mul(term, rest)));
}

/** sinh and cosh and others in exponentials. */
const simplerFunctions: Rule = (f, x, search) => {
  for (const factor of f.kind === "product" ? f.args : [f]) {
    const [base, times] = factor.kind === "power" ? factor.args : [factor, one];
    const simpler = dependsOn(base, x) ? rewritten(base) : undefined;
    if (simpler === undefined) continue;
    const other = mul(div(f, factor), power(simpler, times));
    return rule("rewrite", search.integral(other), other);
  }
  return undefined;
};

const RULES: readonly Rule[] = /*@__PURE__*/ (() => [
  linearity,
  constantFactor,
  table,
  parts,
  bell,
  rational(8),
  quadratic,
  roots,
  changedBy(rootOfLine),
  changedBy((f, x, u) => monomialChange(f, x, u, true)),
  waves,
  changedBy(monomialChange),
  substitution,
  byParts,
  rational(40),
  expanding,
  lowerDegree,
  changedBy(inverseChange),
  simplerFunctions,
  changedBy(halfAngle),
])();
