/** Files: what is read, what is written, and how tolerant of real ones. */
import { describe, expect, test } from "vitest";
import {
  type BayesianNetwork,
  BayesianNetwork as Network,
  exampleNetworks,
  factorGraph,
  parseBIF,
  parseUAI,
  parseUAIEvidence,
  parseXMLBIF,
  toBIF,
  toUAI,
  toXMLBIF,
} from "../../../src/probability/networks/index.ts";

const all = Object.values(exampleNetworks).map((make) => make());
const same = (a: BayesianNetwork, b: BayesianNetwork): void => {
  expect(a.variables).toEqual(b.variables);
  for (const { name } of a.variables) {
    expect(a.parents(name)).toEqual(b.parents(name));
    const [x, y] = [a.tableOf(name).data(), b.tableOf(name).data()];
    x.forEach((p, i) => expect(Math.abs(p - y[i])).toBeLessThan(1e-15));
  }
};

describe("what is written is read again", () => {
  test.each(all.map((net) => [net.variables[0].name, net] as const))("%s …", (_, net) => {
    same(parseBIF(toBIF(net)), net);
    same(parseXMLBIF(toXMLBIF(net)), net);
    const again = parseUAI(toUAI(net));
    expect(again).toBeInstanceOf(Network);
    expect(again.logProbability({ x0: 0, x3: 1 })).toBeCloseTo(
      net.logProbability({ [net.variables[0].name]: 0, [net.variables[3].name]: 1 }),
      12,
    );
  });

  test("names with odd characters", () => {
    const net = parseBIF(`network "an odd one" { property author me; }
      variable "Left Arm" { type discrete [ 3 ] { <5, 12+, >=7.5 }; property position = (1, 2); }
      variable x/y { type discrete[2]{Asy/Patchy,"not; at all"}; }
      probability ( "Left Arm" ) { table 0.2 0.3 0.5; }
      probability ( x/y | "Left Arm" ) { (<5) 0.1, 0.9; (12+) 0.2, 0.8; (>=7.5) 1e-1, .9; }`);
    expect(net.name).toBe("an odd one");
    expect(net.statesOf("Left Arm")).toEqual(["<5", "12+", ">=7.5"]);
    expect(net.query("x/y", { evidence: { "Left Arm": "12+" } }).at({ "x/y": "not; at all" })).toBeCloseTo(0.8, 15);
    same(parseBIF(toBIF(net)), net);
    same(parseXMLBIF(toXMLBIF(net)), net);
  });
});

const head = "network n { } variable a { type discrete [ 2 ] { t, f }; } variable b { type discrete [ 2 ] { t, f }; }";
const rest =
  "variable c { type discrete [ 3 ] { x, y, z }; } probability ( a ) { table 0.4 0.6; } probability ( b ) { table 0.1, 0.9; }";
const ofC = (body: string): unknown =>
  parseBIF(`${head} ${rest} probability ( c | a, b ) { ${body} }`).tableOf("c").toArray();
const rows = [
  [
    [0.1, 0.2, 0.7],
    [0.3, 0.3, 0.4],
  ],
  [
    [0.5, 0.25, 0.25],
    [0, 0, 1],
  ],
];

describe("the forms of tables in BIF", () => {
  test("rows in any order", () => {
    expect(ofC("(f, f) 0 0 1; (t, t) 0.1 0.2 0.7; (f, t) 0.5, 0.25, 0.25; (t, f) 0.3, 0.3, 0.4;")).toEqual(rows);
  });

  test("a default for the rows that are missing", () => {
    expect(ofC("default 0 0 1; (t, t) 0.1 0.2 0.7; (f, t) 0.5 0.25 0.25; (t, f) 0.3 0.3 0.4;")).toEqual(rows);
    expect(ofC("(t, t) 0 1 0; default 1, 0, 0;")).toEqual([
      [
        [0, 1, 0],
        [1, 0, 0],
      ],
      [
        [1, 0, 0],
        [1, 0, 0],
      ],
    ]);
  });

  test("a table, whose first axis is the variable itself", () => {
    expect(ofC("table 0.1 0.3 0.5 0  0.2 0.3 0.25 0  0.7 0.4 0.25 1;")).toEqual(rows);
  });

  test("a table in the other order, where only that makes distributions", () => {
    expect(ofC("table 0.1 0.2 0.7 0.3 0.3 0.4 0.5 0.25 0.25 0 0 1;")).toEqual(rows);
  });

  test("comments and properties", () => {
    expect(ofC("// rows\n property x; (t, t) 0.1 0.2 /* two */ 0.7; default 0 0 1; // end\n")).toEqual([
      [
        [0.1, 0.2, 0.7],
        [0, 0, 1],
      ],
      [
        [0, 0, 1],
        [0, 0, 1],
      ],
    ]);
  });

  test("rounded rows are normalized", () => {
    const net = parseBIF(`${head} probability ( a ) { table 0.33333, 0.66666; } probability ( b ) { table 1, 0; }`);
    expect(net.marginals().get("a").at({ a: "t" })).toBeCloseTo(1 / 3, 15);
  });

  test("numbers are read to the last digit", () => {
    const texts = [
      "0.1",
      "0.30000000000000004",
      "1e-5",
      "0.9999999999999999",
      "4.940656e-20",
      ".5",
      "1",
      "0.123456789012345678901",
    ];
    for (const text of texts) {
      const value = Number(text);
      const net = parseBIF(
        `variable a { type discrete [ 2 ] { t, f }; } probability ( a ) { table ${text}, ${1 - value}; }`,
      );
      const total = value + (1 - value);
      expect(net.tableOf("a").data()[0]).toBe(value / total);
    }
  });
});

test("XML with declarations, comments, entities and attributes", () => {
  const net = parseXMLBIF(`<?xml version="1.0" encoding="US-ASCII"?>
    <!DOCTYPE BIF [ <!ELEMENT BIF ( NETWORK )*> <!ATTLIST BIF VERSION CDATA #REQUIRED> ]>
    <BIF VERSION="0.3" xmlns="x"><!-- <NETWORK> --><NETWORK><NAME>d&amp;d</NAME>
    <VARIABLE TYPE="nature"><NAME>a</NAME><OUTCOME>&lt;5</OUTCOME><OUTCOME>&#53;+</OUTCOME><PROPERTY>position = (1,2)</PROPERTY></VARIABLE>
    <variable TYPE="nature"><name>b</name><outcome>t</outcome><outcome>f</outcome></variable>
    <DEFINITION><FOR>b</FOR><GIVEN>a</GIVEN><TABLE>0.1 0.9 <!-- second row -->
      0.2 0.8</TABLE></DEFINITION>
    <DEFINITION><FOR>a</FOR><TABLE>0.3 0.7</TABLE></DEFINITION></NETWORK></BIF>`);
  expect(net.name).toBe("d&d");
  expect(net.statesOf("a")).toEqual(["<5", "5+"]);
  expect(net.tableOf("b").toArray()).toEqual([
    [0.1, 0.9],
    [0.2, 0.8],
  ]);
});

describe("UAI", () => {
  test("a Markov network, with a constant factor", () => {
    const graph = parseUAI(
      "MARKOV\n3\n2 2 3\n3\n2 0 1\n3 0 1 2\n0\n\n4\n 0.5 1\n 1 2\n\n12\n1 2 3 4 5 6 7 8 9 10 11 12\n\n1\n7\n",
    );
    // ∑ f(a, b) g(a, b, c) over b, c for a = 1: 1·(7 + 8 + 9) + 2·(10 + 11 + 12)
    const [zero, one] = [0.5 * 6 + 15, 24 + 2 * 33];
    expect(graph.query("x0").at({ x0: 1 })).toBeCloseTo(one / (zero + one), 14);
    expect(graph.query("x0").logEvidence.item()).toBeCloseTo(Math.log(7 * (zero + one)), 13);
    expect(graph.probability({ x0: 1 })).toBeCloseTo(one / (zero + one), 14);
    expect(parseUAI(toUAI(graph)).probability({ x0: 1, x2: 2 })).toBeCloseTo(graph.probability({ x0: 1, x2: 2 }), 14);
  });

  test("a Bayesian network, in any order of its factors", () => {
    const net = parseUAI("BAYES 2  2 2  2  2 1 0  1 1  4  .1 .9 .4 .6  2 .3 .7");
    expect(net.probability({ x0: 0 })).toBeCloseTo(0.03 + 0.28, 15);
    expect((net as BayesianNetwork).parents("x0")).toEqual(["x1"]);
  });

  test("evidence, with and without the number of samples", () => {
    expect(parseUAIEvidence("2 0 1 3 0")).toEqual([{ x0: 1, x3: 0 }]);
    expect(parseUAIEvidence("1\n2 0 1 3 0\n")).toEqual([{ x0: 1, x3: 0 }]);
    expect(parseUAIEvidence("2\n1 4 1\n2 0 1 3 0")).toEqual([{ x4: 1 }, { x0: 1, x3: 0 }]);
    expect(parseUAIEvidence("0")).toEqual([{}]);
    expect(parseUAIEvidence("1 0")).toEqual([{}]);
    expect(() => parseUAIEvidence("3 1 2")).toThrow("pairs");
  });

  test("names are lost, the model is not", () => {
    const graph = factorGraph({ a: 2 }, [{ of: ["a"], table: [1, 3] }]);
    expect(toUAI(graph)).toBe("MARKOV\n1\n2\n1\n1 0\n\n2\n1 3\n");
  });
});
