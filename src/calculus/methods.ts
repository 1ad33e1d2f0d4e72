/** What formulas can do by themselves: every method is a function of this room that takes a formula first. */
import type { Tensor, TensorLike } from "../core/tensor.ts";
import type { Variable } from "./differentiate/variables.ts";
import { compile, type CompiledFormula } from "./evaluate/compile.ts";
import { evaluate } from "./evaluate/evaluate.ts";
import { Expression } from "./expression.ts";
import { D, verify, type Verification } from "./face/index.ts";
import { type FormulaLike, toFormula } from "./input.ts";
import { type LatexOptions, toLatex } from "./print/latex.ts";
import { type TextOptions, toText } from "./print/text.ts";
import { toTypeScript, type TypeScriptOptions } from "./print/typescript.ts";
import { simplify } from "./simplify/simplify.ts";
import { substituteNames } from "./substitute.ts";

declare module "./expression.ts" {
  interface Expression {
    /** The formula as text that `formula` reads again. @param options - `unicode`: x² and √x, default false */
    toString(options?: TextOptions): string;
    /** The formula in plain LaTeX, in the order of textbooks. @param options - which variable leads, how partial derivatives look */
    latex(options?: LatexOptions): string;
    /** The formula as an expression of TypeScript. @param names - what symbols are called there */
    typescript(names?: Readonly<Record<string, string>>, options?: TypeScriptOptions): string;
    /** Its value. @param values - a number or tensor for each symbol, by name */
    evaluate(values?: Readonly<Record<string, TensorLike>>): number | Tensor;
    /** A function of tensors, which can be differentiated and compiled. @param names - the symbols in the order of the arguments */
    compile(names?: readonly string[]): CompiledFormula;
    /** The formula with other formulas in place of symbols. @param values - by name */
    substitute(values: Readonly<Record<string, FormulaLike>>): Expression;
    /** The formula in textbook form. */
    simplify(): Expression;
    /** Its derivative. @param variable - a symbol or its name @param n - how many times, default 1 */
    D(variable: Variable, n?: number): Expression;
    /** Compares a derivative with automatic differentiation at random points. @param variable - a symbol or its name */
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
  return evaluate(this, values);
});
define("compile", function (names?: readonly string[]) {
  return compile(this, names);
});
define("substitute", function (values: Readonly<Record<string, FormulaLike>>) {
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
// What consoles and notebooks ask for.
const shown = function (this: Expression): string {
  return toText(this, { unicode: true });
};
define(Symbol.for("nodejs.util.inspect.custom"), shown);
define(Symbol.for("Deno.customInspect"), shown);
define(Symbol.for("Jupyter.display"), function () {
  return { "text/plain": toText(this, { unicode: true }), "text/latex": `$\\displaystyle ${toLatex(this)}$` };
});
