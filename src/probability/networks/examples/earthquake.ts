/** The burglar alarm. */
import { type BayesianNetwork, bayesianNetwork } from "../bayesianNetwork.ts";

const states = ["True", "False"];

/**
 * The burglar alarm that earthquakes set off too: knowing one cause explains the other away. 5 variables.
 * @returns a network
 * @example exampleNetworks.earthquake().query("Burglary", { evidence: { Alarm: true } }).at({ Burglary: "True" }) // => 0.5834605503220761
 * @source Korb & Nicholson, Bayesian artificial intelligence, 2nd ed. (2010), 2.5, after Pearl (1988)
 * @keywords explaining away
 */
export function earthquake(): BayesianNetwork {
  return bayesianNetwork({
    Burglary: { states, table: [0.01, 0.99] },
    Earthquake: { states, table: [0.02, 0.98] },
    Alarm: { states, parents: ["Burglary", "Earthquake"], table: [0.95, 0.05, 0.94, 0.06, 0.29, 0.71, 0.001, 0.999] },
    JohnCalls: { states, parents: ["Alarm"], table: [0.9, 0.1, 0.05, 0.95] },
    MaryCalls: { states, parents: ["Alarm"], table: [0.7, 0.3, 0.01, 0.99] },
  });
}
