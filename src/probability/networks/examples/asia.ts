/** Chest clinic: the network of Lauritzen and Spiegelhalter. */
import { type BayesianNetwork, bayesianNetwork } from "../bayesianNetwork.ts";

const states = ["yes", "no"];

/**
 * The chest clinic: shortness of breath, tuberculosis, lung cancer and bronchitis. 8 variables.
 * @returns a network
 * @example exampleNetworks.asia().query("lung", { evidence: { xray: "yes" } }).at({ lung: "yes" }) // => 0.4887114013196477
 * @source Lauritzen & Spiegelhalter, Local computations with probabilities, J. R. Stat. Soc. B 50 (1988), 157–224
 * @keywords asia network, chest clinic, tuberculosis
 */
export function asia(): BayesianNetwork {
  return bayesianNetwork({
    asia: { states, table: [0.01, 0.99] },
    tub: {
      states,
      parents: ["asia"],
      table: [
        [0.05, 0.95],
        [0.01, 0.99],
      ],
    },
    smoke: { states, table: [0.5, 0.5] },
    lung: {
      states,
      parents: ["smoke"],
      table: [
        [0.1, 0.9],
        [0.01, 0.99],
      ],
    },
    bronc: {
      states,
      parents: ["smoke"],
      table: [
        [0.6, 0.4],
        [0.3, 0.7],
      ],
    },
    either: { states, parents: ["lung", "tub"], table: [1, 0, 1, 0, 1, 0, 0, 1] },
    xray: {
      states,
      parents: ["either"],
      table: [
        [0.98, 0.02],
        [0.05, 0.95],
      ],
    },
    dysp: { states, parents: ["bronc", "either"], table: [0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.1, 0.9] },
  });
}
