/** Random points where formulas are compared: the same in every run, with respect to what is known of the symbols. */
import type { Expression, Payloads } from "../expression.ts";
import { same } from "../intern.ts";
import { partsOf } from "../substitute.ts";

/** Mulberry32 (Ettinger 2017): numbers in [0, 1) from a seed. */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What needs a value: symbols, and unknown functions as they stand; each once, in the order of reading. */
export function leavesOf(...roots: readonly Expression[]): Expression[] {
  const isOpen = ({ kind }: Expression): boolean => kind !== "unknown";
  return partsOf(roots, isOpen).filter((part) => part.kind === "symbol" || !isOpen(part));
}

/** The golden ratio: its multiples lie evenly in [0, 1), no two of them at one place (Weyl 1916). */
const GOLDEN = 0.6180339887498949;

/** A value from 1 to 4 for each symbol, none of them special. @param turn - 0, 1, … for other values */
export function plainPoint(symbols: Iterable<Expression>, turn = 0): Map<Expression, number> {
  return new Map([...new Set(symbols)].map((each, k) => [each, 1 + 3 * (((k + 1 + 31 * turn) * GOLDEN) % 1)]));
}

/** Where most functions have their domain comes first, then larger values. */
const SPREADS: readonly number[] = [1, 3, 0.3, 8];

/** Values in the domain that the assumptions leave. @param attempt - chooses the size */
export function samplePoint(
  leaves: readonly Expression[],
  draw: () => number,
  attempt: number,
): Map<Expression, number> {
  return assign(leaves, (leaf) => sampleValue(leaf, draw, attempt));
}

/** A value for each; unknown functions of the same structure have the same value. */
export function assign<V>(leaves: readonly Expression[], value: (leaf: Expression) => V): Map<Expression, V> {
  const values = new Map<Expression, V>();
  for (const leaf of leaves) {
    const twin = leaf.kind === "symbol" ? undefined : [...values.keys()].find((other) => same(other, leaf));
    values.set(leaf, twin === undefined ? value(leaf) : (values.get(twin) as V));
  }
  return values;
}

function sampleValue(leaf: Expression, draw: () => number, attempt: number): number {
  const { integer = false, positive = false } = assumptionsOf(leaf);
  const spread = SPREADS[attempt % SPREADS.length];
  // Every other point has positive values only, as logarithms and roots want them.
  const value = (positive || attempt % 2 === 0 ? draw() + 1e-3 : draw() * 2 - 1) * spread;
  return integer ? Math.ceil(value * 3) : value;
}

function assumptionsOf(leaf: Expression): Partial<Payloads["symbol"]["assumptions"]> {
  return leaf.kind === "symbol" ? (leaf.payload as Payloads["symbol"]).assumptions : {};
}

/** A point by the names of its symbols, and two values there. */
export interface PairOfValues {
  readonly at: Readonly<Record<string, number>>;
  readonly values: readonly [a: number, b: number];
}

/** Two values compared at random points. */
export interface Compared {
  /** At how many points both are numbers that agree. */
  readonly agreed: number;
  /** The largest relative difference. */
  readonly worst: number;
  /** The first point where they differ, which is the last that was tried. */
  readonly difference?: PairOfValues;
  /** A point where one of them alone is a number. */
  readonly domain?: PairOfValues;
}

/** How two values are compared. */
export interface Comparison {
  /** How many points must agree. */
  readonly points: number;
  /** Tries for each point that is wanted: much of the line may lie outside of the domain. */
  readonly tries: number;
  /** Relative difference that counts as equal. */
  readonly tolerance: number;
  readonly seed: number;
}

/** Two values at random points in the domain of both, up to the first difference. */
export function compareAtPoints(
  leaves: readonly Expression[],
  valuesAt: (point: ReadonlyMap<Expression, number>) => readonly [a: number, b: number],
  { points, tries, tolerance, seed }: Comparison,
): Compared {
  const draw = generator(seed);
  let [agreed, worst] = [0, 0];
  let domain: PairOfValues | undefined;
  for (let attempt = 0; attempt < points * tries && agreed < points; attempt++) {
    const point = samplePoint(leaves, draw, attempt);
    const values = valuesAt(point);
    const finite = values.filter(Number.isFinite);
    if (finite.length < 2) {
      if (finite.length === 1) domain ??= { at: byName(point), values };
      continue;
    }
    const [a, b] = values;
    const off = Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
    worst = Math.max(worst, off);
    if (off > tolerance) return { agreed, worst, difference: { at: byName(point), values }, ...(domain && { domain }) };
    agreed++;
  }
  return { agreed, worst, ...(domain && { domain }) };
}

function byName(point: ReadonlyMap<Expression, number>): Record<string, number> {
  return Object.fromEntries(
    [...point].map(([leaf, value]) => [(leaf.payload as Payloads["symbol" | "unknown"]).name, value]),
  );
}
