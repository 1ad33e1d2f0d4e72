/** The value of a formula at one point, in float64. */
import { fail } from "../../base/errors.ts";
import type { Expression, Payloads } from "../expression.ts";
import { toNumber } from "../rational.ts";

/** Values of symbols; a formula may stand in place of a symbol too, such as f(x) of an unknown f. */
export type Values = ReadonlyMap<Expression, number>;

const CONSTANTS: Readonly<Record<Payloads["constant"], number>> = {
  e: Math.E,
  pi: Math.PI,
  i: Number.NaN,
  infinity: Infinity,
};

/** NaN where the formula has no real value. Shared parts are computed once; deep formulas need no deep stack. */
export function evaluateNumber(root: Expression, values: Values): number {
  const done = new Map<Expression, number>();
  const stack: Expression[] = [root];
  for (let x = stack.at(-1); x !== undefined; x = stack.at(-1)) {
    const open = done.has(x) || values.has(x) ? [] : x.args.filter((arg) => !done.has(arg));
    if (open.length > 0) stack.push(...open);
    else {
      if (!done.has(x)) done.set(x, values.get(x) ?? valueOf(x, (arg) => done.get(arg) as number));
      stack.pop();
    }
  }
  return done.get(root) as number;
}

function valueOf(x: Expression, value: (arg: Expression) => number): number {
  const { args, payload } = x;
  switch (x.kind) {
    case "number":
      return toNumber(payload as Payloads["number"]);
    case "float":
      return payload as number;
    case "constant":
      return CONSTANTS[payload as Payloads["constant"]];
    case "sum":
      return args.reduce((sum, arg) => sum + value(arg), 0);
    case "product":
      return args.reduce((product, arg) => product * value(arg), 1);
    case "power":
      return realPower(value(args[0]), value(args[1]), args[1]);
    case "call":
      return (payload as Payloads["call"]).definition.eval(...args.map(value));
    case "relation":
      return Number(compare(payload as Payloads["relation"], value(args[0]), value(args[1])));
    case "piecewise":
      return chosen(args, value);
    default:
      return fail("value", {
        op: "evaluate",
        argument: x.kind === "symbol" ? (payload as Payloads["symbol"]).name : x.kind,
        got: undefined,
        expects: "a number for each symbol",
        problem:
          x.kind === "symbol"
            ? `"${(payload as Payloads["symbol"]).name}" has no value`
            : `a ${x.kind} has no value by itself`,
        fix: "give every symbol a value, e.g. evaluate({ x: 2 })",
      });
  }
}

/** Odd roots of negative numbers are real: (-8)^(1/3) = -2. */
function realPower(base: number, exponent: number, formula: Expression): number {
  if (base >= 0 || Number.isInteger(exponent) || formula.kind !== "number") return base ** exponent;
  const { n, d } = formula.payload as Payloads["number"];
  if (d % 2n === 0n) return Number.NaN;
  const size = (-base) ** exponent;
  return n % 2n === 0n ? size : -size;
}

function compare(relation: Payloads["relation"], a: number, b: number): boolean {
  switch (relation) {
    case "=":
      return a === b;
    case "≠":
      return a !== b;
    case "<":
      return a < b;
    case "≤":
      return a <= b;
    case ">":
      return a > b;
    case "≥":
      return a >= b;
  }
}

function chosen(args: readonly Expression[], value: (arg: Expression) => number): number {
  for (let at = 0; at + 1 < args.length; at += 2) if (value(args[at + 1]) !== 0) return value(args[at]);
  return value(args[args.length - 1]);
}
