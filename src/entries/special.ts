/** `nabla/special`: special functions. */
import "../engine/install.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";

export * from "../ops/special.ts";
