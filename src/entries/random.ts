/** `nabla/random`: keys and samplers. */
import "../engine/accelerate.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";

export * from "../random/index.ts";
