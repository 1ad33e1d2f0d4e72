/** The functions that are methods of tensors as well. This list is all there is to it, but for a few in fluent.ts. */
export {
  elu,
  gelu,
  leakyRelu,
  logSigmoid,
  logit,
  relu,
  relu6,
  sigmoid,
  silu,
  softplus,
  softsign,
} from "./activation.ts";
export {
  abs,
  add,
  copysign,
  div,
  lerp,
  mul,
  neg,
  reciprocal,
  sign,
  square,
  squaredDifference,
  sub,
} from "./arithmetic.ts";
export { allclose, isclose } from "./close.ts";
export {
  equal,
  greater,
  greaterEqual,
  isfinite,
  isinf,
  isnan,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  notEqual,
} from "./compare.ts";
export { astype, fullLike, oneHot, onesLike, zerosLike } from "./create.ts";
export { diag, diagonal, tril, triu } from "./diagonals.ts";
export { cumulativeTrapezoid, diff, trapezoid } from "./differences.ts";
export { divideNoNan, floorDiv, fmod, mod } from "./division.ts";
export { exp, exp2, expm1, log, log10, log1p, log2 } from "./exponential.ts";
export { argmax, argmin, max, min, nanmax, nanmin, ptp } from "./extrema.ts";
export { bincount, histogram } from "./histogram.ts";
export { acosh, asinh, atanh, cosh, logCosh, sinh, tanh } from "./hyperbolic.ts";
export { at } from "./indexing.ts";
export { repeat, split, tile, unstack } from "./join.ts";
export { log1mexp, logaddexp, logaddexp2, logdiffexp, xlog1py, xlogy } from "./logarithmic.ts";
export { dot, inner, matmul, outer } from "./matmul.ts";
export { fmax, fmin, maximum, minimum } from "./maximum.ts";
export { norm } from "./norm.ts";
export { cbrt, hypot, pow, rsqrt, sqrt } from "./power.ts";
export { median, quantile } from "./quantile.ts";
export { flip, pad, roll, rot90, windows } from "./rearrange.ts";
export { all, any, countNonzero, mean, nanmean, nansum, prod, sum } from "./reduce.ts";
export { ceil, clip, floor, nanToNum, round, trunc } from "./rounding.ts";
export { cummax, cummin, cumprod, cumsum, logcumsumexp } from "./scan.ts";
export { digitize, searchsorted } from "./search.ts";
export { segmentMax, segmentMean, segmentMin, segmentProd, segmentSum } from "./segments.ts";
export { broadcastTo, expandDims, flatten, moveaxis, ravel, reshape, squeeze, swapaxes, transpose } from "./shape.ts";
export { logSoftmax, logsumexp, softmax } from "./softmax.ts";
export { argsort, sort, topk } from "./sort.ts";
export { average, corrcoef, cov, moments, std, var } from "./statistics.ts";
export { stopGradient } from "./stopGradient.ts";
export { booleanMask, nonzero, take, takeAlongAxis } from "./take.ts";
export { acos, asin, atan, atan2, cos, deg2rad, rad2deg, sin, sinc, tan } from "./trigonometric.ts";
export { unique, uniqueAll } from "./unique.ts";
export { putAlongAxis } from "./update.ts";
