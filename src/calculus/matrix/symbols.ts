/** Symbols that stand for vectors and matrices. */
import type { Assumptions, Dimension, Expression } from "../expression.ts";
import { symbol } from "../leaves.ts";
import { dimensionsFrom, mismatch } from "./head.ts";

/** What is known of a matrix besides its dimensions. Positive definite matrices are symmetric. */
export type MatrixFacts = Omit<Assumptions, "dimensions">;

/**
 * A vector: a column with a named or known number of elements.
 * @param name - how it is written
 * @param n - how many elements, a number or a name, default "n"
 * @param facts - what is known of its elements: `positive`, `real` (`false` for complex), `integer`, by default nothing; those of matrices,
 *   `symmetric`, `diagonal`, `orthogonal`, `positiveDefinite` and `triangular`, say nothing of a vector
 * @returns the symbol
 * @example String(gradient(formula`${vector("a")}^T ${vector("x")}`, "x")) // => 'a'
 * @see matrix, symbol, gradient
 * @keywords column, matrix calculus, sympy MatrixSymbol
 * @source ISO 80000-2
 */
export function vector(name: string, n: Dimension = "n", facts: MatrixFacts = {}): Expression {
  return symbol(name, { ...facts, dimensions: dimensionsFrom(n, 1) });
}

/**
 * A matrix with named or known numbers of rows and columns.
 * @param name - how it is written
 * @param rows - how many rows, a number or a name, default "n"
 * @param columns - how many columns, by default as many as rows
 * @param facts - `symmetric`, `diagonal`, `orthogonal`, `positiveDefinite`, `triangular` ("lower" or "upper") for square matrices, and
 *   `positive`, `real` (`false` for complex), `integer` of the elements, by default nothing
 * @returns the symbol
 * @throws TensorError "shape" when facts about square matrices are given for another
 * @example matrix("A", "m", "n").dimensions // => ['m', 'n']
 * @see vector, symbol, gradient
 * @keywords matrix calculus, symmetric, positive definite, sympy MatrixSymbol
 * @source ISO 80000-2
 */
export function matrix(
  name: string,
  rows: Dimension = "n",
  columns: Dimension = rows,
  facts: MatrixFacts = {},
): Expression {
  const needsSquare =
    facts.symmetric || facts.diagonal || facts.positiveDefinite || facts.triangular || facts.orthogonal;
  if (needsSquare && rows !== columns) {
    mismatch(
      "matrix",
      `"${name}" has dimensions [${rows}, ${columns}], and what is said of it holds for square matrices`,
    );
  }
  return symbol(name, { ...facts, dimensions: dimensionsFrom(rows, columns) });
}
