/** `nabla/autodiff`: derivatives of functions, and of what was computed. */
import "../engine/accelerate.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";

export * from "../autodiff/index.ts";
export type { BackwardOptions } from "../autodiff/imperative.ts";
