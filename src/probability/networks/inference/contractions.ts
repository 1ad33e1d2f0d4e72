/**
 * Sums of products, planned by names alone: which factors are multiplied, which variables are summed out, in which order. A plan
 * knows no numbers, so that it serves for numbers, logarithms and traced tensors, and for every model with the same structure.
 */
import { entriesOf } from "../structure.ts";

/** A table that is given, or that a step makes. */
export interface Node {
  readonly id: number;
  /** Its variables in the order of their ranks: what is eliminated first comes last. */
  readonly scope: readonly number[];
  readonly entries: number;
  /**
   * It is a conditional distribution of these variables given the others, so that the sum over them is 1 whatever the others are.
   * Undefined where evidence has come in: then sums are not known beforehand.
   */
  readonly heads: readonly number[] | undefined;
  /** The arguments and the way of the step that makes it; undefined for a table that is given. */
  readonly step: Step | undefined;
}

/** One contraction: the product of one, two or three tables, summed (or maximized) over what the result lacks. */
export interface Step {
  readonly args: readonly Node[];
  readonly way: "sum" | "max";
  /** All variables of the arguments, by rank. */
  readonly union: readonly number[];
  /** How many products there are. */
  readonly work: number;
}

/** What multiplying three tables at once costs more than two. */
const THREE = 1.4;

/** Makes nodes, each combination once. */
export class Contractions {
  readonly nodes: Node[] = [];
  private readonly known = new Map<string, Node>();
  private readonly rank: Int32Array;
  private readonly sizes: readonly number[];

  /** @param order - of elimination; variables that are not in it come before all others */
  constructor(sizes: readonly number[], order: readonly number[]) {
    this.sizes = sizes;
    this.rank = new Int32Array(sizes.length);
    order.forEach((v, i) => {
      this.rank[v] = order.length - i;
    });
  }

  /** A table that is given. */
  given(variables: readonly number[], heads: readonly number[] | undefined): Node {
    return this.node(variables.toSorted(this.before), heads, undefined);
  }

  /** Sorts variables by rank. */
  readonly before = (a: number, b: number): number => this.rank[a] - this.rank[b] || a - b;

  private node(scope: readonly number[], heads: readonly number[] | undefined, step: Step | undefined): Node {
    const node = { id: this.nodes.length, scope, entries: entriesOf(scope, this.sizes), heads, step };
    this.nodes.push(node);
    return node;
  }

  union(nodes: readonly Node[]): number[] {
    let all: readonly number[] = nodes[0].scope;
    for (let i = 1; i < nodes.length; i++) all = this.merge(all, nodes[i].scope);
    return all as number[];
  }

  private merge(a: readonly number[], b: readonly number[]): readonly number[] {
    const found: number[] = [];
    let [i, j] = [0, 0];
    while (i < a.length && j < b.length) {
      const order = this.before(a[i], b[j]);
      found.push(order <= 0 ? a[i] : b[j]);
      if (order <= 0) i++;
      if (order >= 0) j++;
    }
    if (i === a.length && found.length === b.length && j === b.length) return b;
    for (; i < a.length; i++) found.push(a[i]);
    for (; j < b.length; j++) found.push(b[j]);
    return found.length === a.length ? a : found;
  }

  /** One step. */
  private contract(args: readonly Node[], scope: readonly number[], way: Step["way"] = "sum"): Node {
    const ordered = args.toSorted((a, b) => a.id - b.id);
    const key = `${ordered.map(({ id }) => id).join(",")}>${scope.join(",")}${way}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const union = this.union(ordered);
    const made = this.node(scope, headsOf(ordered, union, scope, way), {
      args: ordered,
      way,
      union,
      work: entriesOf(union, this.sizes),
    });
    this.known.set(key, made);
    return made;
  }

  /** The product of tables, with `scope` left: in pairs and triples, the small ones first. */
  multiply(nodes: readonly Node[], scope: readonly number[], way: Step["way"] = "sum"): Node {
    const list = this.joinEqual(nodes, way);
    while (list.length > 2) {
      const pair = this.bestPair(list);
      const rest = list.filter((node) => !pair.includes(node));
      const both = this.union(pair);
      const kept = both.filter((v) => scope.includes(v) || rest.some((node) => node.scope.includes(v)));
      if (list.length === 3) {
        const all = entriesOf(this.union(list), this.sizes);
        const inPairs = entriesOf(both, this.sizes) + entriesOf(this.merge(kept, rest[0].scope), this.sizes);
        if (THREE * all <= inPairs) break;
      }
      list.splice(0, list.length, ...rest, this.contract(pair, kept, way));
    }
    const [only] = list;
    return list.length === 1 && only.scope.length === scope.length ? only : this.contract(list, scope, way);
  }

  /** Multiplies tables of the same variables, as the messages of many children are, so that few are left to choose from. */
  private joinEqual(nodes: readonly Node[], way: Step["way"]): Node[] {
    if (nodes.length <= 3) return [...nodes];
    const groups = new Map<string, Node[]>();
    for (const node of nodes) {
      const key = node.scope.join(",");
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [node]);
      else group.push(node);
    }
    return [...groups.values()].map((group) => {
      let level = group;
      while (level.length > 1) {
        const next: Node[] = [];
        for (let i = 0; i < level.length; i += 3) {
          const some = level.slice(i, i + 3);
          next.push(some.length === 1 ? some[0] : this.contract(some, some[0].scope, way));
        }
        level = next;
      }
      return level[0];
    });
  }

  private bestPair(list: readonly Node[]): readonly Node[] {
    let best: readonly Node[] = [];
    let least = Infinity;
    for (let i = 1; i < list.length; i++) {
      for (let j = 0; j < i; j++) {
        const pair = [list[j], list[i]];
        const entries = entriesOf(this.union(pair), this.sizes);
        // Of equal results, the one that takes the larger tables out of the way.
        const cost = entries - 0.25 * (list[i].entries + list[j].entries);
        if (cost < least) [best, least] = [pair, cost];
      }
    }
    return best;
  }

  /** Sums out one variable: the tables without it, and what comes of those with it. */
  sumOut(list: readonly Node[], v: number, way: Step["way"] = "sum"): Node[] {
    const [having, rest] = split(list, v);
    if (having.length === 0) return rest;
    if (way === "sum" && having.length === 1 && isAllOf(having[0].heads, v)) return rest;
    const scope = this.union(having).filter((u) => u !== v);
    return [...rest, this.multiply(having, scope, way)];
  }

  /** Sums out all variables but `keep`, the cheapest first. What is left stays apart, as far as it is. */
  eliminate(list: readonly Node[], keep: ReadonlySet<number>): readonly Node[] {
    let left = list;
    for (;;) {
      const v = this.cheapest(left, keep);
      if (v === undefined) return left;
      left = this.sumOut(left, v);
    }
  }

  private cheapest(list: readonly Node[], keep: ReadonlySet<number>): number | undefined {
    const counts = new Map<number, number>();
    for (const { scope } of list) for (const v of scope) if (!keep.has(v)) counts.set(v, (counts.get(v) ?? 0) + 1);
    let [best, least]: [number | undefined, number] = [undefined, Infinity];
    for (const [v, count] of counts) {
      const having = list.filter(({ scope }) => scope.includes(v));
      if (count === 1 && isAllOf(having[0].heads, v)) return v;
      const entries = entriesOf(this.union(having), this.sizes);
      if (entries < least) [best, least] = [v, entries];
    }
    return best;
  }

  /** One table of exactly these variables; undefined where the list says nothing of them. */
  join(list: readonly Node[], scope: readonly number[]): Node | undefined {
    const left = this.eliminate(list, new Set(scope)).filter((node) => node.scope.length > 0);
    if (left.length === 0) return undefined;
    const covered = this.union(left);
    return this.multiply(left, covered);
  }

  /** Multiplies tables into others that have all their variables. */
  compress(list: readonly Node[]): readonly Node[] {
    const kept: Node[] = [];
    for (const node of list.toSorted((a, b) => b.scope.length - a.scope.length)) {
      const at = kept.findIndex(({ scope }) => node.scope.every((v) => scope.includes(v)));
      if (at < 0 || node.scope.length === 0) kept.push(node);
      else kept[at] = this.contract([kept[at], node], kept[at].scope);
    }
    return kept;
  }
}

function split(list: readonly Node[], v: number): readonly [having: Node[], rest: Node[]] {
  const having: Node[] = [];
  const rest: Node[] = [];
  for (const node of list) (node.scope.includes(v) ? having : rest).push(node);
  return [having, rest];
}

const isAllOf = (heads: readonly number[] | undefined, v: number): boolean => heads?.length === 1 && heads[0] === v;

/**
 * Products of conditional distributions of a directed acyclic graph are one; summing out heads leaves the others. After a sum over
 * anything else, or a maximum, nothing is known.
 */
function headsOf(
  args: readonly Node[],
  union: readonly number[],
  scope: readonly number[],
  way: Step["way"],
): readonly number[] | undefined {
  if (way === "max" || args.some(({ heads }) => heads === undefined)) return undefined;
  const heads = args.flatMap((node) => node.heads ?? []);
  for (const v of union) if (!scope.includes(v) && !heads.includes(v)) return undefined;
  return heads.filter((v) => scope.includes(v));
}
