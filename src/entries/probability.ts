/** `nabla/probability`: events and tables, Bayesian networks, distributions with every function and every gradient. */
import "../engine/accelerate.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";

export * from "../probability/index.ts";
