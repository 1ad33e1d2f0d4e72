/** Symbols with what is known of them. */
import { fail } from "../../base/errors.ts";
import type { Assumptions, Expression } from "../expression.ts";
import { symbol as make } from "../leaves.ts";

/**
 * A symbol, with what is known of it. Most texts need none: letters in formulas are symbols.
 * @param name - how it is written
 * @param facts - `positive`, `real` (`false` for complex), `integer`; `dimensions`: none for a scalar (default), one for a vector, two for
 *   a matrix, each a number or a name; `symmetric`, `diagonal`, `orthogonal`, `positiveDefinite`, `triangular` for matrices
 * @returns the formula that is the symbol
 * @throws TensorError "value" when the name is none, such as "x + 1", or a dimension is neither a name nor a whole number
 * @example String(formula`sqrt(${symbol("a", { positive: true })}^2)`) // => 'a'
 * @see vector, matrix, formula
 * @keywords variable, assumptions, positive, declare, sympy symbols
 * @source ISO 80000-2
 */
export function symbol(name: string, facts: Partial<Assumptions> = {}): Expression {
  if (typeof name !== "string" || !/^\p{L}[^\s+\-*/^=<>()[\]|!]*$/u.test(name)) {
    fail("value", { op: "symbol", argument: "name", got: name, expects: 'a name such as "x" or "x_1"' });
  }
  const { dimensions = [] } = facts;
  const isSize = (size: unknown): boolean =>
    typeof size === "string" ? size !== "" : Number.isInteger(size) && (size as number) >= 0;
  if (!Array.isArray(dimensions) || dimensions.length > 2 || !dimensions.every(isSize)) {
    fail("value", {
      op: "symbol",
      argument: "dimensions",
      got: dimensions,
      expects: 'at most two sizes, each a whole number or a name, e.g. [3] or ["m", "n"]',
    });
  }
  return make(name, { ...facts, dimensions });
}
