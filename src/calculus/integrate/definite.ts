/** Definite integrals: exact where an antiderivative is certain and quadrature confirms it, numerical otherwise. */
import { sub } from "../build.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { zero } from "../leaves.ts";
import { isInfinite } from "../limits/growth.ts";
import { limit } from "../limits/limit.ts";
import { type Measured, quadrature, type QuadratureOptions } from "../numeric/quadrature.ts";
import type { Step } from "../series/taylor.ts";
import { attempt, unsure } from "../series/unsure.ts";
import { dependsOn, substituteAll, symbolsOf } from "../substitute.ts";
import { antiderivativeWithSteps } from "./antiderivative.ts";

/** A definite integral. */
export interface DefiniteIntegral extends Measured {
  /** The exact value, where an antiderivative is certain. */
  readonly exact: Expression | undefined;
  /** F(b) - F(a), or "quadrature". */
  readonly method: "antiderivative" | "quadrature";
  /** The rules that led to the antiderivative, the last one first. */
  readonly steps: readonly Step[];
}

/** The integral of a formula over an interval. */
export function integrate(
  f: Expression,
  x: Expression,
  a: Expression,
  b: Expression,
  options: QuadratureOptions = {},
): DefiniteIntegral {
  if (x.kind !== "symbol" || !f.isScalar)
    unsure("integrate", "a variable that is no symbol, or a formula that is no scalar", f);
  const others = [f, a, b].flatMap((each) => symbolsOf(each)).filter((each) => each !== x);
  if (others.length > 0 || dependsOn(a, x) || dependsOn(b, x)) unsure("integrate", "an integral with other symbols", f);
  const [from, to] = [a, b].map((end) => evaluateNumber(end, new Map()));
  const measured = quadrature((at) => evaluateNumber(f, new Map([[x, at]])), from, to, options);
  const found = attempt(() => antiderivativeWithSteps(f, x));
  const exact = found && attempt(() => difference(found.value, x, a, b));
  if (found === undefined || exact === undefined)
    return { ...measured, exact: undefined, method: "quadrature", steps: [] };
  const value = evaluateNumber(exact, new Map());
  if (!isNear(value, measured) && !isConfirmed(f, found.value, x, Math.min(from, to), Math.max(from, to)))
    return { ...measured, exact: undefined, method: "quadrature", steps: [] };
  const error = Math.abs(value) * 2 ** -50;
  return { value, error, exact, method: "antiderivative", steps: found.steps };
}

const isNear = (value: number, { value: measured, error }: Measured): boolean =>
  Math.abs(value - measured) <= 100 * error + 1e-10 * Math.abs(value) + 1e-14;

/** A jump is found in some hundred, two at each bit of a number. */
const MOST_PIECES = 256;

/**
 * Whether F(b) - F(a) is the integral though quadrature says otherwise: either F jumps, and does in the shortest intervals around the
 * jump, or f has a narrow peak that quadrature missed, and finds in shorter ones.
 */
function isConfirmed(f: Expression, F: Expression, x: Expression, from: number, to: number): boolean {
  const at = (formula: Expression, place: number): number => evaluateNumber(formula, new Map([[x, place]]));
  const open: (readonly [from: number, to: number])[] = [[from, to]];
  let pieces = 0;
  for (let piece = open.pop(); piece !== undefined; piece = open.pop()) {
    const [a, b] = piece;
    const middle = a + (b - a) / 2;
    if (++pieces > MOST_PIECES || !(a < middle && middle < b)) return false;
    const measured = attempt(() => quadrature((place) => at(f, place), a, b));
    if (measured === undefined || !isNear(at(F, b) - at(F, a), measured)) open.push([a, middle], [middle, b]);
  }
  return true;
}

/** F(b) - F(a), by limits where F has no value there. */
function difference(F: Expression, x: Expression, a: Expression, b: Expression): Expression {
  if (same(a, b)) return zero;
  return sub(valueAt(F, x, b, "left"), valueAt(F, x, a, "right"));
}

function valueAt(F: Expression, x: Expression, at: Expression, side: "left" | "right"): Expression {
  if (!isInfinite(at)) {
    const value = attempt(() => substituteAll(F, new Map([[x, at]])));
    if (value !== undefined && Number.isFinite(evaluateNumber(value, new Map()))) return value;
  }
  const { value } = limit(F, x, at, side);
  if (value === undefined || isInfinite(value)) unsure("integrate", "an antiderivative without a value at an end", F);
  return value as Expression;
}
