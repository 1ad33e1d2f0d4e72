/** `nabla/linalg`: linear algebra. */
import "../engine/accelerate.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";

export * from "../ops/linalg/index.ts";
