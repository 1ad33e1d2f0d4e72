/**
 * Recording by identity: which op made which value, for those who ask for derivatives afterwards. Going back linearizes each op
 * where it was applied and transposes the small graph, so that the rules are those of the op and there is no second table.
 */
import { isFloat } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { current, hooks, type Origin, runFor, runUnder } from "./interpreter.ts";
import { addTangents, applyJvp } from "./jvp.ts";
import { LinearInterpreter, transposeGraph } from "./linear.ts";
import type { Op, Tangent } from "./op.ts";
import { type Aval, type Tensor, Tracer } from "./tensor.ts";

/** What stands for a value in a record; its identity is that of the value. */
export interface Link<L> {
  /** What made the value; undefined for a source. */
  readonly node: Node<L> | undefined;
}

/** One op of a record. It refers only to what came before it, so that a record lives as long as its last values. */
export interface Node<L> {
  /** Later nodes have larger numbers. */
  readonly id: number;
  readonly op: Op;
  readonly params: unknown;
  inputs: readonly Tensor[];
  outs: readonly Tensor[];
  /** Of the inputs; undefined where an input is a constant. */
  readonly links: readonly (L | undefined)[];
  /** Of the outs; undefined where the dtype has no derivatives. */
  readonly results: readonly (L | undefined)[];
  /** Known only while `hooks.locate` is set. */
  readonly origin: Origin | undefined;
}

let count = 0;

/** Records an op of which at least one input has a link. Returns the links of the outs. */
export function record<L>(
  { op, params, inputs, outs, links }: Pick<Node<L>, "op" | "params" | "inputs" | "outs" | "links">,
  makeLink: (node: Node<L>, out: Tensor) => L,
): readonly (L | undefined)[] {
  const origin = hooks.locate && ({ op: op.name, where: hooks.locate(), stage: "rule" } as const);
  const results: (L | undefined)[] = [];
  const node: Node<L> = { id: count++, op, params, inputs, outs, links, results, origin };
  for (const out of outs) results.push(isFloat(out.dtype) ? makeLink(node, out) : undefined);
  return results;
}

/** What going back from some values has found. */
export interface WayBack<L> {
  /** Cotangents by link: of the sources, or of what else was wanted. There is none where the derivative is zero everywhere. */
  readonly cotangents: ReadonlyMap<L, Tensor>;
  /** All that the values depend on. */
  readonly reached: ReadonlySet<L>;
  /** The nodes whose values were used. */
  readonly used: readonly Node<L>[];
}

export interface GoBackOptions<L> {
  /** Whose cotangents to find; by default those of all sources. */
  readonly wanted?: ReadonlySet<L>;
  /** Sees each cotangent when it is complete and returns the one to go on with. */
  readonly complete?: (link: L, cotangent: Tensor) => Tensor;
}

/** Finds the cotangents behind some values, for theirs. The ops run under the current interpreter. */
export function goBack<L extends Link<L>>(
  seeds: readonly (readonly [link: L, cotangent: Tensor])[],
  { wanted, complete = (_, cotangent) => cotangent }: GoBackOptions<L> = {},
): WayBack<L> {
  const reached = reach(seeds.map(([link]) => link));
  const nodes = [...new Set([...reached].flatMap(({ node }) => node ?? []))].sort((a, b) => b.id - a.id);
  const onTheWay = wanted === undefined ? reached : linksFrom(wanted, reached, nodes);
  const open = new Map<L, Tensor>();
  const cotangents = new Map<L, Tensor>();
  const used: Node<L>[] = [];
  const accumulate = (link: L | undefined, cotangent: Tangent): void => {
    if (link !== undefined && cotangent !== undefined && onTheWay.has(link)) {
      open.set(link, addTangents(open.get(link), cotangent) as Tensor);
    }
  };
  const close = (link: L | undefined): Tangent => {
    const sum = link && open.get(link);
    if (link === undefined || sum === undefined) return undefined;
    open.delete(link);
    const cotangent = complete(link, sum);
    if (wanted === undefined ? link.node === undefined : wanted.has(link)) cotangents.set(link, cotangent);
    return cotangent;
  };
  for (const [link, cotangent] of seeds) accumulate(link, cotangent);
  for (const node of nodes) {
    const found = node.results.map(close);
    const isWanted = node.links.map((link) => link !== undefined && onTheWay.has(link));
    if (!isWanted.includes(true) || found.every((cotangent) => cotangent === undefined)) continue;
    used.push(node);
    const below = transposeNode(node, found, isWanted);
    node.links.forEach((link, i) => accumulate(link, below[i]));
  }
  for (const link of open.keys()) close(link);
  return { cotangents, reached, used };
}

/** These links and all behind them. */
export function reach<L extends Link<L>>(links: readonly L[]): Set<L> {
  const reached = new Set(links);
  for (const { node } of reached) {
    if (node !== undefined) for (const link of node.links) if (link !== undefined) reached.add(link);
  }
  return reached;
}

/** Of the links reached, those that depend on a wanted one. */
function linksFrom<L>(wanted: ReadonlySet<L>, reached: ReadonlySet<L>, nodes: readonly Node<L>[]): Set<L> {
  const found = new Set([...wanted].filter((link) => reached.has(link)));
  for (const { links, results } of nodes.toReversed()) {
    if (!links.some((link) => link !== undefined && found.has(link))) continue;
    for (const result of results) if (result !== undefined) found.add(result);
  }
  return found;
}

/** One op, linearized at its inputs and transposed. */
function transposeNode<L>(
  node: Node<L>,
  cotangents: readonly Tangent[],
  isWanted: readonly boolean[],
): readonly Tangent[] {
  const { op, params, inputs, outs, origin } = node;
  const run = (): readonly Tangent[] => {
    const linear = new LinearInterpreter(current);
    const tangents = inputs.map((x, i) => (isWanted[i] ? linear.input(x) : undefined));
    const results = runUnder(linear, () => applyJvp(op, { primals: inputs, tangents, outs, params }));
    return transposeGraph(linear, results, cotangents, tangents);
  };
  return origin === undefined ? run() : runFor(origin, run);
}

// ---------------------------------------------------------------- the record that tensors carry themselves

/** What a user does with the gradient of a tensor as it passes: look at it, or return another in its place. */
export type GradientHook = (gradient: Tensor) => Tensor | undefined | void;

/** Of a tensor that requires a gradient or was computed from one; `Tensor.tracked` holds it. */
export class GradientLink implements Link<GradientLink> {
  readonly aval: Aval;
  readonly node: Node<GradientLink> | undefined;
  grad: Tensor | undefined = undefined;
  /** Keeps its gradient although it is no source. */
  retains = false;
  hooks: Set<{ readonly hook: GradientHook }> | undefined = undefined;

  constructor({ shape, dtype, weak }: Aval, node?: Node<GradientLink>) {
    this.aval = { shape, dtype, weak };
    this.node = node;
  }
}

/** Undefined where the tensor is a constant to `backward`. */
export function gradientLink(x: Tensor): GradientLink | undefined {
  return x.tracked instanceof GradientLink ? x.tracked : undefined;
}

/** What is left of a value of a used graph: shape and dtype, which is all that linear ops need to be transposed. */
export class Freed extends Tracer {
  readonly transformation = "a used graph";
  private readonly node: Node<GradientLink>;

  constructor(x: Tensor, node: Node<GradientLink>) {
    super(x);
    this.node = node;
    this.tracked = node;
  }

  override concrete(): never {
    const { op, origin } = this.node;
    const place = origin === undefined ? "" : `, called at ${origin.where},`;
    fail("freed", {
      op: "backward",
      problem: `the derivative of ${op.name}${place} needs values that an earlier backward() has freed`,
      got: "a graph that was gone back through before",
      fix: "pass { retainGraph: true } to the earlier backward(), or compute anew; detach() cuts off what is not to be gone back through",
    });
  }
}

/** Lets the values of a node go. */
export function free(node: Node<GradientLink>): void {
  node.inputs = node.inputs.map((x) => new Freed(x, node));
  node.outs = node.outs.map((x) => new Freed(x, node));
}
