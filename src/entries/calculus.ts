/** `nabla/calculus`: formulas that differentiate themselves and say by which rule. */
import "../engine/accelerate.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";
import "../calculus/methods.ts";

export { Expression } from "../calculus/expression.ts";
export * from "../calculus/face/index.ts";
export { formula, parseLatex, parseText } from "../calculus/parse/formula.ts";
