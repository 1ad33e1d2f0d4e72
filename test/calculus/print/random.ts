/** Random formulas, the same in every run. */
import { add, div, mul, neg, power, sub } from "../../../src/calculus/build.ts";
import type { Expression } from "../../../src/calculus/expression.ts";
import { apply, functionNamed } from "../../../src/calculus/functions.ts";
import { evaluateNumber } from "../../../src/calculus/evaluate/number.ts";
import { e, half, number, pi, symbol } from "../../../src/calculus/leaves.ts";

/** Numbers in [0, 1): Mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const symbols: readonly Expression[] = ["x", "y", "a"].map((name) => symbol(name));

const NAMES = ["sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "ln", "abs", "sigmoid", "arsinh"];

export function randomFormula(random: () => number, depth: number): Expression {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
  const inner = (): Expression => randomFormula(random, depth - 1);
  if (depth === 0 || random() < 0.1) {
    const numbers = [number(2), number(3), number(-1), number(-5), half, number(0.75), pi, e];
    return random() < 0.65 ? pick(symbols) : pick(numbers);
  }
  const made = [
    () => add(inner(), inner()),
    () => sub(inner(), inner()),
    () => add(inner(), mul(number(2), inner()), inner()),
    () => mul(inner(), inner()),
    () => mul(number(3), inner(), inner()),
    () => div(inner(), add(power(inner(), number(2)), number(1))),
    () => neg(inner()),
    () => power(inner(), pick([number(2), number(3), number(-1), number(-2)])),
    () => power(apply(named("abs"), inner()), pick([half, neg(half), number(1.5)])),
    () => power(inner(), div(number(1), number(3))),
    () => power(e, inner()),
    () => power(number(2), inner()),
    () => apply(named(pick(NAMES)), inner()),
    () => apply(named(pick(NAMES)), inner()),
  ];
  try {
    return pick(made)();
  } catch {
    // Division by a part that turned out to be 0.
    return inner();
  }
}

function named(name: string): Parameters<typeof apply>[0] {
  const facts = functionNamed(name);
  if (facts === undefined) throw new Error(name);
  return facts.op;
}

/** Whether a formula has a value to which no part contributes so much that rounding decides it. */
export function isTame(formula: Expression, values: ReadonlyMap<Expression, number>): boolean {
  const seen = new Set<Expression>();
  const open = [formula];
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    if (seen.has(x)) continue;
    seen.add(x);
    if (!(Math.abs(evaluateNumber(x, values)) < 1e5)) return false;
    open.push(...x.args);
  }
  return true;
}
