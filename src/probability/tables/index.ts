/** The public names of tables. */
export { bayes, type BayesInput, BayesResult, type Likelihood } from "./bayes.ts";
export {
  type CellsLike,
  conditional,
  type ConditionalOptions,
  ConditionalTable,
  type NestedNumbers,
} from "./conditional.ts";
export { Explanation, type ExplanationStep } from "./explain.ts";
export { Independence } from "./independence.ts";
export { JointTable, type Row } from "./joint.ts";
export { joint, type JointOptions, tabulate } from "./make.ts";
export type { EntropyOptions, GivenOptions, Query } from "./measures.ts";
export { Quantity, quantity, type QuantityLike } from "./quantity.ts";
