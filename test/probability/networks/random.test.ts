/** Random networks and factor graphs against enumeration: marginals, joint tables, evidence of all sorts, the most probable. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BayesianNetwork,
  bayesianNetwork,
  type Evidence,
  type FactorGraph,
  factorGraph,
  type NodeSpec,
} from "../../../src/probability/networks/index.ts";
import { bruteMarginals, enumerate, type Plain } from "./bruteForce.ts";

/** A generator of numbers from a seed, good enough for tables. */
function mulberry(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Random<M extends FactorGraph> {
  readonly model: M;
  readonly plain: Plain;
  readonly next: () => number;
}

/** Some variables have one state, some tables have zeros, and the graph need not be connected. */
function randomNetwork(seed: number): Random<BayesianNetwork> {
  const next = mulberry(seed);
  const n = 1 + Math.floor(next() * 8);
  const sizes = Array.from({ length: n }, () => 1 + Math.floor(next() * 3.5));
  // The order of the variables is not that of the graph.
  const place = sizes.map((_, v) => v).sort(() => next() - 0.5);
  const nodes: Record<string, NodeSpec> = {};
  const factors: { of: number[]; table: number[] }[] = [];
  for (let v = 0; v < n; v++) {
    const parents = sizes
      .map((_, u) => u)
      .filter((u) => place[u] < place[v] && next() < 0.4)
      .sort(() => next() - 0.5)
      .slice(0, 3);
    const rows = parents.reduce((count, u) => count * sizes[u], 1);
    const table: number[] = [];
    for (let row = 0; row < rows; row++) {
      const weights = Array.from({ length: sizes[v] }, (): number => (next() < 0.25 ? 0 : next()));
      if (!weights.some((w) => w > 0)) weights[0] = 1;
      const total = weights.reduce((a, b) => a + b, 0);
      table.push(...weights.map((w) => w / total));
    }
    nodes[`v${v}`] = { states: sizes[v], parents: parents.map((u) => `v${u}`), table };
    factors.push({ of: [...parents, v], table });
  }
  return { model: bayesianNetwork(nodes), plain: { sizes, factors }, next };
}

function randomGraph(seed: number): Random<FactorGraph> {
  const next = mulberry(seed);
  const sizes = Array.from({ length: 1 + Math.floor(next() * 7) }, () => 1 + Math.floor(next() * 3.5));
  const factors = Array.from({ length: Math.floor(next() * 8) }, () => {
    const of = sizes
      .map((_, v) => v)
      .sort(() => next() - 0.5)
      .slice(0, 1 + Math.floor(next() * 3));
    const entries = of.reduce((count, v) => count * sizes[v], 1);
    return { of, table: Array.from({ length: entries }, () => (next() < 0.15 ? 0 : 3 * next())) };
  });
  const model = factorGraph(
    Object.fromEntries(sizes.map((size, v) => [`v${v}`, size])),
    factors.map(({ of, table }) => ({ of: of.map((v) => `v${v}`), table })),
  );
  return { model, plain: { sizes, factors }, next };
}

/** Some variables known for certain, some softly. */
function randomEvidence({ plain: { sizes }, next }: Random<FactorGraph>): {
  evidence: Evidence;
  seen: Map<number, number | number[]>;
} {
  const seen = new Map<number, number | number[]>();
  sizes.forEach((size, v) => {
    const luck = next();
    if (luck < 0.25) seen.set(v, Math.floor(next() * size));
    else if (luck < 0.4)
      seen.set(
        v,
        Array.from({ length: size }, () => next()),
      );
  });
  return { evidence: Object.fromEntries([...seen].map(([v, value]) => [`v${v}`, value])), seen };
}

const close = (a: number, b: number): void => {
  if (!(Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b)))) expect(a).toBe(b);
};

describe.each([
  ["Bayesian networks", randomNetwork],
  ["factor graphs", randomGraph],
] as const)("%s", (_, make) => {
  const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

  test("marginals and the probability of evidence", () => {
    let possible = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = make(seed);
        const { evidence, seen } = randomEvidence(random);
        const { total, marginals } = bruteMarginals(random.plain, seen);
        const whole = bruteMarginals(random.plain, new Map()).total;
        if (whole === 0) return;
        close(random.model.probability(evidence), total / whole);
        if (total === 0) {
          expect(() => random.model.marginals({ evidence })).toThrow("probability 0");
          return;
        }
        possible++;
        const all = random.model.marginals({ evidence });
        close(all.logEvidence.item(), Math.log(total));
        marginals.forEach((row, v) => {
          const found = all.get(`v${v}`).probabilities.data();
          const one = random.model
            .marginals({ evidence, of: [`v${v}`] })
            .get(`v${v}`)
            .probabilities.data();
          row.forEach((p, k) => {
            close(found[k], p);
            close(one[k], p);
          });
        });
      }),
      { numRuns: 300 },
    );
    expect(possible).toBeGreaterThan(100);
  });

  test("joint tables, with axes in the order asked for", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = make(seed);
        const { plain, model, next } = random;
        const { evidence, seen } = randomEvidence(random);
        const of = plain.sizes
          .map((_, v) => v)
          .sort(() => next() - 0.5)
          .slice(0, 3);
        const sums = new Map<string, number>();
        let total = 0;
        enumerate(plain, (states, weight) => {
          let w = weight;
          for (const [v, s] of seen) w *= typeof s === "number" ? Number(states[v] === s) : s[states[v]];
          const key = of.map((v) => states[v]).join();
          sums.set(key, (sums.get(key) ?? 0) + w);
          total += w;
        });
        if (total === 0) return;
        const table = model.query(
          of.map((v) => `v${v}`),
          { evidence },
        );
        expect(table.probabilities.shape).toEqual(of.map((v) => plain.sizes[v]));
        const values = table.probabilities.data();
        let i = 0;
        enumerate({ sizes: of.map((v) => plain.sizes[v]), factors: [] }, (states) => {
          close(values[i++], (sums.get(states.join()) ?? 0) / total);
        });
      }),
      { numRuns: 150 },
    );
  });

  test("the most probable states, of all variables and of some", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = make(seed);
        const { plain, model, next } = random;
        const { evidence, seen } = randomEvidence(random);
        const some = plain.sizes.map((_, v) => v).filter(() => next() < 0.4);
        let [best, total] = [0, 0];
        const sums = new Map<string, number>();
        enumerate(plain, (states, weight) => {
          let w = weight;
          for (const [v, s] of seen) w *= typeof s === "number" ? Number(states[v] === s) : s[states[v]];
          best = Math.max(best, w);
          total += w;
          const key = some.map((v) => states[v]).join();
          sums.set(key, (sums.get(key) ?? 0) + w);
        });
        if (total === 0) return;
        const all = model.mostProbable({ evidence });
        close(all.probability, best / total);
        // The states that are named have this probability.
        const factors = plain.factors.map(
          ({ of, table }) => table[of.reduce((at, v) => at * plain.sizes[v] + Number(all.states[`v${v}`]), 0)],
        );
        const soft = [...seen].map(([v, s]) =>
          typeof s === "number" ? Number(all.states[`v${v}`] === String(s)) : s[Number(all.states[`v${v}`])],
        );
        close(
          [...factors, ...soft].reduce((a, b) => a * b, 1),
          best,
        );
        const of = model.mostProbable({ evidence, of: some.map((v) => `v${v}`) });
        close(of.probability, Math.max(...sums.values()) / total);
        close((sums.get(some.map((v) => of.states[`v${v}`]).join()) as number) / total, of.probability);
      }),
      { numRuns: 150 },
    );
  });
});
