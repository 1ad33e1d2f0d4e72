/** Values near the point, as a witness for a limit. */
import { neg } from "../build.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import { plainPoint } from "../evaluate/points.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { infinity } from "../leaves.ts";
import { symbolsOf } from "../substitute.ts";
import { isInfinite } from "./growth.ts";

const DISTANCES: readonly number[] = [
  0.3, 0.1, 0.03, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10, 1e-13, 1e-20, 1e-40, 1e-80, 1e-160, 1e-300,
];

/** Other symbols have some positive values. */
function valuesFor(f: Expression, x: Expression, a: Expression): Map<Expression, number> {
  return plainPoint([...symbolsOf(f), ...symbolsOf(a)].filter((each) => each !== x));
}

/** Values of f ever nearer to the point; those that are no finite numbers are left out. */
function samples(f: Expression, x: Expression, a: Expression, direction: 1 | -1): number[] {
  const values = valuesFor(f, x, a);
  const at = isInfinite(a) ? Number.NaN : evaluateNumber(a, values);
  const sign = same(a, infinity) ? 1 : -1;
  const points = DISTANCES.map((d) => (isInfinite(a) ? sign / d : at + direction * d)).filter((point) => point !== at);
  return points
    .map((point) => evaluateNumber(f, new Map([...values, [x, point]])))
    .filter((value) => Number.isFinite(value));
}

/** f has no real value on that side of the point. */
export function isOutside(f: Expression, x: Expression, a: Expression, direction: 1 | -1): boolean {
  const values = valuesFor(f, x, a);
  const at = evaluateNumber(a, values);
  return DISTANCES.slice(3, 10).every((d) =>
    Number.isNaN(evaluateNumber(f, new Map([...values, [x, at + direction * d]]))),
  );
}

/** Whether the values tend to the limit: one is near, or they come nearer all the time. */
export function agrees(f: Expression, x: Expression, a: Expression, direction: 1 | -1, value: Expression): boolean {
  const found = samples(f, x, a, direction);
  if (found.length === 0) return false;
  if (isInfinite(value)) {
    const heights = found.map((each) => (same(value, neg(infinity)) ? -each : each));
    return Math.max(...heights) > 1e4 || comesNearer(heights.map((each) => -each));
  }
  const target = evaluateNumber(value, valuesFor(f, x, a));
  if (!Number.isFinite(target)) return false;
  const errors = found.map((each) => Math.abs(each - target));
  // So far out that squares leave the range of numbers, only a trend counts.
  const near = Math.min(...errors.slice(0, 14));
  return near <= 2e-3 * Math.min(1, Math.abs(target) || 1) || comesNearer(errors);
}

/** The steps go down nearly always, or at least in the end; rounding may stop that. */
function comesNearer(errors: readonly number[]): boolean {
  const last = errors.slice(-4);
  if (last.length === 4 && last.every((each, k) => k === 0 || each < last[k - 1])) return true;
  const falls = errors.slice(1).filter((each, k) => each < errors[k]).length;
  return falls >= Math.min(4, errors.length - 1);
}
