/**
 * All marginals at once: messages along the tree of cliques that an order of elimination makes, up to the roots and down again.
 * Messages are lists of tables that are multiplied only where a sum needs it, so that what evidence does not touch stays a
 * conditional distribution and sums to one by itself (lazy propagation: Madsen & Jensen, Artificial Intelligence 113, 1999).
 */
import { entriesOf } from "../structure.ts";
import type { Contractions, Node } from "./contractions.ts";
import type { Order } from "./order.ts";

/** A clique: a variable with what it is joined with when it is eliminated. */
interface Clique {
  /** What it shares with its parent. */
  readonly separator: readonly number[];
  /** The variable that is eliminated here; undefined for cliques that only gather the messages of several others. */
  readonly variable: number | undefined;
  readonly own: Node[];
  parent: number;
  children: number[];
}

/** Cliques; children stand before their parents in `upwards`. */
export interface JoinTree {
  readonly cliques: readonly Clique[];
  readonly upwards: readonly number[];
  /** The clique where each variable is eliminated. */
  readonly home: ReadonlyMap<number, number>;
  /** Tables without variables. */
  readonly constants: readonly Node[];
}

/** The tree of an order, with each table at the first of its variables to go. */
export function joinTree(sizes: readonly number[], { order, separators }: Order, tables: readonly Node[]): JoinTree {
  const home = new Map(order.map((v, i) => [v, i]));
  const cliques: Clique[] = order.map((variable, i) => ({
    variable,
    separator: separators[i],
    own: [],
    parent: -1,
    children: [],
  }));
  const first = (variables: readonly number[]): number => Math.min(...variables.map((v) => home.get(v) as number));
  cliques.forEach((clique, i) => {
    if (clique.separator.length === 0) return;
    clique.parent = first(clique.separator);
    cliques[clique.parent].children.push(i);
  });
  const constants: Node[] = [];
  for (const table of tables) {
    if (table.scope.length === 0) constants.push(table);
    else cliques[first(table.scope)].own.push(table);
  }
  for (let i = 0, n = cliques.length; i < n; i++) gather(cliques, i, sizes);
  return { cliques, upwards: upwards(cliques), home, constants };
}

/** Leaves a clique two children: the messages of the smallest are gathered in between, so that none is multiplied many times. */
function gather(cliques: Clique[], at: number, sizes: readonly number[]): void {
  const clique = cliques[at];
  const size = (child: number): number => entriesOf(cliques[child].separator, sizes);
  const waiting = clique.children.toSorted((a, b) => size(b) - size(a) || b - a);
  while (waiting.length > 2) {
    const children = [waiting.pop() as number, waiting.pop() as number];
    const separator = [...new Set(children.flatMap((child) => cliques[child].separator))];
    const between = cliques.length;
    cliques.push({ variable: undefined, separator, own: [], parent: at, children });
    for (const child of children) cliques[child].parent = between;
    const entries = entriesOf(separator, sizes);
    const place = waiting.findIndex((other) => size(other) < entries);
    waiting.splice(place < 0 ? waiting.length : place, 0, between);
  }
  clique.children = waiting;
}

function upwards(cliques: readonly Clique[]): number[] {
  const found = cliques.flatMap(({ parent }, i) => (parent < 0 ? [i] : []));
  for (let i = 0; i < found.length; i++) found.push(...cliques[found[i]].children);
  return found.reverse();
}

/** The messages from each clique to its parent and back. */
export interface Messages {
  readonly up: readonly (readonly Node[])[];
  readonly down: readonly (readonly Node[])[];
}

/** All messages, and the tables whose product is the sum over everything. */
export function messages(
  contractions: Contractions,
  { cliques, upwards: order, constants }: JoinTree,
): Messages & { readonly constants: readonly Node[] } {
  const up: (readonly Node[])[] = [];
  const down: (readonly Node[])[] = cliques.map(() => []);
  const all = [...constants];
  for (const at of order) {
    const { own, children, separator, variable, parent } = cliques[at];
    const list = [...own, ...children.flatMap((child) => up[child])];
    const left =
      variable === undefined ? contractions.compress(list) : contractions.eliminate(list, new Set(separator));
    up[at] = left;
    if (parent < 0) all.push(...left);
  }
  for (const at of order.toReversed()) {
    const { own, children } = cliques[at];
    for (const child of children) {
      const others = children.filter((other) => other !== child).flatMap((other) => up[other]);
      const list = [...own, ...down[at], ...others].filter(({ scope }) => scope.length > 0);
      const left = contractions.eliminate(list, new Set(cliques[child].separator));
      down[child] = cliques[child].variable === undefined ? contractions.compress(left) : left;
    }
  }
  return { up, down, constants: all };
}

/** A table of each variable, from the smallest set of tables that knows all about it. */
export function marginalNodes(
  contractions: Contractions,
  sizes: readonly number[],
  { cliques, home }: JoinTree,
  { up, down }: Messages,
  wanted: readonly number[],
): (Node | undefined)[] {
  const smallest = new Map<number, { readonly entries: number; readonly at: number }>();
  cliques.forEach(({ separator }, at) => {
    const entries = entriesOf(separator, sizes);
    for (const v of separator) {
      if (entries < (smallest.get(v)?.entries ?? Infinity)) smallest.set(v, { entries, at });
    }
  });
  return wanted.map((v) => {
    const at = home.get(v);
    if (at === undefined) return undefined;
    const { own, children } = cliques[at];
    const edge = smallest.get(v);
    const list =
      edge === undefined
        ? [...own, ...down[at], ...children.flatMap((child) => up[child])]
        : [...up[edge.at], ...down[edge.at]];
    return contractions.join(list, [v]);
  });
}
