/** Results in textbook form: the one place where derivatives ask for simplification. */
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { simplify as textbookForm, simplifyWithSteps } from "../simplify/simplify.ts";

/** How results are brought into form. */
export interface TidyOptions {
  /** What brings a formula into form, default `simplify`; `false` leaves results as the rules give them. */
  readonly simplify?: false | ((x: Expression) => Expression);
}

/** A change of form after differentiating. */
export interface TidyStep {
  /** What was done. */
  readonly rule: string;
  /** The part. */
  readonly before: Expression;
  /** Its new form. */
  readonly after: Expression;
}

export function tidied(x: Expression, { simplify = textbookForm }: TidyOptions): Expression {
  return simplify === false ? x : simplify(x);
}

/** The same with what was changed, part by part. */
export function tidiedWithSteps(
  x: Expression,
  { simplify }: TidyOptions,
): { readonly result: Expression; readonly steps: readonly TidyStep[] } {
  if (simplify === undefined) return simplifyWithSteps(x);
  const result = tidied(x, { simplify });
  return { result, steps: same(x, result) ? [] : [{ rule: "simplify", before: x, after: result }] };
}
