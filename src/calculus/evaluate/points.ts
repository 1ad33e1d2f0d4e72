/** Random points where formulas are compared: the same in every run, with respect to what is known of the symbols. */
import type { Expression, Payloads } from "../expression.ts";
import { same } from "../intern.ts";
import { type Rational, rational } from "../rational.ts";

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
  const seen = new Set<Expression>();
  const stack = [...roots].reverse();
  for (let x = stack.pop(); x !== undefined; x = stack.pop()) {
    if (seen.has(x)) continue;
    seen.add(x);
    if (x.kind !== "unknown") stack.push(...x.args.toReversed());
  }
  return [...seen].filter(({ kind }) => kind === "symbol" || kind === "unknown");
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

/** Small fractions in the domain that the assumptions leave. */
export function rationalPoint(leaves: readonly Expression[], draw: () => number): Map<Expression, Rational> {
  const value = (leaf: Expression): Rational => {
    const { integer = false, positive = false } = assumptionsOf(leaf);
    const n = BigInt(1 + Math.floor(draw() * 997));
    return rational(!positive && draw() < 0.5 ? -n : n, integer ? 1n : BigInt(1 + Math.floor(draw() * 97)));
  };
  return assign(leaves, value);
}

function assumptionsOf(leaf: Expression): Partial<Payloads["symbol"]["assumptions"]> {
  return leaf.kind === "symbol" ? (leaf.payload as Payloads["symbol"]).assumptions : {};
}
