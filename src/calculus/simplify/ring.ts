/**
 * Formulas as quotients of polynomials. What is no sum, product or power counts as a variable (sin x); roots and exponentials are
 * powers of the smallest root or exponential that occurs: x = (√x)², e^(3x) = (eˣ)³.
 */
import { power, productOf, sumOf } from "../build.ts";
import type { Expression, Payloads } from "../expression.ts";
import { isOne, ofRational, one, rationalOf } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import type { Rational } from "../../base/rational.ts";
import { coprimeFactors } from "./divisor.ts";
import {
  exponentOf,
  type Factor,
  type Factored,
  hasNegative,
  multiply,
  primitiveFactors,
  splitDenominators,
} from "./factored.ts";
import { leaves } from "./measure.ts";
import {
  isVariable,
  addPoly,
  divideExact,
  isZeroPoly,
  monomial,
  mulPoly,
  negPoly,
  type Poly,
  powPoly,
  samePoly,
  scalePoly,
  termsOf,
  TooLarge,
} from "./layered.ts";

/** A sum over a common denominator: common · Σ remaining = common · numerator/divisor. */
export interface Combined {
  readonly common: readonly Factor[];
  readonly remaining: readonly Factored[];
  readonly numerator: Poly;
  readonly divisor: bigint;
}

interface Root {
  /** The variable that stands for base^(1/degree), or base^(rest/degree). */
  v: number;
  degree: bigint;
  /** Of exponentials: whether all exponents are negative, so that the variable is base^(-rest/degree). */
  negative: boolean;
}

const LARGEST_DEGREE = 128;
const DEEPEST = 400;

/** The polynomials that some formulas are made of. */
export class Ring {
  /** What each variable stands for. */
  readonly values: Expression[] = [];
  /** Sums that are converted already: parts may be shared. */
  private readonly sums = new Map<Expression, Factored>();
  private readonly atoms = new Map<Expression, number>();
  /** base → rest → root; rest is 1 for roots. */
  private readonly roots = new Map<Expression, Map<Expression, Root>>();
  /** v^degree = base, for roots of sums and numbers. */
  private readonly relations: { readonly v: number; readonly degree: number; readonly base: Poly }[] = [];
  /** More terms than that are too many. */
  readonly limit: number;

  constructor(roots: readonly Expression[], limit: number) {
    this.limit = limit;
    const symbols = new Set<Expression>();
    for (const root of roots) this.scan(root, symbols);
    // In the order of the alphabet, so that the leading term is that of textbooks.
    const name = (x: Expression): string => (x.payload as Payloads["symbol"]).name;
    for (const x of [...symbols].sort((a, b) => (name(a) < name(b) ? -1 : 1))) this.atom(x);
  }

  // -------------------------------------------------------------- which roots and exponentials there are

  private scan(root: Expression, symbols: Set<Expression>): void {
    if (root.depth > DEEPEST) throw new TooLarge();
    const seen = new Set<Expression>();
    const stack = [root];
    for (let x = stack.pop(); x !== undefined; x = stack.pop()) {
      if (seen.has(x)) continue;
      seen.add(x);
      if (x.kind === "symbol") symbols.add(x);
      if (x.kind === "sum" || x.kind === "product") stack.push(...x.args);
      if (x.kind !== "power") continue;
      for (const part of termsIn(x.args[1])) this.scanPower(x.args[0], part);
      stack.push(x.args[0]);
    }
  }

  private scanPower(base: Expression, exponent: Expression): void {
    const [c, rest] = splitRational(exponent);
    if (isOne(rest) && c.d === 1n) return;
    let byRest = this.roots.get(base);
    if (byRest === undefined) this.roots.set(base, (byRest = new Map()));
    const found = byRest.get(rest);
    if (found === undefined) byRest.set(rest, { v: -1, degree: c.d, negative: c.n < 0n && !isOne(rest) });
    else {
      found.degree = (found.degree * c.d) / q.gcd(found.degree, c.d);
      if (c.n > 0n) found.negative = false;
    }
  }

  // -------------------------------------------------------------- from formulas

  private variable(value: Expression): number {
    this.values.push(value);
    return this.values.length - 1;
  }

  private atom(x: Expression): Factored {
    const root = this.roots.get(x)?.get(one);
    if (root !== undefined) return this.rootPower(x, root, root.degree);
    let v = this.atoms.get(x);
    if (v === undefined) this.atoms.set(x, (v = this.variable(x)));
    return { c: q.ONE, factors: [[monomial(v), 1]] };
  }

  private rootPower(base: Expression, root: Root, exponent: bigint): Factored {
    if (root.v < 0) {
      root.v = this.variable(power(base, ofRational({ n: 1n, d: root.degree })));
      if (isComposite(base)) {
        const { c, factors } = this.convert(base);
        if (c.d !== 1n || factors.some(([, k]) => k < 0)) throw new TooLarge();
        this.relations.push({
          v: root.v,
          degree: Number(root.degree),
          base: scalePoly(this.multiplyOut(factors), c.n),
        });
      }
    }
    const k = Number(exponent);
    return k === 0 ? { c: q.ONE, factors: [] } : { c: q.ONE, factors: [[monomial(root.v), k]] };
  }

  /** A scalar formula as a quotient. @throws TooLarge */
  convert(x: Expression): Factored {
    switch (x.kind) {
      case "number":
        return { c: rationalOf(x) as Rational, factors: [] };
      case "sum": {
        let found = this.sums.get(x);
        if (found === undefined) {
          this.sums.set(x, (found = this.finish(this.combine(x.args.map((arg) => this.convert(arg))))));
        }
        return found;
      }
      case "product":
        return multiply(x.args.map((arg) => this.convert(arg)));
      case "power":
        return multiply(termsIn(x.args[1]).map((part) => this.convertPower(x.args[0], part)));
      default:
        return this.atom(x);
    }
  }

  private convertPower(base: Expression, exponent: Expression): Factored {
    const [c, rest] = splitRational(exponent);
    const root = this.roots.get(base)?.get(rest);
    if (!isOne(rest)) {
      const { degree, negative } = root as Root;
      const found = root as Root;
      if (found.v < 0) {
        const unit = ofRational({ n: negative ? -1n : 1n, d: degree });
        found.v = this.variable(power(base, productOf([unit, rest])));
      }
      const k = Number((c.n * degree) / c.d) * (negative ? -1 : 1);
      return { c: q.ONE, factors: [[monomial(found.v), checkDegree(k)]] };
    }
    const k = checkDegree(Number(c.n));
    if (c.d !== 1n || (k < 0 && root !== undefined)) {
      return this.rootPower(base, root as Root, (c.n * (root as Root).degree) / c.d);
    }
    const converted = this.convert(base);
    if (k < 0 && converted.c.n === 0n) throw new TooLarge();
    return {
      c: q.powRational(converted.c, c.n),
      factors: converted.factors.map(([p, m]) => [p, checkDegree(m * k)]),
    };
  }

  // -------------------------------------------------------------- arithmetic

  /** The product of polynomials; exponents are not negative. */
  multiplyOut(factors: readonly Factor[]): Poly {
    let product: Poly = 1n;
    for (const [base, k] of factors) {
      const raised = powPoly(base, k, this.limit);
      if (raised === undefined) throw new TooLarge();
      const isFirst: boolean = product === 1n;
      if (!isFirst && termsOf(product) * termsOf(raised) > this.limit * 8) throw new TooLarge();
      product = isFirst ? raised : mulPoly(product, raised);
      if (termsOf(product) > this.limit) throw new TooLarge();
    }
    return product;
  }

  /** A sum of quotients over the common denominator, what all terms have in common in front. */
  combine(given: readonly Factored[]): Combined {
    const terms = given.filter(({ c }) => c.n !== 0n);
    if (terms.length === 0) return { common: [], remaining: [], numerator: 0n, divisor: 1n };
    const split = splitDenominators(terms);
    const bases: Poly[] = [];
    for (const { factors } of split) {
      for (const [p] of factors) if (!bases.some((base) => samePoly(base, p))) bases.push(p);
    }
    const exponents = split.map(({ factors }) => bases.map((base) => exponentOf(factors, base)));
    const least = bases.map((_, at) => Math.min(...exponents.map((row) => row[at])));
    const common = bases.flatMap((base, at): Factor[] => (least[at] === 0 ? [] : [[base, least[at]]]));
    const remaining = split.map(({ c }, row): Factored => {
      const factors = bases.flatMap((base, at): Factor[] => {
        const k = exponents[row][at] - least[at];
        return k === 0 ? [] : [[base, k]];
      });
      return { c, factors };
    });
    let divisor = 1n;
    for (const { c } of remaining) if (c.d !== 1n) divisor = (divisor * c.d) / q.gcd(divisor, c.d);
    let numerator: Poly = 0n;
    for (const { c, factors } of remaining) {
      const n = divisor === 1n ? c.n : (c.n * divisor) / c.d;
      numerator = addPoly(numerator, scalePoly(this.multiplyOut(factors), n));
    }
    if (termsOf(numerator) > this.limit) throw new TooLarge();
    return { common, remaining, numerator: this.reduce(numerator), divisor };
  }

  /** v^degree replaced by what it is. */
  private reduce(p: Poly): Poly {
    let reduced = p;
    for (const relation of this.relations) reduced = this.reduceOne(reduced, relation);
    return reduced;
  }

  private reduceOne(p: Poly, relation: { readonly v: number; readonly degree: number; readonly base: Poly }): Poly {
    if (typeof p === "bigint" || p.v > relation.v) return p;
    const c = p.c.map((each) => this.reduceOne(each, relation));
    if (p.v < relation.v || p.c.length <= relation.degree) {
      // Coefficients may have got earlier variables.
      return c.reduceRight<Poly>((sum, each, k) => addPoly(sum, mulPoly(each, monomial(p.v, k))), 0n);
    }
    let sum: Poly = 0n;
    c.forEach((each, k) => {
      const whole = Math.floor(k / relation.degree);
      const raised = powPoly(relation.base, whole, this.limit);
      if (raised === undefined) throw new TooLarge();
      sum = addPoly(sum, mulPoly(mulPoly(each, raised), monomial(p.v, k - whole * relation.degree)));
    });
    return sum;
  }

  /** Common · numerator/divisor in lowest terms. */
  finish({ common, numerator, divisor }: Combined): Factored {
    if (isZeroPoly(numerator)) return { c: q.ZERO, factors: [] };
    const { content, factors } = primitiveFactors(numerator);
    return this.cancel({ c: q.rational(content, divisor), factors: [...factors, ...common] });
  }

  /** Common factors of numerator and denominator cancelled. */
  cancel({ c, factors }: Factored): Factored {
    const merged = multiply([{ c, factors }]).factors;
    const lowest = this.cancelRoots(
      merged.some(([, k]) => k < 0) && merged.some(([, k]) => k > 0) ? coprimeFactors(merged) : merged,
    );
    return { c, factors: lowest.filter(([p, k]) => k !== 0 && p !== 1n) };
  }

  /** (1 + x²)/√(1 + x²) = √(1 + x²) */
  private cancelRoots(factors: readonly Factor[]): readonly Factor[] {
    let found = factors;
    for (const { v, degree, base } of this.relations) {
      const at = found.findIndex(([p, k]) => k < 0 && samePoly(p, monomial(v)));
      if (at < 0 || typeof base === "bigint") continue;
      const over = found.findIndex(([p, k]) => k > 0 && divideExact(p, base) !== undefined);
      if (over < 0) continue;
      const [p, k] = found[over];
      const rest: Factor[] = found.filter((_, place) => place !== at && place !== over);
      rest.push([divideExact(p, base) as Poly, k], [monomial(v), found[at][1] + degree * k]);
      found = rest;
    }
    return found;
  }

  // -------------------------------------------------------------- back to formulas

  toExpression({ c, factors }: Factored): Expression {
    // -(x² - 1) is 1 - x², where no other factor could take the sign.
    const above = q.isNegative(c) ? factors.filter(([p, k]) => k > 0 && !isVariable(p)) : [];
    const turned =
      above.length === 1 && above[0][1] % 2 === 1 && hasNegative(above[0][0]) ? factors.indexOf(above[0]) : -1;
    const parts = factors.map(([p, k], at) =>
      power(this.polynomial(at === turned ? negPoly(p) : p), ofRational(rationalInt(k))),
    );
    return productOf([ofRational(turned < 0 ? c : q.negRational(c)), ...parts]);
  }

  /** A polynomial as a sum. */
  polynomial(p: Poly): Expression {
    return sumOf(this.termsOf(p));
  }

  /** At least so many leaves has the sum on paper: known before it is made. */
  fewestLeaves(p: Poly): number {
    const walk = (at: Poly, leavesSoFar: number): number => {
      if (typeof at === "bigint") {
        if (at === 0n) return 0;
        return Math.max(1, leavesSoFar + (at === 1n || at === -1n ? 0 : 1));
      }
      let total = 0;
      for (let k = 0; k < at.c.length; k++) {
        total += walk(at.c[k], k === 0 ? leavesSoFar : leavesSoFar + leaves(this.values[at.v]));
      }
      return total;
    };
    return walk(p, 0);
  }

  /** Its terms. */
  termsOf(p: Poly): Expression[] {
    const terms: Expression[] = [];
    const walk = (at: Poly, factors: readonly Expression[]): void => {
      if (typeof at === "bigint") {
        if (at !== 0n) terms.push(productOf([ofRational({ n: at, d: 1n }), ...factors]));
      } else {
        at.c.forEach((c, k) => {
          if (c !== 0n) walk(c, k === 0 ? factors : [...factors, power(this.values[at.v], ofRational(rationalInt(k)))]);
        });
      }
    };
    walk(p, []);
    return terms;
  }
}

const rationalInt = (k: number): Rational => ({ n: BigInt(k), d: 1n });

function checkDegree(k: number): number {
  if (Math.abs(k) > LARGEST_DEGREE) throw new TooLarge();
  return k;
}

/** What is known as a polynomial, besides being a variable of its own. */
const isComposite = (x: Expression): boolean =>
  x.kind === "sum" || x.kind === "product" || x.kind === "number" || x.kind === "power";

const termsIn = (x: Expression): readonly Expression[] => (x.kind === "sum" ? x.args : [x]);

/** An exponent as fraction times rest. */
function splitRational(exponent: Expression): readonly [Rational, Expression] {
  const value = rationalOf(exponent);
  if (value !== undefined) return [value, one];
  const first = exponent.kind === "product" ? rationalOf(exponent.args[0]) : undefined;
  return first === undefined ? [q.ONE, exponent] : [first, productOf(exponent.args.slice(1))];
}
