/**
 * The 24 networks of the bnlearn repository, when they are there: in ../shared/data/networks, or where NABLA_NETWORKS says. Their
 * licence is not confirmed, so that they are no part of the project.
 */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { key } from "nabla/random";
import {
  type BayesianNetwork,
  parseBIF,
  parseXMLBIF,
  toBIF,
  toXMLBIF,
} from "../../../src/probability/networks/index.ts";
import { root } from "../../../tools/entries.ts";
import fixtures from "../../fixtures/probability/networks.json" with { type: "json" };

const folder = process.env.NABLA_NETWORKS ?? `${root}../shared/data/networks`;
const isThere = existsSync(`${folder}/alarm.bif.gz`);
if (!isThere) console.warn(`extended suite of networks: skipped, there is no ${folder}/alarm.bif.gz`);

const textOf = (name: string): string => gunzipSync(readFileSync(`${folder}/${name}.bif.gz`)).toString();
const nets = new Map<string, BayesianNetwork>();
function load(name: string): BayesianNetwork {
  const net = nets.get(name) ?? parseBIF(textOf(name));
  nets.set(name, net);
  return net;
}

/** Nodes and arcs. */
const sizes: Readonly<Record<string, readonly [number, number]>> = {
  alarm: [37, 46],
  andes: [223, 338],
  asia: [8, 8],
  barley: [48, 84],
  cancer: [5, 4],
  child: [20, 25],
  diabetes: [413, 602],
  earthquake: [5, 4],
  hailfinder: [56, 66],
  hepar2: [70, 123],
  insurance: [27, 52],
  link: [724, 1125],
  mildew: [35, 46],
  munin: [1041, 1397],
  munin1: [186, 273],
  munin2: [1003, 1244],
  munin3: [1041, 1306],
  munin4: [1038, 1388],
  pathfinder: [109, 195],
  pigs: [441, 592],
  sachs: [11, 17],
  survey: [6, 6],
  water: [32, 66],
  win95pts: [76, 112],
};

describe.runIf(isThere)("networks of the bnlearn repository", () => {
  test.each(Object.entries(sizes))(
    "%s is read, and its marginals are distributions",
    (name, [nodes, arcs]) => {
      const net = load(name);
      expect(net.variables.length).toBe(nodes);
      expect(net.variables.reduce((sum, v) => sum + net.parents(v.name).length, 0)).toBe(arcs);
      const all = net.marginals();
      expect(Math.abs(all.logEvidence.item())).toBeLessThan(1e-9);
      for (const [, table] of all) {
        const p = Array.from(table.probabilities.data());
        expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        expect(p.every((x) => x >= 0 && x <= 1 + 1e-12)).toBe(true);
      }
    },
    60_000,
  );

  type Case = { evidence: Record<string, string>; probability: number; posteriors: Record<string, number[]> };
  test.each(Object.entries(fixtures.large as unknown as Record<string, Case[]>))(
    "%s agrees with pgmpy to 1e-8",
    (name, cases) => {
      const net = load(name);
      for (const { evidence, probability, posteriors } of cases) {
        const all = net.marginals({ evidence });
        expect(Math.abs(net.probability(evidence) - probability)).toBeLessThan(1e-8);
        for (const [variable, expected] of Object.entries(posteriors)) {
          const p = all.get(variable).probabilities.data();
          const q = net.query(variable, { evidence }).probabilities.data();
          expected.forEach((value, k) => {
            expect(Math.abs(p[k] - value)).toBeLessThan(1e-8);
            expect(Math.abs(q[k] - value)).toBeLessThan(1e-8);
          });
        }
      }
    },
  );

  /** ln P(e) of every (n // 5)-th leaf, five at most, in its most probable state; two programs agree on these. */
  const logs: Readonly<Record<string, number>> = {
    child: -2.169171,
    insurance: -0.965838,
    alarm: -1.481002,
    hailfinder: -4.748314,
    hepar2: -1.886556,
    win95pts: -0.322401,
    water: -1.527687,
    andes: -1.128016,
    pigs: -3.465736,
    pathfinder: -0.174304,
  };
  test.each(Object.entries(logs))(
    "%s has the reference probability of evidence",
    (name, expected) => {
      const net = load(name);
      const prior = net.marginals();
      const leaves = net.variables
        .map((v) => v.name)
        .filter((v) => net.children(v).length === 0)
        .sort((a, b) => (a < b ? -1 : 1));
      const step = Math.max(1, Math.floor(leaves.length / 5));
      const chosen = leaves.filter((_, i) => i % step === 0).slice(0, 5);
      const evidence = Object.fromEntries(chosen.map((leaf) => [leaf, prior.get(leaf).mode()[leaf]]));
      expect(Math.abs(net.logProbability(evidence) - expected)).toBeLessThan(1e-6);
      expect(Math.abs(net.marginals({ evidence }).logEvidence.item() - expected)).toBeLessThan(1e-6);
    },
    60_000,
  );

  test("single values of two other programs", () => {
    const near = (
      net: BayesianNetwork,
      evidence: Record<string, string>,
      values: readonly (readonly [string, string, number])[],
    ): void => {
      const all = net.marginals({ evidence });
      for (const [name, state, p] of values)
        expect(Math.abs(all.get(name).at({ [name]: state }) - p)).toBeLessThan(6e-8);
    };
    const alarm = load("alarm");
    near(alarm, {}, [
      ["PRESS", "ZERO", 0.0272145],
      ["PRESS", "HIGH", 0.5079441],
      ["BP", "LOW", 0.3899931],
      ["BP", "NORMAL", 0.2047078],
      ["CATECHOL", "HIGH", 0.8998657],
      ["VENTLUNG", "ZERO", 0.7426393],
    ]);
    const seen = { HRBP: "HIGH", CVP: "LOW", BP: "LOW" };
    expect(alarm.probability(seen)).toBeCloseTo(0.04398783437, 10);
    near(alarm, seen, [
      ["HYPOVOLEMIA", "TRUE", 0.1519801],
      ["LVFAILURE", "TRUE", 0.5725208],
      ["ANAPHYLAXIS", "TRUE", 0.0198672],
      ["STROKEVOLUME", "LOW", 0.6278416],
    ]);
    near(load("hailfinder"), {}, [
      ["PlainsFcst", "XNIL", 0.6136512],
      ["PlainsFcst", "SVR", 0.1481088],
    ]);
    expect(load("insurance").probability({ Age: "Adolescent", Accident: "Severe" })).toBeCloseTo(0.03504765737, 10);
  });

  test.each(["alarm", "andes", "pigs", "munin2"])(
    "%s has most probable states of the probability that is named",
    (name) => {
      const net = load(name);
      const { states, logProbability, probability } = net.mostProbable();
      expect(net.logProbability(states)).toBeCloseTo(logProbability, 9);
      expect(Math.log(probability)).toBeCloseTo(logProbability, 9);
      // No other state of one variable is better.
      for (const { name: variable, states: all } of net.variables.slice(0, 30)) {
        for (const state of all) {
          expect(net.logProbability({ ...states, [variable]: state })).toBeLessThanOrEqual(logProbability + 1e-9);
        }
      }
    },
    60_000,
  );

  test("odd names survive being written", () => {
    const net = load("hepar2");
    const child = load("child");
    expect(parseBIF(toBIF(child)).variables).toEqual(child.variables);
    expect(parseXMLBIF(toXMLBIF(child)).variables).toEqual(child.variables);
    expect(parseXMLBIF(toXMLBIF(net)).variables).toEqual(net.variables);
  });

  test("what is too large says so before it starts, and sampling answers", () => {
    const net = load("munin1");
    const { bytes } = net.cost();
    expect(() => net.marginals({ memory: bytes - 1 })).toThrow(/GB at once.*estimate\(key/s);
    const exact = net.marginals();
    const found = net.estimate(key(0), { n: 4096 });
    for (const name of ["L_LNLPC5_DELT_MUSIZE", net.variables[3].name, net.variables[90].name]) {
      if (!net.variables.some((v) => v.name === name)) continue;
      const errors = found.standardErrors(name).data();
      found
        .get(name)
        .probabilities.data()
        .forEach((p, k) => {
          expect(Math.abs(p - exact.get(name).probabilities.data()[k])).toBeLessThan(5.3 * errors[k] + 0.004);
        });
    }
  }, 60_000);
});
