/** `nabla/ops`: every op but those of linear algebra and the special functions. */
import "../engine/accelerate.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";

export * from "../ops/index.ts";
