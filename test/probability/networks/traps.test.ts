/** What goes wrong elsewhere: zeros, underflow, one state, many states, disconnected parts, evidence of every sort. */
import { Tensor } from "nabla";
import { describe, expect, test } from "vitest";
import {
  bayesianNetwork,
  exampleNetworks,
  factorGraph,
  type NodeSpec,
  QueryTable,
} from "../../../src/probability/networks/index.ts";

const asia = exampleNetworks.asia();

describe("underflow", () => {
  test("a thousand pieces of evidence", () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i): [string, NodeSpec] => [
        `x${i}`,
        {
          parents: ["c"],
          table: [
            [0.01, 0.99],
            [0.02, 0.98],
          ],
        },
      ]),
    );
    const net = bayesianNetwork({ c: { table: [0.5, 0.5] }, ...nodes });
    const evidence = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`x${i}`, 0]));
    expect(net.logProbability(evidence)).toBeCloseTo(Math.log(0.5) + 1000 * Math.log(0.02), 8);
    expect(net.query("c", { evidence }).at({ c: 1 })).toBeCloseTo(1, 15);
    expect(net.mostProbable({ evidence }).states.c).toBe("1");
  });

  test("evidence that contradicts itself a thousand times over", () => {
    // Half of it makes one state 10^1000 times as likely, half the other: neither may be lost on the way.
    const nodes = Object.fromEntries(
      Array.from({ length: 2000 }, (_, i): [string, NodeSpec] => [
        `x${i}`,
        {
          parents: ["c"],
          table:
            i < 1000
              ? [
                  [0.01, 0.99],
                  [0.1, 0.9],
                ]
              : [
                  [0.1, 0.9],
                  [0.01, 0.99],
                ],
        },
      ]),
    );
    const net = bayesianNetwork({ c: { table: [0.25, 0.75] }, ...nodes });
    const evidence = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`x${i}`, 0]));
    expect(net.query("c", { evidence }).at({ c: 0 })).toBeCloseTo(0.25, 9);
    expect(net.marginals({ evidence }).get("c").at({ c: 1 })).toBeCloseTo(0.75, 9);
    expect(net.logProbability(evidence)).toBeCloseTo(3000 * Math.log(0.1), 6);
  });

  test("a chain of a thousand observations", () => {
    const nodes: Record<string, NodeSpec> = { h0: { table: [0.5, 0.5] } };
    for (let i = 1; i <= 1000; i++)
      nodes[`h${i}`] = {
        parents: [`h${i - 1}`],
        table: [
          [0.9, 0.1],
          [0.2, 0.8],
        ],
      };
    for (let i = 0; i <= 1000; i++)
      nodes[`o${i}`] = {
        parents: [`h${i}`],
        table: [
          [0.001, 0.999],
          [0.003, 0.997],
        ],
      };
    const net = bayesianNetwork(nodes);
    const evidence = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`o${i}`, 0]));
    // The forward algorithm with scaling.
    let [a, b, log] = [0.5 * 0.001, 0.5 * 0.003, 0];
    for (let i = 1; i <= 1000; i++) {
      log += Math.log(a + b);
      [a, b] = [a / (a + b), b / (a + b)];
      [a, b] = [(0.9 * a + 0.2 * b) * 0.001, (0.1 * a + 0.8 * b) * 0.003];
    }
    expect(net.logProbability(evidence)).toBeCloseTo(log + Math.log(a + b), 7);
    const all = net.marginals({ evidence });
    expect(all.get("h1000").at({ h1000: 0 })).toBeCloseTo(a / (a + b), 12);
    expect(all.get("h500").at({ h500: 0 }) + all.get("h500").at({ h500: 1 })).toBeCloseTo(1, 14);
  });
});

test("deterministic tables, where messages divide 0 by 0 in other programs", () => {
  const net = bayesianNetwork({
    a: { table: [1, 0] },
    b: {
      parents: ["a"],
      table: [
        [0, 1],
        [1, 0],
      ],
    },
    c: { states: 2, parents: ["a", "b"], table: [1, 0, 0, 1, 1, 0, 0, 1] },
  });
  expect(
    [...net.marginals({ evidence: { c: 1 } })].map(([name, table]) => [name, ...table.probabilities.toArray()]),
  ).toEqual([
    ["a", 1, 0],
    ["b", 0, 1],
    ["c", 0, 1],
  ]);
  expect(net.probability({ c: 0 })).toBe(0);
  expect(net.logProbability({ c: 0 })).toBe(-Infinity);
});

test("parts that are not connected, and variables with one state", () => {
  const net = bayesianNetwork({
    a: { table: [0.3, 0.7] },
    only: { states: ["it"], parents: ["a"], table: [[1], [1]] },
    b: { states: ["x", "y"], table: [0.4, 0.6] },
  });
  expect(net.probability({ a: 0, b: "y", only: "it" })).toBeCloseTo(0.18, 15);
  expect(net.query(["only", "b"], { evidence: { a: 1 } }).probabilities.toArray()).toEqual([[0.4, 0.6]]);
  expect(net.mostProbable().states).toEqual({ a: "1", only: "it", b: "y" });
});

test("a hundred states", () => {
  const n = 100;
  const rows = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => 1 / (1 + Math.abs(i - j))));
  const table = rows.map((row) => row.map((p) => p / row.reduce((a, b) => a + b, 0)));
  const net = bayesianNetwork({
    a: { table: Array(n).fill(1 / n) },
    b: { parents: ["a"], table },
    c: { parents: ["b"], table },
  });
  const p = net.query("a", { evidence: { c: 42 } }).probabilities.data();
  const direct = Array.from({ length: n }, (_, i) => table[i].reduce((sum, q, k) => sum + q * table[k][42], 0));
  const total = direct.reduce((a, b) => a + b, 0);
  direct.forEach((q, i) => expect(p[i]).toBeCloseTo(q / total, 14));
});

describe("evidence", () => {
  test("is a name, an index, a truth value or a likelihood in three forms", () => {
    const p = (smoke: never): number => asia.query("lung", { evidence: { smoke } }).at({ lung: "yes" });
    const soft = p([0.2, 0.4] as never);
    expect(p("yes" as never)).toBe(p(0 as never));
    expect(p({ yes: 0.2, no: 0.4 } as never)).toBe(soft);
    expect(p(new Float64Array([0.2, 0.4]) as never)).toBe(soft);
    expect(soft).toBeCloseTo((0.1 * 0.2 + 0.01 * 0.4) / (0.2 + 0.4), 15);
    // A likelihood that is 1 for one state and 0 for the others is the state.
    expect(p({ no: 3 } as never)).toBeCloseTo(p("no" as never), 15);
    expect(exampleNetworks.cancer().probability({ Smoker: true })).toBeCloseTo(0.3, 15);
  });

  test("a question about what is known is answered", () => {
    const table = asia.query(["smoke", "lung"], { evidence: { smoke: "no" } });
    expect(table.probabilities.toArray()).toEqual([
      [0, 0],
      [0.01, 0.99],
    ]);
    expect(
      asia
        .marginals({ evidence: { smoke: "no" } })
        .get("smoke")
        .probabilities.toArray(),
    ).toEqual([0, 1]);
  });

  test("the same question with other evidence is not the same answer", () => {
    const ask = (xray: string): number => asia.query("lung", { evidence: { xray } }).at({ lung: "yes" });
    const first = ask("yes");
    expect(ask("no")).toBeLessThan(first);
    expect(ask("yes")).toBe(first);
    // Answers stay what they were when others are made.
    const kept = asia.marginals({ evidence: { xray: "yes" } });
    const before = kept.get("lung").at({ lung: "yes" });
    asia.marginals({ evidence: { xray: "no" } });
    expect(kept.get("lung").at({ lung: "yes" })).toBe(before);
    expect(before).toBeCloseTo(first, 14);
  });
});

test("a factor graph with nothing in it, or with loose variables", () => {
  const graph = factorGraph({ a: 2, b: 3 }, []);
  expect(graph.query("a").probabilities.toArray()).toEqual([0.5, 0.5]);
  expect(graph.probability({ b: 1 })).toBeCloseTo(1 / 3, 15);
  expect(graph.query(["b", "a"]).at({ a: 0 })).toBeCloseTo(0.5, 15);
});

test("tables show themselves, and answer by names", () => {
  const table = asia.query(["lung", "bronc"], { evidence: { dysp: "yes" } });
  expect(table).toBeInstanceOf(QueryTable);
  expect(table.probabilities).toBeInstanceOf(Tensor);
  expect(String(table)).toBe(
    [
      "P(lung, bronc | dysp = yes)",
      "  lung  bronc  probability",
      "  yes   yes    0.0650273",
      "  yes   no     0.0377319",
      "  no    yes    0.76894",
      "  no    no     0.128301",
    ].join("\n"),
  );
  expect(table.at({ lung: "yes", bronc: "no" })).toBeCloseTo(0.0377319, 6);
  expect(table.at({ lung: "yes" })).toBeCloseTo(0.0650273 + 0.0377319, 6);
  expect(table.at({})).toBeCloseTo(1, 14);
  expect(table.mode()).toEqual({ lung: "no", bronc: "yes" });
  expect(table.latex()).toContain("\\text{lung} & \\text{bronc} & P");
  expect(String(asia.marginals({ evidence: { dysp: "yes" } })).split("\n")[5]).toBe(
    "  bronc   yes 0.833967  no 0.166033",
  );
  const smoke = asia.query(["smoke", "lung"]);
  const p = smoke.probabilities.data();
  expect(smoke.entropy()).toBeCloseTo(-Array.from(p).reduce((sum, x) => sum + x * Math.log(x), 0), 14);
  const information = smoke.mutualInformation("smoke", "lung");
  expect(information).toBeCloseTo(asia.query("smoke").entropy() + asia.query("lung").entropy() - smoke.entropy(), 12);
  expect(information).toBeGreaterThan(0.01);
});
