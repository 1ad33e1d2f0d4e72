/** The public functions on formulas. */
export * from "./derivatives.ts";
export { gradient, type GradientOptions, hessian, jacobian, steps, type AllStepOptions } from "./gradients.ts";
export type { Presented } from "./present.ts";
export type { Steps } from "./steps.ts";
export { verify, type Verification } from "./verify.ts";
