/** Signs and zeros of constants and coefficients, decided by their values where the constructors do not show them. */
import { neg } from "../build.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import { plainPoint } from "../evaluate/points.ts";
import type { Expression } from "../expression.ts";
import { isNumeric, isZero, numericValue } from "../leaves.ts";
import { symbolsOf } from "../substitute.ts";

/** At two points, because one may be a zero by chance. */
function* samplePoints(x: Expression): Generator<ReadonlyMap<Expression, number>> {
  const symbols = symbolsOf(x);
  yield plainPoint(symbols);
  if (symbols.length > 0) yield plainPoint(symbols, 1);
}

/** Whether a formula is 0: by its form, or by its values to 12 digits of its largest term. */
export function surelyZero(x: Expression): boolean {
  if (isZero(x)) return true;
  if (isNumeric(x) || (x.kind !== "sum" && x.kind !== "product")) return false;
  if (x.kind === "product") return x.args.some(surelyZero);
  for (const values of samplePoints(x)) {
    const { value, size } = withSize(x, values);
    // Terms that overflow or vanish in float64 say nothing.
    if (!(Math.abs(value) <= 1e-12 * size && size < Infinity && size > 0)) return false;
  }
  return true;
}

/** The value, and how large the numbers are that it was added up from. */
function withSize(root: Expression, values: ReadonlyMap<Expression, number>): { value: number; size: number } {
  const parts = root.kind === "sum" ? root.args : [root];
  const each = parts.map((part) => evaluateNumber(part, values));
  return {
    value: each.reduce((sum, part) => sum + part, 0),
    size: each.reduce((sum, part) => sum + Math.abs(part), 0),
  };
}

type Sign = 1 | -1 | 0 | undefined;

/** Deeper formulas are not looked through. */
const DEEPEST = 200;

/** 1, -1 or 0; undefined where symbols or rounding leave it open. @param known - of parts, which may be shared */
export function surelySign(x: Expression, known: Map<Expression, Sign> = new Map()): Sign {
  if (!known.has(x)) known.set(x, x.depth > DEEPEST ? undefined : signOf(x, known));
  return known.get(x);
}

function signOf(x: Expression, known: Map<Expression, Sign>): Sign {
  if (surelyZero(x)) return 0;
  if (isNumeric(x)) return numericValue(x) > 0 ? 1 : -1;
  if (x.isPositive) return 1;
  if (neg(x).isPositive) return -1;
  if (symbolsOf(x).length > 0) return signOfParts(x, known);
  const { value, size } = withSize(x, new Map());
  if (!(Math.abs(value) > 1e-12 * size)) return undefined;
  return value > 0 ? 1 : -1;
}

function signOfParts(x: Expression, known: Map<Expression, Sign>): Sign {
  if (x.kind !== "product" && x.kind !== "sum") return undefined;
  const signs = x.args.map((each) => surelySign(each, known));
  if (x.kind === "sum") return signs.every((sign) => sign === signs[0]) ? signs[0] : undefined;
  return signs.includes(undefined) ? undefined : (signs.reduce<number>((a, b) => a * (b as number), 1) as Sign);
}
