/** Equations in one unknown, solved exactly where the form is known. */
import { sub } from "../build.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import type { Expression } from "../expression.ts";
import { floatOrExact } from "../leaves.ts";
import { surelyZero } from "../series/sure.ts";
import { attempt, Budget, unsure } from "../series/unsure.ts";
import { dependsOn, symbolsOf } from "../substitute.ts";
import { zerosIn } from "./zeros.ts";
import { fulfilling, Search } from "./search.ts";

/** Settings of {@link solve}. */
export interface SolveOptions {
  /** Real solutions only; by default polynomials give their complex roots too. */
  readonly real?: boolean;
  /** Where to look for solutions by bisection when no exact ones are certain; by default nowhere. */
  readonly interval?: readonly [from: number, to: number];
}

/** Solutions, and what must be known of them. */
export interface Solutions {
  readonly solutions: readonly Expression[];
  /** Thus principal values only. */
  readonly notes: readonly string[];
  /** False for numbers found by bisection. */
  readonly exact: boolean;
}

/** The solutions of an equation. */
export function solve(equation: Expression, x: Expression, options: SolveOptions = {}): Expression[] {
  return [...solveWithNotes(equation, x, options).solutions];
}

/** The solutions of an equation, with notes on what they leave out. */
export function solveWithNotes(equation: Expression, x: Expression, options: SolveOptions = {}): Solutions {
  if (x.kind !== "symbol" || !x.isScalar) unsure("solve", "an unknown that is no scalar symbol", x);
  if (equation.is("relation") && equation.payload !== "=")
    unsure("solve", `a relation with ${equation.payload}`, equation);
  const f = equation.kind === "relation" ? sub(equation.args[0], equation.args[1]) : equation;
  if (!dependsOn(f, x)) return surelyZero(f) ? unsure("solve", "an equation that holds for every value", f) : none;
  const search = new Search(x, new Budget("solve", 400));
  if (options.interval === undefined) return exactly(search, f, search.zeros(f), options);
  const exact = attempt(() => search.zeros(f));
  const [from, to] = options.interval;
  if (exact !== undefined) {
    const found = exactly(search, f, exact, { real: true });
    const inside = found.solutions.filter(
      (each) => symbolsOf(each).length > 0 || isBetween(evaluateNumber(each, new Map()), from, to),
    );
    if (found.notes.length === 0) return { ...found, solutions: inside };
  }
  return { solutions: numeric(f, x, from, to), notes: ["found by bisection"], exact: false };
}

const none: Solutions = { solutions: [], notes: [], exact: true };
const isBetween = (value: number, from: number, to: number): boolean => value >= from && value <= to;

function numeric(f: Expression, x: Expression, from: number, to: number): Expression[] {
  if (symbolsOf(f).length > 1) unsure("solve", "a numerical search with other symbols", f);
  return zerosIn((value) => evaluateNumber(f, new Map([[x, value]])), from, to).map(floatOrExact);
}

function exactly(
  search: Search,
  f: Expression,
  found: readonly Expression[],
  { real = false }: SolveOptions,
): Solutions {
  return { solutions: fulfilling(f, search.x, found, real), notes: [...search.notes], exact: true };
}
