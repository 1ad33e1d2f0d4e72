/** Taylor and Laurent series of formulas, with exact coefficients and the order of what is left out. */
import { add, mul, power, sub, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { isZero, number, symbol, zero } from "../leaves.ts";
import { toText } from "../print/text.ts";
import * as q from "../../base/rational.ts";
import { dependsOn, substituteAll } from "../substitute.ts";
import type { Series } from "./arithmetic.ts";
import { Cancelled, expandParts, type Settings } from "./expand.ts";
import { opName } from "./known.ts";
import { Budget, unsure } from "./unsure.ts";

/** A rule applied to a part. */
export interface Step {
  /** Its name in textbooks. */
  readonly rule: string;
  /** The part. */
  readonly before: Expression;
  /** What the rule makes of it. */
  readonly after: Expression;
}

/** A sum of coefficient · (x - center)^power, up to O((x - center)^order). */
export interface PowerSeries {
  /** The symbol. */
  readonly variable: Expression;
  /** The point around which the powers are taken. */
  readonly center: Expression;
  /** Those that are not 0, with their coefficients. */
  readonly terms: readonly { readonly power: number; readonly coefficient: Expression }[];
  /** The least power that is left out; undefined where nothing is. */
  readonly order: number | undefined;
  /** The sum of the terms as a formula. */
  readonly polynomial: Expression;
  /** The rules that led there. */
  readonly steps: readonly Step[];
  /** `x - x^3/6 + O(x^5)` */
  toString(): string;
}

/** The Taylor series of a formula. */
export function taylor(f: Expression, x: Expression, center: Expression = zero, n = 5): PowerSeries {
  const series = laurentSeries(f, x, center, n, "taylor");
  const [first] = series.terms;
  if (first !== undefined && first.power < 0) unsure("taylor", "a pole; use laurent", f);
  return series;
}

/** The Laurent series of a formula, whose powers may be negative. */
export function laurent(f: Expression, x: Expression, center: Expression = zero, n = 5): PowerSeries {
  return laurentSeries(f, x, center, n, "laurent");
}

const HIGHEST = 100;

function laurentSeries(f: Expression, x: Expression, center: Expression, n: number, op: string): PowerSeries {
  if (!(Number.isInteger(n) && n >= 0 && n <= HIGHEST))
    unsure(op, `a power that is no whole number from 0 to ${HIGHEST}`, f);
  if (x.kind !== "symbol") unsure(op, "a variable that is no symbol", x);
  if (dependsOn(center, x) || !f.isScalar)
    unsure(op, "a center that depends on the variable, or a formula that is no scalar", f);
  const w = symbol("#w");
  const logarithm = symbol("#log");
  const shifted = substituteAll(f, new Map([[x, add(center, w)]]));
  const budget = new Budget(op, 20_000);
  for (let width = n + 2; width <= 4 * n + 64; width *= 2) {
    const found = tryWidth(shifted, { w, logarithm, width, budget, op });
    if (found === undefined) continue;
    const { series, parts } = found;
    checkPowers(series, f, logarithm, op);
    if (series.order !== undefined && q.compareRational(series.order, { n: BigInt(n), d: 1n }) <= 0) continue;
    const back = (part: Expression): Expression => substituteAll(part, new Map([[w, sub(x, center)]]));
    return powerSeries(series, x, center, n, stepsOf(parts, n, w, back));
  }
  return unsure(op, "a series whose first terms all cancel", f);
}

function tryWidth(
  f: Expression,
  settings: Settings,
): { series: Series; parts: ReadonlyMap<Expression, Series> } | undefined {
  try {
    const parts = expandParts(f, settings);
    return { series: parts.get(f) as Series, parts };
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    throw error;
  }
}

function checkPowers({ terms }: Series, f: Expression, logarithm: Expression, op: string): void {
  if (terms.some(({ at }) => !q.isInteger(at))) unsure(op, "a branch point: roots of the variable", f);
  if (terms.some(({ by }) => dependsOn(by, logarithm))) unsure(op, "a branch point: a logarithm of the variable", f);
}

function powerSeries(
  series: Series,
  x: Expression,
  center: Expression,
  n: number,
  steps: readonly Step[],
): PowerSeries {
  const terms = series.terms
    .map(({ by, at }) => ({ power: Number(at.n), coefficient: by }))
    .filter((term) => term.power <= n);
  const order = series.order === undefined && terms.length === series.terms.length ? undefined : n + 1;
  const distance = sub(x, center);
  const summands = terms.map(({ power: k, coefficient }) => mul(coefficient, power(distance, number(k))));
  // Multiplied out, the powers of x - center would be lost.
  const polynomial = sumOf(summands);
  const toString = (): string => {
    const shown = summands.map((each) => toText(each));
    if (order !== undefined)
      shown.push(`O(${isZero(center) ? "" : "("}${toText(distance)}${isZero(center) ? "" : ")"}^${order})`);
    return shown.length === 0 ? "0" : shown.join(" + ").replaceAll("+ -", "- ");
  };
  return { variable: x, center, terms, order, polynomial, steps, toString };
}

/** One step for each function, power, product and sum, as far as it is known. */
function stepsOf(
  parts: ReadonlyMap<Expression, Series>,
  n: number,
  w: Expression,
  back: (part: Expression) => Expression,
): Step[] {
  const steps: Step[] = [];
  for (const [part, { terms }] of parts) {
    if (!dependsOn(part, w) || part.kind === "symbol") continue;
    const kept = terms.filter(({ at }) => q.compareRational(at, { n: BigInt(n), d: 1n }) <= 0);
    const sum = sumOf(kept.map(({ by, at }) => mul(by, power(w, number(at)))));
    if (sum !== part) steps.push({ rule: ruleOf(part), before: back(part), after: back(sum) });
  }
  return steps;
}

function ruleOf(part: Expression): string {
  if (part.kind === "sum") return "sum of series";
  if (part.kind === "product") return "product of series";
  if (part.kind === "power") return part.args[0].kind === "constant" ? "exponential series" : "binomial series";
  return `series of ${opName(part)}`;
}
