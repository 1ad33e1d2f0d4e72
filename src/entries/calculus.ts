/** `nabla/calculus`: formulas that differentiate themselves and say by which rule. */
import "../engine/accelerate.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";
import "../calculus/methods.ts";

export * from "../calculus/index.ts";
