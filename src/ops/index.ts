/** Every op. */
import "../engine/install.ts";
import "./fluent.ts";

export { elu, gelu, leakyRelu, logit, logSigmoid, relu, relu6, sigmoid, silu, softplus, softsign } from "./activation.ts";
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
export { allclose, type CloseOptions, isclose } from "./close.ts";
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
  where,
} from "./compare.ts";
export { divideNoNan, floorDiv, fmod, mod } from "./division.ts";
export { exp, exp2, expm1, log, log10, log1p, log2 } from "./exponential.ts";
export { acosh, asinh, atanh, cosh, logCosh, sinh, tanh } from "./hyperbolic.ts";
export { log1mexp, logaddexp, logaddexp2, logdiffexp, xlog1py, xlogy } from "./logarithmic.ts";
export { fmax, fmin, maximum, minimum } from "./maximum.ts";
export { cbrt, hypot, pow, rsqrt, sqrt } from "./power.ts";
export { ceil, clip, floor, nanToNum, type NanToNumOptions, round, trunc } from "./rounding.ts";
export { acos, asin, atan, atan2, cos, deg2rad, rad2deg, sin, sinc, tan } from "./trigonometric.ts";
export { type CreateOptions, astype, full, fullLike, oneHot, ones, onesLike, tensor, zeros, zerosLike } from "./create.ts";
export { diag, diagonal, eye, type MatrixMaker, tri, tril, triu } from "./diagonals.ts";
export {
  type CumulativeTrapezoidOptions,
  cumulativeTrapezoid,
  diff,
  type TrapezoidOptions,
  trapezoid,
} from "./differences.ts";
export { einsum } from "./einsum.ts";
export { argmax, argmin, max, min, nanmax, nanmin, ptp } from "./extrema.ts";
export {
  type Arange,
  arange,
  fromFunction,
  geomspace,
  indices,
  linspace,
  type LogspaceOptions,
  logspace,
  type MeshgridOptions,
  meshgrid,
  type SpaceOptions,
} from "./grids.ts";
export { type BincountOptions, bincount, type Histogram, type HistogramOptions, histogram } from "./histogram.ts";
export { at, ellipsis, type Index, Slice, slice } from "./indexing.ts";
export { concat, repeat, split, stack, tile, unstack } from "./join.ts";
export {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  type HuberOptions,
  huber,
  type LossOptions,
  mse,
} from "./losses.ts";
export { cross, dot, inner, kron, matmul, outer, type TensordotAxes, tensordot, vdot } from "./matmul.ts";
export {
  type BatchNormOptions,
  batchNorm,
  embedding,
  type LayerNormOptions,
  layerNorm,
  linear,
  type NormalizeOptions,
} from "./nets.ts";
export { type NormOrder, norm } from "./norm.ts";
export { median, quantile } from "./quantile.ts";
export {
  flip,
  type PadMode,
  type PadOptions,
  type PadWidths,
  pad,
  roll,
  rot90,
  type WindowsOptions,
  windows,
} from "./rearrange.ts";
export { all, any, countNonzero, mean, nanmean, nansum, prod, type ReduceOptions, sum } from "./reduce.ts";
export { cummax, cummin, cumprod, cumsum, logcumsumexp } from "./scan.ts";
export {
  type DigitizeOptions,
  digitize,
  interp,
  type SearchOptions,
  searchsorted,
} from "./search.ts";
export { segmentMax, segmentMean, segmentMin, segmentProd, segmentSum } from "./segments.ts";
export {
  broadcastArrays,
  broadcastTo,
  expandDims,
  flatten,
  moveaxis,
  ravel,
  reshape,
  squeeze,
  swapaxes,
  transpose,
} from "./shape.ts";
export { logSoftmax, logsumexp, softmax } from "./softmax.ts";
export { argsort, type SortOptions, sort, type TopK, topk } from "./sort.ts";
export {
  type AverageOptions,
  average,
  type CovOptions,
  corrcoef,
  cov,
  type Moments,
  moments,
  std,
  type VarianceOptions,
  var,
  variance,
} from "./statistics.ts";
export { stopGradient } from "./stopGradient.ts";
export { booleanMask, nonzero, take, takeAlongAxis } from "./take.ts";
export { type UniqueAll, unique, uniqueAll } from "./unique.ts";
export { putAlongAxis, type UpdateOptions, withAt } from "./update.ts";
export { type AssociativeScanOptions, associativeScan } from "./control/associative.ts";
export { cond, switchCase } from "./control/cond.ts";
export { map, type ScanOptions, type ScanStep, scan } from "./control/scan.ts";
export { foriLoop, type WhileOptions, whileLoop } from "./control/while.ts";
export {
  type ConvolutionOptions,
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  type TransposedConvolutionOptions,
} from "./convolution.ts";
export type { Padding, PerAxis } from "./patches.ts";
export { avgPool1d, avgPool2d, maxPool1d, maxPool2d, type PoolOptions } from "./pooling.ts";
