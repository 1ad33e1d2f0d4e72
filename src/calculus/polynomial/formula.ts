/** Formulas read as polynomials in a symbol, and written again. */
import { add, integerOf, mul, power, productOf, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { isZero, number, one, rationalOf, zero } from "../leaves.ts";
import type { Rational } from "../../base/rational.ts";
import { dependsOn } from "../substitute.ts";
import {
  addPolynomials,
  cleared,
  degreeOf,
  dividePolynomials,
  gcdOfPolynomials,
  leadOf,
  mulPolynomials,
  powPolynomial,
  type Polynomial,
  scalePolynomial,
} from "./arithmetic.ts";
import type { Fraction, PartialFractions } from "./factor.ts";
import * as q from "../../base/rational.ts";

/** Higher degrees are not multiplied out. */
const HIGHEST_DEGREE = 64;
/** Deeper formulas are not read. */
const DEEPEST = 300;

/** Coefficients of 1, x, x², …, free of x; undefined where the formula is no polynomial in x. */
export function coefficientsIn(f: Expression, x: Expression): Expression[] | undefined {
  if (f.depth > DEEPEST || !f.isScalar) return undefined;
  const found = read(f, x);
  if (found === undefined) return undefined;
  while (found.length > 0 && isZero(found[found.length - 1])) found.pop();
  return found;
}

function read(f: Expression, x: Expression): Expression[] | undefined {
  if (f === x) return [zero, one];
  if (!dependsOn(f, x)) return [f];
  if (f.kind === "sum") {
    return combine(f.args, x, (a, b) =>
      Array.from({ length: Math.max(a.length, b.length) }, (_, k) => add(a[k] ?? zero, b[k] ?? zero)),
    );
  }
  if (f.kind === "product") return combine(f.args, x, multiply);
  const times = f.kind === "power" ? integerOf(f.args[1]) : undefined;
  if (times === undefined || times < 0n || times > BigInt(HIGHEST_DEGREE)) return undefined;
  const base = read(f.args[0], x);
  if (base === undefined || (base.length - 1) * Number(times) > HIGHEST_DEGREE) return undefined;
  let product: Expression[] | undefined = [one];
  for (let k = 0n; k < times && product !== undefined; k++) product = multiply(product, base);
  return product;
}

function combine(
  parts: readonly Expression[],
  x: Expression,
  join: (a: Expression[], b: Expression[]) => Expression[] | undefined,
): Expression[] | undefined {
  let whole: Expression[] | undefined;
  for (const part of parts) {
    const next = read(part, x);
    if (next === undefined) return undefined;
    whole = whole === undefined ? next : join(whole, next);
    if (whole === undefined) return undefined;
  }
  return whole;
}

function multiply(a: Expression[], b: Expression[]): Expression[] | undefined {
  if (a.length + b.length > HIGHEST_DEGREE + 2) return undefined;
  const terms: Expression[][] = Array.from({ length: a.length + b.length - 1 }, () => []);
  a.forEach((p, i) => b.forEach((r, j) => terms[i + j].push(mul(p, r))));
  return terms.map((each) => sumOf(each));
}

/** The polynomial with fractions as coefficients; undefined where it is none. */
export function rationalPolynomial(f: Expression, x: Expression): Polynomial | undefined {
  const coefficients = coefficientsIn(f, x)?.map(rationalOf);
  return coefficients?.every((c) => c !== undefined) ? (coefficients as Rational[]) : undefined;
}

/** A quotient of polynomials with fractions as coefficients, cancelled; undefined where the formula is none. */
export function rationalFunction(f: Expression, x: Expression): Fraction | undefined {
  if (f.depth > DEEPEST || !f.isScalar) return undefined;
  const found = readFraction(f, x);
  if (found === undefined) return undefined;
  const common = gcdOfPolynomials(found.numerator, found.denominator);
  const scale = q.reciprocalRational(leadOf(found.denominator));
  return {
    numerator: scalePolynomial(dividePolynomials(found.numerator, common)[0], scale),
    denominator: scalePolynomial(dividePolynomials(found.denominator, common)[0], scale),
  };
}

function readFraction(f: Expression, x: Expression): Fraction | undefined {
  if (f === x) return { numerator: [q.ZERO, q.ONE], denominator: [q.ONE] };
  const value = rationalOf(f);
  if (value !== undefined) return { numerator: q.isZero(value) ? [] : [value], denominator: [q.ONE] };
  if (f.kind === "sum" || f.kind === "product") {
    let whole: Fraction | undefined;
    for (const part of f.args) {
      const next = readFraction(part, x);
      if (next === undefined) return undefined;
      whole = whole === undefined ? next : f.kind === "sum" ? addFractions(whole, next) : mulFractions(whole, next);
      if (degreeOf(whole.numerator) + degreeOf(whole.denominator) > HIGHEST_DEGREE) return undefined;
    }
    return whole;
  }
  const times = f.kind === "power" ? integerOf(f.args[1]) : undefined;
  if (times === undefined || times > 32n || times < -32n) return undefined;
  const base = readFraction(f.args[0], x);
  if (base === undefined || base.numerator.length === 0) return undefined;
  const k = Math.abs(Number(times));
  if ((degreeOf(base.numerator) + degreeOf(base.denominator)) * k > HIGHEST_DEGREE) return undefined;
  const [up, down] = [powPolynomial(base.numerator, k), powPolynomial(base.denominator, k)];
  return times < 0n ? { numerator: down, denominator: up } : { numerator: up, denominator: down };
}

const mulFractions = (a: Fraction, b: Fraction): Fraction => ({
  numerator: mulPolynomials(a.numerator, b.numerator),
  denominator: mulPolynomials(a.denominator, b.denominator),
});

const addFractions = (a: Fraction, b: Fraction): Fraction => ({
  numerator: addPolynomials(mulPolynomials(a.numerator, b.denominator), mulPolynomials(b.numerator, a.denominator)),
  denominator: mulPolynomials(a.denominator, b.denominator),
});

/** The formula of a polynomial. */
export function polynomialFormula(p: Polynomial, x: Expression): Expression {
  return sumOf(p.map((c, k) => mul(number(c), power(x, number(k)))));
}

/** The formula of partial fractions, with whole numbers in the denominators. */
export function partialFractionFormula({ whole, fractions }: PartialFractions, x: Expression): Expression {
  return sumOf([
    polynomialFormula(whole, x),
    ...fractions.map(({ numerator, base, times }) => {
      const [above, below] = [cleared(numerator), cleared(base)];
      const scale = q.mulRational(above.c, q.powRational(below.c, BigInt(-times)));
      return productOf([
        number(scale),
        polynomialFormula(
          above.whole.map((c) => q.rational(c)),
          x,
        ),
        power(
          polynomialFormula(
            below.whole.map((c) => q.rational(c)),
            x,
          ),
          number(-times),
        ),
      ]);
    }),
  ]);
}
