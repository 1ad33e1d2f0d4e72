/** What is refused, and in which words. */
import { expect, test } from "vitest";
import { key } from "nabla/random";
import * as networks from "../../../src/probability/networks/index.ts";
import { failure } from "../../assertions.ts";

const { bayesianNetwork, exampleNetworks, factorGraph, parseBIF, parseUAI, parseXMLBIF } = networks;
const asia = exampleNetworks.asia();
const half = [0.5, 0.5];
const coin = { table: half };
const bif = (rows: string): string =>
  `network n { }\nvariable a { type discrete [ 2 ] { yes, no }; }\nvariable b { type discrete [ 2 ] { yes, no }; }\nprobability ( a ) { table 0.5, 0.5; }\nprobability ( b | a ) { ${rows} }`;

/** Every two of n variables stand together in a factor. */
const dense = (n: number): networks.FactorGraph =>
  factorGraph(
    Object.fromEntries(Array.from({ length: n }, (_, v) => [`x${v}`, 2])),
    Array.from({ length: n * n }, (_, i) => [i % n, Math.floor(i / n)])
      .filter(([u, v]) => u < v)
      .map(([u, v]) => ({ of: [`x${u}`, `x${v}`], table: [1, 2, 3, 4] })),
  );

const refused: readonly (readonly [name: string, act: () => unknown, code: string, ...says: string[]])[] = [
  ["an unknown variable", () => asia.query("lug"), "value", 'no variable "lug"', 'did you mean "lung"'],
  [
    "an unknown state",
    () => asia.query("lung", { evidence: { smoke: "yse" } }),
    "value",
    '"smoke" has no state "yse"',
    "yes, no",
  ],
  ["evidence on an unknown variable", () => asia.marginals({ evidence: { smok: 0 } }), "value", 'did you mean "smoke"'],
  ["a state out of range", () => asia.probability({ smoke: 2 }), "value", "0 ... 1"],
  ["a likelihood of a wrong size", () => asia.probability({ smoke: [1, 2, 3] }), "shape", "[2]"],
  ["a likelihood below 0", () => asia.probability({ smoke: [1, -2] }), "value", "-2 for no"],
  [
    "impossible evidence",
    () => asia.query("asia", { evidence: { tub: "yes", xray: "yes", either: "no" } }),
    "value",
    "probability 0",
    "either cannot be no, given tub = yes",
  ],
  [
    "impossible evidence for the most probable",
    () => asia.mostProbable({ evidence: { lung: "yes", either: "no" } }),
    "value",
    "probability 0",
  ],
  [
    "impossible evidence for sampling",
    () => asia.estimate(key(0), { evidence: { lung: "yes", either: "no" } }),
    "value",
    "none of 10000 draws",
  ],
  ["a variable asked for twice", () => asia.query(["lung", "lung"]), "value", "each variable once"],
  ["an unknown option", () => asia.query("lung", { evidnce: {} } as never), "value", "evidence"],
  [
    "a cycle",
    () =>
      bayesianNetwork({
        a: { parents: ["b"], table: [half, half] },
        b: { parents: ["c"], table: [half, half] },
        c: { parents: ["a"], table: [half, half] },
        d: coin,
      }),
    "value",
    "cycle: a → c → b → a",
  ],
  [
    "a variable that is its own parent",
    () => bayesianNetwork({ a: { parents: ["a"], table: [half, half] } }),
    "value",
    "cycle: a → a",
  ],
  [
    "an unknown parent",
    () => bayesianNetwork({ rain: coin, wet: { parents: ["rian"], table: [half, half] } }),
    "value",
    'a parent of "wet"',
    'did you mean "rain"',
  ],
  [
    "a row that does not sum to 1",
    () => bayesianNetwork({ a: { states: ["x", "y"], table: half }, b: { parents: ["a"], table: [half, [0.5, 0.6]] } }),
    "value",
    "P(b | a)",
    "the row a = y has the sum 1.1",
  ],
  [
    "a negative probability",
    () => bayesianNetwork({ a: { states: ["x", "y"], table: [1.5, -0.5] } }),
    "value",
    "P(a)",
    "-0.5 at a = y",
  ],
  ["NaN", () => bayesianNetwork({ a: { table: [Number.NaN, 1] } }), "value", "NaN at a = 0"],
  [
    "a table of a wrong shape",
    () => bayesianNetwork({ a: coin, b: { parents: ["a"], table: [half, half, half] } }),
    "shape",
    "P(b | a)",
    "[2, 2]",
  ],
  ["states twice", () => bayesianNetwork({ a: { states: ["x", "x"], table: half } }), "value", 'states of "a"'],
  ["no variables", () => bayesianNetwork({}), "value", "nodes"],
  ["a factor below 0", () => factorGraph({ a: 2 }, [{ of: ["a"], table: [1, -1] }]), "value", "f(a)", "-1 at a = 1"],
  [
    "factors that are 0 everywhere",
    () => factorGraph({ a: 2 }, [{ of: ["a"], table: [0, 0] }]).query("a"),
    "value",
    "0 everywhere",
  ],
  [
    "likelihood weighting of a factor graph",
    () => factorGraph({ a: 2 }, []).estimate(key(0), { method: "likelihood" }),
    "value",
    "gibbs",
  ],
  ["sets that overlap", () => asia.separated("asia", "smoke", "asia"), "value", "common variable"],
  ["no key", () => asia.sample(0 as never, 3), "value", "key"],
  ["no draws", () => asia.sample(key(0), 0), "value", "n"],
  [
    "more memory than is allowed",
    () => exampleNetworks.sachs().marginals({ memory: 100, evidence: { Akt: 0 } }),
    "memory",
    "GB",
    "estimate(key",
  ],
  ["more than any machine has", () => dense(60).query("x0"), "memory", "1.2e+18 entries", "estimate(key"],
  ["a word in BIF that is none", () => parseBIF("netwrk x {}"), "syntax", '"netwrk" on line 1', "position 0"],
  ["a missing number", () => parseBIF(bif("(yes) 0.5;")), "syntax", "2 numbers", "line 5"],
  ["a missing row", () => parseBIF(bif("(yes) 0.5, 0.5;")), "syntax", "a row (no) or a default"],
  ["a state that is none", () => parseBIF(bif("(maybe) 0.5, 0.5;")), "syntax", '"maybe" on line 5', "yes, no"],
  ["too many numbers", () => parseBIF(bif("(yes) 0.5, 0.3, 0.2; (no) 0.5, 0.5;")), "syntax", '";" after 2 numbers'],
  [
    "a row that does not sum to 1, in BIF",
    () => parseBIF(bif("(yes) 0.5, 0.5; (no) 0.5, 0.4;")),
    "value",
    "P(b | a)",
    "a = no",
  ],
  [
    "a variable without a table",
    () => parseBIF("variable a { type discrete [ 2 ] { x, y }; }"),
    "syntax",
    "probability ( a",
  ],
  [
    "a count of states that is wrong",
    () => parseBIF("variable a { type discrete [ 3 ] { x, y }; }"),
    "syntax",
    "3 states of a",
  ],
  ["an unknown variable in BIF", () => parseBIF("probability ( a ) { table 1; }"), "syntax", "declared above"],
  ["an empty BIF", () => parseBIF(""), "syntax", "at least one variable"],
  ["a BIF that ends too soon", () => parseBIF("variable a { type discrete [ 2 ] { x, "), "syntax", "end of the text"],
  ["no text", () => parseBIF(undefined as never), "value", "a string"],
  ["XML that does not close", () => parseXMLBIF("<BIF><NETWORK>"), "syntax", "</NETWORK>"],
  ["XML without a network", () => parseXMLBIF("<html></html>"), "syntax", "<NETWORK>"],
  ["UAI of another kind", () => parseUAI("LIMID 1"), "syntax", '"MARKOV" or "BAYES"'],
  ["UAI with a wrong count", () => parseUAI("MARKOV 1 2 1 1 0 3 1 1 1"), "syntax", "entries of factor 0: 2"],
  ["UAI with a variable out of range", () => parseUAI("MARKOV 1 2 1 1 1 2 1 1"), "syntax", "0 ... 0"],
];

const cases = refused.map(([name, act, code, ...says]) => ({ name, act, code, says }));

test.each(cases)("$name", ({ act, code, says }) => {
  const error = failure(act);
  expect(error.code).toBe(code);
  for (const words of says) expect(error.message).toContain(words);
});
