/** Whether F′ = f, at points. */
import { derive } from "../differentiate/derive.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import { plainPoint } from "../evaluate/points.ts";
import type { Expression } from "../expression.ts";
import { symbolsOf } from "../substitute.ts";

/** Spread over small and large, positive and negative numbers. */
const POINTS: readonly number[] = [
  0.137, 0.4931, 0.8117, 1.3303, 2.2171, 3.1907, 5.713, -0.2239, -0.6711, -1.4142, -2.5119, -4.231, 0.0213, 11.37,
  -9.71, 0.9637, 1.0481,
];

/** The derivative of F agrees with f wherever both are real: at three points at least. */
export function isAntiderivative(F: Expression, f: Expression, x: Expression): boolean {
  const slope = derive(F, x);
  const values = plainPoint(symbolsOf(f).filter((each) => each !== x));
  let agreed = 0;
  for (const point of POINTS) {
    const at = new Map([...values, [x, point]]);
    const [expected, found] = [evaluateNumber(f, at), evaluateNumber(slope, at)];
    if (!Number.isFinite(expected) || Math.abs(expected) > 1e100) continue;
    // F may be complex where f is real; rounding may spoil a point far out, but not more than one.
    if (!Number.isFinite(found)) continue;
    const scale = Math.max(
      Math.abs(expected),
      1e-8 * Math.max(1, Math.abs(evaluateNumber(F, at)) / Math.max(1, Math.abs(point))),
    );
    if (Math.abs(found - expected) > 1e-7 * scale) return false;
    agreed++;
  }
  return agreed >= 3;
}
