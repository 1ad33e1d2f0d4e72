/** d-separation against a definition of its own: every path, one by one; and what it says. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type BayesianNetwork,
  bayesianNetwork,
  exampleNetworks,
  type NodeSpec,
} from "../../../src/probability/networks/index.ts";

const asia = exampleNetworks.asia();

test("the sentences", () => {
  expect(String(asia.separation("asia", "smoke"))).toBe(
    "asia and smoke are d-separated: asia → tub → either ← lung ← smoke is blocked at either, a collider of which nothing is known",
  );
  const open = asia.separation("asia", "smoke", "dysp");
  expect(open.path).toEqual(["asia", "tub", "either", "lung", "smoke"]);
  expect(open.passages.map(({ kind, open: passes }) => [kind, passes])).toEqual([
    ["chain", true],
    ["collider", true],
    ["chain", true],
  ]);
  expect(String(open)).toContain("either: a collider with a descendant that is known");
  expect(String(asia.separation("lung", "bronc", "smoke"))).toContain("blocked at smoke, a fork that is known");
  const apart = bayesianNetwork({ a: { table: [0.5, 0.5] }, b: { table: [0.5, 0.5] } });
  expect(String(apart.separation("a", "b"))).toBe("a and b are d-separated: no path connects them");
});

test("neighbourhoods", () => {
  expect(asia.parents("dysp")).toEqual(["bronc", "either"]);
  expect(asia.children("either")).toEqual(["xray", "dysp"]);
  expect(asia.markovBlanket("either")).toEqual(["tub", "lung", "bronc", "xray", "dysp"]);
  expect(exampleNetworks.earthquake().independencies()).toContainEqual({
    of: "JohnCalls",
    from: ["Burglary", "Earthquake", "MaryCalls"],
    given: ["Alarm"],
  });
});

/** A random graph of six variables from the bits of a number; parents come before children. */
function graphOf(bits: number, n = 6): number[][] {
  const parents: number[][] = Array.from({ length: n }, () => []);
  let at = 0;
  for (let v = 0; v < n; v++) for (let u = 0; u < v; u++) if ((bits >> at++) & 1) parents[v].push(u);
  return parents;
}

/** By the definition: no path without repetition is open. */
function separatedByPaths(parents: number[][], from: number, to: number, given: Set<number>): boolean {
  const below = (v: number): boolean => given.has(v) || parents.some((list, child) => list.includes(v) && below(child));
  const isEdge = (u: number, v: number): boolean => parents[v].includes(u);
  const open = (path: number[]): boolean => {
    const v = path[path.length - 1];
    const before = path[path.length - 2];
    if (v === to) return true;
    return parents.some((_, next) => {
      if (path.includes(next) || !(isEdge(v, next) || isEdge(next, v))) return false;
      const collider = path.length > 1 && isEdge(before, v) && isEdge(next, v);
      if (path.length > 1 && (collider ? !below(v) : given.has(v))) return false;
      return open([...path, next]);
    });
  };
  return !open([from]);
}

test("agrees with every path of random graphs, and with independence in numbers", () => {
  const counts = { separated: 0, open: 0 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 15 - 1 }), fc.integer({ min: 0, max: 15 }), (bits, which) => {
      const parents = graphOf(bits);
      const given = new Set([1, 2, 4, 5].filter((_, i) => (which >> i) & 1));
      const net = netOf(parents, bits);
      const found = net.separation(
        "v0",
        "v3",
        [...given].map((v) => `v${v}`),
      );
      expect(found.separated).toBe(separatedByPaths(parents, 0, 3, given));
      // The path that is shown is one: neighbours are joined, and it is open or blocked as it says.
      found.path.slice(1).forEach((name, i) => {
        const [u, v] = [found.path[i], name];
        expect(net.parents(u).includes(v) || net.parents(v).includes(u)).toBe(true);
      });
      if (found.path.length > 0) expect(found.passages.every(({ open }) => open)).toBe(!found.separated);
      counts[found.separated ? "separated" : "open"]++;
      if (found.separated) {
        const evidence = Object.fromEntries([...given].map((v) => [`v${v}`, bits & 1]));
        expect(net.query(["v0", "v3"], { evidence }).mutualInformation("v0", "v3")).toBeLessThan(1e-14);
      }
    }),
    { numRuns: 400 },
  );
  expect(Math.min(counts.separated, counts.open)).toBeGreaterThan(40);
});

function netOf(parents: number[][], seed: number): BayesianNetwork {
  const nodes: Record<string, NodeSpec> = {};
  let state = seed + 1;
  const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  parents.forEach((list, v) => {
    const table = Array.from({ length: 2 ** list.length }, next).flatMap((p) => [p, 1 - p]);
    nodes[`v${v}`] = { states: 2, parents: list.map((u) => `v${u}`), table };
  });
  return bayesianNetwork(nodes);
}
