/** Makes each structure once, so that equal formulas are one object and what was found out about one is found again. */
import { fail } from "../base/errors.ts";
import { type Dimensions, Expression, type Kind, type MatrixHead, type Node, type Payloads } from "./expression.ts";

/** After so many new formulas the older half is forgotten, so that memory stays bounded; {@link same} still tells. */
const GENERATION = 1 << 13;

/** Formulas by their hash: open addresses, at most half of them taken, which is several times as fast as a map of lists. */
class Table {
  count = 0;
  private slots: (Expression | undefined)[] = emptySlots(64);

  find(hash: number, kind: Kind, payload: unknown, args: readonly Expression[]): Expression | undefined {
    const { slots } = this;
    const mask = slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const one = slots[at];
      if (one === undefined) return undefined;
      if (one.hash === hash && hasStructure(one, kind, payload, args)) return one;
    }
  }

  add(x: Expression): void {
    if (++this.count * 2 > this.slots.length) {
      const before = this.slots;
      this.slots = emptySlots(before.length * 2);
      for (const one of before) if (one !== undefined) this.place(one);
    }
    this.place(x);
  }

  private place(x: Expression): void {
    const { slots } = this;
    const mask = slots.length - 1;
    let at = x.hash & mask;
    while (slots[at] !== undefined) at = (at + 1) & mask;
    slots[at] = x;
  }
}

const emptySlots = (count: number): undefined[] => new Array<undefined>(count).fill(undefined);

let young: Table = /*@__PURE__*/ new Table();
let old: Table = /*@__PURE__*/ new Table();
/** Symbols are never forgotten, as values are given for them as objects: a new one of the same name would have none. */
const symbols: Table = /*@__PURE__*/ new Table();

/** The formula of that structure. @param args - already interned */
export function intern<K extends Kind>(kind: K, payload: Payloads[K], args: readonly Expression[]): Node<K> {
  const hash = hashOf(kind, payload, args);
  const table = kind === "symbol" ? symbols : young;
  const known = table.find(hash, kind, payload, args);
  if (known !== undefined) return known as Node<K>;
  // What is still used is taken over to the young.
  const made =
    old.find(hash, kind, payload, args) ??
    // A copy has no room to grow.
    new Expression(kind, payload, args.length === 0 ? args : args.slice(), hash, dimensionsOf(kind, payload, args));
  table.add(made);
  if (young.count >= GENERATION) [old, young] = [young, new Table()];
  return made as Node<K>;
}

const SCALAR: Dimensions = [];

/** Sums, products and functions of each element have the axes of their arguments, of which scalars have none. */
function dimensionsOf(kind: Kind, payload: unknown, args: readonly Expression[]): Dimensions {
  if (kind === "symbol") return (payload as Payloads["symbol"]).assumptions.dimensions;
  if (kind === "matrix") return (payload as MatrixHead).dimensions(args);
  if (kind === "relation" || kind === "integral") return kind === "integral" ? args[0].dimensions : SCALAR;
  let found = SCALAR;
  for (const { dimensions } of args) {
    if (dimensions.length === 0) continue;
    if (found.length === 0) found = dimensions;
    else if (!sameDimensions(found, dimensions)) {
      fail("shape", {
        op: kind,
        problem: `the dimensions [${found.join(", ")}] and [${dimensions.join(", ")}] differ`,
        shapes: {},
        expects: "scalars and things of the same dimensions",
        fix: "declare the symbols with the same dimensions, or transpose one side",
      });
    }
  }
  return found;
}

export function sameDimensions(a: Dimensions, b: Dimensions): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

function hasStructure(x: Expression, kind: Kind, payload: unknown, args: readonly Expression[]): boolean {
  if (x.kind !== kind || x.args.length !== args.length || !samePayload(kind, x.payload, payload)) return false;
  for (let at = 0; at < args.length; at++) if (!same(args[at], x.args[at])) return false;
  return true;
}

/** Whether two formulas have the same structure. */
export function same(a: Expression, b: Expression): boolean {
  if (a === b) return true;
  if (a.hash !== b.hash || a.kind !== b.kind || a.args.length !== b.args.length) return false;
  if (a.twin === b || b.twin === a) return true;
  if (!hasStructure(a, b.kind, b.payload, b.args)) return false;
  a.twin = b;
  return true;
}

/**
 * Looks up values by the structure of their keys: a key other than a symbol may be forgotten by the table and made again as another
 * object.
 */
export function lookup<V>(values: ReadonlyMap<Expression, V>): (x: Expression) => V | undefined {
  const byHash = new Map<number, Expression[]>();
  for (const key of values.keys()) {
    if (key.kind !== "symbol") byHash.set(key.hash, [...(byHash.get(key.hash) ?? []), key]);
  }
  if (byHash.size === 0) return (x) => values.get(x);
  return (x) => {
    const found = values.get(x);
    if (found !== undefined) return found;
    const key = byHash.get(x.hash)?.find((each) => same(each, x));
    return key && values.get(key);
  };
}

function samePayload(kind: Kind, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  switch (kind) {
    case "number": {
      const [x, y] = [a, b] as [Payloads["number"], Payloads["number"]];
      return x.n === y.n && x.d === y.d;
    }
    case "float":
      return Object.is(a, b);
    case "symbol": {
      const [x, y] = [a, b] as [Payloads["symbol"], Payloads["symbol"]];
      return x.name === y.name && (x.assumptions === y.assumptions || keyOf(kind, x) === keyOf(kind, y));
    }
    case "unknown":
    case "matrix":
      return keyOf(kind, a) === keyOf(kind, b);
    default:
      return false;
  }
}

/** Payloads that are objects, as text. */
function keyOf(kind: Kind, payload: unknown): string {
  if (kind === "call") return (payload as { readonly name: string }).name;
  if (kind === "matrix") return (payload as MatrixHead).key ?? (payload as MatrixHead).name;
  if (kind === "symbol") {
    const { name, assumptions } = payload as Payloads["symbol"];
    const facts = Object.entries(assumptions).filter(([, value]) => value !== undefined && value !== false);
    return `${name} ${JSON.stringify(facts.toSorted(([x], [y]) => (x < y ? -1 : 1)))}`;
  }
  return JSON.stringify(payload);
}

function hashOf(kind: Kind, payload: unknown, args: readonly Expression[]): number {
  let hash = kind.length * 31 + kind.charCodeAt(0) * 7 + kind.charCodeAt(1);
  if (kind === "number") {
    const { n, d } = payload as Payloads["number"];
    hash = mix(mix(hash, low32(n)), low32(d));
  } else if (kind === "float") hash = hashText(hash, String(payload));
  else if (typeof payload === "object" && payload !== null) hash = hashObject(hash, kind, payload);
  else if (payload !== undefined) hash = hashText(hash, String(payload));
  for (const arg of args) hash = mix(hash, arg.hash);
  return hash;
}

function low32(n: bigint): number {
  const value = Number(n);
  return Number.isSafeInteger(value) ? value | 0 : Number(BigInt.asIntN(32, n));
}

/** Ops, heads and symbols are few and keep their hash. */
const hashes = /*@__PURE__*/ new WeakMap<object, number>();

function hashObject(seed: number, kind: Kind, payload: object): number {
  let hash = hashes.get(payload);
  if (hash === undefined) hashes.set(payload, (hash = hashText(0, keyOf(kind, payload))));
  return mix(seed, hash);
}

function hashText(seed: number, text: string): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i));
  return hash;
}

/** One step of MurmurHash3 (Appleby 2011). */
function mix(hash: number, value: number): number {
  let k = Math.imul(value | 0, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let h = hash ^ Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}
