/** Orders of elimination: what is kept up to date edge by edge is what counting from scratch gives. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { findOrder } from "../../../src/probability/networks/inference/order.ts";

type Graph = Set<number>[];

function graphOf(n: number, scopes: readonly (readonly number[])[]): Graph {
  const graph: Graph = Array.from({ length: n }, () => new Set());
  for (const scope of scopes) for (const u of scope) for (const v of scope) if (u !== v) graph[u].add(v);
  return graph;
}

/** Edges that the neighbours of v lack. */
function fillOf(graph: Graph, v: number): number {
  const around = [...graph[v]];
  let missing = 0;
  around.forEach((a, i) => {
    for (const b of around.slice(0, i)) if (!graph[a].has(b)) missing++;
  });
  return missing;
}

const scopesOf = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { minLength: 1, maxLength: 4 }), {
  maxLength: 40,
});

test("the separators are those of the graph, and each variable is one with the fewest edges to add", () => {
  fc.assert(
    fc.property(scopesOf, fc.integer({ min: 0, max: 40 }), (scopes, kept) => {
      const n = 40;
      const sizes = Array.from({ length: n }, (_, v) => 2 + (v % 3));
      // The last variables stay; so there are more words than one, and variables that are not eliminated.
      const hidden = Array.from({ length: n - kept }, (_, v) => v);
      const { order, separators, total, largest } = findOrder(sizes, scopes, hidden);
      expect([...order].sort((a, b) => a - b)).toEqual(hidden);
      const graph = graphOf(n, scopes);
      const left = new Set(hidden);
      let [sum, most] = [0, 0];
      order.forEach((v, i) => {
        const fills = [...left].map((u) => fillOf(graph, u));
        // Beyond a million entries other greedy criteria may win.
        if (total < 1e6) expect(fillOf(graph, v)).toBe(Math.min(...fills));
        expect([...separators[i]].sort((a, b) => a - b)).toEqual([...graph[v]].sort((a, b) => a - b));
        const entries = [v, ...graph[v]].reduce((product, u) => product * sizes[u], 1);
        [sum, most] = [sum + entries, Math.max(most, entries)];
        for (const a of graph[v]) for (const b of graph[v]) if (a !== b) graph[a].add(b);
        for (const a of graph[v]) graph[a].delete(v);
        left.delete(v);
      });
      expect([total, largest]).toEqual([sum, most]);
    }),
    // Beyond a million entries other greedy criteria may win, which these graphs do not reach often.
    {
      numRuns: 200,
      examples: [
        [
          [
            [0, 1],
            [1, 2],
            [2, 3],
            [3, 0],
          ],
          0,
        ],
      ],
    },
  );
});

test("a grid, where orders matter", () => {
  const n = 8;
  const scopes = Array.from({ length: n * n }, (_, v) => [
    ...(v % n < n - 1 ? [[v, v + 1]] : []),
    ...(v < n * (n - 1) ? [[v, v + n]] : []),
  ]).flat();
  const { separators } = findOrder(
    Array(n * n).fill(2),
    scopes,
    Array.from({ length: n * n }, (_, v) => v),
  );
  // The treewidth of an n × n grid is n; greedy orders come near it.
  const width = Math.max(...separators.map(({ length }) => length));
  expect(width).toBeGreaterThanOrEqual(n);
  expect(width).toBeLessThanOrEqual(n + 2);
});
