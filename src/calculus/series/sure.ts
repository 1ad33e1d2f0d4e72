/** Signs and zeros of constants and coefficients, decided by their values where the constructors do not show them. */
import { isPositive, neg } from "../build.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import type { Expression, Payloads } from "../expression.ts";
import { isNumeric, isZero, numericValue } from "../leaves.ts";
import { symbolsOf } from "../substitute.ts";

/** Values of the symbols for tests; all positive, none special. */
const SAMPLES: readonly number[] = [1.3719, 2.6183, 3.8427, 1.9331, 2.2477, 3.1093];

/** At two points, because one may be a zero by chance. */
function* samplePoints(x: Expression): Generator<ReadonlyMap<Expression, number>> {
  const symbols = symbolsOf(x);
  for (let at = 0; at < (symbols.length === 0 ? 1 : 2); at++) {
    yield new Map(symbols.map((each, k) => [each, SAMPLES[(k + 3 * at) % SAMPLES.length] + 0.1 * at]));
  }
}

/** Whether a formula is 0: by its form, or by its values to 12 digits of its largest term. */
export function surelyZero(x: Expression): boolean {
  if (isZero(x)) return true;
  if (isNumeric(x) || (x.kind !== "sum" && x.kind !== "product")) return false;
  if (x.kind === "product") return x.args.some(surelyZero);
  for (const values of samplePoints(x)) {
    const { value, size } = withSize(x, values);
    if (!(Math.abs(value) <= 1e-12 * size)) return false;
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

/** 1, -1 or 0; undefined where symbols or rounding leave it open. */
export function surelySign(x: Expression): 1 | -1 | 0 | undefined {
  if (surelyZero(x)) return 0;
  if (isNumeric(x)) return numericValue(x) > 0 ? 1 : -1;
  if (isPositive(x)) return 1;
  if (isPositive(neg(x))) return -1;
  if (symbolsOf(x).length > 0) return signOfParts(x);
  const { value, size } = withSize(x, new Map());
  if (!(Math.abs(value) > 1e-12 * size)) return undefined;
  return value > 0 ? 1 : -1;
}

function signOfParts(x: Expression): 1 | -1 | 0 | undefined {
  if (x.kind === "product") {
    let sign: 1 | -1 | 0 = 1;
    for (const arg of x.args) {
      const next = surelySign(arg);
      if (next === undefined) return undefined;
      sign = (sign * next) as 1 | -1 | 0;
    }
    return sign;
  }
  if (x.kind === "sum") {
    const signs = x.args.map(surelySign);
    return signs.every((sign) => sign === signs[0]) ? signs[0] : undefined;
  }
  if (x.kind === "call" && (x.payload as Payloads["call"]).name === "exp") return 1;
  return undefined;
}
