/** Differentiable maps between sets, with inverses and determinants. */

export { type Bijector, compose } from "./bijector.ts";
export {
  type Cumulative,
  cumulative,
  frechetCdf,
  gompertzCdf,
  gumbelCdf,
  kumaraswamyCdf,
  moyalCdf,
  normalCdf,
  rayleighCdf,
  weibullCdf,
} from "./cdfs.ts";
export { cat, independent, reshape, stack } from "./combined.ts";
export {
  choleskyProduct,
  corrCholesky,
  corrMatrix,
  corrProduct,
  lowerCholesky,
  lowerCholeskyPart,
  positiveDefinite,
  scaledUnitLowerCholesky,
} from "./matrices.ts";
export {
  abs,
  affine,
  exp,
  identity,
  interval,
  log,
  logit,
  power,
  sigmoid,
  sinh,
  sinhArcsinh,
  softplus,
  tanh,
} from "./numbers.ts";
export { biject, transformTo } from "./registry.ts";
export { l1Ball, ordered, permute, softmax, stickBreaking, unitVector, zeroSum } from "./vectors.ts";
