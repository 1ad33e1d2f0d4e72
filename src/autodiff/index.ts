/** Derivatives of functions, and of what was computed. */

export { type CheckOptions, checkGradients, type GradientCheck } from "./checkGradients.ts";
export { type BudgetOptions, type DebugNaN, debugNaN, withBudget } from "./debug.ts";
export { checkpoint } from "./checkpoint.ts";
export { customJvp, type JvpRule } from "./customJvp.ts";
export { type Cotangents, customVjp } from "./customVjp.ts";
export { grad, valueAndGrad } from "./grad.ts";
export {
  GradientTape,
  type SourceOptions,
  type TapeGradientOptions,
  type TapeGradients,
  type TapeOptions,
  type Unconnected,
} from "./gradientTape.ts";
export { hessian, hvp, jacfwd, jacrev } from "./jacobian.ts";
export { noGrad } from "./noGrad.ts";
export { trace } from "./trace.ts";
export { jvp, linearize, linearTranspose, vjp } from "./vjp.ts";
export { vmap } from "./vmap.ts";
