/** Symbols that stand for vectors and matrices. */
import type { Assumptions, Dimension, Expression } from "../expression.ts";
import { symbol } from "../leaves.ts";
import { dimensionsFrom, mismatch } from "./head.ts";

/** What is known of a matrix besides its dimensions. Positive definite matrices are symmetric. */
export type MatrixFacts = Omit<Assumptions, "dimensions">;

/**
 * A vector: a column with a named or known number of elements.
 * @param name - how it is written
 * @param n - how many elements, a number or a name
 * @param facts - what is known of its elements
 * @returns the symbol
 * @example vector("x", "n").dimensions // => ["n"]
 */
export function vector(name: string, n: Dimension = "n", facts: MatrixFacts = {}): Expression {
  return symbol(name, { ...facts, dimensions: dimensionsFrom(n, 1) });
}

/**
 * A matrix with named or known numbers of rows and columns.
 * @param name - how it is written
 * @param rows - how many rows, a number or a name
 * @param columns - how many columns; as many as rows by default
 * @param facts - `symmetric`, `diagonal`, `orthogonal`, `positiveDefinite`, `triangular`
 * @returns the symbol
 * @throws TensorError "shape" when facts about square matrices are given for another
 * @example matrix("A", "m", "n").dimensions // => ["m", "n"]
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
