/** What functions of this room take for a formula: a formula, its text, or a number. */
import { fail } from "../base/errors.ts";
import { Expression } from "./expression.ts";
import { number } from "./leaves.ts";
import { formula } from "./parse/formula.ts";

/** A formula, text or LaTeX that is one, or a number. */
export type FormulaLike = Expression | string | number | bigint;

/** @param op - the function that takes it, @param argument - as which argument, for errors */
export function toFormula(x: FormulaLike, op: string, argument = "expr"): Expression {
  if (x instanceof Expression) return x;
  if (typeof x === "string") return formula(x);
  if ((typeof x === "number" && !Number.isNaN(x)) || typeof x === "bigint") return number(x);
  return fail("value", { op, argument, got: x, expects: 'a formula, or its text such as "3x^2 - 4x"' });
}

/** A list of them. */
export function toFormulas(list: readonly FormulaLike[], op: string, argument: string): Expression[] {
  if (!Array.isArray(list)) return fail("value", { op, argument, got: list, expects: "a list of formulas" });
  return list.map((x: FormulaLike, at) => toFormula(x, op, `${argument}[${at}]`));
}
