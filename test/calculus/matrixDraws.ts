/** Reproducible numbers for matrices. */
import type { Assumptions } from "../../src/calculus/expression.ts";

export interface Draws {
  /** In [0, 1). */
  readonly next: () => number;
  readonly below: (n: number) => number;
  readonly array: (shape: readonly number[], facts?: Omit<Assumptions, "dimensions">) => number | number[] | number[][];
}

/** Mulberry32. */
export function draws(seed: number): Draws {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const value = (): number => Math.round((0.2 + next()) * (next() < 0.5 ? -1 : 1) * 1000) / 1000;
  return { next, below: (n) => Math.floor(next() * n), array: (shape, facts = {}) => filled(shape, facts, value) };
}

function filled(
  shape: readonly number[],
  facts: Omit<Assumptions, "dimensions">,
  value: () => number,
): number | number[] | number[][] {
  if (shape.length === 0) return facts.positive ? Math.abs(value()) : value();
  const [m, n] = shape;
  if (shape.length === 1) return Array.from({ length: m }, () => (facts.positive ? Math.abs(value()) : value()));
  const rows = Array.from({ length: m }, () =>
    Array.from({ length: n }, () => (facts.positive ? Math.abs(value()) : value())),
  );
  return rows.map((row, i) =>
    row.map((entry, j) => {
      // A heavy diagonal keeps square matrices invertible.
      const own = i === j && m === n ? 2 + Math.abs(entry) : entry;
      if (facts.diagonal) return i === j ? own : 0;
      if (facts.triangular === "lower" && j > i) return 0;
      if (facts.triangular === "upper" && j < i) return 0;
      if (facts.symmetric || facts.positiveDefinite) return i <= j ? own + (i === j ? 1 : 0) : rows[j][i];
      return own;
    }),
  );
}
