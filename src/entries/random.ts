/** `nabla/random`: keys and samplers. */
import "../engine/install.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";

export * from "../random/index.ts";
