/** The package `nabla`. */
import "./engine/install.ts";
import "./ops/fluent.ts";

export { Tensor } from "./core/tensor.ts";
export * from "./ops/index.ts";
export { grad, valueAndGrad } from "./autodiff/grad.ts";
