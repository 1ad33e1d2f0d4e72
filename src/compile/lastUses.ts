/** How long the tensors of a graph are needed. */
import type { Graph, Node, Value } from "./graph.ts";
import type { Schedule } from "./schedule.ts";

/** The step after which a value is no longer needed; that behind the last for what the graph returns. @param rootOf - whose memory a value is in */
export function lastUses(
  graph: Graph,
  { steps, inlined }: Schedule,
  rootOf: (value: Value) => Value,
): Map<Value, number> {
  const last = new Map<Value, number>();
  const seen = new Map<Node, number>();
  const use = (value: Value, at: number): void => {
    const { node } = value;
    if (node === undefined || !inlined.has(node)) {
      const root = rootOf(value);
      last.set(root, Math.max(last.get(root) ?? -1, at));
    } else if ((seen.get(node) ?? -1) < at) {
      seen.set(node, at);
      for (const arg of node.args) use(arg, at);
    }
  };
  steps.forEach((step, i) => {
    for (const node of step.kind === "fused" ? step.nodes : [step.node]) for (const arg of node.args) use(arg, i);
  });
  for (const output of graph.outputs) use(output, steps.length);
  return last;
}
