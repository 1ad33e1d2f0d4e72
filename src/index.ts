/** The package `nabla`. */
import "./engine/install.ts";
import "./ops/fluent.ts";

export { Tensor } from "./core/tensor.ts";
export * from "./ops/index.ts";
export { type CheckOptions, checkGradients, type GradientCheck } from "./autodiff/checkGradients.ts";
export { grad, valueAndGrad } from "./autodiff/grad.ts";
export { hessian, hvp, jacfwd, jacrev } from "./autodiff/jacobian.ts";
export { trace } from "./autodiff/trace.ts";
export { jvp, linearize, linearTranspose, vjp } from "./autodiff/vjp.ts";
export { vmap } from "./autodiff/vmap.ts";
