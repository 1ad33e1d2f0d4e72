/** How people travel. */
import { type BayesianNetwork, bayesianNetwork } from "../bayesianNetwork.ts";

/**
 * A survey of how people travel, by age (A), sex (S), education (E), occupation (O) and residence (R). 6 variables.
 * @returns a network
 * @example exampleNetworks.survey().query("T").at({ T: "car" }) // => 0.5618339760000001
 * @source Scutari & Denis, Bayesian networks with examples in R (2014), chapter 1
 */
export function survey(): BayesianNetwork {
  return bayesianNetwork({
    A: { states: ["young", "adult", "old"], table: [0.3, 0.5, 0.2] },
    S: { states: ["M", "F"], table: [0.6, 0.4] },
    E: {
      states: ["high", "uni"],
      parents: ["A", "S"],
      table: [0.75, 0.25, 0.64, 0.36, 0.72, 0.28, 0.7, 0.3, 0.88, 0.12, 0.9, 0.1],
    },
    O: { states: ["emp", "self"], parents: ["E"], table: [0.96, 0.04, 0.92, 0.08] },
    R: { states: ["small", "big"], parents: ["E"], table: [0.25, 0.75, 0.2, 0.8] },
    T: {
      states: ["car", "train", "other"],
      parents: ["O", "R"],
      table: [0.48, 0.42, 0.1, 0.58, 0.24, 0.18, 0.56, 0.36, 0.08, 0.7, 0.21, 0.09],
    },
  });
}
