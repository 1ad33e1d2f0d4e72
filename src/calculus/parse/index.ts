/**
 * Ways in: text, LaTeX and templates. What may be read in two ways, and which one it is (docs/guides/formulas.md has more of them):
 * - -x^2 is -(x²); 1/2x is x/2: a product without a sign binds as tightly as one with a sign.
 * - ab is a·b; runs of more than three letters are names that were declared, or errors. A number after a letter (x2) is an error.
 * - x(x+1) is a product; f(x), for f g h F G H u v and declared functions, is a call.
 * - sin 2x y is sin(2xy); sin x/2 is (sin x)/2; sin x(x+1) is (sin x)(x+1); sin^2 x is (sin x)², sin^-1 x is arcsin x; log is natural.
 * - d/dx takes the next term, or the bracket that follows with its powers; so d/dx a + b is (d/dx a) + b.
 * - y' is dy/dx by the option `variable`; x' and ẋ are by `time`; x' and x^T of what was declared as a vector or matrix are transposes.
 * - A letter that is differentiated is an unknown function: dy/dx is y'(x). f_x is ∂f/∂x for functions and x y z t, else a symbol.
 * - f^2(x) is f(x)², f^(2)(x) is f''(x). |X| of a matrix is its determinant. ∇² is the Laplacian.
 * - e, i, pi are constants unless they are declared, or the index of a sum.
 */
export { formula, type Interpolated, parseLatex, parseText } from "./formula.ts";
export type { Declaration, ParseOptions, SymbolKind } from "./scope.ts";
