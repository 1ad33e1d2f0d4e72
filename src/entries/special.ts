/** `nabla/special`: special functions. */
import "../engine/accelerate.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";

export * from "../ops/special.ts";
