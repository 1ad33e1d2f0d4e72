/** `nabla`: everything, as functions and as methods of tensors. */
import "../engine/accelerate.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";

export * from "./functional.ts";
export type { BackwardOptions } from "../autodiff/imperative.ts";
