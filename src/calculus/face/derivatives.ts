/** Derivatives of formulas, as users write them: text and names are taken in place of formulas and symbols. */
import { check as checkAnswer, type CheckOptions, type Verdict } from "../differentiate/check.ts";
import { type DefinitionProof, fromDefinition as proveFromDefinition } from "../differentiate/definition.ts";
import * as indirect from "../differentiate/indirect.ts";
import * as operators from "../differentiate/operators.ts";
import type { FormulaVector } from "../differentiate/operators.ts";
import type { StepOptions } from "../differentiate/record.ts";
import type { TidyOptions } from "../differentiate/tidy.ts";
import type { Variable } from "../differentiate/variables.ts";
import type { Expression } from "../expression.ts";
import { type FormulaLike, toFormula, toFormulas } from "../input.ts";
import { proofToLatex, proofToText } from "../steps/proof.ts";
import { type Presented, present } from "./present.ts";
import { type ScalarSteps, shownSteps, shownVector } from "./steps.ts";

/**
 * The n-th derivative of a formula.
 * @param expr - a scalar formula
 * @param x - a symbol or its name
 * @param n - how many times, default 1
 * @param options - `simplify`: what brings each derivative into form, default `simplify`; `false` for none
 * @returns the derivative; expr itself for n = 0
 * @throws TensorError "value" when x is no symbol, n is no whole number from 0 on, or a part has no derivative; "syntax" when a text is
 *   no formula
 * @example String(D(formula("x^3"), "x", 2)) // => '6x'
 * @math \frac{d^n}{dx^n} f(x)
 * @cost each distinct part of the formula once for each of the n derivatives
 * @see partial, steps
 * @keywords derivative, differentiate, higher derivative, sympy diff
 * @source Dive into Deep Learning 2.4.1
 */
export function D(expr: FormulaLike, x: Variable, n = 1, options: TidyOptions = {}): Expression {
  return operators.D(toFormula(expr, "D"), x, n, options);
}

/**
 * A partial derivative, by each of the variables in turn.
 * @param expr - a scalar formula
 * @param variables - symbols or names; the same may stand more than once
 * @returns ∂ⁿf/∂x∂y…
 * @throws TensorError "value" when a variable is no symbol, or a part has no derivative; "syntax" when a text is no formula
 * @example String(partial(formula("x^2 y^3"), "x", "y")) // => '6x y^2'
 * @math \frac{\partial^2 f}{\partial x\,\partial y}
 * @see D, gradient
 * @keywords partial derivative, mixed derivative, sympy diff
 * @source Dive into Deep Learning 2.4.3
 */
export function partial(expr: FormulaLike, ...variables: readonly Variable[]): Expression {
  return operators.partial(toFormula(expr, "partial"), ...variables);
}

/**
 * The Laplacian: the sum of the second derivatives in each variable.
 * @param expr - a scalar formula
 * @param variables - symbols or names
 * @param options - `simplify`: what brings the sum into form, default `simplify`; `false` for none
 * @returns ∂²f/∂x₁² + ∂²f/∂x₂² + …
 * @throws TensorError "value" when a variable is no symbol, or a part has no derivative; "syntax" when a text is no formula
 * @example String(laplacian(formula("x^2 + y^2"), ["x", "y"])) // => '4'
 * @math \Delta f = \nabla \cdot \nabla f
 * @see divergence, hessian
 * @keywords Laplace operator, trace of the Hessian, sympy laplacian
 * @source ISO 80000-2
 */
export function laplacian(expr: FormulaLike, variables: readonly Variable[], options: TidyOptions = {}): Expression {
  return operators.laplacian(toFormula(expr, "laplacian"), variables, options);
}

/**
 * The divergence of a vector field.
 * @param field - one formula for each variable
 * @param variables - symbols or names
 * @param options - `simplify`: what brings the sum into form, default `simplify`; `false` for none
 * @returns ∂F₁/∂x₁ + ∂F₂/∂x₂ + …
 * @throws TensorError "value" when there are not as many formulas as variables, or a part has no derivative; "syntax" when a text is no
 *   formula
 * @example String(divergence([formula("x^2"), formula("x y")], ["x", "y"])) // => '3x'
 * @math \nabla \cdot F
 * @see curl, laplacian
 * @keywords div, sources of a field, sympy divergence
 * @source ISO 80000-2
 */
export function divergence(
  field: readonly FormulaLike[],
  variables: readonly Variable[],
  options: TidyOptions = {},
): Expression {
  return operators.divergence(toFormulas(field, "divergence", "field"), variables, options);
}

/**
 * The curl of a vector field in space.
 * @param field - three formulas
 * @param variables - three symbols or names
 * @param options - `simplify`: what brings each entry into form, default `simplify`; `false` for none
 * @returns ∇ × F, labelled by the variables
 * @throws TensorError "value" when there are not three of each, or a part has no derivative; "syntax" when a text is no formula
 * @example curl([formula("-y"), formula("x"), formula("0")], ["x", "y", "z"]).entries.join(", ") // => '0, 0, 2'
 * @math \nabla \times F
 * @see divergence
 * @keywords rot, rotation of a field, sympy curl
 * @source ISO 80000-2
 */
export function curl(
  field: readonly FormulaLike[],
  variables: readonly Variable[],
  options: TidyOptions = {},
): FormulaVector & Presented {
  return shownVector(operators.curl(toFormulas(field, "curl", "field"), variables, options));
}

/**
 * The derivative of a scalar formula in a direction: ∇f · v.
 * @param expr - a scalar formula
 * @param variables - symbols or names
 * @param direction - one formula for each variable, taken as it is
 * @param options - `unit`: divide by the length of the direction, default false; `simplify`: what brings
 *   the result into form; `false` for none
 * @returns the rate of change along the direction
 * @throws TensorError "value" when the direction has another length than the variables, or a part has no derivative; "syntax" when a text
 *   is no formula
 * @example String(directional(formula("x^2 + y"), ["x", "y"], [formula("3"), formula("4")])) // => '6x + 4'
 * @math \nabla_v f = \nabla f \cdot v
 * @see gradient
 * @keywords directional derivative, slope in a direction, sympy directional_derivative
 * @source Apostol, Calculus, vol. 2, 2nd ed., chapter 8
 */
export function directional(
  expr: FormulaLike,
  variables: readonly Variable[],
  direction: readonly FormulaLike[],
  options: TidyOptions & { readonly unit?: boolean } = {},
): Expression {
  return operators.directional(
    toFormula(expr, "directional"),
    variables,
    toFormulas(direction, "directional", "direction"),
    options,
  );
}

/**
 * The total derivative: the multivariate chain rule with named inner functions.
 * @param expr - a formula f of the variables named in `inner`, and of t where it likes
 * @param inner - what each variable is as a formula of t; `undefined` for an unknown function x(t)
 * @param t - the symbol to differentiate by
 * @param options - `route` and `simplify`: as for `steps`
 * @returns the derivative with its steps: Σ ∂f/∂u · du/dt, plus ∂f/∂t where t stands in f itself
 * @throws TensorError "value" when t is no symbol, or a part has no derivative; "syntax" when a text is no formula
 * @example String(total(formula("x y"), { x: formula("t^2"), y: formula("sin(t)") }, "t").result) // => 't^2 cos(t) + 2t sin(t)'
 * @math \frac{df}{dt} = \sum_j \frac{\partial f}{\partial u_j} \frac{du_j}{dt}
 * @see D, implicit
 * @keywords multivariate chain rule, total derivative
 * @source Dive into Deep Learning 2.4.4
 */
export function total(
  expr: FormulaLike,
  inner: Readonly<Record<string, FormulaLike | undefined>>,
  t: Variable,
  options: StepOptions = {},
): ScalarSteps {
  const formulas = Object.entries(inner).map(
    ([name, f]) => [name, f === undefined ? f : toFormula(f, "total", name)] as const,
  );
  return shownSteps(indirect.total(toFormula(expr, "total"), Object.fromEntries(formulas), t, options));
}

/**
 * The derivative of y that an equation defines: -F_x/F_y for F(x, y) = 0.
 * @param equation - an equation, or a formula F that is 0
 * @param y - the symbol that depends on x
 * @param x - the symbol to differentiate by
 * @param options - `order`: 1 by default; `route` and `simplify`: as for `steps`
 * @returns dy/dx, or a higher derivative, as a formula of x and y, with its steps
 * @throws TensorError "value" when the equation does not depend on y, or is an inequality; "syntax" when a text is no formula
 * @example String(implicit(formula("x^2 + y^2 = 25"), "y", "x").result) // => '-x/y'
 * @math \frac{dy}{dx} = -\frac{\partial F/\partial x}{\partial F/\partial y}
 * @see inverseDerivative, total
 * @keywords implicit differentiation, implicit function theorem, sympy idiff
 * @source Apostol, Calculus, vol. 2, 2nd ed., chapter 9
 */
export function implicit(
  equation: FormulaLike,
  y: Variable,
  x: Variable,
  options: StepOptions & { readonly order?: number } = {},
): ScalarSteps {
  return shownSteps(indirect.implicit(toFormula(equation, "implicit", "equation"), y, x, options));
}

/**
 * The derivative of an inverse function: (f⁻¹)′(y) = 1/f′(x) where y = f(x).
 * @param f - a formula of x
 * @param x - a symbol or its name
 * @param at - y, where it is wanted; then f must be solvable for x by undoing one function after the other
 * @param options - `route` and `simplify`: as for `steps`
 * @returns the derivative as a formula of x, or at y as a formula of y, with its steps
 * @throws TensorError "value" when f does not depend on x, or cannot be solved for x and `at` is given; "syntax" when a text is no
 *   formula
 * @example String(inverseDerivative(formula("x^3"), "x", formula("8")).result) // => '1/12'
 * @math (f^{-1})'(y) = \frac{1}{f'(f^{-1}(y))}
 * @see implicit
 * @keywords inverse function theorem
 * @source Spivak, Calculus, 4th ed., chapter 12
 */
export function inverseDerivative(
  f: FormulaLike,
  x: Variable,
  at?: FormulaLike,
  options: StepOptions = {},
): ScalarSteps {
  const place = at === undefined ? undefined : toFormula(at, "inverseDerivative", "at");
  return shownSteps(indirect.inverseDerivative(toFormula(f, "inverseDerivative", "f"), x, place, options));
}

/**
 * The derivative by logarithmic differentiation: y′ = y (ln y)′.
 * @param expr - a product, quotient or power
 * @param x - a symbol or its name
 * @param options - `simplify`: what brings the result into form, default `simplify`; `false` for none
 * @returns the derivative with its steps
 * @throws TensorError "value" when a part has no derivative; "syntax" when a text is no formula
 * @example String(logarithmic(formula("x^x"), "x").result) // => 'x^x (ln(x) + 1)'
 * @math y' = y\,(\ln y)'
 * @see steps
 * @keywords logarithmic derivative
 * @source Spivak, Calculus, 4th ed., chapter 18
 */
export function logarithmic(expr: FormulaLike, x: Variable, options: Omit<StepOptions, "route"> = {}): ScalarSteps {
  return shownSteps(indirect.logarithmic(toFormula(expr, "logarithmic"), x, options));
}

/**
 * The slope of a curve that is given by a parameter: dy/dx = y′(t)/x′(t).
 * @param x - a formula of t
 * @param y - a formula of t
 * @param t - a symbol or its name
 * @param options - `order`: 1 by default; `route` and `simplify`: as for `steps`
 * @returns dⁿy/dxⁿ as a formula of t, with its steps
 * @throws TensorError "value" when x does not depend on t; "syntax" when a text is no formula
 * @example String(parametric(formula("cos(t)"), formula("sin(t)"), "t").result) // => '-1/tan(t)'
 * @math \frac{dy}{dx} = \frac{y'(t)}{x'(t)}
 * @see implicit
 * @keywords parametric curve, slope
 * @source Spivak, Calculus, 4th ed., appendix of chapter 12
 */
export function parametric(
  x: FormulaLike,
  y: FormulaLike,
  t: Variable,
  options: StepOptions & { readonly order?: number } = {},
): ScalarSteps {
  return shownSteps(indirect.parametric(toFormula(x, "parametric", "x"), toFormula(y, "parametric", "y"), t, options));
}

/**
 * The derivative of an integral by a parameter, under the sign and at moving limits.
 * @param integral - ∫ f dt, with or without limits
 * @param x - a symbol or its name
 * @param options - `route` and `simplify`: as for `steps`
 * @returns the derivative with its steps
 * @throws TensorError "value" when it is no integral, or a part has no derivative; "syntax" when a text is no formula
 * @example String(underIntegral(formula("integral(t^2, t, 0, x^2)"), "x").result) // => '2x^5'
 * @math \frac{d}{dx} \int_{a(x)}^{b(x)} f(x, t)\,dt = f(x, b) b' - f(x, a) a' + \int_a^b \frac{\partial f}{\partial x}\,dt
 * @see D
 * @keywords Leibniz integral rule, Feynman's trick
 * @source Flanders, Differentiation under the integral sign, American Mathematical Monthly 80 (1973), 615–627
 */
export function underIntegral(integral: FormulaLike, x: Variable, options: StepOptions = {}): ScalarSteps {
  return shownSteps(indirect.underIntegral(toFormula(integral, "underIntegral", "integral"), x, options));
}

/**
 * The derivative proved from the definition: the difference quotient is expanded and simplified, then h goes to 0.
 * @param expr - constants, xⁿ for whole n > 0, 1/x, √x, eˣ, ln x, sin x, cos x, unknown functions f(x), and their sums, constant
 *   multiples, products and quotients
 * @param x - a symbol or its name
 * @returns the lines of the proof, each equal to the one before, and proofs for the parts it uses
 * @throws TensorError "value" when the formula is made in another way: "unsupported: … at …"; "syntax" when a text is no formula
 * @example fromDefinition(formula("x^2"), "x").lines.map(({ expression }) => String(expression)).at(-2) // => '2x + h'
 * @math f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}
 * @see steps
 * @keywords difference quotient, limit, first principles
 * @source Dive into Deep Learning 2.4.1
 */
export function fromDefinition(expr: FormulaLike, x: Variable): DefinitionProof & Presented {
  const proof = proveFromDefinition(toFormula(expr, "fromDefinition"), x);
  return present(
    proof,
    () => proofToText(proof),
    () => proofToLatex(proof),
  );
}

/**
 * Checks a student's answer by its value at random points in the domain.
 * @param problem - the formula to transform, such as a derivative that is not carried out: d/dx [x²]
 * @param answer - a formula, or the lines of a solution in order, all equal to the problem
 * @param options - `points` (12), `tolerance` (1e-8), `simplify`: formulas of the same form are "right", by default as they stand
 * @returns the verdict; for a wrong answer the first wrong line, the part in it and a point where the values differ
 * @throws TensorError "value" when there is no line, or the problem has no derivative; "syntax" when a text is no formula
 * @example
 * check(formula("d/dx(x^2)"), formula("2x")).verdict // => 'right'
 * check(formula("d/dx(x^2)"), [formula("2x"), formula("x")]).line // => 1
 * @see steps
 * @keywords grade, exercise, wrong step, equivalent
 * @source Schwartz 1980 and Zippel 1979: formulas that agree at random points are equal with high probability
 */
export function check(
  problem: FormulaLike,
  answer: FormulaLike | readonly FormulaLike[],
  options: CheckOptions = {},
): Verdict {
  const lines = Array.isArray(answer)
    ? toFormulas(answer, "check", "answer")
    : toFormula(answer as FormulaLike, "check", "answer");
  return checkAnswer(toFormula(problem, "check", "problem"), lines, options);
}
