/** Matrix calculus: formulas over vectors and matrices and their derivatives in closed form. */

export {
  gradientOf,
  gradientSteps,
  hessianOf,
  hessianSteps,
  jacobianOf,
  jacobianSteps,
  type Layout,
  type MatrixDerivation,
  type MatrixOptions,
  type MatrixStep,
  type StructureMode,
} from "./derivation.ts";
export { differential } from "./differential.ts";
export type { Head, Notation, Write } from "./head.ts";
export { headOf } from "./head.ts";
export { differentialOf, identity, ones } from "./heads/constants.ts";
export { diag, diagonal } from "./heads/diagonal.ts";
export { elementPower, hadamard, lift, plus, times } from "./heads/elements.ts";
export { expm, pseudoinverse } from "./heads/functions.ts";
export { det, inner, logdet, sumOfElements, trace } from "./heads/invariants.ts";
export { kron, unvec, vec } from "./heads/kronecker.ts";
export { largestEigenvalue, norm, type NormKind, squaredNorm } from "./heads/norms.ts";
export { inverse, isSymmetric, matmul, matrixPower, transpose } from "./heads/products.ts";
export { logsumexp, softmax } from "./heads/vectors.ts";
export { type MatrixFacts, matrix, vector } from "./symbols.ts";
export { evaluateMatrix, type MatrixValues, toTensor } from "./tensor.ts";
export { equalMatrix, expandMatrix, tidy } from "./tidy.ts";
export { fromFunction, readMatrixOps } from "./read.ts";
export { literal } from "./heads/literal.ts";
