/** The value of a formula at one point, in float64. */
import { fail } from "../../base/errors.ts";
import type { Expression, Payloads } from "../expression.ts";
import { toNumber } from "../../base/rational.ts";
import { evaluateWith } from "./walk.ts";

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
  return evaluateWith(root, values, valueOf);
}

/** The value of a formula from those of its arguments. */
export function valueOf(x: Expression, args: readonly number[]): number {
  const { payload } = x;
  switch (x.kind) {
    case "number":
      return toNumber(payload as Payloads["number"]);
    case "float":
      return payload as number;
    case "constant":
      return CONSTANTS[payload as Payloads["constant"]];
    case "sum":
      return args.reduce((sum, arg) => sum + arg, 0);
    case "product":
      return args.reduce((product, arg) => product * arg, 1);
    case "power":
      return realPower(args[0], args[1], x.args[1]);
    case "call":
      return (payload as Payloads["call"]).definition.eval(...args);
    case "relation":
      return Number(compare(payload as Payloads["relation"], args[0], args[1]));
    case "piecewise":
      return chosen(args);
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

function chosen(args: readonly number[]): number {
  for (let at = 0; at + 1 < args.length; at += 2) if (args[at + 1] !== 0) return args[at];
  return args[args.length - 1];
}
