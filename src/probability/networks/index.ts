/** Bayesian networks and factor graphs: exact answers, files, sampling. */

export { BayesianNetwork, bayesianNetwork, type NodeSpec } from "./bayesianNetwork.ts";
export * as exampleNetworks from "./examples/index.ts";
export { Estimates } from "./estimate.ts";
export type { Evidence, Observation } from "./evidence.ts";
export {
  type EstimateOptions,
  FactorGraph,
  type FactorSpec,
  factorGraph,
  type MostProbable,
  type QueryCost,
  type QueryOptions,
  type SomeOptions,
} from "./factorGraph.ts";
export { parseBIF, toBIF } from "./files/bif.ts";
export { parseUAI, parseUAIEvidence, toUAI } from "./files/uai.ts";
export { parseXMLBIF, toXMLBIF } from "./files/xmlbif.ts";
export { Marginals, QueryTable } from "./queryTable.ts";
export { Samples } from "./sampling.ts";
export type { IndependenceStatement, Passage, Separation } from "./separation.ts";
export type { Variable } from "./structure.ts";
