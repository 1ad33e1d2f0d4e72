/** Which nodes are computed together in one loop nest, in which order, and which of their results are kept in memory. */
import { sameShape, type Shape, sizeOf } from "../base/shapes.ts";
import { permutationOf } from "./dot.ts";
import type { Graph, Node, Value } from "./graph.ts";

/** Nodes that share their loops. */
export interface Fused {
  readonly kind: "fused";
  /** The extents of the loops: the shape of all results, or of what is reduced. */
  readonly space: Shape;
  readonly nodes: Node[];
  /** Axes that are reduced by those nodes that reduce. */
  axes: readonly number[] | undefined;
  /** Results that others read. */
  readonly stores: Value[];
}

/** A node that is computed by itself: a routine, a loop, the op's own `evaluate`. */
export interface Single {
  readonly kind: "single";
  readonly node: Node;
}

/** The elements of another tensor in another shape: nothing to do. */
export interface Alias {
  readonly kind: "alias";
  readonly node: Node;
}

export type Step = Fused | Single | Alias;

export interface Schedule {
  readonly steps: readonly Step[];
  /** Nodes that are computed wherever they are read. */
  readonly inlined: ReadonlySet<Node>;
}

/** More nodes in one loop would not fit into registers. */
const MOST_NODES = 64;
/** How far back a fitting loop nest is looked for. */
const LOOK_BACK = 24;

export function schedule(graph: Graph): Schedule {
  const uses = usesOf(graph);
  const inlined = findInlined(graph, uses);
  const steps: Step[] = [];
  const stepOf = new Map<Node, number>();
  const leaves = new Map<Node, readonly Leaf[]>();
  for (const node of graph.nodes) {
    if (inlined.has(node)) continue;
    const kind = node.lower?.kind;
    const at = stepOf.get(node.args[0]?.node as Node);
    const step = steps[at ?? -1];
    if (step?.kind === "fused" && canStoreThrough(node, step)) {
      step.nodes.push(node);
      stepOf.set(node, at as number);
    } else if (kind === "elements" || kind === "reduce") {
      const read = leavesOf(node, inlined);
      leaves.set(node, read);
      placeFused(node, steps, stepOf, read);
    } else stepOf.set(node, steps.push({ kind: kind === "alias" ? "alias" : "single", node }) - 1);
  }
  addStores(graph, steps, stepOf, leaves);
  return { steps, inlined };
}

/** Who reads each value: nodes, and undefined for the outputs of the graph. */
type Uses = ReadonlyMap<Value, readonly (Node | undefined)[]>;

function usesOf({ nodes, outputs }: Graph): Uses {
  const uses = new Map<Value, (Node | undefined)[]>();
  const use = (value: Value, by: Node | undefined): void => {
    const list = uses.get(value);
    if (list === undefined) uses.set(value, [by]);
    else list.push(by);
  };
  for (const node of nodes) for (const arg of node.args) use(arg, node);
  for (const output of outputs) use(output, undefined);
  return uses;
}

const isView = ({ op, lower }: Node): boolean =>
  op.kind !== "elementwise" && lower?.kind === "elements" && lower.costly !== true;

/** Reads its arguments element by element, so that they need not be in memory. */
const readsElements = (node: Node | undefined): node is Node =>
  node?.lower?.kind === "elements" || node?.lower?.kind === "reduce";

/**
 * Views are computed where they are read; so is what is read by one view only that does not repeat elements.
 * Nothing else is computed twice.
 */
function findInlined({ nodes }: Graph, uses: Uses): Set<Node> {
  const inlined = new Set<Node>();
  for (const node of nodes.toReversed()) {
    if (node.lower?.kind !== "elements") continue;
    const users = uses.get(node.outs[0]) ?? [];
    if (!users.every(readsElements)) continue;
    const [user] = users;
    if (isView(node)) {
      if (node.args.length <= 1 || users.length === 1) inlined.add(node);
    } else if (users.length === 1 && user !== undefined && inlined.has(user)) {
      const [size, read] = [sizeOf(node.outs[0].shape), sizeOf(user.outs[0].shape)];
      const once = (uses.get(user.outs[0]) ?? []).length === 1;
      if (once && read <= 2 * size + 16) inlined.add(node);
    }
  }
  return inlined;
}

/** Transposes what the loops compute: nothing to do but to store it elsewhere. */
function canStoreThrough(node: Node, { space, nodes }: Fused): boolean {
  const [arg] = node.args;
  return (
    isView(node) &&
    arg?.node?.op.kind === "elementwise" &&
    nodes.includes(arg.node) &&
    sameShape(arg.shape, space) &&
    permutationOf(node) !== undefined
  );
}

interface Leaf {
  readonly node: Node;
  /** Each element is read where the loops are. */
  readonly aligned: boolean;
}

/** What a node reads of other nodes, through inlined ones; each once. */
function leavesOf(node: Node, inlined: ReadonlySet<Node>): Leaf[] {
  const found = new Map<Node, Leaf>();
  const open: Leaf[] = [{ node, aligned: true }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node: reader, aligned } = at;
    const elementwise = reader.op.kind === "elementwise";
    for (const { node: from, shape } of reader.args) {
      if (from === undefined) continue;
      const straight =
        aligned && (reader.lower?.kind === "reduce" || (elementwise && sameShape(shape, reader.outs[0].shape)));
      const known = found.get(from);
      if (known !== undefined && (known.aligned === straight || !known.aligned)) continue;
      const leaf = { node: from, aligned: straight };
      found.set(from, leaf);
      if (inlined.has(from)) open.push(leaf);
    }
  }
  return [...found.values()].filter((leaf) => !inlined.has(leaf.node));
}

/** What the nodes of fused steps read, but for those that only store elsewhere what their step computes. */
type Leaves = ReadonlyMap<Node, readonly Leaf[]>;

function placeFused(node: Node, steps: Step[], stepOf: Map<Node, number>, leaves: readonly Leaf[]): void {
  const { lower } = node;
  const axes = lower?.kind === "reduce" ? lower.axes(node.params) : undefined;
  const space = axes === undefined ? node.outs[0].shape : node.args[0].shape;
  let found = -1;
  for (let i = steps.length - 1; i >= Math.max(0, steps.length - LOOK_BACK); i--) {
    const step = steps[i];
    if (step.kind === "fused" && accepts(step, i, space, axes, leaves, stepOf)) {
      found = i;
      break;
    }
    // Not before what it reads.
    if (leaves.some((leaf) => stepOf.get(leaf.node) === i)) break;
  }
  if (found < 0) found = steps.push({ kind: "fused", space, nodes: [], axes: undefined, stores: [] }) - 1;
  const step = steps[found] as Fused;
  step.nodes.push(node);
  step.axes ??= axes;
  stepOf.set(node, found);
}

function accepts(
  step: Fused,
  index: number,
  space: Shape,
  axes: readonly number[] | undefined,
  leaves: readonly Leaf[],
  stepOf: ReadonlyMap<Node, number>,
): boolean {
  if (step.nodes.length >= MOST_NODES || !sameShape(step.space, space)) return false;
  if (axes !== undefined && step.axes !== undefined && axes.join() !== step.axes.join()) return false;
  return leaves.every((leaf) => {
    const at = stepOf.get(leaf.node) as number;
    return at < index || (at === index && leaf.aligned && leaf.node.lower?.kind !== "reduce" && !isView(leaf.node));
  });
}

function addStores(
  { outputs }: Graph,
  steps: readonly Step[],
  stepOf: ReadonlyMap<Node, number>,
  leaves: Leaves,
): void {
  const stored = new Set<Value>();
  const store = (value: Value): void => {
    const at = value.node && stepOf.get(value.node);
    if (at === undefined || stored.has(value)) return;
    stored.add(value);
    const step = steps[at];
    if (step.kind === "fused") step.stores.push(value);
  };
  for (const step of steps) {
    if (step.kind !== "fused") for (const arg of step.node.args) store(arg);
    else for (const node of step.nodes) if (node.lower?.kind === "reduce") store(node.outs[0]);
  }
  for (const [node, read] of leaves) {
    for (const leaf of read) if (stepOf.get(leaf.node) !== stepOf.get(node)) store(leaf.node.outs[0]);
  }
  for (const output of outputs) store(output);
}
