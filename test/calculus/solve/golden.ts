/** Rows made by tools/golden/calculusRules.py with SymPy and mpmath. */
import { readFileSync } from "node:fs";

interface Golden {
  /** Formula, point, side, limit. */
  readonly limits: readonly (readonly [string, string, string, number | string])[];
  /** Formula, center, highest power, coefficients. */
  readonly series: readonly (readonly [string, string, number, readonly number[]])[];
  /** Formula, its integral from 1/2 to 5/4. */
  readonly integrals: readonly (readonly [string, number])[];
  /** Formula that is 0, real solutions only, solutions. */
  readonly equations: readonly (readonly [string, boolean, readonly (readonly [number, number])[]])[];
}

const file = new URL("../../fixtures/calculusRules.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as Golden;
export const { series, integrals, equations } = golden;
export const limits: readonly (readonly [string, string, string, number])[] = golden.limits.map(
  ([f, at, side, value]) => [f, at, side, Number(value)] as const,
);
