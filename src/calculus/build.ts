/**
 * Constructors that do the cheap things always: flatten, collect like terms and powers, fold fractions, 0, 1 and signs. All formulas
 * are made here, so that none is ever in another form.
 */
import { fail } from "../base/errors.ts";
import type { ElementwiseOp } from "../core/elementwise.ts";
import type { Dimensions, Expression, MatrixHead } from "./expression.ts";
import { intern, same } from "./intern.ts";
import {
  addNumbers,
  e,
  floatOrExact,
  i,
  infinity,
  isNumeric,
  isOne,
  isZero,
  minusOne,
  mulNumbers,
  numericValue,
  ofRational,
  one,
  rationalOf,
  sorted,
  zero,
} from "./leaves.ts";
import * as q from "../base/rational.ts";
import type { Rational } from "../base/rational.ts";
import { rootOfRational } from "./roots.ts";
// ---------------------------------------------------------------- sums

/** A term as coefficient times rest; numbers are coefficients of 1. */
function splitCoefficient(term: Expression): readonly [coefficient: Expression, rest: Expression] {
  if (isNumeric(term)) return [term, one];
  if (term.kind !== "product" || !isNumeric(term.args[0])) return [one, term];
  const rest = term.args.slice(1);
  return [term.args[0], rest.length === 1 ? rest[0] : intern("product", undefined, rest)];
}

/** A term or factor with what has been collected for it. */
interface Collected {
  readonly key: Expression;
  value: Expression;
  /** Both together, as it came; undefined once something was combined with it. */
  whole: Expression | undefined;
  next: Collected | undefined;
}

/** Terms or factors in the order of their coming: a list, since most are a few, and a table beside it where they are many. */
class Collection {
  first: Collected | undefined;
  count = 0;
  private last: Collected | undefined;
  private places: Map<number, Collected[]> | undefined;

  /** Combines a value with that of the same key. @param whole - both together, where that is made already */
  collect(key: Expression, value: Expression, whole: Expression | undefined, combine: typeof addNumbers): void {
    const known = this.find(key);
    if (known !== undefined) {
      known.value = combine(known.value, value);
      known.whole = undefined;
      if (key === infinity && isZero(known.value)) indeterminate();
      return;
    }
    const made: Collected = { key, value, whole, next: undefined };
    if (this.last === undefined) this.first = made;
    else this.last.next = made;
    this.last = made;
    this.count++;
    if (this.places !== undefined) this.place(made);
    else if (this.count > MANY) this.index();
  }

  private find(key: Expression): Collected | undefined {
    if (this.places !== undefined) return this.places.get(key.hash)?.find((one) => same(one.key, key));
    let one = this.first;
    while (one !== undefined && !same(one.key, key)) one = one.next;
    return one;
  }

  private index(): void {
    this.places = new Map();
    for (let one = this.first; one !== undefined; one = one.next) this.place(one);
  }

  private place(one: Collected): void {
    const places = this.places?.get(one.key.hash);
    if (places === undefined) this.places?.set(one.key.hash, [one]);
    else places.push(one);
  }
}

/** ∞ - ∞ and ∞/∞, which like terms and powers would make 0 and 1. */
function indeterminate(): never {
  return fail("value", {
    op: "formula",
    argument: "infinity",
    got: "infinity - infinity or infinity/infinity",
    expects: "a formula that has a value",
    problem: "infinity minus or over infinity has no value",
    fix: 'take a limit: limit(formula, variable, "infinity")',
  });
}

/** From so many on looking one by one is slower than a table. */
const MANY = 12;

/** a + b + … */
export function add(...terms: readonly Expression[]): Expression {
  return sumOf(terms);
}

export function sumOf(terms: readonly Expression[]): Expression {
  if (terms.length === 2 && isZero(terms[0])) return terms[1];
  if (terms.length === 2 && isZero(terms[1])) return terms[0];
  const collection = new Collection();
  for (const term of terms) collectTerm(collection, term, one);
  const built: Expression[] = [];
  let constant: Expression | undefined;
  for (let term = collection.first; term !== undefined; term = term.next) {
    if (isOne(term.key)) constant = term.value;
    else if (!isZero(term.value)) built.push(term.whole ?? scaled(term.value, term.key));
  }
  if (constant !== undefined && (!isZero(constant) || built.length === 0)) built.push(constant);
  if (built.length === 0) return terms.length > 0 ? zeroLike(terms) : zero;
  return built.length === 1 ? built[0] : intern("sum", undefined, sorted(built));
}

/** Nothing is left of these terms: 0 of their dimensions. */
function zeroLike(terms: readonly Expression[]): Expression {
  const shaped = terms.find(({ isScalar }) => !isScalar);
  return shaped === undefined ? zero : zeros(shaped.dimensions);
}

/** The vector or matrix of zeros. */
export function zeros(dimensions: Dimensions): Expression {
  return dimensions.length === 0
    ? zero
    : intern("matrix", { name: "zero", key: `zero ${dimensions.join(" ")}`, dimensions: () => dimensions }, []);
}

const isZeros = (x: Expression): boolean => x.kind === "matrix" && (x.payload as MatrixHead).name === "zero";

function collectTerm(collection: Collection, term: Expression, factor: Expression): void {
  if (isZero(term) || isZeros(term)) return;
  if (term.kind === "sum") {
    for (const inner of term.args) collectTerm(collection, inner, factor);
    return;
  }
  const [coefficient, rest] = splitCoefficient(term);
  const total = isOne(factor) ? coefficient : mulNumbers(factor, coefficient);
  // A multiple of a sum inside of a sum is multiplied out, so that a - (b + c) is a - b - c.
  if (rest.kind === "sum") for (const inner of rest.args) collectTerm(collection, inner, total);
  else collection.collect(rest, total, isOne(factor) ? term : undefined, addNumbers);
}

/** coefficient · rest, where rest has no coefficient of its own. */
function scaled(coefficient: Expression, rest: Expression): Expression {
  if (isOne(coefficient)) return rest;
  if (isOne(rest)) return coefficient;
  return intern("product", undefined, rest.kind === "product" ? [coefficient, ...rest.args] : [coefficient, rest]);
}

// ---------------------------------------------------------------- products

/** a · b · … of scalars, at most one vector or matrix. */
export function mul(...factors: readonly Expression[]): Expression {
  return productOf(factors);
}

export function productOf(factors: readonly Expression[]): Expression {
  if (factors.length === 2 && isOne(factors[0])) return factors[1];
  if (factors.length === 2 && isOne(factors[1])) return factors[0];
  const collection = new Collection();
  const state: Gathered = { coefficient: one, shaped: undefined };
  for (const factor of factors) collectFactor(collection, state, factor);
  const built: Expression[] = [];
  for (let each = collection.first; each !== undefined; each = each.next) {
    const factor = each.whole ?? power(each.key, each.value);
    // A power may have turned into a number, or a product with one: √2·√2, (2x)².
    if (isNumeric(factor)) state.coefficient = mulNumbers(state.coefficient, factor);
    else if (factor.kind === "product" && isNumeric(factor.args[0])) {
      state.coefficient = mulNumbers(state.coefficient, factor.args[0]);
      built.push(...factor.args.slice(1));
    } else if (factor.kind === "product") built.push(...factor.args);
    else built.push(factor);
  }
  return finishProduct(state, built);
}

interface Gathered {
  coefficient: Expression;
  /** The one factor that is no scalar. */
  shaped: Expression | undefined;
}

function finishProduct({ coefficient, shaped }: Gathered, built: Expression[]): Expression {
  if (isZero(coefficient) && !built.some((part) => same(part, infinity))) {
    return shaped === undefined ? zero : zeros(shaped.dimensions);
  }
  if (shaped !== undefined && isZeros(shaped)) return shaped;
  const parts = sorted(built);
  if (shaped !== undefined) parts.push(shaped);
  if (parts.length === 0) return coefficient;
  if (!isOne(coefficient)) parts.unshift(coefficient);
  return parts.length === 1 ? parts[0] : intern("product", undefined, parts);
}

function collectFactor(collection: Collection, state: Gathered, factor: Expression): void {
  if (isNumeric(factor)) {
    state.coefficient = mulNumbers(state.coefficient, factor);
  } else if (factor.kind === "product") {
    for (const inner of factor.args) collectFactor(collection, state, inner);
  } else if (!factor.isScalar) {
    if (state.shaped !== undefined) {
      fail("shape", {
        op: "product",
        problem: "two factors of a product are no scalars",
        shapes: {},
        expects: "scalars and at most one vector or matrix",
        fix: "use the matrix product, or the elementwise product of things of the same dimensions",
      });
    }
    state.shaped = factor;
  } else if (factor.kind === "power") collection.collect(factor.args[0], factor.args[1], factor, addExponents);
  else collection.collect(factor, one, factor, addExponents);
}

const addExponents = (a: Expression, b: Expression): Expression =>
  isNumeric(a) && isNumeric(b) ? addNumbers(a, b) : add(a, b);

export const neg = (x: Expression): Expression => mul(minusOne, x);
export const sub = (a: Expression, b: Expression): Expression => add(a, neg(b));
export const div = (a: Expression, b: Expression): Expression => mul(a, power(b, minusOne));

// ---------------------------------------------------------------- powers

/** base ^ exponent. */
export function power(base: Expression, exponent: Expression): Expression {
  if (isZero(exponent)) return one;
  if (isOne(exponent)) return base;
  if (isOne(base)) return one;
  if (isNumeric(base) && isNumeric(exponent)) return powerOfNumbers(base, exponent);
  if (isZero(base)) return powerOfZero(exponent);
  const whole = integerOf(exponent);
  if (same(base, i) && whole !== undefined) return [one, i, minusOne, neg(i)][Number(((whole % 4n) + 4n) % 4n)];
  if (base.kind === "power") {
    const [inner, times] = base.args;
    if (whole !== undefined || inner.isPositive || isFractionBelowOne(times)) return power(inner, mul(times, exponent));
  }
  if (base.kind === "product" && base.isScalar) return powerOfProduct(base, exponent, whole);
  if (same(base, e)) {
    // e^(log x) = x, e^(n log x) = xⁿ
    const [coefficient, rest] = splitCoefficient(exponent);
    if (rest.kind === "call" && (rest.payload as ElementwiseOp).name === "log") return power(rest.args[0], coefficient);
  }
  return intern("power", undefined, [base, exponent]);
}

/** (x^a)^b = x^(ab) for |a| ≤ 1: no turn of the phase is lost. */
function isFractionBelowOne(exponent: Expression): boolean {
  const value = rationalOf(exponent);
  return (
    value !== undefined &&
    value.d !== 1n &&
    q.compareRational({ n: value.n < 0n ? -value.n : value.n, d: value.d }, q.ONE) < 0
  );
}

export function integerOf(x: Expression): bigint | undefined {
  const value = rationalOf(x);
  return value !== undefined && q.isInteger(value) ? value.n : undefined;
}

function powerOfZero(exponent: Expression): Expression {
  const value = isNumeric(exponent) ? numericValue(exponent) : undefined;
  if (value !== undefined && value > 0) return zero;
  if (value !== undefined) {
    fail("value", {
      op: "power",
      argument: "base",
      got: 0,
      expects: "a base other than 0",
      problem: "division by zero",
      fix: "a formula with 1/0 in it has no value; check the denominators",
    });
  }
  return intern("power", undefined, [zero, exponent]);
}

/** Whole powers go to every factor, others only to those that are surely positive. */
function powerOfProduct(base: Expression, exponent: Expression, whole: bigint | undefined): Expression {
  if (whole !== undefined) return productOf(base.args.map((factor) => power(factor, exponent)));
  const outside = base.args.filter((factor) => factor.isPositive);
  if (outside.length === 0) return intern("power", undefined, [base, exponent]);
  const inside = base.args.filter((factor) => !factor.isPositive);
  const rest = inside.length === 0 ? [] : [powerAsIs(productOf(inside), exponent)];
  return productOf([...outside.map((factor) => power(factor, exponent)), ...rest]);
}

function powerAsIs(base: Expression, exponent: Expression): Expression {
  return base.kind === "product" ? intern("power", undefined, [base, exponent]) : power(base, exponent);
}

/** A number grows beyond use before it has so many digits. */
const LARGEST_POWER = 4096n;
const MOST_BITS = 1n << 16n;

const bitsOf = ({ n, d }: Rational): bigint => BigInt(4 * (n.toString(16).length + d.toString(16).length));

function powerOfNumbers(base: Expression, exponent: Expression): Expression {
  if (isZero(base)) return powerOfZero(exponent);
  const [b, x] = [rationalOf(base), rationalOf(exponent)];
  if (b === undefined || x === undefined) {
    const value = numericValue(base) ** numericValue(exponent);
    return Number.isNaN(value) ? intern("power", undefined, [base, exponent]) : floatOrExact(value);
  }
  const times = x.n < 0n ? -x.n : x.n;
  const large = times > LARGEST_POWER || (times > 1n && times * bitsOf(b) > MOST_BITS * x.d);
  if (x.d === 1n) return large ? intern("power", undefined, [base, exponent]) : ofRational(q.powRational(b, x.n));
  if (large || b.n < 0n) return rootOfNegative(base, b, exponent);
  return rootOfRational(b, x);
}

/** (-a)^(p/q) = a^(p/q) · (-1)^(p/q); the square root of -1 is i. */
function rootOfNegative(base: Expression, b: Rational, exponent: Expression): Expression {
  if (b.n > 0n || (b.n === -1n && b.d === 1n)) {
    const halves = rationalOf(exponent);
    if (b.n < 0n && halves?.d === 2n) return power(i, ofRational({ n: halves.n, d: 1n }));
    return intern("power", undefined, [base, exponent]);
  }
  return mul(power(ofRational(q.negRational(b)), exponent), power(minusOne, exponent));
}
