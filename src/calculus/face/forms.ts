/** Other forms of a formula, and whether two forms are the same. */
import { type Variable, variableOf } from "../differentiate/variables.ts";
import type { Expression } from "../expression.ts";
import { type FormulaLike, toFormula } from "../input.ts";
import { type Equality, type EqualOptions, equal as compare } from "../simplify/equal.ts";
import { collect as collectIn, expand as multiplyOut, type ExpandOptions } from "../simplify/expand.ts";
import { apart as split, factor as factorize, together as join } from "../simplify/factor.ts";
import { simplify as tidy } from "../simplify/simplify.ts";

/**
 * The formula in textbook form: like terms and fractions together, identities used where they make it shorter. Never a larger formula.
 * @param expr - a formula, or its text
 * @returns an equal formula
 * @throws TensorError "syntax" when the text is no formula
 * @example String(simplify("sin(x)^2 + cos(x)^2 + (x^2 - 1)/(x - 1)")) // => 'x + 2'
 * @math \sin^2 x + \cos^2 x = 1
 * @see expand, factor, equal
 * @keywords reduce, tidy, canonical form, sympy simplify, trigsimp
 * @source Fateman 1972; leaf count as in Mathematica's Simplify
 */
export function simplify(expr: FormulaLike): Expression {
  return tidy(toFormula(expr, "simplify"));
}

/**
 * The formula with products and whole powers of sums multiplied out.
 * @param expr - a formula, or its text
 * @param options - `limit`: how many terms there may be at most, default 10,000
 * @returns a sum of products
 * @throws TensorError "value" when there would be more terms, "syntax" when the text is no formula
 * @example String(expand("(x + 1)^3")) // => 'x^3 + 3x^2 + 3x + 1'
 * @math (a + b)^n = \sum_{k=0}^{n} \binom{n}{k} a^{n-k} b^k
 * @see factor, collect
 * @keywords multiply out, distribute, binomial theorem, sympy expand
 * @source ISO 80000-2
 */
export function expand(expr: FormulaLike, options?: ExpandOptions): Expression {
  return multiplyOut(toFormula(expr, "expand"), options);
}

/**
 * The formula as a sum of powers of one variable, each with one coefficient.
 * @param expr - a formula, or its text
 * @param variable - a symbol or its name
 * @returns an equal formula
 * @throws TensorError "value" when the variable is no symbol, "syntax" when the text is no formula
 * @example String(collect("a x + b x + c", "x")) // => 'x (a + b) + c'
 * @see expand
 * @keywords group, like terms, coefficients, sympy collect
 * @source ISO 80000-2
 */
export function collect(expr: FormulaLike, variable: Variable): Expression {
  const f = toFormula(expr, "collect");
  return collectIn(f, variableOf("collect", variable, f));
}

/**
 * The formula as a product: polynomials over the rational numbers into irreducible factors.
 * @param expr - a formula, or its text
 * @returns an equal formula
 * @throws TensorError "syntax" when the text is no formula
 * @example String(factor("x^3 - x")) // => 'x (x + 1) (x - 1)'
 * @math x^3 - x = x (x + 1) (x - 1)
 * @see expand
 * @keywords factorize, roots, irreducible polynomials, sympy factor
 * @source Yun 1976; Zassenhaus 1969; von zur Gathen & Gerhard, Modern Computer Algebra, 3rd ed., chapters 14–16
 */
export function factor(expr: FormulaLike): Expression {
  return factorize(toFormula(expr, "factor"));
}

/**
 * A sum of fractions as one fraction, common factors cancelled.
 * @param expr - a formula, or its text
 * @returns an equal formula
 * @throws TensorError "syntax" when the text is no formula
 * @example String(together("1/x + 1/(x + 1)")) // => '(2x + 1)/(x (x + 1))'
 * @math \frac{1}{x} + \frac{1}{x + 1} = \frac{2x + 1}{x (x + 1)}
 * @see apart
 * @keywords common denominator, combine fractions, sympy together, cancel
 * @source ISO 80000-2
 */
export function together(expr: FormulaLike): Expression {
  return join(toFormula(expr, "together"));
}

/**
 * A fraction as a sum of simple ones: its partial fractions.
 * @param expr - a rational function, or its text
 * @param variable - a symbol or its name
 * @returns an equal formula
 * @throws TensorError "value" when the variable is no symbol, "syntax" when the text is no formula
 * @example String(apart("1/(x^2 - 1)", "x")) // => '1/(2 (x - 1)) - 1/(2 (x + 1))'
 * @math \frac{1}{x^2 - 1} = \frac{1}{2 (x - 1)} - \frac{1}{2 (x + 1)}
 * @see together, antiderivative
 * @keywords partial fraction decomposition, sympy apart
 * @source von zur Gathen & Gerhard, Modern Computer Algebra, 3rd ed., §5.11
 */
export function apart(expr: FormulaLike, variable: Variable): Expression {
  const f = toFormula(expr, "apart");
  return split(f, variableOf("apart", variable, f));
}

/**
 * Whether two formulas have the same value wherever both have one, and how that was found out: by their form, by simplification, exactly
 * in a finite field, or at random points.
 * @param a - a scalar formula, or its text
 * @param b - another
 * @param options - `points`: how many must agree, default 12; `tolerance`: relative, default 1e-9; `seed`: of the points, default 1
 * @returns whether they are equal, by which test, and a point where they differ
 * @throws TensorError "value" when a part has no value by itself, such as an integral; "syntax" when a text is no formula
 * @example
 * equal("(x + 1)^2", "x^2 + 2x + 1").equal // => true
 * equal("sin 2x", "2 sin x").equal // => false
 * @see simplify, check
 * @keywords equivalent, identity, zero test, sympy equals
 * @source Schwartz 1980; Zippel 1979
 */
export function equal(a: FormulaLike, b: FormulaLike, options?: EqualOptions): Equality {
  return compare(toFormula(a, "equal", "a"), toFormula(b, "equal", "b"), options);
}
