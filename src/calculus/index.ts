/** All of `nabla/calculus` but the methods of formulas, which entries add. */
export { Expression } from "./expression.ts";
export * from "./face/index.ts";
export { formula, parseLatex, parseText } from "./parse/formula.ts";
