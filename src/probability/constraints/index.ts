/** Sets of numbers, vectors and matrices that parameters and values of distributions are in. */

export { checkConstraint, type Constraint } from "./constraint.ts";
export { cat, independent, stack } from "./combined.ts";
export {
  corrCholesky,
  corrMatrix,
  lowerCholesky,
  lowerTriangular,
  positiveDefinite,
  positiveSemidefinite,
  realMatrix,
  square,
  symmetric,
} from "./matrices.ts";
export {
  boolean,
  circular,
  extendedReal,
  greaterThan,
  greaterThanEq,
  halfOpenInterval,
  integer,
  integerGreaterThanEq,
  integerInterval,
  interval,
  lessThan,
  lessThanEq,
  nonnegative,
  nonnegativeInteger,
  openInterval,
  positive,
  positiveInteger,
  real,
  unitInterval,
} from "./numbers.ts";
export {
  l1Ball,
  multinomial,
  oneHot,
  orderedVector,
  permutation,
  positiveOrderedVector,
  realVector,
  simplex,
  sphere,
  zeroSum,
} from "./vectors.ts";
