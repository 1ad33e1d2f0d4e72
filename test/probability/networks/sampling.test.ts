/** Draws and estimates: repeatable, and right within errors that are designed to fail once in a hundred thousand runs. */
import { foldIn, key } from "nabla/random";
import { describe, expect, test } from "vitest";
import { exampleNetworks, factorGraph, type FactorGraph } from "../../../src/probability/networks/index.ts";

const asia = exampleNetworks.asia();
/** Normal deviates beyond this have probability 1e-7 in about; there are some tens of comparisons. */
const SIGMAS = 5.3;

describe("draws", () => {
  test("are a function of the key and of their place alone", () => {
    const [long, short] = [asia.sample(key(1), 100), asia.sample(key(1), 10)];
    for (const { name } of asia.variables) {
      const first = long.column(name).toArray().slice(0, 10);
      expect(first).toEqual(short.column(name).toArray());
    }
    expect(asia.sample(key(2), 100).column("smoke").toArray()).not.toEqual(long.column("smoke").toArray());
    expect(long.at(3)).toEqual(
      Object.fromEntries(asia.variables.map(({ name, states }) => [name, states[long.column(name).toArray()[3]]])),
    );
  });

  test("have the frequencies of the joint distribution", () => {
    const n = 100_000;
    const draws = asia.sample(key(3), n);
    const [smoke, lung, dysp] = ["smoke", "lung", "dysp"].map((name) => draws.column(name).data());
    const counts = new Float64Array(8);
    for (let i = 0; i < n; i++) counts[4 * smoke[i] + 2 * lung[i] + dysp[i]]++;
    asia
      .query(["smoke", "lung", "dysp"])
      .probabilities.data()
      .forEach((p, i) => {
        expect(Math.abs(counts[i] - n * p)).toBeLessThan(SIGMAS * Math.sqrt(n * p * (1 - p)));
      });
  });

  test("keep what is impossible impossible", () => {
    const draws = asia.sample(key(4), 10_000);
    const [lung, tub, either] = ["lung", "tub", "either"].map((name) => draws.column(name).data());
    for (let i = 0; i < 10_000; i++) expect(either[i] === 0).toBe(lung[i] === 0 || tub[i] === 0);
  });
});

/** Each probability is within so many of its own standard errors. */
function checkEstimates(
  model: FactorGraph,
  options: NonNullable<Parameters<FactorGraph["estimate"]>[1]>,
  seed: number,
): void {
  const found = model.estimate(key(seed), options);
  const exact = model.marginals({ evidence: options.evidence });
  for (const { name } of model.variables) {
    const [p, q] = [found, exact].map((all) => Array.from(all.get(name).probabilities.data()));
    const errors = found.standardErrors(name).data();
    p.forEach((value, k) => expect(Math.abs(value - q[k]), `${name} ${k}`).toBeLessThan(SIGMAS * errors[k] + 1e-9));
    expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  }
}

describe("likelihood weighting", () => {
  const evidence = { dysp: "yes", xray: "no" };

  test("agrees with exact answers within its errors", () => checkEstimates(asia, { evidence, n: 50_000 }, 5));
  test("takes soft evidence", () =>
    checkEstimates(asia, { evidence: { xray: [0.9, 0.2], smoke: "no" }, n: 50_000 }, 6));
  test("without evidence every draw counts", () => {
    expect(asia.estimate(key(0), { n: 3000 }).effectiveSampleSize("lung")).toBeCloseTo(3000, 6);
  });

  test("estimates the probability of the evidence", () => {
    const found = asia.estimate(key(7), { evidence, n: 50_000 });
    const error = found.logEvidence.item() - asia.logProbability(evidence);
    expect(found.evidenceError).toBeLessThan(0.01);
    expect(Math.abs(error)).toBeLessThan(SIGMAS * found.evidenceError);
    expect(found.effectiveSampleSize("lung")).toBeLessThan(50_000);
  });

  test("its errors are what they say", () => {
    // Over a hundred keys the deviations, in their own errors, have variance 1 (chi squared with 100 degrees: 0.5 … 1.7 at 1e-5).
    const exact = asia.query("bronc", { evidence }).at({ bronc: "yes" });
    let squares = 0;
    for (let i = 0; i < 100; i++) {
      const found = asia.estimate(foldIn(key(8), i), { evidence, n: 1000 });
      squares += ((found.get("bronc").at({ bronc: "yes" }) - exact) / found.standardErrors("bronc").data()[0]) ** 2;
    }
    expect(squares / 100).toBeGreaterThan(0.5);
    expect(squares / 100).toBeLessThan(1.7);
  });

  test("repeats itself", () => {
    expect(String(asia.estimate(key(9), { evidence }))).toBe(String(asia.estimate(key(9), { evidence })));
  });
});

describe("Gibbs sampling", () => {
  test("agrees with exact answers within its errors", () => {
    checkEstimates(exampleNetworks.cancer(), { evidence: { Dyspnoea: true }, n: 100_000, method: "gibbs" }, 10);
    checkEstimates(exampleNetworks.survey(), { evidence: { T: "train" }, n: 100_000, method: "gibbs" }, 11);
  });

  test("begins where deterministic tables leave it, which is where it should", () => {
    checkEstimates(asia, { evidence: { dysp: "yes" }, n: 20_000, method: "gibbs" }, 12);
  });

  test("samples factor graphs, also with soft evidence", () => {
    const graph = factorGraph({ a: 2, b: 3, c: 2 }, [
      {
        of: ["a", "b"],
        table: [
          [1, 2, 3],
          [3, 1, 0.5],
        ],
      },
      {
        of: ["b", "c"],
        table: [
          [1, 4],
          [2, 1],
          [1, 1],
        ],
      },
    ]);
    checkEstimates(graph, { evidence: { c: [1, 3] }, n: 100_000 }, 13);
    checkEstimates(graph, { evidence: { b: 2 }, n: 50_000 }, 14);
  });
});
