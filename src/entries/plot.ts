/** `nabla/plot`: figures for terminals, pages, notebooks and files. */
import "../engine/accelerate.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";

export * from "../plot/index.ts";
