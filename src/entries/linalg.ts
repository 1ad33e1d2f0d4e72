/** `nabla/linalg`: linear algebra. */
import "../engine/install.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";

export * from "../ops/linalg/index.ts";
