/** All of `nabla/calculus`. */
import "./methods.ts";

export { Expression } from "./expression.ts";
export * from "./face/index.ts";
export { formula, parseLatex, parseText } from "./parse/formula.ts";
