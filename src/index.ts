/** The package `nabla`. */
import "./engine/install.ts";
import "./ops/fluent.ts";
import "./autodiff/imperative.ts";

export { type ErrorCode, type ErrorData, TensorError } from "./base/errors.ts";
export { Tensor } from "./core/tensor.ts";
export * from "./ops/index.ts";
export * as linalg from "./ops/linalg/index.ts";
export * as random from "./random/index.ts";
export * as special from "./ops/special.ts";
export { type CheckOptions, checkGradients, type GradientCheck } from "./autodiff/checkGradients.ts";
export { type BudgetOptions, type DebugNaN, debugNaN, withBudget } from "./autodiff/debug.ts";
export { grad, valueAndGrad } from "./autodiff/grad.ts";
export {
  GradientTape,
  type SourceOptions,
  type TapeGradientOptions,
  type TapeGradients,
  type TapeOptions,
  type Unconnected,
} from "./autodiff/gradientTape.ts";
export type { BackwardOptions } from "./autodiff/imperative.ts";
export { hessian, hvp, jacfwd, jacrev } from "./autodiff/jacobian.ts";
export { noGrad } from "./autodiff/noGrad.ts";
export { trace } from "./autodiff/trace.ts";
export { jvp, linearize, linearTranspose, vjp } from "./autodiff/vjp.ts";
export { vmap } from "./autodiff/vmap.ts";
