/** The public functions on formulas. */
export type { CompiledFormula } from "../evaluate/compile.ts";
export { matrix, type MatrixFacts, vector } from "../matrix/symbols.ts";
export {
  differentiateNumerically,
  type DifferenceOptions,
  type NumericalDerivative,
} from "../numeric/differentiate.ts";
export {
  type LimitRow,
  type LimitTable,
  limitTable,
  type LimitTableOptions,
  numericalLimit,
  type NumericalLimitOptions,
} from "../numeric/limit.ts";
export { notate, notations } from "../print/notation.ts";
export { vectorNotations } from "../print/vectorNotation.ts";
export { symbolic } from "./code.ts";
export * from "./derivatives.ts";
export * from "./forms.ts";
export { type AllStepOptions, gradient, type GradientOptions, hessian, jacobian, steps } from "./gradients.ts";
export type { Presented } from "./present.ts";
export * from "./problems.ts";
export type { MatrixSteps, ScalarSteps, Steps } from "./steps.ts";
export { symbol } from "./symbols.ts";
export { type Verification, verify } from "./verify.ts";
