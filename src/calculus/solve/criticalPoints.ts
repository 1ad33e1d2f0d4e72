/** Points where a function has no slope: minima, maxima, saddle points; and where it has a corner or a pole. */
import { integerOf, sub } from "../build.ts";
import { derive } from "../differentiate/derive.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import { plainPoint } from "../evaluate/points.ts";
import type { Expression } from "../expression.ts";
import { isNumeric, minusOne, numericValue, one } from "../leaves.ts";
import { opName } from "../series/known.ts";
import { surelySign } from "../series/sure.ts";
import { attempt, unsure } from "../series/unsure.ts";
import { dependsOn, partsOf, substituteAll, symbolsOf } from "../substitute.ts";
import { solve, type SolveOptions, solveWithNotes } from "./solve.ts";

/** A point that stands out. */
export interface CriticalPoint {
  /** Where it is. */
  readonly x: Expression;
  /** f there; undefined at a pole. */
  readonly value: Expression | undefined;
  /** What is there. */
  readonly kind: "minimum" | "maximum" | "inflection" | "kink" | "pole" | "undecided";
  /** How it was decided: "f'' > 0", "sign of the slopes". */
  readonly why: string;
}

/** The critical points of a function: where its slope is 0 or it has none. */
export function criticalPoints(f: Expression, x: Expression, options: SolveOptions = {}): CriticalPoint[] {
  const slope = derive(f, x);
  if (!dependsOn(slope, x) && surelySign(slope) === 0)
    return unsure("criticalPoints", "a function that is constant", f);
  const { smooth, corners, poles } = special(f, x);
  const found: CriticalPoint[] = [];
  for (const at of poles) found.push({ x: at, value: undefined, kind: "pole", why: "division by 0" });
  for (const at of corners) if (isDefined(f, x, at)) found.push(corner(f, x, at));
  const zeros = smooth ? solveWithNotes(slope, x, { ...options, real: true }).solutions : flatPieces(slope, x, options);
  for (const at of zeros) {
    if (found.some((each) => surelySign(sub(each.x, at)) === 0) || !isDefined(f, x, at)) continue;
    found.push(classified(f, slope, x, at));
  }
  const place = ({ x: at }: CriticalPoint): number => (symbolsOf(at).length > 0 ? 0 : evaluateNumber(at, new Map()));
  return found.sort((a, b) => place(a) - place(b));
}

/** The highest derivative that is asked. */
const HIGHEST = 10;

/** The first derivative that is not 0 decides: of even order an extremum, of odd order an inflection. */
function classified(f: Expression, slope: Expression, x: Expression, at: Expression): CriticalPoint {
  const value = substituteAll(f, new Map([[x, at]]));
  let derivative = slope;
  for (let order = 2; order <= HIGHEST && derivative.size < 20_000; order++) {
    derivative = derive(derivative, x);
    const there = attempt(() => substituteAll(derivative, new Map([[x, at]])));
    const sign = there && surelySign(there);
    if (sign === undefined) break;
    if (sign === 0) continue;
    const name = order <= 3 ? `f${"'".repeat(order)}` : `f^(${order})`;
    const why = `${name} ${sign > 0 ? ">" : "<"} 0`;
    if (order % 2 === 1) return { x: at, value, kind: "inflection", why };
    return { x: at, value, kind: sign > 0 ? "minimum" : "maximum", why };
  }
  return { x: at, value, kind: "undecided", why: "no derivative decides" };
}

const CORNERS: Readonly<Record<string, (args: readonly Expression[]) => Expression>> = {
  abs: ([u]) => u,
  relu: ([u]) => u,
  sign: ([u]) => u,
  maximum: ([u, v]) => sub(u, v),
  minimum: ([u, v]) => sub(u, v),
};

/** Where parts of f have a corner or a pole. */
function special(f: Expression, x: Expression): { smooth: boolean; corners: Expression[]; poles: Expression[] } {
  const [corners, poles]: [Expression[], Expression[]] = [[], []];
  let smooth = true;
  for (const part of partsOf(f)) {
    if (!dependsOn(part, x)) continue;
    const inside = CORNERS[opName(part)]?.(part.args);
    if (inside !== undefined) {
      smooth = false;
      corners.push(...solve(inside, x, { real: true }));
    } else if (part.kind === "power" && isNumeric(part.args[1]) && dependsOn(part.args[0], x)) {
      const exponent = numericValue(part.args[1]);
      const zeros =
        exponent < 0 || integerOf(part.args[1]) === undefined
          ? attempt(() => solve(part.args[0], x, { real: true }))
          : undefined;
      (exponent < 0 ? poles : corners).push(...(zeros ?? []));
    }
  }
  return { smooth, corners, poles };
}

/** Slopes with signs in them are solved where they can be. */
function flatPieces(slope: Expression, x: Expression, options: SolveOptions): readonly Expression[] {
  return attempt(() => solve(slope, x, { ...options, real: true })) ?? piecesOf(slope, x);
}

/** Each sign as 1 and as -1; what solves the slope then must have these signs. */
function piecesOf(slope: Expression, x: Expression): Expression[] {
  const signs = partsOf(slope).filter((part) => opName(part) === "sign");
  if (signs.length > 4) unsure("criticalPoints", "so many corners", slope);
  const found: Expression[] = [];
  for (let choice = 0; choice < 2 ** signs.length; choice++) {
    const chosen = signs.map((each, k) => [each, (choice >> k) % 2 === 0 ? one : minusOne] as const);
    const piece = substituteAll(slope, new Map(chosen));
    if (!dependsOn(piece, x)) continue;
    for (const at of solve(piece, x, { real: true })) {
      if (chosen.every(([sign, value]) => surelySign(substituteAll(sign, new Map([[x, at]]))) === surelySign(value)))
        found.push(at);
    }
  }
  return found;
}

function isDefined(f: Expression, x: Expression, at: Expression): boolean {
  const values = plainPoint([...symbolsOf(f), ...symbolsOf(at)].filter((each) => each !== x));
  return Number.isFinite(evaluateNumber(f, new Map([...values, [x, evaluateNumber(at, values)]])));
}

/** The values on both sides tell. */
function corner(f: Expression, x: Expression, at: Expression): CriticalPoint {
  const value = substituteAll(f, new Map([[x, at]]));
  const symbols = symbolsOf(f).filter((each) => each !== x);
  const values = new Map(symbols.map((each, k) => [each, 1.3 + 0.6 * k]));
  const place = evaluateNumber(at, values);
  const valueAt = (point: number): number => evaluateNumber(f, new Map([...values, [x, point]]));
  const middle = valueAt(place);
  const step = 1e-5 * Math.max(1, Math.abs(place));
  const [left, right] = [valueAt(place - step) - middle, valueAt(place + step) - middle];
  const why = "values on both sides of a point without a slope";
  if (left > 0 && right > 0) return { x: at, value, kind: "minimum", why };
  if (left < 0 && right < 0) return { x: at, value, kind: "maximum", why };
  return { x: at, value, kind: "kink", why };
}
