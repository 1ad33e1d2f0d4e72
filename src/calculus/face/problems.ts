/** Equations, extrema, limits, series and integrals of formulas. */
import { fail } from "../../base/errors.ts";
import { nameOf, type Variable, variableOf } from "../differentiate/variables.ts";
import { mul, power, sub, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { type FormulaLike, toFormula } from "../input.ts";
import { same } from "../intern.ts";
import { number } from "../leaves.ts";
import { antiderivativeWithSteps } from "../integrate/antiderivative.ts";
import { type DefiniteIntegral, integrate as integrateOver } from "../integrate/definite.ts";
import { type Limit, limit as limitOf, type Side } from "../limits/limit.ts";
import type { QuadratureOptions } from "../numeric/quadrature.ts";
import { toLatex } from "../print/latex.ts";
import { toText } from "../print/text.ts";
import { laurent as laurentOf, type PowerSeries, type Step, taylor as taylorOf } from "../series/taylor.ts";
import { smallest } from "../simplify/measure.ts";
import { simplify } from "../simplify/simplify.ts";
import { type CriticalPoint, criticalPoints as criticalPointsOf } from "../solve/criticalPoints.ts";
import { solve as solveFor, type SolveOptions } from "../solve/solve.ts";
import { type Presented, present } from "./present.ts";

/** The textbook form of a result where that is shorter. */
const shorter = (x: Expression): Expression => smallest(x, simplify(x));

/** The steps with one more where their result has a shorter form. */
function shortenLast(steps: readonly Step[]): readonly Step[] {
  const before = steps.at(-1)?.after;
  const after = before && shorter(before);
  return before === undefined || after === undefined || same(before, after)
    ? steps
    : [...steps, { rule: "simplification", before, after }];
}

/**
 * The solutions of an equation: linear, quadratic, polynomials that factor over the rational numbers, and what comes to these through
 * exponentials, logarithms, roots and trigonometric functions.
 * @param equation - a relation with "=", or a formula that is to be 0, or its text
 * @param variable - the unknown, a symbol or its name
 * @param options - `real`: real solutions only, default false; `interval`: [from, to] where to look by bisection when no exact solutions
 *   are certain, by default nowhere
 * @returns exact formulas, each once
 * @throws TensorError "value" when no solution is certain: "unsupported: …"; "syntax" when a text is no formula
 * @example solve("x^2 = 5x - 6", "x").map(String) // => ['2', '3']
 * @math f(x) = 0
 * @see criticalPoints, factor
 * @keywords roots, zeros, equation, quadratic formula, sympy solve, solveset
 * @source von zur Gathen & Gerhard, Modern Computer Algebra, 3rd ed.
 */
export function solve(equation: FormulaLike, variable: Variable, options?: SolveOptions): Expression[] {
  const f = toFormula(equation, "solve", "equation");
  return solveFor(f, variableOf("solve", variable, f), options).map(shorter);
}

/**
 * Where the derivative is 0 or does not exist, and what is there: minima, maxima, inflections, kinks and poles.
 * @param expr - a formula in one variable, or its text
 * @param variable - a symbol or its name
 * @param options - as for {@link solve}: `real`, default true here; `interval`, by default none
 * @returns the points from left to right, with the value there and how it was decided
 * @throws TensorError "value" when the zeros of the derivative are not certain: "unsupported: …"; "syntax" when a text is no formula
 * @example criticalPoints("3x^2 - 4x", "x").map(({ x, kind }) => `${x}: ${kind}`) // => ['2/3: minimum']
 * @math f'(x) = 0
 * @see solve, D
 * @keywords stationary points, extrema, minimum, maximum, inflection, sympy stationary_points
 * @source Dive into Deep Learning 2.4, exercises
 */
export function criticalPoints(expr: FormulaLike, variable: Variable, options?: SolveOptions): CriticalPoint[] {
  const f = toFormula(expr, "criticalPoints");
  const found = criticalPointsOf(f, variableOf("criticalPoints", variable, f), options);
  return found.map((point) => ({ ...point, x: shorter(point.x), value: point.value && shorter(point.value) }));
}

const SIDES: readonly Side[] = ["left", "right", "both"];

/**
 * The limit of a formula, from one side or both.
 * @param expr - a formula, or its text
 * @param variable - a symbol or its name
 * @param to - what it tends to: a number or formula; "infinity" and "-infinity" too
 * @param side - "left", "right" or "both", the default
 * @returns the value, those of the sides, a note where there is none, and the steps by their rules
 * @throws TensorError "value" when no value is certain: "unsupported: …"; "syntax" when a text is no formula
 * @example String(limit("sin(x)/x", "x", 0)) // => '1'
 * @math \lim_{x \to a} f(x)
 * @see taylor, fromDefinition
 * @keywords L'Hôpital, one-sided limit, tends to, infinity, sympy limit
 * @source Gruntz, On Computing Limits in a Symbolic Manipulation System, 1996
 */
export function limit(expr: FormulaLike, variable: Variable, to: FormulaLike, side: Side = "both"): Limit & Presented {
  if (!SIDES.includes(side))
    fail("value", { op: "limit", argument: "side", got: side, expects: "a side", names: SIDES });
  const f = toFormula(expr, "limit");
  const given = limitOf(f, variableOf("limit", variable, f), toFormula(to, "limit", "to"), side);
  const [value, left, right] = [given.value, given.left, given.right].map((x) => x && shorter(x));
  const found = { ...given, value, left, right, steps: shortenLast(given.steps) };
  const none = `none: ${found.note ?? "the sides differ"}`;
  return present(
    found,
    () => (found.value === undefined ? none : toText(found.value)),
    () => (found.value === undefined ? `\\text{${none}}` : toLatex(found.value)),
  );
}

/**
 * The Taylor series of a formula up to a power.
 * @param expr - a formula, or its text
 * @param variable - a symbol or its name
 * @param center - the point, default 0
 * @param n - the highest power, default 5
 * @returns the terms, the polynomial and the order of what is left out
 * @throws TensorError "value" when there is no such series, or it is not certain: "unsupported: …"; "syntax" when a text is no formula
 * @example String(taylor("sin x", "x", 0, 5)) // => 'x - x^3/6 + x^5/120 + O(x^6)'
 * @math f(x) = \sum_{k=0}^{n} \frac{f^{(k)}(a)}{k!} (x - a)^k + O\left((x - a)^{n+1}\right)
 * @see laurent, limit
 * @keywords power series, Maclaurin, approximation, expansion, sympy series
 * @source DLMF 1.4(vi)
 */
export function taylor(expr: FormulaLike, variable: Variable, center: FormulaLike = 0, n = 5): PowerSeries & Presented {
  const f = toFormula(expr, "taylor");
  return shownSeries(taylorOf(f, variableOf("taylor", variable, f), toFormula(center, "taylor", "center"), n));
}

/**
 * The Laurent series of a formula up to a power, around a point where it may have a pole.
 * @param expr - a formula, or its text
 * @param variable - a symbol or its name
 * @param center - the point, default 0
 * @param n - the highest power, default 5
 * @returns the terms, negative powers among them, and the order of what is left out
 * @throws TensorError "value" when there is no such series, or it is not certain: "unsupported: …"; "syntax" when a text is no formula
 * @example String(laurent("cos(x)/x", "x", 0, 3)) // => '1/x - x/2 + x^3/24 + O(x^4)'
 * @math f(x) = \sum_{k=-m}^{n} c_k (x - a)^k + O\left((x - a)^{n+1}\right)
 * @see taylor
 * @keywords pole, principal part, sympy series
 * @source DLMF 1.10(iii)
 */
export function laurent(
  expr: FormulaLike,
  variable: Variable,
  center: FormulaLike = 0,
  n = 5,
): PowerSeries & Presented {
  const f = toFormula(expr, "laurent");
  return shownSeries(laurentOf(f, variableOf("laurent", variable, f), toFormula(center, "laurent", "center"), n));
}

function shownSeries(found: PowerSeries): PowerSeries & Presented {
  const terms = found.terms.map(({ power: at, coefficient }) => ({ power: at, coefficient: shorter(coefficient) }));
  const polynomial = sumOf(terms.map(({ power: at, coefficient }) => termOf(found, at, coefficient)));
  const series = { ...found, terms, polynomial };
  const { variable, center, order } = series;
  const shifted = toText(center) === "0" ? nameOf(variable) : `(${nameOf(variable)} - ${toText(center)})`;
  const inOrder = terms.toSorted((a, b) => a.power - b.power);
  const write = (show: (x: Expression) => string, big: string): string => {
    const rest = order === undefined ? [] : [big];
    const shown = inOrder.map(({ power, coefficient }) => show(termOf(series, power, coefficient)));
    return [...shown, ...rest].join(" + ").replaceAll("+ -", "- ") || "0";
  };
  return present(
    series,
    () => write((x) => toText(x), `O(${shifted}^${order})`),
    () => write((x) => toLatex(x), `O\\left(${shifted}^{${order}}\\right)`),
  );
}

function termOf({ variable, center }: PowerSeries, at: number, coefficient: Expression): Expression {
  return mul(coefficient, power(sub(variable, center), number(at)));
}

/**
 * An antiderivative of a formula, by rules that are certain; the result is checked by differentiating it.
 * @param expr - a formula, or its text
 * @param variable - a symbol or its name
 * @returns a formula whose derivative is the given one, without the constant
 * @throws TensorError "value" when no rule is certain: "unsupported: …"; "syntax" when a text is no formula
 * @example String(antiderivative("x cos x", "x")) // => 'x sin(x) + cos(x)'
 * @math F'(x) = f(x)
 * @see integrate, D
 * @keywords indefinite integral, primitive, integration by parts, substitution, sympy integrate
 * @source Rich, Scheibe & Abbasi, Rule-based integration, JOSS 3 (2018), 1073
 */
export function antiderivative(expr: FormulaLike, variable: Variable): Expression {
  const f = toFormula(expr, "antiderivative");
  return shorter(antiderivativeWithSteps(f, variableOf("antiderivative", variable, f)).value);
}

/**
 * The integral of a formula over an interval: exact where an antiderivative is certain, else by quadrature with an error.
 * @param expr - a formula in one variable, or its text
 * @param variable - a symbol or its name
 * @param from - the lower end; "-infinity" too
 * @param to - the upper end; "infinity" too
 * @param options - `tolerance`: relative error that is good enough for quadrature, default 1e-12
 * @returns the number with an estimate of its error, the exact value if there is one, and the steps
 * @throws TensorError "value" when the integral does not converge; "syntax" when a text is no formula
 * @example
 * integrate("x^2", "x", 0, 1).exact?.toString() // => '1/3'
 * integrate("e^(-x^2)", "x", "-infinity", "infinity").value // => 1.7724538509055159
 * @math \int_a^b f(x)\,dx
 * @see antiderivative
 * @keywords definite integral, area, quadrature, sympy integrate, scipy quad
 * @source Piessens et al., QUADPACK, 1983; Takahasi & Mori 1974
 */
export function integrate(
  expr: FormulaLike,
  variable: Variable,
  from: FormulaLike,
  to: FormulaLike,
  options?: QuadratureOptions,
): DefiniteIntegral {
  const f = toFormula(expr, "integrate");
  const ends = [toFormula(from, "integrate", "from"), toFormula(to, "integrate", "to")] as const;
  const found = integrateOver(f, variableOf("integrate", variable, f), ...ends, options);
  return { ...found, exact: found.exact && shorter(found.exact) };
}
