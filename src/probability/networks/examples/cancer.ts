/** Lung cancer, as a first example of a network. */
import { type BayesianNetwork, bayesianNetwork } from "../bayesianNetwork.ts";

const states = ["True", "False"];

/**
 * Lung cancer, its causes and its signs. 5 variables.
 * @returns a network
 * @example exampleNetworks.cancer().probability({ Cancer: true }) // => 0.01163
 * @source Korb & Nicholson, Bayesian artificial intelligence, 2nd ed. (2010), 2.2
 */
export function cancer(): BayesianNetwork {
  return bayesianNetwork({
    Pollution: { states: ["low", "high"], table: [0.9, 0.1] },
    Smoker: { states, table: [0.3, 0.7] },
    Cancer: { states, parents: ["Pollution", "Smoker"], table: [0.03, 0.97, 0.001, 0.999, 0.05, 0.95, 0.02, 0.98] },
    Xray: { states: ["positive", "negative"], parents: ["Cancer"], table: [0.9, 0.1, 0.2, 0.8] },
    Dyspnoea: { states, parents: ["Cancer"], table: [0.65, 0.35, 0.3, 0.7] },
  });
}
