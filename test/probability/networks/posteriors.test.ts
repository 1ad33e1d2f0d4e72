/** The networks that ship: all posteriors against enumeration of every combination, and against pgmpy. */
import { describe, expect, test } from "vitest";
import { type BayesianNetwork, exampleNetworks } from "../../../src/probability/networks/index.ts";
import fixtures from "../../fixtures/probability/networks.json" with { type: "json" };
import { bruteMarginals, placesOf, plainOf } from "./bruteForce.ts";

type Case = { evidence: Record<string, string>; probability: number; posteriors: Record<string, number[]> };
const small = fixtures.small as unknown as Record<keyof typeof exampleNetworks, Case[]>;
const rows = Object.entries(small).flatMap(([name, cases]) => cases.map((one) => [name, one.evidence, one] as const));

const makers: Readonly<Record<string, () => BayesianNetwork>> = { ...exampleNetworks };
const netOf = (name: string): BayesianNetwork => makers[name]();

describe.each(rows)("%s given %o", (name, evidence, { probability, posteriors }) => {
  const net = netOf(name);
  const all = net.marginals({ evidence });

  test("agrees with enumeration to 1e-12", () => {
    const { total, marginals } = bruteMarginals(plainOf(net), placesOf(net, evidence));
    expect(Math.abs(net.probability(evidence) - total)).toBeLessThan(1e-12);
    expect(Math.abs(net.logProbability(evidence) - Math.log(total))).toBeLessThan(1e-11);
    expect(Math.abs(all.logEvidence.item() - Math.log(total))).toBeLessThan(1e-11);
    net.variables.forEach((variable, v) => {
      const query = net.query(variable.name, { evidence }).probabilities.data();
      all
        .get(variable.name)
        .probabilities.data()
        .forEach((p, k) => {
          expect(Math.abs(p - marginals[v][k])).toBeLessThan(1e-12);
          expect(Math.abs(query[k] - marginals[v][k])).toBeLessThan(1e-12);
        });
    });
  });

  test("agrees with pgmpy to 1e-8", () => {
    expect(Math.abs(net.probability(evidence) - probability)).toBeLessThan(1e-8);
    expect(Object.keys(posteriors).length).toBeGreaterThan(2);
    for (const [variable, expected] of Object.entries(posteriors)) {
      const found = all.get(variable);
      expected.forEach((p, k) => expect(Math.abs(found.at({ [variable]: k }) - p)).toBeLessThan(1e-8));
    }
  });
});

test("asia has the posteriors that two other programs found", () => {
  // Reference values of two programs that agree to 1e-8.
  const net = exampleNetworks.asia();
  const given = (evidence: Record<string, string>, expected: Record<string, number>, p: number): void => {
    const all = net.marginals({ evidence });
    expect(net.probability(evidence)).toBeCloseTo(p, 10);
    for (const [name, value] of Object.entries(expected))
      expect(all.get(name).at({ [name]: "yes" })).toBeCloseTo(value, 7);
  };
  given({}, { tub: 0.0104, lung: 0.055, either: 0.064828, bronc: 0.45, xray: 0.11029004, dysp: 0.4359706 }, 1);
  given(
    { asia: "yes", xray: "yes" },
    { tub: 0.3377156, lung: 0.37148715, either: 0.69062839, bronc: 0.49110223, smoke: 0.63700743, dysp: 0.68110119 },
    0.001450925,
  );
  given({ smoke: "yes", dysp: "yes" }, { bronc: 0.88016382, either: 0.16221762, xray: 0.20086239 }, 0.276404);
  given({ asia: "yes", dysp: "yes", xray: "no" }, { tub: 0.0022487, bronc: 0.86276077 }, 0.00351314825);
});
