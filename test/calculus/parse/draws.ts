/** Random formulas and random texts, the same in every run. */
import type { Expression } from "../../../src/calculus/expression.ts";
import { functions, apply } from "../../../src/calculus/functions.ts";
import { TensorError } from "../../../src/base/errors.ts";
import * as f from "./build.ts";

/** mulberry32 */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export type Draw = () => number;
export const pick = <T>(draw: Draw, list: readonly T[]): T => list[Math.floor(draw() * list.length)];

const symbols = ["x", "y", "a", "n", "t", "alpha", "theta", "x_1", "x_12", "k", "u", "F"].map((name) => f.symbol(name));

function leaf(draw: Draw): Expression {
  const r = draw();
  if (r < 0.55) return pick(draw, symbols);
  if (r < 0.8) return f.whole(Math.floor(draw() * 12) - 4);
  if (r < 0.9) return f.div(f.whole(1 + Math.floor(draw() * 5)), f.whole(1 + Math.floor(draw() * 6)));
  return pick(draw, [f.e, f.pi, f.i]);
}

/** A formula of at most that depth. */
export function drawFormula(draw: Draw, depth: number): Expression {
  if (depth === 0 || draw() < 0.15) return leaf(draw);
  const part = (): Expression => drawFormula(draw, depth - 1);
  const variable = pick(draw, symbols.slice(0, 5));
  const r = draw();
  if (r < 0.25) return f.add(part(), part(), part());
  if (r < 0.5) return f.mul(part(), part());
  if (r < 0.58) return f.div(part(), part());
  if (r < 0.7) return f.power(part(), draw() < 0.6 ? f.number(pick(draw, [2, 3, -1, -2, 0.5, -0.5])) : part());
  if (r < 0.85) {
    const { op } = pick(draw, functions);
    return apply(op, ...Object.keys(op.definition.domain).map(part));
  }
  if (r < 0.88) return f.exp(part());
  if (r < 0.91) return f.unknown(pick(draw, ["f", "g", "h"]), [part()], [Math.floor(draw() * 4)]);
  if (r < 0.92) return f.unknown("f", [f.x, f.y], [Math.floor(draw() * 2), Math.floor(draw() * 2)]);
  if (r < 0.94) {
    const u = part();
    return ["symbol", "unknown", "derivative"].includes(u.kind) ? u : f.pending(u, variable);
  }
  if (r < 0.96) return draw() < 0.5 ? f.integral(part(), variable) : f.integral(part(), variable, part(), part());
  if (r < 0.97) return f.series(leaf(draw), f.k, f.one, f.n);
  return f.cases(part(), f.relation(pick(draw, ["<", "≤", ">", "≥", "=", "≠"]), part(), part()), part());
}

/** Constructors refuse some, such as 0^-1; those are drawn again. */
export function drawUntilFine(draw: Draw, make: (draw: Draw) => Expression): Expression {
  for (;;) {
    try {
      const found = make(draw);
      if (found.size < 60) return found;
    } catch (error) {
      if (!(error instanceof TensorError)) throw error;
    }
  }
}
