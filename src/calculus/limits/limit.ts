/** Limits: of both sides, of one side, at infinity; with the rule that a textbook would name. */
import { TensorError } from "../../base/errors.ts";
import { add, mul, power, sub } from "../build.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { infinity, minusOne, number, one, symbol } from "../leaves.ts";
import { surelyZero } from "../series/sure.ts";
import type { Step } from "../series/taylor.ts";
import { attempt, Budget, unsure } from "../series/unsure.ts";
import { coefficientsIn } from "../polynomial/formula.ts";
import { dependsOn, substituteAll } from "../substitute.ts";
import { agrees, isOutside } from "./check.ts";
import { Growth, isInfinite } from "./growth.ts";
import { prepare } from "./prepare.ts";
import { route } from "./routes.ts";

/** From where the variable comes. */
export type Side = "left" | "right" | "both";

/** What a limit is, or that there is none. */
export interface Limit {
  /** The limit, which may be ∞ or -∞; undefined where there is none. */
  readonly value: Expression | undefined;
  /** Of the left side; undefined where it does not exist or was not asked for. */
  readonly left: Expression | undefined;
  /** Of the right side; undefined where it does not exist or was not asked for. */
  readonly right: Expression | undefined;
  /** Why there is none, or from which side only the function is defined. */
  readonly note?: string;
  /** The rules that led there. */
  readonly steps: readonly Step[];
}

/** The limit of a formula. */
export function limit(f: Expression, x: Expression, a: Expression, side: Side = "both"): Limit {
  check(f, x, a);
  if (isInfinite(a)) {
    const found = oneSided(f, x, a, 1);
    const step = found.value === undefined ? [] : stepsFor(f, x, a, found);
    return {
      value: found.value,
      left: undefined,
      right: undefined,
      ...(found.note && { note: found.note }),
      steps: step,
    };
  }
  const right = side === "left" ? undefined : approach(f, x, a, 1);
  const left = side === "right" ? undefined : approach(f, x, a, -1);
  if (left === undefined || right === undefined) {
    const only = (left ?? right) as OneSided;
    return result(f, x, a, only, left, right);
  }
  if (left.outside !== right.outside) return result(f, x, a, left.outside ? right : left, left, right);
  if (left.value !== undefined && right.value !== undefined && agree(left.value, right.value)) {
    return result(f, x, a, right, left, right);
  }
  const note = left.note ?? right.note ?? "the limits of the two sides differ";
  return { value: undefined, left: left.value, right: right.value, note, steps: [] };
}

interface OneSided {
  readonly value: Expression | undefined;
  readonly note?: string;
  /** f is not defined on this side. */
  readonly outside?: boolean;
  readonly squeezed?: boolean;
}

function result(
  f: Expression,
  x: Expression,
  a: Expression,
  chosen: OneSided,
  left?: OneSided,
  right?: OneSided,
): Limit {
  const outside = [left, right].find((each) => each?.outside);
  const note = outside === undefined ? chosen.note : `defined on the ${outside === left ? "right" : "left"} side only`;
  const steps = chosen.value === undefined ? [] : stepsFor(f, x, a, chosen);
  const value = steps.at(-1)?.after ?? chosen.value;
  return {
    value,
    left: left?.value && value && agree(left.value, value) ? value : left?.value,
    right: right?.value && value && agree(right.value, value) ? value : right?.value,
    ...(note !== undefined && { note }),
    steps,
  };
}

const agree = (a: Expression, b: Expression): boolean =>
  same(a, b) || (!isInfinite(a) && !isInfinite(b) && surelyZero(sub(a, b)));

/** The textbook's way where one leads to the same value, and the general one otherwise. */
function stepsFor(f: Expression, x: Expression, a: Expression, found: OneSided): Step[] {
  const value = found.value as Expression;
  if (found.squeezed) return [{ rule: "squeeze", before: f, after: value }];
  const steps = attempt(() => route(f, x, a));
  const last = steps?.at(-1);
  if (steps !== undefined && last !== undefined && agree(last.after, value)) return steps;
  return [{ rule: isInfinite(a) ? "comparison of growth" : "leading term of the series", before: f, after: value }];
}

function check(f: Expression, x: Expression, a: Expression): void {
  if (x.kind !== "symbol" || !x.isScalar) unsure("limit", "a variable that is no scalar symbol", x);
  if (!f.isScalar || !a.isScalar) unsure("limit", "the limit of vectors and matrices", f);
  if (dependsOn(a, x)) unsure("limit", "a point that depends on the variable", a);
}

/** One side of a point: not defined there, or the limit. */
function approach(f: Expression, x: Expression, a: Expression, direction: 1 | -1): OneSided {
  if (isOutside(f, x, a, direction)) return { value: undefined, outside: true, note: "not defined on this side" };
  return oneSided(f, x, a, direction);
}

const STEPS = 6000;

function oneSided(f: Expression, x: Expression, a: Expression, direction: 1 | -1): OneSided {
  if (!dependsOn(f, x)) return { value: f };
  const budget = new Budget("limit", STEPS);
  const far = symbol("#x", { dimensions: [], positive: true });
  const side = number(isInfinite(a) ? (same(a, infinity) ? 1 : -1) : direction);
  const place = isInfinite(a) ? mul(side, far) : add(a, mul(side, power(far, minusOne)));
  const found = namingWhole(f, () => {
    const growth = new Growth(budget);
    const { formula, oscillations } = prepare(substituteAll(f, new Map([[x, place]])), far, growth, "limit");
    return decide(formula, far, growth, oscillations);
  });
  if (found.value !== undefined && !agrees(f, x, a, direction, found.value)) {
    unsure("limit", "an answer that values nearby do not confirm", f);
  }
  return found;
}

/** Refusals speak of the formula that was given, not of what became of it. */
function namingWhole<T>(f: Expression, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof TensorError)) throw error;
    const [, why = "a part without a value"] = /unsupported: (.*), at /s.exec(error.message) ?? [];
    return unsure("limit", why, f);
  }
}

function decide(formula: Expression, far: Expression, growth: Growth, oscillations: readonly Expression[]): OneSided {
  if (oscillations.length === 0) return { value: growth.limit(formula, far) };
  const value = attempt(() => growth.limit(formula, far));
  if (value !== undefined && !oscillations.some((each) => dependsOn(value, each))) return { value, squeezed: true };
  const [only] = oscillations;
  if (oscillations.length === 1) {
    // The sine is 1 again and again, and so it is -1.
    const [high, low] = [one, minusOne].map((s) => growth.limit(substituteAll(formula, new Map([[only, s]])), far));
    if (!agree(high, low)) return { value: undefined, note: "oscillates without a limit" };
    // A straight line in the sine lies between its values at 1 and -1.
    if (coefficientsIn(formula, only)?.length === 2) return { value: high, squeezed: true };
  }
  return unsure("limit", "oscillations that no rule decides", formula);
}
