/** What formulas can do by themselves: every method is a function of this room that takes a formula first. */
import { fail } from "../base/errors.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import type { Variable } from "./differentiate/variables.ts";
import type { CompiledFormula } from "./evaluate/compile.ts";
import { Expression } from "./expression.ts";
import { compileFormula, evaluateFormula } from "./face/code.ts";
import { D, verify, type Verification } from "./face/index.ts";
import { type FormulaLike, toFormula } from "./input.ts";
import { type LatexOptions, toLatex } from "./print/latex.ts";
import { type TextOptions, toText } from "./print/text.ts";
import { toTypeScript, type TypeScriptOptions } from "./print/typescript.ts";
import { simplify } from "./simplify/simplify.ts";
import { substituteNames } from "./substitute.ts";

declare module "./expression.ts" {
  interface Expression {
    /**
     * The formula as text, which `formula` reads again.
     * @param options - `unicode`: x² and √x in place of x^2 and sqrt(x), default false; `variable`: the one whose powers descend, by
     *   default the letters from s to z
     * @returns one line
     * @example formula("x*x + 1").toString({ unicode: true }) // => 'x² + 1'
     * @keywords print, pretty print, sympy sstr
     */
    toString(options?: TextOptions): string;
    /**
     * The formula in plain LaTeX, in the order and form of textbooks.
     * @param options - `variable`: the one whose powers descend, by default the letters from s to z; `partial`: pending derivatives with
     *   ∂, by default where a function has several arguments; `partials`: those of unknown functions as "subscript" (default) or "fraction"
     * @returns LaTeX without dollars
     * @example formula("1/2 x^-1").latex() // => '\\frac{1}{2x}'
     * @see calculus.parseLatex
     * @keywords TeX, KaTeX, MathJax, sympy latex
     */
    latex(options?: LatexOptions): string;
    /**
     * The formula as an expression of TypeScript.
     * @param names - what symbols are called there, by default as here
     * @param options - `functions`: "Math" for numbers (default) or "nabla" for tensors
     * @returns code
     * @throws TensorError "value" for what has no such form, such as an integral
     * @example formula("x^2 sin x").typescript() // => 'x ** 2 * Math.sin(x)'
     * @see calculus.Expression.compile
     * @keywords code generation, JavaScript, sympy jscode
     */
    typescript(names?: Readonly<Record<string, string>>, options?: TypeScriptOptions): string;
    /**
     * The value of the formula.
     * @param values - a number or tensor for each symbol, by name
     * @returns a number where all values are numbers, else a tensor; NaN where there is no real value
     * @throws TensorError "value" when a symbol has no value
     * @example formula("x^2 + a").evaluate({ x: 2, a: 1 }) // => 5
     * @see calculus.Expression.substitute, calculus.Expression.compile
     * @keywords plug in, value at a point, sympy evalf, subs
     */
    evaluate(values?: Readonly<Record<string, TensorLike>>): number | Tensor;
    /**
     * A function of tensors that computes the formula; it can be differentiated, batched and compiled.
     * @param names - the symbols in the order of the arguments; by default all, in alphabetical order
     * @returns the function
     * @throws TensorError "value" when a symbol is not among the names, or a part has no op
     * @example grad(formula("x^3").compile(["x"]))(2) // => Tensor 12
     * @see calculus.symbolic, calculus.Expression.evaluate
     * @keywords lambdify, tensor function
     */
    compile(names?: readonly string[]): CompiledFormula;
    /**
     * The formula with others in place of its symbols, all at once.
     * @param values - a formula, its text or a number, by name of the symbol
     * @returns the new formula
     * @throws TensorError "syntax" when a text is no formula
     * @example String(formula("x^2 + y").substitute({ x: "y", y: 3 })) // => 'y^2 + 3'
     * @see calculus.Expression.evaluate
     * @keywords replace, plug in, sympy subs
     */
    substitute(values: Readonly<Record<string, FormulaLike>>): Expression;
    /**
     * The formula in textbook form, never a larger one.
     * @returns an equal formula
     * @example String(formula("sin(x)^2 + cos(x)^2").simplify()) // => '1'
     * @see calculus.simplify
     */
    simplify(): Expression;
    /**
     * Its derivative, as the function `D`.
     * @param variable - a symbol or its name
     * @param n - how many times, default 1
     * @returns the derivative in textbook form
     * @throws TensorError "value" when the variable is no symbol, or a part has no derivative
     * @example String(formula("x^3").D("x", 2)) // => '6x'
     * @see calculus.D
     */
    D(variable: Variable, n?: number): Expression;
    /**
     * Compares its derivative with automatic differentiation at random points, as the function `verify`.
     * @param variable - a symbol or its name
     * @returns whether they agree, at how many points, and the largest difference
     * @throws TensorError "value" when the formula has no derivative or no tensor form
     * @example formula("x^x").verify("x").agrees // => true
     * @see calculus.verify
     */
    verify(variable: Variable): Verification;
  }
}

function define(name: PropertyKey, method: (this: Expression, ...rest: never[]) => unknown): void {
  Object.defineProperty(Expression.prototype, name, { value: method, writable: true, configurable: true });
}

define("toString", function (options?: TextOptions) {
  return toText(this, options);
});
define("latex", function (options?: LatexOptions) {
  return toLatex(this, options);
});
define("typescript", function (names?: Readonly<Record<string, string>>, options?: TypeScriptOptions) {
  return toTypeScript(this, names, options);
});
define("evaluate", function (values?: Readonly<Record<string, TensorLike>>) {
  return evaluateFormula(this, values);
});
define("compile", function (names?: readonly string[]) {
  return compileFormula(this, names);
});
define("substitute", function (values: Readonly<Record<string, FormulaLike>>) {
  if (typeof values !== "object" || values === null)
    fail("value", {
      op: "substitute",
      argument: "values",
      got: values,
      expects: 'formulas by name, e.g. { x: "y^2" }',
    });
  const formulas = Object.entries(values).map(([name, x]) => [name, toFormula(x, "substitute", name)] as const);
  return substituteNames(this, new Map(formulas));
});
define("simplify", function () {
  return simplify(this);
});
define("D", function (variable: Variable, n?: number) {
  return D(this, variable, n);
});
define("verify", function (variable: Variable) {
  return verify(this, variable);
});
// JSON.stringify of results would go round in circles.
define("toJSON", function () {
  return toText(this);
});
// What consoles and notebooks ask for.
const shown = function (this: Expression): string {
  return toText(this, { unicode: true });
};
define(Symbol.for("nodejs.util.inspect.custom"), shown);
define(Symbol.for("Deno.customInspect"), shown);
define(Symbol.for("Jupyter.display"), function () {
  return { "text/plain": toText(this, { unicode: true }), "text/latex": `$\\displaystyle ${toLatex(this)}$` };
});
