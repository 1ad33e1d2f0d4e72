/** Gradients, Jacobians and Hessians: by a list of scalars entry by entry, by a vector or matrix in closed form. */
import * as operators from "../differentiate/operators.ts";
import type { FormulaMatrix, FormulaVector } from "../differentiate/operators.ts";
import { deriveWithSteps, type StepOptions } from "../differentiate/record.ts";
import type { TidyOptions } from "../differentiate/tidy.ts";
import { symbolOf, type Variable } from "../differentiate/variables.ts";
import type { Expression } from "../expression.ts";
import { type FormulaLike, toFormula, toFormulas } from "../input.ts";
import {
  gradientOf,
  gradientSteps,
  hessianOf,
  jacobianOf,
  jacobianSteps,
  type MatrixOptions,
} from "../matrix/index.ts";
import { holdsMatrices } from "./code.ts";
import type { Presented } from "./present.ts";
import { shownDifferentials, shownMatrix, shownSteps, shownVector, type Steps } from "./steps.ts";

/** Options of `gradient`, `jacobian` and `hessian`: `simplify` for lists of scalars, `layout` and `structure` for vectors and matrices. */
export interface GradientOptions extends TidyOptions, MatrixOptions {}

/**
 * The gradient of a scalar formula: the vector of its partial derivatives, or by a vector or matrix its closed form.
 * @param expr - a scalar formula, or its text
 * @param variable - a symbol or its name; or a list of scalar symbols or names, in the order of the result
 * @param options - `simplify`: what brings each entry into form, default `simplify`; for vectors and matrices `layout`: "gradient"
 *   (the shape of the variable, the default) or "numerator", and `structure`: what holds for symmetric and other structured matrices,
 *   default "independent" entries
 * @returns for a list the entries with their labels, else one formula
 * @throws TensorError "value" when a part has no derivative in this notation: "unsupported: … at …"; "shape" when the formula is no
 *   scalar, or dimensions differ; "syntax" when a text is no formula
 * @example
 * gradient("3x^2 + 5e^y", ["x", "y"]) // => [6x, 5 e^y]
 * gradient(formula("x^T A x", { symbols: { x: "vector", A: "square" } }), "x") // => (A + Aᵀ) x
 * @math \nabla_{\mathbf{x}} f(\mathbf{x}) = \left(\frac{\partial f}{\partial x_1}, \dots, \frac{\partial f}{\partial x_n}\right)^\top
 * @see jacobian, hessian, steps
 * @keywords nabla, ∇, matrix calculus, partial derivatives, closed form, sympy gradient
 * @source Dive into Deep Learning 2.4.3; Magnus & Neudecker, Matrix Differential Calculus, 3rd ed.
 */
export function gradient(
  expr: FormulaLike,
  variable: readonly Variable[],
  options?: GradientOptions,
): FormulaVector & Presented;
export function gradient(expr: FormulaLike, variable: Variable, options?: GradientOptions): Expression;
export function gradient(
  expr: FormulaLike,
  variable: Variable | readonly Variable[],
  options: GradientOptions = {},
): Expression | (FormulaVector & Presented) {
  const f = toFormula(expr, "gradient");
  if (isList(variable)) return shownVector(operators.gradient(f, variable, options));
  return gradientOf(f, symbolOf("gradient", variable, f), options);
}

/**
 * The Jacobian: how several formulas, or one that is a vector, change with several variables, or a vector.
 * @param expr - a list of scalar formulas, or one formula that is a vector
 * @param variable - a list of symbols or names, or one symbol that is a vector
 * @param options - `simplify`: what brings each entry into form, default `simplify`; for vectors and matrices `layout`: "numerator" (rows
 *   for the formula, the default) or "gradient"; `structure` says nothing here, structured matrices are refused
 * @returns rows for the formulas and columns for the variables; for vectors one formula
 * @throws TensorError "value" when a part has no derivative in this notation: "unsupported: … at …"; "shape" when dimensions differ;
 *   "syntax" when a text is no formula
 * @example
 * jacobian(["x y", "x + y"], ["x", "y"]) // => [[y, x], [1, 1]]
 * jacobian(formula("A x", { symbols: { x: "vector", A: "matrix" } }), "x") // => A
 * @math J_{ij} = \frac{\partial f_i}{\partial x_j}
 * @see gradient, hessian
 * @keywords Jacobian matrix, derivative of a vector, sympy jacobian
 * @source Magnus & Neudecker, Matrix Differential Calculus, 3rd ed.
 */
export function jacobian(
  expr: readonly FormulaLike[],
  variable: readonly Variable[],
  options?: GradientOptions,
): FormulaMatrix & Presented;
export function jacobian(expr: FormulaLike, variable: Variable, options?: GradientOptions): Expression;
export function jacobian(
  expr: FormulaLike | readonly FormulaLike[],
  variable: Variable | readonly Variable[],
  options: GradientOptions = {},
): Expression | (FormulaMatrix & Presented) {
  if (isList(variable)) {
    const list = isList(expr) ? expr : [expr];
    return shownMatrix(operators.jacobian(toFormulas(list, "jacobian", "expr"), variable, options));
  }
  const f = toFormula(expr as FormulaLike, "jacobian");
  return jacobianOf(f, symbolOf("jacobian", variable, f), options);
}

/**
 * The Hessian of a scalar formula: all its second derivatives, or by a vector its closed form.
 * @param expr - a scalar formula, or its text
 * @param variable - a list of symbols or names, or one symbol that is a vector
 * @param options - `simplify`: what brings each entry into form, default `simplify`; `layout` and `structure` say nothing here: a Hessian
 *   is symmetric, and structured matrices are refused
 * @returns rows and columns for the variables; for a vector one formula
 * @throws TensorError "value" when a part has no derivative in this notation: "unsupported: … at …"; "shape" when dimensions differ;
 *   "syntax" when a text is no formula
 * @example
 * hessian("x^2 y", ["x", "y"]) // => [[2y, 2x], [2x, 0]]
 * hessian(formula("x^T A x", { symbols: { x: "vector", A: "square" } }), "x") // => A + Aᵀ
 * @math H_{ij} = \frac{\partial^2 f}{\partial x_i\,\partial x_j}
 * @see gradient, laplacian
 * @keywords second derivatives, curvature, sympy hessian
 * @source Magnus & Neudecker, Matrix Differential Calculus, 3rd ed.
 */
export function hessian(
  expr: FormulaLike,
  variable: readonly Variable[],
  options?: GradientOptions,
): FormulaMatrix & Presented;
export function hessian(expr: FormulaLike, variable: Variable, options?: GradientOptions): Expression;
export function hessian(
  expr: FormulaLike,
  variable: Variable | readonly Variable[],
  options: GradientOptions = {},
): Expression | (FormulaMatrix & Presented) {
  const f = toFormula(expr, "hessian");
  if (isList(variable)) return shownMatrix(operators.hessian(f, variable, options));
  return hessianOf(f, symbolOf("hessian", variable, f));
}

/** Options of {@link steps}: `route` and `simplify` for scalars, `layout` and `structure` for vectors and matrices. */
export interface AllStepOptions extends StepOptions, MatrixOptions {}

/**
 * A derivative with each rule that was used. The steps are recorded by the differentiator itself, so that they cannot differ from it.
 * @param expr - a formula, or its text
 * @param variable - the symbol to differentiate by, or its name: a scalar, a vector or a matrix
 * @param options - for scalars `route`: "quotient", "product", "power", "chain" or "logarithmic", where there is a choice, and
 *   `simplify`: what brings the result into form, default `simplify`; for vectors and matrices `layout` and `structure`, as for
 *   {@link gradient} and {@link jacobian}
 * @returns the result with its steps, which show themselves as text and LaTeX; by a vector or matrix as differentials
 * @throws TensorError "value" when the variable is no symbol, or a part has no derivative: "unsupported: … at …"; "syntax" when the text
 *   is no formula
 * @example
 * steps("x^2 sin x", "x").text("rules").split("\n") // => ['product rule', 'power rule', 'sine rule']
 * @math (u\,v)' = u'\,v + u\,v'
 * @see D, gradient, fromDefinition
 * @keywords derivation, rules, explain, show the work, step by step
 * @source Dive into Deep Learning 2.4.1
 */
export function steps(expr: FormulaLike, variable: Variable, options: AllStepOptions = {}): Steps {
  const f = toFormula(expr, "steps");
  const x = symbolOf("steps", variable, f);
  if (x.isScalar && f.isScalar && !holdsMatrices(f)) return shownSteps(deriveWithSteps(f, x, options));
  return shownDifferentials(f.isScalar ? gradientSteps(f, x, options) : jacobianSteps(f, x, options));
}

const isList = <T>(x: T | readonly T[]): x is readonly T[] => Array.isArray(x);
