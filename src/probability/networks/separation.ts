/** Independence that can be read off a directed graph (Pearl 1988, 3.3; Geiger, Verma & Pearl, UAI 1989). */

import { showing } from "../../base/showing.ts";

/** What happens at an inner variable of a path. */
export interface Passage {
  /** The variable. */
  readonly name: string;
  /** chain: → v →; fork: ← v →; collider: → v ←. */
  readonly kind: "chain" | "fork" | "collider";
  /** Whether information passes. */
  readonly open: boolean;
  /** Why, in words. */
  readonly reason: string;
}

/** Whether variables are d-separated, and the path that says so. */
export interface Separation {
  /** No path is open. */
  readonly separated: boolean;
  /** The shortest open path, or else the shortest path; empty where there is none. */
  readonly path: readonly string[];
  /** What happens at the inner variables of the path. */
  readonly passages: readonly Passage[];
  /** A sentence. */
  toString(): string;
}

/** That a variable is independent of others, given some. */
export interface IndependenceStatement {
  /** A variable. */
  readonly of: string;
  /** What it is independent of. */
  readonly from: readonly string[];
  /** Once these are known. */
  readonly given: readonly string[];
}

/** A step along an edge: towards a parent (`up`) or a child. */
interface Stop {
  readonly v: number;
  readonly up: boolean;
  readonly before: Stop | undefined;
}

/** A path in a graph. */
export interface FoundPath {
  readonly open: boolean;
  readonly places: readonly number[];
  /** For each step: towards a parent. */
  readonly ups: readonly boolean[];
  /** Variables that are known, or have a known descendant. */
  readonly aware: ReadonlySet<number>;
}

/** The shortest open path between two sets; else the shortest path; undefined where they are not connected. */
export function findPath(
  parents: readonly (readonly number[])[],
  from: readonly number[],
  to: readonly number[],
  given: readonly number[],
): FoundPath | undefined {
  const aware = ancestors(parents, given);
  const known = new Set(given);
  const children = childrenOf(parents);
  // A known variable blocks chains and forks; a collider is open where it or a descendant is known.
  const passes = (v: number, cameUp: boolean, goesUp: boolean): boolean =>
    !cameUp && goesUp ? aware.has(v) : !known.has(v);
  const ends = new Set(to);
  const open = search(parents, children, from, ends, passes);
  const found = open ?? search(parents, children, from, ends, () => true);
  if (found === undefined) return undefined;
  const places: number[] = [];
  const ups: boolean[] = [];
  for (let stop: Stop | undefined = found; stop !== undefined; stop = stop.before) {
    places.unshift(stop.v);
    if (stop.before !== undefined) ups.unshift(stop.up);
  }
  return { open: open !== undefined, places, ups, aware };
}

function search(
  parents: readonly (readonly number[])[],
  children: readonly (readonly number[])[],
  from: readonly number[],
  ends: ReadonlySet<number>,
  passes: (v: number, cameUp: boolean, goesUp: boolean) => boolean,
): Stop | undefined {
  // From the start one may go both ways, as if one had come up from a child.
  const queue: Stop[] = from.map((v) => ({ v, up: true, before: undefined }));
  const seen = new Set(from.map((v) => 2 * v + 1));
  const starts = new Set(from);
  for (let i = 0; i < queue.length; i++) {
    const stop = queue[i];
    if (ends.has(stop.v)) return stop;
    for (const up of [true, false]) {
      if (stop.before !== undefined && !passes(stop.v, stop.up, up)) continue;
      for (const v of up ? parents[stop.v] : children[stop.v]) {
        if (seen.has(2 * v + Number(up)) || starts.has(v)) continue;
        seen.add(2 * v + Number(up));
        queue.push({ v, up, before: stop });
      }
    }
  }
  return undefined;
}

function ancestors(parents: readonly (readonly number[])[], of: readonly number[]): Set<number> {
  const found = new Set(of);
  for (const v of found) for (const parent of parents[v]) found.add(parent);
  return found;
}

function childrenOf(parents: readonly (readonly number[])[]): number[][] {
  const children: number[][] = parents.map(() => []);
  parents.forEach((list, child) => {
    for (const parent of list) children[parent].push(child);
  });
  return children;
}

/** What was found, in names and words. */
export function showSeparation(
  names: readonly string[],
  x: readonly number[],
  y: readonly number[],
  given: readonly number[],
  found: FoundPath | undefined,
): Separation {
  const separated = found === undefined || !found.open;
  const passages = found === undefined ? [] : passagesOf(names, given, found);
  const path = found?.places.map((v) => names[v]) ?? [];
  const all = (places: readonly number[]): string => places.map((v) => names[v]).join(", ");
  const pair = x.length + y.length === 2 ? `${all(x)} and ${all(y)}` : `{${all(x)}} and {${all(y)}}`;
  const condition = given.length === 0 ? "" : ` given ${all(given)}`;
  const line = path.map((name, i) => (i === 0 ? name : `${found?.ups[i - 1] ? "←" : "→"} ${name}`)).join(" ");
  const blocks = passages.filter(({ open }) => !open).map(({ name, reason }) => `${name}, ${reason}`);
  const why =
    found === undefined
      ? "no path connects them"
      : separated
        ? `${line} is blocked at ${blocks.join(" and at ")}`
        : `${line} is open${passages.map(({ name, reason }) => `; ${name}: ${reason}`).join("")}`;
  const text = `${pair} are ${separated ? "" : "not "}d-separated${condition}: ${why}`;
  const answer: Separation = Object.defineProperty({ separated, path, passages }, "toString", { value: () => text });
  showing(answer, { text: () => answer.toString() });
  return answer;
}

function passagesOf(names: readonly string[], given: readonly number[], { places, ups, aware }: FoundPath): Passage[] {
  return places.slice(1, -1).map((v, i) => {
    const [cameUp, goesUp] = [ups[i], ups[i + 1]];
    const known = given.includes(v);
    if (!cameUp && goesUp) {
      const open = aware.has(v);
      const what = known ? "that is known" : open ? "with a descendant that is known" : "of which nothing is known";
      return { name: names[v], kind: "collider", open, reason: `a collider ${what}` };
    }
    const kind = cameUp && !goesUp ? "fork" : "chain";
    return { name: names[v], kind, open: !known, reason: `a ${kind} ${known ? "that is known" : "that is not known"}` };
  });
}

/** Each variable with what does not descend from it and is no parent. */
export function independenciesOf(
  parents: readonly (readonly number[])[],
  names: readonly string[],
): readonly IndependenceStatement[] {
  const children = childrenOf(parents);
  return names.flatMap((of, v) => {
    const below = new Set([v]);
    for (const u of below) for (const child of children[u]) below.add(child);
    const from = names.filter((_, u) => !below.has(u) && !parents[v].includes(u));
    return from.length === 0 ? [] : [{ of, from, given: parents[v].map((u) => names[u]) }];
  });
}
