/** Formulas by cases; what numbers decide is decided. */
import type { Expression, Payloads } from "./expression.ts";
import { intern } from "./intern.ts";
import { rationalOf } from "./leaves.ts";

/** @param args - value, condition, value, condition, …, otherwise */
export function piecewise(args: readonly Expression[]): Expression {
  const left: Expression[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const holds = decided(args[at + 1]);
    if (holds === true) return whole([...left, args[at]]);
    if (holds === undefined) left.push(args[at], args[at + 1]);
  }
  return whole([...left, args[args.length - 1]]);
}

const whole = (args: readonly Expression[]): Expression =>
  args.length === 1 ? args[0] : intern("piecewise", undefined, args);

const HOLDS: Readonly<Record<Payloads["relation"], (difference: bigint) => boolean>> = {
  "=": (d) => d === 0n,
  "≠": (d) => d !== 0n,
  "<": (d) => d < 0n,
  "≤": (d) => d <= 0n,
  ">": (d) => d > 0n,
  "≥": (d) => d >= 0n,
};

/** Whether a relation of exact numbers holds; undefined for all else. */
function decided(condition: Expression): boolean | undefined {
  if (!condition.is("relation")) return undefined;
  const [a, b] = condition.args.map(rationalOf);
  if (a === undefined || b === undefined) return undefined;
  return HOLDS[condition.payload as Payloads["relation"]](a.n * b.d - b.n * a.d);
}
