/** Symbols with what is known of them. */
import type { Assumptions, Expression } from "../expression.ts";
import { symbol as make } from "../leaves.ts";

/**
 * A symbol, with what is known of it. Most texts need none: letters in formulas are symbols.
 * @param name - how it is written
 * @param facts - `positive`, `real` (`false` for complex), `integer`; `dimensions`: none for a scalar (default), one for a vector, two for
 *   a matrix, each a number or a name; `symmetric`, `diagonal`, `orthogonal`, `positiveDefinite`, `triangular` for matrices
 * @returns the formula that is the symbol
 * @example String(formula`sqrt(${symbol("a", { positive: true })}^2)`) // => 'a'
 * @see vector, matrix, formula
 * @keywords variable, assumptions, positive, declare
 * @source ISO 80000-2
 */
export function symbol(name: string, facts: Partial<Assumptions> = {}): Expression {
  return make(name, { dimensions: [], ...facts });
}
